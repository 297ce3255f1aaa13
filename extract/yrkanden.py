"""Yrkanden: what members move at the meeting, one a sentence, with those who move it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extract.layout import Layout
from extract.makers import makers_in
from extract.people import People
from extract.quotations import outside, quotations
from extract.record import Maker
from extract.sections import Section, goes_on
from extract.sentences import sentences
from extract.verbs import decides
from ocr.spans import Span, trimmed

MOVES = re.compile(
    r"\b(?:yrka[rt]?|yrkade|tilläggsyrka[rd]e?|(?:framställ|lägg|lämna)\w+\s(?:\w+\s){0,3}?\w*yrkande[nt]?|(?:begär(?:de)?|önskar|önskade)\s(?:återremiss|bordläggning))\b"
)
# where the heading speaks of proposals: "Anna Ek (S) föreslår att ..."
PROPOSES = re.compile(
    r"\b(?:föreslår|föreslog|tillstyrker|tillstyrkte|instämmer|instämde|stödjer|ställer\ssig\sbakom|ansluter\ssig\still|biträder)\b"
)
# the verb is missing: "Bo Ek (S) bifall till förslaget", "Bo Ek (S): Avslag.", "Bo Ek (S) – återremiss",
# "Bo Ek (S), även för Vänsterpartiet: avslag"
WANTS = re.compile(
    r"(?<=\)),\s(?:även|också)\sför\s[^.:;]{3,40}:\s+(?i:bifall|avslag|återremiss|bordläggning|(?:ja|nej)\still)\b|(?<=\))\s{0,3}(?:[:–—-]\s+|\s+)(?i:bifall|avslag|återremiss|bordläggning|(?:ja|nej)\still)\b|(?<=\))\s?[:–—-]\s+(?:[Aa]tt|[Ee]nligt|[Ii]\senlighet)\s"
)
# under its heading whatever somebody wants: "Bo Ek (S): Ärendet kompletteras med en värdering."
SAID = re.compile(r"(?<=\)):\s+(?=[A-ZÅÄÖ])")
# the wish first, and whose it is behind a colon: "Bifall till motionen: Bo Ek (S) och Eva Alm (V)."
WISHED_BY = re.compile(r"(?:Bifall|Avslag|Återremiss|Bordläggning)\b[^:.;]{0,140}:\s+(?=[A-ZÅÄÖ])")
# "Bo Ek, S, vill att taxan sänks"
WILLS = re.compile(r"\bvill\s+(?:att|se|ha)\b")
SECONDED = re.compile(r",?\s+(?:med\s+)?(?:instämmande|stöd|bifall)\s+(?:av|från)\b")
# "Bo Ek (S) instämmer i Eva Alms yrkande och yrkar i andra hand": who moves stands before
JOINS = re.compile(r"\s(?:instäm(?:mer|de)|ansluter\s+sig|anslöt\s+sig)\s")
# "I andra hand yrkade Bo Ek (S), med instämmande av ..., att": where the makers behind the verb end
CHAIR = re.compile(r"Ordförande(?:n)?\s+(?:yrkar|yrkade)\b")  # who that is, the sentence does not say
# "föreslog bifall till förslaget och fann att nämnden ställde sig bakom det": put to the meeting
PUT = re.compile(
    r"\b(?:fann|finner)\b|\bställ(?:er|de)\s+(?:\S+\s+){0,3}?proposition|\bröstar\s+(?:ja|nej)\b"
)
# what a paper proposes, not a member at the meeting: "föreslår i skrivelse den 2 maj"
IN_WRITING = re.compile(r"\s+i\s+(?:en\s+|sin\s+)?(?:tjänste)?(?:skrivelse|utlåtande|motion|rapport)n?\b")
# a body's proposal, and whom it names: "Valberedningen föreslår Bo Ek (S)"
BY_A_BODY = re.compile(
    r"(?:nämnden|styrelsen|utskottet|beredningen|förvaltningen|kontoret|fullmäktige)\s+(?:föreslår|föreslog)\b"
)
AT_THE_START = 45  # letters
BEHIND = re.compile(r"\b(?:att|bifall|avslag|återremiss|med\s+(?:instämmande|stöd))\b")
TAKEN_BACK = re.compile(
    r"\b(?:tar|tog|drar|drog)\s(?:\S+\s){0,6}?tillbaka\b|\båterta(?:r|s|git|gits)\b|\båtertog\b"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """One yrkande as found, before it gets its id."""

    span: Span
    by: tuple[Maker, ...]
    opens: bool  # the sentence begins with who moves it


def yrkanden_in(
    layout: Layout, section: Section, people: People, chair: Maker | None = None
) -> Iterator[Moved]:
    """The yrkanden of a section under such a heading. `chair`: who "Ordföranden" is, if that is known."""
    text = layout.prose
    quoted = quotations(section.lines, lambda i: _begins_with_maker(section, i, people))
    headed = section.kind == "matter" or (section.heading is not None and "yrkand" in section.heading.name)
    verb = MOVES if headed else _either
    spans = [
        part
        for a, b in outside(section.start, section.end, quoted)
        for s in sentences(text, a, b)
        for part in _lines_apart(text, section, s, people)
    ]
    for span in spans:
        end = span.end
        match = verb.search(text, span.start, end)
        if section.kind != "matter":
            match = match or PROPOSES.search(text, span.start, end) or WANTS.search(text, span.start, end)
        if section.kind == "motion" and not match:
            match = WISHED_BY.match(text, span.start, end) or _said(text, span)
            match = match or WILLS.search(text, span.start, end)
        if not match or _is_taken_back(text[span.start : end]):
            continue
        if BY_A_BODY.search(text, span.start, match.end()):
            continue
        if PUT.search(text, match.end(), end) or IN_WRITING.match(text, match.end()):
            continue
        by = _makers(text, people, span.start, match, end)
        moved_by_chair = CHAIR.match(text, span.start) is not None
        if moved_by_chair and chair:
            by = (chair,)
        named = by and (by[0].name or MOVES.fullmatch(match.group()))
        if not (by or moved_by_chair) or (match.re is not MOVES and not named):
            continue
        quote = next(
            (q for q in quoted if end <= q.start < end + 200 and not text[end : q.start].strip()), None
        )
        whole = trimmed(text, span.start, quote.end if quote else end)
        opens = moved_by_chair or any(m.span and m.span.start - whole.start < AT_THE_START for m in by)
        yield Moved(whole, by, opens)


def _said(text: str, span: Span) -> re.Match[str] | None:
    """Who, a colon, and a sentence that decides."""
    match = SAID.search(text, span.start, min(span.end, span.start + AT_THE_START))
    return match if match and decides(text[match.end() : span.end]) else None


def _lines_apart(text: str, section: Section, sentence: Span, people: People) -> Iterator[Span]:
    """A sentence, or its lines where each says by itself who wants what, without a stop at its end."""
    start, above, wished = sentence.start, "", False
    first = bisect_right(section.lines, sentence.start, key=lambda line: line.end)
    for i in range(first, len(section.lines)):
        line = section.lines[i]
        if line.start >= sentence.end:
            break
        apart = above and wished and not goes_on(above) and _SAYS.search(text, line.start, line.end)
        wished_by = above and section.kind == "motion" and WISHED_BY.match(text, line.start, line.end)
        if wished_by or (apart and _begins_with_maker(section, i, people)):
            yield trimmed(text, start, line.start)
            start, wished = line.start, False
        wished = wished or _WISH.search(text, max(start, line.start), line.end) is not None
        above = line.text
    yield Span(start, sentence.end)


def _is_taken_back(sentence: str) -> bool:
    """A yrkande is taken back, and nothing is moved besides ("yrkar avslag och anmäler att ... återtas")."""
    said = " ".join(sentence.split())
    back = TAKEN_BACK.search(said)
    moved = STILL_MOVED.search(said)
    return back is not None and not (moved and moved.start() < back.start())


STILL_MOVED = re.compile(r"\byrka(?:r|de)\s(?:bifall|avslag|återremiss|att)\b")
_WISH = re.compile(r"\b(?:att|[Bb]ifall|[Aa]vslag|[Åå]terremiss|[Bb]ordläggning)\b")
_SAYS = re.compile(f"{MOVES.pattern}|{WANTS.pattern}")
_either = re.compile(f"{MOVES.pattern}|{PROPOSES.pattern}")


def _makers(text: str, people: People, start: int, verb: re.Match[str], end: int) -> tuple[Maker, ...]:
    seconded = SECONDED.search(text, start, verb.start())
    joins = JOINS.search(text, start, verb.start())
    until = min(m.start() for m in (seconded, joins, verb) if m)
    before = makers_in(text, people, start, until)
    if before:
        return before
    if verb.re is WISHED_BY:
        return makers_in(text, people, verb.end(), end)
    behind = BEHIND.search(text, verb.end(), end)
    return makers_in(text, people, verb.end(), behind.start() if behind else min(end, verb.end() + 120))


def _begins_with_maker(section: Section, i: int, people: People) -> bool:
    line = section.lines[i]
    named = people.within(line.start, line.end)
    return bool(named) and named[0].span.start - line.start < 45 and not line.text.startswith(("”", '"', "“"))
