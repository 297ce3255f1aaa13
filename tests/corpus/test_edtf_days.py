"""The days that a date may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.edtf import days, years

CASES = [
    ("2018-03-22", "2018-03-22", "2018-03-22"),
    ("2018-02", "2018-02-01", "2018-02-28"),
    ("2018", "2018-01-01", "2018-12-31"),
    ("2015/2018", "2015-01-01", "2018-12-31"),
    ("2018-03-05/2018-04-11", "2018-03-05", "2018-04-11"),
    ("2016-21", "2016-01-01", "2016-06-30"),
    ("2019-34", "2019-04-01", "2019-06-30"),
    ("2018~", "2018-01-01", "2018-12-31"),
    ("2021/..", "2021-01-01", "9999-12-31"),
]


@pytest.mark.parametrize(("edtf", "first", "last"), CASES)
def test_a_date_has_a_first_and_a_last_day(edtf: str, first: str, last: str) -> None:
    assert days(edtf) == (first, last)


@pytest.mark.parametrize(
    "edtf", ["", None, "XXXX-10-28", "2018-02-30", "2018-13", "maj", "2020/2018", "0000"]
)
def test_what_says_nothing_has_no_days(edtf: str | None) -> None:
    assert days(edtf) is None


def test_the_years_in_a_name() -> None:
    assert years("2024/2027") == (2024, 2027)


@given(st.dates())
def test_a_day_is_itself(day: object) -> None:
    assert days(str(day)) == (str(day), str(day))
