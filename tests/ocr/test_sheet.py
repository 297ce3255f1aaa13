import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.ledger import Change, apply
from ocr.page import Word
from ocr.sheet import Seen, placed
from ocr.spans import Span


def words_of(text: str) -> list[Word]:
    """A word for each piece of the text, ten points wide a letter, all on one line."""
    out, at = [], 0
    for piece in text.split(" "):
        if piece:
            out.append(
                Word(Span(at, at + len(piece)), (10.0 * at, 0, 10.0 * (at + len(piece)), 12), 1.0, "kept")
            )
        at += len(piece) + 1
    return out


def changed(raw: str, *changes: Change) -> list[tuple[str, str, tuple[float, float]]]:
    text = apply(raw, changes)
    return [
        (text[w.span.start : w.span.end], w.state, (w.box[0], w.box[2]))
        for w in placed(words_of(raw), text, changes)
    ]


def test_a_repaired_word_keeps_its_box_and_says_so() -> None:
    change = Change(3, 10, "namnden", "nämnden", 0.99, "channel", "applied")
    assert changed("in namnden is", change) == [
        ("in", "kept", (0, 20)),
        ("nämnden", "repaired", (30, 100)),
        ("is", "kept", (110, 130)),
    ]


def test_two_words_that_become_one_share_a_box() -> None:
    change = Change(0, 7, "nam den", "nämnden", 0.9, "channel", "applied")
    assert changed("nam den ok", change)[0] == ("nämnden", "repaired", (0, 70))


def test_a_word_that_becomes_two_parts_its_box_by_letters() -> None:
    change = Change(0, 7, "attfira", "att fira", 0.9, "channel", "applied")
    found = changed("attfira", change)
    assert [w[0] for w in found] == ["att", "fira"]
    assert found[0][2][1] < found[1][2][0]
    assert (found[0][2][0], found[1][2][1]) == (0, 70)


def test_a_change_over_a_line_end_leaves_each_half_where_it_was() -> None:
    words = [
        Word(Span(0, 4), (500, 0, 540, 12), 1.0, "kept"),
        Word(Span(5, 8), (10, 20, 40, 32), 1.0, "kept"),
    ]
    change = Change(0, 8, "nam-\nden", "näm-\nden", 0.9, "channel", "applied")
    found = placed(words, "näm-\nden", [change])
    assert [w.box for w in found] == [w.box for w in words]


def test_a_word_in_review_is_as_it_was() -> None:
    change = Change(0, 5, "Bostr", "Böstr", 0.6, "channel", "review")
    assert changed("Bostr", change) == [("Bostr", "review", (0, 50))]


def test_a_deleted_word_is_gone() -> None:
    change = Change(1, 3, " x", "", 0.9, "channel", "applied")
    assert [w[0] for w in changed("a x b", change)] == ["a", "b"]


@st.composite
def repairs(draw: st.DrawFn) -> tuple[str, list[Change]]:
    raw = draw(st.text("ab ", max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=6)))
    changes = [
        Change(start, end, raw[start:end], draw(st.text("xy ", max_size=5)), 0.9, "channel", "applied")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return raw, changes


@given(repairs())
def test_whatever_is_repaired_words_stay_whole_and_in_order(case: tuple[str, list[Change]]) -> None:
    raw, changes = case
    text = apply(raw, changes)
    found = placed(words_of(raw), text, changes)
    for word in found:
        piece = text[word.span.start : word.span.end]
        assert piece and piece == piece.strip() and " " not in piece
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_a_word_in_review_is_as_sure_as_the_doubt_leaves_it() -> None:
    other = Change(0, 5, "Bostr", "Böstr", 0.6, "channel", "review")
    same = Change(0, 5, "Bostr", "Bostr", 0.3, "image", "review")
    for change, sure in ((other, 0.4), (same, 0.3)):
        (word,) = placed(words_of("Bostr"), "Bostr", [change])
        assert word.confidence == sure


@pytest.mark.parametrize(
    ("raw", "place", "after", "texts"),
    [
        ("in ut", 2, " av\nom", ["in", "av", "om", "ut"]),
        ("in ut", 3, "av ", ["in", "av", "ut"]),
        ("in ut", 5, "\nom", ["in", "ut", "om"]),
        ("in ut", 0, "om ", ["om", "in", "ut"]),
    ],
)
def test_words_that_were_put_in_keep_their_boxes(raw: str, place: int, after: str, texts: list[str]) -> None:
    change = Change(place, place, "", after, 0.9, "image", "applied")
    found = tuple(
        Word(Span(m.start(), m.end()), (n, 50, n + 1, 60), 0.9, "read")
        for n, m in enumerate(re.finditer(r"\S+", after))
    )
    text = apply(raw, [change])
    words = placed(words_of(raw), text, [change], [Seen(change, found)])
    assert [text[w.span.start : w.span.end] for w in words] == texts
    assert [w.box for w in words if w.state == "read"] == [word.box for word in found]
    assert [w.box for w in words if w.state != "read"] == [w.box for w in words_of(raw)]


def test_a_line_that_was_read_anew_has_its_own_boxes() -> None:
    raw = "ein Zeile da"
    change = Change(0, 9, "ein Zeile", "en rad", 0.9, "image", "applied")
    found = (Word(Span(0, 2), (1, 1, 2, 2), 0.9, "read"), Word(Span(3, 6), (3, 1, 4, 2), 0.9, "read"))
    words = placed(words_of(raw), apply(raw, [change]), [change], [Seen(change, found)])
    assert [(w.span, w.box) for w in words[:2]] == [(w.span, w.box) for w in found]
    assert len(words) == 3
