"""Names, dates and case numbers that the columns of a table cut in two, in a text that was read across them.

    Yttrande i ärende KS    Produktionsdirektör Anna   5 mars till den 11
    2018/108 om skolan      Ekfors                     april 2018

Read line by line, the other cells stand between the halves. They are filled with signs that count as blanks,
letter for letter, so that the halves read on and every place holds. This is done for names, for dates and for
case numbers apart, since what is cut for one is in the way of another; and to damaged texts only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.facts import facts, words
from extract.offices import is_office
from extract.people import LOWER, UPPER
from extract.record import Value
from extract.surnames import is_common_word, surname_meant
from ocr.spans import Span

FILL = "\x1f"  # a blank to a pattern, and no line end
ROWS = 4  # lines below that may hold the other half

# "Produktionsdirektör Anna | 2018-02-15", at the end of a line
FIRST_NAME = re.compile(
    rf"""(?<=[{LOWER}]\ )(?P<name>[{UPPER}][{LOWER}]+)
        (?P<behind>[ ]?\|?[ ]?(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}\ [a-z]{{3,9}}\ \d{{4}})?[ ]?)$""",
    re.VERBOSE | re.MULTILINE,
)
# "..., Bo Hed (M) och Anna / / Ekfors (S).": a name in running text with a false blank line inside
IN_A_SENTENCE = re.compile(
    rf"""(?:^[^\n]{{30,}}[{LOWER},]|\b(?:och|samt))[ \n](?P<name>[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?)
        (?P<gap>\n\n)(?=[{UPPER}][{LOWER}]+\ (?:[({LOWER}]|[{UPPER}][{LOWER}]+\ \([A-ZÅÄÖ]))""",
    re.VERBOSE | re.MULTILINE,
)
# "... Grannen Anna / / Ekfors har yttrat sig": the same at the end of a short line
IN_A_SHORT_LINE = re.compile(
    rf"[{LOWER},]\ (?P<name>[{UPPER}][{LOWER}]+)(?P<gap>\n\n)(?=(?P<last>[{UPPER}][{LOWER}]+)\ [({LOWER}])"
)
# "Ekfors (S)", "Ekfors redogör" in the next line
GOES_ON = re.compile(rf"\n[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)? ?(?:\(|[{LOWER}])")
# "Ekfors", alone or behind another cell
SURNAME = re.compile(
    rf"(?P<cell>.*[{LOWER}\d,_]\ )?(?P<name>[{UPPER}][{LOWER}]{{1,11}}(?:-[{UPPER}][{LOWER}]+)?)"
)
SHORT = 3  # letters of a surname that its end does not tell
# "KS", behind which other cells stand
LETTERS = re.compile(r"(?<![\w-])(?P<letters>[A-ZÅÄÖ]{2,6})(?: [A-ZÅÄÖ|][^\n]*)?$", re.MULTILINE)
NUMBER = re.compile(r"\n{1,2}(?P<number>(?:19|20)\d{2}/\d{1,4})(?![\w/-])")


def names_joined(text: str) -> str:
    """The text with what stands between a first name and the surname below it filled.

    >>> names_joined("skolan  Rektor Anna 2018-02-15\\nom vägen, Ekfors").replace(FILL, "·")
    'skolan  Rektor Anna···········\\n··········Ekfors'
    >>> names_joined("I ärendet yttrar sig Bo Hed (M) och Anna\\n\\nEkfors (S).").replace(FILL, "·")
    'I ärendet yttrar sig Bo Hed (M) och Anna·\\nEkfors (S).'
    """
    out = text
    for match in FIRST_NAME.finditer(text):
        if match["name"] not in words("first_names") or not _office_before(text, match.start()):
            continue
        if not match["behind"].strip() and GOES_ON.match(text, match.end()):
            continue  # the surname begins the next line
        at = _below(text, match.end(), f"{match['name']} ")
        if at is not None:
            out = _filled(out, match.end("name"), at)
    return IN_A_SHORT_LINE.sub(_closed_before_a_name, IN_A_SENTENCE.sub(_closed, out))


def _closed(cut: re.Match[str]) -> str:
    """A first name without the false blank line below it."""
    return f"{cut.group()[:-2]}{FILL}\n" if cut["name"] in words("first_names") else cut.group()


def _closed_before_a_name(cut: re.Match[str]) -> str:
    """The same where what stands below is no common word, which would begin a sentence."""
    return cut.group() if is_common_word(cut["last"].lower()) else _closed(cut)


def dates_joined(text: str) -> str:
    """The text with what stands between the halves of a date filled.

    >>> dates_joined("barn  5 mars till den 11\\noch unga april 2018").replace(FILL, "·")
    'barn  5 mars till den 11\\n·········april 2018'
    """
    for pattern in _halves():
        text = pattern.sub(lambda m: f"{m['half']}{FILL * len(m['cell'])}{m['rest']}", text)
    return text


def with_letters(text: str, numbers: Sequence[Value]) -> tuple[Value, ...]:
    """The case numbers of a text, and those whose letters stand in the line above, before other cells."""
    known = {value.value.partition(" ")[0] for value in numbers if value.value[:2].isupper()}
    found = {value.span.start: value for value in numbers}
    for match in LETTERS.finditer(text):
        number = NUMBER.match(text, match.end())
        if number and match["letters"] in known:
            span = Span(number.start("number"), number.end("number"))
            found[span.start] = Value(f"{match['letters']} {number['number']}", span)
    return tuple(sorted(found.values(), key=lambda value: value.span))


def _office_before(text: str, at: int) -> bool:
    """Is the word before a place an office?"""
    before = text[max(0, at - 40) : at].lower().split()
    return bool(before) and is_office(before[-1])


def _below(text: str, at: int, first: str) -> int | None:
    """Where the surname begins that stands in one of the lines below, with the first name before it
    elsewhere, or made as surnames are."""
    ends = tuple(facts("people")["surname_ends"])
    found: list[tuple[int, int]] = []
    for row, (start, line) in enumerate(_rows(text, at)):
        if (another := FIRST_NAME.search(line)) and _office_before(line, another.start()):
            break
        match = SURNAME.fullmatch(line)
        if match and not _office_before(line + " ", len(line) + 1) and not _is_whole(match):
            name = match["name"]
            known = re.search(rf"{re.escape(first + name)}(?!\w)", text) is not None
            if known or surname_meant(name) or (len(name) >= SHORT and name.lower().endswith(ends)):
                found.append((row if known else row + ROWS, start + match.start("name")))
    return min(found)[1] if found else None


def _is_whole(cell: re.Match[str]) -> bool:
    """Does a surname have its own first name before it: "kommunstyrelsen: Bo Nordin"?"""
    before = (cell["cell"] or "").split()
    return bool(before) and before[-1] in words("first_names")


def _rows(text: str, at: int) -> list[tuple[int, str]]:
    """The next lines that hold something, with their places."""
    lines = re.compile(r"[^\n\f]*\S[^\n\f]*").finditer(text, at + 1, min(len(text), at + 400))
    return [(line.start(), line.group().rstrip()) for line, _ in zip(lines, range(ROWS), strict=False)]


def _filled(text: str, start: int, end: int) -> str:
    hole = re.sub(r"[^\n]", FILL, text[start:end])
    return text[:start] + hole + text[end:]


@cache
def _halves() -> tuple[re.Pattern[str], ...]:
    """ "5 mars till den 11 / april 2018", "11 april den 2 maj / 2018", "8 mars till den / 31 mars 2018"."""
    months = [word for word in facts("calendar")["months"] if len(word) > 2]
    month = "(?:" + "|".join(months) + ")"
    alone = "".join(rf"(?<!{word}\ )" for word in months)
    ends = (  # how a half ends, and what its other half is
        (rf"\b\d{{1,2}}\ {month}\ (?:till\ )?den", rf"\d{{1,2}}\ {month}\ \d{{4}}"),
        (r"\bden\ \d{1,2}", rf"(?<!\d\ ){month}\ \d{{4}}"),
        (rf"\b\d{{1,2}}\ {month}\ (?:till\ )?den\ \d{{1,2}}\ {month}", rf"{alone}\d{{4}}"),
    )
    return tuple(
        re.compile(
            rf"(?P<half>{half}[ ]?\n{{1,2}})(?P<cell>(?=[^\d\n])[^\n]{{2,60}}?\ )(?P<rest>{rest}$)",
            re.VERBOSE | re.MULTILINE,
        )
        for half, rest in ends
    )
