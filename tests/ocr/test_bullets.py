import pytest
from PIL import Image, ImageDraw

from ocr.bullets import as_lines, bullets, with_bullets
from ocr.ledger import apply
from ocr.page import Word
from ocr.repair import Repaired
from ocr.reread import with_lines
from ocr.spans import Span
from ocr.tesseract import PageRead

DPI = 144.0  # two pixels a point


def drawn(shape: str, at: tuple[float, float], size: float) -> Image.Image:
    """A line of print (bars, here) with one shape before it; all in points, the line's foot at 40."""
    picture = Image.new("L", (600, 200), 240)
    pen = ImageDraw.Draw(picture)
    for x in range(60, 200, 12):
        pen.rectangle((2 * x, 60, 2 * x + 14, 80), fill=30)
    x, y = at
    box = (2 * x, 2 * y, 2 * (x + size), 2 * (y + size))
    if shape == "disc":
        pen.ellipse(box, fill=30)
    elif shape == "ring":
        pen.ellipse(box, outline=30, width=2)
    elif shape == "square":
        pen.rectangle(box, fill=30)
    elif shape == "dash":
        pen.rectangle((2 * x, 2 * y, 2 * (x + size), 2 * y + 3), fill=30)
    elif shape == "speck":
        pen.ellipse(box, fill=215)
    return picture


def words(text: str, *lefts: float) -> tuple[Word, ...]:
    out, at = [], 0
    for token, left in zip(text.split(" "), lefts, strict=True):
        out.append(Word(Span(at, at + len(token)), (left, 29.0, left + 6 * len(token), 40.0), 0.6, "read"))
        at += len(token) + 1
    return tuple(out)


@pytest.mark.parametrize(
    ("shape", "at", "size", "is_one"),
    [
        ("disc", (42, 33), 4.5, True),
        ("disc", (42, 34), 1.9, True),  # a small one, in the middle
        ("disc", (42, 37.8), 1.9, False),  # a full stop
        ("disc", (42, 37), 2.9, False),  # a large one
        ("disc", (38, 24), 12.0, False),  # the hole of a punch
        ("ring", (42, 33), 5.5, False),  # the letter o
        ("square", (42, 33), 4.5, False),
        ("dash", (42, 35), 4.5, False),
        ("speck", (42, 33), 4.5, False),
        ("nothing", (0, 0), 0, False),
    ],
)
def test_a_bullet_is_told_by_its_shape_and_place(
    shape: str, at: tuple[float, float], size: float, is_one: bool
) -> None:
    picture = drawn(shape, at, size)
    read = words("e Att anta", 41.0, 60.0, 84.0)
    assert [m.span for m in bullets(picture, DPI, "e Att anta", read, 2.0)] == [Span(0, 1)] * is_one
    missing = words("Att anta", 60.0, 84.0)
    assert [m.span for m in bullets(picture, DPI, "Att anta", missing, 2.0)] == [Span(0, 0)] * is_one


def test_numbers_and_words_before_a_line_are_no_bullets() -> None:
    picture = drawn("disc", (42, 33), 4.5)
    assert not list(bullets(picture, DPI, "12 Att", words("12 Att", 41.0, 60.0), 2.0))
    assert not list(bullets(picture, DPI, "• Att", words("• Att", 41.0, 60.0), 2.0))


@pytest.mark.parametrize("text", ["e Att anta", "© Att anta", "Att anta"])
def test_a_reading_gets_its_bullets(text: str) -> None:
    lefts = [60.0, 84.0] if text == "Att anta" else [41.0, 60.0, 84.0]
    small = words(text, *lefts)
    large = tuple(
        Word(w.span, (2 * w.box[0], 2 * w.box[1], 2 * w.box[2], 2 * w.box[3]), w.confidence, w.state)
        for w in small
    )
    read = PageRead(
        f"{text}\nslut", (*large, Word(Span(len(text) + 1, len(text) + 5), (120, 120, 160, 140), 0.9, "read"))
    )
    seen = with_bullets(drawn("disc", (42, 33), 4.5), DPI, read)
    assert seen.text == "• Att anta\nslut"
    assert [seen.text[w.span.start : w.span.end] for w in seen.words] == ["•", "Att", "anta", "slut"]
    assert seen.words[0].box == pytest.approx((84, 66, 93, 75), abs=2)


@pytest.mark.parametrize("text", ["e Vi anser", "Vi anser"])
def test_a_layer_gets_its_bullets_as_lines_of_the_ledger(text: str) -> None:
    lefts = [60.0, 84.0] if text == "Vi anser" else [41.0, 60.0, 84.0]
    marks = list(bullets(drawn("disc", (42, 33), 4.5), DPI, text, words(text, *lefts), 2.0))
    after = with_lines(Repaired(text, text, (), "damaged"), list(as_lines(text, marks)))
    assert after.text == "• Vi anser"
    assert apply(after.raw, after.ledger) == after.text


@pytest.mark.parametrize(("size", "sign"), [(3.0, "•"), (4.2, "•"), (6.5, "●"), (7.0, "●")])
def test_a_circle_is_told_from_a_bullet_by_the_height_of_capitals(size: float, sign: str) -> None:
    picture = drawn("disc", (42, 37 - size), size)  # beside capitals of ten points, from 30 to 40
    text = "BESLUT HAR"
    read = words(text, 60.0, 104.0)
    assert [mark.sign for mark in bullets(picture, DPI, text, read, 2.0)] == [sign]


def test_a_bullet_that_was_read_as_the_other_one_is_put_right() -> None:
    picture = drawn("disc", (42, 32), 6.5)
    text = "• HAR"
    (mark,) = bullets(picture, DPI, text, words(text, 41.0, 60.0), 2.0)
    assert (mark.span, mark.sign) == (Span(0, 1), "●")
