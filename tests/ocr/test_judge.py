"""One judge for what is repaired and for what may teach."""

from __future__ import annotations

import unicodedata

import pytest

from ocr.judge import judge
from ocr.learn import lesson
from ocr.repair import repair_judged, repair_pages

GOOD = "Nämnden har besökt Gråbohöljans förskola, som nu får stå på egna ben. Görel Sköldåker talade. " * 8
FLAT = str.maketrans("åäöÅÄÖ", "aaoAAO")

APART = {
    "as two characters": unicodedata.normalize("NFD", GOOD),
    "with their dots before them": GOOD.replace("ö", "¨o"),
    "with their rings after them": GOOD.replace("å", "a˚"),
}


@pytest.mark.parametrize("way", APART)
def test_a_page_whose_letters_fell_apart_teaches_its_words_whole(way: str) -> None:
    assert lesson(judge([APART[way]])).learned == lesson(judge([GOOD])).learned


def test_what_is_repaired_as_damaged_does_not_teach() -> None:
    pages = [GOOD, GOOD.translate(FLAT), " "]
    judged = judge(pages)
    assert [page.verdict for page in judged] == ["good", "damaged", "absent"]
    assert repair_judged(judged) == repair_pages(pages)
    assert lesson(judged).learned == lesson(judge([GOOD])).learned
