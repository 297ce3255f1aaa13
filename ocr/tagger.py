"""A second opinion on damaged words: a small network that reads each letter with its surroundings.

The noisy channel (`ocr/channel.py`) knows words; this knows how Swedish runs, letter by letter, and errs on
other words. So where both agree a reading is as good as certain, and where they do not a person should
look. The network names for each character what becomes of it (kept, deleted, replaced, something put beside
it); the labels of a word make its reading, and their product, calibrated on pages in typefaces and
documents that training never saw, is its probability. `ocr/data/TAGGER.md` tells how it was made and how
well it does.

How to use it:

    opinions(page, spans)               the tagger's own reading of each word, with its probability
    likelihoods(page, spans, answers)   how likely each of the caller's answers is, to weigh them with its own
    considered(page, spans, answers)    both at the cost of one
    words(page)                         spans to ask for, where the caller has none

Give the whole page as `text`, not the word alone: the sentence decides between "for" and "för", and the
page tells how it is damaged. A span is a word of the raw text, without the blanks around it; a word broken
over two lines is one span, hyphen and line break included, and both come back in its reading. Ask for all
words of a page in one call: words near each other share their work. Reading the whole page costs about as
much as asking for every sixth word of it.

This is the only file that knows onnxruntime, and it loads it when first asked. `available()` says whether
it is there; without it the other functions raise MissingDependency.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from ocr import glyphs
from ocr.errors import MissingDependency
from ocr.spans import Span

MODEL = "tagger.onnx"
KEEP = "·"  # in a label, the character itself
MARGIN = 32  # characters to either side that the network sees
WINDOW = 1024  # characters read at once
BLOCK = 100_000  # characters that are held in numbers at once
LONGEST = 160  # characters of a word; on anything longer the tagger has no opinion
WORD = re.compile(r"\S+(?:-\n(?=\w)\S+)?")  # "Social-\nndmnden", "ar"
_FLOOR = 1e-9
_LEAST = 1e-6  # labels less likely than this are not followed


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a word should read, and the probability that exactly this is right."""

    reading: str
    probability: float


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any  # onnxruntime.InferenceSession, which has no types
    labels: tuple[str, ...]
    kept: glyphs.Floats  # calibration of readings that change nothing: rows of (logit, probability)
    changed: glyphs.Floats


def available() -> bool:
    """Whether onnxruntime and the model are there."""
    return importlib.util.find_spec("onnxruntime") is not None and (files("ocr") / "data" / MODEL).is_file()


@lru_cache(maxsize=1)
def _model() -> _Model:
    if not available():
        raise MissingDependency(
            "the tagger needs onnxruntime and its model",
            code="no_tagger",
            remedy="Install onnxruntime (`pip install onnxruntime`), or repair without the tagger.",
        )
    return loaded((files("ocr") / "data" / MODEL).read_bytes())


def loaded(model: bytes) -> _Model:
    """A model from the bytes of its file; it uses one thread, since work is shared out by process."""
    import onnxruntime  # here, so that who never asks the tagger does not wait for it

    onnxruntime.disable_telemetry_events()  # on Windows it would write events for its maker
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # no two windows have one length
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    card = session.get_modelmeta().custom_metadata_map
    curves = json.loads(card["calibration"])
    kept, changed = (np.array(curves[name], np.float32) for name in ("kept", "changed"))
    return _Model(session, tuple(json.loads(card["labels"])), kept, changed)


def opinions(text: str, spans: Sequence[Span]) -> list[Opinion]:
    """The tagger's reading of each span of a page, in the order of the spans.

    A span that is empty or longer than `LONGEST` comes back as it is, with probability 0: no opinion.

    >>> opinions("Socialndmnden beslutar att folja planen.", [Span(0, 13), Span(27, 32)])[0].reading
    'Socialnämnden'
    """
    model = _model()
    found: dict[Span, Opinion] = {}
    for asked, start, logits in _logits(model, text, spans):
        found |= zip(asked, _judged(model, text, asked, start, logits), strict=True)
    return [found.get(span) or Opinion(text[span.start : span.end], 0.0) for span in spans]


def _judged(
    model: _Model, text: str, spans: Sequence[Span], start: int, logits: glyphs.Floats
) -> Iterator[Opinion]:
    """The opinions on spans that were read together, in their order."""
    best = logits.argmax(1)
    surprise = np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1, dtype=np.float64))
    sums = np.concatenate([[0.0], np.cumsum(surprise)])
    places = np.array(spans) - start
    log = sums[places[:, 0]] - sums[places[:, 1]]  # of the product of the best labels' shares
    odds = log - np.log(np.maximum(-np.expm1(log), 1e-12))
    kept, changed = (
        np.interp(odds, curve[:, 0], curve[:, 1]).tolist() for curve in (model.kept, model.changed)
    )
    for i, (span, (first, last)) in enumerate(zip(spans, places.tolist(), strict=True)):
        raw = text[span.start : span.end]
        letters = zip(best[first:last].tolist(), raw, strict=True)
        reading = "".join(model.labels[label].replace(KEEP, c) if label else c for label, c in letters)
        yield Opinion(reading, kept[i] if reading == raw else changed[i])


