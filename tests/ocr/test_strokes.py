import pytest
from PIL import Image, ImageDraw

from ocr.page import Word
from ocr.spans import Span
from ocr.strokes import stroke_lines, strokes, with_strokes
from ocr.tesseract import PageRead

DPI = 144.0  # two pixels a point
FIVE = [(start, 5) for start in range(60, 110, 10)]


def drawn(row: list[tuple[float, float]], *, beside: bool = False, over: bool = False) -> Image.Image:
    """A line of print (bars, here) with its foot at 40 points, a row of strokes at 60, each from where it
    starts so many points wide; and print beside or just above them."""
    picture = Image.new("L", (600, 300), 240)
    pen = ImageDraw.Draw(picture)
    for x in range(60, 200, 12):
        pen.rectangle((2 * x, 60, 2 * x + 14, 80), fill=30)
    for start, wide in row:
        pen.rectangle((2 * start, 120, 2 * (start + wide) - 1, 121), fill=30)
    if beside:
        pen.rectangle((400, 106, 414, 124), fill=30)
    if over:
        pen.rectangle((120, 100, 300, 118), fill=30)
    return picture


def word(text: str, start: int, box: tuple[float, float, float, float]) -> Word:
    return Word(Span(start, start + len(text)), box, 0.9, "read")


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (FIVE, 5),
        (FIVE[:3], 3),
        (FIVE[:2], 0),
        ([(start, 5) for start in range(60, 210, 10)], 0),  # a dashed rule
        ([(60, 5), (70, 5), (80, 40), (125, 5)], 0),  # one is a line
        ([(60, 5), (70, 5), (110, 5), (120, 5)], 0),  # not evenly apart
        ([(start, 9) for start in range(60, 110, 10)], 0),  # nearly joined
        ([(start, 1) for start in range(60, 80, 4)], 0),  # dots
        ([(60, 60)], 0),
        ([], 0),
    ],
)
def test_a_row_of_strokes_is_told_by_its_evenness(row: list[tuple[float, float]], found: int) -> None:
    assert [len(one) for one in strokes(drawn(row), DPI)] == [found] * bool(found)


def test_a_row_of_bullets_is_none_of_strokes() -> None:
    picture = drawn([])
    pen = ImageDraw.Draw(picture)
    for start in range(60, 110, 10):
        pen.ellipse((2 * start, 118, 2 * start + 6, 124), fill=30)
    assert not strokes(picture, DPI)


@pytest.mark.parametrize(("beside", "over"), [(True, False), (False, True)])
def test_strokes_that_print_stands_beside_or_upon_end_no_item(beside: bool, over: bool) -> None:
    assert not strokes(drawn(FIVE, beside=beside, over=over), DPI)


def test_a_layer_gets_the_strokes_where_it_has_nothing_in_their_place() -> None:
    picture = drawn(FIVE)
    (line,) = stroke_lines(picture, DPI, [(60.0, 30.0, 200.0, 40.0)])
    assert [text for text, _ in line.words] == ["-"] * 5
    left, top, right, bottom = line.box
    assert (left, right) == pytest.approx((60, 105), abs=1) and top < 60 < bottom
    assert not list(stroke_lines(picture, DPI, [(60.0, 54.0, 105.0, 64.0)]))


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ([("Beslut.", 60.0)], "Beslut.\n- - - - -"),
        ([("Beslut.", 60.0), ("Fot", 200.0)], "Beslut.\n- - - - -\nFot"),
        ([("Fot", 200.0)], "- - - - -\nFot"),
        ([("=---=", 112.0)], "=---="),
    ],
)
def test_a_reading_gets_its_strokes_below_what_they_stand_under(
    tokens: list[tuple[str, float]], text: str
) -> None:
    words: list[Word] = []
    for token, top in tokens:
        start = words[-1].span.end + 1 if words else 0
        words.append(word(token, start, (120.0, top, 240.0, top + 20)))
    read = with_strokes(drawn(FIVE), DPI, PageRead("\n".join(token for token, _ in tokens), tuple(words)))
    assert read.text == text
    assert [read.text[slice(*w.span)] for w in read.words] == text.split()
