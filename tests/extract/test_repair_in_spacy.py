"""Who works in spaCy gets repaired text, and keeps what stood there before."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import extract
from extract.spacy_pipeline import repairing
from ocr import undo
from ocr.spans import Span

DAMAGED = (
    "Socialndmnden godkdnner den 2 maj 2018 forvaltningens rapport dver arbetet med boendestod.\n"
    "Namnden far i uppdrag att folja upp arbetet och aterkomma till varen. Det ar viktigt for alla.\n"
)
CLEAN = "Nämnden beslutar att godkänna förvaltningens förslag till plan för året.\n"


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("sv")
    nlp.tokenizer = repairing(nlp.tokenizer)
    return nlp


def test_a_doc_holds_the_repaired_text_the_raw_one_and_the_ledger(nlp: Language) -> None:
    doc = nlp(DAMAGED)
    assert doc.text.startswith("Socialnämnden godkänner den 2 maj 2018 förvaltningens rapport över arbetet")
    assert doc._.raw == DAMAGED
    assert undo(doc.text, doc._.ledger) == DAMAGED
    assert doc[0:2]._.raw == "Socialndmnden godkdnner"
    assert doc[0:2]._.raw_span == Span(0, 23)


def test_every_token_maps_back_to_what_was_read(nlp: Language) -> None:
    doc = nlp("Föreningen ￼ 😀 sade: \r\n" + DAMAGED)
    for i, token in enumerate(doc):
        raw = doc[i : i + 1]._.raw
        assert raw == token.text or any(change.before == raw for change in doc._.ledger)


def test_clean_text_comes_through_as_it_is(nlp: Language) -> None:
    doc = nlp(CLEAN)
    assert (doc.text, doc._.raw, doc._.ledger) == (CLEAN, CLEAN, ())
    other = spacy.blank("sv")(CLEAN)  # a pipeline without repair
    assert (other._.raw, other._.ledger, other[0:1]._.raw_span) == (CLEAN, (), Span(0, 7))


def test_findings_in_repaired_text_map_to_the_raw_text() -> None:
    doc = extract.pipeline(repair=True)(DAMAGED)
    (date,) = doc.spans["klubbat_dates"]
    assert date.label_ == "2018-05-02"
    start, end = date._.raw_span
    assert doc._.raw[start:end] == date._.raw == "den 2 maj 2018"


def test_a_config_file_can_ask_for_repair() -> None:
    nlp = spacy.blank("sv", config={"nlp": {"tokenizer": {"@tokenizers": "klubbat_repair"}}})
    assert nlp(DAMAGED)[0].text == "Socialnämnden"


def test_a_pipeline_with_repair_is_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.tokenizer.within.add_special_case("2 maj", [{"ORTH": "2"}, {"ORTH": " maj"}])
    nlp.to_disk(tmp_path)
    config = {"nlp": {"tokenizer": {"@tokenizers": "klubbat_repair"}}}
    for other in (spacy.blank("sv", config=config).from_disk(tmp_path), spacy.blank("sv", config=config)):
        other.from_bytes(nlp.to_bytes())
        assert [t.text for t in other(DAMAGED)] == [t.text for t in nlp(DAMAGED)]


def test_raw_text_and_ledger_outlive_the_file_and_the_worker(nlp: Language) -> None:
    doc = nlp(DAMAGED)
    (kept,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    worked = next(iter(nlp.pipe([DAMAGED, CLEAN], n_process=2)))
    for other in (kept, worked, Doc(nlp.vocab).from_bytes(doc.to_bytes())):
        assert (other.text, other._.raw, other._.ledger) == (doc.text, DAMAGED, doc._.ledger)


def test_repair_is_put_before_a_tokenizer_once(nlp: Language) -> None:
    assert repairing(nlp.tokenizer) is nlp.tokenizer
