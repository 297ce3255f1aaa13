"""What OCR does to the marks that a record is read by: digits, points of lists, page heads, gaps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.case_numbers import case_numbers_in
from extract.dates import dates_in
from extract.layout import lay_out
from extract.record import Record

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


def test_a_row_of_days_takes_its_year_from_no_cell_beside_it() -> None:
    found = dates_in("Nämnden  Styrelsen\nDecember 2018 14 januari 28 januari\n22 januari 5 februari\n")
    assert [d.edtf for d in found] == ["2018-12", "XXXX-01-14", "XXXX-01-28", "XXXX-01-22", "XXXX-02-05"]


POINTS = {
    "a blank lost": ["6. Taxan antas.", "7.6 mnkr avsätts.", "8. Planen antas."],
    "a comma for the stop": ["6. Taxan antas.", "7, Planen antas.", "8. Avtalet godkänns."],
    "a stop lost": ["6. Taxan antas.", "7 Planen antas.", "8. Avtalet godkänns."],
}


@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS.keys())
def test_a_list_of_points_goes_on_behind_a_hurt_mark(
    points: list[str], damaged: Callable[[str], Record]
) -> None:
    head = "§ 1 Dnr VIK 2022/4\n\nEn titel\n\nBeslut\n\nKommunstyrelsen beslutar:\n\n"
    record = damaged(head + "\n\n".join(points))
    decided = record.items[0].decisions
    assert [record.text[slice(*d.span)] for d in decided] == points
    assert [d.number for d in decided] == ["6", "7", "8"]


def test_a_case_number_behind_the_page_head_is_its_items(damaged: Callable[[str], Record]) -> None:
    head = "4 juni 2018\n\nSAMMANTRÄDESPROTOKOLL\n\nKommunstyrelsen"
    record = damaged(
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


def test_heads_of_columns_in_one_line_end_the_list_above(damaged: Callable[[str], Record]) -> None:
    record = damaged(
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
def test_a_heading_cut_in_two_ends_a_list_of_papers(head: str, damaged: Callable[[str], Record]) -> None:
    record = damaged(f"{_PAPERS}Tjänsteskrivelse den 4 maj 2018\n\n{head}\n\nTorget rustades upp 2017.\n")
    assert [a.title for a in record.items[0].attachments] == ["Tjänsteskrivelse den 4 maj 2018"]


def test_two_papers_below_each_other_make_no_heading(damaged: Callable[[str], Record]) -> None:
    record = damaged(f"{_PAPERS}Karta över torget\n\nplan för ärendets tidigare behandling\n")
    assert "tidigare behandling" in record.items[0].attachments[-1].title


def test_a_heading_stands_above_a_word_that_lost_its_beginning(damaged: Callable[[str], Record]) -> None:
    record = damaged(f"{_PAPERS}s utskott den 4 maj 2018 § 9\n\nTjänsteskrivelse den 2 maj 2018\n")
    assert [a.title for a in record.items[0].attachments] == [
        "s utskott den 4 maj 2018 § 9",
        "Tjänsteskrivelse den 2 maj 2018",
    ]


@pytest.mark.parametrize(
    "line", ["VIKASJÖ SAMMANTRÄDESPROTOKOLL", "NAGS SAMMANTRÄDESPROTOKOLL", "® 22 maj 2018"]
)
def test_what_is_read_of_the_arms_in_a_page_head_is_furniture(line: str) -> None:
    layout = lay_out(f"4 (14)\n{line}\nKommunstyrelsen\n\nNämnden beslutar att anta taxan.\n")
    assert line in [piece.text for piece in layout.furniture]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_vote_is_counted_over_a_false_blank_line(gap: str, damaged: Callable[[str], Record]) -> None:
    record = damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nOmröstning\nFem röstar ja och två röstar{gap}nej.\n")
    assert [(v.yes, v.no) for v in record.items[0].votes] == [(5, 2)]


@pytest.mark.parametrize(
    "said", ["och ersatts av Siv Ro (S)", "i ärendet. | hans ställe tjänstgör Siv Ro (S)"]
)
def test_who_takes_the_seat_does_not_step_back(said: str, damaged: Callable[[str], Record]) -> None:
    record = damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nJäv\nBo Ek (S) deltar på grund av jäv inte {said}.\n")
    assert [r.name for r in record.items[0].recusals] == ["Bo Ek"]


@pytest.mark.parametrize("sign", ["$ 93", "8 93", "$93"])
def test_a_sign_behind_a_date_is_that_of_a_paragraph(sign: str, damaged: Callable[[str], Record]) -> None:
    record = damaged(
        f"§ 5 Taxa\nBeslut\nTaxan antas.\nTidigare behandling\nBordlagd den 2 maj 2020, {sign}.\n"
    )
    assert [r.item for r in record.mentions.references if r.kind == "item"] == ["93"]


@pytest.mark.parametrize("behind", ["8 100 kronor", "8 procent", "8 12 000", "8,5"])
def test_a_figure_behind_a_date_is_no_sign(behind: str, damaged: Callable[[str], Record]) -> None:
    record = damaged(f"§ 5 Taxa\nBeslut\nTaxan antas.\nÄrende\nSumman var den 2 maj 2020, {behind}.\n")
    assert not [r for r in record.mentions.references if r.kind == "item"]


def test_a_title_goes_on_below_a_false_blank_line(damaged: Callable[[str], Record]) -> None:
    text = "§ 5\nVal av ersättare i stället för Eva\n\nAlm (S)\nBeslut\nBo Ek (S) väljs.\n\n§ 6\nTaxa\n"
    assert damaged(text).items[0].title == "Val av ersättare i stället för Eva Alm (S)"


@pytest.mark.parametrize("day", ["lmaj 2021", "1maj 2021", "den I maj 2021", "den1 maj 2021"])
def test_a_first_of_a_month_is_read_as_a_day(day: str, damaged: Callable[[str], Record]) -> None:
    found = damaged(f"§ 5 Taxa\nBeslut\nTaxan gäller från {day} och antas.\n").mentions.dates
    assert [d.edtf for d in found] == ["2021-05-01"]


def test_letters_of_a_case_number_are_those_of_the_others(damaged: Callable[[str], Record]) -> None:
    text = "Dnr VIKA 2021/41. Dnr VIKA 2021/52. Dnr VIKA 2021/63. Dnr VLKA 2021/74. Dnr VILKA 2021/85."
    record = damaged(text)
    found = [r.value for r in record.mentions.references if r.kind == "case"]
    assert found == [f"VIKA 2021/{number}" for number in (41, 52, 63, 74, 85)]


@pytest.mark.parametrize("other", ["VIKN", "VIKAN", "BIKA"])
def test_a_case_of_another_body_keeps_its_letters_in_damaged_text(
    other: str, damaged: Callable[[str], Record]
) -> None:
    text = f"Dnr VIKA 2021/41. Dnr VIKA 2021/52. Dnr VIKA 2021/63. Dnr {other} 2021/74."
    assert f"{other} 2021/74" in [r.value for r in damaged(text).mentions.references if r.kind == "case"]


def test_letters_of_a_case_number_stay_in_a_good_text(record_of: Callable[..., Record]) -> None:
    text = "Dnr VIKA 2021/41. Dnr VIKA 2021/52. Dnr VIKA 2021/63. Dnr VLKA 2021/74."
    assert "VLKA 2021/74" in [r.value for r in record_of(text).mentions.references]


def test_a_stroke_between_a_word_and_a_year_is_a_one(damaged: Callable[[str], Record]) -> None:
    dates = [date.edtf for date in damaged("Nämnden godkänner Tertialbokslut | 2018.").mentions.dates]
    assert dates == ["2018-01/2018-04"]


def test_a_star_opens_a_quotation_that_closes_in_damaged_text(damaged: Callable[[str], Record]) -> None:
    text = (
        "Socialnämnden i Vikasjö\nProtokoll 2021-05-03\n\n§ 4 Taxa för färdtjänst\n\nBeslut\n\n"
        "Nämnden godkänner taxan.\n\nProtokollsanteckningar\n\n"
        "Bo Ek (S) lät anteckna följande.\n\n*Vi stöttar förslaget från Eva Alm (M) fullt ut.\n"
        "Men taxan är för hög.”\n\nUlf Sten (V) lät anteckna följande.\n\n”Det är inte nog.”\n"
    )
    statements = [s for item in damaged(text).items for s in item.statements]
    assert [[maker.name for maker in s.by] for s in statements] == [["Bo Ek"], ["Ulf Sten"]]


@pytest.mark.parametrize(
    ("read", "day"), [("IS", "15"), ("Io", "10"), ("2l", "21"), ("3O", "30"), ("1S", "15"), ("2Z", "22")]
)
def test_letters_of_a_day_are_digits_in_damaged_text(
    read: str, day: str, damaged: Callable[[str], Record]
) -> None:
    dates = [date.edtf for date in damaged(f"Nämnden möts den {read} mars 2024.").mentions.dates]
    assert dates == [f"2024-03-{day}"]


def test_who_moved_a_decision_is_no_part_of_it_where_the_word_is_misread(
    damaged: Callable[[str], Record],
) -> None:
    text = (
        "Kommunstyrelsen i Vikasjö\nProtokoll 2021-05-03\n\n§ 4 Taxa för färdtjänst\n\nBeslut\n\n"
        "PA förslag av Bo Ek (S):\n\nÄrendet bordläggs till sammanträdet den 12 juni 2021.\n"
    )
    record = damaged(text)
    decided = [record.text[slice(*decision.span)] for decision in record.items[0].decisions]
    assert decided == ["Ärendet bordläggs till sammanträdet den 12 juni 2021."]


TORN = """§ 1 Dnr VIK 2022/4

