"""Parts: the papers that one file holds, a handling with its yrkanden, tjänsteutlåtande, extracts and motion.

A paper begins where a line says what it is ("Tjänsteutlåtande   Handläggare ...", "Yrkande   S, V, MP",
"Utdrag ur protokoll nr 11", "Handling 2023 nr 144"), mostly below the body or office that it comes from or
goes to. What a paper proposes is bounded by its end, and is its own: a yrkande is not what the handling
proposes. Protocols are not cut; what they hold is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.bodies import named_body
from extract.document import NO_TITLE, title_of
from extract.headings import heading_of
from extract.layout import Layout, Line
from extract.makers import makers_in
from extract.people import People
from extract.record import DocumentKind, Part
from ocr.spans import Span, trimmed

GAP = r"(?:\s*$|\s{2,}|\s(?=\(|\d{4}-\d\d|[A-ZÅÄÖ]{1,2}\b))"
# how the line begins that says what a paper is
HEADS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    (
        "tjänsteutlåtande",
        re.compile(rf"^Tjänste(?:utlåtande|skrivelse)(?:{GAP}|\s(?:Handläggare|Utfärdat|Datum)\b)", re.I),
    ),
    (
        "skrivelse",
        re.compile(
            rf"^(?:(?:Tilläggs|Återremiss|Ändrings|Avslags)?[Yy]rkande|Yttrande|Särskilt\syttrande|Skrivelse){GAP}"
        ),
    ),
    ("protokollsutdrag", re.compile(r"^(?:Utdrag\sur\s[Pp]rotokoll|Protokollsutdrag\sfrån)\b")),
    ("motion", re.compile(r"^Motion\sav\s.*\((?:[A-ZÅÄÖ]{1,2}|Fi)\)")),
    ("bilaga", re.compile(r"^Bilaga\s\d{1,2}\s?$")),
)
HANDLING = re.compile(r"^Handling\s\d{4}\snr\s\d+$")
# the body or office above: "Kommunstyrelsen", "Stadsledningskontoret", "Idrotts- och föreningsförvaltningen"
OFFICE = re.compile(
    r"^(?:[A-ZÅÄÖ][\wåäö-]*,?\s?)?(?:[\wåäö,-]+\s){0,6}"
    r"[\wåäöÅÄÖ-]*(?:förvaltningen|kontoret|nämnden|nämnd|styrelsen|fullmäktige|utskottet)"
    r"(?:\s(?:Centrum|Nordost|Sydväst|Hisingen))?$"
)
NO_TITLE_HERE = re.compile(
    r"^(?:Yrkanden?\s(?!angående)|Vid\sprotokollet|Utdrag\sur|Ärende\b|Dag\sför|Datum)", re.I
)
# running text, and no title: a sentence that says who does what, or a heading with its text behind it
TEXT_ALREADY = re.compile(
    r"\b(?:yrkar|har|menar|är|bör|föreslår|anser)\b.*\.$|^(?:Remissinstanser|Sammanfattning|Bakgrund|Beslut)\s[A-ZÅÄÖ]"
)
FIRST = 300  # letters in which the file's own head stands


def parts_in(layout: Layout, people: People, kind: DocumentKind) -> tuple[Part, ...]:
    """The papers of one file, the first its own; none where it holds only one."""
    lines = layout.lines
    starts: list[tuple[int, int, DocumentKind]] = []  # first line, the line that says it, kind
    for i, line in enumerate(lines):
        if line.start < FIRST or not (line.gap or OFFICE.match(lines[i - 1].text)):
            continue
        told = _kind_told(lines, i)
        above = i - 1 if OFFICE.match(lines[i - 1].text) and len(lines[i - 1].text) < 70 else i
        if told and (above < i or told in ("protokollsutdrag", "tjänsteutlåtande")):
            first = above - 1 if above < i and _is_letterhead(lines[above - 1]) else above
            if not starts or first > starts[-1][1]:
                starts.append((first, i, told))
    if not starts:
        return ()
    own = trimmed(layout.text, 0, lines[starts[0][0]].start)
    found = [Part(kind, title_of(layout, ()), None, (), own)]
    for at, (first, head, told) in enumerate(starts):
        end = lines[starts[at + 1][0]].start if at + 1 < len(starts) else len(layout.text)
        span = trimmed(layout.text, lines[first].start, end)
        body = named_body(lines[head - 1].text) if head and OFFICE.match(lines[head - 1].text) else None
        makers = makers_in(layout.prose, people, lines[head].start, lines[head].end)
        by = makers if told in ("skrivelse", "motion") else ()
        found.append(Part(told, _title(lines, head + 1), body, by, span))
    return tuple(_without_page_heads(found))


def _without_page_heads(parts: Sequence[Part]) -> Iterator[Part]:
    """An extract of a protocol says on each page that it is one: its pages are one paper."""
    last: Part | None = None
    for part in parts:
        if last and last.kind == part.kind == "protokollsutdrag" and part.body in (None, last.body):
            last = replace(last, span=Span(last.span.start, part.span.end))
            continue
        if last:
            yield last
        last = part
    if last:
        yield last


def _kind_told(lines: Sequence[Line], i: int) -> DocumentKind | None:
    """What paper a line says begins here; a handling says it in the line below its number."""
    text = lines[i].text
    if HANDLING.match(text):
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        return next((kind for kind, head in HEADS if kind == "motion" and head.match(below)), None)
    if text.startswith("Motion"):
        return None
    return next((kind for kind, head in HEADS if head.match(text)), None)


def _is_letterhead(line: Line) -> bool:
    return bool(OFFICE.match(line.text)) and len(line.text) < 70


def _title(lines: Sequence[Line], at: int) -> str | None:
    """The first line below the head that reads like a title, up to the heading that may share it."""
    for line in lines[at : at + 6]:
        words = line.text.split(" Förslag till beslut")[0].split()
        if NO_TITLE.match(line.text[:120]) or NO_TITLE_HERE.match(line.text) or OFFICE.match(line.text):
            continue
        heading = heading_of(line.text)
        if heading and line.text[: heading.length].strip() and heading.name != "forslag till beslut":
            return None
        if TEXT_ALREADY.search(" ".join(words)):
            return None
        if 3 <= len(words) <= 40 and words[0][0].isupper():
            return " ".join(words)
    return None
