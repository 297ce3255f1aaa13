"""Single words hurt on a page that is otherwise fine: "sarbarhetsanalys", "Ornråden", "geogtafiska".

A wrong model ruins a page from end to end, and `ocr/candidates.py` learns how; a worn heading, a stamp over a
line or the dots that lead to a page number ruin a word here and there, in ways of their own. So a word is
touched only if it is none as it stands and one small misreading away from a word that is common, or that
stands on the same pages; and the nearest other answer must be far behind.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Literal

from ocr.channel import MARKED, damage
from ocr.familiar import FLAT, Familiar
from ocr.lexicon import NEVER, Counts, log_unknown
from ocr.tree import Branch

LOOKS_FILE, LEADERS_FILE = "looks.tsv", "looks_before_leaders.tsv"
Which = Literal["all", "dots", "before leaders"]  # of the confusions
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST = 5  # letters of a word that another is held against
_MOST_EDITS, _MOST_BEFORE_LEADERS = 2, 4
_MARGIN = 2.0  # nats by which an answer must be likelier than the next
_SAME_WORD = 13.0  # nats for what differs from a word of the document in its dots only
_STANDS_HERE = 4.0  # nats that a word gains by standing elsewhere in the document
_AS_NAME = 4.0  # nats that a capital within a sentence speaks against a common word
_SELDOM = 20  # times that a word must have been counted to be what another was
_LONGEST = 40  # letters
_LONG, _LONG_FOR_A_NAME = 9, 10
_DOTS_LOST = -2.0  # nats more: what a word without its dots was is seldom in doubt
_KNOWN_TO_ALL = 500  # times that a place's name was counted that no person bears
_MOST_PATHS = 2000
# Nats by which the edits of a word must be likelier than the word, since no answer is certain.
_WORTH, _WORTH_BEFORE_LEADERS = 10.0, 5.0
_Edit = tuple[int, str, str]  # where, what was read, what it was
_Looks = Mapping[str, Sequence[tuple[str, str, float]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an odd word may have been, in the letters of the page, and by how many nats that is likelier."""

    text: str
    gain: float
    edits: tuple[tuple[str, str], ...]  # (read, truth)
    risk: float  # nats more that are asked, since writers make the same slip


