"""What the Swedish model misreads on a page that was read whole, and what it was not sure of.

It knows no @, which becomes Q or QM in an address, and no §: the sign comes out as $ nearly always, sometimes
as & or 8. The English model was asked where that is likely (`ocr/english_signs.py`). Where it was not, and
nothing else can be meant ("den 22 maj 2018 $ 99", "5 kap. 50 8", a heading's "& 72 Dnr") it is put back, with
its line in the ledger.
An 8 at the head of a line is believed to be a § where a case number follows, or where the document has the
paragraph next to it, or two more such heads in a row. Words that Tesseract itself doubts wait in review; what
is no word at all (rules, stamps, leader dots) is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from ocr.ledger import Change, apart, apply
from ocr.lexicon import lexicon
from ocr.page import Word
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.signs import in_words

_SURE = 0.98
_HEARD = 0.5  # Tesseract's confidence in a known word; below, it waits in review
_HEARD_UNKNOWN = 0.8
_NOISE = 0.4  # the middle word of a line that is none

# "$ 99", "$$ 11 - 14", "($34)"; no sums: "$1.5", "$ 100 000", "$ 5 miljoner"
DOLLAR = re.compile(
    r"""
    (?<![^\s(]) (?P<sign>\$\$?)
    (?=-?\ ?\d{1,3}(?!\d|[.,]\d|\ \d{3}|\ (?:miljon|miljard|tusen|dollar)))
    """,
    re.VERBOSE,
)

# "5 kap. 50 8", "2 kap 3 a $$"
CHAPTER = re.compile(
    r"\bkap\.?\ \d{1,3}(?:\ ?[a-z])?\ (?P<sign>\$\$?|&&?|88?)(?=$|[\s,;)]|\.(?!\d))(?!\ ?\d)",
    re.VERBOSE | re.MULTILINE,
)

# "den 22 maj 2018 8 99"
DATED = re.compile(
    r"""
    \bden\ \d{1,2}\ (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)
    \ (?:19|20)\d\d,?\ (?P<sign>88?|&&?)
    (?=\ ?(?:[1-9]\d?(?=$|[,;)\s]|\.(?!\d))|[1-9]\d\d(?=$|[,;)]))(?!\ ?\d))
    """,
    re.VERBOSE | re.MULTILINE,
)

# "& 72 Dnr KS 2018/27", "8 45", "845": the head of an item, alone on its line or before its title.
HEAD = re.compile(
    r"^(?P<sign>[§$&85S])(?P<gap>\ ?)(?P<number>\d{1,3})(?=(?P<tail>$|\ +(?:Dnr|[A-ZÅÄÖ][a-zåäö])))",
    re.VERBOSE | re.MULTILINE,
)

# "($S)", "($)": the Social Democrats' letter
PARTY = re.compile(r"\((?P<sign>\$S?)\)")


def mended(sheets: Sequence[Sheet], repairs: Sequence[Repaired]) -> list[Repaired]:
    """The repairs of a document's pages, those that were read whole with their ledger."""
    numbers = _paragraphs([sheet.text for sheet in sheets])
    return [
        _mended(sheet, repair, numbers) if sheet.read else repair
        for sheet, repair in zip(sheets, repairs, strict=True)
    ]


def _mended(sheet: Sheet, repair: Repaired, numbers: frozenset[int]) -> Repaired:
    seen = {change.start for change in sheet.signs}
    words = (replace(change, maker="image") for change in in_words(sheet.text, 0, len(sheet.text)))
    signs = apart(*sheet.signs, *_signs(sheet.text, numbers, seen), *words)
    taken = {at for change in signs for at in range(change.start, change.end)}
    doubts = [c for c in _doubts(sheet) if taken.isdisjoint(range(c.start, c.end))]
    ledger = tuple(sorted([*signs, *doubts], key=lambda change: (change.start, change.end)))
    return Repaired(sheet.text, apply(sheet.text, ledger), ledger, repair.verdict)


def with_signs(line: str) -> str:
    """A line that the Swedish model read, with the signs put back that can be nothing else.

    >>> with_signs("$ 43 Dnr KS 2018/2")
    '§ 43 Dnr KS 2018/2'
    """
    return apply(line, _signs(line, _paragraphs([line]), set()))


def _signs(text: str, numbers: frozenset[int], seen: set[int]) -> Iterator[Change]:
    """The signs of a page that were misread, each once; those at the places `seen` are known."""
    for pattern in (DOLLAR, CHAPTER, DATED, HEAD, PARTY):
        for match in pattern.finditer(text):
            start, end = match.span("sign")
            if start in seen or match["sign"] == "§":
                continue
            if pattern is HEAD and match["sign"] != "&" and not _is_item(match, numbers):
                continue
            seen.add(start)
            truth = "S" if pattern is PARTY else "§" * (end - start)
            yield _change(start, end, match["sign"], truth)


def _change(start: int, end: int, before: str, after: str) -> Change:
    candidates = ((after, _SURE), (before, round(1 - _SURE, 4)))
    told = f"{after} read as {before}"
    return Change(start, end, before, after, _SURE, "image", "applied", candidates, told)


def _paragraphs(texts: Sequence[str]) -> frozenset[int]:
    """The numbers of the paragraphs that the document's headings name beyond doubt."""
    heads = [match for text in texts for match in HEAD.finditer(text)]
    sure = {int(m["number"]) for m in heads if m["sign"] in "§$&" or _has_case(m)}
    spaced = [int(m["number"]) for m in heads if m["gap"]]
    for row in zip(spaced, spaced[1:], spaced[2:], strict=False):
        if row == (row[0], row[0] + 1, row[0] + 2):
            sure.update(row)
    likely = sorted({int(m["number"]) for m in heads} - sure)
    for number in (*likely, *reversed(likely)):
        if sure & {number - 1, number + 1}:
            sure.add(number)
    return frozenset(sure)


def _has_case(head: re.Match[str]) -> bool:
    return head["tail"].strip() == "Dnr"


def _is_item(head: re.Match[str], numbers: frozenset[int]) -> bool:
    """Whether a digit at the head of a line is the § of an item."""
    number = int(head["number"])
    if not head["gap"] and head["tail"].strip() not in ("", "Dnr"):
        return False
    return (_has_case(head) and bool(head["gap"])) or bool(numbers & {number - 1, number + 1})


def _doubts(sheet: Sheet) -> Iterator[Change]:
    """Words that Tesseract was not sure of, for review; and what is no word, marked and left."""
    known = lexicon().words
    for _, group in groupby(sheet.words, key=lambda word: sheet.text.count("\n", 0, word.span.start)):
        line = list(group)
        is_noise = median(word.confidence for word in line) < _NOISE
        for word in line:
            shown = sheet.text[word.span.start : word.span.end]
            core = shown.strip(".,;:!?()[]”\"'").lower()
            asked = _HEARD if core in known or not core.isalpha() else _HEARD_UNKNOWN
            if word.confidence < asked:
                yield _doubt(word, shown, is_noise or sum(map(str.isalnum, core)) < 2)


def _doubt(word: Word, shown: str, is_noise: bool) -> Change:
    told = "no print that can be read" if is_noise else "Tesseract was not sure of it"
    return Change(
        word.span.start,
        word.span.end,
        shown,
        shown,
        word.confidence,
        "image",
        "left" if is_noise else "review",
        ((shown, word.confidence),),
        told,
    )
