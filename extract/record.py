"""What the stage `extract` hands on: one record a document, in the words of the contract.

Field names here are the names of the JSON. Every finding has a `span` in the record's text (repaired) and
the `raw_span` it came from; findings are made with `span` only, and `placing.located` fills in the other at
the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from ocr.page import Problem
from ocr.spans import Span

UNPLACED = Span(0, 0)

DocumentKind = Literal[
    "protokoll", "protokollsutdrag", "tjänsteutlåtande", "interpellation", "fråga", "svar", "skrivelse",
    "motion", "kallelse", "styrdokument", "remissvar", "bilaga", "annat",
]  # fmt: skip
StatementKind = Literal[
    "särskilt uttalande", "särskilt yttrande", "reservation", "ersättaryttrande", "protokollsanteckning",
    "yttrande",
]  # fmt: skip
DecisionStatus = Literal["decision", "proposal", "proposal_to_higher_body", "referral"]
DateRole = Literal["meeting", "dated", "signed", "approved", "posted", "removed"]
ReferenceKind = Literal["plan", "case", "item", "document"]
Event = Literal[
    "mandated", "proposed", "adopted", "revised", "extended", "replaced", "repealed", "referred_back",
    "tabled", "reported",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a statement or a proposal. A maker that is only a party has no name; `others` is "m.fl."."""

    name: str | None
    party: str | None = None
    others: bool = False
    span: Span | None = None
    raw_span: Span | None = None


@dataclass(frozen=True, slots=True)
class RoleDate:
    """A date that the document has by its form. `span` is None where it came from outside the text."""

    role: DateRole
    edtf: str
    span: Span | None = None
    inferred: bool = False
    raw_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its place: a case number, an addressee."""

    value: str
    span: Span
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was there (närvaro), with the role of that meeting; `party` is None where none is told."""

    name: str
    party: str | None
    role: Literal["ledamot", "ersättare", "tjänstgörande ersättare", "övrig"]
    span: Span
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Filing:
    """One place where these bytes were filed."""

    source: str
    body: str | None = None
    date: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several papers that a file holds: what it is, whose, and where it stands.

    A protocol among others has its own dates and attendance, and the `id` that those of its items begin with.
    """

    kind: DocumentKind
    title: str | None
    body: str | None
    by: tuple[Maker, ...]
    span: Span
    raw_span: Span = UNPLACED
    id: str | None = None
    dates: tuple[RoleDate, ...] = ()
    attendance: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of the document as a whole. `id` is the SHA-256 of its bytes, in hex; `metadata_from` says
    of what does not come from the text where it came from; `kind_score` is 0 to 1.
    """

    id: str
    source: str
    kind: DocumentKind
    kind_score: float
    filings: tuple[Filing, ...] = ()
    body: str | None = None
    title: str | None = None
    source_url: str | None = None
    metadata_from: dict[str, str] = field(default_factory=dict)
    dates: tuple[RoleDate, ...] = ()
    case_numbers: tuple[Value, ...] = ()
    addressee: Value | None = None
    authors: tuple[Maker, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    parts: tuple[Part, ...] = ()  # of a file that holds several papers, its own first


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a page stands in the text; pages are counted from 1."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """The decided sentence or point, without its lead-in."""

    id: str
    number: str | None
    span: Span
    status: DecisionStatus
    body: str | None = None
    verbs: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Yrkande:
    """What somebody moved (yrkande), with its makers."""

    id: str
    span: Span
    by: tuple[Maker, ...] = ()
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text with no more to say about it, such as a beslutsgång."""

    span: Span
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one person voted, where that is listed."""

    name: str
    party: str | None
    vote: Literal["yes", "no", "abstain", "absent"]


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote (votering) with its totals. `outcome` is the side that won, None where that is not told; of
    several votes of an item at most one is the main one, that which decides the matter.
    """

    span: Span
    yes: int
    no: int
    abstain: int = 0
    absent: int = 0
    outcome: Literal["yes", "no"] | None = None
    main: bool = True
    by: tuple[Ballot, ...] = ()
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Statement:
    """A särskilt uttalande or one of its kin; the span is the statement itself, quotation marks included."""

    id: str
    kind: StatementKind
    span: Span
    by: tuple[Maker, ...] = ()
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Recusal:
    """Somebody who did not take part for bias (jäv)."""

    name: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A paper that is said to be attached (bilaga)."""

    title: str
    span: Span
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph (§) of a protocol, or the whole of a document that has none (`number` null)."""

    id: str
    number: str | None
    title: str | None
    span: Span
    case_numbers: tuple[Value, ...] = ()
    decisions: tuple[Decision, ...] = ()
    yrkanden: tuple[Yrkande, ...] = ()
    procedure: Passage | None = None
    votes: tuple[Vote, ...] = ()
    statements: tuple[Statement, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A part of a question ("a)"); its `number` holds that of the question, "2a"."""

    id: str
    number: str
    span: Span
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is asked of somebody, as in an interpellation."""

    id: str
    number: str
    span: Span
    parts: tuple[QuestionPart, ...] = ()
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date spoken of, as EDTF; `inferred` where the year comes from what stands around."""

    span: Span
    edtf: str
    inferred: bool = False
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person spoken of; the party is carried over from elsewhere in the document where it is left out."""

    span: Span
    name: str
    party: str | None = None
    role: str | None = None
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A party spoken of, by its registered letters or as written."""

    span: Span
    party: str
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount spoken of, in whole units: "1,1 mnkr" is 1100000 "SEK"."""

    span: Span
    value: float
    unit: str
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a plan, case, item or document, with the event spoken of.

    `edtf` is the date that the text gives for the event and `bodies` who is said to have acted; `item` and
    `body` locate an item that is named as such ("kommunstyrelsens beslut den 2 maj 2020, § 93").
    """

    span: Span
    kind: ReferenceKind
    value: str
    item: str | None = None
    body: str | None = None
    edtf: str | None = None
    bodies: tuple[str, ...] = ()
    event: Event | None = None
    raw_span: Span = UNPLACED


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the text speaks of, each kind in the order of the text."""

    dates: tuple[DateMention, ...] = ()
    people: tuple[PersonMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    amounts: tuple[AmountMention, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one document says, in the fields of the contract.

    `text` is the repaired text of all pages, and every `span` counts in it, in code points; `raw_span` counts
    in the text as it came. A protocol has an item for each §, any other document one whose number is None.
    """

    document: Document
    text: str
    pages: tuple[PagePlace, ...]
    items: tuple[Item, ...]
    questions: tuple[Question, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    problems: tuple[Problem, ...] = ()
    schema: int = 1


def to_json(record: Record) -> bytes:
    """The record as one JSON line of the contract, without the newline."""
    return msgspec.json.encode(_without_absent_spans(msgspec.to_builtins(record)))


def _without_absent_spans(value: Any) -> Any:
    """In the contract a place that is not known is left out, not null."""
    if isinstance(value, dict):
        return {
            key: _without_absent_spans(v)
            for key, v in value.items()
            if not (v is None and key in ("span", "raw_span"))
        }
    if isinstance(value, (list, tuple)):
        return [_without_absent_spans(v) for v in value]
    return value


def from_json(line: bytes | str) -> Record:
    """Read a record back; raises msgspec.DecodeError where the line is none."""
    return msgspec.json.decode(line, type=Record)
