"""Search: a query and filters in, hits out.

One hit an item of a protocol, one a document otherwise: the best of its units speaks for it. Documents whose
text is the same are one hit, and the others are named in `copies`. A snippet marks what was found with
`<mark>`; the text between the marks is the document's own and is not escaped, which is for whoever puts it
into a page to do.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from corpus.archive import Archive
from corpus.cases import case_key
from corpus.edtf import Days, days
from corpus.index import OF_PROTOCOL, Candidate, Filters, Statistics, candidates, statistics
from corpus.query import Query, parse
from corpus.ranking import score, weighed
from corpus.spelling import spellings
from corpus.tokens import tokens
from corpus.units import OPENING
from extract.record import Filing
from ocr.errors import BadArguments
from ocr.spans import Span

SNIPPET = 240
LENDERS = 12  # papers that lend
LENT = 0.3  # of their score
OPEN, CLOSE = "<mark>", "</mark>"


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer, in the fields of the contract."""

    id: str
    type: str
    document: str
    source: str
    item: str | None
    page: int
    span: Span
    raw_span: Span
    score: float
    title: str | None
    body: str | None
    date: str | None
    kind: str
    parties: tuple[str, ...]
    snippet: str
    copies: tuple[str, ...] = ()


def hit_to_json(hit: Hit) -> bytes:
    """A hit as one JSON line of the contract, without the newline."""
    return msgspec.json.encode(hit)


def search(archive: Archive, query: str, filters: Filters | None = None) -> list[Hit]:
    """The hits for a query, the best first. Filters alone, with an empty query, give what they hold, by date.

    Raises BadArguments where a filter can't be understood.
    """
    filters = filters or Filters()
    where, values = _where(archive, filters)
    parsed = parse(query, lambda word: spellings(archive, word))
    if not (parsed.concepts or parsed.phrases or parsed.cases or parsed.sections):
        ranked = _all(archive, where, values)
    else:
        figures = statistics(archive, parsed)
        proposed = candidates(archive, parsed, figures, where, values)
        ranked = _with_treatment(archive, _ranked(archive, proposed, parsed, figures), where, values)
    chosen = _one_each(archive, ranked)
    return [
        _hit(archive, rowid, value, copies, parsed, filters)
        for rowid, value, copies in chosen[filters.offset : filters.offset + filters.limit]
    ]


# Filters ------------------------------------------------------------------------------------------------


def _where(archive: Archive, filters: Filters) -> tuple[str, list[object]]:
    """The filters as a condition on `units` (u)."""
    clauses: list[str] = []
    values: list[object] = []
    own: list[str] = []  # of a protocol that others are bound with, which its file's dates and body are not
    of_own: list[object] = []
    filing: list[str] = []
    if filters.since:
        filing.append("{0}.until >= ?")
        values.append(_bounds(filters.since).first)
    if filters.until:
        filing.append("{0}.since <= ?")
        values.append(_bounds(filters.until).last)
    if filing:
        dated = " AND ".join(filing)
        clauses.append(
            f"EXISTS (SELECT 1 FROM filings f WHERE f.document = u.document AND {dated.format('f')})"
        )
        own.append(dated.format("b"))
        of_own += values
    if filters.body:
        bodies = _bodies(archive, filters.body)
        marks = ",".join("?" * len(bodies))
        clauses.append(
            f"(u.document IN (SELECT id FROM documents WHERE body IN ({marks}))"
            f" OR u.document IN (SELECT document FROM filings WHERE body IN ({marks}))"
            f" OR u.document IN (SELECT document FROM protocols WHERE body IN ({marks})))"
        )
        values += [*bodies, *bodies, *bodies]
        own.append(f"b.body IN ({marks})")
        of_own += bodies
    if own:
        clauses.append(
            "(u.document NOT IN (SELECT document FROM protocols) OR EXISTS (SELECT 1 FROM protocols b"
            " JOIN places p ON p.rowid = u.rowid WHERE b.document = u.document"
            f" AND b.first <= p.first AND b.last > p.first AND {' AND '.join(own)}))"
        )
        values += of_own
    if filters.party:
        clauses.append("instr(lower(u.parties), ?)")
        values.append(f" {filters.party.lower()} ")
    if filters.kind:
        clauses.append(
            "(lower(?) IN (u.kind, u.type) OR u.document IN (SELECT id FROM documents WHERE kind = lower(?)))"
        )
        values += [filters.kind, filters.kind]
    if filters.case:
        key = case_key(filters.case)
        if key is None:
            raise BadArguments(
                f"{filters.case!r} is no case number",
                remedy="Give it as it is printed, such as HL 2019/619 or 0497/23.",
            )
        clauses.append(
            "EXISTS (SELECT 1 FROM cases c JOIN places p ON p.rowid = u.rowid WHERE c.document = u.document"
            " AND c.key = ? AND (c.item IS NULL OR c.item = p.item) AND NOT EXISTS (SELECT 1 FROM protocols b"
            " WHERE b.document = u.document AND (b.first <= c.first) <> (b.first <= p.first)))"
        )
        values.append(str(key))
    if filters.document:
        clauses.append("u.document = ?")
        values.append(archive.find(filters.document))
    return "".join(f" AND {clause}" for clause in clauses), values


