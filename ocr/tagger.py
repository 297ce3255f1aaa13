"""A second opinion on damaged words: a small network that reads each letter with its surroundings.

The noisy channel (`ocr/channel.py`) knows words; this knows how Swedish runs, letter by letter, and errs on
other words. So where both agree a reading is as good as certain, and where they do not a person should
look. The network names for each character what becomes of it (kept, deleted, replaced, something put beside
it); the labels of a word make its reading, and their product, calibrated on pages in typefaces and
documents that training never saw, is its probability. `ocr/data/TAGGER.md` tells how it was made and how
well it does.

How to use it:

    opinions(page, spans)               the tagger's own reading of each word, with its probability
    considered(page, spans, answers)    beside it how likely each of the caller's answers is
    words(page)                         spans to ask for, where the caller has none

Give the whole page as `text`, not the word alone: the sentence decides between "for" and "för", and the
page tells how it is damaged. A span is a word of the raw text, without the blanks around it; a word broken
over two lines is one span, hyphen and line break included, and both come back in its reading. Ask for all
words of a page in one call: they are worked out together, and words near each other share their work.

`available()` says whether onnxruntime is there; without it the other functions raise MissingDependency.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ocr import glyphs, networks
from ocr.spans import Span

MODEL = "tagger.onnx"
KEEP = "·"  # in a label, the character itself
DILATIONS = (1, 2, 4, 8, 16, 1)  # how far each layer of the network looks to either side
MARGIN = sum(DILATIONS)  # characters to either side that the whole sees
_BESIDE = [(reach, np.array([-reach, 0, reach])) for reach in DILATIONS]
WINDOW = 1024  # characters that are read as one stretch, and about as many at once
BLOCK = 100_000  # characters that are held in numbers at once
LONGEST = 160  # characters of a word; on anything longer the tagger has no opinion
WORD = re.compile(r"\S+(?:-\n(?=\w)\S+)?")  # "Social-\nndmnden", "ar"
_EDGE = 600  # characters: no word is longer
_FLOOR = 1e-9
_FAINT = 1e-9  # ways less likely are not gone to their end
_REMEMBERED = 4096  # characters
_LEAST = 1e-6  # labels less likely than this are not followed


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a word should read, and the probability that exactly this is right."""

    reading: str
    probability: float


# By its first letter each piece that a label makes of a character, and the label; "" is what is deleted.
_Made = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class _Read:
    """Spans that were read together: the row of each one's first letter in `logits` (letters, labels)."""

    spans: list[Span]
    rows: list[int]
    logits: glyphs.Floats

    def shares(self) -> glyphs.Floats:
        """The share of each label for each letter."""
        exps = np.exp(self.logits - self.logits.max(1, keepdims=True))
        return np.asarray(exps / exps.sum(1, keepdims=True))


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any  # onnxruntime.InferenceSession, which has no types
    labels: tuple[str, ...]
    kept: glyphs.Floats  # calibration of readings that change nothing: rows of (logit, probability)
    changed: glyphs.Floats
    made: dict[str, _Made]  # what the labels make of a character, as far as it was asked


def available() -> bool:
    """Whether onnxruntime and the model are there."""
    return networks.is_there(MODEL)


@lru_cache(maxsize=1)
def _model() -> _Model:
    return _carded(networks.opened(MODEL, "asking for a second opinion"))


def loaded(model: bytes) -> _Model:
    """A model from the bytes of its file."""
    return _carded(networks.session(model))


def _carded(session: Any) -> _Model:
    card = session.get_modelmeta().custom_metadata_map
    curves = json.loads(card["calibration"])
    kept, changed = (np.array(curves[name], np.float32) for name in ("kept", "changed"))
    return _Model(session, tuple(json.loads(card["labels"])), kept, changed, {})


def opinions(text: str, spans: Sequence[Span]) -> list[Opinion]:
    """The tagger's reading of each span of a page, in the order of the spans.

    A span that is empty or longer than `LONGEST` comes back as it is, with probability 0: no opinion.

    >>> opinions("Socialndmnden beslutar att folja planen.", [Span(0, 13), Span(27, 32)])[0].reading
    'Socialnämnden'
    """
    model = _model()
    found: dict[Span, Opinion] = {}
    for read in _read(model, text, spans):
        found |= zip(read.spans, _judged(model, text, read), strict=True)
    return [found.get(span) or Opinion(text[span.start : span.end], 0.0) for span in spans]


