"""Signs within words that only one letter can have been: "persona|en", "v!d", "besIut", "anv^nda".

A stroke or a speck, or a letter that looks like one, is read as a sign; no word has it. Where one letter in
its place, and no other, makes a word, that is what stood there, whatever else is known of the page. Strokes
were l, i or t, and "<t" was an å, ä or ö; what other signs were has to be told by the word alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import product

from ocr.familiar import Familiar
from ocr.ledger import Change, apart
from ocr.signs import signs
from ocr.spans import Span

REASON = "a sign within a word that one letter makes one; no word as it stands"
_STROKES = "|¦!I1íìîï"
_SPECKS = "^*~¬_\\\\"
# Letters with signs among them: strokes anywhere but a figure at the end, specks within.
_WORD = re.compile(
    rf"""
    (?<![\w@/.:\\|*~^!-])
    (?: [a-zåäöA-ZÅÄÖ]++ | [|¦!](?=[a-zåäö]) | [íìîï] | 1(?=[a-zåäö]{{3}}) )
    (?: [a-zåäöíìîï]++
      | (?: (?<=[a-zåäöíìîï|¦!1])[I1{_SPECKS}] | (?<=[A-ZÅÄÖa-zåäöíìîï|¦!1])[|¦!] | <t )
        (?=[a-zåäöíìîï|¦!I1<])
    )*
    I?
    (?![\w@/\\|*~^:-]|[.](?=\w))
    """,
    re.VERBOSE,
)
_SIGN = re.compile(rf"(?<!^)I|<t|[{_STROKES.replace('I', '')}{_SPECKS}]")
# What a page is looked through for.
_ANY = re.compile(rf"<t(?=[a-zåäö<])|[|¦!I1íìîï{_SPECKS}](?:(?<=[a-zåäö].)|(?<!I)(?=[a-zåäö]))")
_LEAST, _LEAST_SPECK, _LEAST_NAME = 3, 5, 9  # letters
_MOST_SIGNS = 3
_OFTEN = math.log(20)  # how much likelier a word must be than the next
_SEEN, _SHORT, _COMMON = 4, 3, 2000  # times that a word must have been counted; one of so few letters
_SURE = 0.97


def inner_signs(page: str, familiar: Familiar) -> Iterator[Change]:
    """The words of a page with signs in them that can be only one word.

    >>> from ocr.lexicon import lexicon
    >>> known = Familiar(lexicon())
    >>> [c.after for c in inner_signs("Persona|en har te|efonlístor, som anv^nts f<trst.", known)]
    ['Personalen', 'telefonlistor', 'använts', 'först']
    """
    at = 0
    while found := _ANY.search(page, at):
        start = found.start()
        while start > at and not page[start - 1].isspace():
            start -= 1
        blank = re.compile(r"\s|$").search(page, found.end())
        end = blank.start() if blank else len(page)
        for match in _WORD.finditer(page, start, end):
            word = match.group()
            if (after := _mended(word, familiar)) and after != word:
                yield Change(
                    *match.span(), word, after, _SURE, "channel", "applied", ((after, _SURE),), REASON
                )
        at = max(end, found.end())


def signs_of(page: str, settled: Sequence[Span], familiar: Familiar) -> list[Change]:
    """What signs of a page were: those that are plain by where they stand, and those within words but where
    all is `settled`."""
    inner = (
        change
        for change in inner_signs(page, familiar)
        if not any(span.start <= change.start < span.end for span in settled)
    )
    return sorted(apart(*signs(page), *inner), key=lambda change: change.start)


def _mended(word: str, familiar: Familiar) -> str | None:
    signs = list(_SIGN.finditer(word))
    specks = sum(match.group() in _SPECKS for match in signs)
    least = _LEAST_SPECK if specks else _LEAST
    if word.isalpha() and word[0].isupper() and not word.isascii() and "I" not in word[1:]:
        least = _LEAST_NAME  # "Solís", of another language
    if not signs or len(signs) > _MOST_SIGNS or specks > 1 or len(word) < least:
        return None
    parts = [part.lower() for part in _SIGN.split(word)]
    if word.isalpha() and familiar.stands(word.lower()):
        return None
    if not parts[0] and familiar.stands("".join(parts)):
        return None  # "!omslag": the word is whole without it
    ways = [_letters(match.group()) for match in signs]
    made: dict[str, float] = {}
    for letters in product(*ways):
        some = parts[0] + "".join(letter + part for letter, part in zip(letters, parts[1:], strict=True))
        counts = familiar.lexicon.words.get(some)
        seen = counts.lower + counts.capital if counts else _SEEN
        if familiar.stands(some) and seen >= (_SEEN if len(some) > _SHORT else _COMMON):
            made[some] = familiar.log_share(some)
    best, *others = sorted(made, key=lambda some: -made[some]) or [""]
    if not best or (others and made[best] - made[others[0]] < _OFTEN):
        return None
    return best[0].upper() + best[1:] if word[0].isupper() else best


def _letters(sign: str) -> str:
    if sign == "<t":
        return "åäö"
    if sign in "íìîï":
        return "i"
    return "lit" if sign in _STROKES else "abcdefghijklmnoprstuvxyåäö"


__all__ = ["REASON", "inner_signs", "signs_of"]
