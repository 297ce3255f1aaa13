"""Files as they should not be: each ends in its line with a code and a remedy, and the batch goes on."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps

from klubbat.batch import clean
from klubbat.inputs import walk
from klubbat.manifest import Entry
from klubbat.pool import Limits
from ocr import pdf

LINES = ["Sammanträde i Vikasjö kommun den 4 april", "Nämnden beslutar att godkänna förslaget"]
BORN = [[(60, 100 + 20 * n, line) for n, line in enumerate(LINES)]]
A4 = (595, 842)


def saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def deflated(blocks: Iterator[tuple[bytes, int]]) -> bytes:
    """Blocks of bytes, each so many times, deflated without ever being whole."""
    packer = zlib.compressobj(9)
    out = [packer.compress(block) for block, times in blocks for _ in range(times)]
    return b"".join([*out, packer.flush()])


def in_pdf(data: bytes, width: int, height: int, packed: str, bits: int = 8) -> bytes:
    """A PDF of one page that shows an image, packed in one of the ways that PDFs know."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=A4)
        image = made.make_stream(data)
        image["/Type"], image["/Subtype"] = Name.XObject, Name.Image
        image["/Width"], image["/Height"], image["/Filter"] = width, height, Name(packed)
        if packed != "/JPXDecode":  # which says so itself
            image["/ColorSpace"], image["/BitsPerComponent"] = Name.DeviceGray, bits
        page.obj["/Resources"] = Dictionary(XObject=Dictionary(Scan=image))
        page.obj["/Contents"] = made.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
        return saved(made)


def huge_png(width: int, height: int, bits: int) -> bytes:
    """A white PNG of so many pixels, a few hundred kilobytes large."""
    row = b"\0" + b"\xff" * ((width * bits + 7) // 8)
    rows = deflated(iter([(row * 100, height // 100)]))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)),
            (b"IDAT", rows),
            (b"IEND", b""),
        )
    )


def jbig2(picture: Any) -> bytes:
    """A picture as scanners put it into PDFs: one region of JBIG2, packed as a fax is."""
    fax = io.BytesIO()
    black_is_1 = ImageOps.invert(picture.convert("L")).convert("1")
    black_is_1.save(fax, "TIFF", compression="group4", tiffinfo={278: picture.height})
    with Image.open(fax) as opened:
        (start,), (size,) = opened.tag_v2[273], opened.tag_v2[279]
    width, height = picture.size
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + fax.getvalue()[start : start + size]
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, kind, data in ((0, 48, page), (1, 38, region))
    )


def without_a_map(lines: list[str]) -> bytes:
    """Text in a font that draws its letters and does not say which ones they are."""
    code = {letter: n for n, letter in enumerate(sorted(set("".join(lines))), 1)}
    with pikepdf.new() as made:
        drawn = {"Type": Name.Font, "Subtype": Name.Type1, "Encoding": Name.WinAnsiEncoding}
        helvetica = made.make_indirect(Dictionary(BaseFont=Name.Helvetica, **drawn))
        glyphs = {
            f"/g{n}": made.make_stream(
                b"600 0 d0 BT /H 1000 Tf <%b> Tj ET" % c.encode("cp1252").hex().encode()
            )
            for c, n in code.items()
        }
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, -300, 1000, 1000]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(glyphs),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *map(Name, glyphs)])),
            FirstChar=1,
            LastChar=len(code),
            Widths=Array([600] * len(code)),
            Resources=Dictionary(Font=Dictionary(H=helvetica)),
        )
        page = made.add_blank_page(page_size=A4)
        page.obj["/Resources"] = Dictionary(Font=Dictionary(F=made.make_indirect(font)))
        rows = (
            b"BT /F 14 Tf 60 %d Td <%b> Tj ET\n" % (700 - 30 * n, bytes(code[c] for c in line).hex().encode())
            for n, line in enumerate(lines)
        )
        page.obj["/Contents"] = made.make_stream(b"".join(rows))
        return saved(made)


def billion_laughs() -> bytes:
    """A page that shows a form that shows a form ten times, nine deep: its parser is never done."""
    with pikepdf.new() as made:
        shown: Any = None
        for _ in range(10):
            form = made.make_stream(b"/F Do\n" * 10 if shown is not None else b"0 0 1 1 re f\n")
            form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
            form["/BBox"] = Array([0, 0, 595, 842])
            form["/Resources"] = Dictionary(XObject=Dictionary({} if shown is None else {"/F": shown}))
            shown = form
        page = made.add_blank_page(page_size=A4)
        page.obj["/Resources"] = Dictionary(XObject=Dictionary(F=shown))
        page.obj["/Contents"] = made.make_stream(b"/F Do\n")
        return saved(made)


