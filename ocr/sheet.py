"""A sheet: one page as it was found, before anything is repaired.

Text file, PDF and image each make sheets in their own way; from here on they are alike. A sheet's words carry
their place in the sheet's raw text and their box; `placed` carries them over to the repaired text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ocr.errors import KlubbatError
from ocr.ledger import Change, Offsets, applied
from ocr.page import Word
from ocr.spans import Span

POINTS_PER_INCH = 72.0

Box = tuple[float, float, float, float]

_PIECE = re.compile(r"\S+")


def scaled(box: Box, across: float, down: float | None = None) -> Box:
    """A box in a unit that is so many times smaller, down the page as well unless that is said."""
    down = across if down is None else down
    return box[0] * across, box[1] * down, box[2] * across, box[3] * down


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page before repair. Words' spans count in `text`, their state is `kept` or `read`.

    `read` says that the text was read from the image, because there was none; `signs` are then what a second
    look at the image has otherwise.
    """

    number: int
    text: str
    words: tuple[Word, ...] = ()
    width: float = 0.0
    height: float = 0.0
    unit: Literal["pt", "px", "none"] = "none"
    read: bool = False
    signs: tuple[Change, ...] = ()


Known = Mapping[int, Sheet | KlubbatError]  # pages by their number: as they were read, or why they were not
ReadBefore = Callable[[Sequence[int]], Known]  # given the numbers of the pages that have to be read


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a PDF's page, and its rotation clockwise in degrees.

    Leads from the page's own coordinates to points from the top left of the page as shown, and back.
    """

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turned in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turned in (90, 270) else self.top - self.bottom

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box given by its left, bottom, right and top in the page's own coordinates."""
        match self.turned:
            case 90:
                return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
            case 180:
                return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
            case 270:
                return self.top - y1, self.right - x1, self.top - y0, self.right - x0
            case _:
                return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0

    def matrix(self, x: float, y: float, slope: float) -> tuple[float, ...]:
        """The text matrix for a baseline that begins at x, y as shown and falls by `slope` to the right."""
        match self.turned:
            case 90:
                return slope, 1.0, -1.0, slope, self.left + y, self.bottom + x
            case 180:
                return -1.0, slope, -slope, -1.0, self.right - x, self.bottom + y
            case 270:
                return -slope, -1.0, 1.0, -slope, self.right - y, self.top - x
            case _:
                return 1.0, -slope, slope, 1.0, self.left + x, self.top - y


@dataclass(frozen=True, slots=True)
class Seen:
    """A ledger line with the words that were read for it in the image; their spans count in its `after`."""

    change: Change
    words: tuple[Word, ...]


def placed(
    words: Sequence[Word], text: str, ledger: Sequence[Change], seen: Sequence[Seen] = ()
) -> tuple[Word, ...]:
    """The words of a raw text as words of the repaired `text`, each with the state that the ledger gives it.

    Where a repair joins two words their boxes become one, where it parts a word its box is shared out by
    the number of letters, and what it deletes is gone. What was `seen` in the image has boxes of its own.
    """
    if not ledger:
        return tuple(words)
    offsets = Offsets(ledger)
    noted = _Noted(ledger)
    read = list(_in_text(seen, ledger))
    out = [word for _, row in read for word in row]
    taken = [span for span, _ in read]
    for group in _groups(words, offsets):
        span = _less(_cover([offsets.to_text(word.span) for word in group]), taken)
        pieces = [Span(m.start(), m.end()) for m in _PIECE.finditer(text, span.start, span.end)]
        marked = [noted.marked(word) for word in group]
        if len(pieces) == len(group):
            out += (replace(word, span=piece) for word, piece in zip(marked, pieces, strict=True))
        elif pieces:
            out += _shared(marked, pieces)
    return tuple(sorted(out, key=lambda word: word.span) if seen else out)


def _in_text(seen: Sequence[Seen], ledger: Sequence[Change]) -> Iterator[tuple[Span, tuple[Word, ...]]]:
    """What was read in the image: its place in the repaired text, and its words with theirs."""
    words = {one.change: one.words for one in seen}
    grown = 0
    for change in applied(ledger) if words else ():
        start = change.start + grown
        if change in words:
            moved = (replace(word, span=word.span.shifted(start)) for word in words[change])
            yield Span(start, start + len(change.after)), tuple(moved)
        grown += len(change.after) - (change.end - change.start)


def _less(span: Span, taken: Sequence[Span]) -> Span:
    """A span without what is taken at either end of it."""
    start, end = span
    for other in taken[bisect_left(taken, (start, start)) :]:
        if other.start >= end:
            break
        start, end = (other.end, end) if other.start <= start else (start, other.start)
    return Span(start, max(start, end))


def _groups(words: Sequence[Word], offsets: Offsets) -> Iterator[list[Word]]:
    """Words in runs that one change holds together; most are alone."""
    group: list[Word] = []
    end = -1
    for word in words:
        span = offsets.to_text(word.span)
        if group and span.start >= end:
            yield group
            group = []
        group.append(word)
        end = max(end, span.end)
    if group:
        yield group


def _shared(words: Sequence[Word], pieces: Sequence[Span]) -> Iterator[Word]:
    """The union of the words' boxes on the first one's line, shared out among the pieces by their length."""
    first = words[0]
    line = [w.box for w in words if w.box[1] < first.box[3] and w.box[3] > first.box[1]]
    left, right = min(b[0] for b in line), max(b[2] for b in line)
    top, bottom = min(b[1] for b in line), max(b[3] for b in line)
    steps = [0]
    for piece in pieces:
        steps.append(steps[-1] + piece.end - piece.start + 1)
    scale = (right - left) / (steps[-1] - 1)
    strongest = next((w for w in words if w.state == "repaired"), words[0])
    for piece, (start, end) in zip(pieces, pairwise(steps), strict=True):
        box = (left + start * scale, top, left + (end - 1) * scale, bottom)
        yield replace(strongest, span=piece, box=box)


def _cover(spans: Sequence[Span]) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))


class _Noted:
    """Says what a ledger holds about a word. Words must be asked about in the order of the text."""

    __slots__ = ("_at", "_changes")

    def __init__(self, ledger: Sequence[Change]) -> None:
        told = [c for c in ledger if c.state in ("applied", "review", "left") and c.maker != "normal"]
        self._changes = sorted(told, key=lambda c: (c.start, c.end))
        self._at = 0

    def marked(self, word: Word) -> Word:
        start, end = word.span
        while self._at < len(self._changes) and self._changes[self._at].end <= start:
            self._at += 1
        here: list[Change] = []
        for change in self._changes[self._at :]:
            if change.start >= end:
                break
            if change.end > start:
                here.append(change)
        if not here:
            return word
        confidence = min(c.confidence for c in here)
        if any(c.state == "applied" for c in here):
            return replace(word, state="repaired", confidence=confidence)
        if any(c.state == "review" for c in here):
            doubted = min(c.confidence if c.after == c.before else 1.0 - c.confidence for c in here)
            return replace(word, state="review", confidence=round(doubted, 4))
        return word
