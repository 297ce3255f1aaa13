"""The same papers set in another way: what a text extraction does to lines and gaps changes little."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from benchmarks.scoring import Board, Field, reading_of, score
from benchmarks.truth import houses
from extract import extract

MEAN = 0.985  # of the fields that are asked for; every field is right where the papers stand as written
FIELDS = (
    "items", "decisions", "decision_status", "yrkanden", "statements", "statement_by", "votes", "recusals",
    "dates", "people", "parties", "case_numbers", "item_references",
)  # fmt: skip


def without_gaps(text: str) -> str:
    return re.sub(r"\n[ \t]*\n+", "\n", text)


def double_spaced(text: str) -> str:
    return re.sub(r"\n+", "\n\n", text)


def indented(text: str) -> str:
    return re.sub(r"(?m)^(?=.)", "      ", text)


def narrow_spaces(text: str) -> str:
    return re.sub(r"(?<=\S)[ \t]+", " ", text)


def cells_in_lines_of_their_own(text: str) -> str:
    return "\n".join("\n".join(re.split(r" {3,}", line.strip())) for line in text.split("\n"))


def windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "form",
    [without_gaps, double_spaced, indented, narrow_spaces, cells_in_lines_of_their_own, windows_lines],
    ids=lambda form: form.__name__,
)
def test_papers_set_in_another_way_are_read_nearly_as_well(form: Callable[[str], str]) -> None:
    fields: dict[str, Field] = {}
    for one in houses(form=form):
        score(one.gold, extract(reading_of(one.name, one.text)), Board(one.text, one.name, fields))
    scores = {name: fields[name].scores[2] for name in FIELDS}
    assert sum(scores.values()) / len(scores) >= MEAN, scores
