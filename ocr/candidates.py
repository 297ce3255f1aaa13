"""What each damaged word may have been: its candidates, and how common each is.

Every distinct word gets its candidates once, whatever the document. How likely they are in a document is
found out by `ocr/weighing.py`; words whose candidates lie close together are weighed by the company they keep
(`Guesses.lifts`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ocr.channel import (
    MARKED,
    Damage,
    Edit,
    Reach,
    Spelling,
    Ways,
    compounded,
    damage,
    named,
    places,
    sounded,
    spelt,
    written,
)
from ocr.context import contexts
from ocr.letters import letters
from ocr.lexicon import NEVER, UNKNOWN_WORD, Case, Lexicon, log_name, log_new_name, log_unknown
from ocr.protect import NOISE

_KEPT = 8  # candidates a word keeps
_REMEMBERED = 50_000  # words, and places of words
_LONE_ONE = "1"
_BETWEEN_WORDS = math.log(10)  # a lone 1 is looked at between small words only, where few numbers stand
_NAME_COMPOUND = math.log(0.2)  # a capitalised word that nobody knows is a name sooner than a compound
_LONGEST_NAME = 60  # letters
_EXPLAINED = math.log(3e-7)  # a short word at least this likely to be read here needs no far-fetched reading
_SHORTEST_SOUNDED = 3  # letters of a word that is guessed by its sound
_SHORT = 4  # letters: words so short may have lost an ö and be another word
_INFLECTED = math.log(0.02)
_LONG_NOUN = 7  # letters; of what is shorter, verbs end in s as often
# Endings that make a new form of a word; none holds an å, ä or ö.
ENDINGS = ("s", "n", "en", "ens", "et", "ets", "ar", "er", "or", "arna", "erna", "orna", "arnas", "ernas",
           "na", "e", "a", "de", "des", "t", "ts")  # fmt: skip
_SMALL_OPENING = math.log(0.02)  # where a sentence may begin, a capital that is read is one
_ODD_CAPITALS = math.log(0.001)  # "fOr" is not how the word stands on the page
_STRAIN = math.log(0.02)  # on top of a consonant's confusion: those are rarely what happened


# A form of a word, a compound, or what is only likely by its letters.
Made = Literal["", "form", "compound", "name", "sounded"]


class Candidate(NamedTuple):
    """One answer: the word, the damage it supposes, and the logarithm of its share of running text.

    `known` says that the lexicon holds it or its parts, and `made` what it is made as if the lexicon holds
    the parts only; `keys` is what the damage is looked up by, and `changes` says whether it differs from
    what was read.
    """

    word: str
    edits: tuple[Edit, ...]
    fit: float
    known: bool
    keys: tuple[tuple[str, str], ...]
    changes: bool
    made: Made


def as_candidate(
    word: str,
    edits: tuple[Edit, ...],
    fit: float,
    *,
    known: bool = True,
    made: Made = "",
) -> Candidate:
    """A candidate with what its edits say."""
    if not edits:
        return Candidate(word, edits, fit, known, (), False, made)
    keys = tuple([(truth, read) for _, read, truth in edits])
    changes = any(read != truth for truth, read in keys)
    return Candidate(word, edits, fit, known, keys, changes, made)


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """All that a word may have been, with the text that would stand there. Two are the same if they are one.

    `unknown`: the lexicon has nothing that could have stood there. `made`: no word of the lexicon could,
    only one made of its parts. `meant`: the word as it stands is one. `places` are those of the candidates'
    damage (`channel.places`), one candidate after the other, before each that of no damage.
    """

    candidates: tuple[Candidate, ...]
    texts: tuple[str, ...]
    unknown: bool
    made: bool
    meant: bool
    places: tuple[int, ...]


def as_guess(word: str, candidates: Sequence[Candidate], table: Damage | None = None) -> Guess:
    """The guess from the likeliest candidates, one for each text that would stand there."""
    texts = tuple([written(word, candidate.edits) for candidate in candidates])
    unknown = made = True
    meant = False
    for candidate in candidates:
        if candidate.known:
            unknown = False
            made = made and bool(candidate.made)
            meant = meant or not candidate.changes
    return Guess(tuple(candidates), texts, unknown, made, meant, _places(candidates, places(table)))


def _places(candidates: Sequence[Candidate], at: Mapping[tuple[str, str], int]) -> tuple[int, ...]:
    found: list[int] = []
    for candidate in candidates:
        found.append(0)
        if candidate.keys:
            found += [at.get(key, 1) for key in candidate.keys]
    return tuple(found)


class Guesses:
    """The candidates of words, and what neighbours say of them, remembered; holds for one lexicon."""

    __slots__ = ("_far", "_found", "_lifts", "_ready", "_ways", "lexicon", "table")

    def __init__(
        self,
        lexicon: Lexicon,
        ready: Callable[[str, bool], Guess | None] | None = None,
        ways: Ways = (),
    ) -> None:
        """`ready` knows what some words may have been: `ocr/beforehand.py`; `ways` are a document's own."""
        self.lexicon = lexicon
        self.table = damage().beside(ways)
        self._ways = ways
        self._ready = ready or (lambda word, opens: None)
        self._found: dict[tuple[str, bool], Guess] = {}
        self._far: dict[Guess, list[bool]] = {}
        self._lifts: dict[tuple[Guess, str, str], list[float]] = {}

    def of(self, word: str, *, opens: bool = True) -> Guess:
        """What `word` may have been; the word as it stands is always among them.

        `opens` says that it stands where a sentence or a heading may begin, so that a capital means little.
        """
        found = self._found.get((word, opens))
        if found is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            found = self._ready(word, opens) or as_guess(
                word, _best(word, self._searched(word, opens), self.table), self.table
            )
            self._found[word, opens] = found
        return found

    def taught(self, ways: Ways) -> Guesses:
        """The same for a document that has confusions of its own."""
        reads = frozenset(read for _, read, _ in ways)

        def ready(word: str, opens: bool) -> Guess | None:
            return None if any(read in word for read in reads) else self.of(word, opens=opens)

        return Guesses(self.lexicon, ready, ways)

    def lifts(self, guess: Guess, left: str, right: str) -> list[float]:
        """What the neighbours say of each candidate."""
        key = guess, left, right
        found = self._lifts.get(key)
        if found is None:
            if len(self._lifts) > _REMEMBERED:
                self._lifts.clear()
            words = [c.word for c in guess.candidates]
            found = self._lifts[key] = contexts().log_lifts(words, left, right, self.lexicon)
        return found

    def seen_far(self, guess: Guess) -> list[bool]:
        """Which of the candidates were counted with what stands two words away."""
        found = self._far.get(guess)
        if found is None:
            if len(self._far) > _REMEMBERED:
                self._far.clear()
            found = self._far[guess] = contexts().counted_far([c.word for c in guess.candidates])
        return found

    def _searched(self, word: str, opens: bool) -> list[Candidate]:
        """All candidates; the word as it stands is among them."""
        if word == _LONE_ONE:
            return self._lone_one()
        words = self.lexicon
        near = spelt(word, words, ways=self._ways)
        found = [as_candidate(s.word, s.edits, self._fit(word, s, opens)) for s in near]
        if not found and len(word) >= 5:
            found = self._inflected(word, opens)
        if found and word[-1] == "s" and all(c.changes for c in found):
            found += self._genitive(word, opens)
        may_be_name = word[0].isupper() and not word.isupper() and len(word) <= _LONGEST_NAME
        as_name = _NAME_COMPOUND if may_be_name else 0.0
        if not found and len(word) >= 6:
            found = [
                as_candidate(s.word, s.edits, words.log_compound(s.parts) + as_name, made="compound")
                for s in compounded(word, words, ways=self._ways)
            ]
            if any(c.changes for c in found) and (log := self._log_linked(word)) > NEVER:
                found.append(as_candidate(word.lower(), _kept(word), log + as_name, made="compound"))
        if not found and word[-1] in "sS" and len(word) >= 7:
            found = [
                as_candidate(
                    s.word + "s",
                    s.edits,
                    words.log_compound(s.parts) + as_name + _INFLECTED,
                    made="compound",
                )
                for s in compounded(word[:-1], words, ways=self._ways)
            ]
        if as_name and len(word) >= 5 and all(c.made for c in found):
            found += [
                as_candidate(s.word, s.edits, log_name(words, s.parts), made="name")
                for s in named(word, words)
            ]
        sound = len(word) >= _SHORTEST_SOUNDED and all(c.made for c in found)
        if not near or (len(word) <= _SHORT and self._far_fetched(found)):
            found += self._farther(word, near, "rare", opens)
        elif len(word) <= _SHORT:
            found += self._farther(word, near, "lost", opens)
        found = [c for c in found if c.fit > NEVER]
        if sound and not NOISE.search(word):
            made = {c.word for c in found}
            found += [c for c in self._sounded(word, bool(as_name)) if c.word not in made]
        if all(c.changes for c in found):
            low, kept = word.lower(), _kept(word)
            log = (
                self._log_sounded(low, letters().log_word(low), bool(as_name)) if sound else log_unknown(low)
            )
            found.append(as_candidate(low, kept, log, known=False))
        return found

    def _inflected(self, word: str, opens: bool) -> list[Candidate]:
        """Forms that no text has shown of words that texts have: "isolering" and "ar"."""
        low = word.lower()
        return [
            as_candidate(s.word + ending, s.edits, self._fit(word, s, opens) + _INFLECTED, made="form")
            for ending in ENDINGS
            if low.endswith(ending) and len(word) - len(ending) >= 4
            for s in spelt(word[: -len(ending)], self.lexicon, ways=self._ways)
            if self.lexicon.words[s.word].lower or ending == "s"
        ]

    def _log_linked(self, word: str) -> float:
        """How common a compound is as it stands, as one of two words: with or without an s between them."""
        words, low = self.lexicon, word.lower()
        found = [NEVER]
        for cut in range(_SHORT, len(low) - 2):
            first, last = low[:cut], words.words.get(low[cut:])
            stem = first.removesuffix("s")
            if last and last.tail and (first in words.parts or (stem in words.words and len(stem) > _SHORT)):
                found.append(words.log_compound((first, low[cut:])))
        return max(found)

    def _genitive(self, word: str, opens: bool) -> list[Candidate]:
        """A word as it stands, if it is the genitive of one that texts have: "tjänstemans"."""
        stem = word[:-1].lower()
        if len(stem) < _LONG_NOUN or stem not in self.lexicon.words or stem[-1] == "s":
            return []
        kept = _kept(word)
        fit = self._fit(word, Spelling(stem, (), kept), opens) + _INFLECTED
        return [as_candidate(f"{stem}s", kept, fit, made="form")]

    def _far_fetched(self, found: Sequence[Candidate]) -> bool:
        """Whether what was found explains a short word so badly that a rarer damage may do it better."""
        best = max([c.fit + self.table.log_damage(c.keys) for c in found])
        return best < _EXPLAINED and all(c.changes for c in found)

    def _farther(self, word: str, near: Sequence[Spelling], reach: Reach, opens: bool) -> list[Candidate]:
        """Words that a rarer damage leads to, or one that lost a letter."""
        return [
            as_candidate(
                s.word, s.edits, self._fit(word, s, opens) + (all(e.read for e in s.edits) * _STRAIN)
            )
            for s in spelt(word, self.lexicon, reach=reach, ways=self._ways)
            if s not in near
        ]

    def _fit(self, word: str, spelling: Spelling, opens: bool) -> float:
        """How common the word is in the case in which it would stand there."""
        if word.islower():
            return self.lexicon.log_word(spelling.word, "small")
        text = written(word, spelling.edits)
        if len(text) > 1 and text.isupper():
            return self.lexicon.log_word(spelling.word, "heading")
        odd = _ODD_CAPITALS if text[1:] != text[1:].lower() else 0.0
        case: Case = "small" if text[0].islower() else "heading" if opens else "name"
        if opens and case == "small" and word[0].isupper():
            odd += _SMALL_OPENING
        return self.lexicon.log_word(spelling.word, case) + odd

    def _sounded(self, word: str, as_name: bool) -> list[Candidate]:
        """What a word that is in no list may have been by its sound."""
        return [
            as_candidate(
                s.word, s.edits, self._log_sounded(s.word, log, as_name), known=False, made="sounded"
            )
            for log, s in sounded(word, letters(), self._ways)
        ]

    def _log_sounded(self, low: str, log_letters: float, as_name: bool) -> float:
        """How common a word is that is in no list, by its letters or, as a name, by its beginning."""
        log = UNKNOWN_WORD + log_letters
        return max(log, log_new_name(self.lexicon, low, letters().log_word)) if as_name else log

    def _lone_one(self) -> list[Candidate]:
        """A 1 that stands alone is a number, or an "i"."""
        words = self.lexicon
        return [
            as_candidate("1", (), words.log_word("1", "small")),
            as_candidate("i", (Edit(0, "1", "i"),), words.log_word("i", "small") + _BETWEEN_WORDS),
        ]


def _kept(word: str) -> tuple[Edit, ...]:
    """The å, ä and ö of a word that stands as it was read."""
    return tuple([Edit(i, c, c) for i, c in enumerate(word) if c.lower() in MARKED])


def _best(word: str, found: Sequence[Candidate], table: Damage) -> Sequence[Candidate]:
    """The likeliest candidates under a table, one for each text that would stand there."""
    if len(found) == 1:
        return found
    ranked = sorted(found, key=lambda c: -(c.fit + table.log_damage(c.keys)))
    out: dict[str, Candidate] = {}
    for candidate in ranked:
        out.setdefault(written(word, candidate.edits), candidate)
        if len(out) == _KEPT:
            break
    if all(c.changes for c in out.values()):
        stands = next(c for c in ranked if not c.changes)
        out[written(word, stands.edits)] = stands
    return tuple(out.values())
