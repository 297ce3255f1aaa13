"""Links: each reference to a plan or an item, resolved against what the archive holds.

For every reference the events that it may speak of are looked up and judged by name, date, body and case
number, each on its own. Exactly one that nothing speaks against: linked. Several: ambiguous, with all of
them. None: unresolved. A date that differs is never bent, and a plan of another edition is another plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Literal

import msgspec

from corpus.edtf import Days, days
from corpus.happenings import Facts, Mention, Place
from corpus.names import PlanName
from corpus.plans import Known, Plan
from corpus.timeline import PlanEvent, bodies_key
from extract.record import Event

Kind = Literal["refers_to", "answers", "answered_by", "treated_in", "replaces", "replaced_by", "reports_on"]
State = Literal["linked", "ambiguous", "unresolved", "confirmed", "rejected"]
Verdict = Literal["agrees", "differs", "open", "not_in_record"]

PREPARED = 90  # days at most between a paper that proposes something and the decision
FEW = 4  # a plan named so many times less often than another is a slip of reading, and no rival to it
ONLY_TALK = ("mandated", "proposed", "reported")
BIRTHS = ("adopted", "revised", "extended")
PAST = re.compile(
    r"\b\w+(?:erades|erats|ngdes|ngts|hörde|hävdes|hävts|lades|lagts|sattes|satts)\b"
)  # reviderades
COMING = ("kommande", "ny ", "nya ", "förslag", "ta fram", "framtagande", "utkast", "inför ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a candidate, and what the verdict on the date rests on."""

    name: Verdict = "open"
    date: Verdict = "open"
    body: Verdict = "open"
    case_number: Verdict = "open"
    basis: str | None = None

    @property
    def against(self) -> bool:
        return "differs" in (self.name, self.date, self.body, self.case_number)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a place, and the plan's event that was decided there."""

    place: Place
    plan: str | None = None
    event: Event | None = None
    evidence: Evidence = Evidence()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What speaks against what a reference says: a verdict in factual words, and the place that says so."""

    verdict: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """A reference and what it leads to; `to` is None unless it is linked."""

    source: Place
    to: Target | None
    kind: Kind
    score: float
    evidence: Evidence
    state: State
    plan: str | None = None
    event: Event | None = None
    candidates: tuple[Target, ...] = ()
    remarks: tuple[Remark, ...] = ()
    claimed: str | None = None  # the date that the reference gives for the event

    @property
    def id(self) -> str:
        """Made of what it joins, so that it stays when the links are made anew."""
        to = ""
        if self.to:
            document, protocol, item = self.to.place.home
            to = "|".join(filter(None, (document, str(item), protocol)))
        start, end = self.source.span
        return sha256(f"{self.source.document}|{start}-{end}|{self.kind}|{to}".encode()).hexdigest()[:16]


def plan_links(documents: Sequence[Facts], known: Known) -> Iterator[Link]:
    """A link for each mention that names a plan or tells an event of one."""
    plans = {plan.id: plan for plan in known.plans}
    papers = _papers(documents)
    for facts in documents:
        for mention in facts.mentions:
            key = (mention.place.document, mention.place.span)
            plan = plans.get(known.meant.get(key, ""))
            if plan is None or not _refers(mention):
                continue
            rivals = [plans[i] for i in known.candidates.get(key, ()) if i != plan.id]
            link = _resolve(mention, facts, plan, rivals, papers)
            if link is not None:
                yield link


def _papers(documents: Sequence[Facts]) -> frozenset[str]:
    """The papers that may stand for a decision: of meetings whose own minutes the archive does not hold."""
    held = {(f.edtf, (f.body or "").lower()) for f in documents if f.minutes}
    return frozenset(
        f.document
        for f in documents
        if not f.minutes
        and not any(
            filing.item and (filing.date, (filing.body or "").lower()) in held for filing in f.filings
        )
    )


def _refers(mention: Mention) -> bool:
    """A bare "handlingsplanen" of which nothing is dated refers to nothing but the text before it, and a
    revision without a date that is not told as past may be one that is only proposed."""
    if mention.edtf is not None:
        return not mention.bare or mention.event is not None
    if mention.bare:
        return False
    return mention.event in (None, "adopted", *ONLY_TALK) or PAST.search(mention.place.quote) is not None


def _resolve(
    mention: Mention, facts: Facts, plan: Plan, rivals: Sequence[Plan], papers: frozenset[str]
) -> Link | None:
    event: Event = mention.event or "adopted"
    found = [t for p in (plan, *rivals) for t in _targets(mention, facts, p, event, papers)]
    if not found and event in ONLY_TALK and mention.edtf is None:
        event = "adopted"  # the plan as such is meant: something is to be done with it
        found = [t for p in (plan, *rivals) for t in _targets(mention, facts, p, event, papers)]
    rivals = [rival for rival in rivals if rival.mentions * FEW > plan.mentions and _may_be(rival, mention)]
    if any(_here(t.place, mention.place) for t in found):
        return None  # the decision itself, which needs no link to itself
    fitting = [t for t in found if not t.evidence.against]
    missing = Evidence(
        name="not_in_record" if not plan.events else "open", date="not_in_record" if mention.edtf else "open"
    )
    base = Link(
        mention.place, None, "refers_to", 0.0, missing, "unresolved", plan.name, event, claimed=mention.edtf
    )
    if len(fitting) == 1 and not rivals:
        target = fitting[0]
        return replace(
            base, to=target, state="linked", evidence=target.evidence, score=_score(target.evidence, mention),
            plan=target.plan, event=target.event,
        )  # fmt: skip
    if len(fitting) > 1 or (fitting and rivals):
        return replace(
            base, state="ambiguous", evidence=Evidence(name="open" if rivals else "agrees"),
            candidates=tuple(fitting), score=round(1 / (len(fitting) + len(rivals)), 2),
        )  # fmt: skip
    return replace(base, candidates=tuple(found[:5]))


def _may_be(rival: Plan, mention: Mention) -> bool:
    """Whether another plan that the name fits is one that the archive tells of, with the years named."""
    years = mention.name.years
    if years and not mention.name.open_end:
        return any(edition.holds(years) for edition in rival.editions)
    return any(event.event in BIRTHS for event in rival.events)


def _here(a: Place, b: Place) -> bool:
    return a.home == b.home


def _score(evidence: Evidence, mention: Mention) -> float:
    agreeing = sum(v == "agrees" for v in (evidence.date, evidence.body, evidence.case_number))
    return round(min(0.99, 0.8 + 0.06 * agreeing + 0.05 * bool(mention.name.years)), 2)


# Candidates ---------------------------------------------------------------------------------------------


def _targets(
    mention: Mention, facts: Facts, plan: Plan, event: Event, papers: frozenset[str]
) -> list[Target]:
    decided = [e for e in plan.events if e.standing == "decided"]
    wanted = [e for e in decided if e.event == event]
    if mention.name.years or mention.name.open_end:
        wanted = _of_years(mention.name, decided, event)
    elif mention.edtf is None:
        wanted = _in_force(wanted, facts, mention)
    judged = [Target(e.place, plan.name, e.event, judge(mention, e), e.date) for e in wanted]
    if judged and not all(t.evidence.against for t in judged):
        return judged
    settled = {case for e in decided if e.event == event for case in e.cases}
    prepared = [  # a paper whose matter the archive shows decided prepares no other day's decision
        e
        for e in plan.events
        if e.standing == "proposed" and e.event == event and not settled.intersection(e.cases)
    ]
    return judged + [
        Target(e.place, plan.name, e.event, judge(mention, e), e.date)
        for e in prepared
        if mention.edtf and e.place.document in papers and _prepares(e, mention.edtf)
    ]


def _of_years(name: PlanName, decided: Sequence[PlanEvent], event: Event) -> list[PlanEvent]:
    """The events of the edition whose years are named; the extension of one, where it gave those years."""
    years = name.years
    assert years is not None
    if name.open_end:
        held = [e for e in decided if e.edition and e.edition.first == years[0]]
    else:
        held = [e for e in decided if e.edition and e.edition.holds(years)]
    if event == "adopted":
        adopted = [e for e in held if e.event == "adopted"]
        extended = [e for e in held if e.event == "extended"]
        if extended and not name.open_end and held[0].edition and years[1] == held[0].edition.last:
            return extended if held[0].edition.formerly and len(held[0].edition.formerly) > 1 else adopted
        return adopted
    return [e for e in held if e.event == event]


def _in_force(wanted: Sequence[PlanEvent], facts: Facts, mention: Mention) -> list[PlanEvent]:
    """Without years and date: the last event before the document, or a coming one if the text says so."""
    when = facts.when
    if when is None:
        return list(wanted)
    before = [e for e in wanted if e.when and e.when.first <= when.last]
    if before:
        last = max(e.when.first for e in before if e.when)
        return [e for e in before if e.when and e.when.first == last]
    before_head = mention.place.quote.lower().partition(mention.name.head.lower())[0]
    coming = any(word in before_head for word in COMING)
    return list(wanted) if coming else []


def _prepares(event: PlanEvent, claimed: str) -> bool:
    """Whether a paper's own dates fit a decision on the claimed day: before it, and not long before."""
    when, claim = event.when, days(claimed)
    if when is None or claim is None:
        return False
    earliest = (date.fromisoformat(claim.first) - timedelta(days=PREPARED)).isoformat()
    return when.first <= claim.last and when.last >= earliest


