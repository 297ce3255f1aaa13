"""Names of one plan come together, names of others stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names import plan_name, same, short_for
from corpus.plans import Plan, _each_its_id, _without_years
from corpus.reach import name_at
from corpus.timeline import editions_of

ONE_PLAN = [
    (
        "handlingsplan för att förbättra arbetssituationen för skolkuratorer och biståndshandläggare",
        "Handlingsplanen för förbättrad arbetsmiljö för skolkuratorer och biståndsbedömare",
    ),
    ("Vikasjö kommuns plan för arbetet mot ensamhet 2021-2024", "planen mot ensamhet"),
    ("Vikasjö kommuns klimatanpassningsplan 2024–2026", "klimatanpassningsplanen"),
    ("handlingsplan för att stoppa vandalisering", "handlingsplanen för att motverka vandalisering"),
    ("Vikasjö kommuns fritidspolitiska program", "fritidspolitiskt program för Vikasjö kommun"),
    ("riktlinje för gåvor i Vikasjö kommun", "Vikasjö kommuns riktlinje för gåvor"),
    ("plan för stadens arbete mot ensamhet", "plan för arbetet mot ensamhet"),
    ("Fastställdes Vikasjö kommuns grönplan", "Vikasjö kommuns grönplan"),
    ("10. Nytt reglemente för äldrenämnden", "reglemente för äldrenämnden"),
]
OTHER_PLANS = [
    ("Vikasjö kommuns kulturprogram", "Vikasjö kommuns plan för kulturprogrammet"),
    ("socialförvaltningens kompetensförsörjningsplan", "Vikasjö kommuns plan för kompetensförsörjning"),
    ("Vikasjö kommuns plan mot ensamhet", "Norrbruks kommuns plan mot ensamhet"),
    ("plan mot våld i nära relationer", "plan mot hedersrelaterat våld och förtryck"),
    ("Vikasjö kommuns ljusprogram", "Vikasjö kommuns ljuspolicy"),
    ("plan för lekplatser", "plan för badplatser"),
    ("detaljplan för bostäder vid Åsvägen", "detaljplan för bostäder vid Storgatan"),
]


@pytest.mark.parametrize(("one", "two"), ONE_PLAN)
def test_names_of_one_plan_are_the_same(one: str, two: str) -> None:
    a, b = plan_name(one), plan_name(two)
    assert a and b and same(a, b) and same(b, a)


@pytest.mark.parametrize(("one", "two"), OTHER_PLANS)
def test_names_of_other_plans_are_not(one: str, two: str) -> None:
    a, b = plan_name(one), plan_name(two)
    assert a and b and not same(a, b) and not short_for(a, b) and not short_for(b, a)


def test_a_short_form_is_known_as_one() -> None:
    full = plan_name("handlingsplan för att förbättra arbetssituationen för skolkuratorer och fritidsledare")
    short = plan_name("handlingsplanen för skolkuratorer och fritidsledare")
    assert full and short and short_for(short, full) and not short_for(full, short)


@pytest.mark.parametrize("text", ["Norra Kyrkoplan", "budgeten", "ett möte", "", "fotbollsplanen"])
def test_what_names_no_plan_is_none(text: str) -> None:
    assert plan_name(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("plan mot ensamhet 2021-2024", (2021, 2024)),
        ("plan mot ensamhet åren 2021 till 2024", (2021, 2024)),
        ("plan mot ensamhet 2021–24", (2021, 2024)),
        ("plan mot ensamhet från 2015", (2015, 2015)),
        ("plan mot ensamhet", None),
    ],
)
def test_the_years_of_a_name(text: str, years: tuple[int, int] | None) -> None:
    name = plan_name(text)
    assert name is not None and name.years == years


REACHES = [
    "handlingsplanen för förbättrad arbetsmiljö för biståndshandläggare| och återkomma till nämnden",
    "plan för att \n\nförbättra arbetssituationen| i socialnämnden",
    "plan mot ensamhet, hot och vandalisering 2021-2024| beslutades",
    "riktlinje för gåvor| antogs den 3 maj",
    "planen mot ensamhet|, som ska behandlas",
    "handlingsplanen| i socialnämnden",
    "program för ett rörligt liv 2020-2026| kan kompletteras",
    "plan mot ensamhet 2021-|. I planen används",
    "plan för lekplatser| Förslag till beslut",
    "plan för lekplatser| och Vikasjö kommuns program för bad",
    "detaljplan för bostäder vid Åsvägen inom stadsdelen Ås| antogs",
]


@pytest.mark.parametrize("text", REACHES)
def test_a_name_ends_where_something_else_begins(text: str) -> None:
    name, rest = text.split("|")
    head = next(i for i, c in enumerate(name + " ") if c.isspace() or c in ",|")
    assert name_at(name + rest, 0, head) == (" ".join(name.split()), len(name))


@given(st.text(max_size=200))
def test_any_text_is_a_name_or_none(text: str) -> None:
    plan_name(text)


@given(st.text(max_size=200), st.integers(0, 50))
def test_a_name_lies_in_its_text(text: str, head: int) -> None:
    head = min(head, len(text))
    assert head <= name_at(text, 0, head)[1] <= len(text) + 1


def test_plans_of_one_kind_and_name_have_ids_of_their_own() -> None:
    plan = Plan("1", "Plan", "plan", None, ("Plan",), (), (), 1)
    first, second, third = _each_its_id([plan, plan, plan])
    assert first == plan
    assert len({first.id, second.id, third.id}) == 3


def test_a_name_for_all_editions_ends_with_no_bare_preposition() -> None:
    assert _without_years("avfallstaxa för år 2025") == "avfallstaxa"
    assert _without_years("plan för bad till 2030") == "plan för bad"


EDITIONS = [
    # years named, adopted ones, editions
    ([(2020, 2023), (2024, 2027)], [], ["2020/2023", "2024/2027"]),
    ([(2020, 2022), (2020, 2024)], [(2020, 2022)], ["2020/2024"]),
    ([(2023, 2026), (2024, 2027)], [(2024, 2027)], ["2024/2027"]),
    ([(2022, 2030), (2023, 2030)], [(2022, 2030)], ["2022/2030"]),
    ([(2023, 2026), (2024, 2027)], [(2023, 2026), (2024, 2027)], ["2023/2026", "2024/2027"]),
    ([(2018, 2035), (2023, 2035)], [(2023, 2035)], ["2018/2035", "2023/2035"]),
]


@pytest.mark.parametrize(("named", "adopted", "wanted"), EDITIONS, ids=[str(e[2]) for e in EDITIONS])
def test_editions_are_told_apart_by_their_years(
    named: list[tuple[int, int]], adopted: list[tuple[int, int]], wanted: list[str]
) -> None:
    from collections import Counter

    assert [e.edtf for e in editions_of(Counter(named), adopted)] == wanted
