"""The year of a day that is named without one, told by the document's own date.

"Arvodeskommittén föreslog den 30 augusti" in a protocol of September 2021 speaks of 2021: what was done lies
before the meeting, what shall be done after it. Only where the words tell which of the two; a day beside a
date of its own sentence has that date's year, and one in a table is left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extract.dates import stands_in_a_table
from extract.facts import facts
from extract.record import DateMention
from extract.sentences import sentences

NEAR = 90  # letters before a day in which a verb tells the tense
BEHIND = 40  # behind it, within the sentence
ENDS = re.compile(r"[.!?]\s+(?=[A-ZÅÄÖ])")


def with_own_years(text: str, dates: Sequence[DateMention], own: str | None) -> tuple[DateMention, ...]:
    """The dates with the years that `own`, the day of the meeting or of the letter, tells."""
    if own is None or len(own) != 10:
        return tuple(dates)
    return tuple(_with_year(text, dates, i, own) if date.inferred else date for i, date in enumerate(dates))


def _with_year(text: str, dates: Sequence[DateMention], i: int, own: str) -> DateMention:
    date = dates[i]
    if len(date.edtf) not in (7, 10) or stands_in_a_table(text, date.span.start, date.span.end):
        return date
    start = _sentence_start(text, date.span.start)
    if any(start <= d.span.start and d.edtf[:4] == date.edtf[:4] for d in dates[max(0, i - 3) : i]):
        return date
    if "XXXX" in date.edtf and (behind := _year_behind(text, dates, i)):
        return replace(date, edtf=f"{behind}{date.edtf[4:]}")
    year = _year(text, start, date, own)
    return replace(date, edtf=f"{year}{date.edtf[4:]}") if year else date


def _year_behind(text: str, dates: Sequence[DateMention], i: int) -> str | None:
    """In "den 3 juni och i rådet den 4 juni 2019" the year stands with the last."""
    date = dates[i]
    behind = next((d for d in dates[i + 1 : i + 3] if not d.inferred and len(d.edtf) == 10), None)
    if (
        behind is None
        or behind.span.start - date.span.end > NEAR
        or "och" not in text[date.span.end : behind.span.start].split()
    ):
        return None
    between = text[date.span.end : behind.span.start]
    same = not re.search(r"[.!?:]\s", between) and date.edtf[4:] <= behind.edtf[4:]
    return behind.edtf[:4] if same else None


def _sentence_start(text: str, at: int) -> int:
    begin = max(0, at - 250)
    return max((s.start for s in sentences(text, begin, at)), default=begin)


def _year(text: str, start: int, date: DateMention, own: str) -> int | None:
    """The last such day before the document's own, or the first after it, by the tense of the words."""
    behind = ENDS.split(text[date.span.end : date.span.end + BEHIND])[0]
    around = text[max(start, date.span.start - NEAR) : date.span.end] + behind
    done, coming = _tense("done").search(around), _tense("coming").search(around)
    if bool(done) == bool(coming):
        return None
    day, year = date.edtf[4:], int(own[:4])
    if done:
        return year if day <= own[4 : len(date.edtf)] else year - 1
    return year if day >= own[4 : len(date.edtf)] else year + 1


@cache
def _tense(name: str) -> re.Pattern[str]:
    words = "|".join(facts("calendar")["tense"][name])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
