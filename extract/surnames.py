"""How Swedish names are made: what a surname is put together of, and which name a word is with its marks.

A surname is likelier one the more it is made of parts of surnames ("Käll" and "berg"); the parts are facts
(`data/people.toml`). What hardly ever has a capital is none, and what the lexicon knows as a name is what it
says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import product

from extract.facts import facts
from ocr.familiar import FLAT
from ocr.lexicon import lexicon

VOWEL = re.compile(r"[aeiouyåäö]")
WHOLE = 2  # what a name counts for that is made of parts of surnames altogether
MARKED = {"a": "aåä", "o": "oö", "A": "AÅÄ", "O": "OÖ"}
MOST_MARKED = 4  # letters of a word that may have lost their marks
COMMON = 20  # times that a common word stands in small letters for each time that it begins with a capital


@cache
def _parts() -> tuple[frozenset[str], frozenset[str]]:
    """How surnames begin, and how they end."""
    return frozenset(facts("people")["surname_heads"]), frozenset(facts("people")["surname_ends"])


@lru_cache(maxsize=8192)
def made_as_surname(name: str) -> int:
    """How much of a name is made as surnames are: its end, or the whole ("Käll" and "berg", "Lönn")."""
    heads, ends = _parts()
    if (
        (len(name) > 2 and name in heads)
        or (len(name) > 3 and name in ends)
        or any(name[:i] in heads and name[i:] in ends for i in range(1, len(name)))
    ):
        return WHOLE
    return 1 if name.endswith(tuple(ends)) else 0


def is_surname(name: str) -> bool:
    """Is a word, in small letters, made of parts of surnames altogether?"""
    return made_as_surname(name) == WHOLE


def is_name(word: str) -> bool:
    """Is a word, in small letters, such a surname, or a name that the lexicon knows?"""
    return is_surname(word) or _is_known_name(word)


def is_common_word(word: str) -> bool:
    """Is a word hardly ever written with a capital?"""
    counts = lexicon().words.get(word)
    return counts is not None and counts.lower >= COMMON * (counts.capital + 1)


@lru_cache(maxsize=8192)
def surname_meant(read: str) -> str | None:
    """The one surname that a word is with an å, ä or ö in it, if it is none itself; of several the one with
    the marks that all of them have ("Ahlstrom": not Åhlström). A name that the lexicon knows is what it says.

    >>> surname_meant("Bjorklof"), surname_meant("Lindberg"), surname_meant("Strm"), surname_meant("Ahlkvist")
    ('Björklöf', None, 'Ström', None)
    """
    if read.isascii() and read[1:].islower() and not VOWEL.search(read.lower()):
        return _with_lost_letter(read)
    if not read.isascii() or not 0 < sum(letter in MARKED for letter in read) <= MOST_MARKED:
        return None
    if _is_known_name(read.lower()):
        return None
    ways = ("".join(letters) for letters in product(*(MARKED.get(letter, letter) for letter in read)))
    made = [way for way in ways if is_surname(way.lower())]
    if not made or read in made:
        return None
    known = [way for way in made if _is_known_name(way.lower())]
    if len(known) == 1:
        return known[0]
    sure = "".join(
        letters.pop() if len(letters) == 1 else plain
        for plain, letters in zip(read, map(set, zip(*made, strict=True)), strict=True)
    )
    return sure if sure in made else None


def _with_lost_letter(read: str) -> str | None:
    """The one surname that a word without any vowel is with an å, ä or ö that was not read: "Sj", "Strm"."""
    meant = {read[:i] + letter + read[i:] for i in range(1, len(read) + 1) for letter in "åäö"}
    made = [name for name in meant if is_surname(name.lower())]
    return made[0] if len(made) == 1 else None


def _is_known_name(word: str) -> bool:
    counts = lexicon().words.get(word)
    return counts is not None and counts.capital + counts.opening > 0


def first_name_meant(read: str, surname: Iterable[str]) -> str | None:
    """The first name with å, ä or ö that a word is, before one of these surnames."""
    meant = _marked_first().get(read)
    return meant if meant and any(made_as_surname(name.lower()) for name in surname) else None


@cache
def _marked_first() -> Mapping[str, str]:
    """The first names with å, ä or ö that are commoner than those without, by these."""
    return {name.translate(FLAT): name for name in facts("people")["marked_first_names"]}
