"""The ledger: every change to a text, so that each can be seen, judged and undone.

Raw text + applied lines = repaired text; repaired text + undo = raw text, character for character. The raw
text is not needed to undo: a line says what stood there before.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from operator import attrgetter
from typing import Literal

import msgspec

from ocr.errors import BadInput
from ocr.spans import Span

Maker = Literal["channel", "tagger", "image", "person", "normal"]
State = Literal["applied", "review", "left", "rejected"]


@dataclass(frozen=True, slots=True)
class Change:
    """One decision about one piece of the raw text.

    `start` and `end` count in the raw text, which holds `before` there. Only a change in state `applied`
    alters the text; the others are on record. `confidence` is the probability that `after` is right.
    """

    start: int
    end: int
    before: str
    after: str
    confidence: float
    maker: Maker
    state: State
    candidates: tuple[tuple[str, float], ...] = ()
    reason: str = ""
    encoding: str | None = None  # of the file that the text came from, where it is not UTF-8
    asked: Change | None = None  # the line in review that a person's line answers

    # Both are said in full, since `replace` takes thrice as long and there are many lines.

    def shifted(self, by: int) -> Change:
        asked = self.asked and self.asked.shifted(by)
        return Change(
            self.start + by,
            self.end + by,
            self.before,
            self.after,
            self.confidence,
            self.maker,
            self.state,
            self.candidates,
            self.reason,
            self.encoding,
            asked,
        )


_place = attrgetter("start", "end")


def applied(ledger: Iterable[Change]) -> list[Change]:
    """The changes that alter the text, in order of place.

    Raises ValueError if two of them overlap: such a ledger has no meaning.
    """
    changes = sorted([c for c in ledger if c.state == "applied"], key=_place)
    end = 0
    for change in changes:
        if change.start < end:
            raise ValueError(f"changes overlap at {change.start}")
        end = change.end
    return changes


def apart(*changes: Change) -> tuple[Change, ...]:
    """The changes less those that touch one before them."""
    out: list[Change] = []
    taken: list[Span] = []  # in order, and none touches another: only its neighbours may touch what comes
    for change in changes:
        here = Span(change.start, change.end)
        at = bisect_left(taken, here)
        if not any(
            here.start < other.end and here.end > other.start for other in taken[max(0, at - 1) : at + 1]
        ):
            out.append(change)
            taken.insert(at, here)
    return tuple(out)


def apply(raw: str, ledger: Iterable[Change]) -> str:
    """The repaired text: `raw` with the applied changes made."""
    out: list[str] = []
    at = 0
    for change in applied(ledger):
        if raw[change.start : change.end] != change.before:
            raise _not_this_text(change.start, change.before)
        out += (raw[at : change.start], change.after)
        at = change.end
    out.append(raw[at:])
    return "".join(out)


def undo(text: str, ledger: Iterable[Change]) -> str:
    """The raw text that `text` was made from.

    Raises BadInput where `text` does not hold what the ledger says it put there: the file was edited since,
    or the ledger belongs to another file.
    """
    return "".join(undone([text], applied(ledger)))


def undone(texts: Iterable[str], changes: Iterable[Change]) -> Iterator[str]:
    """The raw text of a repaired text that comes in pieces; `changes` are the applied ones in order of place.

    Raises BadInput as `undo` does.
    """
    rest = iter(texts)
    held, at = "", 0  # what has come and is not handed on yet begins at `at`
    begins = grown = 0  # where `held` begins in the repaired text
    for change in changes:
        while len(held) < change.start + grown - begins + len(change.after):
            more = next(rest, None)
            if more is None:
                raise _not_this_text(change.start + grown, change.after)
            begins += at
            held, at = held[at:] + more, 0
            if (ready := min(change.start + grown - begins, len(held))) > 0:
                yield held[:ready]
                at = ready
        start = change.start + grown - begins
        if held[start : start + len(change.after)] != change.after:
            raise _not_this_text(change.start + grown, change.after)
        yield held[at:start]
        yield change.before
        at = start + len(change.after)
        grown += len(change.after) - (change.end - change.start)
    yield held[at:]
    yield from rest


def _not_this_text(place: int, expected: str) -> BadInput:
    return BadInput(
        f"the ledger does not belong to this text: {expected!r} is not what stands at {place}",
        code="ledger_mismatch",
        remedy="Give the ledger that was written together with this file, and the file as it was written.",
    )


class Offsets:
    """Maps places between a raw text and its repaired text, both ways.

    Inside a changed piece there is no finer truth: a span that touches it maps to the whole of it.

    >>> Offsets([Change(0, 3, "a&r", "är", 1.0, "channel", "applied")]).to_raw(Span(0, 2))
    Span(start=0, end=3)
    """

    __slots__ = ("_raw_ends", "_raw_starts", "_text_ends", "_text_starts")

    def __init__(self, ledger: Iterable[Change]) -> None:
        self._raw_starts, self._raw_ends = array("q"), array("q")
        self._text_starts, self._text_ends = array("q"), array("q")
        grown = 0
        for change in applied(ledger):
            self._raw_starts.append(change.start)
            self._raw_ends.append(change.end)
            self._text_starts.append(change.start + grown)
            grown += len(change.after) - (change.end - change.start)
            self._text_ends.append(change.end + grown)

    def to_raw(self, span: Span) -> Span:
        """Where a span of the repaired text stands in the raw text."""
        return _mapped(span, self._text_starts, self._text_ends, self._raw_starts, self._raw_ends)

    def to_text(self, span: Span) -> Span:
        """Where a span of the raw text stands in the repaired text."""
        return _mapped(span, self._raw_starts, self._raw_ends, self._text_starts, self._text_ends)


def _mapped(
    span: Span, starts: Sequence[int], ends: Sequence[int], to_starts: Sequence[int], to_ends: Sequence[int]
) -> Span:
    """An edge on the border of a change stays outside of it, one inside widens to the border; what was
    inserted or deleted right at an edge is taken in."""
    if not starts:
        return span
    i = bisect_left(ends, span.start)  # the first change that ends at or after the edge
    if i == len(ends):
        start = span.start - ends[-1] + to_ends[-1]
    elif ends[i] == span.start > starts[i]:
        start = to_ends[i]
    else:
        start = to_starts[i] + min(0, span.start - starts[i])
    i = bisect_right(starts, span.end) - 1  # the last change that starts at or before the edge
    if i < 0:
        end = span.end
    elif starts[i] == span.end < ends[i]:
        end = to_starts[i]
    else:
        end = to_ends[i] + max(0, span.end - ends[i])
    return Span(start, end)


def composed(raw: str, first: Sequence[Change], second: Sequence[Change]) -> tuple[Change, ...]:
    """Two repairs in turn as one: `first` leads from `raw` to a text, and `second` counts in that text.

    Changes of both that touch each other become one line. A doubt about a piece that the other repair
    changes is dropped: what it speaks of does not stand there, or stays not.

    >>> first = [Change(0, 7, "kris be", "krisbe", 1.0, "channel", "applied")]
    >>> second = [Change(4, 7, "bet", "bered", 0.9, "channel", "applied")]
    >>> [(c.start, c.end, c.after) for c in composed("kris bet", first, second)]
    [(0, 8, 'krisbered')]
    """
    made, later = applied(first), applied(second)
    between = apply(raw, made)
    out: list[Change] = []
    starts, ends = array("q"), array("q")  # of the groups, in the text between
    grown = 0  # by the changes of the first repair before the group
    for start, end, ones, others in _groups(made, later):
        starts.append(start)
        ends.append(end)
        growth = sum(len(c.after) - (c.end - c.start) for c in ones)
        at = Span(start - grown, end - grown - growth)
        grown += growth
        if not others:
            out += ones
        elif not ones:
            out += (replace(c, start=at.start, end=at.end) for c in others)
        else:
            out.append(_merged(raw[at.start : at.end], at, between[start:end], ones, others, start))
    taken = array("q", (c.start for c in out)), array("q", (c.end for c in out))
    out += (c for c in first if c.state != "applied" and not _touches(c, *taken))
    offsets = Offsets(made)
    for change in second:
        if change.state != "applied" and not _touches(change, starts, ends):
            at = offsets.to_raw(Span(change.start, change.end))
            if raw[at.start : at.end] == change.before:
                out.append(replace(change, start=at.start, end=at.end))
    return tuple(sorted(out, key=_place))


_Placed = tuple[int, int, Literal[0, 1], Change]  # 0: of the first repair, 1: of the second
_Group = tuple[int, int, list[Change], list[Change]]  # a stretch of the text between two repairs


def _groups(made: Sequence[Change], later: Sequence[Change]) -> Iterator[_Group]:
    """The applied changes of two repairs by where they stand in the text between; what touches together."""
    group: _Group | None = None
    for start, end, which, change in merge(_made(made), _found(later), key=lambda p: p[:3]):
        if group is None or start >= group[1]:
            if group is not None:
                yield group
            group = start, end, [], []
        elif end > group[1]:
            group = group[0], end, group[2], group[3]
        _, _, ones, others = group
        (others if which else ones).append(change)
    if group is not None:
        yield group


def _made(made: Sequence[Change]) -> Iterator[_Placed]:
    grown = 0
    for change in made:
        start = change.start + grown
        yield start, start + len(change.after), 0, change
        grown += len(change.after) - (change.end - change.start)


def _found(later: Sequence[Change]) -> Iterator[_Placed]:
    for change in later:
        yield change.start, change.end, 1, change


def _merged(
    raw: str, at: Span, between: str, first: Sequence[Change], later: Sequence[Change], start: int
) -> Change:
    """The changes of two repairs that touch each other, as one line against the raw text."""
    after = apply(between, [replace(c, start=c.start - start, end=c.end - start) for c in later])
    confidence = min(c.confidence for c in (*first, *later))
    reasons = dict.fromkeys(c.reason for c in (*first, *later))
    return Change(
        at.start,
        at.end,
        raw,
        after,
        confidence,
        later[-1].maker,
        "applied",
        ((after, confidence),),
        "; ".join(reasons),
    )


def _touches(change: Change, starts: Sequence[int], ends: Sequence[int]) -> bool:
    i = bisect_left(starts, change.end)
    return i > 0 and ends[i - 1] > change.start


def to_json(change: Change) -> bytes:
    """One ledger line, without the newline."""
    line = msgspec.to_builtins(change)
    for name in ("encoding", "asked"):
        if line[name] is None:
            del line[name]
    return msgspec.json.encode(line)


def from_json(line: bytes | str) -> Change:
    """Read one ledger line; raises BadInput where it is none."""
    try:
        return msgspec.json.decode(line, type=Change)
    except msgspec.DecodeError as error:
        raise BadInput(
            f"this is not a ledger line: {error}",
            code="not_a_ledger",
            remedy="Give the file that `klubbat repair --ledger` wrote.",
        ) from error
