"""Searchable PDFs: the page as it was scanned, with the repaired words under it.

Of a page whose text layer was damaged or absent, the old hidden text is taken out and the words of the page
are put in its place, unseen, each over its box, so that search and copy in any viewer give the right words.
Nothing else is touched: images keep their bytes, good pages keep everything, and text that is printed on the
page stays, since taking it away would change what the page looks like. The same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ocr import pdf, write_pdf
from ocr.errors import KlubbatError
from ocr.layer import FONT, layer
from ocr.page import Page, Problem, Word
from ocr.sheet import Box, Frame
from ocr.source import Data
from ocr.write_pdf import (
    BROKEN_INSIDE,
    ContentStreamInstruction,
    Dictionary,
    Matrix,
    Name,
    Object,
    Operator,
    Pdf,
    PdfPage,
    Written,
    parse_content_stream,
    unparse_content_stream,
)

_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
_HIDDEN = 3  # the text rendering mode of text that is not painted
_COVERING = 0.6  # of the page's area: an image that hides what was painted before it
_DEEPEST = 8  # forms within forms


def with_text(data: Data, pages: Sequence[Page], title: str) -> Written:
    """The PDF with the words of its damaged and absent pages, and what it could not be given; one that lies
    in a file is written into a file beside it.

    A PDF of good pages comes back as it is, and so does one that cannot be written to, with a problem.
    """
    wanting = [page for page in pages if page.verdict != "good" and page.words]
    if not wanting:
        return data, ()
    try:
        return _with_words(data, data, wanting, title)
    except BROKEN_INSIDE:
        pass
    told = "the PDF is damaged inside; the copy was put together anew"
    try:
        written, problems = _with_words(data, pdf.put_together(data), wanting, title)
        return written, problems if written is data else (*problems, Problem("rebuilt", told))
    except (KlubbatError, *BROKEN_INSIDE):
        told = "the PDF is damaged inside and cannot be written to: it is left as it was"
        return data, (Problem("not_searchable", told),)


def _with_words(original: Data, data: Data, wanting: Sequence[Page], title: str) -> Written:
    with write_pdf.opened(data) as opened:
        font = opened.make_indirect(write_pdf.font(opened))
        problems = [p for page in wanting for p in _replaced(opened, page, font)]
        if len(problems) == len(wanting):
            return original, tuple(problems)
        return write_pdf.saved(opened, title, problems, data), tuple(problems)


def _replaced(opened: Pdf, page: Page, font: Object) -> Iterator[Problem]:
    """Exchange a page's hidden text for its words; yields a problem where that would be wrong."""
    target = opened.pages[page.number - 1]
    strip = _Strip(opened, target)
    content, resources = strip.stripped()
    if strip.printed and not strip.removed and page.verdict == "damaged":
        told = "the damaged text is printed on the page, not hidden under an image: the PDF keeps it"
        yield Problem("printed_text", told, page.number)
        return
    fonts: Any = resources.get("/Font", None)
    fonts = Dictionary(fonts) if fonts is not None else Dictionary()
    fonts[FONT] = font
    resources["/Font"] = fonts
    target.obj["/Resources"] = resources
    target.obj["/Contents"] = opened.make_stream(content)
    if strip.printed:
        page = _without_printed(opened, page)
    under = layer(page, _frame(target))
    target.obj["/Contents"] = opened.make_stream(b"q\n" + content + b"\nQ\n" + under)


def _without_printed(opened: Pdf, page: Page) -> Page:
    """The page less the words that still stand on it in print, which must not be found twice."""
    out = io.BytesIO()
    alone = Pdf.new()
    alone.pages.append(opened.pages[page.number - 1])
    alone.save(out)
    try:
        with pdf.opened(out.getvalue()) as document:
            printed = [word.box for word in pdf.sheet(document, 0).words]
    except KlubbatError:
        return page
    return replace(page, words=tuple(w for w in page.words if not _is_among(w, printed)))


def _is_among(word: Word, printed: Collection[Box]) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return any(b[0] - 1 <= x <= b[2] + 1 and b[1] - 1 <= y <= b[3] + 1 for b in printed)


def _frame(page: PdfPage) -> Frame:
    media, crop = ([float(n) for n in box] for box in (page.mediabox, page.cropbox))
    x0, x1 = max(min(media[0::2]), min(crop[0::2])), min(max(media[0::2]), max(crop[0::2]))
    y0, y1 = max(min(media[1::2]), min(crop[1::2])), min(max(media[1::2]), max(crop[1::2]))
    return Frame(x0, y0, x1, y1, int(_inherited(page.obj, "/Rotate", 0)) % 360)


