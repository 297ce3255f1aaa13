"""Rows of strokes that end an item of a protocol: "- - - - -", alone on their line.

No model of Tesseract's takes them for print, so they are in no layer and in no reading of a page. They are
found as the only ink of a line, low and with white above and below. Strokes of a row are as long as each
other and stand as far apart; a dashed rule has more of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.image import Picture
from ocr.ink import ink_of, stretches
from ocr.overlooked import Line
from ocr.page import Word, lines_of
from ocr.sheet import POINTS_PER_INCH, Box, scaled
from ocr.spans import Span
from ocr.tesseract import PageRead

STROKE = "-"
_SURE = 0.95
_FEWEST, _MOST = 3, 12  # strokes of a row

# In millimetres.
_EDGE = 8.0  # of a page, where a scan may be dark
_THICK = 1.6  # a row at most; it may lie askew
_WHITE = 1.2  # above and below it
_SHORT, _LONG = 0.7, 4.5  # a stroke
_HIGH, _DEEP = 2.2, 0.7  # of a line of print above and below its strokes

_UNEVEN = 1.4  # the longest stroke to the shortest, and the gaps
_LEAST_GAP = 0.35  # of a stroke's length
_DPI = 150.0
_DARKER = 50  # levels of grey, than the paper


def strokes(picture: Picture, dpi: float) -> list[list[Box]]:
    """The rows of strokes on a page, from the top down, each stroke's box in the picture's pixels."""
    ink, coarser = ink_of(picture, dpi, _DPI, _DARKER)
    millimetre = dpi / coarser / 25.4
    edge, above, below = (round(part * millimetre) for part in (_EDGE, _HIGH, _DEEP))
    inside = ink[:, edge : ink.shape[1] - edge]
    found: list[list[Box]] = []
    inked: NDArray[np.bool_] = np.any(inside, axis=1)
    for top, foot in _bands(inked, _THICK * millimetre, _WHITE * millimetre):
        columns: NDArray[np.bool_] = np.any(inside[top:foot], axis=0)
        row = stretches(columns)
        if _is_even(row, millimetre) and all(_is_flat(inside[top:foot, a:b]) for a, b in row):
            middle = (top + foot) // 2
            high, deep = (middle - above) * coarser, (middle + below) * coarser
            found.append([((edge + a) * coarser, high, (edge + b) * coarser, deep) for a, b in row])
    return found


def _bands(inked: NDArray[np.bool_], thick: float, white: float) -> Iterator[tuple[int, int]]:
    """The inked rows of pixels that are so few and have so much white above and below."""
    bands = [(-len(inked), -len(inked)), *stretches(inked), (2 * len(inked), 2 * len(inked))]
    for before, band, after in zip(bands, bands[1:], bands[2:], strict=False):
        if band[1] - band[0] <= thick and min(band[0] - before[1], after[0] - band[1]) >= white:
            yield band


def _is_even(row: Sequence[tuple[int, int]], millimetre: float) -> bool:
    """Whether strokes are as long as each other and stand as far apart, give or take a pixel."""
    if not _FEWEST <= len(row) <= _MOST:
        return False
    longs = [end - start for start, end in row]
    gaps = [after[0] - before[1] for before, after in pairwise(row)]
    return (
        _SHORT * millimetre <= min(longs)
        and max(longs) <= min(_LONG * millimetre, _UNEVEN * min(longs) + 1)
        and max(gaps) <= min(_LONG * millimetre, _UNEVEN * min(gaps) + 1)
        and min(gaps) >= _LEAST_GAP * max(longs)
    )


def _is_flat(stroke: NDArray[np.bool_]) -> bool:
    """Whether what is inked is a stroke, and no star or bullet: less than half as high as it is long."""
    high, long = np.count_nonzero(stroke.any(axis=1)), stroke.shape[1]
    return bool(2 * high <= long + 1)


def stroke_lines(picture: Picture, dpi: float, taken: Sequence[Box]) -> Iterator[Line]:
    """The rows of strokes on a page that lie under nothing of what was read there, in its points."""
    scale = POINTS_PER_INCH / dpi
    for row in strokes(picture, dpi):
        boxes = [scaled(box, scale) for box in row]
        if not any(_is_over(box, boxes) for box in taken):
            yield Line(tuple((STROKE, Word(Span(0, 1), box, _SURE, "read")) for box in boxes))


def with_strokes(picture: Picture, dpi: float, read: PageRead) -> PageRead:
    """A reading with the rows of strokes that are in its picture, each below what it stands under."""
    for row in strokes(picture, dpi):
        if read.words and not any(_is_over(word.box, row) for word in read.words):
            read = _put_in(row, read)
    return read


def _put_in(row: Sequence[Box], read: PageRead) -> PageRead:
    lines = list(lines_of(read.text, read.words))
    above = [line for line in lines if max(word.box[3] for word in line) <= row[0][3]]
    lowest = max(above, key=lambda line: max(word.box[3] for word in line), default=None)
    at = lowest[-1].span.end if lowest else 0
    shown = " ".join(STROKE for _ in row)
    before, after = ("\n", "") if lowest else ("", "\n")
    start = at + len(before)
    new = [Word(Span(start + 2 * n, start + 2 * n + 1), box, _SURE, "read") for n, box in enumerate(row)]
    longer = len(before + shown + after)
    late = [
        replace(word, span=Span(word.span.start + longer, word.span.end + longer))
        for word in read.words
        if word.span.start >= at
    ]
    early = [word for word in read.words if word.span.start < at]
    text = read.text[:at] + before + shown + after + read.text[at:]
    return PageRead(text, (*early, *new, *late))


def _is_over(box: Box, row: Sequence[Box]) -> bool:
    """Whether a word lies where the strokes do."""
    x0, y0, x1, y1 = box
    middle = row[0][3] - (row[0][3] - row[0][1]) * _DEEP / (_HIGH + _DEEP)
    return x0 < row[-1][2] and x1 > row[0][0] and y0 < middle < y1
