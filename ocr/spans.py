"""Places in a text.

A span is `[start, end]`: 0-based Unicode code points, end exclusive. Every stage speaks of places in this
one way, so that a finding can be followed back to the raw text and to a box on the page.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points, `text[start:end]`."""

    start: int
    end: int

    def within(self, outer: Span) -> bool:
        return outer.start <= self.start and self.end <= outer.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends; empty (start == end) if there is nothing else.

    >>> trimmed("  a b ", 0, 6)
    Span(start=2, end=5)
    """
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    return Span(start + lead, start + lead + len(piece.strip()))


def line_at(text: str, start: int, end: int | None = None) -> Span:
    """The line that holds a place, or those from that of `start` to that of `end`, without the last's end.

    >>> line_at("en\\nsak", 4)
    Span(start=3, end=6)
    """
    below = text.find("\n", start if end is None else end)
    return Span(text.rfind("\n", 0, start) + 1, below if below >= 0 else len(text))
