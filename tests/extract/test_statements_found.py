"""Statements: kinds by their headings, all their makers, the words themselves."""

from __future__ import annotations

import pytest

from extract.record import Maker, Statement

HEAD = "§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\nPlanen antas.\n\n"


def makers(statement: Statement) -> list[tuple[str | None, str | None, bool]]:
    return [(m.name, m.party, m.others) for m in statement.by]


def said(record, statement: Statement) -> str:
    return " ".join(record.text[statement.span.start : statement.span.end].split())


def test_a_joint_statement_has_all_its_makers_and_is_the_quotation(record_of) -> None:
    record = record_of(
        HEAD
        + """Särskilt uttalande

Vice ordföranden Kristina Åkerberg m.fl. (S),
ledamoten Per Lövgren m.fl. (V)

”Planen kom till för att någon lyssnade.

Vi välkomnar den. Den är ”levande”, som det heter.”

Ersättaryttrande
Ersättaren Ylva Björk (MP) instämde i det särskilda uttalandet från (S),(V).
 Justerat 2022-04-26

Ordföranden Marianne Östlund (L) och vice ordföranden Kristina Åkerberg (S)
"""
    )
    joint, substitute = record.items[0].statements
    assert joint.kind == "särskilt uttalande"
    assert makers(joint) == [("Kristina Åkerberg", "S", True), ("Per Lövgren", "V", True)]
    assert said(record, joint).startswith("”Planen kom")
    assert said(record, joint).endswith("som det heter.”")
    assert substitute.kind == "ersättaryttrande"
    assert makers(substitute) == [("Ylva Björk", "MP", False)]
    assert said(record, substitute).endswith("från (S),(V).")


def test_entries_of_one_heading_are_told_apart(record_of) -> None:
    record = record_of(
        HEAD
        + """Protokollsanteckningar

Representanterna från S och V antecknar som yttrande en skrivelse från
den 18 oktober 2022.
Emma Alm (C) antecknar följande till protokollet: Hade jag kunnat rösta så hade jag
röstat nej. Det vet alla.
Bo Ek (M) och Siv Dal (L) deltar inte i beslutet.
"""
    )
    assert [makers(s) for s in record.items[0].statements] == [
        [(None, "S", False), (None, "V", False)],
        [("Emma Alm", "C", False)],
        [("Bo Ek", "M", False), ("Siv Dal", "L", False)],
    ]
    assert said(record, record.items[0].statements[1]).endswith("Det vet alla.")


def test_a_note_is_its_quotation_and_a_reservation_keeps_its_sentence(record_of) -> None:
    record = record_of(
        HEAD
        + """Reservationer

Emma Alm (V) reserverade sig mot beslutet och ingav följande.
”Vi ville något annat.”
Bo Ek (NL) reserverade sig mot beslutet.

Protokollsanteckningar

Siv Dal (S) lät anteckna följande för Socialdemokraternas kommunstyrelsegrupp.
”Vi oroas.
Det gör fler.”
Bo Ek lät anteckna följande.
”Vi oroas inte.”
"""
    )
    first, second, third, fourth = record.items[0].statements
    assert (
        said(record, first)
        == "Emma Alm (V) reserverade sig mot beslutet och ingav följande. ”Vi ville något annat.”"
    )
    assert said(record, second) == "Bo Ek (NL) reserverade sig mot beslutet."
    assert (said(record, third), makers(third)) == ("”Vi oroas. Det gör fler.”", [("Siv Dal", "S", True)])
    assert makers(fourth) == [("Bo Ek", "NL", False)]  # the party is carried over


def test_a_quotation_goes_on_behind_a_page_break(record_of) -> None:
    record = record_of(
        HEAD + "Särskilt yttrande\nStina Hedin (V) lämnar följande yttrande:\n”Ensamhet går inte\n\n"
        "Justerandes signatur\n\n"
        "5 (9)\n\natt flytta på.”\n"
    )
    (statement,) = record.items[0].statements
    assert statement.kind == "särskilt yttrande"
    assert said(record, statement).startswith("”Ensamhet")
    assert said(record, statement).endswith("att flytta på.”")


def test_who_agrees_behind_a_quotation_in_its_line_says_so_himself(record_of) -> None:
    record = record_of(
        HEAD
        + """Reservation
Bo Ek (S) lämnar följande reservation:
”Planen är för dyr och måste avslås.” Eva Lind (M) instämmer i detta.
"""
    )
    found = record.items[0].statements
    assert [[m.name for m in s.by] for s in found] == [["Bo Ek"], ["Eva Lind"]]
    assert said(record, found[0]).endswith("måste avslås.”")


def test_nobody_made_what_is_only_noted(record_of) -> None:
    record = record_of(
        HEAD + "Protokollsanteckning\n\nDet antecknas att ledamöterna ej deltagit i beslutet.\n"
    )
    (statement,) = record.items[0].statements
    assert statement.by == ()


def test_members_of_parties_say_below_what_is_decided_that_they_take_no_part(record_of) -> None:
    record = record_of(
        HEAD + "Beslut\n\n1. Planen antas\n\nLedamöterna från M, KD och SD deltar inte i beslutet.\n"
    )
    (statement,) = record.items[0].statements
    assert statement.kind == "protokollsanteckning"
    assert [m.party for m in statement.by] == ["M", "KD", "SD"]


def test_a_reservation_may_begin_with_whose_it_is(record_of) -> None:
    record = record_of(
        HEAD + "Beslut\n\nMotionen avslås.\n\nReservation från Bo Ek (SD), svaret borde ha lytt annorlunda.\n"
    )
    (statement,) = record.items[0].statements
    assert (statement.kind, [m.name for m in statement.by]) == ("reservation", ["Bo Ek"])


def test_a_party_may_be_the_maker(record_of) -> None:
    record = record_of(HEAD + "Reservation\n\nVänsterpartiet reserverar sig mot beslutet.\n")
    (statement,) = record.items[0].statements
    assert [(m.name, m.party) for m in statement.by] == [(None, "V")]
    assert isinstance(statement.by[0], Maker)


@pytest.mark.parametrize(
    "noted",
    [
        "De politiska ledamöterna deltar inte i beslutet.",
        "Det antecknas att Eva Ek inte deltar i beslutet under denna punkt.",
    ],
)
def test_that_somebody_takes_no_part_is_noted_below_what_is_decided(record_of, noted: str) -> None:
    item = record_of(f"§ 5\n\nBeslut\nRådet godkänner svaret.\n\n{noted}").items[0]
    assert [(s.kind, s.by) for s in item.statements] == [("protokollsanteckning", ())]
    assert len(item.decisions) == 1
