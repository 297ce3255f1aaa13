import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from ocr import pdf
from ocr.ledger import Change, apply
from ocr.page import Page
from ocr.searchable import with_text
from ocr.sheet import Sheet, placed

LINES = ["Namnden beslutar att godkanna", "arendet om aldre i Vikasj6."]
REPAIRS = {
    "Namnden": "Nämnden",
    "godkanna": "godkänna",
    "arendet": "ärendet",
    "aldre": "äldre",
    "Vikasj6": "Vikasjö",
}
REPAIRED = "Nämnden beslutar att godkänna\närendet om äldre i Vikasjö."


# How a page is to be written for each rotation, so that it is upright when it is shown.
UPRIGHT = {
    0: b"1 0 0 1 0 0 cm",
    90: b"0 1 -1 0 842 0 cm",
    180: b"-1 0 0 -1 595 842 cm",
    270: b"0 -1 1 0 0 595 cm",
}


def hidden(lines: list[str]) -> bytes:
    """A text layer as OCR programs write it: not painted."""
    rows = b"".join(
        b"1 0 0 1 60 %d Tm (%b) Tj\n" % (762 - 24 * n, line.encode("cp1252")) for n, line in enumerate(lines)
    )
    return b"BT 3 Tr /F1 11 Tf\n" + rows + b"ET\n"


def scan(
    picture: Any, layer: bytes, *, in_form: bool = False, turned: int = 0, text_first: bool = False
) -> bytes:
    """A scanned page with a layer of text; in a form, as OCRmyPDF puts it, or straight in the page."""
    jpeg = io.BytesIO()
    picture.save(jpeg, format="JPEG")
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(842, 595) if turned in (90, 270) else (595, 842))
        image = made.make_stream(jpeg.getvalue())
        for key, value in {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Width": picture.width,
            "/Height": picture.height,
            "/ColorSpace": pikepdf.Name.DeviceGray,
            "/BitsPerComponent": 8,
            "/Filter": pikepdf.Name.DCTDecode,
        }.items():
            image[key] = value
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        fonts = pikepdf.Dictionary(F1=font)
        objects = pikepdf.Dictionary(Im1=image)
        shown = layer
        if in_form:
            form = made.make_stream(layer)
            form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
            form["/BBox"] = pikepdf.Array([0, 0, 595, 842])
            form["/Resources"] = pikepdf.Dictionary(Font=fonts)
            objects["/OCR"] = form
            shown = b"/OCR Do\n"
        drawn = b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"
        content = shown + drawn if text_first else drawn + shown
        page.Contents = made.make_stream(UPRIGHT[turned] + b"\n" + content)
        page.Resources = pikepdf.Dictionary(Font=fonts, XObject=objects)
        if turned:
            page.Rotate = turned
        made.docinfo["/Author"] = "Vikasjö kommun"
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def sheet_of(data: bytes) -> Sheet:
    with pdf.opened(data) as document:
        return pdf.sheet(document, 0)


def repaired(data: bytes) -> Page:
    """The page as the repair would leave it."""
    sheet = sheet_of(data)
    changes = [
        Change(at, at + len(old), old, new, 0.99, "channel", "applied")
        for old, new in REPAIRS.items()
        if (at := sheet.text.find(old)) >= 0
    ]
    text = apply(sheet.text, changes)
    words = placed(sheet.words, text, sorted(changes, key=lambda c: c.start))
    return Page(1, sheet.text, text, "damaged", tuple(changes), words, sheet.width, sheet.height, "pt")


def words_at(sheet: Sheet) -> dict[str, tuple[float, float, float, float]]:
    return {sheet.text[w.span.start : w.span.end]: w.box for w in sheet.words}


@pytest.mark.parametrize("in_form", [False, True])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_repaired_words_take_the_place_of_the_ruined_ones(
    make_picture: Callable[..., Any], in_form: bool, turned: int
) -> None:
    data = scan(make_picture(LINES), hidden(LINES), in_form=in_form, turned=turned)
    before = words_at(sheet_of(data))
    written, problems = with_text(data, [repaired(data)], "Protokoll")
    after = sheet_of(written)
    assert problems == ()
    assert after.text == REPAIRED
    old, new = before["beslutar"], words_at(after)["beslutar"]
    assert all(abs(a - b) < 6 for a, b in zip(old, new, strict=True))


