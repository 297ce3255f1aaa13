"""Decisions and proposals: the points under a heading that decides or proposes.

A point is the printed number with its sentence, without the lead-in ("Kommunstyrelsen föreslår att
kommunfullmäktige beslutar:"); the lead-in gives it its status. Points under letters and bullets stay inside
the point they belong to. Text without numbers is one decision, unless its sentences decide different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.bodies import higher_body, named_body
from extract.layout import Layout, Line
from extract.leads import (
    BULLET,
    LETTER,
    NO_DECISION,
    NOTED,
    POINT,
    PROPOSES,
    RULED,
    SIGNED,
    TELLS,
    THAT,
    Group,
    groups,
)
from extract.record import DecisionStatus
from extract.sections import Section
from extract.sentences import sentences
from extract.unnumbered import DECIDES_ON, FILLS_OUT, body_that_acts, opens_with_infinitive, unnumbered
from extract.verbs import decides, is_infinitive, recipients_of, refers, verbs_of
from ocr.spans import Span, trimmed

# "1   Skattesatsen fastställs": the stop is missing, and a list that counts from 1 shows what it is
BARE_POINT = re.compile(r"^(?P<number>\d{1,2})\s+(?=[A-ZÅÄÖ]|att\s)")
ALPHABET = "abcdefghijklmno"
# "7.6 mnkr avsätts", "4, Taxan antas": a mark that a reader hurt
HURT_POINT = re.compile(r"^\(?(?P<number>\d{1,2})(?:[.,)]\s*|\s+)(?=[A-ZÅÄÖ0-9”\"])")
INLINE_POINT = re.compile(r"(?:(?<=[.:;?!])|(?<=\n))\s*(?=\(?(?P<number>\d{1,2})[.)]\s+[A-ZÅÄÖ0-9”\"])")
CONTINUES = re.compile(r"[,;]?(?:\s+(?:samt|och))?[,;]?$")
# "Nämnden beslutar att bevilja bygglov": a subject, and the first of several att-clauses behind it
FIRST_THAT = re.compile(
    r"[A-ZÅÄÖ][^.:;,]{2,80}?\s(?:beslutar|beslutade|beslöt|föreslår|besluta)\s(?=att\s)", re.IGNORECASE
)
# "Bo Ek (S) anmäler jäv och ersätts av Eva Alm (S)": what a member does is not decided
PERSON_ACTS = re.compile(r"[A-ZÅÄÖ]\S+(?:\s[A-ZÅÄÖ]\S+){1,3}\s\([A-ZÅÄÖa-zåäö]{1,4}\)")
# "Kommunstyrelsen beslutar för egen del att": below others that are proposed
FOR_ITSELF = re.compile(r"[^.:;]{3,80}?\s(?:beslutar|beslutade|beslöt|[a-zåäö]+r)\sför\segen\sdel\b")
# "Kommunstyrelsen föreslår (att) kommunfullmäktige beslutar": who proposes to whom
TO_WHOM = re.compile(
    r"\b(?:föreslår?|föreslås|föreslog|hemställer|hemställa|rekommenderar|överlämnar(?=\s[^.:]{3,160}\satt\s(?:besluta|fatta)\b)),?\s(?:därmed\s|även\s|också\s|att\s|hos\s|till\s)*(?P<to>[^.:]{3,80})"
    r"|^(?P<who>[A-ZÅÄÖ][^.:;]{3,60}?)\sföreslås\s(?:att\s)?(?:besluta|fatta)\b"
    r"|\batt\shos\s(?P<whom>[^.:]{3,60}?)\s(?:hemställa|begära|föreslå)\b",
    re.I,
)
# "Kommunstyrelsen noterar", not what it did earlier
PRESENT = re.compile(r"[^.:;]{3,60}?(?:en|et|ott|ige|nd)\s[a-zåäö]+r\b")
ELECTS = re.compile(r"^\S.{3,120}?\s(?:utses|väljs|utsågs|valdes)\b")
# "Ordföranden får delta i konferensen", "Nämnden har tagit del av meddelandena", "Återremiss."
GRANTS = re.compile(
    r"""[A-ZÅÄÖ]\S+\s(?:\S+\s){0,8}?(?:får|ska|skall)\s(?:\S+\s){0,4}?[a-zåäö]+as?\b
      | [^.]{0,60}?(?:[Nn]ämnden|[Ss]tyrelsen|[Uu]tskottet|[Ff]ullmäktige|[Dd]irektionen)
        \shar\s(?:tagit\sdel|noterat|mottagit|(?:inget|ingenting|ingen|inga)\s(?:att\s)?(?:erin|invänd|tillägg|synpunkt))
      | [A-ZÅÄÖ]\S+\s(?:\S+\s){0,4}?är\s(?:därmed\s|härmed\s)?
        (?:besvara|avsluta|antag|godkän|bifall|avslag|fastställ|vald|utse|återremitter|bordlag|avskriv)\w*
        (?:\still\s[^.]{3,60})?\.?$
      | (?:Bifall|Avslag|Återremiss|Bordläggning)(?:\s(?:till|av|på|med|för)\s[^.]{3,160})?\.?$""",
    re.VERBOSE,
)
# "godkänner avsägelserna från / 1. Gun Berg ...": the list belongs to the sentence above
GOES_ON = frozenset(("från", "av", "för", "till", "på", "om", "med", "i", "samt", "och"))
# "... antar förslaget med följande kompletteringar.": what stands below is part of it
FOLLOWS = re.compile(r"\b(?:följande|nedanstående)\s\w+\.$")


@dataclass(frozen=True, slots=True)
class Point:
    """One decision or proposal as found, before it gets its id."""

    number: str | None
    span: Span
    status: DecisionStatus
    body: str | None
    verbs: tuple[str, ...]
    recipients: tuple[str, ...]


def decisions_in(
    layout: Layout, section: Section, body: str | None, *, proposal: bool = False, to: str | None = None
) -> Iterator[Point]:
    """The decided points of one section.

    `body` is the body that meets; `proposal`: nobody decides here; `to`: the higher body that all this is
    proposed to, by its heading.
    """
    text = layout.prose
    plain = section.heading is not None and section.heading.formed  # "Det här beslutade vi": in other words
    for group in groups(layout, section):
        lead = " ".join(text[group.lead.start : group.lead.end].split()) if group.lead else ""
        if lead.isupper():
            lead = lead.lower()
        opening = " ".join(text[group.start : min(group.start + 200, group.lines[-1].end)].split())
        if not lead and NO_DECISION.match(opening):
            yield from _elected(text, group, body)
            continue
        for number, span in _points(layout, group):
            sentence = " ".join(text[span.start : span.end].split())
            if not (number or lead or to or plain or _is_decided(sentence)):
                continue
            yield point_of(number, span, sentence, lead, body, proposal, to)


def _is_decided(sentence: str) -> bool:
    """Does a sentence say by itself that something is decided?"""
    return bool(
        decides(sentence)
        or opens_with_infinitive(sentence)
        or body_that_acts(sentence)
        or THAT.match(sentence)
        or GRANTS.match(sentence)
    )


def _elected(text: str, group: Group, body: str | None) -> Iterator[Point]:
    """What is decided in a text that otherwise only tells ("Bo Ek anmäler jäv. Eva Alm utses att ...")."""
    for span in sentences(text, group.start, group.lines[-1].end):
        sentence = " ".join(text[span.start : span.end].split())
        now = PRESENT.match(sentence) and body_that_acts(sentence) and decides(sentence, operative=True)
        decided = now or ELECTS.search(sentence) or NOTED.match(sentence)
        if decided and not NO_DECISION.match(sentence):
            yield point_of(None, span, sentence, "", body, False, None)


def led_proposals(layout: Layout, section: Section, body: str | None) -> Iterator[Point]:
    """The points under lead-ins that propose ("Valberedningen föreslår att fullmäktige beslutar:"), as
    proposals; what stands in the section besides is none."""
    text = layout.prose
    for group in groups(layout, section):
        lead = " ".join(text[group.lead.start : group.lead.end].split()) if group.lead else ""
        if not lead.endswith(":") or not PROPOSES.search(lead):
            continue
        for number, span in _points(layout, group):
            sentence = " ".join(text[span.start : span.end].split())
            yield point_of(number, span, sentence, lead, body, True, None)


def point_of(
    number: str | None,
    span: Span,
    sentence: str,
    lead: str,
    body: str | None,
    proposal: bool,
    to: str | None,
) -> Point:
    own_lead = lead.startswith("För egen del") or (body and lead.startswith(body))
    if to and own_lead and not PROPOSES.search(lead):
        to = None  # under a heading that proposes, a lead-in that decides: "... beslutar för egen del:"
    proposed = _proposed_to(sentence, body)
    own = body is not None and sentence.startswith(body) and FOR_ITSELF.match(sentence)
    to = proposed if own else to or _proposed_to(lead, body) or proposed
    bare = BARE_POINT.sub("", POINT.sub("", sentence))
    status: DecisionStatus
    if proposal:
        status, deciding = "proposal", body_that_acts(bare) or named_body(lead) or body
    elif to:
        status, deciding = "proposal_to_higher_body", to
    elif refers(bare):
        status, deciding = "referral", body
    else:
        status, deciding = "decision", body_that_acts(bare) or body
    return Point(number, span, status, deciding, verbs_of(bare), recipients_of(bare))


def _proposed_to(text: str, body: str | None) -> str | None:
    """The higher body that this text proposes to."""
    for match in TO_WHOM.finditer(text):
        if to := higher_body(match["to"] or match["who"] or match["whom"], body):
            return to
    return None


def _points(layout: Layout, group: Group) -> Iterator[tuple[str | None, Span]]:
    """The numbered points, att-clauses, bullets or sentences of a group."""
    text = layout.prose
    lines = _without_told(text, group.lines)
    if not lines:
        return
    end = lines[-1].end
    marks = _numbered(lines)
    if marks:
        above = text[group.start : marks[0][1]].strip()
        open_ended = above.endswith(":") or (above and above[-1].isalpha() and above.split()[-1] in GOES_ON)
        if open_ended and decides(above):  # the list belongs to a sentence that decides by itself
            yield None, trimmed(text, group.start, end)
            return
        if above:
            yield from unnumbered(text, group.start, marks[0][1])
        yield from _between(text, marks, end)
        return
    lettered = [(m["letter"], line.start) for line in lines if (m := LETTER.match(line.text))]
    letters = "".join(a for a, _ in lettered)
    if lettered and lettered[0][1] <= group.start and ALPHABET.startswith(letters.lower()):
        for number, span in _between(text, lettered, end):
            last = CONTINUES.search(text, span.start, span.end)
            yield number, Span(span.start, last.start() if last else span.end)
        return
    inline = [(m["number"], m.end()) for m in INLINE_POINT.finditer(text, max(0, group.start - 3), end)]
    if inline and inline[0][1] <= group.start + 1:
        yield from _between(text, _rising(inline), end)
        return
    clauses = _clauses(layout, group.start, lines) or _infinitives(text, group, lines)
    if clauses:
        for number, span in _between(text, clauses, end):
            last = CONTINUES.search(text, span.start, span.end)
            yield number, Span(span.start, last.start() if last else span.end)
        return
    bullets: list[tuple[str | None, int]] = [(None, line.start) for line in lines if BULLET.match(line.text)]
    if bullets and bullets[0][1] <= group.start:
        for number, span in _between(text, bullets, end):
            mark = BULLET.match(text[span.start : span.end])
            last = CONTINUES.search(text, span.start, span.end)
            yield (
                number,
                trimmed(text, span.start + (mark.end() if mark else 0), last.start() if last else span.end),
            )
        return
    listed = max((line.start for line in lines if _opens_a_point(line.text)), default=0)
    below = [pair for pair in pairwise(lines) if pair[1].start > listed]
    plain = not listed and not any(line.text.endswith(":") for line in lines)  # then a short line ends one
    breaks = [
        line.start
        for above, line in below
        if (line.gap or (plain and above.text.endswith(".") and layout.breaks_by_choice(above, line)))
        and not FOLLOWS.search(above.text)
    ]
    yield from unnumbered(text, group.start, end, breaks)


def _numbered(lines: Sequence[Line]) -> list[tuple[str | None, int]]:
    """The lines that open points, by rising numbers; without stops behind them if they count from 1.

    Where a reader hurt a mark ("7.6 mnkr avsätts", "4, Taxan antas"), the number that is due is enough; and a
    list goes on behind one that was lost.
    """
    first = BARE_POINT.match(lines[0].text)
    bare = first is not None and first["number"] == "1"
    found: list[tuple[str | None, int]] = []
    for i, line in enumerate(lines):
        due = int((found[-1][0] or "0").rstrip(ALPHABET)) + 1 if found else 0
        match = POINT.match(line.text) or (BARE_POINT.match(line.text) if bare else None)
        closed = found and lines[i - 1].text.endswith(".")
        if match:
            counts = [due, due + 1] if closed and line.gap else [due]
            also = POINT.match(line.text)
            if also and also["also"]:  # "4b." behind 4, and none else
                counts = [due - 1] if found else []
            if not (found or (also and also["also"])) or int(match["number"].rstrip(ALPHABET)) in counts:
                found.append((match["number"], line.start))
        elif closed and (hurt := HURT_POINT.match(line.text)) and int(hurt["number"]) == due:
            found.append((hurt["number"], line.start))
    return found


def _without_told(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a list without a paragraph behind it that only tells ("Bo Ek deltar inte i beslutet").

    It begins behind the last point's stop, below a gap, and decides nothing.
    """
    sort = next((p for p in (POINT, LETTER, THAT, BULLET) if p.match(lines[0].text)), None) if lines else None
    last = max((i for i, line in enumerate(lines) if sort and sort.match(line.text)), default=None)
    if last is None:
        return lines
    for i in range(last + 1, len(lines)):
        if lines[i].gap and lines[i - 1].text.endswith("."):
            last = next((j for j in range(i + 1, len(lines)) if lines[j].gap), len(lines))
            told = " ".join(text[lines[i].start : lines[last - 1].end].split())
            decided = decides(told, operative=True) and not TELLS.search(lines[i].text)
            decided = decided and not PERSON_ACTS.match(told)
            decided = decided or any(DECIDES_ON.match(line.text) for line in lines[last:])
            if told[0].isupper() and not FILLS_OUT.match(told) and not decided:
                return lines[:i]
            break
    return lines


