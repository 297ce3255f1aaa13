"""Pages that somebody must look at before they are published: personal numbers, and stamps of secrecy.

A personnummer is found by its form, its date and its check digit (Skatteverket, SKV 704), a samordningsnummer
alike with 60 added to the day. The number of an organisation has no date in it and is none; what is announced
as a telephone number or a case number is left out. What stands for secrecy is a stamp (SEKRETESS, "Sekretess
enligt OSL 26 kap. 1 §", SEKRETESSMARKERAD), not a text about secrecy.

This is a help for the eye and no promise: a number that OCR has misread, one without its hyphen and century,
one that is handwritten or in a picture, and a stamp across the text are not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ocr.page import Page, Problem
from ocr.spans import Span

CODES = ("personnummer", "sekretess")  # of the problems

# 19121212-1212, 121212-1212, 121212+1212, 191212121212
NUMBER = re.compile(
    r"""
    (?<![\d/.,:+-]) (?<!\d[ ])          # not the end of a longer number
    (?P<century> 18 | 19 | 20 )?
    (?P<year> \d\d ) (?P<month> \d\d ) (?P<day> \d\d )
    (?P<sign> [ ]? [-\u2010-\u2013\u2212+] [ ]? )?
    (?P<last> \d{4} )
    (?! [\d/] | [.,:-]\d )              # nor the beginning of one
    """,
    re.VERBOSE,
)

# "tel. 070512-1234", "Dnr SN 190412-0012"
OTHER_NUMBER = re.compile(
    r"""
    \b ( tel | telefon(?:nr|nummer)? | tfn | mobil(?:nr|nummer|telefon)? | fax | växel
       | dnr | diarienr | diarienummer | ärendenr | ärendenummer | ärende | org\.?nr | organisationsnummer
       | bankgiro | bg | plusgiro | pg | faktura(?:nr|nummer)? | ocr(?:-?nr|-?nummer)? )
    [.:]? \s* (?: [A-ZÅÄÖ]{1,5} \s* )? $
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BEFORE_NUMBER = 40  # characters that may announce what a number is

# SEKRETESS alone in capitals, with what belongs to a stamp: "SEKRETESS OSL 26:1"; not "SEKRETESS OCH ANSVAR"
STAMP = re.compile(
    r"""
    (?<! [A-ZÅÄÖ] ) (?<! [A-ZÅÄÖ][ ] )
    SEKRETESS ( MARKERAD | MARKERING | BELAGD | SKYDDAD )? \b
    (?! [ ]+ (?! ENLIGT\b | ENL\b | OSL\b | KAP\b | HANDLING\b ) [A-ZÅÄÖ]{2} )
    """,
    re.VERBOSE,
)

# "Sekretess enligt OSL 26 kap. 1 §", "Sekretess enligt 25 kap. 1 § offentlighets- och sekretesslagen"
BY_LAW = re.compile(
    r"""
    ^ [^\w\n]* Sekretess \s* [,:]? \s+ (?: (?: enligt | enl\.? | jämlikt | jml\.? ) \s+ )?
    (?: OSL\b | offentlighets- | \d+ \s* (?: kap | : \s* \d ) )
    """,
    re.VERBOSE | re.MULTILINE,
)

# "Sekretessmarkerad", "Sekretessbelagd handling" on a line of its own
MARKED = re.compile(
    r"^ [^\w\n]* Sekretess (?: markerad | markering | belagd | belagt | skyddad ) (?: [ ]+ \w+ )? [^\w\n]* $",
    re.VERBOSE | re.MULTILINE,
)


def flagged(pages: Sequence[Page]) -> Iterator[Problem]:
    """A problem for each page with personal numbers and for each with a stamp; never the number itself."""
    for page in pages:
        if count := len(personal_numbers(page.text)):
            what = "a personal identity number" if count == 1 else f"{count} personal identity numbers"
            told = f"the page holds {what} (personnummer): look at it before it is published"
            yield Problem("personnummer", told, page.number)
        if is_stamped(page.text):
            told = "the page is stamped as secret (sekretess): look at it before it is published"
            yield Problem("sekretess", told, page.number)


def personal_numbers(text: str) -> list[Span]:
    """Where a text holds personal identity numbers and co-ordination numbers, the whole number each.

    >>> personal_numbers("Tolvan, 121212-1212")
    [Span(start=8, end=19)]
    """
    return [Span(*match.span()) for match in NUMBER.finditer(text) if _is_personal(text, match)]


def _is_personal(text: str, match: re.Match[str]) -> bool:
    if not match["century"] and not match["sign"]:
        return False  # ten digits in a row are as likely a telephone number
    if not _is_date(match["century"], match["year"], match["month"], match["day"]):
        return False
    digits = match["year"] + match["month"] + match["day"] + match["last"]
    if not _is_checked(digits):
        return False
    before = text[max(0, match.start() - _BEFORE_NUMBER) : match.start()]
    return not OTHER_NUMBER.search(before.rpartition("\n")[2])


def _is_date(century: str | None, year: str, month: str, day: str) -> bool:
    """Whether it is a day of the calendar, or one with 60 added, in any century where none is given."""
    number = int(day) - 60 if int(day) > 60 else int(day)
    for hundreds in [century] if century else ["19", "20"]:
        try:
            date(int(hundreds + year), int(month), number)
        except ValueError:
            continue
        return True
    return False


def _is_checked(digits: str) -> bool:
    """Whether the tenth digit is the check digit of the nine before it."""
    doubled = (int(digit) * (2 - n % 2) for n, digit in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def is_stamped(text: str) -> bool:
    """Whether a page is marked as secret."""
    return any(pattern.search(text) for pattern in (STAMP, BY_LAW, MARKED))


def masked(text: str) -> str:
    """The text with the digits of personal numbers exchanged for X, as long as it was.

    >>> masked("Tolvan, 121212-1212")
    'Tolvan, XXXXXX-XXXX'
    """
    for start, end in personal_numbers(text):
        text = text[:start] + re.sub(r"\d", "X", text[start:end]) + text[end:]
    return text
