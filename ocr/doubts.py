"""How likely what stands on a ruined page is wrong after all, for everything between two blanks.

What remains wrong is of many kinds: a word that nobody knows, one that may have been another, a figure in a
narrow cell, a crest read as a word at the head of the page, a sign that no text has. No one fact settles
that; so each run of characters is looked at as it is (`ocr/traits.py`), in its line and beside its
neighbours (whether they are odd, or figures; whether a sentence begins) and on its page (how much of that is
odd, how often it stands there, where). A hundred small trees, counted on pages that were made to learn from
(`training/doubts.py`), add that up to a chance.

Most runs are common words in plain sight, of which nothing is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from ocr.figures import GROUPED
from ocr.ledger import Change
from ocr.lexicon import Lexicon
from ocr.odd_forms import BRACKETED, FORMS, fitting, paired
from ocr.spans import Span
from ocr.traits import RANKS, TRAITS, Traits, seen, traits

TREES_FILE = "doubts.txt"
# What the trees may ask of a run, in this order.
FEATURES = (
    "form", "share", "proposed", "answers", *TRAITS,
    "odd_beside", "odd_before", "odd_after", "shape_before", "shape_after", "small_after", "begins",
    "ends_paragraph", "runs", "letters_of_line", "capitals_beside", "figures_beside", "odd_above",
    "odd_below", "figures_above", "figures_below", "from_top", "from_end", "odd_of_page", "runs_of_page",
    "grouped", "same", "alike",
)  # fmt: skip
_RANK = {name: float(i) for i, name in enumerate(FORMS)}
_UNSURE = 0.3  # the chance of another word that makes a line odd
_MOST_LINES, _MOST_SAME, _MOST_GROUPED, _OTHER = 12, 6, 20, 30  # beyond these nothing is told apart
_LEAST_ODD = 0.5  # of a line, for its common words to be asked about
_SCRAP = 3  # letters: a word so short is asked about where it is a line
_LEAST_RUNS, _FEW_FIGURES = 4, 0.3  # of a line of words: its length, and its share of figures
_NEAR, _FAR = 2, 1 << 30  # lines: with one empty line between; where there is none
_STOPS = ".:!?"

DEPTH = 4  # questions that each tree asks
_NODES = 2**DEPTH - 1
_AT_ONCE = 1000  # rows, each of which takes every tree a few numbers

_RUN = re.compile(r"\S+")

Line = tuple[float, Change]  # of the ledger, with the share of what stands otherwise
Numbers = Any  # an array of numpy, which is imported where it is used


class Asked(NamedTuple):
    """A run that may be wrong: where it stands, its form in its place, and what the ledger says of it."""

    start: int
    text: str
    form: str
    lines: Sequence[Line]


class Doubts(NamedTuple):
    """The runs of a page that may be wrong, what each shows (a row of `FEATURES`), and how many runs there
    are in all."""

    asked: list[Asked]
    rows: list[tuple[float, ...]]
    runs: int


class _Row(NamedTuple):
    """A line of runs: how many lines it is to those above and below, the numbers of its first run, of the one
    behind its last and of those that are not quiet, how odd they are together, and which shares of them are
    capitals and figures."""

    above: int
    below: int
    first: int
    last: int
    loud: Sequence[int]
    odd: float
    capitals: float
    figures: float


class _Page(NamedTuple):
    """The damaged part of a page: its runs as they came, where they begin, what they show as mended and how
    odd each makes its line; what the ledger says of them, by number, and how those stand that it changes; and
    how often each text and each pattern, where it has one, stands there."""

    text: str
    runs: list[str]
    starts: list[int]
    shown: list[Traits]
    odd: list[float]
    waiting: dict[int, list[Line]]
    settled: set[int]
    mended: dict[int, str]
    signed: set[int]
    rows: list[_Row]
    grouped: int
    paired: bool
    same: Counter[str]
    alike: Counter[str]


def asked(
    page: str, stretches: Sequence[Span], lines: Sequence[Line], signs: Sequence[Span], words: Lexicon
) -> Doubts:
    """The runs of damaged stretches that may be wrong.

    `lines` is what the ledger says of words, in order of place, and `signs` are those that no text has.
    """
    facts = _looked_at(page, stretches, lines, signs, words)
    found = Doubts([], [], len(facts.runs))
    of_page = (
        sum(facts.odd) / max(1, found.runs),
        float(found.runs),
        float(min(facts.grouped, _MOST_GROUPED)),
    )
    for n, row in enumerate(facts.rows):
        if chosen := _chosen(facts, row):
            of_line = (*_of_line(facts, n), *of_page)
            for i in chosen:
                _add(found, facts, row, i, of_line, words)
    return found


def _looked_at(
    page: str, stretches: Sequence[Span], lines: Sequence[Line], signs: Sequence[Span], words: Lexicon
) -> _Page:
    runs: list[str] = []
    starts: list[int] = []
    ends: list[tuple[int, int]] = []  # the number of each line with runs, and of the one behind its last
    at = number = 0
    for start, end in stretches:
        starts += [match.start() for match in _RUN.finditer(page, start, end)]
        number += page.count("\n", at, start)
        for line in page[start:end].split("\n"):
            if here := line.split():
                runs += here
                ends.append((number, len(runs)))
            number += 1
        at, number = end, number - 1
    waiting, settled, mended = _said(runs, starts, lines)
    stand = runs.copy()
    for i, run in mended.items():
        stand[i] = run
    known = {run: traits(run, words) for run in set(stand)}
    shown = [known[run] for run in stand]
    odd = [run.odd for run in shown]
    for i, some in waiting.items():
        if any(share >= _UNSURE for share, _ in some):
            odd[i] = 1.0
    for i in settled:
        odd[i] = 0.0
    signed = {bisect_right(starts, sign.start) - 1 for sign in signs} if signs else set[int]()
    doubted = signed.union(waiting)
    loud = [i for i, run in enumerate(shown) if not run.quiet or i in doubted]
    return _Page(
        page,
        runs,
        starts,
        shown,
        odd,
        waiting,
        settled,
        mended,
        signed,
        _rows(ends, shown, odd, loud),
        len(GROUPED.findall(page)),
        paired(page),
        Counter(runs),
        Counter([run.pattern for run in shown if run.pattern]),
    )


def _rows(
    ends: Sequence[tuple[int, int]], shown: Sequence[Traits], odd: Sequence[float], loud: Sequence[int]
) -> list[_Row]:
    """The lines, from the number of each and that of the run behind its last. Nothing odd stands in a line
    of quiet runs, so its shares are not worked out."""
    rows, first, before, at = list[_Row](), 0, -_FAR, 0
    for k, (number, last) in enumerate(ends):
        below = ends[k + 1][0] - number if k + 1 < len(ends) else _FAR
        together = capitals = figures = 0.0
        to = bisect_left(loud, last, at)
        if to > at:
            shapes, size = [run.shape for run in shown[first:last]], last - first
            together, capitals = sum(odd[first:last]), shapes.count("capitals") / size
            figures = (shapes.count("figures") + shapes.count("glued")) / size
        rows.append(_Row(number - before, below, first, last, loud[at:to], together, capitals, figures))
        first, before, at = last, number, to
    return rows


def _said(
    runs: Sequence[str], starts: Sequence[int], lines: Sequence[Line]
) -> tuple[dict[int, list[Line]], set[int], dict[int, str]]:
    """What the ledger says of the runs: the lines that wait, which are changed in something or left for good,
    and how those stand when they are mended. A word broken over two lines is a part of two runs."""
    waiting: dict[int, list[Line]] = {}
    settled: set[int] = set()
    applied: dict[int, list[Change]] = {}
    i = 0
    for line in lines:
        change = line[1]
        i = bisect_right(starts, change.start, i) - 1
        if change.state == "review":
            waiting.setdefault(i, []).append(line)
            continue
        settled.add(i)
        if change.end > starts[i] + len(runs[i]):
            settled.update(range(i + 1, bisect_left(starts, change.end, i)))
        elif change.state == "applied":
            applied.setdefault(i, []).append(change)
    return waiting, settled, {i: _mended(runs[i], starts[i], some) for i, some in applied.items()}


def _mended(run: str, start: int, changes: Sequence[Change]) -> str:
    """A run as it stands after some changes in it, put together once: a page without blanks is one run."""
    if len(changes) == 1:
        [change] = changes
        return run[: change.start - start] + change.after + run[change.end - start :]
    out: list[str] = []
    at = 0
    for change in changes:
        out += (run[at : change.start - start], change.after)
        at = change.end - start
    return "".join([*out, run[at:]])


def _chosen(page: _Page, row: _Row) -> list[int]:
    """The runs of a line that something is asked of."""
    others = row.last - row.first - 1
    calm = not row.odd and others + 1 >= _LEAST_RUNS and row.figures < _FEW_FIGURES
    return [
        i
        for i in (row.loud if row.odd < _LEAST_ODD * others else range(row.first, row.last))
        if i in page.signed
        or i in page.waiting
        or not (i in page.settled or _is_quiet(page, row, i, page.shown[i], calm=calm))
    ]


def _is_quiet(page: _Page, row: _Row, i: int, run: Traits, *, calm: bool) -> bool:
    """Whether a run stands in plain sight, in order, in a line of words."""
    if not (run.plain or (calm and run.calm)):
        return False
    text, others = page.runs[i], row.last - row.first - 1
    if text[0] == '"' or (row.odd - page.odd[i] >= _LEAST_ODD * others if others else len(text) <= _SCRAP):
        return False
    return text[-1] != "," or (i + 1 < row.last and page.runs[i + 1][0].islower())


def _of_line(page: _Page, n: int) -> tuple[float, ...]:
    """What the trees may ask of a line: from "runs" to "from_end"."""
    rows = page.rows
    row = rows[n]
    above = rows[n - 1] if n and row.above <= _NEAR else None
    below = rows[n + 1] if n + 1 < len(rows) and row.below <= _NEAR else None
    last = row.last - 1
    return (
        float(row.last - row.first),
        float(page.starts[last] + len(page.runs[last]) - page.starts[row.first]),
        row.capitals,
        row.figures,
        above.odd / (above.last - above.first) if above else -1.0,
        below.odd / (below.last - below.first) if below else -1.0,
        above.figures if above else -1.0,
        below.figures if below else -1.0,
        float(min(n, _MOST_LINES)),
        float(min(len(rows) - 1 - n, _MOST_LINES)),
    )


def _add(found: Doubts, page: _Page, row: _Row, i: int, of_line: tuple[float, ...], words: Lexicon) -> None:
    """Add a run of a line, with all that the trees may ask of it."""
    text, run, lines = page.runs[i], page.shown[i], page.waiting.get(i, ())
    begins, ends = i == row.first, i + 1 == row.last
    before, after = "" if begins else page.runs[i - 1], "" if ends else page.runs[i + 1]
    said = "sign" if i in page.signed else "" if lines else None
    kind = _form_of(page, row, i, before, after, words) if said is None else said
    share, proposed, answers = 0.0, 0.0, 0
    for other, change in lines:
        share, answers = max(share, other), answers + len(change.candidates)
        if change.after != change.before:
            proposed = max(proposed, change.confidence)
    others = row.last - row.first - 1
    same = page.same[text]
    following = page.runs[i + 1] if i + 1 < len(page.runs) else ""
    found.asked.append(Asked(page.starts[i], text, kind, lines))
    found.rows.append(
        (
            _RANK[kind],
            1 - share,
            proposed,
            float(answers),
            *seen(page.mended.get(i, text), words),
            (row.odd - page.odd[i]) / others if others else -1.0,
            -1.0 if begins else page.odd[i - 1],
            -1.0 if ends else page.odd[i + 1],
            0.0 if begins else RANKS[page.shown[i - 1].shape],
            0.0 if ends else RANKS[page.shown[i + 1].shape],
            float(following[:1].islower()),
            _opening(page, row, i),
            float(ends and row.below > 1),
            *of_line,
            float(min(same, _MOST_SAME)),
            float(min(page.alike[run.pattern], _MOST_GROUPED) if run.pattern else _OTHER),
        )
    )


def _opening(page: _Page, row: _Row, i: int) -> float:
    """What begins with a run: a paragraph (3), a line behind a sentence (2), a sentence (1), or nothing."""
    if i == row.first and row.above > 1:
        return 3.0
    if i and page.runs[i - 1][-1] not in _STOPS:
        return 0.0
    return 2.0 if i == row.first else 1.0


def _form_of(page: _Page, row: _Row, i: int, before: str, after: str, words: Lexicon) -> str:
    """The form of a run, if it is odd in its place."""
    start = page.starts[i]
    line = page.text[max(page.starts[row.first], start - BRACKETED) : start]
    found = fitting(page.runs[i], page.shown[i].form, line, before, after, words)
    if (found == "amount" and page.grouped < 2) or (found == "quote" and not page.paired):
        return ""
    return found


def chances(rows: Sequence[tuple[float, ...]]) -> list[float]:
    """How likely what shows so is wrong."""
    return [chance for i in range(0, len(rows), _AT_ONCE) for chance in _chances(rows[i : i + _AT_ONCE])]


def _chances(rows: Sequence[tuple[float, ...]]) -> list[float]:
    import numpy as np  # here, since good text never comes so far

    first, levels, ends = _trees()
    shown = np.fromiter(chain.from_iterable(rows), float, len(rows) * len(FEATURES))
    row = np.arange(0, shown.size, len(FEATURES))[:, None]
    trees = np.arange(len(levels[0][0]))
    at = np.repeat(trees[None], len(rows), 0)  # the first node of each tree, for each row
    for asks, most in levels:
        # Below the node n of a level are 2 n and 2 n + 1; all trees lie one behind the other.
        further = shown.take(asks.take(at) + row) > most.take(at)
        at += at
        at += further
    odds = first + ends.take(at).sum(1)
    return (1 / (1 + np.exp(-odds))).tolist()  # type: ignore[no-any-return]  # numbers


@cache
def _trees() -> tuple[float, list[tuple[Numbers, Numbers]], Numbers]:
    """The trees that ship with the package: the log-odds they start from, for each level what its nodes ask
    and the most for their first branches, tree by tree, and the log-odds that the trees end in.

    The first line of the file is what they start from, and each other a tree of `DEPTH`: its nodes level by
    level, then its ends.
    """
    import numpy as np

    first, *lines = (files("ocr") / "data" / TREES_FILE).read_text(encoding="utf-8").splitlines()
    trees = [line.split() for line in lines]
    levels = []
    for depth in range(DEPTH):
        level = slice(2**depth - 1, 2 ** (depth + 1) - 1)
        nodes = [node.split("<=") for tree in trees for node in tree[level]]
        asks = np.array([FEATURES.index(what) for what, _ in nodes], np.intp)
        levels.append((asks, np.array([float(value) for _, value in nodes])))
    return float(first), levels, np.array([float(end) for tree in trees for end in tree[_NODES:]])
