"""Single words of a scan, read at a glance: by Tesseract's Swedish network, in this process, side by side.

Tesseract takes one word after the other, 15 ms each, and that would be half of what cleaning a damaged page
takes. The same network does it in 2 to 3 ms where the words of a page go through it together. So its weights
are shipped in a form that onnxruntime runs (`ocr/data/reader.onnx`, made by `training/reader.py`;
`ocr/data/READER.md` tells more), and no program is started. What Tesseract knows beside its network is not
needed here: where the line is, the layer says; and instead of a list of words there is what the layer and the
repair think may stand there.

Whole pages and lines are Tesseract's (`ocr/tesseract.py`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ocr import networks
from ocr.image import Picture
from ocr.page import Word
from ocr.spans import Span
from ocr.tesseract import PageRead

MODEL = "reader.onnx"
_HEIGHT, _STEP = 48, 3  # pixels of what the network looks at; it says a letter, or none, every so many
_LEAST, _MOST = 12, 2400  # pixels of a width
_ALIKE = 1.5  # how much wider than the narrowest the widest of those is that are read together
_AT_ONCE = 64
_SCALE = 0.35  # what Tesseract takes times the logarithm of a letter's share, for its confidence in it
_DARKEST, _LIGHTEST = 0.25, 0.75  # of the dips and the peaks of grey on a line through the letters
_LIKE = 45  # of 100, that a thought and what was read have in common: half of "ar" and "år"
_NEARLY = 3.0  # by how much the logarithm of a thought's likelihood may fall short
_WORD = re.compile(r"[^\W_]+(?:[-&][^\W_]+)*")  # "Vikasjö", "s&"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Network:
    session: Any  # onnxruntime.InferenceSession, which has no types
    letters: tuple[str, ...]  # what each output stands for; the last is none


def read(pictures: Sequence[Picture], thoughts: Sequence[Collection[str]]) -> list[PageRead]:
    """Read pictures of one word each, or of some on a line; how to cut them out, `crops.framed` knows.

    `thoughts` are words that may stand in each. One of them is taken for the word that is most like it where
    the picture shows it nearly as well: what was thought of is likelier than what was not.

    Raises MissingDependency where onnxruntime is not installed.
    """
    network = _network()
    looks = [_seen(picture) for picture in pictures]
    read: list[PageRead] = [PageRead("", ())] * len(looks)
    options: list[_Option] = []
    for some in _alike([look.shape[1] for look in looks]):
        for n, shares in zip(some, _shares(network, [looks[n] for n in some]), strict=True):
            read[n] = _told(network.letters, shares, pictures[n])
            options += _options(n, read[n].text, shares, thoughts[n])
    for chosen in _nearly_as_likely(network.letters, options):
        read[chosen.picture] = _with(read[chosen.picture], chosen)
    return read


def _alike(widths: Sequence[int]) -> Iterator[list[int]]:
    """The places of pictures that are about as wide as each other; those of specks are left out."""
    some: list[int] = []
    for n in sorted((n for n, width in enumerate(widths) if width), key=widths.__getitem__):
        if some and (widths[n] > _ALIKE * widths[some[0]] or len(some) == _AT_ONCE):
            yield some
            some = []
        some.append(n)
    if some:
        yield some


def _seen(picture: Picture) -> Floats:
    """A picture as the network looks at it: so high, and from -1 for ink to 1 for paper."""
    width = round(picture.width * _HEIGHT / max(picture.height, 1))
    if not _LEAST <= width <= _MOST:
        return np.empty((_HEIGHT, 0), np.float32)
    grey = np.asarray(picture.resize((width, _HEIGHT)), np.float32)
    line = grey[_HEIGHT // 2]
    before, here, after = line[:-2], line[1:-1], line[2:]
    dips = here[((here < before) & (here <= after)) | ((here <= before) & (here < after))]
    peaks = here[((here > before) & (here >= after)) | ((here >= before) & (here > after))]
    black = float(np.quantile(dips, _DARKEST)) if len(dips) else 0.0
    white = float(np.quantile(peaks, _LIGHTEST)) if len(peaks) else 255.0
    seen: Floats = np.clip((grey - black) / max((white - black) / 2, 1.0) - 1, -1, 1)
    return seen


def _shares(network: _Network, looks: Sequence[Floats]) -> Iterator[Floats]:
    """For each step along each picture, the share of each letter there."""
    lengths = np.array([-(-look.shape[1] // _STEP) for look in looks], np.int32)
    ends = np.cumsum(lengths, dtype=np.int32)
    strip = np.ones((1, 1, _HEIGHT, _STEP * int(ends[-1])), np.float32)
    for look, end, length in zip(looks, ends, lengths, strict=True):
        start = _STEP * int(end - length)
        strip[0, 0, :, start : start + look.shape[1]] = look
    steps = np.arange(lengths.max(), dtype=np.int32)[:, None]
    places = np.minimum(ends - lengths + steps, ends - 1)
    (shares,) = network.session.run(None, {"strip": strip, "places": places, "lengths": lengths})
    for n, length in enumerate(lengths):
        yield shares[:length, n]


def _told(letters: Sequence[str], shares: Floats, picture: Picture) -> PageRead:
    """The likeliest letter of each step: the same one in a row is one, and none parts two that are alike.

    A word's confidence is its least sure letter's, on Tesseract's scale; its box is as high as the picture.
    """
    best = shares.argmax(axis=1)
    pixels = picture.width / len(shares)
    found: list[tuple[str, float, int, int]] = []
    for label, run in groupby(range(len(best)), key=best.__getitem__):
        steps = list(run)
        if letters[label]:
            found.append((letters[label], float(shares[steps, label].max()), steps[0], steps[-1] + 1))
    out: list[str] = []
    words: list[Word] = []
    at = 0
    for is_blank, group in groupby(found, key=lambda letter: letter[0] == " "):
        if is_blank:
            continue
        word = list(group)
        shown = "".join(letter[0] for letter in word)
        start = at + 1 if words else 0
        at = start + len(shown)
        box = (word[0][2] * pixels, 0.0, word[-1][3] * pixels, float(picture.height))
        words.append(Word(Span(start, at), box, _confidence(min(letter[1] for letter in word)), "read"))
        out.append(shown)
    return PageRead(" ".join(out), tuple(words))


@dataclass(frozen=True, slots=True)
class _Option:
    """What a picture may show: a word in a place of what was read there, or just what was read."""

    picture: int
    shares: Floats
    text: str
    place: Span
    word: str
    sure: float = 0.0  # how much less likely it is than what was read; a logarithm


def _options(n: int, text: str, shares: Floats, thoughts: Collection[str]) -> list[_Option]:
    """What was read and, in the place of the word most like it, each thought; nothing where there is none."""
    words = list(_WORD.finditer(text))
    out: list[_Option] = []
    for thought in thoughts:
        like = max(words, key=lambda word: fuzz.ratio(word[0], thought), default=None)
        if like and like[0] != thought and fuzz.ratio(like[0], thought) > _LIKE:
            place = Span(*like.span())
            out.append(_Option(n, shares, text[: place.start] + thought + text[place.end :], place, thought))
    return [_Option(n, shares, text, Span(0, 0), ""), *out] if out else []


def _nearly_as_likely(letters: Sequence[str], options: Sequence[_Option]) -> Iterator[_Option]:
    """For each picture the likeliest thought, where what was read is not far likelier."""
    codes = {letter: code for code, letter in enumerate(letters) if letter}
    known = [option for option in options if codes.keys() >= set(option.text)]
    sure = _likelihoods([o.shares for o in known], [[codes[c] for c in o.text] for o in known])
    for _, group in groupby(zip(known, sure, strict=True), key=lambda pair: pair[0].picture):
        (_, as_read), *others = group
        best, likely = max(others, key=lambda pair: pair[1], default=(None, 0.0))
        if best and likely > as_read - _NEARLY:
            yield replace(best, sure=min(0.0, float(likely - as_read)))


def _likelihoods(shares: Sequence[Floats], labels: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """The logarithm of how likely each sequence of labels is, over all ways to place it along its steps.

    A label goes on for as long as it likes, with nothing or not before the next; between two that are the
    same there is nothing at least once (connectionist temporal classification).
    """
    if not shares:
        return np.zeros(0)
    width = 2 * max(1, *map(len, labels)) + 1
    emitted = np.zeros((max(map(len, shares)), len(labels), width), np.float32)
    skips = np.zeros((len(labels), width), np.float32)
    for n, (share, row) in enumerate(zip(shares, labels, strict=True)):
        spaced = np.full(2 * len(row) + 1, share.shape[1] - 1)
        spaced[1::2] = row
        emitted[: len(share), n, : len(spaced)] = share[:, spaced]
        skips[n, 3 : len(spaced) : 2] = spaced[3::2] != spaced[1:-2:2]
    lengths, last = np.array([len(share) for share in shares]), np.array([2 * len(row) for row in labels])
    at = np.zeros((len(labels), width + 2), np.float32)
    at[:, 1] = 1.0  # before the first step, and so before nothing and before the first label
    skips[:, 1] = 1.0
    total = np.zeros(len(labels))
    for step, here in enumerate(emitted):
        going = np.nonzero(step < lengths)[0]
        before = at[going]
        ways = (before[:, 2:] + before[:, 1:-1] + before[:, :-2] * skips[going]) * here[going]
        high = np.maximum(ways.max(axis=1, keepdims=True), 1e-30)
        total[going] += np.log(high[:, 0])
        at[going, 2:] = ways / high
        at[:, 1] = 0.0
    rows = np.arange(len(labels))
    sure: NDArray[np.float64] = total + np.log(at[rows, last + 2] + at[rows, last + 1] + 1e-30)
    return sure


def _with(read: PageRead, chosen: _Option) -> PageRead:
    """The reading with a thought in its place, as much less sure as it is less likely."""
    start, end = chosen.place
    longer = len(chosen.word) - (end - start)
    words = [
        word
        if word.span.end <= start
        else replace(word, span=Span(word.span.start + longer, word.span.end + longer))
        if word.span.start >= end
        else replace(
            word,
            span=Span(word.span.start, word.span.end + longer),
            confidence=round(max(0.0, word.confidence + _SCALE * chosen.sure), 4),
        )
        for word in read.words
    ]
    return PageRead(chosen.text, tuple(words))


def _confidence(share: float) -> float:
    return round(max(0.0, 1 + _SCALE * math.log(max(share, 1e-6))), 4)


@cache
def _network() -> _Network:
    session = networks.opened(MODEL, "looking words up in a scan")
    card = session.get_modelmeta().custom_metadata_map
    return _Network(session, tuple(json.loads(card["letters"])))
