"""Counting words of a page against its truth, alike for every benchmark.

Words of a page are counted as a bag, since the reading orders of a PDF and of an OCR engine differ. Counts
are a `Counter` with one entry for each thing counted, so that pages, documents and whole sets add up.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
MARKED = frozenset("åäöÅÄÖ")
QUOTES = str.maketrans({"“": "”", "„": "”", "’": "'", "–": "-", "—": "-", "\xad": ""})
DRAWS = 1000  # of documents, for an interval
Counts = Counter[str]


def tokens(text: str) -> list[str]:
    return text.translate(QUOTES).split()


def counted(truth: str, text: str) -> Counts:
    """Words of the truth: all, wrong in `text`, and how many of those with å, ä or ö `text` holds."""
    wanted, have = Counter(tokens(truth)), Counter(tokens(text))
    counts: Counts = Counter(words=wanted.total(), wrong=(wanted - have).total())
    for word, n in wanted.items():
        if MARKED & set(word):
            right = min(n, have[word])
            counts.update(marked=n, marked_right=right)
            if word.strip('.,;:()”"').islower():
                counts.update(small=n, small_right=right)
    return counts


def broken(truth: str, before: str, after: str) -> Counts:
    """Words that stood right before, and those that an edit took away for one that the page has not."""
    wanted, old, new = Counter(tokens(truth)), tokens(before), tokens(after)
    counts: Counts = Counter(right=(wanted & Counter(old)).total())
    for op in Levenshtein.opcodes(old, new):
        if op.tag != "equal":
            gone, come = old[op.src_start : op.src_end], new[op.dest_start : op.dest_end]
            counts["broken"] += max(0, sum(w in wanted for w in gone) - sum(w in wanted for w in come))
    return counts


def total(counts: Sequence[Counts]) -> Counts:
    out: Counts = Counter()
    for some in counts:
        out.update(some)
    return out


def share(counts: Counts, top: str, bottom: str) -> float:
    """In per cent."""
    return 100 * counts[top] / max(1, counts[bottom])


def interval(groups: Sequence[Counts], top: str, bottom: str) -> tuple[float, float] | None:
    """The 95 % interval of a share, drawing documents with replacement; None where there are too few."""
    if len(groups) < 3:
        return None
    chance = random.Random(1)
    pairs = [(group[top], group[bottom]) for group in groups]
    drawn = []
    for _ in range(DRAWS):
        some = chance.choices(pairs, k=len(pairs))
        drawn.append(100 * sum(t for t, _ in some) / max(1, sum(b for _, b in some)))
    drawn.sort()
    return drawn[DRAWS // 40], drawn[-DRAWS // 40 - 1]
