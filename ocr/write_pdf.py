"""Opening PDFs and writing them, by pikepdf: what is the same whatever text is put into them.

A PDF is read as it is needed, and one that lies in a file is written into a file beside it, since a volume of
scans is larger than a worker's memory. What a file claims and no longer is goes, and is told. The same input
gives the same bytes.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array as Array  # so: what else writes PDFs has pikepdf's words from here
from pikepdf import ContentStreamInstruction as ContentStreamInstruction
from pikepdf import Dictionary as Dictionary
from pikepdf import Matrix as Matrix
from pikepdf import Name as Name
from pikepdf import Object as Object
from pikepdf import Operator as Operator
from pikepdf import Pdf as Pdf
from pikepdf import parse_content_stream as parse_content_stream
from pikepdf import unparse_content_stream as unparse_content_stream

from ocr import glyphless
from ocr.page import Problem
from ocr.source import Data, file_of

PdfPage = pikepdf.Page  # a page as the file has it; `ocr.page.Page` is what we know of it
LANGUAGE = "sv-SE"
LOST_SIGNATURE = Problem(
    "unsigned", "the original is digitally signed; this copy is not: keep the original too"
)

_CLAIMS = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfaid:amd", "pdfuaid:part")
_MOST_FIELDS = 10_000  # of a form; a ring of them has no end

BROKEN_INSIDE = (  # what pikepdf raises on a file that pdfium could still read
    pikepdf.PikepdfError,
    AttributeError,
    IndexError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
)

Written = tuple[Data, tuple[Problem, ...]]


@contextlib.contextmanager
def opened(data: Data, password: str | bytes = "") -> Iterator[Pdf]:
    """A PDF, read as it is needed."""
    with (
        file_of(data) as file,
        pikepdf.open(file, password=password, access_mode=pikepdf.AccessMode.stream) as opened,
    ):
        yield opened


def unlocked(data: Data, passwords: Sequence[str]) -> Data:
    """The PDF without its password, if one of these opens it; else the same bytes."""
    if isinstance(data, bytes) and b"/Encrypt" not in data:
        return data
    for password in ["", *(p for given in passwords for p in _spelt(given))]:
        try:
            with opened(data, password) as found:
                if not password:
                    return data  # anybody may open it
                return written(found, data)
        except pikepdf.PasswordError:
            continue
        except BROKEN_INSIDE:
            return data
    return data


def _spelt(password: str) -> Iterator[str | bytes]:
    """A password in the ways that PDFs write one: UTF-8, and Latin-1 in those before PDF 2.0."""
    yield password
    if not password.isascii():
        with contextlib.suppress(UnicodeEncodeError):
            yield password.encode("latin-1")


def title_of(data: Data) -> str:
    """The title that a PDF carries; empty where it has none, or cannot be opened."""
    try:
        with opened(data) as found:
            return str(found.docinfo.get("/Title", "")).strip()
    except BROKEN_INSIDE:
        return ""


def font(opened: Pdf) -> Dictionary:
    """The font in which unseen words stand (`ocr/glyphless.py`)."""
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


def saved(opened: Pdf, title: str, problems: list[Problem], like: Data) -> Data:
    """The file's bytes, with language and title; what it claims and no longer is goes, and is told."""
    problems += _described(opened, title)
    return written(opened, like)


def written(opened: Pdf, like: Data) -> Data:
    """A PDF's bytes; where it came from a file, in a file beside that."""
    out = like.with_name(f"{like.name}.pdf") if isinstance(like, Path) else io.BytesIO()
    opened.save(out, deterministic_id=True, encryption=False)
    return out if isinstance(out, Path) else out.getvalue()


def _described(opened: Pdf, title: str) -> Iterator[Problem]:
    opened.Root["/Lang"] = pikepdf.String(LANGUAGE)
    if not str(opened.docinfo.get("/Title", "")).strip():
        opened.docinfo["/Title"] = pikepdf.String(_title_told(opened) or title)
    if "/Metadata" in opened.Root and _gave_up_pdfa(opened):
        yield Problem(
            "pdfa_unchecked", "the original calls itself PDF/A; this copy was not checked and does not"
        )
    if _is_signed(opened):
        yield LOST_SIGNATURE
    if opened.is_encrypted:
        yield Problem("unprotected", "the original forbids some uses; this copy does not say so")


def _title_told(opened: Pdf) -> str:
    """The title that a PDF's metadata (XMP) tell; empty where they tell none."""
    return str(opened.open_metadata().get("dc:title", "")).strip() if "/Metadata" in opened.Root else ""


def _gave_up_pdfa(opened: Pdf) -> bool:
    with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        claims = [key for key in _CLAIMS if key in metadata]
        for key in claims:
            del metadata[key]
    return bool(claims)


def is_signed(data: Data) -> bool:
    """Whether a PDF is signed; one that cannot be opened is not."""
    try:
        with opened(data) as found:
            return _is_signed(found)
    except BROKEN_INSIDE:
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
