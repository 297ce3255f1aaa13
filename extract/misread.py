"""Headings whose sign or number is still misread after repair, and is told by the numbers around it.

The paragraphs of a protocol are counted, so a heading "§ 7l" or "§ 7" between § 70 and § 72 is § 71.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from extract.case_numbers import case_numbers_in
from extract.facts import folded
from extract.headings import heading_of
from extract.record import Value

# "§ öl", "§ Isl", "§7", "8 4 Taxa", "AU 831", "8 6. Taxa": a sign, perhaps misread, with up to four letters
# or digits, behind the name of a body perhaps, and a case number, a title or nothing behind them; or no sign
# before a number and a case number, "68 KS 2018/3"
NUMBERED = re.compile(
    r"""^(?P<body>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,7}\s)?
        (?P<sign>[§$&][\s=.:]{0,3}|[8S5sg](?:\s{1,3}|(?=\d{1,3}(?:\s|$)))
            |(?=\d{1,3}\s[A-ZÅÄÖ]{2,6}\s\d{4}/\d))
        (?P<number>(?:[^\W_]|[|!]){1,4})(?P<mark>[.:]?)_{0,4}
        (?P<rest>$|(?:\s+|(?<=_))(?P<case>\|?\s?(?:D\w{0,6}r\b|[ÄA]rende|[A-ZÅÄÖ]{2,6}[ -])).*$
          |\s+[A-ZÅÄÖ][a-zåäö].{0,120}$)""",
    re.VERBOSE,
)
CASED = re.compile(r"\s+Dnr\b")
DIGITS = str.maketrans("lIi|!OoöÖsSBZz", "11111006658822")  # letters for the digits that they are read for
READ_FOR = {"l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "O": "0", "o": "06", "ö": "68", "Ö": "6"}
READ_FOR |= {"s": "58", "S": "58", "B": "8", "Z": "2", "z": "2"}


def is_read_for(printed: str, number: int) -> bool:
    """May what is printed be this number, misread? One digit may be lost or wrong.

    >>> is_read_for("Isl", 181), is_read_for("7", 71), is_read_for("9", 71)
    (True, True, False)
    """
    digits = printed.translate(DIGITS)
    return digits.isdigit() and Levenshtein.distance(digits, str(number)) <= (len(str(number)) > 1)


Form = tuple[str, str, str]  # of a heading: the body before its sign, the mark and the kind of what is behind


def form_of(line: str) -> Form | None:
    """How a heading is made; None of a line that is none.

    >>> form_of("AU 8 31. Taxa") == form_of("AU § 30. Val av justerare") != form_of("§ 30")
    True
    """
    head = NUMBERED.match(line)
    return _form(head) if head else None


def _form(head: re.Match[str]) -> Form:
    behind = "case" if head["case"] else "title" if head["rest"].strip() else ""
    return (head["body"] or "").strip(), head["mark"], behind


def misread_heads(
    texts: Sequence[tuple[int, str]],
    numbers: Sequence[int],
    forms: Collection[Form] = (),
    *,
    surely: bool = False,
) -> dict[int, int]:
    """Which of the lines between two headings are those of the numbers that lack between them.

    `texts` are the lines with their places in the document, `forms` those of the other headings; a number
    goes to the one line that may be it. Where the sign is misread too, or a title stands behind, every digit
    must be right; so it must `surely`, and then the sign must be there and no title behind, or the form be
    known.
    """
    found: dict[int, int] = {}
    bodies = {"", *(body for body, _, _ in forms)}
    heads = [(i, match) for i, text in texts if (match := NUMBERED.match(text)) and _form(match)[0] in bodies]
    for number in numbers:
        fitting = [i for i, head in heads if i not in found and _may_head(head, number, forms, surely)]
        if len(fitting) == 1:
            found[fitting[0]] = number
    return found


def _may_head(head: re.Match[str], number: int, forms: Collection[Form], surely: bool) -> bool:
    signed, plain = head["sign"].startswith(("§", "$", "&")), _form(head)[2] != "title"
    if (signed or CASED.match(head["rest"])) and plain and not surely:
        return is_read_for(head["number"], number)
    printed, digits = head["number"], str(number)
    exact = len(printed) == len(digits) and all(
        read == digit or digit in READ_FOR.get(read, "") for read, digit in zip(printed, digits, strict=True)
    )
    return exact and (not surely or (head["sign"].startswith("§") and plain) or _form(head) in forms)


LETTERS = 4  # letters of a case number that are known by their number; of three, two may be two bodies
OFTEN = 3  # times that the right letters stand for each time that others do
ALIKE = ("IJLT", "OQDCG", "EFPRB", "UV", "HMN", "SB", "AÄÅ", "OÖ")  # capitals that are read for each other
STROKES = "IJL"


def letters_meant(numbers: Sequence[Value]) -> dict[str, str]:
    """The letters of case numbers that are misread, by those that look alike and stand far oftener.

    >>> from ocr.spans import Span
    >>> read = ["VIKA 2021/4", "VIKA 2021/5", "VIKA 2020/9", "VLKA 2021/7"]
    >>> letters_meant([Value(number, Span(0, 1)) for number in read])
    {'VLKA': 'VIKA'}
    """
    counts = Counter(value.value.partition(" ")[0] for value in numbers if " " in value.value)
    found = {}
    for letters, times in counts.items():
        others = [
            other
            for other, often in counts.items()
            if min(len(other), len(letters)) >= LETTERS
            and often >= OFTEN * times
            and _looks_like(letters, other)
        ]
        if len(others) == 1:
            found[letters] = others[0]
    return found


def _looks_like(one: str, other: str) -> bool:
    """Do letters differ in one that is read for another, or in a stroke too many ("VIIKA", "VILKA")?

    A letter behind them ("VIKAN") makes them another body's.
    """
    if len(one) != len(other):
        return any(one[:i] + one[i + 1 :] == other for i in range(1, len(one) - 1) if one[i] in STROKES)
    differing = [{a, b} for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and any(differing[0] <= set(letters) for letters in ALIKE)


def with_letters_meant(numbers: Sequence[Value], meant: Mapping[str, str]) -> tuple[Value, ...]:
    """The case numbers under the letters that were meant; each stands where it stood."""
    found = []
    for value in numbers:
        letters, _, rest = value.value.partition(" ")
        found.append(replace(value, value=f"{meant[letters]} {rest}") if letters in meant else value)
    return tuple(found)


# "2022-POLO00187": an O behind letters that is a nought, or one too many
NOUGHT = re.compile(r"(?P<stem>.*[A-ZÅÄÖ])(?P<read>[Oo]{1,2})(?P<rest>\d+.*)")


def with_noughts(numbers: Sequence[Value]) -> tuple[Value, ...]:
    """The case numbers with a nought for an O between letters and digits, or without it, whichever has the
    form of another case number.

    >>> from ocr.spans import Span
    >>> read = ["2022-POL000187", "2022-POLO00188", "2022-POLO000189", "VIKO 12"]
    >>> [value.value for value in with_noughts([Value(number, Span(0, 1)) for number in read])]
    ['2022-POL000187', '2022-POL000188', '2022-POL000189', 'VIKO 12']
    """
    forms = {_skeleton(value.value) for value in numbers if not NOUGHT.fullmatch(value.value)}
    found = []
    for value in numbers:
        match = NOUGHT.fullmatch(value.value)
        meant = (
            [f"{match['stem']}{n}{match['rest']}" for n in ("0" * len(match["read"]), "")] if match else []
        )
        fitting = [number for number in meant if _skeleton(number) in forms]
        found.append(replace(value, value=fitting[0]) if len(fitting) == 1 else value)
    return tuple(found)


def _skeleton(number: str) -> str:
    return re.sub(r"\d", "0", number)


# how the å, ä or ö is read with which the letters of a body begin
FIRST_READ_AS = {"Ö": ("OE", "O", "G", "C", "Q"), "Å": ("AA", "A"), "Ä": ("AE", "A")}


def with_letters_of_body(numbers: Sequence[Value], body: str | None) -> tuple[Value, ...]:
    """The case numbers with the letters of the body that meets, which begin with å, ä or ö as its name does.

    >>> from ocr.spans import Span
    >>> read = [Value(number, Span(0, 1)) for number in ("OFN 2021/31", "KS 2021/4", "ON 2021/5")]
    >>> [value.value for value in with_letters_of_body(read, "Överförmyndarnämnden")]
    ['ÖFN 2021/31', 'KS 2021/4', 'ÖN 2021/5']
    """
    first, rest = (body or " ")[0], folded((body or " ")[1:]).upper()
    found = []
    for value in numbers:
        letters, _, number = value.value.partition(" ")
        for read in FIRST_READ_AS.get(first, ()):
            behind = letters.removeprefix(read)
            if behind != letters and behind.isupper() and _stand_in(behind, rest):
                value = replace(value, value=f"{first}{behind} {number}")
                break
        found.append(value)
    return tuple(found)


def _stand_in(letters: str, name: str) -> bool:
    """Do letters stand in a name, in their order?"""
    left = iter(name)
    return all(letter in left for letter in letters)


# "Dnr VIK 2022/431": what is left of a heading whose sign and number were lost
CASE_ALONE = re.compile(r"^(?:D\w{0,4}r|[ÄA]rendenummer|Diarienummer)\b[.:]?\s*\S.{3,30}$")
SOON = 6  # lines from a heading to what is decided


def signless_heads(texts: Sequence[tuple[int, str]], count: int) -> list[int]:
    """The lines between two headings where `count` matters begin whose sign and number were lost.

    A case number stands there alone, with a title and a decision below. Where these are more or fewer than
    what lacks, nobody knows which is which.
    """
    found = [
        at
        for i, (at, text) in enumerate(texts)
        if CASE_ALONE.match(text) and case_numbers_in(text, 0) and _decides_soon(texts[i + 1 : i + 1 + SOON])
    ]
    return found if len(found) == count else []


def _decides_soon(below: Sequence[tuple[int, str]]) -> bool:
    """Does a heading "Beslut" stand below, with a title above it?"""
    kinds = [heading.kind if (heading := heading_of(text)) else None for _, text in below]
    return "decision" in kinds[1:] and kinds[0] is None
