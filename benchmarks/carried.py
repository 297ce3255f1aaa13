"""Places of a text in what a reader made of it: words found again, wherever on the page they went.

A page that was read again has lost words, has others in their place, and may hold its columns and headings in
another order. So words are matched in runs, the longest first, and what is then left over is matched again,
whatever stands before or behind. Between two words that are neighbours on both sides, letters are aligned. A
truth that was scattered is looked for where most of its letters went.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from extract.facts import folded

WORD = re.compile(r"[\dlIoO]{4}-[\dlIoO]{2}-[\dlIoO]{2}(?!\w)|\w+|§")  # a day is one word, "2O18-04-l6" too
APART = 400  # letters: what lies further apart than a page's foot and head are two places
HEAD = 4  # letters: the sign of an item, and where its number begins
ALIKE = 0.5  # of the letters of two words that stand in the same place


class Mark(NamedTuple):
    """A stretch of the text before, and where it is after."""

    start: int
    end: int
    new_start: int
    new_end: int

    def at(self, place: int) -> int:
        """Where a place inside went, in proportion."""
        long, new = self.end - self.start, self.new_end - self.new_start
        return self.new_start + min(new, round((place - self.start) * new / long)) if long else self.new_start


class Carried:
    """Places of a text in what became of it, page by page."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        marks: list[Mark] = []
        starts = [0, *accumulate(len(page) + 1 for page in before)]
        ends = [0, *accumulate(len(page) + 1 for page in after)]
        for a, b, old, new in zip(starts, ends, before, after, strict=False):
            marks += (Mark(a + m.start, a + m.end, b + m.new_start, b + m.new_end) for m in matched(old, new))
        self.marks = marks
        self._starts = [mark.start for mark in marks]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where most of a stretch went; None where nothing of it was read."""
        pieces = self._pieces(start, end)
        if not pieces:
            return None
        groups = [[pieces[0]]]
        for piece in pieces[1:]:
            if piece[0] - groups[-1][-1][1] > APART:
                groups.append([])
            groups[-1].append(piece)
        best = max(groups, key=lambda group: sum(b - a for a, b in group))
        return best[0][0], best[-1][1]

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """What the marks inside a stretch became, in the order of the new text."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        inside = [m for m in self.marks[first:last] if m.end > start and m.new_end > m.new_start]
        return sorted((m.at(max(start, m.start)), m.at(min(end, m.end))) for m in inside)

    def gold(self, value: Any) -> Any:
        """A gold file with every start and end carried over; `lost` marks what was not read at all."""
        if isinstance(value, list):
            return [self.gold(v) for v in value]
        if not isinstance(value, dict):
            return value
        moved = {k: self.gold(v) for k, v in value.items()}
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            place = self.span(value["start"], value["end"])
            moved["start"], moved["end"] = place or (-1, -1)
            moved["before"] = (value["start"], value["end"])
        if "end_to_next" in value:
            pieces = self._pieces(value["start"], value["end"])
            moved["start"] = self._first(value["start"], pieces)
            moved["end"] = max((b for _, b in pieces), default=moved["start"] + 1)
        if "paragraphs" in value:
            _close(value["paragraphs"], moved["paragraphs"])
        return moved

    def _first(self, start: int, pieces: Sequence[tuple[int, int]]) -> int:
        """Where an item begins: at its sign and number, or where these were lost, with its first word."""
        first = max(0, bisect_right(self._starts, start) - 1)
        head = (m for m in self.marks[first : first + 9] if m.end > start and m.new_end > m.new_start)
        mark = next((m for m in head if m.start < start + HEAD), None)
        if mark:
            return mark.at(max(start, mark.start))
        return pieces[0][0] if pieces else -1


def _close(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> None:
    """Each item reaches to the next, where that is annotated as well."""
    for (a, b), (one, other) in zip(pairwise(old), pairwise(new), strict=True):
        follows = a["end_to_next"] == b["start"] and other["start"] > one["start"]
        one["end_to_next"] = max(one["end"], other["start"]) if follows else one["end"]
    if new:
        new[-1]["end_to_next"] = new[-1]["end"]


def matched(old: str, new: str) -> list[Mark]:
    """The stretches of a page that are found again, in the order of the old page."""
    before, after = [list(WORD.finditer(text)) for text in (old, new)]
    pairs = _pairs([folded(m.group()) for m in before], [folded(m.group()) for m in after])
    _spread(pairs, before, after)
    marks: list[Mark] = []
    for i, j in sorted(pairs.items()):
        start, new_start = before[i].start(), after[j].start()
        if marks and i - 1 in pairs and 0 <= new_start - marks[-1].new_end <= APART and j > pairs[i - 1]:
            marks += _letters(old, new, marks[-1].end, start, marks[-1].new_end, new_start)
        marks += _letters(old, new, start, before[i].end(), new_start, after[j].end())
    return marks


def _letters(old: str, new: str, a: int, b: int, c: int, d: int) -> list[Mark]:
    ops = Levenshtein.opcodes(old[a:b], new[c:d])
    return [Mark(a + op.src_start, a + op.src_end, c + op.dest_start, c + op.dest_end) for op in ops]


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Equal words in runs; alone, only words that stand once on both sides."""
    pairs: dict[int, int] = {}
    left, right = list(range(len(old))), list(range(len(new)))
    while left and right:
        ours, theirs = [old[i] for i in left], [new[j] for j in right]
        once = {word for word, n in Counter(ours).items() if n == 1}
        once &= {word for word, n in Counter(theirs).items() if n == 1}
        found = {
            left[block.a + k]: right[block.b + k]
            for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
            for k in range(block.size)
            if block.size > 1 or ours[block.a] in once
        }
        if not found:
            return pairs
        pairs |= found
        taken = set(found.values())
        left = [i for i in left if i not in found]
        right = [j for j in right if j not in taken]
    return pairs


def _spread(pairs: dict[int, int], before: Sequence[re.Match[str]], after: Sequence[re.Match[str]]) -> None:
    """Words beside those that were matched are each other, if they look alike or stand between neighbours."""
    taken = set(pairs.values())
    for step, order in ((1, range(1, len(before))), (-1, range(len(before) - 2, -1, -1))):
        for i in order:
            j = pairs.get(i - step, -2) + step
            if i in pairs or not 0 <= j < len(after) or j in taken:
                continue
            between = pairs.get(i + step) == j + step
            one, other = before[i].group(), after[j].group()
            if between or Levenshtein.normalized_similarity(folded(one), folded(other)) >= ALIKE:
                pairs[i] = j
                taken.add(j)
