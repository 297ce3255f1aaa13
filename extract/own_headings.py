"""Own headings: the word that a house puts above what it decides, learned from a protocol that repeats it.

"Beslut" and its kin are known; a house may print "Utfall" or "Nämndens hållning". Nobody has seen it before,
but a protocol prints it in paragraph after paragraph, and what stands below it decides. So a short line that
comes again in several paragraphs which have no known heading of decisions, mostly above a sentence that
decides, is one. A word for what an office wants is none, and where two words would do, neither is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract.decisions import GRANTS
from extract.facts import facts, folded
from extract.headings import LABEL, heading_of
from extract.items import FoundItem
from extract.layout import BULLETS, DASHES, Layout, Line
from extract.leads import THAT
from extract.sections import goes_on, leads_in
from extract.sentences import sentences
from extract.verbs import decides
from ocr.spans import Span

# "Utfall", "Styrelsens hållning": a few words, no number, no stop
PLAIN = re.compile(r"[A-ZÅÄÖ][^\W\d_]*(?:[ -]+[^\W\d_]+){0,4}")
# what opens a point: "1. ", "2   ", "a) ", "- ", "• "
MARK = re.compile(rf"(?:\(?\d{{1,2}}\s?[.)]?|\(?[a-o]\)|[{BULLETS}{DASHES}])\s+")
LONGEST = 45  # letters
OFTEN = 2  # paragraphs
MOSTLY = 0.75  # of the places where it stands
# what was decided elsewhere and before: "har godkänt", "den 5 maj 2019, § 4"
TOLD = re.compile(r"\bhar\b|\d{4}[-\d]{0,9},?\s§")
# "Nämnden föreslår kommunfullmäktige", "Styrelsen beslöt föreslå"
RESOLVES = re.compile(
    r"\S*(?:nämnden|styrelsen|utskottet|direktionen)\s(?:föreslår|beslöt|beslutade|beslutar)\b", re.I
)


def own_headings(layout: Layout, found: Sequence[FoundItem]) -> frozenset[str]:
    """The headings, folded, under which this protocol decides; none where the known ones do."""
    lines = [layout.lines_in(item.start, item.end)[1:] for item in found]
    known = [_has_known(own) for own in lines]
    if len(found) < OFTEN or 2 * sum(known) >= len(found):
        return frozenset()
    stands: dict[str, set[int]] = defaultdict(set)
    decided: dict[str, set[int]] = defaultdict(set)
    for n, item in enumerate(found):
        for name, below in _unknown(lines[n]):
            stands[name].add(n)
            if _is_decided(layout, below, item.end):
                decided[name].add(n)
    fitting = {
        name: items
        for name, items in decided.items()
        if len(items) >= max(OFTEN, MOSTLY * len(stands[name])) and not any(known[n] for n in items)
    }
    rivals = [name for name in fitting if any(fitting[name] & fitting[n] for n in fitting if n != name)]
    return frozenset(fitting) - frozenset(rivals)


def below_titles(layout: Layout, found: Sequence[FoundItem], own: Collection[str]) -> tuple[FoundItem, ...]:
    """The items, with own headings that stand right below a title taken out of it."""
    return tuple(_cut(layout, item, own) if item.title else item for item in found)


def _cut(layout: Layout, item: FoundItem, own: Collection[str]) -> FoundItem:
    title = item.title
    for line in layout.lines_in(item.start, item.body_start)[1:]:
        if title and title.start < line.start and folded(line.text) in own:
            end = min(title.end, layout.last_line_end(item.start, line.start))
            return replace(item, title=Span(title.start, end), body_start=line.start)
    return item


def _has_known(lines: Sequence[Line]) -> bool:
    return any((heading := heading_of(line.text)) and heading.kind == "decision" for line in lines)


def _unknown(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """The lines that may be headings, or open with one in a column of its own, and where the text begins."""
    for i, line in enumerate(lines):
        if heading_of(line.text) is not None or (i and not line.gap and goes_on(lines[i - 1].text)):
            continue
        label = LABEL.match(line.text)
        name = label["heading"] if label else line.text
        if len(name) > LONGEST or not PLAIN.fullmatch(name) or decides(name) or _never().search(folded(name)):
            continue
        if label:
            yield folded(name), line.start + label.start("rest")
        elif i + 1 < len(lines):
            yield folded(name), lines[i + 1].start


def _is_decided(layout: Layout, start: int, end: int) -> bool:
    """Does a text begin with a sentence, a point or a clause that decides?"""
    lines = layout.lines_in(start, end)
    if lines and leads_in(lines[0].text):
        return True
    paragraph = next((line.start for line in lines[1:] if line.gap), end)
    first = next(sentences(layout.prose, start, paragraph), None)
    if first is None:
        return False
    words = " ".join(layout.prose[first.start : first.end].split())
    words = MARK.sub("", words)
    if GRANTS.match(words):
        return True
    if TOLD.search(words):
        return False
    return bool(THAT.match(words) or RESOLVES.match(words)) or decides(words, operative=True)


@cache
def _never() -> re.Pattern[str]:
    return re.compile("|".join(facts("headings")["own"]["never"]))
