"""Searchable PDFs: the page as it was scanned, with the repaired words under it.

Of a page whose text layer was damaged or absent, the old hidden text is taken out and the words of the page
are put in its place, unseen, each over its box, so that search and copy in any viewer give the right words.
Nothing else is touched: images keep their bytes, good pages keep everything, and text that is printed on the
page stays, since taking it away would change what the page looks like. The same input gives the same bytes.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from ocr import glyphless, image, pdf
from ocr.errors import KlubbatError
from ocr.layer import FONT, Frame, layer
from ocr.page import Page, Problem, Word
from ocr.sheet import Box

LANGUAGE = "sv-SE"
LOST_SIGNATURE = Problem(
    "unsigned", "the original is digitally signed; this copy is not: keep the original too"
)

_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
_HIDDEN = 3  # the text rendering mode of text that is not painted
_COVERING = 0.6  # of the page's area: an image that hides what was painted before it
_CLAIMS = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfaid:amd", "pdfuaid:part")
_MOST_FIELDS = 10_000  # of a form; a ring of them has no end
_DEEPEST = 8  # forms within forms

_BROKEN_INSIDE = (  # what pikepdf raises on a file that pdfium could still read
    pikepdf.PikepdfError,
    AttributeError,
    IndexError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
)

Written = tuple[bytes, tuple[Problem, ...]]


def with_text(data: bytes, pages: Sequence[Page], title: str) -> Written:
    """The PDF with the words of its damaged and absent pages, and what it could not be given.

    A PDF of good pages comes back as it is, and so does one that cannot be written to, with a problem.
    """
    wanting = [page for page in pages if page.verdict != "good" and page.words]
    if not wanting:
        return data, ()
    try:
        return _with_words(data, data, wanting, title)
    except _BROKEN_INSIDE:
        pass
    told = "the PDF is damaged inside; the copy was put together anew"
    try:
        written, problems = _with_words(data, pdf.put_together(data), wanting, title)
        return written, problems if written is data else (*problems, Problem("rebuilt", told))
    except (KlubbatError, *_BROKEN_INSIDE):
        told = "the PDF is damaged inside and cannot be written to: it is left as it was"
        return data, (Problem("not_searchable", told),)


def _with_words(original: bytes, data: bytes, wanting: Sequence[Page], title: str) -> Written:
    with pikepdf.open(io.BytesIO(data)) as opened:
        font = opened.make_indirect(_font(opened))
        problems = [p for page in wanting for p in _replaced(opened, page, font)]
        if len(problems) == len(wanting):
            return original, tuple(problems)
        return _saved(opened, title, problems), tuple(problems)


def from_image(data: bytes, pages: Sequence[Page], title: str) -> Written:
    """A PDF of an image file's pages, pixel for pixel, with the words that were read in them."""
    with pikepdf.new() as made, image.opened(data) as opened:
        font = made.make_indirect(_font(made))
        for page in pages:
            _put(made, image.embedded(opened, page.number - 1, data), page, font)
        return _saved(made, title, []), ()


def unlocked(data: bytes, passwords: Sequence[str]) -> bytes:
    """The PDF without its password, if one of these opens it; else the same bytes."""
    if b"/Encrypt" not in data:
        return data
    for password in ["", *(p for given in passwords for p in _spelt(given))]:
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as opened:
                if not password:
                    return data  # anybody may open it
                out = io.BytesIO()
                opened.save(out, deterministic_id=True, encryption=False)
                return out.getvalue()
        except pikepdf.PasswordError:
            continue
        except _BROKEN_INSIDE:
            return data
    return data


def _spelt(password: str) -> Iterator[str | bytes]:
    """A password in the ways that PDFs write one: UTF-8, and Latin-1 in those before PDF 2.0."""
    yield password
    if not password.isascii():
        with contextlib.suppress(UnicodeEncodeError):
            yield password.encode("latin-1")


def title_of(data: bytes) -> str:
    """The title that a PDF carries; empty where it has none, or cannot be opened."""
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return str(opened.docinfo.get("/Title", "")).strip()
    except _BROKEN_INSIDE:
        return ""


def _replaced(opened: Pdf, page: Page, font: pikepdf.Object) -> Iterator[Problem]:
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
    alone = pikepdf.new()
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


def _frame(page: pikepdf.Page) -> Frame:
    media, crop = ([float(n) for n in box] for box in (page.mediabox, page.cropbox))
    x0, x1 = max(min(media[0::2]), min(crop[0::2])), min(max(media[0::2]), max(crop[0::2]))
    y0, y1 = max(min(media[1::2]), min(crop[1::2])), min(max(media[1::2]), max(crop[1::2]))
    return Frame(x0, y0, x1, y1, int(_inherited(page.obj, "/Rotate", 0)) % 360)


def _inherited(node: pikepdf.Object, key: str, otherwise: Any) -> Any:
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
    matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)


