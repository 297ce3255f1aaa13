"""Proposals: what a document that is no protocol asks a body to decide.

They stand under such a heading ("Förslag till beslut"); or, where the heading is lost, as the numbered list
that opens the document; or, where there is neither, in the sentence that proposes ("Förvaltningen föreslår
att nämnden ..."). What stands in a list is not counted again where the text repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.bodies import bodies_in
from extract.decisions import Point, decisions_in, led_proposals
from extract.layout import Layout
from extract.leads import POINT
from extract.sections import Section
from extract.sentences import sentences
from extract.verbs import decides, recipients_of, verbs_of
from ocr.spans import Span

# "Förvaltningen föreslår att nämnden ...", "Nämnden föreslås godkänna ...", "Jag föreslår ... besluta att"
PROPOSES = re.compile(
    r"""^(?:Med\s(?:hänvisning|anledning|bakgrund)[^.]{0,160}?)?(?:\S+\s){1,8}?(?:föreslår|föreslås|hemställer|yrkar|föreslar|foreslår|foreslar)\b""",
    re.VERBOSE,
)
# "Bo Ek (S) yrkade att motionen skulle avslås": told of the body that treated the matter
TOLD = re.compile(r"[A-ZÅÄÖ][^.]{2,140}?\s(?:yrkade|antecknade|reserverade\ssig)\b")
QUIET = ("papers", "attachments", "earlier")
OFFICIAL = ("tjänsteutlåtande", "skrivelse", "motion", "svar", "remissvar", "annat", "bilaga")


def proposals_in(layout: Layout, sections: Sequence[Section], body: str | None, kind: str) -> list[Point]:
    """The proposals of a document; none is ever a decision."""
    if kind not in OFFICIAL:
        return []
    for heading in ("proposal", "decision") if kind != "annat" else ("proposal",):
        headed = [s for s in sections if s.kind == heading]
        points = [
            p
            for s in headed
            for p in decisions_in(layout, s, body, proposal=True)
            if not TOLD.match(layout.prose, p.span.start, p.span.end)
        ]
        if points:
            return points
    opening = sections[0] if sections and sections[0].kind == "opening" else None
    if opening and opening.lines and POINT.match(opening.lines[0].text):
        listed = list(decisions_in(layout, opening, body, proposal=True))
        if listed and decides(layout.prose[listed[0].span.start : listed[0].span.end]):
            return _without_signature(layout, listed)
    led = [point for s in sections if s.kind not in QUIET for point in led_proposals(layout, s, body)]
    return led or _told(layout, sections)


def _without_signature(layout: Layout, points: list[Point]) -> list[Point]:
    """The last point ends with its sentence; names that sign follow below it."""
    last = points[-1]
    first = next(iter(_sentences_of_point(layout.prose, last)), None)
    if first is None:
        return points
    return [*points[:-1], Point(last.number, first, last.status, last.body, last.verbs, last.recipients)]


def _told(layout: Layout, sections: Sequence[Section]) -> list[Point]:
    """The last sentence that proposes something to a body."""
    found: list[Point] = []
    for section in sections:
        if section.kind in QUIET:
            continue
        for span in sentences(layout.prose, section.start, section.end):
            sentence = " ".join(layout.prose[span.start : span.end].split())
            to = bodies_in(sentence)
            if PROPOSES.match(sentence) and to and decides(sentence):
                found.append(
                    Point(
                        None, span, "proposal", to[0][0], verbs_of(_object(sentence)), recipients_of(sentence)
                    )
                )
    return found[-1:]


def _object(sentence: str) -> str:
    """What is proposed, without who proposes."""
    return re.sub(r"^.*?\b(?:föreslår|föreslås|hemställer|yrkar)\b\s?(?:att\s)?", "", sentence, count=1)


def _sentences_of_point(text: str, point: Point) -> list[Span]:
    start = point.span.start
    mark = POINT.match(text[start : point.span.end])
    from_ = start + (mark.end() if mark else 0)
    return [Span(start, s.end) for s in sentences(text, from_, point.span.end)]
