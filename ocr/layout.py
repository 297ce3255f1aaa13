"""Reading order where a page's own order is not it: columns that were written straight across.

A PDF holds its text in the order in which a program wrote it. That is nearly always the order to read it in,
and pages are left as they are unless there is strong evidence: a gutter through many lines in a row, with
prose on both sides of it. A table looks the same from afar and must be read across, so pdfplumber, which
knows the ruled lines of a page, is asked before anything is moved. It takes forty times as long as reading
the page, hence only then; it is imported then, too.

A recogniser that took a page for columns may have put what stands on the left before the page head, number
and all. Lines in the middle of a text that stand above everything before them belong in front of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.page import Word, lines_of
from ocr.pdf import Document
from ocr.sheet import Sheet
from ocr.source import file_of
from ocr.spans import Span

_LEAST_GAP = 12.0  # points; blanks between words are 2 to 5, also in justified text nearly always under 10
_LEAST_GUTTER = 6.0  # points that all the lines' gaps have in common
_LEAST_LINES = 8  # that the gutter parts
_LEAST_WORDS = 3.0  # a line on either side, on average: cells of tables hold fewer
_LEAST_WIDTH = 0.25  # of the page's, for a column


@dataclass(frozen=True, slots=True)
class Gutter:
    """White between two columns: its left and right edge in points, and the lines it goes through."""

    left: float
    right: float
    first: int
    last: int


def ordered(document: Document, sheet: Sheet) -> Sheet:
    """The sheet with its lines in reading order; the sheet itself where they are so already."""
    lines = list(lines_of(sheet.text, sheet.words))
    if (down := _from_the_right(lines)) is not lines:
        return _written(sheet, down)
    if (down := _head_first(lines)) is not lines:
        sheet = _written(sheet, down)
        lines = list(lines_of(sheet.text, sheet.words))
    gutter = find_gutter(lines, sheet.width)
    if gutter is None or _is_table(document, sheet, lines[gutter.first : gutter.last + 1]):
        return sheet
    return _columnwise(sheet, lines, gutter)


def _from_the_right(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines, those that run down the page in their order from the right to the left.

    pdfium gives a page whose text lies on its side, its head to the right, last line first.
    """
    out: list[list[Word]] = []
    at = 0
    moved = False
    while at < len(lines):
        end = at
        while end < len(lines) and _runs_down(lines[end]) and (end == at or _stands_right(lines, end)):
            end += 1
        run = lines[at : max(end, at + 1)]
        moved = moved or len(run) > 1
        out += run[::-1]
        at += len(run)
    return out if moved else lines


def _runs_down(line: Sequence[Word]) -> bool:
    first, last = line[0].box, line[-1].box
    return len(line) > 1 and last[1] > first[3] - 1 and abs(last[0] - first[0]) < first[2] - first[0] + 1


def _stands_right(lines: Sequence[Sequence[Word]], at: int) -> bool:
    """Whether a line stands to the right of the one before."""
    return lines[at][0].box[0] >= lines[at - 1][0].box[2] - 1


