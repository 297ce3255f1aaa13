"""Leader dots of contents pages, painted out before the page is read.

Tesseract takes a row of dots for letters ("........" becomes "sssesssesssee"), and spoils the words before it
and the number behind it. A row of dots is told from all else on a page by four things: its ink is low, there
is nothing above it, it has many gaps, and it goes on for centimetres. Nothing is lost: the dots mean nothing,
and the picture itself is never changed, only the copy that is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ocr import image
from ocr.image import Picture
from ocr.ink import Mask, ink_of
from ocr.sheet import Box

# In millimetres.
_DOT = 1.0  # higher ink is no dot
_ABOVE, _BELOW = 2.2, 0.7  # where no higher ink may be
_APART = 0.8  # from higher ink on either side
_GAP = 2.6  # between two dots at most
_LEAST = 8.0  # of a row
_LEAST_DOTS = 6
_MOST_INK = 0.75  # of a row's length: a ruled line has more

_DPI = 150.0  # fine enough to see dots
_DARKER = 50  # levels of grey, than the paper


def without_leaders(picture: Picture, dpi: float) -> Picture:
    """The picture with its leader dots painted over; the picture itself where it has none."""
    return painted_over(picture, leaders(picture, dpi))


def leaders(picture: Picture, dpi: float) -> list[Box]:
    """Where the rows of leader dots are, in the picture's pixels."""
    ink, coarser = ink_of(picture, dpi, _DPI, _DARKER)
    millimetre = dpi / coarser / 25.4
    air = round(_DOT * millimetre)
    return [
        ((left - 1) * coarser, max(0, y - air) * coarser, (right + 1) * coarser, (y + air) * coarser)
        for y, left, right in _rows(ink, millimetre)
    ]


def painted_over(picture: Picture, boxes: Sequence[Box]) -> Picture:
    """The picture with these boxes as white as its paper; the picture itself where there are none."""
    if not boxes:
        return picture
    out, paper = picture.copy(), image.paper(picture)
    for x0, y0, x1, y1 in boxes:
        out.paste(paper, (int(x0), int(y0), int(x1), int(y1)))
    return out


def _rows(ink: Mask, millimetre: float) -> Iterator[tuple[int, int, int]]:
    """The rows of dots: their height on the page, and where they begin and end, in pixels."""
    high = _higher(ink, max(2, round(_DOT * millimetre)))
    blocked = _near(high, round(_ABOVE * millimetre), round(_BELOW * millimetre))
    apart = round(_APART * millimetre)
    blocked = _near(blocked.T, apart, apart).T
    low = ink & ~blocked
    gap, least = round(_GAP * millimetre), round(_LEAST * millimetre)
    for y in np.nonzero(low.sum(axis=1) >= _LEAST_DOTS)[0]:
        places = np.nonzero(low[y])[0]
        walls = np.cumsum(blocked[y])[places]
        breaks = np.nonzero((np.diff(places) > gap) | (np.diff(walls) > 0))[0] + 1
        for row in np.split(places, breaks):
            left, right = int(row[0]), int(row[-1]) + 1
            dots = 1 + int((np.diff(row) > 1).sum())
            if right - left >= least and dots >= _LEAST_DOTS and len(row) < _MOST_INK * (right - left):
                yield int(y), left, right


def _higher(ink: Mask, height: int) -> Mask:
    """The ink that stands in columns of more than `height` pixels."""
    if ink.shape[0] <= height:
        return ink
    inside = np.ones((ink.shape[0] - height, ink.shape[1]), dtype=np.bool_)
    for k in range(height + 1):
        inside &= ink[k : k + inside.shape[0]]
    out = np.zeros_like(ink)
    for k in range(height + 1):
        out[k : k + inside.shape[0]] |= inside
    return out


def _near(mask: Mask, before: int, after: int) -> Mask:
    """Where the mask is set in one of the rows from `before` above to `after` below."""
    summed = np.cumsum(mask, axis=0, dtype=np.int32)
    padded = np.pad(summed, ((before + 1, after), (0, 0)), mode="edge")
    padded[: before + 1] = 0
    found: Mask = padded[before + after + 1 :] > padded[: -before - after - 1]
    return found
