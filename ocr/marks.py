"""Letters that fell apart: "fo¨r", "a ̊r", "n<tmnd"; and letters in a font's private codes.

Some programs write ä as a letter and a mark after it, before it, or with a blank between. A mark that
follows its letter at once is another way to write the same (Unicode's NFD): it is put together for everyone
who searches, but only on a page that has other damage, since a good page is not touched. Marks that stand
apart are damage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ocr.ledger import Change

# A letter and its marks, at once: "o\\u0308".
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u030f\u0327]+")
# A mark with a blank before it, and one that is a character of its own: "a \\u030ar", "fo¨r", "f¨or", "p˚a".
_APART = re.compile(
    r"(?P<letter>[aouAOU])\s?(?P<mark>[¨˚\u0308\u030a])|(?P<first>[¨˚])\s?(?P<after>[aouAOU])"
)
_COMBINING = {"¨": "\u0308", "˚": "\u030a"}
_PRIVATE = re.compile(r"[\uf021-\uf07e]{3,}")  # ASCII in the private codes of a symbol font
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_SOFT = re.compile("(?<=\\w)\u00ad(?=\\w)")  # a soft hyphen within a line
_ANY = re.compile("[¨˚\u0300-\u030f\u0327\uf021-\uf07e]")
_TIDY = re.compile("[\ufb00-\ufb06\u00ad]")


@dataclass(frozen=True, slots=True)
class Marks:
    """The letters of a page that fell apart, put together; `damage` says that some stood apart."""

    changes: tuple[Change, ...] = ()
    damage: bool = False


def marks(page: str) -> Marks:
    """The letters of a page that fell apart, put together.

    >>> [(c.before, c.after) for c in marks("fo\\u0308r, f\\u00a8or").changes]
    [('o\\u0308', 'ö'), ('¨o', 'ö')]
    """
    if not _ANY.search(page):
        return Marks()
    found: list[Change] = []
    damaged = False
    at = 0
    places = [(m.start(), -m.end(), m) for p in (_DECOMPOSED, _APART, _PRIVATE) for m in p.finditer(page)]
    for start, _, match in sorted(places, key=lambda place: place[:2]):
        if start < at:
            continue
        before = match.group()
        after = _together(match)
        if after is None or after == before:
            continue
        apart = match.re is not _DECOMPOSED
        damaged |= apart
        reason = (
            "the letter and its dots stood apart" if apart else "the letter and its dots as one character"
        )
        if match.re is _PRIVATE:
            reason = "a font's private codes for plain letters"
        found.append(
            Change(start, match.end(), before, after, 0.99, "normal", "applied", ((after, 0.99),), reason)
        )
        at = match.end()
    return Marks(tuple(found), damaged)


def _together(match: re.Match[str]) -> str | None:
    if match.re is _PRIVATE:
        text = "".join(chr(ord(c) - 0xF000) for c in match.group())
        return text if sum(map(str.isalpha, text)) > 2 else None
    if match.re is _DECOMPOSED:
        whole = unicodedata.normalize("NFC", match.group())
        return whole if len(whole) == 1 else None
    letter, mark = match["letter"] or match["after"], match["mark"] or match["first"]
    whole = unicodedata.normalize("NFC", letter + _COMBINING.get(mark, mark))
    return whole if len(whole) == 1 else None


def tidied(page: str) -> Iterator[Change]:
    """Ligatures and soft hyphens within lines, for a page that is changed anyway."""
    if not _TIDY.search(page):
        return
    for match in _LIGATURES.finditer(page):
        after = unicodedata.normalize("NFKC", match.group())
        yield Change(
            *match.span(), match.group(), after, 0.99, "normal", "applied", ((after, 0.99),), "a ligature"
        )
    for match in _SOFT.finditer(page):
        yield Change(
            *match.span(), match.group(), "", 0.99, "normal", "applied", (("", 0.99),), "a soft hyphen"
        )
