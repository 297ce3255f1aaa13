"""Instances: what the bodies before did with a matter, printed inside the item of the one that meets.

Some houses print the whole way of a matter, each body with its own headings below a line of its own
("Kommunstyrelsen 2017-03-28 § 44"). What was moved and decided there belongs to another protocol; it is
earlier treatment here, until such a line, or "Dagens sammanträde", gives the word back to the body that
meets. Where nothing does, the lines may as well be entries of a list of papers, and nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.bodies import bodies_in, is_own
from extract.dates import dates_in
from extract.facts import folded
from extract.layout import Line
from extract.sections import Section

# "Kommunstyrelsen 2017-03-28 § 44", "Arbetsutskottet den 7 mars 2017, AU § 40"
MARK = re.compile(
    r"""(?P<body>[A-ZÅÄÖ][\wåäöÅÄÖ\s-]{4,60}?)(?:s\s(?:behandling|beredning|sammanträde|protokoll))?,?\s+
        (?P<day>(?:den\s)?\d{1,4}[\s-]\S{2,9}[\s-]\d{2,4})(?:,?\s*(?:[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{1,5}\s)?§\s?\d{1,4})?\s?:?""",
    re.VERBOSE,
)


def by_instance(sections: Sequence[Section], body: str | None, meeting: str | None) -> tuple[Section, ...]:
    """The sections of an item, those of other bodies and other days made earlier treatment."""
    if not body:
        return tuple(sections)
    sections = [replace(s, kind="deliberation") if _is_own_treatment(s, body) else s for s in sections]
    cut = [piece for section in sections for piece in _cut(section, body, meeting)]
    last = max((i for i, (_, own) in enumerate(cut) if own), default=0)
    if not any(own is False for _, own in cut[:last]):
        return tuple(sections)
    found: list[Section] = []
    earlier = False
    for i, (section, own) in enumerate(cut):
        if own is not None:
            earlier = not own and i < last
        found.append(replace(section, kind="earlier") if earlier else section)
    return tuple(found)


def _is_own_treatment(section: Section, body: str) -> bool:
    """Does a heading open what the body that meets does today ("Direktionens behandling", "Ärendets
    behandling i kommunstyrelsen")?"""
    head = section.heading
    if head is None or section.kind not in ("matter", "earlier") or "behandling" not in head.name:
        return False
    if head.owner is not None and folded(head.owner) != "arendets":
        return is_own(head.owner.removesuffix("s").capitalize(), body)
    where = re.search(r" (?:i|av|vid) (?P<body>\w+)$", head.name)
    return where is not None and folded(body).endswith(where["body"])


def _cut(section: Section, body: str, meeting: str | None) -> Iterator[tuple[Section, bool | None]]:
    """A section cut at the lines that name an instance: with True where the body that meets has the word from
    there on, False where another has, None where nothing says so."""
    own = True if section.heading and section.heading.name.startswith("dagens") else None
    begin = 0
    for i, line in enumerate(section.lines):
        whose = _whose(line, body, meeting)
        if whose is None:
            continue
        if i or section.heading_span:
            yield _piece(section, begin, i, section.kind), own
            begin = i
            section = replace(section, heading=None, heading_span=None, kind="deliberation")
        own = whose
    yield _piece(section, begin, len(section.lines), section.kind), own


def _piece(section: Section, begin: int, end: int, kind: str) -> Section:
    lines = section.lines[begin:end]
    start = section.start if not begin or not lines else lines[0].start
    return replace(section, kind=kind, start=start, end=lines[-1].end if lines else start, lines=lines)


def _whose(line: Line, body: str, meeting: str | None) -> bool | None:
    """Does a line name the body that meets, on its day? None where it names no instance."""
    if len(line.text) > 90 or not line.text.endswith((*"0123456789", ":")):
        return None
    match = MARK.fullmatch(line.text)
    if match is None:
        return None
    named, days = bodies_in(match["body"]), dates_in(match["day"])
    if not named or named[0][1] > 0 or len(days) != 1 or len(days[0].edtf) != 10:
        return None
    return is_own(named[-1][0], body) and (meeting is None or days[0].edtf == meeting)
