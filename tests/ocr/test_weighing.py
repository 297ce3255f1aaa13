"""How the words of a document, weighed together, teach its confusions and get their shares."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ocr.candidates import Guesses
from ocr.channel import damage, places
from ocr.lexicon import NEVER, lexicon
from ocr.weighing import Table, learned, shipped, weighed


def chance(table: Table, truth: str, read: str) -> float:
    return math.exp(table.logs[places()[truth, read]])


def test_a_document_moves_the_table_towards_its_own_damage() -> None:
    seen = np.zeros(len(places()) + 2)
    seen[places()["ä", "d"]], seen[places()["ä", "a"]] = 80.0, 5.0
    before, after = shipped(), learned(seen)
    assert chance(after, "ä", "d") > 0.5
    assert chance(after, "ä", "a") < chance(before, "ä", "a")
    assert chance(after, "ö", "o") == chance(before, "ö", "o")
    assert (after.logs[0], after.logs[1]) == (0.0, NEVER)


def test_words_that_are_certain_teach_their_damage() -> None:
    words = {("ndmnden", True): 30, ("och", True): 50, ("Xqvdstfz", True): 4}
    table, _ = weighed(words, Guesses(lexicon()))
    assert chance(table, "ä", "d") > chance(shipped(), "ä", "d")


def test_a_word_that_can_only_be_itself_is_settled_in_any_document() -> None:
    _, facts = weighed({("och", True): 1}, Guesses(lexicon()))
    och = facts["och", True]
    assert (och.best.word, och.settled, och.plain) == ("och", True, True)


@pytest.mark.parametrize("word", ["xqzvw", "och"])
def test_a_word_that_can_only_be_itself_is_as_likely_as_it_is_common(word: str) -> None:
    guesses = Guesses(lexicon())
    [alone] = guesses.of(word).candidates
    _, facts = weighed({(word, True): 1}, guesses)
    assert facts[word, True].logs == (alone.fit,)


@pytest.mark.parametrize("word", ["ar", "namnden", "for", "fér", "Xqvastfz", "lagga", "Malmd"])
def test_the_shares_are_those_that_each_candidate_has_by_itself(word: str) -> None:
    guess = Guesses(lexicon()).of(word)
    chances = [math.exp(c.fit + damage().log_damage(c.keys)) for c in guess.candidates]
    facts = shipped().facts(guess)
    assert facts.shares == pytest.approx([some / sum(chances) for some in chances])
    assert facts.best is guess.candidates[chances.index(max(chances))]


def test_words_weighed_together_are_weighed_as_they_are_alone() -> None:
    guesses = Guesses(lexicon())
    table, facts = weighed({("ar", True): 3, ("fér", True): 9, ("namnden", True): 2}, guesses)
    for word, opens in facts:
        assert table.facts(guesses.of(word, opens=opens)).shares == pytest.approx(facts[word, opens].shares)
