"""Volumes: a file that holds several protocols, such as a board's bound year or a board and its committee.

A protocol begins with a cover (where and when they met, who was there), or at least with a head that names
another day or body than the pages before, and there its paragraphs are counted anew; where a house prints
neither, the count alone says it. None of these is enough by itself: the papers of a matter have heads of
their own, rules are set in paragraphs, a meeting may take two days. So a head counts only if its day and body
do not come again once others have followed, and what has no cover must break the count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from extract.chains import Candidate
from extract.dates import dates_in
from extract.facts import facts, folded
from extract.heads import BODY, HOUSE, PAGE, day_pattern, is_day, is_head, one_house
from extract.items import candidates, counted
from extract.layout import Layout, Line, page_starts

# "Sammanträdesprotokoll", "Protokoll nr 2", "Kommunstyrelsens protokoll", "Protokoll fört vid möte med"
SAYS_PROTOCOL = re.compile(r"\b(?:sammantrades|motes|besluts)?protokoll\b")
CONTINUED = re.compile(r"^\(?forts\b|\bforts\.?\)?$")  # "Forts § 87" at the head of a page
AFTERWARDS = re.compile(r"juster|anslag|uppsatt|nedta|tas ned|utdrag")
# "Protokoll fört vid årsstämma med Vikasjö Energi AB,", and in the lines below where and when
HELD = re.compile(r"(?:\S.{0,50}\s{2,})?(?i:Protokoll,?\s(?:fört|hållet|vid)\b)[^§]{1,100}$")
HELD_IN = 4  # lines
BOARD = re.compile(r"\bstyrelse(?:mote|sammantrade)\b")  # "Protokoll fört vid styrelsemöte den 8 november"
RANGE = re.compile(r"\s{2,}§{1,2}\s?\d{1,4}\s?[-–]\s?\d{1,4}$")  # "2005-02-15          § 21–24"
# "Almby och Vikby kommuner          2017-03-14          Sid 4"
COLUMN = re.compile(r"\s{4,}\d{4}-\d{2}-\d{2}(?:\s{2,}(?:Sida?|Blad)\.?\s?\d{1,4})?$")
LONGEST, WIDEST = 110, 300  # letters of a line of a head, white space made single, and with its columns
ABOVE, BELOW = 4, 8  # lines around the word "protokoll" in which day and body of its head stand
COVER = 45  # lines in which a cover says where they met and who was there
SURE = 1.5  # the score of a line that is hardly anything but the heading of a paragraph
FAR = 12  # a step that no count of one protocol takes
RUN = 3  # paragraphs that make a count; a longer step needs no more than a new head to break it
LOOKED_AT = 5
LATE = 40  # paragraphs that may stand above the first head of their protocol
ADJOURNED = 4  # days that a meeting may last
ON_A_DAY = re.compile(r"[a-z]{3,4}dag(?:en)? (?:den )?\d")  # "Onsdagen den 22 mars", "fredag 27 mars"
WEEKDAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")


@dataclass(frozen=True, slots=True)
class _Head:
    """A page head of a protocol: the line it begins with, the day it names, house and body if it does."""

    line: int
    day: str
    house: str | None
    body: str | None

    def agrees(self, other: _Head) -> bool:
        return self.day == other.day and not self.is_elsewhere(other)

    def is_elsewhere(self, other: _Head) -> bool:
        """Is it of another house or body?"""
        pairs = ((self.house, other.house), (self.body, other.body))
        return any(a and b and a != b for a, b in pairs)


def protocols_in(layout: Layout) -> tuple[int, ...]:
    """Where the second and each further protocol of a file begins; nothing where it holds only one."""
    lines = sorted((*layout.lines, *layout.furniture))
    pages = [at for at in dict.fromkeys(page_starts(layout.text, lines)) if 0 < at < len(lines)]
    numbered = _numbered(lines, pages)
    if len(numbered) < 2:
        return ()
    heads = _heads(lines, pages)
    held = _in_force(heads, numbered)
    starts: set[int] = set()
    for i, (above, below) in enumerate(pairwise(numbered), 1):
        first = None
        if _is_new(held, numbered, i):
            first = _opening(lines, pages, heads, held, numbered, i)
        if first is None and _counts_anew(lines, numbered, i, pages):
            first = _first_of_cover(lines, above.line + 1, below.line)
        if first is None and not _goes_on(numbered, i):
            first = _page_of_cover(lines, pages, above.line + 1, below.line)
        if first is not None:
            starts.add(_top(lines, pages, first))
    return tuple(lines[i].start for i in sorted(starts))


def _numbered(lines: Sequence[Line], pages: Sequence[int]) -> list[Candidate]:
    """The lines that are likely headings of matters, counted with a sign or without."""
    found = candidates(lines)
    signed = {c.line for c in found}
    found = [
        c
        for c in found
        if (c.score >= SURE or c.line in pages) and not CONTINUED.search(folded(lines[c.line].text))
    ]
    return sorted(
        found + [c for c in counted(lines) if c.line + 1 not in signed and "Ä" in lines[c.line].text[:1]],
        key=lambda c: c.line,
    )


# Heads ----------------------------------------------------------------------------------------------------


def _heads(lines: Sequence[Line], pages: Sequence[int]) -> list[_Head]:
    """Heads of pages that name a day, and covers; what a list of papers says of protocols is none."""
    found = []
    for i, line in enumerate(lines):
        if not _says_protocol(line.text):
            continue
        top, end = _page_around(lines, pages, i)
        near = sorted(range(top, end), key=lambda at: (abs(at - i), at < i))
        dated = next(((at, day) for at in near if (day := _day_of(lines[at].text))), None)
        if dated is None and HELD.match(line.text):
            dated = next(
                ((at, day) for at in range(i, min(end, i + HELD_IN)) if (day := _full_day(lines[at]))), None
            )
        if dated is None:
            continue
        around = [at for at in near if abs(at - i) <= ABOVE]
        house, body = (
            next(((at, name) for at in around if (name := _named(form, lines[at].text))), (i, None))
            for form in (HOUSE, BODY)
        )
        first = min(i, dated[0], house[0], body[0])
        if dated[0] == i and i and _numbers(lines[i - 1].text):
            continue  # the title of a paragraph
        sure = top == 0 or top in pages or dated[0] != i or has_cover(lines, i, i + COVER)
        found.append((_Head(first, dated[1], house[1], body[1]), sure))
    known = Counter(head.day for head, _ in found)
    return [head for head, sure in found if sure or known[head.day] > 1]


def _full_day(line: Line) -> str | None:
    return next((d.edtf for d in dates_in(line.text) if len(d.edtf) == 10 and "X" not in d.edtf), None)


def _page_around(lines: Sequence[Line], pages: Sequence[int], i: int) -> tuple[int, int]:
    """The lines that a head may have around one of its own: no paragraph and no other page stands between."""
    top, end = i, i + 1
    while top > max(0, i - ABOVE) and top not in pages and not _numbers(lines[top - 1].text):
        top -= 1
    while end < min(len(lines), i + BELOW) and end not in pages and not _numbers(lines[end].text):
        end += 1
    return top, end


@lru_cache(maxsize=4096)
def _says_protocol(text: str) -> bool:
    """Does a line say that this is a protocol, or name nothing but house or body and day, as heads do?"""
    if HELD.match(text):
        return True
    if not _may_head(text):
        return False
    if "rotokoll" not in text and "ROTOKOLL" not in text:
        return is_head(text) and _day_of(text) is not None
    plain = folded(text)
    return SAYS_PROTOCOL.search(plain) is not None or plain == "protokollsutdrag"


def _may_head(text: str) -> bool:
    short = len(text) <= LONGEST or (len(text) <= WIDEST and len(" ".join(text.split())) <= LONGEST)
    return short and text[-1] not in ".,;" and ("§" not in text or bool(RANGE.search(text)))


def _numbers(text: str) -> bool:
    """Does a line number a paragraph?"""
    return "§" in text and not RANGE.search(text)


@lru_cache(maxsize=4096)
def _day_of(text: str) -> str | None:
    """The day that a line of a head names; none of those on which minutes are approved and posted."""
    if not _may_head(text) or not any(letter.isdigit() for letter in text):
        return None
    text = RANGE.sub("", text)
    plain = folded(text)
    if AFTERWARDS.search(plain) or not day_pattern().search(plain):
        return None
    alone = is_head(text) or is_day(text) or COLUMN.search(text)
    if not (alone or SAYS_PROTOCOL.search(plain) or _is_labelled(plain)):
        return None
    return next((d.edtf for d in dates_in(text) if len(d.edtf) == 10 and "X" not in d.edtf), None)


def _is_labelled(plain: str) -> bool:
    """ "Sammanträdesdatum: 2023-02-23", "Datum: 2021-05-11", "Onsdagen den 22 mars 2023 klockan 17.00" """
    labels = facts("roles")["dates"]["meeting"]
    if any(label in plain for label in labels if label.endswith(("datum", "dag"))):
        return True  # in whatever column: "Kommunstyrelsen    Sammanträdesdatum 2012-08-28    Sidnr 3"
    if any(plain.startswith(day) for day in WEEKDAYS):
        return ON_A_DAY.match(plain) is not None
    return plain.startswith((*labels, "datum"))


@lru_cache(maxsize=4096)
def _named(form: re.Pattern[str], text: str) -> str | None:
    """The one house or body that a line of a head names."""
    if not _may_head(text):
        return None
    plain = one_house(folded(text))
    says = is_head(text) or HELD.match(text) or HOUSE.fullmatch(plain) or BODY.fullmatch(plain)
    found = form.findall(plain) if says else []
    if form is BODY and not found and HELD.match(text) and BOARD.search(plain):
        return "styrelsen"
    return found[0].removesuffix("s") if len(found) == 1 else None


def _in_force(heads: Sequence[_Head], numbered: Sequence[Candidate]) -> list[_Head | None]:
    """The last head above each paragraph."""
    lines = [head.line for head in heads]
    return [heads[at - 1] if (at := bisect_right(lines, c.line)) else None for c in numbered]


def _is_new(held: Sequence[_Head | None], numbered: Sequence[Candidate], i: int) -> bool:
    """Does another protocol's head stand between a paragraph and the one before it? Not where it is that of a
    paper in between, behind which the protocol goes on."""
    old, new = held[i - 1], held[i]
    if new is None or old is None or new.agrees(old):
        return False
    again = next((k for k in range(i + 1, len(held)) if (h := held[k]) and h.agrees(old)), None)
    before = next((k for k in range(i - 2, -1, -1) if (h := held[k]) and h.agrees(new)), None)
    goes_on = again is not None and _counts_on(numbered, i - 1, again)
    went_on = before is not None and _counts_on(numbered, before, i)
    return not goes_on and not went_on


def _counts_on(numbered: Sequence[Candidate], one: int, other: int) -> bool:
    """Does the count go on from a paragraph to a later one: a short way, or step by step?"""
    return 0 < numbered[other].number - numbered[one].number <= FAR or not any(
        _breaks(above, below) for above, below in pairwise(numbered[one : other + 1])
    )


def _opening(
    lines: Sequence[Line],
    pages: Sequence[int],
    heads: Sequence[_Head],
    held: Sequence[_Head | None],
    numbered: Sequence[Candidate],
    i: int,
) -> int | None:
    """The line with which the protocol begins whose head first stands between paragraphs `i - 1` and `i`.

    That is the head, where a cover says so or the count breaks; else paragraphs of it may stand above.
    """
    old, new, above, below = held[i - 1], held[i], numbered[i - 1], numbered[i]
    if old is None or new is None:
        return None
    last = max(h.line for h in heads if h.line <= above.line and h.agrees(old))
    first = next(h.line for h in heads if above.line < h.line <= below.line and h.agrees(new))
    if _breaks(above, below) or has_cover(lines, first, below.line):
        return first
    since = [
        j
        for j in range(max(1, i - LATE), i)
        if numbered[j].line > last and (h := held[j - 1]) and h.agrees(old)
    ]
    for j in reversed(since):
        if _breaks(numbered[j - 1], numbered[j]):
            return numbered[j].line
    later = _far_apart(old.day, new.day) and sum(h.agrees(new) for h in heads) > 1
    if not later and not old.is_elsewhere(new):
        return None  # a meeting may take two days
    for j in since:
        if numbered[j].line in pages:
            return numbered[j].line
    gaps = [j for j in since if numbered[j].number > numbered[j - 1].number + 1]
    if len(gaps) == 1:
        return numbered[gaps[0]].line
    return first if _top(lines, pages, first) in pages else None


def _breaks(above: Candidate, below: Candidate) -> bool:
    """Does the count of paragraphs break between two of them?"""
    return not 0 < below.number - above.number <= RUN


def _far_apart(day: str, other: str) -> bool:
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) > ADJOURNED


# Covers and counts ----------------------------------------------------------------------------------------


def has_cover(lines: Sequence[Line], start: int, end: int) -> bool:
    """Do these lines say where they met and who was there?"""
    said = [_label_of(line.text) for line in lines[max(0, start) : min(end, start + COVER)]]
    return "place" in said and "there" in said


def _first_of_cover(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of a cover that ends with line `end`; that line where there is none."""
    start = max(start, end - COVER)
    if not has_cover(lines, start, end):
        return end
    return next(i for i in range(start, end) if _label_of(lines[i].text))


