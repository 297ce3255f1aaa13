"""Protocols made unreadable: printed, read by Tesseract under the wrong language, and repaired again.

The text of a protocol is set page by page in a few typefaces and drawn, and its PDF drawn as it is where
there is one; all are read with the English model and repaired by `ocr.repair`. The places of the truth are
carried over (`carried.py`), so that extraction from damaged text is scored against the same truth. What
Tesseract reads is kept in the user's cache, never in the repository; the repair is made anew each time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image, ImageFont

from benchmarks.carried import Carried
from benchmarks.truth import DATA, Truth
from ocr import pdf
from ocr.page import PAGE_BREAK, Page, Reading
from ocr.repair import repair_pages
from ocr.source import Metadata
from training.printing import A4, printed, read_wrongly, wrapped

# File names under /usr/share/fonts, of kinds that offices print in: a serif, a sans, a humanist face
TYPEFACES = ("LiberationSerif-Regular", "LiberationSans-Regular", "Carlito-Regular")
SCANNED = (150, 200, 300)  # dots an inch
POINTS, LEADING, MARGIN = 10.5, 1.35, 0.8
LINES = 48  # on a page of a text that has no form feeds
AT_ONCE = 2  # processes
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "klubbat" / "damaged"


def can_damage() -> bool:
    """Is Tesseract there, and a typeface to print in?"""
    return shutil.which("tesseract") is not None and bool(_fonts())


@dataclass(frozen=True, slots=True)
class Drawing:
    """One printing of a text: its repaired reading, and the truth in its places."""

    label: str
    real: bool  # a page of the PDF that it was published as
    reading: Reading
    gold: dict[str, Any]


def damaged(one: Truth, *, drawn: Sequence[tuple[str, int]]) -> Iterator[Drawing]:
    """The printings of a text: in typefaces at so many dots an inch, and as its PDF shows it."""
    cut = [page for part in one.text.split(PAGE_BREAK) for page in _cut(part)]
    fonts = {font.stem: font for font in _fonts()}
    for name, dpi in drawn:
        if font := fonts.get(name):
            drawing = [partial(_drawn, page, font, dpi) for page in cut]
            keys = [(page, font.name, POINTS, LEADING) for page in cut]
            yield _printed(f"{font.stem} {dpi} dpi", one, cut, _misread(keys, drawing, dpi))
    if path := pdf_of(one):
        pages = one.text.removesuffix(PAGE_BREAK).split(PAGE_BREAK)
        with pdf.opened(path.read_bytes()) as document:
            for dpi in SCANNED:
                drawing = [partial(_pictured, document, i, dpi) for i in range(len(pages))]
                keys = [(path.name, i, len(path.read_bytes())) for i in range(len(pages))]
                yield _printed(f"as it is, {dpi} dpi", one, pages, _misread(keys, drawing, dpi), real=True)


def pdf_of(one: Truth) -> Path | None:
    """The PDF that a truth's text comes from."""
    path = DATA / one.gold.get("pdf", f"nacka_2018/{Path(one.name).stem}.pdf")
    return path if path.is_file() else None


def _printed(
    label: str, one: Truth, pages: Sequence[str], raw: Sequence[str], *, real: bool = False
) -> Drawing:
    repairs = repair_pages(raw)
    made = tuple(Page(i, r.raw, r.text, r.verdict, r.ledger) for i, r in enumerate(repairs, 1))
    reading = Reading(sha256(PAGE_BREAK.join(raw).encode()).hexdigest(), one.name, Metadata(), made)
    return Drawing(label, real, reading, Carried(pages, [r.text for r in repairs]).gold(one.gold))


def _cut(part: str) -> list[str]:
    """A page, or so many lines of a text without pages; joined by one letter each they are the text again."""
    lines = part.split("\n")
    return ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]


def _fonts() -> list[Path]:
    found = {path.stem: path for path in Path("/usr/share/fonts").rglob("*.ttf")}
    return [found[name] for name in TYPEFACES if name in found]


def _misread(
    keys: Sequence[tuple[object, ...]], drawn: Sequence[Callable[[], Image.Image]], dpi: int
) -> list[str]:
    """What Tesseract's English model makes of pages; `keys` tell one drawing from another."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        waiting = []
        for key, draw in zip(keys, drawn, strict=True):
            name = sha256(repr((key, dpi, _version())).encode()).hexdigest()
            kept = CACHE / name[:2] / f"{name}.txt"
            image = None if kept.is_file() else draw()
            waiting.append(pool.submit(_kept, kept, image, dpi))
            if len(waiting) >= AT_ONCE:
                waiting[-AT_ONCE].result()  # no more pictures in memory than are read at once
        return [page.result() for page in waiting]


def _kept(kept: Path, image: Image.Image | None, dpi: int) -> str:
    if image is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        done = kept.with_suffix(f".{os.getpid()}")
        done.write_text(read_wrongly(image, dpi), encoding="utf-8")
        done.replace(kept)
    return kept.read_text(encoding="utf-8")


def _pictured(document: pdf.Document, index: int, dpi: int) -> Image.Image:
    return pdf.picture(document, index, dpi)[0]


def _drawn(page: str, font: Path, dpi: int) -> Image.Image:
    """A page as printed: its lines as they are, wrapped where they do not fit."""
    width, height = (int(side * dpi) for side in A4)
    face = ImageFont.truetype(str(font), round(POINTS / 72 * dpi))
    margin, leading = int(MARGIN * dpi), POINTS / 72 * dpi * LEADING
    lines: list[str] = []
    for line in page.split("\n"):
        lines += wrapped(line.strip("\r"), face, width - 2 * margin)
    size = (width, max(height, int(2 * margin + leading * len(lines))))
    return printed(lines, face, size=size, margin=margin, step=leading, ink=15)


@cache
def _version() -> str:
    run = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True, timeout=30)
    return run.stdout.split("\n", 1)[0]
