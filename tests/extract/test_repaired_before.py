"""A text that was repaired before it came, without its ledger: read as a damaged one, and only then."""

from __future__ import annotations

import pytest

from extract import extract
from extract.repaired_before import repaired_before
from ocr import Source, read, repair
from ocr.page import Reading

MINUTES = (
    "Vikasjö kommun\nSocialnämnden\nProtokoll 2021-05-03\n\n§ 4 Taxa för färdtjänst\n\n"
    "Sara Lövkrans (V) yrkar avslag på förslaget. Bo Ek (S) yrkar bifall till det.\n\n"
    "Beslut\n\nNämnden godkänner taxan för färdtjänsten från den 1 juni.\n\n{left}\n"
)


def reading_of(text: str) -> Reading:
    return read(Source("protokoll.txt", text.encode()))


def people(text: str) -> set[tuple[str, str | None]]:
    return {(p.name, p.party) for p in extract(reading_of(text)).mentions.people}


@pytest.mark.parametrize(
    "left",
    [
        "‘ Sara Lovkrans (V) reserverar sig mot beslutet.",
        "Sara Lovkrans (V) reserverar sig mot beslutet. Bo Ek m.fi. (S) instämmer.",
        "Sara L6vkrans (V) reserverar sig mot beslutet.",
    ],
    ids=["a speck", "a word cut short", "a digit in a name"],
)
def test_readings_of_one_name_are_one_person_in_a_text_repaired_before(left: str) -> None:
    assert people(MINUTES.format(left=left)) == {("Sara Lövkrans", "V"), ("Bo Ek", "S")}


@pytest.mark.parametrize(
    "left",
    [
        "",
        "Nils Torsmark (M) reserverar sig mot beslutet.",
        "Se https://vikasjo.example/b6n%C3%B6d och Aléns bilaga om idébanken.",
        "Ja | Nej\n12 | 9",
        "Enhet A6 får 40 mnkr, och punkt 6b utgår.",
        "Avfarten från E6an vid A6center och H&m byggs om.",
        "Beslutet — det tredje i år — gäller.",
        "Beslutet — det tredje i år — gäller. Nils Bjornhed (M) deltar inte.",
        "Kartan © Lantverket visar Vikasjös översiktsplan (ÖP).",
    ],
    ids=[
        "nothing",
        "a name without marks",
        "an address and an acute",
        "a table",
        "letters with numbers",
        "a road and firms",
        "a dash",
        "a dash and a name without marks",
        "who drew a map, and an abbreviation",
    ],
)
def test_a_text_that_was_typed_is_none(left: str) -> None:
    assert repaired_before(reading_of(MINUTES.format(left=left))) is None


def test_a_day_and_a_word_that_were_misread_tell_such_a_text() -> None:
    for left in ("Beslutet gäller den IS maj 2021.", "PA förslag av Bo Ek (S) bordläggs ärendet."):
        assert repaired_before(reading_of(MINUTES.format(left=left))) == ()


def test_a_road_keeps_its_number_in_a_title_of_damaged_text() -> None:
    text = MINUTES.replace("Taxa för färdtjänst", "Avfart från E6an").format(left="® ¢ ‘ L6vkrans")
    assert repaired_before(reading_of(text)) is not None
    assert [item.title for item in extract(reading_of(text)).items] == ["Avfart från E6an"]


def test_dashes_that_somebody_typed_change_no_name() -> None:
    left = "Beslutet — det tredje i år — gäller. Nils Mannhol (M) och Ada Hallmer (C) deltar inte."
    assert {("Nils Mannhol", "M"), ("Ada Hallmer", "C")} < people(MINUTES.format(left=left))


def test_signs_that_are_rare_in_a_long_text_say_nothing() -> None:
    good = MINUTES.format(left="") * 300
    assert repaired_before(reading_of(good + "© ")) is None


def test_what_this_reading_repaired_itself_is_not_weighed_again() -> None:
    damaged = (
        "Socialnamnden fér i uppdrag att félja upp arbetet med boendestéd och aterkomma i fragan. "
        "Sara L6fman (V) reserverar sig mot beslutet. ® ¢ "
    ) * 3
    reading = reading_of(damaged)
    assert any(change.state == "applied" for change in reading.ledger)
    assert repaired_before(reading) is None


def test_names_of_a_text_with_many_signs_are_weighed_anew() -> None:
    left = "® ¢ ‘ Nils Bjornhed (M) reserverar sig. Nils Bjornhed (M) lämnar ett yttrande."
    doubts = repaired_before(reading_of(MINUTES.format(left=left)))
    assert doubts
    assert {name for name, _ in next(d.candidates for d in doubts if d.read == "Bjornhed")} >= {"Björnhed"}
    assert ("Nils Björnhed", "M") in people(MINUTES.format(left=left))


def test_a_repaired_text_says_the_same_without_its_ledger() -> None:
    scanned = (
        "Vikasj6é kommun\nSocialnamnden\nProtokoll 2021-05-03\n\n§ 4 Taxa for fardtjanst\n\n"
        "Sara L6vkrans (V) yrkar avslag pa férslaget. Jens Aker (S) yrkar bifall till det.\n\n"
        "Beslut\n\nNamnden godkanner taxan fér fardtjansten fran den 1 juni.\n\n"
        "Sara Lovkrans (V) reserverar sig mot beslutet. ® ‘ Jens Aker (S) deltar inte.\n"
    )
    assert people(repair(scanned).text) == people(scanned)
