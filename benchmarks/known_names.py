"""Truth and record without the people whose names are in no list: what is lost of names that can be known.

Made-up houses have odd names on purpose ("Kåpe", "Vedhall"), and where damage took a mark from one of these
nothing in the document tells it. So people and makers are scored once more over the names whose every word is
a first name that people are called, or one that the lexicon knows with a capital. What was found and is, but
for a letter or two, a name that is left out, is left out as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from extract import Record
from extract.facts import folded, words
from ocr.lexicon import lexicon

FIELDS = ("people", "yrkande_by", "statement_by")
ALIKE = 75  # of a hundred: how near in letters a reading is to the name that it was


@lru_cache(maxsize=8192)
def is_known(name: str) -> bool:
    """Is each word of a name one that people are called?

    >>> is_known("Anna Lindberg"), is_known("Anna Vedhall")
    (True, False)
    """
    return all(word in words("first_names") or all(map(_is_listed, word.split("-"))) for word in name.split())


def _is_listed(word: str) -> bool:
    counts = lexicon().words.get(word.lower())
    return counts is not None and counts.capital + counts.opening > 0


def of_known_names(gold: dict[str, Any], record: Record) -> tuple[dict[str, Any], Record]:
    """The truth and a record without the people of names in no list."""
    named = {p["name"] for g in gold["paragraphs"] for p in [*g["people"], *_makers(g)] if p.get("name")}
    odd = {name for name in named if not is_known(name)}

    def keeps(name: str | None) -> bool:
        return not name or (name in named and name not in odd) or not _is_reading_of(name, odd)

    paragraphs = [_without(g, odd) for g in gold["paragraphs"]]
    items = tuple(
        replace(
            item,
            yrkanden=tuple(replace(y, by=_kept(y.by, keeps)) for y in item.yrkanden),
            statements=tuple(
                replace(s, by=by) for s in item.statements if (by := _kept(s.by, keeps)) or not s.by
            ),
        )
        for item in record.items
    )
    people = _kept(record.mentions.people, keeps)
    return gold | {"paragraphs": paragraphs}, replace(
        record, items=items, mentions=replace(record.mentions, people=people)
    )


def _without(paragraph: dict[str, Any], odd: Collection[str]) -> dict[str, Any]:
    def kept(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [p for p in people if p.get("name") not in odd]

    statements = [s | {"by": kept(s["by"])} for s in paragraph["statements"] if kept(s["by"]) or not s["by"]]
    return paragraph | {
        "people": kept(paragraph["people"]),
        "proposals": [p | {"by": kept(p["by"])} for p in paragraph["proposals"]],
        "statements": statements,
    }


def _makers(paragraph: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (maker for one in paragraph["proposals"] + paragraph["statements"] for maker in one["by"])


def _kept(people: Iterable[Any], keeps: Callable[[str | None], bool]) -> tuple[Any, ...]:
    return tuple(person for person in people if keeps(person.name))


@lru_cache(maxsize=1)
def _folded(odd: frozenset[str]) -> list[str]:
    return [folded(name) for name in odd]


def _is_reading_of(name: str, odd: Collection[str]) -> bool:
    read = folded(name)
    return any(fuzz.ratio(read, one) > ALIKE for one in _folded(frozenset(odd)))
