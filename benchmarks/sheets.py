"""Pages to measure repair on: real ones of other houses, and text set anew in typefaces nobody learned from.

Four sets, each page with its true text, what `tesseract -l eng` reads and what `-l swe` reads:

    pairs     the pages of the file of pairs (Nacka 2018), whose reading is given; only `swe` is read anew
    scanned   pages of the other PDFs at hand, drawn at 150, 200 and 300 dpi and worn
    drawn     text of protocols and PDFs, set in `TYPEFACES`, which neither the channel's table nor the
              tagger were made from, and worn
    others    some of the scanned pages, read by the models of German, Norwegian and French

Pages are made once, which takes two to five seconds of a processor each, and kept in a folder outside of the
repository; the same seed makes the same pages. Nothing is made where Tesseract or the documents are missing.
"""

from __future__ import annotations

import json
import random
import resource
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from PIL import Image

from benchmarks.words import SHARED
from ocr import pdf
from training import pages as setting
from training import printing

DEV = SHARED / "data" / "dev"
PAIRS = DEV / "ocr" / "pairs_dev.jsonl"
PROTOCOLS = DEV / "goteborg_2023_2024.tar.xz"
# Beginnings of font files' names. Debian: fonts-sil-gentium, fonts-sil-charis, fonts-vollkorn, fonts-inter,
# fonts-quattrocento, fonts-oldstandard, fonts-junicode.
TYPEFACES = (
    "Gentium-R", "CharisSIL-R", "CharisSIL-B", "Vollkorn-R", "Inter-Regular", "Inter-Medium",
    "Quattrocento-R", "OldStandard-R", "JunicodeTwoBeta-Regular", "JunicodeTwoBeta-Medium",
)  # fmt: skip
CONFIGS = ("eng300", "eng200jpgblur", "eng150")
SEED = 4
LEAST_WORDS = 80  # of a page worth measuring
PER_DOCUMENT = 3  # pages of a PDF
OTHER_MODELS = ("deu", "nor", "fra")  # they know some of å, ä and ö
OTHERS_ONE_IN = 4  # of the scanned pages


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to measure on."""

    doc: str
    page: int
    config: str
    ocr: str
    truth: str
    swe: str


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be made: `draw` gives its image and its text; `ocr` is there where it was read before."""

    doc: str
    page: int
    config: str
    dpi: int
    draw: Callable[[], tuple[Image.Image, str]]
    ocr: str | None = None
    language: str = "eng"


_pdfium = threading.Lock()  # it may be used by one thread at a time


def made(jobs: Sequence[Job], kept: Path, workers: int) -> list[Sheet]:
    """The pages of the jobs in their order: those kept in a file, and the others made and put there.

    Without workers nothing is made.
    """
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.is_file() else []
    there = {(s.doc, s.page, s.config): s for s in (Sheet(**json.loads(line)) for line in lines)}
    todo = [job for job in jobs if workers and (job.doc, job.page, job.config) not in there]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max(1, workers)) as pool, kept.open("a", encoding="utf-8") as out:
        for sheet in pool.map(_make, todo):
            there[sheet.doc, sheet.page, sheet.config] = sheet
            out.write(json.dumps(asdict(sheet), ensure_ascii=False) + "\n")
            out.flush()
    return [there[key] for job in jobs if (key := (job.doc, job.page, job.config)) in there]


def _make(job: Job) -> Sheet:
    with _pdfium:
        image, truth = job.draw()
    ocr = job.ocr or printing.read_wrongly(image, job.dpi, job.language)
    swe = printing.read_wrongly(image, job.dpi, "swe")
    return Sheet(job.doc, job.page, job.config, ocr, truth, swe)


def reading_speed(jobs: Sequence[Job]) -> float:
    """Words of these pages that Tesseract reads in Swedish in a second of a processor."""
    drawn = [job.draw() for job in jobs]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for job, (image, _) in zip(jobs, drawn, strict=True):
        printing.read_wrongly(image, job.dpi, "swe")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return sum(len(truth.split()) for _, truth in drawn) / took


