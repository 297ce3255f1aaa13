"""What one document says of plans: where it names them, and what it decides, proposes or tells about them.

Pure and per document: from a record to the mentions and events that `plans.py` puts together over the whole
archive. A decision tells an event by its own verbs; a sentence tells one by what the extractor read there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from corpus.cases import CaseKey, case_key
from corpus.edtf import Days, days
from corpus.names import PlanName, names_budget, plan_name, same, short_for
from corpus.reach import adjectives_before, name_at
from extract.bodies import bodies_in
from extract.record import DateRole, Decision, Event, Filing, Item, Record, Reference
from ocr.spans import Span, trimmed

Standing = Literal["decided", "proposed", "told"]

OWN_DATES: tuple[DateRole, ...] = ("meeting", "dated", "signed")
PROTOCOL_DATES: tuple[DateRole, ...] = (
    "meeting",
)  # what is "dated" in minutes is a paper that they speak of
AFTERWARDS: tuple[DateRole, ...] = ("approved", "posted")  # some days or weeks after the meeting
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
# I samband med revideringen av planen beslutade nämnderna att planen skulle förlängas.
TOGETHER = re.compile(
    r"\b(?:i samband med|samtidigt (?:som|med)|i anslutning till)\b(?:[^.!?\n]|\n(?!\s*\n)){0,400}[.!?]",
    re.IGNORECASE,
)
ANSWERS = re.compile(r"\b(?:besvara(?:r|s|d|t|de|des)|som svar på)\b", re.IGNORECASE)
# Den 24 april 2024 behandlar kommunstyrelsen ärendet ”Redovisning av uppdrag att ...”
NAMED_MATTER = re.compile(r"\bärendet\s+[”“\"](?P<title>[^”“\"]{15,300})[”“\"]", re.IGNORECASE)
MATTER_REACH = 120  # code points between the date and the matter
SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
LINE = 60  # code points of an opening line
QUOTE = 400  # code points of a quotation at most
WINDOW = 60  # days that the preparation of a matter takes at most, for a document without a date


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document that can be cited."""

    document: str
    source: str
    item: str | None
    span: Span
    raw_span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a plan is named, with what is said of it there."""

    place: Place
    name: PlanName
    event: Event | None
    edtf: str | None
    bodies: tuple[str, ...]
    section: str | None = None
    bare: bool = False  # only "handlingsplanen": the name is one that stands elsewhere


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that became of a plan: decided or proposed by this document, or told of in it.

    `edtf` is when; `about` is what is known where no date is stated: the days of the matter's preparation.
    """

    place: Place
    name: PlanName
    event: Event
    standing: Standing
    edtf: str | None
    about: Days | None
    bodies: tuple[str, ...]
    cases: tuple[CaseKey, ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """An item of a protocol, or a document without items: what may be pointed to."""

    place: Place
    title: str | None
    cases: tuple[CaseKey, ...]
    answers: bool  # whether it says that a question or motion is answered


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference to an item: "den 8 juni 2023, § 3"."""

    place: Place
    edtf: str
    item: str | None
    body: str | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Events that a sentence says were one occasion: "i samband med revideringen beslutades att förlänga"."""

    events: frozenset[Event]
    place: Place


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document says of plans, and what it is to others."""

    document: str
    source: str
    kind: str
    minutes: bool
    body: str | None
    edtf: str | None
    about: Days | None
    filings: tuple[Filing, ...] = ()
    matters: tuple[Matter, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    mentions: tuple[Mention, ...] = ()
    happenings: tuple[Happening, ...] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def when(self) -> Days | None:
        return days(self.edtf) or self.about


def facts(record: Record) -> Facts:
    """What a record says of plans."""
    document = record.document
    edtf = own_date(record)
    about = None if edtf else _afterwards(record) or _preparation(record)
    known = Facts(
        document.id, document.source, document.kind, is_minutes(record), document.body, edtf, about,
        document.filings, tuple(_matters(record)), tuple(_pointers(record)),
    )  # fmt: skip
    mentions = tuple(_mentions(record))
    happenings = (*_decided(record, known, mentions), *_told(known, mentions), *_before(record, mentions))
    return replace(known, mentions=mentions, happenings=happenings, ties=tuple(_ties(record, mentions)))


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


def place_of(record: Record, span: Span, raw_span: Span) -> Place:
    """A stretch of a record as a place to cite."""
    item = next((i.number for i in record.items if span.within(i.span)), None)
    quote = " ".join(record.text[span.start : span.end].split())
    quote = quote if len(quote) <= QUOTE else quote[:QUOTE].rsplit(" ", 1)[0] + " …"
    return Place(record.document.id, record.document.source, item, span, raw_span, quote)


def _mentions(record: Record) -> Iterator[Mention]:
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
            not (printed and printed.says_which),
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


# Decisions ----------------------------------------------------------------------------------------------


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


# What is told -------------------------------------------------------------------------------------------


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
