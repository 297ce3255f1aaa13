"""Extraction as a spaCy pipeline, for those who work in spaCy. The only file that knows spaCy.

`pipeline()` is `spacy.blank("sv")` with our components; each is a factory registered as an entry point, so
`nlp.add_pipe("klubbat_decisions")` works in anybody's pipeline, behind a trained model too. Findings are in
`doc.spans["klubbat_..."]` under the label that says what they are, the typed values behind them in
`doc._.klubbat` (an `Analysis` and its items), and sentences are those of official Swedish: none ends after
"enl.", "m.fl." or "2 kap.".

Tokens are spaCy's, and a finding may begin inside one ("(V),(S)"); its span is then widened to whole tokens.
The values in `doc._.klubbat` keep the exact places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import registry

from extract.analysis import Analysis, analyse
from extract.build import mentions_of
from extract.matters import items_of
from extract.record import Item, Mentions
from extract.repairing import RepairingTokenizer, ledger_of, raw_of, raw_span_of, raw_text_of, repairing
from extract.sentences import sentences
from ocr.spans import Span

COMPONENTS = (
    "klubbat_sentences",
    "klubbat_items",
    "klubbat_decisions",
    "klubbat_statements",
    "klubbat_dates",
    "klubbat_people",
    "klubbat_references",
)
Labelled = Iterable[tuple[str, Span]]


def pipeline(*, repair: bool = False) -> Language:
    """A blank Swedish pipeline with every component of ours; no model has to be there.

    With `repair`, text goes through `ocr.repair` first (`extract/repairing.py`).

    >>> [name for name in pipeline().pipe_names][:2]
    ['klubbat_sentences', 'klubbat_items']
    """
    nlp = spacy.blank("sv")
    nlp.max_length = 20_000_000  # characters; extraction is linear, and a protocol with its papers is long
    if repair:
        nlp.tokenizer = repairing(nlp.tokenizer)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def create_repair() -> Callable[[Language], RepairingTokenizer]:
    """What `@tokenizers = "klubbat_repair"` in a config stands for: repair before spaCy's own tokenizer."""

    def create(nlp: Language) -> RepairingTokenizer:
        return repairing(registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp))

    return create


class Findings:
    """What is known of one text; each part is made when a component first asks for it."""

    def __init__(self, text: str) -> None:
        self.analysis: Analysis = analyse(text)
        self._items: tuple[Item, ...] | None = None
        self._mentions: Mentions | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        if self._items is None:
            self._items = items_of(self.analysis, "doc")
        return self._items

    @property
    def mentions(self) -> Mentions:
        if self._mentions is None:
            self._mentions = mentions_of(self.analysis)
        return self._mentions


def _findings(doc: Doc) -> Findings:
    """The findings of a Doc. It does not hold them itself, and so it can be packed and sent elsewhere."""
    return _remembered(doc.text)


@lru_cache(maxsize=4)
def _remembered(text: str) -> Findings:
    return Findings(text)


_FOUND: dict[str, Callable[[Findings], Labelled]] = {
    "klubbat_items": lambda f: ((item.number or "", item.span) for item in f.items),
    "klubbat_decisions": lambda f: ((d.status, d.span) for item in f.items for d in item.decisions),
    "klubbat_statements": lambda f: ((s.kind, s.span) for item in f.items for s in item.statements),
    "klubbat_dates": lambda f: ((d.edtf, d.span) for d in f.mentions.dates),
    "klubbat_people": lambda f: ((p.party or "", p.span) for p in f.mentions.people),
    "klubbat_references": lambda f: ((r.kind, r.span) for r in f.mentions.references),
}


def _component(key: str) -> Callable[[Language, str], Callable[[Doc], Doc]]:
    """A factory of a component that puts findings into `doc.spans[key]`."""

    def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
        return partial(_marked, key=key)  # which can be sent to another process

    return create


def _marked(doc: Doc, key: str) -> Doc:
    spans = [
        doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
        for label, span in _FOUND[key](_findings(doc))
    ]
    doc.spans[key] = [span for span in spans if span is not None]
    return doc


def create_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """A component that sets sentence boundaries; those that a model set already stay."""
    return _in_sentences


def _in_sentences(doc: Doc) -> Doc:
    if doc.has_annotation("SENT_START"):
        return doc
    starts = {span.start for span in sentences(doc.text, 0, len(doc.text))}
    opens = [1 if token.i == 0 or token.idx in starts else -1 for token in doc]
    column: Any = np.array([opens], dtype=np.int64).astype(np.uint64).T
    return doc.from_array([SENT_START], column)  # set one by one, each token costs a look through the Doc


create_items = _component("klubbat_items")
create_decisions = _component("klubbat_decisions")
create_statements = _component("klubbat_statements")
create_dates = _component("klubbat_dates")
create_people = _component("klubbat_people")
create_references = _component("klubbat_references")

FACTORIES = {
    "klubbat_sentences": create_sentences,
    "klubbat_items": create_items,
    "klubbat_decisions": create_decisions,
    "klubbat_statements": create_statements,
    "klubbat_dates": create_dates,
    "klubbat_people": create_people,
    "klubbat_references": create_references,
}
registry.tokenizers("klubbat_repair", func=create_repair)
if not Doc.has_extension("ledger"):
    Doc.set_extension("raw", getter=raw_of)
    Doc.set_extension("ledger", getter=ledger_of)
    DocSpan.set_extension("raw", getter=raw_text_of)
    DocSpan.set_extension("raw_span", getter=raw_span_of)
if not Doc.has_extension("klubbat"):
    Doc.set_extension("klubbat", getter=_findings)
for _name, _factory in FACTORIES.items():
    Language.factory(_name, func=_factory)
