"""Where the words of a text stand: costly patterns are tried at the words that can begin them.

A pattern with hundreds of alternatives ("yrkande", "tjänsteutlåtande" ... with a date behind) takes its time
at every letter of a text. Looking up the words that open it finds the same, many times sooner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

WORD = re.compile(r"\w+")


LONG = 600  # letters; a shorter text is no document, and is listed anew


def _index(text: str) -> Mapping[str, list[int]]:
    """Where each word begins, by its lower case. One document is remembered: all rooms ask for the same."""
    return _remembered(text) if len(text) > LONG else _listed(text)


@lru_cache(maxsize=1)
def _remembered(text: str) -> Mapping[str, list[int]]:
    return _listed(text)


def _listed(text: str) -> Mapping[str, list[int]]:
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is two
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for match in WORD.finditer(low):
        found[match.group()].append(match.start())
    return found


def places(text: str, words: Iterable[str]) -> list[int]:
    """Where any of these words (in lower case) begins, in order.

    >>> places("Lag och rätt. Lagen, en lag.", ["lag"])
    [0, 24]
    """
    index = _index(text)
    return sorted(at for word in words for at in index.get(word, ()))


def places_where(text: str, fits: Callable[[str], object]) -> list[int]:
    """Where a word begins that fits, by its lower case; `fits` is asked once a word."""
    return sorted(at for word, starts in _index(text).items() if fits(word) for at in starts)


def tried_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` finds, for a pattern that can begin at these places only."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            end = max(match.end(), start + 1)
            yield match


def tried_near(
    pattern: re.Pattern[str], text: str, around: Iterable[int], before: int, after: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` finds, for one whose matches lie so near to these places."""
    end = 0
    for at in around:
        start = max(end, at - before)
        stop = min(len(text), at + after)
        for match in pattern.finditer(text, start, stop):
            if match.end() == stop < len(text):  # the window cuts it off
                match = pattern.match(text, match.start()) or match
            end = max(end, match.end())
            yield match
        end = max(end, start)
