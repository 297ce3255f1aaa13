"""The stage's data files of Swedish words, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def stopwords() -> frozenset[str]:
    """Words that a search passes over."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())


@cache
def never_parts() -> frozenset[str]:
    """What the dictionary holds as words, but is no part of a compound."""
    return frozenset(word for line in _lines("never_parts.txt") for word in line.split())


@cache
def name_ends() -> frozenset[str]:
    """Words that end a plan's name."""
    return frozenset(word for line in _lines("name_ends.txt") for word in line.split())


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """The other words of a lemma's group."""
    groups = [line.split(",") for line in _lines("synonyms.csv")]
    return {word: tuple(w for w in group if w != word) for group in groups for word in group}
