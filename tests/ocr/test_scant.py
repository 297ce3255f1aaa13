"""A scan whose text layer holds next to nothing of it is read from its image."""

import io
import random
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ocr import pdf, tesseract
from ocr.read import read
from ocr.scant import is_scant
from ocr.searchable import with_text
from ocr.source import Source

LINES = [
    "Socialnämnden behandlade förvaltningens förslag till handlingsplan för äldre.",
    "Nämnden framhåller att stödet behöver öka där det är som svårast i dag.",
    "Ordföranden förklarar överläggningen avslutad och finner bifall till förslaget.",
    "Ärendet överlämnas till kommunstyrelsen för kännedom och åtgärd i höst.",
] * 3
STAMP = "Inkom till Vikasjö kommun 2019-04-16"
pytestmark = pytest.mark.skipif(tesseract.probe() is None, reason="Tesseract is not here")


def scan(picture: Any, lines: list[str], *, hidden: bool, size: int = 9) -> bytes:
    """A page that shows a picture with lines of text over or under it, from the middle of the page down."""
    jpeg = io.BytesIO()
    picture.save(jpeg, format="JPEG")
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        image = made.make_stream(jpeg.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Im=image), Font=pikepdf.Dictionary(F=font)
        )
        shown = b"".join(
            b"BT %d Tr /F %d Tf 60 %d Td (%b) Tj ET\n"
            % (3 * hidden, size, 340 - 14 * n, line.encode("cp1252"))
            for n, line in enumerate(lines)
        )
        page.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q\n" + shown)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def noise() -> list[str]:
    chance = random.Random(1)
    return [
        " ".join("".join(chance.choices("qwxzvkjhgfdcbnmrtl^*|»", k=chance.randint(3, 8))) for _ in range(9))
        for _ in range(12)
    ]


@pytest.mark.parametrize("what", ["a printed stamp", "a hidden stamp", "hidden noise"])
def test_a_scan_under_next_to_no_text_is_read_and_found(make_picture: Callable[..., Any], what: str) -> None:
    lines = noise() if what == "hidden noise" else [STAMP]
    data = scan(make_picture(LINES), lines, hidden="hidden" in what)
    (page,) = read(Source("a.pdf", data)).pages
    assert page.verdict == "absent"
    lost = set(" ".join(LINES).split()) - set(page.text.split())
    assert len(lost) <= 2
    written, problems = with_text(data, [page], "Protokoll")
    assert isinstance(written, bytes)
    assert problems == ()
    with pdf.opened(written) as document:
        found = pdf.sheet(document, 0).text.split()
    assert set(" ".join(LINES).split()) - set(found) == lost
    assert found.count("Inkom") == (what == "a printed stamp")


@pytest.mark.parametrize("on_it", [[], LINES[:2]], ids=["an empty page", "two lines"])
def test_a_page_that_holds_no_more_than_its_layer_is_left(
    make_picture: Callable[..., Any], on_it: list[str]
) -> None:
    data = scan(make_picture(on_it), [STAMP], hidden=True)
    with pdf.opened(data) as document:
        assert not is_scant(document, pdf.sheet(document, 0))
    assert read(Source("a.pdf", data)).text == STAMP


def test_a_layer_in_another_language_is_left(make_picture: Callable[..., Any]) -> None:
    german = ["Der Ausschuss behandelte gestern Vorschläge der Verwaltung zur Pflege älterer Menschen"] * 6
    data = scan(make_picture(german), german, hidden=True)
    (page,) = read(Source("a.pdf", data)).pages
    assert page.verdict != "absent"
