"""Words in doubt, read again from the image.

A damaged text layer over a scan is repaired from its text alone, which is quick. What that leaves in doubt is
cut out of the page's picture, each word by itself, and read with the Swedish model, those of some pages in
one run of Tesseract; then layer and image vote (`ocr/vote.py`). That costs a small part of what
reading the whole page would. Where Tesseract is missing or fails, the repair stays as it was and the document
gets a problem.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from ocr import pdf, tesseract
from ocr.crops import Cutting, cut, cut_line
from ocr.errors import KlubbatError, MissingDependency
from ocr.image import Picture
from ocr.leaders import leaders, painted_over
from ocr.ledger import Change, apply
from ocr.misfits import cut_words, misfits
from ocr.noisy_lines import has_noise, line_read, noisy_lines
from ocr.overlooked import believed, put_in
from ocr.page import Problem, Word, lines_of
from ocr.quotes import is_mark, lost_marks, mark_read, odd_marks
from ocr.repair import Repaired
from ocr.sheet import Box, Seen, Sheet
from ocr.source import Data
from ocr.spans import Span
from ocr.strangers import strangers
from ocr.tesseract import PageRead
from ocr.unread import unread
from ocr.vote import heard, is_whole, trusted, voted
from ocr.widths import widths

Reader = Callable[[Sequence[Picture], float], Sequence[PageRead]]

_DOUBTFUL = 0.96  # an applied change less certain is looked at too
_COVERING = 0.6  # the share of a page that a scan covers
_LEAST_DPI, _MOST_DPI = 150.0, 300.0
_POINTS_PER_INCH = 72.0
_WIDE = 100.0  # points; a gap so wide may be leader dots
_CORE = re.compile(r"\d*[^\W\d_][^\W_]*(?:[-&][^\W_]+)*")  # "Mal" of "Mal:", "Andras" of '"Andras', "s4"
_SURE = 0.65  # of a word that is read by itself; below, it is read once more among its neighbours
_WORD = re.compile(r"\w+")
_A_RUN = 60  # snippets to collect before Tesseract is started, which takes as long as reading five


@dataclass(frozen=True, slots=True)
class Snippet:
    """A word in doubt, or some that stand together: its place in the raw text, its boxes, and the doubts."""

    span: Span
    boxes: tuple[Box, ...]
    doubts: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be read of one page: its snippets with their pictures, lines that are ruined and those that
    the layer has nothing of."""

    index: int
    sheet: Sheet
    found: Sequence[Snippet]
    cuts: Sequence[Picture]
    wider: Sequence[tuple[Snippet, Picture]]  # the same, each with its neighbours
    ruined: Sequence[tuple[Change, Cutting]]
    missing: Sequence[Cutting]
    dpi: float

    @property
    def pictures(self) -> list[Picture]:
        lines = (*(cutting for _, cutting in self.ruined), *self.missing)
        return [*self.cuts, *(cutting.picture for cutting in lines)]


