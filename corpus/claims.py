"""Claims: what a text says became of a plan, held against itself and against the record.

The verdicts are the contract's: agrees; differs; inconsistent within the document; not in the record. Each
shows both places in their own words, and the wording stays factual: "the record says 2018-05". Which side is
right is not for a program to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Literal

import msgspec

from corpus.edtf import days
from corpus.happenings import Facts, Mention, Place
from corpus.links import Evidence, Link, Remark
from corpus.plans import Known, Plan
from corpus.timeline import bodies_key
from extract.record import Event

ClaimVerdict = Literal["agrees", "differs", "inconsistent within the document", "not in the record"]

ONCE: frozenset[Event] = frozenset({"adopted"})  # what happens to an edition once
TIED: frozenset[Event] = frozenset({"adopted", "revised", "extended", "repealed", "replaced"})
STAGED = frozenset(
    {"detaljplan"}
)  # which one body approves and another adopts, both called godkänd and antagen
FAR = 400  # days: dates further apart are two occasions, such as a plan without years that was adopted anew
NOT_YET = re.compile(
    r"\b(?:kan|ska|skall|bör|kommer att|senast|medföra|upprättad|förväntas)\b", re.IGNORECASE
)


TAKES_UP = re.compile(  # den reviderade handlingsplanen enligt besluten i nämnderna
    r"\b(?:reviderade|uppdaterade|förlängda|antagna)\s+\w*(?:planen|programmet|policyn|riktlinjen|riktlinjerna|strategin)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that are compared: what is said, and where."""

    says: str
    place: Place


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of a document with its verdict; `other` is what it is held against, if anything is."""

    document: str
    plan: str
    event: Event | None
    verdict: ClaimVerdict
    words: str
    claim: Side
    other: Side | None = None


def claims_of(documents: Sequence[Facts], known: Known, links: Sequence[Link]) -> Iterator[Claim]:
    """All claims of all documents that have a verdict."""
    plans = {plan.id: plan for plan in known.plans}
    for facts in documents:
        named: dict[str, list[Mention]] = {}
        for mention in facts.mentions:
            meant = known.meant.get((mention.place.document, mention.place.span))
            if meant:
                named.setdefault(meant, []).append(mention)
        for ident, mentions in named.items():
            yield from _within(facts, plans[ident], mentions)
    treated: dict[str, set[str]] = {}
    for link in links:
        if link.kind == "treated_in" and link.to is not None:
            treated.setdefault(link.source.document, set()).add(link.to.place.document)
    for link in links:
        if (claim := _against_the_record(link, treated)) is not None:
            yield claim


# Within a document --------------------------------------------------------------------------------------


def _within(facts: Facts, plan: Plan, mentions: Sequence[Mention]) -> Iterator[Claim]:
    if plan.kind in STAGED:
        return
    dated = [m for m in mentions if _is_told(facts, m)]
    told: set[frozenset[str | None]] = set()
    for a, b in combinations(dated, 2):
        if not _one_event(facts, plan, a, b) or not _differ(a.edtf, b.edtf):
            continue
        pair = frozenset((a.edtf, b.edtf))
        if pair in told:
            continue
        told.add(pair)
        yield Claim(
            facts.document,
            plan.name,
            a.event,
            "inconsistent within the document",
            f"the document says {a.edtf} here and {b.edtf} there" + _why(facts, a, b),
            Side(str(a.edtf), a.place),
            Side(str(b.edtf), b.place),
        )


def _is_told(facts: Facts, mention: Mention) -> bool:
    """Whether a mention tells when something happened, and does not only foresee it."""
    bounds = days(mention.edtf)
    if mention.event is None or bounds is None or NOT_YET.search(mention.place.quote):
        return False
    return facts.when is None or bounds.first <= facts.when.last


def _one_event(facts: Facts, plan: Plan, a: Mention, b: Mention) -> bool:
    """Whether two mentions speak of one occasion: a thing that happens once, or two that the text ties."""
    if a.bodies and b.bodies and not bodies_key(a.bodies) & bodies_key(b.bodies):
        return False
    if a.event == b.event:
        known = bool(a.bodies and b.bodies) and (_takes_up(a) or _takes_up(b))
        return (a.event in ONCE or known) and _edition(plan, a) == _edition(plan, b)
    return _tied(facts, a, b) is not None


def _takes_up(mention: Mention) -> bool:
    """Whether a mention speaks of an event as one that is known already."""
    return TAKES_UP.search(mention.place.quote) is not None


def _edition(plan: Plan, mention: Mention) -> str | None:
    years = mention.name.years
    if years is None:
        return plan.editions[0].edtf if len(plan.editions) == 1 else None
    return next((e.edtf for e in plan.editions if e.holds(years)), f"{years[0]}/{years[1]}")


def _tied(facts: Facts, a: Mention, b: Mention) -> Place | None:
    if a.event not in TIED or b.event not in TIED:
        return None
    return next((t.place for t in facts.ties if a.event in t.events and b.event in t.events), None)


def _why(facts: Facts, a: Mention, b: Mention) -> str:
    tie = None if a.event == b.event else _tied(facts, a, b)
    return f", and calls both one occasion: ”{' '.join(tie.quote.split())}”" if tie else ""


def _differ(a: str | None, b: str | None) -> bool:
    """Whether two dates can't be one day, and are not so far apart that they are two occasions."""
    one, two = days(a), days(b)
    if one is None or two is None or one.overlaps(two):
        return False
    early, late = min(one, two), max(one, two)
    return (date.fromisoformat(late.first) - date.fromisoformat(early.last)).days <= FAR


