"""Votes told in numbers: "43 Ja mot 38 Nej", "Ja: 7 Nej: 4", "Ja-röst avges av 9 och nej-röst av 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ocr.spans import Span

IN_WORDS = (
    "noll", "en|ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
    "tretton", "fjorton", "femton",
)  # fmt: skip
WORDS = {word: number for number, words in enumerate(IN_WORDS) for word in words.split("|")}
WORD = "|".join(WORDS)
# "7", "sju", "sju (7)"
NUMBER = rf"(?:\d{{1,3}}|{WORD})(?:\s\(\d{{1,3}}\))?"
GAP = r"\s{1,3}"  # a sentence goes on in the next line, which stands a blank line below perhaps
UNIT = r"(?:\s(?:ledam\w+|stycken|st\.?|röster|personer|tjänstgörande))?"
CAST = r"(?:\s(?:som\s)?(?:röstar|röstade|röstat|för))?"
# "43 Ja mot 38 Nej", "31 ja-röster och 30 nej-röster", "7 ledamöter röstar ja och 6 röstar nej"
TOTALS = re.compile(
    rf"""\b(?P<yes>{NUMBER}){UNIT}{CAST}{GAP}(?:för\s)?ja(?:-?\s?röst(?:er)?)?\b
        [^.;:]{{0,160}}?\b(?P<no>{NUMBER}){UNIT}{CAST}{GAP}(?:för\s)?nej(?:-?\s?röst(?:er)?)?\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "Ja-röst avges av 9 ledamöter och nej-röst av 2"
