import io
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
import pytest

from ocr import pdf, tesseract
from ocr.errors import MissingDependency, OutsideProgram
from ocr.image import Picture
from ocr.ledger import Change, apply, undo
from ocr.page import Word
from ocr.read import read
from ocr.repair import Repaired, repair_pages
from ocr.reread import Snippet, joined, reread, snippets
from ocr.sheet import Sheet
from ocr.source import Source
from ocr.spans import Span
from ocr.tesseract import PageRead

READS_SWEDISH = (installed := tesseract.probe()) is not None and "swe" in installed.languages
needs_tesseract = pytest.mark.skipif(not READS_SWEDISH, reason="Tesseract with its Swedish model is not here")
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are shell scripts")

LINES = [
    "Socialnämnden i Vikasjö beslutar att godkänna förvaltningens förslag.",
    "Nämnden får i uppdrag att följa upp arbetet med boendestöd för äldre.",
    "Ärendet SN 2020/118 överlämnas till kommunstyrelsen för åtgärder 2021.",
    "Ledamoten Ylva Bråmhög från Tvärsnäs lämnade ärendet före beslutet.",
]
RUINED = str.maketrans("åäöÅÄÖ", "aaoAAO")
KNOWS = (
    'case "$1" in --version) echo "tesseract 5.0.0";; --list-langs) printf "List:\\nswe\\n";; *) %s;; esac'
)


@pytest.fixture
def scan(make_picture: Callable[..., Any]) -> bytes:
    """A scanned page with the text that a model without å, ä and ö made of it, unseen under it."""
    return scanned(make_picture, LINES)


def scanned(make_picture: Callable[..., Any], layer: Sequence[str], *, wide: int = 100) -> bytes:
    jpeg = io.BytesIO()
    make_picture(LINES).save(jpeg, format="PDF", resolution=200)
    rows = b"".join(
        b"1 0 0 1 60 %d Tm (%b) Tj\n" % (762 - 24 * n, line.translate(RUINED).encode("cp1252"))
        for n, line in enumerate(layer)
    )
    with pikepdf.open(jpeg) as made:
        page = made.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.Resources.Font = pikepdf.Dictionary(F1=font)
        page.contents_add(b"BT 3 Tr /F1 11 Tf %d Tz\n" % wide + rows + b"ET\n")
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def of(data: bytes) -> tuple[Sheet, Repaired]:
    with pdf.opened(data) as document:
        sheet = pdf.sheet(document, 0)
    return sheet, repair_pages([sheet.text])[0]


def reader_of(truth: str, seen: list[int]) -> Callable[[Sequence[Picture], object], list[PageRead]]:
    """A reader that knows every picture to show all of `truth`."""
    words = (Word(Span(0, len(truth)), (0, 0, 1, 1), 0.9, "read"),)

    def reader(pictures: Sequence[Picture], beside: object) -> list[PageRead]:
        seen.append(len(pictures))
        return [PageRead(truth, words) for _ in pictures]

    return reader


def doubtful(text: str, word: str) -> Change:
    at = text.index(word)
    return Change(at, at + len(word), word, word, 0.5, "channel", "review", ((word, 1.0),))


def test_a_word_in_doubt_is_cut_out_by_itself(scan: bytes) -> None:
    sheet, _ = of(scan)
    cut = snippets(sheet, [doubtful(sheet.text, "Vikasjo"), doubtful(sheet.text, "Bramhog")])
    assert [sheet.text[s.span.start : s.span.end] for s in cut] == ["Vikasjo", "Bramhog"]
    assert [len(snippet.boxes) for snippet in cut] == [1, 1]


def test_doubts_in_one_word_are_read_once(scan: bytes) -> None:
    sheet, _ = of(scan)
    cut = snippets(sheet, [doubtful(sheet.text, "Bram"), doubtful(sheet.text, "hog")])
    assert [sheet.text[s.span.start : s.span.end] for s in cut] == ["Bramhog"]
    assert [len(s.doubts) for s in cut] == [2]


