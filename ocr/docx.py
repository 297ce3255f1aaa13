"""Word documents (DOCX): the text that a reader sees, as one page.

A DOCX is a ZIP of XML. Both are opened here with limits and nothing else is looked at: no part may declare
entities (Word never does; who does wants files of this machine, or its memory), and no part may unfold to
more than any document needs. Text that was deleted or moved away under tracked changes is not shown and not
read. A row of a table is a line, its cells parted by tabs. Page heads come first and page feet last, each
once, since a DOCX does not know its pages. Numbers that Word counts itself are counted here as well
(`ocr/docx_numbers.py`): a decision's number is often such a one.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from ocr.docx_numbers import Numbering, numbering
from ocr.errors import BadInput

MAIN = re.compile(r"word/document\d*\.xml")  # "word/document.xml"; SharePoint writes "word/document2.xml"

_MOST = 100_000_000  # bytes of one part; a thousand pages have some 20 million
_DEEPEST = 400  # elements within elements
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_UNSEEN = frozenset(  # what was taken away, how things looked before, a text box's second copy
    ("moveFrom", "del", "pPrChange", "rPrChange", "Fallback")
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def is_docx(data: bytes) -> bool:
    """Whether a ZIP holds what Word looks for first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return any(map(MAIN.fullmatch, opened.namelist()))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def text_of(data: bytes) -> str:
    """The text of a Word document, a paragraph a line.

    `data` is one that `is_docx` knows. Raises BadInput: `damaged`, `entities` where its XML declares any,
    `too_large` where it unfolds to more than a document can need.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = opened.namelist()
            counted = numbering(*(_part(opened, f"word/{n}.xml", names) for n in ("numbering", "styles")))
            main = next(name for name in sorted(names) if MAIN.fullmatch(name))
            heads = [n for n in sorted(names) if n.startswith("word/header") and n.endswith(".xml")]
            feet = [n for n in sorted(names) if n.startswith("word/footer") and n.endswith(".xml")]
            feet += [n for n in ("word/footnotes.xml", "word/endnotes.xml") if n in names]
            parts = [
                _read(_part(opened, name, names), counted if name == main else None)
                for name in (*heads, main, *feet)
            ]
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        struct.error,
    ) as error:
        raise _damaged(str(error)) from error
    except expat.ExpatError as error:
        raise _damaged(f"its XML is broken: {error}") from error
    return "\n".join(dict.fromkeys(part for part in parts if part.strip()))


def _part(opened: zipfile.ZipFile, name: str, names: list[str]) -> bytes:
    """A part's bytes; none where there is no such part."""
    if name not in names:
        return b""
    with opened.open(name) as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise BadInput(
            f"the Word document's part {name} unfolds to more than {_MOST // 1_000_000} MB",
            code="too_large",
            remedy="Open it in Word and save it anew, in parts if it is that long.",
        )
    refuse_entities(data)
    return data


def refuse_entities(data: bytes) -> None:
    """Raise BadInput where a part has a document type, the only place where entities are declared."""

    def refused(*_: object) -> None:
        raise BadInput(
            "the Word document declares XML entities: Word never does, and they may reach for other files",
            code="entities",
            remedy="Do not trust it. If you know its sender, open it in Word and save it anew.",
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refused
    parser.Parse(data or b"<none/>", True)


def _read(data: bytes, counted: Numbering | None) -> str:
    if not data:
        return ""
    reader = _Reader(counted)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.Parse(data, True)
    return "\n".join(reader.lines()).strip("\n")


class _Reader:
    """Collects the text of a part as the parser walks through it."""

    def __init__(self, counted: Numbering | None) -> None:
        self._counted = counted
        self._open: list[str] = []
        self._hidden = 0  # elements open that hide what they hold
        self._paragraph: list[list[str]] = []  # of paragraphs that are open: a text box has its own
        self._blocks: list[list[str]] = [[]]  # lines of the part, and of each cell that is open
        self._rows: list[list[str]] = []  # cells of each row that is open
        self._style = self._level = self._list = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        self._open.append(tag)
        if len(self._open) > _DEEPEST:
            raise _damaged("its XML is nested beyond all reason")
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag == "p":
            self._paragraph.append([])
            self._style = self._level = self._list = ""
        elif tag == "tr":
            self._rows.append([])
        elif tag == "tc":
            self._blocks.append([])
        elif tag in ("pStyle", "ilvl", "numId") and not self._hidden:
            self._about(tag, next((v for k, v in attributes.items() if _local(k) == "val"), ""))
        elif tag in _SIGNS and self._paragraph and not self._hidden and self._open[-2:-1] == ["r"]:
            self._paragraph[-1].append(_SIGNS[tag])

    def _about(self, tag: str, value: str) -> None:
        if tag == "pStyle":
            self._style = value
        elif tag == "ilvl":
            self._level = value
        else:
            self._list = value

    def end(self, name: str) -> None:
        tag = self._open.pop()
        if tag in _UNSEEN:
            self._hidden -= 1
        elif tag == "pPr" and self._counted is not None and self._paragraph and not self._hidden:
            if number := self._counted.next(self._style, self._list, self._level):
                self._paragraph[-1].append(number + " ")
        elif tag == "p" and self._paragraph:
            text = "".join(self._paragraph.pop()).rstrip()
            if not self._hidden:
                self._blocks[-1].append(text)
        elif tag == "tc" and len(self._blocks) > 1:
            cell = " ".join(filter(None, self._blocks.pop()))
            if self._rows:
                self._rows[-1].append(cell)
        elif tag == "tr" and self._rows:
            self._blocks[-1].append("\t".join(self._rows.pop()).rstrip())

    def characters(self, text: str) -> None:
        if self._open[-1:] == ["t"] and self._paragraph and not self._hidden:
            self._paragraph[-1].append(text)

    def lines(self) -> Iterator[str]:
        """The lines of the part; of empty ones never more than one in a row."""
        before = ""
        for line in self._blocks[0]:
            if line or before:
                yield line
            before = line


def _local(name: str) -> str:
    return name.removeprefix(_SPACE).removeprefix(_STRICT).rpartition(" ")[2]


def _damaged(why: str) -> BadInput:
    return BadInput(
        f"the Word document is damaged: {' '.join(why.split())}",
        code="damaged",
        remedy="Open it in Word, let it be mended, and save it anew.",
    )
