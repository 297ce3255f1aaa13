"""Raised figures, the numbers of footnotes: "värmen.36" with a small 36 above the line.

At its size in the line a raised figure is no letter that any model knows, and comes out as "?", "®" or "**".
Cut out by itself and looked at as if it were of full height it is read well (`ocr/glance.py`): on 48 worn
pages of risk analyses 15 of about 25 are read with a confidence of 0.95 or more, all of them rightly. Only
signs that no word ends with are looked at, and only where the ink at the word's end stands above the line. A
quotation mark does so as well and looks like nines, so a single figure must be read all but certainly.

The notes themselves begin with such a figure, which is read as another ("5" for 15, "!6"). What heads a line
and stands above the foot of the word behind it is looked at in the same way.
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
from ocr.page import Word, lines_of
from ocr.sheet import Box, scaled

# "värmen.?°", "nivå*", "förmåga.®", "samhället.2°"; a hyphen is none
_TAIL = re.compile(r"(?P<tail>(?:(?<=[.])\d)?[^\w\s.,:;()\-–—]+\d*)$")
_HEAD = re.compile(r"[^\w\s()•●–-]{0,2}[\dIlSO]{0,3}[^\w\s()•●–-]{0,2}")  # "15", "!6", "*"
_FIGURES = re.compile(r"\d{1,3}")
_QUOTES = frozenset("”’\"'")  # they look as nines do
_SURE, _SURE_OF_ONE = 0.95, 0.99
_LEAST_WORD = 2  # letters before it
_LEAST_LINE = 3  # words of a line that one may head

# In heights of a word's box.
_OVER, _UNDER, _BESIDE = 0.25, 0.1, 0.35  # how far its ink is looked for around the box
_RAISED = 0.28  # above the foot of the word
_LEAST_WIDE = 0.12
_DARK = 0.45  # of the darkest: what is ink
_LEAST_DARK = 40  # levels of grey, than the paper
_FULL_HEIGHT = Stance(0.0, 1.0)


def raised(picture: Picture, text: str, words: Sequence[Word], scale: float) -> tuple[Change, ...]:
    """The raised figures that a text has other signs for, as ledger lines for it.

    `scale` says how many pixels of the picture the unit of the words' boxes has. Nothing is found where
    onnxruntime is missing.
    """
    paper = image.paper(picture)
    found: list[tuple[int, int, Picture]] = []
    for line in lines_of(text, words):
        head = _at_head(picture, paper, text, line, scale)
        for word in line:
            shown = text[word.span.start : word.span.end]
            tail = _TAIL.search(shown)
            boxes: Iterator[Box] = iter(())
            at = word.span.start
            if head and word is line[0]:
                boxes = iter((head,))
            elif tail and tail.start() >= _LEAST_WORD and shown[0].isalpha():
                boxes = _above_the_line(picture, paper, scaled(word.box, scale))
                at += tail.start()
            for box in boxes:
                found.append((at, word.span.end, framed(picture, [box], _FULL_HEIGHT, 1.0)))
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


def _at_head(picture: Picture, paper: int, text: str, line: Sequence[Word], scale: float) -> Box | None:
    """The box of the figures that head a line, if they stand above the foot of the word behind them."""
    if len(line) < _LEAST_LINE or not _HEAD.fullmatch(text[slice(*line[0].span)]):
        return None
    first, second = (scaled(word.box, scale) for word in line[:2])
    shown = text[slice(*line[1].span)]
    high = second[3] - second[1]
    if not shown[0].isalpha() or not 0 <= second[0] - first[2] < high:
        return None
    box = (first[0] - _OVER * high, second[1] - _OVER * high, second[0] - 1, second[3])
    figures, word = _inked(picture, paper, box), _inked(picture, paper, second)
    if figures is None or word is None or figures[3] > word[3] - _RAISED * high:
        return None
    return figures


def _inked(picture: Picture, paper: int, box: Box) -> Box | None:
    """The box of the ink within a box."""
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    right, bottom = min(picture.width, int(box[2])), min(picture.height, int(box[3]))
    if right <= left or bottom <= top:
        return None
    dark = paper - np.asarray(picture.crop((left, top, right, bottom)), dtype=np.int16)
    down, across = np.nonzero(dark > max(_DARK * int(dark.max()), _LEAST_DARK))
    if not len(down):
        return None
    return (
        left + int(across.min()),
        top + int(down.min()),
        left + int(across.max()) + 1,
        top + int(down.max()) + 1,
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
