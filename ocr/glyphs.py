"""What the tagger sees of a text: each character with its neighbourhood, as numbers.

A character is its own number, and three hashes say where it stands: its trigram, its folded five-gram and
its folded word. Folding puts all readings of one letter into one class, and a run of one class counts once,
so "nämnd", "ndmnd" and "néamnd" are one word here: that is how a small table can know tens of thousands of
words. A word broken at a line end ("Social-\\nnämnden") is one word too. Beside the characters stands what
the text around looks like as a whole: sound Swedish has å, ä and ö among every twenty letters, a ruined
page has none.

Everything is a table look-up or a sum over numpy arrays; training and use share this file, so they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ocr.spans import Span

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

ALPHABET = (
    " \nabcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789"
    ".,;:!?-()/&%§'\"”“–—éèáàâãçëíìîïñóòôõøæüúÉÈÁÀÜØÆ<>[]{}|\\*+=@#$_~^°•·´`«»£€¥¢®©™„’‘¨¦¤¬ª"
)
PADDING, OTHER = 0, 1
GLYPHS = len(ALPHABET) + 2
COLUMNS = ("glyphs", "trigrams", "fivegrams", "words")  # of `Seen`, and the names of the network's inputs
TRIGRAMS, FIVEGRAMS, WORDS = 1 << 14, 1 << 15, 1 << 16
NEAR = 3  # characters on either side that a character's trigram and five-gram look at, and one more
REACH = 1500  # characters on either side that `surroundings` looks at

# Readings of one letter fold into one class; the first letter of each row names it.
FOLDS = ("aåädoö60éèáàâãëóòôõøæ&@çq", "il1|!ìíîït", "eces5", "uüúvbh", "nmr")
WATCHED = "åäöÅÄÖéèáàóòôçüÉ&6<|1iltdaofrO"  # their share among the letters tells the damage of a page
_SILENT = ".,;:!?-()/\"'”“„’‘–—\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as numbers: four arrays of one length, one entry a character."""

    glyphs: Ints
    trigrams: Ints
    fivegrams: Ints
    words: Ints


def _tables() -> tuple[Ints, npt.NDArray[np.uint64], npt.NDArray[np.intp]]:
    glyphs = np.full(0x3000, OTHER, np.int32)
    classes = np.full(0x3000, 3, np.uint64)
    watched = np.full(0x3000, len(WATCHED), np.intp)  # as `bincount` wants them
    for i, c in enumerate(ALPHABET):
        glyphs[ord(c)] = i + 2
        classes[ord(c)] = i + 5
    for upper in (c for c in ALPHABET if c.isupper()):
        classes[ord(upper)] = classes[ord(upper.lower())]
    # Only the letters that å, ä and ö are read as, and those that 1 is read for, are folded.
    for row in FOLDS[:2]:
        for c in row + row.upper():
            if len(c) == 1 and ord(c) < 0x3000:
                classes[ord(c)] = classes[ord(row[0])]
    for c in _SILENT:
        classes[ord(c)] = 0
    for c in " \t\f\r":
        classes[ord(c)] = 1
    for i, c in enumerate(WATCHED):
        watched[ord(c)] = i
    return glyphs, classes, watched


_GLYPHS, _CLASSES, _WATCHED = _tables()
_POWERS = np.cumprod(np.full(512, 0x9E3779B97F4A7C15, np.uint64))
_MIX = np.uint64(0xD6E8FEB86659FD93)


def _points(text: str) -> npt.NDArray[np.uint32]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(points, np.uint32(0x2FFF))


def _bucket(hashes: npt.NDArray[np.uint64], buckets: int) -> Ints:
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return (mixed >> np.uint64(64 - buckets.bit_length() + 1)).astype(np.int32)


def _gram(codes: npt.NDArray[np.uint64] | Ints, reach: int, buckets: int) -> Ints:
    """The hash of each place with its neighbours to `reach` on both sides."""
    padded = np.zeros(len(codes) + 2 * reach, np.uint64)
    padded[reach:-reach] = codes
    total = np.zeros(len(codes), np.uint64)
    for k in range(2 * reach + 1):
        total += (padded[k : k + len(codes)] + np.uint64(1)) * _POWERS[k]
    return _bucket(total, buckets)


def seen(text: str) -> Seen:
    """A text as the tagger sees it. An empty text gives empty arrays."""
    points = _points(text)
    if not len(points):
        none = np.zeros(0, np.int32)
        return Seen(none, none, none, none)
    glyphs, classes = _GLYPHS[points], _CLASSES[points]
    newline = points == ord("\n")
    after_hyphen = np.zeros(len(points), bool)
    after_hyphen[1:] = points[:-1] == ord("-")
    blank = (classes == 1) | (newline & ~after_hyphen)

    repeats = np.zeros(len(points), bool)
    repeats[1:] = (classes[1:] == classes[:-1]) & (classes[1:] == _CLASSES[ord("a")])
    loud = (classes > 1) & ~repeats & ~blank
    begins = np.ones(len(points), bool)
    begins[1:] = blank[1:] != blank[:-1]
    starts = np.flatnonzero(begins)
    number = np.cumsum(begins) - 1  # which word or gap a place is in
    counted = np.cumsum(loud)
    before = counted[starts] - loud[starts]
    place = np.minimum(counted - before[number], len(_POWERS) - 1)
    sums = np.add.reduceat(np.where(loud, classes * _POWERS[place], np.uint64(0)), starts)
    return Seen(
        glyphs,
        _gram(glyphs, 1, TRIGRAMS),
        _gram(classes, 2, FIVEGRAMS),
        np.where(blank, 0, _bucket(sums, WORDS)[number]).astype(np.int32),
    )


def surroundings(text: str, pieces: Sequence[Span]) -> Floats:
    """How often the watched characters stand among the letters around each piece of a text.

    Shape (pieces, len(WATCHED)); a share of one in twenty is 1.0. Looks `REACH` characters to both sides.
    """
    points = _points(text)
    watched, letters = _WATCHED[points], points > 64
    out = np.zeros((len(pieces), len(WATCHED)), np.float32)
    for row, (start, end) in enumerate(pieces):
        around = slice(max(0, start - REACH), end + REACH)
        counts = np.bincount(watched[around], minlength=len(WATCHED) + 1)[: len(WATCHED)]
        out[row] = 20 * counts / max(40, int(np.count_nonzero(letters[around])))
    return np.minimum(out, 4)
