"""Names in no list are left out of truth and record alike, and so is what was read in their place."""

from __future__ import annotations

from benchmarks.known_names import of_known_names
from benchmarks.scoring import reading_of
from benchmarks.truth import as_truth
from extract import extract

TEXT = """§ 1 Dnr VIK 2022/4

En taxa

Beslut

Taxan antas.

Yrkanden

{odd} (S) yrkar avslag.

Anna Lindberg (M) yrkar bifall.
"""
TRUE = as_truth(extract(reading_of("a", TEXT.format(odd="Bo Vedhallh"))))


def test_a_misread_name_in_no_list_is_left_out_with_its_truth() -> None:
    record = extract(reading_of("a", TEXT.format(odd="Bo Vedhällh")))
    gold, left = of_known_names(TRUE, record)
    assert [p["name"] for p in gold["paragraphs"][0]["people"]] == ["Anna Lindberg"]
    assert {p.name for p in left.mentions.people} == {"Anna Lindberg"}
    assert [[m.name for m in y.by] for y in left.items[0].yrkanden] == [[], ["Anna Lindberg"]]


def test_a_person_who_is_in_no_truth_stays_an_error() -> None:
    record = extract(reading_of("a", TEXT.format(odd="Greta Mattsson")))
    _, left = of_known_names(TRUE, record)
    assert {p.name for p in left.mentions.people} == {"Anna Lindberg", "Greta Mattsson"}
