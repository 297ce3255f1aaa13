from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PIL import Image

from ocr import tesseract
from ocr.english_signs import signs
from ocr.errors import MissingDependency
from ocr.image import Picture
from ocr.ledger import apply
from ocr.misread import mended
from ocr.page import Word
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.spans import Span
from ocr.tesseract import PageRead

PAPER = Image.new("L", (800, 400), 255)
READS_BOTH = (installed := tesseract.probe()) is not None and {"swe", "eng"} <= set(installed.languages)


def read_as(text: str) -> PageRead:
    """A page on which `text` was read, each word with a box of its own."""
    words: list[Word] = []
    at = 0
    for y, line in enumerate(text.split("\n")):
        for x, shown in enumerate(line.split(" ")):
            box = (60.0 * x, 40.0 * y, 60.0 * x + 50, 40.0 * y + 30)
            words.append(Word(Span(at, at + len(shown)), box, 0.9, "read"))
            at += len(shown) + 1
    return PageRead(text, tuple(words))


def english(answer: str, seen: list[int]) -> Callable[[Sequence[Picture], float], list[PageRead]]:
    def reader(pictures: Sequence[Picture], dpi: float) -> list[PageRead]:
        seen.append(len(pictures))
        return [PageRead(answer, ()) for _ in pictures]

    return reader


@pytest.mark.parametrize(
    ("text", "answer", "after"),
    [
        ("8 922", "§ 922", "§ 922"),
        ("den 2 maj 2024, 8 313", "§ 313", "den 2 maj 2024, § 313"),
        ("($ 12)", "(§ 12)", "(§ 12)"),
        ("$$ 11", "§§ 11", "§§ 11"),
        ("5 kap. 50 8", "50 §", "5 kap. 50 §"),
        ("815", "§ 15", "§ 15"),
        ("8 7", "§ 72", "§ 7"),  # the digits stay as they were read
        ("Vikman (1)", "Vikman (L)", "Vikman (L)"),
        ("Vikman (9),", "Vikman (S),", "Vikman (S),"),
    ],
)
def test_a_sign_comes_from_the_model_that_knows_it(text: str, answer: str, after: str) -> None:
    changes = signs(PAPER, 300, read_as(text), english(answer, []))
    assert apply(text, changes) == after
    assert {(change.maker, change.state) for change in changes} == {("image", "applied")}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("8 ledamöter", "8 ledamöter"),
        ("8 922", "8 922"),
        ("8 922", ""),
        ("815", "§ 75"),
        ("Vikman (1)", "Vikman (1)"),
        ("Vikman (1)", "Vikman (17)"),
    ],
)
def test_what_the_english_model_reads_otherwise_stays(text: str, answer: str) -> None:
    assert signs(PAPER, 300, read_as(text), english(answer, [])) == ()


@pytest.mark.parametrize("text", ["Nämnden beslutar", "bilaga 8 sidor", "år 95 96 94", "punkt (1)"])
def test_where_no_sign_can_be_nothing_is_read_again(text: str) -> None:
    seen: list[int] = []
    assert signs(PAPER, 300, read_as(text), english("§ 8", seen)) == ()
    assert seen == []


def test_a_table_of_figures_is_not_read_twice() -> None:
    seen: list[int] = []
    signs(PAPER, 300, read_as("\n".join(["8 45"] * 100)), english("§ 45", seen))
    assert seen == []


def test_without_the_english_model_the_page_stays_as_it_was_read() -> None:
    def missing(pictures: Sequence[Picture], dpi: float) -> list[PageRead]:
        raise MissingDependency("no model", code="language_missing")

    assert signs(PAPER, 300, read_as("8 922"), missing) == ()


def test_signs_stand_in_the_ledger_once_beside_those_that_rules_know() -> None:
    text = "den 22 maj 2018 $ 99\n8 72"
    read = read_as(text)
    seen = signs(PAPER, 300, read, english("§ 99", []))
    sheet = Sheet(1, text, read.words, 800, 400, "px", True, seen)
    (after,) = mended([sheet], [Repaired(text, text, (), "absent")])
    assert after.text == "den 22 maj 2018 § 99\n§ 72"
    assert [change.before for change in after.ledger] == ["$", "8"]


@pytest.mark.skipif(not READS_BOTH, reason="Tesseract with its Swedish and English models is not here")
def test_a_printed_paragraph_sign_is_read(make_picture: Callable[..., Any]) -> None:
    picture = make_picture(["§ 72", "Ärendet överlämnas till nämnden enligt beslut den 22 maj 2018, § 99."])
    read = tesseract.read_picture(picture, 200)
    assert apply(read.text, signs(picture, 200, read)).count("§") == 2
