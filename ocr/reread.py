"""Words in doubt, read again from the image.

A damaged text layer over a scan is repaired from its text alone, which is quick. What that leaves in doubt is
cut out of the page's picture, each word by itself, and read with the Swedish model's network
(`ocr/glance.py`); then layer and image vote (`ocr/vote.py`). Lines that are ruined or that the layer lacks
are read whole, those of some pages in one run of Tesseract. That costs a small part of what reading the whole
page would. What cannot be read stays as the repair left it, and the document gets a problem.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse, pairwise

from ocr import glance, pdf, scan, tesseract
from ocr.bullets import Mark, as_lines, bullets
from ocr.crops import Cutting, Stance, around, cut_line, framed, stance, upright
from ocr.cut_off import followed, in_doubt, is_pair, one_word
from ocr.errors import KlubbatError, MissingDependency
from ocr.image import Picture
from ocr.leaders import leaders, painted_over
from ocr.ledger import Change, apply
from ocr.misfits import cut_words, misfits
from ocr.noisy_lines import has_noise, line_read, noisy_lines
from ocr.overlooked import Line, believed, put_in
from ocr.page import Problem, Word, lines_of
from ocr.quotes import is_mark, lost_marks, mark_read, odd_marks
from ocr.raised import raised
from ocr.repair import Repaired
from ocr.rulings import beside_rulings
from ocr.shaded import evened
from ocr.sheet import POINTS_PER_INCH, Box, Seen, Sheet, scaled
from ocr.source import Data
from ocr.spans import Span
from ocr.strangers import bars, strangers
from ocr.strokes import stroke_lines
from ocr.tesseract import PageRead
from ocr.unread import unread
from ocr.vote import heard, is_whole, trusted, voted
from ocr.widths import widths

WordReader = Callable[[Sequence[Picture], Sequence[Collection[str]]], Sequence[PageRead]]
LineReader = Callable[[Sequence[Picture], float], Sequence[PageRead]]

_DOUBTFUL = 0.96  # an applied change less certain is looked at too
_LEAST_DPI, _MOST_DPI = 150.0, 300.0  # where the page has to be drawn
_WIDE = 100.0  # points; a gap so wide may be leader dots
_CORE = re.compile(r"\d*[^\W\d_][^\W_]*(?:[-&][^\W_]+)*")  # "Mal" of "Mal:", "Andras" of '"Andras', "s4"
_SURE = 0.65  # of a word that is read by itself; below, it is read once more among its neighbours
_WORD = re.compile(r"\w+")
_A_RUN = 20  # lines to collect before Tesseract is started, which takes as long as reading two


@dataclass(frozen=True, slots=True)
class Snippet:
    """A word in doubt, or some that stand together: its place in the raw text, its boxes, and the doubts."""

    span: Span
    boxes: tuple[Box, ...]
    doubts: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be read of one page: words, with the picture to cut them from; lines that are ruined, and
    those that the layer has nothing of."""

    sheet: Sheet  # its boxes as high as their lines
    found: Sequence[Snippet]
    picture: Picture
    stance: Stance
    scale: float
    marks: Sequence[Mark]
    figures: Sequence[Change]
    strokes: Sequence[Line]
    lines: _Lines

    def cut(self, some: Iterable[Snippet]) -> list[Picture]:
        return [framed(self.picture, snippet.boxes, self.stance, self.scale) for snippet in some]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of a page that are to be read as a whole; they wait for those of other pages."""

    index: int
    sheet: Sheet
    ruined: Sequence[tuple[Change, Cutting]]
    missing: Sequence[Cutting]
    dpi: float

    @property
    def pictures(self) -> list[Picture]:
        return [cutting.picture for cutting in (*(cutting for _, cutting in self.ruined), *self.missing)]


def reread(
    data: Data,
    sheets: Sequence[Sheet],
    repairs: Sequence[Repaired],
    seen: Callable[[], None],
    *,
    words: WordReader = glance.read,
    lines: LineReader = tesseract.read_lines,
) -> tuple[list[Repaired], tuple[Problem, ...]]:
    """The repairs of a PDF's pages after what was in doubt was read again, and what went wrong on the way."""
    after = list(repairs)
    if not any(repair.verdict == "damaged" for repair in repairs):
        return after, ()
    problems: list[Problem] = []
    settled: set[str] = set()
    waiting: list[_Lines] = []
    with pdf.opened(data) as document:
        for i, repair in enumerate(repairs):
            if repair.verdict == "damaged":
                try:
                    if asked := _asked(document, i, sheets[i], repair, settled):
                        if asked.lines.pictures:
                            waiting.append(asked.lines)
                        after[i] = _looked_up(asked, repair, settled, words)
                except KlubbatError as error:
                    problems.append(_problem(error, i))
                seen()
            if sum(len(page.pictures) for page in waiting) >= (_A_RUN if i + 1 < len(repairs) else 1):
                try:
                    _read_lines(waiting, after, lines)
                except KlubbatError as error:
                    problems += (_problem(error, page.index) for page in waiting)
                seen()
                waiting = []
    return after, tuple(dict.fromkeys(problems))