def _bounds(edtf: str) -> Days:
    found = days(edtf)
    if found is None:
        raise BadArguments(f"{edtf!r} is no date", remedy="Give 2018, 2018-03 or 2018-03-22.")
    return found


def _bodies(archive: Archive, wanted: str) -> list[str]:
    """The archive's bodies whose names hold all words of the one asked for, in whatever form."""
    names = archive.rows(
        "SELECT body FROM documents WHERE body IS NOT NULL"
        " UNION SELECT body FROM filings WHERE body IS NOT NULL"
        " UNION SELECT body FROM protocols WHERE body IS NOT NULL"
    )
    words = {t.terms.lemma for t in tokens(wanted)}
    return [name for (name,) in names if words <= {t.terms.lemma for t in tokens(name)}]


# Order --------------------------------------------------------------------------------------------------


def _all(archive: Archive, where: str, values: list[object]) -> list[tuple[Candidate, float]]:
    """Everything that passes the filters, by date: decisions and statements first within an item."""
    rows = archive.rows(
        f"SELECT u.rowid, u.document, u.type, u.kind, p.item, {OF_PROTOCOL}, p.length FROM units u"
        " JOIN places p ON p.rowid = u.rowid JOIN documents d ON d.id = u.document"
        f" WHERE 1 {where} ORDER BY"
        " coalesce(d.date, (SELECT min(f.date) FROM filings f WHERE f.document = d.id), ''),"
        " u.document, p.first, p.last",
        values,
    )
    return [(_bare(*row), 0.0) for row in rows]


def _ranked(
    archive: Archive, found: list[Candidate], query: Query, figures: Statistics
) -> list[tuple[Candidate, float]]:
    homes = {(c.document, c.protocol) for c in found}
    filed = _filed(archive, homes) if query.dates or query.years else {}
    words = weighed(query, figures)
    scored = [
        (unit, score(unit, query, words, figures, filed.get((unit.document, unit.protocol), ())))
        for unit in found
    ]
    return sorted(((u, s) for u, s in scored if s > 0), key=lambda us: (-us[1], us[0].rowid))


def _with_treatment(
    archive: Archive, ranked: list[tuple[Candidate, float]], where: str, values: list[object]
) -> list[tuple[Candidate, float]]:
    """Lend the best papers' weight to the items in which they were treated.

    The minutes of a matter often hold none of its words: who looks for the matter wants them all the same.
    """
    lent: dict[tuple[str, int | None, str], float] = {}
    papers = [(u.document, s) for u, s in ranked if u.item is None]
    for document, value in dict(reversed(papers[:LENDERS])).items():
        for target, protocol, item in archive.rows(
            "SELECT target, b.first, json_extract(link, '$.to.place.item') FROM links"
            " LEFT JOIN protocols b ON b.document = target"
            " AND json_extract(link, '$.to.place.span[0]') BETWEEN b.first AND b.last - 1"
            " WHERE links.document = ? AND kind = 'treated_in' AND target IS NOT NULL",
            (document,),
        ):
            if item:
                key = target, protocol, item
                lent[key] = max(lent.get(key, 0.0), LENT * value)
    own = [(u, s + lent.pop((u.document, u.protocol, u.item or ""), 0.0)) for u, s in _firsts(ranked)]
    for (document, protocol, item), value in lent.items():
        rows = archive.rows(
            f"SELECT u.rowid, u.document, u.type, u.kind, p.item, {OF_PROTOCOL}, p.length FROM units u"
            " JOIN places p ON p.rowid = u.rowid"
            f" WHERE u.document = ? AND p.item = ? AND {OF_PROTOCOL} IS ? AND u.type = 'item' {where}",
            (document, item, protocol, *values),
        )
        own += [(_bare(*row), value) for row in rows]
    return sorted(own, key=lambda us: (-us[1], us[0].rowid))


