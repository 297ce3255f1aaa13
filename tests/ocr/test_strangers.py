import pytest

from ocr.quotes import is_mark
from ocr.repair import Repaired
from ocr.strangers import bars, strangers
from ocr.vote import Heard, voted


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("PA grund av JAV i MAL nr 3", ["PA", "JAV", "MAL"]),
        ("VA-avgift till AB Vik, SL och KS", []),  # abbreviations, and no word that lost its marks
        ("Tvarsnas och namnden", ["Tvarsnas"]),
    ],
)
def test_words_that_may_have_been_others_are_pointed_out(text: str, asked: list[str]) -> None:
    found = [change.before for change in strangers(Repaired(text, text, (), "damaged"), {"namnden"})]
    assert found == asked


def test_nothing_is_strange_on_a_good_page() -> None:
    assert list(strangers(Repaired("PA Tvarsnas", "PA Tvarsnas", (), "good"), set())) == []


@pytest.mark.parametrize(
    ("text", "bars_at"),
    [
        ("| dag ar det", [0]),
        ("i maj. | Vik finns\n| juni", [7, 19]),
        ("Vik | Berg | Dal", []),  # the rules of a table
        ("i maj. | 2018", []),
    ],
)
def test_a_stroke_at_the_head_of_a_sentence_may_be_an_i(text: str, bars_at: list[int]) -> None:
    doubts = list(bars(Repaired(text, text, (), "damaged")))
    assert [doubt.start for doubt in doubts] == bars_at
    assert not any(map(is_mark, doubts))
    assert {voted(doubt, Heard("I", 0.9)).after for doubt in doubts} <= {"I"}
    assert list(bars(Repaired(text, text, (), "good"))) == []
