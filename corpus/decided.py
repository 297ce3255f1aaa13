"""What becomes of a plan: decided or proposed by a document, or told in it.

A decision tells an event by its own verbs, and speaks of the plan that it names, or that its item's title
names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import get_args

from corpus.cases import case_key
from corpus.edtf import days
from corpus.happenings import Facts, Happening, Mention
from corpus.mentions import name_in, place_of
from corpus.names import PlanName, same, short_for
from extract.record import Decision, Event, Item, Record
from ocr.spans import Span

# A title of these is about what somebody wants, not about the plan that it names.
ABOUT_OTHERS = re.compile(
    r"\b(?:motion|interpellation|fråga|skrivelse|medborgarförslag|yttrande över)\b", re.IGNORECASE
)
STANDS_FOR = re.compile(
    r"\b(?:hand?lings)?(?:planen|programmet|policyn|riktlinjen|riktlinjerna|strategin|ärendet)\b",
    re.IGNORECASE,
)
SEPARATE_DECISIONS = re.compile(r"[.;]\s+(?=[A-ZÅÄÖ0-9])")
TWO_BODIES = re.compile(
    r"""
    (?:\d+[.)]\s*)?
    (?P<one>\w+(?:nämnden|styrelsen)) \s+ (?:respektive|och|samt) \s+ (?P<two>\w+(?:nämnden|styrelsen))\b
    """,  # 1. Socialnämnden respektive äldrenämnden
    re.VERBOSE,
)


def happenings_in(record: Record, known: Facts, mentions: tuple[Mention, ...]) -> Iterator[Happening]:
    """All that a record decides, proposes or tells of plans."""
    yield from _decided(record, known, mentions)
    yield from _told(known, mentions)
    yield from _before(record, mentions)


def _decided(record: Record, known: Facts, mentions: tuple[Mention, ...]) -> Iterator[Happening]:
    for item in record.items:
        subject = _subject(record, item, mentions)
        for decision in item.decisions:
            found = list(_by_decision(record, known, item, decision, subject, mentions))
            yield from found


def _by_decision(
    record: Record,
    known: Facts,
    item: Item,
    decision: Decision,
    subject: PlanName | None,
    mentions: tuple[Mention, ...],
) -> Iterator[Happening]:
    text = record.text[decision.span.start : decision.span.end]
    event = event_of(text)
    if event is None:
        return
    named = [
        m
        for m in mentions
        if m.place.span.start < decision.span.end and decision.span.start < m.place.span.end
    ]
    names = [named[0].name] if named and named[0].name.says_which else []
    if not names and (own := name_in(text)) and own.says_which and not own.plural:
        names = [own]
    if names and not names[0].years:
        others = [
            m.name
            for m in named[1:]
            if m.name.years and not (m.name.says_which and not _one_plan(m.name, names[0]))
        ]
        titled = [subject] if subject and item.number and _one_plan(names[0], subject) else []
        names = [_with_years(names[0], next(iter(others + titled), None))]
    if not names and subject and (named or STANDS_FOR.search(text) or event in ("tabled", "referred_back")):
        names = [_with_years(subject, named[0].name if named else None)]
    if event == "reported":
        names += [m.name for m in named[1:] if m.name.says_which]
    cases = tuple(k for c in (*item.case_numbers, *record.document.case_numbers) if (k := case_key(c.value)))
    for name in names:
        yield Happening(
            place_of(record, decision.span, decision.raw_span),
            name,
            event,
            "decided" if known.minutes and decision.status in ("decision", "referral") else "proposed",
            known.edtf,
            known.about,
            _deciding(record, decision),
            cases,
            item.number,
        )


def _with_years(name: PlanName, other: PlanName | None) -> PlanName:
    return replace(name, years=other.years) if other and other.years else name


def _deciding(record: Record, decision: Decision) -> tuple[str, ...]:
    """Who decides: as the decision says, all bodies that it names as its subject, or the document's own."""
    own = [b for b in (decision.body, record.document.body) if b]
    text = record.text[decision.span.start : decision.span.end]
    together = TWO_BODIES.match(text)
    if together:
        return (together["one"].capitalize(), together["two"].capitalize())
    return (own[0],) if own else ()


