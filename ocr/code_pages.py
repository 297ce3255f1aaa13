"""Letters that no reader hurt but a program: "NÃ¤mnden fÃ¶r", "n{mnden f|r", "n&auml;mnden", "n\ufffdmnden".

It took bytes for those of another alphabet, wrote letters in plain signs (`ocr/escapes.py`), or used a font
whose codes are not the usual ones. Then each of å, ä and ö is the same sign throughout, and which it is, is
known: one table fits a document or none does; what no table has is learned from its words
(`ocr/stand_ins.py`). Where one sign stands for all three ("\ufffd", "?") the tables end; there it is given to
repair as the letter that may have been any of them.

A table is believed where several different words that are none become words by it. Signs that text has of its
own ("|", "?", "”") are taken for letters only within words, or where they make one. Where some å, ä and ö of
the document came through, nothing that may be right ("Šimić", "5 ‰") is changed unless it makes a word.
Addresses keep what is escaped in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from ocr.escapes import tables
from ocr.familiar import Familiar
from ocr.ledger import Change
from ocr.stand_ins import LIGATURES, learned

LOST = "å, ä and ö were left out, or one sign stands for all"
_REASON = "letters of another code page"
_ESCAPED = "letters that a program wrote in plain signs"
_LEARNED = "a sign that stands for this letter throughout"
_LETTERS = "åäöÅÄÖéÉüÜ"
# Beside letters, what a file of UTF-8 that was read as another shows of these.
_SIGNS = "§°½´–—”“’‘…•"
# How bytes were written, and as what they were read. What Windows and Latin-1 show goes into one table: the
# signs of the one are none of the other's.
_READ_AS = (
    ("utf-8", "cp1252 latin-1"),
    ("utf-8", "mac_roman"),
    ("utf-8", "cp850"),
    *(("utf-8", read) for read in ("cp437", "cp1250", "cp1251", "cp1253", "koi8-r", "cp866")),
    ("mac_roman", "cp1252"),
    ("cp1252", "mac_roman"),
    ("cp850", "cp1252 latin-1"),
    ("cp1252", "cp850"),
)
# SIS 63 61 27, the Swedish seven-bit code.
_SEVEN_BIT = {"}": "å", "{": "ä", "|": "ö", "]": "Å", "[": "Ä", "\\": "Ö"}
_PRIVATE = (0xF000, 0xF700)  # codes of a symbol font; bytes that are none of UTF-8 (`ocr/decode.py`)
_ANY_OF_THREE = ("\ufffd", "?", "\ufffd\ufffd", "??")
_STAND_IN, _CAPITAL = "é", "É"  # what a model without å, ä and ö makes of each of them
_OPENS = re.compile(r"(?:^|[.!?:][”\"]?\s+|\n\s*\n\s*)$")  # before a sentence
_BESIDE_WORDS = re.compile(r"[!-/:-@[-`{-~•·†‡¶□■▪]+")  # signs that stand before or behind words: "not*"
_QUOTES = "\"'”´"
_OWN = frozenset("{}[]|\\„†”?")  # that text has of its own
_OFTEN = 20  # times as often must the word that letters set as one make be seen as others
_BETTER = 4  # what is learned takes the place of a table that makes fewer words, by one in so many
_LEAST, _SHARE = 3, 0.5  # different words that become words, and of all that a table changes
_MARKED = frozenset("åäö")
_MOST_SIGNS = 2000  # of a document that are looked at
_LONGEST = 120  # characters on either side
# What every way to write letters in plain signs has.
_ANY_ESCAPE = re.compile(
    r"""
    [=%\\#;+]
    (?: (?<==)[C-Fc-f]\d | (?<=%)[C-Fc-f]\d | (?<=\\)(?:[x'][0-9a-fA-F]{2}|u\d|["a]) | (?<=\#)\w{2,6};
      | (?<=\+)AO[QUY] | (?<=[ao]uml;) | (?<=aring;) )
    | &(?=[aoAO](?:uml|ring))
    """,
    re.VERBOSE,
)
# In an address; what is escaped with % is part of one sooner: "a1/G%C3%B6ta+plan_2".
_ADDRESS = re.compile(
    r"""
      @|://|www\.|\.(?:se|com|org|net|eu|nu|html?|pdf|docx?)\b|(?:/[^/]*){2}
    | ^(?=.*%[\dA-Fa-f]).*(?:[/_+=&?]\w|%[2-7][\dA-F])
    """,
    re.VERBOSE,
)
_MOST_LOST = 4  # letters of a word
_Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodePage:
    """What stands in a text, and what it was.

    `lost` are signs for one of three letters, `sure` those that are letters in words that nobody knows as
    well, though a text may have them; `mixed` says that elsewhere in the document å, ä or ö stand as they
    should.
    """

    table: _Table
    pattern: re.Pattern[str]
    word: re.Pattern[str]
    reason: str = _REASON
    lost: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()
    mixed: bool = False


def _pattern(sign: str) -> str:
    """A sign to look for; "auml;" is none behind the "&" that it lost elsewhere."""
    return f"{'(?<!&)' if sign[0].isascii() and sign[0].isalpha() else ''}{re.escape(sign)}"


def _code_page(
    table: _Table,
    reason: str = _REASON,
    *,
    lost: frozenset[str] = frozenset(),
    sure: frozenset[str] = frozenset(),
) -> CodePage:
    signs = sorted(table, key=len, reverse=True)
    reads = "|".join(map(_pattern, signs))
    letters = "|".join(re.escape(sign) for sign in signs if table[sign].isalpha())
    return CodePage(table, re.compile(reads), re.compile(rf"(?:{letters}|[^\W\d_])+"), reason, lost, sure)


@cache
def _code_pages() -> tuple[CodePage, ...]:
    found: list[_Table] = []
    for written, read in _READ_AS:
        table = {
            seen: letter
            for letter in (_LETTERS + _SIGNS if written == "utf-8" else _LETTERS)
            for each in read.split()
            if (seen := _seen(letter.encode(written, "ignore"), each)) and seen != letter
        }
        found.append(table)
    found += [{chr(first + ord(letter)): letter for letter in _LETTERS} for first in _PRIVATE]
    twice = {_seen(seen.encode(), "cp1252"): letter for seen, letter in found[0].items()}
    pages = [_code_page(table) for table in (*found, twice, _SEVEN_BIT)]
    return (*pages, *(_code_page({sign: _STAND_IN}, lost=frozenset({sign})) for sign in _ANY_OF_THREE))


@cache
def _escapes() -> tuple[CodePage, ...]:
    return tuple([_code_page(table, _ESCAPED) for table in tables()])


def _seen(data: bytes, read: str) -> str:
    """Bytes as text; those that are no letter as the control character of their number (`ocr/decode.py`)."""
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in data)


@cache
def _suspect() -> re.Pattern[str]:
    """A sign of any table between letters, which hardly any text has."""
    signs = {sign[0] for page in _code_pages() for sign in page.table}
    return re.compile(rf"[{re.escape(''.join(sorted(signs)))}](?<=[a-zåäö].)\S{{0,3}}(?=[a-zåäö])")


def code_page(pages: Sequence[str], familiar: Familiar) -> CodePage | None:
    """The code page that a document's letters went through.

    >>> from ocr.lexicon import lexicon
    >>> found = code_page(["NÃ¤mnden fÃ¥r i uppdrag att fÃ¶lja upp frÃ¥gan."], Familiar(lexicon()))
    >>> found.table["Ã¥"]
    'å'
    """
    if any(_ANY_ESCAPE.search(page) for page in pages) and (
        escaped := [code for code in _escapes() if _known(pages, code, familiar)]
    ):
        table = {sign: letter for code in reversed(escaped) for sign, letter in code.table.items()}
        return _code_page(table, _ESCAPED)
    known, code = 0, None
    if any(_suspect().search(page) for page in pages):
        for candidate in _code_pages():
            if (some := _known(pages, candidate, familiar)) > known:
                known, code = some, candidate
    if (more := learned(pages, familiar)) and more.known > known + known // _BETTER:
        table = {**more.table, **dict.fromkeys(more.lost, _STAND_IN)}
        code = _code_page(table, _LEARNED, lost=more.lost, sure=more.sure)
    if code is None or (code.lost and not code.sure):
        return code
    return replace(code, mixed=any(_has_own(page, code) for page in pages))


def _known(pages: Sequence[str], code: CodePage, familiar: Familiar) -> int:
    """How many different words of a document become known by a code page; 0 where it is not believed."""
    made = _made(pages, code)
    known = sum(_is_known(word, code, familiar) for word in made)
    return known if known >= _LEAST and known >= _SHARE * len(made) else 0


def _has_own(page: str, code: CodePage) -> bool:
    """Whether a page has å, ä or ö that is no sign of a code page."""
    return not _MARKED.isdisjoint(code.pattern.sub("", page))


def _made(pages: Sequence[str], code: CodePage) -> set[str]:
    """The different words of a document that a code page changes, as it makes them."""
    signs = ((page, *match.span()) for page in pages for match in code.pattern.finditer(page))
    made: set[str] = set()
    for page, start, end in islice(signs, _MOST_SIGNS):
        sign = page[start:end]
        if code.reason == _ESCAPED and _ADDRESS.search(_run(page, start, end)):
            continue
        if code.table[sign].isalpha() and (sign not in _OWN or _is_between(page, start, end)):
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
    if code.lost and _STAND_IN in word:
        return any(map(familiar.stands, _fillings(word)))
    if code.reason == _LEARNED:
        return familiar.stands(word)
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
    for match in code.pattern.finditer(page):
        before, after = match.group(), code.table[match.group()]
        start, end = match.span()
        if after in LIGATURES:
            word = _around(page, start, end, code)
            after = _ligature(word, before, code, familiar) or after
        lost = before in code.lost
        if code.reason == _ESCAPED and _ADDRESS.search(_run(page, start, end)):
            continue
        if _is_own(before, code) and not _is_letter(page, start, end, code, familiar):
            continue
        reason = LOST if lost else code.reason
        if lost and _is_capital(page, start, end, code, familiar):
            after = _CAPITAL
        found.append(Change(start, end, before, after, 0.99, "channel", "applied", ((after, 0.99),), reason))
    return found


def _ligature(word: str, sign: str, code: CodePage, familiar: Familiar) -> str | None:
    """The letters that a sign for two or three is in a word; None where none make one that is known."""
    made = {letters: _read(word.replace(sign, letters), code).lower() for letters in LIGATURES}
    usual, known = code.table[sign], familiar.lexicon.words
    often = {
        letters: known[some].lower + 1 if some in known else 1
        for letters, some in made.items()
        if familiar.stands(some)
    }
    best = max(often, key=lambda letters: often[letters], default=usual)
    if usual in often:
        return best if often[best] >= _OFTEN * often[usual] else usual
    return best if often and often[best] >= _OFTEN * (sum(often.values()) - often[best]) else None


def _is_own(sign: str, code: CodePage) -> bool:
    """Whether a text may have such a sign that is no letter of a word."""
    if code.reason == _LEARNED:
        return sign not in code.sure or not sign[0].isalpha()
    return sign in _OWN or (code.mixed and _is_readable(sign))


def _run(page: str, start: int, end: int) -> str:
    """What stands around a sign without blanks."""
    before, after = page[max(0, start - _LONGEST) : start], page[end : end + _LONGEST]
    return (
        (before.split()[-1] if before and not before[-1].isspace() else "")
        + page[start:end]
        + (after.split()[0] if after and not after[0].isspace() else "")
    )


def _is_readable(sign: str) -> bool:
    """Whether a sign may be a text's own: not "Ã¤", nor the code of no character."""
    return len(sign) == 1 and sign.isprintable()


def _is_letter(page: str, start: int, end: int, code: CodePage, familiar: Familiar) -> bool:
    """Whether a sign that text has of its own is a letter of a word."""
    word, sign = _around(page, start, end, code), page[start:end]
    if code.table[sign] in LIGATURES:
        known = _ligature(word, sign, code, familiar) is not None
    else:
        known = len(word) > 1 and _is_known(_read(word, code).lower(), code, familiar)
    if known:
        return _is_between(page, start, end) or not (
            (sign[-1] in _QUOTES and _closes(page, start, end))
            or (
                code.reason == _LEARNED
                and _BESIDE_WORDS.fullmatch(sign)
                and familiar.stands(code.pattern.sub("", word).lower())
            )
        )
    if not _is_between(page, start, end):
        return False
    if code.reason == _LEARNED:
        return sign in code.sure
    return not code.mixed and (code.table[sign].islower() or page[start - 1].isupper())  # not "skola\\beslut"


def _closes(page: str, start: int, end: int) -> bool:
    """Whether a mark at the end of a word closes a quotation."""
    sign = page[end - 1]
    return not page[end : end + 1].isalpha() and bool(
        re.search(rf"(?<!\w){re.escape(sign)}\w", page[max(0, start - _LONGEST) : start])
    )


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
    if not any(change.reason == LOST or change.reason.startswith(f"{LOST};") for change in ledger):
        return tuple(ledger)
    return tuple(
        change if told == _LEARNED else replace(change, reason=LOST)
        for change in ledger
        if (told := change.reason.split(";")[0]) == _LEARNED or change.reason.startswith(f"{LOST};")
    )


__all__ = ["LOST", "CodePage", "changes", "code_page", "without_stand_ins"]
