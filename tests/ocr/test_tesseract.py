import sys
from collections.abc import Callable
from typing import Any

import pytest

from ocr import tesseract
from ocr.errors import MissingDependency, OutsideProgram
from ocr.read import read
from ocr.source import Source

READS_SWEDISH = (installed := tesseract.probe()) is not None and "swe" in installed.languages
needs_tesseract = pytest.mark.skipif(not READS_SWEDISH, reason="Tesseract with its Swedish model is not here")
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are shell scripts")

LINES = ["Nämnden beslutar att bifalla förslaget", "och överlämnar ärendet till styrelsen."]
KNOWS = (
    'case "$1" in --version) echo "tesseract 5.0.0";; --list-langs) printf "List:\\nswe\\n";; *) %s;; esac'
)


@needs_tesseract
def test_swedish_print_is_read_with_its_places(make_picture: Callable[..., Any]) -> None:
    found = tesseract.read_picture(make_picture(LINES), 200)
    assert [line for line in found.text.splitlines() if line] == LINES
    for word in found.words:
        assert word.state == "read"
        assert 0 < word.box[0] < word.box[2] and 0 < word.box[1] < word.box[3]
        assert 0.5 < word.confidence <= 1


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_an_image_file_is_read_whole(
    make_picture: Callable[..., Any], make_file: Callable[..., bytes], kind: str
) -> None:
    source = Source(f"scan.{kind.lower()}", make_file(make_picture(LINES), kind))
    reading = read(source)
    (page,) = reading.pages
    assert (page.verdict, page.unit) == ("absent", "px")
    assert page.text == page.raw
    assert "Nämnden beslutar" in reading.text
    assert {word.state for word in page.words} == {"read"}


@needs_shell
def test_no_program_is_said_with_what_to_type(
    monkeypatch: pytest.MonkeyPatch, make_picture: Callable[..., Any]
) -> None:
    monkeypatch.setenv(tesseract.PROGRAM_VARIABLE, "/nowhere/tesseract")
    with pytest.raises(MissingDependency) as caught:
        tesseract.read_picture(make_picture(LINES), 200)
    assert caught.value.code == "tesseract_missing"
    assert caught.value.exit_code == 3


@needs_shell
def test_no_swedish_model_is_said(fake: Callable[[str], None], make_picture: Callable[..., Any]) -> None:
    fake('case "$1" in --version) echo "tesseract 5.0.0";; --list-langs) printf "List:\\neng\\n";; esac')
    with pytest.raises(MissingDependency) as caught:
        tesseract.read_picture(make_picture(LINES), 200)
    assert caught.value.code == "language_missing"


@needs_shell
def test_a_crash_is_an_outside_programs_failure(
    fake: Callable[[str], None], make_picture: Callable[..., Any]
) -> None:
    fake(KNOWS % "echo kaputt >&2; exit 139")
    with pytest.raises(OutsideProgram) as caught:
        tesseract.read_picture(make_picture(LINES), 200)
    assert (caught.value.code, caught.value.exit_code) == ("tesseract_failed", 7)


@needs_shell
def test_a_program_that_hangs_is_ended(fake: Callable[[str], None], make_picture: Callable[..., Any]) -> None:
    fake(KNOWS % "exec sleep 60")
    with pytest.raises(OutsideProgram) as caught:
        tesseract.read_picture(make_picture(LINES), 200, seconds=0.2)
    assert caught.value.code == "tesseract_timeout"


@needs_shell
def test_a_program_that_does_nothing_gives_no_success(
    fake: Callable[[str], None], make_picture: Callable[..., Any]
) -> None:
    fake(KNOWS % "exit 0")
    with pytest.raises(OutsideProgram):
        tesseract.read_picture(make_picture(LINES), 200)


@pytest.mark.parametrize(
    ("platform", "words"), [("linux", "apt-get"), ("darwin", "brew"), ("win32", "winget")]
)
def test_each_machine_is_told_its_own_way_to_install(platform: str, words: str) -> None:
    assert words in tesseract.how_to_install(platform)
