"""Links between documents and items: where a paper was treated, what answers what, which § a text points to.

A paper meets its items by where it was filed (body, day and §) and by its case number, whichever way the
number is printed. That an item answers a question is said only where the item itself says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.cases import CaseKey
from corpus.happenings import Facts, Matter, Place, Pointer
from corpus.links import Evidence, Kind, Link, Target, Verdict
from corpus.timeline import bodies_key

ASKED = re.compile(
    r"^\W*(?:interpellation|enkel fråga|fråga)\b", re.IGNORECASE
)  # Interpellation av Eva Alm (V)
Home = tuple[str, str | None, str | None]
TITLE = 90  # how alike (0-100) a title in quotation marks and an item's must be


def relations(documents: Sequence[Facts]) -> Iterator[Link]:
    """All links that do not speak of plans."""
    items = _Items(documents)
    papers = [_Paper(facts, *_meetings(facts, items)) for facts in documents if not facts.minutes]
    for facts in documents:
        for pointer in facts.pointers:
            yield from _pointed(pointer, facts, items)
    asking = [paper for paper in papers if paper.facts.asks]
    asking += [paper for paper in papers if not paper.facts.asks and _holds_the_question(paper, asking)]
    known = {paper.facts.document for paper in asking}
    for paper in papers:
        yield from _treated(paper, asks=paper.facts.document in known)
    yield from _answers(papers, asking)


def _holds_the_question(paper: _Paper, asking: Sequence[_Paper]) -> bool:
    """Whether a question lies in a paper that opens with its answer: the item's title names one, and no other
    paper of the case asks."""
    named = any(ASKED.search(matter.title or "") for matter, _ in paper.treated.values())
    return named and not any(_shared(paper.cases, other.cases) for other in asking)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document that is not minutes, the items in which it was treated, and the cases that it belongs to."""

    facts: Facts
    treated: dict[Home, tuple[Matter, Evidence]]
    cases: tuple[CaseKey, ...]

    @property
    def opening(self) -> Place | None:
        return next((matter.place for matter in self.facts.matters), None)


class _Items:
    """The items of all protocols, by day and by case."""

    def __init__(self, documents: Sequence[Facts]) -> None:
        self.by_day: dict[str, list[tuple[Facts, Matter]]] = defaultdict(list)
        self.by_case: dict[tuple[int, int], list[tuple[Facts, Matter]]] = defaultdict(list)
        for facts in documents:
            if not facts.minutes:
                continue
            for matter in facts.matters:
                if facts.edtf:
                    self.by_day[facts.edtf].append((facts, matter))
                for case in matter.cases:
                    self.by_case[case.year, case.serial].append((facts, matter))


def _pointed(pointer: Pointer, facts: Facts, items: _Items) -> Iterator[Link]:
    """What a date with a § (or with a title) points to: exactly one item, or none."""
    if pointer.edtf == facts.edtf and facts.minutes:
        return  # a § of the same meeting
    held = items.by_day.get(pointer.edtf, [])
    found = [(f, m) for f, m in held if _fits(pointer, f, m)]
    body: Verdict = "agrees" if pointer.body else "open"
    base = Evidence(date="agrees" if held else "not_in_record", body=body if found else "open")
    if len(found) == 1:
        target = Target(found[0][1].place, evidence=base)
        score = 0.95 if pointer.body else 0.85
        yield Link(pointer.place, target, "refers_to", score, base, "linked")
    elif found:
        candidates = tuple(Target(m.place, evidence=base) for _, m in found)
        yield Link(pointer.place, None, "refers_to", 0.5, base, "ambiguous", candidates=candidates)
    else:
        basis = f"the record of {pointer.edtf} holds no § {pointer.item}" if held and pointer.item else None
        evidence = Evidence(date=base.date, basis=basis)
        yield Link(pointer.place, None, "refers_to", 0.0, evidence, "unresolved")


def _fits(pointer: Pointer, facts: Facts, matter: Matter) -> bool:
    if pointer.body and facts.body and not bodies_key([pointer.body]) & bodies_key([facts.body]):
        return False
    if pointer.item:
        return matter.place.item == pointer.item
    return bool(
        pointer.title and matter.title and fuzz.ratio(pointer.title.lower(), matter.title.lower()) >= TITLE
    )


def _meetings(facts: Facts, items: _Items) -> tuple[dict[Home, tuple[Matter, Evidence]], tuple[CaseKey, ...]]:
    """The items in which a paper was treated, and its cases: its own and those of the items it lies under."""
    cases = [case for matter in facts.matters for case in matter.cases]
    found: dict[Home, tuple[Matter, Evidence]] = {}
    for filing in facts.filings:
        for other, matter in items.by_day.get(filing.date or "", []):
            if not filing.item or matter.place.item != filing.item or not _same_body(filing.body, other.body):
                continue
            evidence = Evidence(
                date="agrees",
                body="agrees" if filing.body and other.body else "open",
                case_number="agrees" if _shared(cases, matter.cases) else "open",
            )
            found[matter.place.home] = (matter, evidence)
    cases += [case for matter, _ in found.values() for case in matter.cases]
    for case in cases:
        for _, matter in items.by_case.get((case.year, case.serial), []):
            if _shared([case], matter.cases):
                found.setdefault(matter.place.home, (matter, Evidence(case_number="agrees")))
    return found, tuple(dict.fromkeys(cases))


def _same_body(a: str | None, b: str | None) -> bool:
    return not a or not b or bool(bodies_key([a]) & bodies_key([b]))


def _shared(some: Sequence[CaseKey], others: Sequence[CaseKey]) -> bool:
    return any(a.agrees(b) for a in some for b in others)


def _treated(paper: _Paper, *, asks: bool) -> Iterator[Link]:
    """Where a paper was treated, and which of those items say that they answer it."""
    if paper.opening is None:
        return
    for matter, evidence in paper.treated.values():
        kinds: tuple[Kind, ...] = (
            ("treated_in", "answered_by") if matter.answers and asks else ("treated_in",)
        )
        for kind in kinds:
            target = Target(matter.place, evidence=evidence)
            yield Link(paper.opening, target, kind, _sure(evidence), evidence, "linked")


def _answers(papers: Sequence[_Paper], asking: Sequence[_Paper]) -> Iterator[Link]:
    """Which paper an answer answers: the only one in its case that asks."""
    for answer in papers:
        if answer.facts.kind != "svar" or answer.opening is None:
            continue
        if any(paper.facts.document == answer.facts.document for paper in asking):
            continue
        asked = [paper for paper in asking if paper.opening and _shared(answer.cases, paper.cases)]
        evidence = Evidence(case_number="agrees")
        if len(asked) == 1 and (place := asked[0].opening) is not None:
            target = Target(place, evidence=evidence)
            yield Link(answer.opening, target, "answers", _sure(evidence), evidence, "linked")


def _sure(evidence: Evidence) -> float:
    agreeing = sum(v == "agrees" for v in (evidence.date, evidence.body, evidence.case_number))
    return round(min(0.99, 0.75 + 0.08 * agreeing), 2)
