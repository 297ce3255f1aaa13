"""Margins: what a page sets in a column of its own, left of the text.

    Besluts-        Ordföranden prövar förslagen mot varandra      § 15.  Inköp av     Skolstyrelsen hade i
    gång            och finner att nämnden bifaller det ena.              skolbuss.    skrivelse hemställt

Read line by line, a label that two lines share is no heading, and its second half breaks into the sentence
beside it, as do the words of a title. The label is read in its first line, the rest of it is taken out; a
title in the margin is a line by itself. No place changes: what is found in the prose stands so in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from extract.headings import heading_of

# a cell, the blanks behind it, and what stands beside it
CELL = re.compile(r"(?P<left>\S(?:.{0,38}?\S)??)(?P<blanks>\s{2,})(?=\S)")
NUMBERED = re.compile(r"(?:[A-ZÅÄÖ]\w{0,8}\s)?§{1,2}\s?\d{1,4}[a-z]?(?:/\d{2,4})?[.:]?\s{2,}")
BESIDE = 3  # blanks between a label and its text
WITHIN = 3  # lines below a title in the margin, two of which begin where the text beside it does


class Placed(Protocol):
    """A line of the text with its place."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


class Edit(NamedTuple):
    """Letters that read otherwise in the prose: as many as stand there."""

    start: int
    end: int
    words: str


class Margins(NamedTuple):
    """`edits` of the prose, and `cuts`: where a title in the margin ends and the text beside it begins."""

    edits: list[Edit]
    cuts: list[tuple[int, int]]


def margins_of(text: str, lines: Sequence[Placed]) -> Margins:
    """The labels and titles that stand left of the text, in the lines of a text that are no furniture."""
    found = Margins([], [])
    columns = _columns(text, lines)
    for i, line in enumerate(lines):
        if "  " not in line.text:
            continue
        if "§" in line.text[:14] and NUMBERED.match(line.text):
            _title(lines, i, columns, found)
            continue
        small = i + 1 < len(lines) and lines[i + 1].text[0].islower()
        if small and (first := CELL.match(line.text)):
            _label(lines[i], lines[i + 1], first, columns(i), columns(i + 1), found)
    return found


def _columns(text: str, lines: Sequence[Placed]) -> Callable[[int], int]:
    """How many letters stand left of a line."""
    return lambda i: lines[i].start - text.rfind("\n", 0, lines[i].start) - 1


def _label(line: Placed, below: Placed, first: re.Match[str], at: int, under: int, found: Margins) -> None:
    """A label of two lines ("Ärende- / beskrivning"), with text beside the second or without."""
    left, wide = first["left"], first.end()
    if at != under or len(left) < 4:
        return
    second = CELL.match(below.text)
    rest = second["left"] if second else below.text
    if second and under + second.end() != at + wide:
        return
    whole = left[:-1] + rest if left.endswith("-") else f"{left} {rest}"
    heading = heading_of(whole)
    if heading is None or heading.length < len(whole) or heading.formed:
        return
    if len(whole) + BESIDE > wide:  # "Protokollsanteckning" is an "Anteckning", too
        shorter = heading_of(rest.capitalize())
        whole = rest.capitalize() if shorter and shorter.kind == heading.kind else ""
    if not 0 < len(whole) <= wide - BESIDE:
        return
    found.edits.append(Edit(line.start, line.start + wide, whole.ljust(wide)))
    found.edits.append(Edit(below.start, below.start + len(rest), " " * len(rest)))


def _title(lines: Sequence[Placed], i: int, columns: Callable[[int], int], found: Margins) -> None:
    """A title in the margin, beside the number of its paragraph and left of its text."""
    line, at = lines[i], columns(i)
    number = NUMBERED.match(line.text)
    begin = number.end() if number else 0
    cell = CELL.match(line.text, begin)
    if cell is None or not cell["left"][0].isupper() or any(map(str.isdigit, cell["left"])):
        return
    column = at + cell.end()
    below = range(i + 1, min(len(lines), i + 1 + WITHIN))
    beside = [(j, CELL.match(lines[j].text)) for j in below]
    level = [j for j, one in beside if columns(j) == column or (one and columns(j) + one.end() == column)]
    if len(level) < min(2, len(below)):
        return
    found.cuts.append((line.start + cell.end("left"), line.start + cell.end()))
    for j, one in beside:
        if one is None or columns(j) + one.end() != column:
            break
        found.edits.append(Edit(lines[j].start, lines[j].start + len(one["left"]), " " * len(one["left"])))
