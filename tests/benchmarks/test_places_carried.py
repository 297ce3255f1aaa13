"""Places of a truth are carried into what a reader made of its page, wherever there they went."""

from __future__ import annotations

import pytest

from benchmarks.carried import Carried

PAGE = """6 (64)
Kommunstyrelsen

§ 180
Dnr VIK 2018/3

Anmälningar
Beslut
Anmälningarna noteras till protokollet.

Ärende            Svar senast
Skrivelse från Boverket om tillsyn
30 september 2018
"""
READINGS = {
    "misread": (PAGE.replace("Anmälningarna noteras", "Anmalningama notcras"), "Anmalningama notcras till"),
    "in another order": (
        PAGE.partition("Ärende")[2] + PAGE.partition("Ärende")[0],
        "Anmälningarna noteras till",
    ),
    "without its marks and lines": (PAGE.replace("\n", " ").replace(".", ""), "Anmälningarna noteras till"),
}


@pytest.mark.parametrize(("read", "words"), READINGS.values(), ids=READINGS.keys())
def test_a_sentence_is_found_where_it_went(read: str, words: str) -> None:
    start = PAGE.index("Anmälningarna noteras till")
    place = Carried([PAGE], [read]).span(start, start + len("Anmälningarna noteras till"))
    assert place is not None and read[slice(*place)] == words


def test_a_day_of_which_figures_were_read_as_letters_is_found() -> None:
    place = Carried(["Mötet 2018-04-16 kom"], ["Mötet 2O18-04-l6 kom"]).span(6, 16)
    assert place == (6, 16)


def test_what_was_not_read_is_nowhere() -> None:
    start = PAGE.index("Skrivelse från")
    read = PAGE.partition("Ärende")[0]
    assert Carried([PAGE], [read]).span(start, start + len("Skrivelse från Boverket om tillsyn")) is None


def test_an_item_whose_heading_was_lost_begins_with_the_first_of_its_words() -> None:
    read = "Anmälningar\nBeslut\nAnmälningarna noteras\n\n6 (64)\nDnr VIK 2018/3\nSkrivelse från Boverket"
    item = {"number": "180", "start": PAGE.index("§ 180"), "end": len(PAGE) - 1, "end_to_next": len(PAGE)}
    gold = Carried([PAGE], [read]).gold({"paragraphs": [item]})
    found = gold["paragraphs"][0]
    assert (found["start"], found["end"]) == (0, len(read))


def test_an_item_reaches_to_the_next_one() -> None:
    page = "§ 1\nVal av justerare\nBo Ek väljs.\n\n§ 2\nTaxa\nTaxan antas.\n"
    second = page.index("§ 2")
    items = [
        {"number": "1", "start": 0, "end": second - 2, "end_to_next": second},
        {"number": "2", "start": second, "end": len(page) - 1, "end_to_next": len(page)},
    ]
    read = page.replace("§", "8")
    moved = Carried([page], [read]).gold({"paragraphs": items})["paragraphs"]
    assert moved[0]["end_to_next"] == moved[1]["start"] == pytest.approx(second, abs=2)
