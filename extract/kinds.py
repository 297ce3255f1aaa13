"""Kinds of document, told apart by form: what stands in the head, which headings occur, how it is signed.

Each cue adds to the score of a kind; the score handed out is the winner's share. A kind that the source gives
(metadata.csv, a file's name) decides where the text is silent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from extract.facts import facts, folded
from extract.heads import BODY
from extract.items import FoundItem
from extract.layout import Layout
from extract.record import DocumentKind
from extract.sections import Section, leads_in
from extract.volumes import has_cover

PROTOCOLS = ("protokoll", "protokollsutdrag")
HEAD_LINES = 14
# what stands under such headings was said at a meeting
TELLING = ("procedure", "reservation", "special_statement", "substitute_statement", "note", "vote")
COURT = re.compile(
    r"(?:dom |dom$|beslut )?(?:\S+ ){0,3}?(?:\S*ratten|\S*tingsratt|\S*hovratt|\S*domstolen)\b"
)
FILED = re.compile(r"\bmal(?:nr|nummer| nr| nummer)\b|\bmal(?: nr)?:? ?[a-z]{0,3} ?\d{1,6}-\d\d\b")
OPENS = 4  # lines in which a protocol without a head says what it is
LOOSE = ("styrdokument", "bilaga")  # their words stand in the heads of papers about them, too
# "Handling 2022 nr 259": kommunstyrelsen's proposal to fullmäktige with its papers, if nothing else
HANDLING = re.compile(r"handling \d{4} nr \d+")
PROTOCOL = re.compile(r"\b(?:(?:sammantrades|motes|besluts)protokoll|protokollsutdrag|utdrag ur protokoll)\b")
CAPITALS = re.compile(
    r"\bPROTOKOLL\s+(?:från|vid|fört|PER|per)\b"
)  # in a head of one line with the firm's name
# "Protokoll vid kommunstyrelsens sammanträde å kommunalkontoret"
HELD = re.compile(r"protokoll (?:fort |hallet )?vid \S.{0,80}\b\w*(?:sammantrade|mote|stamma)\b")
# what a font without a map leaves of a ligature; in the words of a head that is nearly always "ti"
LOST = "\ufffd"
APPROVED = re.compile(r"\bjusterat\b|\bjusteras\b|\bvid protokollet\b|\bprotokoll(?:et)? (?:ar )?justerat\b")
ADMINISTRATION = re.compile(
    r"\bforvaltningen (?:foreslar|staller sig|bedomer|anser|delar)\b|\bforvaltningschef\b|\bhandlaggare\b"
    r"|\bstadsledningskontoret (?:foreslar|bedomer)\b|\bforvaltningens (?:synpunkter|bedomning|forslag)\b"
)
ASKS = re.compile(
    r"\b(?:stalla|staller|vill jag)\b.{0,120}\bfrag(?:a|or)\b|\bfragar jag\b|\binterpellation\b"
)


def kind_of(
    layout: Layout, items: Sequence[FoundItem], sections: Sequence[Section], given: str | None
) -> tuple[DocumentKind, float]:
    """The kind of a document and how sure that is (0-1)."""
    scores: dict[DocumentKind, float] = {}

    def add(kind: DocumentKind, weight: float) -> None:
        scores[kind] = scores.get(kind, 0.0) + weight

    head = [folded(line.text.replace(LOST, "ti")) for line in layout.lines[:HEAD_LINES]]
    if COURT.match(" ".join(head[:3])) and FILED.search(" ".join(head)):
        return "annat", 0.9  # a ruling: what a court decides, the municipality does not
    for kind, pattern in _heads().items():
        places = [i for i, line in enumerate(head) if pattern.fullmatch(line)]
        if places and (not items or kind in PROTOCOLS or items[0].start > 300):
            weight = 3.0 - 0.2 * places[0] if places[0] < 4 else 1.5
            add(kind, weight - (0.5 if kind in LOOSE else 0.0))
    asked = any(scores.get(kind) for kind in ("interpellation", "fråga", "svar"))
    handling = any(HANDLING.match(line) for line in head[:6])
    if handling:
        add("tjänsteutlåtande", 0.4 if asked else 2.6)
    kinds = [section.kind for section in sections]
    text = folded(layout.prose[:60_000])
    told = [score for kind, score in scores.items() if kind not in (*PROTOCOLS, *LOOSE)]
    other = handling or max(told, default=0.0) >= 2.4
    _protocol_cues(add, layout, items, sections, text, other)
    if "proposal" in kinds and "decision" not in kinds:
        add("tjänsteutlåtande", 1.5)
    if not items and "decision" not in kinds and ADMINISTRATION.search(text):
        add("tjänsteutlåtande", 2.0 if "proposal" in kinds else 1.2)
    if {"matter", "attachments"} <= set(kinds) and not items and "decision" not in kinds:
        add("tjänsteutlåtande", 0.5)
    if not items and "svar" not in scores and "?" in layout.prose and ASKS.search(text[:8000]):
        add("interpellation", 0.5)
    if given and (named := _given(given)):
        add(named, 2.5)
    total = sum(scores.values())
    if not scores or max(scores.values()) < 1.0:
        return "annat", round(0.5 if not total else 0.4, 2)
    best, *rest = sorted(scores, key=lambda kind: -scores[kind])
    rival = scores[rest[0]] if rest else 0.0
    return best, round(min(0.99, scores[best] / (scores[best] + rival + 0.3)), 2)


def _protocol_cues(
    add: Callable[[DocumentKind, float], None],
    layout: Layout,
    items: Sequence[FoundItem],
    sections: Sequence[Section],
    text: str,
    other: bool,
) -> None:
    """Numbered paragraphs make a protocol; one of them, or decisions without any, an extract.

    `other`: the head says that it is something else.
    """
    kinds = [section.kind for section in sections]
    if items and not _carries(layout, items, sections, other):
        items = ()  # a paper with an extract of a protocol among its attachments, or rules in paragraphs
    deciding = kinds.count("decision")
    telling = sum(kinds.count(kind) for kind in TELLING)
    if len(items) > 1:
        add("protokoll", 5.0)
    elif items:
        add("protokollsutdrag", 2.5 + (1.5 if deciding else 0.0) + (1.0 if telling else 0.0))
        if {"attendance"} & set(kinds):
            add("protokoll", 4.0)
    elif deciding and not other and (telling or APPROVED.search(text) or BODY.search(text)):
        add("protokollsutdrag", 1.0 + min(2.0, telling) + (1.5 if APPROVED.search(text) else 0.0))
    furniture = " ".join(folded(line.text) for line in layout.furniture[:40])
    if "protokoll" in furniture and items:
        add("protokoll" if len(items) > 1 else "protokollsutdrag", 2.0)


def _carries(layout: Layout, items: Sequence[FoundItem], sections: Sequence[Section], other: bool) -> bool:
    """Do the paragraphs make up the document, and is anything decided in them?"""
    start, length = items[0].start, len(layout.text)
    if other and start > 300:
        return False
    if start > max(2500, (0.25 if len(items) == 1 else 0.5) * length):
        return False
    first = sum(1 for line in layout.lines if line.start < start)
    if any(s.kind == "attendance" and s.start < start for s in sections) and has_cover(
        layout.lines, 0, first
    ):
        return True  # they met, and somebody was there
    heads = [line for line in (*layout.furniture[:10], *layout.lines[:6]) if line.start < start]
    if not other and any(len(line.text) < 110 and PROTOCOL.search(folded(line.text)) for line in heads):
        return True
    if not other and any(CAPITALS.search(line.text[:80]) for line in heads):
        return True
    opening = " ".join(folded(line.text) for line in layout.lines[:OPENS] if line.start < start)
    if not other and HELD.search(opening):
        return True
    deciding = sum(1 for s in sections if s.kind == "decision" and s.start >= start)
    deciding += sum(1 for line in layout.lines if line.start >= start and leads_in(line.text))
    filed = sum(1 for item in items if item.case_numbers)  # rules in paragraphs have no case numbers
    if len(items) < 4:
        return bool(deciding or filed or any(s.kind in (*TELLING, "distribution") for s in sections))
    return deciding >= 0.15 * len(items) or filed >= 0.5 * len(items)


def _given(word: str) -> DocumentKind | None:
    """The kind that a word of metadata means."""
    for kind in facts("kinds"):
        if folded(kind) == folded(word):
            return kind  # type: ignore[return-value]  # the table's keys are the kinds
    return "tjänsteutlåtande" if folded(word) == "tjansteskrivelse" else None


@cache
def _heads() -> dict[DocumentKind, re.Pattern[str]]:
    return {kind: _one_of(entry["head"]) for kind, entry in facts("kinds").items()}  # type: ignore[misc]  # the table's keys are the kinds


def _one_of(forms: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms))