def _judged(model: _Model, text: str, read: _Read) -> Iterator[Opinion]:
    """The opinions on spans that were read together, in their order."""
    logits = read.logits
    best = logits.argmax(1).tolist()
    surprise = np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1, dtype=np.float64))
    sums = np.concatenate([[0.0], np.cumsum(surprise)])
    first = np.array(read.rows)
    log = sums[first] - sums[first + [end - start for start, end in read.spans]]
    # The product of the best labels' shares, as odds.
    odds = log - np.log(np.maximum(-np.expm1(log), 1e-12))
    kept, changed = (
        np.interp(odds, curve[:, 0], curve[:, 1]).tolist() for curve in (model.kept, model.changed)
    )
    for i, (span, row) in enumerate(zip(read.spans, read.rows, strict=True)):
        raw = text[span.start : span.end]
        letters = zip(best[row : row + len(raw)], raw, strict=True)
        reading = "".join(model.labels[label].replace(KEEP, c) if label else c for label, c in letters)
        yield Opinion(reading, kept[i] if reading == raw else changed[i])


def considered(
    text: str, spans: Sequence[Span], answers: Sequence[Sequence[str]]
) -> list[tuple[Opinion, dict[str, float]]]:
    """The opinion on each span, and how likely each of its answers and the opinion's reading are.

    `answers` holds one sequence a span, and every span may stand once. How likely an answer is, is the share
    of all the tagger's readings that say so, at least 1e-9, so that logarithms are safe. Where the tagger has
    no opinion, nothing is likelier than anything else, and an answer with no other beside it is not weighed:
    both get 1.
    """
    model = _model()
    wanted = dict(zip(spans, answers, strict=True))
    found: dict[Span, tuple[Opinion, dict[str, float]]] = {}
    for read in _read(model, text, list(wanted)):
        shares = read.shares()
        opinions = _judged(model, text, read)
        for span, row, opinion in zip(read.spans, read.rows, opinions, strict=True):
            some = dict.fromkeys((*wanted[span], opinion.reading), 1.0)
            if len(some) > 1:
                some = _likelihoods(model, text, span, shares[row:], some)
            found[span] = opinion, some
    for span, texts in wanted.items():
        if span not in found:
            raw = text[span.start : span.end]
            found[span] = Opinion(raw, 0.0), dict.fromkeys((*texts, raw), 1.0)
    return [found[span] for span in spans]


def words(text: str) -> list[Span]:
    """The spans of all words of a text, as white space parts them."""
    return [Span(*match.span()) for match in WORD.finditer(text)]


def _likelihoods(
    model: _Model, text: str, span: Span, shares: glyphs.Floats, answers: Iterable[str]
) -> dict[str, float]:
    """How likely each answer is for one span, the shares of whose letters stand first.

    That is the sum over all ways in which the labels of the word make it. Answers that begin alike share
    their beginnings.
    """
    follow: dict[str, str] = {}  # the letters after each beginning of an answer
    for answer in answers:
        for i, letter in enumerate(answer):
            if letter not in (others := follow.get(answer[:i], "")):
                follow[answer[:i]] = others + letter
        follow.setdefault(answer, "")
    ways = {"": 1.0}  # what stands already, and how likely
    raw = text[span.start : span.end]
    for c, row in zip(raw, shares[: len(raw)].tolist(), strict=True):
        made = model.made.get(c) or _made(model, c)
        onward: dict[str, float] = {}
        for stands, p in ways.items():
            if p < _FAINT:
                continue
            for _, label in made[""]:
                if row[label] > _LEAST:
                    onward[stands] = onward.get(stands, 0.0) + p * row[label]
            for letter in follow[stands]:
                for piece, label in made.get(letter, ()):
                    if row[label] > _LEAST and (longer := stands + piece) in follow:
                        onward[longer] = onward.get(longer, 0.0) + p * row[label]
        ways = onward
    return {answer: max(_FLOOR, ways.get(answer, 0.0)) for answer in answers}


def _made(model: _Model, c: str) -> _Made:
    """What the labels make of a character."""
    if len(model.made) > _REMEMBERED:
        model.made.clear()
    made = model.made[c] = {}
    for i, label in enumerate(model.labels):
        piece = label.replace(KEEP, c)
        made.setdefault(piece[:1], []).append((piece, i))
    return made


