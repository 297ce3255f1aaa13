"""The order of the hits.

A word of the query counts by how rare it is, how often the unit has it and where (a title says more than a
passage); of several ways to find a word the best counts. What holds all of the query comes before what holds
much of one word. A date in the query raises what was filed on it, a kind or a paragraph what is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.edtf import Days
from corpus.index import Candidate, Statistics
from corpus.query import Concept, Query, Way

SATURATION = 1.2
LENGTH = 0.5  # how much a long unit's many words are discounted
IN_TITLE, IN_META = 2.5, 1.5
ENOUGH = 0.34  # of the query's weight must be there
TYPES = {"decision": 1.08, "question": 1.0, "statement": 0.98, "item": 1.05, "page": 0.9}
STATUS = {"proposal": 0.9, "proposal_to_higher_body": 0.9}  # of decisions: what was decided comes first
TABLED = "bordlägga"  # a short item that only puts the matter off says little of it
SHORT_ITEM = 150
TITLED = 0.5  # what a title that holds the whole query adds


def score(unit: Candidate, query: Query, figures: Statistics, filed: Sequence[Days]) -> float:
    """How well a unit answers; 0 where it does not. `filed` are the days that its document is filed under."""
    terms = _Bags(unit, figures)
    gained = held = possible = 0.0
    for concept in query.concepts:
        worth = concept.weight * max((_worth(way, figures) for way in concept.ways), default=0.0)
        worth = worth or concept.weight * figures.unknown
        possible += worth
        points, share = _best(concept, terms, figures)
        gained += concept.weight * points
        held += worth * share
    coverage = held / possible if possible else 1.0
    if query.concepts and coverage < ENOUGH and not _is_case(terms, query):
        return 0.0
    total = gained * (0.25 + 0.75 * coverage * coverage) * TYPES[unit.type] * STATUS.get(unit.kind, 1.0)
    total *= 1 + TITLED * _titled(query, terms, figures, possible)
    if (
        unit.length < SHORT_ITEM
        and TABLED in unit.lemma
        and not any(c.word.startswith("bordl") for c in query.concepts)
    ):
        total *= 0.8
    total += 6.0 * _adjacent(unit, query) * coverage
    return (total + _numbers(unit, terms, query)) * _kind(unit, query) * _when(query, filed)


def _titled(query: Query, terms: _Bags, figures: Statistics, possible: float) -> float:
    """The share of the query's weight that stands in the title."""
    if not possible:
        return 0.0
    held = 0.0
    for concept in query.concepts:
        shares = [way.weight for way in concept.ways if all(terms.count(t, ("title",)) for t in way.terms)]
        worth = concept.weight * max((_worth(way, figures) for way in concept.ways), default=0.0)
        held += worth * min(1.0, max(shares, default=0.0))
    return held / possible


class _Bags:
    """How often a unit has a term, column by column, with the weight of the column in it."""

    def __init__(self, unit: Candidate, figures: Statistics) -> None:
        long = 1 - LENGTH + LENGTH * unit.length / figures.words
        self.columns = {
            "title": (Counter(unit.title), IN_TITLE),
            "meta": (Counter(unit.meta), IN_META),
            "exact": (Counter(unit.exact), 1 / long),
            "lemma": (Counter(unit.lemma), 1 / long),
            "parts": (Counter(unit.parts), 1 / long),
        }

    def count(self, term: str, columns: Sequence[str]) -> float:
        return sum(
            weight * counter[term]
            for counter, weight in (self.columns[c] for c in columns)
            if term in counter
        )


def _worth(way: Way, figures: Statistics) -> float:
    """What a way of finding can give at most."""
    return way.weight * sum(figures.weigh(term) for term in way.terms) / len(way.terms)


def _best(concept: Concept, terms: _Bags, figures: Statistics) -> tuple[float, float]:
    """The points of the best way to find a word in a unit, and how much of the word that is (0-1)."""
    best = share = 0.0
    for way in concept.ways:
        counts = [terms.count(term, way.columns) for term in way.terms]
        if all(counts):
            points = (
                way.weight
                * sum(
                    figures.weigh(term) * n * (SATURATION + 1) / (n + SATURATION)
                    for term, n in zip(way.terms, counts, strict=True)
                )
                / len(counts)
            )
            best, share = max(best, points), max(share, way.weight)
    return best, min(share, 1.0)


def _adjacent(unit: Candidate, query: Query) -> float:
    """The share of the query's neighbouring words that are neighbours in the title or the text."""
    words = [c.ways[0].terms[0] for c in query.concepts]
    pairs = set(pairwise(words))
    if not pairs:
        return 0.0
    have: set[tuple[str, str]] = set()
    for column in (unit.title, unit.lemma):
        for gap in (1, 2):
            have |= pairs & set(zip(column, column[gap:], strict=False))
    return len(have) / len(pairs)


def _is_case(terms: _Bags, query: Query) -> bool:
    return any(terms.count(f"dnr/{case}", ("meta",)) for case in query.cases)


def _numbers(unit: Candidate, terms: _Bags, query: Query) -> float:
    """Case numbers and paragraphs named in the query."""
    points = 0.0
    for case in query.cases:
        points += 20.0 * bool(terms.count(f"dnr/{case}", ("meta",))) or 8.0 * bool(
            terms.count(f"cites/{case}", ("meta",))
        )
    if query.sections and unit.item in query.sections:
        points += 8.0
    return points


def _kind(unit: Candidate, query: Query) -> float:
    """Raise what is of a kind that the query names."""
    return 1.25 if query.kinds & {unit.kind, unit.type} else 1.0


def _when(query: Query, filed: Sequence[Days]) -> float:
    """Raise what was filed on a date that the query names, lower what was filed on others only."""
    if not query.dates or not filed:
        return 1.0
    return 1.6 if any(wanted.overlaps(days) for wanted in query.dates for days in filed) else 0.7
