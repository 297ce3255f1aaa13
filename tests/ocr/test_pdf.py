import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from ocr import pdf, scan
from ocr.errors import BadInput, EncryptedInput
from ocr.page import Word
from ocr.sheet import Sheet

HIDDEN = b"BT 3 Tr /F1 11 Tf 1 0 0 1 60 700 Tm (Namnden) Tj ET\n"
PAGE = [(60, 100, "Sammanträde i Vikasjö kommun"), (60, 120, "Nämnden beslutar"), (60, 400, "Sida 1")]


def first(data: bytes) -> Sheet:
    with pdf.opened(data) as document:
        return pdf.sheet(document, 0)


def word(sheet: Sheet, text: str) -> Word:
    return next(w for w in sheet.words if sheet.text[w.span.start : w.span.end] == text)


def test_a_page_has_the_text_that_the_pdf_holds_line_by_line(make_pdf: Callable[..., bytes]) -> None:
    sheet = first(make_pdf([PAGE]))
    assert sheet.text == "Sammanträde i Vikasjö kommun\nNämnden beslutar\nSida 1"
    assert (sheet.width, sheet.height, sheet.unit, sheet.read) == (595, 842, "pt", False)
    assert [sheet.text[w.span.start : w.span.end] for w in sheet.words] == sheet.text.split()


def test_boxes_are_in_points_from_the_top_left(make_pdf: Callable[..., bytes]) -> None:
    x0, top, x1, bottom = word(first(make_pdf([PAGE])), "Nämnden").box
    assert x0 == pytest.approx(61, abs=1.5)
    assert 108 < top < bottom < 121
    assert 40 < x1 - x0 < 55


@pytest.mark.parametrize(
    ("turned", "expected"),  # where the left end of the word's foot is on the page as shown
    [(0, (61, 120)), (90, (842 - 120, 61)), (180, (595 - 61, 842 - 120)), (270, (120, 595 - 61))],
)
def test_boxes_follow_the_rotation_of_the_page(
    make_pdf: Callable[..., bytes], turned: int, expected: tuple[float, float]
) -> None:
    sheet = first(make_pdf([PAGE], turned=turned))
    x0, top, x1, bottom = word(sheet, "Nämnden").box
    assert (sheet.width, sheet.height) == ((842, 595) if turned in (90, 270) else (595, 842))
    assert 0 <= x0 < x1 <= sheet.width and 0 <= top < bottom <= sheet.height
    assert x0 - 2 <= expected[0] <= x1 + 2
    assert top - 2 <= expected[1] <= bottom + 2


def test_a_hyphen_at_a_line_end_keeps_its_line_break(make_pdf: Callable[..., bytes]) -> None:
    sheet = first(make_pdf([[(60, 100, "vi antar handlings-"), (60, 114, "planen i dag")]]))
    assert sheet.text == "vi antar handlings-\nplanen i dag"
    assert word(sheet, "planen").box[1] > word(sheet, "handlings-").box[1] + 5


def test_a_crop_moves_the_origin(make_pdf: Callable[..., bytes]) -> None:
    with pikepdf.open(io.BytesIO(make_pdf([PAGE]))) as opened:
        opened.pages[0].CropBox = pikepdf.Array([50, 42, 500, 800])
        out = io.BytesIO()
        opened.save(out)
    sheet = first(out.getvalue())
    assert (sheet.width, sheet.height) == (450, 758)
    assert word(sheet, "Nämnden").box[0] == pytest.approx(11, abs=1.5)
    assert word(sheet, "Nämnden").box[3] == pytest.approx(120 - 42, abs=3)


def test_a_page_can_be_drawn(make_pdf: Callable[..., bytes]) -> None:
    with pdf.opened(make_pdf([PAGE])) as document:
        drawn, dpi = pdf.picture(document, 0, 100)
        assert dpi == 100
        assert abs(drawn.width - 595 / 72 * 100) <= 1
        assert drawn.mode == "L"


