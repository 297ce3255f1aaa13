"""The record, put together: each room's findings with ids, the items' own and the document's.

The order matters in few places: what is furniture before what is a heading, case numbers before dates (a year
in a case number is no date), people before their statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.amounts import amounts_in
from extract.attendance import attendance_of, chair_of
from extract.ballots import BallotList, ballot_lists, list_of, lists_begin
from extract.bodies import bodies_in, body_above, higher_body, is_own
from extract.case_numbers import case_numbers_in
from extract.dates import dates_in
from extract.decisions import Point, decisions_in, told_decisions
from extract.document import (
    addressee_of,
    authors_of,
    meeting_body,
    role_dates,
    title_of,
)
from extract.events import plan_references
from extract.items import FoundItem, find_items
from extract.kinds import kind_of
from extract.layout import Layout, lay_out
from extract.misread import one_form_each
from extract.papers import attachments_in
from extract.parties import parties_in
from extract.parts import parts_in
from extract.people import People, joined, people_in
from extract.plans import plans_named
from extract.proposals import proposals_in
from extract.questions import questions_in
from extract.record import (
    DateMention,
    DateRole,
    Decision,
    Document,
    DocumentKind,
    Filing,
    Item,
    Maker,
    Mentions,
    PagePlace,
    Part,
    Passage,
    Question,
    Record,
    RoleDate,
    Statement,
    Value,
    Vote,
    Yrkande,
    located,
)
from extract.recusals import recusals_in
from extract.references import case_references, document_references, item_references
from extract.sections import Section, sections_of
from extract.sentences import sentences
from extract.statements import Said, is_statement, reservations_in, statements_in, until_reserved
from extract.vote_names import people_in_rows
from extract.votes import votes_in
from extract.years import with_own_years
from extract.yrkanden import yrkanden_in
from ocr.page import Problem, Reading
from ocr.spans import Span, trimmed

PROTOCOLS = ("protokoll", "protokollsutdrag")
ASKING = ("interpellation", "fråga", "skrivelse", "motion")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a text before the items are read: shared by all rooms."""

    layout: Layout
    found: tuple[FoundItem, ...]
    sections: tuple[Section, ...]
    item_sections: tuple[tuple[Section, ...], ...]  # of each paragraph that was found
    kind: DocumentKind
    kind_score: float
    body: str | None
    people: People
    case_numbers: tuple[Value, ...]
    dates: tuple[DateMention, ...]
    role_dates: tuple[RoleDate, ...]
    ballots: tuple[BallotList, ...]
    parts: tuple[Part, ...]  # the papers of a file that holds several
    rolls: tuple[Section, ...]  # lists of who was there behind the last paragraph
    chair: Maker | None = None

    @property
    def breaks(self) -> list[int]:
        """Where a sentence cannot go on: headings and new paragraphs."""
        heads = {s.heading_span.start for s in self.sections if s.heading_span}
        heads |= (
            {s.start for s in self.sections}
            | {f.start for f in self.found}
            | {f.body_start for f in self.found}
        )
        lines = self.layout.lines
        return sorted(heads | {line.start for line in lines if line.gap and not line.text[0].islower()})


def analyse(
    text: str, *, kind: str | None = None, body: str | None = None, damaged: bool = False
) -> Analysis:
    """Lay out a text and find what every room needs. The keywords are what is known from outside."""
    layout = lay_out(text)
    found = tuple(find_items(layout))
    lists: tuple[BallotList, ...] = ()
    rolls: tuple[Section, ...] = ()
    if found and (begin := lists_begin(layout, found[-1].start)):
        lists = ballot_lists(layout, begin)
        rolls = tuple(sections_of(layout, begin, len(text)))
        layout = layout.until(begin)
        found = tuple(find_items(layout))
    sections = tuple(sections_of(layout, 0, len(text)))
    told, score = kind_of(layout, found, sections, kind)
    if told not in PROTOCOLS:
        found = ()
    cases = tuple(case_numbers_in(layout.prose, 0))
    dates = dates_in(layout.prose, [c.span for c in cases])
    by_role = role_dates(layout, dates, protocol=told in PROTOCOLS)
    own = next((d.edtf for d in by_role if d.role in ("meeting", "dated") and not d.inferred), None)
    people = joined(people_in(layout.prose), people_in_rows(layout.lines))
    if damaged:
        people = one_form_each(people)
    return Analysis(
        layout=layout,
        found=found,
        sections=sections,
        item_sections=tuple(
            tuple(sections_of(layout, item.body_start, item.end, decides=True)) for item in found
        ),
        kind=told,
        kind_score=score,
        body=meeting_body(layout, sections, found) or body,
        people=people,
        case_numbers=cases,
        dates=with_own_years(layout.prose, dates, own),
        role_dates=by_role,
        ballots=lists,
        parts=() if told in PROTOCOLS else parts_in(layout, people, told),
        rolls=rolls,
        chair=chair_of(sections, people, found[0].start if found else len(text)),
    )


