"""The spaCy side: our components in anybody's pipeline, and none of it loaded before it is asked for."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import extract
from ocr import Metadata, Page, Reading

PIPELINE = extract.pipeline()
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


def test_the_components_can_be_sent_to_another_process() -> None:
    for name, component in PIPELINE.pipeline:
        sent = pickle.loads(pickle.dumps(component))
        assert type(sent) is type(component), name
    doc = next(iter(PIPELINE.pipe([TEXT], n_process=2)))
    assert [s.label_ for s in doc.spans["klubbat_decisions"]] == ["decision"]


def test_the_sentences_of_a_long_document_are_set_at_once() -> None:
    long = "Nämnden beslutar att lägga ärendet till handlingarna. " * 10_000  # minutes, if one by one
    nlp = spacy.blank("sv")
    nlp.add_pipe("klubbat_sentences")
    assert sum(1 for _ in nlp(long).sents) == 10_000


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


def test_an_amount_may_end_a_sentence() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("klubbat_sentences")
    doc = nlp("Jouren får 40.000 kr. Bo Ek föreslår 60 000 kr per år.")
    assert [s.text for s in doc.sents] == ["Jouren får 40.000 kr.", "Bo Ek föreslår 60 000 kr per år."]


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


def test_a_doc_with_findings_can_be_packed_and_opened() -> None:
    nlp = extract.pipeline()
    doc = nlp(TEXT)
    opened = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [(s.label_, s.text) for s in opened.spans["klubbat_dates"]] == [
        (s.label_, s.text) for s in doc.spans["klubbat_dates"]
    ]
    assert opened._.klubbat.items == doc._.klubbat.items


def test_many_docs_are_worked_on_in_two_processes() -> None:
    nlp = extract.pipeline()
    docs = list(nlp.pipe([TEXT, TEXT.replace("§ 8", "§ 9")], n_process=2, batch_size=1))
    assert [[s.label_ for s in doc.spans["klubbat_items"]] for doc in docs] == [["8"], ["9"]]


@pytest.mark.parametrize("language", ["sv", "xx", "en"])
def test_a_component_works_in_any_language_behind_any_component(language: str) -> None:
    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "BODY", "pattern": "Socialnämnden"}])
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("klubbat_sentences")
    nlp.add_pipe("klubbat_decisions")
    doc = nlp(TEXT)
    assert [ent.text for ent in doc.ents] == ["Socialnämnden"]
    assert [s.text for s in doc.spans["klubbat_decisions"]] == [
        "Socialnämnden godkänner rapporten enl. förvaltningens förslag."
    ]
    assert any(sent.text.strip().endswith("enl.") for sent in doc.sents)  # the sentencizer's stay


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["§ 1\n", "Beslut\n", "att godkänna.", "(V),(S)", "Bo Ek", "5 maj 2022", "\n\n", "å İ"]
        )
    )
)
def test_spans_are_those_of_the_values_widened_to_tokens(pieces: list[str]) -> None:
    text = " ".join(pieces)
    doc = PIPELINE(text)
    assert doc.text == text
    for key, spans in (
        ("klubbat_dates", [d.span for d in doc._.klubbat.mentions.dates]),
        ("klubbat_decisions", [d.span for i in doc._.klubbat.items for d in i.decisions]),
        ("klubbat_people", [p.span for p in doc._.klubbat.mentions.people]),
    ):
        found = doc.spans[key]
        assert len(found) == len(spans)
        for span, value in zip(found, spans, strict=True):
            assert span.start_char <= value.start < value.end <= span.end_char
    assert "".join(sent.text_with_ws for sent in doc.sents) == text if pieces else True
