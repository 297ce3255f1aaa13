"""The engine's side of search: which units may answer a query.

The engine (SQLite's FTS5) proposes, `ranking.py` decides: candidates come by the engine's own bm25 over all
columns, and their terms come along, so that the final order is worked out with the same terms whatever engine
keeps them. `terms CROSS JOIN units` makes SQLite start at the terms; with the narrow table of units beside
them it never reads the wide rows of what does not match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from corpus.archive import Archive
from corpus.query import Concept, Query, Way

CANDIDATES = 300
# the protocol that a unit lies in, where its file holds several
OF_PROTOCOL = """(
    SELECT b.first FROM protocols b WHERE b.document = u.document AND b.first <= p.first AND b.last > p.first
)"""
COMMON = 0.25  # a term in more than this share of the units is no way in, if there is another


@dataclass(frozen=True, slots=True)
class Filters:
    """What the hits are limited to. Dates are EDTF; a document counts by any of its filings.

    `kind` is a kind of document, of statement ("reservation") or of unit ("decision").
    """

    body: str | None = None
    party: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    case: str | None = None
    document: str | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that the engine proposes, with its terms."""

    rowid: int
    document: str
    type: str
    kind: str
    item: str | None
    protocol: int | None  # where the one that it lies in begins, of a file that holds several
    length: int
    title: list[str]
    meta: list[str]
    exact: list[str]
    lemma: list[str]
    parts: list[str]


@dataclass(frozen=True, slots=True)
class Statistics:
    """How common terms are; `weigh` is their idf."""

    units: int
    words: float  # a unit's, on average
    counts: dict[str, int] = field(default_factory=dict)

    def weigh(self, term: str) -> float:
        count = self.counts.get(term, 0)
        return log(1 + (self.units - count + 0.5) / (count + 0.5)) if count else 0.0

    @property
    def unknown(self) -> float:
        """The weight of a word that nothing in the archive has: it is missing from every answer."""
        return log(1 + (self.units + 0.5) / 0.5)


def statistics(archive: Archive, query: Query) -> Statistics:
    """The figures that ranking needs, for the terms of one query."""
    units, words = archive.rows("SELECT count(*), coalesce(avg(length), 1) FROM places")[0]
    wanted = sorted({term for c in query.concepts for way in c.ways for term in way.terms})
    counts: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ",".join("?" * len(some))
        for term, count in archive.rows(
            f"SELECT term, max(doc) FROM vocabulary WHERE term IN ({marks}) GROUP BY term", some
        ):
            counts[term] = count
    return Statistics(units, words or 1.0, counts)


def candidates(
    archive: Archive, query: Query, figures: Statistics, where: str, values: Sequence[object]
) -> list[Candidate]:
    """The units worth ranking: those with the most of the query by bm25, and those that hold all of it.

    `where` limits them, in terms of the tables `units` (u) and `places`.
    """
    found: dict[int, Candidate] = {}
    for match in _matches(query, figures):
        rows = archive.rows(
            f"SELECT t.rowid, u.document, u.type, u.kind, p.item, {OF_PROTOCOL}, p.length,"
            " t.title, t.meta, t.exact, t.lemma, t.parts FROM ("
            "SELECT terms.rowid FROM terms CROSS JOIN units u ON u.rowid = terms.rowid"
            f" WHERE terms MATCH ? {where} ORDER BY bm25(terms, 4.0, 2.0, 0.5, 1.0, 0.4)"
            f" LIMIT {CANDIDATES}) AS best"
            " CROSS JOIN terms t ON t.rowid = best.rowid JOIN units u ON u.rowid = best.rowid"
            " JOIN places p ON p.rowid = best.rowid",
            (match, *values),
        )
        for rowid, document, type_, kind, item, protocol, length, *columns in rows:
            if rowid not in found:
                found[rowid] = Candidate(
                    rowid, document, type_, kind, item, protocol, length, *(c.split() for c in columns)
                )
    return list(found.values())


def _matches(query: Query, figures: Statistics) -> Iterable[str]:
    """The queries to put to the engine, the strictest first."""
    phrases = [f"exact : {_quoted(' '.join(phrase))}" for phrase in query.phrases]
    must = "".join(f" AND ({phrase})" for phrase in phrases)
    numbers = [f"meta : {_quoted(f'{prefix}/{case}')}" for case in query.cases for prefix in ("dnr", "cites")]
    if numbers:
        yield f"({' OR '.join(numbers)}){must}"
        if not query.concepts:
            return
    ways_in = [c for c in query.concepts if any(_rare(way, figures) for way in c.ways)] or list(
        query.concepts
    )
    each = [clause for c in ways_in if (clause := _any_way(c, figures))]
    if len(each) > 1:
        yield f"({') AND ('.join(each)}){must}"
    if each:
        yield f"({' OR '.join(each)}){must}"
    elif phrases:
        yield " AND ".join(phrases)
    elif query.sections:
        yield " OR ".join(f"meta : {_quoted('§' + section)}" for section in query.sections)


def _rare(way: Way, figures: Statistics) -> bool:
    return all(0 < figures.counts.get(term, 0) <= COMMON * figures.units for term in way.terms)


def _any_way(concept: Concept, figures: Statistics) -> str:
    clauses = []
    for way in concept.ways:
        if all(figures.counts.get(term) for term in way.terms):
            columns = " ".join(way.columns)
            clauses.append("(" + " AND ".join(f"{{{columns}}} : {_quoted(term)}" for term in way.terms) + ")")
    return " OR ".join(dict.fromkeys(clauses))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
