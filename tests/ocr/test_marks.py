"""Letters that fell apart."""

from __future__ import annotations

import unicodedata

import pytest

from ocr.familiar import Familiar
from ocr.ledger import apply, undo
from ocr.lexicon import lexicon
from ocr.marks import marks
from ocr.repair import repair

GOOD = "Nämnden beslutar att förslaget ska återremitteras för ytterligare beredning under hösten. " * 4

APART = {
    "fo\u00a8r": "för",
    "f\u00a8or": "för",
    "p\u02daa": "på",
    "pa \u030a": "på",
    "\uf053\uf06b\uf06f\uf06c\uf061": "Skola",
}


@pytest.mark.parametrize("hurt", APART)
def test_letters_that_stand_apart_from_their_dots_are_put_together(hurt: str) -> None:
    found = marks(hurt, Familiar(lexicon()))
    assert found.damage
    assert apply(hurt, found.changes) == APART[hurt]
    result = repair(f"{GOOD}\nSe {hurt} detta.\n")
    assert result.text == f"{GOOD}\nSe {APART[hurt]} detta.\n"
    assert {c.maker for c in result.ledger} == {"normal"}
    assert undo(result.text, result.ledger) == result.raw


def test_a_good_page_in_another_normal_form_is_not_touched() -> None:
    page = unicodedata.normalize("NFD", GOOD)
    result = repair(page)
    assert (result.text, result.ledger, result.verdict) == (page, (), "good")


def test_a_damaged_page_is_normalised_with_the_rest() -> None:
    page = unicodedata.normalize("NFD", GOOD) + "\nRisk- och sarbarhetsanalys \ufb01nns i kris\u00adplanen.\n"
    result = repair(page)
    assert result.text == GOOD + "\nRisk- och sårbarhetsanalys finns i krisplanen.\n"
    assert undo(result.text, result.ledger) == page
    assert repair(result.text).text == result.text


def test_a_ruined_page_in_another_normal_form_is_mended_as_one() -> None:
    ruined = GOOD.translate(str.maketrans("åäö", "ddd")) + "Se \u00e5rsbudgeten."
    result = repair(unicodedata.normalize("NFD", ruined))
    assert result.text == GOOD + "Se årsbudgeten."
    assert undo(result.text, result.ledger) == result.raw


def test_a_blank_before_a_mark_goes_where_it_parts_a_word() -> None:
    text = (
        "N ¨amnden f ¨oresl ˚ar att Bj ¨orkstigen f ˚ar en ny v ¨ag i ˚ar, som ¨ar klar i h ¨ost. "
        "Tv ˚a f ¨orst ˚ar det."
    )
    truth = "Nämnden föreslår att Björkstigen får en ny väg i år, som är klar i höst. Två förstår det."
    result = repair(text)
    assert result.text == truth
    assert undo(result.text, result.ledger) == text


def test_a_blank_behind_a_mark_goes_where_it_parts_a_word() -> None:
    text = "A¨ rendet ga˚ r va¨ l, och na¨ mnden a¨ r no¨ jd. Tva˚ fo¨ rsta˚ r det i a˚ r, sa˚ som fo¨ rr."
    truth = "Ärendet går väl, och nämnden är nöjd. Två förstår det i år, såsom förr."
    assert repair(text).text == truth
