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

from rapidfuzz import fuzz, process

from ocr.familiar import FLAT
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.misread import with_signs
from ocr.page import Word, lines_of
from ocr.repair import Repaired
from ocr.sheet import Box, Seen, Sheet
from ocr.spans import Span
from ocr.tesseract import PageRead

_REASON = "a line that leader dots ruined"
_SHARE = 0.5
_MOSTLY = 0.5  # of a word's width
_LETTER = re.compile(r"[^\W_]")
_NOISE = re.compile(r"[a-zA-Z]{9,}|(?:[a-zA-Z]{1,5}[ .]){3}")  # what dots become fills a good part of a line
_SURE = 0.8  # of the words on the average
_SURE_NUMBER = 0.7
_LEAST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = 200  # times that a word was counted; what dots become is rarely a common one
_SAME, _MOST_LOST = 70, 0.2  # of 100, that two readings of a word have in common; the share of a line's words
_LAST_DOTS = re.compile(r"(?<=\w)[.,]+(?=\s+\d{1,4}$)")  # "förskola. 38": the first of the dots


def has_noise(repair: Repaired) -> bool:
    """Whether there may be leader dots on a page, or what became of them."""
    return "...." in repair.raw or any(map(_is_noise, repair.ledger))


def noisy_lines(
    sheet: Sheet, repair: Repaired, dots: Sequence[Box]
) -> Iterator[tuple[Change, tuple[Word, ...]]]:
    """The lines with what the ledger calls noise, or with words where the page has `dots`, as doubts about
    themselves, each with its words."""
    noise = [c for c in repair.ledger if _is_noise(c)]
    for row in lines_of(sheet.text, sheet.words):
        span = Span(row[0].span.start, row[-1].span.end)
        if any(c.start < span.end and c.end > span.start for c in noise) or any(
            _LETTER.search(sheet.text, *word.span) and _is_over(word.box, dots) for word in row
        ):
            shown = sheet.text[span.start : span.end]
            doubt = Change(*span, shown, shown, _SHARE, "channel", "left", ((shown, _SHARE),), _REASON)
            yield doubt, tuple(row)


def _is_over(box: Box, dots: Sequence[Box]) -> bool:
    """Whether most of a word's width is leader dots."""
    x0, y0, x1, y1 = box
    reach = [(max(x0, a), min(x1, c)) for a, b, c, d in dots if b < y1 and d > y0]
    return max((right - left for left, right in reach), default=0.0) > _MOSTLY * (x1 - x0)


def line_read(doubt: Change, read: PageRead) -> Seen | None:
    """The line as it was read in the image; None where Tesseract is not sure of it."""
    words = max(lines_of(read.text, read.words), key=len, default=[])
    shown = [read.text[word.span.start : word.span.end] for word in words]
    numbers = [
        word.confidence
        for word, text in zip(words, shown, strict=True)
        if any(map(str.isdigit, text)) and len(text) > 1
    ]
    if len(words) < _LEAST_WORDS or min(numbers, default=1.0) < _SURE_NUMBER:
        return None
    sure = round(fmean(word.confidence for word in words), 4)
    after = with_signs(_LAST_DOTS.sub("", " ".join(shown)))
    pieces = list(re.finditer(r"\S+", after))
    if sure < _SURE or after == doubt.before or len(pieces) != len(words) or _loses(doubt.before, after):
        return None
    line = replace(
        doubt, after=after, confidence=sure, maker="image", state="applied",
        candidates=((after, sure), (doubt.before, round(1 - sure, 4))),
        reason=f"{_REASON}, read from the image",
    )  # fmt: skip
    placed = (replace(w, span=Span(*m.span())) for w, m in zip(words, pieces, strict=True))
    return Seen(line, tuple(placed))


def _loses(before: str, after: str) -> bool:
    """Whether words of the layer are missing: a cell of a table has two lines beside the one of the next."""
    have = [word.translate(FLAT).lower() for word in _WORD.findall(after)]
    known = lexicon().words
    words = [
        word.lower()
        for word in _WORD.findall(before)
        if (counts := known.get(word.lower())) and counts.lower > _COMMON
    ]
    lost = sum(not process.extractOne(w, have, scorer=fuzz.ratio, score_cutoff=_SAME) for w in words)
    return lost > 1 + _MOST_LOST * len(words)


def _is_noise(change: Change) -> bool:
    return change.state == "left" and "dots" in change.reason and _NOISE.search(change.before) is not None
