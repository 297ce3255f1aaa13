"""Signs that stand where no Swedish text has them: rules of tables, bullets and marks of quotation misread.

A model that does not know a bullet reads "©", "¢" or "e"; the rule of a table becomes "|" or "=", and a mark
of quotation "‘". What stood there the text cannot tell, so nobody but a person changes them; but where three
lines of a page begin with such a sign, each is a point of a list, and its sign the bullet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr.ledger import Change
from ocr.protect import protected
from ocr.spans import Span

# What stands before is asked after the sign itself, since most places have none: that is twice as fast.
_SMUDGE = re.compile(
    r"""
      [|=©¢®«»{}<>~\\‘'\[\]_*^¦]+              # anywhere: "=Våra", "]önsam", "milj®", "('Stockholm"
    | ’ (?: (?!\w) | (?<!\w’) )                # no "’" but within a word: "(’Stockholm"
    | [;:.,$°@+“”] (?<!\S.) [;:.,$°@+“”]? (?!\S)                   # alone: ":"
    | [&eo] (?<![^\n].) (?=\ \S) | [O0] (?<![^\n].) (?=\ [A-ZÅÄÖ])   # where a bullet may be: "e Utveckla"
    | & (?<!\S.) (?=\ [a-zåäö])                 # "& kvalitet", not "Ek & Alm"
    """,
    re.VERBOSE | re.MULTILINE,
)

# "e Utveckla", "© = Våra mål", "¢ =Nacka"; nothing before a figure, where a crest may stand: "© 19 februari"
_POINT = re.compile(r"^[ \t]*((?:e¢|[e©¢«])(?=[ \t])(?:[ \t]+=[ \t]*)?)(?=[ \t]*[^\W\d_]{2})", re.MULTILINE)
_LEAST_POINTS = 3  # of a page
_BULLET, _HELD = "•", 0.97  # how often a bullet stood there on pages with known text, of one kind or another


def points(page: str, stretches: Sequence[Span]) -> list[Change]:
    """The signs before the points of a list as bullets, where the damaged stretches of a page have some.

    >>> list_ = "e Skolan\\n© =Parken\\ne torget\\n"
    >>> [(change.before, change.after) for change in points(list_, [Span(0, 27)])]
    [('e', '•'), ('© =', '• '), ('e', '•')]
    """
    found = [match for span in stretches for match in _POINT.finditer(page, *span)]
    return [_as_bullet(match.start(1), match[1]) for match in found if len(found) >= _LEAST_POINTS]


def _as_bullet(start: int, sign: str) -> Change:
    after = _BULLET if len(sign.split()) == 1 else f"{_BULLET} "
    why = "stands before the points of a list"
    return Change(start, start + len(sign), sign, after, _HELD, "channel", "applied", ((after, _HELD),), why)


def smudges(page: str, start: int, end: int) -> Iterator[Span]:
    """Where a damaged stretch has such signs, in order."""
    below, taken = start, list[Span]()  # the end of the line that was looked at last, and what is protected
    for match in _SMUDGE.finditer(page, start, end):
        at, to = match.span()
        if to > below:
            line = max(start, page.rfind("\n", 0, at) + 1)
            below = page.find("\n", to, end)
            below = below if below >= 0 else end
            taken = protected(page, line, below)
        if not any(low < to and at < high for low, high in taken):
            yield Span(at, to)
