"""A document as rows: how what was found in it lies in the archive's tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any, Literal

import msgspec

from corpus.cases import case_key
from corpus.database import Connection
from corpus.edtf import days
from corpus.prepared import Prepared
from corpus.tokens import folded
from corpus.units import Unit, maker_name
from extract.bound import protocols_of
from extract.record import DateRole, Filing, Record, to_json
from ocr.ledger import Change
from ocr.page import Page, Word
from ocr.spans import Span

DATE_ROLES: tuple[DateRole, ...] = ("meeting", "dated", "signed", "approved", "posted")


def drop(db: Connection, documents: Iterable[str]) -> None:
    for document in documents:
        db.execute(
            "DELETE FROM terms WHERE rowid IN (SELECT rowid FROM units WHERE document = ?)", (document,)
        )
        db.execute("DELETE FROM documents WHERE id = ?", (document,))


def drop_unfiled(db: Connection) -> int:
    gone = [
        row[0]
        for row in db.execute(
            "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM filings)"
        ).fetchall()
    ]
    drop(db, gone)
    return len(gone)


def file(db: Connection, document: str, filing: Filing, date: str | None, url: str | None) -> None:
    bounds = days(filing.date) or days(date)
    db.execute(
        "INSERT OR REPLACE INTO filings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            filing.source, document, filing.body, filing.date, filing.item,
            bounds.first if bounds else None, bounds.last if bounds else None, url,
        ),
    )  # fmt: skip


def date_of(record: Record) -> str | None:
    """The date that a document goes by: of the meeting, else the day it is dated, signed or approved.

    That of a file with several protocols goes from the first of their days to the last.
    """
    each = protocols_of(record)
    if len(each) > 1:
        known = sorted(bounds for one in each if (bounds := days(date_of(one))))
        return f"{known[0].first}/{max(b.last for b in known)}" if known else None
    dates = record.document.dates
    return next((d.edtf for role in DATE_ROLES for d in dates if d.role == role), None)


def insert_document(db: Connection, prepared: Prepared) -> None:
    reading, record = prepared.reading, prepared.record
    about, text = record.document, record.text
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reading.id, about.kind, about.body, about.title, date_of(record), prepared.facts[0].minutes,
            prepared.engine, reading.encoding,
            sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest(),
            to_json(replace(record, text="")).decode(),
        ),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                reading.id, page.number, page.verdict, None if page.raw == page.text else page.raw, page.text,
                msgspec.json.encode(page.ledger).decode(),
                msgspec.json.encode([page.width, page.height, page.unit, page.words]).decode(),
            )
            for page in reading.pages
        ),
    )  # fmt: skip
    db.execute("INSERT INTO facts VALUES (?, ?)", (reading.id, msgspec.json.encode(prepared.facts).decode()))
    _insert_protocols(db, record)
    _insert_findings(db, record)
    _insert_units(db, reading.id, prepared.units)


def _insert_protocols(db: Connection, record: Record) -> None:
    """The protocols of a file that holds several, each with its own body and day."""
    each = protocols_of(record)
    for one in each if len(each) > 1 else ():
        date = date_of(one)
        bounds = days(date)
        since, until = bounds or (None, None)
        db.execute(
            "INSERT INTO protocols VALUES (?, ?, ?, ?, ?, ?, ?)",
            (record.document.id, *one.document.parts[0].span, one.document.body, date, since, until),
        )


def _insert_findings(db: Connection, record: Record) -> None:
    document, text = record.document.id, record.text

    def words(span: Span) -> str:
        return text[span.start : span.end]

    for item in record.items:
        db.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)",
            (item.id, document, item.number, item.title, *item.span),
        )
        db.executemany(
            "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    d.id,
                    document,
                    item.number,
                    d.number,
                    d.status,
                    d.body,
                    ", ".join(d.verbs),
                    words(d.span),
                    *d.span,
                )
                for d in item.decisions
            ),
        )
        db.executemany(
            "INSERT OR REPLACE INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    s.id,
                    document,
                    item.number,
                    s.kind,
                    "; ".join(map(maker_name, s.by)),
                    words(s.span),
                    *s.span,
                )
                for s in item.statements
            ),
        )
    for question in record.questions:
        rows: list[tuple[str, str, str | None, Span]] = [(question.id, question.number, None, question.span)]
        rows += [(part.id, part.number, question.number, part.span) for part in question.parts]
        db.executemany(
            "INSERT OR REPLACE INTO questions VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((ident, document, number, part_of, words(span), *span) for ident, number, part_of, span in rows),
        )
    db.executemany("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?)", sorted(_cases(record), key=str))
    db.executemany(
        "INSERT INTO refs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (document, r.kind, r.value, r.item, r.body, r.edtf, r.event, *r.span)
            for r in record.mentions.references
        ),
    )


def _cases(record: Record) -> set[tuple[str, str | None, str, str, int, int]]:
    found: set[tuple[str, str | None, str, str, int, int]] = set()

    def add(value: str, item: str | None, own: int, span: Span) -> None:
        if key := case_key(value):
            found.add((record.document.id, item, value, str(key), own, span.start))

    if not any(item.number for item in record.items):  # those of a protocol are its items'
        for number in record.document.case_numbers:
            add(number.value, None, 1, number.span)
    for item in record.items:
        for number in item.case_numbers:
            add(number.value, item.number, 1, number.span)
    for one in protocols_of(record):
        for reference in one.mentions.references:
            if reference.kind == "case":
                at = next((i.number for i in one.items if reference.span.within(i.span)), None)
                add(reference.value, at, 0, reference.span)
    return found


def _insert_units(db: Connection, document: str, found: Iterable[Unit]) -> None:
    forms: set[str] = set()
    for unit in found:
        forms.update(form for form in unit.exact.split() if form[0].isalpha())
        rowid = db.execute(
            "INSERT INTO units (document, type, kind, parties) VALUES (?, ?, ?, ?)",
            (document, unit.type, unit.kind, f" {' '.join(unit.parties)} "),
        ).lastrowid
        db.execute(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                rowid,
                unit.part,
                unit.item,
                unit.page,
                unit.title,
                unit.body,
                *unit.span,
                *unit.raw_span,
                unit.length,
            ),
        )
        db.execute(
            "INSERT INTO terms (rowid, title, meta, exact, lemma, parts) VALUES (?, ?, ?, ?, ?, ?)",
            (rowid, unit.title_terms, unit.meta_terms, unit.exact, unit.lemma, unit.parts),
        )
    db.executemany("INSERT OR IGNORE INTO spellings VALUES (?, ?)", ((f, folded(f)) for f in sorted(forms)))


def page_from(row: tuple[Any, ...]) -> Page:
    number, raw, text, verdict, ledger, layout = row
    width, height, unit, words = msgspec.json.decode(
        layout, type=tuple[float, float, Literal["pt", "px", "none"], tuple[Word, ...]]
    )
    changes = msgspec.json.decode(ledger, type=tuple[Change, ...])
    return Page(number, text if raw is None else raw, text, verdict, changes, words, width, height, unit)
