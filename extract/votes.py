"""Votes: how many for, against and abstaining, who, and what came out of it.

Some houses print totals ("43 Ja mot 38 Nej"), some print names with a total behind ("... röstar Ja (7)."),
some a table. The vote that decides the matter is the main one (huvudvotering), else the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.layout import Layout
from extract.people import People
from extract.record import Ballot, Vote
from extract.sections import Section
from ocr.spans import Span, trimmed

Side = Literal["yes", "no", "abstain", "absent"]
N = r"(?P<{0}>\d{{1,3}}|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)"
# "43 Ja mot 38 Nej", "31 ja-röster och 30 nej-röster", "7 röstar ja och 6 röstar nej"
TOTALS = re.compile(
    rf"""\b{N.format("yes")}\s(?:ledam\w+\s|st\s)?(?:röstar\s|röstade\s|röster\s(?:för\s)?)?ja(?:-?\s?röst(?:er)?)?\b
        [^.;]{{0,160}}?\b{N.format("no")}\s(?:ledam\w+\s|st\s)?(?:röstar\s|röstade\s|röster\s(?:för\s)?)?nej(?:-?\s?röst(?:er)?)?\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "Ja: 7", "Ja-röster: 31 Nej-röster: 30", "Antal ja-röster 8, antal nej-röster 5"
