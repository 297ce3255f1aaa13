"""An archive's own words: names and compounds of its good pages, used on its damaged ones.

What repair cannot know from Swedish at large is mostly names (Jonsson or Jönsson, Staldal or Ståldal), and
the same names stand in the same archive's good documents. They are counted by municipality, since the
neighbours have other streets and other people, and they weigh more than the language at large: a name that
stands here will stand here again. The counts are plain, so they can be kept, looked at and forgotten.

    learned = counted(texts_of_good_pages)
    own = OwnWords.of({learned.town: learned})
    repair(text, lexicon=own.lexicon([text]))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from rapidfuzz import fuzz, process

from ocr.channel import spelt
from ocr.familiar import FLAT
from ocr.lexicon import RUNNING_WORDS, Lexicon, lexicon
from ocr.protect import BREAK, NOISE, PROTECTED

WORD = re.compile(r"[^\W\d_]{3,}")

# "Vikasjö kommun", "Storviks kommuns", "Göteborgs Stad"; damaged as well: "Vikasj6 kommun"
TOWN = re.compile(r"\b([A-ZÅÄÖ][^\W_]+(?:-[A-ZÅÄÖ]?[^\W_]+)?) (?:[Kk]ommuns?|[Ss]tads?)\b")
_NO_TOWN = frozenset(
    ("en", "ett", "den", "denna", "vår", "er", "sin", "hela", "varje", "annan", "inom", "av", "i")
)
_SAME_TOWN = 80  # of 100: a town's name as it may be damaged ("Géteborgs")

LEAST = 2  # times a word stands before it is believed
_TWIN = 5  # times as often as its flat twin a word stands, if the twin is a slip
_WEIGHT = 0.2  # of a name's chance in its archive, beside its chance in Swedish at large
_FEW = 100_000  # running words: a small archive says less of how common a name is
_LONG_ENOUGH = 400  # letters: less on a page says too little of whether it is good
_LEAST_MARKED = 0.025  # the share of å, ä and ö in the letters of a page that is surely good


@dataclass(frozen=True, slots=True)
class Counted:
    """What good pages hold: the municipality that they name, how many words in all, and how often each
    word stands that the language at large may not know."""

    town: str
    running: int
    words: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The own words of an archive, by municipality, with counts as the lexicon counts. `digest` tells two
    such lists apart; "" is the municipality of documents that name none."""

    by_town: Mapping[str, Mapping[str, int]]
    digest: str

    @classmethod
    def of(
        cls,
        counted: Mapping[str, Counted],
        added: Iterable[str] = (),
        forgotten: Iterable[str] = (),
    ) -> OwnWords:
        """What is to be believed of counts by municipality. `added` are words that a person has vouched for,
        `forgotten` those that shall not be used."""
        gone = frozenset(forgotten)
        vouched = {word: weighed(LEAST, 0) for word in added if WORD.fullmatch(word) and word not in gone}
        by_town = {"": dict(vouched)}
        for town, found in counted.items():
            twins = _flat_twins(found.words)
            by_town[town] = vouched | {
                word: max(weighed(n, found.running), vouched.get(word, 0))
                for word, n in found.words.items()
                if n >= LEAST and word not in gone and word not in twins
            }
        lines = sorted(f"{town}\t{word}\t{n}" for town, words in by_town.items() for word, n in words.items())
        return cls(by_town, sha256("\n".join(lines).encode()).hexdigest())

    def town(self, texts: Sequence[str]) -> str:
        """The municipality that a document speaks of, among those known; its text may be damaged."""
        towns = [town for town in self.by_town if town]
        if len(towns) < 2:
            return towns[0] if towns else ""
        found: Counter[str] = Counter()
        for text in texts:
            for name in TOWN.findall(text):
                if match := process.extractOne(name, towns, scorer=_alike, score_cutoff=_SAME_TOWN):
                    found[match[0]] += 1
        return max(found, key=found.__getitem__, default="")

    def lexicon(self, texts: Sequence[str]) -> Lexicon:
        """The shipped lexicon and the words of the municipality that a document speaks of."""
        town = self.town(texts)
        words = self.by_town.get(town)
        return _lexicon(_Key(self.digest, town, words)) if words else lexicon()


@dataclass(frozen=True, slots=True)
class _Key:
    """Words, told from others by their digest and town."""

    digest: str
    town: str
    words: Mapping[str, int] = field(compare=False)


@lru_cache(maxsize=4)
def _lexicon(key: _Key) -> Lexicon:
    return lexicon().with_words(key.words)


def _flat_twins(words: Mapping[str, int]) -> frozenset[str]:
    """Words that are others without their dots and rings, and far rarer: "Stahl" beside forty "Ståhl"."""
    marked = {word.translate(FLAT): n for word, n in words.items() if any(c in "åäöÅÄÖ" for c in word)}
    marked |= {word.lower(): n for word, n in marked.items()}  # "alta" beside forty "Älta"
    return frozenset(word for word, n in words.items() if marked.get(word, 0) > _TWIN * n)


def _may_be_flat(word: str) -> bool:
    """Whether a word in small letters may be a known one without its dots and rings: "tjanster"."""
    return any(e.truth != e.read for spelling in spelt(word, lexicon()) for e in spelling.edits)


def _alike(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    return fuzz.ratio(_plain(one), _plain(other), score_cutoff=score_cutoff)


def _plain(town: str) -> str:
    return town.lower().removesuffix("s")


def weighed(count: int, running: int) -> int:
    """A count among `running` words of an archive, as the shipped lexicon would count it."""
    return max(count, round(_WEIGHT * count / max(running, _FEW) * RUNNING_WORDS))


def plainly_good(page: str) -> bool:
    """Whether a page is long enough, and holds å, ä and ö enough, to learn from.

    The gate of repair asks whether a page is damaged; this asks more.
    """
    letters = sum(map(str.isalpha, page))
    return letters >= _LONG_ENOUGH and sum(map(page.lower().count, "åäö")) >= _LEAST_MARKED * letters


def counted(texts: Iterable[str]) -> Counted:
    """What the good pages of one document hold: its names, and what the shipped lexicon does not.

    A word counts as a name where it never stands in small letters, and is no common word.
    """
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    towns: Counter[str] = Counter()
    for page in texts:
        text = BREAK.sub("", PROTECTED.sub(" ", page))
        towns.update(name for name in TOWN.findall(text) if name.lower() not in _NO_TOWN)
        for word in WORD.findall(text):
            if NOISE.search(word):
                continue
            if word.islower():
                small[word] += 1
            elif word[1:].islower():
                large[word] += 1
    known = lexicon().words
    found = {word: n for word, n in small.items() if word not in known and not _may_be_flat(word)}
    for word, n in large.items():
        counts = known.get(word.lower())
        if word.lower() not in small and (counts is None or counts.capital >= counts.lower):
            found[word] = n
    town = max(towns, key=towns.__getitem__, default="")
    return Counted(town, small.total() + large.total(), found)


def together(found: Iterable[Counted]) -> dict[str, Counted]:
    """The counts of many documents by municipality; "Göteborg" and "Göteborgs" are one, under the shorter.

    The order in which they come does not matter.
    """
    alike: dict[str, list[Counted]] = {}
    for each in found:
        alike.setdefault(_plain(each.town), []).append(each)
    sums: dict[str, Counted] = {}
    for group in alike.values():
        words: Counter[str] = Counter()
        for each in group:
            words.update(each.words)
        town = min((each.town for each in group), key=lambda name: (len(name), name))
        sums[town] = Counted(town, sum(each.running for each in group), words)
    return sums
