"""The Swedish dictionary: base forms, and whether a word is one.

This file alone knows simplemma. Its dictionary takes most of a second to load, so it is loaded with the first
word that is asked for, not with the import of the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

# Adjectives of technical words are in no dictionary in all their forms: idrottspolitiska, idrottspolitiskt.
ADJECTIVE_ENDINGS = (
    ("iskt", "isk"),
    ("iska", "isk"),
    ("liga", "lig"),
    ("ligt", "lig"),
    ("bara", "bar"),
    ("bart", "bar"),
)


@cache
def _dictionary() -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    found: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary("sv")
    return found


def known(word: str) -> bool:
    """Whether a lower-case word, in this very form, is in the dictionary."""
    return word in _dictionary()


def lemma(word: str) -> str | None:
    """The base form of a lower-case word, lower-case too; None where the dictionary does not know it.

    A noun that looks like a form of a verb stays what it is: "nämnd" is not a form of "nämna", since
    "nämnden" is a form of "nämnd".

    >>> lemma("handlingsplanens"), lemma("nämnd")
    ('handlingsplan', 'nämnd')
    """
    words = _dictionary()
    base = words.get(word)
    if base is None and len(word) > 4 and word.endswith("s"):
        base = words.get(word[:-1])  # a genitive
    if base is None:
        return next(
            (word[: -len(end)] + to for end, to in ADJECTIVE_ENDINGS if word.endswith(end) and len(word) > 8),
            None,
        )
    base = base.lower()
    if base != word and (words.get(word + "en") == word or words.get(word + "et") == word):
        return word
    return base
