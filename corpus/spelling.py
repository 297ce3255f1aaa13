"""From the words that a person typed to the spellings that exist.

Typed without accents ("aldreomsorg") a word stands for all its spellings in the archive; misspelt
("biståndshandlägare") it stands for the nearest ones. Never the other way: who types å means å.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.archive import Archive

ACCENTED = {"a": "aåäàá", "o": "oöóø", "e": "eéèê", "u": "uü", "i": "ií", "y": "yý"}
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


def folded(word: str) -> str:
    """The word without its accents; only to compare, never to keep.

    >>> folded("äldreomsorg")
    'aldreomsorg'
    """
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).replace(
        "ø", "o"
    )


def _counts(archive: Archive, word: str) -> int:
    rows = archive.rows("SELECT doc FROM vocabulary WHERE term = ? AND col IN ('exact', 'title')", (word,))
    return max((n for (n,) in rows), default=0)


def _accented(archive: Archive, word: str) -> list[tuple[str, int]]:
    pattern = "".join(f"[{ACCENTED[c]}]" if c in ACCENTED else c for c in word)
    found: list[tuple[str, int]] = []
    for first in ACCENTED.get(word[0], word[0]):
        # the range lets the index skip to the first letter, or to the letters that have no accents
        start = first + _plain_run(word[1:])
        found += archive.rows(
            "SELECT term, doc FROM vocabulary"
            " WHERE term >= ? AND term < ? AND col = 'exact' AND term GLOB ? AND term <> ?",
            (start, start + "\U0010ffff", pattern, word),
        )
    return found


def _plain_run(rest: str) -> str:
    run = ""
    for character in rest:
        if character in ACCENTED:
            break
        run += character
    return run


def _near(archive: Archive, word: str) -> list[Spelling]:
    allowed = 1 if len(word) < 7 else 2
    forms: dict[str, int] = {}
    for first in ACCENTED.get(folded(word[0]), word[0]):
        forms.update(
            archive.rows(
                "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? AND col = 'exact'"
                " AND length(term) BETWEEN ? AND ?",
                (first, first + "\U0010ffff", len(word) - allowed, len(word) + allowed),
            )
        )
    near = process.extract(word, forms.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=20)
    if not near:
        return []
    best = min(distance for _, distance, _ in near)
    chosen = sorted((f for f, distance, _ in near if distance == best), key=lambda f: -forms[f])
    return [Spelling(form, 0.9 - 0.15 * best) for form in chosen[:MOST]]