def test_a_snippet_never_leaves_its_line(scan: bytes) -> None:
    sheet, _ = of(scan)
    cut = snippets(sheet, [doubtful(sheet.text, "Arendet"), doubtful(sheet.text, "beslutet")])
    assert ["\n" in sheet.text[s.span.start : s.span.end] for s in cut] == [False, False]


def test_a_good_page_is_never_drawn(make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf([[(60, 80 + 24 * n, line) for n, line in enumerate(LINES)]])
    sheet, repair = of(data)
    calls: list[int] = []
    after, problems = reread(data, [sheet], [repair], lambda: None, words=reader_of("", calls))
    assert (calls, after, problems) == ([], [repair], ())


def test_printed_text_is_not_compared_with_itself(make_pdf: Callable[..., bytes]) -> None:
    lines = [line.translate(RUINED) for line in LINES]
    data = make_pdf([[(60, 80 + 24 * n, line) for n, line in enumerate(lines)]])
    sheet, repair = of(data)
    assert repair.verdict == "damaged"
    calls: list[int] = []
    after, _ = reread(data, [sheet], [repair], lambda: None, words=reader_of("", calls))
    assert (calls, after) == ([], [repair])


def test_an_image_that_says_nothing_changes_nothing(scan: bytes) -> None:
    sheet, repair = of(scan)
    calls: list[int] = []
    after, problems = reread(scan, [sheet], [repair], lambda: None, words=reader_of("", calls))
    assert (after, problems) == ([repair], ())


def test_words_that_are_read_badly_are_read_again_with_their_neighbours(scan: bytes) -> None:
    sheet, repair = of(scan)
    words = (Word(Span(0, 1), (0, 0, 1, 1), 0.1, "read"),)
    widths: list[list[int]] = []

    def reader(pictures: Sequence[Picture], thoughts: object) -> list[PageRead]:
        widths.append([picture.width for picture in pictures])
        return [PageRead("?", words) for _ in pictures]

    reread(scan, [sheet], [repair], lambda: None, words=reader)
    alone, together = widths
    assert len(alone) == len(together)
    assert all(one < other for one, other in zip(alone, together, strict=True))


def part(repair: Repaired, words: str, doubt: str) -> Snippet:
    at, start = repair.raw.index(doubt), repair.raw.index(words)
    line = Change(at, at + len(doubt), doubt, doubt, 0.5, "channel", "review", ((doubt, 1.0),))
    boxes = ((0.0, 0.0, 9.0, 9.0),) * len(words.split())
    return Snippet(Span(start, start + len(words)), boxes, (line,))


@pytest.mark.parametrize(
    ("words", "doubt", "read_as", "text"),
    [
        ("det for s att", "s", "det föreslås att", "I det föreslås att vi gör det."),
        ("for s att", "s", "föreslås att", "I det föreslås att vi gör det."),
        ("det for s", "s", "det för så", "I det for s att vi gör det."),
        ("det for s", "s", "det fyrbåk", "I det for s att vi gör det."),
    ],
)
def test_a_word_that_was_cut_becomes_what_the_image_has(
    words: str, doubt: str, read_as: str, text: str
) -> None:
    raw = "I det for s att vi gör det."
    repair = Repaired(raw, raw, (), "damaged")
    found = tuple(
        Word(Span(m.start(), m.end()), (0, 0, 1, 1), 0.96, "read") for m in re.finditer(r"\S+", read_as)
    )
    snippet = part(repair, words, doubt)
    whole = joined(repair, snippet, PageRead(read_as, found))
    assert apply(raw, [whole] if whole else []) == text


def twice(scan: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan)) as one, pikepdf.open(io.BytesIO(scan)) as made:
        made.pages.extend(one.pages)
        made.save(out)
    return out.getvalue()


def pages_of(data: bytes) -> tuple[list[Sheet], list[Repaired]]:
    with pdf.opened(data) as document:
        sheets = [pdf.sheet(document, i) for i in range(len(document))]
    return sheets, repair_pages([sheet.text for sheet in sheets])


def test_each_page_gets_its_own_answers(scan: bytes) -> None:
    sheets, repairs = pages_of(twice(scan))
    calls: list[int] = []
    after, _ = reread(twice(scan), sheets, repairs, lambda: None, words=reader_of(LINES[3], calls))
    assert calls[0] > calls[1]  # all of a page, then those that were read badly
    assert ["Bråmhög från Tvärsnäs" in repair.text for repair in after] == [True, True]


