from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.shaded import evened

PAPER, DPI = 235, 150
BAR = (150, 300, 1090, 350)


@cache
def font(size: int = 26) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def page(
    ground: int, letters: int, bar: tuple[int, int, int, int] = BAR, text: str = "Utfall 2016"
) -> Image.Image:
    """A page with some lines of text and a bar with words on it."""
    picture = Image.new("L", (1240, 1754), PAPER)
    draw = ImageDraw.Draw(picture)
    for y in (100, 140, 900, 940):
        draw.text((150, y), "En mening som är svart på vitt papper, som alla andra här.", 20, font())
    draw.rectangle(bar, fill=ground)
    for x in (200, 500, 800):
        draw.text((x, bar[1] + 8), text, letters, font())
    return picture


def within(picture: Image.Image, bar: tuple[int, int, int, int] = BAR) -> Image.Image:
    return picture.crop((bar[0] + 8, bar[1] + 4, bar[2] - 8, bar[3] - 4))


@pytest.mark.parametrize("ground", [0, 60, 130])
def test_white_letters_on_a_dark_bar_become_dark_ones_on_paper(ground: int) -> None:
    was = np.asarray(within(page(ground, 245)))
    now = np.asarray(within(evened(page(ground, 245), DPI)))
    assert np.median(now) == PAPER
    assert (now[was > 235] < 100).all()  # the letters
    assert (now[was == ground] == PAPER).all()


@pytest.mark.parametrize(("ground", "letters"), [(120, 10), (150, 40)])
def test_black_letters_on_a_dark_grey_bar_stay_dark_and_stand_on_paper(ground: int, letters: int) -> None:
    was = np.asarray(within(page(ground, letters)))
    now = np.asarray(within(evened(page(ground, letters), DPI)))
    assert np.median(now) == PAPER
    assert (now[was == letters] < 100).all()
    assert (now[was == ground] == PAPER).all()


def test_it_is_so_on_a_scan_that_lies_askew() -> None:
    turned = page(60, 245).rotate(0.5, fillcolor=PAPER, resample=Image.Resampling.BICUBIC)
    now = np.asarray(evened(turned, DPI))
    assert np.median(now[300:350, 200:1040]) == PAPER
    dark = (now < 100).mean()
    assert dark == pytest.approx(float((np.asarray(evened(page(60, 245), DPI)) < 100).mean()), rel=0.2)


@pytest.mark.parametrize(
    "picture",
    [
        page(PAPER, 20),
        page(200, 20),  # black on light grey
        page(60, 60),  # nothing on it
        page(60, 245, (150, 300, 1090, 800)),  # as high as a picture
        page(60, 245, (150, 300, 200, 350), ""),  # a speck
        Image.new("L", (20, 20), 0),
    ],
    ids=["paper", "light grey", "empty", "high", "narrow", "black"],
)
def test_nothing_else_on_a_page_changes(picture: Image.Image) -> None:
    assert evened(picture, DPI).tobytes() == picture.tobytes()


def test_what_stands_around_a_bar_stays() -> None:
    before, after = page(60, 245), evened(page(60, 245), DPI)
    for around in ((0, 0, 1240, 290), (0, 360, 1240, 1754)):
        assert before.crop(around).tobytes() == after.crop(around).tobytes()
