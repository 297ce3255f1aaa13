"""The pages of a long document, read ahead of it: what a worker does with its share of them.

Each page is kept in a file of its own, whole or not at all, under the hash of the document's bytes and the
name of the engine; so whoever goes on after a kill has what was read before it. So is the copy of a large
file, which is made once and not for each share. All goes when the document is done, and stays where it will
be done again: of a thousand pages one may have taken too long. Who deals the pages out is
`klubbat/shares.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from shutil import rmtree

import msgspec

from klubbat import pool
from klubbat.files import put, read_bytes, write_atomically
from klubbat.inputs import Input
from ocr.errors import KlubbatError
from ocr.sheet import Known, Sheet
from ocr.sniff import Kind
from ocr.source import Data, Source

FOLDER = ".klubbat-pages"  # below the output folder
_COPY = "source"
LONG = 30  # pages to read; a document with more is shared out


class Shared(Exception):
    """A document has so many pages to read that all workers should."""

    def __init__(self, pages: tuple[int, ...]) -> None:
        self.pages = pages
        super().__init__(f"{len(pages)} pages to read")


def folder_of(out: Path, sha256: str, engine: str) -> Path:
    """Where the pages of a document are kept that an engine has read."""
    return out / FOLDER / f"{sha256}-{engine.split()[-1]}"


def forget(folder: Path) -> None:
    """Take away what is kept of a document that is done."""
    rmtree(folder, ignore_errors=True)


def forget_others(out: Path, wanted: Collection[Path]) -> None:
    """Take away what is kept of documents that nobody is going to do again."""
    for folder in (out / FOLDER).glob("*"):
        if folder not in wanted:
            forget(folder)
    with suppress(OSError):  # something is left in it, or there was none
        (out / FOLDER).rmdir()


def keep(data: Data, folder: Path) -> None:
    """Keep the copy of a large file for those who read its pages."""
    if isinstance(data, Path) and data.parent != folder:
        put(folder / _COPY, data)


def source(given: Input, folder: Path) -> AbstractContextManager[Source] | None:
    """A document's kept copy; None where it is read from where it lies."""
    copy = folder / _COPY
    return nullcontext(Source(given.name, copy, given.metadata)) if copy.is_file() else None


def known(folder: Path, pages: Sequence[int], failed: Mapping[int, KlubbatError]) -> Known:
    """What is known of these pages: how they were read, or why they cannot be.

    Raises Shared where many of them are still to be read.
    """
    here = {number: sheet for number in pages if (sheet := _kept(folder / f"{number}.json"))}
    if len(left := [n for n in pages if n not in here and n not in failed]) > LONG:
        raise Shared(tuple(left))
    return {**here, **failed}


def is_kept(folder: Path, page: int) -> bool:
    return (folder / f"{page}.json").is_file()


def _kept(path: Path) -> Sheet | None:
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(read_bytes(path), type=Sheet)
    except msgspec.DecodeError:  # a disk that lost what it had said was written
        path.unlink()
        return None


def read_ahead(data: Data, kind: Kind, pages: Sequence[int], folder: Path) -> dict[int, KlubbatError]:
    """Read some pages of a PDF or an image file and keep them; returns those that cannot be read."""
    from ocr import sheets  # here: pdfium takes longer to load than a text to repair

    failed: dict[int, KlubbatError] = {}
    for number, read in sheets.pages_read(data, kind == "pdf", [n for n in pages if not is_kept(folder, n)]):
        if isinstance(read, KlubbatError):
            failed[number] = read
        else:
            write_atomically(folder / f"{number}.json", msgspec.json.encode(read))
        pool.alive()
    return failed
