"""Several papers in one file: where each begins, whose it is, and what is its own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from extract.record import Record

COMPOSITE = """Kommunfullmäktige

Handling 2022 nr 38

Yttrande över motion av Eva Alm (V) om en ny bro

Till Vikasjö kommunfullmäktige

Kommunstyrelsens förslag

Kommunstyrelsen föreslår att kommunfullmäktige beslutar:

1. Motionen avslås.

Ärendet

Kommunstyrelsen har den 5 maj 2022 behandlat motionen. Yrkanden från S och V bifogas. Vid behandlingen
antecknades att bron har utretts tidigare, och att kostnaderna är höga.

Kommunstyrelsen

Yrkande                     S, V

2022-04-28

Yrkande angående motion om en ny bro Förslag till beslut I kommunstyrelsen och kommunfullmäktige:

1. Motionen bifalls.

2. Bron ska stå klar 2025.

Yrkandet Vi menar att bron behövs.

Stadsledningskontoret

Tjänsteutlåtande            Handläggare Bo Ek Utfärdat 2022-03-01

Motion av Eva Alm (V) om en ny bro

Förslag till beslut

Motionen avstyrks.

Sammanfattning

Motionären vill ha en bro. Stadsledningskontoret bedömer att den är dyr.

Trafiknämnden

Utdrag ur protokoll nr 3 Sammanträdesdatum: 2022-02-01

Beslut

Trafiknämnden tillstyrker motionen.

Kommunfullmäktige

Handling 2021 nr 9

Motion av Eva Alm (V) om en ny bro

Jag föreslår att kommunfullmäktige beslutar att en ny bro byggs.

Eva Alm (V)
"""


@pytest.fixture(scope="module")
def record(record_of: Callable[..., Record]) -> Record:
    return record_of(COMPOSITE)


def test_each_paper_is_told_with_whose_it_is(record: Record) -> None:
    parts = record.document.parts
    assert [(p.kind, p.body) for p in parts] == [
        ("tjänsteutlåtande", None),
        ("skrivelse", "Kommunstyrelsen"),
        ("tjänsteutlåtande", None),
        ("protokollsutdrag", "Trafiknämnden"),
        ("motion", "Kommunfullmäktige"),
    ]
    assert [m.party for m in parts[1].by] == ["S", "V"]
    assert [COMPOSITE[p.span.start :].split("\n")[0] for p in parts] == [
        "Kommunfullmäktige",
        "Kommunstyrelsen",
        "Stadsledningskontoret",
        "Trafiknämnden",
        "Kommunfullmäktige",
    ]


def test_what_a_paper_proposes_is_its_own_and_ends_with_it(record: Record) -> None:
    (item,) = record.items
    said = [COMPOSITE[d.span.start : d.span.end] for d in item.decisions]
    assert said[:4] == [
        "1. Motionen avslås.",
        "1. Motionen bifalls.",
        "2. Bron ska stå klar 2025.",
        "Motionen avstyrks.",
    ]
    assert not any("tillstyrker" in text for text in said)  # decided elsewhere, on another day
    for decision in item.decisions:
        assert sum(decision.span.within(part.span) for part in record.document.parts) == 1


def test_the_papers_fill_the_file_in_order(record: Record) -> None:
    spans = [part.span for part in record.document.parts]
    assert spans[0].start == 0
    assert all(not COMPOSITE[a.end : b.start].strip() for a, b in pairwise(spans))
    assert not COMPOSITE[spans[-1].end :].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Tjänsteutlåtande\nUtfärdat 2022-03-01\n\nFörslag till beslut\nBron byggs.\n\nYrkande\n\nInget.\n",
        "Motion av Eva Alm (V) om en ny bro\n\nJag yrkar\n\natt bron byggs.\n\nEva Alm (V)\n",
        "§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\nBron byggs.\n\nNämnden\n\nYrkande\n\nBo Ek (S) yrkar.\n",
    ],
)
def test_one_paper_is_not_cut(record_of: Callable[..., Record], text: str) -> None:
    assert record_of(text).document.parts == ()


def test_a_title_is_neither_an_address_nor_running_text(record_of: Callable[..., Record]) -> None:
    addressed = COMPOSITE.replace("en ny bro\n\nTill", "en ny bro Till", 1)
    assert record_of(addressed).document.title == "Yttrande över motion av Eva Alm (V) om en ny bro"
    told = COMPOSITE.replace("Sammanträdesdatum: 2022-02-01\n\nBeslut\n", "Sammanträdesdatum: 2022-02-01\n")
    told = told.replace("Trafiknämnden tillstyrker", "Eva Alm (V) yrkar bifall.\n\nTrafiknämnden tillstyrker")
    extracted = next(p for p in record_of(told).document.parts if p.kind == "protokollsutdrag")
    assert extracted.title is None
