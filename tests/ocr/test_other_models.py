"""Pages of models that know some of å, ä and ö: what they lost comes back, and what came through stays."""

from __future__ import annotations

import pytest

from ocr.repair import repair
from ocr.triage import is_silent

CLEAN = """Kommunstyrelsen har fått i uppdrag att se över vården av de äldre och att återkomma före våren.
Förvaltningen föreslår att nämnden godkänner planen, som också gäller för åren därefter. Det är två år
sedan rådet fick frågan, och målet är ännu långt borta. Många av de boende säger att de går ut för sällan,
och att det är svårt att få hjälp på kvällar och nätter. Därför måste något göras nu, på både kort och lång
sikt. Nämnden får ta ställning till om det går att öka stödet när årsbokslutet är färdigt i början av året.
"""
# What the model of another language makes of the letters that its language has not.
MODELS = {
    "German": str.maketrans("åÅ", "äÄ"),
    "Norwegian": str.maketrans("äÄ", "åÅ"),
    "French": str.maketrans("åöÅÖ", "âôÂÔ"),
}


@pytest.mark.parametrize("model", MODELS)
def test_most_of_what_a_model_lost_comes_back(model: str) -> None:
    read = CLEAN.translate(MODELS[model])
    result = repair(read)
    pairs = list(zip(CLEAN.split(), read.split(), result.text.split(), strict=True))
    lost = [(word, after) for word, before, after in pairs if word != before]
    kept = [(word, after) for word, before, after in pairs if word == before]
    assert result.verdict == "damaged"
    assert sum(word == after for word, after in lost) >= 0.85 * len(lost), lost
    assert all(word == after for word, after in kept), [pair for pair in kept if pair[0] != pair[1]]


def test_on_swedish_all_three_letters_stand() -> None:
    assert not is_silent(CLEAN)
    assert repair(CLEAN).ledger == ()


@pytest.mark.parametrize(
    "text",
    [
        "Byrådet får på både møder også måske små træer og børn, når året går på hæld, så på gåturen.",
        "På en rad.",  # too little to tell
        "Plan of the town for all of its parts",
    ],
    ids=["Danish", "short", "English"],
)
def test_a_text_without_a_letter_need_not_be_damaged(text: str) -> None:
    assert not is_silent(text)
