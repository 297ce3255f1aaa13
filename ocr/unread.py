"""Ink that no word of a text layer covers: lines that the wrong model overlooked.

On a contents page it leaves out every third line, and of a small line at the foot it may take two words of
six. No repair of the text finds what is not in it. So the page is looked at coarsely: where the layer's words
are is painted over, rules go, and what remains in shapes as high as a line of text is worth reading.
Pictures, stamps and the shadow at the edge of a page are higher, denser or touch the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.image import Picture
from ocr.ink import Mask, ink_of
from ocr.sheet import POINTS_PER_INCH, Box

_DPI = 75.0  # fine enough to tell a line of text from the next
_DARKER = 35  # levels of grey, than the paper

# In points.
_AROUND = 1.5  # a word's box is so much larger than the layer says
_GAP = 9.0  # between words of a line at most
_LOW, _HIGH = 3.5, 26.0  # of a line of text; a scan is askew
_NARROW = 5.0
_RULE, _POST = 90.0, 40.0  # ink that runs on so far, across or down, is a rule
_LEAST_INK, _MOST_INK = 0.06, 0.7  # of its box
_MOST = 40  # shapes; a page with more is a picture, or a table of specks


@dataclass(frozen=True, slots=True)
class _Run:
    """Ink in one row of pixels, from `left` to before `right`."""

    y: int
    left: int
    right: int


def unread(picture: Picture, dpi: float, covered: Sequence[Box]) -> list[Box]:
    """What is worth reading of a page: its shapes, where they are not too many."""
    found = shapes(picture, dpi, covered)
    return found if len(found) <= _MOST else []


def shapes(picture: Picture, dpi: float, covered: Sequence[Box]) -> list[Box]:
    """The boxes, in points, of what looks like text and lies under none of `covered`, from the top down."""
    ink, coarser = ink_of(picture, dpi, _DPI, _DARKER)
    point = dpi / coarser / POINTS_PER_INCH
    left = _without_rules(ink, round(_RULE * point), round(_POST * point))
    for x0, y0, x1, y1 in covered:
        rows = slice(max(0, int((y0 - _AROUND) * point)), int((y1 + _AROUND) * point) + 1)
        left[rows, max(0, int((x0 - _AROUND) * point)) : int((x1 + _AROUND) * point) + 1] = False
    return [
        (x0 / point, y0 / point, x1 / point, y1 / point)
        for x0, y0, x1, y1 in _shapes(left, round(_GAP * point))
        if _is_text(left[y0:y1, x0:x1], point) and x0 and y0 and x1 < ink.shape[1] and y1 < ink.shape[0]
    ]


def _is_text(shape: Mask, point: float) -> bool:
    height, width = shape.shape
    inked = float(shape.mean())
    return (
        _LOW * point <= height <= _HIGH * point
        and width >= _NARROW * point
        and _LEAST_INK <= inked <= _MOST_INK
    )


def _without_rules(ink: Mask, across: int, down: int) -> Mask:
    return ink & ~_near(long_runs(ink, across)) & ~_near(long_runs(ink.T, down)).T


def long_runs(ink: Mask, length: int) -> Mask:
    """The ink that stands in rows of at least so many pixels without a gap."""
    if ink.shape[1] <= length:
        return np.zeros_like(ink)
    summed = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = summed[:, length:] - summed[:, :-length] == length  # by where such a row begins
    begun = np.cumsum(np.pad(full, ((0, 0), (1, length - 1))), axis=1, dtype=np.int32)
    out = np.zeros_like(ink)
    out[:, :length] = begun[:, 1 : length + 1] > 0
    out[:, length:] = begun[:, length + 1 :] > begun[:, 1:-length]
    return out


def _near(mask: Mask) -> Mask:
    """The mask and the pixels above and below it."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    return out


def _shapes(ink: Mask, gap: int) -> Iterator[tuple[int, int, int, int]]:
    """The boxes of ink that hangs together, where blanks of `gap` pixels in a row part nothing."""
    boxes: list[list[int]] = []
    above: list[tuple[_Run, int]] = []
    for y in np.nonzero(ink.any(axis=1))[0]:
        here: list[tuple[_Run, int]] = []
        for run in _runs(ink[y], int(y), gap):
            touching = {
                _root(boxes, n)
                for other, n in above
                if other.y == run.y - 1 and other.left <= run.right and other.right >= run.left
            }
            boxes.append([run.left, run.y, run.right, run.y + 1, len(boxes)])
            own = len(boxes) - 1
            for n in touching:
                _join(boxes, own, n)
            here.append((run, own))
        above = here
    yield from sorted(
        ((x0, y0, x1, y1) for n, (x0, y0, x1, y1, root) in enumerate(boxes) if root == n),
        key=lambda box: (box[1], box[0]),
    )


def _runs(row: NDArray[np.bool_], y: int, gap: int) -> Iterator[_Run]:
    places = np.nonzero(row)[0]
    for part in np.split(places, np.nonzero(np.diff(places) > gap)[0] + 1):
        yield _Run(y, int(part[0]), int(part[-1]) + 1)


def _root(boxes: list[list[int]], n: int) -> int:
    while boxes[n][4] != n:
        n = boxes[n][4]
    return n


def _join(boxes: list[list[int]], one: int, other: int) -> None:
    """Let one shape take in another."""
    a, b = boxes[_root(boxes, one)], boxes[_root(boxes, other)]
    if a is b:
        return
    a[:4] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])]
    b[4] = a[4]
