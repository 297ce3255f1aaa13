"""How likely what stands on a ruined page is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.doubts import DEPTH, FEATURES, Asked, asked, chances, looks
from ocr.doubts import _trees as shipped_trees
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.smudges import smudges
from ocr.spans import Span

TEXT = """Nämnden beslutar att godkänna förslaget till plan för äldre
och ger förvaltningen i uppdrag att återkomma till nämnden
"""


def of(text: str, *lines: tuple[float, Change]) -> list[Asked]:
    signs = list(smudges(text, 0, len(text)))
    return asked(text, [Span(0, len(text))], lines, signs, lexicon())[0]


def risks(text: str, *lines: tuple[float, Change]) -> dict[str, float]:
    found = of(text, *lines)
    shares = chances([run.vector for run in found])
    return {run.run.text: share for run, share in zip(found, shares, strict=True)}


def line(text: str, word: str, share: float) -> tuple[float, Change]:
    at = text.index(word)
    return share, Change(at, at + len(word), word, word + "x", 0.2, "channel", "review")


def test_common_words_in_plain_sight_are_not_asked_about() -> None:
    assert of(TEXT) == []


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
    [found] = of(text, (0.9, change))
    assert (found.run.text, found.form, found.run.settled) == ("=Vara", "sign", True)
    assert found.run.look == looks("=Våra", lexicon())
    clean = text.replace("=", "")
    assert of(clean, (0.9, Change(at - 1, at + 3, "Vara", "Våra", 0.99, "channel", "applied"))) == []


def test_a_word_broken_over_two_lines_settles_both_its_parts() -> None:
    text = f"{TEXT}Zqvk-\nrtpf planen"
    at = text.index("Zqvk")
    change = Change(at, at + 10, "Zqvk-\nrtpf", "Zqvk-\nrtpå", 0.99, "channel", "applied")
    assert of(text, (0.9, change)) == []


def test_the_trees_that_ship_ask_what_there_is() -> None:
    first, asks, most, values = shipped_trees()
    assert asks.shape == most.shape == (len(values), 2**DEPTH - 1)
    assert values.shape[1] == 2**DEPTH
    assert asks.max() < len(FEATURES)
    assert 0 > first > -5


@given(st.text('ab(V)12 38/’"”|,.\n-', max_size=60))
def test_every_run_has_a_chance_and_stands_where_it_says(text: str) -> None:
    found = of(text)
    assert all(text.startswith(run.run.text, run.run.start) for run in found)
    assert all(len(run.vector) == len(FEATURES) for run in found)
    assert all(0 < share < 1 for share in chances([run.vector for run in found]))
