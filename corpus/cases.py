"""Case numbers, however they are printed.

A house prints the number of one case in several ways: `0497/23` in its papers is `SLK-2023-00497` in its
protocols, and `SLK-2023-00497:4` is a document in the case. The key is year and serial number, with the
register's letters apart: those that print letters both times must print the same ones.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SERIAL_FIRST = re.compile(
    r"""
    (?:(?P<letters>[A-ZÅÄÖ]{1,6})[\s./-]*)?
    (?P<serial>\d{1,6}) / (?P<year>\d{2}|(?:19|20)\d{2})    # 0497/23
    (?: [:-] \d{1,4} )?
    """,
    re.VERBOSE,
)
YEAR_FIRST = re.compile(
    r"""
    (?:(?P<letters>[A-ZÅÄÖ]{1,6}(?:[\s-][A-ZÅÄÖ]{1,4})?)[\s./-]*)?
    (?P<year>(?:19|20)\d{2}) [/.:-] (?P<serial>\d{1,6})     # HL 2019/619, SLK-2023-00497, KFKS 2015/71
    (?: [:-] \d{1,4} )?                                     # a document in the case
    """,
    re.VERBOSE,
)


class CaseKey(NamedTuple):
    """A case: `letters` is empty where none were printed."""

    letters: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.year}/{self.serial}"

    def agrees(self, other: CaseKey) -> bool:
        return self[1:] == other[1:] and (
            not self.letters or not other.letters or self.letters == other.letters
        )


def case_key(value: str) -> CaseKey | None:
    """The key of a printed case number; None where it is none.

    >>> str(case_key("0497/23")), case_key("SLK-2023-00497:4").letters
    ('2023/497', 'SLK')
    """
    value = re.sub(r"^(?:dnr|diarienummer|ärendenummer)[.:]?\s*", "", value.strip(), flags=re.IGNORECASE)
    match = YEAR_FIRST.fullmatch(value) or SERIAL_FIRST.fullmatch(value)
    if match is None:
        return None
    year = int(match["year"])
    if year < 100:
        year += 1900 if year > 60 else 2000
    letters = re.sub(r"[\s-]", "", match["letters"] or "")
    return CaseKey(letters, year, int(match["serial"]))


def cases_in(text: str) -> list[CaseKey]:
    """The case numbers that stand in a query, in their order."""
    found = []
    for pattern in (YEAR_FIRST, SERIAL_FIRST):
        for match in pattern.finditer(text):
            before, after = text[: match.start()][-1:], text[match.end() :][:1]
            key = case_key(match.group().strip())
            # "2023-2026" is years, "2024-05-23" a date: a serial number that could be either needs letters
            if (
                key
                and not (before.isalnum() or after.isdigit() or after == "-")
                and not _is_date(match.group())
            ):
                found.append((match.start(), key))
    return [key for _, key in sorted(set(found))]


def _is_date(printed: str) -> bool:
    return (
        re.fullmatch(r"\s*(?:19|20)\d{2}\s*[-–/]\s*(?:\d{2}(?:-\d{2})?|(?:19|20)\d{2})", printed) is not None
    )
