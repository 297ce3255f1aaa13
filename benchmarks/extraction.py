"""How right and how fast extraction is: precision, recall and F1 a field on hand-made truth.

    python -m benchmarks.extraction [--set gold|annotated|houses|first_sight|extracts|damaged|real|joined
                                    |unseen|long] [--errors N] [--field NAME] [--without-ledger]

Five sets of truth (`truth.py`): gold protocols, further items of real protocols (`annotated`), made-up
papers in the forms of many houses, and items of real texts drawn at random (`first_sight`, `extracts`). Each
is extracted and scored by overlap of span and by value, field by field, and the errors are named; pages a
second are measured on one core. Where a set's texts are not at hand it says so. Besides:

- `damaged`: the first three made unreadable and repaired (`losses.py`), and what each field loses by it;
  `real`: the same of whole protocols beside the record of their clean text. With `--without-ledger` these are
  texts that were repaired before they are read.
- `joined`: the first three in one file, in random orders (`joined.py`): what is not found as in each alone.
- `unseen`: their headings of decisions are words that nobody has seen (`unseen.py`): what is lost by that.
- `long`: a thousand pages in one file.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import joined, losses, truth, unseen
from benchmarks.scoring import Board, Field, reading_of, score
from extract import extract
from ocr.page import PAGE_BREAK

PAGE_LETTERS = 2000  # a full page of running text
LONG = 1000  # pages of the long file

FRESH: dict[str, Callable[[], Iterable[truth.Truth]]] = {
    "first_sight": truth.first_sight,
    "extracts": truth.extracts,
}
SETS: dict[str, Callable[[], Iterable[truth.Truth]]] = {
    "gold": truth.gold,
    "annotated": truth.annotated,
    "houses": truth.houses,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Score extraction against hand-made truth.")
    every = [*SETS, *FRESH, "damaged", "real", "joined", "unseen", "long"]
    parser.add_argument("--set", choices=every, action="append", help="score this set only (may be repeated)")
    parser.add_argument("--errors", type=int, default=6, metavar="N", help="name so many errors a field")
    parser.add_argument("--field", help="name the errors of this field only")
    parser.add_argument("--without-ledger", action="store_true", help="damaged texts were repaired before")
    chosen = parser.parse_args()
    for name in chosen.set or every:
        print(f"\n{name}")
        if name == "long":
            measure_long()
            continue
        if name == "unseen":
            unseen.measure({of: list(texts()) for of, texts in SETS.items()})
            continue
        if name == "joined":
            joined.measure({one.name: one.text for of in SETS.values() for one in of()}, chosen.errors)
            continue
        if name in ("damaged", "real"):
            sets = {"real": truth.real} if name == "real" else SETS
            of_all = {of: list(texts()) for of, texts in sets.items()}
            losses.measure(of_all, chosen.errors, chosen.field, ledger=not chosen.without_ledger)
            continue
        texts = list((SETS | FRESH)[name]())
        if texts:
            measure(texts, chosen.errors, chosen.field)
        else:
            print("its texts are not here: nothing measured")
    return 0


def measure(texts: Iterable[truth.Truth], errors: int, only: str | None) -> None:
    """Extract and score one set of texts, and print what came out."""
    fields: dict[str, Field] = {}
    letters, seconds = 0, 0.0
    texts = list(texts)
    extract(reading_of("first", texts[0].text[:9000]))  # lists and patterns are loaded before time is taken
    for one in texts:
        reading = reading_of(one.name, one.text)
        began = time.process_time()
        record = extract(reading)
        seconds += time.process_time() - began
        letters += len(one.text)
        score(one.gold, record, Board(one.text, Path(one.name).stem, fields))
    _print(fields, errors, only)
    pages = letters / PAGE_LETTERS
    print(
        f"{pages:.0f} pages in {seconds:.2f} s of processor time: {pages / seconds:.0f} pages/s on one core"
    )


def measure_long() -> None:
    """One file of a thousand pages, put together from what is at hand: its speed and its memory."""
    texts = [one.text for name in SETS for one in SETS[name]()]
    letters = sum(map(len, texts))
    if not letters:
        print("no texts here: nothing measured")
        return
    whole = PAGE_BREAK.join(texts * (1 + LONG * PAGE_LETTERS // letters))[: LONG * PAGE_LETTERS]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    record = extract(reading_of("long", whole))
    seconds = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{LONG} pages in one file, {len(record.items)} items: {LONG / seconds:.0f} pages/s on one core, "
        f"{after / 1024:.0f} MB at the peak ({(after - before) / 1024:.0f} MB above the files before)"
    )


def _print(fields: dict[str, Field], errors: int, only: str | None) -> None:
    print(f"{'field':22}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'extra':>7}{'missed':>8}")
    for name, entry in fields.items():
        if not entry.hits and not entry.extra and not entry.missed:
            continue
        p, r, f1 = entry.scores
        print(f"{name:22}{p:7.3f}{r:7.3f}{f1:7.3f}{entry.hits:7}{len(entry.extra):7}{len(entry.missed):8}")
    _print_errors(fields, errors, only)


def _print_errors(fields: dict[str, Field], errors: int, only: str | None) -> None:
    for name, entry in fields.items():
        if only and name != only:
            continue
        for word, listed in (("extra", entry.extra), ("missed", entry.missed)):
            for error in listed[:errors]:
                print(f"{name} {word}: {error}")


if __name__ == "__main__":
    sys.exit(main())
