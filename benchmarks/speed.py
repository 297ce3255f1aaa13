"""How fast text is repaired, on a machine that has other work: of several runs the least time of each page.

    python -m benchmarks.speed PAIRS.jsonl... [--runs 5]

PAIRS hold pages as `benchmarks.repair` keeps them (`--folder`). Each run is a process of its own, which
repairs all pages of a file, and then again: at first most words are new to it, later few. Speed is words by
processor time. Apart stand the pages on which the channel suffices and the tagger is not asked.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import msgspec

from benchmarks import footprint, sheets
from benchmarks.repair import timed
from ocr.repair import repair

# Of each page: words, seconds at first and later, words asked about.
Times = list[tuple[int, float, float, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", action="store_true", help="one run in this process, its times as JSON")
    args = parser.parse_args()
    for path in args.pairs:
        if args.once:
            sys.stdout.buffer.write(msgspec.json.encode(times(path)))
            continue
        runs = [elsewhere(path) for _ in range(args.runs)]
        pages = [
            (page[0][0], min(run[1] for run in page), min(run[2] for run in page), page[0][3])
            for page in zip(*runs, strict=True)
        ]
        print(f"{path.stem}: {speeds(pages)}")
        if alone := [page for page in pages if not page[3]]:
            print(f"  {len(alone)} of {len(pages)} pages without the tagger: {speeds(alone)}")


def times(path: Path) -> Times:
    """The times of all pages in this process."""
    repair(footprint.LOADS_ALL)
    texts = [page.ocr for page in sheets.given(path)]
    first = [timed(text) for text in texts]
    later = [timed(text) for text in texts]
    return [
        (len(text.split()), one.seconds, two.seconds, one.asked)
        for text, one, two in zip(texts, first, later, strict=True)
    ]


def elsewhere(path: Path) -> Times:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed", "--once", str(path)]
    return msgspec.json.decode(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout, type=Times)


def speeds(pages: Times) -> str:
    words = sum(page[0] for page in pages)
    first, later = (words / sum(page[i] for page in pages) for i in (1, 2))
    return f"{words} words, {first:.0f} words/s at first, {later:.0f} later"


if __name__ == "__main__":
    main()
