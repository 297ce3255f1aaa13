"""Raised figures, the numbers of footnotes: "värmen.36" with a small 36 above the line.

At its size in the line a raised figure is no letter that any model knows, and comes out as "?", "®" or "**".
Cut out by itself and looked at as if it were of full height it is read well (`ocr/glance.py`): on 48 worn
pages of risk analyses 15 of about 25 are read with a confidence of 0.95 or more, all of them rightly. Only
signs that no word ends with are looked at, and only where the ink at the word's end stands above the line. A
quotation mark does so as well and looks like nines, so a single figure must be read all but certainly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ocr import glance, image
from ocr.crops import Stance, framed
from ocr.errors import MissingDependency
from ocr.image import Picture
from ocr.ledger import Change
from ocr.page import Word
from ocr.sheet import Box, scaled

# "värmen.?°", "nivå*", "förmåga.®", "samhället.2°"; a hyphen is none
_TAIL = re.compile(r"(?P<tail>(?:(?<=[.])\d)?[^\w\s.,:;()\-–—]+\d*)$")
_FIGURES = re.compile(r"\d{1,3}")
_QUOTES = frozenset("”’\"'")  # they look as nines do
_SURE, _SURE_OF_ONE = 0.95, 0.99
_LEAST_WORD = 2  # letters before it

# In heights of a word's box.
_OVER, _UNDER, _BESIDE = 0.25, 0.1, 0.35  # how far its ink is looked for around the box
_RAISED = 0.28  # above the foot of the word
_LEAST_WIDE = 0.12
_DARK = 0.45  # of the darkest: what is ink
_FULL_HEIGHT = Stance(0.0, 1.0)


def raised(picture: Picture, text: str, words: Sequence[Word], scale: float) -> tuple[Change, ...]:
    """The raised figures that a text has other signs for, as ledger lines for it.

    `scale` says how many pixels of the picture the unit of the words' boxes has. Nothing is found where
    onnxruntime is missing.
    """
    paper = image.paper(picture)
    found: list[tuple[int, int, Picture]] = []
    for word in words:
        shown = text[word.span.start : word.span.end]
        tail = _TAIL.search(shown)
        if tail and tail.start() >= _LEAST_WORD and shown[0].isalpha():
            x0, y0, x1, y1 = scaled(word.box, scale)
            for box in _above_the_line(picture, paper, (x0, y0, x1, y1)):
                cutting = framed(picture, [box], _FULL_HEIGHT, 1.0)
                found.append((word.span.start + tail.start(), word.span.end, cutting))
    if not found:
        return ()
    try:
        read = glance.read([cutting for _, _, cutting in found], [()] * len(found))
    except MissingDependency:  # the page is read all the same
        return ()
    return tuple(
        _change(text, start, end, seen.text, seen.words[0].confidence)
        for (start, end, _), seen in zip(found, read, strict=True)
        if _FIGURES.fullmatch(seen.text)
        and (set(seen.text) != {"9"} or _QUOTES.isdisjoint(text[start:end]))
        and seen.words[0].confidence >= (_SURE if len(seen.text) > 1 else _SURE_OF_ONE)
        and text[start:end] != seen.text
    )


def _above_the_line(picture: Picture, paper: int, box: Box) -> Iterator[Box]:
    """The box of the ink at a word's end that stands above its foot, if there is any."""
    x0, y0, x1, y1 = box
    high = y1 - y0
    left, top = max(0, int(x0)), max(0, int(y0 - _OVER * high))
    right, bottom = (
        min(picture.width, int(x1 + _BESIDE * high)),
        min(picture.height, int(y1 + _UNDER * high)),
    )
    if right <= left or bottom <= top:
        return
    dark = paper - np.asarray(picture.crop((left, top, right, bottom)), dtype=np.int16)
    ink = dark > _DARK * int(dark.max())
    feet = _feet(ink)
    inked = np.nonzero(feet >= 0)[0]
    if not len(inked):
        return
    line = float(np.percentile(feet[inked], 70)) - _RAISED * high
    end = first = int(inked[-1]) + 1
    while first and feet[first - 1] < line:
        first -= 1
    columns = np.nonzero(feet[first:end] >= 0)[0]
    if len(columns) < _LEAST_WIDE * high or not first:
        return
    first += int(columns[0])
    rows = np.nonzero(ink[:, first:end].any(axis=1))[0]
    yield left + first, top + int(rows[0]), left + end, top + int(rows[-1]) + 1


def _feet(ink: NDArray[np.bool_]) -> NDArray[np.int_]:
    """The lowest ink of each column; -1 where there is none."""
    rows = np.arange(len(ink))[:, None]
    feet: NDArray[np.int_] = np.where(ink, rows, -1).max(axis=0)
    return feet


def _change(text: str, start: int, end: int, figures: str, sure: float) -> Change:
    before = text[start:end]
    candidates = ((figures, sure), (before, round(1 - sure, 4)))
    told = "a raised figure, read from the image"
    return Change(start, end, before, figures, sure, "image", "applied", candidates, told)
