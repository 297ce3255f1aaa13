"""Why repair changed what it changed, for a person at a terminal of 80 columns.

Lines of the ledger that say the same of the same word are told once, at their first place, with the lines
of the text in which the others stand. A word is shown in brackets in the line where it was read; the end
sums up.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ocr.ledger import Change
from ocr.repair import Repaired

WIDTH = 80
_MARGIN = " " * 10
_STATES = {
    "applied": "changed",
    "review": "waits for a person",
    "left": "left as it is",
    "rejected": "a person said no",
}
_MANY = {**_STATES, "review": "wait for a person", "left": "left as they are"}
_PLACES = 6  # lines that are named of those where a word stands again
_OTHERS = 3  # candidates beside the one chosen
_LEAST_SHARE = 0.005
_LINE = re.compile(r"\r\n|[\n\r\f]")


def line_starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(m.end() for m in _LINE.finditer(text))]


def explained(repaired: Repaired, width: int = WIDTH, *, above: int = 0) -> Iterator[str]:
    """The lines to print, each at most `width` columns wide unless a word is wider.

    `above` is the number of lines that stand before the text, where it is a part of a longer one.
    """
    starts = line_starts(repaired.raw)
    alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in repaired.ledger:
        alike[change.before, change.after, change.state, change.reason].append(change)
    for changes in alike.values():
        yield from _told(repaired.raw, starts, above, changes, width)
        yield ""
    yield from _wrapped(_summary(repaired), width, "")


def _told(
    raw: str, starts: Sequence[int], above: int, changes: Sequence[Change], width: int
) -> Iterator[str]:
    """One decision: the word, what becomes of it and how sure that is, where it stands, and why."""
    first = changes[0]
    lines = [above + bisect_right(starts, change.start) for change in changes]
    word = _flat(first.before)
    if first.after != first.before:
        word += f" -> {_flat(first.after) or '(nothing)'}" + "?" * (first.state == "review")
    yield from _wrapped(
        f"{f'line {lines[0]}':9s} {word}: {_STATES[first.state]}, {_sure(first)}", width, _MARGIN
    )
    yield _MARGIN + _shown(raw, first, width - len(_MARGIN))
    yield from _wrapped(f"{_MARGIN}{first.reason}", width, _MARGIN)
    others = [
        f"{_flat(text)} {100 * share:.0f} %"
        for text, share in first.candidates
        if text not in (first.after, first.before) and share >= _LEAST_SHARE
    ]
    if others:
        yield from _wrapped(f"{_MARGIN}also thought of: {', '.join(others[:_OTHERS])}", width, _MARGIN)
    if len(changes) > 1:
        yield from _wrapped(f"{_MARGIN}the same {_places(lines[1:])}", width, _MARGIN)


def _sure(change: Change) -> str:
    """How likely it is, in words that do not say 100 % of anything.

    >>> _sure(Change(0, 1, "a", "å", 0.99996, "channel", "applied"))
    'more than 99.9 % sure'
    """
    if change.state == "left":
        return "not judged as a word"
    share = 100 * change.confidence
    text = "more than 99.9 %" if share > 99.9 else f"{share:.1f} %" if share > 99 else f"{share:.0f} %"
    if change.state != "review":
        return f"{text} sure"
    return f"{text} likely" + (" right as it stands" if change.after == change.before else "")


def _shown(raw: str, change: Change, room: int) -> str:
    """The word in brackets among its neighbours, cut at blanks."""
    before = raw[max(0, change.start - room) : change.start]
    after = raw[change.end : change.end + room]
    left, right = _LINE.split(before)[-1], _LINE.split(after)[0]
    word = f"[{_flat(change.before)}]"
    spare = max(0, room - len(word))
    if len(left) + len(right) > spare:
        half = spare // 2
        keep = max(half, spare - len(right))
        if len(left) > keep:
            left = "... " + left[max(0, len(left) - keep + 4) :].partition(" ")[2]
        keep = spare - len(left)
        if len(right) > keep:
            right = right[: max(0, keep - 3)].rpartition(" ")[0] + " ..."
    return (left + word + right).strip()


def _places(lines: Sequence[int]) -> str:
    """Where the others stand.

    >>> _places([3, 3, 8])
    'in lines 3, 8'
    """
    distinct = sorted(set(lines))
    named = ", ".join(map(str, distinct[:_PLACES]))
    more = len(distinct) - _PLACES
    return f"in line{'s' * (len(distinct) > 1)} {named}" + (f" and {more} more" if more > 0 else "")


def _summary(repaired: Repaired) -> str:
    counts = {state: sum(c.state == state for c in repaired.ledger) for state in _STATES}
    words = len(repaired.raw.split())
    if repaired.verdict == "absent":
        return "There is no text."
    if repaired.verdict == "good":
        return f"{words} words read, none changed: {repaired.reason}."
    told = ", ".join(f"{n} {_MANY[state] if n > 1 else _STATES[state]}" for state, n in counts.items() if n)
    return f"{words} words read; {told or 'none changed'}. The text is damaged: {repaired.reason}."


def _flat(text: str) -> str:
    """A word broken over two lines, in one."""
    return " ".join(text.split())


def _wrapped(text: str, width: int, margin: str) -> list[str]:
    return textwrap.wrap(
        text, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )
