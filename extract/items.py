"""Items: the paragraphs (§) of a protocol, and the one item of a document that has none.

A heading is `§ 12` at the start of a line, with a case number, a title or nothing after it. The same sign
opens lines of contents pages ("§ 12 Dnr ..... 4"), wrapped references ("§ 87 och den 2 maj") and rules of
law. Single lines cannot be told apart, but a protocol counts: the headings are the best rising chain of
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.case_numbers import case_numbers_in, without_others
from extract.chains import Candidate, best_chain, leads_to_a_page, with_lacking
from extract.headings import heading_of
from extract.layout import BULLETS, DASHES, Layout, Line
from extract.lost_heads import with_lost
from extract.record import Value
from extract.sections import goes_on, leads_in
from extract.sentences import ends_in_abbreviation
from ocr.spans import Span

# "§ 12 Ärendenummer SLK-2023-00877", "§14", "KS § 45 Dnr 2021/123", "D § 34/22", "Paragraf 12", "$ 8"
HEADING = re.compile(
    r"""^(?P<body>(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,7}|[A-ZÅÄÖ][a-zåäö]{5,25}
              |[A-ZÅÄÖ](?=\s?§)|[A-ZÅÄÖ][A-ZÅÄÖa-zåäö\s-]{2,36}(?:nämnden?|styrelsen|fullmäktige|utskott|utskottet))(?:\s|(?=§)))?
        (?: (?P<sign>§{1,2}|\$|&|[8S5](?=\s\d{1,4}\b)) \s{0,12} | (?:Paragraf|PARAGRAF)\s
          | (?=\d{1,4}\s(?:Dnr|[ÄA]rendenummer)\s) )
        (?P<number>\d{1,4}(?:\s?[a-z](?![\wåäö]))?|(?=[lIO|]{0,3}\d)[\dlIO|]{2,4}(?!\w))
        (?P<rest>\b.*)$""",
    re.VERBOSE,
)
TITLE_AND_NUMBER = 150  # letters of a line that ends in the number of its paragraph
NAMED_BEFORE = 44  # letters in which the sign stands, behind the name of a body perhaps
# the sign is lost or misread, and a case number says that it stood there: "44 Dnr VIK 2022/293", "KS 8 45"
LOST = re.compile(
    r"(?:[A-ZÅÄÖ][\wåäöÅÄÖ]{1,25}\s)?(?:[8S5$&]\s)?\d{1,4}(?:/\d{2,4})?"
    r"(?:[\s_]+(?:D\w{0,4}r|[ÄA]rende|\S*\d|[A-ZÅÄÖ]{2,8}[\s/.-]?\d|[A-ZÅÄÖ][a-zåäö])|$)"
)
# the sign is read as a digit of the number: "8118 Dnr KS 2020/00211", "BUN 89 Diarienr BUN 2022/310"
SWALLOWED = re.compile(
    r"^(?P<body>[A-ZÅÄÖ][\wåäöÅÄÖ]{1,25}\s)?(?P<sign>[8S5])(?P<number>\d{1,3})(?P<rest>(?:/\d{2,4})?\s.*)$"
)
DIGITS = str.maketrans("lI|O", "1110")  # letters that stand for digits behind the sign
# how a wrapped reference goes on: ", den 2 maj", "och § 5", "punkt 2", "."
GOES_ON = re.compile(r"^\s*(?:[,;.)–-]|(?:och|samt|punkt|p\.|i|att|som|till|av|st\.|kap|stycket)\b|[a-zåäö])")
# a mark between number and title: "§ 9 – Val av justerare", "§ 9. Val", "§ 9: Val"
MARKED = re.compile(r"^\s*[–—.:-]\s+(?=[A-ZÅÄÖ])")
# beside a case number: the matter's number in the committee, "Dnr"; "( )"; its class "041", "1.3.2", "A 206"
BESIDE = re.compile(r"\b[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,8}\s?§\s?\d{1,4}\b|\b(?:Dnr|dnr|DNR)\b[.:]?")
EMPTY = re.compile(r"[(\[][\s,;]*[)\]]")
CLASSIFIED = re.compile(
    r"(?:(?:[Dd]pl|[Kk]od|[Dd]iarieplan)[.:]?\s)?(?:[A-ZÅÄÖ]\s?)?\d{1,4}(?:[.:]\d{1,3}){0,4}"
)
CASE_WORD = re.compile(
    r"^,?[\s_]*(?:Ärendenummer|Arendenummer|Dnr|Diarienummer|Diarienr|Diarie-?nr|Ärendenr)(?:\b|(?-i:(?=[A-ZÅÄÖ])))(?:\s/\s\w{3,14})?[.:]?",
    re.I,
)
# "Årsrapport 2023 för koncernen § 21"; not "Protokoll den 2 maj § 21"
BEHIND_TITLE = re.compile(
    r"(?!.*\b(?:enligt|se|till|den|i|av|[Pp]rotokoll\S*|\d{4}|\d\d-\d\d),?\s§)[A-ZÅÄÖ][^§.;:]{7,140}\s(?P<sign>§)\s?(?P<number>\d{1,4})"
)
# where a house has no sign: "Ärende 5   Tidtabeller", "Punkt 3", "Nr 7"
COUNT_ALONE = re.compile(r"(?:Ärende|ÄRENDE)\s\d{1,3}$")
COUNTED = re.compile(
    r"(?:Ärende\s?|(?:ÄRENDE|Punkt|PUNKT|Nr)\s)(?P<number>\d{1,3})(?!\w)[.:]?(?P<rest>(?:\s.*)?)$"
)
LONG_NAME, CERTAIN = 8, 3.0
# headings that tell that a matter is treated, and what that counts for its heading
TREATMENT = (
    "decision", "proposal", "motion", "matter", "papers", "procedure", "distribution", "earlier",
    "deliberation",
)  # fmt: skip
TREATED, TREATED_WITHIN = 1.0, 40  # lines
# "Dnr" as a wrong model reads it, right before a number: "Dur", "Dirnr", "Dr"
READ_CASE_WORD = re.compile(r"^\s*D[a-zä]{0,3}[rt][.:]?$")
YEAR_TAIL = re.compile(r"^\s*/\s?(?:\d{4}|\d{2})\b")  # "§ 12/2021"


@dataclass(frozen=True, slots=True)
class FoundItem:
    """Where an item stands. `body_start`: where its sections begin, after number, case numbers and title."""

    number: str | None
    start: int
    end: int
    to_next: int
    title: Span | None
    case_numbers: tuple[Value, ...]
    body_start: int
    body: str | None = None


def find_items(layout: Layout) -> list[FoundItem]:
    """The paragraphs of a protocol, in their order; none where the text has none."""
    lines = layout.lines
    chain = with_lacking(best_chain(candidates(lines)), lines) or _counted(lines)
    if layout.damaged:
        chain = with_lost(chain, lines)
    found = []
    for candidate, following in pairwise((*chain, None)):
        last = following.line if following else len(lines)
        if following and COUNT_ALONE.match(lines[last - 1].text):  # "Ärende 10", above "§ 143"
            last -= 1
        after = lines[last].start if following else len(layout.text)
        if candidate:
            found.append(_item(layout, candidate, lines[candidate.line : last], after))
    return found


def candidates(lines: Sequence[Line]) -> list[Candidate]:
    """The lines that may be headings of paragraphs, with how much they look like it."""
    found = []
    for i, line in enumerate(lines):
        head = line.text[:NAMED_BEFORE]
        if (
            "§" not in head
            and "aragraf" not in head.lower()
            and head[:1] not in "$&"
            and not LOST.match(head)
        ):
            continue
        text, rest_line = line.text[:200], i
        if line.text in ("§", "§§") and i + 1 < len(lines):  # the number has a line of its own
            text, rest_line = f"§{lines[i + 1].text[:200]}", i + 1
        matches = [match for match in (HEADING.match(text), SWALLOWED.match(text)) if match]
        if not matches or leads_to_a_page(lines[rest_line].text[-120:]):
            continue
        below = lines[rest_line + 1].text if rest_line + 1 < len(lines) else ""
        for match in matches:
            score = _score(match, line, below)
            if score <= 0:
                continue
            moved = 1 if rest_line > i else 0
            start = line.start if moved or not match["sign"] else line.start + match.start("sign")
            rest = lines[rest_line].start + match.start("rest") - moved
            printed = re.sub(r"\s", "", match["number"])
            if not printed[:-1].isdigit() or printed[-1] in "IO|":
                printed = printed.translate(DIGITS)
            number = int(re.sub(r"\D", "", printed))
            body = (match["body"] or "").strip() or None
            if body and len(body) > LONG_NAME and score < CERTAIN:
                score = min(score, 0.6)  # "Kommunstyrelsen § 12" also stands in lists of papers
            sign = match["sign"] or ""
            found.append(Candidate(i, start, rest_line, rest, number, printed, score, body, sign in "8S5"))
    found = found or _behind_titles(lines)
    treated = _treated(found, lines)
    sure = {c.body for c in found if c.score >= CERTAIN - 0.1} | _counting(found, treated)
    found = [c for c in found if not (c.misread and c.body) or c.body in sure]
    treated = _treated(found, lines)
    return [
        replace(c, score=c.score + TREATED, treated=True) if c.line in treated else c
        for c in _without_contents(found, treated)
    ]


def _behind_titles(lines: Sequence[Line]) -> list[Candidate]:
    """The headings of a house whose numbers stand behind the titles, right above what is decided."""
    return [
        Candidate(i, line.start + m.start("sign"), i, line.end, int(m["number"]), m["number"], 1.0, None)
        for i, (line, below) in enumerate(pairwise(lines))
        if "§" in line.text and len(line.text) < TITLE_AND_NUMBER and (m := BEHIND_TITLE.fullmatch(line.text))
        if _is_decided([below])
    ]


def _treated(found: Sequence[Candidate], lines: Sequence[Line]) -> set[int]:
    """The lines of the candidates below which a matter is treated."""
    ends = dict(pairwise(sorted({c.line for c in found} | {len(lines)})))
    return {c.line for c in found if _is_treated(lines[c.rest_line + 1 : ends[c.line]])}


def _counting(found: Sequence[Candidate], treated: Collection[int]) -> set[str | None]:
    """The bodies that count matters they treat, though the sign is misread: "AU 8 32", "AU 8 33"."""
    counted = {(c.body, c.number) for c in found if c.misread and c.line in treated}
    return {body for body, number in counted if (body, number + 1) in counted}


def _without_contents(found: Sequence[Candidate], treated: Collection[int]) -> list[Candidate]:
    """Without what stands in front and is treated later, and what stands above that: a contents page that
    lost its leader dots."""
    later = {c.number for c in found if c.line in treated}
    front = min(treated, default=0)
    last = max((c.line for c in found if c.line < front and c.number in later), default=-1)
    return [c for c in found if c.line > last]


def counted(lines: Sequence[Line]) -> list[Candidate]:
    """The lines that number a matter in a house that has no sign: "Ärende 5 Tidtabeller"."""
    found = []
    for i, line in enumerate(lines):
        match = COUNTED.match(line.text) if line.text[:1] in "ÄPN" else None
        if match and not leads_to_a_page(line.text[-120:]):
            rest = line.start + match.start("rest")
            found.append(Candidate(i, line.start, i, rest, int(match["number"]), match["number"], 1.0, None))
    return found


def _counted(lines: Sequence[Line]) -> list[Candidate]:
    """The headings of such a house, where every other matter at least is decided below its own."""
    found = counted(lines)
    chain = best_chain(found) if len(found) > 1 else []
    ends = [*(c.line for c in chain[1:]), len(lines)]
    decided = sum(_is_decided(lines[c.line + 1 : end]) for c, end in zip(chain, ends, strict=False))
    return chain if len(chain) > 1 and 2 * decided >= len(chain) else []


def _is_decided(lines: Sequence[Line]) -> bool:
    return any((h := heading_of(line.text)) and h.kind == "decision" for line in lines)


def _is_treated(lines: Sequence[Line]) -> bool:
    """A matter is treated below its heading; below a line of a contents page stands the next line."""
    for line in lines[:TREATED_WITHIN]:
        if (heading := heading_of(line.text)) and heading.kind in TREATMENT:
            return True
        if leads_to_a_page(line.text[-120:]):
            return False
    return False


def _score(match: re.Match[str], line: Line, below: str) -> float:
    """How much a line looks like a heading; 0 for never."""
    rest = YEAR_TAIL.sub("", match["rest"])
    if line.gap:  # "§ 12, diarienummer 0931/21", "§12, V101-0931/21"
        rest = re.sub(r"^,\s", " ", rest)
    case = _opens_with_a_case(rest)
    if match["sign"] not in ("§", "§§", None) and not (line.gap or match["body"] or case):
        return 0.0
    if match["sign"] in ("8", "S", "5") and not case and (rest.strip() or match.re is SWALLOWED):
        titled = line.gap and rest.lstrip()[:1].isupper() and _opens_with_a_case(below)
        return 1.2 if titled else 0.0
    if leads_to_a_page(below[-120:]) and not rest.strip():
        return 0.0
    if case:
        return 3.0 if match["sign"] or match["number"][0] not in "85" else 2.9
    if rest.strip() in ("", "."):
        if match["sign"] in ("8", "S", "5"):
            return 0.6
        return 2.0 if line.gap else 1.2
    if MARKED.match(rest):
        return 1.2 if line.gap else 0.6
    if GOES_ON.match(rest):
        return 0.0
    if case_numbers_in(rest, 0):
        return 3.0
    if line.gap:
        return 1.5
    return 1.0 if rest.strip()[0].isupper() and not line.text.endswith(".") else 0.5


def _opens_with_a_case(rest: str) -> bool:
    """Does a case number stand right behind the number, or the word for one?"""
    if CASE_WORD.match(rest):
        return True
    found = case_numbers_in(rest, 0)
    return bool(found) and not rest[: found[0].span.start].strip(" _\t")


def _item(layout: Layout, head: Candidate, lines: Sequence[Line], to_next: int) -> FoundItem:
    """Read number, case numbers and title; the sections begin below."""
    first = head.rest_line - head.line
    tail = YEAR_TAIL.match(layout.prose[head.rest : lines[first].end])
    own: list[Value] = []
    title: list[Span] = []
    body = first + 1
    filed = False
    bare = layout.prose[head.rest : lines[first].end].strip() == "."  # "§ 3.", and the text below
    for i, line in enumerate(lines[first : first + 14], first):
        start = head.rest + (tail.end() if tail else 0) if i == first else line.start
        piece = layout.prose[start : line.end]
        numbers = _case_numbers(piece, start) if _is_case_line(piece, i == first) else []
        words = _without(piece, start, numbers)
        if bare and i == first + 1 and _is_prose(lines, i):
            break
        if i > first and words and (filed or _title_is_over(lines, i, title, layout.damaged)):
            break
        filed = bool(title and numbers and not words)  # a case number below the title closes it
        body = i + 1
        own += numbers
        if words and not (title and _is_below(layout.prose, title, words)):
            title.append(words)
    end = max(layout.last_line_end(head.start, to_next), lines[first].end)
    return FoundItem(
        number=head.printed,
        start=head.start,
        end=end,
        to_next=to_next,
        title=Span(title[0].start, title[-1].end) if title else None,
        case_numbers=tuple(own),
        body_start=lines[body].start if body < len(lines) else end,
        body=head.body,
    )


# what a registry prints below a title, and how a list begins
LABELLED = re.compile(
    r"^(?:Bilag(?:a|or)|Handläggare|Föredragande|Ärendeansvarig|Beslutsnivå|Diarieplan|Sekretess|Ansvarig)\b.{0,60}$"
)
LABEL_AND_VALUE = re.compile(r"^[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+)?:\s+\S")
LISTED = re.compile(rf"^(?:[{BULLETS}{DASHES}]|[a-h][.)])\s")
# headings that are titles where an item has no other: "Dagordning", "Anmälan av jäv", "Justering"
TITLES = ("matter", "recusal", "approval", "contents", "attendance", "statement")
SUBTITLE = re.compile(
    r"^(?:Muntlig information|Antagande|Information|Svar på|Motion den|Politikerinitiativ den|Yttrande till"
    r"|Yttrande över|Remissyttrande|Fråga \d)\b"
)


def _is_below(text: str, title: Sequence[Span], words: Span) -> bool:
    """A line under the title proper: it begins anew although it had fitted into the line above."""
    line = text[words.start : words.end]
    if SUBTITLE.match(line):
        return True
    longest = max(t.end - t.start for t in title)
    fits = title[-1].end - title[-1].start + 1 + len(line.split()[0]) < longest - 3
    return line[:1].isupper() and fits


def _title_is_over(lines: Sequence[Line], i: int, title: Sequence[Span], damaged: bool) -> bool:
    """Does something else than the title begin with this line? A blank line in a damaged text says little."""
    line = lines[i]
    heading = heading_of(line.text)
    # "Beslut - Taxa 2019" is a title
    dashed = heading is not None and line.text[: heading.length].rstrip().endswith(("-", "–", "—"))
    if heading and (title or not (heading.kind in TITLES or dashed)):
        return True
    if not title:
        return False
    if (
        LABELLED.match(line.text)
        or LABEL_AND_VALUE.match(line.text)
        or line.text.endswith(":")
        or LISTED.match(line.text)
    ):
        return True
    new = line.gap and not line.text[0].islower() and not goes_on(lines[i - 1].text)
    if new and damaged:
        new = not any(heading_of(below.text) for below in lines[i + 1 : i + 3])
    return new or leads_in(line.text) or _is_prose(lines, i)


def _without(piece: str, start: int, numbers: Sequence[Value]) -> Span | None:
    """What a line of a heading says besides the case numbers; None if nothing."""
    for value in numbers:
        a, b = value.span.start - start, value.span.end - start
        if READ_CASE_WORD.match(piece[:a].rstrip()):
            a = 0
        piece = piece[:a] + " " * (b - a) + piece[b:]
    piece = without_others(CASE_WORD.sub(lambda match: " " * len(match.group()), piece))
    if numbers or BESIDE.match(piece.strip()):
        piece = BESIDE.sub(lambda match: " " * len(match.group()), piece)
    piece = EMPTY.sub(lambda match: " " * len(match.group()), piece)
    words = piece.strip(" \t-–,:.|")
    if (
        not words
        or (numbers and (CLASSIFIED.fullmatch(words) or words in ("Ärende", "Ärendet")))
        or COUNT_ALONE.match(words)
    ):
        return None  # "§ 52   Ärende 3", and below it the title
    if ends_in_abbreviation(words + ".") and piece.rstrip().endswith(words + "."):
        words += "."
    at = piece.index(words)
    return Span(start + at, start + at + len(words))


BRACKETED = re.compile(r"[(\[](?P<inner>[^()\[\]]+)[)\]]\s*$")


def _case_numbers(piece: str, start: int) -> list[Value]:
    """The case numbers of a line of a heading; in brackets behind the title each form is one."""
    found = case_numbers_in(piece, start)
    behind = BRACKETED.search(piece)
    inner = case_numbers_in(behind["inner"], start + behind.start("inner")) if behind else []
    return sorted(
        [*found, *(v for v in inner if not any(v.span.overlaps(f.span) for f in found))], key=lambda v: v.span
    )


def _is_case_line(piece: str, is_first: bool) -> bool:
    """The item's own case number: beside its §, or a line that is little else."""
    if (behind := BRACKETED.search(piece)) and behind.start():
        return bool(case_numbers_in(behind["inner"], 0))  # "Taxa för torghandel (KS/2018:402)"
    return is_first or bool(CASE_WORD.match(piece)) or (len(piece) < 40 and bool(case_numbers_in(piece, 0)))


def _is_prose(lines: Sequence[Line], i: int) -> bool:
    """Running text begins here: a paragraph whose lines fill the measure, or end a sentence.

    Titles are set larger, so their lines are short.
    """
    line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    if below and not below.gap and below.text.endswith(".") and len(line.text) > 60:
        return True
    return len(line.text) > 75 or (line.text.endswith(".") and not ends_in_abbreviation(line.text))
