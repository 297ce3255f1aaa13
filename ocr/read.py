"""A source in, a reading out: the one door into the stage `ocr`."""

from __future__ import annotations

from ocr.page import PAGE_BREAK, Page, Reading
from ocr.repair import repair_pages
from ocr.source import Source


def read(source: Source) -> Reading:
    """Read and repair one document."""
    raw = source.data.decode("utf-8")
    pages = tuple(
        Page(number, r.raw, r.text, r.verdict, r.ledger)
        for number, r in enumerate(repair_pages(raw.split(PAGE_BREAK)), 1)
    )
    return Reading(source.id, source.name, source.metadata, pages, encoding="utf-8")