def test_a_huge_page_is_drawn_smaller() -> None:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(14400, 14400))
        out = io.BytesIO()
        made.save(out)
    with pdf.opened(out.getvalue()) as document:
        drawn, dpi = pdf.picture(document, 0, 300)
        assert dpi < 50
        assert drawn.width * drawn.height <= 60_500_000


def test_an_encrypted_pdf_is_told_apart(make_pdf: Callable[..., bytes]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([PAGE]))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))
    with pytest.raises(EncryptedInput, match="password"), pdf.opened(out.getvalue()):
        pass


def test_a_pdf_that_only_forbids_printing_is_read(make_pdf: Callable[..., bytes]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(make_pdf([PAGE]))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="", owner="hemligt"))
    assert "Nämnden" in first(out.getvalue()).text


def test_what_is_cut_off_or_broken_is_refused(make_pdf: Callable[..., bytes]) -> None:
    whole = make_pdf([PAGE, PAGE])
    for data, code in [
        (whole[: len(whole) * 2 // 3], "truncated"),
        (whole[:20], "truncated"),
        (b"%PDF-1.7\n" + b"x" * 5000 + b"\nstartxref\n9\n%%EOF\n", "damaged"),
    ]:
        with pytest.raises(BadInput) as caught, pdf.opened(data):
            pass
        assert caught.value.code == code
        assert caught.value.remedy


def test_a_pdf_without_pages_is_refused_whatever_came_before(make_pdf: Callable[..., bytes]) -> None:
    out, locked = io.BytesIO(), io.BytesIO()
    with pikepdf.new() as made:
        made.save(out)
    with pikepdf.open(io.BytesIO(make_pdf([PAGE]))) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))
    for before in (b"%PDF-1.7\nskr\xe4p", locked.getvalue()):
        with pytest.raises((BadInput, EncryptedInput)), pdf.opened(before):
            pass
        with pytest.raises(BadInput) as caught, pdf.opened(out.getvalue()):
            pass
        assert caught.value.code == "no_pages"


