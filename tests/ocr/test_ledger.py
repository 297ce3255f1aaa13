import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import ledger
from ocr.errors import BadInput
from ocr.ledger import Change, Offsets
from ocr.spans import Span


@st.composite
def texts_with_ledgers(draw: st.DrawFn) -> tuple[str, list[Change]]:
    """Any text, astral characters and CRLF included, with changes that do not overlap."""
    raw = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=10)))
    changes = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text(max_size=6))
        state = draw(st.sampled_from(["applied", "review", "left", "rejected"]))
        changes.append(Change(start, end, raw[start:end], after, 0.9, "channel", state))
    return raw, changes


@given(texts_with_ledgers())
def test_undo_gives_the_raw_text_back(case: tuple[str, list[Change]]) -> None:
    raw, changes = case
    assert ledger.undo(ledger.apply(raw, changes), changes) == raw


@given(texts_with_ledgers(), st.integers(1, 7))
def test_undo_needs_a_piece_of_the_text_at_a_time(case: tuple[str, list[Change]], size: int) -> None:
    raw, changes = case
    text = ledger.apply(raw, changes)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(ledger.undone(pieces, ledger.applied(changes))) == raw


@given(texts_with_ledgers())
def test_a_ledger_line_survives_json(case: tuple[str, list[Change]]) -> None:
    for change in case[1]:
        try:
            line = ledger.to_json(change)
        except UnicodeEncodeError:  # lone surrogates cannot be written to JSON
            continue
        assert ledger.from_json(line) == change


@given(texts_with_ledgers())
def test_a_change_maps_to_what_it_put_there(case: tuple[str, list[Change]]) -> None:
    raw, changes = case
    text = ledger.apply(raw, changes)
    offsets = Offsets(changes)
    for change in ledger.applied(changes):
        span = offsets.to_text(Span(change.start, change.end))
        assert change.after in text[span.start : span.end]
        back = offsets.to_raw(span)
        assert back.start <= change.start and change.end <= back.end


@given(texts_with_ledgers(), st.data())
def test_a_mapped_span_stays_inside_the_text(case: tuple[str, list[Change]], data: st.DataObject) -> None:
    raw, changes = case
    text = ledger.apply(raw, changes)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    mapped = Offsets(changes).to_raw(Span(start, end))
    assert 0 <= mapped.start <= mapped.end <= len(raw)


CHANGES = [
    Change(0, 3, "a&r", "är", 1.0, "channel", "applied"),
    Change(8, 11, "fér", "för", 1.0, "channel", "applied"),
]


@pytest.mark.parametrize(
    ("span", "raw"),
    [
        ((0, 2), (0, 3)),
        ((0, 1), (0, 3)),
        ((3, 6), (4, 7)),
        ((2, 7), (3, 8)),
        ((7, 10), (8, 11)),
        ((11, 12), (12, 13)),
    ],
)
def test_a_span_of_the_repaired_text_maps_to_the_raw_text(
    span: tuple[int, int], raw: tuple[int, int]
) -> None:
    assert ledger.apply("a&r det fér x", CHANGES) == "är det för x"
    assert Offsets(CHANGES).to_raw(Span(*span)) == raw


def test_undo_refuses_a_text_that_was_edited_since() -> None:
    with pytest.raises(BadInput, match="does not belong"):
        ledger.undo("ar det för x", CHANGES)


def test_overlapping_changes_have_no_meaning() -> None:
    with pytest.raises(ValueError, match="overlap"):
        ledger.apply(
            "abc",
            [
                Change(0, 2, "ab", "x", 1, "person", "applied"),
                Change(1, 3, "bc", "y", 1, "person", "applied"),
            ],
        )


def test_a_line_that_is_no_ledger_is_named_so() -> None:
    with pytest.raises(BadInput, match="not a ledger line"):
        ledger.from_json(b'{"start": "x"}')


@st.composite
def repairs_in_turn(draw: st.DrawFn) -> tuple[str, list[Change], list[Change]]:
    """A text, changes to it, and changes to what comes out."""

    def some(text: str) -> list[Change]:
        out, at = [], 0
        while at < len(text):
            end = min(len(text), at + draw(st.integers(1, 4)))
            if draw(st.booleans()):
                after = draw(st.text("xyö ", max_size=3))
                state = draw(st.sampled_from(["applied", "applied", "review", "left"]))
                out.append(Change(at, end, text[at:end], after, 0.9, "channel", state))
            at = end
        return out

    raw = draw(st.text("abå \u0308\n𝔖", max_size=20))
    first = some(raw)
    return raw, first, some(ledger.apply(raw, first))


@given(repairs_in_turn())
def test_two_repairs_in_turn_make_one_ledger(case: tuple[str, list[Change], list[Change]]) -> None:
    raw, first, second = case
    text = ledger.apply(ledger.apply(raw, first), second)
    both = ledger.composed(raw, first, second)
    assert ledger.apply(raw, both) == text
    assert ledger.undo(text, both) == raw
    assert all(raw[c.start : c.end] == c.before for c in both)
    made = [c for c in both if c.state == "applied"]
    doubts = [c for c in both if c.state != "applied"]
    assert all(c.end <= other.start or other.end <= c.start for c in doubts for other in made)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=12))
def test_of_changes_that_touch_the_first_stays(places: list[tuple[int, int]]) -> None:
    changes = [Change(at, at + long, " " * long, "", 0.9, "channel", "applied") for at, long in places]
    kept: list[Change] = []
    for change in changes:
        if all(change.start >= other.end or change.end <= other.start for other in kept):
            kept.append(change)
    assert list(ledger.apart(*changes)) == kept
