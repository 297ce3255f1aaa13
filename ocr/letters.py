"""How Swedish words and names run, letter by letter: for words that are in no list.

A table of runs of up to six letters, counted over the words and names of the lexicon (`training/letters.py`).
It says how likely a letter is after the ones before, and so how likely "grafnäs" is as a word that nobody
knows, beside "grafnas". What follows a run lies together in the table, and is looked at when a word first
comes by; from each run one goes on to the next, and after what the table does not hold to what it ends in.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

RUNS_FILE = "letters.bin"
LONGEST = 6  # letters of a run
BEGIN, END = "^", "$"  # before and after the letters of a word
STEP = 1 / 16  # of a byte to each whole of the natural logarithm
_REMEMBERED = 200_000  # steps from a run to the next
_UNKNOWN = 255  # of no letter
_STRANGE = math.log(1e-5)  # of a character that no word holds


class Table:
    """The runs, shorter ones first, what follows each one together; the first is empty.

    Of each its last letter, the logarithm of that letter's share after the others and the one that a letter
    never seen after the run is scaled by (a byte each), how many runs follow, and where those end.
    """

    __slots__ = ("codes", "counts", "ends", "lasts", "logs", "scales", "steps")

    def __init__(self, data: bytes) -> None:
        import numpy as np  # here, since good text never comes so far

        alphabet, columns = data.split(b"\n", 1)
        n = len(columns) // 4
        self.codes = {letter: code for code, letter in enumerate(alphabet.decode())}
        self.lasts, self.logs, self.scales, self.counts = (
            columns[at : at + n] for at in range(0, len(columns), n)
        )
        ends = 1 + np.frombuffer(self.counts, np.uint8).cumsum(dtype=np.uint32)
        self.ends = memoryview(ends.tobytes()).cast("I")
        self.steps = 0  # that are remembered

    def find(self, at: int, letter: str) -> int:
        """Where a run stands with a letter more; -1 if nowhere."""
        end = self.ends[at]
        return self.lasts.find(self.codes.get(letter, _UNKNOWN), end - self.counts[at], end)


class Run(dict[str, float]):
    """The logarithm of the share of each letter after a run, looked up once."""

    __slots__ = ("_at", "_led", "_length", "_shorter", "_table")

    def __init__(self, table: Table, at: int, length: int, shorter: Run | None) -> None:
        """`shorter` is what the run ends in, one letter less."""
        self._table, self._at, self._length, self._shorter = table, at, length, shorter
        self._led: dict[str, Run] = {}

    def __missing__(self, letter: str) -> float:
        table, shorter = self._table, self._shorter
        found = table.find(self._at, letter)
        if found >= 0:
            log = -table.logs[found] * STEP
        else:
            log = shorter[letter] - table.scales[self._at] * STEP if shorter is not None else _STRANGE
        table.steps += 1
        self[letter] = log
        return log

    def after(self, letter: str) -> Run:
        """The run that a letter leads to: with it, or what that ends in, if it is in no word."""
        run = self._led.get(letter)
        if run is None:
            table, shorter = self._table, self._shorter
            run = self if shorter is None else shorter.after(letter)
            if self._length < LONGEST - 1 and (found := table.find(self._at, letter)) >= 0:
                run = Run(table, found, self._length + 1, run)
            table.steps += 1
            self._led[letter] = run
        return run


class Letters:
    """The way through the runs, from the beginning of a word."""

    __slots__ = ("_root", "_table")

    def __init__(self, data: bytes) -> None:
        self._table = Table(data)
        self._root = Run(self._table, 0, 0, None)

    @property
    def begin(self) -> Run:
        """What a word may begin with."""
        if self._table.steps > _REMEMBERED:
            self._root = Run(self._table, 0, 0, None)
            self._table.steps = 0
        return self._root.after(BEGIN)

    def logs(self, word: str) -> list[float]:
        """The logarithm of the share of each letter of a word in lower case, and of its end."""
        run, found = self.begin, list[float]()
        for letter in word:
            found.append(run[letter])
            run = run.after(letter)
        return [*found, run[END]]

    def log_word(self, word: str) -> float:
        """The same for a whole word."""
        return sum(self.logs(word))


def packed(log: float) -> int:
    """A logarithm as one byte."""
    return max(0, min(255, round(-log / STEP)))


@cache
def letters() -> Letters:
    """The table that ships with the package."""
    return Letters((files("ocr") / "data" / RUNS_FILE).read_bytes())
