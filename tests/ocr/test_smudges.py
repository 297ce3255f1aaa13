"""Signs that stand where no Swedish text has them wait for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.ledger import apply
from ocr.repair import repair
from ocr.smudges import plain, smudges
from ocr.spans import Span

RUINED = "Socialnamnden i Vikasjo beslutar att godkanna forvaltningens forslag till atgarder."


def signs(text: str) -> list[str]:
    return [text[start:end] for start, end in smudges(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("& kvalitet i skolan", ["&"]),
        ("Ek & Alm, 5 % och § 3", []),
        ("=Våra mål | för året", ["=", "|"]),
        ("Mål:\ne Utveckla skolan\no Ny plan\n& nämnd\n0 Bilaga 1", ["e", "o", "&", "0"]),
        ("(’Stockholm Ström’’) och O’Connor", ["’", "’", "’"]),
        ("är ]önsam. Se miljöplanen®", ["]", "®"]),
        ('Utfall 2018: 33 (%), - 4,5; se § 7 och "Lex"', []),
        ("skriv till anna_ek@vikasjo.se eller www.vikasjo.se/a_b=1", []),
    ],
)
def test_signs_that_no_swedish_text_has_are_pointed_out(text: str, found: list[str]) -> None:
    assert signs(text) == found


def test_they_wait_and_stay_as_they_are() -> None:
    repaired = repair(f"{RUINED}\n© Namnden far i uppdrag att folja upp arbetet | for aldre.")
    waiting = [change for change in repaired.ledger if change.state == "review"]
    assert {change.before for change in waiting} >= {"©", "|"}
    assert "©" in repaired.text
    assert "|" in repaired.text


def mended(text: str) -> str:
    return apply(text, plain(text, [Span(0, len(text))]))


def test_signs_before_the_points_of_a_list_become_bullets() -> None:
    text = "Mål:\ne Utveckla skolan\n  © en ny plan, som\ngäller alla\n¢ =Nämnden\ne =  Stöd\ne¢ Vård\n"
    assert mended(text) == (
        "Mål:\n• Utveckla skolan\n  • en ny plan, som\ngäller alla\n• Nämnden\n• Stöd\n• Vård\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "e Skolan\n© Vikasjö kommun\n",  # too few
        "© 19 februari\n© 20 februari\n© 3 mars\n",  # a crest at the head of each page
        "e\ne\ne\n",
        "en e fri\nen © plan\nen ¢ mark\n",
        "o Bilaga\n& mer\n* Skola\n",  # these may stand there
    ],
)
def test_signs_that_may_be_something_else_are_no_bullets(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("| enlighet med planen\n", "I enlighet med planen\n"),
        ("har beslutat. | dag är det\n", "har beslutat. I dag är det\n"),
        ("har beslutat. |\ndag är det\n", "har beslutat. I\ndag är det\n"),
        ("| ‘enlighet med planen\n", "I enlighet med planen\n"),
        ("- | propositionen står\n", "- I propositionen står\n"),
        ("Mål | Utfall\n| skola | 14 |\n| Vård\nDen | januari\nplanen | och\n", ""),
        ("Ström (’Stockholm Ström”) som\n", "Ström (”Stockholm Ström”) som\n"),
        ("av ”'Nacka växer.” Och 'en plan”\n", "av ”Nacka växer.” Och ”en plan”\n"),
        ("‘Ordförandes signatur\n", "Ordförandes signatur\n"),
        (
            "den ‘nya’ planen, en ‘ny” och O’Connors 'plan'\n",
            "den ‘nya’ planen, en ”ny” och O’Connors 'plan'\n",
        ),
    ],
)
def test_signs_that_are_plain_by_their_place_are_mended(text: str, after: str) -> None:
    assert mended(text) == (after or text)


@given(st.text("ab |=©e‘'”.(\n", max_size=60))
def test_a_second_look_finds_nothing_more(text: str) -> None:
    once = mended(text)
    assert mended(once) == once


def test_bullets_are_put_in_by_repair_and_wait_no_more() -> None:
    repaired = repair(f"{RUINED}\n\ne Namnden far i uppdrag\n© Skolan far stod\ne Folja upp arbetet\n")
    assert repaired.text.endswith("\n\n• Nämnden får i uppdrag\n• Skolan får stöd\n• Följa upp arbetet\n")
    assert not [line for line in repaired.ledger if line.state == "review" and line.before in "e©"]
    assert repair(repaired.text).text == repaired.text


def test_good_text_is_not_looked_through() -> None:
    assert (
        repair("Nämnden beslutar att godkänna förslaget. | Ärendet är för långt. © Vikasjö kommun.").ledger
        == ()
    )


@given(st.text("ab |=©'&.;[]\n", max_size=40))
def test_they_stand_in_order_and_hold_something(text: str) -> None:
    last = 0
    for start, end in smudges(text, 0, len(text)):
        assert last <= start < end <= len(text)
        last = end
