import pytest
from PIL import Image, ImageDraw

from ocr import glance
from ocr.crops import Stance
from ocr.ledger import apply
from ocr.page import Word
from ocr.rulings import beside_rulings
from ocr.spans import Span
from ocr.tesseract import PageRead

LEFT, RIGHT = 20, 80  # where the rulings stand, in points


def mended(
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    *,
    seen: str = "",
    sure: float = 1.0,
    ruled: tuple[int, ...] = (LEFT, RIGHT),
    box: tuple[float, float] = (22.0, 78.0),
    long: bool = True,
) -> str:
    """A word of a layer after a look at its cell; a pixel a quarter of a point."""
    picture = Image.new("L", (800, 800), 240)
    pen = ImageDraw.Draw(picture)
    for x in ruled:
        pen.rectangle((4 * x - 2, 40 if long else 190, 4 * x + 2, 760 if long else 250), fill=20)
    read = PageRead(seen, (Word(Span(0, len(seen)), (0, 0, 9, 9), sure, "read"),) if seen else ())
    monkeypatch.setattr(glance, "read", lambda pictures, thoughts: [read] * len(pictures))
    word = Word(Span(0, len(text)), (box[0], 50.0, box[1], 60.0), 0.9, "read")
    return apply(text, beside_rulings(picture, 288.0, Stance(), text, (word,), 4.0))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("642}", "642"),
        ("0]", "0"),
        ("-500)", "-500"),
        ("[927", "927"),
        ("|Avgifter|", "Avgifter"),
        ("Avgifter_|", "Avgifter"),
        ("lExempel", "Exempel"),  # no word begins so
        ("\\Avgifter", "Avgifter"),
        ("läge", "läge"),
        ("(ej", "(ej"),  # it may belong to one on the next line
        ("ej)", "ej)"),
        ("(13)", "(13)"),  # they belong together
        ("[a]", "[a]"),
        ("1)", "1)"),  # a point of a list
        ("Obs!", "Obs!"),
        ("}", "}"),  # no word
        ("642", "642"),
    ],
)
def test_a_bracket_beside_a_ruling_is_the_ruling(
    monkeypatch: pytest.MonkeyPatch, text: str, after: str
) -> None:
    assert mended(monkeypatch, text) == after


@pytest.mark.parametrize("text", ["642}", "[927", "-500)", "lExempel"])
def test_a_bracket_without_a_ruling_stays(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert mended(monkeypatch, text, ruled=()) == text
    assert mended(monkeypatch, text, ruled=(5, 95)) == text  # too far away
    assert mended(monkeypatch, text, long=False) == text  # a stroke as high as a line


def test_the_ruling_has_to_stand_on_the_side_of_the_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mended(monkeypatch, "642}", ruled=(LEFT,)) == "642}"
    assert mended(monkeypatch, "[642}", ruled=(LEFT,)) == "642}"


@pytest.mark.parametrize(
    ("text", "seen", "sure", "ruled", "after"),
    [
        ("1922", "922", 0.99, (LEFT,), "922"),
        ("1922", "922", 0.9, (LEFT,), "1922"),  # not sure enough
        ("1922", "1922", 0.99, (LEFT,), "1922"),
        ("1922", "925", 0.99, (LEFT,), "1922"),  # the figures are not its own
        ("1922", "", 0.0, (LEFT,), "1922"),
        ("1922", "922", 0.99, (RIGHT,), "1922"),
        ("1022", "022", 0.99, (LEFT,), "1022"),  # no number begins so
        ("2922", "922", 0.99, (LEFT,), "2922"),
    ],
)
def test_a_one_goes_only_where_the_image_surely_has_the_rest(
    monkeypatch: pytest.MonkeyPatch, text: str, seen: str, sure: float, ruled: tuple[int, ...], after: str
) -> None:
    assert mended(monkeypatch, text, seen=seen, sure=sure, ruled=ruled) == after


def test_brackets_that_belong_together_on_a_line_stay() -> None:
    text = "(13 st)"
    picture = Image.new("L", (800, 800), 240)
    ImageDraw.Draw(picture).rectangle((4 * LEFT - 2, 40, 4 * LEFT + 2, 760), fill=20)
    words = (
        Word(Span(0, 3), (22.0, 50.0, 40.0, 60.0), 0.9, "read"),
        Word(Span(4, 7), (44.0, 50.0, 60.0, 60.0), 0.9, "read"),
    )
    assert beside_rulings(picture, 288.0, Stance(), text, words, 4.0) == ()
    (gone,) = beside_rulings(picture, 288.0, Stance(), "(13 st", words[:1], 4.0)
    assert apply("(13 st", [gone]) == "13 st"