def _page_of_cover(lines: Sequence[Line], pages: Sequence[int], start: int, end: int) -> int | None:
    """The first line of the page between two paragraphs that begins with a cover and names the day, though it
    does not say what it is ("Möte med pensionärsrådet", "Tid: 2023-05-10", "Närvarande: ...")."""
    first = next((i for i in reversed(pages) if start < i < end), None)
    if first is None or end - first > COVER or not has_cover(lines, first, end):
        return None
    top = [line.text for line in lines[first : first + BELOW]]
    return first if any(LABELLED_DAY.match(text) and dates_in(text) for text in top) else None


LABELLED_DAY = re.compile(r"(?:Tid|Datum|Plats|Dag|Möte|Sammanträde)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _label_of(text: str) -> str | None:
    plain = folded(text[:60])
    return next((what for what, form in _labels().items() if form.match(plain)), None)


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    told: dict[str, list[str]] = facts("roles")["cover"]
    return {
        what: re.compile(rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![a-z-])")
        for what, words in told.items()
    }


def _counts_anew(lines: Sequence[Line], numbered: Sequence[Candidate], i: int, pages: Sequence[int]) -> bool:
    """Is a count of paragraphs that were treated followed by another, which begins with § 1 or a page?"""
    above, first = numbered[i - 1], numbered[i]
    opens = _top(lines, pages, first.line) in pages
    if 0 < first.number - above.number <= FAR or not (first.number == 1 or opens):
        return False
    before = _run(numbered[i - 1 :: -1], -1)
    after = _run(numbered[i:], 1)
    if first.line not in pages and (first.number == above.number or _is_between(numbered, i, before, after)):
        return False
    above_treated, treated = (sum(c.treated for c in run[:LOOKED_AT]) for run in (before, after))
    if treated < RUN or above_treated < (1 if first.line in pages else RUN):
        return False
    return not _goes_on(numbered, i)


def _is_between(
    numbered: Sequence[Candidate], i: int, before: Sequence[Candidate], after: Sequence[Candidate]
) -> bool:
    """Is one of two counts an extract that stands in a protocol, which goes on behind it?"""
    earlier = numbered[i - len(before) - 1] if i > len(before) else None
    if earlier and 0 < numbered[i].number - earlier.number <= RUN:
        return True
    last = before[0].number
    return any(c.number > p.number + 1 and 0 < c.number - last <= RUN for p, c in pairwise(after))


def _goes_on(numbered: Sequence[Candidate], i: int) -> bool:
    """Does the count above paragraph `i` go on behind those that follow on it?"""
    behind = i + len(_run(numbered[i:], 1))
    return behind < len(numbered) and 0 < numbered[behind].number - numbered[i - 1].number <= RUN


def _run(numbered: Sequence[Candidate], step: int) -> list[Candidate]:
    """The paragraphs from the first on, as far as they count on."""
    run = list(numbered[:1])
    for c in numbered[1:]:
        if not 0 < step * (c.number - run[-1].number) <= FAR:
            break
        run.append(c)
    return run


# Places ---------------------------------------------------------------------------------------------------


def _top(lines: Sequence[Line], pages: Sequence[int], first: int) -> int:
    """The line with which a page begins that has a protocol's head or first paragraph at line `first`."""
    at = bisect_right(pages, first) - 1
    near = at >= 0 and first - ABOVE - BELOW <= pages[at]
    if near and all(_may_head(line.text) for line in lines[pages[at] : first]):
        return pages[at]
    while first > 1 and first not in pages and _is_of_a_head(lines[first - 1].text):
        first -= 1
    return first


def _is_of_a_head(text: str) -> bool:
    plain = folded(text)
    return _may_head(text) and any(form.fullmatch(plain) for form in (HOUSE, BODY, PAGE))
