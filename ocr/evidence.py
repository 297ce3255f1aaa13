"""What one word says of the line it stands in: that a wrong model read it, or that it is in another language.

Evidence is in nats, the logarithm of a likelihood ratio, positive for damage. Each word is weighed once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from ocr.channel import MARKED, Damage, Ways, damage, spelt
from ocr.foreign import foreign_words
from ocr.letters import letters
from ocr.lexicon import NEVER, UNKNOWN_WORD, Case, Lexicon, log_unknown
from ocr.protect import NOISE
from ocr.unlisted import unlisted

MARKED_WORD = -5.0  # a word with å, ä or ö that came through
MARKED_SILENT = -0.5  # ... on a page on which others did not, or one of the three never stands
_FOREIGN_WORD = 3.0
_FOREIGN_UNKNOWN = 0.3
_UNEXPLAINED_WORD = 0.0, _FOREIGN_UNKNOWN, False
_MOST = 7.0  # no single word says more
_MOST_UNKNOWN = 4.5  # ... and one that is no word either way says less
# Words that are none either way, before other confusions are looked for: on a page, and for each other word.
_LEAST_UNEXPLAINED, _UNEXPLAINED = 5, 0.04
_REMEMBERED = 100_000  # words


class Evidence:
    """Weighs words, remembering each it has seen; holds for one lexicon."""

    __slots__ = ("_ready", "_seen", "_seen_silent", "_table", "_ways", "lexicon")

    def __init__(
        self,
        lexicon: Lexicon,
        ready: Callable[[str], tuple[float, float] | None] | None = None,
        ways: Ways = (),
    ) -> None:
        """`ready` knows what some words weigh: `ocr/beforehand.py`; `ways` are a document's own."""
        self.lexicon = lexicon
        self._ready = ready or (lambda word: None)
        self._table: Damage = damage().beside(ways)
        self._ways = ways
        self._seen: dict[str, tuple[float, float, bool]] = {}
        self._seen_silent: dict[str, tuple[float, float, bool]] = {}

    def of(self, word: str, *, silent: bool = False) -> tuple[float, float, bool]:
        """(for damage, for another language) of one word, and whether it is dots or a stamp, no word.

        On a page that is `silent` one of å, ä and ö is missing throughout, or some of each, and what came
        through says little.
        """
        seen = self._seen_silent if silent else self._seen
        found = seen.get(word)
        if found is None:
            if len(seen) > _REMEMBERED:
                seen.clear()
            ready = None if silent else self._ready(word)
            noise = ready is None and len(word) > 5 and bool(NOISE.search(word))
            weights = ready or ((0.0, 0.0) if noise else self._weighed(word, silent=silent))
            found = seen[word] = *weights, noise
        return found

    def seen(self, *, silent: bool) -> Mapping[str, tuple[float, float, bool]]:
        """The words that were weighed, on pages that are `silent` or on others."""
        return self._seen_silent if silent else self._seen

    def _weighed(self, word: str, *, silent: bool) -> tuple[float, float]:
        low = word.lower()
        foreign = _FOREIGN_WORD if low in foreign_words() else 0.0
        marked = any(c in MARKED for c in low)
        if marked and not silent:
            return MARKED_WORD, foreign
        if (
            len(word) < 2
            or low.isdigit()
            or (word.isupper() and len(word) < 4)
            or sum(map(str.isdigit, word)) > 2
            or sum(map(str.isalpha, word)) < 2  # "a1", "6f": codes of a table as soon as words
        ):
            return 0.0, foreign
        case: Case = "heading" if word[0].isupper() else "small"
        clean = self.lexicon.log_word(low, case)
        known = clean > NEVER
        if marked and known:
            return MARKED_SILENT, foreign
        if not known:
            clean = log_unknown(low)
        best = NEVER
        for spelling in spelt(word, self.lexicon, ways=self._ways):
            harm = [(e.truth, e.read) for e in spelling.edits if e.truth != e.read]
            if harm:
                chance = self.lexicon.log_word(spelling.word, case)
                best = max(best, chance + self._table.log_damage(harm))
        if best <= NEVER / 2:
            if known and low not in foreign_words():
                foreign = -1.0 - (len(low) < 5)
            return 0.0, foreign or _FOREIGN_UNKNOWN
        # Damaged, the word is either; undamaged, it is only itself.
        weight = math.log1p(math.exp(min(best - clean, 50.0)))
        weight = min(weight, _MOST if known else _MOST_UNKNOWN + (len(low) > 5))
        # "for" is English as much as it is damage.
        return weight, max(foreign, weight) if foreign else 0.0

    def taught(self, pages: Sequence[Sequence[Sequence[str]]]) -> Evidence | None:
        """The same for a document with confusions of its own, if many of its words are none either way: those
        of each line of each page."""
        seen = self._seen
        every = [Counter(chain.from_iterable(lines)) for lines in pages]
        odd = [
            [w for w in words if w.islower() and (seen.get(w) or self.of(w)) == _UNEXPLAINED_WORD]
            for words in every
        ]
        times = [sum([words[w] for w in some]) for words, some in zip(every, odd, strict=True)]
        whole = _tell(sum(times), sum(words.total() for words in every))
        counts: Counter[str] = Counter()
        known: dict[str, float] = {}
        for words, some, n in zip(every, odd, times, strict=True):
            if whole or _tell(n, words.total()):
                counts += words
                known |= {w: math.exp(UNKNOWN_WORD + letters().log_word(w)) for w in some if w not in known}
        if not counts:
            return None
        ways = tuple(way for way in unlisted(counts, known, self.lexicon) if way[0] in MARKED)
        return Evidence(self.lexicon, ways=ways) if ways else None


def _tell(odd: int, words: int) -> bool:
    """Whether so many of so many words are none either way that other confusions are looked for."""
    return odd >= max(_LEAST_UNEXPLAINED, _UNEXPLAINED * words)
