"""Attendance (närvaro): who was there, and as what.

People stand under the headings of a record's cover ("Beslutande", "Ej tjänstgörande ersättare"), in a row of
text or one a line, or in a table with a column for the party and one for a cross. What is said of them
besides, "§§ 12-15", "kl. 14:00-15:10", does not change who they are; who stands in for somebody is there, and
that somebody is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from extract.facts import facts, folded
from extract.layout import Layout, Line
from extract.parties import letters_behind_a_name, party_of
from extract.people import People
from extract.record import Attendee, Maker
from extract.sections import Section
from extract.vote_names import NAME
from ocr.spans import Span

Role = Literal["ledamot", "ersättare", "tjänstgörande ersättare", "övrig"]
# "Eva Nyström (V) ersätter Olle Ring (V)": who is there, and for whom
FOR_WHOM = re.compile(
    r"\b(?:ersätter|i\sstället\sför|istället\sför|tjg\.?\sför|tjänstgör(?:ande)?\sför|för)\s", re.IGNORECASE
)
# a row of a table: "Anna Ek, ordförande   S   X   §§ 12-13", "Maj Holm  C"
ROW = re.compile(
    rf"""^(?P<name>{NAME}?)(?:,\s(?P<office>[^\d(),]{{3,30}}?))?
        \s+\(?(?P<party>[A-ZÅÄÖ]{{1,4}}|Fi|-)\)?(?:\s+(?P<rest>\S.*))?$""",
    re.VERBOSE,
)
# the head of a table: "Ledamöter   Parti   Närvaro"
COLUMNS = re.compile(r"^(?P<who>[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+){0,2})\s+.*\b(?:Parti|Närv\w*|Tjänstg\w*)\b")
AWAY = re.compile(r"^(?:[-–]|Frånv\w*|Nej|Ej\snärv\w*|Förhindrad)(?:\s|$)", re.IGNORECASE)
SERVES = re.compile(r"^(?:[XxJ✓✔]|Ja|Tj\w*)\b", re.IGNORECASE)
LABEL = re.compile(r"^(?P<label>[A-ZÅÄÖ][^.:;()\d]{3,40}):\s")
BESIDE = re.compile(r"^(?P<label>[A-ZÅÄÖ][^.:;()\d]{3,40}?)\s{3,}(?=\S)")
INDENTED = 4  # blanks before a line that stands in the right column
TELLS_WHO_CAME = ("narv", "beslut", "tjanstg", "delt", "ovriga", "ej ", "icke ")
STILL_THERE = ("ordforande", "sekreterare")  # labels of people who are there; others end the list


def attendance_of(
    layout: Layout,
    sections: Sequence[Section],
    people: People,
    rolls: Sequence[Section] = (),
    before: int | None = None,
) -> tuple[Attendee, ...]:
    """Who was there, by the heading they are listed under; `rolls` are lists behind the last paragraph.

    `before`: where the first paragraph begins, at which a list on the cover ends.
    """
    found: dict[str, Attendee] = {}
    for section in (*sections, *rolls):
        if section.kind != "attendance" or section.heading is None:
            continue
        if section.heading.name.startswith(tuple(facts("roles")["away"]["labels"])):
            continue
        behind = before is not None and section.start >= before and section not in rolls
        if behind and not section.heading.name.startswith(TELLS_WHO_CAME):
            continue  # "Ledamöter", whom a paragraph elects
        role = role_under(section.heading.name)
        lines = list(_own_lines(section))
        if before is not None and section.start < before:
            lines = [line for line in lines if line.start < before]
        listed = list(_in_rows(lines, role or "ledamot")) if _is_table(lines) else []
        if not listed and role and section not in rolls:
            listed = list(_in_text(layout, section, lines, role, people))
        for attendee in listed:
            found.setdefault(attendee.name, attendee)
    cover = [s for s in sections if s.kind in ("opening", "meeting", "attendance")]
    for attendee in _in_columns(layout, cover, people, len(layout.text) if before is None else before):
        found.setdefault(attendee.name, attendee)
    return tuple(sorted(found.values(), key=lambda attendee: attendee.span))


def _own_lines(section: Section) -> Iterator[Line]:
    """The lines of a list up to a label of something else ("Justerare: ...")."""
    for line in section.lines:
        label = LABEL.match(line.text)
        if label and folded(label["label"]) in _other_labels():
            return
        yield line


def _in_text(
    layout: Layout, section: Section, lines: Sequence[Line], role: Role, people: People
) -> Iterator[Attendee]:
    """People named in running text or one a line; a line that is a party stands above its members."""
    end = last = lines[-1].end if lines else section.start
    at = section.start
    waiting: Attendee | None = None
    heads = [(line.start, party) for line in lines if (party := _party_alone(line.text))]
    for named in people.within(section.start, end):
        if waiting and FOR_WHOM.search(layout.prose, at, named.span.start):
            waiting = replace(waiting, role="tjänstgörande ersättare")
        else:
            if waiting:
                yield waiting
            above = [party for start, party in heads if start < named.span.start]
            waiting = Attendee(named.name, named.party or (above[-1] if above else None), role, named.span)
        at = named.whole.end
    if waiting:
        if FOR_WHOM.search(layout.prose, at, min(last, at + 40)) and waiting.role == "ersättare":
            waiting = replace(waiting, role="tjänstgörande ersättare")
        yield waiting


def _in_columns(
    layout: Layout, sections: Sequence[Section], people: People, before: int
) -> Iterator[Attendee]:
    """People beside a label in the left column, and below, as far as the lines are indented:

    Närvarande ledamöter      Anna Ek, ordförande
                              Bo Alm
    """
    lines = [line for section in sections for line in section.lines if line.start < before]
    role: Role | None = None
    for line in lines:
        label = BESIDE.match(line.text)
        start = line.start
        if label:
            role, start = role_under(folded(label["label"])), line.start + label.end()
        elif line.start - layout.prose.rfind("\n", 0, line.start) <= INDENTED:
            role = None
        for named in people.within(start, line.end) if role else ():
            yield Attendee(named.name, named.party, role or "ledamot", named.span)


def _party_alone(text: str) -> str | None:
    return party_of(text) if len(text) <= 40 and not text.islower() else None


def _is_table(lines: Sequence[Line]) -> bool:
    rows = sum(1 for line in lines if (m := ROW.match(line.text)) and "(" not in line.text[: m.end("party")])
    return (rows > 1 and any(COLUMNS.match(line.text) for line in lines)) or rows > max(2, 0.6 * len(lines))


def _in_rows(lines: Sequence[Line], role: Role) -> Iterator[Attendee]:
    """The rows of a table of those who were there; who is crossed off as absent is not."""
    for line in lines:
        if (head := COLUMNS.match(line.text)) and (told := role_under(folded(head["who"]))):
            role = told
            continue
        row = ROW.match(line.text)
        if row is None:
            continue
        rest = row["rest"] or ""
        if AWAY.match(rest):
            continue
        own: Role = role
        if role == "ersättare" and (SERVES.match(rest) or FOR_WHOM.search(rest)):
            own = "tjänstgörande ersättare"
        span = Span(line.start + row.start("name"), line.start + row.end("name"))
        yield Attendee(" ".join(row["name"].split()), letters_behind_a_name(row["party"]), own, span)


def chair_of(sections: Sequence[Section], people: People, before: int) -> Maker | None:
    """Who presides, if the lists of who is there name exactly one: "Ordföranden yrkar" is that person's.

    `before`: where the first item begins; who is chair of something else is named in the items.
    """
    chairs = {
        (named.name, named.party): Maker(named.name, named.party)
        for section in sections
        if section.kind in ("attendance", "meeting", "opening") and section.start < before
        for named in people.within(section.start, min(section.end, before))
        if named.role == "ordförande"
    }
    return next(iter(chairs.values())) if len(chairs) == 1 else None


def role_under(heading: str) -> Role | None:
    """What people under such a heading are: that of the longest beginning that fits."""
    roles: dict[Role, list[str]] = facts("roles")["attendance"]
    fits = [(len(word), role) for role, words in roles.items() for word in words if heading.startswith(word)]
    return max(fits)[1] if fits else None


@cache
def _other_labels() -> frozenset[str]:
    names = (folded(name) for name in facts("headings")["meeting"]["names"])
    return frozenset(name for name in names if name not in STILL_THERE)
