"""Where a record names plans, and what is said of them there.

The extractor says where a plan is named and what its sentence tells; here the name is read on to its end and
taken apart, and the date that belongs to the event is told from other dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.happenings import Mention, Place
from corpus.names import PlanName, names_budget, plan_name
from corpus.reach import adjectives_before, name_at
from extract.record import Record, Reference
from ocr.spans import Span

QUOTE = 400  # code points of a quotation at most


def place_of(record: Record, span: Span, raw_span: Span) -> Place:
    """A stretch of a record as a place to cite."""
    item = next((i.number for i in record.items if span.within(i.span)), None)
    quote = " ".join(record.text[span.start : span.end].split())
    quote = quote if len(quote) <= QUOTE else quote[:QUOTE].rsplit(" ", 1)[0] + " …"
    about = record.document
    own = about.parts[0].id if about.parts else None  # "<id12>/3", of the third protocol
    return Place(about.id, about.source, item, span, raw_span, quote, own if own and "/" in own else None)


def mentions_in(record: Record) -> Iterator[Mention]:
    for reference in record.mentions.references:
        if reference.kind != "plan":
            continue
        printed = _printed(record, reference)
        if printed is None and names_budget(record.text[reference.span.start : reference.span.end]):
            continue
        name = _name(reference, printed)
        if name is None or name.plural:
            continue
        yield Mention(
            place_of(record, reference.span, reference.raw_span),
            name,
            reference.event,
            _event_date(record, reference),
            reference.bodies or ((reference.body,) if reference.body else ()),
            reference.item or _section_near(record, reference),
            not (printed and (printed.says_which or printed.years)),
        )


def _name(reference: Reference, printed: PlanName | None) -> PlanName | None:
    """The name as printed; where that stands for another, the one that the extractor found it to mean."""
    meant = plan_name(_cut(reference.value))
    if printed and printed.says_which:
        return printed
    if meant and printed and printed.years and not meant.years:
        return replace(meant, years=printed.years)
    return meant or printed


def _printed(record: Record, reference: Reference) -> PlanName | None:
    """The name as it stands at a reference, read on to where it ends."""
    span = reference.span
    name = plan_name(_cut(record.text[span.start : span.end]))
    if name is None:
        return None
    head = record.text.find(name.head, span.start, span.end)
    if head < 0:
        return name
    start = adjectives_before(record.text, span.start) if head == span.start else span.start
    return plan_name(name_at(record.text, start, head + len(name.head))[0])


def name_in(text: str) -> PlanName | None:
    """The first plan that a sentence or a title names, without what follows its name."""
    name = plan_name(text)
    if name is None:
        return None
    head = name.printed.find(name.head)
    return plan_name(name_at(name.printed, 0, head + len(name.head))[0]) if head >= 0 else name


def _cut(printed: str) -> str:
    """A printed name without what the extractor took along behind it, or before it."""
    name = plan_name(printed)
    if name is None:
        return printed
    head = printed.index(name.head)
    return name_at(printed, 0, head + len(name.head))[0]


def _event_date(record: Record, reference: Reference) -> str | None:
    """When the event was; not the year until which a plan is extended, nor the years of the plan itself."""
    if reference.edtf is None:
        return None
    if "/" in reference.edtf and re.fullmatch(r"\d{4}/\d{4}", reference.edtf):
        return None
    if reference.event == "extended" and len(reference.edtf) == 4:
        return None
    return reference.edtf


def _section_near(record: Record, reference: Reference) -> str | None:
    """The § that follows the date of the event: "antogs av kommunfullmäktige 2022-06-16 § 4"."""
    if reference.event is None:
        return None
    for other in record.mentions.references:
        if (
            other.kind == "item"
            and other.edtf == reference.edtf
            and abs(other.span.start - reference.span.end) < 160
        ):
            return other.item
    return None
