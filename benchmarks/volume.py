"""A text of any size through the pipe: time, memory, and whether undo gives it back byte for byte.

    python -m benchmarks.volume [MEGABYTES] [--damaged 0.01] [--new 0.05] [--line]

The text is made as it is sent: pages of running Swedish about a made-up town, no two alike, with ever new
names that no list holds, so that everything that repair remembers fills up to its bound. A share of the pages
is damaged. With `--line` there is no line break and no page break in it. Prints what the two commands took.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import BinaryIO

SENTENCES = """
Socialnämnden godkänner förvaltningens rapport över arbetet med handlingsplanen för åren {a} till {b}.
Nämnden uppdrar åt förvaltningen att återkomma till nämnden med en ny plan före sommaren.
Ledamoten {name} (V) yrkar att ärendet återremitteras för en beräkning av kostnaderna.
Av rapporten framgår att samarbetet med skolan i {place} fungerar bättre än tidigare.
Förslaget innebär att avgifterna höjs med {a} kronor och att beslutet gäller från årsskiftet.
Frågor besvaras av {name}, förnamn.efternamn@vikasjo.se, eller på www.vikasjo.se/socialnamnden.
Kommunstyrelsen beslutar att uppdra åt kommundirektören att se över lokalerna vid {place}.
Det är därför viktigt att fler familjer får stöd och att arbetet fortsätter även nästa år.
Ordföranden {name} finner att nämnden beslutar enligt förvaltningens förslag.
Översiktsplanen för {place} har varit utställd, och synpunkter har kommit in från de boende.
""".strip().splitlines()
SYLLABLES = ("sjö", "ås", "grän", "häll", "lund", "vik", "tall", "mo", "näs", "fors", "rö", "löv", "hult")
FLAT = str.maketrans("åäöÅÄÖ", "aadAAO")
PAGE = 28  # sentences


def made_up(chance: Random, known: list[str], new: float) -> str:
    if not known or chance.random() < new:
        known.append("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize())
    return chance.choice(known[-100:])


def pages(size: int, damaged: float, new: float, between: str, page_break: str) -> Iterator[bytes]:
    """Pages up to `size` bytes, the same ones each time."""
    chance = Random(1)
    known: list[str] = []
    while size > 0:
        lines = [
            chance.choice(SENTENCES).format(
                a=chance.randint(1990, 2030),
                b=2031,
                name=made_up(chance, known, new),
                place=made_up(chance, known, new),
            )
            for _ in range(PAGE)
        ]
        text = between.join(lines) + page_break
        if chance.random() < damaged:
            text = text.translate(FLAT)
        data = text.encode()
        size -= len(data)
        yield data


def through(command: list[str], given: Iterator[bytes] | None, out: BinaryIO) -> tuple[float, float, str]:
    """Run klubbat: seconds of processor time, the most megabytes resident of any child, what it was given."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    digest = hashlib.sha256()
    arguments = [sys.executable, "-m", "klubbat", *command]
    pipe = subprocess.PIPE if given else None
    with subprocess.Popen(arguments, stdin=pipe, stdout=out) as process:
        if given and process.stdin:
            for data in given:
                digest.update(data)
                process.stdin.write(data)
            process.stdin.close()
        if process.wait():
            raise SystemExit(f"klubbat {command[0]} ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, after.ru_maxrss / 1024, digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("megabytes", type=int, nargs="?", default=100)
    parser.add_argument("--damaged", type=float, default=0.01, help="share of the pages")
    parser.add_argument(
        "--new", type=float, default=0.05, help="share of the names that stand for the first time"
    )
    parser.add_argument("--line", action="store_true")
    args = parser.parse_args()
    between, page_break = (" ", " ") if args.line else ("\n", "\f")
    with tempfile.TemporaryDirectory() as folder:
        repaired, ledger, raw = (Path(folder) / name for name in ("repaired", "ledger", "raw"))
        text = pages(args.megabytes * 1_000_000, args.damaged, args.new, between, page_break)
        start = time.perf_counter()
        with repaired.open("wb") as out:
            took, most, digest = through(["repair", "--ledger", str(ledger)], text, out)
        passed = time.perf_counter() - start
        lines = sum(1 for _ in ledger.open("rb"))
        print(
            f"repair: {args.megabytes} MB in {took:.0f} s of processor time, {passed:.0f} s in all; "
            f"{most:.0f} MB resident; {lines} ledger lines"
        )
        with raw.open("wb") as out:
            took, most, _ = through(["undo", str(repaired), "--ledger", str(ledger)], None, out)
        with raw.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == digest
        print(f"undo: {took:.0f} s of processor time; {most:.0f} MB resident or less; the same bytes: {same}")


if __name__ == "__main__":
    main()
