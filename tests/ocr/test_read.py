import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from ocr import tesseract
from ocr.decode import encode
from ocr.errors import BadInput, MissingDependency
from ocr.ledger import undo
from ocr.page import PAGE_BREAK
from ocr.read import read
from ocr.source import Source

BORN = [(60, 100, "Sammanträde i Vikasjö kommun"), (60, 120, "Nämnden beslutar att bifalla förslaget.")]
SWEDISH = "Nämnden beslutar att bifalla förslaget.\r\nÄrendet överlämnas.\f Sida två på svenska\n"


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tesseract.PROGRAM_VARIABLE, "/nowhere/tesseract")


def scanned(picture: Any, *, over: bytes | None = None) -> bytes:
    """A PDF with a picture on a page of its own, after the pages of `over`."""
    page = io.BytesIO()
    picture.save(page, format="PDF", resolution=200)
    if over is None:
        return page.getvalue()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(over)) as first, pikepdf.open(page) as second:
        first.pages.extend(second.pages)
        first.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le-sig", "utf-16-be-sig", "cp1252"])
def test_a_text_in_any_encoding_is_read_and_can_be_given_back(encoding: str) -> None:
    data = encode(SWEDISH, encoding)
    reading = read(Source("a.txt", data))
    assert reading.raw == SWEDISH
    assert reading.encoding == encoding
    assert encode(undo(reading.text, reading.ledger), encoding) == data
    assert [p.code for p in reading.problems] == ([] if encoding == "utf-8" else ["encoding"])


def test_form_feeds_part_the_pages_of_a_text() -> None:
    reading = read(Source("a.txt", SWEDISH.encode()))
    assert [page.number for page in reading.pages] == [1, 2]
    assert PAGE_BREAK.join(page.raw for page in reading.pages) == SWEDISH


def test_the_ledger_and_the_pages_count_in_the_whole_document() -> None:
    hurt = SWEDISH.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    reading = read(Source("a.txt", hurt.encode()))
    assert min(len(page.ledger) for page in reading.pages) > 0
    assert all(reading.raw[c.start : c.end] == c.before for c in reading.ledger)
    assert undo(reading.text, reading.ledger) == hurt
    assert [reading.text[slice(*span)] for span in reading.page_spans] == [
        page.text for page in reading.pages
    ]


def test_a_text_of_white_space_has_a_problem() -> None:
    assert [p.code for p in read(Source("a.txt", b" \n\n")).problems] == ["no_text"]


def test_a_born_digital_page_is_kept_as_it_is(make_pdf: Callable[..., bytes]) -> None:
    reading = read(Source("a.pdf", make_pdf([BORN, BORN])))
    assert [page.verdict for page in reading.pages] == ["good", "good"]
    assert reading.text == reading.raw
    assert (
        reading.raw.split(PAGE_BREAK)[1]
        == "Sammanträde i Vikasjö kommun\nNämnden beslutar att bifalla förslaget."
    )
    assert {w.state for page in reading.pages for w in page.words} == {"kept"}


def test_every_word_stands_where_its_span_says(make_pdf: Callable[..., bytes]) -> None:
    (page,) = read(Source("a.pdf", make_pdf([BORN]))).pages
    assert page.words
    assert [page.text[w.span.start : w.span.end] for w in page.words] == page.text.split()


def test_a_page_done_is_a_sign_of_life(make_pdf: Callable[..., bytes]) -> None:
    signs: list[int | None] = []
    read(Source("a.pdf", make_pdf([BORN, BORN, BORN])), on_page=signs.append)
    assert signs == [1, 2, 3]


@pytest.mark.usefixtures("without_tesseract")
def test_a_scan_without_tesseract_stops_with_what_to_type(make_picture: Callable[..., Any]) -> None:
    with pytest.raises(MissingDependency):
        read(Source("a.pdf", scanned(make_picture(["Nämnden"]))))


@pytest.mark.usefixtures("without_tesseract")
def test_one_unread_page_among_good_ones_is_a_problem_of_that_page(
    make_pdf: Callable[..., bytes], make_picture: Callable[..., Any]
) -> None:
    reading = read(Source("a.pdf", scanned(make_picture(["Nämnden"]), over=make_pdf([BORN]))))
    assert [(p.code, p.page) for p in reading.problems] == [("tesseract_missing", 2)]
    assert [page.verdict for page in reading.pages] == ["good", "absent"]


def test_images_can_be_left_unread(make_pdf: Callable[..., bytes], make_picture: Callable[..., Any]) -> None:
    reading = read(Source("a.pdf", scanned(make_picture(["Nämnden"]), over=make_pdf([BORN]))), images=False)
    assert [(p.code, p.page) for p in reading.problems] == [("not_read", 2)]


def test_a_broken_page_does_not_hide_the_others(make_pdf: Callable[..., bytes]) -> None:
    whole = make_pdf([BORN, BORN, BORN])
    second = whole.index(b"/Type /Page ", whole.index(b"/Type /Page ") + 1)
    reading = read(Source("a.pdf", whole[:second] + b"/Type /Rage " + whole[second + 12 :]))
    assert [(p.code, p.page) for p in reading.problems] == [("damaged_page", 2)]
    assert [bool(page.text) for page in reading.pages] == [True, False, True]


@pytest.mark.usefixtures("without_tesseract")
def test_a_blank_page_needs_no_reading(make_pdf: Callable[..., bytes]) -> None:
    reading = read(Source("a.pdf", make_pdf([BORN, []])))
    assert reading.problems == ()
    assert reading.pages[1].text == ""


def test_a_misnamed_file_is_refused(
    make_picture: Callable[..., Any], make_file: Callable[..., bytes]
) -> None:
    with pytest.raises(BadInput, match="the name says PDF and the content is JPEG"):
        read(Source("a.pdf", make_file(make_picture(["Nämnden"]), "JPEG")))


def test_the_module_prints_a_page_a_line(make_pdf: Callable[..., bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([BORN, BORN]))
    ran = subprocess.run([sys.executable, "-m", "ocr", path], capture_output=True, check=True)
    lines = [msgspec.json.decode(line) for line in ran.stdout.splitlines()]
    assert [line["page"] for line in lines] == [1, 2]
    for line in lines:
        assert line["words"][0]["span"] == [0, 11]
        assert line["verdict"] == "good"


def test_the_module_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    ran = subprocess.run([sys.executable, "-m", "ocr", path], capture_output=True, encoding="utf-8")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert "empty" in ran.stderr
