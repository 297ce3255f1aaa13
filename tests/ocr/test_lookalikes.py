"""What ruined words may have been, looked up one by one and together."""

from collections.abc import Sequence

import numpy as np
import pytest

from ocr import lookalikes
from ocr.familiar import familiar
from ocr.lexicon import lexicon
from ocr.lookalikes import Own, likeness, look_ahead

READINGS = [
    "Samhälisviktig", "teflMel", "krisledningsnåmnd", "tmetOC", "förvattningen", "beredskab", "Geografiskt",
    "orgarnisation", "veiksamhet", "xyzzyq",
]  # fmt: skip
NONE = Own({})


def answers(readings: Sequence[str]) -> list[str | None]:
    known = familiar(lexicon())
    found = (likeness([reading], NONE, known) for reading in readings)
    return [answer.word if answer else None for answer in found]


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_readings_looked_up_together_are_what_they_are_one_by_one(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookalikes, "_AT_ONCE", at_once)
    lookalikes._remembered.cache_clear()
    one_by_one = answers(READINGS)
    assert any(one_by_one)
    lookalikes._remembered.cache_clear()
    look_ahead(READINGS, familiar(lexicon()))
    assert answers(READINGS) == one_by_one


def test_however_many_odd_words_a_page_has_few_are_compared_at_once_and_not_all_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = []
    rows = lookalikes._rows

    def counted(keys: Sequence[str], shelf: lookalikes._Shelf, most: int) -> lookalikes._Rows:
        sizes.append(len(keys))
        return rows(keys, shelf, most)

    monkeypatch.setattr(lookalikes, "_rows", counted)
    monkeypatch.setattr(lookalikes, "_REMEMBERED", 100)
    lookalikes._remembered.cache_clear()
    letters, known = np.array(list("bdeghklmnoprstuv")), familiar(lexicon())
    many = ["".join(word) for word in np.random.default_rng(7).choice(letters, (600, 7))]
    look_ahead(many, known)
    look_ahead(many[:1], known)
    assert 1 < max(sizes) <= lookalikes._AT_ONCE
    assert len(lookalikes._remembered(known)) <= 2 * 100 + lookalikes._AT_ONCE < len(many)
    lookalikes._remembered.cache_clear()
