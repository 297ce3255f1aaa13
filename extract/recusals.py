"""Recusals: members who step back for a conflict of interest (jäv)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.layout import Layout
from extract.people import People
from extract.record import Item, Recusal
from extract.sections import Section
from extract.sentences import sentences

CONFLICT = re.compile(r"\bjäv(?:ig|iga|et)?\b", re.IGNORECASE)
NONE = re.compile(r"\bing(?:en|et|a)\b.{0,40}\bjäv|\bjävs(?:regler|bestämmelser|frågor)", re.IGNORECASE)
# who takes the seat of one who steps back: "Eva Alm (S) tjänstgör i hans ställe", "ersätts av Eva Alm (S)"
STANDS_IN = re.compile(
    r"\b(?:tjänstgör|inträder|ersätter|övertar|går\sin)\b|\b(?:i|I)\s(?:hans|hennes|dennes|deras)\sställe\b"
)
REPLACED = re.compile(
    r"\b(?:ersätts|ersatte?s|ersatts|ersätter)\b|\b(?:i|I)\s(?:hans|hennes|dennes|deras)\sställe\b"
)
AWAY = re.compile(
    r"\bdel(?:tar|tog|tagit)\s(?:inte|ej|icke|varken)|\b(?:inte|ej)\sdel|\blämna(?:r|de)\s|\banmäl"
)
# "anmälde jäv och deltog därför inte i § 18": in which paragraph, told in another
NOT_IN = re.compile(
    r"\bdel(?:tar|tog|tagit)\s(?:därför\s|därmed\s)?(?:inte|ej|icke)\s(?:i|vid|under)\s"
    r"(?:(?:behandling|handläggning|överläggning|beslut)\w*\s(?:av|i|om)\s)?(?:§|paragraf)\s?(?P<number>\d{1,4})\b(?!\s?[-–,/]|\soch)"
)
QUIET = ("special_statement", "special_opinion", "earlier", "papers")


def recusals_in(layout: Layout, sections: Sequence[Section], people: People) -> tuple[Recusal, ...]:
    """Everybody named in a sentence that speaks of jäv, or under such a heading."""
    found: dict[str, Recusal] = {}
    for section in sections:
        if section.kind in QUIET:
            continue
        headed = section.kind == "recusal"
        if not headed and not CONFLICT.search(layout.prose, section.start, section.end):
            continue
        told = False
        for span in sentences(layout.prose, section.start, section.end):
            sentence = layout.prose[span.start : span.end]
            if NONE.search(sentence) or not (headed or CONFLICT.search(sentence)):
                continue
            if STANDS_IN.search(sentence) and not CONFLICT.search(sentence):
                continue
            away = CONFLICT.search(sentence) or AWAY.search(sentence)
            if told and not away:
                continue
            told = told or away is not None
            replaced = REPLACED.search(layout.prose, span.start, span.end)
            for named in people.within(span.start, replaced.start() if replaced else span.end):
                found.setdefault(named.name, Recusal(named.name, named.party))
    return tuple(found.values())


def of_other_items(text: str, items: Sequence[Item]) -> dict[str | None, tuple[Recusal, ...]]:
    """Those who step back in one item and by its words did so in another, by the number of that one.

    Only who is alone in the item that tells it is carried over, to one item that is there.
    """
    by_number = {item.number: item for item in items}
    others: dict[str | None, tuple[Recusal, ...]] = {}
    for item in items:
        named = {m["number"] for m in NOT_IN.finditer(text, item.span.start, item.span.end)} - {item.number}
        other = by_number.get(named.pop()) if len(item.recusals) == len(named) == 1 else None
        if other:
            new = tuple(r for r in item.recusals if r.name not in {o.name for o in other.recusals})
            others[other.number] = (*others.get(other.number, ()), *new)
    return others