@pytest.mark.parametrize("turned", [90, 270])
def test_text_that_lies_on_its_side_is_put_down_on_its_side(
    make_picture: Callable[..., Any], turned: int
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(make_picture(LINES), hidden(LINES)))) as opened:
        opened.pages[0].Rotate = turned
        opened.save(out)
    data = out.getvalue()
    before = words_at(sheet_of(data))
    after = words_at(sheet_of(with_text(data, [repaired(data)], "Protokoll")[0]))
    assert sorted(after) == sorted(REPAIRED.split())
    assert all(abs(a - b) < 6 for a, b in zip(before["beslutar"], after["beslutar"], strict=True))


def test_other_readers_find_the_same_words(make_picture: Callable[..., Any]) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext is not here")
    data = scan(make_picture(LINES), hidden(LINES))
    written, _ = with_text(data, [repaired(data)], "Protokoll")
    found = subprocess.run([pdftotext, "-", "-"], input=written, capture_output=True, check=True)
    assert found.stdout.decode("utf-8").split() == REPAIRED.split()


def test_the_image_keeps_its_bytes_and_the_page_its_looks(make_picture: Callable[..., Any]) -> None:
    data = scan(make_picture(LINES), hidden(LINES))
    written, _ = with_text(data, [repaired(data)], "Protokoll")

    def image_of(file: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(file)) as opened:
            return opened.pages[0].Resources.XObject.Im1.read_raw_bytes()

    def looks_of(file: bytes) -> bytes:
        with pdf.opened(file) as document:
            return pdf.picture(document, 0, 60)[0].tobytes()

    assert image_of(written) == image_of(data)
    assert looks_of(written) == looks_of(data)


def test_language_and_title_are_set_and_the_rest_is_kept(make_picture: Callable[..., Any]) -> None:
    data = scan(make_picture(LINES), hidden(LINES))
    written, _ = with_text(data, [repaired(data)], "Protokoll för Vikasjö")
    with pikepdf.open(io.BytesIO(written)) as opened:
        assert str(opened.Root.Lang) == "sv-SE"
        assert str(opened.docinfo["/Title"]) == "Protokoll för Vikasjö"
        assert str(opened.docinfo["/Author"]) == "Vikasjö kommun"


def test_the_same_input_gives_the_same_bytes(make_picture: Callable[..., Any]) -> None:
    data = scan(make_picture(LINES), hidden(LINES))
    page = repaired(data)
    assert with_text(data, [page], "a") == with_text(data, [page], "a")


def test_cleaning_the_result_again_finds_nothing_left_over(make_picture: Callable[..., Any]) -> None:
    data = scan(make_picture(LINES), hidden(LINES))
    once, _ = with_text(data, [repaired(data)], "a")
    again, _ = with_text(once, [repaired(once)], "a")
    assert sheet_of(again).text == REPAIRED


def test_a_pdf_of_good_pages_is_the_same_file(make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf([[(60, 100, "Sammanträde i Vikasjö")]])
    sheet = sheet_of(data)
    page = Page(1, sheet.text, sheet.text, "good", (), sheet.words, sheet.width, sheet.height, "pt")
    assert with_text(data, [page], "a") == (data, ())


def test_only_damaged_pages_are_touched(
    make_picture: Callable[..., Any], make_pdf: Callable[..., bytes]
) -> None:
    out = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(scan(make_picture(LINES), hidden(LINES)))) as first,
        pikepdf.open(io.BytesIO(make_pdf([[(60, 100, "Sammanträde")]]))) as second,
    ):
        first.pages.extend(second.pages)
        first.save(out)
    data = out.getvalue()
    good = Page(2, "Sammanträde", "Sammanträde", "good")
    written, _ = with_text(data, [repaired(data), good], "a")
    with pikepdf.open(io.BytesIO(data)) as old, pikepdf.open(io.BytesIO(written)) as new:
        assert old.pages[1].Contents.read_bytes() == new.pages[1].Contents.read_bytes()
        assert old.pages[0].Contents.read_bytes() != new.pages[0].Contents.read_bytes()


