"""Streams of a PDF that unfold to more than any page holds, found before a parser unfolds them.

A few kilobytes can hold a page's content of gigabytes, or a list of objects of that size; pdfium and qpdf
unfold both whole, and take all memory that there is. Deflate packs at most 1,032 bytes into one, so of a
usual file nothing has to be unfolded to know that it is harmless: only streams that are long, or packed
twice. Images are told by their pixels instead (`ocr/pdf.py`). What is locked, or does not say beside itself
how it is packed, is not looked into: there the worker's limit holds.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from ocr.errors import BadInput
from ocr.source import Data, file_of

_MOST = 256 * 2**20  # bytes of one stream; a map drawn in lines has 50 million
_PACKED_AT_MOST = 1032  # bytes in one, by a deflate
_BEFORE = 1024  # bytes before a stream that may tell what it is
_PIECE = 2**20
_WINDOW = 16 * 2**20  # bytes of a file that are looked through at once

# "<< /Length 812 /Filter /FlateDecode >>\nstream\r\n"
STREAM = re.compile(rb">>\s*stream\r?\n")
PACKED = re.compile(rb"/Fl(?:ateDecode)?\b")
IMAGE = re.compile(rb"/Subtype\s*/Image\b")


def refuse(data: Data) -> None:
    """Raise BadInput `too_large` where a stream of a PDF unfolds to more than 256 MiB."""
    for packed, times in _suspects(data):
        if _is_more_than(_MOST, packed, times):
            raise BadInput(
                f"the PDF holds a stream that unfolds to more than {_MOST // 2**20} MiB",
                code="too_large",
                remedy="Do not trust it. If you know where it is from, print it to a new PDF and clean that.",
            )


def _suspects(data: Data) -> Iterator[tuple[memoryview, int]]:
    """The streams that are long enough to unfold to too much, and how often each is packed."""
    with file_of(data) as file:
        window, is_last = b"", False
        while not is_last:
            more = file.read(_WINDOW)
            window, is_last = window[-_PIECE:] + more, not more
            whole, end = memoryview(window), -1
            for found in STREAM.finditer(window):
                start = found.end()
                if end < start:  # else this start lies within the stream before it, and ends where that ends
                    end = window.find(b"endstream", start)
                    end = len(window) if end < 0 else end  # the rest of a longer one is not asked
                told = window[max(0, found.start() - _BEFORE) : start].rpartition(b" obj")[2]
                times = len(PACKED.findall(told))
                if not times or IMAGE.search(told):
                    continue
                if (end - start) * _PACKED_AT_MOST**times > _MOST:
                    yield whole[start:end], times


def _is_more_than(most: int, packed: memoryview, times: int) -> bool:
    pieces: Iterable[bytes | memoryview] = (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
    for _ in range(times):
        pieces = _unfolded(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            return True
    return False


def _unfolded(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The bytes of a deflated stream, some at a time, as far as it is sound."""
    folded = zlib.decompressobj()
    for piece in pieces:
        left = piece
        while left:
            try:
                yield folded.decompress(left, _PIECE)
            except zlib.error:
                return
            left = folded.unconsumed_tail
