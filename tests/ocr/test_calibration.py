"""The last step of certainty: it moves `confidence` and nothing else, and never turns an order round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.calibration import KINDS, as_sure, kind_of, logit, probability
from ocr.ledger import Change, State
from ocr.repair import repair


def line(confidence: float, state: State = "applied", after: str = "är") -> Change:
    return Change(
        0,
        2,
        "ar",
        after,
        confidence,
        "channel",
        state,
        (("är", confidence), ("år", 1 - confidence)),
        "ä read as a",
    )


def calibrated(change: Change) -> Change:
    kind = kind_of(change.state, change.before, change.after)
    confidence, candidates = as_sure(kind, change.confidence, change.after, change.candidates)
    return replace(change, confidence=confidence, candidates=candidates)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.sampled_from(KINDS))
def test_what_is_surer_stays_surer(said: list[float], state: State) -> None:
    held = [calibrated(line(p, state)).confidence for p in sorted(said)]
    assert held == sorted(held)
    assert all(0 < p < 1 for p in held)


@given(st.floats(0, 1), st.sampled_from(["applied", "review", "left", "rejected"]))
def test_only_the_confidence_moves_and_the_candidate_with_it(said: float, state: State) -> None:
    before = line(said, state)
    after = calibrated(before)
    assert after.candidates == (("är", after.confidence), ("år", after.candidates[1][1]))
    assert sum(share for _, share in after.candidates) <= 1.0001
    assert replace(after, confidence=before.confidence, candidates=before.candidates) == before


@pytest.mark.parametrize(
    "before", [line(0.4, "left"), line(0.4, "rejected"), line(0.4, "review", after="ar")]
)
def test_a_line_that_changes_nothing_is_left_alone(before: Change) -> None:
    assert calibrated(before) == before


def test_nothing_that_repair_changes_is_called_certain() -> None:
    ledger = repair("Socialnamnden fér i uppdrag att félja upp arbetet med boendestéd och aterkomma.").ledger
    assert ledger
    assert max(change.confidence for change in ledger) < 0.9999


@pytest.mark.parametrize("p", [0.001, 0.2, 0.5, 0.93, 0.9999])
def test_a_logit_leads_back(p: float) -> None:
    assert probability(logit(p)) == pytest.approx(p)
