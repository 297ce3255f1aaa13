"""Signs that stand where no Swedish text has them: rules of tables, bullets and marks of quotation misread.

A model that does not know a bullet reads "©", "¢" or "&"; the rule of a table becomes "|" or "=", and a mark
of quotation "‘". What stood there the text cannot tell, so nobody but a person changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
