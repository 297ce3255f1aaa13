"""An archive's own words mend its names."""

from __future__ import annotations

from ocr.lexicon import lexicon
from ocr.own_words import words_of
from ocr.repair import repair

GOOD = (
    "Nämnden har besökt Gråbohöljans förskola i Vikasjö. Förskolechefen Görel Sköldåker berättar.\n"
    "Ledamoten Görel Sköldåker (V) yrkar bifall. Gråbohöljans förskola får nya lokaler nästa år.\n"
)
FLAT = str.maketrans("åäöÅÄÖ", "aaoAAO")


def test_names_of_good_pages_mend_damaged_ones() -> None:
    own = lexicon().with_words(words_of([GOOD, GOOD]))
    assert repair(GOOD.translate(FLAT), lexicon=own).text == GOOD


def test_words_that_stand_once_or_that_everybody_knows_are_not_kept() -> None:
    words = words_of(["nämnden nämnden Storblåkulla."])
    assert words == {}


def test_a_word_in_small_letters_is_no_name() -> None:
    assert words_of(["Blåkullaresan blåkullaresan blåkullaresan Blåkullaresan"]) == {"blåkullaresan": 2}