def _read(model: _Model, text: str, spans: Sequence[Span]) -> Iterator[_Read]:
    """The network's answer on the spans, as many together as it takes well."""
    for groups in _blocks(_groups(sorted(span for span in spans if _is_word(span)))):
        windows = [_window(group) for group in groups]
        begin = max(0, windows[0].start - glyphs.REACH)
        near = text[begin : windows[-1].end + glyphs.REACH]
        around = glyphs.surroundings(
            near, [Span(max(0, start - begin), end - begin) for start, end in windows]
        )
        excerpt, shifts = _excerpt(text, windows)
        seen = glyphs.seen(excerpt)
        columns = dict(
            zip(glyphs.COLUMNS, (seen.glyphs, seen.trigrams, seen.fivegrams, seen.words), strict=True)
        )
        placed = [[span.shifted(by) for span in group] for group, by in zip(groups, shifts, strict=True)]
        for some in _together(windows):
            given, rows = inputs(columns, placed[some])
            (logits,) = model.session.run(None, given | {"page": around[some]})
            yield _Read([span for group in groups[some] for span in group], rows, logits)


def _window(group: Sequence[Span]) -> Span:
    """What the network sees of the text around some spans; may begin before the text and end after it."""
    return Span(group[0].start - MARGIN, max(span.end for span in group) + MARGIN)


def _excerpt(text: str, windows: Sequence[Span]) -> tuple[str, list[int]]:
    """What there is of a text around some windows, whole words at all edges, and by how much each is shifted.

    Most of a page is not asked about, and to see it takes as long as to think about the rest.
    """
    parts: list[str] = []
    shifts: list[int] = []
    first = last = size = 0  # of the part that is being put together, and what stands before it
    for start, end in windows:
        begin = text.rfind(" ", max(0, start - _EDGE), max(0, start - glyphs.NEAR))
        begin = begin if begin >= 0 else max(0, start - _EDGE)
        if begin > last:
            parts.append(text[first:last])
            size += last - first
            first = begin
        shifts.append(size - first)
        after = text.find(" ", end + glyphs.NEAR, end + _EDGE)
        last = max(last, after if after >= 0 else min(len(text), end + _EDGE))
    parts.append(text[first:last])
    return "".join(parts), shifts


def _together(windows: Sequence[Span]) -> Iterator[slice]:
    """Windows in runs of about `WINDOW` characters."""
    first = size = 0
    for i, (start, end) in enumerate(windows):
        if i > first and size + end - start > WINDOW:
            yield slice(first, i)
            first, size = i, 0
        size += end - start
    yield slice(first, len(windows))


def inputs(
    columns: Mapping[str, glyphs.Ints], groups: Sequence[Sequence[Span]]
) -> tuple[dict[str, glyphs.Ints], list[int]]:
    """What the network takes, but for `page`, to work out the letters of some spans; and their first rows.

    The windows of the groups lie one after the other, and what each layer works on is marked in them, from
    the last layer to the first: a letter needs itself and its neighbours at the layer's distance.
    """
    windows = [_window(group) for group in groups]
    sizes = [end - start for start, end in windows]
    places = np.concatenate([np.arange(start, end) for start, end in windows])
    inside = (places >= 0) & (places < len(columns["glyphs"]))
    here = np.zeros(len(places), bool)
    starts: list[int] = []
    first = 0
    for group, window, size in zip(groups, windows, sizes, strict=True):
        for start, end in group:
            at = first + start - window.start
            here[at : at + end - start] = True
            starts.append(at)
        first += size
    asked = here.cumsum() - 1
    given: dict[str, glyphs.Ints] = {}
    for layer, (reach, beside) in reversed(list(enumerate(_BESIDE))):
        before = here.copy()
        before[:-reach] |= here[reach:]
        before[reach:] |= here[:-reach]
        before &= inside
        row = before.cumsum(dtype=np.int32)
        outside = row[-1]
        row -= 1
        row[~before] = outside
        given[f"near{layer}"] = row[here.nonzero()[0][:, None] + beside]
        here = before
    read = places[here]
    given |= {name: column[read] for name, column in columns.items()}
    given["window"] = np.arange(len(windows), dtype=np.int32).repeat(sizes)[here]
    return given, asked[starts].tolist()


def _blocks(groups: Sequence[list[Span]]) -> Iterator[Sequence[list[Span]]]:
    """Groups in runs of at most `BLOCK` characters, so that memory is bounded however long a text is."""
    first = 0
    for i, group in enumerate(groups):
        if group[-1].end - groups[first][0].start > BLOCK:
            yield groups[first:i]
            first = i
    if first < len(groups):
        yield groups[first:]


def _is_word(span: Span) -> bool:
    return 0 < span.end - span.start <= LONGEST


def _groups(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans that are read together: near each other, and within one window with a margin on both sides."""
    groups: list[list[Span]] = []
    for span in spans:
        group = groups[-1] if groups else None
        if (
            group
            and span.start - group[-1].end <= 2 * MARGIN
            and span.end - group[0].start <= WINDOW - 2 * MARGIN
        ):
            group.append(span)
        else:
            groups.append([span])
    return groups
