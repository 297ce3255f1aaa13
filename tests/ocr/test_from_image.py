"""Image files as PDFs: their own pixels, whatever they are made of."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from ocr import image, pdf, sheets
from ocr.errors import BadInput
from ocr.from_image import from_image
from ocr.page import Page, Word
from ocr.sheet import Sheet
from ocr.spans import Span

LINES = ["Sammanträde i Vikasjö kommun den 4 april", "Nämnden beslutar att godkänna förslaget"]


def saved(picture: Any, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, dpi=(200, 200), **options)
    return out.getvalue()


def blank(number: int, picture: Any) -> Page:
    return Page(number, "", "", "absent", (), (), float(picture.width), float(picture.height), "px")


def embedded(data: bytes) -> tuple[pikepdf.Pdf, Any]:
    """The PDF of an image file of one page, and the image in it."""
    with image.opened(data) as opened:
        page = blank(1, opened.image)
    written, problems = from_image(data, [page], "a")
    assert not problems and isinstance(written, bytes)
    made = pikepdf.open(io.BytesIO(written))
    return made, made.pages[0].Resources.XObject.Scan


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_page_of_16_bits_keeps_them_and_is_read_in_all_its_greys(
    kind: str, make_picture: Callable[..., Any]
) -> None:
    grey = make_picture(LINES)
    deep = Image.new("I;16", grey.size)
    deep.putdata([257 * level for level in grey.get_flattened_data()])
    data = saved(deep, kind)
    made, scan = embedded(data)
    assert int(scan.BitsPerComponent) == 16
    assert scan.read_bytes()[0::2] == grey.tobytes()
    with image.opened(data) as opened:
        assert image.picture(opened, 0).picture.tobytes() == grey.tobytes()
    made.close()


def test_a_page_packed_as_a_fax_goes_in_as_it_is(make_picture: Callable[..., Any]) -> None:
    black = make_picture(LINES).convert("1", dither=Image.Dither.NONE)
    data = saved(black, "TIFF", compression="group4", tiffinfo={278: black.height})
    made, scan = embedded(data)
    assert scan.Filter == pikepdf.Name.CCITTFaxDecode
    assert scan.read_raw_bytes() in data
    assert pikepdf.PdfImage(scan).as_pil_image().convert("1").tobytes() == black.tobytes()
    made.close()


@pytest.mark.parametrize("tag", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_page_scanned_coarser_down_than_across_is_as_large_as_the_sheet(kind: str, tag: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = tag
    out = io.BytesIO()
    Image.new("L", (1728, 1146), 255).save(out, kind, dpi=(204, 98), exif=exif)
    upright = (1728, 1146) if tag == 1 else (1146, 1728)
    across, down = (204, 98) if tag == 1 else (98, 204)
    box = (3.0 * across, 2.0 * down, 4.0 * across, 2.2 * down)  # an inch wide, two from the top
    words = (Word(Span(0, 4), box, 0.9, "read"),)
    page = Page(1, "", "plan", "absent", (), words, float(upright[0]), float(upright[1]), "px")
    written, _ = from_image(out.getvalue(), [page], "a")
    assert isinstance(written, bytes)
    document = pdfium.PdfDocument(written)
    shown = document[0]
    assert shown.get_size() == pytest.approx((72 * upright[0] / across, 72 * upright[1] / down), abs=1)
    chars = [_upright(shown, shown.get_textpage().get_charbox(i)) for i in range(4)]
    assert min(c[0] for c in chars) == pytest.approx(3 * 72, abs=3)
    assert max(c[2] for c in chars) == pytest.approx(4 * 72, abs=3)
    assert all(1.9 * 72 < c[1] < c[3] < 2.3 * 72 for c in chars)
    document.close()


def test_a_fax_that_was_scanned_coarser_down_is_read_as_it_was_seen(make_picture: Callable[..., Any]) -> None:
    out = io.BytesIO()
    seen = make_picture(LINES, dpi=204)
    seen.resize((seen.width, round(seen.height * 98 / 204))).save(out, "TIFF", dpi=(204, 98))
    with image.opened(out.getvalue()) as opened:
        shown = image.picture(opened, 0)
    assert (shown.width, shown.height) == (seen.width, round(seen.height * 98 / 204))
    assert (shown.picture.width, shown.picture.height, shown.dpi) == (
        seen.width,
        pytest.approx(seen.height, abs=2),
        204,
    )
    assert shown.scale == (1.0, pytest.approx(98 / 204, abs=0.001))
    (sheet,) = sheets.of_image(
        out.getvalue(), True, lambda page: None, lambda texts: None, lambda pages: {}
    ).sheets
    assert sheet.text.split() == " ".join(LINES).split()
    assert (sheet.width, sheet.height) == (shown.width, shown.height)
    heights = [word.box[3] - word.box[1] for word in sheet.words]
    assert max(heights) < 20  # in the file's own pixels, of which a line has half as many down as across
    assert max(word.box[3] for word in sheet.words) < shown.height


def _upright(page: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A box of the PDF's coordinates as one who looks at the page measures it, from the top left."""
    left, bottom, right, top = box
    if page.get_rotation() == 90:
        return bottom, left, top, right
    return left, page.get_height() - top, right, page.get_height() - bottom


