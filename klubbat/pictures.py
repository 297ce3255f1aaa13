"""Pictures of words for the report: what is printed, beside what was read and what it was taken for.

A few of each document: words that wait for a person, the commonest first, since one answer settles all alike;
and words that were repaired, so that the archivist can see that the repair is what the page says. The number
of pictures has a cap, also where nearly every word is in doubt. The PDFs are opened in workers, as they are
whenever they are read; pages with personal numbers or stamps of secrecy give no picture and no line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from klubbat import pool
from klubbat.manifest import Entry
from klubbat.reviewing import reading_of
from ocr import image, pdf, sensitive
from ocr.ledger import Change
from ocr.page import Page
from ocr.review import in_text
from ocr.sheet import POINTS_PER_INCH, Box, scaled
from ocr.sniff import sniff
from ocr.spans import Span

State = Literal["review", "repaired"]
_Drawn = tuple[image.Picture, float, float]  # a page with the pixels of a unit of its boxes, across and down
_STATES: tuple[State, ...] = ("review", "repaired")

_MOST_FILES = 20  # that are opened for each state
_MOST_OF_A_FILE = 6
_MOST_OTHERS = 3
_MOST_PAGES = 3  # of a file that are drawn
_DPI = 110.0
_PATIENCE = 60.0  # seconds without a sign of life for a document that has been read before
_AROUND = 60  # characters of the line on either side


@dataclass(frozen=True, slots=True)
class Picture:
    """A word of a document: what stands there (`before`), what it was or may be taken for, the line around it
    in three parts, and its picture, a PNG; none for a text."""

    source: str
    page: int
    state: State
    before: str
    after: tuple[str, ...]
    line: tuple[str, str, str]
    png: bytes = b""


@dataclass(frozen=True, slots=True)
class Job:
    out: Path
    entry: Entry
    state: State


def pictures(entries: Sequence[Entry], out: Path) -> dict[State, list[Picture]]:
    """The pictures of the documents with most words in doubt and with most repairs, in that order."""
    jobs = [Job(out, entry, state) for state in _STATES for entry in _most(entries, state)]
    found: dict[tuple[State, str], list[Picture]] = {}
    workers = min(2, len(jobs)) if any(len(job.entry.outputs) > 2 for job in jobs) else 0
    for outcome in pool.run(pictures_of, jobs, workers=workers, limits=pool.Limits(silent_s=_PATIENCE)):
        job = outcome.given
        found[job.state, job.entry.source] = outcome.value or []  # without, the report is whole all the same
    shown: dict[State, list[Picture]] = {state: [] for state in _STATES}
    for job in jobs:
        shown[job.state] += found[job.state, job.entry.source]
    # lines of texts that were repaired stand in the report already
    shown["repaired"] = [picture for picture in shown["repaired"] if picture.png]
    return shown


def _most(entries: Sequence[Entry], state: State) -> list[Entry]:
    def count(entry: Entry) -> int:
        return entry.review if state == "review" else entry.repaired

    some = [entry for entry in entries if count(entry) and entry.outputs and entry.duplicate_of is None]
    return sorted(some, key=lambda entry: (-count(entry), entry.source))[:_MOST_FILES]


def pictures_of(job: Job) -> list[Picture]:
    """The pictures of one document; this is what a worker does."""
    chosen: dict[tuple[str, str], tuple[Picture, Box | None]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for page in reading_of(job.out, job.entry).pages:
        if any(True for _ in sensitive.flagged([page])):
            continue
        for change, here in zip(page.ledger, in_text(page.ledger), strict=True):
            if not _is_of(change, job.state):
                continue
            key = (change.before, change.after)
            counts[key] += 1
            if key not in chosen:
                box = next((word.box for word in page.words if word.span.overlaps(here)), None)
                chosen[key] = _undrawn(job, page, change, here), box
    return _drawn(job, [chosen[key] for key, _ in counts.most_common(_MOST_OF_A_FILE)])


def _undrawn(job: Job, page: Page, change: Change, here: Span) -> Picture:
    before, word, after = page.text[: here.start], page.text[here.start : here.end], page.text[here.end :]
    line = before.rpartition("\n")[2][-_AROUND:], word, after.partition("\n")[0][:_AROUND]
    others = tuple(word for word, _ in change.candidates if word != change.before)[:_MOST_OTHERS]
    taken_for = others if job.state == "review" else (change.after,)
    return Picture(job.entry.source, page.number, job.state, change.before, taken_for, line)


def _is_of(change: Change, state: State) -> bool:
    if state == "review":
        return change.state == "review"
    return change.state == "applied" and change.maker != "normal"


def _drawn(job: Job, chosen: Sequence[tuple[Picture, Box | None]]) -> list[Picture]:
    """The pictures with their PNGs, as far as there is anything to cut them from."""
    wanted = sorted({picture.page for picture, box in chosen if box is not None})[:_MOST_PAGES]
    if not wanted:
        return [picture for picture, _ in chosen]
    pages = _pages(job.out / job.entry.outputs[0], job.entry.source, wanted)
    return [_with_png(picture, box, pages) for picture, box in chosen]


def _with_png(picture: Picture, box: Box | None, pages: Mapping[int, _Drawn]) -> Picture:
    if box is None or picture.page not in pages:
        return picture
    drawn, across, down = pages[picture.page]
    return replace(picture, png=image.snippet(drawn, scaled(box, across, down)))


def _pages(data: Path, name: str, wanted: Sequence[int]) -> dict[int, _Drawn]:
    """Pages drawn."""
    found: dict[int, _Drawn] = {}
    if sniff(data, name) == "pdf":
        with pdf.opened(data) as document:
            for number in wanted:
                drawn, dpi = pdf.picture(document, number - 1, _DPI)
                found[number] = drawn, dpi / POINTS_PER_INCH, dpi / POINTS_PER_INCH
                pool.alive()
    else:
        with image.opened(data) as opened:
            for number in wanted:
                shown = image.picture(opened, number - 1)
                found[number] = shown.picture, 1 / shown.scale[0], 1 / shown.scale[1]
                pool.alive()
    return found
