import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import ledger as ledgers
from ocr.ledger import Change
from ocr.page import Page, Word
from ocr.review import Answer, Answers, Place, in_text, question_of, reviewed
from ocr.spans import Span

RAW = "Ndmnden hor Ahigren, och Ahigren ar har"
DOC = "d" * 64


def line(start: int, before: str, after: str, state: ledgers.State = "review", sure: float = 0.8) -> Change:
    candidates = ((after, sure), (before, 0.1))
    return Change(start, start + len(before), before, after, sure, "channel", state, candidates, "why")


LEDGER = (
    line(0, "Ndmnden", "Nämnden", "applied", 0.999),
    line(12, "Ahigren", "Ahlgren"),
    line(25, "Ahigren", "Ahlgren"),
    line(33, "ar", "är"),
)


def page_of(raw: str = RAW, ledger: tuple[Change, ...] = LEDGER) -> Page:
    text = ledgers.apply(raw, ledger)
    open_ones = [span for span, c in zip(in_text(ledger), ledger, strict=True) if c.state == "review"]
    words = tuple(
        Word(
            Span(*m.span()),
            (10.0 * m.start(), 0.0, 10.0 * m.end(), 12.0),
            0.9,
            "review" if any(Span(*m.span()).overlaps(s) for s in open_ones) else "kept",
        )
        for m in re.finditer(r"\S+", text)
    )
    return Page(1, raw, text, "damaged", ledger, words, 595.0, 842.0, "pt")


def said(word: str, decision: str | None, candidate: str, place: Place | None = None) -> Answer:
    return Answer(word, (candidate,), decision, "2026-01-02T03:04:05Z", place)


def after(*answers: Answer) -> Page:
    return reviewed(page_of(), DOC, Answers(answers))


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ((), "Nämnden hor Ahigren, och Ahigren ar har"),
        ((said("Ahigren", "Ahlgren", "Ahlgren"),), "Nämnden hor Ahlgren, och Ahlgren ar har"),
        ((said("Ahigren", "Åhlgren", "Ahlgren"),), "Nämnden hor Åhlgren, och Åhlgren ar har"),
        ((said("Ahigren", "Ahigren", "Ahlgren"),), "Nämnden hor Ahigren, och Ahigren ar har"),
        (
            (said("Ahigren", "Ahlgren", "Ahlgren", Place(DOC, 1, 25)),),
            "Nämnden hor Ahigren, och Ahlgren ar har",
        ),
        (
            (
                said("Ahigren", "Ahlin", "Ahlgren", Place(DOC, 1, 25)),
                said("Ahigren", "Ahlgren", "Ahlgren"),
            ),
            "Nämnden hor Ahlgren, och Ahlin ar har",
        ),
        (
            (said("ar", "är", "är"), said("ar", None, "är")),
            "Nämnden hor Ahigren, och Ahigren ar har",
        ),
        ((said("ar", "år", "år"),), "Nämnden hor Ahigren, och Ahigren ar har"),
    ],
    ids=["none", "candidate", "own", "kept", "here", "here first", "taken back", "other question"],
)
def test_an_answer_settles_what_it_is_about(answers: tuple[Answer, ...], text: str) -> None:
    page = after(*answers)
    assert page.text == text
    assert ledgers.undo(page.text, page.ledger) == RAW
    assert reviewed(page, DOC, Answers(answers)) == page


def test_an_answer_is_a_line_of_a_person_that_knows_its_question() -> None:
    page = after(said("Ahigren", "Ahlgren", "Ahlgren"), said("ar", "ar", "är"))
    assert [(c.maker, c.state, c.after) for c in page.ledger] == [
        ("channel", "applied", "Nämnden"),
        ("person", "applied", "Ahlgren"),
        ("person", "applied", "Ahlgren"),
        ("person", "rejected", "är"),
    ]
    assert [c.asked for c in page.ledger] == [None, *LEDGER[1:]]


def test_an_answer_taken_back_gives_the_page_as_it_was() -> None:
    page = after(said("Ahigren", "Åhlgrens son", "Ahlgren"), said("ar", "ar", "är"))
    back = reviewed(page, DOC, Answers())
    assert (back.text, back.ledger) == (page_of().text, page_of().ledger)
    assert [w.span for w in back.words if w.state == "review"] == [(12, 20), (25, 32), (33, 35)]


def test_words_follow_the_text_and_tell_what_became_of_them() -> None:
    page = after(said("Ahigren", "Af Ahlgren", "Ahlgren"), said("ar", "ar", "är"))
    assert [(page.text[w.span.start : w.span.end], w.state) for w in page.words] == [
        ("Nämnden", "repaired"),
        ("hor", "kept"),
        ("Af", "repaired"),
        ("Ahlgren,", "repaired"),
        ("och", "kept"),
        ("Af", "repaired"),
        ("Ahlgren", "repaired"),
        ("ar", "kept"),
        ("har", "kept"),
    ]


def test_an_answer_that_would_overlap_a_repair_leaves_the_question_open() -> None:
    ledger = (line(0, "Nd", "Nä", "applied"), line(0, "Ndmnden", "Nämnden"))
    page = page_of("Ndmnden", ledger)
    assert reviewed(page, DOC, Answers([said("Ndmnden", "Nämnden", "Nämnden")])) is page


def test_the_latest_answer_in_force_can_be_asked_for() -> None:
    answers = Answers([said("a", "b", "b"), said("c", "d", "d"), said("c", None, "d")])
    assert answers.last is not None
    assert answers.last.word == "a"
    assert len(answers) == 1


@given(st.lists(st.tuples(st.sampled_from(["Ahigren", "ar"]), st.text("åäöab -", max_size=9)), max_size=6))
def test_any_answers_leave_the_raw_text_within_reach(said_words: list[tuple[str, str]]) -> None:
    questions = {c.before: question_of(c) for c in LEDGER}
    answers = Answers(Answer(word, questions[word].candidates, decision, "") for word, decision in said_words)
    page = reviewed(page_of(), DOC, answers)
    assert ledgers.undo(page.text, page.ledger) == RAW
    assert ledgers.apply(RAW, page.ledger) == page.text
    assert all(page.text[w.span.start : w.span.end].strip() for w in page.words)
    assert reviewed(page, DOC, Answers()).text == page_of().text