@pytest.mark.parametrize(
    ("size", "said", "read_at"),
    [
        ((2480, 3508), 300, 300),
        ((9921, 14031), 1200, 400),  # A4
        ((1654, 2339), 1200, 1200),  # which no page is: the file lies
        ((5315, 7087), 600, 400),  # larger than A4
    ],
)
def test_a_page_is_read_no_finer_than_print_needs(size: tuple[int, int], said: int, read_at: float) -> None:
    out = io.BytesIO()
    Image.new("1", size, 1).save(out, "TIFF", dpi=(said, said), compression="group4")
    with image.opened(out.getvalue()) as opened:
        shown = image.picture(opened, 0)
    assert (shown.width, shown.height) == size
    assert shown.dpi == pytest.approx(read_at, rel=0.05)


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (9, 2)])
def test_an_image_of_hardly_any_pixels_is_a_page_all_the_same(size: tuple[int, int]) -> None:
    made, scan = embedded(saved(Image.new("L", size), "PNG"))
    assert (int(scan.Width), int(scan.Height)) == size
    assert all(3 <= side <= 14_400 for side in made.pages[0].mediabox[2:])
    made.close()


def test_a_large_page_is_made_smaller_as_if_it_were_done_at_once(
    make_picture: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    grey = make_picture(LINES)
    monkeypatch.setattr(image, "_MOST_READ", 900_000)
    monkeypatch.setattr(image, "_LARGE", 0)
    for turned, tag in ((grey, 1), (grey.transpose(Image.Transpose.ROTATE_90), 6)):
        exif = Image.Exif()
        exif[0x0112] = tag
        with image.opened(saved(turned, "PNG", exif=exif)) as opened:
            shown = image.picture(opened, 0)
        assert (shown.width, shown.height) == grey.size
        size = shown.picture.size if tag == 1 else shown.picture.size[::-1]
        whole = turned.resize(size, Image.Resampling.LANCZOS)
        if tag == 6:
            whole = whole.transpose(Image.Transpose.ROTATE_270)
        levels = zip(shown.picture.get_flattened_data(), whole.get_flattened_data(), strict=True)
        assert max(abs(a - b) for a, b in levels) <= 1
        small = shown.picture
        assert shown.scale == pytest.approx((grey.width / small.width, grey.height / small.height))


def test_bigtiff_is_read(make_picture: Callable[..., Any]) -> None:
    grey = make_picture(LINES)
    data = saved(grey, "TIFF", big_tiff=True)
    assert data.startswith(b"II+\0")
    made, scan = embedded(data)
    assert scan.read_bytes() == grey.tobytes()
    made.close()


def test_what_is_said_of_a_damaged_image_is_the_same_each_time() -> None:
    said = set()
    for _ in range(2):
        with pytest.raises(BadInput) as error, image.opened(b"II*\0" + b"\0" * 50):
            pass
        said.add(error.value.message)
    assert len(said) == 1 and "0x" not in said.pop()


def sheet_of(data: bytes) -> Sheet:
    with pdf.opened(data) as document:
        return pdf.sheet(document, 0)


def words_at(sheet: Sheet) -> dict[str, tuple[float, float, float, float]]:
    return {sheet.text[w.span.start : w.span.end]: w.box for w in sheet.words}


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "RGB"),
        ("PNG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "1"),
        ("TIFF", "1"),
        ("PNG", "P"),
    ],
)
def test_an_image_becomes_a_pdf_with_its_own_pixels(
    make_picture: Callable[..., Any], make_file: Callable[..., bytes], kind: str, mode: str
) -> None:
    picture = make_picture(LINES).convert(mode)
    data = make_file(picture, kind)
    page = Page(
        1,
        "Nämnden",
        "Nämnden",
        "absent",
        (),
        (Word(Span(0, 7), (166, 194, 300, 224), 0.9, "read"),),
        picture.width,
        picture.height,
        "px",
    )
    written, problems = from_image(data, [page], "Skannad sida")
    assert problems == ()
    sheet = sheet_of(written)
    assert sheet.text == "Nämnden"
    assert abs(sheet.width - 595) < 2
    assert abs(words_at(sheet)["Nämnden"][0] - 166 * 72 / 200) < 2
    with pikepdf.open(io.BytesIO(written)) as opened:
        image = opened.pages[0].Resources.XObject.Scan
        if kind == "JPEG":
            assert image.read_raw_bytes() == data
        else:
            shown = pikepdf.PdfImage(image).as_pil_image()
            wanted = picture.convert("RGB") if mode in ("RGBA", "P") else picture
            assert shown.convert("RGB").tobytes() == wanted.convert("RGB").tobytes()


