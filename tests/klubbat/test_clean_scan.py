"""The main job on one page: a scan that an English model has read goes in, a searchable PDF comes out."""

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytesseract
import pytest

from klubbat.batch import clean
from klubbat.inputs import walk
from ocr import pdf, tesseract

LANGUAGES = installed.languages if (installed := tesseract.probe()) else ()

TRUTH = """Socialnämnden beslutar att godkänna förvaltningens förslag
till handlingsplan för äldre och överlämnar ärendet till
kommunstyrelsen. Nämnden framhåller att stödet behöver öka
där det är som svårast, och att frågan återkommer i höst.
Ordföranden ställer förslagen mot varandra och finner att
nämnden beslutar enligt förvaltningens förslag.""".splitlines()


@pytest.fixture(autouse=True)
def the_real_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, without which a page takes minutes on a busy machine; and no fake that was there before."""
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tesseract.find()))


def words(text: str) -> Counter[str]:
    return Counter(text.split())


@pytest.mark.slow
@pytest.mark.skipif("eng" not in LANGUAGES, reason="Tesseract with its English model is not here")
def test_a_scan_with_a_ruined_layer_becomes_readable_and_searchable(
    tmp_path: Path, make_picture: Callable[..., Any]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    scanned = pytesseract.image_to_pdf_or_hocr(make_picture(TRUTH), lang="eng", extension="pdf")
    (folder / "protokoll.pdf").write_bytes(scanned)
    summary = clean(walk([folder]), out, workers=0)
    (entry,) = summary.entries
    truth = words(" ".join(TRUTH))
    assert entry.state == "cleaned"
    assert entry.repaired > 10
    text = (out / "protokoll.pdf.txt").read_text(encoding="utf-8")
    assert (truth - words(text)).total() <= 0.1 * truth.total()
    with pdf.opened((out / "protokoll.pdf").read_bytes()) as document:
        assert words(pdf.sheet(document, 0).text) == words(text)
    assert raw_images((out / "protokoll.pdf").read_bytes()) == raw_images(scanned)
    assert (folder / "protokoll.pdf").read_bytes() == scanned


@pytest.mark.slow
@pytest.mark.skipif("swe" not in LANGUAGES, reason="Tesseract with its Swedish model is not here")
def test_an_image_becomes_text_pages_and_a_searchable_pdf(
    tmp_path: Path, make_picture: Callable[..., Any], make_file: Callable[..., bytes]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    picture = make_picture(TRUTH)
    frames = io.BytesIO()
    picture.save(frames, format="TIFF", save_all=True, append_images=[picture], dpi=(200, 200))
    (folder / "two.tif").write_bytes(frames.getvalue())
    (entry,) = clean(walk([folder]), out, workers=0).entries
    assert entry.outputs == ("two.tif", "two.tif.pdf", "two.tif.txt", "two.tif.json")
    assert (entry.state, entry.pages) == ("cleaned", 2)
    assert (out / "two.tif").read_bytes() == frames.getvalue()
    with pdf.opened((out / "two.tif.pdf").read_bytes()) as document:
        assert len(document) == 2
        assert words(pdf.sheet(document, 1).text) == words(" ".join(TRUTH))


@pytest.mark.slow
@pytest.mark.skipif("eng" not in LANGUAGES, reason="Tesseract with its English model is not here")
def test_the_boxes_of_a_layer_that_tesseract_made_cover_whole_words(make_picture: Callable[..., Any]) -> None:
    picture = make_picture(TRUTH)
    seen = tesseract.read_picture(picture, 200, language="eng")
    with pdf.opened(pytesseract.image_to_pdf_or_hocr(picture, lang="eng", extension="pdf")) as document:
        sheet = pdf.sheet(document, 0)
    points = 72 / 200 * (sheet.width / (picture.width * 72 / 200))
    assert sheet.text.split() == seen.text.split()
    for held, drawn in zip(sheet.words, seen.words, strict=True):
        assert abs(held.box[0] - drawn.box[0] * points) < 1
        assert abs(held.box[2] - drawn.box[2] * points) < 1


def raw_images(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return [
            drawn.read_raw_bytes()
            for page in opened.pages
            for drawn in page.Resources.XObject.values()
            if drawn.Subtype == "/Image"
        ]


@pytest.mark.slow
@pytest.mark.skipif("swe" not in LANGUAGES, reason="Tesseract with its Swedish model is not here")
def test_a_signed_pdf_keeps_its_original_beside_the_copy(
    tmp_path: Path, make_picture: Callable[..., Any]
) -> None:
    folder, out, scan = tmp_path / "in", tmp_path / "out", io.BytesIO()
    folder.mkdir()
    make_picture(TRUTH).save(scan, format="PDF", resolution=200)
    with pikepdf.open(scan) as opened:
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, V=pikepdf.Dictionary(Type=pikepdf.Name.Sig))
        opened.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([opened.make_indirect(field)]))
        opened.docinfo["/Author"] = "Vikasjö kommun"
        opened.save(folder / "a.pdf")
    signed = (folder / "a.pdf").read_bytes()
    (folder / "b.pdf").write_bytes(signed)
    entries = clean(walk([folder]), out, workers=0).entries
    assert [e.outputs for e in entries] == [
        (name, f"{name}.original.pdf", f"{name}.txt", f"{name}.json") for name in ("a.pdf", "b.pdf")
    ]
    for entry in entries:
        assert [problem.code for problem in entry.problems] == ["unsigned"]
        assert (out / entry.outputs[1]).read_bytes() == signed
        with pikepdf.open(out / entry.outputs[0]) as copy:
            assert str(copy.docinfo["/Author"]) == "Vikasjö kommun"
            assert str(copy.Root["/Lang"]) == "sv-SE"
    assert clean(walk([folder]), out, workers=0).worked_on == 0


def test_a_signed_pdf_that_needs_nothing_stays_signed(tmp_path: Path, make_pdf: Callable[..., bytes]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    with pikepdf.open(io.BytesIO(make_pdf([[(60, 100, TRUTH[0])]]))) as opened:
        opened.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([]), SigFlags=3)
        opened.save(folder / "a.pdf")
    (entry,) = clean(walk([folder]), out, workers=0).entries
    assert (entry.state, entry.outputs, entry.problems) == ("kept", ("a.pdf", "a.pdf.txt", "a.pdf.json"), ())
    assert (out / "a.pdf").read_bytes() == (folder / "a.pdf").read_bytes()


def joined(*parts: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as opened:
                made.pages.extend(opened.pages)
        made.save(out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not {"swe", "eng"} <= set(LANGUAGES), reason="Tesseract with both models is not here")
def test_pages_of_every_kind_in_one_file_are_each_done_their_way(
    tmp_path: Path, make_pdf: Callable[..., bytes], make_picture: Callable[..., Any]
) -> None:
    folder, out, scan, lying = tmp_path / "in", tmp_path / "out", io.BytesIO(), io.BytesIO()
    folder.mkdir()
    picture = make_picture(TRUTH)
    picture.save(scan, format="PDF", resolution=200)
    picture.rotate(90, expand=True).save(lying, format="PDF", resolution=200)
    lines = [(60, 100 + 20 * n, line) for n, line in enumerate(TRUTH)]
    ruined = [(x, y, line.translate(str.maketrans("åäö", "aao"))) for x, y, line in lines]
    parts = (
        make_pdf([lines]),
        scan.getvalue(),
        pytesseract.image_to_pdf_or_hocr(picture, lang="eng", extension="pdf"),
        make_pdf([[]]),
        make_pdf([ruined]),
        make_pdf([lines], turned=90),
        lying.getvalue(),
    )
    (folder / "a.pdf").write_bytes(joined(*parts))
    (entry,) = clean(walk([folder]), out, workers=0).entries
    pages = (out / "a.pdf.txt").read_text(encoding="utf-8").split("\f")
    truth = words(" ".join(TRUTH))
    assert [(truth - words(page)).total() <= 0.1 * truth.total() for page in pages] == [
        True, True, True, False, True, True, True,
    ]  # fmt: skip
    assert (pages[3], entry.exit_code, entry.read) == ("", 0, 2)
    assert [(p.code, p.page) for p in entry.problems] == [("printed_text", 5)]
    with pdf.opened((out / "a.pdf").read_bytes()) as document:
        for index in (0, 1, 2, 5, 6):
            assert words(pdf.sheet(document, index).text) == words(pages[index])
