"""A text of any length is repaired in stretches, and the stretches make the whole."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.ledger import apply, undo
from ocr.page import PAGE_BREAK
from ocr.repair import repair, repair_pages, repaired
from ocr.stretches import runs, stretches

texts = st.text(alphabet="ab \n\f", max_size=60)
sizes = st.integers(1, 9)

PAGE = """Socialndmndens beslut
1. Socialndmnden godkdnner forvaltningens rapport over arbetet med handlingsplanen for dren 2019 till 2021.
2. Ndmnden uppdrar dt forvaltningen att dterkomma till ndmnden med en ny plan fore sommaren.
Frdgor: anna.akesson@vikasjo.se, www.vikasjo.se/socialnamnden.

Det ar darfor viktigt att arbetet fortsatter aven ndsta ar.
"""


def pieces_of(text: str, cuts: list[int]) -> list[str]:
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


@given(texts, sizes, st.lists(st.integers(0, 60), max_size=8))
def test_stretches_make_the_whole_however_the_text_came_in(text: str, most: int, cuts: list[int]) -> None:
    found = list(stretches(pieces_of(text, cuts), most))
    assert "".join(found) == text
    assert all(len(stretch) <= most for stretch in found)
    assert found == list(stretches([text], most))


@pytest.mark.parametrize(
    ("text", "most", "first"),
    [
        ("a\fb\fc d", 6, "a\fb\f"),
        ("a b\n\nc d\ne f g", 12, "a b\n\nc d\n"),
        ("aaaa\n\nb\ncc dd", 8, "aaaa\n\n"),
        ("aaaa bbb cc", 9, "aaaa bbb "),
        ("aaaaaaaaaaaa", 5, "aaaaa"),
        ("a bbbbbbbbbbb", 8, "a bbbbbb"),  # a blank so far back would make short stretches
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, most: int, first: str) -> None:
    assert next(stretches([text], most)) == first


@given(st.lists(st.text(alphabet="ab", max_size=9), min_size=1, max_size=9), sizes)
def test_runs_of_pages_are_all_pages_in_order(pages: list[str], most: int) -> None:
    found = list(runs(pages, most))
    assert [page for run in found for page in run] == pages
    assert all(len(run) == 1 or sum(map(len, run)) <= most for run in found)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["ocr.repair"], "MOST", 700)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("between", ["", "\n", PAGE_BREAK])
def test_a_long_text_is_repaired_stretch_by_stretch(between: str) -> None:
    text = between.join([PAGE] * 5)
    parts = list(repaired([text[:900], text[900:]]))
    whole = repair(text)
    assert len(parts) > 2
    assert "".join(part.text for part in parts) == whole.text
    assert apply(text, whole.ledger) == whole.text
    assert undo(whole.text, whole.ledger) == text
    assert whole.text.count("Socialnämndens beslut") == 5
    assert whole.text.count("anna.akesson@vikasjo.se, www.vikasjo.se/socialnamnden") == 5


@pytest.mark.usefixtures("small")
def test_pages_beyond_measure_come_back_one_by_one() -> None:
    pages = [PAGE, "", PAGE * 4, PAGE]
    found = repair_pages(pages)
    assert [part.raw for part in found] == pages
    assert all(apply(part.raw, part.ledger) == part.text for part in found)
    assert [part.text.count("Socialnämndens") for part in found] == [1, 0, 4, 1]


def test_an_ordinary_text_is_one_stretch() -> None:
    text = PAGE_BREAK.join([PAGE] * 3)
    assert list(repaired(text)) == [repair(text)]  # letter by letter
