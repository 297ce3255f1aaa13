"""Paragraphs: headings of several houses, and what only looks like one."""

from __future__ import annotations

import pytest

from extract.items import find_items
from extract.layout import lay_out

HOUSES = {
    "case number behind the number": "§ 12 Ärendenummer VSK-2022-00431\nEn titel\nBeslut\n\nBifalls.",
    "case number in the next line": "§ 12\n\nDnr VIK 2022/431\n\nEn titel\nBeslut\n\nBifalls.",
    "body before the sign": "KS § 12\nDnr VIK 2022/431\n\nEn titel\n\nKommunstyrelsen beslutar\natt bifalla.",
    "title on the line": "§ 12 En titel\nVIK 2022/431\n\nBeslut\nBifalls.",
    "year behind a slash": "§ 12/22 En titel\nDnr VIK 2022/431\n\nBeslut\nBifalls.",
    "number on its own line": "§\n\n12\n\nVIK 2022/431\n\nEn titel\nBeslut\n\nBifalls.",
    "a word for the sign": "Paragraf 12\nDnr VIK 2022/431\n\nEn titel\n\nBeslut\nBifalls.",
    "a damaged sign": "$ 12\n\nEn titel\n\nVIK 2022/431\n\nBeslut\n\nBifalls.",
}


@pytest.mark.parametrize("text", HOUSES.values(), ids=HOUSES.keys())
def test_a_heading_is_found_in_the_habit_of_many_houses(text: str) -> None:
    (item,) = find_items(lay_out(text))
    assert item.number == "12"
    assert item.title is not None
    assert text[item.title.start : item.title.end] == "En titel"
    assert len(item.case_numbers) == 1


def test_contents_wrapped_references_and_laws_are_no_headings() -> None:
    text = """Innehållsförteckning
§ 5 Dnr VIK 2022/1 ........................................ 3
Den första titeln .......................................... 3
§ 6 ........................................................ 4

§ 5

Dnr VIK 2022/1

Den första titeln
Beslut

Bordlagt den 3 april 2022, § 118, den 2 maj 2022,
§ 131 och den 7 juni 2022, § 144.
Enligt kommunallagen
§ 12 i lagen är det nämnden som beslutar.

§ 6

Övriga frågor
Beslut

Inga.
"""
    items = find_items(lay_out(text))
    assert [item.number for item in items] == ["5", "6"]
    assert text[items[0].start :].startswith("§ 5\n\nDnr")


def test_an_item_ends_with_its_last_line_and_not_with_the_page_foot() -> None:
    text = """§ 1
Första
Beslut

Bifalls.

Protokollsutdrag skickas till
Länsstyrelsen

3 (9)

Kommunfullmäktige

Protokoll nr 4
Sammanträdesdatum: 2022-06-09

§ 2
Andra
Beslut

Avslås.

4 (9)

Kommunfullmäktige

Protokoll nr 4
Sammanträdesdatum: 2022-06-09
"""
    first, second = find_items(lay_out(text))
    assert text[first.start : first.end].endswith("Länsstyrelsen")
    assert text[second.start : second.end].endswith("Avslås.")


def test_a_line_below_the_title_is_no_part_of_it() -> None:
    text = (
        "§ 3\n\nDnr VIK 2022/9\n\nTertialbokslut för äldreomsorgen\nMuntlig information\n\nBeslut\n\nNoteras."
    )
    (item,) = find_items(lay_out(text))
    assert item.title is not None
    assert text[item.title.start : item.title.end] == "Tertialbokslut för äldreomsorgen"


def test_a_case_number_of_any_form_may_stand_in_brackets_behind_the_title(record_of) -> None:
    text = "Nämnden\nProtokoll 2020-03-27\n\n§ 7 Stängning [KLN 2020-7]\nBeslut\nBadet stängs.\n\n§ 8 Taxa\n"
    record = record_of(text)
    assert (record.items[0].title, [c.value for c in record.items[0].case_numbers]) == (
        "Stängning",
        ["KLN 2020-7"],
    )
    assert [r.value for r in record.mentions.references if r.kind == "case"] == ["KLN 2020-7"]


def test_a_number_behind_the_title_is_a_paragraphs_where_a_decision_follows(record_of) -> None:
    record = record_of(
        "Vikasjö Hamn AB\nUtdrag ur protokoll\n\nÅrsrapport för koncernen § 21\n\nBeslut\n1. Rapporten antas."
    )
    (item,) = record.items
    assert (item.number, len(item.decisions)) == ("21", 1)
    told = record_of("Tjänsteutlåtande\n\nKommunstyrelsens protokoll § 21\n\nBeslut\nRapporten antas.")
    assert [item.number for item in told.items] == [None]
