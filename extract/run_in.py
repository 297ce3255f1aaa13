"""Headings that run into their text: "Beslut 1. Nämnden antar planen. 2. Planen gäller till 2024."

Some readers of PDF files put a whole paragraph into one line, and the heading above it and the points of its
list with it. In such a text, and only there, a line is taken apart again: behind a heading of the inventory
that stands in front of a capital, a number or a bullet, and before each point of a list that counts from 1.
No letter changes, so every place stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.facts import facts

LONG = 120  # letters: a line of a page holds fewer
FEW = 10  # one line in so many may stand right below another
SOME = 3  # one in so many may go on in small letters
NEAR = 20  # letters before a number in which the word stands that it may belong to
# the head of a page before a heading: "Utdrag ur protokoll nr 99 Sammanträdesdatum: 2021-02-28 Beslut"
HEAD = re.compile(
    r"(?:Utdrag\sur\s)?(?:[Ss]ammanträdes)?[Pp]rotokoll(?:sutdrag)?\b[^.:;]{0,30}?\s?[Ss]ammanträdesdatum:?\s?"
    r"\d{4}-\d\d-\d\d(?P<blank>\s+)(?=\S)"
)
# behind "§ 12 Dnr 2023/1 Title", and in the title below it: "Taxa för torg Beslut 1. Nämnden antar"
BEHIND_TITLE = re.compile(
    r"\s+(?=Beslut\s(?:1\.\s|I\s|[A-ZÅÄÖ][\wåäöÅÄÖ-]+)"
    r"|(?:Styrelsen|Nämnden|Utskottet|Direktionen|Rådet)\s(?:beslutar|beslutade|beslöt)\satt\s"
    r"|Efter\s(?:en\s)?(?:[a-zåäö]+\s)?(?:överläggning|diskussion|föredragning)\s(?:beslöts|beslutades)\satt\s)"
)
PARAGRAPH = re.compile(r"§{1,2}\s?\d{1,4}\b")
TITLE = 400  # letters in which the title of a paragraph ends
FIRST = re.compile(r"\(?1[.)]\s+\S")
NUMBERED = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+\S")
BEHIND_LEAD = re.compile(r"(?:(?<=:)|(?<=\satt)|(?<=\satt,))\s+(?=1\.\s+\S)")
POINT = re.compile(
    r"(?:(?<=[^\d\s])\s+(?=\d{1,2}\.\s+[^\W\d_])|(?<=\d)\s+(?=\d{1,2}\.\s+[A-ZÅÄÖ]))(?=(?P<number>\d{1,2}))"
)
# "enligt bilaga 2. Den gäller ...": the number is the word's, and the stop ends the sentence
OF_A_WORD = re.compile(
    r"\b(?:bilag(?:a|or)|(?:del)?punkt(?:en|erna)?|kap(?:itel|itlet)?|paragraf(?:en)?|nr|nummer|(?:del)?etapp|fas|steg|del|nivå|klass|zon"
    r"|alternativ|förslag|version|kvartal|tertial|grupp|avsnitt|tabell|figur|sid(?:a|an|orna)?|rad|linje|hus|område|och|till)\s+$",
    re.IGNORECASE,
)
# "-   Tjänsteutlåtande", "• Motion"; a rule, below which stands who gets the extract
BULLET = re.compile(r"\s+(?=(?:[-–]\s{2,}|[•●▪\uf0b7]\s+)\S)")
OPENS_LIST = re.compile(r"[-–]\s{2,}\S|[•●▪\uf0b7]\s")
# "Nämnden beslutar: • Godkänna planen. • Anta taxan."
LISTED = re.compile(
    r"\b(?:AB|nämnden|styrelsen|fullmäktige|utskottet|beslutar?|följande|att):(?P<blank>\s+)(?=[•●▪\uf0b7]\s+\S)"
)
# papers one behind the other: "Kontorets tjänsteutlåtande den 2 maj 2023. Yrkande från S den 9 maj 2023."
PAPERS = re.compile(r"Handling(?:ar)?(?:\si\särendet)?:?\s|Beslutsunderlag:?\s")
PAPER = re.compile(
    r"(?:(?<=\d{4}\.)|(?<=[a-zåäö)]\.))\s+(?=(?:[A-ZÅÄÖ][\wåäö]*s\s)?(?:[Tt]jänste(?:utlåtande|skrivelse)|[A-ZÅÄÖ][a-zåäö]*yrkande|Yrkande"
    r"|Yttrande|Remiss|Motion|Skrivelse|Protokollsutdrag|Bilaga)\b|KF\sHandling|\d{4}\snr\s)"
)
# behind the last point of a list: "3. Avslå motionen. Yttrande Vid sammanträdet den 23 november"
BEHIND_LIST = re.compile(
    r"(?<=[a-zåäö]\.)\s+(?=(?P<heading>Yttrandet?|Yrkandet|Sammanfattning|Bakgrund)\s[A-ZÅÄÖ][a-zåäö])"
)
# what a service for signing prints into every page, in front of its text
STAMP = re.compile(r"Signature reference:\s[0-9a-f-]{30,40}(?P<blank>\s+)(?=\S)")
NOTE = re.compile(r"(?<=\.)\s+(?=Notering:\s)")
RULE = re.compile(r"\s+(?=(?:_{5,}|-{4,})(?:\s|$))|(?<=____|----)\s+(?=\w)")


def flows(lengths: Sequence[int], distances: Sequence[int], wrapped: Sequence[bool]) -> bool:
    """Is each line of a text a whole paragraph? By the length of its lines, the line ends between them, and
    how many go on in the middle of a sentence (`wrapped`): a page may be double spaced."""
    close = sum(distance == 1 for distance in distances)
    total = len(lengths)
    return max(lengths, default=0) > LONG and close * FEW <= total and sum(wrapped) * SOME <= total


def cuts(lines: Sequence[tuple[int, int]], text: str) -> Iterator[int]:
    """The blanks at which the lines of such a text are two, in their order."""
    titled = False  # the line above is a number alone, and this one its title
    due = 0  # the number of the point with which a list of the lines above goes on
    for start, end in lines:
        line = text[start:end]
        at = 0
        if stamp := STAMP.match(line):
            yield start + stamp.start("blank")
            at = stamp.end()
        head = HEAD.match(line, at)
        if head and _headings().match(line, head.end()):
            yield start + head.start("blank")
            at = head.end()
        opens = PARAGRAPH.match(line, at) is not None
        if (opens or titled) and (behind := BEHIND_TITLE.search(line, at, at + TITLE)):
            yield start + behind.start()
            at = behind.end()
        titled = opens and len(line) - at < 40
        papers = PAPERS.match(line, at) is not None
        if heading := _headings().match(line, at):
            yield start + heading.end()
            at = len(line) - len(line[heading.end() :].lstrip())
        listed, due = _points(line, at, 0 if opens or heading else due)
        if papers:
            listed += [paper.start() for paper in PAPER.finditer(line, at)]
        yield from (start + found for found in sorted({*listed, *_rules(line, at)}))


def _points(line: str, at: int, due: int) -> tuple[list[int], int]:
    """Before which points a list goes on that begins here, or in a line above with `due` as its next number;
    and which number is due below."""
    found: list[int] = []
    lead = BEHIND_LEAD.search(line, at)
    if lead:
        found.append(lead.start())
        at = lead.end()
    if listed := LISTED.search(line, at):
        found.append(listed.start("blank"))
        at = listed.end()
    first = FIRST.match(line, at)
    own = NUMBERED.match(line, at)
    if first:
        due = 2
    elif due and own and int(own["number"]) == due:
        due += 1
    if due:
        last = len(found)
        for point in POINT.finditer(line, at):
            before = max(at, point.start() - NEAR)
            if int(point["number"]) != due or OF_A_WORD.search(line, before, point.end()):
                continue
            if first or own or line[point.start() - 1] in ".;:":
                found.append(point.start())
                at, due = point.end(), due + 1
        if (first or own or len(found) > last) and (behind := BEHIND_LIST.search(line, at)):
            found += [behind.start(), behind.end("heading")]
            due = 0
    if not first and OPENS_LIST.match(line, at):
        found += [bullet.start() for bullet in BULLET.finditer(line, at + 1)]
    return found, due


def _rules(line: str, at: int) -> Iterator[int]:
    """Before and behind a rule, and behind the heading below it."""
    if note := NOTE.search(line, at):
        yield note.start()
    for rule in RULE.finditer(line, at) if "____" in line or "----" in line else ():
        yield rule.start()
        if heading := _headings().match(line, rule.end()):
            yield heading.end()


@cache
def _headings() -> re.Pattern[str]:
    names = sorted(facts("headings")["run_in"]["shared"], key=len, reverse=True)
    return re.compile(
        rf"(?:{'|'.join(map(re.escape, names))}):?"
        r"(?=\s+(?:[A-ZÅÄÖ§”\"]|\d{1,2}[.)]\s|bilaga\s\d|[-–•●▪\uf0b7]\s))"
    )
