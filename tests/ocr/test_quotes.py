import pytest

from ocr.ledger import Change, apply
from ocr.page import Word
from ocr.quotes import mark_read, odd_marks
from ocr.repair import Repaired
from ocr.spans import Span
from ocr.tesseract import PageRead


def page(text: str, *ledger: Change) -> Repaired:
    return Repaired(text, apply(text, ledger), ledger, "damaged")


def seen(text: str, confidence: float = 0.9) -> PageRead:
    words, at = [], 0
    for token in text.split(" "):
        words.append(Word(Span(at, at + len(token)), (0, 0, 1, 1), confidence, "read"))
        at += len(token) + 1
    return PageRead(text, tuple(words))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("*Vi vill", ["*"]),
        ("»Vi vill", ["»"]),
        ("sade ‘Ordforanden", ["‘"]),
        ("tillvaxt':", ["'"]),
        ('"Ja" i', ['"', '"']),
        ("”Vi”", []),
        ("”*Vi vill", ["”*"]),
        ("tillvaxt'”:", ["'”"]),
        ("’6verf6ringen", ["’"]),
        ("5* och 3' av", []),
        ("a * b", []),
    ],
)
def test_marks_that_the_wrong_model_puts_beside_words_are_odd(text: str, marks: list[str]) -> None:
    assert [change.before for change in odd_marks(page(text))] == marks


def test_a_mark_that_the_ledger_speaks_of_is_left_to_it() -> None:
    line = Change(0, 3, "*Vi", "Vi", 0.9, "channel", "applied")
    assert list(odd_marks(page("*Vi vill", line))) == []
    assert list(odd_marks(Repaired("*Vi vill", "*Vi vill", (), "good"))) == []


@pytest.mark.parametrize(
    ("shown", "read", "after"),
    [
        ("*Vi", "”Vi", "”Vi"),
        ("‘Vi", "Vi", "Vi"),
        ("Vi':", "Vi”:", "Vi”:"),
        ('"Vi', "”Vi", "”Vi"),
        ("*Vi", "*Vi", "*Vi"),
        ("*Vi", "(Vi", "*Vi"),  # no quotation mark
        ('"Forordning', "”Förordning", "”Forordning"),  # the letters are another doubt
        ("*Vi", "”Ni", "*Vi"),  # another word
        ("*Vi", "”Vi ”Vi", "*Vi"),  # which?
    ],
)
def test_the_image_says_which_mark_it_is(shown: str, read: str, after: str) -> None:
    (doubt,) = odd_marks(page(shown))
    change = mark_read(doubt, shown, Span(doubt.start, doubt.end), seen(read))
    assert apply(shown, [change]) == after
    assert (change.state == "applied") == (shown != after)


def test_a_mark_that_waits_for_a_person_is_the_doubt_itself() -> None:
    line = Change(0, 1, "*", "*", 0.1, "channel", "review", (), "no such sign stands so in a Swedish text")
    assert list(odd_marks(page("*Vi vill", line))) == [line]


def test_a_run_that_waits_for_a_person_does_not_keep_its_mark_from_being_looked_at() -> None:
    run = Change(
        0, 7, '"Andras', '"Andras', 0.25, "channel", "review", (), "a mark of quotation unlike the others"
    )
    assert [change.before for change in odd_marks(page('"Andras till', run))] == ['"']


def test_an_image_that_is_not_sure_of_the_word_says_nothing_of_its_mark() -> None:
    (doubt,) = odd_marks(page("*Vi"))
    assert mark_read(doubt, "*Vi", Span(0, 1), seen("”Vi", 0.5)) is doubt