def likelihoods(text: str, spans: Sequence[Span], answers: Sequence[Sequence[str]]) -> list[list[float]]:
    """For each span, how likely each of its answers is: the share of all the tagger's readings that say so.

    `answers` holds one sequence a span. An answer that the labels cannot make gets a floor of 1e-9, so that
    logarithms are safe; where the tagger has no opinion all answers get 1, so that nothing is weighed.
    """
    model = _model()
    wanted: dict[Span, dict[str, float]] = {}
    for span, some in zip(spans, answers, strict=True):
        wanted.setdefault(span, {}).update(dict.fromkeys(some, 1.0))
    for asked, start, logits in _logits(model, text, list(wanted)):
        for span in asked:
            wanted[span] = _likelihoods(model, text, span, logits[span.start - start :], wanted[span])
    return [[wanted[span][answer] for answer in some] for span, some in zip(spans, answers, strict=True)]


def considered(
    text: str, spans: Sequence[Span], answers: Sequence[Sequence[str]]
) -> list[tuple[Opinion, dict[str, float]]]:
    """The opinion on each span, and how likely each of its answers and the opinion's reading are.

    Every span may stand once. Where the tagger has no opinion, nothing is likelier than anything else, and
    an answer with no other beside it is not weighed: both get 1.
    """
    model = _model()
    wanted = dict(zip(spans, answers, strict=True))
    found: dict[Span, tuple[Opinion, dict[str, float]]] = {}
    for asked, start, logits in _logits(model, text, list(wanted)):
        for span, opinion in zip(asked, _judged(model, text, asked, start, logits), strict=True):
            some = dict.fromkeys((*wanted[span], opinion.reading), 1.0)
            if len(some) > 1:
                some = _likelihoods(model, text, span, logits[span.start - start :], some)
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
    model: _Model, text: str, span: Span, logits: glyphs.Floats, answers: Iterable[str]
) -> dict[str, float]:
    """How likely each answer is for one span, whose letters' logits stand first."""
    rows = logits[: span.end - span.start]
    exps = np.exp(rows - rows.max(1, keepdims=True))
    shares = (exps / exps.sum(1, keepdims=True)).tolist()
    pieces = [_pieces(model.labels, c) for c in text[span.start : span.end]]
    return {answer: max(_FLOOR, _likelihood(pieces, shares, answer)) for answer in answers}


@lru_cache(maxsize=2048)
def _pieces(labels: tuple[str, ...], c: str) -> tuple[tuple[int, dict[str, tuple[int, ...]]], ...]:
    """What the labels make of a character, by length: the labels that make each piece."""
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for i, label in enumerate(labels):
        piece = label.replace(KEEP, c)
        some = found.setdefault(len(piece), {})
        some[piece] = (*some.get(piece, ()), i)
    return tuple(found.items())


def _likelihood(
    pieces: Sequence[tuple[tuple[int, dict[str, tuple[int, ...]]], ...]],
    shares: Sequence[Sequence[float]],
    answer: str,
) -> float:
    """The sum over all ways in which the labels of a word make `answer`."""
    ways = {0: 1.0}  # letters of the answer that stand already, and how likely
    for by_length, row in zip(pieces, shares, strict=True):
        onward: dict[int, float] = {}
        for done, p in ways.items():
            for length, made in by_length:
                for label in made.get(answer[done : done + length], ()):
                    if row[label] > _LEAST:
                        onward[done + length] = onward.get(done + length, 0.0) + p * row[label]
        ways = onward
    return ways.get(len(answer), 0.0)


def _logits(
    model: _Model, text: str, spans: Sequence[Span]
) -> Iterator[tuple[list[Span], int, glyphs.Floats]]:
    """The network's answer by stretches: the spans in one, where it begins, and (characters, labels)."""
    for groups in _blocks(_groups(sorted(span for span in spans if _is_word(span)))):
        begin = max(0, groups[0][0].start - glyphs.REACH - MARGIN)
        piece = text[begin : groups[-1][-1].end + glyphs.REACH + MARGIN + LONGEST]
        seen = glyphs.seen(piece)
        columns = dict(
            zip(glyphs.COLUMNS, (seen.glyphs, seen.trigrams, seen.fivegrams, seen.words), strict=True)
        )
        parts = [
            Span(max(0, group[0].start - MARGIN - begin), max(s.end for s in group) + MARGIN - begin)
            for group in groups
        ]
        around = glyphs.surroundings(piece, parts)
        for row, (group, part) in enumerate(zip(groups, parts, strict=True)):
            inputs = {name: column[part.start : part.end] for name, column in columns.items()}
            (logits,) = model.session.run(None, inputs | {"page": around[row : row + 1]})
            yield group, begin + part.start, logits


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