def scanned(
    picture: Image.Image, after: bytes = b"", *, turned: int = 0, box: str = "595 0 0 842 0 0"
) -> bytes:
    """A page that shows a picture, and what is painted after it."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        held = made.make_stream(picture.tobytes())
        held.stream_dict.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=picture.width,
                Height=picture.height,
                BitsPerComponent=1 if picture.mode == "1" else 8,
                ColorSpace=pikepdf.Name.DeviceRGB if picture.mode == "RGB" else pikepdf.Name.DeviceGray,
            )
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Scan=held), Font=pikepdf.Dictionary(F1=font)
        )
        page.Contents = made.make_stream(f"q {box} cm /Scan Do Q\n".encode() + after)
        if turned:
            page.Rotate = turned
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def unpacked(data: bytes) -> tuple[Image.Image, float] | None:
    with pdf.opened(data) as document:
        return scan.unpacked(document, 0)


@pytest.mark.parametrize("mode", ["L", "RGB", "1"])
def test_a_scan_is_unpacked_as_it_would_be_drawn(make_picture: Callable[..., Any], mode: str) -> None:
    data = scanned(make_picture(["Nämnden beslutar"]).convert(mode), HIDDEN)
    found = unpacked(data)
    assert found is not None
    shown, dpi = found
    assert dpi == pytest.approx(200, abs=0.5)
    with pdf.opened(data) as document:
        drawn = pdf.picture(document, 0, 200)[0].resize(shown.size)
    off = ImageChops.difference(shown, drawn)
    assert shown.mode == "L"
    assert sum(level * count for level, count in enumerate(off.histogram())) < 2 * shown.width * shown.height


def test_a_picture_that_cannot_be_unpacked_is_drawn_as_far_as_it_goes() -> None:
    with pikepdf.open(io.BytesIO(scanned(Image.new("L", (1654, 2339), 255)))) as made:
        held = made.pages[0].Resources.XObject.Scan
        held.write(b"no JPEG", filter=pikepdf.Name.DCTDecode)
        out = io.BytesIO()
        made.save(out)
    assert unpacked(out.getvalue()) is None


def test_a_fine_scan_is_unpacked_coarser() -> None:
    found = unpacked(scanned(Image.new("L", (4960, 7016), 255)))
    assert found is not None
    assert (found[0].size, round(found[1])) == ((2480, 3508), 300)


def altered(data: bytes, what: str, value: str) -> bytes:
    """The PDF with something more in its picture or its page, as PDFs write it; %d is another object."""
    with pikepdf.open(io.BytesIO(data)) as made:
        page = made.pages[0]
        whole = page.Resources.XObject.Scan
        grey = made.make_stream(
            bytes(16), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=4, Height=4
        )
        grey.BitsPerComponent, grey.ColorSpace = 8, pikepdf.Name.DeviceGray
        stencil = made.make_stream(b"\x00\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        stencil.Width, stencil.Height, stencil.BitsPerComponent, stencil.ImageMask = 8, 2, 1, True
        note = made.make_stream(b"1 g 0 0 300 300 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        note.BBox = [0, 0, 300, 300]
        match what:
            case "SMask":
                whole.SMask = made.make_indirect(grey)
            case "Mask":
                whole.Mask = made.make_indirect(stencil) if value == "stencil" else pikepdf.Array([0, 100])
            case "clip":
                page.Contents = made.make_stream(
                    f"q {value} re W n q 595 0 0 842 0 0 cm /Scan Do Q Q".encode()
                )
            case _:
                annotation = pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name(f"/{value}"),
                    Rect=[0, 0, 300, 300],
                    F=4,
                    AP=pikepdf.Dictionary(N=made.make_indirect(note)),
                )
                page.obj.Annots = pikepdf.Array([made.make_indirect(annotation)])
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


@pytest.mark.parametrize(
    ("what", "value", "is_drawn"),
    [
        ("SMask", "", True),
        ("Mask", "stencil", True),
        ("Mask", "colours", True),
        ("clip", "0 421 595 421", True),
        ("clip", "0 0 595 842", False),
        ("annotation", "Stamp", True),
        ("annotation", "Link", False),
    ],
)
@pytest.mark.parametrize("in_a_file", [False, True])
def test_a_scan_that_is_masked_cut_or_covered_is_drawn(
    make_picture: Callable[..., Any], tmp_path: Path, what: str, value: str, is_drawn: bool, in_a_file: bool
) -> None:
    data = altered(scanned(make_picture(["Nämnden beslutar"])), what, value)
    (tmp_path / "a.pdf").write_bytes(data)
    with pdf.opened(tmp_path / "a.pdf" if in_a_file else data) as document:
        assert (scan.unpacked(document, 0) is None) == is_drawn


@pytest.mark.parametrize(
    ("after", "more"),
    [
        (b"BT /F1 11 Tf 1 0 0 1 60 700 Tm (Stamp) Tj ET", {}),
        (b"0 0 100 100 re f", {}),
        (b"q 50 0 0 50 0 0 cm /Scan Do Q", {}),
        (b"", {"turned": 90}),
        (b"", {"box": "595 0 0 -842 0 842"}),
        (b"", {"box": "300 0 0 421 0 0"}),
    ],
    ids=["a stamp", "a box", "another picture", "turned", "upside down", "half a page"],
)
def test_what_is_not_just_a_scan_is_drawn(
    make_picture: Callable[..., Any], after: bytes, more: dict[str, Any]
) -> None:
    assert unpacked(scanned(make_picture(["Nämnden beslutar"]), after, **more)) is None


@pytest.mark.parametrize(
    ("size", "grey"), [((1654, 2339), 20), ((800, 1130), 255)], ids=["a negative", "coarse"]
)
def test_a_picture_that_cannot_be_read_as_it_is_is_drawn(size: tuple[int, int], grey: int) -> None:
    assert unpacked(scanned(Image.new("L", size, grey))) is None
