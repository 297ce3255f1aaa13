"""Input that is no record: an honest answer with a problem, never an exception or an invented decision."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract import extract
from extract.record import Record
from ocr import Change, Metadata, Page, Reading, Span
from ocr.ledger import apply

NOVEL = """Det regnade den kvällen när Anna Lindqvist kom till staden. Hon hade bestämt sig för att aldrig
mer tala om beslutet, och ändå var det det enda hon tänkte på. ”Du borde rösta nej”, hade Bertil sagt. Han
ställde ner koppen. Nämnden, om man nu kunde kalla den så, hade gått hem för länge sedan.

– Vi får väl godkänna det, sade hon till slut.

Tåget till Vikasjö gick klockan sju. Ingen av dem sade något mer.
"""
MINUTES = """Minutes of the Board Meeting

Present: Ann Smith (Chair), Bob Jones, Carol White
Date: March 4, 2022

1. Approval of the agenda
The agenda was approved.

2. Budget
Bob Jones moved that the budget be adopted. The motion carried by 5 votes to 3.

Decision: The board adopted the budget.
"""
LETTER = """Från: Anna Ek
Till: Bo Ek
Datum: 2021-03-04

Hej!
Beslut: vi kör på måndag.
1. Du bokar sal.
2. Jag köper fika.
Jag reserverar mig för att det kan bli ändringar.
"""
MENU = """Lunchmeny vecka 14

Måndag
1. Köttbullar 2. Rödbetsbiffar 95:-

Tisdag
Beslut om efterrätt tas av kocken!
"""
NEWSPAPER = """Kommunen säger nej till badhus

Kommunstyrelsen beslutade i tisdags att avslå förslaget. Anna Ek (S) yrkade bifall men förlorade
omröstningen med 7 röster mot 6. Bo Ek (M) reserverade sig inte, och ärendet återremitteras inte heller.
"""
CODE = """import sys
# Beslut: two blanks
def beslut(x):
    raise ValueError("Nämnden beslutar att godkänna § 12")
"""
NORWEGIAN = """Møteprotokoll
Formannskapet
Møtedato: 12.03.2021

Sak 12/21 Budsjett 2022
Votering: Forslaget ble vedtatt med 7 mot 4 stemmer.

Vedtak
1. Budsjettet for 2022 vedtas.
"""
RULING = """FÖRVALTNINGSRÄTTEN I VIKASJÖ            DOM              Mål nr 1182-24
2024-05-03

FÖRVALTNINGSRÄTTENS AVGÖRANDE
Förvaltningsrätten avslår överklagandet.

YRKANDEN M.M.
Anna Ek yrkar att hennes son ska beviljas skolskjuts.

SKÄLEN FÖR AVGÖRANDET
Nämnden beslutade den 3 mars 2024 att avslå ansökan.
"""
NOISE = random.Random(4)
CASES = {
    "nothing": ("", "empty"),
    "an empty page": ("\f", "empty"),
    "white space": (" \n\t\n " * 200, "empty"),
    "a novel": (NOVEL * 20, "no_structure"),
    "minutes in English": (MINUTES, "no_structure"),
    "a line of a megabyte": ("Vikasjö ligger vid sjön och har gjort så länge " * 22_000, "no_structure"),
    "a line of one letter": ("a" * 1_000_000, "no_structure"),
    "binary noise": ("".join(chr(NOISE.randrange(1, 256)) for _ in range(40_000)), "no_structure"),
    "a letter that decides": (LETTER, "no_structure"),
    "a menu": (MENU, "no_structure"),
    "a newspaper": (NEWSPAPER, "no_structure"),
    "source code": (CODE, "no_structure"),
    "minutes in Norwegian": (NORWEGIAN, "no_structure"),
    "digits only": ("".join(f"{NOISE.randrange(10**6)}\n" for _ in range(900)), "no_structure"),
    "a table of numbers": ("12 345  67 890  1,5 %\n" * 500, "no_structure"),
    "signs of paragraphs": ("§ " * 5_000, "no_structure"),
}


@pytest.mark.parametrize(("text", "problem"), CASES.values(), ids=CASES.keys())
def test_what_is_no_record_gives_a_problem_and_no_decision(
    record_of: Callable[..., Record], text: str, problem: str
) -> None:
    record = record_of(text)
    assert problem in {p.code for p in record.problems}
    assert record.document.kind == "annat"
    assert record.questions == ()
    for item in record.items:
        assert (item.number, item.decisions, item.yrkanden, item.votes, item.statements) == (
            None,
            (),
            (),
            (),
            (),
        )


def test_what_a_court_decides_is_no_decision_of_the_municipality(record_of: Callable[..., Record]) -> None:
    record = record_of(RULING)
    (item,) = record.items
    assert (record.document.kind, item.decisions, item.yrkanden) == ("annat", (), ())


@pytest.mark.parametrize("word", ["Ja ", "ce"])
def test_a_protocol_with_a_line_of_a_megabyte_keeps_its_item_and_invents_no_vote(
    record_of: Callable[..., Record], word: str
) -> None:
    head = "§ 12 Dnr VIK 2022/4\n\nEn titel\n\nBeslut\n\nMotionen bifalls.\n\n"
    (item,) = record_of(head + word * (1_000_000 // len(word))).items
    assert (item.number, item.votes) == ("12", ())


CHAPTERS = """§ 1

