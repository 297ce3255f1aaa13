"""Bodies: kommunfullmäktige, kommunstyrelsen, nämnder, utskott, and who stands above whom."""

from __future__ import annotations

import re
from functools import cache

from extract.facts import facts

# "Kommunstyrelsens verksamhetsutskott", "Hägersten-Liljeholmens stadsdelsnämnd", "Äldre samt vård- och
# omsorgsnämnden", "socialnämnden Centrum", "Nämnden för demokrati och medborgarservice"
BODY = re.compile(
    r"""(?<![\w-])
    (?: (?:[Nn]ämnden|[Ss]tyrelsen)\sför\s[a-zåäö]+(?:,\s[a-zåäö-]+)*(?:\s(?:och|samt)\s[a-zåäö-]+)?
      | (?:(?:[A-ZÅÄÖ][\wåäöé-]+s)\s)?
        (?:(?:[A-ZÅÄÖa-zåäö]+-,?\s){1,3}(?:(?:och|samt)\s)?|[A-ZÅÄÖ][a-zåäö]+\s(?:och|samt)\s[a-zåäö-]+\s?(?:och\s)?)?
        (?:[A-ZÅÄÖa-zåäö]+(?:iska|iala|rella|samma)\s(?=nämnd|utskott)|[Kk]ommunala\s(?=\w+rådet))?
        [A-ZÅÄÖa-zåäö-]*?(?:nämnden|nämnd|styrelsen|fullmäktige|utskottet|utskott|[Dd]irektionen
            |[Rr]evisorerna
            |(?:pensionärs|ungdoms|folkhälso|funktionshinders?|tillgänglighets)rådet)
        (?:\s(?:Centrum|Nordost|Sydväst|Hisingen|Norr|Söder|Öster|Väster|Nord|Syd|Öst|Väst))?
    )(?P<genitive>s)?(?![\wåäö])""",
    re.VERBOSE,
)


SHORT = re.compile(r"\b(?:[KR][FSfs])\b")  # "Kf", "KS"
# how the name of a body ends that decides, behind the verb ("Därmed beslutar direktionen")
DEFINITE = "(?:nämnden|styrelsen|fullmäktige|utskottet|direktionen|beredningen|stämman)"
# "Socialnämnden respektive äldrenämnden": they decide together
JOINT = re.compile(r"\s(?:respektive|och|samt)\s[A-ZÅÄÖa-zåäö-]{4,40}(?:nämnden|styrelsen)\b")


# what is in every name of a body: a text without any of them names none, and is not searched
ROOTS = ("ämnd", "tyrelse", "ullmäktige", "tskott", "irektion", "rådet", "evisorerna")


def bodies_in(text: str) -> list[tuple[str, int, int]]:
    """The bodies named in a text, with their places; genitives undone."""
    if not any(root in text for root in ROOTS):
        return []
    return [
        (canonical(m.group()[: -1 if m["genitive"] else None]), m.start(), m.end())
        for m in BODY.finditer(text)
        if m.group().lower() not in facts("bodies")["endings"]["not_meeting"]
    ]


def named_body(text: str, *, at_start: bool = False) -> str | None:
    """The first body that a text names; with `at_start` only where the text begins with it."""
    match = BODY.match(text) if at_start else BODY.search(text)
    if not match or (match["genitive"] and at_start):
        return None
    name = match.group()[: -1 if match["genitive"] else None]
    if at_start and (more := JOINT.match(text, match.end())):
        name += more.group()
    return None if is_generic(name) and name.lower() != "fullmäktige" else canonical(name)


def is_body(text: str) -> bool:
    """Is a text nothing but the name of a body?"""
    return BODY.fullmatch(text) is not None


def canonical(name: str) -> str:
    """The body's name as a title: capital first, white space single, "fullmäktige" in full."""
    name = " ".join(name.split())
    return facts("bodies")["short"].get(name.lower()) or name[:1].upper() + name[1:]


def is_generic(name: str) -> bool:
    return name.lower() in facts("bodies")["endings"]["generic"]


def is_own(name: str, body: str) -> bool:
    """Is the body of "Arbetsutskottets förslag" the one that meets? Its short name fits its full one."""
    if is_generic(name):
        short = name.lower().removesuffix("et").removesuffix("en")
        return body.lower().removesuffix("et").removesuffix("en").endswith(short)
    return named_body(name) == body or (len(name) > 6 and body.lower().endswith(name.lower()))


def body_above(body: str) -> str | None:
    """The body that a committee prepares matters for: the one whose committee it is."""
    match = re.match(r"(?P<above>.+?)s\s[a-zåäö]*(?:utskott|beredning)(?:et|en)?$", body)
    if match:
        return match["above"]
    return "Kommunstyrelsen" if "utskott" in body.lower() else None


def higher_body(text: str, body: str | None) -> str | None:
    """The body named in `text`, if it stands above `body`; its short name will do ("föreslår Ks besluta")."""
    for match in SHORT.finditer(text):
        name = facts("bodies")["short"].get(match.group().lower(), "")
        if _rank(name) > _rank(body or ""):
            return str(name)
    for match in BODY.finditer(text):
        name = canonical(match.group()[: -1 if match["genitive"] else None])
        if _rank(name) > _rank(body or ""):
            return name
        if body and "utskott" in body.lower() and "nämnden" in name.lower():
            return name
    return None


@cache
def _rank(name: str) -> int:
    low = name.lower()
    ranks = facts("bodies")["rank"]
    rank: int = max((r for word, r in ranks.items() if low == word), default=0)
    if not rank and low:
        rank = 1 if "utskott" in low else 2
    return rank
