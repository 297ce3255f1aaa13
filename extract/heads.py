"""Page heads of any house: lines that name house, body, kind of paper, day and page, and nothing else.

Forms differ ("VIKASJÖ KOMMUN   SAMMANTRÄDESPROTOKOLL   Blad 5", "Kommunstyrelsen   2021-03-02"), what they
are made of does not. A line made of nothing else that a file prints twice, whatever its page number, is a
head; the day that it names is that of the meeting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from extract.facts import facts, folded

LONGEST = 120  # letters, white space made single
HOUSE = re.compile(r"\b(?:region [a-zéü-]+|[a-zéü-]+s? (?:stads?|kommuns?|landsting))\b")
HOUSES = re.compile(r"\b(?:[a-zéü-]+, )*[a-zéü-]+ och [a-zéü-]+ kommuner\b")  # "hagby, torp och as kommuner"
# "kommunstyrelsens arbetsutskott", "barn- och utbildningsnamnden", "bjorkdals stadsdelsnamnd"
BODY = re.compile(
    r"\b(?:[a-z]+- (?:och |samt )?|[a-z]+s |[a-z]+(?:iska|iala|rella|samma) )?"
    r"[a-z]*(?:namnden|namnd|styrelsens?|fullmaktige|utskott|utskottet|direktionen)\b"
)
PAGE = re.compile(
    r"\b(?:sida|sid|blad|s)\.? ?\d{1,4}\b|\b\d{1,4} ?\(\d{1,4}\)|\b\d{1,4} av \d{1,4}\b|\b\d{1,4}$"
)
CASE = re.compile(r"\b[a-z]{2,6} (?:19|20)\d\d/\d{1,6}\b")  # of the protocol itself: "KF 2017/4"
# without any of these no line is a head, and most lines need no closer look
HINT = re.compile(
    r"\d|rotokoll|ROTOKOLL|atum|ATUM|[Ss]ign|SIGN|[Bb]lad|BLAD|trag|TRAG|trdrag|[Uu]tdrag|UTDRAG|[Ss]id|SID|[Mm]öte|trädes"
)
TRANSLATED = re.compile(r" / [a-z]+")  # "Kommunstyrelsen / Kunnanhallitus"
WORD = re.compile(r"[^\W\d_]+")
DIGITS = re.compile(r"\d+")
SEEN = 2


def head_lines(lines: Sequence[str]) -> list[bool]:
    """For each line: is it a head that the file repeats?"""
    keys = [_key(line) for line in lines]
    counts = Counter(key for key in keys if key)
    found = [key is not None and counts[key] >= SEEN for key in keys]
    parts = [_part(line) for line in lines]
    stacks = [i for i in range(len(parts) - STACK + 1) if _is_stack(parts, i)]
    stacked = Counter(tuple(parts[i : i + STACK]) for i in stacks)
    for i in stacks:
        if stacked[tuple(parts[i : i + STACK])] >= SEEN:
            found[i : i + STACK] = [True] * STACK
            below = i + STACK
            if PAGE_LABEL.fullmatch(parts[below - 1] or "") and below < len(lines) and lines[below].isdigit():
                found[below] = True
    return _beside_others(lines, found)


def _beside_others(lines: Sequence[str], found: list[bool]) -> list[bool]:
    """A body and a day alone ("Arbetsutskottet 2006-08-29") may also stand above what was done with a matter
    before: where a file has other heads, such a line is one only beside them."""
    bare = [f and _is_bare(line) for line, f in zip(lines, found, strict=True)]
    others = [(f and not b) or is_day(line) for line, f, b in zip(lines, found, bare, strict=True)]
    if sum(others) < SEEN:
        return found
    return [
        f and (not b or any(others[max(0, i - 2) : i + 3]))
        for i, (f, b) in enumerate(zip(found, bare, strict=True))
    ]


def _is_bare(line: str) -> bool:
    """Is a line the name of a body and a day, and no more?"""
    text = folded(line)
    return day_pattern().search(text) is not None and not BODY.sub(" ", day_pattern().sub(" ", text)).strip(
        " ,"
    )


def is_day(line: str) -> bool:
    """Is a line a day and nothing else, as in the head of a page?"""
    return 8 <= len(line) < 30 and line[-1].isdigit() and day_pattern().fullmatch(folded(line)) is not None


def is_head(line: str) -> bool:
    """Is a line made of nothing but what heads are made of?"""
    return _key(line) is not None


STACK = 3  # lines of a head whose labels and values stand below each other
LABEL = re.compile(r"(?:sammantrades)?datum|(?:sammantrades)?protokoll|sammantradesdag")
PAGE_LABEL = re.compile(r"blad|bladnr|sida|sid")


@lru_cache(maxsize=8192)
def _part(line: str) -> str | None:
    """A line that may be one of a head set in lines: a label, a house, a body, a day."""
    if len(line) > 50 or "§" in line or line[-1] in ".,;" or not (line[0].isupper() or line[0].isdigit()):
        return None
    text = folded(line).rstrip(": ")
    if LABEL.fullmatch(text) or PAGE_LABEL.fullmatch(text) or is_day(line):
        return text
    return text if HOUSE.fullmatch(text) or BODY.fullmatch(text) else None


def _is_stack(parts: Sequence[str | None], i: int) -> bool:
    """Lines of a head below each other: a label and a day or another label among them."""
    three = parts[i : i + STACK]
    if None in three:
        return False
    told = [part for part in three if part and not HOUSE.fullmatch(part) and not BODY.fullmatch(part)]
    return len(told) > 1 or (len(told) == 1 and LABEL.fullmatch(told[0]) is not None)


@lru_cache(maxsize=8192)
def _key(line: str) -> str | None:
    """The line without its page number, if it is made like a head."""
    if len(line) < 8 or "§" in line or not (line[0].isupper() or line[0].isdigit()):
        return None
    if line[-1] in ".,:;" or not HINT.search(line):
        return None
    text = one_house(TRANSLATED.sub("", folded(line)))
    if len(text) > LONGEST or text[-1] in ".,:;":
        return None
    days = day_pattern().findall(text)
    rest = CASE.sub(" ", day_pattern().sub(" ", text))
    page = PAGE.search(rest)
    bare = PAGE.sub(" ", rest)
    named = HOUSE.search(bare) or BODY.search(bare)
    bare = BODY.sub(" ", HOUSE.sub(" ", bare))
    said = WORD.findall(bare)
    if not all(word in _words() for word in said):
        return None
    tells = (named and (days or said)) or len(said) > 1 or (page and (days or (said and "sid" in page[0])))
    if not tells:
        return None
    return " ".join((DIGITS.sub("0", rest), *days))


def one_house(text: str) -> str:
    """A line without marks in which several municipalities are one: "hagby-torp-as kommun"."""
    if " kommuner" not in text:
        return text
    return HOUSES.sub(lambda m: m[0].replace(", ", "-").replace(" och ", "-").removesuffix("er"), text)


@cache
def _words() -> frozenset[str]:
    return frozenset(facts("furniture")["words"])


@cache
def day_pattern() -> re.Pattern[str]:
    """A day with its year, in a line without marks."""
    months = "|".join(facts("calendar")["months"])
    return re.compile(
        rf"\b(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}\b|\b(?:den )?\d{{1,2}} (?:{months}) (?:19|20)\d{{2}}\b"
    )
