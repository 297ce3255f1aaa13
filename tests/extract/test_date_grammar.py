"""Dates: every form of the records, and what only looks like one."""

from __future__ import annotations

import pytest

from extract.dates import dates_in


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("den 7 maj 2024", "2024-05-07"),
        ("tisdagen den 7 maj 2024", "2024-05-07"),
        ("2024-05-07", "2024-05-07"),
        ("7/5 2024", "2024-05-07"),
        ("2024-05- 07", "2024-05-07"),
        ("2024- 05-07", "2024-05-07"),
        ("maj 2024", "2024-05"),
        ("i mars månad 2018", "2018-03"),
        ("år 2025", "2025"),
        ("budget 2025", "2025"),
        ("2026–2027", "2026/2027"),
        ("åren 2016 till 2019", "2016/2019"),
        ("2016-\n2018", "2016/2018"),
        ("januari till mars 2018", "2018-01/2018-03"),
        ("januari – mars 2018", "2018-01/2018-03"),
        ("Jan/febr 2020", "2020-01/2020-02"),
        ("den 5 mars till den 11 april 2018", "2018-03-05/2018-04-11"),
        ("11 april den 2 maj\n2018", "2018-04-11/2018-05-02"),
        ("18–20 mars 2021", "2021-03-18/2021-03-20"),
        ("kvartal 2, 2019", "2019-04/2019-06"),
        ("Tertialbokslut 1 2018", "2018-01/2018-04"),
        ("våren 2016", "2016-21"),
        ("höstterminen 2016", "2016-23"),
        ("läsåret 2015-16", "2015/2016"),
        ("vintern 2023--24", "2023/2024"),
        ("perioden 1950–64", "1950/1964"),
        ("den 7\n   december\n2023", "2023-12-07"),
        ("åren 2019-23", "2019/2023"),
        ("åren 2008-12", "2008/2012"),
        ("åren 2019–23", "2019/2023"),
        ("perioden 2019-23", "2019/2023"),
        ("hösten år 2017", "2017-23"),
        ("2018_02_05", "2018-02-05"),
        ("strategi 20182020", "2018/2020"),
        ("första juli 2016", "2016-07-01"),
        ("den tjugoandra maj 2020", "2020-05-22"),
        ("2025-Q2", "2025-04/2025-06"),
        ("2025 kv 3", "2025-07/2025-09"),
        ("kv 1 2020", "2020-01/2020-03"),
        ("kv. 4 2020", "2020-10/2020-12"),
        ("vt-24", "2024-21"),
        ("HT23", "2023-23"),
        ("ht 2023", "2023-23"),
        ("läsåret 23/24", "2023/2024"),
        ("den 31/12-23", "2023-12-31"),
        ("14.06.2023", "2023-06-14"),
        ("v. 20–22 2025", "2025"),
        ("vecka 6 2025", "2025"),
    ],
)
def test_a_date_has_its_edtf_value(text: str, edtf: str) -> None:
    (date,) = dates_in(f"Det sker {text}, heter det.")
    assert (date.edtf, date.inferred) == (edtf, False)


@pytest.mark.parametrize(
    "text",
    [
        "handling 2020 nr 5",
        "SOU 2020:9",
        "lagen 2018: 1197",
        "08-12-13 45 67",
        "65-79-12",
        "lagen (2010:900)",
        "en kostnad på 1500 kronor",
        "ungefär 2000 personer",
        "2000 kronor",
        "klockan 13:00",
        "100-årsjubileum",
        "fastigheten Viken 2:2019",
        "§ 2019",
        "31 februari",
        "marsbokslutet",
        "2 100 000",
        "HT 12 platser",
        "kv 2 2020:5",
        "bråket 9/2-23",
        "avsnitt 12.10.2019.4",
        "en avgift fastställdes 230405",
    ],
)
def test_a_number_that_is_something_else_is_no_date(text: str) -> None:
    assert dates_in(f"Det gäller {text} här.") == []


def test_months_of_a_list_take_the_year_that_closes_it() -> None:
    text = "I juni, samt augusti och september 2017 hölls möten."
    found = [(text[d.span.start : d.span.end], d.edtf, d.inferred) for d in dates_in(text)]
    assert found == [
        ("juni", "2017-06", True),
        ("augusti", "2017-08", True),
        ("september 2017", "2017-09", False),
    ]


@pytest.mark.parametrize(
    "text", ["budget 2023–45 mnkr", "telefon 2019–33 55 44", "kl. 2015–20", "2023–24 platser"]
)
def test_two_figures_behind_a_dash_are_no_year_where_they_count_something_else(text: str) -> None:
    assert not any("/" in d.edtf for d in dates_in(text))


