"""A text that was misread and repaired before it came here, and whose ledger is lost.

    klubbat repair scan.txt > scan.mended.txt; klubbat extract scan.mended.txt

The gate of repair lets such a text pass, since nearly all of its words are right. What is left of the damage
is what repair leaves alone: signs that nobody types ("®" for a stamp, "‘" for a speck), a digit in a word,
names without their marks. Where several of these stand, the text is read as a damaged one, and what the names
in it may have been is weighed anew, å, ä and ö alone: a name that has them was put right before, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from extract.legible import first_name_read
from extract.misread_names import Doubt
from extract.surnames import first_name_meant, is_surname, surname_meant
from ocr.channel import MARKED
from ocr.familiar import FLAT
from ocr.lexicon import lexicon
from ocr.page import Reading
from ocr.protect import Piece, pieces
from ocr.repair import guesses
from ocr.spans import Span
from ocr.weighing import shipped

LEAST = 2  # signs that differ from each other; what nobody types is two, of others it takes more
ENOUGH = 4  # of them, for names to be weighed anew
APART = 30_000  # letters of text for each sign, at the most
STRAY = "®¢¥‘"  # specks and bullets as the English model reads them
TYPED = "—«»©£|"  # the same, and the edges of tables; people type them, too
# "a6n", "H&kan": no address, no number of a paragraph
IN_A_WORD = re.compile(r"(?<![\w%/&=.#-])[A-ZÅÄÖa-zåäö][a-zåäö]*[60&][a-zåäö]+(?![\w%/=#-])")
DIGIT = re.compile(r"[60&](?=[a-zåäö])")  # without one there is no such word
LETTERS = ("öoä", "öoå")  # what such a figure was
ACUTE = re.compile(r"(?<!\w)[A-ZÅÄÖ][a-zåäö]*é(?![lnr]s\b)[bcdfghjklmnpqrstvxz]{2}")  # "Térn", not "Aléns"
# "Bo Ek": a word and what may be its surname
NAME = re.compile(r"(?<![\w-])(?P<first>[A-ZÅÄÖ][a-zåäöé]+) (?P<last>[A-ZÅÄÖ][a-zåäöé]+)(?![\w])")
# "lvar Ek (S)", "Jens åker (V)", "Bo Ek m.fi.", "den IS maj", "PA förslag av", each behind a blank or a line
# end, which makes the search fast; "Vikasjös översiktsplan (ÖP)" is none
MISREAD = (
    re.compile(r" l[b-df-hj-np-tvxz][a-zåäö]{1,9} [A-ZÅÄÖ][a-zåäö]+ \("),
    re.compile(r" [A-ZÅÄÖ][a-zåäö]+ [åäö][a-zåäö]+ \((?:S|M|V|C|L|MP|KD|SD|FI|Fi)\)"),
    re.compile(r" m\. ?f[i1I]\."),
    re.compile(r" den [lI|][oOsSZBlI\d] [a-z]{3}"),
    re.compile(r"\nPA [a-zåäö]{2}"),
)
FEW = 0.02  # how likely what stands is, where none of the candidates is it
MOST = 5  # candidates of a name


def repaired_before(reading: Reading) -> tuple[Doubt, ...] | None:
    """What is in doubt in a text that was repaired before it was read; None of one that was not.

    More than a change or two a page are the repair of this reading, whose ledger is at hand.
    """
    if sum(change.state == "applied" for change in reading.ledger) > len(reading.pages):
        return None
    signs = _signs(reading.text)
    if signs < LEAST or signs * APART < len(reading.text):
        return None
    return _weighed_anew(reading.text) if signs >= ENOUGH else ()


def _signs(text: str) -> int:
    """How much is left of damage in a text."""
    names = {match.groups() for match in NAME.finditer(text)}
    strange = {*(ACUTE.findall(text) if "é" in text else ()), *_lost_marks(names)}
    strange |= set(_with_and_without(names))
    misread = {word for pattern in MISREAD for word in pattern.findall(text)}
    misread |= {word for word in IN_A_WORD.findall(text) if _is_meant(word)} if DIGIT.search(text) else set()
    by_nobody = {*misread, *_lost_stems(names), *(c for c in STRAY if c in text)}
    others = len(strange) + sum(c in text for c in TYPED)
    return others + 2 * len(by_nobody) if by_nobody or others > LEAST else 0


def _is_meant(word: str) -> bool:
    """Is a word with a figure in it one that a letter was read for? A road ("E6an") and a firm ("H&m") are
    none, which have a single letter before it, or an "&"; of such a word it must be known what was meant."""
    if "&" not in word and word[1] not in "60":
        return True
    meant = (word.lower().translate(str.maketrans("60&", letters)) for letters in LETTERS)
    return any(one in lexicon().words or is_surname(one) for one in meant)


def _lost_marks(names: Collection[tuple[str, ...]]) -> Iterator[str]:
    """The words that are no names as they stand, and are with their marks."""
    for first, last in names:
        if surname_meant(last):
            yield last
        elif first_name_meant(first, (last,)):
            yield first


def _with_and_without(names: Collection[tuple[str, ...]]) -> Iterator[str]:
    """The names that stand without their marks, and elsewhere with them: "Bo Lov" beside "Bo Löv"."""
    whole = {" ".join(name) for name in names}
    return (flat for name in whole if (flat := name.translate(FLAT)) != name and flat in whole)


def _lost_stems(names: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The words that nobody knows and that are first names, if l and i stand for each other: "Yiva Ek"."""
    known = lexicon().words
    for first in {first for first, _ in names}:
        if first.lower() not in known and first_name_read(first) != first:
            yield first


def _weighed_anew(text: str) -> tuple[Doubt, ...]:
    """What the words of names may have been with the marks that they lost, weighed without their places."""
    found = (_doubt(piece) for piece in pieces(text, 0, len(text)))
    return tuple(doubt for doubt in found if doubt is not None)


def _doubt(piece: Piece) -> Doubt | None:
    word = piece.word
    if (
        piece.broken
        or not word[0].isupper()
        or not word[1:].islower()
        or any(c in MARKED for c in word.lower())
    ):
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
