"""Reading and writing files at the edge: whole or not at all, with an error that says what to do."""

from __future__ import annotations

import os
import sys
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4

from ocr.decode import Decoded, decode
from ocr.errors import BadInput, FileAccess


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise _not_readable(path, error) from error


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex, without holding them all."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _not_readable(path, error) from error


def _not_readable(path: Path, error: OSError) -> FileAccess:
    return FileAccess(
        f"{path}: cannot be read: {error.strerror or error}",
        code="not_readable",
        remedy="Check that the file is still there and that you may read it.",
    )


def read_text(path: Path) -> Decoded:
    """The text of a file and its encoding. Raises BadInput, naming the file, where it is no text."""
    try:
        return decode(read_bytes(path))
    except BadInput as error:
        remedy = error.remedy
        if error.code == "not_text":
            remedy = "This verb takes text; `klubbat clean` takes PDFs and images."
        raise BadInput(f"{path}: {error.message}", code=error.code, remedy=remedy) from error


def read_passwords(path: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line, blanks included; empty lines are none."""
    lines = (line.removesuffix("\r") for line in read_text(path).text.split("\n"))
    return tuple(line for line in lines if line)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also when the power goes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.parent / f".klubbat-{uuid4().hex}"  # short, and with the user's usual rights
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileAccess(
            f"{path}: {error.strerror or error}",
            code="not_writable",
            remedy="Check that the disk has room and that you may write there.",
        ) from error
