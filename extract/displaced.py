"""Case numbers that a reader took out of their heading.

A heading may stand beside its case number, and the head of the page above both. A reader that goes by columns
then puts paragraph and title first, the page head next, and the case number behind it, in the middle of what
was decided. A line that holds nothing but a case number, right behind a page head and inside of an item that
has none of its own, is that item's; it is no part of the sentence or list that it stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extract.case_numbers import case_numbers_in
from extract.items import FoundItem
from extract.layout import Layout, Line
from extract.record import Value

# the word for a case number, as it is or as it is read: "Dnr", "Drnr", "Diarienummer"
WORD = re.compile(r"\b(?:D[a-zä]{0,3}r|[ÄA]rendenummer|Diarienummer|Diarienr)\b[.:]?")


def settled(layout: Layout, found: Sequence[FoundItem]) -> tuple[Layout, tuple[FoundItem, ...]]:
    """The layout without the lines of such numbers, and the items that have them."""
    heads = [line.start for line in layout.furniture]
    taken: list[Line] = []
    items: list[FoundItem] = []
    for item in found:
        line = None if item.case_numbers else _own_line(layout, item, heads)
        if line:
            taken.append(line)
            item = replace(item, case_numbers=_numbers(line))
        items.append(item)
    return (layout.without(taken) if taken else layout), tuple(items)


def _own_line(layout: Layout, item: FoundItem, heads: Sequence[int]) -> Line | None:
    """The first line behind a page head inside of an item, if it is nothing but a case number."""
    above = item.start
    for line in layout.lines_in(item.body_start, item.end):
        is_first = bisect_left(heads, line.start) > bisect_left(heads, above)
        if is_first:
            return line if _numbers(line) and not _besides(line) else None
        above = line.start
    return None


def _numbers(line: Line) -> tuple[Value, ...]:
    return tuple(case_numbers_in(line.text, line.start))


def _besides(line: Line) -> str:
    """What a line says besides its case numbers."""
    rest = line.text
    for value in _numbers(line):
        a, b = value.span.start - line.start, value.span.end - line.start
        rest = rest[:a] + " " * (b - a) + rest[b:]
    return WORD.sub("", rest).strip(" \t-–,:.|_")
