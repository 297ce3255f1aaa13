"""Count what a wrong OCR model makes of each letter, from pairs of truth and reading.

    python training/channel.py PAIRS.jsonl... --out ocr/data/channel.tsv

Words of a page are aligned by edit distance, then the letters of each pair of words, where å, ä and ö may
give no letter, one or two. The table is what repair starts from; each document then moves it its own way.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

QUOTES = str.maketrans({"“": "”", "„": "”", "’": "'", "–": "-", "—": "-", "\xad": ""})
LOST = "åäöÅÄÖ"
MIN_COUNT = 5
# Pairs of letters that one glyph is read as, or that are read as one: no vowel needs to be near.
MERGED = {"rn": "m", "vv": "w", "li": "h", "ri": "n"}
# What the pages of one version of one program do not show: other versions and FineReader read so as well.
# Counts of a thousand letters, set low; a page that shows more of it moves them.
OTHER_PROGRAMS = {
    ("i", "1"): 8,
    ("l", "1"): 4,
    ("ä", "ii"): 4,
    ("å", "ii"): 1,
    ("ö", "ii"): 1,
    ("ä", "ti"): 1,
    ("ä", "tl"): 1,
    ("ö", "tl"): 1,
    ("å", "ci"): 1,
    ("ä", "ci"): 1,
    ("ö", "ci"): 1,
    ("ä", "id"): 1,
    ("å", "6"): 1,
    ("ä", "6"): 1,
    ("å", "o"): 1,
    ("ö", "0"): 1,
    ("å", "á"): 4,
    ("ä", "á"): 4,
    ("å", "à"): 4,
    ("ä", "à"): 4,
    ("ö", "ó"): 4,
    ("ö", "ô"): 2,
    ("ö", "ò"): 2,
    ("å", "â"): 2,
    ("ä", "â"): 2,
    ("ä", "ã"): 2,
    ("å", "ã"): 2,
    ("ö", "õ"): 4,
    ("ö", "ø"): 2,
    ("ö", "ð"): 1,
    ("ö", "è"): 1,
    ("ä", "è"): 1,
    # Models of German, Norwegian and French, which know some of the three letters.
    ("å", "ä"): 1,
    ("ä", "å"): 1,
    ("ä", "æ"): 1,
    ("ö", "ü"): 1,
}


def word_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """(truth, read) for the words of a file of pairs that stand against each other one to one."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            truth, read = (pair[k].translate(QUOTES).split() for k in ("truth", "ocr"))
            for op in Levenshtein.opcodes(truth, read):
                ours, theirs = truth[op.src_start : op.src_end], read[op.dest_start : op.dest_end]
                if op.tag != "insert" and len(ours) == len(theirs):
                    yield from zip(ours, theirs, strict=True)


def aligned(truth: str, read: str) -> list[tuple[str, str]]:
    """The cheapest way to explain a reading, letter by letter: ("ä", "di"), ("r", "r"), ...

    >>> aligned("även", "diven")
    [('ä', 'di'), ('v', 'v'), ('e', 'e'), ('n', 'n')]
    """
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(truth) + 1):
        for j in range(len(read) + 1):
            if (i, j) not in best:
                continue
            cost = best[i, j][0]
            for di, dj, step in _steps(truth, read, i, j):
                to = (i + di, j + dj)
                if to not in best or cost + step < best[to][0]:
                    best[to] = (cost + step, (i, j))
    at, out = (len(truth), len(read)), []
    while at != (0, 0):
        before = best[at][1]
        out.append((truth[before[0] : at[0]], read[before[1] : at[1]]))
        at = before
    return out[::-1]


def _steps(truth: str, read: str, i: int, j: int) -> Iterator[tuple[int, int, float]]:
    if i < len(truth) and j < len(read):
        same = truth[i] == read[j]
        yield 1, 1, 0.0 if same else 0.6 if truth[i] in LOST else 1.0
    if i < len(truth):
        yield 1, 0, 1.0
        if truth[i] in LOST and j + 2 <= len(read):
            yield 1, 2, 0.8
        if truth[i : i + 2] in MERGED and read[j : j + 1] == MERGED[truth[i : i + 2]]:
            yield 2, 1, 0.7
    if j < len(read):
        yield 0, 1, 1.0


def counted(paths: list[Path]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    edits: Counter[tuple[str, str]] = Counter()
    letters: Counter[str] = Counter()
    for path in paths:
        for truth, read in word_pairs(path):
            letters.update(truth)
            if truth != read and Levenshtein.normalized_similarity(truth, read) > 0.4:
                edits.update(pair for pair in aligned(truth, read) if pair[0] != pair[1])
    return edits, letters


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    edits, letters = counted(args.pairs)
    rows = [
        (truth, read, n, letters[truth[0]])
        for (truth, read), n in edits.most_common()
        if n >= MIN_COUNT and truth and all(c.isalpha() for c in truth)
    ]
    known = {row[:2] for row in rows}
    rows += [(*key, n, 1000) for key, n in OTHER_PROGRAMS.items() if key not in known]
    lines = ["truth\tread\tcount\tof", *("\t".join(map(str, row)) for row in rows)]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
