"""How findings look in a terminal of 80 columns. Programs read `--json` instead."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `clean` and `review` show counts only, and start without the other stages
    from corpus import AskedQuestion, Claim, Hit, Link, Plan
    from corpus.happenings import Place
    from extract.record import Document, Maker, Part, Record
    from ocr.errors import KlubbatError
    from ocr.spans import Span

WIDTH = 79
COMMANDS = re.compile(r"[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # of terminals: "\x1b[2J"
LONG = 300  # characters of a quotation that are shown
STANDING = {"decided": "", "proposed": "proposed to be ", "told": "said to have been "}  # "... adopted"


def hit_lines(hit: Hit) -> Iterator[str]:
    """A hit: what it is and where, then the words around what was searched for."""
    place = [f"§ {hit.item}" if hit.item else "", f"page {hit.page}"]
    head = ", ".join(filter(None, [hit.type, hit.body, hit.date, *place]))
    yield from _wrapped(head, "")
    yield from _wrapped(hit.title or "", "  ")
    yield from _wrapped(hit.snippet.replace("<mark>", "*").replace("</mark>", "*"), "  ")
    yield f"  {harmless(hit.source)}  ({hit.id})"
    for copy in hit.copies:
        yield f"  also filed as {harmless(copy)}"


def quoted(text: str, indent: str) -> list[str]:
    """A quotation of a record, wrapped."""
    return _wrapped(f"”{' '.join(text.split())}”", indent)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(harmless(text), WIDTH, initial_indent=indent, subsequent_indent=indent)


def harmless(text: str) -> str:
    """Words of a document, or its name, in one line that can do nothing to a terminal."""
    return " ".join(COMMANDS.sub(" ", text).split())


def number_of(count: int, noun: str) -> str:
    """A count with its noun.

    >>> number_of(1, "place"), number_of(0, "place")
    ('1 place', '0 places')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def failure_line(name: str, message: str, remedy: str) -> str:
    """Which input, what went wrong, what to do: one line."""
    return harmless(f"klubbat: {name}: {message}. {remedy}")


def tell_failure(name: str, error: KlubbatError) -> None:
    print(failure_line(name, error.message, error.remedy), file=sys.stderr)


def link_lines(link: Link) -> Iterator[str]:
    """A link: the words that refer, what they lead to, and what speaks for and against it."""
    yield from _wrapped(f"{link.state}: {_place(link.source)}", "")
    yield from quoted(link.source.quote, "  ")
    for target in [link.to] if link.to else link.candidates:
        yield from _wrapped(f"-> {target.event or link.kind.replace('_', ' ')}: {_place(target.place)}", "  ")
        yield from quoted(textwrap.shorten(target.place.quote, LONG, placeholder=" ..."), "     ")
        evidence = target.evidence
        verdicts = [
            f"{field.replace('_', ' ')} {verdict.replace('_', ' ')}"
            for field in ("name", "date", "body", "case_number")
            if (verdict := getattr(evidence, field)) != "open"
        ]
        yield from _wrapped("; ".join(filter(None, [*verdicts, evidence.basis or ""])), "     ")
    for remark in link.remarks:
        yield from _wrapped(f"{remark.verdict}: {remark.words}", "  ")
        yield from quoted(textwrap.shorten(remark.place.quote, LONG, placeholder=" ..."), "     ")


def claim_lines(claim: Claim) -> Iterator[str]:
    """A claim: the verdict in words, and both sides."""
    yield from _wrapped(f"{claim.verdict}: {claim.words}", "")
    for side in filter(None, [claim.claim, claim.other]):
        yield from _wrapped(f"{side.says}: {_place(side.place)}", "  ")
        yield from quoted(textwrap.shorten(side.place.quote, LONG, placeholder=" ..."), "     ")


def question_lines(question: AskedQuestion) -> Iterator[str]:
    """A question: who asked, what, and where it was answered if that was found."""
    asked = ", ".join(question.asked_by)
    head = [question.date, asked, f"to {question.addressee}" if question.addressee else "", question.source]
    yield from _wrapped(", ".join(filter(None, head)), "")
    yield from quoted(question.text, "  ")
    place = f": {_place(question.answer.place)}" if question.answer else ""
    yield from _wrapped(f"{question.answered}{place}", "  ")


def plan_lines(plan: Plan) -> Iterator[str]:
    """A plan: its names, its editions, and its timeline with a quotation for each event."""
    yield from _wrapped(plan.name, "")
    for variant in plan.variants:
        if variant != plan.name:
            yield from _wrapped(f"also: {variant}", "  ")
    if plan.editions:
        yield f"  editions: {', '.join(edition.edtf for edition in plan.editions)}"
    for event in plan.events:
        when = event.date or (f"about {event.about.first[:7]}" if event.about else None)
        what = f"{STANDING[event.standing]}{event.event.replace('_', ' ')}"
        told = [when, what, " and ".join(event.bodies)]
        yield from _wrapped(", ".join(filter(None, told)), "  ")
        yield from quoted(textwrap.shorten(event.place.quote, LONG, placeholder=" ..."), "     ")
        yield from _wrapped(_place(event.place), "     ")


def _place(place: Place) -> str:
    number = place.protocol.rpartition("/")[2] if place.protocol else ""
    told = [place.source, f"protocol {number}" if number else "", f"§ {place.item}" if place.item else ""]
    return ", ".join(filter(None, told))


def record_lines(record: Record) -> Iterator[str]:
    """A record in short: what the document is, and what was decided, asked and stated."""
    about = record.document
    yield from _wrapped(", ".join(filter(None, [about.source, about.kind, about.body, _date(about)])), "")
    protocols = {part.span.start: part for part in about.parts if part.id}
    for item in record.items:
        for start in [start for start in protocols if start <= item.span.start]:
            part = protocols.pop(start)
            yield from _wrapped(", ".join(filter(None, [part.kind, part.body, _date(part)])), "")
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


def _date(about: Document | Part) -> str | None:
    order = ("meeting", "dated", "signed", "approved")
    dates = sorted((d for d in about.dates if d.role in order), key=lambda d: order.index(d.role))
    return dates[0].edtf if dates else None


def _finding(what: str, text: str, span: Span) -> list[str]:
    words = textwrap.shorten(text[span.start : span.end], LONG, placeholder=" ...")
    return [*_wrapped(f"{what}:", "    "), *quoted(words, "      ")]


def _maker(maker: Maker) -> str:
    others = " m.fl." if maker.others else ""
    party = f" ({maker.party})" if maker.party else ""
    return f"{maker.name or ''}{others}{party}".strip()
