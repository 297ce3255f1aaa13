"""What is known of a text before its items are read: laid out, cut, its kind told, people and dates found.

The order matters in few places: what is furniture before what is a heading, case numbers before dates (a year
in a case number is no date), people before their statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.attendance import chair_of
from extract.ballots import BallotList, ballot_lists, lists_begin
from extract.case_numbers import case_numbers_in
from extract.cut_cells import dates_joined, names_joined, with_letters
from extract.dates import dates_in
from extract.displaced import settled
from extract.document import (
    meeting_body,
    role_dates,
)
from extract.instances import by_instance
from extract.items import FoundItem, find_items
from extract.kinds import kind_of
from extract.layout import Layout, lay_out
from extract.legible import legible
from extract.misread import letters_meant, with_letters_meant, with_letters_of_body, with_noughts
from extract.misread_names import Doubt, one_name_each
from extract.own_headings import below_titles, own_headings
from extract.parts import parts_in
from extract.people import People, joined, people_in
from extract.record import (
    DateMention,
    DocumentKind,
    Maker,
    Part,
    RoleDate,
    Value,
)
from extract.sections import Section, sections_of
from extract.vote_names import people_in_rows
from extract.years import with_own_years

PROTOCOLS = ("protokoll", "protokollsutdrag")


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
    text: str,
    layout: Layout | None = None,
    *,
    kind: str | None = None,
    body: str | None = None,
    damaged: bool = False,
    doubts: Sequence[Doubt] = (),
) -> Analysis:
    """Lay out a text, if that is not done, and find what every room needs.

    The keywords are what is known from outside; `doubts` are what repair was not sure of, in a text that was
    `damaged`.
    """
    layout = layout or lay_out(text)
    if damaged:
        layout = layout.read(legible)
    found = tuple(find_items(layout))
    lists: tuple[BallotList, ...] = ()
    rolls: tuple[Section, ...] = ()
    if found and (begin := lists_begin(layout, found[-1].start)):
        lists = ballot_lists(layout, begin)
        rolls = tuple(sections_of(layout, begin, len(text)))
        layout = layout.until(begin)
        found = tuple(find_items(layout))
    cases = tuple(case_numbers_in(layout.prose, 0))
    names, days = layout.prose, layout.prose
    if damaged:
        names, days = names_joined(names), dates_joined(days)
        meant = letters_meant(cases)
        cases = with_noughts(with_letters(layout.prose, with_letters_meant(cases, meant)))
        found = tuple(
            replace(item, case_numbers=with_letters_meant(item.case_numbers, meant)) for item in found
        )
    layout, found = settled(layout, found)
    own_words = own_headings(layout, found)
    if own_words:
        found = below_titles(layout, found, own_words)
    sections = tuple(sections_of(layout, 0, len(text), own=own_words))
    told, score = kind_of(layout, found, sections, kind)
    if told not in PROTOCOLS:
        found = ()
    # those of a heading are told by where they stand, whatever their form
    titled = dict.fromkeys(v for item in found for v in item.case_numbers)
    cases += tuple(v for v in titled if not any(v.span.overlaps(c.span) for c in cases))
    cases = tuple(sorted(cases, key=lambda c: c.span))
    dates = dates_in(days, [c.span for c in cases])
    by_role = role_dates(layout, dates, protocol=told in PROTOCOLS)
    own = next((d.edtf for d in by_role if d.role in ("meeting", "dated") and not d.inferred), None)
    meets = meeting_body(layout, sections, found) or body
    if damaged:
        cases = with_letters_of_body(cases, meets)
        by_place = {value.span: value for value in cases}
        found = tuple(
            replace(item, case_numbers=tuple(by_place.get(v.span, v) for v in item.case_numbers))
            for item in found
        )
    in_text = people_in(names)
    people = joined(in_text, people_in_rows(layout.lines))
    if damaged:
        people = one_name_each(people, names, doubts)
    return Analysis(
        layout=layout,
        found=found,
        sections=sections,
        item_sections=tuple(
            by_instance(
                sections_of(layout, item.body_start, item.end, decides=True, own=own_words), meets, own
            )
            for item in found
        ),
        kind=told,
        kind_score=score,
        body=meets,
        people=people,
        case_numbers=cases,
        dates=with_own_years(layout.prose, dates, own),
        role_dates=by_role,
        ballots=lists,
        parts=() if told in PROTOCOLS else parts_in(layout, people, told),
        rolls=rolls,
        chair=chair_of(sections, people, found[0].start if found else len(text)),
    )
