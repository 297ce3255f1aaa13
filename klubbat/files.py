"""Reading and writing files at the edge: whole or not at all, with an error that says what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeVar, cast
from uuid import uuid4

import msgspec

from ocr.decode import Decoded, decode, encoding_of
from ocr.errors import BadArguments, BadInput, FileAccess

T = TypeVar("T")

TEMPORARY = ".klubbat-"  # how the names of what a killed run may leave begin
_CHUNK = 1 << 20  # bytes read at once
_IN_MEMORY = 1 << 24  # bytes of standard input that are held without a file


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    if str(path) == "-":
        return _standard_input().read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise _not_readable(path, error) from error


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # a service may have closed it
        raise FileAccess(
            "standard input is closed", code="not_readable", remedy="Give a file, or pipe a text in."
        )
    return sys.stdin.buffer


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex, without holding them all."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _not_readable(path, error) from error


def _not_readable(path: Path, error: OSError) -> FileAccess:
    remedy = "Check that the file is still there and that you may read it."
    if isinstance(error, IsADirectoryError):
        remedy = "This takes a file; `klubbat clean` and `klubbat extract` take folders."
    return FileAccess(
        f"{path}: cannot be read: {error.strerror or error}", code="not_readable", remedy=remedy
    )


def read_text(path: Path) -> Decoded:
    """The text of a file and its encoding. Raises BadInput, naming the file, where it is no text."""
    with _naming(path):
        return decode(read_bytes(path))


def decoded(path: Path, number: int, line: bytes, kind: type[T], *, what: str, code: str, remedy: str) -> T:
    """A line of a file of JSON, one object a line. Raises BadInput, naming the line, where it is none."""
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError as error:
        raise BadInput(f"{path}:{number}: this is no {what}: {error}", code=code, remedy=remedy) from error


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to be read more than once; a pipe, as standard input for `-`, on the disk if it is large."""
    if str(path) == "-":
        with _held(_standard_input()) as held:
            yield held
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise _not_readable(path, error) from error
    with file:
        if file.seekable():
            yield file
            return
        with _held(file) as held:
            yield held


@contextmanager
def _held(pipe: BinaryIO) -> Iterator[BinaryIO]:
    """What comes through a pipe, as a file that can be read again."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as held:
        copyfileobj(pipe, held, _CHUNK)
        held.seek(0)
        yield cast(BinaryIO, held)


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of an open file from its beginning, piece by piece."""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def encoding_in(path: Path, file: BinaryIO) -> str:
    """The encoding of an open text file. Raises BadInput, naming the file, where it is no text."""
    with _naming(path):
        return encoding_of(chunks_of(file))


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Puts the name of a file before what is wrong with it."""
    try:
        yield
    except BadInput as error:
        remedy = error.remedy
        if error.code == "not_text":
            remedy = "This verb takes text; `klubbat clean` takes PDFs and images."
        raise BadInput(f"{path}: {error.message}", code=error.code, remedy=remedy) from error


def read_passwords(path: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line, blanks included; empty lines are none."""
    lines = (line.removesuffix("\r") for line in read_text(path).text.split("\n"))
    return tuple(line for line in lines if line)


def write_all_or_nothing(chunks: Iterable[bytes]) -> None:
    """Write to standard output once nothing can go wrong any more; on the disk until then, if it is much."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as held:
        for chunk in chunks:
            held.write(chunk)
        held.seek(0)
        copyfileobj(held, sys.stdout.buffer, _CHUNK)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also when the power goes."""
    with writing_atomically(path) as write:
        write(data)


@contextmanager
def writing_atomically(path: Path) -> Iterator[Callable[[bytes], None]]:
    """The same for a file that is written piece by piece; it takes its place when all went well."""
    temporary = path.parent / f"{TEMPORARY}{uuid4().hex}"  # short, and with the user's usual rights
    with _or_says_why(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = temporary.open("xb")

    def write(data: bytes) -> None:
        with _or_says_why(path):
            file.write(data)

    try:
        try:
            yield write
            with _or_says_why(path):
                file.flush()
                os.fsync(file.fileno())
        finally:
            with _or_says_why(path):  # on a full disk closing fails as well
                file.close()
        with _or_says_why(path):
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def writing_to(path: Path, *, beside: Path) -> Iterator[Callable[[bytes], None]]:
    """The same for a file that a person names while `beside` is read and standard output written: a link is
    followed, and a pipe or a device is written to and not replaced. Raises BadArguments for one of those two.
    """
    target = Path(os.path.realpath(path))
    if str(path) == "-" or target == Path(os.path.realpath(beside)):
        taken = "standard output takes the text" if str(path) == "-" else "this is the input itself"
        raise BadArguments(f"{path}: {taken}", remedy="Give a file of its own to write to.")
    is_stream = path.exists() and not target.is_file()
    with _writing_straight(path) if is_stream else writing_atomically(target) as write:
        yield write


@contextmanager
def _writing_straight(path: Path) -> Iterator[Callable[[bytes], None]]:
    with _or_says_why(path):
        file = path.open("wb", buffering=0)

    def write(data: bytes) -> None:
        with _or_says_why(path):
            file.write(data)

    with closing(file):
        yield write


@contextmanager
def folder_in(out: Path) -> Iterator[Path]:
    """A folder below `out` for what is too large for memory; it is gone when the block ends."""
    folder = out / f"{TEMPORARY}{uuid4().hex}"
    with _or_says_why(folder):
        folder.mkdir(parents=True)
    try:
        with _or_says_why(folder):  # what other libraries write into it too
            yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def copy(path: Path, to: Path) -> None:
    """Copy a file, so that the copy is there whole or not at all. Raises FileAccess."""
    with opened(path) as file, writing_atomically(to) as write:
        for chunk in _read(path, chunks_of(file)):
            write(chunk)


def _read(path: Path, chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except OSError as error:
        raise _not_readable(path, error) from error


def put(path: Path, data: bytes | Path) -> None:
    """Write a file so that it is there whole or not at all; what lies in a file of ours is moved there."""
    if isinstance(data, bytes):
        write_atomically(path, data)
        return
    with _or_says_why(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with data.open("rb+") as file:
            os.fsync(file.fileno())
        data.replace(path)


@contextmanager
def _or_says_why(path: Path) -> Iterator[None]:
    """Turns what the disk refuses into an error for a person."""
    try:
        yield
    except OSError as error:
        raise FileAccess(
            f"{path}: {error.strerror or error}",
            code="not_writable",
            remedy="Check that the disk has room and that you may write there.",
        ) from error
