"""Made-up documents of Vikasjö kommun, as readings and records without the stages before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.archive import Archive
from extract.placing import located
from extract.record import (
    Decision,
    Document,
    Filing,
    Item,
    Maker,
    Mentions,
    PagePlace,
    Question,
    Record,
    Reference,
    RoleDate,
    Statement,
    Value,
)
from ocr.page import Page, Reading
from ocr.source import Metadata
from ocr.spans import Span, trimmed


@dataclass
class Paper:
    """A document to be made. Items are (number, title) and begin at "§ number" in the text; the other
    findings are given by their words, which must stand in the text."""

    name: str
    text: str
    kind: str = "tjänsteutlåtande"
    body: str | None = None
    date: str | None = None
    title: str | None = None
    items: Sequence[tuple[str, str]] = ()
    cases: Sequence[str] = ()
    decisions: Sequence[tuple[str, str]] = ()  # words, status
    statements: Sequence[tuple[str, str, str, str]] = ()  # kind, words, name, party
    questions: Sequence[str] = ()
    references: Sequence[Reference | tuple[str, dict[str, object]]] = ()  # words, fields
    authors: Sequence[tuple[str, str]] = ()
    dates: Sequence[tuple[str, str]] = ()  # role, edtf
    pages: Sequence[Page] = field(default_factory=tuple)

    def made(self) -> tuple[Reading, Record]:
        pages = tuple(self.pages) or tuple(
            Page(number, t, t, "good") for number, t in enumerate(self.text.split("\f"), 1)
        )
        ident = sha256(self.text.encode()).hexdigest()
        reading = Reading(
            ident, self.name, Metadata(self.body, self.date, self.kind), pages, encoding="utf-8"
        )
        return reading, located(self._record(reading), reading.offsets)

    def _record(self, reading: Reading) -> Record:
        text, short = reading.text, reading.id[:12]
        items = [self._item(text, short, number, title) for number, title in self.items] or [
            self._whole(text, short)
        ]
        dates = [RoleDate(role, edtf) for role, edtf in self.dates]  # type: ignore[arg-type]
        if self.kind == "protokoll" and self.date and not dates:
            dates = [RoleDate("meeting", self.date)]
        document = Document(
            reading.id,
            self.name,
            self.kind,  # type: ignore[arg-type]
            0.9,
            (Filing(self.name, self.body, self.date),),
            self.body,
            self.title,
            dates=tuple(dates),
            case_numbers=tuple(Value(c, self.at(text, c)) for c in self.cases),
            authors=tuple(Maker(name, party) for name, party in self.authors),
        )
        references = tuple(
            r if isinstance(r, Reference) else self._reference(text, *r) for r in self.references
        )
        return Record(
            document,
            text,
            tuple(PagePlace(p.number, s) for p, s in zip(reading.pages, reading.page_spans, strict=True)),
            tuple(items),
            tuple(
                Question(f"{short}/q{n}", str(n), self.at(text, q)) for n, q in enumerate(self.questions, 1)
            ),
            Mentions(references=references),
        )

    @staticmethod
    def at(text: str, words: str, start: int = 0) -> Span:
        place = text.index(words, start)
        return Span(place, place + len(words))

    def _reference(self, text: str, words: str, fields: dict[str, object]) -> Reference:
        span = self.at(text, words, int(str(fields.pop("after", 0))))
        value = str(fields.pop("value", " ".join(words.split())))
        return Reference(span, fields.pop("kind", "plan"), value, **fields)  # type: ignore[arg-type]

    def _whole(self, text: str, short: str) -> Item:
        return self._filled(Item(f"{short}/doc", None, self.title, trimmed(text, 0, len(text))), text, short)

    def _item(self, text: str, short: str, number: str, title: str) -> Item:
        start = text.index(f"§ {number}\n")
        following = [text.index(f"§ {n}\n") for n, _ in self.items if text.index(f"§ {n}\n") > start]
        span = trimmed(text, start, min(following, default=len(text)))
        cases = tuple(Value(c, self.at(text, c)) for c in self.cases if c in text[span.start : span.end])
        return self._filled(Item(f"{short}/§{number}", number, title, span, cases), text, short)

    def _filled(self, item: Item, text: str, short: str) -> Item:
        decided = [(self.at(text, words), status) for words, status in self.decisions]
        said = [(kind, self.at(text, w), Maker(name, party)) for kind, w, name, party in self.statements]
        label = f"{short}/§{item.number}" if item.number else short
        return Item(
            item.id,
            item.number,
            item.title,
            item.span,
            item.case_numbers,
            tuple(
                Decision(f"{label}/b{n}", str(n), span, status, self.body)  # type: ignore[arg-type]
                for n, (span, status) in enumerate((d for d in decided if d[0].within(item.span)), 1)
            ),
            statements=tuple(
                Statement(f"{label}/u{n}", kind, span, (maker,))  # type: ignore[arg-type]
                for n, (kind, span, maker) in enumerate((s for s in said if s[1].within(item.span)), 1)
            ),
        )


@pytest.fixture(scope="session")
def paper() -> type[Paper]:
    """`paper(name, text, ...)`: a document to be made."""
    return Paper


@pytest.fixture
def archive_of(tmp_path: Path) -> Callable[..., Archive]:
    """`archive_of(paper, ...)`: an archive that holds these documents."""

    def made(*papers: Paper) -> Archive:
        archive = Archive.open(tmp_path / "vikasjo.db", create=True)
        for one in papers:
            archive.put(*one.made(), engine="test")
        return archive

    return made
