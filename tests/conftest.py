"""Papers to try things on: PDFs and images made on the spot, of the made-up Vikasjö kommun."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence

import pikepdf
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

from ocr import pdf

os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's threads stand in each other's way on a busy machine

# No test depends on how fast the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

A4 = (595, 842)
Line = tuple[float, float, str]  # points from the left and from the top, and what stands there


def _pdf(pages: Sequence[Sequence[Line]], *, turned: int = 0, size: float = 11) -> bytes:
    """A born-digital PDF with a page for each list of lines."""
    with pikepdf.new() as made:
        for lines in pages:
            page = made.add_blank_page(page_size=A4)
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
            page.Contents = made.make_stream(b"".join(_shown(line, size) for line in lines))
            if turned:
                page.Rotate = turned
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
        return out.getvalue()


def _shown(line: Line, size: float) -> bytes:
    x, y, text = line
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %.1f Tf %.2f %.2f Td (%b) Tj ET\n" % (size, x, A4[1] - y, escaped)


def _picture(lines: Sequence[str], *, dpi: int = 200) -> Image.Image:
    """A page of print as a scanner sees it, in grey."""
    with pdf.opened(_pdf([[(60, 80 + 24 * n, line) for n, line in enumerate(lines)]])) as document:
        return pdf.picture(document, 0, dpi)[0]


def _file(image: Image.Image, kind: str = "PNG", *, dpi: int = 200) -> bytes:
    out = io.BytesIO()
    image.save(out, format=kind, dpi=(dpi, dpi))
    return out.getvalue()


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """`make_pdf([[(x, y, text), ...], ...])`: a PDF whose lines begin x, y points from the top left."""
    return _pdf


@pytest.fixture(scope="session")
def make_picture() -> Callable[..., Image.Image]:
    """`make_picture(lines)`: an A4 page of print."""
    return _picture


@pytest.fixture(scope="session")
def make_file() -> Callable[..., bytes]:
    """`make_file(picture, "TIFF")`: the bytes of an image file."""
    return _file
