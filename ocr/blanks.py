"""Blanks that a reading lost: "enligtlagstiftningen".

A word that nobody knows may be several that run together; it is parted only where one way of parting it
into known words is much likelier than any other and than the word itself. A single slip is the writer's own
as often as not, and Swedish makes compounds freely: what is not plain by itself is done only where the like
stands nearby.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from ocr.familiar import Familiar, regular
from ocr.lexicon import NEVER, Counts

LONGEST = 150  # letters of a run that is looked at
LONGEST_WORD = 30
_SHORT = 8  # letters: a longer word may be a compound or a form that the lexicon lacks
# How common a word must be, by its letters, to be taken for a part of a run.
_LEAST_COUNT = (0, 100_000, 8_000, 1_500, 150, 30, 20)
_KNOWN = 500  # times that a word must have been counted to show that it ends no compounds
_LOST = -3.0  # nats for each blank
_WITHIN_COMPOUND = -8.0  # for parting what reads as a compound
_FORM_AT_LEAST = -21.0  # for a form of a word that no text has shown
_MARGIN = 2.5  # nats by which a way of parting must be likelier than the next
_SEVERAL, _GLUED_GAIN = 3, 9.0
_GLUED = re.compile(
    r"""
      (?<=[a-zåäö]{3})\.(?=[A-ZÅÄÖ][a-zåäö])                      # "verksamheten.Detta"
    | (?<=[a-zåäö])-(?=och|(?:eller|samt)(?![^\W\d_]))             # "risk-och", "risk-ochsår"
    | (?<=[a-zåäö]{2})(?=[A-ZÅÄÖ](?:[a-zåäö]|[A-ZÅÄÖ]?(?!\w)))  # "AnnaEk", "frånSD"
    | (?<=[a-zåäö]{3})(?=(?:19|20)\d\d(?!\d))                      # "maj2024"
    """,
    re.VERBOSE,
)
_NEAR = 1000  # characters
MANY = 5  # runs: where more stand near, blanks were lost throughout
# Conjunctions and the like that are no part of any compound, neither its first nor its last: "och", "att".
LINKS = frozenset(
    ("att", "detta", "eller", "enligt", "inom", "inte", "och", "också", "samt", "ska", "skulle", "som")
)
# The last without their marks.
_PARTICLES = frozenset(("av", "för", "in", "om", "på", "till", "upp", "ut", "vid", "över", "under", "efter",
                        "mot", "for", "pa", "over"))  # fmt: skip
_PREFIXES = _PARTICLES - {"av", "till"}  # "underjorden"
_TAILS = frozenset(("er", "et", "ingen", "ska", "ens"))
_ARTICLES = frozenset(("en", "ett", "den", "det", "de"))
_ADJECTIVES = ("iga", "ska", "lig", "tig", "ella", "ade", "ande", "mma", "nna")
_DEFINITE, _PLURAL = ("en", "et", "na"), ("ga", "ka", "la", "ra")
_OFTEN = 15_000  # times that a word was counted that "av" may have run into
# Endings of inflected forms, each with that of the word's first form.
_INFLECTIONS = (
    ("ens", ""), ("ets", ""), ("ernas", ""), ("ernas", "a"), ("en", ""), ("et", ""), ("na", ""), ("erna", ""),
    ("erna", "a"), ("arna", ""), ("ts", ""), ("ns", ""), ("ar", "a"), ("er", "a"), ("er", ""), ("ar", ""),
    ("s", ""), ("a", ""),
)  # fmt: skip
_STEM = 50  # times that the first form must have been counted
_ENDINGS = frozenset(("de", "den", "det", "en", "er", "et", "ett"))  # of a word as well: "realiserandet"
_PARTED_ON_RUINED = 8.0  # the gain that is asked for a run to be parted on a page that a wrong model ruined
_LONGEST_PRONOUN = 5  # letters of a word in -s that links no compound: "dess", "vars"


class Token(NamedTuple):
    """Letters at `start:end` of a page."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Mend:
    """What should stand at `start:end`, and by how many nats that is likelier than what stands.

    `plain` is enough by itself; `telling` speaks for others of its kind nearby.
    """

    start: int
    end: int
    after: str
    gain: float
    plain: bool
    telling: bool


