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
from extract.sections import Section, sentences_of
from extract.verbs import acts, decides, is_infinitive

WHO = r"(?P<who>[A-ZÅÄÖ][^.:;,]{2,60}?(?:en|et|ott|ige|nd|man|rna))"
# who acts, and what: "Direktionen utser", "Kommunstyrelsens arbetsutskott godkänner"
ACTING = re.compile(rf"{WHO}\s(?P<verb>[a-zåäö]+r)\s")
# in the past, where the day of another meeting does not stand between: "Styrelsen beslöt att"
RESOLVED = re.compile(
    rf"{WHO}\s(?P<verb>beslöto?|beslutade)\s"
    r"(?:(?:alltså|således|därför|därmed|sedan|därefter|slutligen|enhälligt|enigt|också|även|vidare)\s)*"
    r"(?:att\s|(?:enligt|i\senlighet\smed)\s(?!.*\b(?:(?:19|20)\d\d|tidigare|förra)\b)|(?P<done>[a-zåäö]+)\s)"
)
# "Stämman godkände förteckningen": the whole sentence, without a day of which it may be told
DID = re.compile(
    rf"{WHO}\s(?P<verb>[a-zåäö]+(?:[dt]e|s[åt]|[ölt]g|drog|gav|d))\s"
    r"(?!.*(?:\b(?:19|20)\d\d|\b(?:hade|när|då|förra|tidigare)\b))"
)
# "Rådet enas om att lämna följande synpunkter"
AGREES = re.compile(
    rf"{WHO}\s"
    r"(?:enas|enades|(?:är|var)\senig[at]?|kom(?:mer)?\söverens)\som\s(?:att\s|följande)"
)
# how an item closes that only tells: "Rapporterna läggs till handlingarna"
CLOSES = re.compile(
    r"(?:Rapport|Informatio|Redovisning|Meddeland|Skrivels|Anmäl|Delgivning|Delegation|Protokoll|Handling)\w*\s"
    r"(?:[a-zåäö\d]\S*\s){0,9}?(?:(?:läggs|lades)\s(?:därmed\s|sedan\s)?till\shandlingarna"
    r"|(?:tas|togs)\s(?:därmed\s)?till\sprotokollet|(?:antecknas|noteras|godkänns)(?:\still\sprotokollet)?)\."
    r"|(?:Dagordning|Föredragningslist)\w+\s(?:godkän|fastställ)(?:s|des|ts)(?:\s[^.]{3,60})?\."
    r"|(?:(?:Att|Till\satt)\s[^.]{0,60}?\bjustera\s[^.]{3,40}?|Till\s(?:justerare?|ledamot|ledamöter|ersättare|ordförande|revisor\w*)\s[^.]{0,90}?)"
    r"(?:utses|utsågs|utsågos|väljs|valdes)\s[^.]{3,60}\."
    r"|Ärendet\s(?:utgår|utgick|bordläggs|bordlades|återremitteras|återremitterades)\."
)
# "Styrelsen ställde frågor som besvarades av Bo Ek": what is only told of
SUBORDINATE = re.compile(r",?\ssom\s(?=[a-zåäö]+(?:des|ts|s)\b)")
TO_DO = r"\s(?:[a-zåäö]+t\s)?(?:att\s|[a-zåäö]+a\s)"
NOT_OF_OTHERS = r"(?!.*\b(?:(?:19|20)\d\d|hade|då|förra|tidigare)\b)"
# nobody is named, in a line of its own: "Beslöts att avge kanslichefens förslag", "Beslöts lägga meddelandet
# till handlingarna"; behind another sentence, or beside a year, it is told of others
WAS_RESOLVED = re.compile(
    rf"(?:(?:Beslöts|Beslutades|Det\sbeslöts|Det\sbeslutades){TO_DO}"
    rf"|(?:Bordlades|Bordläggs|Återremitterades|Avslogs|Bifölls)\s){NOT_OF_OTHERS}"
)
# behind what was taken up: "Upptogs skrivelse från ... Efter överläggning beslöts att bevilja"
AFTER_TALK = re.compile(
    r"Efter\s(?:(?:en\s)?[a-zåäö]+\s)?(?:överläggning(?:ar)?|diskussion(?:er)?|omröstning|votering|föredragning)\s"
    rf"(?:beslöts|beslutades){TO_DO}{NOT_OF_OTHERS}"
)
# "Nämnden har tagit del av delegationsbesluten"
HAS_TAKEN = re.compile(
    r"(?P<who>[A-ZÅÄÖ][^.:;,]{2,60}?)\s(?:har\s(?:tagit\sdel\sav|noterat|mottagit)|tar\sdel\sav)\s"
)


def told_decisions(layout: Layout, section: Section, body: str | None) -> Iterator[Point]:
    """What the body that meets decides in running text, in an item that has no heading for it.

    A sentence counts that begins with the body and a verb in the present ("Direktionen utser Bo Ek"), and the
    last one where it closes what was told ("Rapporterna läggs till handlingarna").
    """
    text = layout.prose
    for span in sentences_of(text, section):
        sentence = " ".join(text[span.start : span.end].split())
        taken = HAS_TAKEN.match(sentence)
        closes = CLOSES.fullmatch(sentence) or (taken and body and is_own(taken["who"], body))
        if span.end == section.end and closes:
            yield point_of(None, span, sentence, "", body, False, None)
            continue
        own_line = not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()
        if (own_line and WAS_RESOLVED.match(sentence)) or AFTER_TALK.match(sentence):
            yield point_of(None, span, sentence, "", body, False, None)
            continue
        acting = ACTING.match(sentence) or RESOLVED.match(sentence) or DID.match(sentence)
        agrees = AGREES.match(sentence)
        if agrees and (is_own(agrees["who"], body) if body else is_generic(agrees["who"])):
            yield point_of(None, span, sentence, "", body, False, None)
            continue
        if not acting or not acts(acting["verb"]):
            continue
        done = acting.groupdict().get("done")  # "Nämnden beslutade lägga rapporten till handlingarna"
        if done and not is_infinitive(done):
            continue
        own = is_own(acting["who"], body) if body else is_generic(acting["who"])
        resolves = acting["verb"] == "beslutar" and "att" in sentence[acting.end() :].split()[:2]
        resolves = resolves or acting.group().endswith((" beslöt att ", " beslöto att ", " beslutade att "))
        if own and (resolves or decides(SUBORDINATE.split(sentence)[0], operative=True)):
            yield point_of(None, span, sentence, "", body, False, None)
