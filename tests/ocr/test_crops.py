import pytest
from PIL import Image, ImageDraw

from ocr.crops import Stance, cut, framed, stance, upright
from ocr.page import Word
from ocr.spans import Span

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


def test_a_pages_tall_words_tell_how_its_letters_stand() -> None:
    """Boxes from 100 to 140, letters from 110 to 130; words with g or of two letters tell nothing."""
    words = [("Beslut", (20.0 + 60 * n, 100.0, 70.0 + 60 * n, 140.0)) for n in range(5)]
    deep = [("bygga", (400.0, 100.0, 450.0, 140.0)), ("Bo", (460.0, 100.0, 480.0, 140.0))]
    ink = [(int(x0), 110, int(x1) - 1, 129) for _, (x0, _, x1, _) in words]
    found = stance(page(*ink, (400, 104, 450, 139), (460, 100, 480, 139)), [*words, *deep], 1.0)
    assert (found.top, found.base) == (0.25, 0.75)


def test_where_few_words_tell_the_usual_stance_is_taken() -> None:
    assert stance(page((100, 110, 149, 129)), [("Beslut", (100, 100, 150, 140))], 1.0) == Stance()


@pytest.mark.parametrize("box", [(-60.0, 100.0, -10.0, 140.0), (100.0, 200.0, 150.0, 240.0)])
def test_words_where_the_page_has_no_ink_tell_nothing(box: tuple[float, float, float, float]) -> None:
    """The first would be at the other edge of the page, if places counted from there."""
    assert stance(page((540, 110, 598, 129)), [("Beslut", box)] * 10, 1.0) == Stance()


def test_a_frame_leaves_room_by_the_height_of_a_capital() -> None:
    cutting = framed(page((100, 110, 149, 129)), [(100, 100, 150, 140)], Stance(0.25, 0.75), 1.0)
    left, top, right, bottom = ink(cutting) or (0, 0, 0, 0)
    assert (top, cutting.height - bottom) == (9, 12)  # of 20
    assert (left, cutting.width - right) == (4, 4)


@pytest.mark.parametrize(
    "box", [(0, 0, 0, 0), (-50, -20, -10, -5), (590, 290, 700, 400), (900, 900, 950, 930)]
)
def test_a_frame_off_the_page_is_paper(box: tuple[float, float, float, float]) -> None:
    assert ink(framed(page(), [box], Stance(), 1.0)) is None


@pytest.mark.parametrize(
    ("own", "expected"),
    [((100.0, 112.0), (100.0, 112.0)), ((103.0, 110.0), (100.0, 112.0))],
    ids=["a box that is as high as its line", "a box around its own letters"],
)
def test_a_box_is_as_high_as_its_line(own: tuple[float, float], expected: tuple[float, float]) -> None:
    heights = [(100.0, 112.0), own, (100.0, 112.0)]
    row = [
        Word(Span(n, n + 1), (n, top, n + 1, bottom), 1.0, "kept") for n, (top, bottom) in enumerate(heights)
    ]
    assert list(upright([row]))[1].box == (1, expected[0], 2, expected[1])