def settled(some: Sequence[Mend], *, weak: float, strong: float, told: Sequence[Mend] = ()) -> Iterator[Mend]:
    """Those that are plain, or have enough of their like nearby: three in all, or two if likely; `told` are
    such as were mended before."""
    telling = sorted([*told, *(m for m in some if m.telling and m.gain >= weak)], key=lambda m: m.start)
    starts = [m.start for m in telling]
    for mend in some:
        first, last = bisect_right(starts, mend.start - _NEAR), bisect_left(starts, mend.start + _NEAR)
        near = len({m.after for m in telling[first:last]})
        if mend.plain or (mend.gain >= weak and near >= 3) or (mend.gain >= strong and near >= 2):
            yield mend


def parted(
    tokens: Sequence[Token],
    odd: frozenset[str],
    familiar: Familiar,
    told: Sequence[Mend] = (),
    *,
    ruined: bool = False,
) -> list[Mend]:
    """Words that run together, each with the one way to part it that is clear, beside those `told` of.

    On a page that a wrong model `ruined` one that tells it says it of all the page.
    """
    found = [
        Mend(t.start, t.end, *way) for t in tokens if t.word in odd and (way := parted_word(t.word, familiar))
    ]
    if ruined and any(run.telling and run.gain >= _PARTED_ON_RUINED for run in (*told, *found)):
        found = [replace(run, plain=run.plain or _is_plain_on_ruined(run, familiar)) for run in found]
    runs = settled(found, weak=4.0, strong=7.5, told=told)
    return [
        run
        for run in runs
        if run.telling
        or are_clear(run.after.lower().split(), familiar)
        or sum(abs(run.start - other.start) < _NEAR for other in (*told, *found) if other.telling) > MANY
    ]


def _is_plain_on_ruined(run: Mend, familiar: Familiar) -> bool:
    """Whether a run is plain where others are: one of its ends is a word that ends or begins no compound."""
    first, *_, last = run.after.lower().split()
    ends = (familiar.joins(first) and first not in _PREFIXES) or (familiar.joins(last) and len(last) > 1)
    return run.gain >= _PARTED_ON_RUINED and (run.telling or ends)


@lru_cache(maxsize=20_000)
def parted_word(word: str, familiar: Familiar, *, lost: bool = False) -> tuple[str, float, bool, bool] | None:
    """A word in its parts, the gain, whether that is plain by itself, and whether it is telling; `lost` says
    that blanks are lost all around."""
    low = word.lower()
    if not 4 <= len(low) <= LONGEST or len(low) != len(word) or not regular(word):
        return None
    ways = words_in(low, familiar)
    if not ways or len(ways[0][1]) < 2 or ways[0][0] - ways[-1][0] < _MARGIN * (len(ways) - 1):
        return None
    best, words = ways[0]
    gain = best - max(familiar.log_share(low), familiar.log_stands(low))
    if len(words) == 2 and (words[1] in _ENDINGS or low.endswith("iska")):
        return None  # "synergiska" is no "synergi ska"
    telling = sum(part in LINKS for part in words)
    joined_up = telling or (len(words) > 2 and any(familiar.joins(part) for part in words[1:]))
    sure = not (joined_up or lost)
    if gain <= 0 or not all(is_cut(left, right, familiar, sure=sure) for left, right in pairwise(words)):
        return None
    ends = accumulate(map(len, words))
    after = [word[end - len(part) : end] for part, end in zip(words, ends, strict=True)]
    plain = len(words) > 2 and (gain > 22 or (gain > 18 and telling > 1 and len(words) > 3))
    plain = plain and any(part in LINKS for part in words[1:-1])
    return " ".join(after), gain, plain, telling > 0


def are_clear(words: Sequence[str], familiar: Familiar) -> bool:
    """Whether words that ran together are no compound by their grammar, or mostly so where they are many."""
    first, second = words[0], words[1]
    for left, right in pairwise(words):
        if right in _TAILS or (right in _ARTICLES and (len(words) == 2 or not familiar.joins(left))):
            return False
    if len(words) == 2 and first in _PARTICLES:
        counts = familiar.lexicon.words.get(second)
        often = counts is not None and counts.lower > _OFTEN
        return often or (second.endswith((*_DEFINITE, *_PLURAL)) and _is_inflected(second, familiar))
    clear = [
        familiar.joins(left)
        or familiar.joins(right)
        or left.endswith(_ADJECTIVES)
        or _is_inflected(left, familiar)
        for left, right in pairwise(words)
    ]
    return all(clear) or (len(clear) > 2 and 2 * sum(clear) > len(clear))