def with_head_first(text: str, words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """A page with the head in front that stands above all that was written before it; as it is if none does.

    A head written last is left there, as some programs write it. What follows the head in a line of something
    before it ("§ 29 ... Dnr KS 2018/2") goes to that line.
    """
    lines = list(lines_of(text, words))
    moved = _head_first(lines)
    return (text, words) if moved is lines else _moved(text, moved)


def _head_first(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines, those of the head in front."""
    top = math.inf
    for first, line in enumerate(lines):
        if first and _bottom(line) <= top:
            break
        top = min(top, _top(line))
    else:
        return lines
    last = first
    while last < len(lines) and _bottom(lines[last]) <= top:
        last += 1
    if last == len(lines):
        return lines
    before = lines[:first]
    beside = next((i for i, line in enumerate(before) if _stands_beside(line, lines[last])), None)
    if beside is not None:
        before.insert(beside + 1, lines[last])
    return [*lines[first:last], *before, *lines[last + (beside is not None) :]]


def _top(line: Sequence[Word]) -> float:
    return min(word.box[1] for word in line)


def _bottom(line: Sequence[Word]) -> float:
    return max(word.box[3] for word in line)


def _stands_beside(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether two pieces stand in one line of the page, the second to the right."""
    shared = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
    low = min(_bottom(left) - _top(left), _bottom(right) - _top(right))
    return shared > low / 2 and right[0].box[0] >= left[-1].box[2]


def find_gutter(lines: Sequence[Sequence[Word]], width: float) -> Gutter | None:
    """The gutter between two columns of prose that were written line by line across both."""
    best: Gutter | None = None
    at = 0
    while at < len(lines):
        gutter = _gutter_from(lines, at)
        if gutter is None:
            at += 1
            continue
        if _parts_prose(lines, gutter, width) and (
            best is None or gutter.last - gutter.first > best.last - best.first
        ):
            best = gutter
        at = gutter.last + 1
    return best


def _gutter_from(lines: Sequence[Sequence[Word]], first: int) -> Gutter | None:
    """The gutter that begins at a line, followed down as long as the lines respect it."""
    gap = _widest_gap(lines[first])
    if gap is None:
        return None
    left, right = gap
    last = first
    for at in range(first + 1, len(lines)):
        gap = _widest_gap(lines[at])
        if gap is not None and min(right, gap[1]) - max(left, gap[0]) >= _LEAST_GUTTER:
            left, right = max(left, gap[0]), min(right, gap[1])
            last = at
        elif any(word.box[0] < right and word.box[2] > left for word in lines[at]):
            break
    return Gutter(left, right, first, last)


def _widest_gap(line: Sequence[Word]) -> tuple[float, float] | None:
    edges = sorted((word.box[0], word.box[2]) for word in line)
    widest: tuple[float, float] | None = None
    reach = edges[0][1] if edges else 0.0
    for left, right in edges:
        if left - reach >= _LEAST_GAP and (widest is None or left - reach > widest[1] - widest[0]):
            widest = (reach, left)
        reach = max(reach, right)
    return widest


def _parts_prose(lines: Sequence[Sequence[Word]], gutter: Gutter, width: float) -> bool:
    parted = [
        (left, right)
        for line in lines[gutter.first : gutter.last + 1]
        if (left := [w for w in line if w.box[2] <= gutter.left])
        and (right := [w for w in line if w.box[0] >= gutter.right])
    ]
    if len(parted) < _LEAST_LINES:
        return False
    for side in zip(*parted, strict=True):
        words = [word for line in side for word in line]
        extent = max(w.box[2] for w in words) - min(w.box[0] for w in words)
        if len(words) / len(parted) < _LEAST_WORDS or extent < _LEAST_WIDTH * width:
            return False
    return True


def _is_table(document: Document, sheet: Sheet, lines: Sequence[Sequence[Word]]) -> bool:
    """Whether ruled lines make a table of most of these lines."""
    import pdfplumber  # here, not above: see the module's text

    middles = [(line[0].box[1] + line[0].box[3]) / 2 for line in lines if line]
    try:
        with (
            file_of(document.data) as file,
            pdfplumber.open(file, pages=[sheet.number]) as opened,
        ):
            tables = [table.bbox for table in opened.pages[0].find_tables()]
    # This survives what pdfplumber stumbles over and pdfium did not: the page is left as it is.
    except Exception:
        return True
    inside = sum(any(top <= middle <= bottom for _, top, _, bottom in tables) for middle in middles)
    return inside > len(middles) / 2


def _columnwise(sheet: Sheet, lines: Sequence[Sequence[Word]], gutter: Gutter) -> Sheet:
    """The sheet with the lines that the gutter goes through read down the left, then down the right."""
    through = lines[gutter.first : gutter.last + 1]
    middle = (gutter.left + gutter.right) / 2
    left = [[w for w in line if w.box[2] <= middle] for line in through]
    right = [[w for w in line if w.box[2] > middle] for line in through]
    return _written(sheet, [*lines[: gutter.first], *left, *right, *lines[gutter.last + 1 :]])


def _written(sheet: Sheet, lines: Sequence[Sequence[Word]]) -> Sheet:
    text, words = _moved(sheet.text, lines)
    return replace(sheet, text=text, words=words)


def _moved(text: str, lines: Sequence[Sequence[Word]]) -> tuple[str, tuple[Word, ...]]:
    """The text in the order of these lines, each with the blank lines that stood below it."""
    out: list[str] = []
    words: list[Word] = []
    at = 0
    for line in lines:
        for n, word in enumerate(line):
            shown = text[word.span.start : word.span.end]
            words.append(replace(word, span=Span(at, at + len(shown))))
            below = text[word.span.end : word.span.end + 2]
            after = " " if n < len(line) - 1 else "\n\n" if below == "\n\n" else "\n"
            out += (shown, after)
            at += len(shown) + len(after)
    return "".join(out).rstrip("\n"), tuple(words)
