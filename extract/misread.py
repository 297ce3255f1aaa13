"""What is still misread after repair, and can be told from the document as a whole.

Two things only, because a document vouches for them. Its paragraphs are counted, so a heading "§ 7l" or "§ 7"
between § 70 and § 72 is § 71. And its people are named again and again, so a form that stands there once and
differs in one letter from one that stands there often is that person. Neither is done to a text that was not
damaged, where two names that differ in a letter are two people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA, Levenshtein

from extract.people import People

# "§ öl", "§ Isl", "§7": a sign with up to four letters or digits, and a case number or nothing behind them
NUMBERED = re.compile(
    r"""^(?P<sign>[§$&]\s{0,3})(?P<number>[\w|]{1,4})
        (?P<rest>$|\s+(?:D\w{0,4}r\b|[ÄA]rende|[A-ZÅÄÖ]{2,6}[ -]).*$)""",
    re.VERBOSE,
)
DIGITS = str.maketrans("lIi|OoöÖsSBZz", "1111006658822")  # letters for the digits that they are read for
OFTEN = 3  # times that the right form stands there for each time that the misread one does


def is_read_for(printed: str, number: int) -> bool:
    """May what is printed be this number, misread? One digit may be lost or wrong.

    >>> is_read_for("Isl", 181), is_read_for("7", 71), is_read_for("9", 71)
    (True, True, False)
    """
    digits = printed.translate(DIGITS)
    return digits.isdigit() and Levenshtein.distance(digits, str(number)) <= (len(str(number)) > 1)


def one_form_each(people: People) -> People:
    """The people of a damaged text: a rare form that differs in a letter from a common one is that one."""
    counts = Counter(named.name for named in people.named)
    parties: dict[str, set[str]] = {}
    for named in people.named:
        if named.party:
            parties.setdefault(named.name, set()).add(named.party)
    meant = {
        name: common
        for name, count in counts.items()
        if (common := _common(name, count, counts)) and _agree(parties.get(name), parties.get(common))
    }
    if not meant:
        return people
    renamed = tuple(
        replace(n, name=meant[n.name], party=n.party or _only(parties.get(meant[n.name])))
        if n.name in meant
        else n
        for n in people.named
    )
    return replace(people, named=renamed)


def _common(name: str, count: int, counts: Counter[str]) -> str | None:
    """The one form that stands there much oftener and differs in a letter, or in two that changed places."""
    near = [
        other
        for other, times in counts.items()
        if times >= OFTEN * count and other != name and OSA.distance(name, other, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 else None


def _agree(first: set[str] | None, second: set[str] | None) -> bool:
    return not first or not second or first <= second


def _only(parties: set[str] | None) -> str | None:
    return next(iter(parties)) if parties and len(parties) == 1 else None


def misread_heads(texts: Sequence[tuple[int, str]], numbers: Sequence[int]) -> dict[int, int]:
    """Which of the lines between two headings are those of the numbers that lack between them.

    `texts` are the lines with their places in the document; a number goes to the one line that may be it.
    """
    found: dict[int, int] = {}
    heads = [(i, match["number"]) for i, text in texts if (match := NUMBERED.match(text))]
    for number in numbers:
        fitting = [i for i, printed in heads if i not in found and is_read_for(printed, number)]
        if len(fitting) == 1:
            found[fitting[0]] = number
    return found
