"""Texts whose å, ä and ö a program left out: "Socialnmnden fr i uppdrag", "Socialn mnden f r i uppdrag".

What cannot be written in a code is dropped by some programs, and shown as a blank by fonts that lack it. Then
no å, ä or ö stands in the whole document, and "för", "är" and "på" are "fr", "r" and "p", which no reader
makes of them. The words are known by their other letters; where those leave a choice, repair is given one
letter for all three, as for a sign that stands for them (`ocr/code_pages.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ocr.familiar import Familiar
from ocr.ledger import Change

# A word, no part of an address, an abbreviation or a form of one: "vikasjo.se", "t.ex", "EU:s".
_WORD = re.compile(r"(?<![\w@/.:])[A-Za-z]+(?![\w@/]|[.:]\w)")
_GOES_ON = re.compile(" [a-z]")
_LEFT_OUT = re.compile("[åäöÅÄÖ]")
# What is left of short words, "för", "är", "på", "små", has no vowel.
_REST = re.compile(r"(?<![\w.:/-])[b-df-hj-np-tv-xz]{1,3}(?![\w.:/-])")
_LEAST_REST = 3  # different ones
_LEAST, _SHARE = 5, 0.6  # different words that are known when they have their letters, and of all odd ones
_PLAINLY = 0.3  # of all odd ones are known so without a look at compounds
_LEAST_LONG = 4  # letters of a word that tells
_OFTEN = 10  # times as often must words be seen as the short one that stands
_OPENS = re.compile(r"(?:^|[.!?:][”\"]?\s+|\n\s*\n\s*)$")  # before a sentence
_SURE, _NAME = 0.97, 5  # times as often does a name have a capital
_SEEN = 5  # times that a word must have been counted
_STAND_IN = "é"


def stripped(pages: Sequence[str], familiar: Familiar, lost: str) -> list[list[Change]] | None:
    """The changes of a document's pages that put back what was left out; None where nothing was.

    `lost` is the reason of changes that put one letter for all three.
    """
    if (
        any(map(_LEFT_OUT.search, pages))
        or len({*chain.from_iterable(map(_REST.findall, pages))}) < _LEAST_REST
    ):
        return None
    odd = {
        low
        for page in pages
        for match in _WORD.finditer(page)
        if len(low := match.group().lower()) >= _LEAST_LONG and not familiar.stands(low)
    }
    words, _ = _index(familiar)
    if sum(low in words for low in odd) < max(_LEAST, _PLAINLY * len(odd)):
        return None
    known = sum(bool(_ways(low, familiar)) for low in odd)
    if known < _LEAST or known < _SHARE * len(odd):
        return None
    return [list(_changes(page, familiar, lost)) for page in pages]


def _changes(page: str, familiar: Familiar, lost: str) -> Iterator[Change]:
    for match in _WORD.finditer(page):
        word = match.group()
        ways = _ways(word.lower(), familiar)
        if not ways or (word.lower() in familiar.lexicon.words and not _seldom(word, ways, familiar)):
            continue
        opens = _OPENS.search(page, max(0, match.start() - 10), match.start()) is not None
        if len(word) < 2 and word.isupper() and not (opens and _GOES_ON.match(page, match.end())):
            continue  # a party, an initial
        made = _cased(word, _best(ways), familiar, opens=opens)
        after = _LEFT_OUT.sub(_either, made)
        yield Change(*match.span(), word, after, _SURE, "channel", "applied", ((after, _SURE),), lost)


def _either(letter: re.Match[str]) -> str:
    return _STAND_IN if letter[0].islower() else _STAND_IN.upper()


def _seldom(word: str, ways: Mapping[str, float], familiar: Familiar) -> bool:
    """Whether a short word is one much less often than what it may be the rest of: "fr", "ver"."""
    counts = familiar.lexicon.words.get(word.lower())
    times = counts.lower + counts.capital if counts else 0
    return len(word) <= _LEAST_LONG and not word.isupper() and sum(ways.values()) >= _OFTEN * times


def _best(ways: Mapping[str, float]) -> str:
    """The commonest of the words that have their letters in the places where most have them."""
    forms: defaultdict[str, float] = defaultdict(float)
    for word, times in ways.items():
        forms[_LEFT_OUT.sub(_STAND_IN, word)] += times
    form = max(forms, key=lambda some: forms[some])
    return max(ways, key=lambda word: (_LEFT_OUT.sub(_STAND_IN, word) == form, ways[word]))


def _cased(word: str, made: str, familiar: Familiar, *, opens: bool) -> str:
    if len(word) > 1 and word.isupper():
        return made.upper()
    counts = familiar.lexicon.words.get(made)
    name = counts is not None and counts.capital > _NAME * counts.lower
    return made.capitalize() if word[0].isupper() or (made[0] != word[0] and (opens or name)) else made


@lru_cache(maxsize=10_000)
def _ways(low: str, familiar: Familiar) -> Mapping[str, float]:
    """The words that have these letters when they lack å, ä and ö, each with how often it was seen."""
    words, heads = _index(familiar)
    known = familiar.lexicon.words
    found = {word: float(known[word].lower + known[word].capital) for word in words.get(low, ())}
    if found or len(low) < 2 * _LEAST_LONG:
        return found
    for cut in range(3, len(low) - 2):
        for head in (
            *heads.get(low[:cut], ()),
            *([low[:cut]] if low[:cut] in familiar.lexicon.parts else []),
        ):
            for tail in (*words.get(low[cut:], ()), *([low[cut:]] if low[cut:] in known else [])):
                if not (head + tail).isascii() and familiar.stands(head + tail):
                    found[head + tail] = float(known[tail].tail + 1)
    return found


@lru_cache(maxsize=2)
def _index(familiar: Familiar) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """The words with å, ä or ö, and the parts of compounds, by their other letters."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for word, counts in familiar.lexicon.words.items():
        if not word.isascii() and counts.lower + counts.capital >= _SEEN and _LEFT_OUT.search(word):
            words[_LEFT_OUT.sub("", word)].append(word)
    for part, times in familiar.lexicon.parts.items():
        if times > 1 and not part.isascii():
            heads[_LEFT_OUT.sub("", part)].append(part)
    return words, heads


__all__ = ["stripped"]
