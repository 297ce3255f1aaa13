"""How Swedish words and names run, letter by letter: for words that are in no list.

A table of runs of up to six letters, counted over the words and names of the lexicon (`training/letters.py`).
It says how likely a letter is after the ones before, and so how likely "grafnäs" is as a word that nobody
knows, beside "grafnas". The runs lie in a trie that is read as it stands on the disk; two bytes a run hold
the logarithm of its last letter's share and the one that a letter never seen after the run is scaled by.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import marisa_trie

RUNS_FILE, LOGS_FILE = "letters.marisa", "letters.bin"
LONGEST = 6  # letters of a run
BEGIN, END = "^", "$"  # before and after the letters of a word
STEP = 1 / 16  # of a byte to each whole of the natural logarithm
_REMEMBERED = 100_000  # runs
_NO_BEGINNING = -1.0
_STRANGE = math.log(1e-5)  # of a character that no word holds


@dataclass(frozen=True, slots=True)
class Letters:
    """Looks up how likely letters are after others; `logs` holds two bytes for each number of `find`."""

    find: Callable[[str], int | None]
    logs: bytes
    seen: dict[str, float] = field(default_factory=dict, repr=False)
    scales: dict[str, float] = field(default_factory=dict, repr=False)

    def log_letter(self, before: str, letter: str) -> float:
        """The logarithm of the share of `letter` after the letters `before`."""
        run = before[1 - LONGEST :] + letter
        log = self.seen.get(run)
        if log is None:
            if len(self.seen) > _REMEMBERED:
                self.seen.clear()
                self.scales.clear()
            log = self.seen[run] = self._looked_up(run[:-1], letter)
        return log

    def _looked_up(self, history: str, letter: str) -> float:
        # Where a run is in the table, so is its beginning: after what is none, no letter is looked for.
        total, scales = 0.0, self.scales
        while history:
            scale = scales.get(history)
            if scale is None:
                at = self.find(history)
                scale = scales[history] = _NO_BEGINNING if at is None else self.logs[2 * at + 1] * STEP
            if scale != _NO_BEGINNING:
                at = self.find(history + letter)
                if at is not None:
                    return total - self.logs[2 * at] * STEP
                total -= scale
            history = history[1:]
        at = self.find(letter)
        return total + _STRANGE if at is None else total - self.logs[2 * at] * STEP

    def log_word(self, word: str) -> float:
        """The same for a whole word, in lower case."""
        total, before = 0.0, BEGIN
        for letter in word + END:
            total += self.log_letter(before, letter)
            before += letter
        return total


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
