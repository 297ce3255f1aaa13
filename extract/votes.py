"""Votes: how many for, against and abstaining, who, and what came out of it.

Some houses print totals (`vote_counts.py`), some names with a total behind or a table (`vote_names.py`), and
some both. The vote that decides the matter is the main one (huvudvotering), else the first; one that only
chooses what the main proposal is set against (motförslag) never is, where there is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from extract.layout import Layout
from extract.people import People
from extract.record import Ballot, Vote
from extract.sections import Section
from extract.vote_counts import Count, counts_in
from extract.vote_names import tallies_in
from ocr.spans import Span

VOTED_UNDER = ("vote", "procedure", "deliberation", "decision", "matter", "opening", "motion")
# what the text says of a vote that only chooses the other side of the main one
CHOOSES = re.compile(
    r"\b(?:till|som|vara|bli|utse\w*)\smotförslag\b|\b(?:kontra|för)(?:votering|omröstning|proposition)|\bförberedande\s(?:votering|omröstning)",
    re.IGNORECASE,
)
BALLOT = re.compile(r"\bja\b")  # nobody votes where neither this stands nor a word of voting
VOTING = re.compile(r"\b(?:omröstning|votering)en\b")
# where a matter is only described, figures are those of a vote of this meeting if it says that there was
# one; else "Sju röster för skolan och tre för parken" came in from the public
CALLED = re.compile(
    r"\b(?:omröstning|votering)|\bproposition|\bordförande|\bupprop|\b(?:ja|nej)-\s?röst"
    r"|\b(?:beslutar|bifaller|avslår|beslöt)\s(?:\S+\s){0,3}?med\s[^.]{1,12}\sröst|\bmed\s\S+\sröst\S*\smot\s\S+\sbeslu"
)
BEFORE = 400  # letters before a vote in which that is said


def votes_in(layout: Layout, sections: Sequence[Section], people: People) -> tuple[Vote, ...]:
    """All votes of an item; at most one is the main one."""
    found: list[Vote] = []
    marked: list[str] = []
    for section in sections:
        if section.kind not in VOTED_UNDER:
            continue
        at = section.start
        for count, by in _votes(layout, section, people):
            name = section.heading.name if section.heading else ""
            marked.append(_role(layout.prose, name, max(at, count.span.start - BEFORE), count.span))
            at = count.span.end
            outcome: Literal["yes", "no"] | None = (
                "yes" if count.yes > count.no else "no" if count.no > count.yes else None
            )
            found.append(
                Vote(count.span, count.yes, count.no, count.abstain, count.absent, outcome, main=False, by=by)
            )
    for wanted in ("main", "", "choice"):
        if wanted in marked:
            i = marked.index(wanted)
            found[i] = replace(found[i], main=True)
            break
    return tuple(found)


def _role(text: str, heading: str, start: int, span: Span) -> str:
    """Is a vote the main one, or one that chooses a motförslag? Nothing where it does not say."""
    said = text[start : span.end]
    if "huvud" in heading:
        return "main"
    main = max(said.lower().rfind(word) for word in ("huvudvotering", "huvudomröstning"))
    chosen = [m.start() for m in CHOOSES.finditer(said)]
    if main >= 0 and main > max(chosen, default=-1):
        return "main"
    return "choice" if chosen or "motforslag" in heading or "kontra" in heading else ""


def _votes(layout: Layout, section: Section, people: People) -> Iterator[tuple[Count, tuple[Ballot, ...]]]:
    """The votes of one section; names belong to the figures that they count to."""
    text, start, end = layout.prose, section.start, section.end
    piece = text[start:end].lower()
    if "röst" not in piece and not BALLOT.search(piece):
        return
    if section.kind in ("matter", "opening") and not CALLED.search(piece):
        return
    counts = list(counts_in(text, start, end, labels=section.kind == "vote" or bool(VOTING.search(piece))))
    tallies = tallies_in(text, section.lines, start, end, people)
    for count in counts:
        same = [t for t in tallies if (t.count.yes, t.count.no) == (count.yes, count.no)]
        turned = [t for t in tallies if (t.count.no, t.count.yes) == (count.yes, count.no)]
        if turned and not same:  # "med 6 röster mot 5", where six said no
            same, count = turned, replace(count, yes=count.no, no=count.yes)
        by: tuple[Ballot, ...] = ()
        if same and len({b.vote for b in same[0].by}) > 1:
            by = same[0].by
            tallies.remove(same[0])
        yield count, by
    if not counts:
        yield from ((tally.count, tally.by) for tally in tallies)