def _subject(record: Record, item: Item, mentions: tuple[Mention, ...]) -> PlanName | None:
    """The plan that an item is about: the one its title names."""
    title = item.title or (record.document.title if item.number is None else None)
    if title and ABOUT_OTHERS.search(title):
        return None
    name = name_in(title) if title else None
    if name and name.says_which:
        opening = Span(item.span.start, item.span.start + len(title or "") + 120)
        inside = [m.name for m in mentions if m.place.span.within(opening) and m.name.says_which]
        return inside[0] if inside else name
    if item.number is None:
        return _main(mentions)
    return None


def _main(mentions: tuple[Mention, ...]) -> PlanName | None:
    """The plan that a document without paragraphs is about: the one that most of its names are names of."""
    full = [m.name for m in mentions if m.name.says_which]
    best = max(
        full, key=lambda name: (sum(_one_plan(name, other) for other in full), len(name.words)), default=None
    )
    if best is None or sum(_one_plan(best, other) for other in full) * 3 < len(full) * 2:
        return None
    return best


def _one_plan(a: PlanName, b: PlanName) -> bool:
    return same(a, b) or short_for(a, b) or short_for(b, a)


@cache
def _patterns() -> tuple[tuple[Event, re.Pattern[str], re.Pattern[str] | None], ...]:
    data = tomllib.loads(files("corpus").joinpath("data", "events.toml").read_text(encoding="utf-8"))

    def pattern(stems: list[str]) -> re.Pattern[str]:
        words = "|".join(
            re.escape(stem.rstrip(".")).replace(r"\ ", r"\s+") + (r"\b" if stem.endswith(".") else "")
            for stem in stems
        )
        return re.compile(rf"\b(?:{words})", re.IGNORECASE)

    return tuple(
        (e["name"], pattern(e["stems"]), pattern(e["with"]) if "with" in e else None) for e in data["event"]
    )


def event_of(decision: str) -> Event | None:
    """What a decision does to the plan that it speaks of.

    >>> event_of("Nämnden godkänner revideringen av planen.")
    'revised'
    """
    first = SEPARATE_DECISIONS.split(re.sub(r"^\s*\d+[.)]\s*", "", decision), maxsplit=1)[0]
    for event, stems, companions in _patterns():
        if stems.search(first):
            if companions is None:
                return event
            return event if companions.search(first) else None
    return None


def _before(record: Record, mentions: tuple[Mention, ...]) -> Iterator[Happening]:
    """Earlier treatment that an item tells of: "Bordlagt den 25 maj 2023, § 30" under a plan's title."""
    for item in record.items:
        subject = _subject(record, item, mentions) if item.number else None
        if subject is None:
            continue
        for reference in record.mentions.references:
            if (
                reference.kind == "item"
                and reference.event in ("tabled", "referred_back")
                and reference.span.within(item.span)
                and days(reference.edtf)
            ):
                yield Happening(
                    place_of(record, reference.span, reference.raw_span), subject, reference.event, "told",
                    reference.edtf, None, (reference.body,) if reference.body else (), section=reference.item,
                )  # fmt: skip


def _told(known: Facts, mentions: tuple[Mention, ...]) -> Iterator[Happening]:
    """Events that running text speaks of, with a date; what the decisions say themselves is not told."""
    for mention in mentions:
        bounds = days(mention.edtf)
        if mention.event is None or bounds is None or mention.event not in get_args(Event):
            continue
        if known.when and bounds.first > known.when.last:
            continue  # what is to come has not happened
        yield Happening(
            mention.place, mention.name, mention.event, "told", mention.edtf, None, mention.bodies,
            section=mention.section,
        )  # fmt: skip
