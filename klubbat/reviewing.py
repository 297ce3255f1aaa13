"""The review queue of an output folder: every doubtful word with what a person needs to judge it.

The queue is not stored anywhere. It is what the pages beside the cleaned files hold, less what has been
answered; so it can be walked, left and walked on, and is never out of step with the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import msgspec

from klubbat import manifest
from klubbat.files import read_bytes
from klubbat.manifest import Entry
from ocr.errors import BadInput, FileAccess
from ocr.page import PAGE_BREAK, Page, Reading, readings_from_json
from ocr.review import Answers, Place, Question, in_text, question_of
from ocr.sheet import Box
from ocr.spans import Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful word. `span` and `raw_span` count in the document's repaired and raw text, `marked` in
    `line`; `candidates` are those of the ledger, the likeliest first; `box` is in the page's unit."""

    source: str
    document: str
    page: int
    span: Span
    raw_span: Span
    before: str
    candidates: tuple[tuple[str, float], ...]
    line: str
    marked: Span
    box: Box | None
    question: Question
    place: Place


def entries_of(out: Path) -> dict[str, Entry]:
    """The manifest of an output folder. Raises FileAccess or BadInput where it is none."""
    if not out.is_dir():
        raise FileAccess(
            f"{out}: there is no such folder",
            code="not_found",
            remedy="Give the folder that `klubbat clean` wrote to.",
        )
    if not any((out / name).is_file() for name in (manifest.NAME, manifest.JOURNAL)):
        raise BadInput(
            f"{out}: this is no output folder: it has no {manifest.NAME}",
            code="not_an_output",
            remedy="Give the folder that `klubbat clean` wrote to.",
        )
    return manifest.load(out)


def reading_of(out: Path, entry: Entry) -> Reading:
    """A cleaned document as its pages beside it tell it. Raises BadInput where they are no pages."""
    return reading_at(out / entry.outputs[-1])


def reading_at(path: Path) -> Reading:
    """A document as a file of pages tells it. Raises BadInput where that is none."""
    try:
        (reading,) = readings_from_json(read_bytes(path).splitlines())
    except (msgspec.DecodeError, ValueError) as error:
        raise BadInput(
            f"{path}: these are not the pages of a cleaned document",
            code="bad_pages",
            remedy="Run `klubbat clean` with --redo on its folder.",
        ) from error
    return reading


def doubts(out: Path, entries: Iterable[Entry]) -> Iterator[Doubt]:
    """The doubtful words of cleaned documents, answered or not; duplicates are asked about once."""
    for entry in entries:
        if entry.review and entry.outputs and entry.duplicate_of is None:
            yield from _doubts_of(reading_of(out, entry))


def _doubts_of(reading: Reading) -> Iterator[Doubt]:
    steps = [len(page.raw) + len(PAGE_BREAK) for page in reading.pages]
    raw_starts = [0, *accumulate(steps)]
    for page, span, raw_start in zip(reading.pages, reading.page_spans, raw_starts, strict=False):
        for change, here in zip(page.ledger, in_text(page.ledger), strict=True):
            if change.state != "review":
                continue
            start, end = _line_around(page.text, here)
            yield Doubt(
                reading.source,
                reading.id,
                page.number,
                here.shifted(span.start),
                Span(change.start, change.end).shifted(raw_start),
                change.before,
                change.candidates or ((change.after, change.confidence),),
                page.text[start:end],
                here.shifted(-start),
                _box(page, here),
                question_of(change),
                Place(reading.id, page.number, change.start),
            )


def _line_around(text: str, span: Span) -> Span:
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def _box(page: Page, span: Span) -> Box | None:
    return next((word.box for word in page.words if word.span.overlaps(span)), None)


def unanswered(found: Iterable[Doubt], answers: Answers) -> list[Doubt]:
    """Those that nobody has said anything about."""
    return [doubt for doubt in found if answers.to(doubt.question, doubt.place) is None]


def alike(found: Sequence[Doubt]) -> list[list[Doubt]]:
    """Doubts in groups of the same question, the largest first: there an answer helps most."""
    groups: dict[Question, list[Doubt]] = {}
    for doubt in found:
        groups.setdefault(doubt.question, []).append(doubt)
    return sorted(groups.values(), key=len, reverse=True)


def to_json(doubt: Doubt) -> bytes:
    """A line of `klubbat review --json`."""
    line = msgspec.to_builtins(doubt)
    del line["question"], line["place"]
    return msgspec.json.encode(line)
