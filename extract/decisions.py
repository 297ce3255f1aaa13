"""Decisions and proposals: the points under a heading that decides or proposes.

A point is the printed number with its sentence, without the lead-in ("Kommunstyrelsen föreslår att
kommunfullmäktige beslutar:"); the lead-in gives it its status. Points under letters and bullets stay inside
the point they belong to. Text without numbers is one decision, unless its sentences decide different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.bodies import higher_body, named_body
from extract.layout import Layout, Line
from extract.record import DecisionStatus
from extract.sections import Section
from extract.sentences import sentences
from extract.verbs import acts, decides, recipients_of, refers, verbs_of
from ocr.spans import Span, trimmed

# "1. ", "2) ", "(3) " at the start of a line or after a stop
POINT = re.compile(r"^\(?(?P<number>\d{1,2})\s?[.)]\s+(?=\S)")
INLINE_POINT = re.compile(r"(?:(?<=[.:;?!])|(?<=\n))\s*(?=\(?(?P<number>\d{1,2})[.)]\s+[A-ZÅÄÖ0-9”\"])")
BULLET = re.compile(r"^(?:[•●▪◦○\uf0b7\uf0a7*]|[-–—](?=\s))\s*")
THAT = re.compile(r"^(?:att)\s", re.IGNORECASE)
CONTINUES = re.compile(r"[,;]?(?:\s+(?:samt|och))?[,;]?$")
# names below the last point, in lines of their own: "Lars-Erik Sundin / Förvaltningschef"
SIGNED = re.compile(
    r"(?<=[.\w])[ \t]*\n\s*[A-ZÅÄÖ][a-zåäöé-]+(?:[ \t]+[A-ZÅÄÖ][A-Za-zåäöé-]+){1,3}[ \t]*"
    r"(?:[ \t]{2,}[^\n]*)?\n"
    r"\s*(?:[A-ZÅÄÖ][a-zåäö]*(?:chef|direktör|ordförande|sekreterare|rektor|handläggare|ledare)\b)"
)
LETTER = re.compile(r"^\(?[a-zåäö]\s?[.)]\s")
# how a lead-in ends: "beslutar:", "fatta följande beslut.", "enligt följande:", "förslag:"
LEAD_END = re.compile(
    r"""(?: \b(?:beslutar|beslutade|beslöt|besluta|besluts?|föreslår|föreslås|följande|nedan|följer|del
               |hemställer|att)
            (?:\s(?:att|följande|enligt\sföljande|för\segen\sdel))*
          | \bföljande\s(?:beslut|förslag|yttrande)
          | ^(?:Enligt|På\sförslag\sav|I\senlighet\smed|Med\s(?:bifall|stöd|ändring|anledning)|Efter
               |Utifrån|I)\b
            .{1,600} )
        \s*(?P<end>[:.]|$)$""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# a lead-in closed by a stop: "Enligt stadsledningskontorets förslag."
