from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw

from ocr.crops import Stance
from ocr.cut_off import Followed, followed, in_doubt, one_word, without_blank
from ocr.ledger import Change
from ocr.page import Word
from ocr.repair import Repaired
from ocr.spans import Span
from ocr.tesseract import PageRead

PAPER, INK = 230, 10
TOP, BASE = 100, 140
STROKE, APART = 6, 4  # a letter, and the white between two


def page(*words: tuple[int, int], rules: Sequence[tuple[int, int, int, int]] = ()) -> Image.Image:
    """A picture with words on a line, each from where it begins, of so many letters."""
    picture = Image.new("L", (1200, 240), PAPER)
    draw = ImageDraw.Draw(picture)
    for left, letters in words:
        for n in range(letters):
            x = left + n * (STROKE + APART)
            draw.rectangle((x, TOP + 6, x + STROKE - 1, BASE - 4), fill=INK)
    for rule in rules:
        draw.rectangle(rule, fill=INK)
    return picture


def line(*boxes: tuple[float, float]) -> tuple[Word, ...]:
    """Words of four letters on one line of a text, with where their boxes begin and end."""
    return tuple(
        Word(Span(5 * n, 5 * n + 4), (x0, TOP, x1, BASE), 1.0, "layer") for n, (x0, x1) in enumerate(boxes)
    )


def seen(picture: Image.Image, row: Sequence[Word]) -> Followed:
    return followed(picture, [row], Stance(0.15, 0.9), 1.0)


def widths(found: Followed) -> list[tuple[float, float]]:
    return [(word.box[0], word.box[2]) for word in found.words]


FULL = 10 * 9 + STROKE  # ten letters


@pytest.mark.parametrize("box", [(430.0, 496.0), (400.0, 464.0), (430.0, 464.0)])
def test_a_box_that_cuts_its_word_grows_as_far_as_the_ink(box: tuple[float, float]) -> None:
    found = seen(page((400, 10)), line(box))
    assert widths(found) == [(400.0, 400.0 + FULL)]
    assert found.cut == {0}


@pytest.mark.parametrize(
    ("picture", "box"),
    [
        (page((400, 10)), (399.0, 497.0)),
        (page((400, 10), (400 + FULL + 12, 10)), (400.0, 496.0)),  # another word, after a blank
        (page((400, 10), rules=[(388, 40, 391, 220)]), (400.0, 496.0)),  # the rule of a table
        (page((430, 5), rules=[(200, 108, 900, 111)]), (430.0, 476.0)),  # a rule over the line
        (page((20, 110)), (400.0, 446.0)),  # what goes on and on is no word
        (page(), (400.0, 446.0)),
        (page((400, 10)), (3000.0, 3050.0)),  # off the page
    ],
)
def test_a_box_that_holds_its_word_stays(picture: Image.Image, box: tuple[float, float]) -> None:
    found = seen(picture, line(box))
    assert widths(found) == [box]
    assert not found.cut


def test_a_rule_that_stands_close_is_no_part_of_the_word() -> None:
    found = seen(page((400, 10), rules=[(393, 40, 396, 220)]), line((430.0, 496.0)))
    assert widths(found)[0][0] == 400.0


def test_a_box_does_not_grow_into_the_next_and_the_two_may_be_one() -> None:
    row = line((400.0, 440.0), (450.0, 496.0))
    found = seen(page((400, 10)), row)
    assert [(a.span.start, b.span.start) for a, b in found.pairs] == [(0, 5)]
    assert all(x0 >= 400 and x1 <= 400 + FULL for x0, x1 in widths(found))


def test_words_with_a_blank_between_them_are_no_pair() -> None:
    lefts = [100 + 70 * n for n in range(6)]
    row = line(*((float(x), float(x + 56)) for x in lefts))
    assert seen(page(*((x, 6) for x in lefts)), row).pairs == ()
    close = [100, 170, 240, 310, 380, 380 + 60]  # the last blank is a letter's
    row = line(*((float(x), float(x + 56)) for x in close))
    assert [b.span.start for _, b in seen(page(*((x, 6) for x in close)), row).pairs] == [25]


def test_on_a_grey_ground_no_blank_is_missed() -> None:
    picture = Image.new("L", (1200, 240), 120)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 1200, 60), fill=PAPER)
    draw.rectangle((0, 180, 1200, 240), fill=PAPER)
    assert seen(picture, line((100.0, 150.0), (162.0, 220.0))).pairs == ()


