"""The certainty asked of a change, and the queue of doubts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.candidates import Guesses
from ocr.decide import Answer, Verdict
from ocr.lexicon import lexicon
from ocr.protect import Piece
from ocr.spans import Span
from ocr.waiting import Settled, certainty_asked, queues, waiting

GUESSES = Guesses(lexicon())
NEVER = 1.0
risks = st.lists(st.floats(0, 1), max_size=60)


def verdict(word: str, answer: str, share: float, *, agreed: float) -> Verdict:
    answers = (Answer(answer, share), Answer(word, 1 - share))
    return Verdict(Piece(0, len(word), word), GUESSES.of(word), answers, agreed=agreed)


@pytest.mark.parametrize(
    ("word", "answer", "agreed", "most"),
    [
        ("f6r", "för", 0.0, 0.5),  # a word of the lexicon needs no second opinion
        ("namndkansliarkiv", "nämndkansliarkiv", 0.95, 0.5),
        ("namndkansliarkiv", "nämndkansliarkiv", 0.1, 0.8),
    ],
)
def test_compounds_that_the_tagger_reads_otherwise_must_be_more_certain(
    word: str, answer: str, agreed: float, most: float
) -> None:
    assert certainty_asked(verdict(word, answer, 0.9, agreed=agreed)) == most


@pytest.mark.parametrize(("word", "answer"), [("avbrottstid", "avbrottstöd"), ("Tatter", "Tätter")])
def test_what_is_made_of_parts_hardly_takes_the_place_of_what_stands_so_too(word: str, answer: str) -> None:
    assert certainty_asked(verdict(word, answer, 0.9, agreed=0.9)) == 0.95


def test_what_is_only_likely_by_its_letters_must_be_all_but_certain() -> None:
    name = verdict("Zqvirkvagen", "Zqvirkvägen", 0.5, agreed=0.95)
    assert name.guess.unknown
    assert 0.8 <= certainty_asked(name) < NEVER


def test_less_is_asked_of_letters_where_what_stands_is_no_word_at_all() -> None:
    ruined = verdict("zqvirkf6rsf6rd", "zqvirkförsförd", 0.995, agreed=0.95)
    plain = ruined._replace(answers=(Answer("zqvirkförsförd", 0.9), Answer("zqvirkf6rsf6rd", 0.1)))
    assert certainty_asked(ruined) < certainty_asked(plain)


def test_a_name_that_nobody_knows_is_never_put_in_place_against_the_tagger() -> None:
    assert certainty_asked(verdict("Zqvirkvagen", "Zqvirkvägen", 0.99, agreed=0.2)) > NEVER


def test_what_only_the_tagger_reads_is_never_put_in_the_place_of_a_word_that_nobody_knows() -> None:
    unknown = verdict("Qxyrtz", "Qxyrtö", 0.999, agreed=0.999)
    assert unknown.guess.unknown
    assert certainty_asked(unknown) > NEVER


def test_a_word_that_may_have_been_meant_is_changed_later_than_one_that_is_none() -> None:
    meant, none = (verdict(word, "stöd", 0.6, agreed=0.9) for word in ("stod", "stéd"))
    assert certainty_asked(meant) > certainty_asked(none)


def test_of_two_names_the_one_that_stands_gives_way_late() -> None:
    twin = verdict("Jonsson", "Jönsson", 0.8, agreed=0.9)
    assert certainty_asked(twin) > 0.8
    assert certainty_asked(twin) > certainty_asked(verdict("Nar", "När", 0.8, agreed=0.9))


@given(risks)
def test_the_queue_keeps_the_likeliest_errors(some: list[float]) -> None:
    kept = set(waiting(some, 300))
    dropped = [risk for i, risk in enumerate(some) if i not in kept]
    assert all(some[i] >= max(dropped, default=0.0) for i in kept)


@given(st.lists(st.floats(0, 0.79), max_size=60), st.integers(1, 1000))
def test_slight_doubts_fill_at_most_three_words_in_a_hundred_or_ten(some: list[float], words: int) -> None:
    assert len(waiting(some, words)) <= max(words * 0.03 + 1, 10)


@given(risks)
def test_grave_doubts_wait_however_many_they_are(some: list[float]) -> None:
    kept = waiting(some, 10)
    assert all(i in kept for i, risk in enumerate(some) if risk >= 0.8)


def test_what_is_hardly_ever_wrong_does_not_wait_where_there_is_room() -> None:
    assert waiting([0.19], 1000) == []


def test_pages_with_few_doubts_leave_room_to_those_with_many() -> None:
    good = Settled("Nämnden beslutar att godkänna planen.\n" * 100, [Span(0, 3800)], [])
    bad = Settled("prt cre qve nrsc rtpf\n" * 3, [Span(0, 66)], [])
    [none, some] = queues([good, bad], lexicon())
    [alone] = queues([bad], lexicon())
    assert none == []
    assert len(some) >= len(alone) > 0
    assert all(bad.text[line.start : line.end] == line.before for line in some)
    assert {line.state for line in some} == {"review"}
