"""Figures that a wrong model cut in two or ran together, on ruined pages: "201 8/53", "-83 310 -2385".

What figures say is for nobody to guess, so none is ever changed; but where a blank goes a page shows. A year
in two pieces before the number of a case or a month is one year; and where a page writes its amounts with a
blank before the last three figures, an amount in a row of others that lacks it has lost it. Where either
was found on pages with known text (45 years, 920 amounts) no blank was put in or taken away wrongly. Amounts
in running text and numbers before a name may be of another kind ("resolution 1325"), and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr.ledger import Change
from ocr.spans import Span

# What stands before is asked after the first figure, since most places have none.
GROUPED = re.compile(r"\d(?<![\d.,].)\d{0,2} \d{3}(?![\d.,])")  # "1 203"
YEAR = re.compile(r"(?:1[89]|20)\d\d")
_LEAST_GROUPED = 5  # amounts that have their blank, for the others of a page to need one
_MOST_BETWEEN = 2  # lines of words between two rows of one table
_LEAST_ROW = 3  # runs without a letter at the end of a line, for it to be a row of figures

_CUT_YEAR = re.compile(
    r"[12](?<![\w.,/:-].)(?<!\d[ ].)(?:(?<=1)9[5-9]|(?<=2)0[0-4])[ ]\d(?=/\d|:\d|-\d\d-\d\d)"
)  # "201 1/293-251", "(201 8:658)", "201 8-02-26"; of "1 200 5:3" nobody knows
_LOST_BLANK = re.compile(r"([-–+]?)(\d{1,3})(\d{3})")  # "-2385", "71344"
_LETTER = re.compile(r"[^\W\d_]")
_RUN = re.compile(r"\S+")
_NO_AMOUNT = re.compile(r"(?<!\S)(?<!\d )0\d")  # "08 71344 12", of a telephone; not "1 012"

# How often a figure was as on its page afterwards: in some amounts a sign or a figure is misread as well.
_YEAR_HELD, _AMOUNT_HELD = 0.99, 0.97
_CUT, _LOST = "a year cut in two", "an amount without the blank that others here have"


class _Row(NamedTuple):
    """The runs of a line, from `first` on without a letter."""

    runs: Sequence[re.Match[str]]
    first: int


def figures(page: str, stretches: Sequence[Span]) -> list[Change]:
    """The years and amounts of a page's damaged stretches with their blanks set right, in order.

    >>> [change.after for change in figures("SN 201 8/53", [Span(0, 11)])]
    ['2018']
    """
    found = [
        _mended(match, match[0].replace(" ", ""), _YEAR_HELD, _CUT)
        for stretch in stretches
        for match in _CUT_YEAR.finditer(page, *stretch)
    ]
    if len(GROUPED.findall(page)) >= _LEAST_GROUPED:
        found += [
            _mended(run, _LOST_BLANK.sub(r"\1\2 \3", run[0]), _AMOUNT_HELD, _LOST)
            for stretch in stretches
            for run in _amounts(page, stretch)
        ]
        found.sort(key=lambda change: change.start)
    return found


def _amounts(page: str, stretch: Span) -> Iterator[re.Match[str]]:
    """The amounts without a blank in rows of figures, in a table whose others have theirs."""
    for table in _tables(page, stretch):
        lost = [run for row in table for i, run in enumerate(row.runs) if _lacks_blank(run, i, row.first)]
        written = len(GROUPED.findall(page, table[0].runs[0].start(), table[-1].runs[-1].end()))
        if lost and written >= len(lost):
            yield from lost


def _tables(page: str, stretch: Span) -> Iterator[list[_Row]]:
    """Rows of figures that follow each other, but for a line or two of words."""
    start, end = stretch
    table: list[_Row] = []
    between = 0
    while start < end:
        below = page.find("\n", start, end)
        below = below if below >= 0 else end
        runs = list(_RUN.finditer(page, start, below))
        first = len(runs)
        while first and not _LETTER.search(runs[first - 1][0]):
            first -= 1
        if len(runs) - first >= _LEAST_ROW and not _NO_AMOUNT.search(page, runs[first].start(), below):
            table.append(_Row(runs, first))
            between = 0
        else:
            between += 1
            if table and between > _MOST_BETWEEN:
                yield table
                table = []
        start = below + 1
    if table:
        yield table


def _lacks_blank(run: re.Match[str], i: int, first: int) -> bool:
    """Whether the run `i` of a line is an amount without its blank, and no number before or behind a name."""
    match = _LOST_BLANK.fullmatch(run[0])
    if not match or not i or YEAR.fullmatch(run[0]):
        return False
    return i > first or bool(match[1]) or len(match[2]) > 1


def _mended(match: re.Match[str], after: str, held: float, why: str) -> Change:
    return Change(*match.span(), match[0], after, held, "channel", "applied", ((after, held),), why)
