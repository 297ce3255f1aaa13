"""Tables that were read across their columns: what one column cuts in two is put together again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.record import Record

Read = Callable[..., Record]
HEAD = "PROTOKOLL\n\n§ 1 Dnr VIK 2018/2\nDelegationsbeslut\n\nBeslut\nBesluten noteras.\n\nHandlingar\n"


def names(record: Record) -> list[str]:
    return [person.name for person in record.mentions.people]


NAMES = {
    "a day behind the first name": "Yttrande över Rektor Anna 2018-04-13\nanmälan om vägen, Ekfors",
    "a stroke behind it": "Yttrande över Rektor Anna | 5 mars 2018\nanmälan om vägen, Ekfors",
    "alone in its line": "Yttrande över Rektor Anna\nEkfors",
    "some rows below": "Yttrande över Rektor Anna 2018-04-13\nen anmälan\nsom kom in\nEkfors",
}


@pytest.mark.parametrize("rows", NAMES.values(), ids=NAMES.keys())
def test_a_surname_in_the_row_below_goes_to_the_first_name(damaged: Read, rows: str) -> None:
    assert names(damaged(HEAD + rows)) == ["Anna Ekfors"]


def test_a_name_that_stands_elsewhere_is_taken_before_another(damaged: Read) -> None:
    rows = "Yttrande över Rektor Anna 2018-04-13\nfrån Eklund\nom Trogg\n\nAnna Trogg redogör."
    assert names(damaged(HEAD + rows)) == ["Anna Trogg", "Anna Trogg"]


def test_a_short_surname_that_lost_its_mark_goes_to_the_first_name_of_its_own_row(damaged: Read) -> None:
    rows = "Yttrande över Rektor Anna 2018-04-13\nanmälan, Sj\n\nYttrande av Rektor Bo 2018-04-13\noch Ekfors"
    assert names(damaged(HEAD + rows)) == ["Anna Sjö", "Bo Ekfors"]


def test_the_surname_of_the_next_row_is_not_taken(damaged: Read) -> None:
    rows = "Yttrande över Rektor Anna 2018-04-13\nen anmälan\nYttrande av Rektor Bo 2018-04-13\noch Ekfors"
    assert names(damaged(HEAD + rows)) == ["Bo Ekfors"]


def test_a_false_blank_line_before_two_surnames_is_closed(damaged: Read) -> None:
    text = "Följande röstar ja: Hampus Berg (M), Viktoria\n\nTorgny Rolka (S) och Bo Ek (V)."
    assert names(damaged(HEAD + text)) == ["Hampus Berg", "Viktoria Torgny Rolka", "Bo Ek"]


TWO = {
    "the next line says it": "Revisorernas ordförande Hilda\nMalm (S)\nredogör. Jäv: Bo-Åke Berg\n(S).",
    "the other is a whole name": "Ärendet föredras av rektor Hilda\nMalm\nsom svarar Bo-Åke Berg\nm.fl.",
}


@pytest.mark.parametrize("rows", TWO.values(), ids=TWO.keys())
def test_a_name_that_reads_on_is_not_cut(damaged: Read, rows: str) -> None:
    assert names(damaged(HEAD + rows)) == ["Hilda Malm", "Bo-Åke Berg"]


def test_a_name_over_a_false_blank_line_below_a_short_line_is_one(damaged: Read) -> None:
    text = "under 2022. Grannen Ylva\n\nTorgnysdotter yttrar sig. Där var Ylva\n\nNämnden har beslutat."
    assert names(damaged(HEAD + text)) == ["Ylva Torgnysdotter"]


NO_NAMES = {
    "an authority": "Yttrande över Rektor Anna 2018-04-13\nbegäran från Skolinspektionen",
    "no office": "Yttrande över Anna 2018-04-13\nbegäran från Ekfors",
    "too far below": "Yttrande över Rektor Anna\na\nb\nc\nd\nEkfors",
}


@pytest.mark.parametrize("rows", NO_NAMES.values(), ids=NO_NAMES.keys())
def test_what_is_no_surname_makes_no_person(damaged: Read, rows: str) -> None:
    assert names(damaged(HEAD + rows)) == []


def test_nothing_is_put_together_in_a_good_text(record_of: Read) -> None:
    rows = "Yttrande över Rektor Anna 2018-04-13\nanmälan om vägen, Ekfors"
    assert names(record_of(HEAD + rows)) == []


DATES = {
    "the month and the year": ("barn 5 mars till den 11\noch unga april 2018", ["2018-03-05/2018-04-11"]),
    "the year": ("barn 11 april den 2 maj\noch unga, VIK 2018", ["2018-04-11/2018-05-02"]),
    "the day": ("barn 18 mars till den\nenligt punkten 59 31 mars 2018", ["2018-03-18/2018-03-31"]),
    "another day in the row below": (
        "barn 3 mars den 4 april\nsom sades den 5 maj 2018",
        ["XXXX-03-03", "XXXX-04-04", "2018-05-05"],
    ),
}


@pytest.mark.parametrize(("rows", "days"), DATES.values(), ids=DATES.keys())
def test_the_halves_of_a_date_are_one(damaged: Read, rows: str, days: list[str]) -> None:
    assert [date.edtf for date in damaged(HEAD + rows).mentions.dates] == days


def test_a_number_has_the_letters_that_stand_in_the_row_above(damaged: Read) -> None:
    record = damaged(
        HEAD + "Yttrande i VIK Rektor Anna\n2018/44 om vägen\nYttrande till SKL Rektor\n2018/9 är"
    )
    numbers = [r.value for r in record.mentions.references if r.kind == "case"]
    assert numbers == ["VIK 2018/2", "VIK 2018/44"]