def _opens_a_point(line: str) -> bool:
    return any(sort.match(line) for sort in (POINT, LETTER, THAT, BULLET))


def _clauses(layout: Layout, start: int, lines: Sequence[Line]) -> list[tuple[str | None, int]]:
    """Where the att-clauses of a list begin; the first may stand behind its subject ("Nämnden beslutar att").

    A line that happens to begin with "att" opens one only where the line above ends one. In a damaged text,
    whose blank lines tell nothing, that is where the line above had room for more.
    """
    text, opens = layout.prose, layout.damaged and THAT.match(lines[0].text)
    full = max(len(line.text) for line in lines)
    found: list[tuple[str | None, int]] = []
    in_text = False  # "... tar bort locken och / att anställda ska ...", where the line is full
    for i, line in enumerate(lines):
        above = lines[i - 1].text if i else ""
        ended = above.endswith((",", ";", ".", " samt", " och")) or len(above) < 0.75 * full
        runs_on = above.endswith((" samt", " och")) and len(above) >= 0.75 * full and not line.gap
        in_text = in_text or (runs_on and THAT.match(line.text) is not None)
        ended = ended or bool(opens and i and layout.breaks_by_choice(lines[i - 1], line))
        ended = ended or line.text[3:5] == "  "  # "att     godkänna planen": a mark before a column
        if THAT.match(line.text) and (not i or line.gap or ended):
            found.append((None, line.start))
    if found and lines[0].start >= found[0][1] - 1:
        return found
    subject = FIRST_THAT.match(text, start, lines[0].end)
    listed = (
        found
        and not in_text
        and all(text[:at].rstrip().endswith((",", ";", "samt", "och")) for _, at in found)
    )
    return [(None, subject.end()), *found] if subject and listed else []