def reread(
    data: Data,
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
            if waiting and (is_last or sum(len(page.pictures) for page in waiting) >= _A_RUN):
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
    picture, dpi = pdf.picture(document, index, min(max(native, _LEAST_DPI), _MOST_DPI))
    scale = dpi / _POINTS_PER_INCH
    boxes = [word.box for word in sheet.words]
    gaps = unread(picture, dpi, boxes)
    dots: list[Box] = []
    if has_noise(repair) or any(gap[2] - gap[0] > _WIDE for gap in gaps):
        rows = leaders(picture, dpi)
        picture = painted_over(picture, rows)
        dots = [_scaled(row, 1 / scale) for row in rows]
        gaps = unread(picture, dpi, boxes) if dots else gaps
    ruined = list(noisy_lines(sheet, repair, dots))
    inside = {at for line, _ in ruined for at in range(line.start, line.end)}
    doubts = [_narrowed(change) for change in repair.ledger if is_doubtful(change)]
    doubts += (*strangers(repair, settled), *odd_marks(repair))
    doubts += cut_words(repair, lines_of(sheet.text, sheet.words))
    wide = widths(sheet, repair)
    doubts += misfits(sheet, repair, [(doubt.start, doubt.end) for doubt in doubts], wide)
    doubts += lost_marks(sheet, repair, wide)
    found = snippets(sheet, [doubt for doubt in doubts if doubt.start not in inside])
    cuts = [cut(picture, snippet.boxes, scale) for snippet in found]
    wider = [(wide, cut(picture, wide.boxes, scale)) for wide in map(partial(_widened, sheet), found)]
    lines = [(line, cut_line(picture, _around([w.box for w in words]), (), scale)) for line, words in ruined]
    missing = [cut_line(picture, gap, boxes, scale) for gap in gaps]
    if cuts or lines or missing:
        yield _Asked(index, sheet, found, cuts, wider, lines, missing, dpi)


def _scaled(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _answer(waiting: Sequence[_Asked], after: list[Repaired], settled: set[str], reader: Reader) -> None:
    """Read what waits in one run and put it to the vote; words shown to be right are added to `settled`.

    Words that are read badly by themselves are read again with their neighbours, in a second run.
    """
    dpi = max(page.dpi for page in waiting)
    read = iter(reader([picture for page in waiting for picture in page.pictures], dpi))
    heard_of = [[next(read) for _ in page.pictures] for page in waiting]
    weak = [_weak(after[page.index], page, some) for page, some in zip(waiting, heard_of, strict=True)]
    wider = [page.wider[n][1] for page, places in zip(waiting, weak, strict=True) for n in places]
    again = iter(reader(wider, dpi) if wider else ())
    for page, some, places in zip(waiting, heard_of, weak, strict=True):
        found = list(page.found)
        for n in places:
            wide, reading = page.wider[n][0], next(again)
            if _sureness(after[page.index], wide, reading) > _sureness(after[page.index], found[n], some[n]):
                found[n], some[n] = wide, reading
        _settle(page, found, some, after, settled)


def _settle(
    page: _Asked, found: Sequence[Snippet], read: Sequence[PageRead], after: list[Repaired], settled: set[str]
) -> None:
    """Put the readings of a page to the vote, and its lines in their places."""
    repair = compared(after[page.index], found, read[: len(found)], settled)
    scale = _POINTS_PER_INCH / page.dpi
    whole = iter(read[len(found) :])
    lines = [(doubt, _on_the_page(next(whole), cutting, scale)) for doubt, cutting in page.ruined]
    repair = with_lines(repair, [seen for doubt, reading in lines if (seen := line_read(doubt, reading))])
    missing = [_on_the_page(next(whole), cutting, scale) for cutting in page.missing]
    rows = [line for reading in missing for line in believed(reading)]
    after[page.index] = with_lines(repair, put_in(page.sheet, repair.ledger, rows))


def _weak(repair: Repaired, page: _Asked, read: Sequence[PageRead]) -> list[int]:
    """The snippets of a page that say too little by themselves, and have neighbours."""
    return [
        n
        for n, (snippet, (wide, _)) in enumerate(zip(page.found, page.wider, strict=True))
        if wide.span != snippet.span and _sureness(repair, snippet, read[n]) < _SURE
    ]


def _sureness(repair: Repaired, snippet: Snippet, read: PageRead) -> float:
    """How sure a reading is of the words that it was asked for: the least sure one counts."""
    sure = 1.0 if "\n" not in read.text else _SURE / 2
    for doubt in snippet.doubts:
        if not is_mark(doubt):
            answer = heard(*_as_guessed(repair, snippet, doubt), read)
            sure = min(sure, trusted(doubt, answer) if answer else 0.0)
    return sure


def _on_the_page(read: PageRead, cutting: Cutting, scale: float) -> PageRead:
    """A reading of a cutting with its boxes where they are on the page, in points."""

    def moved(box: Box) -> Box:
        x0, y0, x1, y1 = box
        x0, x1, y0, y1 = x0 + cutting.left, x1 + cutting.left, y0 + cutting.top, y1 + cutting.top
        return round(x0 * scale, 2), round(y0 * scale, 2), round(x1 * scale, 2), round(y1 * scale, 2)

    return replace(read, words=tuple(replace(word, box=moved(word.box)) for word in read.words))


def with_lines(repair: Repaired, seen: Sequence[Seen]) -> Repaired:
    """The repair with what was read of whole lines; what it has within them gives way."""
    if not seen:
        return repair
    ledger = list(repair.ledger)
    for one in seen:
        ledger = [*_apart(ledger, one.change), one.change]
    ledger.sort(key=lambda c: (c.start, c.end))
    text = apply(repair.raw, ledger)
    return replace(repair, text=text, ledger=tuple(ledger), seen=(*repair.seen, *seen))


def _problem(error: KlubbatError, index: int | None) -> Problem:
    told = f"words in doubt were not compared with the image: {error.message}"
    return Problem("not_compared", told, None if index is None else index + 1)


def compared(
    repair: Repaired, found: Sequence[Snippet], read: Sequence[PageRead], settled: set[str]
) -> Repaired:
    """The repair after the vote on each word in doubt."""
    ledger = list(repair.ledger)
    for snippet, reading in zip(found, read, strict=True):
        if whole := joined(repair, snippet, reading):
            ledger = [*_apart(ledger, whole), whole]
            continue
        for doubt in snippet.doubts:
            shown, place = _as_guessed(repair, snippet, doubt)
            if is_mark(doubt):
                after = mark_read(doubt, shown, place, reading)
                if after.state == "applied":
                    ledger = [*_apart(ledger, after), after]
                continue
            answer = heard(shown, place, reading)
            after = voted(doubt, answer)
            rest = _apart(ledger, doubt)
            if after is not doubt and (after.state == "applied" or len(rest) < len(ledger)):
                ledger = [*rest, after]
            elif answer and answer.text == doubt.before:
                settled.add(doubt.before)
    ledger.sort(key=lambda c: (c.start, c.end))
    return replace(repair, text=apply(repair.raw, ledger), ledger=tuple(ledger))


def joined(repair: Repaired, snippet: Snippet, read: PageRead) -> Change | None:
    """Two words of a snippet, one of them in doubt, as the one that the image surely has in their place."""
    first, last = snippet.doubts[0], snippet.doubts[-1]
    words = list(_WORD.finditer(repair.raw, *snippet.span))
    for one, other in pairwise(words):
        start, end = one.start(), other.end()
        if not (start <= first.start < end or start < last.end <= end):
            continue
        before = repair.raw[start:end]
        pair = Change(start, end, before, before, 0.0, "channel", "left", ((before, 0.5),), "cut in two")
        answer = heard(*_as_guessed(repair, snippet, pair), read)
        if answer and is_whole(pair, answer):
            after = voted(replace(pair, candidates=((before, 0.5), (answer.text, 0.5))), answer)
            return after if after.state == "applied" else None
    return None


def _apart(ledger: Sequence[Change], place: Change) -> list[Change]:
    """The lines of a ledger that touch nothing of a place."""
    return [c for c in ledger if c.end <= place.start or c.start >= place.end]


def _as_guessed(repair: Repaired, snippet: Snippet, doubt: Change) -> tuple[str, Span]:
    """The snippet's text with every likeliest answer in it, and where `doubt` stands in that."""
    out: list[str] = []
    at, size, place = snippet.span.start, 0, Span(0, 0)
    others = _apart([*repair.ledger, *snippet.doubts], doubt)
    for change in sorted({doubt, *others}, key=lambda c: (c.start, c.end)):
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


def _widened(sheet: Sheet, snippet: Snippet) -> Snippet:
    """The snippet with the word before it and the one after it on its line."""
    words, text = sheet.words, sheet.text
    first = bisect_left(words, snippet.span.start, key=lambda word: word.span.start)
    last = first + len(snippet.boxes) - 1
    if first and "\n" not in text[words[first - 1].span.end : words[first].span.start]:
        first -= 1
    if last + 1 < len(words) and "\n" not in text[words[last].span.end : words[last + 1].span.start]:
        last += 1
    return _snippet(words[first : last + 1], snippet.doubts)


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
    if change.before == change.after and (len(change.before) < 2 or not _CORE.search(change.before)):
        return False
    return change.state == "review" or (change.state == "applied" and change.confidence < _DOUBTFUL)


def _narrowed(doubt: Change) -> Change:
    """A doubt about a whole run of signs as one about the word in it."""
    core = _CORE.search(doubt.before)
    if doubt.before != doubt.after or core is None or core[0] == doubt.before:
        return doubt
    start, end = doubt.start + core.start(), doubt.start + core.end()
    return replace(doubt, start=start, end=end, before=core[0], after=core[0], candidates=())


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
        if at < len(words) and words[at].span.start < max(doubt.end, doubt.start + 1):
            yield doubt, at, last
