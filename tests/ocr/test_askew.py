import random
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw

from ocr import askew, image
from ocr.page import Word
from ocr.spans import Span
from ocr.tesseract import PageRead

LINES = [
    "Socialnämnden i Vikasjö beslutar att godkänna förvaltningens förslag.",
    "Nämnden får i uppdrag att följa upp arbetet med boendestöd för äldre.",
    "Ärendet SN 2020/118 överlämnas till kommunstyrelsen för åtgärder 2021.",
] * 6


@pytest.mark.parametrize("degrees", [-5.0, -3.0, -1.0, 1.0, 2.0, 5.0])
def test_how_far_a_page_is_turned_is_seen(degrees: float, make_picture: Callable[..., Any]) -> None:
    lying = image.turned(make_picture(LINES), degrees)
    assert askew.turned_by(lying, 200) == pytest.approx(-degrees, abs=0.25)


@pytest.mark.parametrize("degrees", [0.0, 0.3, -0.4])
def test_a_page_that_is_all_but_straight_is_left(degrees: float, make_picture: Callable[..., Any]) -> None:
    assert askew.turned_by(image.turned(make_picture(LINES), degrees), 200) == 0.0


def test_a_page_without_lines_is_left(make_picture: Callable[..., Any]) -> None:
    chance, specks = random.Random(1), Image.new("L", (1600, 2200), 240)
    draw = ImageDraw.Draw(specks)
    for _ in range(3000):
        x, y = chance.randrange(1590), chance.randrange(2190)
        draw.rectangle((x, y, x + 5, y + 5), fill=10)
    assert askew.turned_by(specks, 200) == 0.0
    assert askew.turned_by(make_picture([]), 200) == 0.0
    assert askew.turned_by(Image.new("L", (1600, 2200), 20), 200) == 0.0


def test_a_word_gets_its_box_back_where_it_is_on_the_page() -> None:
    lying = Image.new("L", (1000, 1000), 255)
    ImageDraw.Draw(lying).rectangle((100, 200, 140, 220), fill=0)
    straight = askew.straightened(lying, 3.0)
    box = straight.point(lambda level: 255 - level).getbbox()
    assert box
    found = PageRead("ord", (Word(Span(0, 3), tuple(map(float, box)), 0.9, "read"),))
    (word,) = askew.as_it_lay(found, straight, 3.0).words
    assert word.box == pytest.approx((100, 200, 141, 221), abs=4)
    assert askew.as_it_lay(found, straight, 0.0) is found
