"""How likely each candidate is in a document: all its words weighed together.

A document teaches its own confusions. The words that are certain say how often "ä" came out as "d" here,
which makes other words certain; what is learned so is weighed against the shipped table. The candidates of
all distinct words lie one after the other in arrays, since a document has hundreds of them and each is looked
at three times.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from ocr.candidates import Candidate, Guess, Guesses
from ocr.channel import Damage, damage
from ocr.lexicon import NEVER

_ROUNDS = 2
_SURE = 0.9  # words this certain teach the document's confusions
_PRIOR_WEIGHT = 25.0  # letters' worth of trust in the shipped table, against what the document shows
_LOG_UNSEEN = math.log(2e-5)  # of a confusion that the table lists but the document has not shown
SETTLED = 0.9999  # nothing around a word can change what it is
_CERTAIN = (1.0,)
_REMEMBERED = 50_000  # words

Key = tuple[str, bool]  # a word, and whether it stands where a sentence may begin
Numbers = Any  # an array of numpy, which is imported where it is used


class Facts(NamedTuple):
    """A distinct word of a document: its candidates and their shares before its place is looked at.

    `best` is the likeliest candidate, `settled` says that no place can change that, and `plain` that the word
    then stands as it should. `logs` are what the shares are made of.
    """

    guess: Guess
    logs: Sequence[float]
    shares: Sequence[float]
    best: Candidate
    settled: bool
    plain: bool

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.guess.candidates


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """How likely each letter comes out as something else in a document: logarithms by
    `channel.places`."""

    logs: Numbers

    def facts(self, guess: Guess) -> Facts:
        """The facts on one word."""
        return _Group([guess]).facts(self)[0] if _is_open(guess) else _alone(guess)


class _Group:
    """The candidates of some words one after the other, and the places of their damage in the table.

    Each candidate has so many `sizes` of places, each word so many `counts` of candidates; they begin at
    `heads` and `firsts`.
    """

    __slots__ = ("_counts", "_firsts", "_fits", "_guesses", "_heads", "_places", "_sizes")

    def __init__(self, guesses: Sequence[Guess]) -> None:
        import numpy as np  # here, since good text never comes so far

        self._guesses = guesses
        self._fits = np.array([c.fit for guess in guesses for c in guess.candidates])
        self._places = np.array([place for guess in guesses for place in guess.places])
        self._sizes = np.array([len(c.keys) + 1 for guess in guesses for c in guess.candidates])
        self._counts = np.array([len(guess.candidates) for guess in guesses])
        self._heads = self._sizes.cumsum() - self._sizes
        self._firsts = self._counts.cumsum() - self._counts

    def weighed(self, table: Table) -> tuple[Numbers, Numbers]:
        """The logarithms of how often each candidate would be read so, and the shares."""
        import numpy as np

        logs = np.add.reduceat(table.logs[self._places], self._heads) + self._fits
        weights = np.exp(logs - np.maximum.reduceat(logs, self._firsts).repeat(self._counts))
        return logs, weights / np.add.reduceat(weights, self._firsts).repeat(self._counts)

    def learned(self, times: Sequence[int], base: Damage) -> Table:
        """The table that a document teaches in which the words stand so many times, from another."""
        import numpy as np

        known = np.array([c.known for guess in self._guesses for c in guess.candidates])
        teaching = np.where(known, np.array(times, float).repeat(self._counts), 0.0)
        table = shipped(base)
        for _ in range(_ROUNDS):
            _, found = self.weighed(table)
            sure = np.where(found > _SURE, found * teaching, 0.0)
            seen = np.bincount(self._places, sure.repeat(self._sizes), len(table.logs))
            table = learned(seen, base)
        return table

    def facts(self, table: Table) -> list[Facts]:
        """The facts on the words."""
        logs, found = (some.tolist() for some in self.weighed(table))
        facts = []
        for guess, first in zip(self._guesses, self._firsts.tolist(), strict=True):
            last = first + len(guess.candidates)
            some = found[first:last]
            top = max(some)
            best = guess.candidates[some.index(top)]
            settled = top >= SETTLED
            facts.append(Facts(guess, logs[first:last], some, best, settled, settled and stands(best)))
        return facts


def _is_open(guess: Guess) -> bool:
    """Whether a document says anything of a word, or the word of it."""
    return len(guess.candidates) > 1 or bool(guess.candidates[0].keys)


@lru_cache(maxsize=_REMEMBERED)
def _alone(guess: Guess) -> Facts:
    """The facts on a word that has one candidate, whatever the document."""
    [best] = guess.candidates
    return Facts(guess, (best.fit,), _CERTAIN, best, True, stands(best))


def stands(best: Candidate) -> bool:
    """Whether a word's likeliest candidate is the word itself, and a known one."""
    return best.known and not best.made and not best.changes


def shares(logs: Sequence[float]) -> list[float]:
    """The probability of each of some candidates."""
    top = max(logs)
    weights = [math.exp(x - top) for x in logs]
    total = sum(weights)
    return [w / total for w in weights]


def weighed(words: Mapping[Key, int], guesses: Guesses) -> tuple[Table, dict[Key, Facts]]:
    """The confusions of a document, and the facts on its words, from how often each stands."""
    found = {(word, opens): guesses.of(word, opens=opens) for word, opens in words}
    facts = {key: _alone(guess) for key, guess in found.items() if not _is_open(guess)}
    telling = [key for key in found if key not in facts]
    if not telling:
        return shipped(guesses.table), facts
    group = _Group([found[key] for key in telling])
    table = group.learned([words[key] for key in telling], guesses.table)
    return table, facts | dict(zip(telling, group.facts(table), strict=True))


def learned(seen: Numbers, base: Damage | None = None) -> Table:
    """A table, if no other the shipped one, moved towards what a document has shown: how often each confusion
    stands."""
    import numpy as np

    logs, (truths, priors) = shipped(base).logs, _truths(base)
    totals = np.bincount(truths, seen[2:])[truths]
    moved = np.log(seen[2:] + priors) - np.log(totals + _PRIOR_WEIGHT)
    moved = np.where(totals > 0, np.maximum(moved, _LOG_UNSEEN), logs[2:])
    return Table(np.concatenate((logs[:2], moved)))


@lru_cache(maxsize=8)
def shipped(table: Damage | None = None) -> Table:
    """The table that ships with the package, or another."""
    import numpy as np

    return Table(np.array([0.0, NEVER, *(table or damage()).log_chance.values()]))


@lru_cache(maxsize=8)
def _truths(table: Damage | None) -> tuple[Numbers, Numbers]:
    """What stood where each confusion is, by number, and what it weighs against a document's."""
    import numpy as np

    numbers: dict[str, int] = {}
    keys = (table or damage()).log_chance
    truths = np.array([numbers.setdefault(truth, len(numbers)) for truth, _ in keys])
    return truths, np.exp(math.log(_PRIOR_WEIGHT) + shipped(table).logs[2:])
