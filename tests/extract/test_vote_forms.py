"""Votes in the forms of many houses: counts, lists of names, rows and columns of tables, appendices."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from extract.record import Record

HEAD = "§ 12 Dnr VIK 2022/431\nEn ny simhall\n\nBeslut\nKommunstyrelsen avslår motionen.\n\n"


class Case(NamedTuple):
    text: str
    votes: list[tuple[int, int, int]]  # yes, no, abstain
    names: bool = False  # whether the ballots below are listed


FOUR = [
    ("Anna Ek", "S", "yes"),
    ("Bo Alm", "V", "yes"),
    ("Eva Lind", "M", "no"),
    ("Per Sten", "SD", "abstain"),
]
CASES = {
    "labels before names": Case(
        "Omröstning\nDen som bifaller röstar ja, den som avslår röstar nej.\n"
        "Ja-röster: Anna Ek (S), Bo Alm (V)\nNej-röster: Eva Lind (M)\nAvstår: Per Sten (SD)\n",
        [(2, 1, 1)],
        True,
    ),
    "labels on their own lines": Case(
        "Omröstningsresultat\nJA\nAnna Ek (S)\nBo Alm (V)\n\nNEJ\nEva Lind (M)\n\nAVSTÅR\nPer Sten (SD)\n",
        [(2, 1, 1)],
        True,
    ),
    "följande röstar": Case(
        "Omröstning\nFöljande röstar ja: Anna Ek (S) och Bo Alm (V).\nFöljande röstar nej: Eva Lind (M).\n"
        "Följande avstår från att rösta: Per Sten (SD).\n",
        [(2, 1, 1)],
        True,
    ),
    "ja röstar without a colon": Case(
        "Omröstning\nJa röstar Anna Ek (S) och Bo Alm (V). Nej röstar Eva Lind (M). Per Sten (SD) avstår.\n",
        [(2, 1, 1)],
        True,
    ),
    "counted from the side that won": Case(
        "Omröstning\nFöljande röstar Ja (1): Anna Ek (S).\n"
        "Följande röstar Nej (2): Eva Lind (M) och Per Sten (SD).\n"
        "Nämnden beslutar med 2 röster mot 1 att avslå motionen.\n",
        [(1, 2, 0)],
    ),
    "names before the verb": Case(
        "Omröstning\nAnna Ek (S) och Bo Alm (V) röstar ja. Eva Lind (M) röstar nej.\n"
        "Per Sten (SD) avstår från att rösta.\n",
        [(2, 1, 1)],
        True,
    ),
    "avges av, with a count behind": Case(
        "Beslutsgång\nJa-röst avges av: Anna Ek (S), Bo Alm (V)\nNej-röst avges av: Eva Lind (M)\n"
        "Avstår: Per Sten (SD)\nKommunstyrelsen bifaller med 2 röster för, 1 röst emot.\n",
        [(2, 1, 0)],
    ),
    "a cross in a column": Case(
        "Omröstningsresultat\n\nLedamot           Parti   Ja   Nej   Avstår\n"
        "Anna Ek           S       X\nBo Alm            V       X\n"
        "Eva Lind          M            X\nPer Sten          SD                 X\n",
        [(2, 1, 1)],
        True,
    ),
    "crosses whose columns are lost, with sums": Case(
        "Omröstningsresultat\n\nLedamot Parti Ja Nej Avstår\nAnna Ek S X\nBo Alm V X\nEva Lind M X\n"
        "Per Sten SD X\nSumma 2 1 1\n",
        [(2, 1, 1)],
    ),
    "sums that were misread": Case(
        "Omröstningsresultat\n\nLedamot Parti Ja Nej Avstår\nAnna Ek S X\nBo Alm V X\nEva Lind M X\n"
        "Summa 2.1 #O\n",
        [(2, 1, 0)],
    ),
    "labels without a blank": Case("Omröstning\nUtfall\nJa:41 Nej:19 Frånvarande: 1\n", [(41, 19, 0)]),
    "crosses whose columns are lost": Case(
        "Omröstningsresultat\n\nLedamot Parti Ja Nej Avstår\nAnna Ek S X\nBo Alm V X\nEva Lind M X\n", []
    ),
    "rows": Case(
        "Omröstning\nAnna Ek (S)    Ja\nBo Alm (V)     Ja\nEva Lind (M)   Nej\nPer Sten (SD)  Avstår\n",
        [(2, 1, 1)],
        True,
    ),
    "a cell a line": Case(
        "Omröstning\n\nAnna Ek (S)\nJa\nBo Alm (V)\nJa\nEva Lind (M)\nNej\nPer Sten (SD)\nAvstår\n",
        [(2, 1, 1)],
        True,
    ),
    "avges av so many": Case(
        "Beslutsgång\nJa-röst avges av 9 ledamöter och nej-röst av 2. 1 avstår.\n", [(9, 2, 1)]
    ),
    "numbers in words and digits": Case(
        "Omröstning\nNio (9) ledamöter röstar ja, fyra (4) ledamöter röstar nej och en (1) ledamot avstår.\n",
        [(9, 4, 1)],
    ),
    "antal röster för": Case(
        "Votering\nAntal röster för ja: 8\nAntal röster för nej: 5\nAntal som avstår: 2\n", [(8, 5, 2)]
    ),
    "capitals": Case("Omröstning\nResultat: 25 JA, 20 NEJ, 3 AVSTÅR\n", [(25, 20, 3)]),
    "a proposition that names people": Case(
        "Beslutsgång\nDen som bifaller Anna Eks förslag röstar ja, den som bifaller Eva Linds förslag "
        "röstar nej.\n",
        [],
    ),
    "votes of others, told": Case(
        "Sammanfattning av ärendet\nSju röster för skolan och tre röster för parken kom in i dialogen.\n"
        "I folkomröstningen avgavs 1 230 röster för skolan och 911 röster för parken.\n",
        [],
    ),
    "at the meeting, told": Case(
        "Sammanfattning\nVotering begärs. Sju röster för skolan och tre röster för parken avges.\n",
        [(7, 3, 0)],
    ),
    "a total for each list": Case(
        "Omröstning\n2 röster för JA: Anna Ek (S), Bo Ek (M)\n1 röst för NEJ: Eva Lind (C)\n", [(2, 1, 0)]
    ),
    "a vote before the vote": Case(
        "Omröstning\nHuvudomröstning: 5 ja, 2 nej. Förberedande omröstning: 4 ja, 2 nej.\n",
        [(5, 2, 0), (4, 2, 0)],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_vote_is_read_in_the_form_of_many_houses(record_of: Callable[..., Record], case: Case) -> None:
    (item,) = record_of(HEAD + case.text).items
    assert [(v.yes, v.no, v.abstain) for v in item.votes] == case.votes
    if case.names:
        assert [(b.name, b.party, b.vote) for b in item.votes[0].by] == FOUR


def test_a_vote_that_chooses_the_motforslag_is_not_the_main_one(record_of: Callable[..., Record]) -> None:
    text = """Beslutsgång
