"""Headings: known ones, damaged ones, owned ones, and lines that only look like one."""

from __future__ import annotations

import pytest

from extract.headings import heading_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Beslut", "decision"),
        ("BESLUT", "decision"),
        ("Beslut:", "decision"),
        ("Socialnämndens beslut", "decision"),
        ("Så beslutade nämnden", "decision"),
        ("Arbets- och företagsnämndens beslut", "decision"),
        ("Kommunstyrelsens beslut för egen del", "decision"),
        ("Förvaltningens förslag till beslut", "proposal"),
        ("Kommunstyrelsens förslag till kommunfullmäktige", "proposal"),
        ("Särskilt uttalande", "special_statement"),
        ("Särskilda yttranden", "special_opinion"),
        ("Reservationer", "reservation"),
        ("Ersättaryttrande", "substitute_statement"),
        ("Protokollsanteckningar", "note"),
        ("Deltar ej i beslut", "note"),
        ("Propositionsordning", "procedure"),
        ("Omröstning - huvudvotering", "vote"),
        ("Voteringsresultat", "vote"),
        ("Förslag till beslut under sammanträdet", "motion"),
        ("Handlingar i ärendet", "papers"),
        ("Beslutsunderlag", "papers"),
        ("Protokollsutdrag skickas till", "distribution"),
        ("Beslutet skickas till", "distribution"),
        ("Ärendets tidigare behandling", "earlier"),
        ("Justerat 2021-03-15", "closing"),
        ("Vid protokollet", "closing"),
        ("Reservationer och deltar ej", "dissent"),
        ("Beslutsförslag och yrkanden", "motion"),
        ("Propositionsordning och omröstning", "vote"),
        ("Propositionsordning som godkänns", "procedure"),
        ("Arbetsutskottets beslutsordning", "procedure"),
        ("Framställda yrkanden vid dagens sammanträde", "motion"),
        ("Bakgrund och syfte", "matter"),
        ("Beslut / Päätös", "decision"),
        ("Avvikande mening", "reservation"),
        ("S Ä R S K I L T   Y T T R A N D E", "special_opinion"),
        ("Nämndens beslut i korthet", "decision"),
        ("Protokollsanteckning från (S)", "note"),
        ("Reservation (M), (L) och (KD)", "reservation"),
        ("Förslag framställda vid sammanträdet", "motion"),
        ("Det här föreslog ledamöterna", "motion"),
        ("Hur beslutet fattades", "procedure"),
        ("Ej närvarande på grund av jäv", "recusal"),
    ],
)
def test_a_heading_is_known_by_its_words(line: str, kind: str) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert heading.kind == kind


@pytest.mark.parametrize(
    ("damaged", "kind"),
    [
        ("Sarskilt uttalande", "special_statement"),
        ("Ersattaryttrande", "substitute_statement"),
        ("Ersiittaryttrande", "substitute_statement"),
        ("Arendet", "matter"),
        ("Beslutsging", "procedure"),
        ("Socialndmndens beslut", "decision"),
        ("Omrdstning", "vote"),
        ("Protokollsantecknlng", "note"),
        ("Reservatlon", "reservation"),
    ],
)
def test_a_damaged_heading_is_still_found(damaged: str, kind: str) -> None:
    heading = heading_of(damaged)
    assert heading is not None
    assert heading.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "Enligt stadsledningskontorets förslag:",
        "Nämnden ställde sig bakom förvaltningens förslag till beslut",
        "beslut",
        "Beslut,",
        "Beslutade",
        "Yttrades",
        "Anna Lindgren (S)",
        "Handlingar som rör § 4",
        "",
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_none(line: str) -> None:
    heading = heading_of(line)
    assert heading is None or heading.kind == "matter"


def test_a_heading_may_share_its_line_with_text() -> None:
    heading = heading_of("Jäv: Bo Ek (S) deltar inte.")
    assert heading is not None
    assert (heading.kind, heading.length) == ("recusal", len("Jäv: "))
