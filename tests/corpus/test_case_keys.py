"""One case, however its number is printed."""

from __future__ import annotations

import pytest

from corpus.cases import case_key, cases_in

SAME = [
    ("0497/23", "SLK-2023-00497"),
    ("SLK-2023-00497:4", "SLK-2023-00497"),
    ("VSK 2019/619", "VSK 2019/619-2"),
    ("VSKS 2015/71", "Dnr VSKS 2015/71"),
]
OTHER = [("0497/22", "SLK-2023-00497"), ("VSK 2019/619", "ÄON 2019/619"), ("VSK 2019/61", "VSK 2019/619")]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_ways_to_print_a_number_agree(one: str, two: str) -> None:
    first, second = case_key(one), case_key(two)
    assert first and second and first.agrees(second)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_other_cases_do_not(one: str, two: str) -> None:
    first, second = case_key(one), case_key(two)
    assert first and second and not first.agrees(second)


@pytest.mark.parametrize("value", ["2023-2026", "2024-05-23", "§ 4", "plan", "", "2024 nr 5"])
def test_what_is_no_case_number_has_no_key(value: str) -> None:
    assert not cases_in(value)


def test_a_query_gives_its_case_numbers() -> None:
    assert [str(k) for k in cases_in("beslut i dnr 0497/23 och VSK-2024-00012")] == ["2023/497", "2024/12"]