def doubts(text: str, *, cut: frozenset[int] = frozenset(), pair: bool = False) -> list[Change]:
    first, *rest = text.split(" ")
    words = [Word(Span(0, len(first)), (0, 0, 1, 1), 1.0, "layer")]
    words += [Word(Span(len(first) + 1, len(text)), (1, 0, 2, 1), 1.0, "layer")] if rest else []
    followed_words = Followed(tuple(words), cut, ((words[0], words[1]),) if pair else ())
    return list(in_doubt(Repaired(text, text, (), "damaged"), followed_words, []))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("fillda krav", "fillda"),
        ("‘Tjansteskri", "Tjansteskri"),
        ("vind- och", None),  # what is cut off is the hyphen
        ("2018 krav", None),
        ("7 krav", None),
    ],
)
def test_a_word_that_is_cut_off_is_asked_about(text: str, asked: str | None) -> None:
    assert [doubt.before for doubt in doubts(text, cut=frozenset({0}))] == ([asked] if asked else [])


def test_what_is_asked_about_already_is_not_asked_again() -> None:
    known = Change(0, 6, "fillda", "fällda", 0.5, "channel", "review")
    repair = Repaired("fillda krav", "fillda krav", (known,), "damaged")
    assert list(in_doubt(repair, Followed((), frozenset({0}), ()), [known])) == []


def test_a_pair_that_repair_took_away_is_not_asked_about() -> None:
    words = (Word(Span(0, 1), (0, 0, 1, 1), 1.0, "layer"), Word(Span(2, 3), (1, 0, 2, 1), 1.0, "layer"))
    gone = Change(0, 3, "~ ~", "", 0.99, "wild", "applied")
    repair = Repaired("~ ~", "", (gone,), "damaged")
    assert list(in_doubt(repair, Followed(words, frozenset(), (words,)), [])) == []


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("genom fort", False),  # two words, and together none
        ("kommun fullmäktige", True),
        ("redovisd ess", True),
        ("elever] skolor", True),
        ("2018 års", False),
    ],
)
def test_a_pair_is_asked_about_where_it_may_be_one(text: str, is_asked: bool) -> None:
    found = doubts(text, pair=True)
    assert bool(found) == is_asked
    assert all(doubt.before == text for doubt in found)


@pytest.mark.parametrize(
    ("layer", "read", "sure", "after"),
    [
        ("elever] skolor", "elever/skolor", 0.97, "elever/skolor"),
        ("genom frandeformaga", "genomförandeförmåga", 0.97, "genomförandeförmåga"),
        ("tj skrivelse", "tjänsteskrivelse", 0.97, "tjänsteskrivelse"),  # a word, so half of it may be lost
        ("tj skrivelse", "tjxxxxskrivelse", 0.97, None),
        ("genom frandeformaga", "genomförandeförmåga", 0.8, None),
        ("Nacka 131", "Nacka181", 0.97, None),  # digits do not come from here
        ("elever skolor", "kommunen", 0.97, None),
    ],
)
def test_a_pair_becomes_one_word_where_the_image_is_sure(
    layer: str, read: str, sure: float, after: str | None
) -> None:
    pair = Change(0, len(layer), layer, layer, 0.0, "channel", "left")
    word = Word(Span(0, len(read)), (0, 0, 1, 1), sure, "read")
    found = without_blank(pair, PageRead(read, (word,)))
    assert (found.after if found else None) == after


def test_two_words_that_were_read_stay_two() -> None:
    pair = Change(0, 10, "genom fort", "genom fort", 0.0, "channel", "left")
    words = (Word(Span(0, 5), (0, 0, 1, 1), 0.99, "read"), Word(Span(6, 10), (1, 0, 2, 1), 0.99, "read"))
    assert without_blank(pair, PageRead("genom fört", words)) is None


def test_only_a_pair_that_was_cut_out_by_itself_becomes_one_word() -> None:
    (pair,) = doubts("kommun fullmaktige", pair=True)
    read = PageRead("kommunfullmäktige", (Word(Span(0, 17), (0, 0, 1, 1), 0.99, "read"),))
    assert (one_word([pair], Span(0, 18), read) or pair).after == "kommunfullmäktige"
    assert one_word([pair], Span(0, 22), read) is None
    assert one_word([], Span(0, 18), read) is None


@pytest.mark.parametrize(("narrowed", "fits"), [(1.0, True), (0.85, False), (1.13, False)])
def test_a_layer_whose_lines_are_too_narrow_or_too_wide_does_not_fit(narrowed: float, fits: bool) -> None:
    lefts = [73 * n for n in range(1, 14)]
    row = line(*((x * narrowed, (x + 56) * narrowed) for x in lefts))
    assert seen(page(*((x, 6) for x in lefts)), row).fits == fits
