"""The day of the meeting, where no label tells it: page heads name it, or the protocol's opening sentence.

"Sammanträdesdatum 2024-10-23" is read where labels are read. Many houses print no label: their heads hold the
day beside body and page, or the protocol begins "Protokoll fört vid sammanträde ... torsdagen den 14 mars".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from extract.facts import folded_places
from extract.heads import is_head
from extract.layout import Layout, Line
from extract.record import DateMention, RoleDate

OPENING = 300  # letters of a protocol in which its first sentence stands
TOP = 15  # lines
HELD = re.compile(r"\b(?:protokoll (?:fort|fran|vid|over)|sammantrade|mote)\b[^.]{0,160}$")


def meeting_day(layout: Layout, dates: Sequence[DateMention]) -> RoleDate | None:
    """The day that most heads name; else the one of the opening sentence."""
    days = [d for d in dates if len(d.edtf) == 10 and "X" not in d.edtf and not d.inferred]
    lines = sorted((*layout.lines, *layout.furniture))
    starts = [line.start for line in lines]
    top = lines[min(TOP, len(lines)) - 1].end if lines else 0
    named: Counter[str] = Counter()
    first: dict[str, DateMention] = {}
    for date in days:
        at = bisect_right(starts, date.span.start) - 1
        if at >= 0 and _is_head(lines[at], date):
            named[date.edtf] += 2 if date.span.start < top else 1
            first.setdefault(date.edtf, date)
    for edtf, count in named.most_common(1):
        if count > 1:
            return RoleDate("meeting", edtf, first[edtf].span)
    for date in days:
        if date.span.start > OPENING:
            break
        if HELD.search(folded_places(layout.text[: date.span.start])):
            return RoleDate("meeting", date.edtf, date.span)
    return None


def _is_head(line: Line, date: DateMention) -> bool:
    """A line made like a head, or of nothing but the date."""
    alone = date.span.end - date.span.start > len(line.text) - 4
    return alone or is_head(line.text)
