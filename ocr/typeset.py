"""What setting and printing did to whole words: "SSoocciiaall", "P R O T O K O L L", "näm\\u200bnden".

Bold print is made in some programs by printing twice, with a letter's breadth between; headings are set with
blanks between their letters; and characters without breadth, which tell where a word may be parted, stay in
what is copied. All three are plain by the word that is left. Letters that were set apart on purpose are put
together only on a page that has other damage, as ligatures are (`ocr/marks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocr.familiar import Familiar
from ocr.ledger import Change
from ocr.spans import line_at

TWICE = "each letter was printed twice"
WIDTHLESS = "a character without breadth within a word"
SPACED = "letters set apart"
_NO_BREADTH = re.compile(
    "[\u200b-\u200d\u2060\ufeff](?<=[^\\W\\d_].)[\u200b-\u200d\u2060\ufeff]*(?=[^\\W\\d_])"
)
_TWICE = re.compile(r"(?<!\w)(?:([^\W\d_])\1)+(?!\w)")
_ANY_TWICE = re.compile(r"(?:([^\W\d_])\1){4}")
_LEAST_TWICE = 8  # letters of a word printed twice that tells of others in its line
# What a page is looked through for before anything else: what is set so has some of these.
_PAIRS, _APART = ("aa", "ee", "ii", "oo", "AA", "EE", "II", "OO"), re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_] ")
_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){4,}(?!\S)")
_SURE = 0.99


def typeset(page: str, familiar: Familiar) -> Iterator[Change]:
    """The words of a page as they were before they were set, those that nothing else touches.

    >>> from ocr.lexicon import lexicon
    >>> [c.after for c in typeset("PPrroottookkoollll fföörr N Ä M N D E N", Familiar(lexicon()))]
    ['Protokoll', 'för', 'NÄMNDEN']
    """
    for match in _NO_BREADTH.finditer(page):
        yield _change(*match.span(), match.group(), "", WIDTHLESS)
    if any(pair in page for pair in _PAIRS):
        yield from _twice(page, familiar)
    for match in _SPACED.finditer(page) if _APART.search(page) else ():
        word = match.group().replace(" ", "")
        if (word.isupper() or word[1:].islower()) and _is_word(word, familiar):
            yield _change(*match.span(), match.group(), word, SPACED)


def _twice(page: str, familiar: Familiar) -> Iterator[Change]:
    """The words of a line that were printed twice, where one of them is long and known."""
    told = -1  # the end of the last line that is known to be printed so
    for found in _ANY_TWICE.finditer(page):
        if found.start() <= told:
            continue
        start, told = line_at(page, found.start())
        words = list(_TWICE.finditer(page, start, told))
        long = [match.group()[::2] for match in words if len(match.group()) >= _LEAST_TWICE]
        if any(_is_word(word, familiar) for word in long):
            for match in words:
                yield _change(*match.span(), match.group(), match.group()[::2], TWICE)


def _is_word(word: str, familiar: Familiar) -> bool:
    """Whether a word is known, or is when it has its å, ä and ö again."""
    low = word.lower()
    return len(set(low)) > 2 and (familiar.stands(low) or familiar.flat(low))


def _change(start: int, end: int, before: str, after: str, reason: str) -> Change:
    return Change(start, end, before, after, _SURE, "normal", "applied", ((after, _SURE),), reason)


__all__ = ["SPACED", "TWICE", "WIDTHLESS", "typeset"]
