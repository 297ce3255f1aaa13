"""What a document is after reading and repair: pages of text whose words have boxes.

A page keeps three things that are never overwritten: the raw text, the repaired text and the ledger that
leads from one to the other. A document's texts are its pages' texts joined by form feeds, so a place in a
page and a place in the document differ by one offset only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

import msgspec

from ocr import ledger as ledgers
from ocr.ledger import Change, Offsets
from ocr.source import Metadata
from ocr.spans import Span

PAGE_BREAK = "\f"

Verdict = Literal["good", "damaged", "absent"]
WordState = Literal["kept", "repaired", "review", "read"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about a document; never a reason to stop."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page. `span` counts in the page's repaired text; `box` is x0, top, x1, bottom in the
    page's unit, measured from the top left. `read` means: read from the image by OCR."""

    span: Span
    box: tuple[float, float, float, float]
    confidence: float
    state: WordState


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `width` and `height` are in `unit`; a page of a text file has neither (0, "none").

    `verdict` is on the text layer as it came: good, damaged, or absent (the text was read from the image).
    """

    number: int
    raw: str
    text: str
    verdict: Verdict
    ledger: tuple[Change, ...] = ()
    words: tuple[Word, ...] = ()
    width: float = 0.0
    height: float = 0.0
    unit: Literal["pt", "px", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read: what the stage `ocr` hands on.

    `id` is the SHA-256 of the source's bytes, in hex; `source` its path below the input folder, with `/`.
    """

    id: str
    source: str
    metadata: Metadata
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None  # of a text file; None where there is no such thing

    @property
    def raw(self) -> str:
        return PAGE_BREAK.join(page.raw for page in self.pages)

    @property
    def text(self) -> str:
        return PAGE_BREAK.join(page.text for page in self.pages)

    @property
    def ledger(self) -> tuple[Change, ...]:
        """The pages' ledgers as one; places count in the document's raw text."""
        return tuple(
            change.shifted(start)
            for page, start in zip(self.pages, _starts([len(p.raw) for p in self.pages]), strict=True)
            for change in page.ledger
        )

    @property
    def offsets(self) -> Offsets:
        return Offsets(self.ledger)

    @property
    def page_spans(self) -> tuple[Span, ...]:
        """Where each page stands in the document's repaired text, without the form feeds."""
        lengths = [len(p.text) for p in self.pages]
        return tuple(Span(s, s + n) for s, n in zip(_starts(lengths), lengths, strict=True))


def _starts(lengths: list[int]) -> list[int]:
    return [0, *accumulate(n + len(PAGE_BREAK) for n in lengths)][: len(lengths)]


def lines_of(text: str, words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words by the lines of the text that their spans count in."""
    line: list[Word] = []
    for word in words:
        if line and "\n" in text[line[-1].span.end : word.span.start]:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def page_to_json(reading: Reading, page: Page, span: Span) -> bytes:
    """One page as a JSON line of the contract; `span` is its place in the document's repaired text."""
    line: dict[str, Any] = {
        "schema": 1,
        "document": reading.id,
        "source": reading.source,
        "page": page.number,
        "width": page.width,
        "height": page.height,
        "unit": page.unit,
        "verdict": page.verdict,
        "raw": page.raw,
        "text": page.text,
        "span": span,
        "ledger": [msgspec.Raw(ledgers.to_json(change)) for change in page.ledger],
        "words": page.words,
    }
    return msgspec.json.encode(line)


class _PageLine(msgspec.Struct):
    document: str
    page: int
    verdict: Verdict
    raw: str
    text: str
    source: str = "-"
    width: float = 0.0
    height: float = 0.0
    unit: Literal["pt", "px", "none"] = "none"
    ledger: tuple[Change, ...] = ()
    words: tuple[Word, ...] = ()


def readings_from_json(lines: list[bytes]) -> list[Reading]:
    """Put page lines, as `python -m ocr` prints them, together into documents again, in their order.

    Raises msgspec.DecodeError where a line is no page.
    """
    decoder = msgspec.json.Decoder(_PageLine)
    found: dict[str, list[_PageLine]] = {}
    for line in lines:
        decoded = decoder.decode(line)
        found.setdefault(decoded.document, []).append(decoded)
    return [
        Reading(
            id=document,
            source=group[0].source,
            metadata=Metadata(),
            pages=tuple(
                Page(g.page, g.raw, g.text, g.verdict, g.ledger, g.words, g.width, g.height, g.unit)
                for g in group
            ),
        )
        for document, group in found.items()
    ]
