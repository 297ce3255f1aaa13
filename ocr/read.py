"""A source in, a reading out: the one door into the stage `ocr`.

For each page the cheapest way that is right: a good text layer is kept; a damaged one is repaired, and its
words in doubt are looked up in the scan above it; and a page without one is drawn and read by Tesseract with
the Swedish model, whose own misreadings are mended where they are sure. What fails on one page is a problem
of that page as long as another page has text; a document of which nothing can be read raises the error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ocr import docx
from ocr.decode import UTF8, decode, told
from ocr.judge import Judged, judge
from ocr.own_words import OwnWords
from ocr.page import PAGE_BREAK, Page, Problem, Reading
from ocr.repair import Repaired, repair_judged
from ocr.sheet import Known, ReadBefore, Sheet, placed
from ocr.sniff import sniff
from ocr.source import Source, bytes_of

Listening = Callable[[Sequence[Judged]], None]


def read(
    source: Source,
    *,
    images: bool = True,
    own: OwnWords | None = None,
    on_page: Callable[[int | None], None] | None = None,
    on_layers: Listening | None = None,
    read_before: ReadBefore | None = None,
) -> Reading:
    """Read and repair one document.

    `own` are words of the archive that it lies in (`ocr/own_words.py`). `images` says whether Tesseract may
    be used; without it a page that has only an image stays empty, with a problem. `on_page` is called as each
    page is done, with its number, and with None as a mere sign of life. `on_layers` is called with the gate's
    word on the text that the pages hold themselves, before any is repaired or read from an image, and
    `read_before` then with the numbers of those that have to be read, for what is known of them already
    (`ocr/sheets.py`); whoever wants to stop there can raise.

    Raises BadInput, EncryptedInput, MissingDependency and OutsideProgram where nothing of it can be read.
    """
    kind = sniff(source.data, source.name)
    if kind == "text":
        return _read_text(source, own, on_layers or _unheard)
    if kind == "docx":
        return _read_docx(source, own, on_layers or _unheard)
    from ocr import misread, reread, sheets  # here: pdfium takes longer to load than a text to repair

    seen = on_page or _nothing
    judged: list[Judged] = []

    def shown(texts: Sequence[str]) -> None:
        judged.extend(judge(texts))
        (on_layers or _unheard)(judged)

    found = (sheets.of_pdf if kind == "pdf" else sheets.of_image)(
        source.data, images, seen, shown, read_before or _none
    )
    problems = found.problems
    if not any(sheet.text.strip() for sheet in found.sheets):
        if found.errors:
            raise found.errors[0]
        problems = (Problem("no_text", "no page holds any text that could be read"),)
    repairs = misread.mended(found.sheets, _of_layers(found.sheets, own, judged))
    if images and kind == "pdf":
        repairs, more = reread.reread(source.data, found.sheets, repairs, lambda: seen(None))
        problems += more
    return Reading(source.id, source.name, source.metadata, _pages(found.sheets, repairs), problems)


def _of_layers(sheets: Sequence[Sheet], own: OwnWords | None, judged: Sequence[Judged]) -> list[Repaired]:
    """The pages of one document, repaired together; what was read from images is left as it was read.

    The gate's word on the layers holds where their words have not been put in another order since.
    """
    layers = [sheet for sheet in sheets if not sheet.read]
    texts = [sheet.text for sheet in layers]
    found = _repaired(judged if texts == [page.raw for page in judged] else judge(texts), own)
    repairs = {sheet.number: repair for sheet, repair in zip(layers, found, strict=True)}
    return [repairs.get(s.number) or Repaired(s.text, s.text, (), "absent") for s in sheets]


def _repaired(judged: Sequence[Judged], own: OwnWords | None) -> list[Repaired]:
    return repair_judged(judged, lexicon=own.lexicon([page.raw for page in judged]) if own else None)


def _pages(sheets: Sequence[Sheet], repairs: Sequence[Repaired]) -> tuple[Page, ...]:
    return tuple(_page(sheet, repair) for sheet, repair in zip(sheets, repairs, strict=True))


def _page(sheet: Sheet, repair: Repaired) -> Page:
    words = placed(sheet.words, repair.text, repair.ledger, repair.seen)
    return Page(
        sheet.number,
        repair.raw,
        repair.text,
        repair.verdict,
        repair.ledger,
        words,
        sheet.width,
        sheet.height,
        sheet.unit,
    )


def _read_text(source: Source, own: OwnWords | None, on_layers: Listening) -> Reading:
    raw, encoding = decode(bytes_of(source.data))
    pages = _typed(raw.split(PAGE_BREAK), own, on_layers)
    problems: tuple[Problem, ...] = ()
    if encoding != UTF8:
        pages = tuple(
            replace(page, ledger=tuple(replace(c, encoding=encoding) for c in page.ledger)) for page in pages
        )
        problems = (Problem("encoding", f"the text is {told(encoding)}; it was read so"),)
    if not raw.strip():
        problems += (Problem("no_text", "the file holds nothing but white space"),)
    return Reading(source.id, source.name, source.metadata, pages, problems, encoding)


def _read_docx(source: Source, own: OwnWords | None, on_layers: Listening) -> Reading:
    """A Word document knows no pages, so it is one."""
    text = docx.text_of(bytes_of(source.data))
    pages = _typed([text], own, on_layers)
    problems = () if text.strip() else (Problem("no_text", "the document holds no text"),)
    return Reading(source.id, source.name, source.metadata, pages, problems)


def _typed(texts: Sequence[str], own: OwnWords | None, on_layers: Listening) -> tuple[Page, ...]:
    """The pages of a document that is text and nothing else."""
    judged = judge(texts)
    on_layers(judged)
    sheets = [Sheet(number, text) for number, text in enumerate(texts, 1)]
    return _pages(sheets, _repaired(judged, own))


def _nothing(page: int | None) -> None:
    pass


def _none(pages: Sequence[int]) -> Known:
    return {}


def _unheard(pages: Sequence[Judged]) -> None:
    pass
