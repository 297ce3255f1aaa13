"""Quotations that take up lines of their own: the words of a statement.

Swedish uses the same mark to open and to close, and statements quote inside themselves, so a mark alone tells
little. A quotation opens where a line begins with a mark, and closes with a mark at the end of a line after
which somebody else speaks or the section ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from extract.layout import Line
from ocr.spans import Span

OPENS = re.compile(r"^[”\"“„»«]\s?\S")
CLOSES = re.compile(r"[”\"“»«]\s?[.)]?$")
# an opening mark inside the line that leads in: 'lät anteckna: ”Vi ...'
AFTER_LEAD = re.compile(r"[:.]\s+(?P<mark>[”\"“„»«])(?=\S)")

# a quotation that closes in its own line, where a sentence follows
CLOSED_INSIDE = re.compile(r"[”\"“„»«][^”\"“„»«]+[.!?][”\"“»«](?=\s[A-ZÅÄÖ][^”\"“„»«]*$)")


def quotations(lines: Sequence[Line], speaks: Callable[[int], bool]) -> list[Span]:
    """The quotations in a section's lines. `speaks(i)`: a new maker begins with line `i`."""
    found: list[Span] = []
    i = 0
    while i < len(lines):
        start = _opening(lines[i])
        if start is None:
            i += 1
            continue
        inside = CLOSED_INSIDE.match(lines[i].text, start - lines[i].start)
        if inside:  # a paragraph in one line: somebody speaks on behind it
            found.append(Span(start, lines[i].start + inside.end()))
            i += 1
            continue
        last = _closing(lines, i, speaks)
        found.append(Span(start, lines[last].end))
        i = last + 1
    return found


def _opening(line: Line) -> int | None:
    if OPENS.match(line.text):
        return line.start
    after = AFTER_LEAD.search(line.text)
    if after is None:
        return None
    opened = line.text.count(after["mark"]) % 2 or CLOSES.search(line.text, after.end())
    return line.start + after.start("mark") if opened else None


def _closing(lines: Sequence[Line], i: int, speaks: Callable[[int], bool]) -> int:
    """The line in which the quotation that opens in line `i` closes."""
    last = i
    for j in range(i, len(lines)):
        if j > i and speaks(j):
            return last if CLOSES.search(lines[last].text) else j - 1
        if CLOSES.search(lines[j].text) and (j > i or len(lines[j].text) > 2):
            last = j
            if (
                j + 1 < len(lines)
                and lines[j + 1].gap
                and OPENS.match(lines[j + 1].text) is None
                and speaks(j + 1)
            ):
                return j
    return last if CLOSES.search(lines[last].text) and (last > i or _whole(lines[i])) else len(lines) - 1


def _whole(line: Line) -> bool:
    return len(CLOSES.findall(line.text)) > 0


def outside(start: int, end: int, quoted: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The stretches of `[start, end)` that are not quoted."""
    for span in sorted(quoted):
        if span.start > start:
            yield start, span.start
        start = max(start, span.end)
    if start < end:
        yield start, end
