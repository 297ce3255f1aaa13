"""Tesseract inside this process, by way of tesserocr: optional, and quicker where pages are many.

Started anew for each page, the program reads its model and unpacks its input every time, which costs as
much as reading some lines. tesserocr brings a Tesseract of its own and reads with the models of the program
that is installed, so both give the same table, and whoever calls cannot tell them apart. Where it is missing,
or the models cannot be found, the program does the work (`ocr/tesseract.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ocr.errors import OutsideProgram
from ocr.image import Picture

Table = dict[str, list[str]]  # Tesseract's table of words, by column

_COLUMNS = (
    "level", "page_num", "block_num", "par_num", "line_num", "word_num",
    "left", "top", "width", "height", "conf", "text",
)  # fmt: skip


@cache
def is_there() -> bool:
    """Whether tesserocr is installed."""
    return find_spec("tesserocr") is not None


def tables(
    pictures: Sequence[Picture], dpi: int, layout: int, models: Path, language: str, seconds: float
) -> Iterator[Table]:
    """Tesseract's table of each picture; `layout` is its page segmentation mode, `seconds` for each picture.

    Raises OutsideProgram: `tesseract_failed`, `tesseract_timeout`.
    """
    reader = _reader(models, language)
    for picture in pictures:
        try:
            reader.SetPageSegMode(layout)
            reader.SetVariable("user_defined_dpi", str(dpi))
            reader.SetImage(picture)
            if not reader.Recognize(max(1, round(seconds * 1000))):
                raise OutsideProgram(
                    f"Tesseract was not done with a page after {seconds:.0f} seconds",
                    code="tesseract_timeout",
                    remedy="Look at the page; if it is in order, run again when the machine is less busy.",
                )
            table = _table(reader.GetTSVText(0))
        except RuntimeError as error:  # how tesserocr tells that Tesseract would not
            raise _failed(error) from error
        finally:
            reader.Clear()
        yield table


@cache
def _reader(models: Path, language: str) -> Any:
    """Tesseract with its model in memory, kept for as long as the process lives."""
    import tesserocr  # here, not above: it is optional

    try:
        return tesserocr.PyTessBaseAPI(path=f"{models}/", lang=language)
    except RuntimeError as error:
        raise _failed(error) from error


def _table(tsv: str) -> Table:
    rows = [line.split("\t") for line in tsv.split("\n") if line.count("\t") == len(_COLUMNS) - 1]
    return {name: [row[i] for row in rows] for i, name in enumerate(_COLUMNS)}


def _failed(error: Exception) -> OutsideProgram:
    return OutsideProgram(
        f"Tesseract failed: {error}",
        code="tesseract_failed",
        remedy="Run `klubbat doctor`; if that finds nothing wrong, the page's image may be damaged.",
    )
