"""Letters that went through another code page: "NÃ¤mnden fÃ¶r", "n‰mnden", "n{mnden f|r", "n\ufffdmnden".

No reader did this but a program that took bytes for those of another alphabet, or a font for one with the
usual codes. Then each of å, ä and ö is the same sign throughout, and which it is, is known: one table of a
few fits a document or none does. Where one sign stands for all three ("\ufffd", "?") the tables end; there it
is given to repair as the letter that may have been any of them.

A table is believed where several different words that are none become words by it. Signs that text has of its
own ("|", "?", "”") are taken for letters only within words, or where they make one. Where some å, ä and ö of
the document came through, nothing that may be right ("Šimić", "5 ‰") is changed unless it makes a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from ocr.familiar import Familiar
from ocr.ledger import Change

_LOST = "a sign stands for å, ä and ö alike"
_REASON = "letters of another code page"
_LETTERS = "åäöÅÄÖéÉüÜ"
# Beside letters, what a file of UTF-8 that was read as another shows of these.
_SIGNS = "§°½´–—”“’‘…•"
# How bytes were written, and as what they were read. What Windows and Latin-1 show goes into one table: the
# signs of the one are none of the other's.
_READ_AS = (
    ("utf-8", "cp1252 latin-1"),
    ("utf-8", "mac_roman"),
    ("utf-8", "cp850"),
    ("mac_roman", "cp1252"),
    ("cp1252", "mac_roman"),
    ("cp850", "cp1252 latin-1"),
    ("cp1252", "cp850"),
)
# SIS 63 61 27, the Swedish seven-bit code.
_SEVEN_BIT = {"}": "å", "{": "ä", "|": "ö", "]": "Å", "[": "Ä", "\\": "Ö"}
_PRIVATE = (0xF000, 0xF700)  # codes of a symbol font; bytes that are none of UTF-8 (`ocr/decode.py`)
_ANY_OF_THREE = "\ufffd?"
_STAND_IN, _CAPITAL = "é", "É"  # what a model without å, ä and ö makes of each of them
_OPENS = re.compile(r"(?:^|[.!?:][”\"]?\s+|\n\s*\n\s*)$")  # before a sentence
_OWN = frozenset("{}[]|\\„†”?")  # that text has of its own
_LEAST, _SHARE = 3, 0.5  # different words that become words, and of all that a table changes
_MARKED = frozenset("åäö")
_MOST_SIGNS = 2000  # of a document that are looked at
_LONGEST = 40  # letters on either side
_MOST_LOST = 4  # letters of a word
_Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodePage:
    """What stands in a text, and what it was; `lost` if that is one of three letters, `mixed` if elsewhere
    in the document these stand as they should."""

    table: _Table
    pattern: re.Pattern[str]
    word: re.Pattern[str]
    lost: bool = False
    mixed: bool = False


def _code_page(table: _Table, *, lost: bool = False) -> CodePage:
    reads = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return CodePage(table, re.compile(reads), re.compile(rf"(?:{reads}|[^\W\d_])+"), lost)


@cache
def _code_pages() -> tuple[CodePage, ...]:
    tables: list[_Table] = []
    for written, read in _READ_AS:
        table = {
            seen: letter
            for letter in (_LETTERS + _SIGNS if written == "utf-8" else _LETTERS)
            for each in read.split()
            if (seen := _seen(letter.encode(written, "ignore"), each)) and seen != letter
        }
        tables.append(table)
    tables += [{chr(first + ord(letter)): letter for letter in _LETTERS} for first in _PRIVATE]
    pages = [_code_page(table) for table in (*tables, _SEVEN_BIT)]
    return (*pages, *(_code_page({sign: _STAND_IN}, lost=True) for sign in _ANY_OF_THREE))


def _seen(data: bytes, read: str) -> str:
    """Bytes as text; those that are no letter as the control character of their number (`ocr/decode.py`)."""
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in data)


@cache
def _suspect() -> re.Pattern[str]:
    """A sign of any table between letters, which hardly any text has."""
    signs = {sign[0] for page in _code_pages() for sign in page.table}
    return re.compile(rf"[{re.escape(''.join(sorted(signs)))}](?<=[a-zåäö].)\S?(?=[a-zåäö])")


def code_page(pages: Sequence[str], familiar: Familiar) -> CodePage | None:
    """The code page that a document's letters went through.

    >>> from ocr.lexicon import lexicon
    >>> found = code_page(["NÃ¤mnden fÃ¥r i uppdrag att fÃ¶lja upp frÃ¥gan."], Familiar(lexicon()))
    >>> found.table["Ã¥"]
    'å'
    """
    if not any(_suspect().search(page) for page in pages):
        return None
    best: tuple[int, CodePage] | None = None
    for candidate in _code_pages():
        made = _made(pages, candidate)
        known = sum(_is_known(word, candidate, familiar) for word in made)
        if known >= _LEAST and known >= _SHARE * len(made) and (best is None or known > best[0]):
            best = known, candidate
    if not best or best[1].lost:
        return best[1] if best else None
    return replace(best[1], mixed=any(_has_own(page, best[1]) for page in pages))


def _has_own(page: str, code: CodePage) -> bool:
    """Whether a page has å, ä or ö that is no sign of a code page."""
    return not _MARKED.isdisjoint(code.pattern.sub("", page))


def _made(pages: Sequence[str], code: CodePage) -> set[str]:
    """The different words of a document that a code page changes, as it makes them."""
    signs = ((page, *match.span()) for page in pages for match in code.pattern.finditer(page))
    made: set[str] = set()
    for page, start, end in islice(signs, _MOST_SIGNS):
        if page[start:end] not in _OWN or _is_between(page, start, end):
            word = _around(page, start, end, code)
            if any(c.isascii() and c.isalpha() for c in word):
                made.add(_read(word, code).lower())
    return made


def _is_between(page: str, start: int, end: int) -> bool:
    return page[start - 1 : start].isalpha() and page[end : end + 1].isalpha()


def _around(page: str, start: int, end: int, code: CodePage) -> str:
    """The word that a sign is a letter of."""
    for match in code.word.finditer(page, max(0, start - _LONGEST), end + _LONGEST):
        if match.start() <= start < match.end():
            return match.group()
    return ""


def _read(word: str, code: CodePage) -> str:
    return code.pattern.sub(lambda match: code.table[match.group()], word)


def _is_known(word: str, code: CodePage, familiar: Familiar) -> bool:
    """Whether a word that a code page makes is one with å, ä or ö."""
    if code.lost:
        return any(map(familiar.stands, _fillings(word)))
    return bool(_MARKED.intersection(word)) and familiar.stands(word)


def _fillings(word: str) -> list[str]:
    """The words that one with lost letters may be, if these are not too many."""
    if word.count(_STAND_IN) > _MOST_LOST:
        return []
    found = [""]
    for letter in word:
        if letter == _STAND_IN:
            found = [some + one for some in found for one in "åäö"]
        else:
            found = [some + letter for some in found]
    return found


def changes(page: str, code: CodePage, familiar: Familiar) -> list[Change]:
    """What a code page made of the letters of a page, each sign a change."""
    found: list[Change] = []
    reason = _LOST if code.lost else _REASON
    for match in code.pattern.finditer(page):
        before, after = match.group(), code.table[match.group()]
        start, end = match.span()
        own = before in _OWN or (code.mixed and _is_readable(before))
        if own and not _is_letter(page, start, end, code, familiar):
            continue
        if code.lost and _is_capital(page, start, end, code, familiar):
            after = _CAPITAL
        found.append(Change(start, end, before, after, 0.99, "channel", "applied", ((after, 0.99),), reason))
    return found


def _is_readable(sign: str) -> bool:
    """Whether a sign may be a text's own: not "Ã¤", nor the code of no character."""
    return len(sign) == 1 and sign.isprintable()


