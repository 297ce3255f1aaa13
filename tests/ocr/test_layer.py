"""The layer of unseen words."""

import re

import pytest

from ocr.layer import layer
from ocr.page import Page, Word
from ocr.sheet import Frame
from ocr.spans import Span


def test_a_page_of_one_word_is_put_down_level_wherever_it_stands() -> None:
    for step in range(1, 100):
        left, top = 0.36 * 7 * step, 0.36 * 5 * step
        word = Word(Span(0, 7), (left, top, left + 48.24, top + 10.8), 0.9, "read")
        page = Page(1, "Nämnden", "Nämnden", "absent", (), (word,), 595.0, 842.0, "pt")
        assert b"\n1 0 0 1 " in layer(page, Frame(0.0, 0.0, 595.0, 842.0, 0)), step


def test_the_words_of_a_line_that_is_askew_stand_on_it_like_steps() -> None:
    text = "var ax en rar man som avser ena"  # no letter of them goes below the line
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    feet = [100 + 0.02 * (60 * i + 20) for i in range(len(spans))]
    words = [
        Word(Span(*span), (60.0 * i, foot - 10, 60.0 * i + 40, foot), 0.9, "read")
        for i, (span, foot) in enumerate(zip(spans, feet, strict=True))
    ]
    page = Page(1, text, text, "absent", (), tuple(words), 595.0, 842.0, "pt")
    put = re.findall(rb"1 0 0 1 (\S+) (\S+) Tm", layer(page, Frame(0.0, 0.0, 595.0, 842.0, 0)))
    assert [float(left) for left, _ in put] == [60.0 * i for i in range(len(words))]
    lefts = [foot - 0.02 * 20 for foot in feet]  # where the line is at a word's left edge
    assert [842 - float(height) for _, height in put] == pytest.approx(lefts, abs=0.01)
