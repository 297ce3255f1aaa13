"""The company that doubtful words keep: how often "för" stands between "stöd" and "att".

Only words that damage can turn into each other (för/for, är/år, lägga/ligga, i/1) are counted, with their
neighbour on the left, on the right and on both sides: what stands around a word decides where its spelling
does not. Where that leaves a doubt, the words beyond the neighbours are asked: "män som utsätts". Neighbours
that are no common words are stored as classes, so no run of names is in the table. The keys lie in a trie
that is read as it stands on the disk; a byte a key holds the logarithm of the count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import marisa_trie

from ocr.lexicon import RUNNING_WORDS, Lexicon

KEYS_FILE, COUNTS_FILE = "contexts.marisa", "contexts.bin"
BOUNDARY, NUMBER, NAME, UNKNOWN, COMMA = ".", "#", "^", "?", ","
CLASS_SHARE = {BOUNDARY: 0.09, NUMBER: 0.03, NAME: 0.05, UNKNOWN: 0.03, COMMA: 0.04}

# What the candidates' common habit weighs, in meetings with a neighbour, where a word farther off is asked;
# and how much that counts, since the four such pairs say partly the same.
_FARTHER, _TRUST = 10.0, 0.5

_STEPS = 13  # of a byte to each doubling of a count
# How many meetings the candidates' common habit weighs beside a word's own.
_SIDE = 0.5
_BOTH = 0.5


def packed(count: int) -> int:
    """A count as one byte; 0 stays 0."""
    return 0 if count <= 0 else min(255, 1 + round(_STEPS * math.log2(count)))


_UNPACKED = (0.0, *(2 ** (i / _STEPS) for i in range(255)))


def meeting(left: str, word: str, right: str) -> str:
    """The key of a word with its neighbours; an empty one means any."""
    return f"{left} {word} {right}"


def wider(word: str, sides: str = "", near: str = "", far: str = "") -> str:
    """The key of a word with a neighbour and one that stands two words away, as `Around.sides` gives them.

    Without these it is the mark of a word that was counted so at all.
    """
    return f"{sides} {word} {near} {far}"


class Around(NamedTuple):
    """The neighbours of a word and those beyond."""

    farther_left: str
    left: str
    right: str
    farther_right: str

    def sides(self) -> tuple[tuple[str, str, str], ...]:
        """What stands two words away beside each neighbour: (sides, neighbour, farther one)."""
        return (
            ("<<", self.left, self.farther_left),
            (">>", self.right, self.farther_right),
            ("<>", self.left, self.farther_right),
            ("><", self.right, self.farther_left),
        )


@dataclass(frozen=True, slots=True)
class Contexts:
    """Looks up how often a word stands beside its neighbours."""

    find: Callable[[str], int | None]
    counts: bytes

    def count(self, left: str, word: str, right: str) -> float:
        """How often `word` stands so; an empty neighbour means any."""
        return self._of(meeting(left, word, right))

    def _of(self, key: str) -> float:
        at = self.find(key)
        return 0.0 if at is None else _UNPACKED[self.counts[at]]

    def log_lifts(self, candidates: Sequence[str], left: str, right: str, words: Lexicon) -> list[float]:
        """How much likelier (as a logarithm) these neighbours make each of the candidates.

        A word seen too seldom to have shown its neighbours, or never counted because nothing is near it, is
        thought to keep the company that the candidates keep together.
        """
        # What was never counted with one neighbour was not with two: most need not be looked up.
        ns = [self.count("", word, "") for word in candidates]
        lefts = [self.count(left, w, "") if n else 0.0 for w, n in zip(candidates, ns, strict=True)]
        rights = [self.count("", w, right) if n else 0.0 for w, n in zip(candidates, ns, strict=True)]
        shares = _share(left, words), _share(right, words)
        sides = (
            _lifts(lefts, [n * shares[0] for n in ns], _SIDE),
            _lifts(rights, [n * shares[1] for n in ns], _SIDE),
        )
        apart = [a * b for a, b in zip(*sides, strict=True)]
        together = [
            self.count(left, w, right) if a and b else 0.0
            for w, a, b in zip(candidates, lefts, rights, strict=True)
        ]
        if any(together):
            expected = [n * shares[0] * shares[1] * a for n, a in zip(ns, apart, strict=True)]
            apart = [a * b for a, b in zip(apart, _lifts(together, expected, _BOTH), strict=True)]
        return [math.log(a) for a in apart]

    def counted_far(self, candidates: Sequence[str]) -> list[bool]:
        """Which of the candidates were counted with what stands two words away."""
        return [self._of(wider(word)) > 0 for word in candidates]

    def log_farther(
        self, candidates: Sequence[str], counted: Sequence[bool], around: Around
    ) -> list[float] | None:
        """How much likelier what stands two words away makes each, beside the neighbours; None if nothing.

        Only words that differ in å, ä and ö were `counted` so; the others are as likely as they are together.
        """
        total: list[float] | None = None
        for sides, near, far in around.sides():
            seen = [
                self._of(wider(word, sides, near, far)) if known else 0.0
                for word, known in zip(candidates, counted, strict=True)
            ]
            if any(seen):
                left = sides[0] == "<"
                beside = [
                    (self.count(near, word, "") if left else self.count("", word, near)) if known else 0.0
                    for word, known in zip(candidates, counted, strict=True)
                ]
                common = (sum(seen) + 0.5) / (sum(beside) + 0.5)
                lifts = [
                    _TRUST * math.log((s / common + _FARTHER) / (n + _FARTHER))
                    for s, n in zip(seen, beside, strict=True)
                ]
                total = [a + b for a, b in zip(total, lifts, strict=True)] if total else lifts
        return total


def _lifts(seen: Sequence[float], expected: Sequence[float], weight: float) -> list[float]:
    """Seen over expected for each word, drawn towards the same for all together.

    The mean of a Gamma distribution around the common lift, after the counts: `weight` is what it is worth
    in meetings.
    """
    pooled = (sum(seen) + 0.5) / (sum(expected) + 0.5)
    return [(s + weight) / (e + weight / pooled) for s, e in zip(seen, expected, strict=True)]


def _share(neighbour: str, words: Lexicon) -> float:
    share = CLASS_SHARE.get(neighbour)
    if share is not None:
        return share
    known = words.words.get(neighbour)
    return max(known.lower + known.opening, 3) / RUNNING_WORDS if known else CLASS_SHARE[UNKNOWN]


@cache
def contexts() -> Contexts:
    """The table that ships with the package."""
    data = files("ocr") / "data"
    trie = marisa_trie.Trie()
    trie.frombytes((data / KEYS_FILE).read_bytes())
    return Contexts(trie.get, (data / COUNTS_FILE).read_bytes())