def _is_letter(page: str, start: int, end: int, code: CodePage, familiar: Familiar) -> bool:
    """Whether a sign that text has of its own is a letter of a word."""
    word = _around(page, start, end, code)
    if len(word) > 1 and _is_known(_read(word, code).lower(), code, familiar):
        return True
    if code.mixed or not _is_between(page, start, end):
        return False
    return code.table[page[start:end]].islower() or page[start - 1].isupper()  # not "skola\\beslut"


def _is_capital(page: str, start: int, end: int, code: CodePage, familiar: Familiar) -> bool:
    """Whether a lost letter is a capital: where a sentence begins, among capitals, and in a name."""
    if page[start - 1 : start].isalpha():
        return page[start - 1].isupper() and (
            page[end : end + 1].isupper() or not page[end : end + 1].isalpha()
        )
    word = code.word.match(page, start, start + _LONGEST)
    if not word or not 1 < len(word.group()) < _LONGEST:
        return False
    if page[end : end + 1].isupper() or _OPENS.search(page, max(0, start - 10), start):
        return True
    counts = [familiar.lexicon.words.get(some) for some in _fillings(_read(word.group(), code).lower())]
    known = [some for some in counts if some]
    return bool(known) and sum(some.capital for some in known) > sum(some.lower for some in known)


def without_stand_ins(ledger: Sequence[Change]) -> tuple[Change, ...]:
    """A ledger without the letters that repair was given for lost ones and left, and without changes of other
    words: a text that lost its letters so was typed, and not misread as well."""
    if not any(change.reason == _LOST or change.reason.startswith(f"{_LOST};") for change in ledger):
        return tuple(ledger)
    return tuple(replace(change, reason=_LOST) for change in ledger if change.reason.startswith(f"{_LOST};"))


__all__ = ["CodePage", "changes", "code_page", "without_stand_ins"]
