"""Words in doubt, read again from the image.

A damaged text layer over a scan is repaired from its text alone, which is quick. What that leaves in doubt is
cut out of the page's picture, each word by itself, and read with the Swedish model, those of some pages in
one run of Tesseract; then layer and image vote (`ocr/vote.py`). That costs a small part of what
reading the whole page would. Where Tesseract is missing or fails, the repair stays as it was and the document
gets a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ocr import pdf, tesseract
from ocr.crops import cut
from ocr.errors import KlubbatError, MissingDependency
from ocr.image import Picture
from ocr.leaders import without_leaders
from ocr.ledger import Change, apply
from ocr.noisy_lines import is_line, line_read, noisy_lines
from ocr.page import Problem, Word
from ocr.quotes import is_mark, mark_read, odd_marks
from ocr.repair import Repaired
from ocr.sheet import Box, Sheet
from ocr.spans import Span
from ocr.strangers import strangers
from ocr.tesseract import PageRead
from ocr.vote import heard, voted

Reader = Callable[[Sequence[Picture], float], Sequence[PageRead]]

_DOUBTFUL = 0.96  # an applied change less certain is looked at too
_COVERING = 0.6  # the share of a page that a scan covers
_LEAST_DPI, _MOST_DPI = 150.0, 300.0
_POINTS_PER_INCH = 72.0
_A_RUN = 60  # snippets to collect before Tesseract is started, which takes as long as reading five


@dataclass(frozen=True, slots=True)
class Snippet:
    """A word in doubt, or some that stand together: its place in the raw text, its boxes, and the doubts."""

    span: Span
    boxes: tuple[Box, ...]
    doubts: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be read of one page: its snippets and their pictures."""

    index: int
    found: Sequence[Snippet]
    cuts: Sequence[Picture]
    dpi: float


def reread(
    data: bytes,
    sheets: Sequence[Sheet],
    repairs: Sequence[Repaired],
    seen: Callable[[], None],
    *,
    reader: Reader = tesseract.read_lines,
) -> tuple[list[Repaired], tuple[Problem, ...]]:
    """The repairs of a PDF's pages after what was in doubt was read again, and what went wrong on the way."""
    after = list(repairs)
    if not any(repair.verdict == "damaged" for repair in repairs):
        return after, ()
    problems: list[Problem] = []
    settled: set[str] = set()
    waiting: list[_Asked] = []
    with pdf.opened(data) as document:
        for i, repair in enumerate(repairs):
            if repair.verdict == "damaged":
                try:
                    waiting += _asked(document, i, sheets[i], repair, settled)
                except KlubbatError as error:
                    problems.append(_problem(error, i))
                seen()
            is_last = i + 1 == len(repairs)
            if waiting and (is_last or sum(len(page.cuts) for page in waiting) >= _A_RUN):
                try:
                    _answer(waiting, after, settled, reader)
                except MissingDependency as error:
                    return after, (*problems, _problem(error, None))
                except KlubbatError as error:
                    problems += (_problem(error, page.index) for page in waiting)
                seen()
                waiting = []
    return after, tuple(problems)


def _asked(
    document: pdf.Document, index: int, sheet: Sheet, repair: Repaired, settled: Collection[str]
) -> Iterator[_Asked]:
    """What is to be read of one page; nothing where no scan covers it or all is clear."""
    covered, native = pdf.pictured(document, index)
    if covered <= _COVERING:
        return
    ruined = list(noisy_lines(sheet, repair))
    inside = {at for line, _ in ruined for at in range(line.start, line.end)}
    doubts = [change for change in repair.ledger if is_doubtful(change)]
    doubts += (*strangers(repair, settled), *odd_marks(repair))
    found = snippets(sheet, [doubt for doubt in doubts if doubt.start not in inside])
    found += (
        Snippet(Span(line.start, line.end), (_around([word.box for word in words]),), (line,))
        for line, words in ruined
    )
    if found:
        picture, dpi = pdf.picture(document, index, min(max(native, _LEAST_DPI), _MOST_DPI))
        if ruined:
            picture = without_leaders(picture, dpi)
        cuts = [cut(picture, snippet.boxes, dpi / _POINTS_PER_INCH) for snippet in found]
        yield _Asked(index, found, cuts, dpi)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _answer(waiting: Sequence[_Asked], after: list[Repaired], settled: set[str], reader: Reader) -> None:
    """Read what waits in one run and put it to the vote; words shown to be right are added to `settled`."""
    read = iter(reader([cut for page in waiting for cut in page.cuts], max(page.dpi for page in waiting)))
    for page in waiting:
        readings = [next(read) for _ in page.cuts]
        after[page.index] = compared(after[page.index], page.found, readings, settled)


