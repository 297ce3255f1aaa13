"""Stage one: a file in, repaired pages out, every change recorded and reversible."""

from ocr.ledger import Change, Offsets, undo
from ocr.page import Page, Problem, Reading, Word
from ocr.read import read
from ocr.repair import Repaired, repair
from ocr.source import Metadata, Source
from ocr.spans import Span

__all__ = [
    "Change",
    "Metadata",
    "Offsets",
    "Page",
    "Problem",
    "Reading",
    "Repaired",
    "Source",
    "Span",
    "Word",
    "read",
    "repair",
    "undo",
]
