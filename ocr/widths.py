"""How well a word fills the place that it has on the page.

Letters are as wide as their typeface makes them, and a page shows its typeface in hundreds of words. So what
each letter is wide is learned from the page itself, and a word that is wider or narrower on the scan than its
letters are together is hardly the word that was printed: "hinder" where händer stands, "ing" for ingå, "fir"
for är. No list and no context tells that, and it costs next to nothing, since a text layer has a box for
every word.

The words of a line are set in one size as a rule. A line with few words says too little about its own and is
left out, and where the words of a line fit badly on the whole, two typefaces are mixed and less is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.ledger import Offsets
from ocr.page import Word, lines_of
from ocr.repair import Repaired
from ocr.sheet import Sheet

_Numbers = NDArray[np.float64]

# What letters are wide in most typefaces, in parts of their size: what a page is begun with.
_USUAL = {
    letter: width
    for letters, width in (
        ("iljI|.,:;'!ftr()[]-/", 0.3),
        ("mw", 0.75),
        ("ABCDEFGHJKLNOPQRSTUVXYZÅÄÖ§", 0.66),
        ("MW@%", 0.88),
        ("”", 0.42),
    )
    for letter in letters
}
_ANY = 0.5
_BESIDE = -0.08  # the white on either side of a word's letters, which is not in its box
_TRUST = 1.0  # in the usual width of a letter, as much as in one word
_ROUNDS = 3
_LEAST_WORDS, _LEAST_WIDTH = 4, 6.0  # of a line, in the size of its letters
_LEAST_ON_PAGE = 40  # words in such lines
_EXACT, _LOOSE = 0.02, 0.012  # what is usual of a word, and more with its width, in the size of its letters
_MISFIT, _MORE = 3.0, 0.1  # a word farther off says nothing about the letters
_CLEAR = 0.12  # of its height: the white beside a word at least
_MAD = 0.6745  # of the usual error: what half of all errors are below


@dataclass(frozen=True, slots=True)
class _Place:
    """How wide a word is on the page, the size of its line, and how much more than usual that line errs."""

    width: float
    size: float
    worse: float


@dataclass(frozen=True, slots=True)
class Widths:
    """What the letters of a page are wide, and the places of its words by where they begin in the layer."""

    letters: Mapping[str, float]
    places: Mapping[int, _Place]

    def off(self, start: int, text: str) -> float | None:
        """How many times the usual error a place is too wide for a text, or too narrow (below 0); None where
        nothing is known of it."""
        place = self.places.get(start)
        if place is None:
            return None
        meant = _BESIDE + sum(self.letters.get(c) or _USUAL.get(c, _ANY) for c in text)
        return (place.width / place.size - meant) / ((_EXACT + _LOOSE * meant) * place.worse)


def widths(sheet: Sheet, repair: Repaired) -> Widths:
    """What a page shows of its letters' widths, taking its words for what the repair has made of them."""
    offsets = Offsets(repair.ledger)
    rows = [row for row in lines_of(sheet.text, sheet.words) if len(row) >= _LEAST_WORDS]
    starts: list[int] = []
    shown: list[str] = []
    found: list[tuple[float, int]] = []
    for n, row in enumerate(rows):
        for word in _apart(row):
            place = offsets.to_text(word.span)
            text = repair.text[place.start : place.end]
            if text and "\n" not in text and text[-1] != "-":
                starts.append(word.span.start)
                shown.append(text)
                found.append((word.box[2] - word.box[0], n))
    if len(found) < _LEAST_ON_PAGE:
        return Widths({}, {})
    wide, line = np.array([width for width, _ in found]), np.array([n for _, n in found])
    return _learned(starts, shown, wide, line, len(rows))


def _apart(row: Sequence[Word]) -> Iterator[Word]:
    """The words of a line that stand clear of their neighbours: where two boxes meet, one is wrong."""
    right = float("-inf")
    for word, after in pairwise([*row, None]):
        assert word is not None
        clear = _CLEAR * (word.box[3] - word.box[1])
        if word.box[0] > right + clear and (after is None or after.box[0] > word.box[2] + clear):
            yield word
        right = word.box[2]


def _learned(
    starts: Sequence[int], shown: Sequence[str], wide: _Numbers, line: NDArray[np.int_], lines: int
) -> Widths:
    """The widths of letters that explain best how wide the words are; those far off are left out."""
    letters = sorted(set("".join(shown)))
    column = {letter: n for n, letter in enumerate(letters)}
    counts = np.zeros((len(shown), len(letters)))
    for n, text in enumerate(shown):
        for letter in text:
            counts[n, column[letter]] += 1
    usual = np.array([_USUAL.get(letter, _ANY) for letter in letters])
    learned = usual
    for _ in range(_ROUNDS):
        meant = np.maximum(counts @ learned + _BESIDE, 0.15)
        sizes = _sizes(wide / meant, meant, line, lines)
        loose = _EXACT + _LOOSE * meant
        off = wide / sizes - meant
        fits = np.isfinite(off) & (np.abs(off) < _MISFIT * loose + _MORE)
        some = counts[fits] / loose[fits, None]
        held = some.T @ some + _TRUST / _EXACT**2 * np.eye(len(usual))
        wanted = some.T @ ((wide[fits] / sizes[fits] - _BESIDE) / loose[fits]) + _TRUST / _EXACT**2 * usual
        learned = np.linalg.solve(held, wanted)
    meant = counts @ learned + _BESIDE
    errs = np.abs(wide / sizes - meant) / (_EXACT + _LOOSE * meant)
    worse = {n: max(1.0, float(np.median(errs[line == n])) / _MAD) for n in set(line.tolist())}
    return Widths(
        {letter: float(width) for letter, width in zip(letters, learned, strict=True)},
        {
            start: _Place(float(width), float(size), worse[n])
            for start, width, size, n in zip(starts, wide, sizes, line, strict=True)
            if np.isfinite(size)
        },
    )


def _sizes(ratio: _Numbers, meant: _Numbers, line: NDArray[np.int_], lines: int) -> _Numbers:
    """The size of each word's line, that of its middle letter; not a number where it says too little."""
    sizes = np.full(lines, np.nan)
    for n in range(lines):
        here = np.nonzero(line == n)[0]
        if len(here) >= _LEAST_WORDS and meant[here].sum() >= _LEAST_WIDTH:
            ordered = here[np.argsort(ratio[here])]
            weight = np.cumsum(meant[ordered])
            size = ratio[ordered[np.searchsorted(weight, weight[-1] / 2)]]
            sizes[n] = size if size > 0 else np.nan  # a layer may have boxes without any width
    return sizes[line]
