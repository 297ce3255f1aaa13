"""Links between documents and items: where a paper was treated, what answers what, which § a text points to.

A paper meets its items by where it was filed (body, day and §) and by its case number, whichever way the
number is printed. That an item answers a question is said only where the item itself says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from corpus.happenings import Facts, Matter, Pointer
from corpus.links import Evidence, Kind, Link, Target, Verdict
from corpus.timeline import bodies_key

ASKS = ("interpellation", "fråga", "skrivelse", "motion")
TITLE = 90  # how alike (0-100) a title in quotation marks and an item's must be


def relations(documents: Sequence[Facts]) -> Iterator[Link]:
    """All links that do not speak of plans."""
    items = _Items(documents)
    for facts in documents:
        for pointer in facts.pointers:
            yield from _pointed(pointer, facts, items)
        if not facts.minutes:
            yield from _treated(facts, items)


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


def _treated(facts: Facts, items: _Items) -> Iterator[Link]:
    """The items in which a paper was treated, and those that answer it."""
    own = [case for matter in facts.matters for case in matter.cases]
    found: dict[tuple[str, str | None], tuple[Matter, Evidence]] = {}
    for filing in facts.filings:
        for other, matter in items.by_day.get(filing.date or "", []):
            same_body = (
                not filing.body or not other.body or bodies_key([filing.body]) & bodies_key([other.body])
            )
            if filing.item and matter.place.item == filing.item and same_body:
                agrees = any(a.agrees(b) for a in own for b in matter.cases)
                evidence = Evidence(
                    date="agrees", body="agrees" if filing.body and other.body else "open",
                    case_number="agrees" if agrees else "open",
                )  # fmt: skip
                found[matter.place.document, matter.place.item] = (matter, evidence)
    for case in own:
        for _, matter in items.by_case.get((case.year, case.serial), []):
            if any(case.agrees(c) for c in matter.cases):
                key = (matter.place.document, matter.place.item)
                found.setdefault(key, (matter, Evidence(case_number="agrees")))
    opening = next((m.place for m in facts.matters), None)
    if opening is None:
        return
    for matter, evidence in found.values():
        kinds: tuple[Kind, ...] = ("treated_in",)
        if matter.answers and facts.kind in ASKS:
            kinds = ("treated_in", "answered_by")
        for kind in kinds:
            yield Link(
                opening, Target(matter.place, evidence=evidence), kind, _sure(evidence), evidence, "linked"
            )


def _sure(evidence: Evidence) -> float:
    agreeing = sum(v == "agrees" for v in (evidence.date, evidence.body, evidence.case_number))
    return round(min(0.99, 0.75 + 0.08 * agreeing), 2)
