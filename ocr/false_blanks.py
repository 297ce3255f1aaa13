"""Blanks that a reading put in: "krisbere dskap", "Faststa ä lld", "at t".

Pieces that are no words may be one; they are joined where together they make a known word that is likelier
than they are. A single slip is the writer's own as often as not: what is not plain by itself is done only
where the like stands nearby.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ocr.blanks import Mend, Token, settled
from ocr.familiar import Familiar, is_letter, regular
from ocr.lexicon import NEVER, log_unknown

_LATIN = ("pro", "memoria")  # the one Latin term that Swedish writes as one word as well
_COMMON = 2000  # times that a word must have been counted to stand for itself beside what is no word
_PUT_IN = -3.0  # nats for each blank
_MARGIN = 2.5  # nats by which a whole must be likelier than its pieces in two words
_SHORT_WHOLE = 3.0  # nats more that a short word is asked for
_MOST_PIECES = 4
_ON_RUINED = 6.0  # the gain that is asked for pieces to be joined on a page that a wrong model ruined
# What a lone å, ä or ö after a letter means: the dots of that letter, set apart.
_DOTS = {"aä": "ä", "aå": "å", "oä": "ö", "oö": "ö", "aö": "ä", "åå": "å", "ää": "ä", "öö": "ö", "öä": "ö"}
GAPS = (" ", "  ", "\u00a0", "\u2009", "\u202f")  # between the pieces of a word

_SHORT_BEFORE = re.compile(r"\.\s?$|\b[^\W\d_]\s$")  # "t.", "o "
_SPACED = re.compile(r"(?i)(?:t o m|fr o m|d v s|o s v|s k|m m|m fl|bl a|t ex|p g a)\b")  # "t o m mars"
_SHORT_AFTER = re.compile(r"\s?[.:](?![.:])|\s[^\W\d_]\b|$")


def joined(
    page: str, tokens: Sequence[Token], odd: frozenset[str], familiar: Familiar, *, ruined: bool = False
) -> list[Mend]:
    """Words that blanks cut in two or more, none of them standing as it is; overlapping ones are left out.

    A page that a wrong model `ruined` has such slips of its reader's, and they need no others beside them.
    """
    found = list(_cut_into_words(page, tokens, odd, familiar)) if ruined else []
    seen: set[tuple[int, int]] = set()  # runs of tokens, of which several may be odd
    for i, token in enumerate(tokens):
        if token.word in odd:
            low, high = i, i + 1
            while low and i - low < _MOST_PIECES - 1 and _near(page, tokens[low - 1], tokens[low]):
                low -= 1
            while (
                high < len(tokens) and high - i < _MOST_PIECES and _near(page, tokens[high - 1], tokens[high])
            ):
                high += 1
            for first in range(low, i + 1):
                for end in range(max(i + 1, first + 2), min(high, first + _MOST_PIECES) + 1):
                    if (first, end) in seen:
                        continue
                    seen.add((first, end))
                    if mend := _joined(page, tokens[first:end], odd, familiar, ruined=ruined):
                        found.append(mend)
    taken: list[Mend] = []
    places: list[tuple[int, int]] = []  # of what is taken, in order
    for mend in sorted(found, key=lambda mend: -mend.gain):
        at = bisect_left(places, (mend.start, mend.end))
        if not any(mend.end > start and mend.start < end for start, end in places[max(0, at - 1) : at + 1]):
            taken.append(mend)
            places.insert(at, (mend.start, mend.end))
    if ruined:
        return [mend for mend in taken if mend.plain or mend.gain >= _ON_RUINED]
    return list(settled(taken, weak=6.0, strong=9.0))


def _cut_into_words(
    page: str, tokens: Sequence[Token], odd: frozenset[str], familiar: Familiar
) -> Iterator[Mend]:
    """Words that a blank cut into two rare ones: "arbe ta", "bi len"."""
    words = familiar.lexicon.words
    for pair in pairwise(tokens):
        left, right = pair
        if (left.word + right.word).lower() in words and odd.isdisjoint((left.word, right.word)):
            mend = _joined(page, pair, odd, familiar, ruined=True) if _near(page, left, right) else None
            if mend and mend.gain >= _ON_RUINED:
                yield replace(mend, plain=True)


def _near(page: str, left: Token, right: Token) -> bool:
    return page[left.end : right.start] in GAPS


def _joined(
    page: str, tokens: Sequence[Token], odd: frozenset[str], familiar: Familiar, *, ruined: bool = False
) -> Mend | None:
    words = [token.word for token in tokens]
    wholes = list(_wholes(words, familiar))
    if not wholes or tuple(map(str.lower, words)) == _LATIN:
        return None
    whole = max(wholes, key=familiar.log_share)
    if len(whole) < (3 if familiar.joins(whole) else 4) or _abbreviated(page, tokens):
        return None
    torn = ruined and familiar.joins(whole)  # "at t", "de n"
    if len(words) == 2 and min(map(len, words)) == 1 and max(words, key=len) not in odd and not torn:
        return None  # "planbestämmelse n", "beslut a", "hälsa o säkerhet": the words stand as they are
    if max(map(len, words)) < 3 and not familiar.joins(whole):
        return None
    shares = [_log_piece(word, odd, familiar) for word in words]
    if len(words[0]) > 3 and odd.isdisjoint(words[:-1]) and shares[-1] > log_unknown(words[-1].lower()):
        return None  # "laga kraftvunnen": what is no plain word may be a compound
    chance = familiar.log_share(whole) + _PUT_IN * (len(words) - 1)
    gain = chance - sum(shares)
    if gain <= 0 or chance < _in_two(words, shares, familiar) + _MARGIN:
        return None
    broken = [len(word) for word in words if word in odd or is_letter(word)]
    asked = 14.0 if broken and min(broken) > 2 and len(broken) == len(words) else 20.0
    known = familiar.lexicon.words
    if whole.lower() in known and not any(
        w.lower() in known and known[w.lower()].lower > _COMMON for w in words
    ):
        asked = min(asked, 15.0)
    if len(whole) > 5 and whole in page:
        asked = 8.0
    return Mend(
        tokens[0].start, tokens[-1].end, whole, gain, gain > asked + _SHORT_WHOLE * (len(whole) < 6), True
    )


def _log_piece(word: str, odd: frozenset[str], familiar: Familiar) -> float:
    """The logarithm of the chance of a piece as it stands: an odd one may be a compound."""
    share = familiar.log_share(word)
    return max(share, familiar.log_stands(word.lower())) if word in odd else share


def _in_two(words: Sequence[str], shares: Sequence[float], familiar: Familiar) -> float:
    """The best that pieces are as two words, one of them whole: "för höj d" is "för höjd", not "förhöjd"."""
    best = NEVER * len(words)
    for cut in range(1, len(words)):
        chance = _PUT_IN * (len(words) - 2)
        for some, each in ((words[:cut], shares[:cut]), (words[cut:], shares[cut:])):
            whole = "".join(some)
            known = len(some) == 1 or (regular(whole) and familiar.stands(whole.lower()))
            chance += (each[0] if len(some) == 1 else familiar.log_share(whole)) if known else NEVER
        best = max(best, chance)
    return best


def _abbreviated(page: str, tokens: Sequence[Token]) -> bool:
    """Whether a lone letter at either end belongs to an abbreviation: "giltig t.o.m.", "fr o m"."""
    first, last = tokens[0], tokens[-1]
    return (
        _SPACED.match(page, first.start) is not None
        or (
            len(first.word) < 3
            and _SHORT_BEFORE.search(page, max(0, first.start - 3), first.start) is not None
        )
        or (len(last.word) < 3 and _SHORT_AFTER.match(page, last.end) is not None)
    )


def _wholes(words: Sequence[str], familiar: Familiar) -> Iterator[str]:
    """The known words that pieces make together; a lone å, ä or ö may be the dots of the letter before it."""
    made = ["".join(words)]
    if len(words) == 3 and len(words[1]) == 1:
        dotted = _DOTS.get(words[0][-1].lower() + words[1].lower())
        if dotted:
            made.append(words[0][:-1] + (dotted.upper() if words[0][-1].isupper() else dotted) + words[2])
    for whole in made:
        if regular(whole) and familiar.stands(whole.lower()):
            yield whole
