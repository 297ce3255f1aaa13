"""What OCR does to the marks that a record is read by: signs, digits, brackets, leader dots."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from extract import extract
from extract.case_numbers import case_numbers_in
from extract.dates import dates_in
from extract.items import find_items
from extract.layout import lay_out
from extract.people import people_in
from extract.record import Record
from ocr import Metadata, Page, Reading
from ocr.ledger import Change

CASES = {
    "Dnr KS 2018/32]": ["KS 2018/321"],
    "Dnr KS 2O18/l3": ["KS 2018/13"],
    "Ärendenummer SLK-2024-O0074": ["SLK-2024-00074"],
    "Ärendenummer SLK- 2024-00074": ["SLK-2024-00074"],
    "§ 35 Dnr KS 2018/5 13": ["KS 2018/513"],
    "KS 2018 /513 avslutas": ["KS 2018/513"],
    "KS 2018/12 13 personer": ["KS 2018/12"],
    "(se KS 2018/32)": ["KS 2018/32"],
    "Alskolan KS\n\n2018/32": ["KS 2018/32"],
    "SOU 2O18:12": [],
}


@pytest.mark.parametrize(("text", "values"), CASES.items(), ids=CASES.keys())
def test_a_damaged_case_number_has_its_digits_in_the_value(text: str, values: list[str]) -> None:
    assert [value.value for value in case_numbers_in(text, 0)] == values


@pytest.mark.parametrize("party", ["(S)", "{S)", "(S]", "(5)", "(8)"])
def test_a_party_is_read_behind_damaged_brackets_and_digits(party: str) -> None:
    named = people_in(f"Eva Alm (S) yrkar bifall. Bo Ek {party} instämmer.").named
    assert [(n.name, n.party) for n in named] == [("Eva Alm", "S"), ("Bo Ek", "S")]


def test_a_number_behind_a_name_is_no_party_where_no_other_is_an_s() -> None:
    named = people_in("Eva Alm (M) yrkar bifall. Bo Ek (5) instämmer.").named
    assert [n.party for n in named] == ["M", None]


HEADS = {
    "an eight for the sign": "8 12 Dnr VIK 2022/431",
    "an eight and nothing behind": "8 12",
    "letters for digits": "§ l2 Dnr VIK 2022/431",
    "the word for the case number": "§ 12 Dur VIK 2022/431",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_damaged_heading_is_still_found(head: str) -> None:
    text = f"""§ 11 Dnr VIK 2022/430
Den första titeln
Beslut
Motionen bifalls. Nämnden ska återkomma
med ett förslag.

{head}
En titel
Beslut
Motionen avslås.

