import io
from collections.abc import Callable
from typing import Any

import pytest

from ocr import tesseract
from ocr.ledger import Change, undo
from ocr.misread import mended
from ocr.page import Word
from ocr.read import read
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.source import Source
from ocr.spans import Span

READS_SWEDISH = (installed := tesseract.probe()) is not None and "swe" in installed.languages
needs_tesseract = pytest.mark.skipif(not READS_SWEDISH, reason="Tesseract with its Swedish model is not here")


def of(text: str, words: tuple[Word, ...] = (), *, is_read: bool = True) -> Repaired:
    """A page that was read whole, after its misreadings were mended."""
    sheet = Sheet(1, text, words, read=is_read)
    return mended([sheet], [Repaired(text, text, (), "absent")])[0]


def word(text: str, shown: str, confidence: float) -> Word:
    at = text.index(shown)
    return Word(Span(at, at + len(shown)), (0, 0, 1, 1), confidence, "read")


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("$ 33 Dnr KS 2018/32", "§ 33 Dnr KS 2018/32"),
        ("Nämnden den 22 maj 2018 $ 99", "Nämnden den 22 maj 2018 § 99"),
        ("justerat avseende $$ 11 - 14, 17", "justerat avseende §§ 11 - 14, 17"),
        ("väldigt tydlig ($34) med", "väldigt tydlig (§34) med"),
        ("enligt 5 kap. 50 8 kommunallagen", "enligt 5 kap. 50 § kommunallagen"),
        ("enligt 2 kap 3 a $ samma lag", "enligt 2 kap 3 a § samma lag"),
        ("& 72 Dnr KS 2018/27", "§ 72 Dnr KS 2018/27"),
        ("& 72\nLokal för skolan", "§ 72\nLokal för skolan"),
        ("§ 44 Val\n\n8 45 Avslutning", "§ 44 Val\n\n§ 45 Avslutning"),
        ("$ 44\nVal\n\n845\nAvslutning\n8 46\nSlut", "§ 44\nVal\n\n§45\nAvslutning\n§ 46\nSlut"),
        ("8 33 Dnr SN 2018/32", "§ 33 Dnr SN 2018/32"),
        ("8 33 Val\n8 34 Upprop\n8 35 Slut", "§ 33 Val\n§ 34 Upprop\n§ 35 Slut"),
        ("nämnden den 22 maj 2018 8 99", "nämnden den 22 maj 2018 § 99"),
        ("Bo Ek ($S) och Ia Alm ($)", "Bo Ek (S) och Ia Alm (S)"),
    ],
)
def test_a_sign_that_can_be_nothing_else_is_put_back(read_as: str, meant: str) -> None:
    page = of(read_as)
    assert page.text == meant
    assert page.raw == read_as
    assert undo(page.text, page.ledger) == read_as
    assert {(change.maker, change.state) for change in page.ledger} == {("image", "applied")}


@pytest.mark.parametrize(
    "text",
    [
        "& 4 juni 2018",
        "Ek & Alm AB",
        "kostade $ 100 000 i fjol",
        "kostade $1.5 miljoner",
        "kostade $ 5 miljoner",
        "8 45 Avslutning",
        "§ 44 Val\n8 60 Avslutning",
        "§ 44 Val\n845 Personer svarade",
        "8 procent av 45",
        "enligt 5 kap. 8 och 9 §§",
        "5 kap. 5 8 9",
        "S 45 personer",
        "konto 12$34",
        "den 2 maj 2018 8 000 besök",
        "den 2 maj 2018 8 450 besök",
        "den 2 maj 2018 8 99 10",
        "i maj 2018 8 99",
        "8 33 Val\n8 34 Upprop",
        "833 Dnr",
    ],
)
def test_what_may_be_something_else_is_left(text: str) -> None:
    assert of(text).text == text


def test_a_page_with_a_text_of_its_own_is_none_of_this() -> None:
    assert of("den 22 maj 2018 $ 99", is_read=False).ledger == ()


def test_the_neighbour_may_stand_on_another_page() -> None:
    texts = ["§ 44 Val", "8 45 Avslutning"]
    sheets = [Sheet(n, text, read=True) for n, text in enumerate(texts, 1)]
    pages = mended(sheets, [Repaired(text, text, (), "absent") for text in texts])
    assert [page.text for page in pages] == ["§ 44 Val", "§ 45 Avslutning"]


@pytest.mark.parametrize(
    ("confidence", "shown", "states"),
    [
        (0.95, "beslutar", []),
        (0.3, "beslutar", ["review"]),
        (0.7, "beslutar", []),
        (0.7, "beslvtar", ["review"]),
        (0.3, "|", ["left"]),
    ],
)
def test_a_word_that_tesseract_doubts_waits_for_a_person(
    confidence: float, shown: str, states: list[str]
) -> None:
    text = f"Nämnden {shown} nu"
    page = of(text, (word(text, "Nämnden", 0.96), word(text, shown, confidence), word(text, "nu", 0.96)))
    assert [change.state for change in page.ledger] == states
    assert page.text == text


def test_a_line_that_is_no_print_is_marked_and_left() -> None:
    text = "Nämnden\nsössn erenn\nbeslutar"
    doubted = {"Nämnden": 0.96, "sössn": 0.1, "erenn": 0.2, "beslutar": 0.9}
    page = of(text, tuple(word(text, shown, sure) for shown, sure in doubted.items()))
    assert [(change.before, change.state) for change in page.ledger] == [("sössn", "left"), ("erenn", "left")]


@pytest.mark.parametrize("read_as", ["kansliQMvikasjo.se", "kansliQvikasjo.se"])
def test_the_at_of_an_address_is_put_back(read_as: str) -> None:
    page = of(f"Skriv till {read_as} i dag")
    assert page.text == "Skriv till kansli@vikasjo.se i dag"
    assert [change.maker for change in page.ledger] == ["image"]


def test_what_was_read_in_a_place_before_stands_there() -> None:
    text = "Skriv till kansliQvikasjo.se och se 18 kap. 13 $ lagen"
    signs = tuple(
        Change(text.index(before), text.index(before) + len(before), before, after, 0.99, "image", "applied")
        for before, after in (("kansliQ", "kansli@"), ("13 $", "13 §"))
    )
    repair = mended([Sheet(1, text, (), read=True, signs=signs)], [Repaired(text, text, (), "absent")])[0]
    assert repair.text == "Skriv till kansli@vikasjo.se och se 18 kap. 13 § lagen"
    assert repair.ledger == signs


@needs_tesseract
def test_a_scan_without_text_gets_its_paragraph_signs(make_picture: Callable[..., Any]) -> None:
    out = io.BytesIO()
    lines = ["§ 33 Dnr SN 2018/32", "Beslut i nämnden den 22 maj 2018 § 99", "§ 34 Nämndens verksamhet"]
    make_picture(lines).save(out, format="PDF", resolution=200)
    (page,) = read(Source("a.pdf", out.getvalue())).pages
    assert page.text.split("\n\n") == ["\n".join(lines[:2]), lines[2]]
    assert undo(page.text, page.ledger) == page.raw
    mended_words = [page.text[w.span.start : w.span.end] for w in page.words if w.state == "repaired"]
    assert mended_words == ["§"] * 3
