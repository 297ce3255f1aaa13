"""The layer of unseen words."""

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
