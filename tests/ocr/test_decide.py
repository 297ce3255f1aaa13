"""How neighbours, the tagger and the rest of a document settle what a word should read."""

from __future__ import annotations

import pytest

from ocr.candidates import Guesses
from ocr.decide import Answer, Decider, Verdict, decided_together
from ocr.lexicon import lexicon
from ocr.protect import Piece, pieces
from ocr.repair import repair
from ocr.weighing import shipped


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(Guesses(lexicon()), shipped(), {})


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("Planen ar klar", "ar", "är"),
        ("Planen antogs ar 2019", "ar", "år"),
        ("Det ar viktigt att barnen mar bra", "ar", "är"),
        ("kommer att inga i planen", "inga", "ingå"),
        ("det finns inga skal", "inga", "inga"),
        ("for att ge stod till familjen", "stod", "stöd"),
        ("att han stod utan arbete", "stod", "stod"),
        ("Bo Ek (V) lat anteckna foljande", "lat", "lät"),
    ],
)
def test_the_neighbours_decide_between_words(decider: Decider, text: str, word: str, meant: str) -> None:
    verdicts = {v.piece.word: v.best.text for v in decider.page(text, pieces(text, 0, len(text)))}
    assert verdicts.get(word, word) == meant


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("elever som klarat examen inom 3 ar", "ar", "år"),
        ("barnens resultat i ak 9 under hosten", "ak", "åk"),
    ],
)
def test_a_number_beside_a_word_is_any_number(decider: Decider, text: str, word: str, meant: str) -> None:
    (verdict,) = (v for v in decider.page(text, pieces(text, 0, len(text))) if v.piece.word == word)
    assert verdict.best.text == meant
    assert verdict.best.share > 0.99


def test_what_nobody_knows_gets_one_answer_in_all_its_places() -> None:
    unknown = Guesses(lexicon()).of("Xqvastfz")

    def place(start: int, reading: str, share: float) -> Verdict:
        answers = (Answer(reading, share), Answer("Xqvastfz", 1 - share))
        return Verdict(Piece(start, start + 8, "Xqvastfz"), unknown, answers, by_tagger=True)

    pages = [[place(0, "Xqvästfz", 0.9), place(20, "Xqvåstfz", 0.6)], [place(5, "Xqvästfz", 0.8)]]
    settled = decided_together(pages)
    assert {v.best.text for page in settled for v in page} == {"Xqvästfz"}
    assert settled[0][0].best.share == pytest.approx((0.9 + 0.8) / 3)


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("for enskilda personer och for det Ovriga samhallet i kommunen", "övriga"),
        ("avslar de Ovriga yrkanden som framforts under motet", "övriga"),
        ("lamnar forslag till Andring i reglementet for forskolan", "ändring"),
        ("gav i uppdrag att Oppna ett nytt boende for barn", "öppna"),
        ("talade med Asa Oberg om vagen till Ostersund", "Öberg"),
        ("talade med Asa Oberg om vagen till Ostersund", "Östersund"),
    ],
)
def test_within_a_sentence_a_capital_o_may_be_a_small_letter(sentence: str, meant: str) -> None:
    assert meant in repair(f"Namnden i Vikasjo ar enig. Namnden {sentence}.").text.replace(".", "").split()


@pytest.mark.parametrize("word", ["tjänstemans", "avbrottstid", "larmtid"])
def test_a_genitive_and_a_compound_are_words_as_they_stand(word: str) -> None:
    """Not "tjänstemäns", "avbrottstöd"."""
    guess = Guesses(lexicon()).of(word, opens=False)
    assert guess.meant
    assert word in guess.texts
