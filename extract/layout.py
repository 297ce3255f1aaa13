"""The text as a page shows it: lines with places, and page furniture told apart from running text.

Every later room works on `Layout.prose`, which is the text with its furniture blanked out: same length, same
offsets, so a sentence that a page break cuts in two reads on, and a span found there holds in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extract.furniture import furniture_lines
from extract.margins import Edit, Margins, margins_of
from extract.run_in import cuts, flows
from ocr.lexicon import lexicon
from ocr.spans import Span

# What opens a point of a list: bullets, those of symbol fonts too, and dashes; in a class of a pattern
BULLETS = "•●▪◦○►➢✓·*\uf0b7\uf0a7\uf0d8\uf02d"
DASHES = "–—−‒-"
PARAGRAPH = 120  # letters: lines longer than this on average are no lines of a page
# One line without its end; form feeds and the odd separators of Unicode end a line as well.
LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")


class Line(NamedTuple):
    """A line that holds something. `gap`: the page shows more than the usual distance above it."""

    start: int
    end: int
    text: str
    gap: bool = True

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its lines. `lines` are those of running text, `furniture` those of heads and feet."""

    text: str
    prose: str
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    measure: int = 0  # letters that a full line holds
    damaged: bool = False  # then blank lines are not to be trusted

    def breaks_by_choice(self, above: Line, line: Line) -> bool:
        """The line above ends although this one's first word had fitted: somebody broke it there."""
        word = line.text.split(maxsplit=1)[0]
        return len(above.text) + 1 + len(word) < self.measure - 3

    def lines_in(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines of running text that begin in `[start, end)`."""
        first = bisect_left(self.lines, start, key=lambda line: line.start)
        last = bisect_left(self.lines, end, key=lambda line: line.start)
        return self.lines[first:last]

    def read(self, letters: Callable[[str], str]) -> Layout:
        """The layout of a damaged text, read letter for letter in another way; places stay."""
        prose = letters(self.prose)
        lines = tuple(line._replace(text=prose[line.start : line.end]) for line in self.lines)
        whole = (
            line._replace(gap=False) if _goes_on(above, line) else line for above, line in pairwise(lines)
        )
        return replace(self, prose=prose, lines=(*lines[:1], *whole), damaged=True)

    def until(self, end: int) -> Layout:
        """The layout without the running text from `end` on; places stay."""
        prose = self.prose[:end] + " " * (len(self.prose) - end)
        lines = tuple(line for line in self.lines if line.start < end)
        return replace(self, prose=prose, lines=lines)

    def without(self, taken: Sequence[Line]) -> Layout:
        """The layout with some lines no part of running text; places stay."""
        lines = tuple(line for line in self.lines if line not in taken)
        return replace(self, prose=_blanked(self.prose, taken, ()), lines=lines)

    def last_line_end(self, start: int, end: int) -> int:
        """Where the last line of running text before `end` ends; `start` if there is none."""
        lines = self.lines_in(start, end)
        return min(end, lines[-1].end) if lines else start


def _goes_on(above: Line, line: Line) -> bool:
    """The line ends in a torn word, with or without a stroke behind it, and the next begins with the rest."""
    if not (
        line.gap and line.text[0].islower() and above.text[-1:].isalpha() | above.text.endswith((":", ","))
    ):
        return False
    first, last = line.text.split()[0].strip(".,;:)"), above.text.split()[-1].strip(".,;:(")
    return not is_word(last) or not is_word(first)


def is_word(word: str) -> bool:
    """Is it in the lexicon?"""
    return word.lower() in lexicon().words


def lay_out(text: str) -> Layout:
    """Find the lines of a text and what is furniture among them."""
    every, spread, apart = _lines(text)
    is_furniture = furniture_lines([line.text for line in every], page_starts(text, every))
    furniture = tuple(line for line, f in zip(every, is_furniture, strict=True) if f)
    lines = tuple(line for line, f in zip(every, is_furniture, strict=True) if not f)
    prose = _ended(_blanked(text, furniture, spread), apart)
    beside = margins_of(text, lines)
    if beside.edits or beside.cuts:
        prose, lines = _without_margins(prose, lines, beside)
    return Layout(text, prose, lines, furniture, _measure(lines))


def _without_margins(prose: str, lines: Sequence[Line], beside: Margins) -> tuple[str, tuple[Line, ...]]:
    """The text without what stands left of it, where that breaks into it; a title there is a line."""
    edits = [*beside.edits, *(Edit(end, end + 1, "\n") for end, _ in beside.cuts)]
    pieces: list[str] = []
    at = 0
    for start, end, words in sorted(edits):
        pieces += (prose[at:start], words)
        at = end
    prose = "".join((*pieces, prose[at:]))
    ends = dict(beside.cuts)
    found: list[Line] = []
    for line in lines:
        cut = next((at for at in ends if line.start < at < line.end), None) if ends else None
        pairs = [(line.start, cut, line.gap), (ends[cut], line.end, True)] if cut else [line_of(line)]
        for start, end, gap in pairs:
            words = prose[start:end]
            if words.strip():
                start += len(words) - len(words.lstrip())
                found.append(Line(start, end, words.strip(), gap))
    return prose, tuple(found)


def line_of(line: Line) -> tuple[int, int, bool]:
    """Where a line stands, and whether a gap is above it."""
    return line.start, line.end, line.gap


def _measure(lines: Sequence[Line]) -> int:
    """How long the full lines of running text are: longer than nine of ten that are no short ones."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 30)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _lines(text: str) -> tuple[list[Line], list[int], list[int]]:
    """The lines of a text, the places of line ends that are only wide spacing, and the blanks that stand for
    line ends."""
    found: list[tuple[int, int, int]] = []  # start, end, line ends above
    before = 0
    for match in LINE.finditer(text):
        piece = match.group()
        content = piece.strip()
        if not content:
            continue
        start = match.start() + len(piece) - len(piece.lstrip())
        between = text[before:start]
        breaks = between.count("\n") + between.count("\f") + between.count("\v")
        found.append((start, start + len(content), breaks or between.count("\r")))
        before = start + len(content)
    wrapped = [text[start].islower() and not text.startswith("att", start) for start, _, _ in found[1:]]
    distances = [breaks for _, _, breaks in found[1:]]
    usual = _usual_distance(distances, wrapped)
    if found and sum(end - start for start, end, _ in found) > PARAGRAPH * len(found):
        usual = 1  # each line is a paragraph, and the blank lines between them say so
    spread = []
    if usual == 2:
        spread = [
            text.find("\n", found[i][1], found[i + 1][0])
            for i in range(len(found) - 1)
            if found[i + 1][2] == 2
        ]
    apart: list[int] = []
    if flows([end - start for start, end, _ in found], distances, wrapped):
        usual, spread = 1, []
        apart = list(cuts([(start, end) for start, end, _ in found], text))
        found = _cut(text, found, apart)
    lines = [
        Line(start, end, text[start:end], i == 0 or breaks > usual)
        for i, (start, end, breaks) in enumerate(found)
    ]
    return lines, [at for at in spread if at != -1], apart


def _cut(
    text: str, lines: Sequence[tuple[int, int, int]], apart: Sequence[int]
) -> list[tuple[int, int, int]]:
    """The lines, each cut where it runs on."""
    found: list[tuple[int, int, int]] = []
    for start, end, breaks in lines:
        inside = apart[bisect_left(apart, start) : bisect_left(apart, end)]
        for at, until in pairwise((start, *inside, end)):
            piece = text[at:until]
            begin = at + len(piece) - len(piece.lstrip())
            found.append((begin, until, breaks if at == start else 2 if text[begin] == "§" else 1))
    return found


def _usual_distance(breaks: Sequence[int], wrapped: Sequence[bool]) -> int:
    """Line ends between two lines of one paragraph: 1, or 2 where the whole text is double spaced.

    Many short paragraphs are not: there the lines that go on in the middle of a sentence (`wrapped`) stand
    right below each other.
    """
    counts = Counter(breaks)
    going_on = Counter(distance for distance, on in zip(breaks, wrapped, strict=True) if on)
    return 2 if counts[2] > 2 * counts[1] and going_on[2] > going_on[1] else 1


def page_starts(text: str, lines: Sequence[Line]) -> list[int]:
    """The number of the first line of each page, by form feeds."""
    starts, at = [0], 0
    while (at := text.find("\f", at)) != -1:
        starts.append(bisect_left(lines, at, key=lambda line: line.start))
        at += 1
    return starts


def _ended(text: str, apart: Sequence[int]) -> str:
    """The text with a line end in the place of some of its blanks."""
    begins, ends = (0, *(at + 1 for at in apart)), (*apart, len(text))
    return "\n".join(text[at:until] for at, until in zip(begins, ends, strict=True)) if apart else text


def _blanked(text: str, furniture: Sequence[Line], spread: Sequence[int]) -> str:
    """The text with furniture blanked, and double spacing made single."""
    holes = sorted([(line.start, line.end) for line in furniture] + [(at, at + 1) for at in spread])
    out: list[str] = []
    at = 0
    for start, end in holes:
        out += (text[at:start], " " * (end - start))
        at = end
    out.append(text[at:])
    return "".join(out)