def given(path: Path) -> list[Sheet]:
    """The pages of a file of pairs as they are, not read in Swedish."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Sheet(r["doc"], r.get("page", i), r["config"], r["ocr"], r["truth"], "") for i, r in enumerate(rows)
    ]


def pairs_jobs(path: Path = PAIRS) -> list[Job]:
    """The pages of the file of pairs."""
    jobs: list[Job] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        source, config = DEV / "nacka_2018" / pair["doc"], pair["config"]
        draw = partial(_drawn_again, source, pair["page"], config, pair["truth"])
        jobs.append(Job(pair["doc"], pair["page"], config, _dpi(config), draw, pair["ocr"]))
    return jobs


def _drawn_again(path: Path, number: int, config: str, truth: str) -> tuple[Image.Image, str]:
    with pdf.opened(path.read_bytes()) as document:
        return _configured(pdf.picture(document, number - 1, _dpi(config))[0], config), truth


def _dpi(config: str) -> int:
    return int(config[3:6])


def _configured(image: Image.Image, config: str) -> Image.Image:
    """A page drawn without flaw, or softened and saved in haste."""
    if not config.endswith("jpgblur"):
        return image
    return printing.hasty(printing.blurred(image, 0.8), 40)


def papers() -> Iterator[tuple[Path, list[str]]]:
    """The PDFs that were born digital, each with the text of its pages."""
    for path in sorted([*(DEV / "pdf").glob("*.pdf"), *(DEV / "nacka_2018").glob("*.pdf")]):
        with pdf.opened(path.read_bytes()) as document:
            yield path, [pdf.sheet(document, i).text for i in range(len(document))]


def scanned_jobs(seed: int = SEED) -> list[Job]:
    """Pages of PDFs that were born digital, apart from the one that the pairs come from.

    Another seed takes other pages than the first.
    """
    chance = random.Random(seed)
    read = {json.loads(line)["doc"] for line in PAIRS.read_text(encoding="utf-8").splitlines()}
    jobs: list[Job] = []
    for path, texts in papers():
        if path.name in read:
            continue
        full = [i for i, text in enumerate(texts) if len(text.split()) >= LEAST_WORDS]
        for i in sorted(chance.sample(full, min(PER_DOCUMENT, len(full)))):
            config = CONFIGS[len(jobs) % len(CONFIGS)]
            draw = partial(_scan, path, i, config, texts[i], f"{seed} {path.name} {i}")
            jobs.append(Job(path.name, i + 1, config, _dpi(config), draw))
    known = {(job.doc, job.page) for job in scanned_jobs()} if seed != SEED else set()
    return [job for job in jobs if (job.doc, job.page) not in known]


def other_jobs(languages: Sequence[str]) -> list[Job]:
    """Some of the scanned pages, read by the models of other languages than English."""
    return [
        replace(job, language=language, config=f"{language} {job.config}")
        for job in scanned_jobs()[::OTHERS_ONE_IN]
        for language in languages
    ]


def _scan(path: Path, index: int, config: str, truth: str, seed: str) -> tuple[Image.Image, str]:
    with pdf.opened(path.read_bytes()) as document:
        image = pdf.picture(document, index, _dpi(config))[0]
    return setting.worn(image, random.Random(seed)), truth


def typefaces(folders: Sequence[Path]) -> list[Path]:
    """The files of `TYPEFACES` that are there, one of each."""
    found = {p.stem: p for f in folders for p in sorted(f.rglob("*")) if p.suffix in {".ttf", ".otf"}}
    names = (next((n for n in sorted(found) if n.startswith(name)), None) for name in TYPEFACES)
    return [found[name] for name in names if name]


def drawn_jobs(fonts: Sequence[Path], seed: int = SEED) -> list[Job]:
    """One page of each protocol, each set in a typeface, size and resolution of its own."""
    jobs: list[Job] = []
    for i, (name, text) in enumerate(sorted(protocols(PROTOCOLS))):
        chance = random.Random(f"{seed} {name}")
        font, points, dpi = fonts[i % len(fonts)], chance.uniform(9.5, 12.5), chance.choice((150, 200, 300))
        draw = partial(_set, text, font, dpi, points, f"{seed} {name} page")
        jobs.append(Job(name, 1, f"{font.stem} {dpi}", dpi, draw))
    return jobs


def _set(text: str, font: Path, dpi: int, points: float, seed: str) -> tuple[Image.Image, str]:
    chance = random.Random(seed)
    image, truth = setting.drawn(setting.page_text(text, chance), font, dpi, points, None)
    return setting.worn(image, chance), truth


def protocols(archive: Path) -> Iterator[tuple[str, str]]:
    """Protocols whose text no part of the lexicon has seen: (name, text)."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if "protokoll_txt/" in member.name and (file := tar.extractfile(member)):
                yield Path(member.name).name, file.read().decode("utf-8")
