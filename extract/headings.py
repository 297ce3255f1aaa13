"""Headings: what a line says stands below it.

The inventory is data. A line is compared without case, without the marks of å, ä, ö and with an edit or two
of tolerance, because OCR damages headings as it damages words ("Sarskilt uttalande", "Omrdstning").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extract.facts import facts, folded

MAX_LENGTH = 70
# "Socialnämndens beslut", "Arbets- och företagsnämndens förslag till beslut"
OWNER = re.compile(r"^(?P<owner>[^.:;()]{3,50}s) (?P<rest>[^.:;()]{4,60})$")
# "KSAU § 14", "den 5 maj": numbers are rare in headings
HAS_NUMBER = re.compile(r"\d")
# what may follow a heading in its own line: "Beslut: Rapporten godkänns."
COLON = re.compile(r"^(?P<heading>[^.:;()\d–—]{3,50}?)(?::\s+(?=\S)|\s[–—-]\s(?=[A-ZÅÄÖ]))(?P<rest>.)")

# a label in a column of its own: "Beslut            Nämnden antar planen."
LABEL = re.compile(r"^(?P<heading>[^.:;()\d]{3,40}?)\s{3,}(?P<rest>\S)")


# "R E S E R V A T I O N"
SPACED = re.compile(r"(?:[A-ZÅÄÖ]\s){3}")
# "Protokollsanteckning från (S)", "Reservation (M), (L) och (KD)"
PARTIES_BEHIND = re.compile(r"(?: (?:fran|av))?(?:,? (?:och |samt )?\([a-z]{1,4}\))+$")
# without any of these a line holds one thing only
PARTED = re.compile(r":\s|\s[–—-]\s|\s{3}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's kind, how much of the line it takes, and the owner in "Nämndens beslut"."""

    kind: str
    length: int
    name: str
    owner: str | None = None
    formed: bool = False  # told by its form, not by the inventory


def heading_of(line: str) -> Heading | None:
    """The heading that a line is, or opens with; None if it is none."""
    return _heading_of(line) if len(line) <= MAX_LENGTH else _opening(line)


@lru_cache(maxsize=8192)
def _heading_of(line: str) -> Heading | None:
    text = line.strip().rstrip(":").rstrip()
    if SPACED.match(text) and (name := _squeezed().get(folded(text).replace(" ", ""))):
        text = name
    low = folded(text)
    if any(form.match(low) for form in _closings()):
        return Heading("closing", len(line), "closing")
    if not text:
        return None
    if not _looks_like_one(text):
        return _opening(line)
    whole = _named(low)
    if whole:
        return Heading(whole[0], len(line), whole[1])
    owned = OWNER.match(low)
    if owned and _is_owner(owned["owner"]) and (rest := _owned_kind(owned["rest"])):
        return Heading(rest, len(line), owned["rest"], _said(text[: len(owned["owner"])]))
    if _any_form().fullmatch(low) and (
        formed := next((kind for kind, form in _forms() if form.fullmatch(low)), None)
    ):
        return Heading(formed, len(line), low, formed=True)
    if kind := _of_parties(low):
        return Heading(kind, len(line), low)
    if said := _in_two_languages(low):
        return Heading(said[0], len(line), said[1])
    if composed := _composed(low):
        return Heading(composed, len(line), low)
    return _opening(line)


def _said(words: str) -> str:
    """Words in capitals as they are said: "KOMMUNSTYRELSENS" is "Kommunstyrelsens"."""
    return words.capitalize() if words.isupper() else words


# what may be somebody's, though the inventory does not say so: "Arbetsutskottets beslutsgång"
ANYBODYS = ("procedure", "motion", "vote", "reservation", "note", "special_statement", "special_opinion")


def _owned_kind(rest: str) -> str | None:
    """What stands below a heading behind a genitive."""
    kind = _owned().get(rest) or next((k for k, form in _owned_forms() if form.fullmatch(rest)), None)
    if kind:
        return kind
    bare = _exact().get(_without_tail(rest))
    if bare == "deliberation":
        return "matter"  # whose treatment that is, the body that meets will tell
    return bare if bare in ANYBODYS else None


