"""Hyphens of a line's end that came into a line: "kundnöjdhetsunder- sökningar", "före- slår".

A program that fills lines anew keeps the hyphen of a word that was broken, and puts a blank after it. Swedish
writes a hyphen and a blank only where a part is left out ("barn- och ungdom"), before a conjunction or
another such part. Such words are put together on a page that has other damage, as soft hyphens are
(`ocr/marks.py`): every letter of them was read as it stands, and a good page is not touched.
"""

from __future__ import annotations

import re

from ocr.familiar import Familiar
from ocr.ledger import Change

REASON = "a line's hyphen within the line"
_BROKEN = re.compile(r"(?<![\w@/.-])([^\W\d_]{2,})(-[ \u00a0])([a-zåäö]{2,})(?![\w@/-]|\.\w)")
_ANY = re.compile(r"-[ \u00a0](?<=[^\W\d_]..)(?=[a-zåäö])")
# What may follow a part that is left out, beside conjunctions: "in- för utflyttning", "skol- i stället för".
_FOLLOWS = re.compile(
    r"av|den|det|eller|en|ett|för|från|i|inom|inte|kontra|med|men|mot|och|om|per|plus|på|resp|respektive|samt"
    r"|som|till|utan|vid|än|är"
)
_SEVERAL = 3  # different words of a page
_LEAST_PART, _SELDOM = 4, 30  # letters of a part, times that a word was counted
_PLAIN = 6.0  # nats by which a word is likelier than its halves
_SURE, _LIKELY = 0.98, 0.95


def hyphens(page: str, familiar: Familiar) -> list[Change]:
    """The words of a page that a hyphen and a blank break.

    >>> from ocr.lexicon import lexicon
    >>> hyphens("Nämnden före- slår barn- och ungdomsvård.", Familiar(lexicon()))[0].before
    '- '
    """
    if not _ANY.search(page):
        return []
    broken = [
        match
        for match in _BROKEN.finditer(page)
        if not (match[1].isupper() or _FOLLOWS.fullmatch(match[3]))
        and _is_word(match[1].lower(), match[3], familiar)
    ]
    plain = {match for match in broken if _gain(match, familiar) > _PLAIN}
    pieces = any(_seldom(match[1].lower(), familiar) or _seldom(match[3], familiar) for match in plain)
    several = pieces and len({match[1] + match[3] for match in broken}) >= _SEVERAL
    found = [match for match in broken if match in plain or (several and _gain(match, familiar) > 0)]
    return [_change(match, _SURE if match in plain else _LIKELY) for match in found]


def _is_word(head: str, tail: str, familiar: Familiar) -> bool:
    """Whether two halves make a word, the first perhaps with another part before: "kundnöjdhetsunder"."""
    return familiar.stands(head + tail) or any(
        head[:cut] in familiar.lexicon.parts and familiar.stands(head[cut:] + tail)
        for cut in range(_LEAST_PART, len(head) - 1)
    )


def _seldom(low: str, familiar: Familiar) -> bool:
    """Whether half of a word is hardly ever one itself."""
    counts = familiar.lexicon.words.get(low)
    return counts is None or counts.lower < _SELDOM


def _gain(match: re.Match[str], familiar: Familiar) -> float:
    """By how many nats the word is likelier than its halves beside each other."""
    whole, head, tail = ((word.lower()) for word in (match[1] + match[3], match[1], match[3]))
    share = max(familiar.log_share(whole), familiar.log_stands(whole))
    return share - familiar.log_share(head) - familiar.log_share(tail)


def _change(match: re.Match[str], share: float) -> Change:
    return Change(*match.span(2), match[2], "", share, "channel", "applied", (("", share),), REASON)


__all__ = ["REASON", "hyphens"]
