"""The sheets of a PDF or an image file: each page by the cheapest way that is right.

A page's own text is kept where it has one. A page without is drawn and read by Tesseract with the Swedish
model. What fails on one page is told with that page, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ocr import askew, image, layout, pdf, unfolding, upright
from ocr.bullets import with_bullets
from ocr.english_signs import signs
from ocr.errors import BadInput, KlubbatError
from ocr.leaders import without_leaders
from ocr.page import Problem
from ocr.raised import raised
from ocr.sheet import Sheet
from ocr.source import Data

_DPI = 300.0  # what pages without text are drawn at, unless their image was scanned finer
_MOST_DPI = 400.0
_MARGIN = 0.1  # of a page's height: heads, feet and the stamps of signing services stand there
_UNMAPPED = "its fonts do not say which letters they draw: the page was read from its image"
_COVERING = 0.6  # the share of a page that a scan covers; a figure covers less


@dataclass(frozen=True, slots=True)
class Found:
    """The sheets of a document and what went wrong on the way; `errors` are those of single pages."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    errors: tuple[KlubbatError, ...]


def of_pdf(
    data: Data, images: bool, seen: Callable[[], None], shown: Callable[[Sequence[str]], None]
) -> Found:
    """The sheets of a PDF. `seen` is called as each is done, `shown` with the texts that they hold
    themselves, before any is read from its image."""
    problems: list[Problem] = []
    errors: list[KlubbatError] = []

    def failed(error: KlubbatError, index: int) -> None:
        errors.append(error)
        problems.append(Problem(error.code, error.message, index + 1))

    unfolding.refuse(data)
    with pdf.opened(data) as document:
        sheets = [Sheet(index + 1, "", unit="pt") for index in range(len(document))]
        broken: set[int] = set()
        for index in range(len(document)):
            try:
                sheets[index] = pdf.sheet(document, index)
            except KlubbatError as error:
                broken.add(index)
                failed(error, index)
        shown([sheet.text for sheet in sheets])
        for index, sheet in enumerate(sheets):
            try:
                if index not in broken:
                    sheets[index] = sheet = layout.ordered(document, sheet)
                    if _wants_reading(document, sheet):
                        if not sheet.text and pdf.is_unmapped(document, index):
                            problems.append(Problem("unmapped", _UNMAPPED, index + 1))
                        sheets[index] = _pdf_page_read(document, sheet, images)
            except KlubbatError as error:
                failed(error, index)
            seen()
    return Found(tuple(sheets), tuple(sorted(problems, key=_page)), tuple(errors))


def _page(problem: Problem) -> int:
    return problem.page or 0


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
    drawn, dpi = pdf.picture(document, index, min(max(native, _DPI), _MOST_DPI))
    scale = 72.0 / dpi
    return _read(sheet, drawn, dpi, scale, images)


def of_image(
    data: Data, images: bool, seen: Callable[[], None], shown: Callable[[Sequence[str]], None]
) -> Found:
    """The sheets of an image file, which hold no text themselves."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    errors: list[KlubbatError] = []
    shown(())
    with image.opened(data) as opened:
        for index in range(image.count(opened)):
            sheet = Sheet(index + 1, "", unit="px")
            try:
                page = image.picture(opened, index)
                sheet = replace(sheet, width=float(page.width), height=float(page.height))
                sheet = _read(sheet, page.picture, page.dpi, page.scale, images)
            except KlubbatError as error:
                errors.append(error)
                problems.append(Problem(error.code, error.message, index + 1))
            sheets.append(sheet)
            seen()
    return Found(tuple(sheets), tuple(problems), tuple(errors))


def _read(sheet: Sheet, picture: image.Picture, dpi: float, scale: float, images: bool) -> Sheet:
    """The sheet with what stands in its picture, boxes times `scale`; as it was where nothing is on it."""
    if image.is_blank(picture):
        return sheet
    if not images:
        raise BadInput("the page is an image, and images are not to be read", code="not_read")
    angle = askew.turned_by(picture, dpi)
    picture = without_leaders(askew.straightened(picture, angle), dpi)
    found, picture, is_turned = upright.read_picture(picture, dpi)
    text, words = layout.with_head_first(found.text, found.words)
    found = with_bullets(picture, dpi, replace(found, text=text, words=words))
    read_signs = (*signs(picture, dpi, found), *raised(picture, found.text, found.words, 1.0))
    if is_turned:
        found = upright.turned_back(found, picture)
    found = askew.as_it_lay(found, picture, angle)
    boxed = tuple(
        replace(word, box=(
            round(word.box[0] * scale, 2), round(word.box[1] * scale, 2),
            round(word.box[2] * scale, 2), round(word.box[3] * scale, 2),
        ))
        for word in found.words
    )  # fmt: skip
    return replace(sheet, text=found.text, words=boxed, read=True, signs=read_signs)
