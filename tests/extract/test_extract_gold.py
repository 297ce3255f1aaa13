"""Hand-made truth: no field falls below what is asked of it, on any set of truth whose texts are at hand."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extract import extract

ROOT = Path(__file__).resolve().parents[2]

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


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_extraction", ROOT / "benchmarks" / "extraction.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def reached(bench: ModuleType, texts: Iterable[Any]) -> dict[str, float]:
    fields: dict[str, Any] = {}
    for one in texts:
        board = bench.Board(one.text, one.name, fields)
        bench.score(one.gold, extract(bench.reading_of(one.name, one.text)), board)
    return {name: fields[name].scores[2] for name in BARS if name in fields}


@pytest.mark.parametrize("name", ["gold", "annotated", "houses"])
def test_every_field_reaches_its_bar(bench: ModuleType, name: str) -> None:
    texts = list(bench.SETS[name]())
    if not texts:
        pytest.skip(f"the texts of the set {name!r} are not here")
    scores = reached(bench, texts)
    assert set(scores) == set(BARS)
    assert {field: f1 for field, f1 in scores.items() if f1 < BARS[field]} == {}
