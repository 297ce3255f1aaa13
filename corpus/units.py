"""What search finds: decisions, statements, questions, items and pages.

A unit is a stretch of a document's text that a person would want to be shown, with the words around it that
say what it is about (titles, case numbers, body, makers). A long item is found by its opening and by the
passages it is cut into, so that a plan of two hundred pages does not drown the page that answers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from corpus.cases import case_key
from corpus.tokens import tokens
from extract.record import Item, Maker, Record
from ocr.ledger import Offsets
from ocr.spans import Span, trimmed

OPENING = 6000  # code points of an item that are searched as one; what is longer is cut into passages too
PASSAGE = 1800
BEFORE_ITEMS = "0"  # the item that the cover of a protocol is filed under: inside a protocol it is never null


@dataclass(frozen=True, slots=True)
class Unit:
    """One stretch of text to be found, and its terms as the engine keeps them (blanks between them)."""

    type: str
    kind: str
    part: str
    item: str | None
    page: int
    span: Span
    raw_span: Span
    title: str | None
    body: str | None
    parties: tuple[str, ...]
    title_terms: str
    meta_terms: str
    exact: str
    lemma: str
    parts: str
    length: int


def maker_name(maker: Maker) -> str:
    """ "Eva Alm (V)", or "(V)" where a party speaks."""
    party = f"({maker.party})" if maker.party else ""
    return " ".join(filter(None, (maker.name, party)))


def units(record: Record, offsets: Offsets) -> list[Unit]:
    """All units of a record, in the order of their places."""
    return sorted(_units(_Context(record, offsets)), key=lambda u: (u.span.start, -u.span.end))


class _Context:
    """What every unit of a record needs to know about the record."""

    def __init__(self, record: Record, offsets: Offsets) -> None:
        self.record = record
        self.offsets = offsets
        parts = record.document.parts
        own = parts[0] if parts and parts[0].id else None  # a protocol that others are bound with
        self.id = own.id if own and own.id else record.document.id[:12]
        self.place = own.span if own else Span(0, len(record.text))
        self.is_protocol = record.document.kind in ("protokoll", "protokollsutdrag")
        self._pages = [p.span.start for p in record.pages]
        mentions = record.mentions
        self._parties = sorted(
            chain(
                ((m.span.start, m.party) for m in mentions.people if m.party),
                ((m.span.start, m.party) for m in mentions.parties),
            )
        )
        self._party_starts = [start for start, _ in self._parties]
        self._cites = sorted(
            (r.span.start, f"cites/{key}")
            for r in mentions.references
            if r.kind == "case" and (key := case_key(r.value))
        )
        document = record.document
        self.about_document = bag(
            document.kind, document.body, *map(maker_name, document.authors), *_numbers(record)
        )

    def page(self, place: int) -> int:
        index = bisect_right(self._pages, place) - 1
        return self.record.pages[index].number if index >= 0 else 1

    def parties(self, span: Span) -> tuple[str, ...]:
        low, high = (bisect_right(self._party_starts, place - 1) for place in span)
        return tuple(sorted({party for _, party in self._parties[low:high]}))

    def cites(self, span: Span) -> str:
        """The case numbers that a stretch of text speaks of, as terms."""
        return " ".join(term for start, term in self._cites if span.start <= start < span.end)

    def unit(
        self,
        type_: str,
        part: str,
        item: Item | None,
        span: Span,
        *,
        kind: str = "",
        title: str | None = None,
        makers: Iterable[Maker] = (),
        parties: tuple[str, ...] | None = None,
        body: str | None = None,
        words: Span | None = None,
    ) -> Unit:
        document = self.record.document
        numbered = (item.number if item else None) or (BEFORE_ITEMS if self.is_protocol else None)
        title = title or (item.title if item else None) or document.title
        makers = tuple(makers)
        if parties is None:
            parties = self.parties(span)
        about = bag(
            *map(maker_name, makers), f"§{numbered}" if numbered and numbered != BEFORE_ITEMS else None
        )
        case_terms = " ".join(_case_terms(c.value for c in item.case_numbers)) if item else ""
        said = bag(kind) if type_ == "statement" else None
        inner = words or span
        found = list(tokens(self.record.text[inner.start : inner.end]))
        return Unit(
            type=type_,
            kind=kind or document.kind,
            part=part,
            item=numbered,
            page=self.page(span.start),
            span=span,
            raw_span=self.offsets.to_raw(span),
            title=title,
            body=body or document.body,
            parties=parties or tuple(sorted({m.party for m in makers if m.party})),
            title_terms=bag(title),
            meta_terms=" ".join(
                filter(None, (self.about_document, about, case_terms, self.cites(span), said))
            ),
            exact=" ".join(t.terms.exact for t in found),
            lemma=" ".join(t.terms.lemma for t in found),
            parts=" ".join(part for t in found for part in t.terms.parts),
            length=len(found),
        )


def bag(*texts: str | None) -> str:
    """The lemmas and compound parts of short texts, and case numbers as their terms."""
    terms: list[str] = []
    for text in filter(None, texts):
        if text.startswith(("dnr/", "§")):
            terms.append(text)
            continue
        for token in tokens(text):
            terms += (token.terms.lemma, *token.terms.parts)
    return " ".join(terms)


def _numbers(record: Record) -> Iterator[str]:
    """The document's own case numbers; a protocol's belong to its items."""
    if not any(item.number for item in record.items):
        yield from _case_terms(c.value for c in record.document.case_numbers)
        yield from _case_terms(c.value for item in record.items for c in item.case_numbers)


def _case_terms(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if key := case_key(value):
            yield f"dnr/{key}"


def _units(context: _Context) -> Iterator[Unit]:
    record = context.record
    for item in record.items:
        yield from _of_item(context, item)
    authors = record.document.authors
    asked_by = tuple(sorted({m.party for m in authors if m.party})) or None
    for question in record.questions:
        asked_in = _item_at(record, question.span)
        yield context.unit("question", question.id, asked_in, question.span, makers=authors, parties=asked_by)
        for part in question.parts:
            yield context.unit("question", part.id, asked_in, part.span, makers=authors, parties=asked_by)
    for gap in _outside(record, context.place):
        yield from _passages(context, None, gap)


def _of_item(context: _Context, item: Item) -> Iterator[Unit]:
    ident = f"{context.id}/§{item.number}" if item.number else f"{context.id}/doc"
    opening = Span(item.span.start, min(item.span.end, item.span.start + OPENING))
    parties = context.parties(item.span)
    yield context.unit("item", item.id or ident, item, item.span, words=opening, parties=parties)
    if item.span != opening or context.page(item.span.start) != context.page(item.span.end - 1):
        yield from _passages(context, item, item.span)
    for decision in item.decisions:
        yield context.unit(
            "decision", decision.id, item, decision.span, kind=decision.status, parties=parties,
            body=decision.body,
        )  # fmt: skip
    for statement in item.statements:
        yield context.unit(
            "statement", statement.id, item, statement.span, kind=statement.kind, makers=statement.by,
            parties=tuple(sorted({m.party for m in statement.by if m.party})),
        )  # fmt: skip


def _passages(context: _Context, item: Item | None, outer: Span) -> Iterator[Unit]:
    """Cut a stretch of text into passages that lie on one page each."""
    text = context.record.text
    for page in context.record.pages:
        start, end = max(outer.start, page.span.start), min(outer.end, page.span.end)
        count = 0
        while start < end:
            cut = _cut(text, start, end)
            span = trimmed(text, start, cut)
            start = cut
            if span.start == span.end:
                continue
            count += 1
            of = f"/§{item.number}" if item and item.number else ""
            suffix = f"@{span.start}" if count > 1 else ""
            yield context.unit("page", f"{context.id}{of}/p{page.number}{suffix}", item, span)


def _cut(text: str, start: int, end: int) -> int:
    """Where the passage that begins at `start` ends: after a paragraph, a line, a sentence, a word."""
    if end - start <= PASSAGE * 4 // 3:
        return end
    low, high = start + PASSAGE // 2, start + PASSAGE
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, low, high)
        if at >= 0:
            return at + len(mark)
    return high


def _outside(record: Record, place: Span) -> Iterator[Span]:
    """The stretches of text that belong to no item."""
    at = place.start
    for item in sorted(record.items, key=lambda i: i.span):
        if item.span.start > at:
            yield Span(at, item.span.start)
        at = max(at, item.span.end)
    if at < place.end:
        yield Span(at, place.end)


def _item_at(record: Record, span: Span) -> Item | None:
    return next((item for item in record.items if span.within(item.span)), None)
