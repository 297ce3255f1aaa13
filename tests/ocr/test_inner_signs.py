"""Signs within words give way to the one letter that makes a word, and signs of a text's own stay."""

from __future__ import annotations

import pytest

from ocr.ledger import undo
from ocr.repair import repair

GOOD = "Nämnden beslutar att godkänna förslaget och överlämnar det till styrelsen för yttrande."
HURT = [
    ("Persona|en kan nås per te|efon.", "Personalen kan nås per telefon."),
    ("V!d mötet anv^ndes den gamla sa1en.", "Vid mötet användes den gamla salen."),
    ("BesIutet om snöfaIl och vägarna är ti||styrkt.", "Beslutet om snöfall och vägarna är tillstyrkt."),
    ("Planen är ändam_lsenlig, utifr_n rapporten.", "Planen är ändamålsenlig, utifrån rapporten."),
    ("Räddnìngstjänsten ska ínformera allmänheten.", "Räddningstjänsten ska informera allmänheten."),
    ("Anläggnin*en är läm~lig för 1ängre pass.", "Anläggningen är lämplig för längre pass."),
    ("Ers<tttaren f<truts<ttter det f<trst.", "Ersättaren förutsätter det först."),
]


@pytest.mark.parametrize(("hurt", "whole"), HURT)
def test_the_one_letter_that_makes_a_word_comes_back(hurt: str, whole: str) -> None:
    result = repair(f"{GOOD} {hurt}\n{GOOD}\n")
    assert result.text == f"{GOOD} {whole}\n{GOOD}\n"
    assert undo(result.text, result.ledger) == f"{GOOD} {hurt}\n{GOOD}\n"


LEFT_ALONE = [
    "Svara ja|nej eller skola*hem, och se C:\\\\skola\\\\beslut samt elev*er.",
    "María Solís, Iñigo Díaz och Loïc får ordet; så även McIntosh och DeIulio.",
    "Ring 08-1agen, se not1 och bilaga1, tabell I, delI och kl.1 samt A1 och 1a.",
    "I koden <b>ord<table> och a<tal samt x<tavla; f<tqrxt är inget ord.",
    "Filen namnd_id.csv, plan_b, __init__ och _betonat_ ord i för_slag_2.",
    "www.vikasjo.se/te|efon och bo!ek@vikasjo.se samt namn|adress|ort.",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_signs_of_a_texts_own_stay(text: str) -> None:
    assert repair(f"{GOOD} {text}\n").text == f"{GOOD} {text}\n"


@pytest.mark.parametrize(
    "text", ["En bild: !omslag till planen.", "Se |och läs planen.", "Kolumn |plan är tom."]
)
def test_a_sign_before_a_whole_word_is_no_letter(text: str) -> None:
    assert repair(text).text == text
