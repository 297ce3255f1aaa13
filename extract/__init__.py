"""Stage two: repaired pages in, a record out."""

from importlib import import_module

from extract.build import build
from extract.record import Record, from_json, to_json
from ocr.page import Reading

__all__ = ["Record", "extract", "from_json", "to_json"]


def extract(reading: Reading) -> Record:
    """What one document says: items, decisions, statements, questions, dates, people, references.

    Never raises on any text: what could not be read is in the record's problems.
    """
    return build(reading)


def __getattr__(name: str) -> object:
    """`extract.pipeline` loads spaCy only when somebody asks for it: importing this package stays light."""
    if name == "pipeline":
        return import_module("extract.spacy_pipeline").pipeline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
