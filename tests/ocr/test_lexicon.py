"""How likely words are that no list holds: names of places by their parts, and others by their letters."""

from __future__ import annotations

from ocr.lexicon import NEVER, lexicon, log_name, log_new_name, log_unknown


def by_letters(word: str) -> float:
    return -1.0 * len(word)


def test_a_place_with_a_common_ending_is_likelier_than_one_with_a_rare_ending() -> None:
    common, rare = (log_name(lexicon(), ("tall", ending)) for ending in ("gården", "ängen"))
    assert common > rare > NEVER


def test_a_place_whose_first_part_is_new_goes_by_its_letters() -> None:
    short, long = (log_new_name(lexicon(), word, by_letters) for word in ("hjortudden", "hjortkasudden"))
    assert short > long > NEVER


def test_no_new_place_begins_with_another_whose_ending_lost_its_dots() -> None:
    assert log_new_name(lexicon(), "duvnasviken", by_letters) == NEVER
    assert log_new_name(lexicon(), "duvkasviken", by_letters) > NEVER


def test_a_word_with_characters_that_no_word_holds_is_less_likely() -> None:
    assert log_unknown("kr6ekr") < log_unknown("kroekr")
    assert log_unknown("dialogkafé") < log_unknown("dialogkafe")


def test_a_name_may_end_in_an_accent() -> None:
    assert log_unknown("norén") == log_unknown("noren")
    assert log_unknown("lindéns") == log_unknown("lindens")