# Verdicts -----------------------------------------------------------------------------------------------


def judge(mention: Mention, event: PlanEvent) -> Evidence:
    """Name, date, body and case number of a reference against an event, each on its own."""
    verdict, basis = _judge_date(mention, event)
    return Evidence("agrees", verdict, _judge_body(mention.bodies, event.bodies), "open", basis)


def _judge_date(mention: Mention, event: PlanEvent) -> tuple[Verdict, str | None]:
    claim = days(mention.edtf)
    if claim is None:
        return "open", None
    stated = days(event.date)
    if event.standing == "proposed":
        when = event.when
        basis = f"the record prepares the decision {_spoken(when)}" if when else None
        return ("agrees" if when and _prepares(event, mention.edtf or "") else "open"), basis
    if stated is None:
        return "not_in_record", None
    if mention.section and event.section and claim.overlaps(stated) and mention.section != event.section:
        return "differs", f"the record says § {event.section}"
    return ("agrees", None) if claim.overlaps(stated) else ("differs", f"the record says {event.date}")


def _spoken(when: Days) -> str:
    return when.first if when.first == when.last else f"{when.first} to {when.last}"


def _judge_body(claimed: Iterable[str], bodies: Iterable[str]) -> Verdict:
    claim, own = bodies_key(claimed), bodies_key(bodies)
    if not claim:
        return "open"
    if not own:
        return "not_in_record"
    return "agrees" if claim & own else "differs"


