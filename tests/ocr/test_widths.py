import random

import pytest

from ocr import tagger
from ocr.ledger import Change, apply
from ocr.misfits import misfits
from ocr.page import Word
from ocr.quotes import lost_marks, mark_read
from ocr.repair import Repaired, repair_pages
from ocr.sheet import Sheet
from ocr.spans import Span
from ocr.tesseract import PageRead
from ocr.widths import widths

BREDTH = {"i": 3.1, "l": 2.7, "m": 8.2, "w": 7.9, "r": 3.6, "t": 3.2, "f": 3.0, "å": 4.4, "ä": 4.4, "”": 4.3}
LINES = (
    "kommunen vill följa upp hur stöd för äldre och yngre får plats i skolan",
    "den plan som antogs av nämnden i maj gäller till och med nästa år",
    "alla barn och elever ska få den hjälp som de behöver för att lyckas",
    "arbetet med att bygga en trygg och säker stad pågår i hela länet nu",
)


def sheet_of(read: list[str], printed: list[str], noise: float = 0.03) -> Sheet:
    """Lines as the layer has them, in boxes as wide as what was printed there."""
    chance = random.Random(1)
    words, at = [], 0
    for y, (line, truth) in enumerate(zip(read, printed, strict=True)):
        x = 50.0
        for word, meant in zip(line.split(" "), truth.split(" "), strict=True):
            wide = sum(BREDTH.get(c, 5.2) for c in meant) - 0.8 + chance.uniform(-noise, noise)
            words.append(Word(Span(at, at + len(word)), (x, 20 * y, x + wide, 20 * y + 12), 1.0, "kept"))
            at += len(word) + 1
            x += wide + 3
    return Sheet(1, "\n".join(read), tuple(words))


def repaired(sheet: Sheet, *ledger: Change) -> Repaired:
    return Repaired(sheet.text, apply(sheet.text, ledger), ledger, "damaged")


def page(read: str, printed: str) -> Sheet:
    return sheet_of([*LINES, read], [*LINES, printed])


@pytest.mark.parametrize(
    ("read", "printed", "word", "meant"),
    [
        (
            "det hinder att barn och elever lyckas",
            "det händer att barn och elever lyckas",
            "hinder",
            "händer",
        ),
        ("den som kan vilja bland alla planer", "den som kan välja bland alla planer", "vilja", "välja"),
        ("det som ska ing i den plan som gäller", "det som ska ingå i den plan som gäller", "ing", "ingå"),
        ("mindre fin det som behövs av alla barn", "mindre än det som behövs av alla barn", "fin", "än"),
    ],
)
def test_a_word_that_was_not_printed_does_not_fill_its_place(
    read: str, printed: str, word: str, meant: str
) -> None:
    sheet = page(read, printed)
    found = widths(sheet, repaired(sheet))
    start = sheet.text.index(word)
    stands, better = found.off(start, word), found.off(start, meant)
    assert stands is not None and better is not None
    assert abs(stands) > 2 > abs(better)


def test_words_that_were_printed_fill_their_places() -> None:
    sheet = sheet_of([*LINES] * 3, [*LINES] * 3)
    found = widths(sheet, repaired(sheet))
    offs = [found.off(w.span.start, sheet.text[w.span.start : w.span.end]) for w in sheet.words]
    assert max(abs(off) for off in offs if off is not None) < 2


def test_of_short_lines_and_of_pages_with_few_words_nothing_is_said() -> None:
    sheet = sheet_of([*LINES, "Beslut hinder"], [*LINES, "Beslut händer"])
    assert widths(sheet, repaired(sheet)).off(sheet.text.index("hinder"), "hinder") is None
    few = sheet_of(["det hinder att barn lyckas"], ["det händer att barn lyckas"])
    assert widths(few, repaired(few)).off(4, "hinder") is None


def test_a_line_of_half_words_is_passed_over() -> None:
    lines = ["barn- elev- skol- plan-", *LINES, "det hinder att barn och elever lyckas"]
    sheet = sheet_of(lines, [*lines[:-1], "det händer att barn och elever lyckas"])
    found = widths(sheet, repaired(sheet))
    assert found.off(0, "barn-") is None
    assert found.off(sheet.text.index("hinder"), "hinder") is not None


def test_boxes_that_meet_say_nothing() -> None:
    sheet = page("det hinder att barn och elever lyckas", "det händer att barn och elever lyckas")
    at = next(n for n, w in enumerate(sheet.words) if sheet.text[w.span.start : w.span.end] == "hinder")
    x0, y0, x1, y1 = sheet.words[at].box
    met = Word(sheet.words[at].span, (x0, y0, x1 + 4, y1), 1.0, "kept")
    sheet = Sheet(1, sheet.text, (*sheet.words[:at], met, *sheet.words[at + 1 :]))
    assert widths(sheet, repaired(sheet)).off(met.span.start, "hinder") is None


@pytest.mark.filterwarnings("error")
def test_boxes_without_any_width_say_nothing() -> None:
    sheet = page("det som barn och elever behöver", "det som barn och elever behöver")
    flat = tuple(Word(w.span, (w.box[0], w.box[1], w.box[0], w.box[3]), 1.0, "kept") for w in sheet.words)
    empty = Sheet(1, sheet.text, flat)
    found = widths(empty, repaired(empty))
    assert [found.off(word.span.start, "barn") for word in flat] == [None] * len(flat)


def test_what_the_repair_made_is_what_is_measured() -> None:
    sheet = page("det hinder att barn och elever lyckas", "det händer att barn och elever lyckas")
    start = sheet.text.index("hinder")
    line = Change(start, start + 6, "hinder", "händer", 0.9, "channel", "applied")
    found = widths(sheet, repaired(sheet, line))
    off = found.off(start, "händer")
    assert off is not None and abs(off) < 1.5


@pytest.mark.skipif(not tagger.available(), reason="the tagger is not here")
def test_a_word_that_another_would_fit_better_is_doubted_more_and_one_that_fits_less() -> None:
    bare = str.maketrans("åäö", "aao")
    printed = [*LINES, "det händer ofta att den hjälp som behövs kommer för sent"]
    read = [line.translate(bare).replace("hander", "hinder") for line in printed]
    sheet = sheet_of(read, printed)
    (repair,) = repair_pages([sheet.text])
    assert repair.verdict == "damaged"
    seen = {doubt.before: doubt.confidence for doubt in misfits(sheet, repair, [])}
    told = {doubt.before: doubt.confidence for doubt in misfits(sheet, repair, [], widths(sheet, repair))}
    assert 1 - told["hinder"] > 2 * (1 - seen["hinder"])
    assert "far" in seen
    assert "far" not in told


def test_a_quotation_mark_that_the_layer_lacks_leaves_its_place() -> None:
    sheet = page("alla sade vi ska följa planen i maj", "alla sade ”vi ska följa planen i maj")
    repair = repaired(sheet)
    (doubt,) = lost_marks(sheet, repair, widths(sheet, repair))
    assert doubt.start == doubt.end == sheet.text.index("vi ska")
    word = Word(Span(0, 3), (0, 0, 1, 1), 0.9, "read")
    after = mark_read(doubt, "vi", Span(0, 0), PageRead("”vi", (word,)))
    assert apply(sheet.text, [after]).endswith("alla sade ”vi ska följa planen i maj")
    nothing = Word(Span(0, 2), (0, 0, 1, 1), 0.9, "read")
    assert mark_read(doubt, "vi", Span(0, 0), PageRead("vi", (nothing,))) is doubt
