"""What kind of file this is: told by its content, never by its name alone.

A name may lie: scanners, mail gateways and hurried people put `.pdf` on a JPEG. The content decides, and
where a name says one thing that Klubbat reads and the content another, the file is refused in so many words:
it was damaged or misnamed somewhere, and a person should know before an archive keeps it.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Literal

from ocr.decode import decode
from ocr.docx import is_docx
from ocr.errors import BadInput, EncryptedInput
from ocr.source import Data, head_of, tail_of

Kind = Literal["pdf", "png", "jpeg", "tiff", "docx", "text"]

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),  # BigTIFF
    (b"MM\0+", "tiff"),
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # what stands in the box in which Office locks a file
_OTHERS = (
    (_ZIP, "a ZIP archive or an Office document (xlsx, odt)"),
    (_OLE, "an old Office document (doc, xls, ppt) or an Outlook message"),
    (b"{\\rtf", "an RTF document"),
    (b"GIF8", "a GIF image"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"SQLite format 3\0", "a SQLite database"),
)
_TAIL = 2048  # bytes; `startxref` and `%%EOF` stand in the last ones of a whole PDF
_PADDED = 2**20  # ... with what some programs fill it up with
SUFFIXES: dict[str, Kind] = {
    ".pdf": "pdf",
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".docx": "docx",
    ".docm": "docx",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    "": "text",
}
_CALLED: dict[Kind, str] = {
    "pdf": "PDF",
    "png": "PNG",
    "jpeg": "JPEG",
    "tiff": "TIFF",
    "docx": "Word (DOCX)",
    "text": "text",
}
_SUFFIX_OF: dict[Kind, str] = {
    "pdf": ".pdf",
    "png": ".png",
    "jpeg": ".jpg",
    "tiff": ".tif",
    "docx": ".docx",
    "text": ".txt",
}
_PDF_HEADER_WITHIN = 1024  # bytes; readers accept that much junk before it
_HEAD = 4096  # bytes
_TAKEN = "Save it as PDF, or as text, and clean that."


def sniff(held: Data, name: str) -> Kind:
    """The kind of a file that Klubbat reads; of one that is not in memory the beginning tells.

    Raises BadInput: `empty`; `wrong_type` where name and content differ; `unsupported` where it is something
    known that is not read here; `not_text` for noise; `damaged` for a Word document that cannot be opened.
    Raises EncryptedInput for a Word document with a password.
    """
    data = head_of(held, _HEAD) if isinstance(held, Path) else held
    if not data:
        raise BadInput("the file is empty", code="empty", remedy="Fetch the file anew; it holds no bytes.")
    suffix = suffix_of(name)
    named = SUFFIXES.get(suffix)
    found = _ours(data, named)
    if found is None and named == "docx":
        _refuse_word(data)
    if found is None and (other := _other(data)) is not None:
        if suffix and named not in ("text", None):
            raise _misnamed(_CALLED[named], other)
        raise BadInput(f"this is {other}, which is not read", code="unsupported", remedy=_TAKEN)
    if found is None and named not in ("text", None):
        raise _misnamed(_CALLED[named], "something else")
    if found is None and named is None:
        decode(data)  # noise is called noise, whatever its name
        raise BadInput(f"{suffix} files are not read", code="unsupported", remedy=_TAKEN)
    if found is not None and suffix and named not in (found, None):
        raise _misnamed(
            _CALLED[named], _CALLED[found], f"Rename it to {_SUFFIX_OF[found]} if that is what it should be."
        )
    return found or "text"


def _ours(data: bytes, named: Kind | None) -> Kind | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_ZIP) and is_docx(data):
        return "docx"
    return "pdf" if named == "pdf" and b"%PDF-" in data[:_PDF_HEADER_WITHIN] else None


def _refuse_word(data: bytes) -> None:
    """Say of what is called a Word document and cannot be read as one that it is locked, or damaged."""
    if data.startswith(_OLE) and _LOCKED in data:
        raise EncryptedInput(
            "the Word document is encrypted and wants a password",
            code="encrypted",
            remedy="Open it in Word, save a copy without the password, where you may, and clean that.",
        )
    if data.startswith(_ZIP):
        raise BadInput(
            "the Word document is damaged and cannot be opened",
            code="damaged",
            remedy="Open it in Word, let it be mended, and save it anew.",
        )


def _other(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP image"
    return next((called for magic, called in _OTHERS if data.startswith(magic)), None)


def _misnamed(
    named: str, found: str, remedy: str = "Fetch the file anew, or give it its right name."
) -> BadInput:
    return BadInput(f"the name says {named} and the content is {found}", code="wrong_type", remedy=remedy)


def suffix_of(name: str) -> str:
    """The suffix in small letters; the end of `Protokoll 2019.04` is none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix[1:2].isalpha() else ""


def is_truncated(data: Data) -> bool:
    """Whether a PDF's end is missing. pdfium opens such files and leaves pages out without a word."""
    return b"startxref" not in tail_of(data, _PADDED).rstrip(b"\0 \t\r\n")[-_TAIL:]
