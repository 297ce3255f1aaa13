"""What the commonest damaged words may have been, found beforehand.

Most of what stands on the first pages that a process sees stands on all pages: "och", "namnden", "fér". To
find out what such a word may have been takes about a tenth of a millisecond, to look the answer up a tenth of
that. So `training/beforehand.py` asks for the words that are likeliest to be read at all, and ships the
answers: what `ocr/candidates.py` finds and what `ocr/evidence.py` weighs them as. They are the same to the
last digit, which a test holds them to, and hold for the shipped lexicon only.

The words lie in a trie that is read as it stands on the disk; their numbers give the places of the answers.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import marisa_trie
import msgspec

from ocr.candidates import Candidate, Guess, Made, as_candidate, as_guess
from ocr.channel import Edit

WORDS_FILE, ANSWERS_FILE = "beforehand.marisa", "beforehand.bin"
Weights = tuple[float, float]  # of a word, for damage and for another language
_Row = tuple[str, tuple[Edit, ...], float, bool, Made]  # a candidate, but for what follows from it
# Where no sentence begins, and where one may; one alone, if that is all the same.
_Rows = tuple[tuple[_Row, ...], ...]
_PLACES, _WEIGHTS = struct.Struct("<II"), struct.Struct("<dd")
_DECODER = msgspec.msgpack.Decoder(_Rows)


@dataclass(frozen=True, slots=True)
class Beforehand:
    """Looks up the answers for some words; `answers` begins with their places."""

    find: Callable[[str], int | None]
    answers: bytes

    def weights(self, word: str) -> Weights | None:
        """What triage weighs a word as; None if that has to be found out."""
        at = self.find(word)
        if at is None:
            return None
        damage, foreign = _WEIGHTS.unpack_from(self.answers, _PLACES.unpack_from(self.answers, 4 * at)[0])
        return damage, foreign

    def guess(self, word: str, opens: bool) -> Guess | None:
        """What a word may have been; None if that has to be found out."""
        at = self.find(word)
        if at is None:
            return None
        start, end = _PLACES.unpack_from(self.answers, 4 * at)
        rows = _DECODER.decode(self.answers[start + _WEIGHTS.size : end])
        found = [
            as_candidate(spelt, edits, fit, known=known, made=made)
            for spelt, edits, fit, known, made in rows[opens if len(rows) > 1 else 0]
        ]
        return as_guess(word, found)


def packed(weights: Weights, guesses: Iterable[Sequence[Candidate]]) -> bytes:
    """The answers for one word."""
    rows = [[(c.word, c.edits, c.fit, c.known, c.made) for c in some] for some in guesses]
    return _WEIGHTS.pack(*weights) + msgspec.msgpack.encode(rows)


def written(answers: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    """The trie and the answers, as the two files hold them."""
    trie = marisa_trie.Trie(answers)
    in_order = sorted(answers, key=trie.get)
    places, at = [], 4 * (len(in_order) + 1)
    for word in in_order:
        places.append(at)
        at += len(answers[word])
    return trie.tobytes(), struct.pack(f"<{len(places) + 1}I", *places, at) + b"".join(
        answers[word] for word in in_order
    )


@cache
def beforehand() -> Beforehand:
    """The answers that ship with the package."""
    data = files("ocr") / "data"
    trie = marisa_trie.Trie()
    trie.frombytes((data / WORDS_FILE).read_bytes())
    return Beforehand(trie.get, (data / ANSWERS_FILE).read_bytes())
