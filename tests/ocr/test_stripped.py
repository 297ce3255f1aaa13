"""Å, ä and ö that were left out throughout a text are put back, and other texts stay."""

from __future__ import annotations

import re

import pytest

from ocr.ledger import undo
from ocr.repair import repair

TEXT = """Socialnämnden får i uppdrag att följa upp frågan om boendestöd och återkomma till nämnden i höst.
Förvaltningen bedömer att kostnaden ryms inom ramen för årets budget, och att åtgärderna är väl avvägda. Alla
ledamöter är eniga om att förslaget ska gälla från och med januari. Ärendet ska därför gå vidare till
kommunstyrelsen, som också får ta ställning till hur skolorna ska få hjälp. Åke Ek (S) och EU:s nämnd, se
www.namnd.se/for och k.forvaltning@vikasjo.se, kan svara på frågor. Kostnaden är 20 tkr.
"""


def test_letters_that_were_left_out_come_back() -> None:
    raw = re.sub("[åäöÅÄÖ]", "", TEXT)
    result = repair(raw)
    assert result.text == TEXT
    assert undo(result.text, result.ledger) == raw
    assert repair(result.text).text == result.text


def test_words_that_may_be_several_wait() -> None:
    raw = re.sub("[åäöÅÄÖ]", "", TEXT) + "Firman Zqx i Kllrp har svarat. Parti S, M och V.\n"
    assert "Firman Zqx i Kllrp har svarat. Parti S, M och V." in repair(raw).text


LEFT_ALONE = [
    "The committee shall report to the council on the cost of the school, and on p. 4 s. 5 fr. 6 r. 7.",
    "Plan B, kr 5, fr o m 1 maj, s k spr, t ex v 8, m m, kl 9, dvs nr 7, st 4, p g a regn, r 3.",
    "SELECT mnd, frg, sk, r, p, fr FROM tbl WHERE frslg = mnd AND r = p AND lmnt = 1;",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_texts_without_the_letters_stay(text: str) -> None:
    assert repair(f"{text}\n").text == f"{text}\n"
