"""What a word may have been, of all that the channel offers: the likeliest, and the word as it stands."""

from __future__ import annotations

import pytest

from ocr.candidates import Guesses
from ocr.channel import written
from ocr.lexicon import lexicon

MOST = 9  # the eight likeliest, and the word as it stands


@pytest.fixture(scope="module")
def guesses() -> Guesses:
    return Guesses(lexicon())


@pytest.mark.parametrize(
    "word", ["ad", "a6", "sadd", "dad", "namnden", "Vikasjobadet", "bistandshandlaggarna"]
)
def test_each_text_stands_once_the_likeliest_first_and_the_word_itself_is_among_them(
    guesses: Guesses, word: str
) -> None:
    candidates = guesses.of(word).candidates
    texts = [written(word, candidate.edits) for candidate in candidates]
    assert len(set(texts)) == len(texts) <= MOST
    assert word.lower() in [text.lower() for text in texts]
    likely = [c.fit + guesses.table.log_damage(c.keys) for c in candidates if c.changes]
    assert likely == sorted(likely, reverse=True)


@pytest.mark.parametrize("word", ["aa6a", "a6a", "adad", "oddo", "didd", "aiai"])
def test_a_word_that_many_others_may_have_been_is_still_among_its_own_candidates(
    guesses: Guesses, word: str
) -> None:
    assert any(not candidate.changes for candidate in guesses.of(word).candidates)
