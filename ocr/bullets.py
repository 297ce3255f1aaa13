"""The round marks before the points of a list, told by their shape.

Tesseract's models take a bullet for a letter ("e", "o", "©", "»") or leave it out, and so a list reads "e Att
anta planen". A bullet is easily told from any letter: it is a full disc, as wide as it is high, at the head
of what is printed on a line and above its foot, where a full stop would be. Where the first thing that was
read there is one or two signs in the place of such a disc, or nothing at all, the mark is put in.

• and ● are told apart by their size in heights of a capital: • is 0.3 to 0.5 across in nearly all typefaces
(0.44 to 0.54 as Word sets it; Carlito's and Lato's, 0.56, are the largest), ● is 0.57 and more. The marks of
a page are of one kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr import image
from ocr.crops import capital_height
from ocr.image import Picture
from ocr.ledger import Change
from ocr.page import Word, lines_of
from ocr.sheet import POINTS_PER_INCH, Box, Seen, scaled
from ocr.spans import Span
from ocr.tesseract import PageRead

BULLET, CIRCLE = "•", "●"
_SURE = 0.95
_REASON = "a full round mark stands here"

# In points.
_LEAST, _LARGE = 1.4, 8.0  # a disc from side to side
_NEAR, _FAR = 1.0, 36.0  # from the first word of its line
_AROUND = 1.0  # how far a box may be off

_LONGEST = 2  # signs that a bullet is read as
_LEAST_FULL, _MOST_FULL = 0.68, 0.9  # the share of its square that a disc inks: 0.79; a square's is 1
_ROUND = 1.2  # the longer side to the shorter one
_FULL = 70  # of a hundred pixels of its square, from the lightest: one within it
_HALF = 0.5  # of the darkest: what is ink
_LEAST_DARK = 50  # levels of grey, than the paper
# How large it is at least, and how far above the foot of its line, in the height of a word: a full stop has 2
# points and stands below that.
_ABOVE = ((3.4, -0.2), (2.6, 0.06), (_LEAST, 0.33))
_LEAST_CIRCLE = 0.56  # of a capital's height


class Mark(NamedTuple):
    """A bullet: what was read in its place (nothing, at the head of a line), its box, and which it is."""

    span: Span
    box: Box
    sign: str = BULLET


def bullets(picture: Picture, dpi: float, text: str, words: Sequence[Word], scale: float) -> Iterator[Mark]:
    """The bullets at the heads of a text's lines; `scale` says how many pixels of the picture the unit of
    the words' boxes has."""
    marks = list(_marks(picture, dpi, text, words, scale))
    if not marks:
        return
    sizes = [scale * max(x1 - x0, y1 - y0) for _, (x0, y0, x1, y1), _ in marks]
    shown = ((text[slice(*word.span)], word.box) for word in words)
    capital = capital_height(picture, shown, scale)
    sign = CIRCLE if capital and median(sizes) > _LEAST_CIRCLE * capital else BULLET
    yield from (mark._replace(sign=sign) for mark in marks if text[slice(*mark.span)] != sign)


def _marks(picture: Picture, dpi: float, text: str, words: Sequence[Word], scale: float) -> Iterator[Mark]:
    point, paper = dpi / POINTS_PER_INCH, image.paper(picture)
    for line in lines_of(text, words):
        first, *rest = line
        read = text[first.span.start : first.span.end]
        box, around = scaled(first.box, scale), _AROUND * point
        disc = None
        span = first.span
        if len(read) <= _LONGEST and rest and not read.isdigit():
            disc = _disc(picture, paper, _wider(box, around), scaled(rest[0].box, scale), point)
        if disc is None and read not in (BULLET, CIRCLE):
            span = Span(span.start, span.start)
            before = box[0] - _FAR * point, box[1] - around, box[0] - _NEAR * point, box[3] + around
            disc = _disc(picture, paper, before, box, point)
        if disc:
            yield Mark(span, scaled(disc, 1 / scale))


def with_bullets(picture: Picture, dpi: float, read: PageRead) -> PageRead:
    """A reading with the bullets that are in its picture."""
    marks = {mark.span.start: mark for mark in bullets(picture, dpi, read.text, read.words, 1.0)}
    if not marks:
        return read
    pieces: list[str] = []
    words: list[Word] = []
    at = size = 0
    for word in read.words:
        start, end = word.span
        pieces.append(read.text[at:start])
        size += start - at
        at = start
        if mark := marks.get(start):
            words.append(replace(word, span=Span(size, size + 1), box=mark.box, confidence=_SURE))
            gap = "" if mark.span.end > start else " "
            pieces.append(mark.sign + gap)
            size += 1 + len(gap)
            at = mark.span.end
        if at < end:
            words.append(replace(word, span=Span(size, size + end - start)))
            pieces.append(read.text[start:end])
            size += end - start
            at = end
    pieces.append(read.text[at:])
    return PageRead("".join(pieces), tuple(words))


def as_lines(text: str, marks: Sequence[Mark]) -> Iterator[Seen]:
    """Bullets as ledger lines for a text layer that has something else, or nothing, in their place."""
    for (start, end), box, sign in marks:
        before, after = text[start:end], sign if end > start else f"{sign} "
        change = Change(
            start, end, before, after, _SURE, "image", "applied", ((after, _SURE),), _REASON
        )  # fmt: skip
        yield Seen(change, (Word(Span(0, 1), box, _SURE, "read"),))


def _disc(picture: Picture, paper: int, within: Box, beside: Box, point: float) -> Box | None:
    """The full disc that stands alone in a place before the word that is `beside` it, if there is one."""
    left, top = max(0, int(within[0])), max(0, int(within[1]))
    right, bottom = min(picture.width, int(within[2]) + 1), min(picture.height, int(within[3]) + 1)
    if right - left < _LEAST * point or bottom - top < _LEAST * point:
        return None
    dark = paper - np.asarray(picture.crop((left, top, right, bottom)), dtype=np.int16)
    most = int(dark.max())
    if most < _LEAST_DARK:
        return None
    ink = dark > _HALF * most
    down, across = np.nonzero(ink)
    x0, x1, y0, y1 = int(across.min()), int(across.max()) + 1, int(down.min()), int(down.max()) + 1
    wide, high = x1 - x0, y1 - y0
    shape = ink[y0:y1, x0:x1]
    side, edge = wide // 3, high // 3
    above = next((above for least, above in _ABOVE if least * point <= min(wide, high)), None)
    is_disc = (
        above is not None
        and max(wide, high) <= min(_LARGE * point, _ROUND * min(wide, high) + 1)
        and _LEAST_FULL <= float(shape.mean()) <= _MOST_FULL
        and bool(shape[edge : high - edge, side : wide - side].all())
        and top + y1 <= beside[3] - above * (beside[3] - beside[1])
    )
    return _measured(dark, (x0, y0, x1, y1), left, top) if is_disc else None


def _measured(dark: NDArray[np.int16], box: tuple[int, int, int, int], left: int, top: int) -> Box:
    """The box of a disc to parts of a pixel, by how much ink it has in all."""
    x0, y0, x1, y1 = box
    around = dark[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    full = float(np.percentile(dark[y0:y1, x0:x1], _FULL))
    half = math.sqrt(max(0.0, float(around.sum())) / full / math.pi)
    x, y = left + (x0 + x1) / 2, top + (y0 + y1) / 2
    return x - half, y - half, x + half, y + half


def _wider(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
