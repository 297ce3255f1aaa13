"""Repair as the first step of a spaCy pipeline: damaged text in, a Doc of the repaired text out.

A component cannot change `doc.text`: when it runs, the text has been cut into tokens. What comes before is
the tokenizer, so that is where repair belongs: one that mends the text and gives it to the tokenizer that
was there. Any pipeline can have it, also one around a trained model:

    from extract.spacy_pipeline import repairing

    nlp = spacy.load("sv_core_news_sm")
    nlp.tokenizer = repairing(nlp.tokenizer)
    doc = nlp("Socialndmnden godkdnner forvaltningens rapport dver arbetet.")
    doc.text             # 'Socialnämnden godkänner förvaltningens rapport över arbetet.'
    doc._.raw            # the text as it came
    doc._.ledger         # every change and every doubt, with its reason (`ocr.ledger.Change`)
    doc[0:1]._.raw       # 'Socialndmnden'
    doc[0:1]._.raw_span  # Span(start=0, end=13): where that stands in doc._.raw

In a config file it is `[nlp.tokenizer]` with `@tokenizers = "klubbat_repair"`, and `extract.pipeline(
repair=True)` has it built in. Text that needs no repair comes through as it is, with an empty ledger. What
is known of a Doc lies in its `user_data` in plain form, so it outlives `to_bytes`, `DocBin` and the worker
processes of `nlp.pipe(n_process=...)`.

spaCy itself is known to `extract/spacy_pipeline.py` only, which makes these names known to it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from ocr import ledger as ledgers
from ocr.ledger import Change, Offsets
from ocr.repair import repair
from ocr.spans import Span

_RAW, _LEDGER = "klubbat_raw", "klubbat_ledger"  # in doc.user_data


class Doc(Protocol):
    """What is asked of a spaCy Doc here."""

    user_data: dict[Any, Any]

    @property
    def text(self) -> str: ...


class DocSpan(Protocol):
    """What is asked of a spaCy Span here."""

    start_char: int
    end_char: int

    @property
    def doc(self) -> Doc: ...


class RepairingTokenizer:
    """Repairs a text, then cuts it into tokens as the tokenizer within it does.

    A class, since spaCy keeps a tokenizer, and saves and loads it together with its pipeline; all of that is
    left to the one within.
    """

    def __init__(self, within: Any) -> None:  # spaCy's tokenizers share no type
        self.within = within

    def __call__(self, text: str) -> Any:
        repaired = repair(text)
        doc = self.within(repaired.text)
        doc.user_data[_RAW] = text
        doc.user_data[_LEDGER] = [ledgers.to_json(change).decode("utf-8") for change in repaired.ledger]
        return doc

    def to_bytes(self, **options: Any) -> bytes:
        return bytes(self.within.to_bytes(**options))

    def from_bytes(self, data: bytes, **options: Any) -> RepairingTokenizer:
        self.within.from_bytes(data, **options)
        return self

    def to_disk(self, path: str | Path, **options: Any) -> None:
        self.within.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> RepairingTokenizer:
        self.within.from_disk(path, **options)
        return self


def repairing(tokenizer: Callable[[str], Any]) -> RepairingTokenizer:
    """The tokenizer, with repair before it; one that repairs already stays as it is.

    >>> import spacy
    >>> nlp = spacy.blank("sv")
    >>> nlp.tokenizer = repairing(nlp.tokenizer)
    >>> nlp("Namnden far i uppdrag att folja upp arbetet med boendestod och aterkomma.")[0].text
    'Nämnden'
    """
    return tokenizer if isinstance(tokenizer, RepairingTokenizer) else RepairingTokenizer(tokenizer)


def raw_of(doc: Doc) -> str:
    """The text as it came; `doc.text` where nothing was repaired."""
    raw: str = doc.user_data.get(_RAW, doc.text)
    return raw


def ledger_of(doc: Doc) -> tuple[Change, ...]:
    """Every change and every doubt of the repair, in order of place."""
    return tuple(ledgers.from_json(line) for line in doc.user_data.get(_LEDGER, ()))


def raw_span_of(span: DocSpan) -> Span:
    """Where a span's words stand in the raw text; where a change reaches out of it, widened."""
    return Offsets(ledger_of(span.doc)).to_raw(Span(span.start_char, span.end_char))


def raw_text_of(span: DocSpan) -> str:
    """What stood in a span's place before the repair."""
    return raw_of(span.doc)[slice(*raw_span_of(span))]
