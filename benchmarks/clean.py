"""How well scans are cleaned, and at what price, in one table.

    python -m benchmarks.clean [--pages 30] [--papers FOLDER] [--folder FOLDER] [--ocrmypdf PROGRAM]

Pages that were born digital are drawn at 150, 200 and 300 dpi, worn as scans are, and given the text layer
of `tesseract -l eng`, the mistake that ruined so many archives; their own text is the truth. Each is then
cleaned from its text alone, with the image at hand, and without any text layer, and written as a searchable
PDF; beside it stand bare Tesseract with the Swedish model and, where it is installed, `ocrmypdf --force-ocr
-l swe`. Words of a page are counted as a bag, since reading orders differ. One process, one thread; seconds
are of processors, those of outside programs included. The lexicon, read once a process, is read before.

The pages come from the PDFs in `../shared/data/dev/nacka_2018`, or in `--papers`; where those are absent, the
benchmark says so and ends. They are made once and kept in `--folder`; made anew, they are worn anew.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
from PIL import Image, ImageFilter

from benchmarks.words import SHARED, Counts, counted, share, tokens
from ocr import in_process, pdf, tesseract
from ocr.read import read
from ocr.searchable import with_text
from ocr.source import Source

os.environ["OMP_THREAD_LIMIT"] = "1"  # inherited by every Tesseract

PAPERS = SHARED / "data" / "dev" / "nacka_2018"
DPIS = (150, 200, 300)
LEAST_WORDS = 80  # of a page worth measuring
PAPERS_READ = 5
OCRMYPDF = "ocrmypdf --force-ocr -l swe"
BESIDE = (("klubbat, image at hand", OCRMYPDF), ("klubbat, no text layer", "tesseract -l swe"))


@dataclass(frozen=True, slots=True)
class Scan:
    """One page: its true text, the bare scan, and the scan with the wrong model's text under it."""

    name: str
    truth: str
    bare: bytes
    layered: bytes
    dpi: int


