"""How Swedish words and names run, letter by letter, and what that says of words that nobody knows."""

from __future__ import annotations

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.candidates import Guesses
from ocr.channel import sounded, written
from ocr.decide import Answer, Verdict, decided_together
from ocr.letters import END, letters
from ocr.lexicon import lexicon
from ocr.protect import Piece

ALPHABET = string.ascii_lowercase + "åäöéü" + END


@pytest.mark.parametrize(
    ("likelier", "less"),
    [("lugnvik", "lugnvjk"), ("tjärsjön", "tjarsjon"), ("vitsippevägen", "vitsippevagen"), ("holm", "xqzz")],
)
def test_words_run_as_swedish_does(likelier: str, less: str) -> None:
    assert letters().log_word(likelier) > letters().log_word(less)


@given(st.text("abdeåäö", max_size=7))
def test_the_shares_of_all_next_letters_make_one(before: str) -> None:
    run = letters().begin
    for letter in before:
        run = run.after(letter)
    total = sum(math.exp(run[letter]) for letter in ALPHABET)
    assert total == pytest.approx(1, abs=0.1)


def test_runs_that_were_forgotten_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["vitsippevägen", "grafnäs", "xqzz"]
    before = [letters().logs(word) for word in words]
    monkeypatch.setattr("ocr.letters._REMEMBERED", 3)
    assert [letters().logs(word) for word in words] == before


@given(st.text("abdegiklmnorstv16é&AÄO", min_size=1, max_size=14))
def test_what_is_heard_in_a_word_is_written_by_its_damage(read: str) -> None:
    for _, spelling in sounded(read, letters()):
        assert written(read, spelling.edits).lower() == spelling.word


@pytest.mark.parametrize(("read", "heard"), [("Kvittsj6n", "kvittsjön"), ("Tvistnasvagen", "tvistnäsvägen")])
def test_the_likeliest_is_heard_first(read: str, heard: str) -> None:
    assert heard in [spelling.word for _, spelling in sounded(read, letters())]


def verdict(word: str, shares: dict[str, float]) -> Verdict:
    guess = Guesses(lexicon()).of(word)
    return Verdict(Piece(0, len(word), word), guess, tuple(Answer(*pair) for pair in shares.items()))


def test_a_name_misread_in_several_ways_has_one_truth() -> None:
    alone = verdict("Qvirtnas", {"Qvirtnas": 0.6, "Qvirtnäs": 0.4})
    other = verdict("Qvirtnis", {"Qvirtnäs": 0.7, "Qvirtnis": 0.3})
    assert alone.guess.unknown
    assert other.guess.unknown
    assert [v.best.text for v in decided_together([[alone]])[0]] == ["Qvirtnas"]
    assert [v.best.text for v in decided_together([[alone, other]])[0]] == ["Qvirtnäs", "Qvirtnäs"]


@given(st.dictionaries(st.sampled_from("abcd"), st.floats(0.01, 1), min_size=1))
def test_what_one_word_alone_may_be_is_not_made_likelier(shares: dict[str, float]) -> None:
    total = sum(shares.values())
    (after,) = decided_together([[verdict("Qvirtnas", {k: v / total for k, v in shares.items()})]])[0]
    assert dict(after.answers) == pytest.approx({k: v / total for k, v in shares.items()})
