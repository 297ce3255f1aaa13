"""How findings look in a terminal of 80 columns. Programs read `--json` instead."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from corpus import Hit
from extract.record import Maker, Record
from ocr.errors import KlubbatError
from ocr.spans import Span

WIDTH = 79
LONG = 300  # characters of a quotation that are shown


def hit_lines(hit: Hit) -> Iterator[str]:
    """A hit: what it is and where, then the words around what was searched for."""
    place = [f"§ {hit.item}" if hit.item else "", f"page {hit.page}"]
    head = ", ".join(filter(None, [hit.type, hit.body, hit.date, *place]))
    yield from _wrapped(head, "")
    yield from _wrapped(hit.title or "", "  ")
    yield from _wrapped(hit.snippet.replace("<mark>", "*").replace("</mark>", "*"), "  ")
    yield f"  {hit.source}  ({hit.id})"
    for copy in hit.copies:
        yield f"  also filed as {copy}"


def quoted(text: str, indent: str) -> list[str]:
    """A quotation of a record, wrapped."""
    return _wrapped(f"”{' '.join(text.split())}”", indent)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent)


def tell_failure(name: str, error: KlubbatError) -> None:
    """One line on stderr: which input, what went wrong, what to do."""
    message = " ".join(f"{error.message}. {error.remedy}".split())
    print(f"klubbat: {name}: {message}", file=sys.stderr)


def record_lines(record: Record) -> Iterator[str]:
    """A record in short: what the document is, and what was decided, asked and stated."""
    about = record.document
    yield from _wrapped(", ".join(filter(None, [about.source, about.kind, about.body, _date(record)])), "")
    for item in record.items:
        yield from _wrapped(f"§ {item.number} {item.title or ''}" if item.number else item.title or "", "  ")
        for decision in item.decisions:
            yield from _finding(decision.status.replace("_", " "), record.text, decision.span)
        for vote in item.votes:
            yield f"    vote: {vote.yes} yes, {vote.no} no"
        for statement in item.statements:
            by = ", ".join(_maker(m) for m in statement.by)
            yield from _finding(
                f"{statement.kind} by {by}" if by else statement.kind, record.text, statement.span
            )
    for question in record.questions:
        yield from _finding(f"question {question.number}", record.text, question.span)
    for problem in record.problems:
        yield from _wrapped(f"note: {problem.message}", "  ")


def _date(record: Record) -> str | None:
    order = ("meeting", "dated", "signed", "approved")
    dates = sorted((d for d in record.document.dates if d.role in order), key=lambda d: order.index(d.role))
    return dates[0].edtf if dates else None


def _finding(what: str, text: str, span: Span) -> list[str]:
    words = textwrap.shorten(text[span.start : span.end], LONG, placeholder=" ...")
    return [*_wrapped(f"{what}:", "    "), *quoted(words, "      ")]


def _maker(maker: Maker) -> str:
    others = " m.fl." if maker.others else ""
    party = f" ({maker.party})" if maker.party else ""
    return f"{maker.name or ''}{others}{party}".strip()
