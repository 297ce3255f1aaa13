"""Words that setting and printing hurt are whole again, and what is set on purpose stays."""

from __future__ import annotations

import pytest

from ocr.ledger import undo
from ocr.repair import repair

LINE = "Nämnden beslutar att följa upp frågan om boendestöd och återkomma till hösten.\n"


def twice(text: str) -> str:
    return "".join(letter * 2 if letter.isalpha() else letter for letter in text)


HURT = {
    "a heading printed twice": (
        twice("Ärenden i Socialnämnden, år ") + "2019\n" + LINE,
        "Ärenden i Socialnämnden, år 2019\n" + LINE,
    ),
    "words printed twice": (
        LINE.replace("beslutar", twice("beslutar")).replace("upp", twice("upp")),
        LINE,
    ),
    "characters without breadth": (LINE.replace("mn", "m\u200bn").replace("kom", "\ufeffkom"), LINE),
    "letters set apart on a page that lost its dots": (
        "S O C I A L N Ä M N D E N   D E L   T V Å\nNamnden beslutar att folja upp fragan om boendestod.\n",
        "SOCIALNÄMNDEN   D E L   T V Å\nNämnden beslutar att följa upp frågan om boendestöd.\n",
    ),
    "letters set apart that lost their dots": (
        "S O C I A L N A M N D E N\nNamnden beslutar att folja upp fragan om boendestod.\n",
        "SOCIALNÄMNDEN\nNämnden beslutar att följa upp frågan om boendestöd.\n",
    ),
}


@pytest.mark.parametrize("how", HURT)
def test_words_are_whole_again(how: str) -> None:
    raw, truth = HURT[how]
    result = repair(raw)
    assert result.text == truth
    assert undo(result.text, result.ledger) == raw
    assert repair(truth).text == truth


LEFT_ALONE = [
    "P R O T O K O L L\n" + LINE,
    "a b c d e f g\n" + LINE,
    "xxxxxxxxxx och aabbccdd, IIIIIIII samt ooooåååå\n" + LINE,
    "Bilaga A B C D E F och poster 1 2 3 4 5\n" + LINE,
    "uppgift\ufeff 7 och rubrik \u200b\n" + LINE,
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_set_so_stays(text: str) -> None:
    assert repair(text).text == text