def _asked(
    document: pdf.Document, index: int, sheet: Sheet, repair: Repaired, settled: Collection[str]
) -> _Asked | None:
    """What is to be read of one page; nothing where no scan fits its layer or all is clear."""
    covered, native = pdf.pictured(document, index)
    if covered <= pdf.COVERING:
        return None
    scanned = scan.unpacked(document, index)
    picture, dpi = scanned or pdf.picture(document, index, min(max(native, _LEAST_DPI), _MOST_DPI))
    picture, scale = evened(picture, dpi), dpi / POINTS_PER_INCH
    rows = list(lines_of(sheet.text, sheet.words))
    even = [tuple(upright([row])) for row in rows]
    stands = stance(picture, ((sheet.text[slice(*w.span)], w.box) for row in even for w in row), scale)
    whole = followed(picture, even, stands, scale)
    if not whole.fits:
        return None
    boxes = [(w.box[0], a.box[1], w.box[2], a.box[3]) for w, a in zip(whole.words, sheet.words, strict=True)]
    gaps = unread(picture, dpi, boxes)
    dots: list[Box] = []
    if has_noise(repair) or any(gap[2] - gap[0] > _WIDE for gap in gaps):
        dotted = leaders(picture, dpi)
        picture = painted_over(picture, dotted)
        dots = [scaled(row, 1 / scale) for row in dotted]
        gaps = unread(picture, dpi, boxes) if dots else gaps
    ruined = list(noisy_lines(sheet, repair, dots))
    inside = {at for line, _ in ruined for at in range(line.start, line.end)}
    marks = [m for m in bullets(picture, dpi, sheet.text, sheet.words, scale) if m.span.start not in inside]
    inside.update(at for mark in marks for at in range(*mark.span))
    figures = [*raised(picture, sheet.text, sheet.words, scale)]
    figures += beside_rulings(picture, dpi, stands, sheet.text, whole.words, scale)
    doubts = [_narrowed(change) for change in repair.ledger if is_doubtful(change)]
    doubts += (*strangers(repair, settled), *bars(repair), *odd_marks(repair), *cut_words(repair, rows))
    doubts += in_doubt(repair, whole, doubts)
    wide = widths(sheet, repair)
    doubts += misfits(sheet, repair, [(doubt.start, doubt.end) for doubt in doubts], wide)
    at_heads = {mark.span.start for mark in marks}
    doubts += (lost for lost in lost_marks(sheet, repair, wide) if lost.start not in at_heads)
    sheet = replace(sheet, words=whole.words)
    found = snippets(sheet, [doubt for doubt in doubts if doubt.start not in inside])
    figures = [figure for figure in figures if figure.start not in inside]
    lines = [(line, cut_line(picture, around([w.box for w in words]), (), scale)) for line, words in ruined]
    missing = [cut_line(picture, gap, boxes, scale) for gap in gaps]
    strokes = list(stroke_lines(picture, dpi, boxes))
    rest = _Lines(index, sheet, lines, missing, dpi)
    return _Asked(sheet, found, picture, stands, scale, marks, figures, strokes, rest)