def _firsts(ranked: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """The best unit of each item or document."""
    found: dict[tuple[str, int | None, str | None], tuple[Candidate, float]] = {}
    for unit, value in ranked:
        found.setdefault((unit.document, unit.protocol, unit.item), (unit, value))
    return list(found.values())


def _bare(
    rowid: int, document: str, type_: str, kind: str, item: str | None, protocol: int | None, length: int
) -> Candidate:
    """A unit without its terms, for which no ranking is needed."""
    return Candidate(rowid, document, type_, kind, item, protocol, length, [], [], [], [], [])


def _filed(archive: Archive, homes: set[tuple[str, int | None]]) -> dict[tuple[str, int | None], list[Days]]:
    found: dict[tuple[str, int | None], list[Days]] = {}
    for document, protocol in homes:
        rows = archive.rows(
            "SELECT since, until FROM filings WHERE ?2 IS NULL AND document = ?1 AND since IS NOT NULL"
            " UNION SELECT since, until FROM protocols WHERE document = ?1 AND first = ?2"
            " AND since IS NOT NULL ORDER BY since",
            (document, protocol),
        )
        # a matter that is tabled is filed again: its own date is the first
        found[document, protocol] = [Days(*row) for row in rows]
    return found


def _one_each(
    archive: Archive, ranked: list[tuple[Candidate, float]]
) -> list[tuple[int, float, tuple[str, ...]]]:
    """The best unit of each item or document; the same text in other documents becomes `copies`."""
    chosen: dict[tuple[str, int | None, str | None], tuple[int, float]] = {}
    twins: dict[tuple[str, int | None, str | None], set[str]] = {}
    known: dict[str, tuple[str, int]] = {}
    for unit, value in ranked:
        if unit.document not in known:
            known[unit.document] = archive.rows(
                "SELECT text_hash, minutes FROM documents WHERE id = ?", (unit.document,)
            )[0]
        text, minutes = known[unit.document]
        key = (text, unit.protocol, unit.item if minutes else None)
        chosen.setdefault(key, (unit.rowid, value))
        twins.setdefault(key, set()).add(unit.document)
    return [(rowid, value, tuple(sorted(twins[key]))) for key, (rowid, value) in chosen.items()]


# Hits ---------------------------------------------------------------------------------------------------


def _hit(
    archive: Archive, rowid: int, value: float, twins: tuple[str, ...], query: Query, filters: Filters
) -> Hit:
    ((document, type_, parties, part, item, page, title, body, *places, kind, own_body, date),) = (
        archive.rows(
            "SELECT u.document, u.type, u.parties, p.part, p.item, p.page, p.title, p.body,"
            " p.first, p.last, p.raw_first, p.raw_last, d.kind, d.body, coalesce(b.date, d.date)"
            " FROM units u JOIN places p ON p.rowid = u.rowid JOIN documents d ON d.id = u.document"
            " LEFT JOIN protocols b ON b.document = d.id AND b.first <= p.first AND b.last > p.first"
            " WHERE u.rowid = ?",
            (rowid,),
        )
    )
    filed = archive.filings(document)
    filing = next((f for f in filed if _passes(f, date, filters)), filed[0])
    others = [
        f.source for twin in (document, *twins) for f in archive.filings(twin) if f.source != filing.source
    ]
    span = Span(places[0], places[1])
    return Hit(
        id=part,
        type=type_,
        document=document,
        source=filing.source,
        item=item,
        page=page,
        span=span,
        raw_span=Span(places[2], places[3]),
        score=round(value, 3),
        title=title,
        body=body or own_body or filing.body,
        date=date or filing.date,
        kind=kind,
        parties=tuple(parties.split()),
        snippet=snippet(archive.text(document)[span.start : span.end], query),
        copies=tuple(dict.fromkeys(others)),
    )


def _passes(filing: Filing, date: str | None, filters: Filters) -> bool:
    bounds = days(filing.date) or days(date)
    return not (
        bounds
        and (
            (filters.since and bounds.last < _bounds(filters.since).first)
            or (filters.until and bounds.first > _bounds(filters.until).last)
        )
    )


def snippet(text: str, query: Query) -> str:
    """The stretch of a text that holds the most of a query, with what was found between marks."""
    worth = _worth(query)
    found = []
    text = text[: OPENING + SNIPPET]
    for token in tokens(text):
        exact, lemma, parts = token.terms
        weight = max(
            worth.get(exact, 0.0), worth.get(lemma, 0.0), *(0.7 * worth.get(p, 0.0) for p in parts), 0.0
        )
        if weight:
            found.append((token.start, token.end, weight, lemma))
    best = max(range(len(found)), key=lambda at: _gain(found, at), default=0)
    start = max(0, found[best][0] - 40) if found else 0
    while 0 < start < len(text) and not text[start - 1].isspace():
        start -= 1
    end = min(len(text), start + SNIPPET)
    while end < len(text) and not text[end].isspace():
        end += 1
    out, at = ["… " if start else ""], start
    for s, e, weight, _ in found:
        if s >= start and e <= end and weight > 0.3:
            out += (text[at:s], OPEN, text[s:e], CLOSE)
            at = e
    out.append(text[at:end] + (" …" if end < len(text) else ""))
    return " ".join("".join(out).split())


def _worth(query: Query) -> dict[str, float]:
    worth = {term: 1.0 for phrase in query.phrases for term in phrase}
    for concept in query.concepts:
        for way in concept.ways:
            for term in way.terms:
                worth[term] = max(worth.get(term, 0.0), way.weight)
    return worth


def _gain(found: list[tuple[int, int, float, str]], at: int) -> float:
    """What a snippet shows that begins with the find at this place in the list."""
    best: dict[str, float] = {}
    for _, end, weight, lemma in found[at:]:
        if end > found[at][0] + SNIPPET - 40:
            break
        best[lemma] = max(best.get(lemma, 0.0), weight)
    return sum(best.values())
