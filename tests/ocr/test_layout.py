import io
from collections.abc import Callable

import pikepdf
import pytest

from ocr import layout, pdf
from ocr.sheet import Sheet

LEFT = [f"vänster spalt rad nummer {n} av åtta" for n in range(12)]
RIGHT = [f"höger spalt rad nummer {n} av åtta" for n in range(12)]
ACROSS = [line for n in range(12) for line in ((60, 200 + 14 * n, LEFT[n]), (320, 200 + 14 * n, RIGHT[n]))]
HEAD = (60, 100, "En rubrik som går tvärs över hela sidan och båda spalterna, från kant till kant")
FOOT = (60, 700, "Sida 1")


def read_in_order(data: bytes) -> Sheet:
    with pdf.opened(data) as document:
        return layout.ordered(document, pdf.sheet(document, 0))


def ruled(data: bytes) -> bytes:
    """The page with a line around each cell of its two columns."""
    rows = b"".join(b"%d %d 250 14 re S\n" % (x, 842 - (204 + 14 * n)) for n in range(12) for x in (55, 305))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.pages[0].contents_add(rows)
        opened.save(out)
    return out.getvalue()


def test_columns_written_across_are_read_down(make_pdf: Callable[..., bytes]) -> None:
    sheet = read_in_order(make_pdf([[HEAD, *ACROSS, FOOT]]))
    assert sheet.text.splitlines() == [HEAD[2], *LEFT, *RIGHT, FOOT[2]]
    assert [sheet.text[w.span.start : w.span.end] for w in sheet.words] == sheet.text.split()


def test_columns_written_down_stay_as_they_are(make_pdf: Callable[..., bytes]) -> None:
    sheet = read_in_order(make_pdf([[HEAD, *ACROSS[0::2], *ACROSS[1::2], FOOT]]))
    assert sheet.text.splitlines() == [HEAD[2], *LEFT, *RIGHT, FOOT[2]]


def test_a_ruled_table_is_read_across(make_pdf: Callable[..., bytes]) -> None:
    sheet = read_in_order(ruled(make_pdf([[HEAD, *ACROSS, FOOT]])))
    assert sheet.text.splitlines()[1] == f"{LEFT[0]} {RIGHT[0]}"


@pytest.mark.parametrize("cells", [("Anna Ek (S)", "ledamot"), ("2 000", "3 500")])
def test_short_cells_are_a_table_without_lines(
    make_pdf: Callable[..., bytes], cells: tuple[str, str]
) -> None:
    rows = [(x, 200 + 14 * n, cell) for n in range(20) for x, cell in zip((60, 320), cells, strict=True)]
    assert read_in_order(make_pdf([rows])).text.splitlines()[0] == " ".join(cells)


def test_a_few_parted_lines_are_no_columns(make_pdf: Callable[..., bytes]) -> None:
    sheet = read_in_order(make_pdf([[*ACROSS[:8]]]))
    assert sheet.text.splitlines()[0] == f"{LEFT[0]} {RIGHT[0]}"


COLUMN = [(60, 150, "Anmälningar"), (60, 180, "Beslut"), (60, 200, "Anmälningarna noteras.")]
PAGE_HEAD = [(480, 30, "6 (64)"), (370, 50, "4 juni 2018"), (370, 80, "SAMMANTRÄDESPROTOKOLL")]
BELOW = [(60, 280, "Ärende"), (60, 300, "Skrivelser")]


def words(*pieces: list[tuple[int, int, str]]) -> list[str]:
    return [text for piece in pieces for _, _, text in piece]


def test_a_page_head_in_the_middle_of_the_text_goes_in_front(make_pdf: Callable[..., bytes]) -> None:
    sheet = read_in_order(make_pdf([[*COLUMN, *PAGE_HEAD, *BELOW]]))
    assert sheet.text.splitlines() == words(PAGE_HEAD, COLUMN, BELOW)
    assert [sheet.text[w.span.start : w.span.end] for w in sheet.words] == sheet.text.split()


def test_what_stands_beside_a_line_above_the_page_head_goes_to_it(make_pdf: Callable[..., bytes]) -> None:
    number, case = [(60, 120, "§ 29")], [(370, 121, "Dnr KS 2018/2")]
    sheet = read_in_order(make_pdf([[*number, *COLUMN, *PAGE_HEAD, *case, *BELOW]]))
    assert sheet.text.splitlines() == words(PAGE_HEAD, number, case, COLUMN, BELOW)


def test_a_page_head_written_last_stays_there(make_pdf: Callable[..., bytes]) -> None:
    sheet = read_in_order(make_pdf([[*COLUMN, *BELOW, *PAGE_HEAD]]))
    assert sheet.text.splitlines() == words(COLUMN, BELOW, PAGE_HEAD)
