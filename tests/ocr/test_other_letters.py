"""Letters other than å, ä and ö are mended where several words bear the same confusion out."""

from __future__ import annotations

import pytest

from ocr.repair import repair

PAGE = """Socialnamnden beslutar att godkanna forslaget till plan for de kommande aren.
Forvaltningen far i uppdrag att folja upp hur manga elever som inte nar malen och aterkomma.
{}
Ledamoten yrkar bifall till forslaget och anser att fragan ar for viktig for att vanta langre.
"""


def state_of(line: str, word: str) -> tuple[str, str]:
    """The state and the answer of a word of a line on a ruined page."""
    change, *_ = [c for c in repair(PAGE.format(line)).ledger if c.before == word]
    return change.state, change.after


@pytest.mark.parametrize(
    ("word", "mended"), [("ocb", "och"), ("Bebovet", "Behovet"), ("Stockbolm", "Stockholm")]
)
def test_a_confusion_that_several_words_bear_out_is_undone(word: str, mended: str) -> None:
    assert state_of(f"{word} beslutet.", word) == ("review", mended)
    others = "Elevernas bebandling, bebov, allmänbet, arbetsformedlingens verksambet ocb sambälle."
    assert state_of(f"{word} beslutet. {others}", word) == ("applied", mended)


def test_one_vowel_for_another_is_the_writers_however_often() -> None:
    line = "Densamme, ordforanden sjalve och vice ordforanden samtlige anser detta; densamme reserverar sig."
    assert "densamme" in repair(PAGE.format(line)).text


def test_a_word_that_may_have_been_a_commoner_one_with_å_ä_or_ö_waits() -> None:
    assert state_of("Ett yrkande frnn namnden.", "frnn") == ("review", "fann")
