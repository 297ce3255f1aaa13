"""A layer of unseen text: a page's words as the PDF operators that put each over its box.

The words come in the order of the page's text, since that is the order in which they are copied. A line has
one baseline; where the scan is askew its words stand on it like steps, each level, since poppler cuts a word
in pieces that climbs. A word is stretched to the width of its box, and its blank is shown together with it: a
blank or a narrow letter shown alone is overlooked by pdfium, and so is the end of a line that runs up or down
the page and has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ocr import glyphless
from ocr.page import Page, Word, lines_of
from ocr.sheet import Box, Frame

FONT = "/KlubbatText"

_DESCENDING = frozenset("gjpqyç,;()[]{}§Q/|_@")
_LEAST = 1.0  # points; the least size of anything that is put down


def layer(page: Page, frame: Frame) -> bytes:
    """The words of a page, in points, as the operators that put them down unseen in the order of its text."""
    shown = _in_one if _direction(page) == 180 else _each
    page, frame = _along_the_text(page, frame)
    lines = (_line(page, line, frame, shown) for line in lines_of(page.text, page.words))
    return b"".join([b"q BT 3 Tr\n", *lines, b"ET Q\n"])


def _along_the_text(page: Page, frame: Frame) -> tuple[Page, Frame]:
    """Page and frame as seen by one who reads the text upright: a table may lie on its side."""
    match _direction(page):
        case 90:
            boxes = [(y0, page.width - x1, y1, page.width - x0) for x0, y0, x1, y1 in _boxes(page)]
        case 180:
            boxes = [
                (page.width - x1, page.height - y1, page.width - x0, page.height - y0)
                for x0, y0, x1, y1 in _boxes(page)
            ]
        case 270:
            boxes = [(page.height - y1, x0, page.height - y0, x1) for x0, y0, x1, y1 in _boxes(page)]
        case _:
            return page, frame
    words = tuple(replace(word, box=box) for word, box in zip(page.words, boxes, strict=True))
    return replace(page, words=words), replace(frame, turned=(frame.turned - _direction(page)) % 360)


def _boxes(page: Page) -> Iterator[Box]:
    return (word.box for word in page.words)


def _direction(page: Page) -> int:
    """Where most of the text runs: 0 to the right, 90 downwards, 180 to the left, 270 upwards."""
    votes = {0: 0.0, 90: 0.0, 180: 0.0, 270: 0.0}
    for line in lines_of(page.text, page.words):
        first, last = line[0].box, line[-1].box
        # In this order, so that a line of one word comes to nothing at all, not to what rounding leaves.
        right = (last[0] - first[0] + last[2] - first[2]) / 2
        down = (last[1] - first[1] + last[3] - first[3]) / 2
        if abs(right) > abs(down):
            votes[0 if right > 0 else 180] += abs(right)
        else:
            votes[90 if down > 0 else 270] += abs(down)
    return max(votes, key=lambda direction: votes[direction])


@dataclass(frozen=True, slots=True)
class _Baseline:
    """Where a line stands: its height at the left edge of the page, how it falls, and its letters' size."""

    at: float
    slope: float
    size: float

    def placed(self, left: float, frame: Frame, slope: float = 0.0) -> bytes:
        """The operator that begins at `left` on the line, and goes on level unless there is a slope."""
        numbers = frame.matrix(left, self.at + self.slope * left, slope)
        return b" ".join(_number(value) for value in numbers) + b" Tm "


Shown = Callable[[Sequence[tuple[str, Word]], _Baseline, Frame], bytes]


def _line(page: Page, words: Sequence[Word], frame: Frame, shown: Shown) -> bytes:
    texts = [page.text[w.span.start : w.span.end] for w in words]
    at, slope = _baseline(words, texts)
    heights = [at + slope * w.box[0] - w.box[1] for w in words]
    size = max(max(heights) / (glyphless.ASCENT / glyphless.EM), _LEAST)
    font = b"%b %s Tf\n" % (FONT.encode(), _number(size))
    return font + shown(list(zip(texts, words, strict=True)), _Baseline(at, slope, size), frame)


def _each(words: Sequence[tuple[str, Word]], line: _Baseline, frame: Frame) -> bytes:
    """Every word put down by itself, as wide as it is."""
    out: list[bytes] = []
    for text, word in words:
        left, right = word.box[0], max(word.box[2], word.box[0] + _LEAST)
        out.append(line.placed(left, frame))
        out.append(_stretched(text, right - left, line.size))
    return b"".join(out)


def _in_one(words: Sequence[tuple[str, Word]], line: _Baseline, frame: Frame) -> bytes:
    """A line put down in one: of lines that stand on their heads pdfium would else take the last word first.

    All its words are stretched alike, and each begins where it stands.
    """
    widths = sum(max(word.box[2] - word.box[0], _LEAST) for _, word in words)
    stretch = widths / sum(_natural(text, line.size) for text, _ in words)
    out = [line.placed(words[0][1].box[0], frame, line.slope), b"%b Tz [" % _number(100 * stretch)]
    for (text, word), (_, after) in pairwise([*words, ("", words[-1][1])]):
        is_last = word is after
        out.append(b"<%b>" % glyphless.code(text if is_last else f"{text} ").hex().encode())
        if not is_last:
            ahead = after.box[0] - word.box[0] - _natural(f"{text} ", line.size) * stretch
            out.append(b" %b " % _number(-1000 * ahead / (line.size * stretch)))
    return b"".join([*out, b"] TJ\n"])


def _natural(text: str, size: float) -> float:
    """How wide a text is that is not stretched."""
    return len(glyphless.code(text)) / 2 * size * glyphless.WIDTH / glyphless.EM


def _stretched(text: str, width: float, size: float) -> bytes:
    """A word as wide as it is on the page, with the blank that parts it from the next."""
    shown = glyphless.code(f"{text} ").hex().encode()
    return b"%b Tz <%b> Tj\n" % (_number(100 * width / _natural(text, size)), shown)


def _baseline(words: Sequence[Word], texts: Sequence[str]) -> tuple[float, float]:
    """Where the letters of a line stand: its height at the left edge of the page, and how it falls."""
    feet = [
        ((w.box[0] + w.box[2]) / 2, w.box[3] - (0.2 * (w.box[3] - w.box[1]) if _DESCENDING & set(t) else 0.0))
        for w, t in zip(words, texts, strict=True)
    ]
    slope = _slope(feet)
    return median(y - slope * x for x, y in feet), slope


def _slope(feet: Sequence[tuple[float, float]]) -> float:
    """The middle one of the slopes between far ends of the line; a short line tells too little."""
    third = len(feet) // 3
    if third < 1 or feet[-1][0] - feet[0][0] < 100:
        return 0.0
    slopes = [
        (b[1] - a[1]) / (b[0] - a[0])
        for a, b in zip(feet[:third], feet[-third:], strict=True)
        if b[0] - a[0] > 50
    ]
    found = median(slopes) if slopes else 0.0
    return found if abs(found) < 0.1 else 0.0


def _number(value: float) -> bytes:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return (text if text not in ("-0", "") else "0").encode()
