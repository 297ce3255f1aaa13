"""Verbs that decide, and who gets a commission by them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.facts import facts
from extract.sentences import sentences

THAT = re.compile(r"^att\s(?P<verb>[a-zåäö]+)\b")  # "att anse motionen besvarad"
WORD = re.compile(r"[a-zåäöéA-ZÅÄÖ]+")
GIVES = re.compile(r"\b(?:ger|ges|gav|gavs|ge|få|får|fick)\b.{0,160}?\bi\suppdrag\b", re.DOTALL)
# "får i uppdrag": who; "uppdrar åt/till förvaltningen"; "ger förvaltningen i uppdrag"; "överlämnar ... till"
GETS = re.compile(
    r"^(?P<who>.{3,160}?)\s(?:får|fick|ges|gavs)\s(?:därmed\s|också\s|även\s)?i\suppdrag\b", re.DOTALL
)
GIVEN = re.compile(r"\b(?:ger|ge|gav)\s(?P<who>[^.]{3,120}?)\si\suppdrag\b")
CHARGED = re.compile(
    r"\buppdr(?:ar|a|og|as|ogs)\s(?:åt|till)\s(?P<who>[^.]{3,120}?)(?=,?\s(?:att|i\senlighet)\b|[.]|$)"
)
SENT = re.compile(
    r"""\b(?:överlämna(?:r|s|de|des)?|översänd(?:er|s|e)?|skicka(?:r|s)?|sänd(?:er|s)|hänskjut(?:er|s)|återremittera(?:r|s))\b
        [^.]{0,120}?\still\s(?P<who>[^.,:]{3,120}?)(?=\s(?:för|som|med|att|i\senlighet)\b|[.,:]|$)""",
    re.VERBOSE,
)
AND = re.compile(r",\s(?:samt\s|och\s)?|\s(?:och|samt|respektive)\s")


def verbs_of(sentence: str) -> tuple[str, ...]:
    """The infinitives of the operative verbs of the first sentence."""
    span = next(sentences(sentence, 0, len(sentence)), None)
    first = sentence[: span.end] if span else ""
    found: list[str] = []
    clause = THAT.match(first)
    if clause and (infinitive := _forms().get(clause["verb"])):
        found.append("ge i uppdrag" if clause["verb"] == "ge" and "uppdrag" in first else infinitive)
    commission = GIVES.search(first)
    active = re.match(r"^\S.{0,160}?\bger\b", first) is not None
    for match in WORD.finditer(first):
        infinitive = _forms().get(match.group().lower())
        if infinitive in ("få i uppdrag", "ge i uppdrag"):
            if commission and commission.start() <= match.start() < commission.end():
                found.append("ge i uppdrag" if active else infinitive)
        elif infinitive and match.group().lower() not in _NOUNS:
            found.append(infinitive)
    return tuple(dict.fromkeys(found))


_NO_ACT = frozenset(
    ("är", "har", "för", "under", "över", "var", "eller", "kommer", "när", "där", "efter", "får")
)
# forms that are more often something else in these texts
_NOUNS = frozenset(
    ("ges", "tas", "tog", "ta", "får", "fick", "gav", "ge", "få", "anse", "ställa", "anta", "inför", "välja")
)


# "Avgiften för bygglovet är 18 740 kronor": what is charged
CHARGES = re.compile(
    r"(?:[A-ZÅÄÖ]\S*avgift|Avgift|Vite)\w*\s[^.]{0,60}?(?:är|tas\sut\smed|uppgår\still|utgår\smed)\s"
    r"[\d\s]{1,12}\s?(?:kr|kronor|tkr)\b"
)
# "Anförandet besvaras av Bo Ek" is told
ANSWERED_BY = re.compile(r"\bbesvara(?:s|des)\sav\s")
# verbs of two words whose first alone decides nothing
REMOVED = re.compile(
    r"\b(?:tas|togs)\s(?:bort|upp)\b|\bställ(?:s|des|er|de)\sin\b|\b(?:dras|drogs)\stillbaka\b"
)


def decides(sentence: str, *, operative: bool = False) -> bool:
    """Does a sentence decide anything? `operative`: with a verb in the present or past, not a "ska"."""
    if CHARGES.match(sentence):
        return True
    if (
        operative
        and re.search(r"^(?:\S+\s){0,12}(?:ska|skall|bör|kan|kommer|är)\b", sentence)
        and not re.search(r"\b(?:antecknas|godkänns|antas|fastställs|bordläggs|avslås|bifalls)\b", sentence)
    ):
        return False
    if GIVES.search(sentence) or REMOVED.search(sentence):
        return True
    finite = _finite()
    sentence = ANSWERED_BY.sub(" av ", sentence)
    said = [word.lower() for word in WORD.findall(sentence)]
    found = [w for w in said if w in finite and w not in _NOUNS and _is_complete(w, said)]
    return any(w not in _soft() for w in found) if operative else bool(found)


def _is_complete(form: str, said: Sequence[str]) -> bool:
    """A verb of several words decides only with the others: "lägger till handlingarna", not "lade sig"."""
    needed = facts("verbs")["particles"].get(_forms()[form])
    return needed is None or any(word in said for word in needed)


def acts(word: str) -> bool:
    """Is this a form in which a body itself decides ("godkänner", "beslutade"), not one that befalls it?"""
    low = word.lower()
    if low in _finite():
        return not low.endswith("s") and low not in ("får", "fick")
    return low.endswith("r") and low not in _NO_ACT and len(low) > 2


def is_infinitive(word: str) -> bool:
    """Is this the infinitive of a verb that decides ("lägga" of "lägga till handlingarna")?"""
    return word in _infinitives()


# "överlämnas till trafiknämnden för beslut"
HANDED_OVER = re.compile(
    r"(?:nämnden|styrelsen|utskottet|fullmäktige|direktionen)\s(?:(?:för|till)\s"
    r"(?:beslut|avgörande|beredning|handläggning|prövning|ställningstagande)\b"
    r"|utan\s(?:eget|egen)\s)"
)


# "överlämnas för ställningstagande i ordinarie budgetprocess", "överlämnas till arbetet med budget 2019"
TO_BUDGET = re.compile(
    r"\b(?:till|för|i|inför)\s[^.]{0,60}?\b(?:budget(?:process|beredning|arbete)\w*|arbetet\smed\sbudget)"
)
# "Ärendet är därmed återremitterat"
SENT_BACK = re.compile(
    r"Återremiss\b|\S+\s(?:är|har)\s(?:\S+\s){0,2}(?:återremitter(?:ats?|ad)|hänskjut(?:et|en|its))\b"
    r"|\S+\sskickar\s\S+\stillbaka\still\s"
)


def refers(sentence: str) -> bool:
    """Does it send the matter elsewhere (återremiss, hänskjutande, to budgetberedningen)?"""
    data = facts("verbs")["referral"]
    if SENT_BACK.match(sentence):
        return True
    verbs = verbs_of(sentence)[:2]
    if any(verb in data["verbs"] for verb in verbs):
        return True
    if "lämna" in verbs and HANDED_OVER.search(sentence):
        return True
    if not any(verb in data["with_target"] for verb in verbs):
        return False
    if "överlämna" in verbs and TO_BUDGET.search(sentence):
        return True
    match = re.search(r"\btill\s(?P<to>[^.]{3,60})", sentence)
    if not match:
        return False
    if HANDED_OVER.search(match["to"]):
        return True
    if "hänvisa" in verbs[:1] and re.match(r"^(?:Ärendet|Motionen|Frågan|Förslaget)\b", sentence):
        return not re.search(r"\b(?:tjänsteutlåtande|skrivelse|svar|yttrande)", match["to"])
    return any(target in match["to"].lower() for target in data["targets"])


def recipients_of(sentence: str) -> tuple[str, ...]:
    """Who is commissioned or gets the matter, as written."""
    found: list[str] = []
    for pattern in (GETS, GIVEN, CHARGED, SENT):
        match = pattern.search(sentence)
        if match:
            found += _names(match["who"])
    return tuple(dict.fromkeys(found))


def _names(text: str) -> list[str]:
    parts = [part.strip() for part in AND.split(text)]
    whole = any(part.endswith("-") for part in parts)  # "äldre- och omsorgsnämnden" is one
    return [text.strip()] if whole or len(parts) > 8 else [part for part in parts if len(part) > 2]


@cache
def _forms() -> dict[str, str]:
    return {form: infinitive for infinitive, forms in facts("verbs")["verbs"].items() for form in forms}


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(infinitive.split()[0] for infinitive in facts("verbs")["verbs"])


@cache
def _soft() -> frozenset[str]:
    return frozenset(facts("verbs")["telling"]["forms"])


@cache
def _finite() -> frozenset[str]:
    verbs = facts("verbs")["verbs"]
    return frozenset(form for infinitive, forms in verbs.items() for form in forms if form != infinitive)
