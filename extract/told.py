"""Told: what the body that meets decides in running text, in an item that has no heading for it.

Many short items only tell ("Anna Ek informerar. Nämnden tackar för informationen."); a sentence of theirs
decides if the body itself acts in it, or if it closes the item as decisions do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.bodies import is_generic, is_own
from extract.decisions import Point, point_of
from extract.layout import Layout
from extract.sections import Section
from extract.sentences import sentences
from extract.verbs import acts, decides, is_infinitive

# who acts, and what: "Direktionen utser", "Kommunstyrelsens arbetsutskott godkänner"
ACTING = re.compile(r"(?P<who>[A-ZÅÄÖ][^.:;,]{3,60}?(?:en|et|ott|ige|nd))\s(?P<verb>[a-zåäö]+r)\s")
# in the past, where the day of another meeting does not stand between: "Styrelsen beslöt att"
RESOLVED = re.compile(
    r"(?P<who>[A-ZÅÄÖ][^.:;,]{3,60}?(?:en|et|ott|ige|nd))\s(?P<verb>beslöt|beslutade)\s"
    r"(?:(?:således|därför|därmed|sedan|därefter|slutligen|enhälligt|enigt|också|även|vidare)\s)*"
    r"(?:att\s|(?P<done>[a-zåäö]+)\s)"
)
# how an item closes that only tells: "Rapporterna läggs till handlingarna"
CLOSES = re.compile(
    r"(?:Rapport|Informatio|Redovisning|Meddeland|Skrivels|Anmäl|Delgivning|Delegation|Protokoll|Handling)\w*\s"
    r"(?:[a-zåäö]\S*\s){0,6}?(?:(?:läggs|lades)\s(?:därmed\s|sedan\s)?till\shandlingarna"
    r"|(?:antecknas|noteras|godkänns)(?:\still\sprotokollet)?)\."
    r"|Ärendet\s(?:utgår|utgick|bordläggs|bordlades|återremitteras|återremitterades)\."
)
# "Nämnden har tagit del av delegationsbesluten"
HAS_TAKEN = re.compile(r"(?P<who>[A-ZÅÄÖ][^.:;,]{3,60}?)\shar\s(?:tagit\sdel\sav|noterat|mottagit)\s")


def told_decisions(layout: Layout, section: Section, body: str | None) -> Iterator[Point]:
    """What the body that meets decides in running text, in an item that has no heading for it.

    A sentence counts that begins with the body and a verb in the present ("Direktionen utser Bo Ek"), and the
    last one where it closes what was told ("Rapporterna läggs till handlingarna").
    """
    text = layout.prose
    for span in sentences(text, section.start, section.end):
        sentence = " ".join(text[span.start : span.end].split())
        taken = HAS_TAKEN.match(sentence)
        closes = CLOSES.fullmatch(sentence) or (taken and body and is_own(taken["who"], body))
        if span.end == section.end and closes:
            yield point_of(None, span, sentence, "", body, False, None)
            continue
        acting = ACTING.match(sentence) or RESOLVED.match(sentence)
        if not acting or not acts(acting["verb"]):
            continue
        done = acting.groupdict().get("done")  # "Nämnden beslutade lägga rapporten till handlingarna"
        if done and not is_infinitive(done):
            continue
        own = is_own(acting["who"], body) if body else is_generic(acting["who"])
        resolves = acting["verb"] == "beslutar" and "att" in sentence[acting.end() :].split()[:2]
        if own and (resolves or decides(sentence, operative=True)):
            yield point_of(None, span, sentence, "", body, False, None)
