"""The sheets of a PDF or an image file: each page by the cheapest way that is right.

A page's own text is kept where it has one. A page without is drawn and read by Tesseract with the Swedish
model. What fails on one page is told with that page, and the others go on.

To read a page from its image takes a thousand times as long as its text, and needs to know nothing of the
others. So whoever has many such pages may have them read elsewhere (`pages_read`) and give them back
(`ocr.sheet.ReadBefore`); what comes of the document is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ocr import askew, image, layout, pdf, unfolding, upright
from ocr.bullets import with_bullets
from ocr.crops import Stance
from ocr.english_signs import signs
from ocr.errors import BadInput, KlubbatError
from ocr.leaders import without_leaders
from ocr.ledger import apart
from ocr.page import Problem
from ocr.raised import raised
from ocr.rulings import beside_rulings
from ocr.scant import is_more, is_scant
from ocr.sheet import POINTS_PER_INCH, Box, Known, ReadBefore, Sheet, scaled
from ocr.source import Data
from ocr.strokes import with_strokes

Done = Callable[[int], None]  # told a page's number

_DPI = 300.0  # what pages without text are drawn at, unless their image was scanned finer
_MOST_DPI = 400.0
_MARGIN = 0.1  # of a page's height: heads, feet and the stamps of signing services stand there
_UNMAPPED = "its fonts do not say which letters they draw: the page was read from its image"


@dataclass(frozen=True, slots=True)
class Found:
    """The sheets of a document and what went wrong on the way; `errors` are those of single pages."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    errors: tuple[KlubbatError, ...]


def of_pdf(
    data: Data, images: bool, seen: Done, shown: Callable[[Sequence[str]], None], before: ReadBefore
) -> Found:
    """The sheets of a PDF. `seen` is called as each is done, `shown` with the texts that they hold
    themselves, and then `before` with those that have to be read, before any is."""
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
        wanting: list[int] = []
        for index, sheet in enumerate(sheets):
            try:
                if index not in broken and _wants_reading(document, sheet, images):
                    wanting.append(sheet.number)
            except KlubbatError as error:
                broken.add(index)
                failed(error, index)
        known = before(wanting) if images else {}
        for index, sheet in enumerate(sheets):
            try:
                if index not in broken:
                    sheets[index] = sheet = layout.ordered(document, sheet)
                    if sheet.number in wanting:
                        if not sheet.text and pdf.is_unmapped(document, index):
                            problems.append(Problem("unmapped", _UNMAPPED, index + 1))
                        sheets[index] = _told(known, sheet.number) or _pdf_page_read(document, sheet, images)
            except KlubbatError as error:
                failed(error, index)
            seen(sheet.number)
    return Found(tuple(sheets), tuple(sorted(problems, key=_page)), tuple(errors))


def _page(problem: Problem) -> int:
    return problem.page or 0


def _told(known: Known, number: int) -> Sheet | None:
    """What is known of a page. Raises the error that it ended in."""
    told = known.get(number)
    if isinstance(told, KlubbatError):
        raise told
    return told


def pages_read(
    data: Data, is_pdf: bool, numbers: Sequence[int]
) -> Iterator[tuple[int, Sheet | KlubbatError]]:
    """Some pages of a PDF or an image file as they are read from their image, or why they cannot be."""
    with pdf.opened(data) if is_pdf else image.opened(data) as opened:
        for number in numbers:
            try:
                if isinstance(opened, pdf.Document):
                    sheet = layout.ordered(opened, pdf.sheet(opened, number - 1))
                    yield number, _pdf_page_read(opened, sheet, True)
                else:
                    yield number, _image_page_read(opened, Sheet(number, "", unit="px"), True)
            except KlubbatError as error:
                yield number, error


def _wants_reading(document: pdf.Document, sheet: Sheet, images: bool) -> bool:
    """Whether the page's text is to be had from its image only, or may well be."""
    if _is_in_margins(sheet):
        return not sheet.text.strip() or pdf.pictured(document, sheet.number - 1)[0] > pdf.COVERING
    return images and is_scant(document, sheet)


def _is_in_margins(sheet: Sheet) -> bool:
    """Whether a page holds no text but what was put on its scan afterwards: a page number, or the line of a
    signing service."""
    top, bottom = sheet.height * _MARGIN, sheet.height * (1 - _MARGIN)
    return not sheet.text.strip() or not any(
        word.box[1] > top and word.box[3] < bottom for word in sheet.words
    )


def _pdf_page_read(document: pdf.Document, sheet: Sheet, images: bool) -> Sheet:
    index = sheet.number - 1
    native = pdf.pictured(document, index)[1]
    drawn, dpi = pdf.picture(document, index, min(max(native, _DPI), _MOST_DPI))
    scale = POINTS_PER_INCH / dpi
    read = _read(sheet, drawn, dpi, (scale, scale), images)
    return read if _is_in_margins(sheet) or is_more(read, sheet) else sheet


def of_image(
    data: Data, images: bool, seen: Done, shown: Callable[[Sequence[str]], None], before: ReadBefore
) -> Found:
    """The sheets of an image file, which hold no text themselves."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    errors: list[KlubbatError] = []
    shown(())
    with image.opened(data) as opened:
        numbers = range(1, image.count(opened) + 1)
        known = before(numbers) if images else {}
        for number in numbers:
            sheet = Sheet(number, "", unit="px")
            try:
                sheet = _told(known, number) or _image_page_read(opened, sheet, images)
            except KlubbatError as error:
                errors.append(error)
                problems.append(Problem(error.code, error.message, number))
                with suppress(KlubbatError):  # its size can be told all the same
                    sheet = _sized(sheet, image.picture(opened, number - 1))
            sheets.append(sheet)
            seen(number)
    return Found(tuple(sheets), tuple(problems), tuple(errors))


def _image_page_read(opened: image.Opened, sheet: Sheet, images: bool) -> Sheet:
    page = image.picture(opened, sheet.number - 1)
    return _read(_sized(sheet, page), page.picture, page.dpi, page.scale, images)


def _sized(sheet: Sheet, page: image.Shown) -> Sheet:
    return replace(sheet, width=float(page.width), height=float(page.height))


def _read(
    sheet: Sheet, picture: image.Picture, dpi: float, scale: tuple[float, float], images: bool
) -> Sheet:
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
    found = with_strokes(picture, dpi, found)
    read_signs = apart(
        *signs(picture, dpi, found),
        *raised(picture, found.text, found.words, 1.0),
        *beside_rulings(picture, dpi, Stance(), found.text, found.words, 1.0),
    )
    if is_turned:
        found = upright.turned_back(found, picture)
    found = askew.as_it_lay(found, picture, angle)
    boxed = tuple(replace(word, box=_rounded(scaled(word.box, *scale))) for word in found.words)
    return replace(sheet, text=found.text, words=boxed, read=True, signs=read_signs)


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
