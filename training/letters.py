"""Count how words and names run, letter by letter, over the lexicon that `training/lexicon.py` wrote.

    python training/letters.py --lexicon ocr/data --names SHARED/data/lexicon/names --out ocr/data

What nobody knows is a place or a surname sooner than a first name, since those are all in the lists: first
names count little. Each distinct word counts about once, however common it is. The shares are smoothed after
Witten and Bell: what follows many different letters is likelier to be followed by yet another.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from ocr.letters import BEGIN, END, LONGEST, RUNS_FILE, packed
from ocr.lexicon import WORDS_FILE

FIRST_NAME, COMMON_WORD = 0.1, 0.2  # what these weigh beside other names
NEW = 0.7  # of the Witten-Bell weight of letters not seen
ALPHABET = 40


def weighed(lexicon: Path, first_names: frozenset[str]) -> Iterator[tuple[str, float]]:
    """The words with what each counts for."""
    for row in (lexicon / WORDS_FILE).read_text(encoding="utf-8").splitlines():
        word, *counts = row.split("\t")
        lower, capital = int(counts[0]), int(counts[1])
        if len(word) > 2 and capital > 2 * lower:
            share = FIRST_NAME if word in first_names else 1.0
            yield word, share * (1 + 0.3 * math.log(1 + min(capital, 200)))
        elif len(word) > 1 and lower > capital:
            yield word, COMMON_WORD * (1 + 0.2 * math.log(1 + min(lower, 200)))


def first_names(folder: Path) -> frozenset[str]:
    found: set[str] = set()
    for path in sorted(folder.glob("*namn-*.csv")):
        for row in csv.DictReader(path.open(encoding="utf-8")):
            if int(row["persons"]) >= 50:
                found.update(row["name"].lower().replace("-", " ").split())
    return frozenset(found)


def table(words: Iterator[tuple[str, float]]) -> Mapping[str, tuple[float, float]]:
    """For each run the logarithms of its last letter's share, and of the scale of what it leads to unseen."""
    counts: dict[str, float] = defaultdict(float)
    totals: dict[str, float] = defaultdict(float)
    for word, weight in words:
        letters = BEGIN + word + END
        for at in range(1, len(letters)):
            for start in range(max(0, at - LONGEST + 1), at + 1):
                counts[letters[start : at + 1]] += weight
                totals[letters[start:at]] += weight
    kinds: dict[str, int] = defaultdict(int)
    for run in counts:
        kinds[run[:-1]] += 1
    shares: dict[str, float] = {}
    for run in sorted(counts, key=len):
        before = run[:-1]
        shorter = shares[run[1:]] if before else 1 / ALPHABET
        new = NEW * kinds[before]
        shares[run] = (counts[run] + new * shorter) / (totals[before] + new)
    return {
        run: (
            math.log(share),
            math.log(NEW * kinds[run] / (totals[run] + NEW * kinds[run])) if kinds.get(run) else 0.0,
        )
        for run, share in shares.items()
    } | {BEGIN: (0.0, math.log(NEW * kinds[BEGIN] / (totals[BEGIN] + NEW * kinds[BEGIN])))}


def written(runs: Mapping[str, tuple[float, float]]) -> bytes:
    """The file: the alphabet, then a byte each of all runs, from the empty one on."""
    found = {"": (0.0, 0.0)} | {run: runs[run] for run in sorted(runs, key=lambda run: (len(run), run))}
    alphabet = "".join(sorted({run[-1] for run in runs}))
    kinds = Counter(run[:-1] for run in runs)
    columns = (
        bytes([alphabet.find(run[-1:]) for run in found]),
        bytes([packed(share) for share, _ in found.values()]),
        bytes([packed(scale) for _, scale in found.values()]),
        bytes([kinds[run] for run in found]),
    )
    return alphabet.encode() + b"\n" + b"".join(columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    runs = table(weighed(args.lexicon, first_names(args.names)))
    (args.out / RUNS_FILE).write_bytes(written(runs))
    print(f"{len(runs)} runs")


if __name__ == "__main__":
    main()
