"""From the words that a person typed to the spellings that exist.

Typed without accents ("aldreomsorg") a word stands for all its spellings in the archive; misspelt
("biståndshandlägare") it stands for the nearest ones. Never the other way: who types å means å.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.archive import Archive
from corpus.tokens import folded

MOST = 4


class Spelling(NamedTuple):
    """A form that the archive holds, and how far it may stand for what was typed (0-1)."""

    form: str
    weight: float


def spellings(archive: Archive, word: str) -> list[Spelling]:
    """The archive's forms that a typed lower-case word may mean, without the word itself.

    Unaccented words are widened where the accented form is the commoner one, misspelt ones where nothing in
    the archive begins to match.
    """
    here = _counts(archive, word)
    if len(word) < 3 or not word[0].isalpha():
        return []
    if word.isascii():
        found = [(form, n) for form, n in _accented(archive, word) if n > here]
        if found:
            weight = 0.5 if here else 1.0
            return [Spelling(form, weight) for form, _ in sorted(found, key=lambda f: -f[1])[:MOST]]
    return [] if here or len(word) < 4 else _near(archive, word)


def _counts(archive: Archive, word: str) -> int:
    rows = archive.rows("SELECT doc FROM vocabulary WHERE term = ? AND col IN ('exact', 'title')", (word,))
    return max((n for (n,) in rows), default=0)


def _accented(archive: Archive, word: str) -> list[tuple[str, int]]:
    rows = archive.rows("SELECT form FROM spellings WHERE folded = ? AND form <> ?", (word, word))
    return [(form, n) for (form,) in rows if (n := _counts(archive, form))]


def _near(archive: Archive, word: str) -> list[Spelling]:
    allowed = 1 if len(word) < 7 else 2
    first = folded(word[0])
    forms = [
        form
        for (form,) in archive.rows(
            "SELECT form FROM spellings WHERE folded >= ? AND folded < ? AND length(form) BETWEEN ? AND ?",
            (first, first + "\U0010ffff", len(word) - allowed, len(word) + allowed),
        )
    ]
    near = process.extract(word, forms, scorer=OSA.distance, score_cutoff=allowed, limit=20)
    found = [(distance, form, n) for form, distance, _ in near if (n := _counts(archive, form))]
    best = min((distance for distance, *_ in found), default=0)
    chosen = sorted((-n, form) for distance, form, n in found if distance == best)
    return [Spelling(form, 0.9 - 0.15 * best) for _, form in chosen[:MOST]]
