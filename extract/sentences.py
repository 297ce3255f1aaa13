"""Sentences of Swedish official prose: a stop after "enl.", "m.fl.", "t.ex." or in "2 kap. 5 §" ends none.

Three dots, a stop inside a quotation and a stop before a small letter end no sentence either. White space at
the ends belongs to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.facts import facts
from ocr.spans import Span, trimmed

# A stop with what closes after it, and white space: "ekonomin. ", "rösta.” "
STOP = re.compile(r"[.!?]+[”\"’')\]]{0,3}(?=\s|$)")
# How a sentence goes on after it: a capital, a digit, a quotation, a bullet, a sign of a paragraph
OPENING = re.compile(r"\s*(?:[A-ZÅÄÖÉÜ0-9§]|[a-h]\)\s|[”\"“’'(–•\uf0b7-])")
LAST_WORD = re.compile(r"(\S{1,12})$")
# "Bo Ek ml. (V)", misread for m.fl.
AND_OTHERS = re.compile(r"\sm\S{0,3}l$")
PARTY = re.compile(r"\s?\([A-ZÅÄÖ][A-ZÅÄÖa-z]{0,2}\)")
# "40.000 kr. Bo Ek (S) föreslår", "till Vikasjö Hus AB. Nämnden": an amount or a firm ends a sentence, where
# a capital follows
MAY_CLOSE = re.compile(r"(?:\d\s(?:[tm]?n?kr|st)|\sAB)$")
CAPITAL = re.compile(r"\s+[A-ZÅÄÖ]")
# "... enligt yrkande från S, V och C.", at the end of a line: a party, and no initial
CLOSING_PARTY = re.compile(r"(?:\b(?:från|yttrande|yrkande|och|samt)\s|\b[A-ZÅÄÖ]{1,2},\s)[A-ZÅÄÖ]$")
INITIAL = re.compile(r"(?<!punkt)(?<!alternativ)(?<!bilaga)(?<!under)(?<!förslag)(?:^|[\s(])[A-ZÅÄÖ]$")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, trimmed, in their order."""
    at = start
    for match in STOP.finditer(text, start, end):
        if match.end() < end and not _ends_here(text, match, end):
            continue
        span = trimmed(text, at, match.end())
        if span.start < span.end:
            yield span
        at = match.end()
    span = trimmed(text, at, end)
    if span.start < span.end:
        yield span


def _ends_here(text: str, match: re.Match[str], end: int) -> bool:
    if not OPENING.match(text, match.end(), min(end, match.end() + 400)):
        return False
    if match.group() != ".":
        return True
    if AND_OTHERS.search(text, max(0, match.start() - 5), match.start()) and PARTY.match(text, match.end()):
        return False
    before = text[max(0, match.start() - 14) : match.start()]
    if MAY_CLOSE.search(before) and CAPITAL.match(text, match.end(), end):
        return True
    if (
        CLOSING_PARTY.search(text, max(0, match.start() - 40), match.start())
        and "\n" in text[match.end() : match.end() + 3]
    ):
        return True
    return not (ends_in_abbreviation(before + ".") or INITIAL.search(before))


def ends_in_abbreviation(text: str) -> bool:
    """Does this end in a stop that only shortens a word?

    >>> ends_in_abbreviation("Bo Ek m.fl.")
    True
    """
    word = LAST_WORD.search(text.removesuffix("."))
    if not text.endswith(".") or word is None:
        return False
    last = word.group(1).lower().lstrip("(”\"'")
    return last in _abbreviations() or (last.isdigit() and len(last) <= 2 and _is_counted(text))


def _is_counted(text: str) -> bool:
    """A number with a stop at the start of a line is a point of a list, not the end of a sentence."""
    return bool(re.search(r"(?:^|\n)\s*\d{1,2}\.$", text))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.lower() for word in facts("abbreviations")["words"])