def test_printed_text_is_never_taken_away(make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf([[(60, 80, LINES[0]), (60, 104, LINES[1])]])
    written, problems = with_text(data, [repaired(data)], "a")
    assert written == data
    assert [p.code for p in problems] == ["printed_text"]


def test_a_printed_stamp_over_a_scan_stays_and_is_found_once(make_picture: Callable[..., Any]) -> None:
    stamp = b"BT 0 Tr /F1 9 Tf 1 0 0 1 400 20 Tm (Signerat 2020) Tj ET\n"
    data = scan(make_picture(LINES), hidden(LINES) + stamp)
    written, problems = with_text(data, [repaired(data)], "a")
    assert problems == ()
    assert sorted(sheet_of(written).text.split()) == sorted([*REPAIRED.split(), "Signerat", "2020"])


def test_text_painted_under_the_scan_counts_as_hidden(make_picture: Callable[..., Any]) -> None:
    data = scan(make_picture(LINES), hidden(LINES).replace(b"3 Tr", b"0 Tr"), text_first=True)
    written, problems = with_text(data, [repaired(data)], "a")
    assert problems == ()
    assert sheet_of(written).text == REPAIRED


def test_a_pdf_that_only_pdfium_can_follow_is_put_together_anew(
    make_picture: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = scan(make_picture(LINES), hidden(LINES))
    page = repaired(data)
    real = pikepdf.open

    def strict(file: io.BytesIO, **options: Any) -> pikepdf.Pdf:
        if file.getvalue() == data:
            raise pikepdf.PdfError("root of pages tree has no /Kids array")
        return real(file, **options)

    monkeypatch.setattr(pikepdf, "open", strict)
    written, problems = with_text(data, [page], "a")
    assert [p.code for p in problems] == ["rebuilt"]
    assert sheet_of(written).text == REPAIRED


def test_a_pdf_that_cannot_be_written_to_is_left_as_it_was(make_picture: Callable[..., Any]) -> None:
    data = scan(make_picture(LINES), hidden(LINES))
    pages = [replace(repaired(data), number=9)]
    written, problems = with_text(data, pages, "a")
    assert written == data
    assert [p.code for p in problems] == ["not_searchable"]
    assert "0x" not in problems[0].message


def test_a_claim_to_be_pdfa_is_given_up_and_told(make_picture: Callable[..., Any]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(make_picture(LINES), hidden(LINES)))) as opened:
        with opened.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        opened.save(out)
    data = out.getvalue()
    written, problems = with_text(data, [repaired(data)], "a")
    assert [p.code for p in problems] == ["pdfa_unchecked"]
    with pikepdf.open(io.BytesIO(written)) as opened, opened.open_metadata() as metadata:
        assert "pdfaid:part" not in metadata


def ring(opened: pikepdf.Pdf) -> pikepdf.Dictionary:
    field = opened.make_indirect(pikepdf.Dictionary())
    field["/Kids"] = pikepdf.Array([field])
    return pikepdf.Dictionary(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array([field])))


def below(opened: pikepdf.Pdf) -> pikepdf.Dictionary:
    signature = pikepdf.Dictionary(FT=pikepdf.Name.Sig, V=pikepdf.Dictionary())
    above = opened.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([opened.make_indirect(signature)])))
    return pikepdf.Dictionary(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array([above])))


@pytest.mark.parametrize(
    ("root", "is_signed"),
    [
        (lambda _: pikepdf.Dictionary(AcroForm=pikepdf.Dictionary(SigFlags=3)), True),
        (lambda _: pikepdf.Dictionary(AcroForm=pikepdf.Dictionary(SigFlags=2)), False),
        (lambda _: pikepdf.Dictionary(Perms=pikepdf.Dictionary()), True),
        (below, True),
        (ring, False),
    ],
)
def test_a_lost_signature_is_told(
    make_picture: Callable[..., Any], root: Callable[[pikepdf.Pdf], pikepdf.Dictionary], is_signed: bool
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(make_picture(LINES), hidden(LINES)))) as opened:
        for key, value in root(opened).items():
            opened.Root[key] = value
        opened.save(out)
    data = out.getvalue()
    _, problems = with_text(data, [repaired(data)], "a")
    assert [problem.code for problem in problems] == ["unsigned"] * is_signed


def test_a_title_that_only_the_metadata_tell_is_kept(make_picture: Callable[..., Any]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan(make_picture(LINES), hidden(LINES)))) as opened:
        with opened.open_metadata(update_docinfo=False) as metadata:
            metadata["dc:title"] = "Protokoll för Vikasjö"
        opened.save(out)
    data = out.getvalue()
    written, _ = with_text(data, [repaired(data)], "filnamn")
    assert isinstance(written, bytes)
    with pikepdf.open(io.BytesIO(written)) as opened:
        assert opened.docinfo["/Title"] == "Protokoll för Vikasjö"
        assert opened.open_metadata()["dc:title"] == "Protokoll för Vikasjö"
