"""What a clerk gets: scans cleaned, and what is then found in them, beside what the originals hold.

    python -m benchmarks.whole_path [--dpi 200] [--longest 100] [--folder FOLDER] [--errors N]

The protocols of which there are a PDF and a truth are drawn page by page, worn as scans are, and given the
text layer of `tesseract -l eng`. `klubbat clean` cleans the folder, image at hand, and the records are those
of the cleaned folder. They are scored against the truth of the originals, whose places are carried over,
beside the records of the originals. Scans are made once and kept in `--folder`.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import losses, truth
from benchmarks.carried import Carried
from benchmarks.clean import worn
from benchmarks.damaged import CACHE, Drawing, pdf_of
from klubbat import batch
from klubbat.inputs import walk
from klubbat.readings import reading_of
from ocr import pdf
from ocr.page import PAGE_BREAK

WORKERS = 2
SECONDS = 1200  # for the text layer of the longest protocol


def main() -> int:
    parser = argparse.ArgumentParser(description="Score what is found in cleaned scans.")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--longest", type=int, default=100, metavar="N", help="pages of a protocol at most")
    parser.add_argument("--folder", type=Path, default=CACHE.parent / "scans")
    parser.add_argument("--errors", type=int, default=6, metavar="N", help="name so many errors a field")
    chosen = parser.parse_args()
    texts = [
        one
        for one in (*truth.gold(), *truth.annotated())
        if pdf_of(one) and one.text.count(PAGE_BREAK) <= chosen.longest
    ]
    if not texts:
        print("no PDF with a truth here: nothing measured")
        return 0
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for one in texts:
        _scan(one, chosen.folder / f"{Path(one.name).stem}.{chosen.dpi}.pdf", chosen.dpi)
    group = losses.Group()
    for one, drawing in _cleaned(texts, chosen.folder, chosen.dpi):
        losses.weigh(one, drawing, group)
    losses.show(group, chosen.errors, None)
    return 0


def _scan(one: truth.Truth, kept: Path, dpi: int) -> None:
    """The protocol as an office scanner and a wrong model left it."""
    path = pdf_of(one)
    if kept.is_file() or path is None:
        return
    with tempfile.TemporaryDirectory() as made, pdf.opened(path.read_bytes()) as document:
        pages = []
        for index in range(len(document)):
            image = worn(pdf.picture(document, index, dpi)[0], random.Random(f"{one.name} {index}"))
            pages.append(Path(made) / f"{index:04d}.jpg")
            image.convert("L").save(pages[-1], "JPEG", quality=45, dpi=(dpi, dpi))
        listed = Path(made) / "pages.txt"
        listed.write_text("\n".join(map(str, pages)) + "\n", encoding="utf-8")
        command = ["tesseract", str(listed), str(Path(made) / "scan"), "-l", "eng", "--dpi", str(dpi), "pdf"]
        subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
        done = kept.with_suffix(".part")
        done.write_bytes((Path(made) / "scan.pdf").read_bytes())
        done.replace(kept)


def _cleaned(texts: list[truth.Truth], folder: Path, dpi: int) -> list[tuple[truth.Truth, Drawing]]:
    """Each protocol with its reading in the cleaned folder."""
    found = []
    with tempfile.TemporaryDirectory() as made:
        given, out = Path(made) / "in", Path(made) / "out"
        given.mkdir()
        for one in texts:
            stem = Path(one.name).stem
            (given / f"{stem}.pdf").write_bytes((folder / f"{stem}.{dpi}.pdf").read_bytes())
        batch.clean(walk([given]), out, workers=WORKERS)
        readings = {Path(entry.name).stem: reading_of(entry) for entry in walk([out], cleaned=True)}
        for one in texts:
            reading = readings[Path(one.name).stem]
            pages = one.text.removesuffix(PAGE_BREAK).split(PAGE_BREAK)
            moved = Carried(pages, [page.text for page in reading.pages]).gold(one.gold)
            found.append((one, Drawing(f"cleaned, {dpi} dpi", True, reading, moved)))
    return found


if __name__ == "__main__":
    sys.exit(main())
