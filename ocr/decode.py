"""Bytes of a text file to text and back, without losing one.

Municipal text files come from four decades of Windows: UTF-8 with and without a byte order mark, UTF-16 as
Notepad's "Unicode", and cp1252. Which one it is must not matter to any later stage, and a repaired file goes
back into the encoding that it came in, so decoding has to be exact: `encode(*decode(data)) == data` for
every input that is accepted. Python's own cp1252 refuses five bytes; here they stand for the control
characters of the same number, as in the WHATWG's windows-1252.

An encoding's name is Python's, where Python has one. `utf-16-le-sig` and `utf-16-be-sig` are ours: UTF-16
with a byte order mark, which Python's `utf-16` would write in the machine's own byte order.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from ocr.errors import BadInput, InvalidOutput

UTF8 = "utf-8"
CP1252 = "cp1252"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le-sig", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be-sig", "utf-16-be"),
)
_CODECS = {name: (mark, codec) for mark, name, codec in _MARKS} | {
    name: (b"", name) for name in (UTF8, "utf-16-le", "utf-16-be")
}

_CP1252_TABLE = "".join(
    char if (char := bytes([byte]).decode(CP1252, errors="ignore")) else chr(byte) for byte in range(256)
)
_CP1252_BYTES = codecs.charmap_build(_CP1252_TABLE)

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.01  # of the bytes; random bytes have 0.1, text has none

_NOT_TEXT = (
    "Give a PDF, a PNG, JPEG or TIFF image, a Word document (DOCX) or text. "
    "If it is one, it was damaged: fetch it anew."
)


class Decoded(NamedTuple):
    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file, newlines untouched, and the name of its encoding.

    Raises BadInput: `empty` where there is nothing, `not_text` where no encoding makes sense of it.
    """
    if not data:
        raise BadInput("the file is empty", code="empty", remedy="Fetch the file anew; it holds no bytes.")
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], codec), name)
    if (bare := _unmarked_utf16(data)) is not None:
        return Decoded(_strictly(data, bare), bare)
    if _is_noise(data):
        raise _not_text("it holds NUL bytes or control characters as no text does")
    try:
        return Decoded(data.decode(UTF8), UTF8)
    except UnicodeDecodeError:
        return Decoded(codecs.charmap_decode(data, "strict", _CP1252_TABLE)[0], CP1252)


def decode_as(data: bytes, encoding: str) -> str:
    """The text of a file whose encoding is known, for example from its ledger.

    Raises BadInput where the bytes are not in that encoding.
    """
    if encoding == CP1252:
        return codecs.charmap_decode(data, "strict", _CP1252_TABLE)[0]
    mark, codec = _CODECS.get(encoding, (b"", UTF8))
    return _strictly(data.removeprefix(mark), codec)


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text in an encoding that `decode` names.

    Raises InvalidOutput where the encoding lacks a character of the text.
    """
    try:
        if encoding == CP1252:
            return codecs.charmap_encode(text, "strict", _CP1252_BYTES)[0]
        mark, codec = _CODECS[encoding]
        return mark + text.encode(codec)
    except UnicodeEncodeError as error:
        raise InvalidOutput(
            f"{encoding} has no {text[error.start]!r}",
            code="not_encodable",
            remedy="Save the file as UTF-8 and start again.",
        ) from error
    except KeyError as error:
        raise InvalidOutput(
            f"there is no text encoding called {encoding!r} here",
            code="unknown_encoding",
            remedy=f"Known are {', '.join(sorted([*_CODECS, CP1252]))}.",
        ) from error


def _strictly(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _not_text(f"it begins as {codec} and is not from byte {error.start} on") from error
    if "\0" in text or _is_noise(text[:100_000].encode(UTF8)):
        raise _not_text("it holds NUL or control characters as no text does")
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte of Swedish text is NUL, always the same other one."""
    head = data[:4096]
    if len(data) % 2 or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = 0.7 * len(head) / 2
    if odd > most and not even:
        return "utf-16-le"
    return "utf-16-be" if even > most and not odd else None


def _is_noise(data: bytes) -> bool:
    if b"\0" in data:
        return True
    return len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data)


def _not_text(why: str) -> BadInput:
    return BadInput(f"this is not text: {why}", code="not_text", remedy=_NOT_TEXT)
