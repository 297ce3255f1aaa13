"""Tesseract, the outside program that reads a picture of a page: is it there, and what does it read.

Klubbat reads Swedish with the Swedish model alone (`swe`; `swe+eng` reads worse). One thread a page: with
more, Tesseract spends three times the work on the same page. Windows' installer puts the program where no
PATH leads, so the usual places are looked through as well.

Where tesserocr is installed it does the reading, with the models of the program that is found here
(`ocr/in_process.py`); else pytesseract runs the program.

pytesseract is imported when it is first needed: it brings numpy, and pandas where that is installed, and a
text file needs neither.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ocr import in_process
from ocr.errors import MissingDependency, OutsideProgram
from ocr.image import Picture
from ocr.page import Word
from ocr.sheet import Box
from ocr.spans import Span

LANGUAGE = "swe"
SECONDS_A_PAGE = 120.0
WHERE_ELSE = (
    r"C:\Program Files\Tesseract-OCR\tesseract.exe",
    r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe",
    r"~\AppData\Local\Programs\Tesseract-OCR\tesseract.exe",
    r"~\AppData\Local\Tesseract-OCR\tesseract.exe",
    "/opt/homebrew/bin/tesseract",
    "/usr/local/bin/tesseract",
    "/opt/local/bin/tesseract",
)
PROGRAM_VARIABLE = "KLUBBAT_TESSERACT"

_SECONDS_TO_ANSWER = 30.0
_LEAST_DPI, _MOST_DPI = 70, 2400  # what Tesseract believes
_A_PAGE, _A_BLOCK = 3, 6  # Tesseract's modes; told that a cutting is a line, it often finds nothing on it


@dataclass(frozen=True, slots=True)
class Installed:
    """The program that was found, its version, the languages that it has models for, and where those lie."""

    program: Path
    version: str
    languages: tuple[str, ...]
    models: Path | None = None


@dataclass(frozen=True, slots=True)
class PageRead:
    """What stands in a picture. Words' boxes are in its pixels; spans count in `text`."""

    text: str
    words: tuple[Word, ...]


