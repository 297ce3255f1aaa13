from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw

from ocr import tesseract
from ocr.leaders import without_leaders

READS_SWEDISH = (installed := tesseract.probe()) is not None and "swe" in installed.languages


def contents(dot: int = 5, step: int = 12, shift: float = 0.0) -> Image.Image:
    """A line of a contents page at 300 dpi: some strokes, dots, some strokes; `shift` makes it fall."""
    picture = Image.new("L", (1600, 200), 235)
    draw = ImageDraw.Draw(picture)
    for x in (100, 120, 150, 1400, 1420):
        draw.rectangle((x, 80 + int(x * shift), x + 6, 110 + int(x * shift)), fill=15)
    for x in range(200, 1370, step):
        draw.rectangle((x, 106 + int(x * shift), x + dot, 110 + int(x * shift)), fill=15)
    return picture


def ink(picture: Image.Image, left: int, right: int) -> int:
    return sum(v < 128 for v in picture.crop((left, 0, right, picture.height)).tobytes())


@pytest.mark.parametrize(("dot", "step"), [(4, 10), (5, 12), (6, 14), (5, 25)])
def test_a_row_of_dots_is_painted_over_and_what_it_leads_to_is_not(dot: int, step: int) -> None:
    before = contents(dot, step)
    after = without_leaders(before, 300)
    assert ink(after, 230, 1340) == 0
    for left, right in ((90, 170), (1395, 1440)):
        assert ink(after, left, right) == ink(before, left, right)


def test_a_row_that_falls_is_followed() -> None:
    assert ink(without_leaders(contents(shift=0.008), 300), 230, 1340) == 0


def strokes() -> Image.Image:
    """Something like print: strokes close together, with dots between their feet."""
    picture = Image.new("L", (1600, 200), 235)
    draw = ImageDraw.Draw(picture)
    for x in range(100, 1500, 24):
        draw.rectangle((x, 80, x + 5, 110), fill=15)
        draw.rectangle((x + 11, 106, x + 15, 110), fill=15)
    return picture


def ruled() -> Image.Image:
    picture = Image.new("L", (1600, 200), 235)
    ImageDraw.Draw(picture).rectangle((100, 106, 1500, 109), fill=15)
    return picture


@pytest.mark.parametrize("picture", [strokes(), ruled(), Image.new("L", (1600, 200), 235)])
def test_what_is_no_row_of_dots_stays(picture: Image.Image) -> None:
    assert without_leaders(picture, 300) is picture


def test_the_picture_that_was_given_is_not_changed() -> None:
    before = contents()
    kept = before.copy()
    without_leaders(before, 300)
    assert ImageChops.difference(before, kept).getbbox() is None


@pytest.mark.skipif(not READS_SWEDISH, reason="Tesseract with its Swedish model is not here")
def test_dots_are_no_letters_of_the_contents(make_picture: Callable[..., Any]) -> None:
    titles = ["Förslag till ändrad taxa", "Svar på motion om gångvägar", "Årsredovisning för nämnden"]
    picture = make_picture([f"{title} {'.' * 60} {30 + n}" for n, title in enumerate(titles)])
    read = tesseract.read_picture(without_leaders(picture, 200), 200).text
    words = [word for word in read.split() if any(map(str.isalpha, word))]
    assert words == " ".join(titles).split()