def blanks() -> bytes:
    """Three thousand million blanks, deflated to three million bytes."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * 299 + packer.flush()


def unfolding(times: int = 1, *, hidden: bool = False) -> bytes:
    """A page whose content is those blanks, deflated so many times; some kilobytes, if twice. `hidden` says
    elsewhere how it is packed."""
    packed = blanks()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=A4)
        content = made.make_stream(packed)
        filters = Array([Name.FlateDecode] * times)
        content["/Filter"] = made.make_indirect(filters) if hidden else filters
        page.obj["/Contents"] = content
        as_it_is = pikepdf.StreamDecodeLevel.none
        made.save(out, stream_decode_level=as_it_is, compress_streams=False)
    return out.getvalue()


def hidden_unfolding() -> bytes:
    return unfolding(2, hidden=True)


def list_of_objects() -> bytes:
    """A PDF whose catalogue lies in a list of objects that unfolds to gigabytes."""
    packed = blanks()
    head = b"%PDF-1.5\n"
    held = b"1 0 obj\n<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    body = head + held + packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 255), (1, len(head), 0), (2, 1, 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    told = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>\nstream\n" % len(table)
    return body + told + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def locked(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))
    return out.getvalue()


def word(doctype: str, text: str) -> bytes:
    """A Word document of one paragraph."""
    out = io.BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
        made.writestr("word/document.xml", f"{doctype}<w:document {space}>{body}</w:document>")
    return out.getvalue()


def cut_behind_its_first_page() -> bytes:
    """A TIFF that says where its second page begins, which is where it ends."""
    page, out = Image.new("L", (600, 800), 255), io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page])
    data = out.getvalue()
    (first,) = struct.unpack_from("<I", data, 4)
    (tags,) = struct.unpack_from("<H", data, first)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * tags)
    return data[:second]


def of_no_page() -> bytes:
    with pikepdf.new() as made:
        return saved(made)


def cleaned(files: dict[str, bytes], folder: Path, **options: Any) -> dict[str, Entry]:
    (folder / "in").mkdir()
    for name, data in files.items():
        (folder / "in" / name).write_bytes(data)
    summary = clean(walk([folder / "in"]), folder / "out", **options)
    assert all((entry.remedy and entry.message) or not entry.exit_code for entry in summary.entries)
    assert {path.name: path.read_bytes() for path in (folder / "in").iterdir()} == files
    return {entry.source: entry for entry in summary.entries}


@pytest.mark.slow
def test_each_bad_file_has_its_line_and_the_good_ones_are_done(
    tmp_path: Path, make_pdf: Callable[..., bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    whole = make_pdf(BORN * 2)
    white = deflated(iter([(b"\xff" * 10_000, 10_000)]))
    files = {
        "avhuggen.pdf": whole[: len(whole) // 2],
        "bilden är avhuggen.png": huge_png(1000, 1000, 8)[:-200],
        "sidan är avhuggen.tif": cut_behind_its_first_page(),
        "låst.pdf": locked(whole),
        "utan sidor.pdf": of_no_page(),
        "hundra megapixel.pdf": in_pdf(white, 10_000, 10_000, "/FlateDecode"),
        "hundra megapixel.png": huge_png(10_000, 10_000, 8),
        "bomb.png": huge_png(60_000, 60_000, 1),
        "bomb.pdf": in_pdf(white, 60_000, 60_000, "/FlateDecode", bits=1),
        "utifrån.docx": word('<!DOCTYPE w:d [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;"),
        "bomb.docx": word("", " " * 110_000_000),
        "låst.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "hel.docx": word("", LINES[0]),
        "hel.pdf": whole,
    }
    entries = cleaned(files, tmp_path, workers=2)
    assert {name: (entry.state, entry.code) for name, entry in entries.items()} == {
        "avhuggen.pdf": ("failed", "truncated"),
        "bilden är avhuggen.png": ("failed", "damaged"),
        "sidan är avhuggen.tif": ("failed", "damaged"),
        "låst.pdf": ("encrypted", "encrypted"),
        "utan sidor.pdf": ("failed", "no_pages"),
        "hundra megapixel.pdf": ("kept", ""),  # white paper
        "hundra megapixel.png": ("kept", ""),
        "bomb.png": ("failed", "too_large"),
        "bomb.pdf": ("failed", "too_large"),
        "utifrån.docx": ("failed", "entities"),
        "bomb.docx": ("failed", "too_large"),
        "låst.docx": ("encrypted", "encrypted"),
        "hel.docx": ("kept", ""),
        "hel.pdf": ("kept", ""),
    }
    assert capfd.readouterr().err == ""  # parsers' remarks are nothing to read


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bad", "limits", "codes"),
    [
        (billion_laughs, Limits(silent_s=10), {"worker_hung", "worker_died"}),  # whichever limit is met first
        (hidden_unfolding, Limits(memory=1_500_000_000), {"worker_died", "out_of_memory"}),
        (unfolding, None, {"too_large"}),  # before anything is unfolded
        (lambda: unfolding(2), None, {"too_large"}),
        (lambda: unfolding(3), None, {"too_large"}),
        (list_of_objects, None, {"too_large"}),
    ],
    ids=["laughs", "hidden", "once", "twice", "three times", "list"],
)
def test_a_parser_that_hangs_or_takes_all_memory_is_given_up_after_two_tries(
    bad: Callable[[], bytes],
    limits: Limits | None,
    codes: set[str],
    tmp_path: Path,
    make_pdf: Callable[..., bytes],
) -> None:
    files = {"a.pdf": bad(), "b.pdf": make_pdf(BORN), "c.pdf": make_pdf(BORN * 2)}
    entries = cleaned(files, tmp_path, workers=2, limits=limits)
    assert {name: entry.state for name, entry in entries.items()} == {
        "a.pdf": "failed",
        "b.pdf": "kept",
        "c.pdf": "kept",
    }
    assert entries["a.pdf"].code in codes


@pytest.mark.slow
def test_a_pdf_of_five_thousand_pages_is_done_page_by_page(
    tmp_path: Path, make_pdf: Callable[..., bytes]
) -> None:
    pages = [[(60, 100, f"Sida {n}"), (60, 120, LINES[1])] for n in range(5000)]
    (entry,) = cleaned({"stor.pdf": make_pdf(pages)}, tmp_path, workers=0).values()
    assert (entry.state, entry.pages, entry.words) == ("kept", 5000, 5000 * 7)


def packings(picture: Any) -> dict[str, bytes]:
    """A scan in the packings that scanners and programs use, in PDFs and as image files."""
    grey, sharp = io.BytesIO(), io.BytesIO()
    picture.save(grey, "JPEG2000")
    fine = picture.resize((9921, 14031)).convert("1", dither=Image.Dither.NONE)
    fine.save(sharp, "TIFF", compression="group4", dpi=(1200, 1200))
    several = io.BytesIO()
    black = picture.convert("1", dither=Image.Dither.NONE)
    black.save(several, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=[black])
    return {
        "jbig2.pdf": in_pdf(jbig2(black), *picture.size, "/JBIG2Decode", bits=1),
        "jpeg2000.pdf": in_pdf(grey.getvalue(), *picture.size, "/JPXDecode"),
        "1200 dpi.tif": sharp.getvalue(),
        "flera sidor.tif": several.getvalue(),
        "utan karta.pdf": without_a_map(LINES),
    }


@pytest.mark.slow
def test_every_packing_of_a_scan_is_read(tmp_path: Path, make_picture: Callable[..., Any]) -> None:
    entries = cleaned(packings(make_picture(LINES)), tmp_path, workers=2)
    for name, entry in entries.items():
        assert (entry.state, entry.code, entry.exit_code) == ("cleaned", "", 0), name
        text = next(made for made in entry.outputs if made.endswith(".txt"))
        found = (tmp_path / "out" / text).read_text(encoding="utf-8")
        assert "Nämnden beslutar att godkänna" in found, name
        searchable = next(made for made in entry.outputs if made.endswith(".pdf"))
        with pdf.opened((tmp_path / "out" / searchable).read_bytes()) as document:
            assert "Nämnden beslutar att godkänna" in pdf.sheet(document, 0).text, name
    assert entries["flera sidor.tif"].pages == 2
    assert [problem.code for problem in entries["utan karta.pdf"].problems] == ["unmapped"]
