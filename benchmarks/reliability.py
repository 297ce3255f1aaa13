"""Whether a change is as certain as it says: each ledger line against the truth of its page.

The words of the repaired text and of the truth are aligned; what stands in another order is looked for among
the words of the page that nothing was aligned with. A change is right where its word is the truth's; a word
that only waits is judged by what it would become.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from ocr.ledger import Change, Offsets
from ocr.repair import Repaired
from ocr.spans import Span

PIECE = re.compile(r"[^\W_]+")  # a word without hyphens and punctuation: those have errors of their own
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.000001)


class Judged(NamedTuple):
    """One ledger line: the probability that it states, and whether its word is right."""

    change: Change
    held: bool


def judged(result: Repaired, truth: str) -> list[Judged]:
    """The lines that change a word, or wait, each with whether the truth agrees, where that is known."""
    have = list(PIECE.finditer(result.text))
    wanted = PIECE.findall(truth)
    meant, rest = aligned([m[0] for m in have], wanted)
    offsets = Offsets(result.ledger)
    out = []
    for change in result.ledger:
        if change.state not in ("applied", "review"):
            continue
        place = offsets.to_text(Span(change.start, change.end))
        at = [i for i, m in enumerate(have) if m.start() < place.end and m.end() > place.start]
        made = PIECE.findall(change.after)
        if not made:
            continue  # a sign
        if len(at) == len(made) and all(meant[i] is not None for i in at):
            held = [meant[i] for i in at] == made
        elif all(rest[piece] > 0 for piece in made):
            held = True
        elif any(_near(piece, other) for piece in made for other in rest):
            held = False
        else:
            continue  # what stands there on the page is not known: a stamp, a table read across
        out.append(Judged(change, held))
    return out


def aligned(have: Sequence[str], wanted: Sequence[str]) -> tuple[list[str | None], Counter[str]]:
    """What each word should be, None where that is not known; and the truth's words without a partner."""
    meant: list[str | None] = [None] * len(have)
    rest: Counter[str] = Counter()
    for op in Levenshtein.opcodes(have, wanted):
        ours, theirs = range(op.src_start, op.src_end), wanted[op.dest_start : op.dest_end]
        if len(ours) == len(theirs) and all(_near(have[i], t) for i, t in zip(ours, theirs, strict=True)):
            for i, word in zip(ours, theirs, strict=True):
                meant[i] = word
        else:
            rest.update(theirs)
    return meant, rest


def _near(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(one, other) > 0.4


def bins(lines: Iterable[Judged]) -> list[tuple[float, float, float, float, int]]:
    """(from, to, mean of what was said, share that held, number) of each bin that holds anything."""
    some = list(lines)
    out = []
    for low, high in pairwise(EDGES):
        here = [line for line in some if low <= line.change.confidence < high]
        if here:
            said = sum(line.change.confidence for line in here) / len(here)
            held = sum(line.held for line in here) / len(here)
            out.append((low, min(1.0, high), said, held, len(here)))
    return out


def expected_error(lines: Sequence[Judged]) -> float:
    """The expected calibration error: how far what is said lies from what holds, on the mean."""
    return sum(abs(said - held) * n for _, _, said, held, n in bins(lines)) / max(1, len(lines))
