"""Letters that fell apart: "fo¨r", "a ̊r", "n<tmnd"; and letters in a font's private codes.

Some programs write ä as a letter and a mark after it, before it, or with a blank between. A mark that
follows its letter at once is another way to write the same (Unicode's NFD), as are ligatures and soft
hyphens within a line: they are made plain for everyone who searches, but only on a page that has other
damage, since a good page is not touched. Marks that stand apart are damage.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import merge

from ocr.familiar import Familiar
from ocr.hyphens import hyphens
from ocr.ledger import Change, Offsets, apart, apply
from ocr.spans import Span
from ocr.typeset import SPACED, typeset

# A letter and its marks, at once: "o\\u0308".
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u030f\u0327]+")
# A mark with a blank before it, and one that is a character of its own: "a \u030ar", "fo¨r", "f¨or", "p˚a".
# Before an a, o or u it is that one's: "n¨asta ˚ar".
_APART = re.compile(r"[aouAOU](?:[¨˚\u0308\u030a]|\s[¨˚\u0308\u030a](?![aouAOU]))|[¨˚]\s?[aouAOU]")
_COMBINING = {"¨": "\u0308", "˚": "\u030a"}
_PRIVATE = re.compile(r"[\uf021-\uf07e]{3,}")  # ASCII in the private codes of a symbol font
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_SOFT = re.compile("(?<=\\w)\u00ad(?=\\w)")  # a soft hyphen within a line
_ANY = re.compile("[¨˚\u0300-\u030f\u0327\uf021-\uf07e\ufb00-\ufb06\u00ad]")


_WORD = re.compile(r"[^\W\d_]+")
_LEFT, _SMALL = re.compile(r"([^\W\d_]+)$"), re.compile(r"[^\W\d_A-ZÅÄÖ]+|[åäöÅÄÖ][^\W\d_]*")
_LONGEST = 40  # letters
_REASONS = {
    _DECOMPOSED: "the letter and its dots as one character",
    _LIGATURES: "a ligature",
    _SOFT: "a soft hyphen within a line",
    _APART: "the letter and its dots stood apart",
    _PRIVATE: "a font's private codes for plain letters",
}
_TIDY = (_DECOMPOSED, _LIGATURES, _SOFT)  # other ways to write the same; the rest is damage
_DAMAGE = (_REASONS[_APART], _REASONS[_PRIVATE])


@dataclass(frozen=True, slots=True)
class Marks:
    """The letters of a page that fell apart, put together; `damage` says that some stood apart."""

    changes: tuple[Change, ...] = ()
    damage: bool = False


def marks(page: str, familiar: Familiar) -> Marks:
    """The letters of a page that fell apart, put together.

    Marks that stand apart are believed where half of the words that they make are known.

    >>> from ocr.lexicon import lexicon
    >>> [(c.before, c.after) for c in marks("fo\\u0308r, f\\u00a8or", Familiar(lexicon())).changes]
    [('o\\u0308', 'ö'), ('¨o', 'ö')]
    """
    words = list(typeset(page, familiar))
    hurt = any(change.reason != SPACED for change in words)
    words += hyphens(page, familiar)
    if not _ANY.search(page):
        return Marks(tuple(sorted(apart(*words), key=lambda change: change.start)), hurt)
    whole = list(_with_blanks(page, _changes(page, _REASONS), familiar))
    fell = [c for c in whole if c.reason in _DAMAGE]
    if fell and not _believed(page, whole, fell, familiar):
        fell, whole = [], _changes(page, _TIDY)
    both = sorted(apart(*words, *whole), key=lambda change: change.start)
    return Marks(tuple(both), hurt or bool(fell))


def _with_blanks(page: str, changes: Sequence[Change], familiar: Familiar) -> Iterator[Change]:
    """The changes, those of a mark and a letter with the blank beside them where it parts a word: "f ¨or",
    "a¨ ldre"."""
    offsets = Offsets(tuple(changes))
    text = apply(page, changes)
    for change in changes:
        place = offsets.to_text(Span(change.start, change.end))
        before = change.before[0] in _COMBINING
        at = place.start - 1 if before else place.end  # of the blank
        if change.reason == _REASONS[_APART] and text[at : at + 1] == " ":
            head = _LEFT.search(text, max(0, at - _LONGEST), at)
            tail = _SMALL.match(text, at + 1, at + _LONGEST)
            if head and tail and _is_one(head[1].lower(), tail.group().lower(), familiar, before=before):
                if before:
                    change = replace(change, start=change.start - 1, before=f" {change.before}")
                else:
                    change = replace(change, end=change.end + 1, before=f"{change.before} ")
        yield change


def _is_one(head: str, tail: str, familiar: Familiar, *, before: bool) -> bool:
    """Whether what a blank parts is one word: the piece with no mark is none, or the whole is likelier."""
    apart = familiar.log_share(head) + familiar.log_share(tail)
    whole = familiar.stands(head + tail) and familiar.log_share(head + tail) > apart
    return whole or not familiar.stands(head if before else tail)


def _changes(page: str, patterns: Iterable[re.Pattern[str]]) -> list[Change]:
    found: list[Change] = []
    at = 0
    each = (pattern.finditer(page) for pattern in patterns)  # one at a time: a long page may hold little else
    for match in merge(*each, key=lambda match: (match.start(), -match.end())):
        start, after = match.start(), _together(match.re, match.group())
        if start >= at and after is not None:
            at = match.end()
            found.append(_change(start, at, _same(match.group()), after, _REASONS[match.re]))
    return found


def _believed(page: str, whole: Sequence[Change], apart: Sequence[Change], familiar: Familiar) -> bool:
    """Whether half of the words that hold a letter put together from afar are known."""
    text, offsets = apply(page, whole), Offsets(whole)
    words = {Span(*match.span()): match.group() for match in _WORD.finditer(text)}
    starts = sorted(words)
    made: list[str] = []
    for change in apart:
        place = offsets.to_text(Span(change.start, change.end))
        i = bisect_right(starts, Span(place.start, len(text))) - 1
        if i >= 0 and place.end <= starts[i].end:
            made.append(words[starts[i]].lower())
    known = sum(len(word) > 1 and familiar.stands(word) for word in made)
    return 2 * known >= len(apart)


def _change(start: int, end: int, before: str, after: str, reason: str) -> Change:
    return Change(start, end, before, after, 0.99, "normal", "applied", _only(after), reason)


@lru_cache(maxsize=1 << 12)
def _same(before: str) -> str:
    """The same string for all places: a page may hold a million of them."""
    return before


@lru_cache(maxsize=1 << 12)
def _only(after: str) -> tuple[tuple[str, float], ...]:
    """The one candidate, the same for all places."""
    return ((after, 0.99),)


@lru_cache(maxsize=1 << 12)
def _together(kind: re.Pattern[str], found: str) -> str | None:
    """What was found by a pattern, put together; None where that gives nothing."""
    if kind is _PRIVATE:
        text = "".join(chr(ord(c) - 0xF000) for c in found)
        return text if sum(map(str.isalpha, text)) > 2 else None
    if kind is _SOFT:
        return ""
    if kind is _LIGATURES:
        return unicodedata.normalize("NFKC", found)
    if kind is _DECOMPOSED:
        whole = unicodedata.normalize("NFC", found)
        return whole if len(whole) == 1 else None
    letter, mark = (found[0], found[-1]) if found[0].isascii() else (found[-1], found[0])
    whole = unicodedata.normalize("NFC", letter + _COMBINING.get(mark, mark))
    return whole if len(whole) == 1 else None