# JSON ---------------------------------------------------------------------------------------------------


def link_to_json(link: Link) -> bytes:
    """A link as one JSON line of the contract, without the newline."""
    return msgspec.json.encode(
        {
            "id": link.id,
            "from": _place(link.source),
            "to": {**(_place(link.to.place) if link.to else NOWHERE), "plan": link.plan, "event": link.event},
            "kind": link.kind,
            "score": link.score,
            "evidence": _evidence(link.evidence),
            "state": link.state,
            "candidates": [
                {**_place(c.place), "plan": c.plan, "event": c.event, "evidence": _evidence(c.evidence)}
                for c in link.candidates
            ],
            "contradictions": [
                {"verdict": r.verdict, "words": r.words, **_place(r.place)} for r in link.remarks
            ],
        }
    )


NOWHERE: dict[str, Any] = {"document": None, "source": None, "item": None, "span": None, "raw_span": None}


def _place(place: Place) -> dict[str, Any]:
    return {
        "document": place.document,
        "source": place.source,
        "item": place.item,
        "span": place.span,
        "raw_span": place.raw_span,
        "quote": place.quote,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": evidence.name,
        "date": evidence.date,
        "body": evidence.body,
        "case_number": evidence.case_number,
    }
    if evidence.basis:
        found["basis"] = evidence.basis
    return found
