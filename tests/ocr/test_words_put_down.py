"""Words put down on a page unseen: in a typeface without shapes, in lines that readers find again."""

import io
import re
import shutil
import subprocess

import pikepdf
import pytest

from ocr import glyphless, pdf
from ocr.page import Page, Word
from ocr.searchable import with_text
from ocr.spans import Span


def test_the_typeface_is_a_sound_font_file() -> None:
    file = glyphless.font_file()
    padded = file + b"\0" * (-len(file) % 4)
    assert (
        sum(int.from_bytes(padded[n : n + 4], "big") for n in range(0, len(padded), 4)) & 0xFFFFFFFF
        == 0xB1B0AFBA
    )
    assert len(file) < 1000
    assert glyphless.code("å") == b"\x00\xe5"
    assert b"<0000> <00FF> <0000>" in glyphless.to_unicode()


def laid(lines: list[list[tuple[str, float, float]]], *, turned: int = 0) -> bytes:
    """An empty page with lines of words put down, each word with its left and its foot."""
    text = "\n".join(" ".join(word for word, _, _ in line) for line in lines)
    places = [place for line in lines for place in line]
    words = tuple(
        Word(Span(*match.span()), (left, foot - 9, left + 5.5 * len(word), foot), 0.9, "read")
        for match, (word, left, foot) in zip(re.finditer(r"\S+", text), places, strict=True)
    )
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(842, 595) if turned in (90, 270) else (595, 842))
        page.Rotate = turned
        made.save(out)
    written, _ = with_text(out.getvalue(), [Page(1, text, text, "absent", (), words, 595, 842, "pt")], "")
    assert isinstance(written, bytes)
    return written


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_line_ends_where_it_ends_however_the_page_is_turned(turned: int) -> None:
    lines = [
        "Ärendet överlämnas till",
        "kommunstyrelsen för kännedom och",
        "återkommer i höst till nämnden",
    ] * 4
    placed = [
        [(word, 60.0 + 90 * at, 100.0 + 15 * row) for at, word in enumerate(line.split())]
        for row, line in enumerate(lines)
    ]
    with pdf.opened(laid(placed, turned=turned)) as document:
        assert pdf.sheet(document, 0).text.splitlines() == lines


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not here")
def test_words_of_a_page_that_lies_askew_are_found_whole_by_poppler_too() -> None:
    shown = ["Socialnämnden", "behandlade", "förvaltningens", "handlingsplan"]
    line = [(word, 60 + 120.0 * at, 100 + 7.0 * at) for at, word in enumerate(shown)]
    found = subprocess.run(["pdftotext", "-", "-"], input=laid([line]), capture_output=True, check=True)
    assert sorted(found.stdout.decode("utf-8").split()) == sorted(shown)
