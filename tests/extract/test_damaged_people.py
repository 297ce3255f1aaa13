"""People of a damaged text: one name and one party for each, over all that was read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from extract import extract
from extract.people import people_in
from extract.record import Record
from ocr import Metadata, Page, Reading
from ocr.ledger import Change


@pytest.mark.parametrize("party", ["(S)", "{S)", "(S]", "(5)", "(8)"])
def test_a_party_is_read_behind_damaged_brackets_and_digits(party: str) -> None:
    named = people_in(f"Eva Alm (S) yrkar bifall. Bo Ek {party} instämmer.").named
    assert [(n.name, n.party) for n in named] == [("Eva Alm", "S"), ("Bo Ek", "S")]


def test_a_number_behind_a_name_is_no_party_where_no_other_is_an_s() -> None:
    named = people_in("Eva Alm (M) yrkar bifall. Bo Ek (5) instämmer.").named
    assert [n.party for n in named] == ["M", None]


SPOKEN = "Bo Mosteson (V) yrkar avslag. " * 4 + "Bo Mostson (V) reserverar sig. Bo Mostesons yrkande avslås."


def test_a_rare_form_of_a_common_name_is_that_person_in_a_damaged_text(
    damaged: Callable[[str], Record],
) -> None:
    assert {p.name for p in damaged(SPOKEN).mentions.people} == {"Bo Mosteson"}


def test_two_names_that_differ_in_a_letter_are_two_people_in_a_good_text(
    record_of: Callable[..., Record],
) -> None:
    assert {p.name for p in record_of(SPOKEN).mentions.people} == {"Bo Mosteson", "Bo Mostson"}


def test_a_rare_form_with_another_party_is_another_person(damaged: Callable[[str], Record]) -> None:
    text = "Bo Mosteson (V) yrkar avslag. " * 4 + "Bo Mostson (M) yrkar bifall."
    assert {p.name for p in damaged(text).mentions.people} == {"Bo Mosteson", "Bo Mostson"}


@pytest.mark.parametrize(
    ("read", "party"),
    [("XD", "KD"), ("SD", "SD"), ("Vik", "Vik")],
    ids=["no party, a letter off", "a known party", "a local party"],
)
def test_letters_of_no_party_are_those_of_the_same_person_elsewhere(
    read: str, party: str, damaged: Callable[[str], Record]
) -> None:
    text = (
        "Bo Mosteson (KD) yrkar avslag. Eva Alm (S) yrkar bifall. " * 2
        + f"Bo Mosteson ({read}) reserverar sig."
    )
    last = max(damaged(text).mentions.people, key=lambda person: person.span.start)
    assert (last.name, last.party) == ("Bo Mosteson", party)


def _doubted(text: str, *doubts: tuple[str, dict[str, float]]) -> Record:
    """A damaged text in which repair was not sure of these words, wherever they stand."""
    ledger = [
        Change(
            m.start(), m.end(), m.group(), best, chances[best], "channel", "review", tuple(chances.items())
        )
        for word, chances in doubts
        for m in re.finditer(word, text)
        if (best := max(chances, key=chances.__getitem__))
    ]
    ledger.sort(key=lambda change: change.start)
    page = Page(1, text, text, "damaged", tuple(ledger))
    return extract(Reading("0" * 64, "text.txt", Metadata(), (page,)))


def names_of(record: Record) -> list[tuple[str, str | None]]:
    return sorted({(person.name, person.party) for person in record.mentions.people}, key=str)


FLAT = ("Grafnas", {"Grafnäs": 0.6, "Grafnas": 0.4})
EVEN = ("Horv", {"Horv": 0.5, "Hörv": 0.5})
CAPS = ("H6rv", {"Hörv": 0.9})
NAMED = {
    "the likelier of two forms": ("Bo Grafnas (V) yrkar avslag.", [FLAT], [("Bo Grafnäs", "V")]),
    "in the genitive as well": (
        "Bo Grafnas (V) yrkar avslag. Nämnden bifaller Bo Grafnass yrkande.",
        [("Grafnass", {"Grafnäss": 0.5, "Grafnass": 0.4}), ("Grafnas(?!s)", FLAT[1])],
        [("Bo Grafnäs", "V")],
    ),
    "two that are as likely stay as read": ("Eva Horv (M) yrkar avslag.", [EVEN], [("Eva Horv", "M")]),
    "another reading settles it": (
        "Eva Horv (M) yrkar avslag. Eva H6rv (M) reserverar sig.",
        [EVEN, CAPS],
        [("Eva Hörv", "M")],
    ),
    "another reading without its party": (
        "Eva Horv (M) yrkar avslag. Sedan talade Eva H6rv.",
        [EVEN, CAPS],
        [("Eva Hörv", "M")],
    ),
    "the ending of a surname": (
        "Eva Grasman (M) yrkar avslag.",
        [("Grasman", {"Gräsmån": 0.5, "Gräsman": 0.3})],
        [("Eva Gräsman", "M")],
    ),
    "the parts of a surname": (
        "Eva Lonnkvast (M) yrkar avslag. Bo Kallfors (S) yrkar bifall.",
        [("Kallfors", {"Kallfors": 0.6, "Källfors": 0.3})],
        [("Bo Källfors", "S"), ("Eva Lonnkvast", "M")],
    ),
    "parts that repair did not think of": (
        "Bo Sjolofs (V) och Eva Sjohag (M).",
        [],
        [("Bo Sjolofs", "V"), ("Eva Sjöhag", "M")],
    ),
    "a surname that may have been two keeps the marks of both": (
        "Eva Ahlstrog (M) yrkar avslag. Bo Tornstrand (V) instämmer med Eva Danstrom (M).",
        [],
        [("Bo Tornstrand", "V"), ("Eva Ahlstrog", "M"), ("Eva Danström", "M")],
    ),
    "a name that the line's end cut": (
        "Bo Mosteson (V) yrkar avslag.\n\nMed avslag på Bo Moste\nbeslutar nämnden.",
        [],
        [("Bo Mosteson", "V")],
    ),
    "a name with a false blank in it": (
        "Bo Wahlquist (V) yrkar avslag. Sedan talar Bo Wahl quist (V). Nu svarar Bo Wahl, som är en annan.",
        [],
        [("Bo Wahl", None), ("Bo Wahlquist", "V")],
    ),
    "a name that two others begin with": (
        "Bo Mosteson (V) och Bo Mostefeldt (M).\n\nMed avslag på Bo Moste\nbeslutar nämnden.",
        [],
        [("Bo Moste", None), ("Bo Mostefeldt", "M"), ("Bo Mosteson", "V")],
    ),
    "a surname as it stands": (
        "Eva Sandhed (M) och Bo Alman (V).",
        [],
        [("Bo Alman", "V"), ("Eva Sandhed", "M")],
    ),
    "a surname by its end stays with its letters": (
        "Eva Gimdal (M) yrkar avslag. Bo Karreskog (S) yrkar bifall.",
        [
            ("Gimdal", {"Gimål": 0.7, "Gömdal": 0.2, "Gimdal": 0.1}),
            ("Karreskog", {"Kärreskog": 0.7, "Karreskog": 0.2}),
        ],
        [("Bo Kärreskog", "S"), ("Eva Gimdal", "M")],
    ),
    "a surname whose beginning is one with marks, too": (
        "Eva Tornedal (M) yrkar avslag.",
        [],
        [("Eva Tornedal", "M")],
    ),
    "an end behind what is no word": (
        "Eva Hdrnell (M) yrkar avslag.",
        [("Hdrnell", {"Hörnell": 0.7, "Hdrnell": 0.2})],
        [("Eva Hörnell", "M")],
    ),
    "parties tell them apart": (
        "Eva Horv (M) yrkar avslag. Eva H6rv (S) reserverar sig.",
        [EVEN, CAPS],
        [("Eva Horv", "M"), ("Eva Hörv", "S")],
    ),
    "a list tells them apart": (
        "Närvarande: Eva Horv (M), Eva Hörv (M) och Bo Ek (S).",
        [],
        [("Bo Ek", "S"), ("Eva Horv", "M"), ("Eva Hörv", "M")],
    ),
    "first names tell them apart": (
        "Karin Holm (M) yrkar avslag. " * 5 + "Karen Holm (M) yrkar bifall.",
        [],
        [("Karen Holm", "M"), ("Karin Holm", "M")],
    ),
    "a first name read in two ways": (
        "Börje Holm (M) yrkar avslag. " * 4 + "Bdrje Holm (M) reserverar sig. Bòrje Holm (M) avstår.",
        [],
        [("Börje Holm", "M")],
    ),
    "readings that only one letter explains": (
        "Eva Kroe (M) yrkar avslag. Sedan talar Eva Krée (M).",
        [],
        [("Eva Kröe", "M")],
    ),
    "readings that repair took for different names": (
        "Eva Kroe (M) yrkar avslag. Eva Kr6e (M) svarar.",
        [("Kr6e", {"Krör": 0.6, "Kröe": 0.4})],
        [("Eva Kröe", "M")],
    ),
    "a figure for one letter, with the others as they were read": (
        "Eva Kr6e (M) yrkar avslag.",
        [("Kr6e", {"Krör": 0.6, "Kröe": 0.3})],
        [("Eva Kröe", "M")],
    ),
    "other letters read for one with a mark": (
        "Eva Ekdén (V) yrkar avslag. Bo Mässén (M) talar. Sedan svarar Bo Missén (M), sist Bo Miissén (M).",
        [("Mässén", {"Mässén": 0.9, "Massén": 0.1})],
        [("Bo Mässén", "M"), ("Eva Ekdén", "V")],
    ),
    "a name written in two ways is none that was misread": (
        "Eva Carlsson (M) talar. " * 4 + "Eva Carlson (M) yrkar avslag. Evas Carlsson (M) svarar.",
        [],
        [("Eva Carlson", "M"), ("Eva Carlsson", "M"), ("Evas Carlsson", "M")],
    ),
    "letters that are hardly ever read for others": (
        "Eva Fohlman (M) yrkar avslag.",
        [("Fohlman", {"Fahlman": 0.8, "Fohlman": 0.1})],
        [("Eva Fohlman", "M")],
    ),
    "an é read for the ö of a surname": (
        "Eva Léwgren (M) yrkar avslag. Bo Lodén (V) svarar.",
        [("Léwgren", {"Lövgren": 0.99}), ("Lodén", {"Lodén": 0.9})],
        [("Bo Lodén", "V"), ("Eva Löwgren", "M")],
    ),
    "a surname of one letter before a party": (
        "Eva O (M) yrkar avslag. Bo A (S) svarar. Sist talade Ada O.",
        [],
        [("Ada O", None), ("Bo Å", "S"), ("Eva Ö", "M")],
    ),
    "a rare reading that is more of a surname": (
        "Eva Wasteson (M) yrkar avslag. " * 4 + "Eva Wastson (M) svarar.",
        [("Wasteson", {"Wasteson": 0.7, "Wästeson": 0.3}), ("Wastson", {"Wastson": 0.3, "Wästson": 0.7})],
        [("Eva Wasteson", "M")],
    ),
    "two forms likelier than what was read": (
        "Eva Ahlback (M) yrkar avslag.",
        [("Ahlback", {"Ahlbäck": 0.23, "Åhlbäck": 0.18})],
        [("Eva Ahlbäck", "M")],
    ),
    "a short surname": (
        "Eva Nas (M) yrkar avslag.",
        [("Nas", {"Nås": 0.9, "Nas": 0.02})],
        [("Eva Näs", "M")],
    ),
    "letters as they were read": (
        "Eva Sjowall (M) yrkar avslag.",
        [("Sjowall", {"Sjövall": 0.97, "Sjöwall": 0.01})],
        [("Eva Sjöwall", "M")],
    ),
    "one half of a double name in doubt": (
        "Eva Str6m-Ek (M) yrkar avslag. Eva Strém-Ek (M) svarar.",
        [("Str6m", {"Ström": 0.98}), ("Strém", {"Ström": 0.98})],
        [("Eva Ström-Ek", "M")],
    ),
    "a surname that repair changed in one place": (
        "Eva Pfeiffer (M) yrkar avslag. Sedan svarar Eva Pfeiffer (M). Nu talar Eva Pfeiffer (M).",
        [("Pfeiffer(?= .M..$)", {"Pheiffer": 0.71})],
        [("Eva Pfeiffer", "M")],
    ),
    "a surname read without a sign of damage keeps its letters": (
        "Eva Wiik (M) yrkar avslag. Bo Keisu (S) yrkar bifall.",
        [("Wiik", {"Wijk": 0.7}), ("Keisu", {"Kaisu": 0.7, "Keisu": 0.01})],
        [("Bo Keisu", "S"), ("Eva Wiik", "M")],
    ),
    "unless another is more of a surname": (
        "Eva Lindbick (M) yrkar avslag.",
        [("Lindbick", {"Lindbäck": 0.7, "Lindbick": 0.2})],
        [("Eva Lindbäck", "M")],
    ),
    "a common word is no surname": (
        "Eva Lans (M) yrkar avslag.",
        [("Lans", {"Läns": 0.8, "Lans": 0.1})],
        [("Eva Lans", "M")],
    ),
    "the one form that is a surname": (
        "Eva Ahlmark (M) talar. Sedan svarar Eva Anlmark (M).",
        [("Anlmark", {"Anlmark": 0.7, "Ahlmark": 0.3})],
        [("Eva Ahlmark", "M")],
    ),
    "two forms that are surnames": (
        "Bo Palmgren (S) talar. Sedan svarar Bo Malmgren (S).",
        [],
        [("Bo Malmgren", "S"), ("Bo Palmgren", "S")],
    ),
    "the one form that is a first name": (
        "Ylva Ekdal (M) talar. Sedan svarar Yilva Ekdal (M).",
        [],
        [("Ylva Ekdal", "M")],
    ),
    "an m that was read for rn": (
        "Eva Amell (M) talar. Sedan svarar Eva Arnell (M). Eva Amell (M) yrkar avslag.",
        [],
        [("Eva Arnell", "M")],
    ),
    "an accent that was lost in a place": (
        "Irene Ekdal (M) talar. Sedan svarar Iréne Ekdal (M).",
        [],
        [("Iréne Ekdal", "M")],
    ),
    "a capital for an l in a name": ("Eva DahIberg (M) yrkar avslag.", [], [("Eva Dahlberg", "M")]),
    "a name over a false blank line": (
        "I ärendet yttrar sig Bo Ek (S) och Eva\n\nBerg (M).",
        [],
        [("Bo Ek", "S"), ("Eva Berg", "M")],
    ),
    "a name over a line's end and a false blank line": (
        "Nämnden utser i stället för den som har slutat med\nBo\n\nTun (S) till ersättare.",
        [],
        [("Bo Tun", "S")],
    ),
    "the next cell of a row": (
        "Jurist Eva Ekdal Yttrande till rätten",
        [],
        [("Eva Ekdal", None)],
    ),
    "two people in a row": (
        "Jonas Ekeryd Lena Grane",
        [],
        [("Jonas Ekeryd", None), ("Lena Grane", None)],
    ),
    "a first name that is commoner with its marks": (
        "Hakan Bromstedt (M) yrkar avslag.",
        [],
        [("Håkan Bromstedt", "M")],
    ),
    "before a surname in -in": ("Marta Hedin (M) yrkar avslag.", [], [("Märta Hedin", "M")]),
    "the same before a surname that is made in another way": (
        "Hakan Yavuz (M) yrkar avslag.",
        [],
        [("Hakan Yavuz", "M")],
    ),
    "a figure in a name": ("Frida L6f (L) yrkar avslag.", [], [("Frida Löf", "L")]),
    "a small l for a capital I": ("lvar Ek (L) yrkar avslag.", [], [("Ivar Ek", "L")]),
    "and others, misread": ("Iris Ström ml. (V) yrkar avslag.", [], [("Iris Ström", "V")]),
}


@pytest.mark.parametrize(("text", "doubts", "names"), NAMED.values(), ids=NAMED.keys())
def test_a_person_of_a_damaged_text_has_one_name(
    text: str, doubts: list[tuple[str, dict[str, float]]], names: list[tuple[str, str | None]]
) -> None:
    assert names_of(_doubted(text, *doubts)) == names


def test_the_place_of_a_mended_name_is_where_it_was_read() -> None:
    record = _doubted("Nu talar Bo Grafnas (V) och yrkar avslag.", FLAT)
    (person,) = record.mentions.people
    assert record.text[slice(*person.span)] == "Bo Grafnas"
    assert person.raw_span == person.span


def test_in_a_good_text_a_doubt_changes_no_name(record_of: Callable[..., Record]) -> None:
    assert names_of(record_of("Eva Horv (M) yrkar avslag. Eva Hörv (M) reserverar sig.")) == [
        ("Eva Horv", "M"),
        ("Eva Hörv", "M"),
    ]


TABLE = """§ 5 Taxa
Beslut
Taxan antas.
Omröstning
{head}
Eva Alm {between}Ss Xx

