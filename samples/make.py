"""Makes the scanned and the printed sample documents again, from their true text.

A scan is made as scans are made: the page is set in type, put down a little askew, photographed with grain
and soft edges, saved as a JPEG, and then read by Tesseract with the English model, which is the mistake that
left archives with "Socialndmnden". Its reading becomes the invisible text layer of the PDF. One page is left
as a bare image, and one document is printed to PDF as an office program would do it.

Needs `tesseract-ocr` (with `eng`) and the typefaces of Debian's `fonts-liberation` and `fonts-dejavu-core`.
Grain and tilt are drawn from a seed, so two runs on one machine give the same bytes; another version of
Tesseract or Pillow may read or draw a word differently, and the files in the repository are the ones tested.

    python samples/make.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SAMPLES = Path(__file__).resolve().parent
A4 = (8.27, 11.69)  # inches
HEADINGS = """
Vikasjö stad · Tjänsteutlåtande · Beslut · Socialnämndens beslut · Förslag till beslut
Förvaltningens förslag till beslut · Ärendet · Sammanfattning · Sammanfattning av ärendet · Bakgrund
Ärendets beredning · Revidering av handlingsplanen · Förvaltningarnas synpunkter · Bilaga
Beslutsgång · Särskilt uttalande · Ersättaryttrande · Reservation
"""
BOLD = frozenset(heading.strip() for line in HEADINGS.split("\n") for heading in line.split("·")) - {""}


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks: typeface and size in points, then what the scanner did to it."""

    regular: str
    bold: str
    points: float
    leading: float = 1.42
    dpi: int = 150
    tilt: float = 0.0  # degrees, counter-clockwise
    grain: float = 9.0  # standard deviation of the noise, in grey levels of 255
    blur: float = 0.5  # radius in pixels
    quality: int = 38  # of the JPEG
    paper: int = 238  # grey level of the white
    seed: int = 1


SCANS = {
    "socialnamnden/SN 2022-04-19 § 8 Protokollsutdrag.pdf": Look(
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        13,
        dpi=200,
        tilt=0.35,
        blur=1.0,
        quality=30,
        seed=8,
    ),
    "socialnamnden/tjansteutlatande-SN-2020-118.pdf": Look(
        "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", 11.5, tilt=-0.4, grain=11, seed=118
    ),
    "socialnamnden/SN 2020-02-18 § 11 Protokollsutdrag.jpg": Look(
        "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", 11, tilt=0.25, blur=0.7, seed=11
    ),
}
PRINTED = ("socialnamnden/tjansteutlatande-SN-2022-214.pdf",)


def main() -> int:
    for name, look in SCANS.items():
        pages = [scanned(page, look, number) for number, page in enumerate(true_pages(name))]
        write(name, pages[0] if name.endswith(".jpg") else with_english_text_layer(pages, look.dpi))
    for name in PRINTED:
        write(name, printed(true_pages(name)))
    return 0


def true_pages(name: str) -> list[str]:
    text = (SAMPLES / "text" / name).with_suffix(".txt").read_text(encoding="utf-8")
    return text.split("\f")


def write(name: str, data: bytes) -> None:
    path = SAMPLES / "archive" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"{len(data):8d}  {path.relative_to(SAMPLES)}", file=sys.stderr)


def scanned(text: str, look: Look, number: int) -> bytes:
    """One page of text as the JPEG that a worn office scanner gives."""
    scale = look.dpi / 72
    sheet = Image.new("L", (round(A4[0] * look.dpi), round(A4[1] * look.dpi)), 255)
    draw = ImageDraw.Draw(sheet)
    regular = ImageFont.truetype(look.regular, look.points * scale)
    bold = ImageFont.truetype(look.bold, look.points * scale)
    left, at = 1.1 * look.dpi, 1.0 * look.dpi
    for line in text.strip("\n").split("\n"):
        draw.text((left, at), line, font=bold if is_heading(line) else regular, fill=25)
        at += look.points * look.leading * scale * (1 if line else 0.6)
    return worn(sheet, look, number)


def is_heading(line: str) -> bool:
    return line in BOLD or line.startswith("§ ")


def worn(sheet: Image.Image, look: Look, number: int) -> bytes:
    """Tilt, soften and grain a sheet, and save it as a JPEG."""
    drawn = np.random.default_rng([look.seed, number])
    sheet = sheet.rotate(look.tilt, Image.Resampling.BICUBIC, fillcolor=255)
    sheet = sheet.filter(ImageFilter.GaussianBlur(look.blur))
    grey = np.asarray(sheet, dtype=np.float64) * (look.paper / 255)
    grey += drawn.normal(0, look.grain, grey.shape)
    out = BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(
        out, "JPEG", quality=look.quality, dpi=(look.dpi, look.dpi)
    )
    return out.getvalue()


def with_english_text_layer(pages: list[bytes], dpi: int) -> bytes:
    """A PDF of page images over whose words lies what the English model made of them."""
    whole = pikepdf.new()
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            image = Path(folder, "page.jpg")
            image.write_bytes(page)
            subprocess.run(
                ["tesseract", str(image), str(image.with_suffix("")), "-l", "eng", "--dpi", str(dpi), "pdf"],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
            with pikepdf.open(image.with_suffix(".pdf")) as part:
                whole.pages.extend(part.pages)
    return saved(whole)


def printed(pages: list[str]) -> bytes:
    """A born-digital PDF in two of the fonts that every reader has; its text layer is right."""
    pdf = pikepdf.new()
    fonts = pikepdf.Dictionary(R=standard_font(pdf, "Times-Roman"), B=standard_font(pdf, "Times-Bold"))
    for text in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=fonts)
        page.Contents = pdf.make_stream(content(text))
    return saved(pdf)


def standard_font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/" + name),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )


def content(text: str, points: float = 11.5, leading: float = 16) -> bytes:
    """The drawing orders of one page: a line of text is one order, an empty line is only a step down."""
    orders = [b"BT", f"1 0 0 1 72 {842 - 80} Tm {leading} TL".encode("ascii")]
    for line in text.strip("\n").split("\n"):
        face = b"B" if is_heading(line) else b"R"
        shown = line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        orders.append(
            b"/%s %.1f Tf (%s) Tj T*" % (face, points, shown) if line else b"0 -%.1f Td" % (leading / 2)
        )
    return b"\n".join([*orders, b"ET"])


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes, without the hour at which it was made."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
