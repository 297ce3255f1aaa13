import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from ocr import tesseract
from ocr.ledger import Change, undo
from ocr.noisy_lines import line_read, noisy_lines
from ocr.page import Word
from ocr.read import read
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.source import Source
from ocr.spans import Span
from ocr.tesseract import PageRead

READS_SWEDISH = (installed := tesseract.probe()) is not None and "swe" in installed.languages

NOISE = "cccascnscscoseestvenceans"
TEXT = f"Oka taxan for vatten {NOISE} 28\nNamnden beslutar"


def words_of(text: str, confidence: float = 0.95) -> tuple[Word, ...]:
    out, at = [], 0
    for y, line in enumerate(text.split("\n")):
        for x, token in enumerate(line.split(" ")):
            out.append(
                Word(
                    Span(at, at + len(token)), (50 * x, 20 * y, 50 * x + 40, 20 * y + 12), confidence, "read"
                )
            )
            at += len(token) + 1
    return tuple(out)


def seen(text: str, confidence: float = 0.95) -> PageRead:
    return PageRead(text, words_of(text, confidence))


def page(reason: str) -> tuple[Sheet, Repaired]:
    at = TEXT.index(NOISE)
    line = Change(at, at + len(NOISE), NOISE, NOISE, 0.0, "channel", "left", (), reason)
    return Sheet(1, TEXT, words_of(TEXT)), Repaired(TEXT, TEXT, (line,), "damaged")


def test_a_line_with_noise_is_in_doubt_as_a_whole() -> None:
    ((doubt, words),) = noisy_lines(*page("looks like dots or a stamp read as letters"), ())
    assert (doubt.start, doubt.end) == (0, TEXT.index("\n"))
    assert len(words) == 6


def test_a_line_without_noise_is_left_to_its_words() -> None:
    assert list(noisy_lines(*page("no known word"), ())) == []


def test_a_line_with_a_word_where_the_page_has_dots_is_in_doubt() -> None:
    ((doubt, _),) = noisy_lines(*page("no known word"), [(195, 8, 245, 12)])
    assert doubt.before == TEXT.split("\n")[0]
    assert list(noisy_lines(*page("no known word"), [(230, 8, 245, 12)])) == []


def doubt_of(before: str) -> Change:
    return Change(
        0, len(before), before, before, 0.5, "channel", "left", (), "a line that leader dots ruined"
    )


@pytest.mark.parametrize(
    ("read_as", "after"),
    [
        ("Öka taxan för vatten 28", "Öka taxan för vatten 28"),
        ("Öka taxan för vatten. 28", "Öka taxan för vatten 28"),
        ("$ 43 Dnr KS 2018/2 9", "§ 43 Dnr KS 2018/2 9"),
        ("I\nÖka taxan för vatten 28", "Öka taxan för vatten 28"),  # a sliver of another line
    ],
)
def test_what_tesseract_is_sure_of_takes_the_lines_place(read_as: str, after: str) -> None:
    line = line_read(doubt_of("Oka taxan cccascns 28"), seen(read_as))
    assert line
    assert (line.change.after, line.change.state, line.change.maker) == (after, "applied", "image")
    assert [after[word.span.start : word.span.end] for word in line.words] == after.split()


@pytest.mark.parametrize("read_as", [seen("Öka taxan 28", 0.6), seen(""), seen("28")])
def test_a_line_that_is_read_badly_stays(read_as: PageRead) -> None:
    assert line_read(doubt_of("Oka taxan cccascns 28"), read_as) is None


def test_a_reading_that_lacks_the_layers_words_does_not_take_their_place() -> None:
    before = "Andel elever som ar nyanlanda cccascns 60 kommer snabbt in i skolan och blir delaktiga"
    assert line_read(doubt_of(before), seen("Andel elever som är nyanlända 60")) is None
    assert line_read(
        doubt_of("Andel elever som ar nyanlanda cccascns 60"), seen("Andel elever som är nyanlända 60")
    )


def test_one_doubtful_number_keeps_the_line_as_it_was() -> None:
    sure = seen("Öka taxan 28")
    words = (*sure.words[:2], Word(sure.words[2].span, (0, 0, 1, 1), 0.5, "read"))
    assert line_read(doubt_of("Oka taxan cccascns 28"), PageRead(sure.text, words)) is None


@pytest.mark.skipif(not READS_SWEDISH, reason="Tesseract with its Swedish model is not here")
def test_contents_that_dots_ruined_are_read_from_the_scan(make_picture: Callable[..., Any]) -> None:
    titles = [
        "Förslag till ändrad taxa för vatten",
        "Svar på frågan om gångvägar",
        "Nämndens årsredovisning för året",
    ]
    body = [
        "Socialnämnden beslutar att godkänna förslaget.",
        "Ärendet överlämnas till kommunstyrelsen för åtgärd.",
    ]
    printed = [f"{title} {'.' * 50} {30 + n}" for n, title in enumerate(titles)] + body
    ruined = str.maketrans("åäöÅÄÖ", "aaoAAO")
    layer = [
        f"{t.translate(ruined)} cock cccascnscscoseestvenceansssnn {30 + n}" for n, t in enumerate(titles)
    ]
    layer += [line.translate(ruined) for line in body]
    made = io.BytesIO()
    make_picture(printed).save(made, format="PDF", resolution=200)
    rows = b"".join(
        b"1 0 0 1 60 %d Tm (%b) Tj\n" % (762 - 24 * n, t.encode("cp1252")) for n, t in enumerate(layer)
    )
    out = io.BytesIO()
    with pikepdf.open(made) as opened:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )  # fmt: skip
        opened.pages[0].Resources.Font = pikepdf.Dictionary(F1=font)
        opened.pages[0].contents_add(b"BT 3 Tr /F1 11 Tf\n" + rows + b"ET\n")
        opened.save(out)
    (after,) = read(Source("a.pdf", out.getvalue())).pages
    for title in titles:
        assert any(line.startswith(title) and "ccc" not in line for line in after.text.split("\n"))
    assert undo(after.text, after.ledger) == after.raw
    assert [after.text[w.span.start : w.span.end] for w in after.words] == after.text.split()
