"""Words that ran together and were hurt as well: "Samhälisviktigverksamhet", "namnderochforvaltningar".

`ocr/blanks.py` parts a run of letters where every part is a word. Where a page was read badly a part may be
none: a run is then cut at words that join others ("och", "av") and at the longest words that it begins or
ends with, and what lies between is held against the words that it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ocr.blanks import are_clear, parted_word, words_in
from ocr.familiar import Familiar
from ocr.lexicon import Counts
from ocr.lookalikes import Own, looks_like

_LEAST, _LONGEST = 11, 90  # letters of a run
_PART = 5  # letters of a part that stands as it was, at the least
_HURT_PART = 5  # ... and of one that was hurt
_LONGEST_PART = 26
_LOST = -3.0  # nats for each blank
_MOST_CUTS = 4
_LINKS, _MOST_LINKS = re.compile("och|inom|enligt|för|med|till|samt|av|vid|som"), 6
# Nats by which words must be likelier than the run of letters that they make; the less where blanks were lost
# all around.
_APART, _APART_THROUGHOUT = 7.0, 5.0
_SHORT = 8  # letters of a run that may as well be another word, "ochså"
_LESS_SURE = -4.0  # a part that is hurt is believed last
_COMMON, _COMMON_IF_SHORT = 100, 5000  # times that a part must have been counted
Way = tuple[float, tuple[tuple[str, str], ...]]  # its likelihood, and what each part was read as, and is
_NOTHING: Way = (0.0, ())


def run_on(read: str, own: Own, familiar: Familiar) -> Way | None:
    """The likeliest way to read letters as several words of which one or more are hurt."""
    low = read.lower()
    if not _LEAST <= len(low) <= _LONGEST or not low.isalpha() or len(low) != len(read):
        return None
    way = _read(low, _MOST_CUTS, own, familiar)
    if way is None or len(way[1]) < 2:
        return None
    words = [word for _, word in way[1]]
    if any(word not in familiar.lexicon.words for word in words):
        return None
    return way if are_clear(words, familiar) else None


def parted(read: str, familiar: Familiar, *, throughout: bool) -> tuple[float, str] | None:
    """The words that a run of letters is, all of them as they were, and by how much they are likelier;
    `throughout` says that blanks were lost all around."""
    way = parted_word(read, familiar, lost=throughout)
    if way is None or way[1] < (_APART_THROUGHOUT if throughout and len(read) > _SHORT else _APART):
        return None
    if not (throughout or are_clear(way[0].lower().split(), familiar)):
        return None
    return way[1], way[0].lower()


@lru_cache(maxsize=2_000)
def _read(low: str, cuts: int, own: Own, familiar: Familiar) -> Way | None:
    ways = [*_known(low, familiar), *_hurt(low, own, familiar)]
    if cuts:
        for first, between, rest in _cuts(low, familiar):
            left = _read(first, cuts - 1, own, familiar) if first else _NOTHING
            right = _read(rest, cuts - 1, own, familiar) if rest else _NOTHING
            middle = _known(between, familiar)
            if left and right and middle:
                blanks = _LOST * (bool(first) + bool(rest))
                ways.append((left[0] + middle[0][0] + right[0] + blanks, left[1] + middle[0][1] + right[1]))
    return max(ways, default=None)


def _known(low: str, familiar: Familiar) -> list[Way]:
    return [(share, tuple((word, word) for word in words)) for share, words in words_in(low, familiar)[:1]]


def _hurt(low: str, own: Own, familiar: Familiar) -> Iterator[Way]:
    if _HURT_PART <= len(low) <= _LONGEST_PART:
        for chance, word, _ in looks_like(low, own, familiar)[:1]:
            yield chance + _LESS_SURE, ((low, word),)


def _cuts(low: str, familiar: Familiar) -> Iterator[tuple[str, str, str]]:
    """Ways to cut a run into what comes before a known word, the word, and what comes after."""
    n = len(low)
    links = [match for match in _LINKS.finditer(low) if match.end() < n - 2]
    for match in links[:_MOST_LINKS]:
        yield low[: match.start()], match.group(), low[match.end() :]
    words = familiar.lexicon.words
    tails = [k for k in range(3, n - 2) if (c := words.get(low[k:])) and _is_common(c, n - k)]
    heads = [k for k in range(n - 3, 2, -1) if (c := words.get(low[:k])) and _is_common(c, k)]
    for k in tails[:2]:
        yield low[:k], low[k:], ""
    for k in heads[:2]:
        yield "", low[:k], low[k:]


def _is_common(counts: Counts, letters: int) -> bool:
    return counts.lower > (_COMMON if letters >= _PART else _COMMON_IF_SHORT)


__all__ = ["parted", "run_on"]
