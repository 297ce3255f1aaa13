"""Case numbers (diarienummer), in the forms of many houses: HL 2019/619, SLK-2023-00877, 0497/23.

The forms are data. SOU 2020:9, law numbers and handling numbers look alike and are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from extract.facts import facts
from extract.record import Value
from ocr.spans import Span

# letters in it that stand for digits: "KS 2O18/32]", "SLK-2024-O0074", "Dnr 2018/l3"
MISREAD = re.compile(
    r"""(?:(?<![\w-])[A-ZÅÄÖ]{2,6}[ -]|(?i:\b(?:dnr|diarienummer|ärendenummer)[.:]?\s))
        (?P<number>[12l][09OoQ][\dlIOo]{2}[-/][\dlIOo|\]]{1,6})(?![\w|\]/-])""",
    re.VERBOSE,
)
DIGITS = str.maketrans("lI|]OoQ", "1111000")
LAST = str.maketrans("|]", "11")  # what a last 1 is read for
# blanks in it: "SLK- 2024-00074", "KS 2018 /513", "KS 201 8/513"; or, where it ends its line, between the
# last digits: "Dnr KS 2018/5 13", "Dnr KS 2007/1 1-251"
BROKEN = re.compile(
    r"""(?<![\w-])(?: (?<=Dnr[ ])[A-ZÅÄÖ]{2,6}[ ](?:19|20)\d[ ]?\d/\d{1,3}(?:[ ]\d{1,3})?
              (?:-\d{1,3}(?:[ ]\d{1,3})?)?(?:[ ]?[|\]])?(?=[ ]*$)
          | [A-ZÅÄÖ]{2,6}[ ]?-[ ]?(?:19|20)\d\d[ ]?-[ ]?\d{5}
          | [A-ZÅÄÖ]{2,6}[ ](?:19|20)\d[ ]?\d[ ]?/[ ]?\d{1,6} )(?![\w/:-])""",
    re.VERBOSE | re.MULTILINE,
)


def case_numbers_in(text: str, offset: int) -> list[Value]:
    """The case numbers in a piece of text that begins at `offset`; values with white space made single.

    What OCR does to them is undone in the values: letters for digits, blanks inside.
    """
    found: dict[tuple[int, int], str] = {}
    windows = _windows(text)
    text = _legible(text, windows)
    for start, end in windows:
        found |= {
            match.span(): re.sub(r"(?<=[\d/-])\s|\s(?=[/-])", "", match.group()).translate(LAST)
            for match in BROKEN.finditer(text, start, end)
            if re.search(r"[\d/-]\s|\s[/-]|[|\]]", match.group())
        }
    sure, marked, alone = _patterns()
    for pattern, group in ((sure, 0), (marked, "value"), (alone, "value")):
        taken = sorted(found)
        for start, end in windows:
            for match in pattern.finditer(text, start, end):
                span = match.span(group)
                if _is_one(match[group]) and not _overlaps(taken, span) and not _is_of_two_rows(text, *span):
                    found[span] = match[group]
    return [
        Value(" ".join(value.split()), Span(start + offset, end + offset))
        for (start, end), value in sorted(found.items())
    ]


def _legible(text: str, windows: Sequence[tuple[int, int]]) -> str:
    """The text with digits for letters that stand for them, letter for letter."""
    pieces: list[str] = []
    at = 0
    for start, end in windows:
        pieces += (text[at:start], without_others(MISREAD.sub(_with_digits, text[start:end])))
        at = end
    return "".join((*pieces, text[at:]))


# what stands somewhere in every case number, letters for digits among it: "8/1", "3-0", "8KS", "O/3"
HINT = re.compile(r"\d[-/.:][\dA-ZÅÄÖlo|\]]|\d\s?[-/]\s?\d|\d[A-ZÅÄÖ]|[lIOoQ][-/][\dlIOo|\]]")
BEFORE, BEHIND = 48, 32  # letters around it that a case number and the word for one take at most


def _windows(text: str) -> list[tuple[int, int]]:
    """The lines of a text in which a case number may stand, with those right above and below."""
    found: list[tuple[int, int]] = []
    for match in HINT.finditer(text):
        if found and match.end() + BEHIND <= found[-1][1]:
            continue
        start = text.rfind("\n", 0, max(0, match.start() - BEFORE)) + 1
        end = text.find("\n", match.end() + BEHIND)
        end = len(text) if end < 0 else end
        if found and start <= found[-1][1] + 1:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def without_others(text: str) -> str:
    """A text with the numbers that are those of a document or a contract blanked ("Dok.nr 2021/4417")."""
    return _others().sub(lambda match: " " * len(match.group()), text)


def _overlaps(taken: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Does a span overlap one of those taken, which are in order and apart?"""
    i = bisect_left(taken, span)
    return any(a < span[1] and span[0] < b for a, b in taken[max(0, i - 1) : i + 1])


def _is_of_two_rows(text: str, start: int, end: int) -> bool:
    """Does it end a row of a table and begin the next: "... avslag     EL / 2020-622   2020-12-21"?"""
    broken = "\n" in text[start:end]
    return broken and text[max(0, start - 2) : start].isspace() and text[end : end + 2].isspace()


def _with_digits(match: re.Match[str]) -> str:
    """The number with its digits again, where most of it are digits as it stands."""
    number = match["number"]
    if number.endswith("]") and "[" in match.string[max(0, match.start() - 12) : match.start()]:
        return match.group()  # "[KS 2020-7]"
    digits = number.translate(DIGITS)
    if sum(map(str.isdigit, number)) < 4 or not digits.startswith(("19", "20")):
        return match.group()
    return match.group().removesuffix(number) + digits


def _is_one(value: str) -> bool:
    years = re.fullmatch(r"((?:19|20)\d\d)/((?:19|20)?\d\d)", value)
    if years and (int(years[1]) + 1) % 100 == int(years[2]) % 100:
        return False  # a school year
    prefix = re.match(r"[A-ZÅÄÖ]+", value)
    return prefix is None or prefix.group() not in facts("case_numbers")["not_prefix"]


@cache
def _others() -> re.Pattern[str]:
    words = "|".join(facts("case_numbers")["others"])
    return re.compile(rf"\b(?:{words})[.:]?[^\S\n]{{0,3}}[^\s,;]*\d[^\s,;]*", re.IGNORECASE)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = facts("case_numbers")
    sure = re.compile(r"(?<![\w-])(?:" + "|".join(data["sure"]) + r")(?!\w)")
    words = "|".join(re.escape(w) for w in data["words"])
    marked = re.compile(
        rf"(?i:\b(?:{words}))\b[.:]?\s{{0,3}}(?P<value>" + "|".join(data["marked"]) + r")(?!\w)"
    )
    alone = re.compile(
        r"^[^\S\n]*+(?:(?:[A-ZÅÄÖ]\w{1,25}\s)?§\s?\d{1,4}(?:/\d{2,4})?[^\S\n]+)?(?P<value>"
        + "|".join(data["alone"])
        + r")[^\S\n]*$",
        re.MULTILINE,
    )
    return sure, marked, alone
