"""Words that were read where the text layer had none, put in their place in its text.

What stands beside words of the layer joins their line, and what stands alone becomes a line below the one
that it stands under. Each is a ledger line that takes nothing away, so that undoing it gives the layer back;
its words keep the boxes in which they were read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from ocr.crops import around
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.misread import with_signs
from ocr.page import Word, lines_of
from ocr.sheet import Box, Seen, Sheet
from ocr.spans import Span
from ocr.tesseract import PageRead

_REASON = "the layer has nothing here; read from the image"
_SURE, _SURE_ALONE = 0.75, 0.85  # a line's words on the average; a word that no list knows, or a number
_LEAST = 0.4  # of each word
_SAME_LINE = 0.5  # the share of its height that a word has in common with a line it belongs to
_SPECK = re.compile(r"[^\w$&]+|_+")  # "|", "—"; no word, nor the $ that a § is read as


@dataclass(frozen=True, slots=True)
class Line:
    """Words that were read in a row, each with its text; boxes in the page's unit."""

    words: tuple[tuple[str, Word], ...]

    @property
    def box(self) -> Box:
        return around([word.box for _, word in self.words])


def believed(read: PageRead) -> Iterator[Line]:
    """The lines of a reading that may be believed, less specks at their ends."""
    for row in lines_of(read.text, read.words):
        words = [(read.text[w.span.start : w.span.end], w) for w in row]
        while words and _is_speck(*words[0]):
            words.pop(0)
        while words and _is_speck(*words[-1]):
            words.pop()
        if words and _is_sure(words):
            yield Line(tuple(words))


def _is_speck(text: str, word: Word) -> bool:
    return _SPECK.fullmatch(text) is not None or word.confidence < _LEAST


def _is_sure(words: Sequence[tuple[str, Word]]) -> bool:
    """Whether a line is read well enough: a number by itself, or words that no list knows, more surely."""
    if min(word.confidence for _, word in words) < _LEAST:
        return False
    known = lexicon().words
    plain = [text.strip(".,:;()”").lower() for text, _ in words]
    sure = fmean(word.confidence for _, word in words)
    if any(len(text) > 2 and text in known for text in plain):
        return sure >= _SURE
    return sure >= _SURE_ALONE and any(text.isdigit() or len(text) > 2 for text in plain)


def put_in(sheet: Sheet, ledger: Sequence[Change], lines: Sequence[Line]) -> list[Seen]:
    """The ledger lines that put these lines into the sheet's text."""
    rows = [tuple(row) for row in lines_of(sheet.text, sheet.words)]
    beside: defaultdict[int, list[tuple[str, Word]]] = defaultdict(list)  # by place in the raw text
    below: defaultdict[int, list[Line]] = defaultdict(list)
    before: set[int] = set()
    for line in lines:
        if row := _row_of(line, rows):
            after = [word for word in row if word.box[2] <= line.box[0] + _air(word)]
            place = after[-1].span.end if after else row[0].span.start
            beside[place] += line.words
            if not after:
                before.add(place)
        elif rows:
            below[_row_above(line, rows)[-1].span.end].append(line)
    taken = [c for c in ledger if c.state == "applied"]
    out: list[Seen] = []
    for place in sorted({*beside, *below}):
        if any(c.start < place < c.end for c in taken):
            continue
        found = sorted(beside[place], key=lambda pair: pair[1].box[0])
        pieces = [found] if found else []
        out.append(_insertion(place, [*pieces, *_in_rows(below[place])], bool(found), place in before))
    return out


def _air(word: Word) -> float:
    return 0.3 * (word.box[3] - word.box[1])


def _row_of(line: Line, rows: Sequence[Sequence[Word]]) -> Sequence[Word] | None:
    """The line of the layer that a read line is part of: the one of the nearest word at its height."""
    left, top, right, bottom = line.box
    nearest: tuple[float, Sequence[Word]] | None = None
    for row in rows:
        for word in row:
            x0, y0, x1, y1 = word.box
            shared = min(bottom, y1) - max(top, y0)
            if shared < _SAME_LINE * min(bottom - top, y1 - y0) or shared <= 0:
                continue
            gap = max(x0 - right, left - x1)
            if nearest is None or gap < nearest[0]:
                nearest = gap, row
    return nearest[1] if nearest else None


def _row_above(line: Line, rows: Sequence[Sequence[Word]]) -> Sequence[Word]:
    """The line of the layer that a read line stands under; the first one where it stands above all."""
    left, top, right, bottom = line.box
    middle = (top + bottom) / 2

    def height(row: Sequence[Word]) -> tuple[bool, float]:
        over = row[0].box[0] < right and row[-1].box[2] > left
        return over, max(word.box[3] for word in row)

    above = [row for row in rows if (min(w.box[1] for w in row) + max(w.box[3] for w in row)) / 2 < middle]
    return max(above, key=height) if above else rows[0]


def _in_rows(lines: Sequence[Line]) -> Iterator[list[tuple[str, Word]]]:
    """Lines from the top down, those at the same height as one."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]):
        if row:
            top, bottom = row[-1].box[1], row[-1].box[3]
            shared = min(bottom, line.box[3]) - max(top, line.box[1])
            if shared < _SAME_LINE * min(bottom - top, line.box[3] - line.box[1]):
                yield _from_the_left(row)
                row = []
        row.append(line)
    if row:
        yield _from_the_left(row)


def _from_the_left(row: Sequence[Line]) -> list[tuple[str, Word]]:
    return [pair for line in sorted(row, key=lambda line: line.box[0]) for pair in line.words]


def _insertion(
    place: int, rows: Sequence[Sequence[tuple[str, Word]]], is_beside: bool, is_before: bool
) -> Seen:
    """The ledger line that puts rows of words at a place; the first one may join the line that is there."""
    out: list[str] = []
    words: list[Word] = []
    at = 0
    for n, row in enumerate(rows):
        for k, (text, word) in enumerate(_with_signs(row)):
            gap = "" if is_before and not n and not k else " " if k or (is_beside and not n) else "\n"
            start = at + len(gap)
            at = start + len(text)
            out += (gap, text)
            words.append(replace(word, span=Span(start, at)))
    if is_before:
        out.append(" ")
    sure = round(fmean(word.confidence for word in words), 4)
    after = "".join(out)
    change = Change(place, place, "", after, sure, "image", "applied", ((after, sure),), _REASON)
    return Seen(change, tuple(words))


def _with_signs(row: Sequence[tuple[str, Word]]) -> list[tuple[str, Word]]:
    """The row with the § that the Swedish model does not know, where nothing else can be meant."""
    mended = with_signs(" ".join(text for text, _ in row)).split(" ")
    if len(mended) != len(row):
        return list(row)
    return [(text, word) for text, (_, word) in zip(mended, row, strict=True)]