def test_lines_of_some_pages_share_a_run_and_each_gets_its_own(make_picture: Callable[..., Any]) -> None:
    data = twice(scanned(make_picture, LINES[:3]))
    sheets, repairs = pages_of(data)
    calls: list[int] = []
    after, problems = reread(data, sheets, repairs, lambda: None, lines=reader_of(LINES[3], calls))
    assert (calls, problems) == ([2], ())
    assert [repair.text.splitlines()[3] for repair in after] == [LINES[3], LINES[3]]


def test_words_are_looked_up_also_where_lines_cannot_be_read(make_picture: Callable[..., Any]) -> None:
    def fails(pictures: Sequence[Picture], dpi: float) -> list[PageRead]:
        raise OutsideProgram("it crashed", code="tesseract_failed")

    data = scanned(make_picture, [LINES[0], "", "", LINES[3]])
    sheets, repairs = pages_of(data)
    (after,), problems = reread(data, sheets, repairs, lambda: None, lines=fails)
    assert [p.code for p in problems] == ["not_compared"]
    assert "Bramhög" in repairs[0].text
    assert after.text.splitlines()[-1] == LINES[3]


def test_without_tesseract_words_are_looked_up_on_all_pages(
    make_picture: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(pictures: Sequence[Picture], dpi: float) -> list[PageRead]:
        raise MissingDependency("not installed", code="tesseract_missing")

    monkeypatch.setattr("ocr.reread._A_RUN", 1)  # asked after each page
    data = twice(scanned(make_picture, [LINES[0], "", "", LINES[3]]))
    sheets, repairs = pages_of(data)
    after, problems = reread(data, sheets, repairs, lambda: None, lines=fails)
    assert [(p.code, p.page) for p in problems] == [("not_compared", None)]
    assert [page.text.splitlines()[-1] for page in after] == [LINES[3], LINES[3]]


def test_lines_that_wait_are_read_though_another_page_fails(make_picture: Callable[..., Any]) -> None:
    data = twice(scanned(make_picture, LINES[:3]))
    sheets, repairs = pages_of(data)
    asked: list[int] = []

    def words(pictures: Sequence[Picture], beside: object) -> list[PageRead]:
        raise OutsideProgram("it crashed", code="tesseract_failed")

    after, problems = reread(
        data, sheets, repairs, lambda: None, words=words, lines=reader_of(LINES[3], asked)
    )
    assert asked == [2]
    assert [p.page for p in problems] == [1, 2]
    assert [page.text.splitlines()[3:] for page in after] == [[LINES[3]], [LINES[3]]]


def test_a_page_without_lines_to_read_does_not_fail_with_those_of_others(
    make_picture: Callable[..., Any],
) -> None:
    def fails(pictures: Sequence[Picture], dpi: float) -> list[PageRead]:
        raise OutsideProgram("it crashed", code="tesseract_failed")

    out = io.BytesIO()
    whole, less = scanned(make_picture, LINES), scanned(make_picture, LINES[:3])
    with pikepdf.open(io.BytesIO(less)) as one, pikepdf.open(io.BytesIO(whole)) as made:
        made.pages.extend(one.pages)
        made.save(out)
    sheets, repairs = pages_of(out.getvalue())
    _, problems = reread(out.getvalue(), sheets, repairs, lambda: None, lines=fails)
    assert [p.page for p in problems] == [2]


def test_a_failed_run_is_told_with_each_of_its_pages(scan: bytes) -> None:
    def reader(pictures: Sequence[Picture], beside: object) -> list[PageRead]:
        raise OutsideProgram("it crashed", code="tesseract_failed")

    sheets, repairs = pages_of(twice(scan))
    after, problems = reread(twice(scan), sheets, repairs, lambda: None, words=reader)
    assert after == repairs
    assert [p.page for p in problems] == [1, 2]


@pytest.mark.parametrize(
    "error",
    [
        MissingDependency("not installed", code="tesseract_missing"),
        OutsideProgram("it crashed", code="tesseract_failed"),
    ],
)
def test_without_the_image_the_repair_stays_and_a_problem_says_so(
    scan: bytes, error: MissingDependency | OutsideProgram
) -> None:
    def reader(pictures: Sequence[Picture], beside: object) -> list[PageRead]:
        raise error

    sheet, repair = of(scan)
    after, problems = reread(scan, [sheet], [repair], lambda: None, words=reader)
    assert after == [repair]
    assert [p.code for p in problems] == ["not_compared"]


@needs_shell
@pytest.mark.parametrize("script", ["exit 0", "echo kaputt >&2; exit 139"])
def test_a_tesseract_that_fails_loses_nothing(
    make_picture: Callable[..., Any], fake: Callable[[str], None], script: str
) -> None:
    fake(KNOWS % script)
    reading = read(Source("a.pdf", scanned(make_picture, LINES[:3])))
    assert [p.code for p in reading.problems] == ["not_compared"]
    assert reading.text.splitlines() == LINES[:3]


@needs_shell
def test_words_in_doubt_need_no_tesseract(scan: bytes, fake: Callable[[str], None]) -> None:
    fake("exit 1")
    reading = read(Source("a.pdf", scan))
    assert (reading.text.splitlines(), reading.problems) == (LINES, ())


@needs_shell
def test_lines_that_a_hanging_program_is_given_are_given_up(
    fake: Callable[[str], None], make_picture: Callable[..., Any]
) -> None:
    fake(KNOWS % "exec sleep 60")
    with pytest.raises(OutsideProgram) as caught:
        tesseract.read_lines([make_picture(LINES)], 200, seconds=0.2)
    assert caught.value.code == "tesseract_timeout"


def test_images_that_are_not_to_be_read_are_not_missed(scan: bytes) -> None:
    assert read(Source("a.pdf", scan), images=False).problems == ()


@needs_tesseract
def test_lines_are_read_each_by_itself(make_picture: Callable[..., Any]) -> None:
    one, nothing = make_picture(LINES[:1]).crop((100, 180, 1600, 240)), make_picture([]).crop((0, 0, 400, 60))
    found = tesseract.read_lines([one, nothing, one], 200)
    assert [page.text for page in found] == [LINES[0], "", LINES[0]]
    assert tesseract.read_lines([], 200) == []


def test_a_name_that_no_list_knows_is_read_from_the_scan(scan: bytes) -> None:
    from_text = read(Source("a.pdf", scan), images=False)
    reading = read(Source("a.pdf", scan))
    assert "Bråmhög" not in from_text.text
    assert reading.text.splitlines() == LINES
    assert reading.problems == ()
    (page,) = reading.pages
    assert apply(page.raw, page.ledger) == page.text
    assert undo(page.text, page.ledger) == page.raw
    assert {c.maker for c in page.ledger if c.after == "Bråmhög"} == {"image"}
    states = {page.text[w.span.start : w.span.end]: w.state for w in page.words}
    assert (states["Tvärsnäs"], states["2020/118"]) == ("repaired", "kept")
    assert [page.text[w.span.start : w.span.end] for w in page.words] == page.text.split()


def test_spans_of_the_ledger_are_those_of_the_raw_text(scan: bytes) -> None:
    sheet, repair = of(scan)
    calls: list[int] = []
    (after,), _ = reread(scan, [sheet], [repair], lambda: None, words=reader_of(LINES[3], calls))
    for change in after.ledger:
        assert Span(change.start, change.end).within(Span(0, len(after.raw)))
        assert after.raw[change.start : change.end] == change.before
    assert "Bråmhög från Tvärsnäs" in after.text


@needs_tesseract
@pytest.mark.parametrize("wide", [80, 120])
def test_nothing_is_asked_of_a_scan_that_its_layer_does_not_fit(
    wide: int, make_picture: Callable[..., Any]
) -> None:
    layer = [line.replace("Ärendet", "Arendetten") for line in LINES]  # where the picture has another word
    texts = [
        read(Source("a.pdf", scanned(make_picture, layer, wide=wide)), images=images).pages[0].text
        for images in (True, False)
    ]
    assert texts[0] == texts[1]
