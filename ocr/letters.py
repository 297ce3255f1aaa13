"""How Swedish words and names run, letter by letter: for words that are in no list.

A table of runs of up to six letters, counted over the words and names of the lexicon (`training/letters.py`).
It says how likely a letter is after the ones before, and so how likely "grafnäs" is as a word that nobody
knows, beside "grafnas". The runs lie in a trie that is read as it stands on the disk; two bytes a run hold
the logarithm of its last letter's share and the one that a letter never seen after the run is scaled by.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import marisa_trie

RUNS_FILE, LOGS_FILE = "letters.marisa", "letters.bin"
LONGEST = 6  # letters of a run
BEGIN, END = "^", "$"  # before and after the letters of a word
STEP = 1 / 16  # of a byte to each whole of the natural logarithm
_REMEMBERED = 100_000  # runs
_STRANGE = math.log(1e-5)  # of a character that no word holds


class Scales(dict[str, float]):
    """What a letter never seen after a run is scaled by, as a logarithm; of a run that is none, how many
    letters are too many at its beginning."""

    __slots__ = ("_find", "_logs")

    def __init__(self, find: Callable[[str], int | None], logs: bytes) -> None:
        self._find = find
        self._logs = logs

    def __missing__(self, run: str) -> float:
        if len(self) > _REMEMBERED:
            self.clear()
        at = self._find(run)
        if at is not None:
            scale = -self._logs[2 * at + 1] * STEP
        else:
            scale = 1.0 + max(0.0, self[run[1:]]) if len(run) > 1 else 1.0
        self[run] = scale
        return scale


class Letters(dict[str, float]):
    """The logarithm of the share of a run's last letter after the others, looked up once.

    `logs` holds two bytes for each number of `find`.
    """

    __slots__ = ("_find", "_logs", "_scales")

    def __init__(self, find: Callable[[str], int | None], logs: bytes) -> None:
        self._find = find
        self._logs = logs
        self._scales = Scales(find, logs)

    def __missing__(self, run: str) -> float:
        if len(self) > _REMEMBERED:
            self.clear()
        # Where a run is in the table, so is its beginning: after what is none, no letter is looked for.
        scale = self._scales[run[:-1]] if len(run) > 1 else 0.0
        if scale > 0.0:
            log = self[run[int(scale) :]]
        elif (at := self._find(run)) is not None:
            log = -self._logs[2 * at] * STEP
        else:
            log = self[run[1:]] + scale if len(run) > 1 else _STRANGE
        self[run] = log
        return log

    def log_letter(self, before: str, letter: str) -> float:
        """The logarithm of the share of `letter` after the letters `before`."""
        return self[before[1 - LONGEST :] + letter]

    def logs(self, word: str) -> list[float]:
        """The same for each letter of a word in lower case, and for its end."""
        run = BEGIN + word + END
        return [self[run[max(0, end - LONGEST) : end]] for end in range(2, len(run) + 1)]

    def log_word(self, word: str) -> float:
        """The same for a whole word."""
        return sum(self.logs(word))


def packed(log: float) -> int:
    """A logarithm as one byte."""
    return max(0, min(255, round(-log / STEP)))


@cache
def letters() -> Letters:
    """The table that ships with the package."""
    data = files("ocr") / "data"
    trie = marisa_trie.Trie()
    trie.frombytes((data / RUNS_FILE).read_bytes())
    return Letters(trie.get, (data / LOGS_FILE).read_bytes())
