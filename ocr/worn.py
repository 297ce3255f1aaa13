"""How print is read when it is worn: which letters come out as which, and how seldom.

Tables hold what was counted or seen (`looks.tsv`, `looks_before_leaders.tsv`, `lookalikes.tsv`); else one to
three letters may be read as any others at a price. A document adds what it shows itself: where several of its
words have ö for o, the next one has as well.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from ocr.lexicon import NEVER

TABLES = ("looks.tsv", "looks_before_leaders.tsv", "lookalikes.tsv")
NOWHERE = -1e9  # the logarithm of what cannot be
Edit = tuple[str, str]  # what was read, what it was
Edits = tuple[Edit, ...]
Learned = tuple[tuple[Edit, float], ...]
_WIDER = 4  # letters that a reading may be ahead of the word or behind it
# Logarithms of the shares of what the table does not hold: letters for letters, one for two and so on.
_PRICES: Mapping[tuple[int, int], float] = {
    (1, 1): -6.0, (1, 2): -6.5, (2, 1): -6.5, (2, 2): -8.0, (1, 3): -8.5, (3, 1): -8.5,
    (1, 0): -6.5, (2, 0): -8.5, (0, 1): -6.5,
}  # fmt: skip
_TWICE = -4.5  # a letter that stands twice
_DOTS_AS_LETTERS = -4.5  # each letter behind a word that leader dots follow
_CAPITAL = -1.5  # a small letter read as its capital
_LEAST = 5  # letters of a word that teaches
_DOUBT = 20.0  # times that a confusion was not seen


@cache
def _looks() -> Mapping[Edit, float]:
    found: dict[Edit, float] = {}
    for name in TABLES:
        for line in (files("ocr") / "data" / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                read, truth, share = line.split("\t")
                found[read, truth] = max(math.log(float(share)), found.get((read, truth), NEVER))
    return found


@lru_cache(maxsize=50_000)
def _price(read: str, truth: str) -> float:
    """The logarithm of the share of letters that are read so."""
    low = read.lower()
    if low == truth:
        return 0.0 if read == truth else _CAPITAL
    looks = _looks()
    listed = max(looks.get((read, truth), NOWHERE), looks.get((low, truth), NOWHERE))
    return max(listed, _PRICES.get((len(read), len(truth)), NOWHERE))


@lru_cache(maxsize=20_000)
def aligned(read: str, truth: str, learned: Learned = (), *, led: bool = False) -> tuple[float, Edits]:
    """The likeliest way that a word was read as something: the logarithm of its share, and the edits.

    `learned` is what its document was seen to read as what; `led` says that leader dots follow.

    >>> aligned("sektetess", "sekretess")[1]
    (('t', 'r'),)
    """
    least = _at_least(read, truth)
    found = _aligned(read, truth, learned, led, least)
    return found if found[0] >= least else _aligned(read, truth, learned, led, NOWHERE)


def _at_least(read: str, truth: str) -> float:
    """What the fewest changes of single letters cost: ways that are dearer need not be gone to their end."""
    return sum(
        [
            _price(read[one.src_pos], truth[one.dest_pos]) if one.tag == "replace" else _PRICES[1, 0]
            for one in Levenshtein.editops(read, truth)
        ]
    )


def _aligned(read: str, truth: str, learned: Learned, led: bool, least: float) -> tuple[float, Edits]:
    """The same, if it is not dearer than `least`."""
    n, m, low, here = len(read), len(truth), read.lower(), dict(learned)
    best = [[NOWHERE] * (m + 1) for _ in range(n + 1)]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for i in range(n + 1):
        row, pieces = best[i], [(a, read[i : i + a], b) for a, b in _PRICES if i + a <= n]
        for j in range(max(0, i - _WIDER), min(m, i + _WIDER) + 1):
            cost = row[j]
            if cost <= NOWHERE:
                continue
            if i < n and j < m and read[i] == truth[j] and cost > best[i + 1][j + 1]:
                best[i + 1][j + 1], back[i + 1, j + 1] = cost, (i, j)
                if read[i + 1 : i + 2] == truth[j + 1 : j + 2] != "":
                    continue  # amid letters that stand right nothing is read otherwise
            for a, piece, b in pieces:
                to = j + b
                if to > m:
                    continue
                if led and not b and j == m:
                    price = _DOTS_AS_LETTERS * a
                elif not b and a == 1 and low[i] in (low[i - 1 : i], low[i + 1 : i + 2]):
                    price = _TWICE
                else:
                    price = _price(piece, truth[j:to])
                    if here:
                        price = max(price, here.get((piece, truth[j:to]), NOWHERE))
                if cost + price > best[i + a][to] and cost + price >= least:
                    best[i + a][to], back[i + a, to] = cost + price, (i, j)
    if best[n][m] <= NOWHERE:
        return NOWHERE, ()
    return best[n][m], _edits(read, truth, back)


def _edits(read: str, truth: str, back: Mapping[tuple[int, int], tuple[int, int]]) -> Edits:
    """What was read otherwise on the way back from the ends of both."""
    edits: list[Edit] = []
    i, j = len(read), len(truth)
    while i or j:
        a, b = back[i, j]
        if read[a:i] != truth[b:j]:
            edits.append((read[a:i], truth[b:j]))
        i, j = a, b
    return tuple(reversed(edits))


def plain(read: str) -> str:
    """What is mostly in capitals, and a first letter, in small letters: there capitals say nothing.

    >>> plain("SEKRETESs"), plain("MetOC")
    ('sekretess', 'metOC')
    """
    if sum(map(str.isupper, read)) > 0.6 * len(read):
        return read.lower()
    return read[0].lower() + read[1:]


def learned(mends: Iterable[tuple[str, str]]) -> Learned:
    """What a document was seen to read as what, in different words: (as it stood, as it was mended).

    >>> [edit for edit, _ in learned([("geogtafisk", "geografisk"), ("betoende", "beroende")])]
    [('t', 'r')]
    """
    counts: Counter[Edit] = Counter()
    for before, after in set(mends):
        if " " not in before + after and len(before) >= _LEAST:
            counts.update(set(aligned(plain(before), after.lower())[1]))
    return tuple((edit, math.log(n / (n + _DOUBT))) for edit, n in sorted(counts.items()) if n > 1)


__all__ = ["NOWHERE", "Edits", "Learned", "aligned", "learned", "plain"]
