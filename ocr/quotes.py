"""Quotation marks that the wrong model took for others: "*Vi" and "'Vi" where the page has ”Vi.

It knows the Swedish quotation mark at the head of a word badly, and takes specks for quotation marks. The
text alone cannot tell which; the Swedish model reads the mark well. So odd marks are pointed out here as
doubts, and where the image has the same word with a quotation mark or with none, the mark becomes that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr.ledger import Change, Offsets
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.spans import Span
from ocr.tesseract import PageRead
from ocr.widths import Widths

_ODD = re.compile(
    r"""
    (?<!\S) [”‘’'"»«*°`\[|_]{1,3} (?=[^\W_]{2}) (?<!\s”) (?<!^”)  # "*Vi", "‘Ordförandes", "[Vi", "”*Vi"
    | (?<=[^\W\d_][\w.,!?]) (?:['"*°‘`]{1,2} | ['’‘"*]{1,2}”) (?=[.,;:)]*(?:\s|$))  # "tillväxt':"
    """,
    re.VERBOSE,
)
_MARKS = frozenset({"”", ""})
_LEAST_READ = 0.6  # Tesseract's confidence in the word
_SHARE = 0.5
_ALIKE = 0.7
_TOO_WIDE, _FITS = 4.0, 2.5  # usual errors


def odd_marks(repair: Repaired) -> Iterator[Change]:
    """The marks of a damaged page that may be others, as doubts about themselves."""
    if repair.verdict != "damaged":
        return
    noted = {(change.start, change.end): change for change in repair.ledger if change.state == "review"}
    told = [change for change in repair.ledger if change.state != "review" or change.before != change.after]
    taken = {at for change in told for at in range(change.start, change.end)}
    for match in _ODD.finditer(repair.raw):
        if match.span() in noted:
            yield noted[match.span()]
        elif taken.isdisjoint(range(*match.span())):
            mark = match[0]
            yield Change(*match.span(), mark, mark, _SHARE, "channel", "left", ((mark, _SHARE),), "odd mark")


def lost_marks(sheet: Sheet, repair: Repaired, wide: Widths) -> Iterator[Change]:
    """The places of words that are as much too wide for their letters as a quotation mark is, as doubts
    about the nothing before them: the mark may be missing in the layer."""
    offsets = Offsets(repair.ledger)
    for word in sheet.words:
        place = offsets.to_text(word.span)
        shown = repair.text[place.start : place.end]
        if not shown[:1].isalpha() or (off := wide.off(word.span.start, shown)) is None or off < _TOO_WIDE:
            continue
        if abs(wide.off(word.span.start, f"”{shown}") or off) < _FITS:
            start = word.span.start
            yield Change(
                start, start, "", "", _SHARE, "channel", "left", (("", _SHARE),), "wide for its letters"
            )


def is_mark(doubt: Change) -> bool:
    """Whether a doubt is about a mark and not about a word; a stroke may be an I."""
    return doubt.before != "|" and not any(map(str.isalnum, doubt.before))


def mark_read(doubt: Change, shown: str, place: Span, read: PageRead) -> Change:
    """The doubt after a look at the image; `shown` is our text of what was read, the mark at `place`.

    >>> from ocr.page import Word
    >>> line = Change(0, 1, "*", "*", 0.5, "channel", "left")
    >>> word = Word(Span(0, 3), (0, 0, 1, 1), 0.9, "read")
    >>> mark_read(line, "*Vi", Span(0, 1), PageRead("”Vi", (word,))).after
    '”'
    """
    start, end = place
    while start and not shown[start - 1].isspace():
        start -= 1
    while end < len(shown) and not shown[end].isspace():
        end += 1
    core = _core(shown[start:end])
    same = [word for word in read.words if _is_same(_core(read.text[word.span.start : word.span.end]), core)]
    if len(same) != 1 or same[0].confidence < _LEAST_READ:
        return doubt
    token = read.text[same[0].span.start : same[0].span.end]
    core = _core(token)
    before, after = token[: token.index(core)], token[token.index(core) + len(core) :]
    mark = (before if place.start == start else after.strip(".,;:!?)")).replace("|", "")  # a rule
    if mark not in _MARKS or mark == doubt.before:
        return doubt
    sure = same[0].confidence
    candidates = ((mark, sure), (doubt.before, round(1 - sure, 4)))
    return replace(
        doubt, after=mark, confidence=sure, maker="image", state="applied", candidates=candidates,
        reason="read so in the image",
    )  # fmt: skip


def _is_same(one: str, other: str) -> bool:
    """Whether two words are one but for what the wrong model takes for other letters: "Forordning"."""
    return bool(one and other) and Levenshtein.normalized_similarity(one, other) >= _ALIKE


def _core(token: str) -> str:
    """A token without the marks on either side of it.

    >>> _core("(”Vi”),")
    'Vi'
    """
    inner = [i for i, c in enumerate(token) if c.isalnum()]
    return token[inner[0] : inner[-1] + 1] if inner else ""
