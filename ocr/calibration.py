"""The last step of repair's certainty: from what it says of itself to how often such lines are right.

Channel and tagger weigh the answers they thought of, and what they did not think of has no weight: so they
are surer than they should be, most of all of what they leave to a person. Two curves through a few points,
measured on documents which neither had seen (`training/calibration.py`), put that right: one for changes
that are made, one for changes that wait. A curve only rises, so what is surer stays surer, and no state
hangs on it. A candidate's share is what its line says of it, and what is missing to one is for all that
nobody thought of.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from ocr.ledger import State

CALIBRATION_FILE = "calibration.tsv"
Kind = Literal["applied", "review"]
KINDS: tuple[Kind, ...] = ("applied", "review")
Candidates = tuple[tuple[str, float], ...]
Curve = tuple[tuple[float, ...], tuple[float, ...]]  # logits of what is said, and the shares that hold
_EDGE = 5e-5  # nothing is surer than four decimals can tell


def as_sure(
    kind: Kind | None, confidence: float, after: str, candidates: Candidates
) -> tuple[float, Candidates]:
    """How often a line is right that is said to be so sure, and its candidates with as much.

    What it puts there is as sure as the line; the other candidates have the rest at most.
    """
    if kind is None or kind not in _curves():
        return confidence, candidates
    sure = _right(kind, confidence)
    if len(candidates) == 1 and candidates[0][0] == after:
        return sure, ((after, sure),)
    others = sum([share for text, share in candidates if text != after])
    part = min(1.0, (1 - sure) / others) if others else 1.0
    return sure, tuple(
        [(text, sure if text == after else round(share * part, 4)) for text, share in candidates]
    )


@lru_cache(maxsize=1 << 15)
def _right(kind: Kind, confidence: float) -> float:
    """How often lines of a kind are right that are said to be so sure."""
    return round(_held(confidence, _curves()[kind]), 4)


def _held(confidence: float, curve: Curve) -> float:
    """The share that holds of what is said to be so sure; beyond the ends of a curve, that at its end."""
    said, held = curve
    at = logit(confidence)
    i = bisect_left(said, at)
    if i == 0 or i == len(said):
        return held[min(i, len(said) - 1)]
    part = (at - said[i - 1]) / (said[i] - said[i - 1])
    return held[i - 1] + part * (held[i] - held[i - 1])


def kind_of(state: State, before: str, after: str) -> Kind | None:
    """The curve that a ledger line belongs to; None where it changes nothing, and would not."""
    if state == "applied":
        return "applied"
    return "review" if state == "review" and after != before else None


def logit(p: float) -> float:
    p = min(1 - _EDGE, max(_EDGE, p))
    return math.log(p / (1 - p))


def probability(at: float) -> float:
    """The probability whose logit is `at`."""
    return 1 / (1 + math.exp(-at))


@lru_cache(maxsize=1)
def _curves() -> Mapping[str, Curve]:
    path = files("ocr") / "data" / CALIBRATION_FILE
    if not path.is_file():
        return {}
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    return {
        kind: (
            tuple(float(row["said"]) for row in rows if row["kind"] == kind),
            tuple(float(row["held"]) for row in rows if row["kind"] == kind),
        )
        for kind in {row["kind"] for row in rows}
    }
