"""Patterns tried where their words stand find what they find in the whole text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extract.words import places, places_where, tried_at, tried_near

TEXT = st.text(alphabet="lagnr20 .-\nÅİ", max_size=120)


@given(TEXT)
def test_a_pattern_tried_at_its_words_finds_what_it_finds_everywhere(text: str) -> None:
    pattern = re.compile(r"(?<![\w-])lag(?:en)?(?:\s\d+)?\b")
    found = tried_at(pattern, text, places(text, ["lag", "lagen"]))
    assert [m.span() for m in found] == [m.span() for m in pattern.finditer(text)]


@given(TEXT)
def test_a_pattern_tried_near_its_words_finds_what_it_finds_everywhere(text: str) -> None:
    pattern = re.compile(r"(?<![\d-])\d{1,4}\s{1,3}nr\s{1,3}\d{1,4}\b")
    found = tried_near(pattern, text, places(text, ["nr"]), 12, 14)
    assert [m.span() for m in found] == [m.span() for m in pattern.finditer(text)]


def test_words_are_found_by_their_form_in_order() -> None:
    assert places_where("Planen, planer och plan", lambda word: word.endswith("n")) == [0, 19]
