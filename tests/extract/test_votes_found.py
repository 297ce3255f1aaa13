"""Votes in the prints of several houses, yrkanden, jäv and beslutsgång."""

from __future__ import annotations

import pytest

from extract.record import Vote

HEAD = "§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\nPlanen antas.\n\n"


def votes(record) -> tuple[Vote, ...]:
    (item,) = record.items
    return item.votes


@pytest.mark.parametrize(
    ("text", "yes", "no", "abstain"),
    [
        (
            "Omröstning\n\nOmröstningen utfaller med 49 Ja mot 8 Nej. 4 ledamöter avstår från att rösta.",
            49,
            8,
            4,
        ),
        ("Votering\nMed 6 ja-röster mot 5 nej-röster beslutar nämnden enligt förslaget.", 6, 5, 0),
        ("Omröstningsresultat\n5 ja och 1 nej.", 5, 1, 0),
        ("Votering\nVid omröstningen avges 7 ja-röster och 6 nej-röster samt 2 avstår.", 7, 6, 2),
        ("Voteringsresultat\nJa-röster: 31 Nej-röster: 30", 31, 30, 0),
        ("Beslutsgång\n\nVotering begärdes. Med 9 röster mot 4 hade kommunstyrelsen bifallit.", 9, 4, 0),
    ],
)
def test_totals_are_read(record_of, text: str, yes: int, no: int, abstain: int) -> None:
    (vote,) = votes(record_of(HEAD + text + "\n"))
    assert (vote.yes, vote.no, vote.abstain, vote.main) == (yes, no, abstain, True)
    assert vote.outcome == ("yes" if yes > no else "no")


def test_names_with_a_total_behind_them_are_ballots(record_of) -> None:
    record = record_of(
        HEAD
        + """Omröstning

Godkänd voteringsproposition: ”Ja för bifall till förslaget. Nej för avslag.”
Daniel Berg (V), Blerta Holm (S) och ordföranden
Jon Alm (S) röstar Ja (3).
Axel Dal (M) och Siv Ek (L) röstar Nej (2).
Eva Lind (C) avstår från att rösta (1).
"""
    )
    (vote,) = votes(record)
    assert (vote.yes, vote.no, vote.abstain) == (3, 2, 1)
    assert [(b.name, b.party, b.vote) for b in vote.by][:3] == [
        ("Daniel Berg", "V", "yes"),
        ("Blerta Holm", "S", "yes"),
        ("Jon Alm", "S", "yes"),
    ]


def test_names_behind_what_they_vote_are_ballots(record_of) -> None:
    record = record_of(
        HEAD
        + """Votering
Den som vill bifalla röstar ja.
Ja röstar: Bo Ek (M) och Siv Ek (L).
Nej röstar: Eva Alm (S).
"""
    )
    (vote,) = votes(record)
    assert (vote.yes, vote.no, len(vote.by)) == (2, 1, 3)


def test_the_huvudvotering_is_the_main_vote(record_of) -> None:
    record = record_of(
        HEAD + "Omröstning\n\nOmröstningen utfaller med 40 Ja mot 41 Nej.\n\n"
        "Omröstning - huvudvotering\n\nOmröstningen utfaller med 60 Ja mot 20 Nej.\n"
    )
    assert [(v.yes, v.main) for v in votes(record)] == [(40, False), (60, True)]


def test_a_proposition_is_no_vote(record_of) -> None:
    record = record_of(HEAD + "Beslutsgång\n\nDen som bifaller röstar ja. Den som avslår röstar nej.\n")
    assert votes(record) == ()


def test_yrkanden_are_one_a_sentence_by_those_who_make_them(record_of) -> None:
    record = record_of(
        HEAD
        + """Yrkanden

Anna Alm (S) och Bo Berg (V) yrkar bifall till nämndens förslag och avslag på
tilläggsyrkande från SD den 3 maj 2022.
Carin Dal (M) yrkade, med instämmande av Dan Ek (L), att ärendet återremitteras.
I andra hand yrkade Carin Dal (M), med instämmande av Dan Ek (L), avslag.
Eva Falk (SD) återtar sitt yrkande.
"""
    )
    (item,) = record.items
    assert [[(m.name, m.party) for m in y.by] for y in item.yrkanden] == [
        [("Anna Alm", "S"), ("Bo Berg", "V")],
        [("Carin Dal", "M")],
        [("Carin Dal", "M")],
    ]