En titel

Beslut
Kommunstyrelsen godkänner planen för hamnen och de kajer som hör till den, så som
förvaltningen har lagt fram den, och ger förvaltningen i uppdrag att underrätta de
boende vid kajen om vad som nu görs.

Handlingar i ärendet
Kommunstyrelsens arbetsutskott den 2 maj 2022 § 9
e den 3 maj 2022
Förslag till avtal

Dnr VIK 2022/4

Exploateringsenhetens tjansteskrr

Karta över hamnen

Tilläggsin

vesteringarna
"""


def test_an_entry_of_a_torn_list_whose_end_stands_elsewhere_is_no_paper(
    damaged: Callable[[str], Record],
) -> None:
    titles = [paper.title for paper in damaged(TORN).items[0].attachments]
    assert not any("tjansteskrr" in title or title.startswith("Dnr") for title in titles)
    assert "Förslag till avtal" in titles
    assert titles[-1] == "Tilläggsin vesteringarna"


MONTHS = {
    "Mötet den 3 maj 2015 tog upp beslut 1 mars 2015 om taxan den 5 maj 2015.": "2015-03",
    "Mötet den 3 maj 2015 tog upp taxan från 1 mars 2015 och den 5 maj 2015.": "2015-03-01",
    "Mötet den 3 maj 2015 tog upp avtalet 1 mars 2015 till 4 maj 2016 och den 5 maj 2015.": "2015-03-01",
    "Mötet den 3 maj 2015 tog upp lagen som infördes 1 mars 2015 och den 5 maj 2015.": "2015-03-01",
    "Mötet den 3 maj 2015 tog upp skollagen 1 mars 2015 och den 5 maj 2015.": "2015-03-01",
    "Mötet 3 maj 2015 tog upp beslut 1 mars 2015 om taxan.": "2015-03-01",
}


@pytest.mark.parametrize(("text", "value"), MONTHS.items(), ids=MONTHS.keys())
def test_a_month_behind_a_stroke_is_no_first_day_where_days_stand_behind_den(
    text: str, value: str, damaged: Callable[[str], Record]
) -> None:
    found = [date.edtf for date in damaged(text).mentions.dates]
    assert any(edtf == value or edtf.startswith(f"{value}/") for edtf in found)


def test_a_surname_without_a_vowel_has_lost_its_letter(damaged: Callable[[str], Record]) -> None:
    record = damaged(
        "§ 1\n\nTaxan\n\nBeslut\n\nNämnden antar taxan.\n\nYrkanden\n\nAnne Sj (S) yrkar bifall.\n"
    )
    assert {person.name for person in record.mentions.people} == {"Anne Sjö"}


def test_a_hurt_page_number_and_foot_are_furniture() -> None:
    head, foot = (
        "VIKASJÖ\n\nKOMMUN SAMMANTRÄDESPROTOKOLL",
        "‘Ordförandes Signatur Justerandes signatur\n\n4(I7)",
    )
    page = f"{head}\n\nTaxan är lika.\n\n{foot}"
    assert [line.text for line in lay_out(page).lines] == ["Taxan är lika."]


BODY = """{body}
Sammanträdesprotokoll 2021-05-05

