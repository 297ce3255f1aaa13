"""People, parties, amounts and case numbers as they are written."""

from __future__ import annotations

import pytest

from extract.amounts import amounts_in
from extract.case_numbers import case_numbers_in
from extract.parties import parties_in, party_of
from extract.people import people_in


def named(text: str) -> list[tuple[str, str | None]]:
    return [(n.name, n.party) for n in people_in(text).named]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anna Lindgren (S) yrkar bifall.", [("Anna Lindgren", "S")]),
        ("Ordföranden Jon Alm (L) och vice ordföranden Eva Ek (V)", [("Jon Alm", "L"), ("Eva Ek", "V")]),
        ("Jan-Eric Dal (KD) och Gunilla Sten-Åhs (NL)", [("Jan-Eric Dal", "KD"), ("Gunilla Sten-Åhs", "NL")]),
        (
            "Mariah ben Salem Hed\n(L) och AnnaSara Ek (C)",
            [("Mariah ben Salem Hed", "L"), ("AnnaSara Ek", "C")],
        ),
        ("Roger Berg m. fl. (MP)", [("Roger Berg", "MP")]),
        (
            "Yrkanden\nBo Ek, Eva Alm och Jon Hed (alla M) yrkar",
            [("Bo Ek", "M"), ("Eva Alm", "M"), ("Jon Hed", "M")],
        ),
        ("Bo Ek, Eva Alm och Jon Hed (båda M)", [("Bo Ek", None), ("Eva Alm", "M"), ("Jon Hed", "M")]),
        ("Bo Ek (S), Eva Alm samt Jon Hed (alla M)", [("Bo Ek", "S"), ("Eva Alm", "M"), ("Jon Hed", "M")]),
        ("Kristina Alm\nBerg (M) yrkar", [("Kristina Alm Berg", "M")]),
        ("Yrkanden\nAnna Lindgren (S) yrkar", [("Anna Lindgren", "S")]),
        (
            "Lars Ek (S) sade. Bo Hed bifaller Lars Eks yrkande.",
            [("Lars Ek", "S"), ("Bo Hed", None), ("Lars Ek", "S")],
        ),
        ("Protokollsutdrag skickas till\nValberedningen\nLove Berg", [("Love Berg", None)]),
        ("Gillis Ek    Ann-Christine Dal", [("Gillis Ek", None), ("Ann-Christine Dal", None)]),
        ("Närvarande\nPer Gunnar\nRosengren\nEva Ek", [("Per Gunnar Rosengren", None), ("Eva Ek", None)]),
        ("Anna Karin\nSekreterare\nEva Ek", [("Anna Karin", None), ("Eva Ek", None)]),
        (
            "• Förnyelsedirektör tillika direktör för samordning Klara Palm\nSandryd\nTrafikchef",
            [("Klara Palm Sandryd", None)],
        ),
        ("Handläggare Bo Ek Diarienummer 12/2023", [("Bo Ek", None)]),
        ("Göteborg\n\nMats Ek\n\nKommunstyrelsen", [("Mats Ek", None)]),
        ("Erik Ek (AB) och Vikasjö Energi (AB)", [("Erik Ek", None)]),
    ],
)
def test_people_are_read_with_their_party(text: str, people: list[tuple[str, str | None]]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "på Gustaf Adolfs Torg 1",
        "ur Stiftelsen Anna Ahlgrens donationsfond",
        "Stiftelsen Anna Ahlgrens Understödsfond",
        "Karl Johans skola",
        "Kommunfullmäktige Protokoll",
        "Socialnämnden Centrum",
        "Maria Ek AB",
    ],
)
def test_streets_funds_schools_and_firms_are_no_people(text: str) -> None:
    assert named(text) == []


