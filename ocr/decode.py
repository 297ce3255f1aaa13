"""Bytes of a text file to text and back, without losing one.

Municipal text files come from four decades of Windows: UTF-8 with and without a byte order mark, UTF-16 as
Notepad's "Unicode", and cp1252. Which one it is must not matter to any later stage, and a repaired file goes
back into the encoding that it came in, so decoding has to be exact: `encode(*decode(data)) == data` for
every input that is accepted. Python's own cp1252 refuses five bytes; here they stand for the control
characters of the same number, as in the WHATWG's windows-1252.

A file of UTF-8 that was cut within a letter, or that an older one was pasted into, is still UTF-8: its odd
bytes stand as private characters (U+F780 to U+F7FF), which no word holds, and are written back as they were.

An encoding's name is Python's, where Python has one. `utf-16-le-sig` and `utf-16-be-sig` are ours: UTF-16
with a byte order mark, which Python's `utf-16` would write in the machine's own byte order; `utf-8-mixed` is
UTF-8 with odd bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ocr.errors import BadInput, InvalidOutput

UTF8 = "utf-8"
MIXED = "utf-8-mixed"
CP1252 = "cp1252"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le-sig", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be-sig", "utf-16-be"),
)
_CODECS = {name: (mark, codec) for mark, name, codec in _MARKS} | {
    name: (b"", name) for name in (UTF8, "utf-16-le", "utf-16-be")
}
_CODECS[MIXED] = (b"", UTF8)

_TOLD = {
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16-le-sig": "UTF-16",
    "utf-16-be-sig": "UTF-16",
    MIXED: "UTF-8 with some bytes that are none",
}

_CP1252_TABLE = "".join(
    char if (char := bytes([byte]).decode(CP1252, errors="ignore")) else chr(byte) for byte in range(256)
)
_CP1252_BYTES = codecs.charmap_build(_CP1252_TABLE)

_ESCAPED = range(0xDC80, 0xDD00)  # what Python's "surrogateescape" makes of odd bytes
_STANDS_FOR = {escaped: 0xF780 + n for n, escaped in enumerate(_ESCAPED)}
_ESCAPED_AGAIN = {private: escaped for escaped, private in _STANDS_FOR.items()}
_ODD_BYTE = re.compile("[\udc80-\udcff]")
_TAKEN = re.compile("[\uf780-\uf7ff]")

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_NOISE = "it holds NUL bytes or control characters as no text does"
_HEAD = 4096  # bytes that tell UTF-16
_LOOKED_AT = 100_000  # characters of UTF-16 in which control characters are counted
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
    encoding = encoding_of([data])
    return Decoded(decode_as(data, encoding), encoding)


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The name of the encoding of a file that comes in pieces; all of them are looked at.

    Raises BadInput as `decode` does.
    """
    rest = iter(chunks)
    head = b""
    while len(head) < _HEAD and (more := next(rest, None)) is not None:
        head += more
    if not head:
        raise BadInput("the file is empty", code="empty", remedy="Fetch the file anew; it holds no bytes.")
    whole = chain([head], rest)
    for mark, name, _ in _MARKS:
        if head.startswith(mark):
            return _checked(whole, name)
    if bare := _unmarked_utf16(head[:_HEAD]):
        return _checked(whole, bare)
    size = controls = marked = odd = 0
    taken = False
    utf8 = codecs.getincrementaldecoder(UTF8)("surrogateescape")
    for chunk in chain(whole, [b""]):
        size += len(chunk)
        controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
        if b"\0" in chunk:
            raise _not_text(_NOISE)
        text = utf8.decode(chunk, final=not chunk)
        if not text.isascii():
            marked += len(text) - len(text.encode("ascii", "ignore"))
            odd += len(_ODD_BYTE.findall(text))
            taken = taken or bool(_TAKEN.search(text))
    if controls > _MOST_CONTROLS * size:
        raise _not_text(_NOISE)
    if not odd:
        return UTF8
    return MIXED if marked - odd > odd and not taken else CP1252


def _checked(chunks: Iterable[bytes], encoding: str) -> str:
    """The encoding, if a file that begins so is text from one end to the other."""
    beginning = ""
    for text in decoded(chunks, encoding):
        beginning += text[: _LOOKED_AT - len(beginning)]
        if "\0" in text:
            raise _not_text(_NOISE)
    if _is_noise(beginning.encode(UTF8)):
        raise _not_text(_NOISE)
    return encoding


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The text of a file that comes in pieces.

    Raises BadInput where the bytes are not in that encoding.
    """
    mark, codec = _CODECS.get(encoding, (b"", UTF8))
    rest = iter(chunks)
    head = b""
    while len(head) < len(mark) and (more := next(rest, None)) is not None:
        head += more
    errors = "surrogateescape" if encoding == MIXED else "strict"
    decoder = None if encoding == CP1252 else codecs.getincrementaldecoder(codec)(errors)
    at = len(mark)
    try:
        for chunk in chain([head.removeprefix(mark)], rest):
            text = (
                decoder.decode(chunk) if decoder else codecs.charmap_decode(chunk, "strict", _CP1252_TABLE)[0]
            )
            yield text.translate(_STANDS_FOR) if encoding == MIXED else text
            at += len(chunk)
        if decoder:
            yield decoder.decode(b"", final=True).translate(_STANDS_FOR)
    except UnicodeDecodeError as error:
        place = at + error.start - len(decoder.getstate()[0] if decoder else b"")
        raise _not_text(f"it begins as {codec} and is not from byte {place} on") from error


def decode_as(data: bytes, encoding: str) -> str:
    """The text of a file whose encoding is known, for example from its ledger.

    Raises BadInput where the bytes are not in that encoding.
    """
    return "".join(decoded([data], encoding))


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text in an encoding that `decode` names.

    Raises InvalidOutput where the encoding lacks a character of the text.
    """
    return b"".join(encoded([text], encoding))


def encoded(texts: Iterable[str], encoding: str) -> Iterator[bytes]:
    """The same of a text that comes in pieces."""
    text = ""
    try:
        mark, codec = (b"", "") if encoding == CP1252 else _CODECS[encoding]
        yield mark
        for text in texts:
            if encoding == MIXED:
                yield text.translate(_ESCAPED_AGAIN).encode(codec, "surrogateescape")
            else:
                yield text.encode(codec) if codec else codecs.charmap_encode(text, "strict", _CP1252_BYTES)[0]
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


def told(encoding: str) -> str:
    """An encoding's name for a person.

    >>> told("utf-8-sig"), told("cp1252")
    ('UTF-8 with a byte order mark', 'cp1252')
    """
    return _TOLD.get(encoding, encoding)


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte of Swedish text is NUL, always the same other one."""
    if len(head) % 2 or len(head) < 4:
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
