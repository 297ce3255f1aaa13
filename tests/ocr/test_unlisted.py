"""Confusions that no table lists are learned from the document that shows them."""

from __future__ import annotations

from collections import Counter

import pytest

from ocr.lexicon import lexicon
from ocr.repair import repair
from ocr.unlisted import unlisted

TRUTH = """Socialnämnden får i uppdrag att följa upp arbetet med boendestöd på lång sikt och återkomma.
Förvaltningen bedömer att två av åtgärderna är klara, och att många behöver ses över före årets slut.
Även nästa år ska nämnden få en rapport där det framgår vad förslaget innebär för målgruppen.
Det är viktigt att frågan får den tid som behövs, så att både brukare och personal känner sig trygga.
Nämnden beslöt också att kostnaderna ska följas månad för månad och redovisas på nästa möte."""


def misread(text: str, ways: dict[str, str]) -> str:
    return "".join(ways.get(letter, letter) for letter in text)


# Of the words that are read wrong here most have an ä, which the table knows as å, and few an ö.
MOSTLY_LISTED = """Nämnden ställer sig bakom det ändrade underlaget, där även nästa läsårs platser räknas in.
Färjetrafiken är sedan länge hårt ansträngd, och tätare turer väntas medföra större intäkter.
Kostnaderna är högre än i fjol, och det är därför särskilt angeläget att möjligheten utreds.
Kommunfullmäktige antar planen, vilket ger en trygg väg för äldre, med klara ändamål.
Närvarande tjänstemän lämnar svar på stående fråga om vägar, träd, väntetider och läkare."""


def test_a_few_words_that_no_table_explains_are_enough() -> None:
    text = misread(MOSTLY_LISTED, {"ä": "å", "ö": "å"})
    assert repair(text).text == MOSTLY_LISTED


@pytest.mark.parametrize(
    "ways",
    [
        {"å": "it", "ä": "ti", "ö": "tl"},
        {"å": "fr", "ä": "ii", "ö": "ci"},
        {"å": "ci", "ä": "ri", "ö": "<t"},
        {"å": "&", "ä": "5", "ö": "6"},
    ],
)
def test_letters_of_any_program_come_back(ways: dict[str, str]) -> None:
    text = misread(TRUTH, ways)
    mended = repair(text).text
    wrong = Counter(TRUTH.split()) - Counter(text.split())
    left = Counter(TRUTH.split()) - Counter(mended.split())
    assert wrong.total() > 25
    assert left.total() <= wrong.total() // 6


def test_consonants_come_back_with_them() -> None:
    text = misread(TRUTH, {"å": "it", "ä": "ti", "ö": "tl", "d": "cl", "k": "lc"})
    mended = repair(text).text
    assert "många behöver" in mended
    assert "kostnaderna ska följas månad för månad" in mended


@pytest.mark.parametrize(
    ("read", "truth"),
    [("p& sikt", "på sikt"), ("<tven i &r", "även i år"), ("V5stra n5mnden", "Västra nämnden")],
)
def test_signs_at_either_end_of_a_word_may_be_letters(read: str, truth: str) -> None:
    ways = {"å": "&", "ä": "<t" if "<" in read else "5", "ö": "6"}
    assert repair(f"{misread(TRUTH, ways)}\nDet g&ller {read} och inget annat.").text.count(truth) == 1


def test_one_odd_word_teaches_nothing() -> None:
    assert unlisted({"fitr": 1, "och": 1}, {"fitr": 1e-9}, lexicon()) == ()


def test_what_several_words_bear_out_is_learned() -> None:
    odd = dict.fromkeys(["fitr", "fitrslag", "mitte", "gitra", "behitver"], 1e-12)
    learned = unlisted(dict.fromkeys(odd, 1), odd, lexicon())
    assert ("ö", "it") in {(truth, read) for truth, read, _ in learned}


@pytest.mark.parametrize(
    "text",
    [
        "Afdelningen hvilken hafver beslutit härom öfverlemnade frågan till qvinnorna, hvarefter saken blef "
        "ålagd prestgården.\n" * 4,
        "Vedtaket ble fattet av kommunestyret, og rådmannen fikk i oppdrag å følge opp saken videre.\n" * 4,
        "Kunnanhallitus päätti, että asia jätetään pöydälle seuraavaan kokoukseen asti.\n" * 4,
    ],
)
def test_other_tongues_and_old_spelling_teach_nothing(text: str) -> None:
    assert repair(text).text == text


SOME_CAME_THROUGH = """Socialnämnden beslutade den 3 maj att ftireslå en ny riktlinje fdr boendestöd. Frågan
har behandlats i ndmnden tidigare, och förvaltningen har fitt i uppdrag att folja upp kostnaderna. Ordfdranden
ställer proposition på förslaget och finner att ndmnden beslutar enligt detta. Arendet ska redovisas
till kommunstyrelsen fore sommaren, så att åtgärderna kan bdrja gälla nästa år. Det är viktigt att
barnen far det stod som de behöver, och att föräldrarna hdrs i god tid."""
ALL_CAME_THROUGH = """Socialnämnden beslutade den 3 maj att föreslå en ny riktlinje för boendestöd. Frågan
har behandlats i nämnden tidigare, och förvaltningen har fått i uppdrag att följa upp kostnaderna. Ordföranden
ställer proposition på förslaget och finner att nämnden beslutar enligt detta. Ärendet ska redovisas
till kommunstyrelsen före sommaren, så att åtgärderna kan börja gälla nästa år. Det är viktigt att
barnen får det stöd som de behöver, och att föräldrarna hörs i god tid."""


def test_letters_come_back_where_others_came_through() -> None:
    assert repair(SOME_CAME_THROUGH).text == ALL_CAME_THROUGH


def test_an_o_that_was_given_dots_loses_them_where_many_words_did() -> None:
    text = """Namnden har fatt en mötiön öm att utreda möjligheten att göra öm badhuset till en kulturscen.
Köstnaden för ersattande anlaggningar beraknas uppga till minst tre miljöner krönör. Att bevara delar av
byggnaden ar förenligt med kömmunens inriktning. Bevarandet ar en förutsattning för verksamhetens
ekönömiska överlevnad öch bidrar till en mer hallbar stad, söm manga har önskat i medbörgardialögen."""
    truth = """Nämnden har fått en motion om att utreda möjligheten att göra om badhuset till en kulturscen.
Kostnaden för ersättande anläggningar beräknas uppgå till minst tre miljoner kronor. Att bevara delar av
byggnaden är förenligt med kommunens inriktning. Bevarandet är en förutsättning för verksamhetens
ekonomiska överlevnad och bidrar till en mer hållbar stad, som många har önskat i medborgardialogen."""
    left = Counter(truth.split()) - Counter(repair(text).text.split())
    assert left.total() <= 2