def build(reading: Reading) -> Record:
    """The record of one document."""
    text = reading.text
    given = reading.metadata
    damaged = any(page.verdict == "damaged" for page in reading.pages)
    analysis = analyse(text, kind=given.kind, body=given.body, damaged=damaged)
    short = reading.id[:12]
    items = items_of(analysis, short)
    pages = tuple(
        PagePlace(p.number, s)
        for p, s in zip(reading.pages, reading.page_spans, strict=True)
        if s.start < s.end
    )
    record = Record(
        document=_document(reading, analysis),
        text=text,
        pages=pages,
        items=items,
        questions=_questions(analysis, short),
        mentions=mentions_of(analysis),
        problems=(*reading.problems, *_problems(analysis, items)),
    )
    return located(record, reading.offsets)


def _questions(analysis: Analysis, short: str) -> tuple[Question, ...]:
    if analysis.kind not in (*ASKING, "svar"):
        return ()
    return questions_in(analysis.layout, short, answer=analysis.kind == "svar")


def items_of(analysis: Analysis, short: str) -> tuple[Item, ...]:
    """The items of a protocol, or the one of another document.

    Ids stay: `<id12>/§8` and its parts `<id12>/§8/b1`; a document without paragraphs has the item `<id12>/0`,
    and its parts are `<id12>/b1`, `/u1`, `/y1`.
    """
    if analysis.found:
        return tuple(
            _item(analysis, found, sections, f"{short}/§{found.number}")
            for found, sections in zip(analysis.found, analysis.item_sections, strict=True)
        )
    text = analysis.layout.text
    whole = trimmed(text, 0, len(text))
    if whole.start == whole.end:
        return ()
    only = FoundItem(None, whole.start, whole.end, len(text), None, (), whole.start)
    decides = analysis.kind in PROTOCOLS
    sections = sections_of(analysis.layout, only.body_start, only.end, decides=decides)
    return (_item(analysis, only, sections, short, f"{short}/0"),)


def _item(
    analysis: Analysis, found: FoundItem, sections: Sequence[Section], parts: str, own_id: str | None = None
) -> Item:
    """One item. `parts` is what the ids of its decisions and statements begin with."""
    layout, people = analysis.layout, analysis.people
    is_protocol = analysis.kind in PROTOCOLS
    headed = any(s.kind == "motion" for s in sections)
    motions = [
        y
        for s in sections
        if is_protocol and _may_move(s, headed)
        for y in yrkanden_in(layout, s, people, analysis.chair)
    ]
    said = [x for s in sections if is_protocol for x in _said(layout, s, people)]
    points = (
        [d for i, s in enumerate(sections) for d in _decided(layout, sections, i, analysis.body)]
        if is_protocol
        else _proposed(analysis, sections)
    )
    title = found.title
    return Item(
        id=own_id or parts,
        number=found.number,
        title=" ".join(layout.prose[title.start : title.end].split()) if title else None,
        span=Span(found.start, found.end),
        case_numbers=found.case_numbers,
        decisions=tuple(
            Decision(f"{parts}/b{i}", p.number, p.span, p.status, p.body, p.verbs, p.recipients)
            for i, p in enumerate(points, 1)
        ),
        yrkanden=tuple(Yrkande(f"{parts}/y{i}", y.span, y.by) for i, y in enumerate(motions, 1)),
        procedure=_procedure(sections) if is_protocol else None,
        votes=_votes(analysis, found, sections) if is_protocol else (),
        statements=tuple(Statement(f"{parts}/u{i}", x.kind, x.span, x.by) for i, x in enumerate(said, 1)),
        recusals=recusals_in(layout, sections, people) if is_protocol else (),
        attachments=tuple(
            a for s in sections if s.kind in ("papers", "attachments") for a in attachments_in(layout, s)
        ),
    )