def test_others_are_noted() -> None:
    (person,) = people_in("ledamoten Karin Dal m.fl. (S) anmälde").named
    assert person.others
    assert person.role == "ledamot"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("yrkande från M, D, L och KD den 9 oktober", ["M", "D", "L", "KD"]),
        ("Ledamöterna från SD reserverar sig", ["SD"]),
        ("(V),(S).", ["V", "S"]),
        ("skrivelse från V", ["V"]),
        ("Yrkande C den 26 februari", ["C"]),
        ("motionen av Ylva (Fi)", ["Fi"]),
        ("bilaga C till avtalet, grupp S och LSS", []),
        ("Ledamöterna från M, Q, L, KD och SD röstar", ["M", "Q", "L", "KD", "SD"]),
        ("Yttrande (L, KD, Q, M)", ["L", "KD", "Q", "M"]),
        ("Yttrande (M, KD, LSS)", ["M", "KD"]),
        ("Bo Ek (AB)", []),
        ("med särskilt yttrande från (Q)", ["Q"]),
        ("enligt alternativ (Q)", []),
        ("arvodesgrupp A enligt alternativ C", []),
    ],
)
def test_party_letters_are_told_from_other_letters(text: str, letters: list[str]) -> None:
    assert [p.party for p in parties_in(text, {"D"})] == letters


@pytest.mark.parametrize(
    ("text", "local", "found"),
    [
        ("Yrkande från Vikasjöpartiet. Vikasjöpartiet växer.", "Vikasjöpartiet", ["Vikasjöpartiet"]),
        ("Yrkande från sl och M. De åker sl.", "sl", ["sl", "M"]),
    ],
)
def test_a_local_party_is_told_by_its_name_or_small_letters(text: str, local: str, found: list[str]) -> None:
    assert [p.party for p in parties_in(text, {local})] == found


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("s", "S"),
        ("Socialdemokraternas", "S"),
        ("vänsterpartiet", "V"),
        ("FI", "Fi"),
        ("Nackalistan", "NL"),
        ("X", None),
    ],
)
def test_a_party_is_known_by_letter_and_by_name(word: str, letter: str | None) -> None:
    assert party_of(word) == letter


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,1 mnkr", 1_100_000),
        ("10 miljarder kronor", 10_000_000_000),
        ("2 967 460 kronor", 2_967_460),
        ("1500 kronor", 1500),
        ("1 405 tkr", 1_405_000),
        ("0,9 miljoner kronor", 900_000),
    ],
)
def test_an_amount_is_in_kronor(text: str, value: float) -> None:
    (amount,) = amounts_in(f"Det kostar {text}.")
    assert (amount.value, amount.unit) == (value, "SEK")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SLK-2023-00877", ["SLK-2023-00877"]),
        ("HL 2019/619-2", ["HL 2019/619-2"]),
        ("V164-1143/22", ["V164-1143/22"]),
        ("KFKS 2015/713-251", ["KFKS 2015/713-251"]),
        ("KFKS\n2018/108", ["KFKS 2018/108"]),
        ("0497/23", ["0497/23"]),
        ("BUN/2019:88", ["BUN/2019:88"]),
        ("Dnr 2021/123", ["2021/123"]),
        ("Dnr: KS.2020.145", ["KS.2020.145"]),
        ("SOU 2020:9", []),
        ("KS 2020/12 Dok.nr 2021/4417", ["KS 2020/12"]),
        ("MN 2021/0077.3", ["MN 2021/0077.3"]),
        ("KSVU 2018-05-22", []),
        ("läsåret 2021/22", []),
        ("lagen (2010:900)", []),
    ],
)
def test_case_numbers_of_many_houses_are_known(text: str, values: list[str]) -> None:
    assert [v.value for v in case_numbers_in(f"Ärende {text} gäller", 0)] == values


def test_a_name_in_the_capitals_of_a_title_is_somebodys() -> None:
    people = people_in(
        "VAL AV LEDAMOT EFTER BIRGITTA ANN-MARI EK (M)\n\nSOCIALFÖRVALTNINGEN (SOF)\nBO EK (S)"
    )
    assert [(n.name, n.party) for n in people.named] == [("Birgitta Ann-Mari Ek", "M"), ("Bo Ek", "S")]


def test_nobody_owns_what_a_function_word_begins() -> None:
    people = people_in("Nämnden förelägger Nils Fagerås att riva. Eva Linds yrkande bifalls.")
    assert [n.name for n in people.named] == ["Nils Fagerås", "Eva Lind"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("FÖRSLAG FRÅN MARTIN ALMS TORG (M)", []),
        ("SVAR PÅ EVA ALMS (S) MOTION\n\nEva Alm (S) yrkar bifall.", [("Eva Alm", "S")] * 2),
    ],
    ids=["a place is nobody", "the genitive is hers"],
)
def test_capitals_invent_nobody(text: str, people: list[tuple[str, str | None]]) -> None:
    assert named(text) == people
