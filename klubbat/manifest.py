"""The manifest of a batch: what became of each input, one line each.

`manifest.jsonl` is rewritten whole, so it never holds half a line or two lines on one input. While a batch
runs, each finished input is first added to a journal beside it; whoever pulls the plug loses what was being
worked on and nothing else. An input has exactly one state, and what has failed says why and what to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from klubbat.files import write_atomically
from ocr.errors import BadConfiguration, FileAccess, KlubbatError
from ocr.page import Problem
from ocr.source import Metadata

NAME = "manifest.jsonl"
JOURNAL = ".klubbat-journal.jsonl"

State = Literal["cleaned", "kept", "failed", "encrypted", "duplicate", "unsupported"]

_NOT_READ = ("unsupported", "linked_folder", "no_file")  # codes of what is no document for us
_LASTING = {0, 2, 8}  # exit codes of what would come out the same again: success, bad input, encrypted


@dataclass(frozen=True, slots=True)
class Example:
    """A line before and after, to show what was done."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One input's line. `outputs` are paths below the output folder, `sha256_out` their hashes in turn;
    `read` counts the pages that were read from their image, `answered` the places that a person judged;
    `exit_code` is that of the error, 0 where there was none; `problems` do not keep a file from being done.
    `original` is where the input lay, as a full path, `metadata` what a list there said about it.
    """

    source: str
    sha256: str
    state: State
    code: str = ""
    message: str = ""
    remedy: str = ""
    outputs: tuple[str, ...] = ()
    sha256_out: tuple[str, ...] = ()
    pages: int = 0
    words: int = 0
    repaired: int = 0
    review: int = 0
    read: int = 0
    answered: int = 0
    engine: str = ""
    exit_code: int = 0
    duplicate_of: str | None = None
    problems: tuple[Problem, ...] = ()
    examples: tuple[Example, ...] = ()
    original: str = ""
    metadata: Metadata | None = None

    @property
    def is_final(self) -> bool:
        """Whether the same bytes would come out the same again. A missing program may be installed."""
        return self.exit_code in _LASTING


def failed(source: str, sha256: str, error: KlubbatError, engine: str) -> Entry:
    """The line of an input that could not be done."""
    state: State = "unsupported" if error.code in _NOT_READ else "failed"
    if error.code == "encrypted":
        state = "encrypted"
    return Entry(
        source,
        sha256,
        state,
        code=error.code,
        message=" ".join(error.message.split()).encode(errors="backslashreplace").decode(),
        remedy=error.remedy,
        engine=engine,
        exit_code=error.exit_code,
    )


def load(out: Path) -> dict[str, Entry]:
    """What earlier runs did, by source; the journal of one that was cut short included.

    Raises BadConfiguration where the manifest is none: something else wrote that file.
    """
    entries: dict[str, Entry] = {}
    for entry in _lines(out / NAME, whole=True):
        entries[entry.source] = entry
    for entry in _lines(out / JOURNAL, whole=False):
        entries[entry.source] = entry
    return entries


def _lines(path: Path, *, whole: bool) -> Iterable[Entry]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    except OSError as error:
        raise FileAccess(
            f"{path}: cannot be read: {error.strerror}",
            code="not_readable",
            remedy="Check your rights to it.",
        ) from error
    decoder = msgspec.json.Decoder(Entry)
    for number, line in enumerate(lines, 1):
        try:
            yield decoder.decode(line)
        except msgspec.DecodeError as error:
            if not whole:
                return  # the plug was pulled in the middle of this line
            raise BadConfiguration(
                f"{path}:{number}: this is no line of a manifest: {error}",
                code="bad_manifest",
                remedy="Choose another output folder, or move this file away.",
            ) from error


def save(out: Path, entries: Iterable[Entry]) -> None:
    """Write the manifest whole, in the order of the sources, and forget the journal."""
    lines = [to_json(entry) + b"\n" for entry in sorted(entries, key=lambda e: e.source)]
    write_atomically(out / NAME, b"".join(lines))
    (out / JOURNAL).unlink(missing_ok=True)


def to_json(entry: Entry) -> bytes:
    """One line, without the newline; what is empty and not in the contract is left out."""
    line: dict[str, Any] = msgspec.to_builtins(entry)
    for name in (
        "read",
        "answered",
        "duplicate_of",
        "original",
        "metadata",
        "problems",
        "examples",
        "sha256_out",
        "exit_code",
    ):
        if not line[name]:
            del line[name]
    return msgspec.json.encode(line)


class Journal:
    """Notes finished inputs on disk, one after the other, so that a kill loses none."""

    def __init__(self, out: Path) -> None:
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._file = (out / JOURNAL).open("ab")
        except OSError as error:
            raise FileAccess(
                f"{out}: cannot be written to: {error.strerror}",
                code="not_writable",
                remedy="Choose an output folder that you may write to.",
            ) from error

    def note(self, entry: Entry) -> None:
        try:
            self._file.write(to_json(entry) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise FileAccess(
                f"{self._file.name}: cannot be written: {error.strerror}",
                code="not_writable",
                remedy="Make room on the disk and run the same command again; it goes on where it was.",
            ) from error

    def close(self) -> None:
        with suppress(OSError):  # of a full disk, which `note` has told
            self._file.close()
