"""Word documents, made by hand of the parts that Word writes."""

import io
import zipfile
from collections.abc import Callable

import pytest

from ocr import docx
from ocr.errors import BadInput, EncryptedInput
from ocr.read import read
from ocr.sniff import sniff
from ocr.source import Source

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def word(body: str, *, doctype: str = "", name: str = "word/document.xml", **parts: str) -> bytes:
    """A DOCX; `parts` are further ones, `header1="<w:p>...</w:p>"`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(name, f"{doctype}<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        for part, content in parts.items():
            made.writestr(f"word/{part}.xml", f"<w:root {SPACE}>{content}</w:root>")
    return out.getvalue()


LISTS = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="41"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
"""
STYLES = """
<w:style w:styleId="Paragraf"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Rubrik"><w:basedOn w:val="Paragraf"/></w:style>
<w:style w:styleId="Ring"><w:basedOn w:val="Ring"/></w:style>
"""


def listed(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("Nämnden beslutar") + paragraph("att bifalla."), "Nämnden beslutar\natt bifalla."),
        ("<w:p><w:r><w:t>del</w:t></w:r><w:r><w:t>ad</w:t></w:r></w:p>", "delad"),
        ("<w:p><w:r><w:t>§ 4</w:t><w:tab/><w:t>Val</w:t><w:br/><w:t>av</w:t></w:r></w:p>", "§ 4\tVal\nav"),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        (paragraph("a") + "<w:p/><w:p/><w:p/>" + paragraph("b"), "a\n\nb"),
        (
            "<w:tbl>" + "".join(
                f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}{paragraph('två')}</w:tc></w:tr>"
                for a, b in (("Ja", "31"), ("Nej", "30"))
            ) + "</w:tbl>",
            "Ja\t31 två\nNej\t30 två",
        ),
        (
            (
                "<w:p><w:del><w:r><w:delText>bort</w:delText></w:r></w:del>"
                "<w:ins><w:r><w:t>dit</w:t></w:r></w:ins>"
                "<w:moveFrom><w:r><w:t>gammal</w:t></w:r></w:moveFrom>"
                "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
            ),
            "dit",
        ),
        (
            "<w:p><w:r><w:Choice><w:txbxContent>" + paragraph("i en ruta") + "</w:txbxContent></w:Choice>"
            "<w:Fallback><w:txbxContent>" + paragraph("i en ruta") + "</w:txbxContent></w:Fallback>"
            "<w:t>vid sidan</w:t></w:r></w:p>",
            "i en ruta\nvid sidan",
        ),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_sees(body: str, text: str) -> None:
    assert docx.text_of(word(body)) == text


def test_page_heads_come_first_and_feet_last_each_once() -> None:
    data = word(
        paragraph("Texten"),
        header1=paragraph("Vikasjö kommun"),
        header2=paragraph("Vikasjö kommun"),
        footer1=paragraph("Stortorget 1"),
        footnotes=paragraph("1 En not."),
    )
    assert docx.text_of(data) == "Vikasjö kommun\nTexten\nStortorget 1\n1 En not."


def test_numbers_that_word_counts_are_counted() -> None:
    body = (
        paragraph("Val", '<w:pStyle w:val="Rubrik"/>')
        + paragraph("välja A", listed(1))
        + paragraph("välja B", listed(1))
        + paragraph("med förbehåll", listed(2))
        + paragraph("Budget", '<w:pStyle w:val="Paragraf"/>')
        + paragraph("anta den", listed(1))
        + paragraph("punkt", listed(0, 2))
        + paragraph("utan", '<w:pStyle w:val="Paragraf"/>' + listed(0, 0))
        + paragraph(
            "ring", '<w:pStyle w:val="Ring"/>' + "<w:pPrChange><w:pPr>" + listed(0) + "</w:pPr></w:pPrChange>"
        )
    )
    assert docx.text_of(word(body, numbering=LISTS, styles=STYLES)).splitlines() == [
        "§ 41 Val",
        "1. välja A",
        "2. välja B",
        "2a) med förbehåll",
        "§ 42 Budget",
        "1. anta den",
        "- punkt",
        "utan",
        "ring",
    ]  # fmt: skip


LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w:document [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "doctype", [LAUGHS, OUTSIDE, '<!DOCTYPE w:document SYSTEM "http://vikasjo.example/x">']
)
def test_entities_are_refused_and_never_looked_up(doctype: str) -> None:
    for data in (
        word(paragraph("&f;" if "ENTITY f" in doctype else "text"), doctype=doctype),
        word(paragraph("text"), doctype='<?xml version="1.0"?>' + doctype),
    ):
        with pytest.raises(BadInput) as caught:
            docx.text_of(data)
        assert caught.value.code == "entities"


def test_entities_in_a_part_beside_the_text_are_refused() -> None:
    out = io.BytesIO(word(paragraph("text")))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("word/styles.xml", LAUGHS + "<w:document/>")
    with pytest.raises(BadInput) as caught:
        docx.text_of(out.getvalue())
    assert caught.value.code == "entities"


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_its_middle(data: bytes) -> bytes:
    return data[:60] + bytes(40) + data[100:]


def begun_before_its_beginning(data: bytes) -> bytes:
    """A ZIP whose list of parts is said to lie so far behind that the first part lies before the file."""
    said = int.from_bytes(data[-6:-2], "little") + 11
    return data[:-6] + said.to_bytes(4, "little") + data[-2:]


@pytest.mark.parametrize(
    "harm",
    [
        cut,
        without_its_middle,
        begun_before_its_beginning,
        lambda _: word("<w:p>"),
        lambda _: word("<w:x>" * 500),
    ],
)
def test_a_damaged_document_is_called_damaged(harm: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadInput) as caught:
        read(Source("a.docx", harm(word(paragraph("Nämnden beslutar att bifalla förslaget.")))))
    assert (caught.value.code, bool(caught.value.remedy)) == ("damaged", True)


def test_a_document_that_unfolds_without_end_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        docx.text_of(word("<w:p>" + " " * 110_000_000 + "</w:p>"))
    assert caught.value.code == "too_large"


def test_a_locked_document_is_told_apart() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(EncryptedInput):
        sniff(locked, "a.docx")


@pytest.mark.parametrize("name", ["word/document.xml", "word/document2.xml"])
def test_a_document_is_read_as_one_page_and_repaired(name: str) -> None:
    body = "".join(
        paragraph(line)
        for line in (
            "Socialndmnden beslutar att godkanna forslaget till handlingsplan.",
            "Namnden overlamnar arendet till kommunstyrelsen for kannedom och atgard.",
        )
    )
    reading = read(Source("a.docx", word(body, name=name)))
    (page,) = reading.pages
    assert page.text.startswith("Socialnämnden beslutar att godkänna")
    assert page.raw.startswith("Socialndmnden")
    assert [p.code for p in read(Source("b.docx", word(paragraph(" ")))).problems] == ["no_text"]