# Against the record -------------------------------------------------------------------------------------


def _against_the_record(link: Link, treated: Mapping[str, set[str]]) -> Claim | None:
    """The verdict on a reference that says when, where or in which § something was decided."""
    evidence = link.evidence
    if link.kind != "refers_to" or link.plan is None:
        return None
    if link.state == "linked" and link.to and "agrees" in (evidence.date, evidence.body):
        if evidence.date == "open":
            return None
        words = evidence.basis or "the record says the same"
        return _claim(link, "agrees", words, Side(words, link.to.place))
    if link.state != "unresolved" or evidence.date != "not_in_record":
        return None
    differing = [
        c
        for c in link.candidates
        if c.event in ONCE
        and c.place.document not in treated.get(link.source.document, ())
        and _only_the_date(c.evidence)
        and _differ(link.claimed, c.date)
        and not NOT_YET.search(link.source.quote)
    ]
    if len(differing) == 1:
        basis = differing[0].evidence.basis or ""
        return _claim(link, "differs", basis, Side(basis, differing[0].place))
    return _claim(link, "not in the record", "the record holds no such decision", None)


def _only_the_date(evidence: Evidence) -> bool:
    others = (evidence.body, evidence.name, evidence.case_number)
    return evidence.date == "differs" and "differs" not in others and evidence.basis is not None


def _claim(link: Link, verdict: ClaimVerdict, words: str, other: Side | None) -> Claim:
    said = Side(link.source.quote, link.source)
    return Claim(link.source.document, link.plan or "", link.event, verdict, words, said, other)


def remarked(links: Sequence[Link], claims: Sequence[Claim]) -> Iterator[Link]:
    """The links with what speaks against them said beside them."""
    beside: dict[Place, list[Remark]] = {}
    for claim in claims:
        if claim.verdict not in ("differs", "inconsistent within the document") or claim.other is None:
            continue
        beside.setdefault(claim.claim.place, []).append(Remark(claim.verdict, claim.words, claim.other.place))
        if claim.other.place.document == claim.document:
            beside.setdefault(claim.other.place, []).append(
                Remark(claim.verdict, claim.words, claim.claim.place)
            )
    for link in links:
        found = beside.get(link.source) if link.kind == "refers_to" else None
        yield replace(link, remarks=tuple(found)) if found else link


def claim_to_json(claim: Claim) -> bytes:
    """A claim as one JSON line, without the newline."""
    return msgspec.json.encode(claim)