BY_PROPOSAL = re.compile(r"^(?:Enligt|I enlighet med)\s[^.:,]{3,80}(?:förslag|yrkande)\.$")
PROPOSES = re.compile(
    r"\b(?:föreslår|föreslås|föreslog|hemställer|rekommenderar|tillstyrker|tillstyrkte)\b", re.I
)
# "Kommunstyrelsen föreslår (att) kommunfullmäktige beslutar": who proposes to whom
TO_WHOM = re.compile(
    r"\b(?:föreslår|föreslås|föreslog|hemställer|rekommenderar)\s(?:därmed\s|även\s|också\s|att\s|hos\s|till\s)*(?P<to>[^.:]{3,80})",
    re.I,
)
# the lead-in goes on: "... föreslår / att kommunfullmäktige beslutar:"
TO_A_BODY = re.compile(r"^att\s[^.:;]{3,80}\b(?:beslutar|besluta|fattar|fatta)\b", re.IGNORECASE)
# nothing is decided by these
NO_DECISION = re.compile(
    r"""^(?: Ing[ae]t?\b | Det\sfanns\sing | (?:\S+\s){0,4}förekom\b | Beslutet\sfattas\smed\sstöd
          | .{0,60}\banmäl(?:er|de)\sjäv\b
          | (?-i:[A-ZÅÄÖ]\S+\s[A-ZÅÄÖ]\S+\s)
            (?:informerar|ger|redogör|redovisar|rapporterar|berättar|påminner)\b )""",
    re.VERBOSE | re.IGNORECASE,
)
# a list of what came in follows; nothing of it is decided
TELLS = re.compile(r"\bhar\s(?:följande|nedanstående)\b|\bföljande\b.{0,80}\b(?:inkommit|anmälts|anmäls)\b")
# "A." alone on its line, or before a lead-in: groups of decisions
GROUP = re.compile(r"^[A-H]\s?[.),](?:\s+(?=[A-ZÅÄÖ][a-zåäö]+(?:\s\S+){0,6}\s(?:beslutar|föreslår)\b)|$)")
FILLS_OUT = re.compile(
    r"^(?:Uppdrage[tn]|Avsägels|Beslutet|Detta|Dessa|Den|Det|Motionen är|Ärendet är|Analysen|Planen ska"
    r"|Protokollet)\b"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One decision or proposal as found, before it gets its id."""

    number: str | None
    span: Span
    status: DecisionStatus
    body: str | None
    verbs: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """What stands under one lead-in."""

    lead: Span | None
    start: int
    lines: tuple[Line, ...]


def decisions_in(
    layout: Layout, section: Section, body: str | None, *, proposal: bool = False, to: str | None = None
) -> Iterator[Point]:
    """The decided points of one section.

    `body` is the body that meets; `proposal`: nobody decides here; `to`: the higher body that all this is
    proposed to, by its heading.
    """
    text = layout.prose
    for group in _groups(layout, section):
        lead = " ".join(text[group.lead.start : group.lead.end].split()) if group.lead else ""
        opening = " ".join(text[group.start : group.start + 200].split())
        if not lead and NO_DECISION.match(opening):
            continue
        for number, span in _points(text, group):
            sentence = " ".join(text[span.start : span.end].split())
            if number is None and not lead and not (decides(sentence) or _body_that_acts(sentence)):
                continue
            yield _point(number, span, sentence, lead, body, proposal, to)


def led_proposals(layout: Layout, section: Section, body: str | None) -> Iterator[Point]:
    """The points under lead-ins that propose ("Valberedningen föreslår att fullmäktige beslutar:"), as
    proposals; what stands in the section besides is none."""
    text = layout.prose
    for group in _groups(layout, section):
        lead = " ".join(text[group.lead.start : group.lead.end].split()) if group.lead else ""
        if not lead.endswith(":") or not PROPOSES.search(lead):
            continue
        for number, span in _points(text, group):
            sentence = " ".join(text[span.start : span.end].split())
            yield _point(number, span, sentence, lead, body, True, None)


def _point(
    number: str | None,
    span: Span,
    sentence: str,
    lead: str,
    body: str | None,
    proposal: bool,
    to: str | None,
) -> Point:
    to = to or _proposed_to(lead, body) or _proposed_to(sentence, body)
    bare = POINT.sub("", sentence)
    status: DecisionStatus
    if proposal:
        status, deciding = "proposal", _body_that_acts(bare) or named_body(lead) or body
    elif to:
        status, deciding = "proposal_to_higher_body", to
    elif refers(bare):
        status, deciding = "referral", body
    else:
        status, deciding = "decision", _body_that_acts(bare) or body
    return Point(number, span, status, deciding, verbs_of(bare), recipients_of(bare))


def _body_that_acts(sentence: str) -> str | None:
    """The body that a sentence begins with, where it decides ("Nämnden godkänner")."""
    body = named_body(sentence, at_start=True)
    if body is None:
        return None
    behind = sentence[len(body) :].split(maxsplit=1)[:1]
    return body if any(acts(word.rstrip(",.:")) for word in behind) else None


def _proposed_to(text: str, body: str | None) -> str | None:
    """The higher body that this text proposes to."""
    for match in TO_WHOM.finditer(text):
        if to := higher_body(match["to"], body):
            return to
    return None


def _groups(layout: Layout, section: Section) -> list[_Group]:
    """Cut a section at its lead-ins."""
    lines = list(section.lines)
    if not lines:
        return []
    groups: list[_Group] = []
    lead: Span | None = None
    begin, i = 0, 0
    start = section.start
    while i < len(lines):
        group = GROUP.match(lines[i].text)
        if group:
            if i > begin:
                groups.append(_Group(lead, start, tuple(lines[begin:i])))
            rest = lines[i].text[group.end() :]
            lead, begin = None, i if rest else i + 1
            start = (
                lines[i].start + group.end()
                if rest
                else lines[begin].start
                if begin < len(lines)
                else section.end
            )
            if not rest:
                i += 1
                continue
            lines[i] = lines[i]._replace(start=start, text=rest)
        taken = _lead_at(layout.prose, lines, i, start if i == 0 else lines[i].start)
        if not taken:
            i += 1
            continue
        count, span = taken
        if i > begin:
            groups.append(_Group(lead, start, tuple(lines[begin:i])))
        elif lead is not None:
            span = Span(lead.start, span.end)  # two lead-ins in a row are one
        lead, begin = span, i + count
        i = begin
        same_line = i > 0 and span.end < lines[i - 1].end
        if same_line:
            begin = i - 1
        start = trimmed(layout.prose, span.end, section.end).start
    if begin < len(lines):
        groups.append(_Group(lead, max(start, lines[begin].start), tuple(lines[begin:])))
    return groups


def _lead_at(text: str, lines: Sequence[Line], i: int, start: int) -> tuple[int, Span] | None:
    """A lead-in that begins with line `i`: how many lines it takes, and its span."""
    first = lines[i].text
    if not first[:1].isupper() or POINT.match(first) or NO_DECISION.match(first):
        return None
    if i and not lines[i].gap and not lines[i - 1].text.rstrip().endswith((".", ":")):
        return None
    for count in range(1, 7):
        if i + count > len(lines):
            return None
        line = lines[i + count - 1]
        if count > 1 and (POINT.match(line.text) or BULLET.match(line.text)):
            return None
        end = line.end
        piece = " ".join(text[start:end].split())
        after = lines[i + count].text if i + count < len(lines) else ""
        if (
            piece.endswith(":")
            and (LEAD_END.search(piece) or named_body(piece))
            and not _is_points_own(piece)
        ):
            return count, Span(start, end)
        if piece.endswith(".") and LEAD_END.search(piece) and "följande" in piece[-40:] and after:
            return count, Span(start, end)
        if (
            LEAD_END.search(piece)
            and piece[-1].isalpha()
            and _is_listed(after)
            and not piece.startswith("Enligt")
            and not TO_A_BODY.match(after)
        ):
            return count, Span(start, end)
        inline = re.search(r":\s+(?=\(?\d{1,2}[.)]\s)", text[start:end])
        if inline and LEAD_END.search(" ".join(text[start : start + inline.start() + 1].split())):
            return count, Span(start, start + inline.start() + 1)
        if BY_PROPOSAL.match(piece):
            return count, Span(start, end)
        if re.search(r"[.;]$", piece):
            return None
    return None


def _is_points_own(piece: str) -> bool:
    """ "Ärendet återremitteras med följande uppdrag:" is itself the decision; its bullets are inside it."""
    return (
        bool(decides(piece))
        and not PROPOSES.search(piece)
        and not re.match(r"(?:Enligt|På förslag|I enlighet|Med )|.*\b(?:beslutar|beslutade|beslöt)\b", piece)
    )


def _is_listed(text: str) -> bool:
    return bool(POINT.match(text) or THAT.match(text) or BULLET.match(text))


def _points(text: str, group: _Group) -> Iterator[tuple[str | None, Span]]:
    """The numbered points, att-clauses, bullets or sentences of a group."""
    lines = group.lines
    if not lines:
        return
    end = lines[-1].end
    marks = _numbered(lines)
    if marks:
        above = text[group.start : marks[0][1]].strip()
        if above.endswith(":") and decides(above):  # the list belongs to a sentence that decides by itself
            yield None, trimmed(text, group.start, end)
            return
        if above:
            yield from _unnumbered(text, group.start, marks[0][1])
        yield from _between(text, marks, end)
        return
    inline = [(m["number"], m.end()) for m in INLINE_POINT.finditer(text, max(0, group.start - 3), end)]
    if inline and inline[0][1] <= group.start + 1:
        yield from _between(text, _rising(inline), end)
        return
    clauses: list[tuple[str | None, int]] = [(None, line.start) for line in lines if THAT.match(line.text)]
    if clauses and lines[0].start >= clauses[0][1] - 1:
        for number, span in _between(text, clauses, end):
            last = CONTINUES.search(text, span.start, span.end)
            yield number, Span(span.start, last.start() if last else span.end)
        return
    bullets: list[tuple[str | None, int]] = [(None, line.start) for line in lines if BULLET.match(line.text)]
    if bullets and group.lead and bullets[0][1] <= group.start:
        for number, span in _between(text, bullets, end):
            mark = BULLET.match(text[span.start : span.end])
            last = CONTINUES.search(text, span.start, span.end)
            yield (
                number,
                trimmed(text, span.start + (mark.end() if mark else 0), last.start() if last else span.end),
            )
        return
    yield from _unnumbered(text, group.start, end, [line.start for line in lines[1:] if line.gap])


def _numbered(lines: Sequence[Line]) -> list[tuple[str | None, int]]:
    found: list[tuple[str | None, int]] = []
    for line in lines:
        match = POINT.match(line.text)
        if match and (not found or int(match["number"]) == int(found[-1][0] or 0) + 1):
            found.append((match["number"], line.start))
    return found


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
        if i + 1 == len(marks) and (signed := SIGNED.search(text, span.start, span.end)):
            span = trimmed(text, span.start, signed.start())
        if span.start < span.end:
            yield number, span


def _unnumbered(
    text: str, start: int, end: int, breaks: Sequence[int] = ()
) -> Iterator[tuple[str | None, Span]]:
    """Sentences, joined where one only fills out the one before.

    `breaks`: where paragraphs begin; one that decides nothing ends what is decided.
    """
    found: list[Span] = []
    for span in sentences(text, start, end):
        sentence = " ".join(text[span.start : span.end].split())
        first = next((b for b in breaks if span.start < b < span.end), None)
        if first is not None and found == [] and _is_whole(text[span.start : first]):
            span = trimmed(text, span.start, first)
            found.append(span)
            break
        if found and TELLS.search(sentence):
            break
        decided = decides(sentence, operative=True)
        if found and span.start in breaks and not decided and not BULLET.match(sentence):
            break
        whole = found and decides(" ".join(text[found[-1].start : found[-1].end].split()))
        if found and (FILLS_OUT.match(sentence) or not decided or not whole or BULLET.match(sentence)):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    for span in found:
        yield None, span


def _is_whole(text: str) -> bool:
    """The paragraph before a break ends a sentence by itself, without its stop perhaps."""
    return text.rstrip().endswith((".", "!", "?"))
