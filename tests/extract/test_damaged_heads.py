"""Headings of paragraphs whose sign, number or whole line a reader hurt or lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extract.items import find_items
from extract.layout import lay_out
from extract.record import Record

HEADS = {
    "an eight for the sign": "8 12 Dnr VIK 2022/431",
    "an eight and nothing behind": "8 12",
    "a g for the sign": "g 12 Dnr VIK 2022/431",
    "letters for digits": "§ l2 Dnr VIK 2022/431",
    "the word for the case number": "§ 12 Dur VIK 2022/431",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_the_head_of_a_paragraph_is_found_though_its_sign_or_number_is_hurt(head: str) -> None:
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
def test_a_heading_that_was_not_read_is_told_by_its_decision(
    heads: list[str], numbers: list[str], damaged: Callable[[str], Record]
) -> None:
    text = f"Kommunstyrelsen\nSammanträdesprotokoll\n\n{_protocol(heads)}"
    items = damaged(text).items
    assert [item.number for item in items] == numbers
    assert {item.title for item in items} == {"En titel om torg"}


def test_a_house_that_decides_twice_in_a_paragraph_has_no_lost_heading(
    damaged: Callable[[str], Record],
) -> None:
    twice = "Beslut\nMotionen bifalls.\n\nNästa fråga\nBeslut\nMotionen avslås."
    text = _protocol(["§ 70\n", "§ 71\n", "§ 72\n", "§ 73\n"], each=twice)
    assert [item.number for item in damaged(text).items] == ["70", "71", "72", "73"]


def test_good_text_has_no_lost_headings() -> None:
    text = _protocol(["§ 70\n", "§ 71\n", "", "§ 73\n", "§ 74\n"])
    assert [item.number for item in find_items(lay_out(text))] == ["70", "71", "73", "74"]
