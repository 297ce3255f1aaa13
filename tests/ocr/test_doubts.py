"""How likely what stands on a ruined page is wrong."""

from __future__ import annotations

import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import doubts
from ocr.doubts import DEPTH, FEATURES, Doubts, asked, chances
from ocr.doubts import _trees as shipped_trees
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.smudges import smudges
from ocr.spans import Span
from ocr.traits import TRAITS, seen

_COUNTED = TRAITS.index("counted")

TEXT = """Nämnden beslutar att godkänna förslaget till plan för äldre
och ger förvaltningen i uppdrag att återkomma till nämnden
"""


def of(text: str, *lines: tuple[float, Change]) -> Doubts:
    signs = list(smudges(text, 0, len(text)))
    return asked(text, [Span(0, len(text))], lines, signs, lexicon())


def risks(text: str, *lines: tuple[float, Change]) -> dict[str, float]:
    found = of(text, *lines)
    return {run.text: share for run, share in zip(found.asked, chances(found.rows), strict=True)}


def shown(text: str, run: str, feature: str, *lines: tuple[float, Change]) -> float:
    found = of(text, *lines)
    [row] = [row for one, row in zip(found.asked, found.rows, strict=True) if one.text == run]
    return row[FEATURES.index(feature)]


def line(text: str, word: str, share: float) -> tuple[float, Change]:
    at = text.index(word)
    return share, Change(at, at + len(word), word, word + "x", 0.2, "channel", "review")


def test_common_words_in_plain_sight_are_not_asked_about() -> None:
    found = of(TEXT)
    assert (found.asked, found.runs) == ([], len(TEXT.split()))


def test_a_short_word_that_is_a_line_by_itself_is_asked_about() -> None:
    assert [run.text for run in of(f"{TEXT}\nny\n\n{TEXT}").asked] == ["ny"]
    assert of(f"{TEXT}\nnämnden\n\n{TEXT}").asked == []


@pytest.mark.parametrize(
    ("text", "run", "feature", "value"),
    [
        ("Planen antas\nzqv", "zqv", "begins", 0.0),
        ("Planen antas.\nzqv", "zqv", "begins", 2.0),
        ("Planen antas. zqv", "zqv", "begins", 1.0),
        ("Planen antas\n\nzqv", "zqv", "begins", 3.0),
        ("zqv antas\n\nPlanen", "zqv", "odd_below", 0.0),
        ("zqv antas\n\n\nPlanen", "zqv", "odd_below", -1.0),  # too far
        ("zqv antas\nqqx 12", "zqv", "odd_below", 0.5),
        ("zqv antas\nqqx 12", "zqv", "figures_below", 0.5),
        ("zqv qqx antas", "zqv", "odd_after", 1.0),
        ("antas zqv zqv", "zqv", "shape_after", 1.0),
        ("planen är zqv,", "zqv,", "ends_paragraph", 1.0),
        ("planen är zqv,\noch", "zqv,", "ends_paragraph", 0.0),
        ("planen är zqv\n\n\nplanen är zqv", "zqv", "same", 2.0),
    ],
)
def test_what_stands_beside_a_run_is_told(text: str, run: str, feature: str, value: float) -> None:
    found = of(text)
    rows = [row for one, row in zip(found.asked, found.rows, strict=True) if one.text == run]
    assert rows[0][FEATURES.index(feature)] == value


def test_what_the_ledger_proposes_instead_is_told() -> None:
    waiting = line(TEXT, "plan", 0.4)
    assert shown(TEXT, "plan", "proposed", waiting) == waiting[1].confidence
    assert shown(TEXT, "plan", "share", waiting) == 0.6


@pytest.mark.parametrize("scrap", ["cesrecn", "qve", "|", "r"])
def test_scraps_are_likelier_wrong_than_right(scrap: str) -> None:
    assert risks(f"{TEXT}prt {scrap} nrsc\n")[scrap] > 0.5


