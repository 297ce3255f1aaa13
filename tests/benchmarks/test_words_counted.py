"""The benchmarks count what they say they count."""

from __future__ import annotations

import pytest

from benchmarks.peers import cased
from benchmarks.reliability import aligned, expected_error, judged
from benchmarks.repair import CAUSES, cause, of_page
from benchmarks.sheets import Sheet
from benchmarks.words import broken, counted, interval
from ocr.ledger import Change
from ocr.repair import Repaired


def test_words_of_a_page_are_counted_whatever_their_order() -> None:
    counts = counted("Nämnden får ny plan.", "plan. ny Nämnden far")
    assert (counts["words"], counts["wrong"]) == (4, 1)
    assert (counts["marked"], counts["marked_right"]) == (2, 1)
    assert (counts["small"], counts["small_right"]) == (1, 0)


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        ("Nämnden far ny plan", 0),
        ("Nämnden får ny plan", 0),  # a wrong word mended breaks nothing
        ("Nämnden far nö plan", 1),
        ("Nämnden", 2),
    ],
)
def test_a_right_word_that_an_edit_takes_away_is_broken(after: str, lost: int) -> None:
    counts = broken("Nämnden får ny plan", "Nämnden far ny plan", after)
    assert (counts["right"], counts["broken"]) == (3, lost)


def test_an_interval_needs_three_documents_and_holds_the_share() -> None:
    groups = [counted("å ä ö", text) for text in ("å ä ö", "a ä ö", "a a ö", "å ä o")]
    assert interval(groups[:2], "wrong", "words") is None
    low, high = interval(groups, "wrong", "words") or (0, 0)
    assert low < 100 * 4 / 12 < high


def change(raw: str, before: str, after: str, confidence: float, state: str = "applied") -> Change:
    start = raw.index(before)
    end = start + len(before)
    return Change(start, end, before, after, confidence, "channel", state)  # type: ignore[arg-type]


def test_a_change_is_judged_by_the_word_that_stands_in_its_place() -> None:
    raw, text = "Nimnden for ny plan. Vagen", "Nämnden för ny plan. Vagen"
    ledger = (
        change(raw, "Nimnden", "Nämnden", 0.9),
        change(raw, "for", "för", 0.8),
        change(raw, "Vagen", "Vägen", 0.4, "review"),
    )
    lines = judged(Repaired(raw, text, ledger, "damaged"), "Nämnden får ny plan. Vägen för oss")
    assert [line.held for line in lines] == [True, False, True]
    assert expected_error(lines) == pytest.approx((0.1 + 0.8 + 0.6) / 3)


def test_a_word_in_another_order_is_looked_for_among_those_left_over() -> None:
    meant, rest = aligned(["ett", "två", "tre"], ["tre", "ett", "två"])
    assert meant == ["ett", "två", None]
    assert rest["tre"] == 1


@pytest.mark.parametrize(
    ("word", "near", "why"),
    [
        ("Grafnas", "Grafnäs", 0),
        ("namnden", "nämnden", 1),
        ("kornmun", "kommun", 2),
        ("plan,", "plan.", 3),
        ("xyzzy", "kommun", 4),
    ],
)
def test_the_cause_of_an_error_is_read_off_the_nearest_word(word: str, near: str, why: int) -> None:
    assert cause(word, [near]) == CAUSES[why]


def test_an_error_that_waits_in_review_is_counted_once() -> None:
    raw = "Grafnas och Grafnas"
    ledger = (change(raw, "Grafnas", "Grafnäs", 0.4, "review"),)
    page = Sheet("a", 1, "", raw, "Grafnäs och Grafnäs", "")
    counts = of_page(page, Repaired(raw, raw, ledger, "damaged")).counts
    assert (counts["errors"], counts["errors_reviewed"], counts["reviewed"]) == (2, 1, 1)


def test_a_suggestion_is_written_as_the_word_was() -> None:
    assert [cased("nämnd", like) for like in ("ndmnd", "Ndmnd", "NDMND", "A")] == [
        "nämnd",
        "Nämnd",
        "NÄMND",
        "Nämnd",
    ]
