"""How sure a ledger line may be: curves from what repair says of itself to how often it is right.

    python -m training.calibration pages TEXTS PAIRS.jsonl [--fonts FOLDER...] [--count 120]
    python -m training.calibration fit PAIRS.jsonl --out ocr/data/calibration.tsv
    python -m training.calibration check PAIRS.jsonl...

The first makes pages of documents that neither the lexicon nor the context counts have seen (one in forty of
TEXTS, `*.txt.xz` as in `training/lexicon.py`), set in the typefaces that the tagger did not learn from and
misread by the wrong model; the second repairs them and writes the curves (`ocr/calibration.py`); the third
shows how certain changes say they are, and how often they hold, on any pages. To see what a curve changes,
check without it (`--raw`).

A curve is monotone (pool adjacent violators), has a knot for each of a few bins, and is pulled to the
straight line where little was seen: it is to mend a habit, not to learn the pages by heart.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from unittest import mock

from benchmarks.reliability import Judged, bins, expected_error, judged
from benchmarks.sheets import TYPEFACES
from ocr import calibration
from ocr.calibration import KINDS, Kind, kind_of, logit, probability
from ocr.ledger import Change
from ocr.repair import repair
from training import pages as setting
from training import printing
from training.lexicon import held_out
from training.tagger.scans import HELD_OUT_FAMILIES

EDGES = (0.0, 0.05, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9998, 1.000001)
STRAIGHT = 10.0  # imagined lines that hold as often as they say, put into each block
LEAST = 5  # lines in a block


def faces(folders: Sequence[Path]) -> list[Path]:
    """The upright typefaces that the tagger was not trained on."""
    found = [p for folder in folders for p in sorted(folder.rglob("*")) if p.suffix in {".ttf", ".otf"}]
    wanted = (*HELD_OUT_FAMILIES, *TYPEFACES)
    odd = ("Italic", "italic", "Oblique", "Math", "Condensed", "Mono")
    return [p for p in found if p.stem.startswith(wanted) and not any(word in p.stem for word in odd)]


def texts(folder: Path) -> Iterator[list[tuple[str, str]]]:
    """The held-out documents of each file that are long enough to fill some of a page."""
    for path in sorted(folder.glob("*.txt.xz")):
        parts = setting.DOCUMENT.split(lzma.decompress(path.read_bytes()).decode("utf-8"))
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        if some := [(name, text) for name, text in pairs if held_out(name) and len(text) > 1500]:
            yield some


def make(folder: Path, out: Path, fonts: Sequence[Path], count: int, seed: int) -> None:
    """Write lines `{"doc", "config", "ocr", "truth"}`."""
    chance = random.Random(seed)
    by_file = list(texts(folder))
    with out.open("a", encoding="utf-8") as file:
        for _ in range(count):
            name, text = chance.choice(chance.choice(by_file))
            font, dpi = chance.choice(fonts), chance.choice((150, 200, 300))
            page = setting.page_text(text, chance)
            image, truth = setting.drawn(page, font, dpi, chance.uniform(9.5, 12.5), None)
            ocr = printing.read_wrongly(setting.worn(image, chance), dpi)
            line = {"doc": name, "config": f"{font.stem} {dpi}", "ocr": ocr, "truth": truth}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()


def raw_lines(paths: Sequence[Path]) -> list[Judged]:
    """Every judged ledger line of the pages, with the certainty that repair has before it is calibrated."""
    with mock.patch.object(calibration, "_curves", dict):
        return lines_of(paths)


def lines_of(paths: Sequence[Path]) -> list[Judged]:
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for row in rows for line in judged(repair(row["ocr"]), row["truth"])]


def _kind(change: Change) -> Kind | None:
    return kind_of(change.state, change.before, change.after)


def curve(lines: Sequence[Judged]) -> list[tuple[float, float]]:
    """A rising curve through (logit of what is said, share that holds), one knot for each of `EDGES`."""
    blocks: list[list[float]] = []  # [sum of logits, right, number]
    for low, high in pairwise(EDGES):
        here = [line for line in lines if low <= line.change.confidence < high]
        if len(here) < LEAST:
            continue
        mean = sum(logit(line.change.confidence) for line in here) / len(here)
        number = len(here) + STRAIGHT
        blocks.append([mean * number, sum(line.held for line in here) + STRAIGHT * probability(mean), number])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [(x / n, right / n) for x, right, n in blocks]


def fit(lines: Sequence[Judged], out: Path) -> None:
    rows = ["kind\tsaid\theld"]
    for kind in KINDS:
        some = [line for line in lines if _kind(line.change) == kind]
        rows += (f"{kind}\t{x:.3f}\t{y:.4f}" for x, y in curve(some))
        print(f"{kind}: {len(some)} lines")
    out.write_text("\n".join(rows) + "\n", encoding="utf-8")


def show(lines: Sequence[Judged]) -> None:
    for kind in (*KINDS, None):
        some = [line for line in lines if _kind(line.change) == kind]
        print(f"{kind or 'stands':10s}      said    held      n   off by {expected_error(some):.4f}")
        for low, high, said, held, n in bins(some):
            print(f"  {low:.3f}-{high:.3f}  {said:6.4f}  {held:6.4f}  {n:5d}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    tasks = parser.add_subparsers(dest="task", required=True)
    task = tasks.add_parser("pages")
    task.add_argument("texts", type=Path)
    task.add_argument("pairs", type=Path)
    task.add_argument("--fonts", type=Path, nargs="*", default=[])
    task.add_argument("--count", type=int, default=120)
    task.add_argument("--seed", type=int, default=11)
    task = tasks.add_parser("fit")
    task.add_argument("pairs", type=Path, nargs="+")
    task.add_argument("--out", type=Path, required=True)
    task = tasks.add_parser("check")
    task.add_argument("pairs", type=Path, nargs="+")
    task.add_argument("--raw", action="store_true")
    args = parser.parse_args()
    if args.task == "pages":
        fonts = faces([Path("/usr/share/fonts"), *args.fonts])
        make(args.texts, args.pairs, fonts, args.count, args.seed)
    elif args.task == "fit":
        fit(raw_lines(args.pairs), args.out)
    else:
        show(raw_lines(args.pairs) if args.raw else lines_of(args.pairs))


if __name__ == "__main__":
    main()