STATED = frozenset(
    (
        "special_statement",
        "special_opinion",
        "reservation",
        "substitute_statement",
        "note",
        "statement",
        "dissent",
    )
)
TOLD = frozenset(("matter", "earlier", "papers"))
AND = re.compile(r" och | samt | respektive | & |, ?| ?/ ?")


def _composed(low: str) -> str | None:
    """The kind of a heading put together of known ones ("Reservationer och deltar ej"), or of the heads of
    columns that a reader put into one line ("Ärende Beslutsfattare Datum")."""
    if _columns().fullmatch(low):
        return "matter"
    kinds: set[str] = set()
    for part in AND.split(low):
        kind = _exact().get(part) or _exact().get(_without_tail(part))
        if kind is None:
            return None
        kinds.add(kind)
    return _together(kinds)


def _of_parties(low: str) -> str | None:
    """The kind of "Protokollsanteckning från (S)", "Reservation (M) och (L)"."""
    front = PARTIES_BEHIND.sub("", low)
    kind = _exact().get(front) if front != low else None
    return kind if kind in STATED else None


def _in_two_languages(low: str) -> tuple[str, str] | None:
    """ "Beslut / Päätös", "Reservation / Eriävä mielipide": the first is known, and the second is not."""
    first, _, second = low.partition(" / ")
    return _named(first) if second and _exact().get(second) is None else None


def _without_tail(text: str) -> str:
    """A heading without what says where or how: "yrkanden på dagens sammanträde", "skriftlig reservation"."""
    return _tails().sub("", _fronts().sub("", text))


def _together(kinds: set[str]) -> str | None:
    """What stands below a heading that names several kinds."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds <= STATED:
        return "dissent"
    if kinds <= TOLD:
        return "matter"
    if kinds <= {"motion", "proposal"}:
        return "motion"
    if kinds == {"proposal", "procedure"}:
        return "deliberation"
    if kinds <= {"procedure", "vote"}:
        return "vote"
    if kinds <= {"papers", "attachments"}:
        return "papers"
    if kinds <= {"motion", "procedure", "vote", "deliberation", "matter"} and "motion" in kinds:
        return "deliberation"
    return None


# Words that the owner of a heading never holds: "Enligt stadsledningskontorets förslag" is a lead-in.
_NO_OWNER = frozenset(
    [
        "enligt",
        "sig",
        "till",
        "av",
        "pa",
        "med",
        "i",
        "om",
        "for",
        "efter",
        "att",
        "bifall",
        "stallde",
        "ar",
        "har",
        "under",
    ]
)


def _is_owner(words: str) -> bool:
    parts = words.split()
    return len(parts) <= 6 and _NO_OWNER.isdisjoint(parts)


# "Särskilt yttrande av Bo Ek (S) och Eva Alm (V)", alone in its line: the names are of what stands below
BY_WHOM = re.compile(
    r"(?P<heading>[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+){0,2}?)\s"
    r"(?P<rest>(?:av|från)\s(?=[A-ZÅÄÖ(])(?:[A-ZÅÄÖ(][^\s.:;\d]*,?|och|samt|m\.?\s?fl\.?|\s)+)"
)
# behind the title that shares its line: "Yrkande angående cykelplanen Förslag till beslut I kommunstyrelsen:"
BEHIND_TITLE = re.compile(
    r"^[^:]{20,400}\sFörslag till beslut:?\s(?=I\s|[A-ZÅÄÖ][a-zåäö]+(?:nämnden|styrelsen)|\d\.)"
)


# kinds whose headings share no line with what they say, behind a colon and as labels in a column
NOT_SHARED = ("matter", "meeting", "contents", "abstaining")
NOT_LABELS = ("attendance", "meeting", "contents", "abstaining")


def _opening(line: str) -> Heading | None:
    """A heading that shares its line with text: "Jäv: Bo Ek (S)", "Förslag till beslut I nämnden:"."""
    if len(line) > MAX_LENGTH and "Förslag till beslut" in line and (behind := BEHIND_TITLE.match(line)):
        return Heading("proposal", behind.end(), "forslag till beslut")
    head = line[:80]
    if head[:1].islower():
        return None  # "till au:s / förslag: Bo Ek (S)"
    if PARTED.search(head) and (match := COLON.match(head) or LABEL.match(head)):
        named = _exact().get(folded(match["heading"]))
        if named and named not in (NOT_LABELS if match.re is LABEL else NOT_SHARED):
            return Heading(named, match.start("rest"), folded(match["heading"]))
    if len(line) <= MAX_LENGTH and (match := BY_WHOM.fullmatch(line.rstrip())):
        named = _exact().get(folded(match["heading"]))
        if named in STATED - {"statement"}:
            return Heading(named, match.start("rest"), folded(match["heading"]))
    for name, kind in _inline():
        if head.startswith(name + " ") and head[len(name) + 1 : len(name) + 2].isupper():
            return Heading(kind, len(name) + 1, folded(name))
    return None


def _looks_like_one(text: str) -> bool:
    first = text[0]
    return (
        (first.isupper() or not first.isalpha())
        and text[-1] not in ",;"
        and len(text.split()) <= 8
        and not HAS_NUMBER.search(text)
    )


def _named(text: str) -> tuple[str, str] | None:
    bare = text.rstrip(".")
    exact = _exact().get(bare)
    if exact:
        return (exact, bare) if text == bare else None
    allowed = 0 if len(bare) < 6 else 1 if len(bare) < 10 else 2 if len(bare) < 17 else 3
    if not allowed:
        return None
    near = process.extractOne(bare, _choices(), scorer=Levenshtein.distance, score_cutoff=allowed)
    if near is None or abs(len(near[0]) - len(bare)) > 1 or (near[0][:1] != bare[:1] and allowed < 2):
        return None
    if any(bare.startswith(word) for word in _CONFUSED) and near[1]:
        return None
    return _exact()[near[0]], near[0]


# Words one edit from a heading that are something else
_CONFUSED = ("besluta", "yttrande", "anteckning", "ersattare", "narvarande", "handlingar", "information")


@cache
def _exact() -> dict[str, str]:
    return {
        folded(name): kind for kind, entry in facts("headings").items() for name in entry.get("names", ())
    }


@cache
def _squeezed() -> dict[str, str]:
    """The headings without their blanks, for those whose letters are set apart: "B E S L U T"."""
    return {name.replace(" ", ""): name.capitalize() for name in _exact()}


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Headings by their form, where the inventory cannot name them all: "Bifallsyrkanden"."""
    return tuple(
        (kind, re.compile(form))
        for kind, entry in facts("headings").items()
        for form in entry.get("forms", ())
    )


