"""Words that their box cuts off, and words that no blank parts: told by the ink of a page's picture.

Where a mark over a letter was lost on the wrong model, the box of a word may begin or end within it ("fillda"
for ställda, "Mosteson" without the end of its last letter), and one word may have become two ("genom fort").
Cut out by its box such a word is read as something else. But letters of a word stand close, and between two
words there is a blank: so each box is followed outwards along its line until there is none, and what the ink
says is believed rather than the box. Ink that goes on and on is a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from ocr import image
from ocr.crops import Stance
from ocr.familiar import FLAT
from ocr.image import Picture
from ocr.ledger import Change, Offsets
from ocr.lexicon import lexicon
from ocr.page import Word
from ocr.repair import Repaired
from ocr.sheet import Box
from ocr.spans import Span
from ocr.tesseract import PageRead
from ocr.vote import is_word

_COARSE = 8  # pixels of a picture across one of those by which its paper is told
_DARKER = 80  # levels of grey, than the paper

# In heights of a box.
_LEAST, _MOST = 0.12, 8.0  # of what a box lacks
_BESIDE = 0.3  # how far within a box a blank may begin
_RULE = 0.25  # how far a rule goes on above a word or below it
_BLANK, _COLUMN = 0.25, 0.6  # what is usual between words; what is wider parts columns

_MUCH_LESS = 0.6  # of the usual blank of the line, or of the page where the line has few
_RULED = 0.8  # of a word's width, that is dark in a row where a rule is; of its place on a grey ground
_LEAST_TOLD = 4  # blanks that tell what is usual
_MOST_CUT, _MOST_PAIRS = 0.25, 0.02  # of a page's words, where its layer fits
_SHARE = 0.5  # how likely such words are right, before the image is asked
_SURELY = 0.9  # Tesseract's confidence in a word that the layer has as two
_ALIKE, _ALIKE_WORD = 0.8, 0.6  # of its letters, that it has in common with them; where it is a word
_STROKES = frozenset("/|]")
_CORE = re.compile(
    r"[^\w\s]?(?P<word>[^\W\d_]{2,})[^\w\s-]?(?=\s|$)"
)  # "fillda", "‘Tjansteskri"; not "vind-"
_LETTER = re.compile(r"[^\W\d_]")
_REASON, _REASON_PAIR = "its box ends within the word", "no blank parts these two"


@dataclass(frozen=True, slots=True)
class Followed:
    """The words of a page in turn, their boxes as wide as their ink; and the pairs that no blank parts."""

    words: tuple[Word, ...]
    cut: frozenset[int]  # where words begin in the text whose box was too narrow
    pairs: tuple[tuple[Word, Word], ...]

    @property
    def fits(self) -> bool:
        """Whether the layer lies on its picture: where its lines are too narrow or to one side, many boxes
        begin or end within a word, and what is cut out by them is no word."""
        most = len(self.words)
        return len(self.cut) <= _MOST_CUT * most or len(self.pairs) <= _MOST_PAIRS * most


def followed(picture: Picture, rows: Iterable[Sequence[Word]], stance: Stance, scale: float) -> Followed:
    """The words of a page, by line, with boxes as wide as their ink; `scale` says how many pixels the unit
    of their boxes has."""
    page = _Page(np.asarray(picture), image.paper(picture.reduce(_COARSE)) - _DARKER, stance, scale)
    lines = [(row, [_blank(page, *pair) for pair in pairwise(row)]) for row in rows]
    usual = _usual([blank for _, blanks in lines for blank in blanks], _BLANK)
    words: list[Word] = []
    cut: set[int] = set()
    pairs: list[tuple[Word, Word]] = []
    for row, blanks in lines:
        least = _MUCH_LESS * _usual(blanks, usual)
        pairs += (pair for pair, blank in zip(pairwise(row), blanks, strict=True) if blank < least)
        for before, word, after in zip((None, *row), row, (*row[1:], None), strict=False):
            box = _whole(page, word, before, after, least)
            words.append(replace(word, box=box))
            if box != word.box:
                cut.add(word.span.start)
    return Followed(tuple(words), frozenset(cut), tuple(pairs))


def _usual(blanks: Sequence[float], otherwise: float) -> float:
    """The usual blank between words, the gaps between columns left out."""
    plain = [blank for blank in blanks if blank < _COLUMN]
    return median(plain) if len(plain) >= _LEAST_TOLD else otherwise


def in_doubt(repair: Repaired, seen: Followed, known: Sequence[Change]) -> Iterator[Change]:
    """The words that their box cuts off, as doubts about what stands there, where none of the `known` is
    about them already; and the pairs that may be one word, as doubts about both together."""
    raw, offsets = repair.raw, Offsets(repair.ledger)
    told = {(c.start, c.end): c for c in repair.ledger if c.state == "applied"}
    taken = {at for change in known for at in range(change.start, change.end)}
    for start in sorted(seen.cut):
        core = _CORE.match(raw, start)
        if core and taken.isdisjoint(range(*core.span("word"))):
            word = core["word"]
            shown = ((word, _SHARE),)
            doubt = Change(*core.span("word"), word, word, 0.0, "channel", "left", shown, _REASON)
            yield told.get(core.span("word"), doubt)
    for left, right in seen.pairs:
        start, end = left.span.start, right.span.end
        place = offsets.to_text(Span(start, end))
        if _may_be_one(*repair.text[place.start : place.end].rsplit(maxsplit=1)):
            shown = ((raw[start:end], _SHARE),)
            yield Change(
                start, end, raw[start:end], raw[start:end], 0.0, "channel", "left", shown, _REASON_PAIR
            )


def _may_be_one(left: str = "", right: str = "") -> bool:
    """Whether two words may be parts of one: where they make a word, or one of them is none."""
    known = lexicon().words
    if not right or (not left[-1].isalpha() and left[-1] not in _STROKES) or not right[0].isalpha():
        return False
    return (
        left[-1] in _STROKES
        or any(word.isalpha() and word.lower() not in known for word in (left, right))
        or (left + right).lower() in known
    )


def is_pair(doubt: Change) -> bool:
    """Whether a doubt is about two words that no blank parts."""
    return doubt.reason == _REASON_PAIR


def one_word(doubts: Iterable[Change], span: Span, read: PageRead) -> Change | None:
    """What was cut out, all of which one of the doubts is about, as one word where no blank is seen in it
    and none is read."""
    pairs = [doubt for doubt in doubts if is_pair(doubt) and (doubt.start, doubt.end) == span]
    return without_blank(pairs[0], read) if pairs else None


def without_blank(pair: Change, read: PageRead) -> Change | None:
    """Two words of the layer as the one that the image surely has, with its signs; None where it has two,
    or another.

    >>> from ocr.page import Word
    >>> pair = Change(0, 14, "elever] skolor", "elever] skolor", 0.0, "channel", "left")
    >>> word = Word(Span(0, 13), (0, 0, 1, 1), 0.97, "read")
    >>> without_blank(pair, PageRead("elever/skolor", (word,))).after
    'elever/skolor'
    """
    if len(read.words) != 1 or read.words[0].confidence < _SURELY:
        return None
    text, sure = read.text, read.words[0].confidence
    layer, image = ("".join(_LETTER.findall(some.translate(FLAT))) for some in (pair.before, text))
    digits = ["".join(filter(str.isdigit, some)) for some in (pair.before, text)]
    if digits[0] != digits[1] or Levenshtein.normalized_similarity(layer, image) < (
        _ALIKE_WORD if is_word(text.strip(".,;:")) else _ALIKE
    ):
        return None
    shares = ((text, sure), (pair.before, round(1 - sure, 4)))
    return replace(
        pair, after=text, confidence=sure, maker="image", state="applied", candidates=shares,
        reason=f"{_REASON_PAIR}, read so in the image",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    pixels: NDArray[np.uint8]
    dark: int
    stance: Stance
    scale: float

    def inked(self, word: Word, left: float, right: float) -> NDArray[np.bool_]:
        """Which columns of a word's line, between capitals' height and what they stand on, have ink; that of
        rules, which go on above or below, is none."""
        dark, top, base = self._dark(word, left, right)
        goes_on = dark[:base].all(axis=0) | dark[top:].all(axis=0)
        inked: NDArray[np.bool_] = np.logical_and(dark[top:base].any(axis=0), ~goes_on)
        return inked

    def is_ruled(self, word: Word) -> bool:
        """Whether a rule goes through a word, or close above it."""
        dark, top, base = self._dark(word, word.box[0], word.box[2])
        return bool(dark[top:base].mean(axis=1).max(initial=0.0) > _RULED) if dark.size else True

    def is_dark(self, word: Word) -> bool:
        """Whether a word stands on grey, so that its letters are not told from their ground."""
        dark, top, base = self._dark(word, word.box[0], word.box[2])
        return bool(dark[top:base].size) and float(dark[top:base].mean()) > _RULED

    def _dark(self, word: Word, left: float, right: float) -> tuple[NDArray[np.bool_], int, int]:
        """What is dark around a word, and the rows there between which its line has its ink."""
        _, y0, _, y1 = word.box
        first, last = (max(0, int(edge * self.scale)) for edge in (left, right))
        above, top, base, below = (
            max(0, int((y0 + share * (y1 - y0)) * self.scale))
            for share in (-_RULE, self.stance.top, self.stance.base, 1 + _RULE)
        )
        return self.pixels[above:below, first:last] < self.dark, top - above, base - above


def _whole(page: _Page, word: Word, before: Word | None, after: Word | None, least: float) -> Box:
    """A word's box, as wide as the ink that no blank parts from it; as it was where that runs into the next
    word, or on and on. `least` is how wide a blank is."""
    x0, y0, x1, y1 = word.box
    high = y1 - y0
    most, blank = _MOST * high, max(2, round(least * high * page.scale))
    left = _run(page.inked(word, x0 - most, x0)[::-1], blank) / page.scale
    right = _run(page.inked(word, x1, x1 + most), blank) / page.scale
    if max(left, right) > most - high or (max(left, right) > _LEAST * high and page.is_ruled(word)):
        return word.box
    if left > _LEAST * high and (not before or left < x0 - before.box[2]):
        x0 -= left
    if right > _LEAST * high and (not after or right < after.box[0] - x1):
        x1 += right
    return x0, y0, x1, y1


def _run(ink: NDArray[np.bool_], blank: int) -> int:
    """How far ink goes on from the start without a blank."""
    places = np.nonzero(ink)[0]
    wide = np.nonzero(np.diff(places, prepend=-1) > blank)[0]
    inside = places[: wide[0]] if len(wide) else places
    return int(inside[-1]) + 1 if len(inside) else 0


def _blank(page: _Page, left: Word, right: Word) -> float:
    """How wide the blank is between two words of a line, in heights of a box; wide where nothing is told."""
    high = right.box[3] - right.box[1]
    edges = sorted((left.box[2], right.box[0]))
    ink = page.inked(right, edges[0] - _BESIDE * high, edges[1] + _BESIDE * high)
    if page.is_dark(right):
        return _COLUMN
    gaps = np.diff(np.nonzero(ink)[0], prepend=-1, append=len(ink)) - 1
    return float(gaps.max()) / (high * page.scale) if high > 0 else 0.0
