"""Matters: what is decided, moved, voted and said in each item of a protocol, or proposed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.analysis import PROTOCOLS, Analysis
from extract.ballots import list_of
from extract.bodies import bodies_in, body_above, higher_body, is_own
from extract.decisions import Point, decisions_in
from extract.items import FoundItem
from extract.layout import Layout
from extract.papers import attachments_in
from extract.people import People
from extract.proposals import proposals_in
from extract.record import (
    Decision,
    Item,
    Passage,
    Statement,
    Vote,
    Yrkande,
)
from extract.recusals import of_other_items, recusals_in
from extract.sections import Section, sections_of
from extract.statements import KINDS, Said, statements_in, until_reserved, untitled_in
from extract.told import told_decisions
from extract.votes import votes_in
from extract.yrkanden import yrkanden_in
from ocr.spans import Span, trimmed


def items_of(analysis: Analysis, short: str) -> tuple[Item, ...]:
    """The items of a protocol, or the one of another document.

    Ids stay: `<id12>/§8` and its parts `<id12>/§8/b1`; a document without paragraphs has the item `<id12>/0`,
    and its parts are `<id12>/b1`, `/u1`, `/y1`.
    """
    if analysis.found:
        items = tuple(
            _item(analysis, found, sections, f"{short}/§{found.number}")
            for found, sections in zip(analysis.found, analysis.item_sections, strict=True)
        )
        others = of_other_items(analysis.layout.prose, items)
        return tuple(
            replace(item, recusals=(*item.recusals, *others[item.number])) if item.number in others else item
            for item in items
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
    told = not headed and not any(s.kind == "deliberation" for s in sections)
    motions = [
        y
        for s in sections
        if is_protocol and (_may_move(s, headed) or (told and s.kind == "matter"))
        for y in yrkanden_in(layout, s, people, analysis.chair)
        if s.kind != "matter" or y.opens
    ]
    decided = any(s.kind in ("decision", "proposal") for s in sections)
    said = [x for s in sections if is_protocol for x in _said(layout, s, people, headed=decided)]
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


def _said(layout: Layout, section: Section, people: People, *, headed: bool) -> Iterable[Said]:
    """Statements under their headings; a reservation may also close what is decided, without one."""
    if section.kind in KINDS:
        return statements_in(layout, section, people)
    return untitled_in(layout, section, people, headed=headed)


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
        decided = list(decisions_in(layout, until_reserved(section), body))
        return decided or _listed(section, body)
    if section.kind in TOLD_IN and not any(s.kind in ("decision", "proposal") for s in sections):
        return told_decisions(layout, section, body)
    if section.kind != "proposal" or not body or not section.heading or not section.heading_span:
        return ()
    owner = section.heading.owner or ""
    heading = layout.prose[section.heading_span.start : section.heading_span.end]
    heading = heading.capitalize() if heading.isupper() else heading
    to = higher_body(heading[len(owner) :], body)
    if owner and not is_own(owner.removesuffix("s"), body):
        return ()
    if owner and not to and not bodies_in(heading[len(owner) :]):
        to = body_above(body)  # "Arbetsutskottets förslag till beslut": what a committee is there for
    if not owner and not (i and sections[i - 1].kind == "decision" and not sections[i - 1].lines):
        return ()  # "Förslag till kommunfullmäktige" is this body's own right below "Beslut"
    return decisions_in(layout, until_reserved(section), body, to=to) if to else ()


def _listed(section: Section, body: str | None) -> list[Point]:
    """A decision that is nothing but a list ("Torsdagen den 1 februari", ...), below its heading."""
    texts = [line.text for line in section.lines]
    if (
        len(texts) < LISTED
        or not section.heading_span
        or any(t.endswith((".", "!", "?", ":")) for t in texts)
    ):
        return []
    return [Point(None, Span(section.start, section.end), "decision", body, (), ())]


LISTED = 3  # lines


def _procedure(sections: Sequence[Section]) -> Passage | None:
    """From the first section on the procedure to the end of the last, votes between them included."""
    told = [s for s in sections if s.kind == "procedure" and s.end > s.start]
    return Passage(Span(told[0].start, told[-1].end)) if told else None
