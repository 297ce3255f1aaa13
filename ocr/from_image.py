"""The PDF of an image file: its pages pixel for pixel, with the words that were read in them under it.

What the file holds in a packing that PDFs know goes in as it is (JPEG, fax); everything else is deflated,
which loses nothing either. The pages of a large file are put on the disk when some have gathered: a hundred
grey ones do not fit into memory, packed or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ocr import image, write_pdf
from ocr.layer import FONT, layer
from ocr.page import Page
from ocr.sheet import POINTS_PER_INCH, Frame, scaled
from ocr.source import Data
from ocr.write_pdf import Array, Dictionary, Name, Object, Pdf, Written

_LEAST, _MOST = 3.0, 14400.0  # points of a page's side
_AT_ONCE = 24 * 2**20  # bytes of images that are held in memory


def from_image(data: Data, pages: Sequence[Page], title: str) -> Written:
    """A PDF of an image file's pages, pixel for pixel, with the words that were read in them."""
    with image.opened(data) as opened, ExitStack() as files:
        made = files.enter_context(Pdf.new())
        font: Object = made.make_indirect(write_pdf.font(made))
        held = 0
        for page in pages:
            scan = image.embedded(opened, page.number - 1)
            _put(made, scan, page, font)
            held += len(scan.data)
            if held > _AT_ONCE and isinstance(data, Path) and page is not pages[-1]:
                part = data.with_name(f"{data.name}.{page.number}")
                made.save(part)
                files.close()
                files.callback(part.unlink)  # once it is closed
                made = files.enter_context(write_pdf.opened(part))
                font, held = made.pages[0].obj["/Resources"]["/Font"][FONT], 0
        return write_pdf.saved(made, title, [], data), ()


def _picture(made: Pdf, scan: image.Embedded) -> Object:
    picture = made.make_stream(scan.data)
    picture["/Type"], picture["/Subtype"] = Name.XObject, Name.Image
    picture["/Width"], picture["/Height"] = scan.width, scan.height
    picture["/ColorSpace"], picture["/BitsPerComponent"] = Name("/" + scan.colours), scan.bits
    picture["/Filter"] = Name("/" + scan.packed)
    if scan.details:
        picture["/DecodeParms"] = Dictionary({f"/{key}": value for key, value in scan.details.items()})
    if scan.is_inverted:
        picture["/Decode"] = Array([1, 0] * 4)
    return picture


def _put(made: Pdf, scan: image.Embedded, page: Page, font: Object) -> None:
    """Add a page that shows a scan as large as it was, with its words."""
    across, down = (POINTS_PER_INCH / dpi for dpi in scan.dpi)
    width, height = scan.width * across, scan.height * down
    content = b"q %.4f 0 0 %.4f 0 0 cm /Scan Do Q\n" % (width, height)
    if scan.turned % 180:
        across, down = down, across
    under = layer(_in_points(page, across, down), Frame(0.0, 0.0, width, height, scan.turned))
    target = made.add_blank_page(page_size=(_side(width), _side(height)))
    target.obj["/Resources"] = Dictionary(
        XObject=Dictionary(Scan=_picture(made, scan)), Font=Dictionary({FONT: font})
    )
    target.obj["/Contents"] = made.make_stream(content + under)
    if scan.turned:
        target.obj["/Rotate"] = scan.turned


def _in_points(page: Page, across: float, down: float) -> Page:
    """A page in pixels as one in points."""
    words = tuple(replace(word, box=scaled(word.box, across, down)) for word in page.words)
    width, height = page.width * across, page.height * down
    return replace(page, words=words, width=width, height=height, unit="pt")


def _side(points: float) -> float:
    return min(max(points, _LEAST), _MOST)
