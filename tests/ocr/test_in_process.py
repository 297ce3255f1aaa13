from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ocr import in_process, tesseract
from ocr.errors import OutsideProgram

INSTALLED = tesseract.probe()
READS_SWEDISH = INSTALLED is not None and "swe" in INSTALLED.languages
pytestmark = [
    pytest.mark.skipif(not READS_SWEDISH, reason="Tesseract with its Swedish model is not here"),
    pytest.mark.skipif(not in_process.is_there(), reason="tesserocr is not installed"),
]

LINES = ["Nämnden beslutar att bifalla förslaget", "och överlämnar ärendet till styrelsen."]


@pytest.fixture
def by_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on the program does the work."""
    return lambda: monkeypatch.setattr(in_process, "is_there", lambda: False)


def models() -> Path:
    assert INSTALLED is not None and INSTALLED.models is not None
    return INSTALLED.models


def test_a_page_reads_as_the_program_reads_it(
    make_picture: Callable[..., Any], by_program: Callable[[], None]
) -> None:
    picture = make_picture(LINES)
    here = tesseract.read_picture(picture, 200)
    by_program()
    there = tesseract.read_picture(picture, 200)
    assert here.text == there.text
    for ours, theirs in zip(here.words, there.words, strict=True):
        assert (ours.span, ours.state) == (theirs.span, theirs.state)
        assert ours.box == pytest.approx(theirs.box, abs=2)
        assert ours.confidence == pytest.approx(theirs.confidence, abs=0.05)


def test_cuttings_read_as_the_program_reads_them(
    make_picture: Callable[..., Any], by_program: Callable[[], None]
) -> None:
    line, nothing = make_picture(LINES[:1]).crop((100, 180, 1600, 240)), Image.new("L", (400, 60), 255)
    here = tesseract.read_lines([line, nothing, line], 200)
    by_program()
    assert [page.text for page in here] == [LINES[0], "", LINES[0]]
    assert [page.text for page in tesseract.read_lines([line, nothing, line], 200)] == [
        page.text for page in here
    ]


def test_no_program_is_started(make_picture: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: object, **named: object) -> None:
        raise AssertionError("the program was started")

    monkeypatch.setattr(tesseract, "_pytesseract", never)
    assert LINES[0] in tesseract.read_picture(make_picture(LINES), 200).text


def test_reading_that_takes_too_long_is_given_up(make_picture: Callable[..., Any]) -> None:
    with pytest.raises(OutsideProgram) as caught:
        tesseract.read_picture(make_picture(LINES * 12), 300, seconds=0.001)
    assert caught.value.code == "tesseract_timeout"
    assert LINES[0] in tesseract.read_picture(make_picture(LINES), 200).text


def test_models_that_are_not_there_are_said(make_picture: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(OutsideProgram) as caught:
        list(in_process.tables([make_picture(LINES)], 200, 6, tmp_path, "swe", 10.0))
    assert caught.value.code == "tesseract_failed"
