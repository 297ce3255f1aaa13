"""The Swedish that repair knows: words with their counts, and the parts that compounds are made of.

Two plain tables made by `training/lexicon.py` (see `ocr/data/README.md`), read once, when the first damaged
page needs them. Words stand in lower case with two counts: as a common word, and capitalised within a
sentence, which is how names are told from words. The search for spellings (`ocr/channel.py`) goes through
them as a tree (`ocr/tree.py`).
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from ocr.tree import Tree

WORDS_FILE, PARTS_FILE, ENDINGS_FILE = "words.tsv", "parts.tsv", "name_endings.txt"
RUNNING_WORDS = 15_000_000
# How likely a running word is a compound that no text has shown, and a word that is nothing known at all.
COMPOUND = math.log(0.004)
UNKNOWN_WORD = math.log(0.01)
UNKNOWN_LETTER = math.log(1 / 9)
_UNKNOWN_LENGTH = tuple(math.log(share) for share in (0.0001, 0.0001, 0.001, 0.005, 0.02, 0.05, 0.08))
_UNKNOWN_ODD = math.log(0.003)
_ODD = frozenset("0123456789é&@")
_PLACES = 0.3  # of the capitalised words that nobody knows, how many are made as place names are
_KNOWN_FIRST = 0.8  # ... and of those, how many begin with a part that is known
_LEAST_FIRST = 3  # letters of one that is not
_NEW_PLACE = math.log(_PLACES * (1 - _KNOWN_FIRST))
_FLAT = str.maketrans("åäö", "aao")
NEVER = -60.0


Case = Literal["small", "name", "heading"]


class Counts(NamedTuple):
    """How often a word stands in lower case, capitalised within a sentence, at the head of one (or in
    capitals), and as the tail of different compounds."""

    lower: int
    capital: int
    opening: int
    tail: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words and first parts of compounds, each with its tree. Two are the same if they are one."""

    words: Mapping[str, Counts]
    tree: Tree
    parts: Mapping[str, int]
    part_tree: Tree
    endings: frozenset[str]  # of place names
    ending_tree: Tree

    def with_words(self, more: Mapping[str, int]) -> Lexicon:
        """This lexicon and the words of an archive: `{"Vikasjö": 12}`, capitals meaning a name."""
        words = dict(self.words)
        for word, count in more.items():
            low = word.lower()
            old = words.get(low, Counts(0, 0, 0, 0))
            words[low] = (
                old._replace(lower=old.lower + count)
                if word.islower()
                else old._replace(capital=old.capital + count)
            )
        return replace(self, words=words, tree=Tree(words))

    def log_word(self, word: str, case: Case) -> float:
        """The logarithm of a known word's share of running text; NEVER for an unknown one.

        `case` says how it stands: in small letters, with a capital within a sentence, or where a capital
        says nothing (at the head of a sentence, in a heading).
        """
        counts = self.words.get(word)
        if counts is None:
            return NEVER
        if case == "small":
            n = counts.lower + 0.02 * counts.capital + 0.1 * counts.opening
        elif case == "name":
            n = counts.capital + 0.05 * counts.opening + 0.002 * counts.lower
        else:
            n = counts.capital + counts.opening + 0.03 * counts.lower
        return math.log(n / RUNNING_WORDS) if n else NEVER

    def log_compound(self, parts: tuple[str, ...]) -> float:
        """The same for a compound that no text has shown; its parts but the last are first parts, if
        texts have shown them."""
        total = COMPOUND * (len(parts) - 1)
        for part in parts[:-1]:
            total += math.log((self.parts.get(part, 0) + 1) / 90_000)
        tail = self.words[parts[-1]]
        return total + math.log((tail.tail + 0.5) / 60_000)


def log_name(lexicon: Lexicon, parts: tuple[str, ...]) -> float:
    """The logarithm of the chance that a running word is a place name of these parts, known to nobody."""
    first, *middle, ending = parts
    log_first = math.log(_KNOWN_FIRST * (lexicon.parts[first] + 1) / 90_000)
    log_first += math.fsum(_log_ending(lexicon, part) for part in middle)
    return UNKNOWN_WORD + math.log(_PLACES) + _log_ending(lexicon, ending) + log_first


def log_new_name(lexicon: Lexicon, word: str, log_letters: Callable[[str], float]) -> float:
    """The same where the first part is known to nobody and goes by its letters: "Hjortudden".

    No first part ends in another ending that lost its å, ä or ö: "Duvnasviken" is none.
    """
    flat = _flat(lexicon.endings)
    return max(
        [
            UNKNOWN_WORD + _NEW_PLACE + _log_ending(lexicon, word[cut:]) + log_letters(word[:cut])
            for cut in range(_LEAST_FIRST, len(word) - 1)
            if word[cut:] in lexicon.endings and not word[:cut].endswith(flat)
        ],
        default=NEVER,
    )


@lru_cache(maxsize=4)
def _flat(endings: frozenset[str]) -> tuple[str, ...]:
    """The longer endings that have an å, ä or ö, without it."""
    flat = {ending.translate(_FLAT) for ending in endings if len(ending) > 2 and not ending.isascii()}
    return tuple(flat - endings)


def _log_ending(lexicon: Lexicon, part: str) -> float:
    """The share of one ending among those of place names; common words are a little likelier."""
    common = 0
    for word in {part, part.removesuffix("s")}:  # "gårdens" as "gården"
        if counts := lexicon.words.get(word):
            common += counts.lower + counts.capital
    return 0.5 * math.log((common + 10) / 500) - math.log(len(lexicon.endings))


def log_unknown(word: str) -> float:
    """The logarithm of the chance that a running word is this one, known to nobody.

    Unknown words are long as a rule, and hardly ever hold a digit, an é or an "&".
    """
    n = len(word)
    plain = UNKNOWN_WORD + UNKNOWN_LETTER * n + _UNKNOWN_LENGTH[min(n, len(_UNKNOWN_LENGTH) - 1)]
    return plain + _log_odd(word)


def _log_odd(word: str) -> float:
    """What characters that no word holds cost; names end in é often enough ("Norén", "Lindéns")."""
    odd = sum(c in _ODD for c in word.removesuffix("s").removesuffix("én"))
    return _UNKNOWN_ODD * min(odd, 2)


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    same: dict[str, Counts] = {}  # most words are rare, and rare words have the same few counts
    words: dict[str, Counts] = {}
    for word, numbers in _rows(WORDS_FILE):
        counts = same.get(numbers)
        if counts is None:
            counts = same[numbers] = Counts(*map(int, numbers.split("\t")))
        words[word] = counts
    parts = {word: int(n) for word, n in _rows(PARTS_FILE)}
    endings = frozenset(_name_endings())
    found = Lexicon(words, Tree(words), parts, Tree(parts), endings, Tree(endings))
    # The tables stay as long as the process: to look through them for garbage, as Python does time and again,
    # takes as long as to repair ten pages.
    gc.freeze()
    return found


def _name_endings() -> Iterator[str]:
    """The last parts of place names, each also as a genitive."""
    text = (files("ocr") / "data" / ENDINGS_FILE).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            for ending in line.split():
                yield from (ending, ending + "s")


def _rows(name: str) -> Iterable[list[str]]:
    """The lines of a table, each as its word and its numbers."""
    text = (files("ocr") / "data" / name).read_text(encoding="utf-8")
    return (line.split("\t", 1) for line in text.splitlines())
