import pytest
from PIL import Image, ImageDraw

from ocr import glance, raised
from ocr.ledger import apply
from ocr.page import Word
from ocr.spans import Span
from ocr.tesseract import PageRead


def page(*, is_raised: bool) -> Image.Image:
    """A word of bars on a line at 40, and something half as high at its end, above the line or on it."""
    picture = Image.new("L", (300, 100), 240)
    pen = ImageDraw.Draw(picture)
    for x in range(20, 120, 10):
        pen.rectangle((x, 20, x + 6, 60), fill=30)
    top = 16 if is_raised else 40
    pen.rectangle((124, top, 132, top + 20), fill=30)
    pen.rectangle((136, top, 144, top + 20), fill=30)
    return picture


def found(
    monkeypatch: pytest.MonkeyPatch, text: str, read: str, sure: float, *, up: bool = True
) -> list[str]:
    said = PageRead(read, (Word(Span(0, len(read)), (0, 0, 9, 9), sure, "read"),) if read else ())
    monkeypatch.setattr(glance, "read", lambda pictures, thoughts: [said] * len(pictures))
    word = Word(Span(0, len(text)), (20, 20, 146, 60), 0.9, "read")
    return [change.after for change in raised.raised(page(is_raised=up), text, (word,), 1.0)]


@pytest.mark.parametrize(
    ("text", "read", "sure", "after"),
    [
        ("varmen.?°", "36", 0.97, ["36"]),
        ("niva*", "4", 1.0, ["4"]),
        ("samhallet.2°", "20", 0.98, ["20"]),
        ("varmen.?°", "36", 0.9, []),  # not sure enough
        ("niva”", "9", 0.97, []),  # one figure may be a quotation mark
        ("niva”", "9", 1.0, []),
        ("niva”", "4", 1.0, ["4"]),
        ("niva”", "”", 1.0, []),
        ("niva*", "", 1.0, []),
        ("an-", "12", 1.0, []),  # a hyphen
        ("varmen", "36", 1.0, []),  # no sign to look at
        ("2018*", "1", 1.0, []),  # no word
    ],
)
def test_a_raised_figure_is_read_where_a_word_ends_with_odd_signs(
    monkeypatch: pytest.MonkeyPatch, text: str, read: str, sure: float, after: list[str]
) -> None:
    assert found(monkeypatch, text, read, sure) == after


def test_what_stands_on_the_line_is_no_raised_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, "varmen?", "36", 1.0, up=False) == []


def headed(monkeypatch: pytest.MonkeyPatch, tokens: list[str], read: str, sure: float, *, up: bool) -> str:
    """A line of three words of bars after a look at it; the first one's ink is above its foot, or on it."""
    picture = Image.new("L", (400, 100), 240)
    pen = ImageDraw.Draw(picture)
    top = 16 if up else 40
    pen.rectangle((20, top, 28, top + 20), fill=30)
    pen.rectangle((32, top, 40, top + 20), fill=30)
    lefts = (20, 46, 150)
    for left in lefts[1:]:
        for x in range(left, left + 90, 10):
            pen.rectangle((x, 20, x + 6, 60), fill=30)
    words, at = [], 0
    for token, left, right in zip(tokens, lefts, (40, 142, 246), strict=False):
        words.append(Word(Span(at, at + len(token)), (left, 20, right, 60), 0.9, "read"))
        at += len(token) + 1
    said = PageRead(read, (Word(Span(0, len(read)), (0, 0, 9, 9), sure, "read"),))
    monkeypatch.setattr(glance, "read", lambda pictures, thoughts: [said] * len(pictures))
    text = " ".join(tokens)
    return apply(text, raised.raised(picture, text, tuple(words), 1.0))


@pytest.mark.parametrize(
    ("head", "read", "sure", "up", "after"),
    [
        ("5", "15", 0.97, True, "15"),
        ("!6", "16", 0.97, True, "16"),
        ("*", "3", 0.995, True, "3"),
        ("*", "3", 0.97, True, "*"),  # not sure enough of a single one
        ("5", "15", 0.9, True, "5"),
        ("5", "15", 0.97, False, "5"),  # the number of a point of a list
        ("•", "15", 0.97, True, "•"),
        ("(2)", "12", 0.97, True, "(2)"),
        ("Se", "15", 0.97, True, "Se"),
    ],
)
def test_the_figure_that_a_note_begins_with_is_read_where_it_is_raised(
    monkeypatch: pytest.MonkeyPatch, head: str, read: str, sure: float, up: bool, after: str
) -> None:
    assert headed(monkeypatch, [head, "Vikasjo", "kommun"], read, sure, up=up) == f"{after} Vikasjo kommun"


@pytest.mark.parametrize("tokens", [["5", "Vikasjo"], ["5", "2018", "maj"]])
def test_what_heads_no_words_is_no_note(monkeypatch: pytest.MonkeyPatch, tokens: list[str]) -> None:
    assert headed(monkeypatch, tokens, "15", 0.99, up=True) == " ".join(tokens)