def _is_inflected(word: str, familiar: Familiar) -> bool:
    words = familiar.lexicon.words
    return any(
        word.endswith(ending) and (stem := words.get(word.removesuffix(ending) + more)) and stem.lower > _STEM
        for ending, more in _INFLECTIONS
    )


def glued(page: str, runs: Sequence[Mend]) -> Iterator[Mend]:
    """Blanks lost after a stop, and after the hyphen of "risk- och", among words that run together."""
    if len(runs) < _SEVERAL:
        return
    for match in _GLUED.finditer(page):
        near = len({run.after for run in runs if abs(match.start() - run.start) < _NEAR})
        if near >= _SEVERAL:
            start = min(match.start(), match.end() - 1)
            yield Mend(start, match.end(), page[start : match.end()] + " ", _GLUED_GAIN, True, False)


def is_cut(left: str, right: str, familiar: Familiar, *, sure: bool = False) -> bool:
    """Whether two words that stand together unparted can be no compound; `sure` asks for its grammar, not
    only for none that was seen."""
    if familiar.joins(left) or familiar.joins(right) or familiar.is_form(left):
        return True
    tail = familiar.lexicon.words.get(right)
    verb = tail is not None and tail.tail < 2 and tail.lower > _KNOWN
    seen = familiar.lexicon.parts.get(left, 0) > 1
    linked = left[-1] == "s" and len(left) > _LONGEST_PRONOUN
    return (verb or not (seen or sure)) and not linked


_Way = tuple[float, tuple[str, ...]]


def words_in(low: str, familiar: Familiar) -> list[_Way]:
    """The two likeliest ways to read letters as known words, likeliest first."""
    best: list[list[_Way]] = [[(0.0, ())]]
    leads = _leads_on(low, familiar)
    for end in range(1, len(low) + 1):
        here: list[_Way] = []
        for start in range(max(0, end - LONGEST_WORD), end) if leads[end] else ():
            if not best[start]:
                continue
            word = low[start:end]
            share = _share(word, familiar)
            if share <= NEVER:
                continue
            for score, words in best[start]:
                cost = 0.0
                if words:
                    cost = _LOST if is_cut(words[-1], word, familiar) else _LOST + _WITHIN_COMPOUND
                here.append((score + share + cost, (*words, word)))
        here.sort(key=lambda way: -way[0])
        best.append(here[:2])
    return best[-1]


def _leads_on(low: str, familiar: Familiar) -> list[bool]:
    """From which places common words lead to the end, where all that is long may be one: whether it is takes
    ten times as long to say, and is asked only where that matters."""
    words, last = familiar.lexicon.words, len(low)
    leads = [False] * last + [True]
    for start in range(last - 1, 0, -1):
        leads[start] = any(
            leads[end] and (end - start > _SHORT or _is_common(words.get(low[start:end]), end - start))
            for end in range(start + 1, min(last, start + LONGEST_WORD) + 1)
        )
    return leads


def _is_common(counts: Counts | None, letters: int) -> bool:
    """Whether a word of so many letters is common enough to be taken for a part."""
    return counts is not None and counts.lower >= _LEAST_COUNT[min(letters, len(_LEAST_COUNT) - 1)]


def _share(word: str, familiar: Familiar) -> float:
    """The logarithm of a word's share of running text, where it is common enough to be taken for a part."""
    lexicon = familiar.lexicon
    counts = lexicon.words.get(word)
    n = len(word)
    if _is_common(counts, n):
        return lexicon.log_word(word, "small")
    if n > _SHORT:
        parts = familiar.made(word)
        if parts is None or not familiar.joins(parts[0]):
            share = familiar.log_share(word)
            return share if counts or parts or share > _FORM_AT_LEAST else NEVER
    return NEVER