class _Strip:
    """Takes the hidden text out of a page: what is not painted, and what a scan covers."""

    def __init__(self, opened: Pdf, page: pikepdf.Page) -> None:
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
        self, stream: pikepdf.Page | pikepdf.Object, resources: Any, state: _State, depth: int
    ) -> tuple[bytes, Dictionary]:
        own = Dictionary(resources)
        stack: list[_State] = []
        out: list[Any] = []
        for instruction in pikepdf.parse_content_stream(stream):
            self._step += 1
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                stack.append(replace(state))
            elif operator == "Q" and stack:
                state = stack.pop()
            elif operator == "cm":
                state.matrix = pikepdf.Matrix(*(float(n) for n in operands)) @ state.matrix
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
        return pikepdf.unparse_content_stream(out), own

    def _is_hidden(self, state: _State) -> bool:
        return state.rendering == _HIDDEN or self._step < self._covered_until

    def _do(self, name: pikepdf.Object, own: Dictionary, state: _State, depth: int) -> None:
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
                inner.matrix = pikepdf.Matrix(*(float(n) for n in drawn["/Matrix"])) @ state.matrix
            content, resources = self._walk(drawn, drawn.get("/Resources", own), inner, depth + 1)
            if self.removed > before:
                self._exchange(str(name), drawn, content, resources, own)

    def _exchange(
        self, name: str, form: pikepdf.Object, content: bytes, resources: Dictionary, own: Dictionary
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
        return pikepdf.ContentStreamInstruction(list(values), pikepdf.Operator(name))

    if operator == '"':
        yield instruction("Tw", operands[0])
        yield instruction("Tc", operands[1])
    if operator in ("'", '"'):
        yield instruction("T*")


def _put(made: Pdf, scan: image.Embedded, page: Page, font: pikepdf.Object) -> None:
    """Add a page that shows a scan as large as it was, with its words."""
    to_points = 72.0 / scan.dpi
    width, height = scan.width * to_points, scan.height * to_points
    # packed here and now: a file of a hundred pages would not fit into memory unpacked
    picture = made.make_stream(scan.data if scan.is_jpeg else zlib.compress(scan.data))
    picture["/Type"], picture["/Subtype"] = Name.XObject, Name.Image
    picture["/Width"], picture["/Height"] = scan.width, scan.height
    picture["/ColorSpace"], picture["/BitsPerComponent"] = Name("/" + scan.colours), scan.bits
    picture["/Filter"] = Name.DCTDecode if scan.is_jpeg else Name.FlateDecode
    if scan.is_inverted:
        picture["/Decode"] = Array([1, 0] * 4)
    content = b"q %.4f 0 0 %.4f 0 0 cm /Scan Do Q\n" % (width, height)
    frame = Frame(0.0, 0.0, width, height, scan.turned, to_points)
    target = made.add_blank_page(page_size=(width, height))
    target.obj["/Resources"] = Dictionary(XObject=Dictionary(Scan=picture), Font=Dictionary({FONT: font}))
    target.obj["/Contents"] = made.make_stream(content + layer(page, frame))
    if scan.turned:
        target.obj["/Rotate"] = scan.turned


def _font(opened: Pdf) -> Dictionary:
    file = opened.make_stream(glyphless.font_file())
    file["/Length1"] = len(glyphless.font_file())
    name = Name("/KlubbatGlyphless")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=5,
        FontBBox=Array([0, glyphless.DESCENT, glyphless.WIDTH, glyphless.ASCENT]),
        ItalicAngle=0,
        Ascent=glyphless.ASCENT,
        Descent=glyphless.DESCENT,
        CapHeight=glyphless.ASCENT,
        StemV=80,
        FontFile2=file,
    )
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=system,
        CIDToGIDMap=opened.make_stream(b"\x00\x01" * 65536),
        DW=glyphless.WIDTH,
        FontDescriptor=opened.make_indirect(descriptor),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([opened.make_indirect(descendant)]),
        ToUnicode=opened.make_stream(glyphless.to_unicode()),
    )


def _saved(opened: Pdf, title: str, problems: list[Problem]) -> bytes:
    """The file's bytes, with language and title; what it claims and no longer is goes, and is told."""
    problems += _described(opened, title)
    out = io.BytesIO()
    opened.save(out, deterministic_id=True, encryption=False)
    return out.getvalue()


def _described(opened: Pdf, title: str) -> Iterator[Problem]:
    opened.Root["/Lang"] = pikepdf.String(LANGUAGE)
    if not str(opened.docinfo.get("/Title", "")).strip():
        opened.docinfo["/Title"] = pikepdf.String(title)
    if "/Metadata" in opened.Root and _gave_up_pdfa(opened):
        yield Problem(
            "pdfa_unchecked", "the original calls itself PDF/A; this copy was not checked and does not"
        )
    if _is_signed(opened):
        yield LOST_SIGNATURE
    if opened.is_encrypted:
        yield Problem("unprotected", "the original forbids some uses; this copy does not say so")


def _gave_up_pdfa(opened: Pdf) -> bool:
    with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        claims = [key for key in _CLAIMS if key in metadata]
        for key in claims:
            del metadata[key]
    return bool(claims)


def is_signed(data: bytes) -> bool:
    """Whether a PDF is signed; one that cannot be opened is not."""
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return _is_signed(opened)
    except _BROKEN_INSIDE:
        return False


def _is_signed(opened: Pdf) -> bool:
    """Whether a PDF says that it is signed, certified or time-stamped, in any of the ways there are."""
    form = opened.Root.get("/AcroForm", Dictionary())
    if int(form.get("/SigFlags", 0)) & 1 or "/Perms" in opened.Root:
        return True
    fields: list[Any] = list(form.get("/Fields", []))
    for _ in range(_MOST_FIELDS):
        if not fields:
            break
        each = fields.pop()
        if each.get("/FT") == Name.Sig and "/V" in each:
            return True
        fields.extend(each.get("/Kids", []))
    return False