§ 3 Taxa
Dnr OFN 2021/31

Beslut
Taxan antas.
"""


@pytest.mark.parametrize(
    ("body", "letters"), [("Överförmyndarnämnden", "ÖFN"), ("Ortsförvaltningsnämnden", "OFN")]
)
def test_letters_of_a_case_number_begin_as_the_body_that_meets(
    body: str, letters: str, damaged: Callable[[str], Record], record_of: Callable[..., Record]
) -> None:
    text = BODY.format(body=body)
    (item,), (printed,) = damaged(text).items, record_of(text).items
    assert [value.value for value in item.case_numbers] == [f"{letters} 2021/31"]
    assert [value.value for value in printed.case_numbers] == ["OFN 2021/31"]


CLAUSES = """§ 3 Taxa

Nämnden beslutar

att anta taxan för vatten och avlopp att gälla från och med den 1 april 2022{gap}att den äldre taxan för \
avlopp upphör att gälla.

Bakgrund
Förvaltningen har i en skrivelse den 3 mars 2022 föreslagit en ny taxa för vatten och avlopp, sedan kostnader
för reningen stigit. Den äldre taxan täckte inte längre vad verket kostar, och underhållet av ledningarna har
fått vänta. Med den nya taxan kan de ledningar bytas som har läckt under de tre år som gått, och reningen kan
följa de krav som ställs.
"""


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_clauses_below_a_line_with_room_for_more_are_points(
    gap: str, damaged: Callable[[str], Record]
) -> None:
    (item,) = damaged(CLAUSES.format(gap=gap)).items
    assert len(item.decisions) == 2
