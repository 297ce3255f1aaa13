from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw

from ocr.sheet import Box
from ocr.unread import unread


def page(strokes: Sequence[Box] = (), rules: Sequence[Box] = ()) -> Image.Image:
    """A page of 200 dpi, in points: strokes like those of letters within boxes, and rules."""
    picture = Image.new("L", (1200, 1600), 230)
    draw = ImageDraw.Draw(picture)
    scale = 200 / 72
    for x0, y0, x1, y1 in strokes:
        for x in range(int(x0 * scale), int(x1 * scale), 18):
            draw.rectangle((x, y0 * scale, x + 6, y1 * scale), fill=20)
    for x0, y0, x1, y1 in rules:
        draw.rectangle((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=20)
    return picture


WORD, OTHER = (100.0, 100.0, 150.0, 108.0), (100.0, 130.0, 300.0, 138.0)


def near(found: Sequence[Box], boxes: Sequence[Box]) -> bool:
    return len(found) == len(boxes) and all(
        abs(a - b) < 4 for one, two in zip(found, boxes, strict=True) for a, b in zip(one, two, strict=True)
    )


def test_a_line_that_no_word_covers_is_found() -> None:
    assert near(unread(page([WORD, OTHER]), 200, [WORD]), [OTHER])


def test_a_page_whose_words_cover_it_has_none() -> None:
    assert unread(page([WORD, OTHER]), 200, [WORD, OTHER]) == []


def test_words_side_by_side_are_one_line_and_columns_are_two() -> None:
    side, far = (302.0, 130.0, 340.0, 138.0), (380.0, 130.0, 410.0, 138.0)
    assert near(unread(page([OTHER, side, far]), 200, []), [(100.0, 130.0, 340.0, 138.0), far])


@pytest.mark.parametrize(
    "rule",
    [(50, 200, 400, 201), (50, 200, 51, 300), (50, 200, 200, 300), (0, 200, 4, 210), (90, 200, 92, 202)],
    ids=["across", "down", "picture", "shadow", "speck"],
)
def test_what_is_no_line_of_text_is_left(rule: Box) -> None:
    assert near(unread(page([OTHER], [rule]), 200, []), [OTHER])


def test_a_line_that_stands_on_a_rule_is_found() -> None:
    assert near(unread(page([OTHER], [(50, 139, 400, 140)]), 200, []), [OTHER])
