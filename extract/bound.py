"""Bound: the protocols of one file, read one by one, put together in one record, and taken apart.

What is found in a bound volume is what is found in each of its protocols alone: its own body and day, its
own count of paragraphs, its own people. `document.parts` says what each is and where it stands. Its items
have the ids of any protocol's (`<id12>/§8`) unless one before it has a § of the same number; then the number
of the protocol stands between (`<id12>/3/§8`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol, TypeVar

from extract.analysis import PROTOCOLS, Analysis, analyse
from extract.misread_names import Doubt
from extract.placing import shifted
from extract.record import Document, Filing, Mentions, Part, Record
from ocr.page import Reading
from ocr.spans import Span, trimmed

Found = TypeVar("Found")
Read = tuple[int, Reading, Analysis, str]  # where a piece begins, whose it is, what it says, its id


def protocols_read(
    reading: Reading, cuts: Sequence[int], *, damaged: bool, doubts: Sequence[Doubt]
) -> list[Read]:
    """The protocols of a file that is cut here, analysed; none where it is a paper with extracts behind it.

    What is no protocol belongs to the one before it: its papers, bound in with it.
    """
    text, given = reading.text, replace(reading.metadata, date=None, title=None, item=None)

    def analysed(start: int, end: int) -> Analysis:
        own = [replace(d, span=d.span.shifted(-start)) for d in doubts if start <= d.span.start < end]
        return analyse(text[start:end], kind=given.kind, body=given.body, damaged=damaged, doubts=own)

    pieces: list[tuple[int, int, Analysis]] = []
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        analysis = analysed(start, end)
        if pieces and analysis.kind not in PROTOCOLS:
            start = pieces.pop()[0]
            analysis = analysed(start, end)
        pieces.append((start, end, analysis))
    if len(pieces) < 2 or pieces[0][2].kind not in PROTOCOLS:
        return []
    own, short = replace(reading, metadata=given), reading.id[:12]
    used: set[str | None] = set()
    found: list[Read] = []
    for n, (start, _, analysis) in enumerate(pieces, 1):
        numbers = {item.number for item in analysis.found} or {None}
        found.append((start, own, analysis, f"{short}/{n}" if used & numbers else short))
        used |= numbers
    return found


def bound(read: Sequence[tuple[int, Record]], reading: Reading) -> Record:
    """One record of many, each with the place where its text begins in the whole."""
    records = [shifted(replace(record, text=""), start) for start, record in read]
    ends = [start for start, _ in read[1:]] + [len(reading.text)]
    parts = tuple(
        _part(record, trimmed(reading.text, start, end), reading.id[:12])
        for (start, _), end, record in zip(read, ends, records, strict=True)
    )
    items = tuple(chain.from_iterable(r.items for r in records))
    named = [r.mentions for r in records]
    return Record(
        document=_document(reading, [r.document for r in records], parts),
        text=reading.text,
        pages=(),
        items=items,
        mentions=Mentions(
            tuple(chain.from_iterable(m.dates for m in named)),
            tuple(chain.from_iterable(m.people for m in named)),
            tuple(chain.from_iterable(m.parties for m in named)),
            tuple(chain.from_iterable(m.amounts for m in named)),
            tuple(chain.from_iterable(m.references for m in named)),
        ),
        problems=reading.problems if any(item.decisions for item in items) else records[0].problems,
    )


def _part(record: Record, span: Span, short: str) -> Part:
    about = record.document
    own = record.items[0].id.rpartition("/")[0] if record.items else short
    return Part(
        about.kind, None, about.body, (), span, id=own, dates=about.dates, attendance=about.attendance
    )


def _document(reading: Reading, abouts: Sequence[Document], parts: tuple[Part, ...]) -> Document:
    """What the file says of itself: what most of its protocols are, and all of their days and people."""
    given = reading.metadata
    body = Counter(about.body for about in abouts).most_common(1)[0][0]
    return replace(
        abouts[0],
        kind="protokoll",
        kind_score=min(about.kind_score for about in abouts),
        filings=(Filing(reading.source, given.body or body, given.date, given.item),),
        body=body,
        title=given.title,
        dates=_first_each(chain.from_iterable(about.dates for about in abouts), lambda d: (d.role, d.edtf)),
        case_numbers=_first_each(
            chain.from_iterable(about.case_numbers for about in abouts), lambda case: case.value
        ),
        attendance=_first_each(chain.from_iterable(about.attendance for about in abouts), lambda a: a.name),
        parts=parts,
    )


def _first_each(found: Iterable[Found], key: Callable[[Found], object]) -> tuple[Found, ...]:
    """The first finding of each key, in the order of the text."""
    first: dict[object, Found] = {}
    for one in found:
        first.setdefault(key(one), one)
    return tuple(first.values())


def protocols_of(record: Record) -> list[Record]:
    """Each protocol of a bound volume as a record of its own, in the places of the whole; else the record."""
    parts = record.document.parts
    if not any(part.id for part in parts):
        return [record]
    return [_taken_out(record, part) for part in parts]


def _taken_out(record: Record, part: Part) -> Record:
    about = record.document
    named = record.mentions
    items = _within(record.items, part.span)
    cases = chain.from_iterable(item.case_numbers for item in items)
    return replace(
        record,
        document=replace(
            about,
            kind=part.kind,
            body=part.body or about.body,
            title=part.title,
            dates=part.dates,
            attendance=part.attendance,
            case_numbers=_first_each(cases, lambda case: case.value),
            filings=tuple(replace(f, date=None, item=None) for f in about.filings),
            parts=(part,),
        ),
        pages=tuple(page for page in record.pages if page.span.overlaps(part.span)),
        items=items,
        mentions=Mentions(
            _within(named.dates, part.span),
            _within(named.people, part.span),
            _within(named.parties, part.span),
            _within(named.amounts, part.span),
            _within(named.references, part.span),
        ),
    )


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


Finding = TypeVar("Finding", bound=_Placed)


def _within(found: tuple[Finding, ...], span: Span) -> tuple[Finding, ...]:
    """The findings of one part; those of one part stand together."""
    first, behind = (bisect_left(found, place, key=lambda one: one.span.start) for place in span)
    return found[first:behind]
