import pytest

from ocr import tagger
from ocr.ledger import Change, apply
from ocr.misfits import cut_words, misfits
from ocr.page import Word, lines_of
from ocr.repair import Repaired, repair_pages
from ocr.sheet import Sheet
from ocr.spans import Span

needs_tagger = pytest.mark.skipif(not tagger.available(), reason="the tagger is not here")


def sheet_of(text: str) -> Sheet:
    at, words = 0, []
    for piece in text.replace("\n", " ").split(" "):
        words.append(Word(Span(at, at + len(piece)), (10 * at, 0, 10 * (at + len(piece)), 10), 1.0, "kept"))
        at += len(piece) + 1
    return Sheet(1, text, tuple(words))


BODY = (
    "Namnden beslutar att godkanna forslaget och att folja upp arbetet med stod for aldre.\n"
    "Arendet overlamnas till kommunstyrelsen for atgarder under nasta ar."
)


@needs_tagger
@pytest.mark.parametrize(
    "odd", ["Det ar tankt att infra ett nytt system.", "Personer i aldern 18 till 64 r omfattas."]
)
def test_a_real_word_that_does_not_fit_is_looked_at(odd: str) -> None:
    text = f"{BODY}\n{odd}"
    (repair,) = repair_pages([text])
    word = "infra" if "infra" in odd else "r"
    assert word in {doubt.before for doubt in misfits(sheet_of(text), repair, [])}


@needs_tagger
@pytest.mark.parametrize("run", ["s4", "s&"])
def test_a_run_with_a_figure_or_a_sign_may_be_a_word(run: str) -> None:
    text = f"{BODY}\nArbetet ska goras {run} att alla far plats i skolan."
    (repair,) = repair_pages([text])
    told = {(c.before, c.state) for c in repair.ledger}
    found = {doubt.before for doubt in misfits(sheet_of(text), repair, [])}
    assert run in found or (run, "applied") in told


@needs_tagger
def test_places_that_are_in_doubt_already_are_not_named_again() -> None:
    text = f"{BODY}\nDet ar tankt att infra ett nytt system."
    (repair,) = repair_pages([text])
    at = text.index("infra")
    assert "infra" not in {doubt.before for doubt in misfits(sheet_of(text), repair, [(at, at + 5)])}


@needs_tagger
def test_a_good_page_has_no_misfits() -> None:
    text = "Nämnden beslutar att godkänna förslaget r nu."
    assert misfits(sheet_of(text), Repaired(text, text, (), "good"), []) == []


def cut(raw: str, *ledger: Change) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    repair = Repaired(raw, apply(raw, ledger), ledger, "damaged")
    return [(c.before, c.candidates) for c in cut_words(repair, lines_of(raw, sheet_of(raw).words))]


def test_a_word_that_was_cut_is_in_doubt_as_a_whole() -> None:
    mended = Change(18, 23, "forts", "förts", 0.99, "channel", "applied")
    ((before, candidates),) = cut("arbetet har genom forts.", mended)
    assert before == "genom forts"
    assert [text for text, _ in candidates] == ["genom förts", "genomförts"]


@pytest.mark.parametrize("text", ["i den här frågan", "av en ny plan", "till den som var\nden"])
def test_words_that_stand_together_are_not_taken_for_one(text: str) -> None:
    assert cut(text) == []
