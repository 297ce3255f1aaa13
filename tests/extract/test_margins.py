"""What a page sets left of its text: labels of two lines, and titles beside the number of their paragraph."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract import Record
from extract.layout import lay_out

Read = Callable[..., Record]

LABELS = """Vassbro kommun              Skolnämnden
                            Beslutsprotokoll 2024-03-21

§ 27                        Resurser till förskolan

Beslut                      Nämnden fastställer barnpengen.

{first:<28}Bo Ek (S) lämnar en anteckning om att medlen inte
{second:<28}räcker till.

§ 28                        Skolskjuts

Beslut                      Ansökan avslås.
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [("Protokolls-", "anteckning"), ("Avvikande", "mening"), ("Särskilt", "yttrande")],
)
def test_a_label_of_two_lines_is_one_and_breaks_into_no_sentence(
    record_of: Read, first: str, second: str
) -> None:
    text = LABELS.format(first=first, second=second)
    item = record_of(text).items[0]
    assert [text[d.span.start : d.span.end] for d in item.decisions] == ["Nämnden fastställer barnpengen."]
    assert [[maker.name for maker in said.by] for said in item.statements] == [["Bo Ek"]]
    assert "inte räcker till" in " ".join(lay_out(text).prose.split())


def test_what_stands_there_keeps_its_place() -> None:
    text = LABELS.format(first="Ärende-", second="beskrivning")
    layout = lay_out(text)
    assert len(layout.prose) == len(text)
    assert all(layout.prose[line.start : line.end] == line.text for line in layout.lines)


def test_two_columns_of_a_table_are_no_labels() -> None:
    text = "Kommun-              Utredning om skolan\nchefen               den 2 maj 2024\n"
    assert lay_out(text).prose == text


def test_a_title_in_the_margin_is_no_part_of_the_text_beside_it(record_of: Read) -> None:
    text = """TRANEBY KOMMUN      Protokoll vid kommunstyrelsens sammanträde den 12 februari 1974.

Närvarande: herr Algot Moberg, ordförande, samt herrar Evert Lind och Gösta Mo.

§ 14.   Inköp av      Skolstyrelsen hade hemställt om anslag för inköp av en begagnad
        skolbuss.     buss. Herr Evert Lind yrkade avslag.

                      Kommunstyrelsen beslöt att bevilja ett anslag å 42.500:- kronor.

§ 15.   Tomtkö.       Herr Gösta Mo väckte fråga om kön till tomter vid sjön och om den
                      ordning i vilken de fördelas.

                      Ärendet bordlades.
"""
    first, second = record_of(text).items
    assert (first.title, second.title) == ("Inköp av", "Tomtkö")
    assert [" ".join(text[d.span.start : d.span.end].split()) for d in first.decisions] == [
        "Kommunstyrelsen beslöt att bevilja ett anslag å 42.500:- kronor."
    ]
    assert [yrkande.by[0].name for yrkande in first.yrkanden] == ["Evert Lind"]
    assert [text[d.span.start : d.span.end] for d in second.decisions] == ["Ärendet bordlades."]


@pytest.mark.parametrize("heading", ["D § 34/22", "F §34", "DIR § 34/22"])
def test_one_letter_may_stand_for_the_body_before_the_sign(record_of: Read, heading: str) -> None:
    head = "Direktionen      PROTOKOLL    2022-09-23"
    text = f"{head}\n\n{heading}   Taxa 2023\n\nDirektionens beslut\nTaxan antas.\n"
    (item,) = record_of(text).items
    assert (item.number, item.title) == ("34", "Taxa 2023")