GIVEN = re.compile(
    rf"""\bja-?\s?röst(?:er)?\s(?:avges|avgavs|lämnas|lämnades|ges)\sav\s(?P<yes>{NUMBER}){UNIT}
        [^.;:]{{0,60}}?\bnej-?\s?röst(?:er)?\s(?:(?:avges|avgavs|lämnas|lämnades|ges)\s)?av\s(?P<no>{NUMBER})\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "Ja: 7", "Ja-röster: 31 Nej-röster: 30", "Antal röster för ja: 8", "Antal ja-röster 8, antal nej-röster 5"
LABELLED = re.compile(
    r"""\bja(?:-?\s?röst(?:er(?:na)?)?)?(?:\s\([^()\n]{3,60}\))?\s?(?:[:=]\s{0,40}|(?:är|var|blev)\s|\s{1,40})(?P<yes>\d{1,3})\b(?!\s(?:ja|§))(?:\s(?:st|röster))?
        [\s,;.]{1,40}(?:(?:och|antal(?:\sröster\sför)?)\s){0,2}
        nej(?:-?\s?röst(?:er(?:na)?)?)?(?:\s\([^()\n]{3,60}\))?\s?(?:[:=]\s{0,40}|(?:är|var|blev)\s|\s{1,40})(?P<no>\d{1,3})\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "Med 9 röster mot 4 beslutar nämnden", "med 7 röster för, 2 röster emot": the side that won is named first
WON = re.compile(
    rf"""\b[Mm]ed\s(?P<yes>{NUMBER})\s(?:ja-?)?röst(?:er)?\s
        (?:mot\s(?P<no>{NUMBER})|för,?\s(?:och\s|mot\s)?(?P<against>{NUMBER})\s(?:röst(?:er)?\s)?e?mot)\b
        (?!\s?procent)""",
    re.VERBOSE,
)
VOTED = r"(?:\s(?:avges|avgavs|röstar|röstade))?"
# "sex röster för nämndens förslag och tre röster för Bo Eks förslag"
FOR_EACH = re.compile(
    rf"""\b(?<!\d\s)(?P<yes>{NUMBER})(?=[^.;:]{{0,30}}röst){UNIT}(?:\sröst(?:er)?)?{VOTED}\sför\s[^.;:]{{3,90}}?,?\s
        (?:och|mot|medan|samt)\s(?P<no>{NUMBER}){UNIT}{VOTED}\sför\s""",
    re.VERBOSE | re.IGNORECASE,
)
# "För Bo Eks yrkande röstar 6 ledamöter, för Eva Alms yrkande röstar 5 ledamöter"
FOR_EACH_VOTE = re.compile(
    rf"""\b[Ff]ör\s[^.:;]{{3,90}}?\s(?:röstar|röstade|avges|avgavs|lämnas|lämnades)\s(?P<yes>{NUMBER})\b{UNIT}
        [^.:;]{{0,30}}?[,.;]?\s(?:och\s|medan\s|samt\s)?[Ff]ör\s[^.:;]{{3,90}}?\s
        (?:(?:röstar|röstade|avges|avgavs|lämnas|lämnades)\s)?(?P<no>{NUMBER})\b{UNIT}""",
    re.VERBOSE,
)
# "För förvaltningens förslag: 8. För Bo Eks förslag: 3."
FOR_EACH_LABELLED = re.compile(
    rf"""\bFör\s[^.:;]{{3,90}}:\s(?P<yes>{NUMBER})(?:\sröster)?[.,;]?\s+(?:(?:[Ff]ör|[Mm]ot)\s[^.:;]{{3,90}}|[EeMm]m?ot):\s
        (?P<no>{NUMBER})\b""",
    re.VERBOSE,
)
ABSTAIN = re.compile(
    rf"""\b(?P<n>{NUMBER}){UNIT}\s?(?:som\s|har\s)?(?:avst(?:år|od|ått)|nedlagda|blanka|lägger\sner)
       | \bavst(?:år|od|ående)(?:\sfrån\satt\srösta)?\s?[:=]\s?(?P<m>\d{{1,3}})
       | \bavst(?:år|od)\s(?:från\satt\srösta\s)?gör\s(?P<k>{NUMBER})\b""",
    re.VERBOSE | re.IGNORECASE,
)
ABSENT = re.compile(
    rf"\b(?P<n>{NUMBER}){UNIT}\s(?:är\s|var\s)?frånvarande|\bfrånvarande\s?[:=]\s?(?P<m>\d{{1,3}})(?P<k>)",
    re.IGNORECASE,
)
NEAR = 220  # letters behind yes and no in which those who abstain are told
STOP = re.compile(r"[.](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Count:
    """A vote in numbers."""

    span: Span
    yes: int
    no: int
    abstain: int = 0
    absent: int = 0


def counts_in(text: str, start: int, end: int, *, labels: bool) -> Iterator[Count]:
    """The votes that a stretch of text tells in numbers. `labels`: "Ja: 7 Nej: 4" is one here."""
    matches = [*TOTALS.finditer(text, start, end), *GIVEN.finditer(text, start, end)]
    if not matches:
        matches = list(FOR_EACH.finditer(text, start, end))
    if not matches:
        matches = list(FOR_EACH_VOTE.finditer(text, start, end))
    if not matches:
        matches = list(FOR_EACH_LABELLED.finditer(text, start, end))
    if not matches:  # "Ja-röster är 9. Nej-röster är 4.", wherever that is said
        told = LABELLED.finditer(text, start, end)
        matches = [match for match in told if labels or match.group().lower().count("röst") > 1]
    for match in WON.finditer(text, start, end):
        if not any(m.start() < match.end() and match.start() < m.end() for m in matches):
            matches.append(match)
    matches.sort(key=lambda m: m.start())
    for i, match in enumerate(matches):
        until = matches[i + 1].start() if i + 1 < len(matches) else end
        window = min(until, match.end() + NEAR)
        yield Count(
            _sentence(text, start, match),
            number(match["yes"]),
            number(match["no"] or match["against"] if match.re is WON else match["no"]),
            _also(ABSTAIN, text, match.end(), window),
            _also(ABSENT, text, match.end(), window),
        )


def number(text: str) -> int:
    """The value of a number in digits or in words: "7", "sju", "sju (7)"."""
    first = text.split()[0].lower()
    return int(first) if first.isdigit() else WORDS[first]


def _sentence(text: str, start: int, match: re.Match[str]) -> Span:
    """From the start of the line to the stop behind the figures."""
    line = max(start, text.rfind("\n", start, match.start()) + 1)
    begin = line + len(text[line : match.start()]) - len(text[line : match.start()].lstrip())
    stop = STOP.search(text, match.end(), min(len(text), match.end() + 40))
    return Span(begin, stop.end() if stop else match.end())


def _also(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.search(text, start, end)
    return number(match["n"] or match["m"] or match["k"]) if match else 0
