"""Hand-made truth: no field falls below what is asked of it, on any set of truth whose texts are at hand."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from benchmarks.extraction import SETS
from benchmarks.scoring import Board, Field, reading_of, score
from benchmarks.truth import Truth
from extract import extract

BARS = {
    "items": 0.98,
    "votes": 0.98,
    "recusals": 0.98,
    "dates": 0.98,
    "case_numbers": 0.98,
    "parties": 0.98,
    "decisions": 0.95,
    "decision_status": 0.95,
    "yrkanden": 0.95,
    "yrkande_by": 0.95,
    "statements": 0.95,
    "statement_by": 0.95,
    "people": 0.95,
    "item_references": 0.92,
    "document_references": 0.92,
    "plan_references": 0.80,
}


def reached(texts: Iterable[Truth]) -> dict[str, float]:
    fields: dict[str, Field] = {}
    for one in texts:
        board = Board(one.text, one.name, fields)
        score(one.gold, extract(reading_of(one.name, one.text)), board)
    return {name: fields[name].scores[2] for name in BARS if name in fields}


@pytest.mark.parametrize("name", ["gold", "annotated", "houses"])
def test_every_field_reaches_its_bar(name: str) -> None:
    texts = list(SETS[name]())
    if not texts:
        pytest.skip(f"the texts of the set {name!r} are not here")
    scores = reached(texts)
    assert set(scores) == set(BARS)
    assert {field: f1 for field, f1 in scores.items() if f1 < BARS[field]} == {}