def _inherited(node: Object, key: str, otherwise: Any) -> Any:
    for _ in range(50):  # no tree of pages is that deep; a loop of them is
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return otherwise


@dataclass(slots=True)
class _State:
    """What of the graphics state matters here: how text is rendered, and where images land."""

    rendering: int = 0
    matrix: Matrix = field(default_factory=Matrix)


class _Strip:
    """Takes the hidden text out of a page: what is not painted, and what a scan covers."""

    def __init__(self, opened: Pdf, page: PdfPage) -> None:
        self._opened, self._page = opened, page
        frame = _frame(page)
        self._area = (frame.right - frame.left) * (frame.top - frame.bottom)
        self._step = self._covered_until = 0
        self.removed = self.printed = 0  # operators that show text

    def stripped(self) -> tuple[bytes, Dictionary]:
        """The page's content without hidden text, and the resources that it needs."""
        resources = _inherited(self._page.obj, "/Resources", Dictionary())
        self._walk(self._page, resources, _State(), 0)  # to know what is covered
        self._step = self.removed = self.printed = 0
        return self._walk(self._page, resources, _State(), 0)

    def _walk(
        self, stream: PdfPage | Object, resources: Any, state: _State, depth: int
    ) -> tuple[bytes, Dictionary]:
        own = Dictionary(resources)
        stack: list[_State] = []
        out: list[Any] = []
        for instruction in parse_content_stream(stream):
            self._step += 1
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                stack.append(replace(state))
            elif operator == "Q" and stack:
                state = stack.pop()
            elif operator == "cm":
                state.matrix = Matrix(*(float(n) for n in operands)) @ state.matrix
            elif operator == "Tr":
                state.rendering = int(operands[0])
            elif operator == "Do":
                self._do(operands[0], own, state, depth)
            elif operator in _SHOWING and self._is_hidden(state):
                self.removed += 1
                out += _moved_on(operator, operands)
                continue
            elif operator in _SHOWING:
                self.printed += 1
            out.append(instruction)
        return unparse_content_stream(out), own

    def _is_hidden(self, state: _State) -> bool:
        return state.rendering == _HIDDEN or self._step < self._covered_until

    def _do(self, name: Object, own: Dictionary, state: _State, depth: int) -> None:
        """Note an image that covers the page; go into a form, and exchange it where it holds hidden text."""
        drawn = own.get("/XObject", Dictionary()).get(str(name))
        if drawn is None:
            return
        if drawn.get("/Subtype") == Name.Image:
            m = state.matrix
            is_opaque = not ({"/ImageMask", "/SMask", "/Mask"} & set(drawn.keys()))
            if is_opaque and abs(m.a * m.d - m.b * m.c) > _COVERING * self._area:
                self._covered_until = max(self._covered_until, self._step)
        elif drawn.get("/Subtype") == Name.Form and depth < _DEEPEST:
            before = self.removed
            inner = replace(state)
            if "/Matrix" in drawn:
                inner.matrix = Matrix(*(float(n) for n in drawn["/Matrix"])) @ state.matrix
            content, resources = self._walk(drawn, drawn.get("/Resources", own), inner, depth + 1)
            if self.removed > before:
                self._exchange(str(name), drawn, content, resources, own)

    def _exchange(
        self, name: str, form: Object, content: bytes, resources: Dictionary, own: Dictionary
    ) -> None:
        """Put a copy of the form in its place: other pages may show the same form."""
        copy = self._opened.make_stream(content)
        for key, value in form.items():
            if key not in ("/Length", "/Filter", "/DecodeParms", "/Resources"):
                copy[key] = value
        copy["/Resources"] = resources
        drawn: Any = own["/XObject"]
        drawn = Dictionary(drawn)
        drawn[name] = copy
        own["/XObject"] = drawn


def _moved_on(operator: str, operands: Any) -> Iterator[Any]:
    """What remains of an operator that showed text: the step to the next line that it made."""

    def instruction(name: str, *values: Any) -> Any:
        return ContentStreamInstruction(list(values), Operator(name))

    if operator == '"':
        yield instruction("Tw", operands[0])
        yield instruction("Tc", operands[1])
    if operator in ("'", '"'):
        yield instruction("T*")
