"""Answers that were found beforehand are those that the search finds."""

from __future__ import annotations

import marisa_trie
import pytest

from ocr.beforehand import Beforehand, beforehand, packed, written
from ocr.candidates import Guess, Guesses
from ocr.evidence import Evidence
from ocr.lexicon import lexicon
from training.beforehand import commonest, read_as

STALE = "the answers are stale: python -m training.beforehand"


def same(one: Guess, other: Guess) -> bool:
    """Guesses are the same only if they are one; these are if they say the same."""
    fields = ("candidates", "texts", "unknown", "made", "meant", "places")
    return all(getattr(one, name) == getattr(other, name) for name in fields)


@pytest.mark.slow
def test_what_ships_is_what_the_search_finds() -> None:
    guesses, evidence, ready = Guesses(lexicon()), Evidence(lexicon()), beforehand()
    for word in commonest(lexicon()):
        for_damage, for_foreign, noise = evidence.of(word)
        assert ready.weights(word) == (None if noise else (for_damage, for_foreign)), f"{word}: {STALE}"
        for opens in (True, False) if word[0].isupper() else (True,):
            found = ready.guess(word, opens)
            assert noise or (found and same(found, guesses.of(word, opens=opens))), f"{word}: {STALE}"


@pytest.mark.parametrize(("word", "text"), [("fér", "för"), ("namnden", "nämnden"), ("och", "och")])
def test_the_commonest_words_are_among_them(word: str, text: str) -> None:
    guess = beforehand().guess(word, opens=True)
    assert guess is not None
    assert text in guess.texts


def test_what_was_not_asked_for_has_to_be_found_out() -> None:
    assert beforehand().guess("Xqvastfz", opens=True) is None
    assert beforehand().weights("Xqvastfz") is None


def test_answers_are_read_as_they_were_written() -> None:
    guesses = Guesses(lexicon())
    both = [guesses.of("Langsjö", opens=opens).candidates for opens in (False, True)]
    one = [guesses.of("f6r").candidates]
    keys, answers = written({"Langsjö": packed((1.5, 0.0), both), "f6r": packed((7.0, -1.0), one)})
    trie = marisa_trie.Trie()
    trie.frombytes(keys)
    found = Beforehand(trie.get, answers)
    assert found.weights("f6r") == (7.0, -1.0)
    for word, opens in (("Langsjö", False), ("Langsjö", True), ("f6r", True)):
        guess = found.guess(word, opens)
        assert guess is not None
        assert same(guess, guesses.of(word, opens=opens))


def test_a_word_is_thought_to_be_read_as_often_as_the_table_says() -> None:
    table = {"ö": [("o", 0.5), ("6", 0.25)]}
    assert dict(read_as("för", 40.0, table)) == {"for": 20.0, "f6r": 10.0}
    assert dict(read_as("för", 8.0, table)) == {"for": 4.0}
