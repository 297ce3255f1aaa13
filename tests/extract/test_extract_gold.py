"""Hand-made truth for whole protocols, where it is at hand: no field falls below what is asked of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from extract import extract

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold" / "extract"

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


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/gold/extract is not here")
def test_every_field_reaches_its_bar_on_the_gold(bench: ModuleType) -> None:
    fields: dict[str, object] = {}
    for gold, path in bench.gold_files(GOLD):
        text = path.read_bytes().decode("utf-8")
        bench.score(gold, extract(bench.reading_of(path, text)), bench.Board(text, path.stem, fields))
    reached = {name: fields[name].scores[2] for name in BARS}  # type: ignore[attr-defined]  # the bench's Field
    assert {name: f1 for name, f1 in reached.items() if f1 < BARS[name]} == {}
