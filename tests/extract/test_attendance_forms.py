"""Attendance in the forms of many houses: who was there, and as what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.record import Record

ROLES = {"l": "ledamot", "e": "ersättare", "t": "tjänstgörande ersättare", "ö": "övrig"}
ITEMS = """
§ 12 Dnr VIK 2022/431
En ny simhall

Beslut
Kommunstyrelsen avslår motionen.

§ 13 Dnr VIK 2022/432
En bro

Beslut
Kommunstyrelsen godkänner redovisningen.
"""
CASES = {
    "lists on a cover": (
        """VIKASJÖ KOMMUN
Kommunstyrelsen
SAMMANTRÄDESPROTOKOLL 2022-03-08

Plats och tid
Kommunhuset, kl. 14:00-15:10

Beslutande
Anna Ek (S), ordförande
Bo Alm (V), vice ordförande §§ 12-15
Eva Lind (M) kl. 14:00-15:10
Per Sten (SD)

Tjänstgörande ersättare
Stina Rask (S) för Olle Ström (KD)

Ej tjänstgörande ersättare
Maj Holm (C)
Kjell Borg (L) §§ 12-13

Övriga närvarande
Lars Kvist, kommundirektör
Ulla Sand, sekreterare

Utses att justera
Bo Alm (V)
""",
        (
            "Anna Ek/S/l; Bo Alm/V/l; Eva Lind/M/l; Per Sten/SD/l; Stina Rask/S/t; Maj Holm/C/e; "
            "Kjell Borg/L/e; Lars Kvist/-/ö; Ulla Sand/-/ö"
        ),
    ),
    "labels with a colon": (
        """VIKASJÖ KOMMUN
Kommunstyrelsen
Sammanträdesprotokoll 2022-03-08

Plats och tid: Kommunhuset, kl. 14.00-15.10
Beslutande: Anna Ek (S), ordförande, Bo Alm (V), Eva Lind (M) och Per Sten (SD)
Tjänstgörande ersättare: Stina Rask (S) för Olle Ström (KD)
Ej tjänstgörande ersättare: Maj Holm (C)
Övriga deltagare: Lars Kvist, kommundirektör, Ulla Sand, nämndsekreterare
Justerare: Bo Alm (V)
""",
        (
            "Anna Ek/S/l; Bo Alm/V/l; Eva Lind/M/l; Per Sten/SD/l; Stina Rask/S/t; Maj Holm/C/e; "
            "Lars Kvist/-/ö; Ulla Sand/-/ö"
        ),
    ),
    "a table with crosses": (
        """VIKASJÖ KOMMUN
Kommunfullmäktige
Sammanträdesprotokoll 2022-03-08

Närvarolista

Ledamöter                Parti   Närvaro   §§
Anna Ek, ordförande      S       X         12-13
Bo Alm                   V       X
Eva Lind                 M       -
Per Sten                 SD      X

Ersättare                Parti   Tjänstgör
Stina Rask               S       X         för Olle Ström (KD)
Maj Holm                 C
""",
        "Anna Ek/S/l; Bo Alm/V/l; Per Sten/SD/l; Stina Rask/S/t; Maj Holm/C/e",
    ),
    "offices on their own lines": (
        """Vikasjö kommun
Socialnämnden
Protokoll 2022-03-08

Närvarande ledamöter
Anna Ek (S)
Ordförande
Bo Alm (V)
Förste vice ordförande
Eva Lind (M)
Ledamot

Närvarande ersättare
Stina Rask (S)
Tjänstgör för Olle Ström (KD)
Maj Holm (C)

Frånvarande
Olle Ström (KD)

Tjänstepersoner
Lars Kvist, socialchef
Ulla Sand, nämndsekreterare § 12
""",
        "Anna Ek/S/l; Bo Alm/V/l; Eva Lind/M/l; Stina Rask/S/t; Maj Holm/C/e; Lars Kvist/-/ö; Ulla Sand/-/ö",
    ),
    "rows with who stands in": (
        """Vikasjö kommun
Kommunstyrelsen
Protokoll 2022-03-08

Närvarande

Ledamöter
Anna Ek (S), Bo Alm (V), Eva Lind (M) §§ 12, Per Sten (SD)

Tjänstgörande ersättare
Stina Rask (S), tjg för Olle Ström (KD), Maj Holm (C), ersätter Eva Lind (M) § 13

Ersättare
Kjell Borg (L), Tore Dahl (MP)

Övriga
Kommundirektör Lars Kvist, sekreterare Ulla Sand
""",
        (
            "Anna Ek/S/l; Bo Alm/V/l; Eva Lind/M/l; Per Sten/SD/l; Stina Rask/S/t; "
            "Maj Holm/C/t; Kjell Borg/L/e; Tore Dahl/MP/e; "
            "Lars Kvist/-/ö; Ulla Sand/-/ö"
        ),
    ),
    "a company's board": (
        """Vikasjö Hamn AB
Protokoll nr 4
Styrelsemöte 2022-03-08

Närvarande

Ledamöter
Anna Ek                 Ordförande
Eva Lind                (närvarande §§ 12–13)

Suppleanter
Stina Rask

Arbetstagarrepresentanter
Kjell Borg              Unionen

Ej närvarande
Olle Ström
""",
        "Anna Ek/-/l; Eva Lind/-/l; Stina Rask/-/e; Kjell Borg/-/ö",
    ),
    "labels in the left column": (
        """Vikasjö Hamn AB
Protokoll 2022-03-08

Närvarande ledamöter         Anna Ek, ordförande
                             Eva Lind
Suppleanter                  Stina Rask
Närvarande tjänstemän        Lars Kvist, vd
Frånvarande                  Olle Ström
""",
        "Anna Ek/-/l; Eva Lind/-/l; Stina Rask/-/e; Lars Kvist/-/ö",
    ),
    "a party above its members": (
        """Vikasjö kommun
Kommunstyrelsen
Sammanträdesprotokoll 2022-03-08

Beslutande ledamöter
S
Anna Ek, ordf.
Stina Rask
V
Bo Alm
M
Eva Lind
""",
        "Anna Ek/S/l; Stina Rask/S/l; Bo Alm/V/l; Eva Lind/M/l",
    ),
}


@pytest.mark.parametrize(("text", "people"), CASES.values(), ids=CASES.keys())
def test_who_was_there_is_read_with_party_and_role(
    record_of: Callable[..., Record], text: str, people: str
) -> None:
    wanted = [entry.split("/") for entry in people.split("; ")]
    found = record_of(text + ITEMS).document.attendance
    assert [(a.name, a.party, a.role) for a in found] == [
        (name, None if party == "-" else party, ROLES[role]) for name, party, role in wanted
    ]


def test_a_roll_behind_the_last_paragraph_is_read(record_of: Callable[..., Record]) -> None:
    roll = (
        "\nBilaga 1\nNärvarolista\nLedamöter  Parti  Närvaro\nAnna Ek  S  X\nBo Alm  V  X\nEva Lind  M  -\n"
    )
    record = record_of(
        "Vikasjö kommun\nKommunstyrelsen\nProtokoll 2022-03-08\n" + ITEMS + "\nBilaga 1\n" + roll
    )
    assert [(a.name, a.party) for a in record.document.attendance] == [("Anna Ek", "S"), ("Bo Alm", "V")]
    assert record.items[-1].decisions[-1].span.end < record.text.index("Bilaga 1")
