import pytest

from ocr.repair import Repaired
from ocr.strangers import strangers


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
