"""What documents say of plans and matters, as values: places, mentions, happenings, and all of one document.

These values are what plans and links are put together from. They are read out of a record by facts.py and
kept with the document, so that nothing has to be read again when another document comes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from corpus.cases import CaseKey
from corpus.edtf import Days, days
from corpus.names import PlanName
from extract.record import Event, Filing
from ocr.spans import Span

Standing = Literal["decided", "proposed", "told"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document that can be cited.

    `protocol` is the id of the protocol that it lies in, where its document holds several that count alike.
    """

    document: str
    source: str
    item: str | None
    span: Span
    raw_span: Span
    quote: str
    protocol: str | None = None

    @property
    def home(self) -> tuple[str, str | None, str | None]:
        """What tells the item that it lies in from all others."""
        return self.document, self.protocol, self.item


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
    asks: bool  # whether it puts questions or proposals that want an answer
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


def filed_as(facts: Facts, filings: tuple[Filing, ...]) -> Facts:
    """The facts with all their places under the first of a document's filings, whichever was read."""
    source = filings[0].source
    if source == facts.source:
        return replace(facts, filings=filings)

    def here(place: Place) -> Place:
        return replace(place, source=source)

    return replace(
        facts,
        source=source,
        filings=filings,
        matters=tuple(replace(m, place=here(m.place)) for m in facts.matters),
        pointers=tuple(replace(p, place=here(p.place)) for p in facts.pointers),
        mentions=tuple(replace(m, place=here(m.place)) for m in facts.mentions),
        happenings=tuple(replace(h, place=here(h.place)) for h in facts.happenings),
        ties=tuple(replace(t, place=here(t.place)) for t in facts.ties),
    )
