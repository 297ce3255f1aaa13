"""Items whose heading was not read at all: where every other is decided once, a second decision begins one.

A short line such as "§ 7" is easily lost in reading, and its matter then stands at the end of the one before.
In a protocol that prints one heading "Beslut" for each paragraph, two of them between § 6 and § 8 say that
§ 7 begins with the title above the second; and so does one more at the end, or before the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.chains import Candidate
from extract.headings import heading_of
from extract.layout import Line

LEAST = 3  # items that are decided once, for each whose heading was lost
OFTEN = 10  # the same, for each that is decided twice
MOST = 2  # headings lost at an end, where no number tells how many
TITLE = 4  # lines
TITLES = ("matter", "recusal", "approval")  # what headings say that are titles as well: "Anmälningar"


def with_lost(chain: Sequence[Candidate], lines: Sequence[Line]) -> list[Candidate]:
    """The chain with a heading for each decision of a matter whose own was lost."""
    if not chain:
        return []
    decided = _decisions(lines)
    stretches = list(pairwise((None, *chain, None)))
    found: list[Candidate] = []
    once = twice = lost = 0
    for above, below in stretches:
        begin, end = above.rest_line + 1 if above else 0, below.line if below else len(lines)
        marks = [i for i in decided if begin <= i < end]
        more = marks[1:] if above else marks
        once += above is not None and len(marks) == 1
        if above and below and below.number == above.number + 1:
            twice += len(marks) > 1
            continue
        wanted = below.number - above.number - 1 if above and below else len(more)
        heads = [_title_above(lines, i, begin) for i in more]
        if not more or len(more) != wanted or (wanted > MOST and not (above and below)) or None in heads:
            continue
        first = above.number + 1 if above else chain[0].number - wanted
        if first > 0:
            lost += wanted
            found += [_head(lines, i, first + k) for k, i in enumerate(heads) if i is not None]
    if once < LEAST * max(lost, 1) or once < OFTEN * twice:
        return list(chain)
    return sorted([*chain, *found], key=lambda head: head.line)


def _decisions(lines: Sequence[Line]) -> list[int]:
    """The lines that are the heading under which this house decides."""
    named = {
        i: heading.name
        for i, line in enumerate(lines)
        if (heading := heading_of(line.text))
        and heading.kind == "decision"
        and heading.length == len(line.text)
    }
    usual = Counter(named.values()).most_common(1)
    return [i for i, name in named.items() if name == usual[0][0]]


def _title_above(lines: Sequence[Line], at: int, begin: int) -> int | None:
    """The first line of the title that stands above a heading; None where none does."""
    first = at
    while first > max(begin, at - TITLE) and not (first < at and lines[first].gap):
        above = lines[first - 1].text
        heading = heading_of(above)
        if above[-1] in ".:;,-" or (heading and heading.kind not in TITLES):
            break
        first -= 1
    return first if first < at and lines[first].gap and lines[first].text[0].isupper() else None


def _head(lines: Sequence[Line], at: int, number: int) -> Candidate:
    return Candidate(at, lines[at].start, at, lines[at].start, number, str(number), 1.0, None)
