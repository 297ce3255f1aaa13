"""Figures that were cut in two or ran together on ruined pages."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocr.figures import figures
from ocr.ledger import apply
from ocr.repair import repair
from ocr.spans import Span

RUINED = "Socialnamnden i Vikasjo beslutar att godkanna forvaltningens forslag till atgarder for aldre.\n"
TABLE = "Skola 12 400 -11 900\nVard 7 300 -7 100\nFritid 1 250\n"


def mended(text: str) -> str:
    return apply(text, figures(text, [Span(0, len(text))]))


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("Dnr KS 201 8/53", "Dnr KS 2018/53"),
        ("(201 8:658). Övriga", "(2018:658). Övriga"),
        ("den 201 9-02-26", "den 2019-02-26"),
        ("§ 4 Dnr KS 201 7/103........scc 8", "§ 4 Dnr KS 2017/103........scc 8"),
    ],
)
def test_a_year_cut_in_two_is_put_together(cut: str, whole: str) -> None:
    assert mended(cut) == whole


@pytest.mark.parametrize(
    "text",
    ["sidorna 201 8-10", "4201 8/53", "2019 8/53", "klass 205 5-6"],
)
def test_other_numbers_beside_each_other_stay(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("row", "whole"),
    [
        ("Hamn 58 952 -60 113 -1161 ; 1078", "Hamn 58 952 -60 113 -1 161 ; 1 078"),
        ("Hamn 80925 -83 310 -2385", "Hamn 80 925 -83 310 -2 385"),
        ("Hamn 1 012 25000 300", "Hamn 1 012 25 000 300"),
        ("Hamn 102649 -101860 789", "Hamn 102 649 -101 860 789"),
    ],
)
def test_an_amount_in_a_row_gets_its_blank_where_others_have_it(row: str, whole: str) -> None:
    assert mended(TABLE + row) == TABLE + whole
    assert mended("Fritid 1 250 800\n" + row) == "Fritid 1 250 800\n" + row


def test_a_table_that_groups_nothing_is_left_as_it_is() -> None:
    plain = "Utfall Budget Skillnad\nHamn 2550 -750 3300\nVikskolan -9248 -2900 -6348\n"
    assert mended(TABLE + "Allt i tusental.\n" * 3 + plain) == TABLE + "Allt i tusental.\n" * 3 + plain


@pytest.mark.parametrize(
    "line",
    [
        "om 5000 kronor i månaden enligt resolution 1325",
        "4010 12 400 -11 900",  # an account
        "Konto 4010 12 400 -11 900",
        "Utfall 2018 12 400 2019",
        "Telefon 0123",
        "Hamn 4010 2018",
        "Telefon 08 71344 12345",
    ],
)
def test_numbers_that_may_be_no_amounts_stay(line: str) -> None:
    assert mended(TABLE + line) == TABLE + line


def test_figures_of_a_good_text_are_not_touched() -> None:
    text = (
        TABLE
        + "Hamn 80925 -83 310 -2385\nNämnden får i uppdrag att följa upp arbetet för alla. SN 201 8/53\n"
    )
    assert repair(text).text == text


def test_repair_sets_them_right_and_asks_nothing_of_them() -> None:
    repaired = repair(RUINED * 3 + TABLE + "Hamn 80925 -83 310 -2385\nDnr SN 201 8/53\n")
    assert "Hamn 80 925 -83 310 -2 385\nDnr SN 2018/53" in repaired.text
    lines = [line for line in repaired.ledger if line.start >= len(RUINED * 3 + TABLE)]
    assert [(line.after, line.state) for line in lines if line.before[-1].isdigit()] == [
        ("80 925", "applied"),
        ("-2 385", "applied"),
        ("2018", "applied"),
    ]
    assert repair(repaired.text).text == repaired.text


@given(st.text("1203 8/:-.,;x\n", max_size=200))
@example("0 0200 0:0")  # an amount that got its blank, and what is left of it before a colon
def test_no_figure_is_ever_changed_and_a_second_look_finds_nothing(text: str) -> None:
    text = TABLE + text
    once = mended(text)
    assert once.replace(" ", "") == text.replace(" ", "")
    assert mended(once) == once