def _looked_up(page: _Asked, repair: Repaired, settled: set[str], reader: WordReader) -> Repaired:
    """A page's repair after its words in doubt were put to the vote; those shown to be right are `settled`.

    Words that are read badly by themselves are read again with their neighbours.
    """
    repair = with_lines(repair, list(as_lines(repair.raw, page.marks)))
    found = list(page.found)
    read = list(reader(page.cut(found), list(map(_thoughts, found)))) if found else []
    weak = [n for n, some in enumerate(found) if _sureness(repair, some, read[n]) < _SURE]
    wider = {n: _widened(page.sheet, found[n]) for n in weak}
    wider = {n: wide for n, wide in wider.items() if wide.span != found[n].span}
    again = reader(page.cut(wider.values()), list(map(_thoughts, wider.values()))) if wider else ()
    for (n, wide), reading in zip(wider.items(), again, strict=True):
        if _sureness(repair, wide, reading) > _sureness(repair, found[n], read[n]):
            found[n], read[n] = wide, reading
    repair = compared(repair, found, read, settled)
    ledger = list(repair.ledger)
    for figure in page.figures:
        ledger = [*_apart(ledger, figure), figure]
    ledger.sort(key=lambda c: (c.start, c.end))
    repair = replace(repair, text=apply(repair.raw, ledger), ledger=tuple(ledger))
    return with_lines(repair, put_in(page.sheet, repair.ledger, page.strokes))


def _thoughts(snippet: Snippet) -> set[str]:
    """The words that the layer and the repair have in the places of a snippet's doubts."""
    texts = {
        text for d in snippet.doubts for text in (d.before, d.after, *(text for text, _ in d.candidates))
    }
    return {core[0] for text in texts if (core := _CORE.fullmatch(text))}


def _read_lines(waiting: Sequence[_Lines], after: list[Repaired], reader: LineReader) -> None:
    """Read the lines of some pages in one run, and put them in their places."""
    dpi = max(page.dpi for page in waiting)
    read = iter(reader([picture for page in waiting for picture in page.pictures], dpi))
    for page in waiting:
        scale = POINTS_PER_INCH / page.dpi
        ruined = [(doubt, _on_the_page(next(read), cutting, scale)) for doubt, cutting in page.ruined]
        seen = [line for doubt, reading in ruined if (line := line_read(doubt, reading))]
        repair = with_lines(after[page.index], seen)
        missing = [_on_the_page(next(read), cutting, scale) for cutting in page.missing]
        rows = [line for reading in missing for line in believed(reading)]
        after[page.index] = with_lines(repair, put_in(page.sheet, repair.ledger, rows))


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


def _problem(error: KlubbatError, index: int) -> Problem:
    """What is told of a page, or of the document where the same is missing for all of its pages."""
    told = f"words in doubt were not compared with the image: {error.message}"
    return Problem("not_compared", told, None if isinstance(error, MissingDependency) else index + 1)


def compared(
    repair: Repaired, found: Sequence[Snippet], read: Sequence[PageRead], settled: set[str]
) -> Repaired:
    """The repair after the vote on each word in doubt."""
    ledger = list(repair.ledger)
    for snippet, reading in zip(found, read, strict=True):
        if whole := one_word(snippet.doubts, snippet.span, reading) or joined(repair, snippet, reading):
            ledger = [*_apart(ledger, whole), whole]
            continue
        for doubt in filterfalse(is_pair, snippet.doubts):
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
