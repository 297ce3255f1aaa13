"""Cutting a stretch of a line out of the picture of its page.

For Tesseract nothing else may be on the cutting. What stands above, below and beside is painted over with
the paper's own grey, word by word, since a scan is askew and lines lie close; and there is a margin around
it all, as it expects of a page. A sliver of another line is read as a line of its own, or keeps this one from
being found.

The network alone (`ocr/glance.py`) takes a word as it stands, and minds only how high: capitals and what
they stand on must be where it is used to see them. A layer's boxes say where that is, each program's in its
own way, and not even on all pages the same; so each page's tall words are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr import image
from ocr.image import Picture
from ocr.page import Word
from ocr.sheet import Box, scaled

_UPRIGHT = 0.2  # of a word's height: what is kept above and below its box
_BESIDE = 0.15  # ... and before the first and after the last word
_MARGIN = 0.3
_LEAST = 8  # pixels
_COARSE = 8  # pixels of a picture across one of those by which its paper is told
_HIGHER, _LOWER = 0.45, 0.6  # what a frame leaves above and below, in heights of a capital
_BEFORE = 0.1  # ... and before and after, in heights of a box
_DARKER = 80  # levels of grey, than the paper
_REACH = 0.4  # of a box's height: how far off it its letters may stand
_TALL, _DEEP = frozenset("bdfhklABCDEFGHIKLMNOPRSTUVWXYZ"), frozenset("gjpqyJQ")
_LEAST_TALL = 3  # letters of a word that tells how a page's letters stand
_ASKED, _LEAST_TOLD = 60, 5  # such words that are looked at; how many have to tell
_EVEN = 0.9  # of the height of its neighbours' boxes together: a box that knows nothing of its own letters
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
class Stance:
    """How a page's letters stand in the boxes that its layer has: where capitals end and what they stand on,
    in heights of a box from its top. Programs differ in it, and pages do."""

    top: float = 0.15
    base: float = 0.92


def stance(picture: Picture, words: Iterable[tuple[str, Box]], scale: float) -> Stance:
    """How the letters stand on a page, as its tall words tell; the usual stance where they are few."""
    told = [edges for edges, _ in _capitals(picture, words, scale)]
    if len(told) < _LEAST_TOLD:
        return Stance()
    tops, bases = zip(*told, strict=True)
    return Stance(median(tops), median(bases))


def capital_height(picture: Picture, words: Iterable[tuple[str, Box]], scale: float) -> float:
    """How many pixels high capitals are, as the tall ones of some words tell; 0 where none does."""
    heights = [(base - top) * high for (top, base), high in _capitals(picture, words, scale)]
    return median(heights) if heights else 0.0


def _capitals(
    picture: Picture, words: Iterable[tuple[str, Box]], scale: float
) -> Iterator[tuple[tuple[float, float], float]]:
    """Where the ink of tall words begins and ends in their boxes, and how many pixels high the boxes are."""
    tall = [scaled(box, scale) for text, box in words if _is_tall(text)]
    pixels = np.asarray(picture)
    dark = image.paper(picture.reduce(_COARSE)) - _DARKER
    for box in tall[:: len(tall) // _ASKED + 1]:
        for edges in _ink(pixels, box, dark):
            yield edges, box[3] - box[1]


def _is_tall(text: str) -> bool:
    """Whether a word reaches from the line up to a capital's height, and no further: "Beslut"."""
    return (
        len(text) >= _LEAST_TALL and text.isalpha() and not _TALL.isdisjoint(text) and _DEEP.isdisjoint(text)
    )


def _ink(pixels: NDArray[np.uint8], box: Box, dark: int) -> Iterator[tuple[float, float]]:
    """Where the ink around a box's middle begins and ends, in its heights; nothing where it goes on or
    there is none."""
    x0, y0, x1, y1 = box
    first = max(0, int(y0 - _REACH * (y1 - y0)))
    last, left, right = (max(0, int(edge)) for edge in (y1 + _REACH * (y1 - y0), x0, x1 + 1))
    around = pixels[first:last, left:right]
    middle = int((y0 + y1) / 2) - first
    if not 0 < middle < len(around):
        return
    empty = around.min(axis=1, initial=255) >= dark
    above, below = np.nonzero(empty[:middle])[0], np.nonzero(empty[middle:])[0]
    if len(above) and len(below):
        top, base = int(above[-1]) + 1, middle + int(below[0])
        if top < base:
            yield (first + top - y0) / (y1 - y0), (first + base - y0) / (y1 - y0)


def upright(rows: Iterable[Sequence[Word]]) -> Iterator[Word]:
    """Words by line, their boxes as high as the line; some layers have them as high as the letters."""
    for row in rows:
        for n, word in enumerate(row):
            x0, y0, x1, y1 = word.box
            beside = [other.box for other in row[max(0, n - 1) : n + 2]]
            top, bottom = min(box[1] for box in beside), max(box[3] for box in beside)
            yield word if y1 - y0 > _EVEN * (bottom - top) else replace(word, box=(x0, top, x1, bottom))


def framed(picture: Picture, boxes: Sequence[Box], stance: Stance, scale: float) -> Picture:
    """The words in `boxes`, side by side in one line, with the room around them that `glance` is used to."""
    high = max(box[3] - box[1] for box in boxes)
    capital = (stance.base - stance.top) * high
    top = min(box[1] for box in boxes) + stance.top * high - _HIGHER * capital
    bottom = max(box[3] for box in boxes) + (stance.base - 1) * high + _LOWER * capital
    left, right = boxes[0][0] - _BEFORE * high, boxes[-1][2] + _BEFORE * high
    x0, y0 = round(left * scale), round(top * scale)
    x1, y1 = max(round(right * scale), x0 + _LEAST), max(round(bottom * scale), y0 + _LEAST)
    inside = max(x0, 0), max(y0, 0), min(x1, picture.width), min(y1, picture.height)
    if inside == (x0, y0, x1, y1):
        return picture.crop(inside)
    out = image.blank((x1 - x0, y1 - y0), image.paper(picture.reduce(_COARSE)))
    if inside[0] < inside[2] and inside[1] < inside[3]:
        out.paste(picture.crop(inside), (inside[0] - x0, inside[1] - y0))
    return out


@dataclass(frozen=True, slots=True)
class Cutting:
    """A part of a page's picture, and where its first pixel lies there."""

    picture: Picture
    left: int
    top: int


def around(boxes: Sequence[Box]) -> Box:
    """The box that holds them all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def cut_line(picture: Picture, box: Box, others: Sequence[Box], scale: float) -> Cutting:
    """A whole line in `box`, with what `others` hold painted over: words of the lines above and below."""
    x0, y0, x1, y1 = scaled(box, scale)
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
