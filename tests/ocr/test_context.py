"""The company that doubtful words keep."""

from __future__ import annotations

import pytest

from ocr.context import BOUNDARY, Around, Contexts, contexts, meeting, wider
from ocr.repair import repair

COUNTED = [
    meeting("", "är", "en"),
    meeting("", "år", "en"),
    wider("är", ">>", "en", "plan"),
    wider("är"),
    wider("år"),
]


def test_a_word_two_away_lifts_the_one_that_it_was_seen_with() -> None:
    table = Contexts({key: i for i, key in enumerate(COUNTED)}.get, bytes((60, 60, 40, 1, 1)))
    farther = table.log_farther(["är", "år"], [True, True], Around(BOUNDARY, BOUNDARY, "en", "plan"))
    assert farther is not None
    assert farther[0] > farther[1]


def test_words_that_were_never_seen_with_what_is_two_away_stay_as_likely_as_they_were() -> None:
    table = Contexts({key: i for i, key in enumerate(COUNTED)}.get, bytes((60, 60, 40, 1, 1)))
    assert table.log_farther(["är", "år"], [True, True], Around(BOUNDARY, BOUNDARY, "en", "stad")) is None


@pytest.mark.parametrize(
    ("candidates", "around", "likelier"),
    [
        (("man", "män"), Around("av", ".", "som", "utsätts"), "män"),
        (("när", "når"), Around("elever", "som", "inte", "målen"), "når"),
    ],
)
def test_the_table_knows_what_stands_two_words_away(
    candidates: tuple[str, str], around: Around, likelier: str
) -> None:
    farther = contexts().log_farther(candidates, contexts().counted_far(candidates), around)
    assert farther is not None
    assert candidates[farther.index(max(farther))] == likelier


def test_a_neighbour_that_nobody_counted_says_nothing_of_words_that_nobody_counted() -> None:
    assert contexts().log_farther(["zqv", "zqx"], [False, False], Around("en", "två", "tre", "fyra")) is None


def test_repair_asks_the_words_beyond_the_neighbours() -> None:
    ruined = "Namnden konstaterar att bistandet far prévas. "
    text = repair(ruined + "Andel elever som nar grundlaggande kunskapskrav.").text
    assert "som når grundläggande" in text
