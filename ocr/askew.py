"""Pages that were fed askew: by how much, and the same page straight.

Tesseract reads a page that is turned by one degree noticeably worse, by two much worse. How far a page is
turned shows in how its ink gathers in rows: seen along the lines of text there are rows full of ink and rows
without any, seen a little beside them there are neither. Words get their boxes back where they are on the
page.
"""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin, tan

import numpy as np

from ocr import image
from ocr.image import Picture
from ocr.ink import ink_of
from ocr.sheet import Box
from ocr.tesseract import PageRead

_DPI = 75.0
_DARKER = 50  # levels of grey, than the paper
_MOST, _STEP = 6.0, 0.2  # degrees
_LEAST = 0.6  # less is read as well
_LEAST_INK, _MOST_INK = 500, 0.3  # pixels; the share of a page, of which a picture has more
_CLEARER = 1.05  # how much clearer the rows must be than those of the page as it lies


def turned_by(picture: Picture, dpi: float) -> float:
    """By how many degrees to turn a page against the clock to have it straight; 0 where it is, or nearly."""
    ink, _ = ink_of(picture, dpi, _DPI, _DARKER)
    ys, xs = np.nonzero(ink)
    if len(ys) < _LEAST_INK or len(ys) > _MOST_INK * ink.size:
        return 0.0
    angles = np.arange(-_MOST, _MOST + _STEP / 2, _STEP)
    clear = [_clearness(xs, ys, float(angle)) for angle in angles]
    best = int(np.argmax(clear))
    angle = float(angles[best])
    is_edge = best in (0, len(clear) - 1)
    if is_edge or abs(angle) < _LEAST or clear[best] < _CLEARER * _clearness(xs, ys, 0.0):
        return 0.0
    return round(angle, 2)


def _clearness(xs: np.ndarray, ys: np.ndarray, angle: float) -> float:
    """How unevenly ink is spread over the rows of a page that is turned by `angle`."""
    rows = np.round(ys - xs * tan(radians(angle))).astype(np.int64)
    counts = np.bincount(rows - rows.min())
    return float(np.square(counts, dtype=np.float64).sum())


def straightened(picture: Picture, angle: float) -> Picture:
    return image.turned(picture, angle) if angle else picture


def as_it_lay(found: PageRead, picture: Picture, angle: float) -> PageRead:
    """A reading of a straightened picture with its boxes where they are on the page as it lies."""
    if not angle:
        return found
    words = tuple(replace(word, box=_back(word.box, picture, angle)) for word in found.words)
    return replace(found, words=words)


def _back(box: Box, picture: Picture, angle: float) -> Box:
    """A box whose middle is turned back around the middle of the picture."""
    x0, y0, x1, y1 = box
    across, down = picture.width / 2, picture.height / 2
    x, y = (x0 + x1) / 2 - across, (y0 + y1) / 2 - down
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y = x * c - y * s + across, x * s + y * c + down
    half, high = (x1 - x0) / 2, (y1 - y0) / 2
    return x - half, y - high, x + half, y + high
