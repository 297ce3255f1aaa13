"""PDF files: the text that a page holds, its words and their boxes, and the picture of a page.

pdfium does the work, in this file, and for what a page's scan looks like in `ocr/scan.py`. Its text is what a
viewer copies, in the order in which the page was written; three habits of it are undone here: lines end in
CR LF, a hyphen at a line's end swallows the line break, and blanks trail. Boxes are in points from the top
left of the page as it is shown, whatever its rotation and crop.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import PdfImage as PdfImage  # so: what else looks into a page has pdfium's words from here
from pypdfium2 import PdfiumError as PdfiumError
from pypdfium2 import PdfObject as PdfObject
from pypdfium2 import PdfPage as PdfPage
from pypdfium2 import raw as raw

from ocr.errors import BadInput, EncryptedInput
from ocr.image import Picture
from ocr.page import Word
from ocr.sheet import POINTS_PER_INCH, Box, Frame, Sheet
from ocr.sniff import is_truncated
from ocr.source import Data
from ocr.spans import Span

_AT_ONCE = 32 * 2**20  # bytes of a file that pdfium may hold at a time
_MOST_PIXELS = 60_000_000  # of a rendered page: A4 at 600 dpi has 35 million
_MOST_IN_AN_IMAGE = 250_000_000  # pixels of one image in a page: A0 at 400 dpi has 248 million
DEEPEST = 4  # forms within forms that are looked into for images
COVERING = 0.6  # the share of a page that a scan covers; a figure covers less
_ASKED = 40  # characters of a page that are asked whether their font has a map
_MOST_UNMAPPED = 0.5  # the share of a page's characters whose letters nobody can tell
_FITTED = b"GlyphLessFont"  # what Tesseract sets its text in
_MASK = re.compile(rb"/S?Mask(?![a-z])(?!\s*/None)")  # "/SMask 12 0 R", "/SMaskInData 1", "/Mask [0 9]"
_TOKEN = re.compile(r"(\s*)([^\s\ufffe]*\ufffe|\S+)")  # "medel\ufffe", "stor", " \r\nmål"
_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what a font without a map gives


@dataclass(slots=True)
class Document:
    """An open PDF. Pages are counted from 0 here and from 1 everywhere else.

    pdfium keeps the images of each page that was opened, packed, for as long as the document is open. So one
    that lies in a file, since it is large, is opened anew from time to time.
    """

    handle: pdfium.PdfDocument
    data: Data
    at_once: int | None = None  # pages to open before that
    _seen: int = 0
    _masks: bool | None = None

    @classmethod
    def of(cls, data: Data) -> Document:
        handle = pdfium.PdfDocument(data)
        if isinstance(data, bytes):
            return cls(handle, data)
        size = data.stat().st_size / max(len(handle), 1)
        return cls(handle, data, max(1, round(_AT_ONCE / max(size, 1))))

    def __len__(self) -> int:
        return len(self.handle)

    @property
    def may_mask(self) -> bool:
        """Whether an image may have a mask: pdfium does not tell, but the file's own bytes do."""
        if self._masks is None:
            self._masks = _holds_masks(self.data)
        return self._masks

    def page(self, index: int) -> PdfPage:
        if self.at_once is not None and self._seen >= self.at_once:
            self.handle.close()
            self.handle, self._seen = pdfium.PdfDocument(self.data), 0
        self._seen += 1
        return self.handle[index]


def _holds_masks(data: Data) -> bool:
    if isinstance(data, bytes):
        return _MASK.search(data) is not None
    with data.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as held:
        return _MASK.search(held) is not None


@contextmanager
def opened(data: Data) -> Iterator[Document]:
    """A PDF, open as long as the block runs.

    Raises EncryptedInput where it wants a password, BadInput (`truncated`, `damaged`, `no_pages`) where it
    cannot be read whole.
    """
    try:
        document = Document.of(data)
    except PdfiumError as error:
        raise _unreadable(data, error) from error
    try:
        if is_truncated(data):
            raise _truncated()
        yield document
    finally:
        document.handle.close()


def sheet(document: Document, index: int) -> Sheet:
    """One page's own text with its words; no words where the page holds no text, or none that has a meaning.

    A font may draw letters and not say which ones they are (no Unicode map). What is found then is noise.
    """
    with page_of(document, index) as page:
        to_top_left = frame_of(page)
        text, words = _text(page, to_top_left)
        return Sheet(index + 1, text, words, to_top_left.width, to_top_left.height, "pt")


