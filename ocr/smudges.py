"""Signs that stand where no Swedish text has them: rules of tables, bullets and marks of quotation misread.

A model that does not know a bullet reads "©", "¢" or "e"; the rule of a table becomes "|" or "=", and a mark
of quotation "‘". Some of them are plain by where they stand (on pages with known text nothing that was right
was hurt by any of these): three lines of a page that begin so are the points of a list; a stroke before a
small letter at the head of a sentence is the word "I"; a mark before a word is ” if the quotation that it
opens ends so, and a speck if it is a ‘ that nothing closes. What stood in place of the others the text cannot
tell, so nobody but a person changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr.ledger import Change
from ocr.protect import protected
from ocr.spans import Span

# Which sign it is, and what stands before, is asked after one was found, since most places have none: that is
# four times as fast.
_SMUDGE = re.compile(
    r"""
    [|=©¢®«»{}<>~\\‘'\[\]_*^¦’;:.,$°@+“”&eoO0] (?:
      (?<=[|=©¢®«»{}<>~\\‘'\[\]_*^¦]) [|=©¢®«»{}<>~\\‘'\[\]_*^¦]*   # anywhere: "=Våra", "]önsam", "milj®"
    | (?<=’) (?: (?!\w) | (?<!\w’) )                               # no "’" but within a word: "(’Stockholm"
    | (?<=[;:.,$°@+“”]) (?<!\S.) [;:.,$°@+“”]? (?!\S)              # alone: ":"
    | (?<=[&eo]) (?<![^\n].) (?=\ \S)                              # where a bullet may be: "e Utveckla"
    | (?<=[O0]) (?<![^\n].) (?=\ [A-ZÅÄÖ])
    | (?<=&) (?<!\S.) (?=\ [a-zåäö])                              # "& kvalitet", not "Ek & Alm"
    )
    """,
    re.VERBOSE | re.MULTILINE,
)

# "e Utveckla", "© = Våra mål", "¢ =Nacka"; nothing before a figure, where a crest may stand: "© 19 februari"
_POINT = re.compile(r"^[ \t]*((?:e¢|[e©¢«])(?=[ \t])(?:[ \t]+=[ \t]*)?)(?=[ \t]*[^\W\d_]{2})", re.MULTILINE)
_LEAST_POINTS = 3  # of a page
_NEAR = 150  # characters
# "| enlighet med", "beslut. | dag", "beslut. |\ndag"
_STROKE = re.compile(
    r"(?:(?<=[.!?:][ ])|^[ \t]*(?:[-–—•*+][ ])?)(\|)(?=[ \t]+‘?[a-zåäö]|[ \t]*\n[ \t]*‘?[a-zåäö])",
    re.MULTILINE,
)
# "('Stockholm Ström”)", "”'Nacka"
_OPENING = re.compile(
    r"""(?<![^\s(])((?:["‘’'*«»]{1,2}|”[‘’']))(?=[^\W_][^"“”‘’'*«»\n]{0,60}\w[.,]?”[.,;:)]*(?:\s|$))"""
)
_SPECK = re.compile(r"""(?<!\S)(‘)(?=[^\W_]{2}[^\n’'”"]*$)""", re.MULTILINE)  # "‘Ordförandes"
_BULLET_HELD = 0.97
# What has a sign that a page needs to hold any, what it was, how often, and why.
_PLAIN = (
    ("|", _STROKE, "I", 0.99, "a sentence begins here with a small letter"),
    ("”", _OPENING, "”", 0.95, "the quotation ends with ”"),
    ("‘", _SPECK, "", 0.9, "opens a quotation that nothing closes"),
)


def plain(page: str, stretches: Sequence[Span]) -> list[Change]:
    """The misread signs of a page's damaged stretches that are plain by their places, in order.

    >>> [(line.before, line.after) for line in plain("| dag gäller ('planen”)", [Span(0, 23)])]
    [('|', 'I'), ("'", '”')]
    """
    found = [*_points(page, stretches)]
    for needed, pattern, after, held, why in _PLAIN:
        if needed in page:
            found += [
                _read_as(match, after, held, why)
                for span in stretches
                for match in pattern.finditer(page, *span)
                if pattern is not _STROKE or _alone(page, match.start(1))
            ]
    return sorted(found, key=lambda change: change.start)


def _points(page: str, stretches: Sequence[Span]) -> Iterator[Change]:
    """The signs before the points of a list as bullets, where there are some."""
    found = [match for span in stretches for match in _POINT.finditer(page, *span)]
    for match in found if len(found) >= _LEAST_POINTS else ():
        after = "•" if len(match[1].split()) == 1 else "• "
        yield _read_as(match, after, _BULLET_HELD, "stands before the points of a list")


def _read_as(match: re.Match[str], after: str, held: float, why: str) -> Change:
    return Change(*match.span(1), match[1], after, held, "channel", "applied", ((after, held),), why)


def _alone(page: str, at: int) -> bool:
    """Whether a stroke has no other near it on its line, as the rules of a table have."""
    before, after = page[max(0, at - _NEAR) : at], page[at + 1 : at + _NEAR]
    return "|" not in before[before.rfind("\n") + 1 :] and "|" not in after.partition("\n")[0]


def smudges(page: str, start: int, end: int) -> Iterator[Span]:
    """Where a damaged stretch has such signs, in order."""
    below, taken, k = start, list[Span](), 0  # the end of the line that was looked at last, what is protected
    for match in _SMUDGE.finditer(page, start, end):
        at, to = match.span()
        if to > below:
            line = max(start, page.rfind("\n", 0, at) + 1)
            below = page.find("\n", to, end)
            below = below if below >= 0 else end
            taken, k = protected(page, line, below), 0
        while k < len(taken) and taken[k].end <= at:
            k += 1
        if k == len(taken) or to <= taken[k].start:
            yield Span(at, to)
