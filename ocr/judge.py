"""The gate's word on a document before anything is done to it: each page with its letters put together, and
its verdict.

Repair asks which lines a wrong model ruined, learning asks which pages may teach their words; both have it
from here, so that no page is repaired as damaged and believed as good. The gate knows Swedish at large only.
What an archive has taught would let its own mistakes through, and make a verdict depend on which document
came first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ocr.beforehand import beforehand
from ocr.code_pages import LOST, changes, code_page
from ocr.evidence import Evidence
from ocr.familiar import familiar
from ocr.ledger import Change, Offsets, apart, apply, composed
from ocr.lexicon import lexicon
from ocr.marks import Marks, marks
from ocr.page import Verdict
from ocr.run_together import lost_blanks
from ocr.spans import Span
from ocr.stripped import stripped
from ocr.triage import Triage, triage


@dataclass(frozen=True, slots=True)
class Judged:
    """A page as it came, its letters that fell apart, its text with them put together, and the verdict on
    the lines of that text."""

    raw: str
    apart: Marks
    text: str
    triage: Triage

    @property
    def verdict(self) -> Verdict:
        if not self.text.strip():
            return "absent"
        return "damaged" if any(self.triage.damaged) else "good"

    def joined(self, cuts: Sequence[Change]) -> Judged:
        """The page with words put together that were cut up within lines; the verdict on these stays."""
        places = Offsets(cuts)
        triage = replace(
            self.triage,
            stretches=tuple(map(places.to_text, self.triage.stretches)),
            settled=tuple(map(places.to_text, self.triage.settled)),
        )
        together = Marks(composed(self.raw, self.apart.changes, cuts), damage=True)
        return Judged(self.raw, together, apply(self.text, cuts), triage)


@cache
def _evidence() -> Evidence:
    return Evidence(lexicon(), beforehand().weights)


def _with(found: Sequence[Change], fell: Marks) -> Marks:
    """The letters of a page that a program hurt, and those that fell apart elsewhere."""
    both = sorted(apart(*found, *fell.changes), key=lambda change: change.start)
    return Marks(tuple(both), bool(found) or fell.damage)


def judge(pages: Sequence[str]) -> list[Judged]:
    """Judge the pages of one document together.

    >>> [page.verdict for page in judge(["Namnden anser att fragan ar val utredd och bor losas.", ""])]
    ['damaged', 'absent']
    """
    known = familiar(lexicon())
    code = code_page(pages, known)
    if code is None and (words := stripped(pages, known, LOST)):
        together = [_with(found, marks(page, known)) for page, found in zip(pages, words, strict=True)]
    else:
        together = [
            marks(page, known) if code is None else _with(changes(page, code, known), marks(page, known))
            for page in pages
        ]
    judged = _judged(pages, together)
    lost = [lost_blanks(page.text, known) for page in judged]
    return _with_blanks(judged, lost) if any(lost) else judged


def _judged(pages: Sequence[str], together: Sequence[Marks]) -> list[Judged]:
    texts = [
        apply(page, some.changes) if some.changes else page
        for page, some in zip(pages, together, strict=True)
    ]
    return [Judged(*found) for found in zip(pages, together, texts, triage(texts, _evidence()), strict=True)]


def _with_blanks(judged: Sequence[Judged], lost: Sequence[Sequence[Change]]) -> list[Judged]:
    """The pages judged with their `lost` blanks, without which a page may hold no word that tells anything;
    they come back on the lines that are then taken for damaged."""
    pages = [page.raw for page in judged]
    whole = _judged(pages, list(map(_put_back, judged, lost)))
    kept = [_on_damaged(page, some) for page, some in zip(whole, lost, strict=True)]
    return whole if kept == lost else _judged(pages, list(map(_put_back, judged, kept)))


def _put_back(page: Judged, lost: Sequence[Change]) -> Marks:
    return Marks(composed(page.raw, page.apart.changes, lost), damage=True) if lost else page.apart


def _on_damaged(page: Judged, lost: Sequence[Change]) -> list[Change]:
    """Those of the changes that lead to a page which are on its damaged lines."""
    places, stretches = Offsets(lost), page.triage.stretches
    ends = [stretch.end for stretch in stretches]
    kept = []
    for change in lost:
        start, end = places.to_text(Span(change.start, change.end))
        at = bisect_left(ends, end)
        if at < len(stretches) and stretches[at].start <= start:
            kept.append(change)
    return kept