def is_unmapped(document: Document, index: int) -> bool:
    """Whether a page holds text whose fonts do not say which letters it is made of."""
    with page_of(document, index) as page:
        textpage = page.get_textpage()
        try:
            return _is_unmapped(textpage)
        finally:
            textpage.close()


def picture(document: Document, index: int, dpi: float) -> tuple[Picture, float]:
    """The page in grey, and the dots per inch it was drawn at: fewer than asked for where it is huge."""
    with page_of(document, index) as page:
        refuse_bombs(page)
        width, height = page.get_size()
        inches = max(width, 1.0) * max(height, 1.0) / POINTS_PER_INCH**2
        dpi = min(dpi, (_MOST_PIXELS / inches) ** 0.5)
        bitmap = page.render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        try:
            return bitmap.to_pil().copy(), dpi
        finally:
            bitmap.close()


def refuse_bombs(page: PdfPage) -> None:
    """Raise BadInput where an image unfolds to more pixels than any scanner makes, before it does."""
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST):
        width, height = image.get_px_size()
        if width * height > _MOST_IN_AN_IMAGE:
            raise BadInput(
                f"the page holds an image of {width * height // 1_000_000} million pixels",
                code="too_large",
                remedy="Scan the page at 300 dpi, or scale the image down.",
            )


def put_together(data: Data) -> Data:
    """The same PDF written anew by pdfium, which mends a damaged table of contents as it reads; one that lies
    in a file into a file beside it.

    Raises BadInput where it cannot.
    """
    out = data.with_name(f"{data.name}.whole") if isinstance(data, Path) else io.BytesIO()
    with opened(data) as document:
        try:
            document.handle.save(out)
        except PdfiumError as error:
            raise _unreadable(data, error) from error
    return out if isinstance(out, Path) else out.getvalue()


def pictured(document: Document, index: int) -> tuple[float, float]:
    """How much of a page its largest image covers (0 to 1), and that image's dots per inch."""
    with page_of(document, index) as page:
        width, height = page.get_size()
        best = (0.0, 0.0)
        for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST):
            left, bottom, right, top = image.get_bounds()
            share = (right - left) * (top - bottom) / max(width * height, 1.0)
            if share > best[0]:
                pixels = max(image.get_px_size())
                inches = max(right - left, top - bottom, 1.0) / POINTS_PER_INCH
                best = (min(share, 1.0), pixels / inches)
        return best


@contextmanager
def page_of(document: Document, index: int) -> Iterator[PdfPage]:
    """A page, open as long as the block runs. Raises BadInput where pdfium cannot make sense of it."""
    try:
        page = document.page(index)
        try:
            yield page
        finally:
            page.close()
    except PdfiumError as error:
        raise BadInput(
            f"the page is damaged: {error}",
            code="damaged_page",
            remedy="Open the PDF in a viewer and save it anew.",
        ) from error


def frame_of(page: PdfPage) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())


def _text(page: PdfPage, frame: Frame) -> tuple[str, tuple[Word, ...]]:
    textpage = page.get_textpage()
    try:
        if _is_unmapped(textpage):
            return "", ()
        held, places = _held(textpage)
        is_broken = _BROKEN.search(held) is not None
        boxes = _Boxes(textpage, frame)
        out: list[str] = []
        spans: list[Span] = []
        at = 0
        begins_line, squeezed = True, False
        for token in _TOKEN.finditer(held):
            gap, piece = token.groups()
            if gap:
                lines = gap.count("\n")
                begins_line = begins_line or lines > 0
                gap = "\n" * lines or " "
                out.append(gap)
                at += len(gap)
            start, end = places(token.start(2)), places(token.end() - 1) + 1
            if begins_line:
                squeezed = boxes.squeezes(start)
            if squeezed and held[token.end() : token.end() + 1] == " ":
                end += 1
            boxes.add(start, end)
            if begins_line := piece[-1] == "\ufffe":
                piece = piece[:-1] + "-"
            if is_broken:
                piece = _BROKEN.sub("\ufffd", piece)
            spans.append(Span(at, at + len(piece)))
            if begins_line:
                piece += "\n"
            out.append(piece)
            at += len(piece)
        words = (Word(s, b, 1.0, "kept") for s, b in zip(spans, boxes.rounded(), strict=True))
        return "".join(out).rstrip(), tuple(words)
    finally:
        textpage.close()


