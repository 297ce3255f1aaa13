"""Capitals that leader dots bring into the words before them: "geografiska OMråde ...... 4", "OCh".

Where a line of dots leads to a page number, a program that measures letters against their line loses its
measure, and o, c, s, v and whole endings come out as capitals, letters come out twice ("krisberedskapenN") or
as others ("OMrÅGIE", "bOlaC"). They are made small again on such lines only, and only in words that the lists
know and that nothing else is near to; what heads the line keeps its first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ocr.blanks import Token
from ocr.familiar import Familiar, regular
from ocr.lexicon import NEVER, log_unknown
from ocr.scattered import walked
from ocr.spans import Span

_LEADER = re.compile(r"[.…]{3}|(?:\. ){3}")
_BRAND = re.compile(r"(?:[A-ZÅÄÖ][a-zåäö]{2,}){2,}")  # "GöteborgsLokaler"
_TWICE = re.compile(r"([^\W\d_])((?i:\1))")
_SELDOM, _LONG = 20, 8  # what must be known of a word: its count, or its letters
_LEAST = 4  # letters
_LEAST_GAIN, _MARGIN = 3.0, 2.5  # nats by which a reading must be likelier than no word, and than the next


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
            in_small = _is_in_small(some)
            for i, token in enumerate(some):
                if has_noise or not (regular(token.word) or _BRAND.fullmatch(token.word)):
                    after = _small(some, i, familiar, in_small=in_small) or _worn(some, i, familiar)
                    if after and after != token.word:
                        yield token, after


def _is_in_small(line: Sequence[Token]) -> bool:
    """Whether a line is in small letters, so that its capitals are none of its own: "2. Syfte OCh mål", and
    "Syfte Och Mål"."""
    words = [token.word for token in line]
    long = [word for word in words if len(word) > len("och")]
    mostly = 2 * sum(map(str.isupper, long)) <= len(long) and any(map(str.islower, words))
    return mostly or (bool(words) and words[0].istitle() and any(word.lower() == "och" for word in words))


def _small(line: Sequence[Token], i: int, familiar: Familiar, *, in_small: bool) -> str | None:
    """A word of a line without the capitals that do not belong to it; None if it has none such."""
    word, low = line[i].word, line[i].word.lower()
    if len(word) < 2:
        return None
    if regular(word):
        if not i or word.islower() or not in_small:
            return None
        if low == "och":
            return low
        before = line[i - 1].word
        last = i == len(line) - 1 and (before[1:].islower() or before.lower() == "och")
        capital = word.istitle() or (word.isupper() and len(word) >= _LEAST)
        return low if last and capital and _is_common(low, familiar) else None
    once = _once(word).lower()
    in_order = (once, low) if once in familiar.lexicon.words else (low, once)
    ways = (way for way in in_order if _is_known(way, familiar))
    return next((_placed(way, line, i) for way in ways), None)


def _is_known(low: str, familiar: Familiar) -> bool:
    counts = familiar.lexicon.words.get(low)
    known = (counts is not None and counts.lower > _SELDOM) or (len(low) >= _LONG and familiar.stands(low))
    return known and (len(low) >= _LEAST or familiar.joins(low))


def _once(word: str) -> str:
    """A word without letters that stand twice, as a small one and as a capital: "krisberedskapenN".

    >>> _once("krisberedskapenN"), _once("SekretessS"), _once("analySs")
    ('krisberedskapen', 'Sekretess', 'analyS')
    """
    if word[-1:].isupper() and word[-2:-1] == word[-1].lower():
        word = word[:-1]
    return _TWICE.sub(lambda twice: twice[1] if twice[1] != twice[2] else twice[0], word)


def _worn(line: Sequence[Token], i: int, familiar: Familiar) -> str | None:
    """What a word was whose letters suffered as well: "OMrÅCe", "uppgiftel" right before the dots."""
    word = line[i].word
    if regular(word) and (i < len(line) - 1 or familiar.stands(word.lower())):
        return None
    found = _read(_once(word), familiar)
    return _placed(found, line, i) if found else None


@lru_cache(maxsize=20_000)
def _read(word: str, familiar: Familiar) -> str | None:
    """The common word that one in odd capitals was, if that is far likelier than any other."""
    low = word.lower()
    if not _LEAST <= len(low) == len(word):
        return None
    best: dict[str, float] = {}
    for answer, _, cost in walked(word, familiar, "before leaders"):
        best[answer] = max(best.get(answer, NEVER), cost + familiar.log_share(answer))
    ways = sorted(((chance, answer) for answer, chance in best.items()), reverse=True)
    if not ways or ways[0][0] - log_unknown(low) < _LEAST_GAIN:
        return None
    return ways[0][1] if len(ways) == 1 or ways[0][0] - ways[1][0] > _MARGIN else None


def _placed(low: str, line: Sequence[Token], i: int) -> str:
    """A word in the capitals that its place asks for."""
    if i and all(token.word.isupper() for token in line[:i]):
        return low.upper()
    return low if i else low.capitalize()


def _is_common(low: str, familiar: Familiar) -> bool:
    """Whether a word hardly ever stands with a capital within a sentence."""
    counts = familiar.lexicon.words.get(low)
    return counts is not None and counts.lower > 100 * counts.capital and counts.lower > 50