def _proposed(analysis: Analysis, sections: Sequence[Section]) -> list[Point]:
    """What a document that is no protocol proposes; each of its papers for itself.

    What an extract of a protocol among them decides was decided elsewhere and on another day, and is left to
    the record of that protocol.
    """
    layout = analysis.layout
    if not analysis.parts:
        return proposals_in(layout, sections, analysis.body, analysis.kind)
    points: list[Point] = []
    for part in analysis.parts:
        if part.kind not in PROTOCOLS:
            own = sections_of(layout, part.span.start, part.span.end)
            points += proposals_in(layout, own, part.body or analysis.body, part.kind)
    return points


def _said(layout: Layout, section: Section, people: People) -> Iterable[Said]:
    """Statements under their headings; a reservation may also close what is decided, without one."""
    if is_statement(section):
        return statements_in(layout, section, people)
    return reservations_in(layout, section, people)


TOLD_IN = ("opening", "deliberation")
MEETING_TOLD = ("motion", "deliberation", "procedure", "opening")


def _may_move(section: Section, motions_headed: bool) -> bool:
    """Yrkanden stand under their heading; in Stockholm under "Förslag till beslut", by members.

    Houses that have no such heading tell them where they tell of the meeting.
    """
    owned = section.heading is not None and section.heading.owner is not None
    told = ("motion", "deliberation") if motions_headed else MEETING_TOLD
    return section.kind in told or (section.kind == "proposal" and not owned)


def _votes(analysis: Analysis, found: FoundItem, sections: Sequence[Section]) -> tuple[Vote, ...]:
    """The votes of an item, with the ballots that an appendix lists."""
    votes = votes_in(analysis.layout, sections, analysis.people)
    return tuple(
        vote if vote.by else replace(vote, by=list_of(analysis.layout, vote, found.number, analysis.ballots))
        for vote in votes
    )


def _decided(layout: Layout, sections: Sequence[Section], i: int, body: str | None) -> Iterable[Point]:
    """What a section of a protocol decides; its own proposals to a higher body among it."""
    section = sections[i]
    if section.kind == "decision":
        return decisions_in(layout, until_reserved(layout, section), body)
    if section.kind in TOLD_IN and not any(s.kind in ("decision", "proposal") for s in sections):
        return told_decisions(layout, section, body)
    if section.kind != "proposal" or not body or not section.heading or not section.heading_span:
        return ()
    owner = section.heading.owner or ""
    heading = layout.prose[section.heading_span.start : section.heading_span.end]
    to = higher_body(heading[len(owner) :], body)
    if owner and not is_own(owner.removesuffix("s"), body):
        return ()
    if owner and not to and not bodies_in(heading[len(owner) :]):
        to = body_above(body)  # "Arbetsutskottets förslag till beslut": what a committee is there for
    if not owner and not (i and sections[i - 1].kind == "decision" and not sections[i - 1].lines):
        return ()  # "Förslag till kommunfullmäktige" is this body's own right below "Beslut"
    return decisions_in(layout, until_reserved(layout, section), body, to=to) if to else ()


def _procedure(sections: Sequence[Section]) -> Passage | None:
    """From the first section on the procedure to the end of the last, votes between them included."""
    told = [s for s in sections if s.kind == "procedure" and s.end > s.start]
    return Passage(Span(told[0].start, told[-1].end)) if told else None


def mentions_of(analysis: Analysis) -> Mentions:
    """Dates, people, parties, amounts and references of the whole text."""
    text, people = analysis.layout.prose, analysis.people
    lists = [s for sections in analysis.item_sections for s in sections] or list(analysis.sections)
    entries = [
        Span(a.span.start, a.span.end - (1 if text[a.span.end - 1] == "." else 0))
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


def _document(reading: Reading, analysis: Analysis) -> Document:
    given, layout = reading.metadata, analysis.layout
    dates = analysis.role_dates
    body = meeting_body(layout, analysis.sections, analysis.found)
    title = title_of(layout, analysis.found, analysis.kind)
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
        kind_score=analysis.kind_score,
        filings=(Filing(reading.source, given.body or body, given.date, given.item),),
        body=body or given.body,
        title=title or given.title,
        source_url=given.source_url,
        metadata_from=origin,
        dates=dates,
        case_numbers=_own_cases(analysis),
        addressee=addressee_of(layout, analysis.kind),
        authors=authors_of(layout, analysis.people, analysis.kind),
        attendance=attendance_of(layout, analysis.sections, analysis.people, analysis.rolls),
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