Way = Callable[[Scan], tuple[str, int]]  # the text it gives, and how many words wait in review


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way of cleaning gave on all pages, and what it took."""

    counts: Counts
    processor: float
    clock: float


def scans(folder: Path, count: int, seed: int = 4, papers: Path = PAPERS) -> Iterator[Scan]:
    """Pages drawn from the papers; those already in `folder` are taken from there."""
    chance = random.Random(seed)
    places: list[tuple[Path, int]] = []
    for path in sorted(papers.glob("*.pdf")):
        with pdf.opened(path.read_bytes()) as document:
            places += ((path, index) for index in range(len(document)))
    chance.shuffle(places)
    made = 0
    for path, index in places:
        if made == count:
            return
        with pdf.opened(path.read_bytes()) as document:
            truth = pdf.sheet(document, index).text
            if len(truth.split()) < LEAST_WORDS:
                continue
            dpi = DPIS[made % len(DPIS)]
            stem = folder / f"{made:03d}"
            if not stem.with_suffix(".pdf").is_file():
                drawn = worn(pdf.picture(document, index, dpi)[0], random.Random(f"{seed} {made}"))
                _lay(stem, drawn, dpi)
        made += 1
        bare, layered = stem.with_suffix(".bare").read_bytes(), stem.with_suffix(".pdf").read_bytes()
        yield Scan(f"{path.stem} {index + 1}", truth, bare, layered, dpi)


def worn(image: Image.Image, chance: random.Random) -> Image.Image:
    """The page as an office scanner gives it back: askew, soft, grainy."""
    image = image.rotate(chance.uniform(-0.5, 0.5), fillcolor=255, resample=Image.Resampling.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.9)))
    return Image.blend(image, Image.effect_noise(image.size, 30), chance.uniform(0.05, 0.2))


def _lay(stem: Path, image: Image.Image, dpi: int) -> None:
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=45, dpi=(dpi, dpi))
    with Image.open(jpeg) as opened:
        opened.save(stem.with_suffix(".bare"), "PDF", resolution=dpi, quality=45)
    ran = subprocess.run(
        ["tesseract", "-", "-", "-l", "eng", "--dpi", str(dpi), "pdf"],
        input=jpeg.getvalue(),
        capture_output=True,
        check=True,
    )
    stem.with_suffix(".pdf").write_bytes(ran.stdout)


def of_text(scan: Scan) -> tuple[str, int]:
    return _cleaned(scan.layered, images=False)


def of_both(scan: Scan) -> tuple[str, int]:
    return _cleaned(scan.layered, images=True)


def of_image(scan: Scan) -> tuple[str, int]:
    return _cleaned(scan.bare, images=True)


def _cleaned(data: bytes, *, images: bool) -> tuple[str, int]:
    reading = read(Source("scan.pdf", data), images=images)
    with_text(data, reading.pages, "scan")
    return reading.text, sum(change.state == "review" for change in reading.ledger)


def untouched(scan: Scan) -> tuple[str, int]:
    with pdf.opened(scan.layered) as document:
        return pdf.sheet(document, 0).text, 0


def tesseract_alone(scan: Scan) -> tuple[str, int]:
    """The page drawn as ours is and given to the program, nothing else."""
    out = io.BytesIO()
    with pdf.opened(scan.bare) as document:
        picture, dpi = pdf.picture(document, 0, 300)
    picture.save(out, "TIFF")
    ran = subprocess.run(
        ["tesseract", "-", "-", "-l", "swe", "--dpi", str(round(dpi))],
        input=out.getvalue(),
        capture_output=True,
        check=True,
    )
    return ran.stdout.decode("utf-8"), 0


def ocrmypdf(program: str) -> Way:
    """The neighbour, told to read every page anew."""

    def way(scan: Scan) -> tuple[str, int]:
        with tempfile.TemporaryDirectory() as folder:
            given, made = Path(folder, "in.pdf"), Path(folder, "out.pdf")
            given.write_bytes(scan.layered)
            options = ["--force-ocr", "-l", "swe", "--jobs", "1", "--output-type", "pdf", "-q"]
            subprocess.run([program, *options, given, made], capture_output=True, check=True)
            with pdf.opened(made.read_bytes()) as document:
                return pdf.sheet(document, 0).text, 0

    return way


def measured(way: Way, pages: Sequence[Scan]) -> Measured:
    counts: Counts = Counter()
    clock, processor = time.perf_counter(), spent()
    texts = [way(scan) for scan in pages]
    clock, processor = time.perf_counter() - clock, spent() - processor
    for scan, (text, reviewed) in zip(pages, texts, strict=True):
        counts.update(counted(scan.truth, text))
        counts["reviewed"] += reviewed
    return Measured(counts, processor, clock)


def born_digital(papers: Path) -> str:
    """How fast the papers themselves are read, beside pdfplumber's `extract_words`: the least time of three
    rounds for each, since a machine has other work."""
    files = [file.read_bytes() for file in sorted(papers.glob("*.pdf"))[:PAPERS_READ]]
    rounds = [tuple(_clocked(way, files) for way in (_read, _plumbed)) for _ in range(3)]
    (pages, ours), (_, theirs) = (min(times, key=lambda time: time[1]) for times in zip(*rounds, strict=True))
    return (
        f"{pages} born-digital pages: {pages / ours:.0f} pages/s, {theirs / ours:.1f} times"
        f" those of pdfplumber's extract_words"
        f" (rounds: {', '.join(f'{other / own:.1f}' for (_, own), (_, other) in rounds)})"
    )


def _clocked(way: Callable[[bytes], int], files: Sequence[bytes]) -> tuple[int, float]:
    """The pages of the files, and the seconds of a processor that a way takes for them."""
    start = time.process_time()
    return sum(map(way, files)), time.process_time() - start


def _read(file: bytes) -> int:
    return len(read(Source("paper.pdf", file)).pages)


def _plumbed(file: bytes) -> int:
    with pdfplumber.open(io.BytesIO(file)) as opened:
        return len([page.extract_words() for page in opened.pages])


def spent() -> float:
    """Seconds of processors that this process and its ended children have used."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir(), "klubbat-bench-clean"))
    parser.add_argument("--ocrmypdf", default=shutil.which("ocrmypdf"))
    parser.add_argument("--papers", type=Path, default=PAPERS)
    args = parser.parse_args()
    if not args.papers.is_dir():
        print(f"left out: {args.papers} is not here")
        return 0
    installed = tesseract.probe()
    if installed is None or not {"swe", "eng"} <= set(installed.languages):
        print("left out: Tesseract with swe and eng is not here")
        return 0
    args.folder.mkdir(parents=True, exist_ok=True)
    pages = list(scans(args.folder, args.pages, papers=args.papers))
    ways: dict[str, Way] = {
        "the text layer as it came": untouched,
        "klubbat, text alone": of_text,
        "klubbat, image at hand": of_both,
        "klubbat, no text layer": of_image,
        "tesseract -l swe": tesseract_alone,
    }
    if args.ocrmypdf:
        ways[OCRMYPDF] = ocrmypdf(args.ocrmypdf)
    else:
        print("left out: ocrmypdf is not here")
    of_both(pages[0])
    where = "in this process" if in_process.is_there() else "started for each page"
    words = sum(len(tokens(scan.truth)) for scan in pages)
    print(f"{len(pages)} pages, {words} words; Tesseract {installed.version}, {where}")
    print(f"{'%':30s} wrong  å/ä/ö right  lower-case  in review   CPU s/page  pages/s")
    results: dict[str, Measured] = {}
    for name, way in ways.items():
        done = results[name] = measured(way, pages)
        wrong, marked, small, reviewed = (
            share(done.counts, top, bottom)
            for top, bottom in (
                ("wrong", "words"),
                ("marked_right", "marked"),
                ("small_right", "small"),
                ("reviewed", "words"),
            )
        )
        print(
            f"{name:30s} {wrong:5.2f} {marked:12.2f} {small:11.2f} {reviewed:10.2f}"
            f" {done.processor / len(pages):12.2f} {len(pages) / done.clock:8.2f}",
            flush=True,
        )
    for ours, theirs in BESIDE:
        if theirs in results:
            one, other = results[ours], results[theirs]
            fewer = 1 - one.counts["wrong"] / other.counts["wrong"]
            print(
                f"{ours}: {other.processor / one.processor:.1f} times the pages a second of {theirs}"
                f" by processor time, {100 * fewer:.0f} % fewer wrong words"
            )
    print(born_digital(args.papers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
