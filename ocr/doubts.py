"""How likely what stands on a ruined page is wrong after all, for everything between two blanks.

What remains wrong is of many kinds: a word that nobody knows, one that may have been another, a figure in a
narrow cell, a crest read as a word at the head of the page, a sign that no text has. No one fact settles
that; so each run of characters is looked at as it is (its form, how its letters run, how often it was
counted in its capitals, how sure channel and tagger are), in its line (whether its neighbours are odd, or
figures) and on its page (how much of that is odd, how often it stands there, where). A few dozen small
trees, counted on pages that were made to learn from (`training/doubts.py`), add that up to a chance.

Most runs are common words in plain sight, of which nothing is asked.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from ocr.ledger import Change
from ocr.letters import letters
from ocr.lexicon import Lexicon
from ocr.odd_forms import BROKEN, EDGES, FORMS, GROUPED, LETTERS, fitting, form, paired
from ocr.spans import Span

TREES_FILE = "doubts.txt"
# What the trees may ask of a run, in this order.
FEATURES = (
    "form", "share", "strange", "counted", "counted_so", "part", "length", "digits", "capitals", "signs",
    "smaller", "ending", "odd_beside", "runs", "letters_of_line", "capitals_beside", "figures_beside",
    "counted_before", "small_after", "shape_after", "ends_paragraph", "from_top", "from_end", "odd_of_page",
    "runs_of_page", "grouped", "same", "alike",
)  # fmt: skip
_RANK = {name: i for i, name in enumerate(FORMS)}
_SHAPES = ("none", "small", "capital", "capitals", "mixed", "figures", "glued", "signs", "joined")
_CAPITALS, _FIGURES = 3, (5, 6)
_SHAPE = {name: i for i, name in enumerate(_SHAPES)}
_COMMON = 10  # times that a word was counted in its capitals which nothing is asked of
_KNOWN = 200  # ... and how its letters run says nothing
_RARE, _SCARCE = 3, 5  # times: words so rare make a line odd
_UNSURE = 0.3  # the chance of another word that makes a line odd
_MOST_LINES, _MOST_SAME, _MOST_GROUPED, _OTHER = 12, 6, 20, 30  # beyond these nothing is told apart
_LEAST_ODD = 0.5  # of a line, for its common words to be asked about
_LEAST_RUNS, _FEW_FIGURES = 4, 0.3  # of a line of words: its length, and its share of figures

DEPTH = 4  # questions that each tree asks
_NODES = 2**DEPTH - 1

_RUN = re.compile(r"\S+")
_SIGN = re.compile(r"[|=©¢®«»{}<>~\\‘'’\[\]_*^¦€£¥°@&%$+#]")
_PATTERN = str.maketrans("0123456789", "9999999999")
_ENDINGS = {".": 1, ",": 2, ":": 3, ";": 3, ")": 4, "-": 5, '"': 6, "”": 6}

Line = tuple[float, Change]  # of the ledger, with the share of what stands otherwise
Vector = tuple[float, ...]
_NOTHING: tuple[Line, ...] = ()
Numbers = Any  # an array of numpy, which is imported where it is used


class Look(NamedTuple):
    """What a run shows by itself.

    `plain`: a common word in order; `calm`: figures or capitals in order where they stand in a line of words;
    `odd`: how odd it makes its line.
    """

    form: str
    shape: int
    plain: bool
    calm: bool
    odd: float
    pattern: str
    seen: Vector  # the features from "strange" to "ending"


class Run(NamedTuple):
    """What stands between two blanks: as it came, how it looks as mended, and what the ledger says of it.

    `settled`: something in it is changed, or left for good.
    """

    start: int
    text: str
    look: Look
    odd: float
    lines: Sequence[Line]
    settled: bool


class Asked(NamedTuple):
    """A run that may be wrong: where it stands, its form in its place, the lines about it, its features."""

    run: Run
    form: str
    vector: Vector


class _Page(NamedTuple):
    """What is known of the damaged part of a page: its lines of runs, where it has odd signs, how many
    amounts with their blank, whether its quotes are paired, and how often each text and each pattern
    stands there."""

    text: str
    rows: list[list[Run]]
    signs: list[int]
    grouped: int
    paired: bool
    same: Counter[str]
    alike: Counter[str]
    odd: float
    runs: int


def asked(
    page: str, stretches: Sequence[Span], lines: Sequence[Line], signs: Sequence[Span], words: Lexicon
) -> tuple[list[Asked], int]:
    """The runs of damaged stretches that may be wrong, and how many runs there are.

    `lines` is what the ledger says of words, in order of place, and `signs` are those that no text has.
    """
    rows = [row for stretch in stretches for row in _rows(page, stretch, lines, words)]
    runs = [run for row in rows for run in row]
    if not runs:
        return [], 0
    facts = _Page(
        page,
        rows,
        [sign.start for sign in signs],
        len(GROUPED.findall(page)),
        paired(page),
        Counter([run.text for run in runs]),
        Counter([run.look.pattern for run in runs]),
        sum([run.odd for run in runs]) / len(runs),
        len(runs),
    )
    full = [i for i, row in enumerate(rows) if row]
    found = [
        run
        for rank, i in enumerate(full)
        for run in _of_line(facts, i, (min(rank, _MOST_LINES), min(len(full) - 1 - rank, _MOST_LINES)), words)
    ]
    return found, len(runs)


def _of_line(page: _Page, i: int, place: tuple[int, int], words: Lexicon) -> Iterator[Asked]:
    """The runs of a line that may be wrong; `place` counts its lines from the top and from the end."""
    rows, row = page.rows, page.rows[i]
    odd = sum([run.odd for run in row])
    ends = row[-1].start + len(row[-1].text)
    of_line = (
        float(len(row)),
        float(ends - row[0].start),
        sum([run.look.shape == _CAPITALS for run in row]) / len(row),
        sum([run.look.shape in _FIGURES for run in row]) / len(row),
    )
    calm = not odd and len(row) >= _LEAST_RUNS and of_line[3] < _FEW_FIGURES
    signs = page.signs[bisect_left(page.signs, row[0].start) : bisect_left(page.signs, ends)]
    for k, run in enumerate(row):
        signed = bool(signs) and any(run.start <= sign < run.start + len(run.text) for sign in signs)
        after = row[k + 1].text if k + 1 < len(row) else ""
        beside = (odd - run.odd) / (len(row) - 1) if len(row) > 1 else -1.0
        if not (signed or run.lines):
            if run.settled:
                continue
            quiet = run.look.plain or (calm and run.look.calm)
            marked = run.text[0] == '"' or (run.text[-1] == "," and not after[:1].islower())
            if quiet and beside < _LEAST_ODD and not marked:
                continue
        shown = "sign" if signed else "" if run.lines else _form_of(page, row, k, words)
        following = after or (rows[i + 2][0].text if i + 2 < len(rows) and rows[i + 2] else "")
        vector = (
            float(_RANK[shown]),
            1.0 - max([share for share, _ in run.lines], default=0.0),
            *run.look.seen,
            beside,
            *of_line,
            row[k - 1].look.seen[1] if k else -1.0,
            float(following[:1].islower()),
            float(row[k + 1].look.shape if k + 1 < len(row) else 0),
            float(not after and (i + 1 == len(rows) or not rows[i + 1])),
            *map(float, place),
            page.odd,
            float(page.runs),
            float(min(page.grouped, _MOST_GROUPED)),
            float(min(page.same[run.text], _MOST_SAME)),
            float(min(page.alike[run.look.pattern], _MOST_GROUPED) if run.look.pattern else _OTHER),
        )
        yield Asked(run, shown, vector)


def _form_of(page: _Page, row: Sequence[Run], k: int, words: Lexicon) -> str:
    """The form of a run, if it is odd in its place."""
    run = row[k]
    before, after = row[k - 1].text if k else "", row[k + 1].text if k + 1 < len(row) else ""
    line = page.text[row[0].start : run.start]
    found = fitting(run.text, run.look.form, line, before, after, words)
    if (found == "amount" and page.grouped < 2) or (found == "quote" and not page.paired):
        return ""
    return found


def _rows(page: str, stretch: Span, lines: Sequence[Line], words: Lexicon) -> Iterator[list[Run]]:
    """The runs of each line of a stretch."""
    starts = [*(change.start for _, change in lines), len(page) + 1]
    at, until = stretch.start, -1  # until: where a word ends that was settled
    i = bisect_left(starts, at)
    for text in page[stretch.start : stretch.end].split("\n"):
        row: list[Run] = []
        for match in _RUN.finditer(page, at, at + len(text)):
            start, end = match.span()
            if starts[i] >= end and start >= until:
                look = looks(run := match.group(), words)
                row.append(Run(start, run, look, look.odd, _NOTHING, False))
                continue
            first = i
            while starts[i] < end:
                i += 1
            here = [line for line in lines[first:i] if line[1].state == "review"]
            done = [change for _, change in lines[first:i] if change.state != "review"]
            settled = bool(done) or start < until
            until = max([until, *(change.end for change in done)])
            mended = run = match.group()
            for change in done:
                if change.end <= end and change.state == "applied":
                    mended = mended.replace(change.before, change.after, 1)
            look = looks(mended, words)
            unsure = any(share >= _UNSURE for share, _ in here)
            row.append(Run(start, run, look, 0.0 if settled else max(look.odd, unsure), here, settled))
        yield row
        at += len(text) + 1


@lru_cache(maxsize=1 << 16)
def looks(run: str, words: Lexicon) -> Look:
    """What a run shows by itself."""
    core = run.strip(EDGES)
    low = core.lower()
    digits = sum(map(str.isdigit, core))
    shape = _shape(core, digits)
    counted = own = small = big = 0
    if shape in ("small", "capital", "capitals", "mixed") and (counts := words.words.get(low)):
        small, big = counts.lower, counts.capital
        counted = small + big + counts.opening
        own = small if shape == "small" else big if shape == "capital" else counted
    strange = 0.0
    if counted < _KNOWN and (parts := [part for part in re.findall(r"[^\W\d_]+", low) if shape != "glued"]):
        strange = min(letters().log_word(part) / (len(part) + 1) for part in parts)
    found = form(run, words)
    capital = core[:1].isupper()
    seen = (
        strange,
        math.log1p(counted),
        math.log1p(own),
        float(low in words.parts),
        float(len(core)),
        float(digits),
        float(sum(map(str.isupper, core))),
        float(len(_SIGN.findall(run))),
        math.log((small + 1) / (big + 1)) if capital else 0.0,
        float(_ENDINGS.get(run[-1], 0)),
    )
    plain = shape in ("small", "capital") and own >= _COMMON and not found
    odd = _oddness(shape, core, counted, found)
    pattern = _pattern(core) if digits or len(core) <= 3 else ""
    if found in LETTERS and run[-1] in BROKEN:
        found = ""
    calm = not found and (shape == "figures" or (shape == "capitals" and own >= _COMMON))
    return Look(found, _SHAPE[shape], plain, calm, odd, pattern, seen)


def _shape(core: str, digits: int) -> str:
    if core.isalpha():
        if core.islower():
            return "small"
        return "capitals" if core.isupper() else "capital" if core[1:].islower() else "mixed"
    if not any(map(str.isalpha, core)):
        return "figures" if digits else "signs"
    return "glued" if digits else "signs" if _SIGN.search(core) else "joined"


def _oddness(shape: str, core: str, counted: int, found: str) -> float:
    """How odd a line is for holding such a run."""
    if shape == "signs" or (found and found not in ("capitals", "shut", "amount")):
        return 1.0
    if shape in ("small", "mixed") and counted < _RARE:
        return 1.0
    if shape == "glued":
        return 0.7
    return 0.5 if shape in ("capitals", "capital") and counted < _SCARCE and len(core) > 1 else 0.0


def _pattern(core: str) -> str:
    """What figures and letters a run has, whatever they are.

    >>> _pattern("14,5"), _pattern("S"), _pattern("8(a)")
    ('99,9', 'A', '9(a)')
    """
    return "".join("A" if c.isupper() else "a" if c.isalpha() else c for c in core.translate(_PATTERN))


def chances(vectors: Sequence[Vector]) -> list[float]:
    """How likely what looks so is wrong."""
    if not vectors:
        return []
    import numpy as np  # here, since good text never comes so far

    first, asks, most, ends = _trees()
    looked = np.array(vectors)
    trees = np.arange(len(asks))
    row = np.arange(len(vectors))[:, None] * len(FEATURES)
    at = np.zeros((len(vectors), len(asks)), np.intp)
    for _ in range(DEPTH):
        node = at + trees * _NODES
        at += at + 1 + (looked.take(asks.take(node) + row) > most.take(node))
    odds = first + ends.take(at + (trees * (_NODES + 1) - _NODES)).sum(1)
    return (1 / (1 + np.exp(-odds))).tolist()  # type: ignore[no-any-return]  # numbers


@cache
def _trees() -> tuple[float, Numbers, Numbers, Numbers]:
    """The trees that ship with the package: the log-odds they start from, what each node asks, the most for
    its first branch, and the log-odds that each tree ends in.

    The first line of the file is what they start from, and each other a tree of `DEPTH`: its nodes level by
    level, then its ends.
    """
    import numpy as np

    first, *lines = (files("ocr") / "data" / TREES_FILE).read_text(encoding="utf-8").splitlines()
    trees = [line.split() for line in lines]
    nodes = [[node.split("<=") for node in tree[:_NODES]] for tree in trees]
    asks = np.array([[FEATURES.index(what) for what, _ in tree] for tree in nodes])
    most = np.array([[float(value) for _, value in tree] for tree in nodes])
    return float(first), asks, most, np.array([[float(end) for end in tree[_NODES:]] for tree in trees])