def find(variable: str | None = None) -> Path | None:
    """Where the program is: what the environment names, the PATH, or where installers put it."""
    named = variable if variable is not None else os.environ.get(PROGRAM_VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    if found := shutil.which("tesseract"):
        return Path(found)
    return next((path for place in WHERE_ELSE if (path := Path(place).expanduser()).is_file()), None)


def probe() -> Installed | None:
    """What is installed; None where the program is not found. Raises OutsideProgram where it does not run."""
    program = find()
    return None if program is None else _asked(program)


def require(language: str = LANGUAGE) -> Installed:
    """What is installed. Raises MissingDependency, saying what to type, where something lacks."""
    installed = probe()
    if installed is None:
        raise MissingDependency(
            "Tesseract, which reads scanned pages, is not installed",
            code="tesseract_missing",
            remedy=f"Install it: {how_to_install()}",
        )
    if language not in installed.languages:
        raise MissingDependency(
            f"Tesseract is there and its model for {language!r} is not",
            code="language_missing",
            remedy=f"Install it: {how_to_install()}",
        )
    return installed


def how_to_install(platform: str = sys.platform) -> str:
    """What to type, or to click, on this kind of machine."""
    if platform == "win32":
        return (
            "winget install UB-Mannheim.TesseractOCR, or run the installer from "
            "https://github.com/UB-Mannheim/tesseract/wiki and tick Swedish under additional languages"
        )
    if platform == "darwin":
        return "brew install tesseract tesseract-lang"
    return "sudo apt-get install tesseract-ocr tesseract-ocr-swe"


def read_picture(
    picture: Picture, dpi: float, *, language: str = LANGUAGE, seconds: float = SECONDS_A_PAGE
) -> PageRead:
    """Read a picture of a page.

    Raises MissingDependency where Tesseract or its model lacks, OutsideProgram where it crashes (`code`
    tesseract_failed) or takes longer than `seconds` (tesseract_timeout).
    """
    installed = require(language)
    if models := _models(installed):
        (table,) = in_process.tables([picture], _believed(dpi), _A_PAGE, models, language, seconds)
        return _assembled(table)
    picture = picture.copy()
    picture.format = "TIFF"  # handed over as it is; packing a PNG costs a second a page
    return _assembled(_table(installed, picture, dpi, _A_PAGE, language, seconds))


def read_lines(
    pictures: Sequence[Picture], dpi: float, *, language: str = LANGUAGE, seconds: float = SECONDS_A_PAGE
) -> list[PageRead]:
    """Read pictures of one line each, or of a part of one, in one run of the program: it starts slowly.

    A picture in which nothing is found gives an empty text. Raises what `read_picture` raises.
    """
    if not pictures:
        return []
    installed = require(language)
    if models := _models(installed):
        found = in_process.tables(pictures, _believed(dpi), _A_BLOCK, models, language, seconds)
        return [_assembled(table) for table in found]
    with tempfile.TemporaryDirectory(prefix="klubbat-") as folder:
        path = Path(folder) / "lines.tif"
        pictures[0].save(path, save_all=True, append_images=pictures[1:])
        table = _table(installed, str(path), dpi, _A_BLOCK, language, seconds)
    rows: list[list[int]] = [[] for _ in pictures]
    for i, number in enumerate(table["page_num"]):
        rows[int(number) - 1].append(i)
    return [_assembled({name: [column[i] for i in some] for name, column in table.items()}) for some in rows]


def _believed(dpi: float) -> int:
    return min(max(round(dpi), _LEAST_DPI), _MOST_DPI)


def _models(installed: Installed) -> Path | None:
    """The models to read with in this process; None where the program has to be started."""
    return installed.models if in_process.is_there() else None


def _table(
    installed: Installed, picture: Picture | str, dpi: float, layout: int, language: str, seconds: float
) -> dict[str, list[Any]]:
    """Tesseract's table of words; `layout` is its page segmentation mode."""
    pytesseract = _pytesseract(installed.program)
    try:
        table: dict[str, list[Any]] = pytesseract.image_to_data(
            picture,
            lang=language,
            config=f"--dpi {_believed(dpi)} --psm {layout}",
            timeout=seconds,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractError as error:
        raise _failed(str(error.message)) from error
    except RuntimeError as error:  # how pytesseract tells a timeout
        raise OutsideProgram(
            f"Tesseract was not done with a page after {seconds:.0f} seconds",
            code="tesseract_timeout",
            remedy="Look at the page; if it is in order, run again when the machine is less busy.",
        ) from error
    except OSError as error:
        raise _failed(str(error)) from error
    return table


@cache
def _asked(program: Path) -> Installed:
    version = _said(program, "--version")
    found = re.search(r"tesseract\s+v?(\S+)", version)
    heading, *listed = _said(program, "--list-langs").splitlines() or [""]
    folder = re.search(r'"(.+)"', heading)  # List of available languages in "/usr/share/tessdata/" (3):
    return Installed(
        program,
        found[1] if found else "unknown",
        tuple(sorted(line.strip() for line in listed if line.strip())),
        Path(folder[1]) if folder and Path(folder[1]).is_dir() else None,
    )


def _said(program: Path, option: str) -> str:
    try:
        answer = subprocess.run(
            [program, option],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS_TO_ANSWER,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _failed(str(error)) from error
    return answer.stdout.decode("utf-8", errors="replace")


def _pytesseract(program: Path) -> Any:
    import pytesseract  # here, not above: see the module's text

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # inherited by the program
    pytesseract.pytesseract.tesseract_cmd = str(program)
    return pytesseract


def _failed(why: str) -> OutsideProgram:
    return OutsideProgram(
        f"Tesseract failed: {' '.join(why.split())[:200]}",
        code="tesseract_failed",
        remedy="Run `klubbat doctor`; if that finds nothing wrong, the page's image may be damaged.",
    )


def _assembled(table: dict[str, list[Any]]) -> PageRead:
    """Text from Tesseract's table of words: a line a line, a blank line between paragraphs."""
    out: list[str] = []
    words: list[Word] = []
    at = 0
    before: tuple[int, int, int] | None = None
    for i, shown in enumerate(table["text"]):
        shown = shown.strip()
        if not shown:
            continue
        line = (table["block_num"][i], table["par_num"][i], table["line_num"][i])
        gap = "" if before is None else " " if line == before else "\n" if line[:2] == before[:2] else "\n\n"
        start = at + len(gap)
        at = start + len(shown)
        out += (gap, shown)
        words.append(Word(Span(start, at), _box(table, i), _confidence(table["conf"][i]), "read"))
        before = line
    return PageRead("".join(out), tuple(words))


def _box(table: dict[str, list[Any]], i: int) -> Box:
    left, top = float(table["left"][i]), float(table["top"][i])
    return left, top, left + float(table["width"][i]), top + float(table["height"][i])


def _confidence(percent: Any) -> float:
    return round(min(max(float(percent) / 100, 0.0), 1.0), 4)
