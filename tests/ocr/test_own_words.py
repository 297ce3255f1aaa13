"""An archive's own words mend its names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ocr.judge import judge
from ocr.learn import Listener, lesson, read_or_put_off
from ocr.lexicon import lexicon
from ocr.own_words import Counted, OwnWords, counted, plainly_good, together
from ocr.page import Reading
from ocr.read import read
from ocr.repair import repair
from ocr.source import Source

GOOD = (
    "Nämnden har besökt Gråbohöljans förskola i Vikasjö kommun. Förskolechefen Görel Sköldåker berättar.\n"
    "Ledamoten Görel Sköldåker (V) yrkar bifall. Gråbohöljans förskola får nya lokaler nästa år.\n"
)
FLAT = str.maketrans("åäöÅÄÖ", "aaoAAO")


def own(text: str) -> OwnWords:
    found = counted([text, text])
    return OwnWords.of({found.town: found})


def test_names_of_good_pages_mend_damaged_ones() -> None:
    damaged = GOOD.translate(FLAT)
    assert repair(damaged).text != GOOD
    assert repair(damaged, lexicon=own(GOOD).lexicon([damaged])).text == GOOD


def test_words_that_stand_once_or_that_everybody_knows_are_not_used() -> None:
    found = counted(["nämnden nämnden Storblåkulla. Nämnden"])
    assert found.words == {"Storblåkulla": 1}
    assert OwnWords.of({"": found}).by_town == {"": {}}


def test_a_word_in_small_letters_is_no_name() -> None:
    assert counted(["Blåkullaresan blåkullaresan blåkullaresan Blåkullaresan"]).words == {"blåkullaresan": 2}


def test_addresses_and_halves_of_broken_words_teach_nothing() -> None:
    found = counted(["www.vikasjo.se/blabarsstigen Blåbärs-\nstigan, se vikasjo.se/blabarsstigen. "])
    assert set(found.words) == {"Blåbärsstigan"}


def test_leader_dots_read_as_letters_teach_nothing() -> None:
    assert counted(["Innehållet Sssrrss sernrsr sernrsr Sssrrss"]).words == {}


def test_the_rare_flat_twin_of_a_name_is_a_slip_and_a_frequent_one_a_name() -> None:
    words = {"Ståhl": 40, "Stahl": 3, "Jönsson": 9, "Jonsson": 5, "stahl": 4}
    own = OwnWords.of({"": Counted("", 1000, words)})
    assert set(own.by_town[""]) == {"Ståhl", "Jönsson", "Jonsson"}


def test_what_may_be_a_flat_word_is_not_learned() -> None:
    assert counted(["tjanster tjanster blåkullaresor"]).words == {"blåkullaresor": 1}


def test_a_forgotten_word_is_not_used_and_an_added_one_is() -> None:
    words = OwnWords.of(
        {"": Counted("", 100, {"Sköldåker": 5, "Skolddker": 5})}, added=["Görel"], forgotten=["Skolddker"]
    ).by_town[""]
    assert set(words) == {"Sköldåker", "Görel"}


def test_each_municipality_has_its_own_words() -> None:
    words = OwnWords.of(
        {
            "Vikasjö": Counted("Vikasjö", 1000, {"Jönsson": 9}),
            "Storvik": Counted("Storvik", 1000, {"Jonsson": 9}),
        }
    )
    here = words.lexicon(["Protokoll fran Vikasj6 kommun"]).words
    there = words.lexicon(["Protokoll från Storviks kommun"]).words
    nowhere = words.lexicon(["Protokoll"]).words
    shipped = lexicon().words
    assert here["jönsson"].capital > shipped["jönsson"].capital
    assert here["jonsson"] == shipped["jonsson"]
    assert there["jonsson"].capital > shipped["jonsson"].capital
    assert nowhere == shipped


def test_a_genitive_is_the_same_municipality_whichever_comes_first() -> None:
    one, two = Counted("Storviks", 10, {"Ekö": 1}), Counted("Storvik", 10, {"Ekö": 2})
    assert together([one, two]) == together([two, one]) == {"Storvik": Counted("Storvik", 20, {"Ekö": 3})}


@pytest.mark.parametrize(
    ("page", "teaches"),
    [
        (GOOD * 4, True),
        (GOOD, False),  # too short to be sure of
        (GOOD.translate(FLAT) * 4, False),
        ("The council has decided to build a new school in the village by the lake. " * 10, False),
    ],
)
def test_only_pages_that_are_plainly_good_teach(page: str, teaches: bool) -> None:
    assert plainly_good(page) == teaches
    assert (lesson(judge([page])).learned is not None) == teaches


def test_a_lesson_tells_whether_the_document_is_damaged() -> None:
    assert lesson(judge([GOOD * 4, GOOD.translate(FLAT) * 4])).damaged
    assert not lesson(judge([GOOD * 4])).damaged


def test_a_document_is_read_with_the_words_of_its_archive() -> None:
    damaged = Source("a.txt", GOOD.translate(FLAT).encode())
    assert read(damaged, own=own(GOOD)).text == GOOD


def test_a_damaged_document_is_put_off_until_the_words_of_its_archive_are_known() -> None:
    mixed = f"{GOOD * 4}\f{GOOD.translate(FLAT) * 4}"

    def reader(text: str) -> Callable[[Listener], Reading]:
        return lambda listener: read(Source("a.txt", text.encode()), on_layers=listener)

    reading, learned = read_or_put_off(reader(mixed), None)
    assert reading is None and learned is not None
    reading, learned = read_or_put_off(reader(mixed), own(GOOD))
    assert reading is not None and learned is not None
    reading, _ = read_or_put_off(reader(GOOD * 4), None)
    assert reading is not None
