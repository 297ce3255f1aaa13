"""The noisy channel: what a damaged word may have been."""

from __future__ import annotations

import pytest

from ocr.channel import Edit, compounded, damage, named, spelt, usual, written
from ocr.lexicon import lexicon

SPELT = [
    ("fér", "för"),
    ("f6r", "för"),
    ("16n", "lön"),
    ("dterkomma", "återkomma"),
    ("naémnden", "nämnden"),
    ("diven", "även"),
    ("fOr", "för"),
    ("&ven", "även"),
    ("kvalité", "kvalité"),
    ("ingd", "ingå"),  # the letter that was misread is the last one
    ("aterfd", "återfå"),
    ("kommunnivd", "kommunnivå"),
]


@pytest.mark.parametrize(("read", "word"), SPELT)
def test_the_word_is_among_the_spellings(read: str, word: str) -> None:
    assert word in {s.word for s in spelt(read, lexicon())}


def test_capitals_are_searched_as_capitals() -> None:
    assert "sammanträde" in {s.word for s in spelt("SAMMANTRADE", lexicon())}


def test_a_lost_letter_is_supposed_only_when_asked() -> None:
    assert "över" not in {s.word for s in spelt("ver", lexicon())}
    assert "över" in {s.word for s in spelt("ver", lexicon(), reach="lost")}


@pytest.mark.parametrize(
    ("read", "word"),
    [("skolskjutsndmnden", "skolskjutsnämnden"), ("brandskyddsutlatandet", "brandskyddsutlåtandet")],
)
def test_a_compound_that_no_text_has_shown_is_put_together(read: str, word: str) -> None:
    assert word not in lexicon().words
    assert word in {s.word for s in compounded(read, lexicon())}


@pytest.mark.parametrize(
    ("read", "parts"),
    [
        ("tallangen", ("tall", "ängen")),
        ("bj6rkbacken", ("björk", "backen")),
        ("bjérksjdvik", ("björk", "sjö", "vik")),
    ],
)
def test_a_place_that_no_list_has_is_put_together_of_parts_and_an_ending(
    read: str, parts: tuple[str, ...]
) -> None:
    places = named(read, lexicon())
    assert parts in [place.parts for place in places]
    assert all(place.word == "".join(place.parts) for place in places)


def test_no_place_is_made_of_what_is_no_part() -> None:
    assert named("xqvastfzangen", lexicon()) == []


def test_any_document_may_have_the_listed_confusions_of_marks_and_of_signs_alone() -> None:
    assert {("ä", "d"), ("ö", "6"), ("å", "&"), ("i", "1")} <= usual() <= set(damage().log_chance)
    assert all(truth in "åäö" for truth, read in usual() if read.isalpha())


def test_a_word_is_written_as_it_was_but_for_the_damage() -> None:
    assert written("NDMNDEN", [Edit(1, "D", "Ä")]) == "NÄMNDEN"
    assert written("Arende", [Edit(0, "A", "Ä")]) == "Ärende"
    assert written("Aven", [Edit(0, "A", "ä")]) == "även"
    assert written("naémnd", [Edit(1, "aé", "ä")]) == "nämnd"


def test_a_word_of_ten_thousand_letters_is_survived() -> None:
    assert spelt("aoid" * 2500, lexicon()) == ()
