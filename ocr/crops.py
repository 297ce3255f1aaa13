"""Cutting a stretch of a line out of the picture of its page, so that nothing else is on the cutting.

What stands above, below and beside is painted over with the paper's own grey, word by word, since a scan is
askew and lines lie close; and there is a margin around it all, as Tesseract expects of a page. A sliver of
another line is read as a line of its own, or keeps this one from being found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr import image
from ocr.image import Picture
from ocr.sheet import Box

_UPRIGHT = 0.2  # of a word's height: what is kept above and below its box
_BESIDE = 0.15  # ... and before the first and after the last word
_MARGIN = 0.3
_LEAST = 8  # pixels
_LINE_AIR = 2.0  # points around a line


def cut(picture: Picture, boxes: Sequence[Box], scale: float) -> Picture:
    """The words in `boxes`, side by side in one line; `scale` says how many pixels their unit has."""
    tallest = max(box[3] - box[1] for box in boxes)
    left = _within((boxes[0][0] - tallest * _BESIDE) * scale, picture.width - _LEAST)
    right = _within((boxes[-1][2] + tallest * _BESIDE) * scale + 1, picture.width)
    top = _within((min(b[1] for b in boxes) - tallest * _UPRIGHT) * scale, picture.height - _LEAST)
    bottom = _within((max(b[3] for b in boxes) + tallest * _UPRIGHT) * scale + 1, picture.height)
    right, bottom = max(right, left + _LEAST), max(bottom, top + _LEAST)
    margin = int(tallest * scale * _MARGIN)
    paper = image.paper(picture.crop((left, top, right, bottom)))
    out = image.blank((right - left + 2 * margin, bottom - top + 2 * margin), paper)
    start = left
    for n, box in enumerate(boxes):
        end = right if n + 1 == len(boxes) else int((box[2] + boxes[n + 1][0]) / 2 * scale)
        air = (box[3] - box[1]) * _UPRIGHT
        upper = max(top, int((box[1] - air) * scale))
        lower = min(bottom, int((box[3] + air) * scale) + 1)
        if end > start and lower > upper:
            piece = picture.crop((start, upper, end, lower))
            out.paste(piece, (start - left + margin, upper - top + margin))
            start = end
    return out


@dataclass(frozen=True, slots=True)
class Cutting:
    """A part of a page's picture, and where its first pixel lies there."""

    picture: Picture
    left: int
    top: int


def cut_line(picture: Picture, box: Box, others: Sequence[Box], scale: float) -> Cutting:
    """A whole line in `box`, with what `others` hold painted over: words of the lines above and below."""
    x0, y0, x1, y1 = (edge * scale for edge in box)
    air = max(_LINE_AIR * scale, (y1 - y0) * _UPRIGHT)
    left, right = _within(x0 - air, picture.width - _LEAST), _within(x1 + air + 1, picture.width)
    top, bottom = _within(y0 - air, picture.height - _LEAST), _within(y1 + air + 1, picture.height)
    piece = picture.crop((left, top, max(right, left + _LEAST), max(bottom, top + _LEAST)))
    paper = image.paper(piece)
    for a, b, c, d in others:
        if a * scale < right and c * scale > left and b * scale < bottom and d * scale > top:
            piece.paste(
                paper, _inside(piece, a * scale - left, b * scale - top, c * scale - left, d * scale - top)
            )
    margin = int((bottom - top) * _MARGIN)
    out = image.blank((piece.width + 2 * margin, piece.height + 2 * margin), paper)
    out.paste(piece, (margin, margin))
    return Cutting(out, left - margin, top - margin)


def _inside(piece: Picture, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int, int, int]:
    return max(0, int(x0)), max(0, int(y0)), min(piece.width, int(x1) + 1), min(piece.height, int(y1) + 1)


def _within(place: float, most: int) -> int:
    return max(0, min(int(place), most))
