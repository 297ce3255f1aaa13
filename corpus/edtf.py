"""Dates of the records as stretches of days.

The records' dates are EDTF; a filter, a comparison or a ranking needs the first and the last day that such a
date may mean. Only what the records hold is understood: days, months, years, seasons, quarters, intervals.
What is not understood (a day without its year) has no bounds, and nothing is concluded from it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

EARLIEST, LATEST = "0001-01-01", "9999-12-31"

DATE = re.compile(
    r"""
    (?P<year>\d{4})             # 2018
    (?:-(?P<month>\d{2})        # 2018-03, and 2018-21 for the spring, 2018-33 for the first quarter
    (?:-(?P<day>\d{2}))?)?      # 2018-03-22
    [?~%]?                      # uncertain or approximate: the same days
    """,
    re.VERBOSE,
)
# First and last month. A winter runs into the next year, but the records mean its first months or its last:
# the whole year is what is certain.
SEASONS = {
    21: (1, 6), 22: (6, 8), 23: (8, 12), 24: (1, 12),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
}  # fmt: skip


class Days(NamedTuple):
    """First and last day, both included, as ISO dates: they compare as strings."""

    first: str
    last: str

    def overlaps(self, other: Days) -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: Days) -> bool:
        return self.first <= other.first and other.last <= self.last


def days(edtf: str | None) -> Days | None:
    """The days that a date may mean; None where it says nothing that can be compared.

    >>> days("2018-03")
    Days(first='2018-03-01', last='2018-03-31')
    >>> days("2015/2018").last
    '2018-12-31'
    >>> days("XXXX-10-28") is None
    True
    """
    if not edtf:
        return None
    start, slash, end = edtf.partition("/")
    if not slash:
        return _single(start)
    first = Days(EARLIEST, EARLIEST) if start in ("", "..") else _single(start)
    last = Days(LATEST, LATEST) if end in ("", "..") else _single(end)
    if first is None or last is None or first.first > last.last:
        return None
    return Days(first.first, last.last)


def _single(edtf: str) -> Days | None:
    match = DATE.fullmatch(edtf)
    if match is None:
        return None
    year, month, day = (int(match[k]) if match[k] else None for k in ("year", "month", "day"))
    assert year is not None
    if year == 0:
        return None
    if month is None:
        return Days(f"{year:04}-01-01", f"{year:04}-12-31")
    if day is not None:
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            return None
        iso = f"{year:04}-{month:02}-{day:02}"
        return Days(iso, iso)
    first, last = SEASONS.get(month, (month, month))
    if not 1 <= last <= 12 or first < 1:
        return None
    return Days(f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")


def years(edtf: str | None) -> tuple[int, int] | None:
    """The first and last year of a date, such as the years in a plan's name."""
    bounds = days(edtf)
    return (int(bounds.first[:4]), int(bounds.last[:4])) if bounds else None
