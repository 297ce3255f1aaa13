"""A source: the bytes of one document, its name, and what is known about it from outside.

The bytes are read once, at the edge; everything after that works on this value, so a file that changes or
vanishes meanwhile cannot make two stages disagree. Identity is the SHA-256 of the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256


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
    """One document as it came. `name` is the path as given below the input folder, with `/`."""

    name: str
    data: bytes
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def id(self) -> str:
        return sha256(self.data).hexdigest()
