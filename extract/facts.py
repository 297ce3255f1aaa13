"""Swedish facts, read from the data files beside the code.

What a clerk could correct without being a programmer stands in `extract/data/*.toml`: headings, verbs,
bodies, parties, words for documents, months, abbreviations, the forms of case numbers. Each file says where
its facts come from and under which licence. They are read once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def facts(name: str) -> Mapping[str, Any]:
    """The content of `extract/data/<name>.toml`."""
    text = (files("extract") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(name: str) -> frozenset[str]:
    """A word list, one a line in `extract/data/<name>.txt`; lines that begin with # are remarks."""
    text = (files("extract") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


_FOLD = tuple(zip("åäöéèü", "aaoeeu", strict=True))


def folded(text: str) -> str:
    """The text in lower case without the marks that OCR loses, white space collapsed.

    >>> folded("Särskilt  uttalande")
    'sarskilt uttalande'
    """
    return " ".join(folded_places(text).split())


def folded_places(text: str) -> str:
    """The text in lower case without marks, letter for letter, so that places hold."""
    low = text.lower()
    if not low.isascii():
        for letter, plain in _FOLD:
            low = low.replace(letter, plain)
    return low
