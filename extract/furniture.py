"""Page furniture: heads, feet, page numbers and lines for signatures that break into running text.

Some lines are furniture by their form ("Sida 2 (4)", "Justerandes signatur"). Others only by standing beside
such a line, page after page ("Kommunstyrelsen", "Protokoll nr 30"). A file without form feeds has no pages,
so the neighbourhood of the sure lines stands in for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from extract.facts import facts, folded
from extract.headings import heading_of
from extract.heads import head_lines, is_day

# "3 (81)", "4(I7)", "Sida 2 (4)", "Sid 2 av 4", "Sida 3", "- 3 -"
PAGE_NUMBER = re.compile(
    r"""^(?: (?:sida|sid\.?|s\.)\s{0,3} \d{1,4} (?:\s{0,3} (?:\(\s?\d{1,4}\s?\) | av\s\d{1,4} | /\s?\d{1,4}))?
          | (?=\D{0,2}\d) [\dil]{1,4} \s{0,3} \(\s?[\dil]{1,4}\s?\)
          | \d{1,4} \s? av \s? \d{1,4}
          | [-–] \s? \d{1,4} \s? [-–] )$""",
    re.VERBOSE | re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
RULE = re.compile(r"^[-–—_.=*\s]{3,}$")
# a line that closes with its own page number: "Protokoll 2019-04-16    3(12)"
ENDS_IN_PAGE = re.compile(r"\b(?:sida|sid)?\s{0,3}\d{1,4}\s?\(\d{1,4}\)$", re.IGNORECASE)

# a cell of a table of votes or of attendance
CELL = re.compile(r"^(?:Ja|Nej|Avstår|Ledamot|Ersättare|Ordförande|\d{1,3}|[A-ZÅÄÖ]{1,2}|Fi|X|-)$")
NEAR = 3  # lines from a sure line that its block may reach
SENTENCE = 8  # words: a line with more is running text, however often a house repeats it
NOISE = 10  # letters of noise that may stand before a head
EDGE = 5  # lines from the edge of a page
OPENING = 30  # lines in which a file shows what it is
REPEATS = 3  # so often a line must stand there to be furniture
FEW = 2  # if it is nothing but the name of a body: a protocol may have two pages
BODY_ALONE = re.compile(
    r"^[A-ZÅÄÖ][\w\såäö-]{3,50}(?:nämnden|nämnd|styrelsen|fullmäktige|utskottet|utskott)$"
)


def furniture_lines(lines: Sequence[str], page_starts: Sequence[int]) -> list[bool]:
    """For each line: is it page furniture?"""
    sure = [_is_sure(line) or head for line, head in zip(lines, head_lines(lines), strict=True)]
    repeated = Counter(line for line in lines if is_day(line))
    for i, line in enumerate(lines):  # the day in a line of its own, beside another line of the head
        beside = (i > 0 and sure[i - 1]) or (i + 1 < len(lines) and sure[i + 1])
        sure[i] = sure[i] or (beside and repeated[line] >= FEW)
    _mark_repeating(lines, sure)
    found = list(sure)
    anchors = [s and not RULE.match(line) for s, line in zip(sure, lines, strict=True)]
    blocks = _blocks(anchors, page_starts, len(lines))
    keys = [_key(line) for line in lines]
    counts: Counter[str] = Counter()
    for start, end in blocks:
        counts.update({keys[i] for i in range(start, end) if not sure[i]})
    needed = max(REPEATS, 0.3 * len(blocks))
    for start, end in blocks:
        for i in range(start, end):
            enough = FEW if BODY_ALONE.match(lines[i]) else needed
            if found[i] or counts[keys[i]] < enough:
                continue
            if _is_content(lines[i]) or _is_listed(lines, sure, i):
                continue
            found[i] = True
    _with_noise(lines, blocks, found)
    _grow(lines, found)
    return found


def _mark_repeating(lines: Sequence[str], sure: list[bool]) -> None:
    """Heads that a paper may begin with are furniture from their second place on, if they have three and the
    file opens with such a paper; those of an extract further down say where it begins."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if line[-1].isdecimal() and len(line) <= 120 and not sure[i] and _is_repeating(line):
            places.setdefault(line, []).append(i)
    for at in places.values():
        for i in at[1:] if len(at) >= REPEATS and at[0] < OPENING else ():
            sure[i] = True


