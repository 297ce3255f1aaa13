"""The spaCy side: our components in anybody's pipeline, and none of it loaded before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy

import extract
from ocr import Metadata, Page, Reading

TEXT = """§ 8
Ett ärende
VIK 2019/619

Beslut
Socialnämnden godkänner rapporten enl. förvaltningens förslag.

Särskilt uttalande
Maria Ek m.fl. (V) anmälde ett särskilt uttalande.

"Planen måste leva, t.ex. genom utbildning. Den antogs den 19 december 2019."
"""


def test_the_pipeline_puts_findings_into_doc_spans() -> None:
    doc = extract.pipeline()(TEXT)
    assert [(s.label_, s.text) for s in doc.spans["klubbat_dates"]] == [
        ("2019-12-19", "den 19 december 2019")
    ]
    assert [s.label_ for s in doc.spans["klubbat_decisions"]] == ["decision"]
    assert [s.label_ for s in doc.spans["klubbat_statements"]] == ["särskilt uttalande"]
    assert [(s.label_, s.text) for s in doc.spans["klubbat_people"]] == [("V", "Maria Ek")]
    assert doc._.klubbat.items[0].number == "8"


def test_a_component_works_in_a_pipeline_that_is_not_ours() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("klubbat_decisions")
    doc = nlp(TEXT)
    (decision,) = doc.spans["klubbat_decisions"]
    assert decision.text.startswith("Socialnämnden godkänner")


def test_sentences_do_not_break_after_abbreviations() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("klubbat_sentences")
    doc = nlp(
        "Bo Ek m.fl. (V) yrkar bifall enl. förslaget, t.ex. i 2 kap. 5 §. Avslag yrkas av S m.fl. partier."
    )
    assert [s.text for s in doc.sents] == [
        "Bo Ek m.fl. (V) yrkar bifall enl. förslaget, t.ex. i 2 kap. 5 §.",
        "Avslag yrkas av S m.fl. partier.",
    ]


def test_the_findings_are_those_of_extract() -> None:
    page = Page(1, TEXT, TEXT, "good")
    record = extract.extract(Reading("ab" * 32, "a.txt", Metadata(), (page,)))
    found = extract.pipeline()(TEXT)._.klubbat
    assert [(i.number, i.span) for i in found.items] == [(i.number, i.span) for i in record.items]
    for kind in ("decisions", "statements"):
        ours = [f.span for i in record.items for f in getattr(i, kind)]
        assert [f.span for i in found.items for f in getattr(i, kind)] == ours
    for kind in ("dates", "people", "parties", "references"):
        ours = [f.span for f in getattr(record.mentions, kind)]
        assert [f.span for f in getattr(found.mentions, kind)] == ours


def test_importing_extract_does_not_load_spacy() -> None:
    code = "import extract, sys; assert 'spacy' not in sys.modules; print(extract.pipeline().pipe_names[0])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "klubbat_sentences"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute"):
        _ = extract.nothing  # type: ignore[attr-defined]  # that is the point
