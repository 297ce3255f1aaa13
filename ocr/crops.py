"""Cutting a stretch of a line out of the picture of its page, so that nothing else is on the cutting.

What stands above, below and beside is painted over with the paper's own grey, word by word, since a scan is
askew and lines lie close; and there is a margin around it all, as Tesseract expects of a page. A sliver of
another line is read as a line of its own, or keeps this one from being found.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr import image
from ocr.image import Picture
from ocr.sheet import Box

_UPRIGHT = 0.2  # of a word's height: what is kept above and below its box
_BESIDE = 0.15  # ... and before the first and after the last word
_MARGIN = 0.3
_LEAST = 8  # pixels


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


def _within(place: float, most: int) -> int:
    return max(0, min(int(place), most))