@pytest.mark.parametrize("word", ["SAMMANTRÄDESPROTOKOLL", "2018", "§", "(12)"])
def test_what_a_protocol_holds_is_likelier_right_than_wrong(word: str) -> None:
    assert risks(f"{word}\n\n{TEXT}").get(word, 0.0) < 0.5


def test_a_scrap_is_doubted_more_among_others() -> None:
    alone, among = risks(f"{TEXT}enligt prt som beslutat"), risks(f"{TEXT}prt cre qve")
    assert among["prt"] > alone["prt"]


def test_the_likelier_another_word_is_the_more_is_what_stands_doubted() -> None:
    low, high = (risks(TEXT, line(TEXT, "plan", share))["plan"] for share in (0.02, 0.45))
    assert low < high


def test_a_word_that_is_changed_is_settled_but_the_sign_beside_it_is_not() -> None:
    text = f"{TEXT}=Vara planer"
    at = text.index("Vara")
    change = Change(at, at + 4, "Vara", "Våra", 0.99, "channel", "applied")
    waiting = of(text, (0.9, change))
    assert [(run.text, run.form) for run in waiting.asked] == [("=Vara", "sign")]
    assert shown(text, "=Vara", "counted", (0.9, change)) == seen("=Våra", lexicon())[_COUNTED]
    clean = text.replace("=", "")
    assert of(clean, (0.9, Change(at - 1, at + 3, "Vara", "Våra", 0.99, "channel", "applied"))).asked == []


def test_a_word_broken_over_two_lines_settles_both_its_parts() -> None:
    text = f"{TEXT}Zqvk-\nrtpf planen"
    at = text.index("Zqvk")
    change = Change(at, at + 10, "Zqvk-\nrtpf", "Zqvk-\nrtpå", 0.99, "channel", "applied")
    assert of(text, (0.9, change)).asked == []


def test_the_trees_that_ship_ask_what_there_is() -> None:
    first, levels, ends = shipped_trees()
    trees = len(levels[0][0])
    assert trees > 10 and len(levels) == DEPTH and len(ends) == trees * 2**DEPTH
    for depth, (asks, most) in enumerate(levels):
        assert asks.shape == most.shape == (trees * 2**depth,)
        assert asks.max() < len(FEATURES)
    assert 0 > first > -5


@given(st.lists(st.lists(st.floats(-40, 40), min_size=len(FEATURES), max_size=len(FEATURES)), max_size=4))
def test_all_trees_at_once_say_what_each_says_by_itself(rows: list[list[float]]) -> None:
    first, *lines = (files("ocr") / "data" / doubts.TREES_FILE).read_text(encoding="utf-8").splitlines()
    for row, chance in zip(rows, chances([tuple(row) for row in rows]), strict=True):
        odds = float(first)
        for line in lines:
            nodes, node = line.split(), 0
            for _ in range(DEPTH):
                what, most = nodes[node].split("<=")
                node = 2 * node + 1 + int(row[FEATURES.index(what)] > float(most))
            odds += float(nodes[node])
        assert chance == pytest.approx(1 / (1 + math.exp(-odds)))


@given(st.text('ab(V)12 38/’"”|,.\n-', max_size=60))
def test_every_run_has_a_chance_and_stands_where_it_says(text: str) -> None:
    found = of(text)
    assert all(text.startswith(run.text, run.start) for run in found.asked)
    assert all(len(row) == len(FEATURES) for row in found.rows)
    assert all(0 < share < 1 for share in chances(found.rows))
    assert found.runs == len(text.split())


def test_a_run_stands_as_the_changes_leave_it_each_in_its_place() -> None:
    second = Change(3, 5, "ar", "är", 0.99, "channel", "applied")
    fourth = Change(9, 11, "ar", "år", 0.99, "channel", "applied")
    _, _, mended = doubts._said(["ar/ar/ar/ar,"], [0], [(0.0, second), (0.0, fourth)])
    assert mended == {0: "ar/är/ar/år,"}