§ 13 Dnr VIK 2022/432
Den sista titeln
Beslut
Motionen bifalls.
"""
    items = find_items(lay_out(text))
    assert [item.number for item in items] == ["11", "12", "13"]
    assert items[1].title is not None
    assert text[items[1].title.start : items[1].title.end] == "En titel"


def test_a_contents_page_with_misread_leader_dots_is_not_the_protocol() -> None:
    entries = "\n".join(
        f"§ {n} Dur VIK 2022/{n}... cseeseseseseseseseseeeseseeeceeeceesceeseececs {n}\nTiteln om {n}:an"
        for n in (5, 6, 7)
    )
    paragraphs = "\n\n".join(
        f"§ {n} Dnr VIK 2022/{n}\n\nTiteln om {n}:an\n\nBeslut\n\nBifalls." for n in (5, 6, 7)
    )
    items = find_items(lay_out(f"Innehållsförteckning\n\n{entries}\n\n{paragraphs}\n"))
    assert [item.number for item in items] == ["5", "6", "7"]
    assert items[0].start > len(entries)


def test_a_row_of_days_takes_its_year_from_no_cell_beside_it() -> None:
    found = dates_in("Nämnden  Styrelsen\nDecember 2018 14 januari 28 januari\n22 januari 5 februari\n")
    assert [d.edtf for d in found] == ["2018-12", "XXXX-01-14", "XXXX-01-28", "XXXX-01-22", "XXXX-02-05"]


@pytest.mark.parametrize(("printed", "read"), [("7", True), ("7l", True), ("45", False)])
def test_a_misread_number_between_two_headings_is_the_one_that_lacks(printed: str, read: bool) -> None:
    numbers = ("70", printed, "72")
    text = "\n\n".join(f"§ {n} Dnr VIK 2022/4\n\nEn titel\n\nBeslut\n\nMotionen bifalls." for n in numbers)
    items = find_items(lay_out(text))
    assert [item.number for item in items] == (["70", "71", "72"] if read else ["70", "72"])


SIGNS = {
    "behind the name of the body": ["KS 8 70 Dnr VIK 2022/4", "KS 8 71 Dnr VIK 2022/5", "KS 8 72"],
    "with a case number behind": ["8 70 VIK 2022/4", "8 71 VIK/2022:5", "8 72 VIK 2022/6"],
    "as a digit of the number": ["870 Dnr VIK 2022/4", "871 Dnr VIK 2022/5", "872 DnrVIK 2022/6"],
    "with a year": ["Mbn 8 70/18 Dnr 2018-0312", "Mbn 8 71/18 Dnr 2017-0877", "Mbn 8 72/18"],
    "with a title behind": ["§ 70 Val av justerare", "8 71 Taxa för torg", "§ 72 Övriga frågor"],
    "with a title behind and the case below": [f"8{n} Val av justerare\nVIK 2022/{n}" for n in (70, 71, 72)],
    "glued to a misread number": ["§ 70 Dnr VIK 2022/4", "S77 Dnr VIK 2022/5", "§ 72 Dnr VIK 2022/6"],
    "before the first": ["§ 7O", "§ 71 Dnr VIK 2022/5", "§ 72 Dnr VIK 2022/6"],
    "in the form of the others, before and behind": ["870 Val av justerare", "§ 71 Taxa", "8 72 Avslutning"],
    "with a mark behind": ["§ 70. Val av justerare", "§ 71. Taxa för torg", "8 72. Avslutning"],
    "with a stroke behind": ["8 70 | Dnr VIK 2022/4", "§ 71 | Dnr VIK 2022/5", "§ 72 | Dnr VIK 2022/6"],
    "with a line under the number": ["ON § 70 Val av justerare", "ON §71_ Taxa", "ON § 72 Avslutning"],
    "behind the body, never sure": ["AU 870", "AU 8 71", "AU 8 72"],
    "as a word that lost its blank": ["Ärende 70 Val", "Ärende71 Taxa", "Ärende 72 Avslutning"],
    "as a small s": ["§ 70", "s71", "§ 72"],
    "with a long line behind": ["§ 70 Dnr VIK 2022/4", "§71___Dnr VIK 2022/5", "§ 72 Dnr VIK 2022/6"],
    "behind the last": ["§ 70 Dnr VIK 2022/4", "§ 71 Dnr VIK 2022/5", "§ 7Z"],
}


@pytest.mark.parametrize("heads", SIGNS.values(), ids=SIGNS.keys())
def test_a_sign_read_as_a_digit_opens_an_item(heads: list[str]) -> None:
    text = "\n\n".join(f"{head}\nEn titel\nBeslut\nMotionen bifalls." for head in heads)
    assert [item.number for item in find_items(lay_out(text))] == ["70", "71", "72"]


NO_HEADS = {
    "rows of numbers": "8 70 12\n8 71 14\n8 72 16",
    "years and cases": "8 70 personer\n8 71 personer\n8 72 personer",
    "pages of an appendix": "Bilaga 8 70\n\nBilaga 8 71\n\nBilaga 8 72",
    "rows with names": "8 70 Eva Alm\n\n8 71 Bo Ek\n\n8 72 Maj Ro",
    "rows under a body": "AU 8 70\n\nAU 8 71\n\nAU 8 72",
    "amounts": "870 kronor\n\n871 kronor\n\n872 kronor",
}


@pytest.mark.parametrize("rows", NO_HEADS.values(), ids=NO_HEADS.keys())
def test_numbers_that_begin_with_an_eight_are_no_headings(rows: str) -> None:
    assert find_items(lay_out(f"Antal besökare\n\n{rows}\n\nAntalet ökar.")) == []


def test_the_number_before_the_first_heading_is_not_guessed() -> None:
    text = "\n\n".join(f"{head}\n\nEn titel\n\nBeslut\n\nBifalls." for head in ("§ 1Q", "§ 17", "§ 18"))
    assert [item.number for item in find_items(lay_out(text))] == ["17", "18"]


def test_a_number_behind_the_last_heading_is_none_in_another_form() -> None:
    text = "\n\n".join(f"{head}\n\nBeslut\n\nBifalls." for head in ("§ 70", "§ 71", "8 72 Taxa för torg"))
    assert [item.number for item in find_items(lay_out(text))] == ["70", "71"]


def _damaged(text: str) -> Record:
    return extract(Reading("0" * 64, "text.txt", Metadata(), (Page(1, text, text, "damaged"),)))


SPOKEN = "Bo Wasteson (V) yrkar avslag. " * 4 + "Bo Wastson (V) reserverar sig. Bo Wastesons yrkande avslås."


def test_a_rare_form_of_a_common_name_is_that_person_in_a_damaged_text() -> None:
    assert {p.name for p in _damaged(SPOKEN).mentions.people} == {"Bo Wasteson"}


def test_two_names_that_differ_in_a_letter_are_two_people_in_a_good_text(
    record_of: Callable[..., Record],
) -> None:
    assert {p.name for p in record_of(SPOKEN).mentions.people} == {"Bo Wasteson", "Bo Wastson"}


def test_a_rare_form_with_another_party_is_another_person() -> None:
    text = "Bo Wasteson (V) yrkar avslag. " * 4 + "Bo Wastson (M) yrkar bifall."
    assert {p.name for p in _damaged(text).mentions.people} == {"Bo Wasteson", "Bo Wastson"}


@pytest.mark.parametrize(
    ("read", "party"),
    [("XD", "KD"), ("SD", "SD"), ("Vik", "Vik")],
    ids=["no party, a letter off", "a known party", "a local party"],
)
def test_letters_of_no_party_are_those_of_the_same_person_elsewhere(read: str, party: str) -> None:
    text = (
        "Bo Wasteson (KD) yrkar avslag. Eva Alm (S) yrkar bifall. " * 2
        + f"Bo Wasteson ({read}) reserverar sig."
    )
    last = max(_damaged(text).mentions.people, key=lambda person: person.span.start)
    assert (last.name, last.party) == ("Bo Wasteson", party)


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


POINTS = {
    "a blank lost": ["6. Taxan antas.", "7.6 mnkr avsätts.", "8. Planen antas."],
    "a comma for the stop": ["6. Taxan antas.", "7, Planen antas.", "8. Avtalet godkänns."],
    "a stop lost": ["6. Taxan antas.", "7 Planen antas.", "8. Avtalet godkänns."],
}


@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS.keys())
def test_a_list_of_points_goes_on_behind_a_hurt_mark(points: list[str]) -> None:
    head = "§ 1 Dnr VIK 2022/4\n\nEn titel\n\nBeslut\n\nKommunstyrelsen beslutar:\n\n"
    record = _damaged(head + "\n\n".join(points))
    decided = record.items[0].decisions
    assert [record.text[slice(*d.span)] for d in decided] == points
    assert [d.number for d in decided] == ["6", "7", "8"]


def test_a_case_number_behind_the_page_head_is_its_items() -> None:
    head = "4 juni 2018\n\nSAMMANTRÄDESPROTOKOLL\n\nKommunstyrelsen"
    record = _damaged(
        "\f".join(
            f"§ {n}\n\nAnmälningar {n}\n\nBeslut\n\n{n} (9)\n{head}\n\nDnr VIK 2018/{n}\n\n"
            "Anmälningarna noteras till protokollet.\n"
            for n in (4, 5, 6)
        )
    )
    assert [[v.value for v in item.case_numbers] for item in record.items] == [
        ["VIK 2018/4"],
        ["VIK 2018/5"],
        ["VIK 2018/6"],
    ]
    decided = [record.text[slice(*d.span)] for item in record.items for d in item.decisions]
    assert decided == ["Anmälningarna noteras till protokollet."] * 3


def test_heads_of_columns_in_one_line_end_the_list_above() -> None:
    record = _damaged(
        "§ 4\n\nAnmälningar\n\nBeslut\n\nDe noteras.\n\nHandlingar i ärendet\n\nAnmälningar 2018-06-04\n\n"
        "Ärende Beslutsfattare Datum\nSkrivelser\n\nRevisionsskrivelse angående bygglov\n"
    )
    assert [a.title for a in record.items[0].attachments] == ["Anmälningar 2018-06-04"]


CUT_HEADS = {
    "within a word": "Ärendets ti\n\ndigare behandling",
    "within a word that lost a letter": "Ärendets ti\n\nigare behandling",
    "between words": "Ärendets\n\ntidigare behandling",
}
_PAPERS = "§ 4\n\nNy taxa\n\nBeslut\n\nTaxan antas.\n\nHandlingar i ärendet\n"


@pytest.mark.parametrize("head", CUT_HEADS.values(), ids=CUT_HEADS.keys())
def test_a_heading_cut_in_two_ends_a_list_of_papers(head: str) -> None:
    record = _damaged(f"{_PAPERS}Tjänsteskrivelse den 4 maj 2018\n\n{head}\n\nTorget rustades upp 2017.\n")
    assert [a.title for a in record.items[0].attachments] == ["Tjänsteskrivelse den 4 maj 2018"]


def test_two_papers_below_each_other_make_no_heading() -> None:
    record = _damaged(f"{_PAPERS}Karta över torget\n\nplan för ärendets tidigare behandling\n")
    assert "tidigare behandling" in record.items[0].attachments[-1].title


def test_a_heading_stands_above_a_word_that_lost_its_beginning() -> None:
    record = _damaged(f"{_PAPERS}s utskott den 4 maj 2018 § 9\n\nTjänsteskrivelse den 2 maj 2018\n")
    assert [a.title for a in record.items[0].attachments] == [
        "s utskott den 4 maj 2018 § 9",
        "Tjänsteskrivelse den 2 maj 2018",
    ]


def _matters(*heads: str) -> str:
    return "\n\n".join(f"{head}\nEn titel\n\nBeslut\nMotionen bifalls." for head in heads)


def test_a_contents_page_that_lost_its_leader_dots_is_not_the_protocol() -> None:
    entries = "\n".join(f"§ {n} Dnr VIK 2022/{n} {n + 3}\nEn titel {n + 3}" for n in (5, 6, 7))
    text = f"Innehållsförteckning\n{entries}\n\n{_matters('§ 5', '§ 6', '§ 7')}"
    items = find_items(lay_out(text))
    assert [item.number for item in items] == ["5", "6", "7"]
    assert items[0].start > text.index("En titel 10")


def test_an_item_that_lost_its_heading_is_not_looked_for_on_the_contents_page() -> None:
    entries = "\n".join(
        f"§ {n} Dnr VIK 2022/{n} {n + 3}\nEn titel........cssecsssse {n + 3}" for n in (4, 5, 6)
    )
    lost = "En titel\n\nBeslut\nMotionen avslås."
    text = f"Innehållsförteckning\n{entries}\n\n{lost}\n\n" + _matters(*(f"§ {n}" for n in (5, 6, 7, 8)))
    items = find_items(replace(lay_out(text), damaged=True))
    assert [item.number for item in items] == ["4", "5", "6", "7", "8"]
    assert items[0].start == text.index(lost)


def test_a_heading_whose_sign_and_number_are_lost_is_told_by_its_case_number() -> None:
    text = _matters("§ 5\nDnr VIK 2022/5", "Dnr VIK 2022/6", "§ 7\nDnr VIK 2022/7")
    items = find_items(lay_out(text))
    assert [item.number for item in items] == ["5", "6", "7"]
    assert [v.value for v in items[1].case_numbers] == ["VIK 2022/6"]


def test_a_heading_that_lost_its_sign_is_told_by_its_number_and_case_number() -> None:
    text = _matters("5 VIK 2022/5", *(f"§ {n} VIK 2022/{n}" for n in (6, 7)))
    assert [item.number for item in find_items(lay_out(text))] == ["5", "6", "7"]


def test_which_of_two_headings_lacks_its_number_is_not_guessed() -> None:
    text = _matters("§ 5\nDnr VIK 2022/5", "Dnr VIK 2022/6", "Dnr VIK 2022/6", "§ 7\nDnr VIK 2022/7")
    assert [item.number for item in find_items(lay_out(text))] == ["5", "7"]


@pytest.mark.parametrize(
    "line", ["VIKASJÖ SAMMANTRÄDESPROTOKOLL", "NAGS SAMMANTRÄDESPROTOKOLL", "® 22 maj 2018"]
)
def test_what_is_read_of_the_arms_in_a_page_head_is_furniture(line: str) -> None:
    layout = lay_out(f"4 (14)\n{line}\nKommunstyrelsen\n\nNämnden beslutar att anta taxan.\n")
    assert line in [piece.text for piece in layout.furniture]


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
    [("Ledamot Parti Ja Nej Avst", ""), ("Ledamot Kommun Parti Ja Nej Avst", "Vikasjö ")],
)
def test_rows_of_a_table_of_votes_that_lost_its_columns_are_still_people(head: str, between: str) -> None:
    record = _damaged(TABLE.format(head=head, between=between))
    found = {(p.name, p.party) for p in record.mentions.people}
    assert {("Eva Alm", "S"), ("Bo Ek", "V"), ("Siv Lind", "SD")} <= found
    assert not any("Vikasjö" in name for name, party in found if party)
    assert "KF" not in {party for _, party in found}


def test_the_place_of_a_name_in_a_numbered_row_is_the_name() -> None:
    rows = "1 Eva Alm S x\n2 Bo Ek V x\n3 Siv Lind SD\n"
    record = _damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nOmröstning\nNr Ledamot Parti Ja Nej\n{rows}")
    named = [record.text[slice(*person.span)] for person in record.mentions.people]
    assert named == ["Eva Alm", "Bo Ek", "Siv Lind"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_vote_is_counted_over_a_false_blank_line(gap: str) -> None:
    record = _damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nOmröstning\nFem röstar ja och två röstar{gap}nej.\n")
    assert [(v.yes, v.no) for v in record.items[0].votes] == [(5, 2)]


@pytest.mark.parametrize(
    "said", ["och ersatts av Siv Ro (S)", "i ärendet. | hans ställe tjänstgör Siv Ro (S)"]
)
def test_who_takes_the_seat_does_not_step_back(said: str) -> None:
    record = _damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nJäv\nBo Ek (S) deltar på grund av jäv inte {said}.\n")
    assert [r.name for r in record.items[0].recusals] == ["Bo Ek"]


@pytest.mark.parametrize("sign", ["$ 93", "8 93", "$93"])
def test_a_sign_behind_a_date_is_that_of_a_paragraph(sign: str) -> None:
    record = _damaged(
        f"§ 5 Taxa\nBeslut\nTaxan antas.\nTidigare behandling\nBordlagd den 2 maj 2020, {sign}.\n"
    )
    assert [r.item for r in record.mentions.references if r.kind == "item"] == ["93"]


@pytest.mark.parametrize("behind", ["8 100 kronor", "8 procent", "8 12 000", "8,5"])
def test_a_figure_behind_a_date_is_no_sign(behind: str) -> None:
    record = _damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nÄrende\nSumman var den 2 maj 2020, {behind}.\n")
    assert not [r for r in record.mentions.references if r.kind == "item"]


def test_a_title_goes_on_below_a_false_blank_line() -> None:
    text = "§ 5\nVal av ersättare i stället för Eva\n\nAlm (S)\nBeslut\nBo Ek (S) väljs.\n\n§ 6\nTaxa\n"
    assert _damaged(text).items[0].title == "Val av ersättare i stället för Eva Alm (S)"


@pytest.mark.parametrize("day", ["lmaj 2021", "1maj 2021", "den I maj 2021", "den1 maj 2021"])
def test_a_first_of_a_month_is_read_as_a_day(day: str) -> None:
    found = _damaged(f"§ 5 Taxa\nBeslut\nTaxan gäller från {day} och antas.\n").mentions.dates
    assert [d.edtf for d in found] == ["2021-05-01"]


def _protocol(
    heads: list[str], *, each: str = "Beslut\nMotionen bifalls.\nÄrende\nEn motion har väckts."
) -> str:
    return "\n\n".join(f"{head}En titel om torg\n{each}" for head in heads) + "\n"


LOST = {
    "inside": (["§ 70\n", "§ 71\n", "", "§ 73\n", "§ 74\n"], ["70", "71", "72", "73", "74"]),
    "at the end": (["§ 69\n", "§ 70\n", "§ 71\n", "§ 72\n", ""], ["69", "70", "71", "72", "73"]),
    "before the first": (["", "§ 71\n", "§ 72\n", "§ 73\n"], ["70", "71", "72", "73"]),
    "too few to tell": (["§ 70\n", "", "§ 72\n"], ["70", "72"]),
    "more lost than lack": (
        ["§ 70\n", "", "", "§ 72\n", "§ 73\n", "§ 74\n", "§ 75\n"],
        ["70", "72", "73", "74", "75"],
    ),
}


@pytest.mark.parametrize(("heads", "numbers"), LOST.values(), ids=LOST.keys())
def test_a_heading_that_was_not_read_is_told_by_its_decision(heads: list[str], numbers: list[str]) -> None:
    text = f"Kommunstyrelsen\nSammanträdesprotokoll\n\n{_protocol(heads)}"
    items = _damaged(text).items
    assert [item.number for item in items] == numbers
    assert {item.title for item in items} == {"En titel om torg"}


def test_a_house_that_decides_twice_in_a_paragraph_has_no_lost_heading() -> None:
    twice = "Beslut\nMotionen bifalls.\n\nNästa fråga\nBeslut\nMotionen avslås."
    text = _protocol(["§ 70\n", "§ 71\n", "§ 72\n", "§ 73\n"], each=twice)
    assert [item.number for item in _damaged(text).items] == ["70", "71", "72", "73"]


def test_good_text_has_no_lost_headings() -> None:
    text = _protocol(["§ 70\n", "§ 71\n", "", "§ 73\n", "§ 74\n"])
    assert [item.number for item in find_items(lay_out(text))] == ["70", "71", "73", "74"]
