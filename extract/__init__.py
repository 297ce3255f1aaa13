"""Stage two: repaired pages in, a record out."""

from importlib import import_module
from typing import TYPE_CHECKING

from extract.build import build
from extract.record import Record, from_json, to_json
from ocr.page import Reading

if TYPE_CHECKING:
    from extract.spacy_pipeline import pipeline as pipeline

__all__ = ["Record", "extract", "from_json", "to_json"]


def extract(reading: Reading) -> Record:
    """What one document says: items, decisions, statements, questions, dates, people, references.

    `span` in the record counts in its `text`, the repaired text of all pages, `raw_span` in the raw text.
    Never raises on any text: what could not be read is in the record's problems.

    >>> from ocr import Source, read
    >>> record = extract(read(Source("a.txt", "Nämnden beslutar att godkänna budgeten för 2024.".encode())))
    >>> record.document.kind
    'annat'
    """
    return build(reading)


def __getattr__(name: str) -> object:
    """`extract.pipeline` loads spaCy only when somebody asks for it: importing this package stays light."""
    if name == "pipeline":
        return import_module("extract.spacy_pipeline").pipeline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