Regnet

Det regnade den kvällen när Anna Lindqvist kom till staden.

Beslut

Hon hade bestämt sig. Ingen i huset sov.

§ 2

Resan

Tåget gick klockan sju, och ingen sade något mer.

Yrkande

Det var ett ord som ingen längre mindes.
"""


def test_a_novel_with_the_headings_of_a_protocol_is_none_for_sure(record_of: Callable[..., Record]) -> None:
    record = record_of(CHAPTERS)
    assert record.document.kind_score <= 0.5
    assert [p.code for p in record.problems] == ["no_decisions"]
    assert all(not (item.decisions or item.yrkanden or item.statements) for item in record.items)


PIECES = """§ 1|§ 12 Dnr VIK 2022/4|§|Beslut|Kommunstyrelsen beslutar|att godkänna planen.| |1. |- |Bo Ek (S)
Eva Alm (V) yrkar avslag.|Reservation|röstar ja|(7)|”|"|Omröstning|Ja-röster:|Nej|den 5 maj 2022|§ 93
Närvarande|Bilaga 1|Handlingar|Jäv|Förslag till beslut|Svar på interpellation|Sida 2 (4)|12|å|İ|𝔅
Kommunfullmäktige|handlingsplanen för cykling 2020-2023|lät anteckna följande.|:|.|,|(|KS 2018/32]|8 13
Tjänsteutlåtande
Ledamot Parti Ja Nej Avstår|Anna Ek S X|Anna Ek (S) Ja|Voteringslista § 12|Beslutande|för Olle Ström (KD)"""
PIECES = [*PIECES.replace("\n", "|").split("|"), "\n", "\n\n", "\f", "\r", "\x00", "\u2028"]
MANY = st.lists(st.sampled_from(PIECES), max_size=40)
TEXT = st.one_of(st.text(max_size=300), MANY.map(" ".join), MANY.map("\n".join), MANY.map("".join))


def places(value: Any) -> Iterator[Span]:
    """Every span in a record."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from places(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name != "raw_span":
                yield from places(getattr(value, name))


@settings(max_examples=150, deadline=None)
@given(TEXT)
@example("§ 1\nBeslut\natt")
def test_any_text_gives_a_record_whose_places_lie_inside_and_in_order(text: str) -> None:
    pages = tuple(Page(i, p, p, "good") for i, p in enumerate(text.split("\f"), 1))
    record = extract(Reading("0" * 64, "text.txt", Metadata(), pages))
    for span in places(record):
        assert 0 <= span.start <= span.end <= len(text)
    items = [item.span for item in record.items]
    assert all(a.end <= b.start for a, b in pairwise(items))
    for item in record.items:
        decided = [d.span for d in item.decisions]
        assert all(a.end <= b.start for a, b in pairwise(decided))
        assert all(item.span.start <= d.start < d.end <= item.span.end for d in decided)
        assert all(item.span.start <= v.span.start < v.span.end <= item.span.end for v in item.votes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("\n".join), st.randoms())
def test_raw_spans_lead_back_through_any_repair(text: str, chance: random.Random) -> None:
    """What stands at a raw span, repaired, is what the span holds."""
    words = [(i, c) for i, c in enumerate(text) if c == "e"]
    ledger = tuple(
        Change(i, i + 1, "e", chance.choice(["ö", "öö"]), 0.9, "channel", "applied", (), "")
        for i, _ in words
        if chance.random() < 0.5
    )
    page = Page(1, text, apply(text, ledger), "damaged", ledger)
    record = extract(Reading("0" * 64, "text.txt", Metadata(), (page,)))
    for item in record.items:
        for found in (item, *item.decisions, *item.yrkanden, *item.statements, *item.votes):
            span, raw = found.span, found.raw_span
            inside = tuple(c for c in ledger if raw.start <= c.start and c.end <= raw.end)
            moved = tuple(c.shifted(-raw.start) for c in inside)
            assert apply(text[raw.start : raw.end], moved) == page.text[span.start : span.end]
