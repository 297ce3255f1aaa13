"""Signs that stand for letters throughout a text are learned from its words, and signs of its own stay."""

from __future__ import annotations

import pytest

from ocr.ledger import undo
from ocr.repair import repair

TEXT = """Tekniska nämnden föreslår att gatorna kring skolan ska få bättre belysning före vintern. Frågan har
väckts av föräldrar, som säger att barnen måste gå längs en mörk väg. Förvaltningen har räknat på kostnaden
och återkommer till nämnden i höst. Ordföranden tillägger att åtgärderna är viktiga och att resultatet av
inventeringen ska redovisas. Något beslut fattades inte. Åtta ledamöter instämmer i detta, och övriga väntar.
"""
SIGNS = {
    "another maker's codes": ("Ô", "Ì", "Î", "Ð"),
    "Russian letters": ("е", "д", "ц", "Е"),
    "frames": ("σ", "Σ", "÷", "┼"),
    "letters with typed marks": ("a°", 'a"', 'o"', "A°"),
    "letters with marks of their own": ("a*", "a:", "o:", "A*"),
    "codes in brackets": ("<a*>", "<a:>", "<o:>", "<A*>"),
    "vowels with strokes": ("ă", "ā", "ō", "Ă"),
}


@pytest.mark.parametrize("how", SIGNS)
def test_what_no_table_has_is_learned(how: str) -> None:
    raw = TEXT
    for letter, sign in zip("åäöÅ", SIGNS[how], strict=True):
        raw = raw.replace(letter, sign)
    result = repair(raw)
    assert result.text == TEXT
    assert undo(result.text, result.ledger) == raw
    assert repair(result.text).text == result.text


@pytest.mark.parametrize("sign", ["_", "*", "□", "¿", "#", "\x1a", "\ufffd\ufffd"])
def test_one_sign_for_three_letters_is_read_by_the_words(sign: str) -> None:
    raw = TEXT
    for letter in "åäöÅ":
        raw = raw.replace(letter, sign)
    assert repair(raw).text.split()[:16] == TEXT.split()[:16]


LIGATURES = {
    "one sign": (("tt", "\ue03a"),),
    "two signs": (("ti", "Ɵ"), ("tt", "Ʃ")),
    "one sign for several": (("tt", "\ufffd"), ("ti", "\ufffd"), ("ft", "\ufffd")),
}


@pytest.mark.parametrize("how", LIGATURES)
def test_letters_set_as_one_are_parted(how: str) -> None:
    text = (
        TEXT + "Titta efter otillåtna uttag, luftning och utförsel; det är viktigt att tiden tillvaratas.\n"
    )
    raw = text
    for letters, sign in LIGATURES[how]:
        raw = raw.replace(letters, sign)
    assert repair(raw).text == text


LOOKALIKES = str.maketrans("aeopAEO", "аеорΑΕΟ")


def test_letters_of_other_alphabets_that_look_alike_are_latin_again() -> None:
    raw = " ".join(word.translate(LOOKALIKES) if at % 2 else word for at, word in enumerate(TEXT.split(" ")))
    assert repair(raw).text == TEXT


LEFT_ALONE = [
    "Kostnaden är 20 μg/m³, α-värdet β-karoten och Ω-motstånd; Москва och Київ är städer, liksom Αθήνα.",
    "Łódź, Kraków, Gdańsk och Wrocław är städer. Małgorzata Wiśniewska och Łukasz Dąbrowski får ordet.",
    "Fältet [tusen kronor] och {belopp} samt <namn> fylls; se not* och tabell** för **viktiga** uppgifter*.",
    "Rubrik_ett, rubrik_två och rubrik_tre står i mallen, liksom fält_fyra och plan_b i bilaga_1.",
    'Han sade "ja" och hon "nej"; de ville "bra" och "inte så bra" i "Skola" och "Sko".',
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_texts_own_signs_stay(text: str) -> None:
    assert repair(text).text == text
