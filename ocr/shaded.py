"""Letters on dark bars, made black ones on paper before anything is read.

The heads of tables are often set so, in white, and rows of others in black on dark grey. Whoever made a text
layer left such a line out as often as not; and it is not found among the ink that no word covers, since it is
all ink. So where a page has bars that are dark throughout, the copy that is looked at gets their letters dark
on light ground. Pictures, which are higher than a bar, stay. So do pages that Tesseract reads whole: it knows
white letters, and loses as much by a bar that is gone as it gains.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr import image
from ocr.image import Picture
from ocr.ink import Mask, ink_of, stretches

_Pixels = NDArray[np.uint8]

_DPI = 50.0
_DARKER = 70  # levels of grey, than the paper
_CONTRAST = 50  # levels of grey, of letters and their ground
_MOSTLY = 0.55  # the share of a bar that is its ground
_LEAST_GROUND = 0.2  # ... of each row
_LEAST_LETTERS, _MOST_LETTERS = 0.01, 0.35  # ... and that is letters
_EDGE = 6  # a part of so many of its height

# In millimetres.
_LOW, _HIGH = 3.5, 25.0  # of a bar; letters need some air, and what is higher is a picture
_WIDE = 20.0
_PIECE = 25.0  # a bar is looked at in pieces so wide, since a scan lies askew

_FULL = 0.6  # of a window within a bar, that is dark


def evened(picture: Picture, dpi: float) -> Picture:
    """The picture with its dark bars as light as its paper and the letters on them dark; the picture itself
    where it has none."""
    ink, coarser = ink_of(picture, dpi, _DPI, _DARKER)
    millimetre = dpi / coarser / 25.4
    bars = _bars(ink, round(_LOW * millimetre), round(_HIGH * millimetre), round(_WIDE * millimetre))
    if not bars:
        return picture
    paper, pixels = image.paper(picture), np.array(picture)
    step = round(_PIECE * dpi / 25.4)
    for x0, y0, x1, y1 in bars:
        lefts, end = range(x0 * coarser, x1 * coarser, step), x1 * coarser
        cut = (pixels[y0 * coarser : y1 * coarser, left : min(left + step, end)] for left in lefts)
        pieces = [ground for piece in cut if (ground := _ground(piece, paper)) is not None]
        if pieces and _has_letters(pieces):
            for piece in pieces:
                _even(piece, paper)
    return image.of_pixels(pixels)


def _ground(piece: _Pixels, paper: int) -> _Pixels | None:
    """What of a bar is in a piece of the page; None where it is not of one shade."""
    dark = piece < paper - _DARKER
    left, right = _ends(dark.mean(axis=0) > _MOSTLY)
    top, bottom = _ends(dark[:, left:right].mean(axis=1) > _MOSTLY) if right > left else (0, 0)
    bar = piece[top:bottom, left:right]
    return bar if bar.size and (_off(bar) < _CONTRAST / 2).mean() > _MOSTLY else None


def _off(bar: _Pixels) -> NDArray[np.int16]:
    """How much darker or lighter than the ground of a bar its pixels are."""
    off: NDArray[np.int16] = np.abs(bar.astype(np.int16) - int(np.median(bar)))
    return off


def _has_letters(pieces: Sequence[_Pixels]) -> bool:
    """Whether there are letters on a bar, lighter or darker than it."""
    letters = total = 0
    for bar in pieces:
        edge = len(bar) // _EDGE  # paper is seen there: a scan lies askew
        inner = _off(bar)[edge : len(bar) - edge]
        letters += int((inner > _CONTRAST).sum())
        total += inner.size
    return _LEAST_LETTERS * total < letters < _MOST_LETTERS * total


def _even(bar: _Pixels, paper: int) -> None:
    """Make a piece of a bar light, and the letters on it dark, in place."""
    off = _off(bar)
    inked = np.where(off < _CONTRAST / 2, 0, off) * (paper / max(_CONTRAST, int(np.percentile(off, 99))))
    rows = (off < _CONTRAST / 2).mean(axis=1) > _LEAST_GROUND  # and not those of another shade
    bar[rows] = np.clip(paper - inked, 0, paper)[rows]


def _ends(some: NDArray[np.bool_]) -> tuple[int, int]:
    """Where what is set begins and ends."""
    places = np.nonzero(some)[0]
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)


def _bars(ink: Mask, low: int, high: int, wide: int) -> list[tuple[int, int, int, int]]:
    """The boxes of what is dark throughout and as high as a bar."""
    full = _opened(ink, low, wide)
    out: list[tuple[int, int, int, int]] = []
    for top, bottom in stretches(np.asarray(full.any(axis=1))):
        for left, right in stretches(np.asarray(full[top:bottom].any(axis=0))):
            inside = np.nonzero(full[top:bottom, left:right].any(axis=1))[0]
            y0, y1 = top + int(inside[0]), top + int(inside[-1]) + 1
            if y1 - y0 <= high and right - left >= wide:
                out.append((left, y0, right, y1))
    return out


def _opened(ink: Mask, low: int, wide: int) -> Mask:
    """Where a window of such a height and width lies within ink, but for letters."""
    out = np.zeros_like(ink)
    if ink.shape[0] <= low or ink.shape[1] <= wide:
        return out
    summed = np.pad(np.cumsum(np.cumsum(ink, axis=0, dtype=np.int32), axis=1), ((1, 0), (1, 0)))
    held = summed[low:, wide:] - summed[:-low, wide:] - summed[low:, :-wide] + summed[:-low, :-wide]
    edges = summed[1:, wide:] - summed[:-1, wide:] - summed[1:, :-wide] + summed[:-1, :-wide]
    full = (
        (held >= _FULL * low * wide) & (edges[: len(held)] > _FULL * wide) & (edges[low - 1 :] > _FULL * wide)
    )
    for y, x in zip(*np.nonzero(full), strict=True):
        out[y : y + low, x : x + wide] = True
    return out
