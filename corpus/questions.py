"""Questions that were asked, and whether the archive holds an answer.

An answer is found where an item or a paper says that it answers: by its own words, in the same case or under
the same filing. Everything else is "no answer found in this archive", which is all that an archive can say:
the law lets an interpellation go unanswered, and an answer may lie elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from corpus.archive import Archive
from corpus.edtf import days
from corpus.index import Filters
from corpus.links import Target
from corpus.relink import links
from corpus.units import maker_name
from extract.record import Document, Question, Record
from ocr.spans import Span

SURE = ("linked", "confirmed")
Answered = Literal["answer found", "no answer found in this archive"]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question or a part of one, who asked it of whom, and where it was answered, if that was found."""

    id: str
    document: str
    source: str
    number: str
    text: str
    span: Span
    raw_span: Span
    title: str | None
    asked_by: tuple[str, ...]
    addressee: str | None
    date: str | None
    answered: Answered
    answer: Target | None


def questions(archive: Archive, filters: Filters | None = None) -> list[AskedQuestion]:
    """Every question of the archive that passes the filters, in the order of their documents' dates."""
    filters = filters or Filters(limit=10_000)
    found: list[AskedQuestion] = []
    for (document,) in archive.rows("SELECT DISTINCT document FROM questions"):
        record = archive.record(document)
        if record is not None and _passes(record.document, filters):
            found += _of(record, _answer(archive, document))
    found.sort(key=lambda q: (q.date or "9", q.document, q.span.start))
    return found[filters.offset : filters.offset + filters.limit]


def _of(record: Record, answer: Target | None) -> list[AskedQuestion]:
    about = record.document
    dates = [d.edtf for d in about.dates if d.role in ("dated", "signed", "meeting")]
    date = next(iter(dates), None) or min((f.date for f in about.filings if f.date), default=None)
    asked: list[AskedQuestion] = []

    def add(ident: str, number: str, span: Span, raw_span: Span) -> None:
        asked.append(
            AskedQuestion(
                ident, about.id, about.source, number, " ".join(record.text[span.start : span.end].split()),
                span, raw_span, about.title, tuple(maker_name(m) for m in about.authors),
                about.addressee.value if about.addressee else None, date,
                "answer found" if answer else "no answer found in this archive", answer,
            )
        )  # fmt: skip

    for question in record.questions:
        for place in _places(question):
            add(*place)
    return asked


def _places(question: Question) -> list[tuple[str, str, Span, Span]]:
    whole = (question.id, question.number, question.span, question.raw_span)
    return [whole, *((p.id, p.number, p.span, p.raw_span) for p in question.parts)]


def _answer(archive: Archive, document: str) -> Target | None:
    """The surest place that answers; what a person rejected does not count."""
    given = [
        (x.score, x.to)
        for x in links(archive, document=document)
        if x.kind == "answered_by" and x.state in SURE and x.to is not None
    ]
    for (answer,) in archive.rows(
        "SELECT document FROM links WHERE kind = 'answers' AND target = ?", (document,)
    ):
        found = links(archive, document=answer)
        given += [(x.score, Target(x.source)) for x in found if x.kind == "answers" and x.state in SURE]
    return max(given, key=lambda st: st[0])[1] if given else None


def _passes(document: Document, filters: Filters) -> bool:
    if filters.kind and document.kind != filters.kind.lower():
        return False
    if filters.party and not any((m.party or "").lower() == filters.party.lower() for m in document.authors):
        return False
    bodies = [b.lower() for b in (document.body, *(f.body for f in document.filings)) if b]
    if filters.body and not any(filters.body.lower() in b for b in bodies):
        return False
    known = [d for d in (days(x.edtf) for x in document.dates) if d]
    known += [d for f in document.filings if (d := days(f.date))]
    since, until = days(filters.since), days(filters.until)
    if since and not any(d.last >= since.first for d in known):
        return False
    return not until or any(d.first <= until.last for d in known)


def question_to_json(question: AskedQuestion) -> bytes:
    """A question as one JSON line, without the newline."""
    return msgspec.json.encode(question)
