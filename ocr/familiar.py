"""Which words of a page can stand as they are: a quick look before anything is done to single words.

Nearly all words of a page are in the lexicon or plainly made of two words that are; what is neither, or
stands in a wild mix of capitals, is odd. Odd words are few on a good page, so that what is asked about them
(`ocr/blanks.py`, `ocr/false_blanks.py`, `ocr/scattered.py`, `ocr/noise.py`) costs little there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from ocr.lexicon import COMPOUND, NEVER, Lexicon, log_unknown

FLAT = str.maketrans("åäöÅÄÖ", "aaoAAO")
LONE = frozenset("iåöIÅÖ")  # letters that are words
_LEAST_FIRST, _LEAST_INNER, _LEAST_TAIL = 3, 4, 4  # letters of the parts of a compound
_COMMON_FIRST, _COMMON_TAIL = 5, 2  # how many compounds a part must have been seen in
_LONG = 6  # letters: longer first parts are believed sooner
_INFLECTED = math.log(0.03)  # how often a word stands in a form that no text has shown
_ENDINGS = ("en", "ens", "et", "ets", "n", "ns", "s", "na", "nas", "ar", "er", "or", "arna", "erna", "orna")
_LEAST_STEM = 5
_JOINING, _OFTEN = 31_000, 16_000  # times that words like "för", and like "enligt", were counted
_FEW_COMPOUNDS = 20  # begun by a word like "enligt"
# Forms that begin no compound: "dokumentet", "kommunens", "geografiska", "nationellt", "identifierade".
_FORM = re.compile(r"(?:[en]t|en|(?<!h)(?<!it)ets|nts|ens|nas?|[sd]ka|iga|lla|nna|mma|ade|(?<=..[lkt])ig)$")
_INITIAL = re.compile(r"\b[A-ZÅÄÖ]\.$")
_LONGEST = 80  # letters: no word of two parts is longer
_REMEMBERED = 200_000


class Familiar:
    """Knows words at a glance, remembering each it has seen; holds for one lexicon."""

    __slots__ = ("_flat", "_log_stands", "_odd", "_stands", "lexicon")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._odd: dict[str, bool] = {}
        self._stands: dict[str, bool] = {}
        self._log_stands: dict[str, float] = {}
        # Words with å, ä or ö, without them.
        self._flat = frozenset(word.translate(FLAT) for word in lexicon.words if not word.isascii())

    def odd(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that cannot stand as they are, as far as one can see.

        >>> from ocr.lexicon import lexicon
        >>> sorted(Familiar(lexicon()).odd(["Nämnden", "OMråde", "skolmiljö", "krisbere", "i", "s"]))
        ['OMråde', 'krisbere', 's']
        """
        seen = self._odd
        if len(seen) > _REMEMBERED:
            seen.clear()
        found = []
        for word in words:
            is_odd = seen.get(word)
            if is_odd is None:
                is_odd = seen[word] = not (regular(word) and (is_letter(word) or self.stands(word.lower())))
            if is_odd:
                found.append(word)
        return frozenset(found)

    def stands(self, low: str) -> bool:
        """Whether a word in small letters is one, or plainly made of two."""
        if len(low) > _LONGEST:
            return False
        stands = self._stands.get(low)
        if stands is None:
            if len(self._stands) > _REMEMBERED:
                self._stands.clear()
            stands = self._stands[low] = self._is_known(low)
        return stands

    def _is_known(self, low: str) -> bool:
        if len(low) == 1:
            return low in LONE
        words = self.lexicon.words
        if low in words:
            return True
        if self.flat(low):
            return False  # "forslag" is no compound of "for" and "slag"
        return (low[-1] == "s" and low[:-1] in words) or self.made(low) is not None

    def flat(self, low: str) -> bool:
        """Whether a word is another without its å, ä and ö."""
        return low.isascii() and low in self._flat

    def made(self, low: str) -> tuple[str, str] | None:
        """The two parts of a compound, both well known as such."""
        words, parts = self.lexicon.words, self.lexicon.parts
        for cut in range(len(low) - _LEAST_TAIL, _LEAST_FIRST - 1, -1):
            first = parts.get(low[:cut], 0)
            if first >= _COMMON_FIRST or (first > 1 and cut >= _LONG):
                tail = low[cut:]
                counts = words.get(tail) or (words.get(tail[:-1]) if tail[-1] == "s" else None)
                if counts and counts.tail >= _COMMON_TAIL:
                    return low[:cut], tail
        return None

    def log_share(self, word: str) -> float:
        """The logarithm of a word's share of running text: of the lexicon, a form, a compound, or unknown."""
        low = word.lower()
        lexicon = self.lexicon
        if len(low) == 1 and low not in LONE:
            return log_unknown(low)
        share = max(lexicon.log_word(low, "small"), lexicon.log_word(low, "heading"))
        if share > NEVER:
            return share
        if len(low) <= _LONGEST and (parts := self.made(low)):
            first, tail = lexicon.parts[parts[0]], lexicon.words.get(parts[1])
            tails = tail.tail if tail else 1
            share = COMPOUND + math.log((first + 1) / 90_000) + math.log((tails + 0.5) / 60_000)
        for ending in _ENDINGS:
            if low.endswith(ending) and len(low) - len(ending) >= _LEAST_STEM:
                share = max(share, lexicon.log_word(low[: -len(ending)], "small") + _INFLECTED)
        return share if share > NEVER else log_unknown(low)

    def log_stands(self, low: str) -> float:
        """The logarithm of the chance that a running word is this odd one as it stands: a compound that is
        not plain, or unknown."""
        if len(low) > _LONGEST:
            return log_unknown(low)
        share = self._log_stands.get(low)
        if share is None:
            if len(self._log_stands) > _REMEMBERED:
                self._log_stands.clear()
            share = self._log_stands[low] = self._log_made(low)
        return share

    def _log_made(self, low: str) -> float:
        share = log_unknown(low)
        words = self.lexicon.words
        for cut in range(_LEAST_FIRST, len(low) - _LEAST_TAIL + 1):
            tail = words.get(low[cut:])
            if tail and (first := self._log_begins(low[:cut])) > NEVER:
                share = max(share, first + COMPOUND + math.log((tail.tail + 0.5) / 60_000))
        return share

    def _log_begins(self, head: str) -> float:
        """The logarithm of the chance that a compound begins so, in one part or two: "arbets|skade-"."""
        if self._known_part(head):
            return math.log((self.lexicon.parts.get(head, 0) + 1) / 90_000)
        share = NEVER
        for cut in range(_LEAST_INNER, len(head) - _LEAST_INNER + 1):
            first = self.lexicon.parts.get(head[:cut], 0)
            if first > 1 and self._known_part(head[cut:]):
                second = self.lexicon.parts.get(head[cut:], 0)
                share = max(share, COMPOUND + math.log((first + 1) / 90_000 * (second + 1) / 90_000))
        return share

    def _known_part(self, head: str) -> bool:
        words = self.lexicon.words
        known = head in self.lexicon.parts or head in words or (head[-1] == "s" and head[:-1] in words)
        return known and not (self.is_form(head) or self.joins(head))

    def is_form(self, low: str) -> bool:
        """Whether a word is in a form in which no compound begins, and none does: "kommunens"."""
        return self.lexicon.parts.get(low, 0) < _COMMON_TAIL and _FORM.search(low) is not None

    def joins(self, low: str) -> bool:
        """Whether a word is one of the few dozen that join others: "och", "för", "enligt"."""
        counts = self.lexicon.words.get(low)
        return counts is not None and (
            counts.lower >= _JOINING
            or (counts.lower >= _OFTEN and self.lexicon.parts.get(low, 0) < _FEW_COMPOUNDS)
        )


@lru_cache(maxsize=4)
def familiar(words: Lexicon) -> Familiar:
    """What a lexicon knows at a glance, and all that was asked of it before."""
    return Familiar(words)


def is_letter(word: str) -> bool:
    """Whether this is a capital that stands for something: a party, a person, an item of a list."""
    return len(word) == 1 and word.isupper()


def regular(word: str) -> bool:
    """Whether the capitals of a word stand as they do in print.

    >>> regular("Nämnd"), regular("NÄMND"), regular("NÄmnd"), regular("näMnd")
    (True, True, False, False)
    """
    return word == word.upper() or word[1:] == word[1:].lower()


def may_be_name(page: str, start: int, word: str) -> bool:
    """Whether a capital within a line says that the word at `start` may be a name."""
    if not word[0].isupper() or word.isupper() or not regular(word):
        return False
    before = page[max(0, start - 30) : start].rstrip(" ")
    return before[-1:].isalpha() or before[-1:] in (",", "(", "-", "/") or _INITIAL.search(before) is not None
