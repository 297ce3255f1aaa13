"""Days and years of a damaged text of which figures were read as letters, or apart: "2018-O4-l6".

Only what the calendar settles is read so, letter for letter; a blank inside a number goes in front of it, so
that every place holds. What is no day of any calendar stays as it was read.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from extract.facts import facts

DIGITS = str.maketrans("lI|oOQsSZB", "1110005528")  # letters for the digits that they are read for
READ = r"[\dlI|oOQSZB]"
YEAR = rf"[12lI|][09oOQ]{READ}{{2}}"
# "2018-O4-l6", "2018—04—16", "2021-09-OI--202I-09-30"
ISO = re.compile(rf"(?<![\w/.])(?<!\d-){YEAR}[-–—][01oOQlI|]{READ}[-–—][0-3oOQlI|]{READ}(?!\w|[-–—]\w|/\d)")
FIGURES = 5  # of the eight, at the least, that were read as what they are


def days_legible(text: str) -> str:
    """The text letter for letter, with figures for the letters in its days and years.

    >>> days_legible("2018-O4-l6, 2018—04—16 och 2018-O4-41; den 16 april 2OI8 och den IS mars 201 8")
    '2018-04-16, 2018-04-16 och 2018-O4-41; den 16 april 2018 och den 15 mars  2018'
    >>> days_legible("I-30 maj, den l-31 maj, 2O juni-l5 juli och l0 maj 2022; klass I-5 i mars, del I maj")
    '1-30 maj, den 1-31 maj, 20 juni-15 juli och 10 maj 2022; klass I-5 i mars, del I maj'
    >>> days_legible("den 1 1 april, punkt 1 6 april, i maj 2 000 kronor och i juni 20 18-åringar")
    'den  11 april, punkt 1 6 april, i maj 2 000 kronor och i juni 20 18-åringar'
    """
    text = ISO.sub(_iso, text)
    text = _day().sub(lambda match: match.group().translate(DIGITS), text)
    text = _year().sub(lambda match: match.group().translate(DIGITS), text)
    return _apart().sub(lambda match: " " + match.group().replace(" ", ""), text)


def _iso(match: re.Match[str]) -> str:
    read = match.group()
    figures = re.sub(r"[-–—]", "-", read.translate(DIGITS))
    if sum(map(str.isdigit, read)) < FIGURES or not figures.startswith(("19", "20")):
        return read
    try:
        return date.fromisoformat(figures).isoformat()
    except ValueError:
        return read


@cache
def _months() -> str:
    return "|".join(word for word in facts("calendar")["months"] if len(word) > 3 or word == "maj")


@cache
def _day() -> re.Pattern[str]:
    """A day of two digits of which a letter was read: "den IS mars", "den Io april 2024", "I5 juni"; and the
    first of a stretch of days: "den l-31 maj"."""
    day = r"[lI|12][oOsSZB]|[lI|][lI|\d]|[12][lI|]|3[lI|oO]"
    surely = r"[lI|]\d|[123][lI|oO]"
    return re.compile(
        rf"(?<=\bden )(?:{day})(?= (?:{_months()})\b)"
        rf"|(?<![\w|])(?:{surely})(?=(?:\s?[-–]\s?\d\d?)? (?:{_months()})\b)"
        rf"|(?<![\w|])[lI|](?=[-–]\d\d? (?:{_months()})\b)"
    )


@cache
def _year() -> re.Pattern[str]:
    """A year behind a month of which a letter was read: "april 2OI8"."""
    behind = "|".join(rf"(?<={month} )" for month in _months().split("|"))
    return re.compile(rf"(?:{behind})(?=\d|\w{{2,3}}\d)(?:2[0oOQ]|[1lI|]9){READ}{{2}}(?!\w)")


@cache
def _apart() -> re.Pattern[str]:
    """A year behind a month, and a day behind "den", with a blank inside: "april 201 8", "den 1 1 april"."""
    behind = "|".join(rf"(?<={month} )" for month in _months().split("|"))
    return re.compile(
        rf"(?:{behind})(?:20[0-4]|19[4-9]) \d(?![\d-])|(?<=\bden )[123] \d(?= (?:{_months()})\b)"
    )