def _problem(error: KlubbatError, index: int | None) -> Problem:
    told = f"words in doubt were not compared with the image: {error.message}"
    return Problem("not_compared", told, None if index is None else index + 1)


def compared(
    repair: Repaired, found: Sequence[Snippet], read: Sequence[PageRead], settled: set[str]
) -> Repaired:
    """The repair after the vote on each word in doubt."""
    noted = {change: change for change in repair.ledger}
    for snippet, reading in zip(found, read, strict=True):
        for doubt in snippet.doubts:
            if is_line(doubt):
                after = line_read(doubt, reading)
                if after.state == "applied":
                    noted = {c: n for c, n in noted.items() if c.end <= doubt.start or c.start >= doubt.end}
                    noted[after] = after
                continue
            shown, place = _as_guessed(repair, snippet, doubt)
            if is_mark(doubt):
                after = mark_read(doubt, shown, place, reading)
                if after.state == "applied":
                    noted.pop(doubt, None)
                    noted[after] = after
                continue
            answer = heard(shown, place, reading)
            after = voted(doubt, answer)
            if doubt in noted:
                noted[doubt] = after
            elif after.state == "applied":
                noted[after] = after
            elif answer and answer.text == doubt.before:
                settled.add(doubt.before)
    ledger = tuple(sorted(noted.values(), key=lambda c: (c.start, c.end)))
    return replace(repair, text=apply(repair.raw, ledger), ledger=ledger)


def _as_guessed(repair: Repaired, snippet: Snippet, doubt: Change) -> tuple[str, Span]:
    """The snippet's text with every likeliest answer in it, and where `doubt` stands in that."""
    out: list[str] = []
    at, size, place = snippet.span.start, 0, Span(0, 0)
    for change in sorted({*repair.ledger, *snippet.doubts}, key=lambda c: (c.start, c.end)):
        if change.start < at or change.end > snippet.span.end:
            continue
        before = repair.raw[at : change.start]
        start = size + len(before)
        out += (before, change.after)
        size, at = start + len(change.after), change.end
        if change is doubt:
            place = Span(start, size)
    out.append(repair.raw[at : snippet.span.end])
    return "".join(out), place


def snippets(sheet: Sheet, doubts: Sequence[Change]) -> list[Snippet]:
    """What of a page is to be read again; doubts in the same word share a snippet."""
    joined: list[tuple[int, int, list[Change]]] = []
    for doubt, first, last in _places(sheet, doubts):
        if joined and first <= joined[-1][1]:
            start, end, here = joined[-1]
            joined[-1] = (start, max(end, last), [*here, doubt])
        else:
            joined.append((first, last, [doubt]))
    return [_snippet(sheet.words[first : last + 1], here) for first, last, here in joined]


def _snippet(words: Sequence[Word], doubts: Sequence[Change]) -> Snippet:
    boxes = tuple(word.box for word in words)
    return Snippet(Span(words[0].span.start, words[-1].span.end), boxes, tuple(doubts))


def is_doubtful(change: Change) -> bool:
    """Whether a ledger line is worth a look at the image; what runs over two lines cannot be cut out.

    Of signs and single letters the image is not asked: it is words that it is read for.
    """
    if "\n" in change.before or change.maker in ("normal", "person"):
        return False
    if change.before == change.after and (len(change.before) < 2 or not any(map(str.isalnum, change.before))):
        return False
    return change.state == "review" or (change.state == "applied" and change.confidence < _DOUBTFUL)


def _places(sheet: Sheet, doubts: Sequence[Change]) -> Iterator[tuple[Change, int, int]]:
    """Each doubt with the first and the last word of the sheet that it lies in."""
    words = sheet.words
    at = 0
    for doubt in sorted(doubts, key=lambda c: (c.start, c.end)):
        while at < len(words) and words[at].span.end <= doubt.start:
            at += 1
        last = at
        while last + 1 < len(words) and words[last + 1].span.start < doubt.end:
            last += 1
        if at < len(words) and words[at].span.start < doubt.end:
            yield doubt, at, last