@cache
def _looks(which: Which) -> _Looks:
    """The confusions by the first letter read: (read, truth, logarithm of the share)."""
    found: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for name in (LOOKS_FILE, LEADERS_FILE) if which == "before leaders" else (LOOKS_FILE,):
        for line in (files("ocr") / "data" / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                read, truth, share = line.split("\t")
                if which != "dots" or truth in "åäö":
                    found[read[0]].append((read, truth, math.log(float(share))))
    return {first: tuple(rows) for first, rows in found.items()}


def here(pages: Sequence[str], words: Iterable[str], odd: frozenset[str]) -> Mapping[str, str]:
    """The words with å, ä or ö that stand rightly in a document, by their letters without.

    A name that no list holds is right where it stands more often than it does with fewer dots.
    """
    found = {
        _flat(low := word.lower()): low
        for word in words
        if not word.isascii() and len(word) >= _LEAST and word not in odd
    }
    twins: dict[str, set[str]] = defaultdict(set)
    for word in odd:
        if len(word) >= _LEAST:
            twins[word.translate(FLAT)].add(word)
    twins = {flat: some for flat, some in twins.items() if len(some) > 1}
    counts = _counts(pages, frozenset[str]().union(*twins.values())) if twins else {}
    for flat, some in twins.items():
        times = {word: counts.get(word, 0) for word in some}
        best = max(some, key=lambda word: (sum(map(word.lower().count, "åäö")), times[word], word))
        if times[best] > 1 and 2 * times[best] > sum(times.values()):
            found.setdefault(flat.lower(), best.lower())
    return found


@lru_cache(maxsize=20_000)
def _flat(low: str) -> str:
    """A word without its dots, remembered: the same words stand on all pages."""
    return low.translate(FLAT)


def _counts(pages: Sequence[str], words: Collection[str]) -> Mapping[str, int]:
    """How often each of some words stands in a document, and not as a part of another."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update([run for run in _LETTERS.findall(page) if run in words])
    for word in words:
        if not word.isalpha():  # "Innehål1"
            whole = re.compile(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])")
            counts[word] = sum(len(whole.findall(page)) for page in pages)
    return counts


def reading(word: str, familiar: Familiar, standing: Mapping[str, str], *, name: bool) -> Reading | None:
    """What an odd word was, if one answer is far likelier than the word and than any other answer.

    `standing` are the words of the document with å, ä or ö, as `here` gives them; `name` says that the word
    may be a name, since it has a capital within a sentence.
    """
    found = sorted(_readings(word, familiar, standing, name=name), key=lambda r: -r.gain)
    if not found or (len(found) > 1 and found[0].gain - found[1].gain < _MARGIN):
        return None
    return found[0]


def _readings(word: str, familiar: Familiar, standing: Mapping[str, str], *, name: bool) -> Iterator[Reading]:
    low = word.lower()
    if len(low) != len(word) or len(low) > _LONGEST:
        return
    stands_as_it_is = familiar.log_stands(low)
    lexicon = familiar.lexicon
    best: dict[str, tuple[float, tuple[_Edit, ...]]] = {}
    for answer, edits, cost in walked(word, familiar, "dots" if name else "all"):
        if best.get(answer, (NEVER, ()))[0] < cost:
            best[answer] = cost, edits
    for answer, (cost, edits) in best.items():
        counts = lexicon.words.get(answer)
        stands = standing.get(answer.translate(FLAT)) == answer
        if not stands and not _may_be(word, counts, edits, name=name):
            continue
        gain = familiar.log_share(answer) + cost - stands_as_it_is + stands * _STANDS_HERE - name * _AS_NAME
        if gain > 0:
            yield Reading(
                _written(word, edits), gain, tuple((r, t) for _, r, t in edits), _risk(word, edits, counts)
            )
    known = standing.get(low.translate(FLAT))
    if known and known not in best and len(known) == len(word):
        edits = tuple((i, a, b) for i, (a, b) in enumerate(zip(word, known, strict=True)) if a.lower() != b)
        yield Reading(_written(word, edits), _SAME_WORD, tuple((r, t) for _, r, t in edits), 0.0)
    for same, edit in _same_but_for_one(low, standing) if standing else ():
        if same not in best:
            yield Reading(_written(word, [edit]), _SAME_WORD, (edit[1:],), 0.0)


def _same_but_for_one(low: str, standing: Mapping[str, str]) -> Iterator[tuple[str, _Edit]]:
    """The words of the document that a word is but for how one å, ä or ö was read, and how."""
    for at, first in enumerate(low):
        for read, truths in _marks_read().get(first, ()):
            if low.startswith(read, at):
                for truth in truths:
                    word = low[:at] + truth + low[at + len(read) :]
                    if standing.get(word.translate(FLAT)) == word:
                        yield word, (at, read, truth)


@cache
def _marks_read() -> Mapping[str, Sequence[tuple[str, str]]]:
    """What å, ä and ö are read as that no other vowel looks like, by the first letter: what, and which."""
    read_as: dict[str, set[str]] = defaultdict(set)
    for truth, read in damage().log_chance:
        if truth in MARKED and read.isascii() and read.lower() not in ("", *"aeiou"):
            read_as[read.lower()].add(truth)
    for read, truth, _ in chain.from_iterable(_looks("dots").values()):
        if read.isascii() and read not in "aeiou":
            read_as[read].add(truth)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for read, truths in read_as.items():
        found[read[0]].append((read, "".join(sorted(truths))))
    return found


def _may_be(word: str, counts: Counts | None, edits: Sequence[_Edit], *, name: bool) -> bool:
    """Whether an answer may be put for a word that may be a name: no name is mended into another."""
    dots_only = all(truth in "åäö" and read not in "åäö" for _, read, truth in edits)
    if counts is not None and counts.capital > counts.lower:
        return dots_only and counts.capital > _KNOWN_TO_ALL
    if counts is None or not name:
        return not name
    return dots_only or (len(word) >= _LONG_FOR_A_NAME and counts.lower > 10 * counts.capital)


def _risk(word: str, edits: Sequence[_Edit], counts: Counts | None) -> float:
    """Nats more that are asked of what a writer's slip or another word looks like as well."""
    if any(read in "åäö" and truth not in "åäö" for _, read, truth in edits):
        return 7.0
    if any(at + len(read) == len(word) and truth not in "åäö" for at, read, truth in edits):
        return 7.0  # "projekter", "projektet"
    if counts is None and any(truth not in "åäö" and len(read) == len(truth) for _, read, truth in edits):
        return 6.0  # one compound may be another, "inkomsttagare", "inkomstlagare"
    if counts is not None and all(truth in "åäö" and read.isascii() for _, read, truth in edits):
        return _DOTS_LOST
    return 4.0 if any(read in "åäö" for _, read, _ in edits) and len(word) < _LONG else 0.0


@lru_cache(maxsize=20_000)
def walked(word: str, familiar: Familiar, which: Which) -> tuple[tuple[str, tuple[_Edit, ...], float], ...]:
    """Known words, and compounds of two, that a word may have been: the answer, its edits, their cost."""
    most = _MOST_BEFORE_LEADERS if which == "before leaders" else _MOST_EDITS
    return tuple(_walk(word, familiar, _looks(which), most))


def _walk(
    word: str, familiar: Familiar, looks: _Looks, most: int
) -> Iterator[tuple[str, tuple[_Edit, ...], float]]:
    lexicon = familiar.lexicon
    parts = lexicon.parts
    low, n = word.lower(), len(word)
    least = log_unknown(low) + (_WORTH if most == _MOST_EDITS else _WORTH_BEFORE_LEADERS)
    # Ways through the tree: up to where, on what branch, what is spelt, the first part of a compound (None
    # while that is spelt), the edits and their cost.
    paths: list[tuple[int, Branch | str, str, str | None, tuple[_Edit, ...], float]] = [
        (0, lexicon.tree.root, "", "", (), 0.0),
        (0, lexicon.part_tree.root, "", None, (), 0.0),
    ]
    steps = [tuple(_steps(word, low, at, looks)) for at in range(n)]
    budget = _MOST_PATHS * (most - 1)
    while paths and budget:
        at, node, spelt, first, edits, cost = paths.pop()
        budget -= 1
        if at == n:
            if first is not None and _is_answer(spelt, bool(first), familiar):
                yield first + spelt, edits, cost
            continue
        tree = lexicon.part_tree if first is None else lexicon.tree
        if (
            first is None
            and len(spelt) > 2
            and n - at > 3
            and parts.get(spelt, 0) > (4 if len(spelt) < _LONG else 1)
        ):
            paths.append((at, lexicon.tree.root, "", spelt, edits, cost))
        for end, truth, price in steps[at] if len(edits) < most else steps[at][:1]:
            if cost + price > least:
                onward = tree.follow(node, len(spelt), truth)
                if onward is not None:
                    more = (*edits, (at, word[at:end], truth)) if price else edits
                    paths.append((end, onward, spelt + truth, first, more, cost + price))


def _steps(word: str, low: str, at: int, looks: _Looks) -> Iterator[tuple[int, str, float]]:
    """What may have stood at a place of a word: where what was read ends, what it was, the logarithm of its
    share. The letter itself comes first."""
    yield at + 1, low[at], 0.0
    for letter in (low[at],) if word[at] == low[at] else (low[at], word[at]):
        for read, truth, price in looks.get(letter, ()):
            if len(read) == 1 or low.startswith(read, at):
                yield at + len(read), truth, price


def _is_answer(word: str, is_tail: bool, familiar: Familiar) -> bool:
    counts = familiar.lexicon.words.get(word)
    if counts is None:
        return False
    return counts.tail > 1 and len(word) > 3 if is_tail else counts.lower + counts.capital > _SELDOM


def _written(word: str, edits: Iterable[_Edit]) -> str:
    """The word with its edits made, in the capitals of the word."""
    out: list[str] = []
    at = 0
    for start, read, truth in edits:
        capital = word.isupper() or (start == 0 and word[0].isupper())
        out += (word[at:start], truth.upper() if capital and len(truth) == 1 else truth)
        at = start + len(read)
    return "".join((*out, word[at:]))
