"""Text of a program may come without any line's end: twice as much of it is twice as much work, no more.

What grows faster does so since each find looks through its whole line, or through all others in it, so what
is counted is how many characters of the page are looked at, and how often a function goes on.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Iterable

import pytest

from ocr.doubts import FEATURES, asked, chances
from ocr.familiar import familiar
from ocr.lexicon import lexicon
from ocr.signs import signs
from ocr.smudges import smudges
from ocr.spans import Span
from ocr.typeset import typeset
from ocr.wild import _lines_with


class Page(str):
    """A page that counts how many of its characters it is asked to look at."""

    __slots__ = ("seen",)
    seen: int

    def called(self, *_: object) -> None:
        self.seen += 1

    def find(self, sign: str, start: int = 0, end: int | None = None, /) -> int:  # type: ignore[override]
        at = super().find(sign, start, end)
        self.seen += (at if at >= 0 else len(self) if end is None else end) - start + 1
        return at

    def rfind(self, sign: str, start: int = 0, end: int | None = None, /) -> int:  # type: ignore[override]
        at = super().rfind(sign, start, end)
        self.seen += (len(self) if end is None else end) - max(at, start)
        return at

    def __getitem__(self, key: slice | int) -> str:  # type: ignore[override]
        found = super().__getitem__(key)
        self.seen += len(found)
        return found


def looked_at(work: Callable[[str], Iterable[object]], text: str) -> int:
    page = Page(text)
    page.seen = 0
    before = sys.getprofile()
    sys.setprofile(page.called)
    try:
        list(work(page))
    finally:
        sys.setprofile(before)
    return page.seen


@pytest.mark.parametrize(
    ("work", "unit"),
    [
        (signs, "Ek & Alm, "),
        (signs, "18 kap. 13 8 "),
        (lambda page: typeset(page, familiar(lexicon())), "iiiioooo nämnden "),
        (lambda page: smudges(page, 0, len(page)), "| KS 2019/12 "),
        (lambda page: _lines_with(page, ["fér"]), "stor a fér och bifér "),
        (lambda page: asked(page, [Span(0, len(page))], [], [], lexicon()).asked, "35) x "),
    ],
)
def test_twice_as_long_a_line_is_twice_the_work(work: Callable[[str], Iterable[object]], unit: str) -> None:
    once, twice = (looked_at(work, unit * times) for times in (2000, 4000))
    assert 0 < twice < 2.2 * once


def test_what_waits_is_weighed_in_little_memory() -> None:
    row = tuple(map(float, range(len(FEATURES))))
    most = []
    for size in (4000, 16_000):
        rows = [row] * size
        tracemalloc.start()
        chances(rows)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[1] < 1.5 * most[0]
