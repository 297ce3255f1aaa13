"""The record, put together: the items, what the text mentions, and what the document says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.amounts import amounts_in
from extract.analysis import PROTOCOLS, Analysis, analyse
from extract.attendance import attendance_of
from extract.bound import bound, protocols_read
from extract.document import (
    addressee_of,
    authors_of,
    meeting_body,
    title_of,
)
from extract.events import plan_references
from extract.layout import lay_out
from extract.matters import items_of
from extract.misread_names import doubts_of
from extract.papers import attachments_in
from extract.parties import parties_in
from extract.placing import located
from extract.plans import plans_named
from extract.questions import questions_in
from extract.record import (
    DateRole,
    Document,
    Filing,
    Item,
    Mentions,
    PagePlace,
    Question,
    Record,
    RoleDate,
    Value,
)
from extract.references import case_references, document_references, item_references
from extract.repaired_before import repaired_before
from extract.sentences import sentences
from extract.volumes import protocols_in
from ocr.page import Problem, Reading
from ocr.spans import trimmed

ASKING = ("interpellation", "fråga", "skrivelse", "motion")


def build(reading: Reading) -> Record:
    """The record of one document; of one that holds several protocols, each read for itself."""
    layout = lay_out(reading.text)
    damaged = any(page.verdict == "damaged" for page in reading.pages)
    doubts = doubts_of(reading) if damaged else ()
    if (left := repaired_before(reading)) is not None:
        damaged, doubts = True, left
    cuts = protocols_in(layout)
    read = protocols_read(reading, cuts, damaged=damaged, doubts=doubts) if cuts else ()
    if read:
        record = bound([(start, _record(own, a, of)) for start, own, a, of in read], reading)
    else:
        given = reading.metadata
        analysis = analyse(
            layout.text, layout, kind=given.kind, body=given.body, damaged=damaged, doubts=doubts
        )
        record = _record(reading, analysis, reading.id[:12])
    pages = tuple(
        PagePlace(p.number, s)
        for p, s in zip(reading.pages, reading.page_spans, strict=True)
        if s.start < s.end
    )
    return located(replace(record, pages=pages), reading.offsets)


def _record(reading: Reading, analysis: Analysis, short: str) -> Record:
    """What an analysis says, without pages; `short` is what the ids of its parts begin with."""
    items = items_of(analysis, short)
    return Record(
        document=_document(reading, analysis, items),
        text=analysis.layout.text,
        pages=(),
        items=items,
        questions=_questions(analysis, short),
        mentions=mentions_of(analysis),
        problems=(*reading.problems, *_problems(analysis, items)),
    )


def _questions(analysis: Analysis, short: str) -> tuple[Question, ...]:
    if analysis.kind not in (*ASKING, "svar"):
        return ()
    return questions_in(analysis.layout, short, answer=analysis.kind == "svar")


def mentions_of(analysis: Analysis) -> Mentions:
    """Dates, people, parties, amounts and references of the whole text."""
    text, people = analysis.layout.prose, analysis.people
    lists = [s for sections in analysis.item_sections for s in sections] or list(analysis.sections)
    entries = [
        trimmed(text, a.span.start, a.span.end - (text[a.span.end - 1] == "."))
        for s in lists
        if s.kind in ("papers", "attachments")
        for a in attachments_in(analysis.layout, s)
    ]
    breaks, starts = analysis.breaks, [f.start for f in analysis.found]
    ends = sorted({*breaks, *(c.span.start for c in analysis.case_numbers)})
    plans = plans_named(text, ends, starts, strict=analysis.kind in PROTOCOLS)
    bounds = (
        [s for a, b in zip([0, *breaks], [*breaks, len(text)], strict=True) for s in sentences(text, a, b)]
        if plans
        else []
    )
    meeting = next((d.edtf for d in analysis.role_dates if d.role == "meeting"), None)
    references = [
        *item_references(text, analysis.dates, analysis.body, meeting, starts),
        *document_references(text, analysis.dates, entries),
        *case_references(analysis.case_numbers),
        *plan_references(text, plans, analysis.dates, bounds, strict=analysis.kind in PROTOCOLS),
    ]
    return Mentions(
        dates=analysis.dates,
        people=people.mentions(),
        parties=tuple(sorted(parties_in(text, people.local), key=lambda p: p.span)),
        amounts=tuple(amounts_in(text)),
        references=tuple(sorted(references, key=lambda r: (r.span, r.kind))),
    )


UNSURE = 0.4  # the score of a kind that only headings speak for


def _kind_score(analysis: Analysis, items: Sequence[Item]) -> float:
    """How sure the kind is. What has the headings of a protocol and neither body, day nor anything done may
    be a novel in chapters."""
    told = analysis.body or any(d.role == "meeting" for d in analysis.role_dates)
    done = any(item.decisions or item.votes or item.statements or item.case_numbers for item in items)
    if analysis.kind in PROTOCOLS and not told and not done:
        return min(analysis.kind_score, UNSURE)
    return analysis.kind_score


def _document(reading: Reading, analysis: Analysis, items: Sequence[Item]) -> Document:
    given, layout = reading.metadata, analysis.layout
    dates = analysis.role_dates
    body = meeting_body(layout, analysis.sections, analysis.found)
    title = title_of(layout, analysis.found)
    origin: dict[str, str] = {}
    for field, value, outside in (("body", body, given.body), ("title", title, given.title)):
        if value or outside:
            origin[field] = "text" if value else given.origin.get(field, "metadata.csv")
    role: DateRole = "meeting" if analysis.kind in PROTOCOLS else "dated"
    if not any(d.role == role for d in dates) and given.date:
        dates = (*dates, RoleDate(role, given.date, None))
        origin["date"] = given.origin.get("date", "metadata.csv")
    elif dates:
        origin["date"] = "text"
    if given.kind:
        origin["kind"] = given.origin.get("kind", "metadata.csv") if given.kind == analysis.kind else "text"
    return Document(
        id=reading.id,
        source=reading.source,
        kind=analysis.kind,
        kind_score=_kind_score(analysis, items),
        filings=(Filing(reading.source, given.body or body, given.date, given.item),),
        body=body or given.body,
        title=title or given.title,
        source_url=given.source_url,
        metadata_from=origin,
        dates=dates,
        case_numbers=_own_cases(analysis),
        addressee=addressee_of(layout, analysis.kind),
        authors=authors_of(layout, analysis.people, analysis.kind),
        attendance=attendance_of(
            layout,
            analysis.sections,
            analysis.people,
            analysis.rolls,
            analysis.found[0].start if analysis.found else None,
        ),
        parts=analysis.parts,
    )


def _own_cases(analysis: Analysis) -> tuple[Value, ...]:
    """A document's own case numbers: its items', or the first that stands in its head."""
    if analysis.found:
        return _distinct(value for found in analysis.found for value in found.case_numbers)
    head = analysis.layout.lines[min(25, len(analysis.layout.lines)) - 1].end if analysis.layout.lines else 0
    return _distinct(c for c in analysis.case_numbers if c.span.end <= head)


def _distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple({value.value: value for value in reversed(list(values))}.values())[::-1]


def _problems(analysis: Analysis, items: Sequence[Item]) -> list[Problem]:
    """What a person should know: nothing to read, no structure, a protocol without decisions."""
    text = analysis.layout.text
    if not text.strip():
        return [Problem("empty", "The document holds no text.")]
    if analysis.kind in PROTOCOLS:
        if not any(item.decisions for item in items):
            return [Problem("no_decisions", "This reads like a protocol, and no decision was found in it.")]
        return []
    if analysis.kind == "annat":
        return [Problem("no_structure", "No form of a municipal record was recognised in this text.")]
    return []