def _infinitives(text: str, group: Group, lines: Sequence[Line]) -> list[tuple[str | None, int]]:
    """A list without marks behind "beslutar att": each line that begins with what to do opens a point.

    "godkänna planen, och / ge förvaltningen i uppdrag ...": the line above closes its own with "och".
    """
    if not group.lead or not re.search(r"\satt:?$", text[group.lead.start : group.lead.end].rstrip()):
        return []
    return [
        (None, line.start)
        for i, line in enumerate(lines)
        if is_infinitive(line.text.split()[0])
        and (not i or line.gap or lines[i - 1].text.endswith((",", ";", ".", " samt", " och")))
    ]


def _rising(marks: Sequence[tuple[str, int]]) -> list[tuple[str | None, int]]:
    found: list[tuple[str | None, int]] = []
    for number, at in marks:
        if not found or int(number) == int(found[-1][0] or 0) + 1:
            found.append((number, at))
    return found


def _between(
    text: str, marks: Sequence[tuple[str | None, int]], end: int
) -> Iterator[tuple[str | None, Span]]:
    for i, (number, start) in enumerate(marks):
        span = trimmed(text, start, marks[i + 1][1] if i + 1 < len(marks) else end)
        if i + 1 == len(marks):
            for ends in (SIGNED, RULED):
                if last := ends.search(text, span.start, span.end):
                    span = trimmed(text, span.start, last.start())
        if span.start < span.end:
            yield number, span
