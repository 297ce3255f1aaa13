"""All that one record says of plans and matters, read once and kept with the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from corpus.cases import case_key
from corpus.decided import happenings_in
from corpus.edtf import Days, days
from corpus.happenings import Facts, Matter, Mention, Pointer, Tie
from corpus.mentions import mentions_in, place_of
from extract.bodies import bodies_in
from extract.record import DateRole, Item, Record
from ocr.spans import Span, trimmed

OWN_DATES: tuple[DateRole, ...] = ("meeting", "dated", "signed")
PROTOCOL_DATES: tuple[DateRole, ...] = (
    "meeting",
)  # what is "dated" in minutes is a paper that they speak of
AFTERWARDS: tuple[DateRole, ...] = ("approved", "posted")  # some days or weeks after the meeting
# I samband med revideringen av planen beslutade nämnderna att planen skulle förlängas.
TOGETHER = re.compile(
    r"\b(?:i samband med|samtidigt (?:som|med)|i anslutning till)\b(?:[^.!?\n]|\n(?!\s*\n)){0,400}[.!?]",
    re.IGNORECASE,
)
ASKING = ("interpellation", "fråga", "skrivelse", "motion")
ASKS = re.compile(r"^(?:\W*handling \d{4} nr \d+\s+)?(?:interpellation|motion|enkel fråga)\b", re.IGNORECASE)
ANSWERS = re.compile(r"\b(?:besvara(?:r|s|d|t|de|des)|som svar på)\b", re.IGNORECASE)
# Den 24 april 2024 behandlar kommunstyrelsen ärendet ”Redovisning av uppdrag att ...”
NAMED_MATTER = re.compile(r"\bärendet\s+[”“\"](?P<title>[^”“\"]{15,300})[”“\"]", re.IGNORECASE)
MATTER_REACH = 120  # code points between the date and the matter
SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
LINE = 60  # code points of an opening line
WINDOW = 60  # days that the preparation of a matter takes at most, for a document without a date


def facts(record: Record) -> Facts:
    """What a record says of plans."""
    document = record.document
    edtf = own_date(record)
    about = None if edtf else _afterwards(record) or _preparation(record)
    known = Facts(
        document.id, document.source, document.kind, is_minutes(record), _asks(record), document.body,
        edtf, about, document.filings, tuple(_matters(record)), tuple(_pointers(record)),
    )  # fmt: skip
    mentions = tuple(mentions_in(record))
    happenings = tuple(happenings_in(record, known, mentions))
    return replace(known, mentions=mentions, happenings=happenings, ties=tuple(_ties(record, mentions)))


def _asks(record: Record) -> bool:
    """Whether a document asks: by its kind or its title, or because its questions stand in it."""
    title = record.document.title or ""
    return bool(record.document.kind in ASKING or record.questions or ASKS.search(title))


def _matters(record: Record) -> Iterator[Matter]:
    for item in record.items:
        own = (*item.case_numbers, *(() if item.number else record.document.case_numbers))
        span, raw = _heading(record, item)
        decided = " ".join(record.text[d.span.start : d.span.end] for d in item.decisions)
        yield Matter(
            replace(place_of(record, span, raw), item=item.number),
            item.title or (record.document.title if item.number is None else None),
            tuple(dict.fromkeys(key for c in own if (key := case_key(c.value)))),
            bool(ANSWERS.search(decided or record.text[item.span.start : item.span.end][:1500])),
        )


def _heading(record: Record, item: Item) -> tuple[Span, Span]:
    """What a link to or from a matter shows: an item's first decision, a paper's case number, else a line."""
    if item.number and item.decisions:
        return item.decisions[0].span, item.decisions[0].raw_span
    for number in (*item.case_numbers, *(() if item.number else record.document.case_numbers)):
        return number.span, number.raw_span
    line = record.text.find("\n", item.span.start, item.span.start + LINE)
    span = trimmed(
        record.text, item.span.start, min(item.span.end, line if line >= 0 else item.span.start + LINE)
    )
    return span, Span(
        item.raw_span.start, min(item.raw_span.end, item.raw_span.start + span.end - span.start)
    )


def _pointers(record: Record) -> Iterator[Pointer]:
    for reference in record.mentions.references:
        if reference.kind != "item" or reference.edtf is None or len(reference.edtf) != 10:
            continue
        if reference.item is None:
            continue
        yield Pointer(
            place_of(record, reference.span, reference.raw_span),
            reference.edtf, reference.item, reference.body,
        )  # fmt: skip
    for match in NAMED_MATTER.finditer(record.text):
        before = [d for d in record.mentions.dates if 0 <= match.start() - d.span.start <= MATTER_REACH]
        if not before or len(before[-1].edtf) != 10:
            continue
        date = before[-1]
        said = record.text[date.span.start : match.start()]
        if SENTENCE_END.search(said):
            continue
        raw = Span(date.raw_span.start, date.raw_span.start + match.end() - date.span.start)
        body = next((name for name, _, _ in bodies_in(said)), None)
        title = " ".join(match["title"].split())
        yield Pointer(place_of(record, Span(date.span.start, match.end()), raw), date.edtf, None, body, title)


def _ties(record: Record, mentions: tuple[Mention, ...]) -> Iterator[Tie]:
    for match in TOGETHER.finditer(record.text):
        inside = [m for m in mentions if m.event and match.start() <= m.place.span.start < match.end()]
        events = frozenset(m.event for m in inside if m.event)
        if len(events) > 1:
            span = Span(match.start(), match.end())
            yield Tie(events, place_of(record, span, span))


def own_date(record: Record) -> str | None:
    """The date a document goes by: of its meeting, else when it was dated, else of its first filing."""
    filed = min((f.date for f in record.document.filings if f.date and days(f.date)), default=None)
    minutes = is_minutes(record)
    if filed and minutes:
        return filed  # a name or a list that says when they met is not misread
    for role in PROTOCOL_DATES if minutes else OWN_DATES:
        for found in record.document.dates:
            if found.role == role and days(found.edtf):
                return found.edtf
    return filed


def is_minutes(record: Record) -> bool:
    """Whether a document is a meeting's own minutes, or an extract of them.

    The papers of a matter often have extracts of other bodies' minutes bound in with them, and look like
    minutes; but then they are filed under a § that is none of theirs.
    """
    if record.document.kind not in ("protokoll", "protokollsutdrag"):
        return False
    filed = {f.item for f in record.document.filings if f.item}
    return not filed or bool(filed & {item.number for item in record.items})


def _afterwards(record: Record) -> Days | None:
    """The day on which minutes without their meeting's date were approved or posted."""
    found = [d.edtf for role in AFTERWARDS for d in record.document.dates if d.role == role]
    return next((bounds for edtf in found if (bounds := days(edtf))), None)


def _preparation(record: Record) -> Days | None:
    """The days of preparation that an undated document tells of: the last of its days and what lies near.

    Announced days ("den 11 april") belong to them: the matter was under way.
    """
    found = sorted(
        {
            bounds.first
            for d in record.mentions.dates
            if (bounds := days(d.edtf)) and bounds.first == bounds.last
        }
    )
    near = [day for day in found if _days_between(day, found[-1]) <= WINDOW]
    return Days(near[0], near[-1]) if near else None


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
