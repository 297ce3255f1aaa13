"""Page heads and feet are taken out of running text, and what stands beside them is not."""

from __future__ import annotations

from extract.layout import lay_out

PAGES = "".join(
    f"""
{n} (12)

Vikasjö stad
Kommunstyrelsen

Protokoll nr 7
Sammanträdesdatum: 2022-05-03

§ {n} Ärendenummer VSK-2022-0010{n}
Ärende nummer {n}
Beslut

Ärendet bordläggs.

Protokollsutdrag skickas till
Socialnämnden

Justerandes signatur
"""
    for n in range(1, 7)
)


def test_heads_and_feet_are_furniture() -> None:
    layout = lay_out(PAGES)
    assert {line.text for line in layout.furniture} == {
        *(f"{n} (12)" for n in range(1, 7)),
        "Vikasjö stad",
        "Kommunstyrelsen",
        "Protokoll nr 7",
        "Sammanträdesdatum: 2022-05-03",
        "Justerandes signatur",
    }


def test_what_repeats_beside_a_head_stays_if_it_is_content() -> None:
    kept = [line.text for line in lay_out(PAGES).lines]
    assert kept.count("Beslut") == kept.count("Ärendet bordläggs.") == kept.count("Socialnämnden") == 6


def test_prose_has_the_length_and_the_offsets_of_the_text() -> None:
    layout = lay_out(PAGES)
    assert len(layout.prose) == len(PAGES)
    assert all(layout.prose[line.start : line.end] == PAGES[line.start : line.end] for line in layout.lines)


def test_a_head_that_breaks_into_a_sentence_is_read_over() -> None:
    text = "Nämnden uppdrar åt\n\nVikasjös\nstad\n\nSida 2 (4)\n\nförvaltningen att återkomma."
    assert " ".join(lay_out(text).prose.split()) == "Nämnden uppdrar åt förvaltningen att återkomma."


def test_double_spacing_is_read_as_single() -> None:
    text = "Planen antogs i äldre- respektive \n\nsocialnämnden i \n\nfebruari 2020. \n\n \n\nÄrendet"
    layout = lay_out(text)
    assert [line.gap for line in layout.lines] == [True, False, False, True]
    assert len(layout.prose) == len(text)