def test_who_takes_a_yrkande_back_moves_nothing(record_of) -> None:
    record = record_of(
        HEAD
        + """Yrkanden

Anna Alm (S) yrkar bifall till förslaget.
Carin Dal (M), som yrkat avslag, drar tillbaka sitt yrkande.
"""
    )
    assert [[m.name for m in y.by] for y in record.items[0].yrkanden] == [["Anna Alm"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jäv\n\nPatrik Hed (D) deltar inte i handläggningen av ärendet på grund av jäv.", ["Patrik Hed"]),
        ("Beslut\n\nPatrik Hed (D) anmäler jäv under paragraf 9: Bidrag.", ["Patrik Hed"]),
        ("Beslut\n\nInget jäv anmäldes.", []),
    ],
)
def test_recusals_are_those_who_step_back(record_of, text: str, names: list[str]) -> None:
    record = record_of(f"§ 4 Dnr VIK 2022/7\nEtt ärende\n\n{text}\n")
    assert [r.name for r in record.items[0].recusals] == names


@pytest.mark.parametrize(
    ("told", "there"),
    [
        ("Patrik Hed (D) anmälde jäv och deltog därför inte i § 4.", ["Patrik Hed"]),
        ("Patrik Hed (D) anmälde jäv och deltog inte i handläggningen av § 4.", ["Patrik Hed"]),
        ("Patrik Hed (D) anmälde jäv och deltog därför inte i § 9.", []),  # no such item
        ("Patrik Hed (D) anmälde jäv och deltog därför inte i §§ 4-5.", []),
        ("Patrik Hed (D) och Eva Alm (M) anmälde jäv. Eva Alm deltog inte i § 4.", []),  # who of both
    ],
)
def test_who_steps_back_in_another_paragraph_does_so_there(record_of, told: str, there: list[str]) -> None:
    record = record_of(
        f"§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\nTaxan antas.\n\n§ 5\nJäv\n\nBeslut\n\n{told}\n"
    )
    assert [r.name for r in record.items[0].recusals] == there
    assert "Patrik Hed" in [r.name for r in record.items[1].recusals]


def test_the_procedure_is_the_text_under_its_heading(record_of) -> None:
    record = record_of(
        HEAD + "Beslutsgång\n\nOrdföranden frågar och finner bifall.\n\nHandlingar\n\nPlanen.\n"
    )
    (item,) = record.items
    assert item.procedure is not None
    assert (
        record.text[item.procedure.span.start : item.procedure.span.end]
        == "Ordföranden frågar och finner bifall."
    )


LISTED = """Kommunfullmäktige
Protokoll nr 3

§ 4 Dnr VIK 2022/7
Ett ärende
Beslut

Planen antas.

Omröstning

Omröstningen utfaller med 2 Ja mot 1 Nej. Hur var och en röstar framgår av bilaga 2.

§ 5 Dnr VIK 2022/8
Ett annat
Beslut

Antecknas.

7 (9)
Bilaga 2

Ärende: 4
Ärendemening: Ett ärende
Antal Ja: 2

Antal Nej: 1

Namn

Parti

Anna Ek

S

1

Ordförande

Ja

8 (9)

Kommunfullmäktige

Bo Alm

V

22

Ledamot

Ja

Carin Dal

M

3

2:e v Ordf

{last}
"""


def test_the_list_in_an_appendix_gives_the_vote_its_ballots(record_of) -> None:
    record = record_of(LISTED.format(last="Nej"))
    (vote,) = record.items[0].votes
    assert [(b.name, b.party, b.vote) for b in vote.by] == [
        ("Anna Ek", "S", "yes"),
        ("Bo Alm", "V", "yes"),
        ("Carin Dal", "M", "no"),
    ]
    last = record.items[-1].span
    assert record.text[last.start : last.end].endswith("Antecknas.")
    assert record.mentions.people == ()


def test_a_list_that_does_not_count_to_the_vote_is_not_taken(record_of) -> None:
    (vote,) = record_of(LISTED.format(last="Ja")).items[0].votes
    assert vote.by == ()
