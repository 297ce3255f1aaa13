import pytest

from ocr.ledger import Change, apply, undo
from ocr.overlooked import believed, put_in
from ocr.page import Word
from ocr.sheet import Sheet, placed
from ocr.spans import Span
from ocr.tesseract import PageRead


def words_of(text: str, top: float = 100, left: float = 100, confidence: float = 0.95) -> tuple[Word, ...]:
    """A word for each piece of the text, ten points wide a letter; lines are 20 points apart."""
    out, at = [], 0
    for n, line in enumerate(text.split("\n")):
        x = left
        for piece in line.split(" "):
            box = (x, top + 20 * n, x + 10 * len(piece), top + 20 * n + 10)
            out.append(Word(Span(at, at + len(piece)), box, confidence, "read"))
            x += 10 * len(piece) + 10
            at += len(piece) + 1
    return tuple(out)


def read(text: str, top: float, left: float = 100, confidence: float = 0.95) -> PageRead:
    return PageRead(text, words_of(text, top, left, confidence))


LAYER = "Namnden beslutar\natt godkanna forslaget"
SHEET = Sheet(1, LAYER, words_of(LAYER))


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (read("Ärendet", 120, 500), "Namnden beslutar\natt godkanna forslaget Ärendet"),
        (read("i dag", 100, 290), "Namnden beslutar i dag\natt godkanna forslaget"),
        (read("Att", 100, 50), "Att Namnden beslutar\natt godkanna forslaget"),
        (read("följande rader", 140), "Namnden beslutar\natt godkanna forslaget\nföljande rader"),
        (read("den rad", 120, 600), "Namnden beslutar\natt godkanna forslaget den rad"),
        (read("Protokoll", 40), "Namnden beslutar\nProtokoll\natt godkanna forslaget"),
        (read("$ 43 Ärendet\nför nämnden", 150), f"{LAYER}\n§ 43 Ärendet\nför nämnden"),
    ],
)
def test_what_the_layer_lacks_comes_where_it_stands(found: PageRead, text: str) -> None:
    seen = put_in(SHEET, [], list(believed(found)))
    ledger = [one.change for one in seen]
    assert apply(LAYER, ledger) == text
    assert undo(text, ledger) == LAYER
    words = placed(SHEET.words, text, ledger, seen)
    assert [text[w.span.start : w.span.end] for w in words] == text.split()


def test_lines_at_the_same_height_become_one() -> None:
    found = [*believed(read("28", 150, 400)), *believed(read("Taxa för vatten", 151))]
    (seen,) = put_in(SHEET, [], found)
    assert seen.change.after == "\nTaxa för vatten 28"


def test_nothing_is_put_into_what_was_changed_already() -> None:
    change = Change(8, 20, LAYER[8:20], "beslutade att", 0.9, "image", "applied")
    assert put_in(SHEET, [change], list(believed(read("i dag", 100, 290)))) == []


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (read("— Ärendet |", 0), ["Ärendet"]),
        (read("Ärendet", 0, confidence=0.7), []),
        (read("57", 0), ["57"]),
        (read("57", 0, confidence=0.8), []),
        (read("wkq", 0, confidence=0.8), []),
        (read("|", 0), []),
        (read("", 0), []),
    ],
)
def test_only_what_is_read_surely_is_believed(found: PageRead, lines: list[str]) -> None:
    assert [" ".join(text for text, _ in line.words) for line in believed(found)] == lines