@lru_cache(maxsize=512)
def _is_repeating(line: str) -> bool:
    return _forms("repeating").fullmatch(folded(DIGITS.sub("0", line))) is not None


def _with_noise(lines: Sequence[str], blocks: Sequence[tuple[int, int]], found: list[bool]) -> None:
    """A head with a blot or a piece of a coat of arms before it: "® 19 februari 2018"."""
    counts = Counter(line for line, f in zip(lines, found, strict=True) if f and len(line) >= 8)
    known = [line for line, n in counts.items() if n >= REPEATS]
    for start, end in blocks:
        for i in range(start, end):
            if not found[i] and any(lines[i].endswith(k) and len(lines[i]) - len(k) <= NOISE for k in known):
                found[i] = True


def _blocks(sure: Sequence[bool], page_starts: Sequence[int], total: int) -> list[tuple[int, int]]:
    """Ranges of lines where heads and feet stand: around sure lines, and at the edges of pages.

    Sure lines close to each other are one head.
    """
    near: list[tuple[int, int]] = []
    last = -NEAR
    for i in (i for i, s in enumerate(sure) if s):
        if near and i - last <= NEAR:
            near[-1] = (near[-1][0], min(total, i + NEAR + 1))
        else:
            near.append((max(0, i - NEAR), min(total, i + NEAR + 1)))
        last = i
    if len(page_starts) >= REPEATS:
        for start in page_starts:
            near.append((max(0, start - EDGE), min(total, start + EDGE)))
    if len(page_starts) < REPEATS:
        return near
    merged: list[tuple[int, int]] = []
    for start, end in sorted(near):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _grow(lines: Sequence[str], found: list[bool]) -> None:
    """Take in the name of the municipality where it stands right above or below a furniture line."""
    for i, line in enumerate(lines):
        if found[i]:
            continue
        beside = (i > 0 and found[i - 1]) or (i + 1 < len(lines) and found[i + 1])
        if beside and _is_letterhead(line):
            found[i] = True
            if i > 0 and not found[i - 1] and _is_letterhead(f"{lines[i - 1]} {line}"):
                found[i - 1] = True
        elif i + 1 < len(lines) and found[i + 1] and line.isupper():  # "VIKASJÖ" above "KOMMUN PROTOKOLL"
            found[i] = _is_letterhead(f"{line} {lines[i + 1].split()[0]}")


def _is_listed(lines: Sequence[str], sure: Sequence[bool], i: int) -> bool:
    """A recipient in a list that ends the page: "Protokollsutdrag skickas till", and below it a body."""
    for above in range(i - 1, max(-1, i - 5), -1):
        if sure[above]:
            return False
        heading = heading_of(lines[above])
        if heading:
            return heading.kind == "distribution"
    return False


@lru_cache(maxsize=4096)
def _is_sure(line: str) -> bool:
    if len(line) > 120:
        return False
    if PAGE_NUMBER.match(line) or RULE.match(line):
        return True
    if (
        len(" ".join(line.split())) <= 80
        and ENDS_IN_PAGE.search(line)
        and any(w in folded(line) for w in ("protokoll", "sida", "sammantradesdatum"))
    ):
        return True
    short = folded(DIGITS.sub("0", line)).strip(" .:_‘’'`|")
    return _forms("forms").fullmatch(short) is not None


@cache
def _forms(name: str) -> re.Pattern[str]:
    """The forms of one list as one pattern."""
    return re.compile("|".join(f"(?:{form})" for form in facts("furniture")[name]))


def _key(line: str) -> str:
    """Two lines are the same line again if they are so letter by letter: a title's last line is none."""
    return " ".join(line.split())


def _is_content(line: str) -> bool:
    """Lines that may stand near a page's edge on every page and are no furniture for that."""
    if (
        line.startswith("§")
        or len(line) > 100
        or len(line.split()) > SENTENCE
        or re.search(r"[a-zåäö]\.$", line)
        or CELL.match(line)
    ):
        return True
    heading = heading_of(line)
    return heading is not None and heading.kind not in ("meeting", "contents")


def _is_letterhead(line: str) -> bool:
    return len(line) < 40 and _forms("letterheads").fullmatch(folded(line).rstrip(".")) is not None
