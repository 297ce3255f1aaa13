"""A text that was misread and repaired before it came here, and whose ledger is lost.

    klubbat repair scan.txt > scan.mended.txt; klubbat extract scan.mended.txt

The gate of repair lets such a text pass, since nearly all of its words are right. What is left of the damage
is what repair leaves alone: signs that nobody types ("®" for a stamp, "‘" for a speck), a digit in a word,
names without their marks. Where several of these stand, the text is read as a damaged one, and what the names
in it may have been is weighed anew, å, ä and ö alone: a name that has them was put right before, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.misread_names import Doubt, first_name_meant, surname_meant
from ocr.channel import MARKED
from ocr.familiar import FLAT
from ocr.lexicon import lexicon
from ocr.page import Reading
from ocr.protect import Piece, pieces
from ocr.repair import guesses
from ocr.spans import Span
from ocr.weighing import shipped

LEAST = 2  # signs that differ from each other
APART = 30_000  # letters of text for each sign, at the most
STRAY = "®©¢£¥«»‘—|"  # specks, stamps and bullets as the English model reads them
# "L6fman", "H&kan": no address, no number of a paragraph
IN_A_WORD = re.compile(
    r"(?<![\w%/&=.#-])[A-ZÅÄÖa-zåäö][a-zåäö]*[60&][a-zåäö]{2,}(?![\w%/=#-])"
)
# "Bo Ek": a word and what may be its surname
NAME = re.compile(r"(?<![\w-])(?P<first>[A-ZÅÄÖ][a-zåäöé]+) (?P<last>[A-ZÅÄÖ][a-zåäöé]+)(?![\w])")
FEW = 0.02  # how likely what stands is, where none of the candidates is it
MOST = 5  # candidates of a name


def repaired_before(reading: Reading) -> bool:
    """Was the text of a reading repaired before it was read?

    More than a change or two a page are the repair of this reading, whose ledger is at hand.
    """
    if sum(change.state == "applied" for change in reading.ledger) > len(reading.pages):
        return False
    text = reading.text
    signs = {sign for sign in STRAY if sign in text} | set(IN_A_WORD.findall(text)) | set(_lost_marks(text))
    return len(signs) >= LEAST and len(signs) * APART >= len(text)


def _lost_marks(text: str) -> Iterator[str]:
    """The names that lost their marks: those that are none as they stand, or stand with them elsewhere."""
    names = {match.groups() for match in NAME.finditer(text)}
    marked = {last.translate(FLAT) for _, last in names if not last.isascii()}
    for first, last in names:
        if last in marked or surname_meant(last):
            yield last
        elif first_name_meant(first, (last,)):
            yield first


def doubts_anew(text: str) -> tuple[Doubt, ...]:
    """What the words of names may have been with the marks that they lost, weighed without their places."""
    found = (_doubt(piece) for piece in pieces(text, 0, len(text)))
    return tuple(doubt for doubt in found if doubt is not None)


def _doubt(piece: Piece) -> Doubt | None:
    word = piece.word
    if piece.broken or not word[0].isupper() or not word[1:].islower() or any(c in MARKED for c in word.lower()):
        return None
    facts = shipped().facts(guesses(lexicon()).of(word, opens=False))
    likely = [
        (text, share)
        for candidate, text, share in zip(facts.candidates, facts.guess.texts, facts.shares, strict=True)
        if all(truth == read or (truth in MARKED and len(read) == 1) for truth, read in candidate.keys)
    ]
    if all(text == word for text, _ in likely):
        return None
    total = sum(share for _, share in likely)
    weighed = {text: share / total for text, share in sorted(likely, key=lambda one: -one[1])[:MOST]}
    return Doubt(Span(piece.start, piece.end), word, tuple(({word: FEW} | weighed).items()))
