"""Plans and links made anew from all records; what people decided of links is laid over them.

Derived data: nothing is lost when it is thrown away. It is made anew when a document came, changed or went.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import msgspec

from corpus.archive import Archive, LinkRow
from corpus.claims import Claim, claims_of, remarked
from corpus.links import Link, plan_links
from corpus.names import plan_name, same, short_for
from corpus.plans import Plan, gather
from corpus.relations import relations
from corpus.tokens import tokens
from corpus.words import stopwords
from ocr.errors import BadArguments

MADE_FROM = "links made from"


def relink(archive: Archive, *, force: bool = False) -> bool:
    """Bring plans and links up to date; says whether there was anything to do."""
    filed = archive.rows(
        "SELECT d.id, d.engine, d.title, f.source, f.body, f.date, f.item FROM documents d"
        " JOIN filings f ON f.document = d.id ORDER BY d.id, f.source"
    )
    state = sha256(repr(filed).encode()).hexdigest()
    if not force and archive.recall(MADE_FROM) == state:
        return False
    documents = archive.facts()
    known = gather(documents)
    found = [*plan_links(documents, known), *relations(documents)]
    claimed = list(claims_of(documents, known, found))
    archive.replace_derived(
        [(plan.id, plan.name, _json(plan)) for plan in known.plans],
        [_row(link) for link in remarked(found, claimed)],
        [(c.document, c.verdict, c.claim.place.span.start, _json(c)) for c in claimed],
    )
    archive.remember(MADE_FROM, state)
    return True


def _json(value: Plan | Link | Claim) -> str:
    return msgspec.json.encode(value).decode()


def _row(link: Link) -> LinkRow:
    return (
        link.id, link.source.document, link.kind, link.state, link.plan,
        link.to.place.document if link.to else None, link.source.span.start, _json(link),
    )  # fmt: skip


def plans(archive: Archive, name: str | None = None) -> list[Plan]:
    """The archive's plans: those that a name may mean, the nearest first; else those with events."""
    found = [
        msgspec.json.decode(row, type=Plan) for (row,) in archive.rows("SELECT plan FROM plans ORDER BY name")
    ]
    if name is None:
        return [plan for plan in found if plan.events]
    scored = [(plan, _nearness(name, plan)) for plan in found]
    return [plan for plan, near in sorted(scored, key=lambda pn: (-pn[1], pn[0].name)) if near > 0]


def _nearness(asked: str, plan: Plan) -> float:
    """How well a name that somebody typed fits a plan (0: not at all)."""
    if any(asked.lower() == v.lower() for v in (plan.name, *plan.variants)):
        return 4.0
    name = plan_name(asked)
    others = [n for v in (plan.name, *plan.variants) if (n := plan_name(v))]
    if name and name.says_which:
        if any(same(name, other) for other in others):
            return 3.0
        if any(short_for(name, other) for other in others):
            return 2.0
    wanted = {t.terms.lemma for t in tokens(asked) if t.terms.exact not in stopwords()}
    for variant in (plan.name, *plan.variants):
        have = {term for t in tokens(variant) for term in (t.terms.lemma, *t.terms.parts)}
        if wanted and wanted <= have:
            return 1.0
    return 0.0


def links(archive: Archive, document: str | None = None, plan: str | None = None) -> list[Link]:
    """The archive's links, in the order of their places; from one document, or to what one plan became.

    What people confirmed or rejected has that state. Raises BadArguments where there is no such document.
    """
    where, values = ["1"], []
    if document is not None:
        where.append("document = ?")
        values.append(_found(archive, document))
    if plan is not None:
        names = [p.name for p in plans(archive, plan)]
        where.append(f"plan IN ({','.join('?' * len(names))})")
        values += names
    rows = archive.rows(
        f"SELECT link FROM links WHERE {' AND '.join(where)} ORDER BY document, first", values
    )
    said = archive.verdicts()
    found = [msgspec.json.decode(row, type=Link) for (row,) in rows]
    return [replace(link, state=said.get(link.id, link.state)) for link in found]


def claims(archive: Archive, document: str | None = None) -> list[Claim]:
    """The archive's claims with their verdicts, in the order of their places; or those of one document."""
    where, values = ("WHERE document = ?", [_found(archive, document)]) if document else ("", [])
    rows = archive.rows(f"SELECT claim FROM claims {where} ORDER BY document, first", values)
    return [msgspec.json.decode(row, type=Claim) for (row,) in rows]


def _found(archive: Archive, document: str) -> str:
    ident = archive.find(document)
    if ident is None:
        raise BadArguments(
            f"there is no document {document!r} in the archive",
            remedy="Give an id, the first characters of one, or the name that it was filed under.",
        )
    return ident
