"""A source in, a reading out: the one door into the stage `ocr`.

For each page the cheapest way that is right: a good text layer is kept, a damaged one is repaired, and a page
without one is drawn and read by Tesseract with the Swedish model. What fails on one page is a problem of that
page as long as another page has text; a document of which nothing can be read raises the error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ocr import image, layout, pdf, tesseract
from ocr.decode import UTF8, decode
from ocr.errors import BadInput, KlubbatError
from ocr.page import PAGE_BREAK, Page, Problem, Reading, Word
from ocr.repair import Repaired, repair_pages
from ocr.sheet import Sheet, placed
from ocr.sniff import sniff
from ocr.source import Source

DPI = 300.0  # what pages without text are drawn at, unless their image was scanned finer
_MOST_DPI = 400.0
_MARGIN = 0.1  # of a page's height: heads, feet and the stamps of signing services stand there
_COVERING = 0.6  # the share of a page that a scan covers; a figure covers less


@dataclass(frozen=True, slots=True)
class _Found:
    """The sheets of a document and what went wrong on the way; `errors` are those of single pages."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    errors: tuple[KlubbatError, ...] = ()


def read(source: Source, *, images: bool = True, on_page: Callable[[], None] | None = None) -> Reading:
    """Read and repair one document.

    `images` says whether Tesseract may be used; without it a page that has only an image stays empty, with a
    problem. `on_page` is called as each page is done, as a sign of life.

    Raises BadInput, EncryptedInput, MissingDependency and OutsideProgram where nothing of it can be read.
    """
    seen = on_page or _nothing
    match sniff(source.data, source.name):
        case "text":
            return _read_text(source)
        case "pdf":
            found = _pdf_sheets(source.data, images, seen)
        case _:
            found = _image_sheets(source.data, images, seen)
    if found.errors and not any(sheet.text.strip() for sheet in found.sheets):
        raise found.errors[0]
    return Reading(
        source.id,
        source.name,
        source.metadata,
        repaired(found.sheets),
        (*found.problems, *_nothing_read(found)),
    )


def repaired(sheets: Sequence[Sheet]) -> tuple[Page, ...]:
    """The pages of one document, repaired together; what was read from images is left as it was read."""
    layers = [sheet for sheet in sheets if not sheet.read]
    repairs = {s.number: r for s, r in zip(layers, repair_pages([s.text for s in layers]), strict=True)}
    return tuple(_page(sheet, repairs.get(sheet.number)) for sheet in sheets)


def _page(sheet: Sheet, repair: Repaired | None) -> Page:
    if repair is None:
        return Page(
            sheet.number,
            sheet.text,
            sheet.text,
            "absent",
            (),
            sheet.words,
            sheet.width,
            sheet.height,
            sheet.unit,
        )
    return Page(
        sheet.number,
        repair.raw,
        repair.text,
        repair.verdict,
        repair.ledger,
        placed(sheet.words, repair.text, repair.ledger),
        sheet.width,
        sheet.height,
        sheet.unit,
    )


def _read_text(source: Source) -> Reading:
    raw, encoding = decode(source.data)
    pages = repaired([Sheet(n, text) for n, text in enumerate(raw.split(PAGE_BREAK), 1)])
    problems: tuple[Problem, ...] = ()
    if encoding != UTF8:
        pages = tuple(
            replace(page, ledger=tuple(replace(c, encoding=encoding) for c in page.ledger)) for page in pages
        )
        problems = (Problem("encoding", f"the text is {encoding}, not UTF-8; it was read so"),)
    if not raw.strip():
        problems += (Problem("no_text", "the file holds nothing but white space"),)
    return Reading(source.id, source.name, source.metadata, pages, problems, encoding)


def _pdf_sheets(data: bytes, images: bool, seen: Callable[[], None]) -> _Found:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    errors: list[KlubbatError] = []
    with pdf.opened(data) as document:
        for index in range(len(document)):
            try:
                sheet = layout.ordered(document, pdf.sheet(document, index))
                if _wants_reading(document, sheet):
                    sheet = _pdf_page_read(document, sheet, images)
            except KlubbatError as error:
                errors.append(error)
                problems.append(Problem(error.code, error.message, index + 1))
            sheets.append(sheet)
            seen()
    return _Found(tuple(sheets), tuple(problems), tuple(errors))


def _wants_reading(document: pdf.Document, sheet: Sheet) -> bool:
    """Whether the page's text is to be had from its image only.

    A scan may carry some letters that were put on it afterwards: a page number, or the line of a signing
    service. Such letters stand in the margins.
    """
    if not sheet.text.strip():
        return True
    top, bottom = sheet.height * _MARGIN, sheet.height * (1 - _MARGIN)
    if any(word.box[1] > top and word.box[3] < bottom for word in sheet.words):
        return False
    return pdf.pictured(document, sheet.number - 1)[0] > _COVERING


def _pdf_page_read(document: pdf.Document, sheet: Sheet, images: bool) -> Sheet:
    index = sheet.number - 1
    native = pdf.pictured(document, index)[1]
    drawn, dpi = pdf.picture(document, index, min(max(native, DPI), _MOST_DPI))
    scale = 72.0 / dpi
    words = _words_read(drawn, dpi, scale, images)
    return sheet if words is None else replace(sheet, text=words[0], words=words[1], read=True)


def _image_sheets(data: bytes, images: bool, seen: Callable[[], None]) -> _Found:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    errors: list[KlubbatError] = []
    with image.opened(data) as opened:
        for index in range(image.count(opened)):
            sheet = Sheet(index + 1, "", unit="px")
            try:
                whole, dpi = image.picture(opened, index)
                sheet = replace(sheet, width=float(whole.width), height=float(whole.height))
                small, small_dpi = image.shrunk(whole, dpi)
                words = _words_read(small, small_dpi, whole.width / small.width, images)
                if words is not None:
                    sheet = replace(sheet, text=words[0], words=words[1], read=True)
            except KlubbatError as error:
                errors.append(error)
                problems.append(Problem(error.code, error.message, index + 1))
            sheets.append(sheet)
            seen()
    return _Found(tuple(sheets), tuple(problems), tuple(errors))


def _words_read(
    picture: image.Picture, dpi: float, scale: float, images: bool
) -> tuple[str, tuple[Word, ...]] | None:
    """Text and words of a picture, boxes times `scale`; None where there is nothing on it."""
    if image.is_blank(picture):
        return None
    if not images:
        raise BadInput("the page is an image, and images are not to be read", code="not_read")
    found = tesseract.read_picture(picture, dpi)
    return found.text, tuple(
        replace(word, box=(
            round(word.box[0] * scale, 2), round(word.box[1] * scale, 2),
            round(word.box[2] * scale, 2), round(word.box[3] * scale, 2),
        ))
        for word in found.words
    )  # fmt: skip


def _nothing_read(found: _Found) -> Iterator[Problem]:
    if not found.problems and not any(sheet.text.strip() for sheet in found.sheets):
        yield Problem("no_text", "no page holds any text that could be read")


def _nothing() -> None:
    pass
