"""The noisy channel: what a damaged word may have been."""

from __future__ import annotations

import pytest

from ocr.channel import Edit, compounded, spelt, written
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


def test_a_word_is_written_as_it_was_but_for_the_damage() -> None:
    assert written("NDMNDEN", [Edit(1, "D", "Ä")]) == "NÄMNDEN"
    assert written("Arende", [Edit(0, "A", "Ä")]) == "Ärende"
    assert written("Aven", [Edit(0, "A", "ä")]) == "även"
    assert written("naémnd", [Edit(1, "aé", "ä")]) == "nämnd"


def test_a_word_of_ten_thousand_letters_is_survived() -> None:
    assert spelt("aoid" * 2500, lexicon()) == ()
