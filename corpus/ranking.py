"""The order of the hits.

A word of the query counts by how rare it is, how often the unit has it and where (a title says more than a
passage); of several ways to find a word the best counts. What holds all of the query comes before what holds
much of one word. A date in the query raises what was filed on it, a kind or a paragraph what is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word of the query, what it is worth, and for each way to find it the idf of its terms."""

    concept: Concept
    worth: float
    ways: tuple[tuple[Way, tuple[float, ...]], ...]


def weighed(query: Query, figures: Statistics) -> list[Weighed]:
    """The query's words with their worth, worked out once for all units."""
    found = []
    for concept in query.concepts:
        ways = tuple((way, tuple(figures.weigh(term) for term in way.terms)) for way in concept.ways)
        most = max((way.weight * sum(idfs) / len(idfs) for way, idfs in ways), default=0.0)
        useful = tuple((way, idfs) for way, idfs in ways if all(idfs))
        found.append(Weighed(concept, concept.weight * (most or figures.unknown), useful))
    return found


def score(
    unit: Candidate, query: Query, words: Sequence[Weighed], figures: Statistics, filed: Sequence[Days]
) -> float:
    """How well a unit answers; 0 where it does not. `filed` are the days that its document is filed under."""
    terms = _Bags(unit, figures)
    gained = held = titled = 0.0
    possible = sum(word.worth for word in words)
    for word in words:
        points, share, in_title = _best(word, terms)
        gained += word.concept.weight * points
        held += word.worth * share
        titled += word.worth * in_title
    coverage = held / possible if possible else 1.0
    if words and coverage < ENOUGH and not _is_case(terms, query):
        return 0.0
    total = gained * (0.25 + 0.75 * coverage * coverage) * TYPES[unit.type] * STATUS.get(unit.kind, 1.0)
    total *= 1 + TITLED * (titled / possible if possible else 0.0)
    if unit.length < SHORT_ITEM and TABLED in unit.lemma and not _asks_for_tabling(query):
        total *= 0.8
    total += 6.0 * _adjacent(unit, query) * coverage
    return (total + _numbers(unit, terms, query)) * _kind(unit, query) * _when(query, filed)


def _asks_for_tabling(query: Query) -> bool:
    return any(concept.word.startswith("bordl") for concept in query.concepts)


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
        found = 0.0
        for column in columns:
            counter, weight = self.columns[column]
            if term in counter:
                found += weight * counter[term]
        return found


def _best(word: Weighed, terms: _Bags) -> tuple[float, float, float]:
    """The points of the best way to find a word in a unit, how much of the word that is (0-1), and how much
    of it stands in the title."""
    best = share = in_title = 0.0
    title = terms.columns["title"][0]
    for way, idfs in word.ways:
        counts = [terms.count(term, way.columns) for term in way.terms]
        if not all(counts):
            continue
        points = sum(
            idf * n * (SATURATION + 1) / (n + SATURATION) for idf, n in zip(idfs, counts, strict=True)
        )
        best = max(best, way.weight * points / len(counts))
        share = max(share, way.weight)
        if all(term in title for term in way.terms):
            in_title = max(in_title, way.weight)
    return best, min(share, 1.0), min(in_title, 1.0)


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
    if not filed:
        return 1.0
    if query.dates:
        return 1.6 if _meet(query.dates, filed) else 0.7
    return 1.1 if _meet(query.years, filed) else 1.0


def _meet(wanted: Sequence[Days], filed: Sequence[Days]) -> bool:
    return any(one.overlaps(other) for one in wanted for other in filed)
