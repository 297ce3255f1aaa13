"""Capitals that leader dots bring into the words before them: "geografiska OMråde ...... 4", "OCh".

Where a line of dots leads to a page number, a program that measures letters against their line loses its
measure, and o, c, s, v and whole endings come out as capitals. They are made small again on such lines only,
and only in words that the lists know; what heads the line keeps its first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ocr.blanks import Token
from ocr.familiar import Familiar, regular
from ocr.spans import Span

_LEADER = re.compile(r"[.…]{3}|(?:\. ){3}")
_SELDOM, _LONG = 20, 8  # what must be known of a word: its count, or its letters


def recased(
    page: str, lines: Sequence[Span], tokens: Sequence[Token], noisy: Sequence[Span], familiar: Familiar
) -> Iterator[tuple[Token, str]]:
    """The words of some lines that hold capitals from their leader dots, and how they should stand.

    `noisy` are the stretches where the dots themselves were read as letters.
    """
    starts, noises = [token.start for token in tokens], sorted(span.start for span in noisy)
    for line in lines:
        first = bisect_left(noises, line.start)
        has_noise = first < len(noises) and noises[first] < line.end
        if has_noise or _LEADER.search(page, *line):
            some = tokens[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
            for i, token in enumerate(some):
                if has_noise or not regular(token.word):
                    after = _small(some, i, familiar)
                    if after and after != token.word:
                        yield token, after


def _small(line: Sequence[Token], i: int, familiar: Familiar) -> str | None:
    """A word of a line without the capitals that do not belong to it; None if it has none such."""
    word, low = line[i].word, line[i].word.lower()
    if len(word) < 2:
        return None
    if regular(word):
        if not i or word.islower() or not any(token.word.islower() for token in line):
            return None
        if low == "och":
            return low
        last = i == len(line) - 1 and line[i - 1].word.islower()
        return low if last and word.istitle() and _is_common(low, familiar) else None
    counts = familiar.lexicon.words.get(low)
    known = (counts is not None and counts.lower > _SELDOM) or (len(low) >= _LONG and familiar.stands(low))
    if not known or (len(low) < 4 and not familiar.joins(low)):
        return None
    if i and all(token.word.isupper() for token in line[:i]):
        return word.upper()
    return low if i else low.capitalize()


def _is_common(low: str, familiar: Familiar) -> bool:
    """Whether a word hardly ever stands with a capital within a sentence."""
    counts = familiar.lexicon.words.get(low)
    return counts is not None and counts.lower > 100 * counts.capital and counts.lower > 50
