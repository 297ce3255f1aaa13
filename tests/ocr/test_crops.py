import pytest
from PIL import Image, ImageDraw

from ocr.crops import cut

PAPER, INK = 230, 10


def page(*rows: tuple[int, int, int, int]) -> Image.Image:
    picture = Image.new("L", (600, 300), PAPER)
    draw = ImageDraw.Draw(picture)
    for row in rows:
        draw.rectangle(row, fill=INK)
    return picture


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return picture.point(lambda v: 255 if v < 128 else 0).getbbox()


def test_what_stands_around_a_line_is_painted_over() -> None:
    word, above, beside = (100, 100, 199, 129), (100, 60, 199, 92), (212, 100, 260, 129)
    cutting = cut(page(word, above, beside), [(100, 100, 200, 130)], 1.0)
    left, top, right, bottom = ink(cutting) or (0, 0, 0, 0)
    assert (right - left, bottom - top) == (100, 30)
    assert min(left, top, cutting.width - right, cutting.height - bottom) >= 9


def test_a_line_askew_is_followed_word_by_word() -> None:
    """The word on the right stands lower; what stands over it, beside the left one, is not cut out."""
    left, right, over_right = (100, 100, 199, 129), (220, 130, 319, 159), (225, 100, 319, 119)
    boxes = [(100.0, 100.0, 200.0, 130.0), (220.0, 130.0, 320.0, 160.0)]
    alone, crowded = cut(page(left, right), boxes, 1.0), cut(page(left, right, over_right), boxes, 1.0)
    assert alone.tobytes() == crowded.tobytes()


def test_boxes_are_scaled_to_the_pictures_pixels() -> None:
    cutting = cut(page((100, 100, 199, 129)), [(50, 50, 100, 65)], 2.0)
    left, top, right, bottom = ink(cutting) or (0, 0, 0, 0)
    assert (right - left, bottom - top) == (100, 30)


@pytest.mark.parametrize(
    "box", [(0, 0, 0, 0), (-50, -20, -10, -5), (590, 290, 700, 400), (900, 900, 950, 930)]
)
def test_a_box_off_the_page_gives_paper(box: tuple[float, float, float, float]) -> None:
    cutting = cut(page(), [box], 1.0)
    assert cutting.width >= 8 and cutting.height >= 8
    assert ink(cutting) is None