@cache
def _any_form() -> re.Pattern[str]:
    """All of them as one: most lines are none."""
    return re.compile("|".join(f"(?:{form.pattern})" for _, form in _forms()))


@cache
def _columns() -> re.Pattern[str]:
    """What stands in the first column of a list, and what in the others."""
    first, others = (
        "|".join(re.escape(folded(name)) for name in facts("headings")["matter"][key])
        for key in ("listed", "columns")
    )
    return re.compile(rf"(?:{first})(?:\s+(?:{others}))+")


@cache
def _closings() -> tuple[re.Pattern[str], ...]:
    """How the lines begin that close a record: "Justerat 2019-04-24", "Vid protokollet"."""
    return tuple(re.compile(form) for form in facts("headings")["closing"]["lines"])


@cache
def _choices() -> tuple[str, ...]:
    return tuple(_exact())


@cache
def _fronts() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{'|'.join(facts('headings')['wording']['fronts'])}) )+")


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(rf"(?: (?:{'|'.join(facts('headings')['wording']['tails'])}))+$")


@cache
def _owned() -> dict[str, str]:
    return {folded(n): kind for kind, entry in facts("headings").items() for n in entry.get("owned", [])}


@cache
def _owned_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What somebody's heading may be by its form: "Arbetsutskottets förslag till socialnämnden"."""
    return tuple(
        (kind, re.compile(form))
        for kind, entry in facts("headings").items()
        for form in entry.get("owned_forms", ())
    )


@cache
def _inline() -> tuple[tuple[str, str], ...]:
    return tuple((n, kind) for kind, entry in facts("headings").items() for n in entry.get("inline", []))