Bo Ek {between}V
Maj Ro {between}$ x
Siv Lind {between}SD x
Beslutsunderlag
Anna Dal KF
"""


@pytest.mark.parametrize(
    ("head", "between"),
    [
        ("Ledamot Parti Ja Nej Avst", ""),
        ("Ledamot Pari ja Nej", ""),
        ("Ledamot Kommun Parti Ja Nej Avst", "Vikasjö "),
    ],
)
def test_rows_of_a_table_of_votes_that_lost_its_columns_are_still_people(
    head: str, between: str, damaged: Callable[[str], Record]
) -> None:
    record = damaged(TABLE.format(head=head, between=between))
    found = {(p.name, p.party) for p in record.mentions.people}
    assert {("Eva Alm", "S"), ("Bo Ek", "V"), ("Siv Lind", "SD")} <= found
    assert not any("Vikasjö" in name for name, party in found if party)
    assert "KF" not in {party for _, party in found}


def test_the_place_of_a_name_in_a_numbered_row_is_the_name(damaged: Callable[[str], Record]) -> None:
    rows = "1 Eva Alm S x\n2 Bo Ek V x\n3 Siv Lind SD\n"
    record = damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nOmröstning\nNr Ledamot Parti Ja Nej\n{rows}")
    named = [record.text[slice(*person.span)] for person in record.mentions.people]
    assert named == ["Eva Alm", "Bo Ek", "Siv Lind"]


def test_a_name_that_repair_took_for_a_small_word_has_its_capital() -> None:
    text = "Jens Aker (S) yrkar bifall. Jens åker (S) deltar inte."
    at = text.index("åker")
    change = Change(at, at + 4, "Aker", "åker", 0.9, "channel", "applied", (("åker", 0.6), ("Åker", 0.3)))
    raw = text.replace("åker", "Aker")
    page = Page(1, raw, text, "damaged", (change,))
    record = extract(Reading("0" * 64, "a.txt", Metadata(), (page,)))
    assert {p.name for p in record.mentions.people} == {"Jens Åker"}
