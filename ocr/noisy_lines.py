"""Lines of a contents page that leader dots ruined, read anew from the image.

"Öka den politiska representationen ........ 28" comes out of the wrong model as "Oka den politiska
representationen cock cccascnscscoseest 28", or as nothing that resembles it. There is no word to mend in such
a line; it is cut out as a whole, its dots painted over (`ocr/leaders.py`), and put in the place of what the
layer has, where Tesseract is sure of every number and of the words on the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from ocr.ledger import Change
from ocr.misread import with_signs
from ocr.page import Word
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.spans import Span
from ocr.tesseract import PageRead

_REASON = "a line that leader dots ruined"
_SHARE = 0.5
_NOISE = re.compile(r"[a-zA-Z]{9,}|(?:[a-zA-Z]{1,5}[ .]){3}")  # what dots become fills a good part of a line
_SURE = 0.8  # of the words on the average
_SURE_NUMBER = 0.7
_LEAST_WORDS = 2
_LAST_DOTS = re.compile(r"(?<=\w)[.,]+(?=\s+\d{1,4}$)")  # "förskola. 38": the first of the dots


def noisy_lines(sheet: Sheet, repair: Repaired) -> Iterator[tuple[Change, tuple[Word, ...]]]:
    """The lines with what the ledger calls noise, as doubts about themselves, each with its words."""
    noise = [c for c in repair.ledger if c.state == "left" and _is_noise(c) and _NOISE.search(c.before)]
    if not noise:
        return
    for words in _lines(sheet):
        span = Span(words[0].span.start, words[-1].span.end)
        if any(c.start < span.end and c.end > span.start for c in noise):
            shown = sheet.text[span.start : span.end]
            yield Change(*span, shown, shown, _SHARE, "channel", "left", ((shown, _SHARE),), _REASON), words


def is_line(doubt: Change) -> bool:
    """Whether a doubt is about a whole line."""
    return doubt.reason == _REASON


def line_read(doubt: Change, read: PageRead) -> Change:
    """The doubt after a look at the image: the line as it was read there, or as it was."""
    words = max(_rows(read), key=len, default=())
    shown = [read.text[word.span.start : word.span.end] for word in words]
    numbers = [
        word.confidence
        for word, text in zip(words, shown, strict=True)
        if any(map(str.isdigit, text)) and len(text) > 1
    ]
    if len(words) < _LEAST_WORDS or min(numbers, default=1.0) < _SURE_NUMBER:
        return doubt
    sure = round(fmean(word.confidence for word in words), 4)
    after = with_signs(_LAST_DOTS.sub("", " ".join(shown)))
    if sure < _SURE or after == doubt.before:
        return doubt
    return replace(
        doubt, after=after, confidence=sure, maker="image", state="applied",
        candidates=((after, sure), (doubt.before, round(1 - sure, 4))),
        reason=f"{_REASON}, read from the image",
    )  # fmt: skip


def _is_noise(change: Change) -> bool:
    return "dots" in change.reason


def _lines(sheet: Sheet) -> Iterator[tuple[Word, ...]]:
    return _parted(sheet.text, sheet.words)


def _rows(read: PageRead) -> Iterator[tuple[Word, ...]]:
    return _parted(read.text, read.words)


def _parted(text: str, words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    line: list[Word] = []
    for word in words:
        if line and "\n" in text[line[-1].span.end : word.span.start]:
            yield tuple(line)
            line = []
        line.append(word)
    if line:
        yield tuple(line)
