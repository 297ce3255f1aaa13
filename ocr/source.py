"""A source: the bytes of one document, its name, and what is known about it from outside.

The bytes are read once, at the edge; everything after that works on this value, so a file that changes or
vanishes meanwhile cannot make two stages disagree. What is too large for memory lies in a file of ours, which
nobody else knows. Identity is the SHA-256 of the bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path

Data = bytes | Path  # what a document consists of: its bytes, or a file of ours that holds them


def file_of(data: Data) -> BufferedReader | io.BytesIO:
    """A document's bytes as a file that is open for reading."""
    return data.open("rb") if isinstance(data, Path) else io.BytesIO(data)


def bytes_of(data: Data) -> bytes:
    """All of a document in memory."""
    return data.read_bytes() if isinstance(data, Path) else data


def head_of(data: Data, count: int) -> bytes:
    """Its first bytes, at most so many."""
    with file_of(data) as file:
        return file.read(count)


def tail_of(data: Data, count: int) -> bytes:
    """Its last bytes, at most so many."""
    with file_of(data) as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - count))
        return file.read()


def hash_of(data: Data) -> str:
    """Its SHA-256 in hex."""
    with file_of(data) as file:
        return file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document does not say about itself, and where each field was taken from.

    `origin` maps a field's name to "metadata.csv" or "file name". Dates are EDTF.
    """

    body: str | None = None
    date: str | None = None
    kind: str | None = None
    title: str | None = None
    item: str | None = None
    source_url: str | None = None
    origin: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One document as it came. `name` is the path as given below the input folder, with `/`. `data` is in a
    file for large PDFs and images only."""

    name: str
    data: Data
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def id(self) -> str:
        return hash_of(self.data)
