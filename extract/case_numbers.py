"""Case numbers (diarienummer), in the forms of many houses: HL 2019/619, SLK-2023-00877, 0497/23.

The forms are data. SOU 2020:9, law numbers and handling numbers look alike and are none.
"""

from __future__ import annotations

import re
from functools import cache

from extract.facts import facts
from extract.record import Value
from ocr.spans import Span


def case_numbers_in(text: str, offset: int) -> list[Value]:
    """The case numbers in a piece of text that begins at `offset`; values with white space made single."""
    sure, marked = _patterns()
    found = {}
    for match in sure.finditer(text):
        if _is_one(match.group()):
            found[match.span()] = match.group()
    for match in marked.finditer(text):
        span = match.span("value")
        if _is_one(match["value"]) and not any(a < span[1] and span[0] < b for a, b in found):
            found[span] = match["value"]
    return [
        Value(" ".join(value.split()), Span(start + offset, end + offset))
        for (start, end), value in sorted(found.items())
    ]


def _is_one(value: str) -> bool:
    years = re.fullmatch(r"((?:19|20)\d\d)/((?:19|20)?\d\d)", value)
    if years and (int(years[1]) + 1) % 100 == int(years[2]) % 100:
        return False  # a school year
    prefix = re.match(r"[A-ZÅÄÖ]+", value)
    return prefix is None or prefix.group() not in facts("case_numbers")["not_prefix"]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = facts("case_numbers")
    sure = re.compile(r"(?<![\w-])(?:" + "|".join(data["sure"]) + r")(?!\w)")
    words = "|".join(re.escape(w) for w in data["words"])
    marked = re.compile(
        rf"(?i:\b(?:{words}))\b[.:]?\s{{0,3}}(?P<value>" + "|".join(data["marked"]) + r")(?!\w)"
    )
    return sure, marked
