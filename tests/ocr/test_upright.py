"""Pages that lie on their side or stand on their head, as scans and as text."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ocr import pdf, tesseract, upright
from ocr.page import Word
from ocr.read import read
from ocr.searchable import with_text
from ocr.source import Source
from ocr.spans import Span

LANGUAGES = installed.languages if (installed := tesseract.probe()) else ()
LINES = [
    "Socialnämnden beslutar att godkänna förslaget",
    "till handlingsplan för äldre och överlämnar det.",
    "Förvaltningen får i uppdrag att återkomma.",
]
WORDS = " ".join(LINES).split()


def inked(data: bytes, box: tuple[float, float, float, float]) -> bool:
    """Whether something is printed where a word is said to stand."""
    with pdf.opened(data) as document:
        drawn, dpi = pdf.picture(document, 0, 100)
    x0, y0, x1, y1 = (int(edge * dpi / 72) for edge in box)
    cut = drawn.crop((x0, y0, x1 + 1, y1 + 1)).histogram()
    return sum(cut[:128]) > 0.03 * sum(cut)


@pytest.mark.slow
@pytest.mark.skipif("swe" not in LANGUAGES, reason="Tesseract with its Swedish model is not here")
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_scan_that_lies_wrongly_is_read_and_its_words_stand_where_they_are(
    turned: int, make_picture: Callable[..., Any]
) -> None:
    out = io.BytesIO()
    make_picture(LINES).rotate(turned, expand=True).save(out, format="PDF", resolution=200)
    (page,) = read(Source("a.pdf", out.getvalue())).pages
    assert page.text.split() == WORDS
    assert all(inked(out.getvalue(), word.box) for word in page.words)


@pytest.mark.slow
@pytest.mark.skipif("swe" not in LANGUAGES, reason="Tesseract with its Swedish model is not here")
def test_a_scan_that_stands_on_its_head_is_copied_in_the_order_of_reading(
    make_picture: Callable[..., Any],
) -> None:
    out = io.BytesIO()
    make_picture(LINES).rotate(180, expand=True).save(out, format="PDF", resolution=200)
    (page,) = read(Source("a.pdf", out.getvalue())).pages
    written, _ = with_text(out.getvalue(), [page], "a")
    with pdf.opened(written) as document:
        copied = pdf.sheet(document, 0)
    assert copied.text.split() == WORDS
    assert all(inked(written, word.box) for word in copied.words)


def lying(angle: int, rotate: int) -> bytes:
    """A born-digital page whose lines run in another direction than the page."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=made.make_indirect(font)))
        content = b""
        for n, line in enumerate(LINES):
            matrix = {
                0: b"1 0 0 1 60 %d" % (700 - 24 * n),
                90: b"0 1 -1 0 %d 60" % (100 + 24 * n),
                180: b"-1 0 0 -1 500 %d" % (100 + 24 * n),
                270: b"0 -1 1 0 %d 780" % (500 - 24 * n),
            }[angle]
            content += b"BT /F 11 Tf %b Tm (%b) Tj ET\n" % (matrix, line.encode("cp1252"))
        page.obj["/Contents"] = made.make_stream(content)
        page.Rotate = rotate
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_text_that_runs_in_any_direction_is_read_in_its_order(angle: int, rotate: int) -> None:
    data = lying(angle, rotate)
    (page,) = read(Source("a.pdf", data)).pages
    assert page.text.split() == WORDS
    assert [page.text[w.span.start : w.span.end] for w in page.words] == WORDS
    assert all(inked(data, word.box) for word in page.words)


def test_a_page_of_noise_is_turned_once_and_the_first_reading_kept(
    make_picture: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = tesseract.PageRead("", ())
    readings = iter([noise_of(0.3), noise_of(0.4), noise])
    monkeypatch.setattr(tesseract, "read_picture", lambda picture, dpi: next(readings))
    found, _, is_turned = upright.read_picture(make_picture(["Nämnden"]), 200)
    assert (found.words[0].confidence, is_turned) == (0.3, False)
    assert upright.read_picture(make_picture(["Nämnden"]), 200)[0] is noise  # nothing there: not turned


def noise_of(confidence: float) -> tesseract.PageRead:
    return tesseract.PageRead(
        "x " * 9, tuple(Word(Span(2 * n, 2 * n + 1), (0, 0, 1, 1), confidence, "read") for n in range(9))
    )
