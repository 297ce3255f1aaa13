"""Heads of any house are told by what they are made of, and the day in them is that of the meeting."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract import Record
from extract.heads import head_lines, is_head

HEADS = [
    "VIKASJÖ KOMMUN          SAMMANTRÄDESPROTOKOLL          Blad",
    "Kommunstyrelsen         Sammanträdesdatum              5",
    "Kommunstyrelsen                                   2021-03-02",
    "BYGGNADSNÄMNDEN     Sammanträdesprotokoll     2006-05-08     3",
    "Vikasjö kommun     Protokoll     Sida 3 av 11",
    "Kommunfullmäktige   Protokoll   17 december 2019   4 (30)",
    "Ordf sign       Just sign       Utdragsbestyrkande",
]


@pytest.mark.parametrize("line", HEADS)
def test_a_line_of_house_body_day_and_page_is_a_head(line: str) -> None:
    assert is_head(line)


@pytest.mark.parametrize(
    "line",
    [
        "Kommunstyrelsen § 201   Dnr 2014/512-109",
        "Kommunstyrelsen",
        "Budget 2022",
        "2021-03-02",
        "Kommunstyrelsen beslutar 2021-03-02",
        "Protokoll från skolnämnden 2021-03-02",
        "Tjänsteskrivelse 2021-03-02",
        "Kommunstyrelsens protokoll 2021-03-02 om budgeten",
    ],
)
def test_a_line_that_says_more_or_less_is_none(line: str) -> None:
    assert not is_head(line)


def test_a_head_is_furniture_where_it_stands_again_with_another_page() -> None:
    lines = [
        "Vikasjö kommun   Protokoll   Sida 3",
        "Text.",
        "Vikasjö kommun   Protokoll   Sida 4",
        "Mer text.",
    ]
    assert head_lines(lines) == [True, False, True, False]
    assert head_lines(lines[:2]) == [False, False]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Vikasjö kommun   Protokoll   2 (9)\nKommunstyrelsen   2021-09-14\n", "2021-09-14"),
        ("Kommunstyrelsen\nProtokoll\nDatum: 2021-05-11\n", "2021-05-11"),
        (
            "Protokoll fört vid sammanträde med skolnämnden i Vikasjö\ntorsdagen den 14 mars 2013\n",
            "2013-03-14",
        ),
    ],
)
def test_the_day_of_the_meeting_is_read_off_heads_and_openings(record_of, head: str, day: str) -> None:
    record = record_of(
        f"{head}\n§ 1 Taxa\n\nBeslut\nTaxan antas.\n\nBeslutsunderlag\nTjänsteskrivelse 2012-01-02\n"
    )
    assert [d.edtf for d in record.document.dates if d.role == "meeting"] == [day]


def test_what_the_chair_moves_is_the_chairs(record_of) -> None:
    record = record_of(
        """Vikasjö kommun
Kommunstyrelsen
Sammanträdesprotokoll 2021-03-02

Beslutande
Eva Alm (C), ordförande
Bo Ek (S)

§ 4
Taxa

Beslut
Taxan antas.

Yrkanden
Ordföranden yrkar bifall till förslaget.
"""
    )
    assert [(m.name, m.party) for m in record.items[0].yrkanden[0].by] == [("Eva Alm", "C")]


@pytest.mark.parametrize(
    "cover",
    [
        "Kulturnämnden\nProtokoll 14 juni 2023\n\nNär: onsdag 14 juni 2023 klockan 13.00–15.40",
        "Krisledningsnämnden\nProtokoll nr 2/2020\nonsdag 14 juni 2023 kl. 15.00–16.25, distansmöte",
        "Vikasjö kommun      Skolnämnden\n                    Beslutsprotokoll 2023-06-14         3 (9)",
        "KULTURNÄMNDEN             PROTOKOLL      Nr 8\nVikasjö, Torp och Ås kommuner   2023-06-14   Sid 4",
        "Styrelsemöte 2023-06-14, protokoll nr 5\n\nTid och plats: kl. 9.00-11.30",
        "Protokoll fört vid årsstämma med Vikasjö AB, i Folkets hus, Vikasjö, den 14 juni 2023",
        "Kulturnämnden    Protokoll    SEKRETESS\nMötesdatum:     2023-06-14\nJusterat: 2023-06-20",
    ],
)
def test_the_day_of_the_meeting_is_told_by_the_cover(record_of: Callable[..., Record], cover: str) -> None:
    text = f"{cover}\n\n§ 3 Taxa för bad\n\nBeslut\nTaxan antas från den 1 september 2023.\n"
    assert [d.edtf for d in record_of(text).document.dates if d.role == "meeting"] == ["2023-06-14"]


def test_of_two_days_on_a_cover_none_is_guessed(record_of: Callable[..., Record]) -> None:
    text = "Kulturnämnden\n\nAnna Ek 2023-06-14\nBo Alm 2023-06-20\n\n§ 3 Taxa\n\nBeslut\nTaxan antas.\n"
    assert [d for d in record_of(text).document.dates if d.role == "meeting"] == []
