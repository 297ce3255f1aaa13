"""Words of other languages: single ones that tell, and quotations within Swedish lines.

A line in another language is found by the gate (`ocr/triage.py`). A few words of English in a line of
damaged Swedish, the title of a report or a sentence in quotation marks, are not: "for" and "at" there are no
"för" and "åt". A word that may be of another language is left alone where its neighbours are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from ocr.familiar import Familiar
from ocr.protect import Piece

FOREIGN_FILE, ENGLISH_FILE = "foreign.txt", "english.txt"
_NEAR, _ENOUGH = 2, 2  # words on either side, and how many of them have to be foreign
_HARDLY_EVER = 60  # times that a foreign word was counted in Swedish, by the way


def _listed(name: str) -> frozenset[str]:
    text = (files("ocr") / "data" / name).read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def foreign_words() -> frozenset[str]:
    """Words that mark a line as of another language; some are Swedish as well."""
    return _listed(FOREIGN_FILE)


@cache
def quoted_words() -> frozenset[str]:
    """Words that a quotation is made of: those, and more of English."""
    return foreign_words() | _listed(ENGLISH_FILE)


def is_foreign(low: str, familiar: Familiar) -> bool:
    """Whether a word is of another language and can be no Swedish one, damaged or not.

    >>> from ocr.lexicon import lexicon
    >>> [is_foreign(word, Familiar(lexicon())) for word in ("the", "for", "namnd")]
    [True, False, False]
    """
    if low not in quoted_words() or familiar.flat(low):
        return False
    counts = familiar.lexicon.words.get(low)
    return counts is None or counts.lower < _HARDLY_EVER


def unquoted(found: Sequence[Piece], familiar: Familiar) -> list[Piece]:
    """The pieces of a damaged stretch without those of quotations in another language."""
    quoted = quoted_words()
    lows = [piece.word.lower() for piece in found]
    strange = {low for low in quoted.intersection(lows) if is_foreign(low, familiar)}
    foreign = [low in strange for low in lows]
    if sum(foreign) < _ENOUGH:
        return list(found)
    return [
        piece
        for i, piece in enumerate(found)
        if lows[i] not in quoted
        or sum(foreign[max(0, i - _NEAR) : i]) + sum(foreign[i + 1 : i + 1 + _NEAR]) < _ENOUGH
    ]
