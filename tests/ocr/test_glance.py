"""Single words are read from their pictures, alike alone and side by side."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import glance, networks, pdf
from ocr.crops import framed, stance
from ocr.image import Picture, blank
from ocr.page import Word
from ocr.spans import Span
from ocr.tesseract import PageRead

pytestmark = pytest.mark.skipif(not networks.is_there(glance.MODEL), reason="onnxruntime is not installed")

WORDS = ["Socialnämnden", "Vikasjö", "förvaltningens", "får", "SN", "2020/118", "Ärendet", "och", "år", "på"]
DPI = 200.0


@pytest.fixture(scope="module")
def pictures(make_pdf: Callable[..., bytes]) -> dict[str, Picture]:
    """Each word as it is cut out of a page of print."""
    lines = [" ".join(WORDS[:5]), " ".join(WORDS[5:]), "Beslutet, att fastställa."]
    with pdf.opened(make_pdf([[(60, 80 + 24 * n, line) for n, line in enumerate(lines)]])) as document:
        sheet, drawn = pdf.sheet(document, 0), pdf.picture(document, 0, DPI)[0]
    shown = [(sheet.text[word.span.start : word.span.end], word.box) for word in sheet.words]
    stands = stance(drawn, shown, DPI / 72)
    tall = {box[1]: box for text, box in shown if text in ("Vikasjö", "Ärendet", "Beslutet,")}
    assert len(tall) == 3
    rows = [(min(box[1] for box in some), max(box[3] for box in some)) for some in _rows(shown)]
    out = {}
    for text, (x0, y0, x1, _) in shown:
        top, bottom = next(row for row in reversed(rows) if row[0] <= y0)
        out[text] = framed(drawn, [(x0, top, x1, bottom)], stands, DPI / 72)
    return out


def _rows(shown: Sequence[tuple[str, Any]]) -> list[list[Any]]:
    return [[box for _, box in shown[:5]], [box for _, box in shown[5:10]], [box for _, box in shown[10:]]]


def test_words_are_read_from_their_pictures(pictures: dict[str, Picture]) -> None:
    read = glance.read([pictures[word] for word in WORDS], [()] * len(WORDS))
    assert [page.text for page in read] == WORDS
    assert min(word.confidence for page in read for word in page.words) > 0.7


def test_a_word_is_read_alike_alone_and_beside_others_but_for_its_size(pictures: dict[str, Picture]) -> None:
    together = glance.read([pictures[word] for word in WORDS], [()] * len(WORDS))
    alone = [glance.read([pictures[word]], [()])[0] for word in WORDS]
    assert [page.text.lower() for page in alone] == [page.text.lower() for page in together]


def test_nothing_is_read_of_paper_and_specks() -> None:
    speck, paper = blank((2, 60), 255), blank((200, 60), 250)
    assert [page.text for page in glance.read([speck, paper], [["och"], ["och"]])] == ["", ""]
    assert glance.read([], []) == []


def test_what_the_picture_plainly_shows_is_not_talked_away(pictures: dict[str, Picture]) -> None:
    read = glance.read([pictures["får"], pictures["Ärendet"]], [["far", "för"], ["Arendet", "Ärende"]])
    assert [page.text for page in read] == ["får", "Ärendet"]


def shares(*steps: dict[str, float]) -> glance.Floats:
    """What the network says of "a", "å" and nothing at each step."""
    return np.array([[step.get(c, 0.001) for c in ("a", "å", "")] for step in steps], np.float32)


@pytest.mark.parametrize(
    ("share_of_a", "taken"),
    [(0.5, True), (0.3, True), (0.01, False)],
    ids=["as likely", "nearly", "far less"],
)
def test_a_thought_is_taken_where_it_is_nearly_as_likely(share_of_a: float, taken: bool) -> None:
    seen = shares({"a": 0.99}, {"": 0.99}, {"a": share_of_a, "å": 0.99 - share_of_a}, {"": 0.99})
    chosen = list(glance._nearly_as_likely(("a", "å", ""), glance._options(0, "aå", seen, ["aa"])))
    assert [option.text for option in chosen] == (["aa"] if taken else [])


def test_a_thought_takes_the_place_of_a_word_and_what_follows_moves_with_it() -> None:
    at = [Span(0, 3), Span(4, 8), Span(9, 12)]
    words = tuple(Word(span, (0.0, 0.0, 1.0, 1.0), 0.9, "read") for span in at)
    option = glance._Option(0, shares({"a": 1.0}), "var såsom nu!", at[1], "såsom", sure=-0.5)
    read = glance._with(PageRead("var sasm nu!", words), option)
    assert read.text == "var såsom nu!"
    assert [word.span for word in read.words] == [Span(0, 3), Span(4, 9), Span(10, 13)]
    assert [word.confidence < 0.9 for word in read.words] == [False, True, False]


@given(
    st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=1, max_size=6),
    st.lists(st.integers(0, 1), max_size=4),
)
def test_a_sequence_is_as_likely_as_all_ways_to_place_it(rows: list[list[float]], labels: list[int]) -> None:
    seen = np.array(rows, np.float32)
    total = sum(
        float(np.prod([seen[step, label] for step, label in enumerate(path)]))
        for path in itertools.product(range(3), repeat=len(seen))
        if [label for label, _ in itertools.groupby(path) if label < 2] == labels
    )
    (sure,) = glance._likelihoods([seen], [labels])
    if total:
        assert np.exp(sure) == pytest.approx(total, rel=1e-3)
    else:
        assert sure < -30