Ordföranden ställer proposition på tre förslag.

Omröstning
Den som vill att Eva Linds förslag ska vara motförslag röstar ja, den som vill ha Per Stens röstar nej.
Med 4 ja-röster mot 3 nej-röster och 6 som avstår utses Eva Linds förslag till motförslag.

Omröstning
Den som bifaller arbetsutskottets förslag röstar ja, den som bifaller Eva Linds förslag röstar nej.
Med 8 ja-röster mot 5 nej-röster bifaller kommunstyrelsen arbetsutskottets förslag.
"""
    (item,) = record_of(HEAD + text).items
    assert [(v.yes, v.no, v.abstain, v.main) for v in item.votes] == [(4, 3, 6, False), (8, 5, 0, True)]


APPENDIX = """
§ 13 Dnr VIK 2022/432
Information
Beslut
Informationen antecknas.

Bilaga 1
Voteringslista § 11
Anna Ek (S) Ja
Bo Alm (V) Ja
Eva Lind (M) Nej
Per Sten (SD) Avstår

Voteringslista § 12
Anna Ek (S) Nej
Bo Alm (V) Nej
Eva Lind (M) Ja
Per Sten (SD) {last}
"""


@pytest.mark.parametrize(("last", "ballots"), [("Ja", 4), ("Nej", 0)])
def test_the_list_that_names_the_paragraph_is_taken_if_it_counts_to_the_vote(
    record_of: Callable[..., Record], last: str, ballots: int
) -> None:
    text = HEAD + "Omröstning\nOmröstningen utfaller med 2 ja mot 2 nej.\n" + APPENDIX.format(last=last)
    items = {item.number: item for item in record_of(text).items}
    assert len(items["12"].votes[0].by) == ballots
    assert items["13"].votes == ()


def test_the_people_of_a_table_have_the_parties_of_its_column(record_of: Callable[..., Record]) -> None:
    record = record_of(HEAD + CASES["a cross in a column"].text)
    assert {(p.name, p.party) for p in record.mentions.people} == {(n, p) for n, p, _ in FOUR}