def test_a_photo_that_lies_on_its_side_is_shown_upright(make_picture: Callable[..., Any]) -> None:
    lying = make_picture(LINES).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    lying.save(out, format="JPEG", exif=exif, dpi=(200, 200))
    page = Page(
        1,
        "Nämnden",
        "Nämnden",
        "absent",
        (),
        (Word(Span(0, 7), (166, 194, 300, 224), 0.9, "read"),),
        1653,
        2339,
        "px",
    )
    sheet = sheet_of(from_image(out.getvalue(), [page], "a")[0])
    assert sheet.height > sheet.width
    assert abs(words_at(sheet)["Nämnden"][0] - 166 * 72 / 200) < 2


def test_a_word_that_tesseract_squeezed_with_its_blank_ends_where_the_blank_ends(
    make_picture: Callable[..., Any],
) -> None:
    left, right = (
        Word(Span(0, 7), (166, 194, 300, 224), 0.9, "read"),
        Word(Span(8, 16), (320, 194, 500, 224), 0.9, "read"),
    )
    text = "Nämnden beslutar"
    page = Page(1, text, text, "absent", (), (left, right), 1653, 2339, "px")
    written, _ = from_image(saved(make_picture(LINES), "PNG"), [page], "a")
    assert isinstance(written, bytes)
    squeezed = io.BytesIO()
    with pikepdf.open(io.BytesIO(written)) as opened:  # as if Tesseract had put the words down
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each:
                each["/BaseFont"] = pikepdf.Name("/GlyphLessFont")
            if isinstance(each, pikepdf.Dictionary) and "/FontName" in each:
                each["/FontName"] = pikepdf.Name("/GlyphLessFont")
        opened.save(squeezed)
    ours, its = words_at(sheet_of(written))["Nämnden"], words_at(sheet_of(squeezed.getvalue()))["Nämnden"]
    assert ours[2] == pytest.approx(300 * 72 / 200, abs=0.1)
    assert its[:2] == ours[:2]
    assert its[2] == pytest.approx(
        ours[2] + (ours[2] - ours[0]) / 7, abs=0.1
    )  # a blank is as wide as a letter
