"""Swedish analysis of text, once, for whatever engine keeps the index.

A word becomes three things: its exact form, its lemma (planerna -> plan) and the parts of a compound
(handlingsplan -> handling, plan), so that "plan" finds a handlingsplan and a search for the compound finds
the compound first. å is not a, anywhere: what a person typed without accents is widened when the query is
read (spelling.py), never by folding the index.

An engine gets the terms as plain strings with blanks between them and has only to split at the blanks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.lemmas import known, lemma
from corpus.words import never_parts

WORD = re.compile(
    r"""
    [^\W\d_]+ (?: [-'’] (?: \n [ ]* (?=[a-zåäöé]) )? [^\W\d_]+ )* -?  # barn- och, Social-⏎nämnden
    | \d+ (?: [.,] \d+ )*                             # 2024, 1,1
    | §
    """,
    re.VERBOSE,
)
LINE_END_HYPHEN = re.compile(r"-\n[ ]*(?=[a-zåäöé])")  # Social-⏎nämnden
SHORTEST_LEFT, SHORTEST_RIGHT = 3, 4
SHORT_HEADS = frozenset({"råd", "val", "lag", "vård", "tal", "mål", "mat", "väg", "bad"})
SHORT_MODIFIERS = frozenset({"ny"})


class Terms(NamedTuple):
    """What one word is indexed as."""

    exact: str
    lemma: str
    parts: tuple[str, ...]


class Token(NamedTuple):
    """A word at its place in the text."""

    terms: Terms
    start: int
    end: int


def folded(word: str) -> str:
    """The word without its accents; only to compare, never to keep.

    >>> folded("äldreomsorg")
    'aldreomsorg'
    """
    bare = (c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return "".join(bare).replace("ø", "o")


def tokens(text: str) -> Iterator[Token]:
    """The words of a text with their terms and places, in order."""
    for match in WORD.finditer(text):
        yield Token(terms_of(match.group()), match.start(), match.end())


@lru_cache(maxsize=400_000)
def terms_of(word: str) -> Terms:
    """The terms of one word as it stands in the text.

    >>> terms_of("Handlingsplanerna")
    Terms(exact='handlingsplanerna', lemma='handlingsplan', parts=('handling', 'plan'))
    """
    form = unicodedata.normalize(
        "NFC", LINE_END_HYPHEN.sub("", word).replace("\n", "").replace(" ", "")
    ).lower()
    exact = form.strip("-'’") or form
    if not exact[0].isalpha():
        return Terms(exact, exact, ())
    if "-" in exact:
        pieces = tuple(terms_of(piece) for piece in exact.split("-") if piece)
        parts = tuple(part for piece in pieces for part in (piece.lemma, *piece.parts))
        return Terms(exact, f"{exact.rpartition('-')[0]}-{pieces[-1].lemma}", parts)
    stems = _compound(exact)
    base = lemma(exact)
    if base is None:
        # The last part of a compound is inflected, the others are not: kulturprogrammet -> kulturprogram.
        base = exact[: len(exact) - len(stems[-1])] + (lemma(stems[-1]) or stems[-1]) if stems else exact
    parts = tuple(dict.fromkeys(p for p in (lemma(_unlinked(s)) or _unlinked(s) for s in stems) if p != base))
    return Terms(exact, base, parts)


def _compound(word: str) -> tuple[str, ...]:
    """The pieces of a compound as they stand in it, links included; empty for a simple word."""
    if len(word) < SHORTEST_LEFT + SHORTEST_RIGHT:
        return ()
    return _split(word) or ()


@lru_cache(maxsize=100_000)
def _split(word: str) -> tuple[str, ...] | None:
    """The best way to take a word apart: few pieces, and of those the one with the most even lengths."""
    best: tuple[str, ...] | None = None
    for at in range(2, len(word) - 2):
        left, right = word[:at], word[at:]
        if not _is_head(right):
            continue
        whole = (left,) if _is_modifier(left) else (_split_modifier(left) or ())
        if whole and (best is None or _rank((*whole, right)) < _rank(best)):
            best = (*whole, right)
    return best


def _rank(pieces: tuple[str, ...]) -> tuple[int, int]:
    return len(pieces), sum(len(p) ** 2 for p in pieces)


@lru_cache(maxsize=100_000)
def _split_modifier(left: str) -> tuple[str, ...] | None:
    """A modifier that is itself a compound: stadsbyggnads-nämnd."""
    for at in range(len(left) - SHORTEST_RIGHT, SHORTEST_LEFT - 1, -1):
        if _is_modifier(left[:at]) and _is_modifier(left[at:]) and len(left) - at >= SHORTEST_RIGHT:
            return left[:at], left[at:]
    return None


def _is_head(word: str) -> bool:
    return (len(word) >= SHORTEST_RIGHT or word in SHORT_HEADS) and word not in never_parts() and known(word)


def _is_modifier(word: str) -> bool:
    """The first part stands in its compound form: handlings, gatu, kyrko; or is a word as it is."""
    if word in SHORT_MODIFIERS:
        return True
    if len(word) < SHORTEST_LEFT or word in never_parts():
        return False
    return known(word) or (word.endswith("s") and len(word) > 4 and known(word[:-1]))


def _unlinked(piece: str) -> str:
    """A piece without its linking s, where what remains is a word."""
    return piece[:-1] if piece.endswith("s") and len(piece) > 4 and known(piece[:-1]) else piece