LABELLED = re.compile(
    r"""\bja(?:-?\s?röst(?:er)?)?\s?[:=]?\s{1,40}(?P<yes>\d{1,3})\b(?!\s(?:ja|§))[\s,;.]{1,40}(?:(?:och|antal)\s)?
        nej(?:-?\s?röst(?:er)?)?\s?[:=]?\s{1,40}(?P<no>\d{1,3})\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "Med 9 röster mot 4 beslutar nämnden": the side that won is named first
WON = re.compile(
    rf"""\b[Mm]ed\s{N.format("yes")}\s(?:ja-?)?röst(?:er)?\smot\s{N.format("no")}\b(?!\s?procent)""",
    re.VERBOSE,
)
ABSTAIN = re.compile(
    rf"""\b{N.format("n")}\s(?:ledam\w+\s|st\s|som\s)?(?:avst(?:år|od|ått)|nedlagda|blanka)
       | \bavst(?:år|od|ående)(?:\sfrån\satt\srösta)?\s?[:=]\s?(?P<m>\d{{1,3}})""",
    re.VERBOSE | re.IGNORECASE,
)
ABSENT = re.compile(
    rf"\b{N.format('n')}\s(?:ledam\w+\s)?(?:är\s|var\s)?frånvarande|\bfrånvarande\s?[:=]\s?(?P<m>\d{{1,3}})",
    re.IGNORECASE,
)
# "... röstar Ja (7).", "röstade nej (5)", "avstår från att rösta (1)"
CALLED = re.compile(
    r"(?:\bröst(?:ar|ade)\s(?P<side>ja|nej)|\bavst(?:år|od)(?:\sfrån\satt\srösta)?)\s?(?:\((?P<n>\d{1,3})\))?\s?[.:]?",
    re.IGNORECASE,
)
# "Ja röstar: ...", "Följande röstar nej: ...", "Ja-röster avges av ...", "6 ledamöter röstar ja: ..."
LISTED = re.compile(
    r"""(?:^|(?<=[\n.:]))\s*(?:följande\s(?:ledamöter\s)?|\d{1,3}\s(?:ledamöter\s|st\s)?)?
        (?: (?P<side>ja|nej)[\s-]?(?:röstar|röstade|röster|röst)?(?:\s(?:avges|avgavs|lämnas)\sav)?
          | (?:röstar|röstade)\s(?P<vote>ja|nej) | (?:avstår|avstod)(?:\sfrån\satt\srösta)? )\s?:""",
    re.VERBOSE | re.IGNORECASE,
)
WORDS = {
    "en": 1,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "elva": 11,
    "tolv": 12,
}
PROPOSITION = re.compile(
    r"proposition|[Dd]en\ssom\s(?:vill|röstar)|\bröstar\s(?:ja|nej)\sför\b|[Jj]a-röst\s(?:för|innebär)"
)


@dataclass(frozen=True, slots=True)
class _Count:
    span: Span
    yes: int
    no: int
    abstain: int = 0
    absent: int = 0
    by: tuple[Ballot, ...] = ()


def votes_in(layout: Layout, sections: Sequence[Section], people: People) -> tuple[Vote, ...]:
    """All votes of an item; at most one is the main one."""
    found: list[Vote] = []
    for section in sections:
        if section.kind not in ("vote", "procedure", "decision", "matter", "opening", "motion"):
            continue
        for count in _counts(layout.prose, section, people):
            heading = section.heading.name if section.heading else ""
            found.append(
                Vote(
                    span=count.span,
                    yes=count.yes,
                    no=count.no,
                    abstain=count.abstain,
                    absent=count.absent,
                    outcome="yes" if count.yes > count.no else "no" if count.no > count.yes else None,
                    main="huvud" in heading,
                    by=count.by,
                )
            )
    if found and not any(vote.main for vote in found):
        found[0] = replace(found[0], main=True)
    return tuple(found)


def _counts(text: str, section: Section, people: People) -> Iterator[_Count]:
    start, end = section.start, section.end
    if section.kind == "vote":
        called = _called(text, start, end, people)
        if called:
            yield called
            return
    matches = list(TOTALS.finditer(text, start, end))
    by = _listed(text, start, end, people)
    if not matches and section.kind == "vote":
        matches = list(LABELLED.finditer(text, start, end))
    if not matches:
        matches = list(WON.finditer(text, start, end))
    for i, match in enumerate(matches):
        until = matches[i + 1].start() if i + 1 < len(matches) else end
        window = min(until, match.end() + 220)
        abstain, absent = _also(ABSTAIN, text, match.end(), window), _also(ABSENT, text, match.end(), window)
        line = text.rfind("\n", start, match.start()) + 1 or start
        mine = by if len(matches) == 1 else ()
        span = _sentence(text, max(start, line), match.start(), match.end())
        yield _Count(span, _number(match["yes"]), _number(match["no"]), abstain, absent, mine)
    if not matches and {"yes", "no"} <= {b.vote for b in by}:
        votes = [b.vote for b in by]
        first = LISTED.search(text, start, end)
        at = first.start() if first else start
        yield _Count(
            trimmed(text, at, end), votes.count("yes"), votes.count("no"), votes.count("abstain"), 0, by
        )


def _sentence(text: str, line: int, start: int, end: int) -> Span:
    """From the start of the line to the stop behind the figures."""
    begin = line + len(text[line:start]) - len(text[line:start].lstrip())
    stop = re.compile(r"[.](?=\s|$)").search(text, end, min(len(text), end + 40))
    return Span(begin, stop.end() if stop else end)


def _listed(text: str, start: int, end: int, people: People) -> tuple[Ballot, ...]:
    """Names behind what they vote: "Ja röstar: Bo Ek (S), ... Nej röstar: ..."."""
    marks = list(LISTED.finditer(text, start, end))
    found: list[Ballot] = []
    for i, mark in enumerate(marks):
        until = marks[i + 1].start() if i + 1 < len(marks) else end
        side = _side(mark["side"] or mark["vote"])
        found += [Ballot(v.name, v.party, side) for v in people.within(mark.end(), until)]
    return tuple(found)


def _side(word: str | None) -> Side:
    sides: dict[str, Side] = {"ja": "yes", "nej": "no"}
    return sides.get((word or "").lower(), "abstain")


def _called(text: str, start: int, end: int, people: People) -> _Count | None:
    """A vote with names: each list ends in what its people vote."""
    ballots: list[Ballot] = []
    totals: dict[Side, int] = {"yes": 0, "no": 0, "abstain": 0}
    at, first, last = start, None, None
    for match in CALLED.finditer(text, start, end):
        side = _side(match["side"])
        sentence = text[at : match.end()]
        voters = (
            []
            if PROPOSITION.search(sentence.split("\n\n")[-1]) and not match["n"]
            else people.within(at, match.start())
        )
        if voters and PROPOSITION.search(sentence):
            begin = max((m.end() for m in re.finditer(r"[”\"][.]?\s", sentence)), default=0)
            voters = [v for v in voters if v.span.start >= at + begin]
        at = match.end()
        if not voters:
            continue
        totals[side] += int(match["n"]) if match["n"] else len(voters)
        ballots += [Ballot(v.name, v.party, side) for v in voters]
        first = voters[0].span.start if first is None else first
        last = match.end()
    if first is None or last is None or not (totals["yes"] or totals["no"]):
        return None
    return _Count(
        Span(first, len(text[:last].rstrip())),
        totals["yes"],
        totals["no"],
        totals["abstain"],
        0,
        tuple(ballots),
    )


def _also(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.search(text, start, end)
    return _number(match["n"] or match["m"]) if match else 0


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS[text.lower()]
