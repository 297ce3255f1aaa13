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

# how a line of the cover begins that holds the day: "Protokoll 14 juni 2023", "När: onsdag 14 juni 2023",
# "fredag 27 mars 2020 kl. 15.00"
COVERS = re.compile(
    r"(?:(?:nar|tid|datum|dag|motestid|tid och plats|plats och tid)\b[^.]{0,30}"
    r"|(?:besluts|sammantrades|motes)?protokoll(?: nr \d+(?:/\d+)?)?,? (?:den )?)?"
    r"(?:(?:man|tis|ons|tors|fre|lor|son)dag(?:en)? (?:den )?)?$"
)
NUMBERED = re.compile(r"(?:[A-ZÅÄÖ][^§]{0,40}\s)?§{1,2}\s?\d")
BEHIND = 40  # letters that may stand behind the day


def meeting_day(layout: Layout, dates: Sequence[DateMention]) -> RoleDate | None:
    """The day that most heads name; else the one of the cover or of the opening sentence."""
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
        at = bisect_right(starts, date.span.start) - 1
        if 0 <= at < TOP and _is_on_cover(lines[at], date):
            return RoleDate("meeting", date.edtf, date.span)
    for date in days:
        if date.span.start > OPENING:
            break
        if HELD.search(folded_places(layout.text[: date.span.start])):
            return RoleDate("meeting", date.edtf, date.span)
    numbered = next((line.start for line in lines if NUMBERED.match(line.text)), top)
    above = [date for date in days if date.span.start < numbered]
    if len({date.edtf for date in above}) == 1:  # the one day that the cover names
        return RoleDate("meeting", above[0].edtf, above[0].span)
    return None


def _is_on_cover(line: Line, date: DateMention) -> bool:
    """A line of the cover that names the day, behind a label, a weekday or the word for a protocol."""
    before = folded_places(line.text[: date.span.start - line.start])
    whole = folded_places(line.text[: date.span.end - line.start])
    told = before or re.match(r"(?:man|tis|ons|tors|fre|lor|son)dag", whole)
    return bool(told) and line.end - date.span.end <= BEHIND and COVERS.match(before) is not None


def _is_head(line: Line, date: DateMention) -> bool:
    """A line made like a head, or of nothing but the date."""
    alone = date.span.end - date.span.start > len(line.text) - 4
    return alone or is_head(line.text)