def _is_unmapped(textpage: pdfium.PdfTextPage) -> bool:
    """Whether most characters are without a meaning; only some are asked, evenly over the page."""
    count = textpage.count_chars()
    asked = range(0, count, max(1, count // _ASKED))
    lost = sum(bool(raw.FPDFText_HasUnicodeMapError(textpage, i) == 1) for i in asked)
    return bool(asked) and lost > _MOST_UNMAPPED * len(asked)


def _held(textpage: pdfium.PdfTextPage) -> tuple[str, Callable[[int], int]]:
    """All text that pdfium holds for a page, and where each character of it stands in pdfium's own list.

    The two differ where a glyph has no Unicode or more than one code unit, which is rare.
    """
    count = textpage.count_chars()
    if not count:
        return "", int
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    held = bytes(memoryview(buffer)[: max(units, 0)]).decode("utf-16-le", errors="surrogatepass")
    if len(held) == count:
        return held, int
    starts = [0, *accumulate(1 + (ord(char) > 0xFFFF) for char in held)]

    def place(at: int) -> int:
        found: int = raw.FPDFText_GetCharIndexFromTextIndex(textpage, starts[at])
        return found if found >= 0 else min(starts[at], count - 1)

    return held, place


# pdfium's own function, its pointers given as plain addresses: to wrap them anew for each word took longer
# than the function itself.
_rect = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)(
    ctypes.cast(raw.FPDFText_GetRect, ctypes.c_void_p).value or 0
)


class _Boxes:
    """Asks pdfium for the boxes of a page's words. What it writes into is allotted once, for speed."""

    __slots__ = ("_address", "_boxes", "_font", "_frame", "_numbers", "_out", "_textpage")

    def __init__(self, textpage: pdfium.PdfTextPage, frame: Frame) -> None:
        self._textpage, self._frame = textpage.raw, frame
        self._address = ctypes.cast(textpage.raw, ctypes.c_void_p)
        self._boxes: list[Box] = []
        self._numbers = tuple(ctypes.c_double() for _ in range(4))
        self._out = tuple(ctypes.addressof(number) for number in self._numbers)
        self._font = ctypes.create_string_buffer(len(_FITTED) + 1)

    def add(self, start: int, end: int) -> None:
        """The box of a run of characters; zeros where pdfium knows of none."""
        x0 = y0 = float("inf")
        x1 = y1 = float("-inf")
        left, top, right, bottom = self._numbers
        count = raw.FPDFText_CountRects(self._textpage, start, end - start)
        if count == 1:  # nearly always
            _rect(self._address, 0, *self._out)
            self._boxes.append(self._frame.box(left.value, bottom.value, right.value, top.value))
            return
        for i in range(count):
            _rect(self._address, i, *self._out)
            x0, y0 = min(x0, left.value), min(y0, bottom.value)
            x1, y1 = max(x1, right.value), max(y1, top.value)
        self._boxes.append(self._frame.box(x0, y0, x1, y1) if count > 0 else (0.0, 0.0, 0.0, 0.0))

    def squeezes(self, index: int) -> bool:
        """Whether a line's words were squeezed to make room for their blanks, as Tesseract does it.

        It fits a word and its blank into the word's own box, so the word's true end is where the blank ends.
        """
        size = raw.FPDFText_GetFontInfo(self._textpage, index, self._font, len(self._font), None)
        return size == len(self._font) and self._font.value == _FITTED

    def rounded(self) -> list[Box]:
        """All boxes so far, to the hundredth of a point; rounded together, for speed."""
        boxes = np.round(np.array(self._boxes).reshape(-1, 4), 2).tolist()
        return [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes]


def _truncated() -> BadInput:
    return BadInput(
        "the PDF is cut off: its end is missing",
        code="truncated",
        remedy="Fetch the file anew; it was not copied whole.",
    )


def _is_without_pages(data: Data) -> bool:
    """Whether pdfium can open a PDF and finds no page in it.

    pypdfium2 tells that by pdfium's last error, which is that of the file before: a locked one, perhaps.
    """
    if isinstance(data, Path):
        handle = raw.FPDF_LoadDocument(f"{data}\0".encode(), None)
    else:
        handle = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        return False
    raw.FPDF_CloseDocument(handle)
    return True


def _unreadable(data: Data, error: PdfiumError) -> BadInput | EncryptedInput:
    if _is_without_pages(data):
        return BadInput("the PDF has no pages", code="no_pages", remedy="Fetch the file anew.")
    if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        return EncryptedInput(
            "the PDF is encrypted and wants a password",
            code="encrypted",
            remedy="Save a copy without the password, where you may, and clean that.",
        )
    if is_truncated(data):
        return _truncated()
    return BadInput(
        "the PDF is damaged and cannot be opened",
        code="damaged",
        remedy="Open it in a PDF viewer and save it anew.",
    )