@pytest.mark.parametrize(("text", "edtf"), [("21-12-16 § 275", "2021-12-16"), ("87-05-07", "1987-05-07")])
def test_a_year_in_two_digits_is_of_the_nearest_century(text: str, edtf: str) -> None:
    (date,) = dates_in(f"Nämnden beslöt {text}")
    assert (date.edtf, date.inferred) == (edtf, True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("den 3 juni och den 19 augusti 2021", ["2021-06-03", "2021-08-19"]),
        ("den 3 juni 2020 och den 19 augusti 2021", ["2020-06-03", "2021-08-19"]),
        ("mellan den 3 juni och den 19 augusti 2021", ["2021-06-03/2021-08-19"]),
        ("den 3 juni till och med den 19 augusti 2021", ["2021-06-03/2021-08-19"]),
        ("den 3 juni 2020, § 12 och den 19 augusti 2021", ["2020-06-03", "2021-08-19"]),
        ("möte 6 den 7 november 2023", ["2023-11-07"]),
        ("från och med den 1 maj 2019 till och med den 30 april 2024", ["2019-05-01/2024-04-30"]),
        ("anläggningen inspekterades 230405 och 2023 igen", ["2023-04-05", "2023"]),
    ],
)
def test_two_days_are_two_unless_the_time_between_is_meant(text: str, values: list[str]) -> None:
    assert [d.edtf for d in dates_in(f"Det gäller {text} här.")] == values


def test_a_first_name_is_no_month() -> None:
    assert dates_in("En fråga från Jan Ek och till Maj Lind.") == []


def test_a_year_may_stand_before_a_colon() -> None:
    dates = dates_in("Investeringar under 2024:\n- datorer\nPlanen 2024–2026:\nMål")
    assert [d.edtf for d in dates] == ["2024", "2024/2026"]


@pytest.mark.parametrize(
    "text", ["2021-02-29", "2021-04-31", "21-02-30", "31/4 2021", "den 31 april 2021", "den 29 februari 2021"]
)
def test_a_day_that_no_calendar_has_is_none(text: str) -> None:
    assert [d for d in dates_in(f"Styrelsen sammanträdde {text}.") if d.edtf.count("-") == 2] == []


@pytest.mark.parametrize("before", ["nr", "tel.", "kl", "sida", "§"])
def test_a_number_that_is_named_as_one_is_no_day_in_short(before: str) -> None:
    assert [d.edtf for d in dates_in(f"Se {before} 12-04-30 och beslut 12-04-30.")] == ["2012-04-30"]


def test_a_leap_day_does_not_take_a_year_without_one() -> None:
    assert [d.edtf for d in dates_in("Rådet svarade den 3 mars 2021 och träffas den 29 februari.")] == [
        "2021-03-03",
        "XXXX-02-29",
    ]


def test_a_day_without_a_year_takes_that_of_the_date_before_it() -> None:
    text = (
        "Rådet tog del av ärendet den 21 mars 2018. Det anmäls i utskottet den 11 april och sedan inte mer."
    )
    first, second = dates_in(text)
    assert (first.edtf, first.inferred) == ("2018-03-21", False)
    assert (second.edtf, second.inferred) == ("2018-04-11", True)


def test_a_day_whose_year_nothing_tells_leaves_it_open() -> None:
    (date,) = dates_in("Ärendet har behandlats i förvaltningsgruppen den 25 januari och i rådet.")
    assert (date.edtf, date.inferred) == ("XXXX-01-25", True)


def test_a_date_in_a_table_does_not_guess_its_year() -> None:
    dates = dates_in("December 2018\n\n14 januari\n\n28 januari\n")
    assert [d.edtf for d in dates] == ["2018-12", "XXXX-01-14", "XXXX-01-28"]


def test_two_dates_in_a_row_are_two() -> None:
    dates = dates_in("tjänsteutlåtande den 2 mars 2023, reviderat den 10 maj 2024")
    assert [d.edtf for d in dates] == ["2023-03-02", "2024-05-10"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Revisionsskrivelse 180131 till nämnden", ["2018-01-31"]),
        ("Mötesanteckning från rådet för hjälpmedel 230308", ["2023-03-08"]),
        ("Förslag till beslut NSAU 220530", []),  # a committee's meeting by its number
        ("Skrivelse om bidrag, 180131 kronor", []),
        ("Telefon 230308", []),
        ("Protokoll från möte, telefon 120304", []),
        ("Beslut med kundnummer 120304", []),
        ("Beslut om ersättning med 120304", []),
        ("Tjänsteskrivelse om projekt 120304", []),
    ],
)
def test_six_digits_are_a_day_behind_the_word_for_a_paper_or_a_meeting(text: str, edtf: list[str]) -> None:
    assert [d.edtf for d in dates_in(text)] == edtf


@pytest.mark.parametrize("text", ["tel 20182019", "Fakturanummer: 20162018", "kundnr 20192020"])
def test_eight_digits_of_a_number_are_no_two_years(text: str) -> None:
    assert dates_in(text) == []
