"""References to plans: where a text names one, in full or by a word that stands for it.

A plan is named in full ("Göteborgs Stads program för en jämlik stad 2018-2026", "handlingsplanen för
socialsekreterare och biståndshandläggare"), or by a word that stands for the one named before
("handlingsplanen", "programmet"). Such a word is given the fullest name that it stands for, but only where
all names before it can be names of one plan; where two plans are spoken of it is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.facts import facts
from extract.words import places_where, tried_at
from ocr.spans import Span

GAP = r"\s{1,200}"
YEARS = re.compile(
    r"(?:\s{1,3}\([A-ZÅÄÖ0-9]{2,8}\))?,?\s{1,200}(?:för\s)?(?:åren\s|år\s)?(?P<years>(?:19|20)\d{2}(?:(?:\s?[-–]\s{0,200}|\s(?:till|och)\s|)(?:19|20)\d{2})?)(?!\d|-\d|\s?nr\b)"
)
THEN = re.compile(r"\s(?:och|samt)\s{1,200}(?P<word>[a-zåäö]+)")
VERB_FORM = re.compile(r"(?:ades|erar|eras|erade|erades|erats|iserar)$")
# "handlingsplanen för att staden ska kunna ...": a purpose, not a name; "för att förbättra ..." is one
COMING = re.compile(rf"{GAP}för{GAP}(?:de[nt]{GAP})?(?:kommande|nästa){GAP}")  # of no year in particular
FOR_WHOM = re.compile(rf"{GAP}för{GAP}att{GAP}(?![a-zåäö-]*[aåe]\b)")
POINTED = re.compile(r"\b(?:den|det|de)\s{1,5}$", re.IGNORECASE)
WHICH = re.compile(r",?\s{1,5}(?:som|vilken|vilket|vilka)\b")
ADOPTED = re.compile(r",?\s{1,5}(?:antag|antog|fastställ|reviderad)\w*\b")
PLACES = frozenset(("vid", "med", "mellan", "under", "genom", "från", "till"))
NEW = re.compile(r"(?<!\ben\s)(?<!\bett\s)\bny(?:tt|a)?\s$", re.IGNORECASE)
# what is done with a name, right before it: "att anta reviderad riktlinje för lek"
ACTS_ON = re.compile(
    r"\b(?:antar|anta|antog|fastställer|fastställa|fastställde|upphäver|upphäva|reviderar|revidera)\s"
    r"(?:(?:föreslage[nt]|reviderad(?:e)?|reviderat|uppdaterad(?:e)?|ny(?:tt|a)?|förslag(?:et)?\still)\s){0,3}$"
)
# or behind it in its sentence: "Riktlinje för lek, enligt bilaga 1, fastställs"
OPENS_ITS_SENTENCE = re.compile(
    r"(?:^|[.:]\s+|\n\s*|\d[.)]\s+)(?:(?:[Rr]eviderad(?:e)?|[Rr]eviderat|[Uu]ppdaterad(?:e)?|[Nn]y(?:tt|a)?|Förslag\still)\s)"
    r"{0,3}$"
)
ACTED_ON = re.compile(
    r"[^.;:]{0,200}?\b(?:antas|antages|fastställs|fastställes|upphävs|upphäves|upphör\satt\sgälla|revideras)\b"
)
# "Affärsplan Nybergs skola 2019-2021", behind a capital: what the plan is of, in one line with its years
SUBJECT = re.compile(
    r" [A-ZÅÄÖ][\w-]+(?: (?!och |samt )[\w-]+){0,3}?(?= (?:19|20)\d\d ?[-–] ?(?:19|20)\d\d\b)"
)
# "Nytt reglemente för nämnden antas"
INDEFINITE = re.compile(
    r"\b(?:en|ett|ny|nytt|förslag\still|förslag\spå|fram)\s(?:\w[\w-]*\s){0,2}$", re.IGNORECASE
)
NO_STEM = frozenset(  # words that tell nothing of what a plan is about
    (
        "och",
        "samt",
        "för",
        "att",
        "mot",
        "med",
        "den",
        "det",
        "de",
        "en",
        "ett",
        "i",
        "av",
        "om",
        "inom",
        "till",
        "stads",
        "stadens",
        "kommuns",
        "kommunens",
    )
)


POLICY = re.compile(r"\b[A-ZÅÄÖ]?[a-zåäö-]+politisk[at]?\s{1,200}$")  # "Bostadspolitiskt program"
REMEMBERED = 200  # names that a word may stand for; more are no document that names plans


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """One place where a plan is named. `value` is the fullest name it stands for; `full`: named here."""

    span: Span
    value: str
    full: bool


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    name: str
    head: str  # base form, "handlingsplan"
    definite: bool
    full: bool
    scope: int


def plans_named(text: str, breaks: Sequence[int], scopes: Sequence[int], *, strict: bool) -> list[NamedPlan]:
    """The places where plans are named, in order.

    `breaks`: where a name cannot go on (headings, new paragraphs); `scopes`: where the items of a protocol
    begin, since a word in one does not stand for a plan of another. `strict`: only what is surely named, as
    in a protocol, where "en handlingsplan för ..." is one to come.
    """
    found = _find(text, breaks, scopes, strict)
    every = list({f.name: f for f in found if f.full}.values())[:REMEMBERED]
    named: dict[str, _Found] = {}  # in full, in this scope
    scope, out = -1, []
    meant: dict[tuple[str, str, int], str] = {}
    for plan in found:
        if plan.scope != scope:
            named, scope = {}, plan.scope
            meant = {}
        if plan.full and _stems(plan.name):
            out.append(NamedPlan(plan.span, plan.name, True))
        else:
            key = (plan.head, plan.name, len(named))
            if key not in meant:  # named only later: the heading of a list was lost, or a title was
                before = list(named.values()) or ([] if strict else every)
                meant[key] = _meant(plan, before[-REMEMBERED:])
            out.append(NamedPlan(plan.span, meant[key], plan.full))
        if plan.full:
            named[plan.name] = plan
    return out


def _find(text: str, breaks: Sequence[int], scopes: Sequence[int], strict: bool) -> list[_Found]:
    found: list[_Found] = []
    plans = facts("references")["plans"]
    for match in tried_at(_pattern(), text, _beginnings(text)):
        word = match.group().lower()
        if _base(word) in plans["not_plans"] or (found and found[-1].span.end > match.start()):
            continue
        definite = match["definite"] is not None
        head = _base(word)
        owned = OWNER.search(text, max(0, match.start() - 110), match.start())
        owner, start = owned is not None, owned.start() if owned else match.start()
        policy = None if owner else POLICY.search(text, max(0, start - 50), start)
        start = policy.start() if policy else start
        limit = _next(breaks, match.end(), len(text))
        end, joined = _extent(text, match.end(), limit, definite, head == "detaljplan")
        behind = None if joined or definite else SUBJECT.match(text, end, min(limit, end + 80))
        if behind and text[start].isupper():
            end, joined = behind.end(), True
        years = YEARS.match(text, end, min(limit, end + 60))
        if years and (joined or owner or policy or head not in plans["weak"]):
            end = years.end()
        else:
            years = None
        pointed = POINTED.search(text, max(0, start - 12), start) is not None
        named = pointed or head.endswith(_formal()) or text[start].isupper() or head not in plans["weak"]
        whole = bool(
            (joined and (definite or owner or not strict or named)) or (owner and not definite) or years
        )
        titled = text[start].isupper() and text[max(0, start - 1)] == " "
        new = joined and head.endswith(_formal()) and NEW.search(text, max(0, start - 20), start)
        indefinite = not (owner or years or new) and INDEFINITE.search(text, max(0, start - 60), start)
        if strict and indefinite:
            whole = joined and (head == "detaljplan" or titled)
        if titled and head not in plans["weak"] and ADOPTED.match(text, end):
            whole = True
        if head == "detaljplan" and joined:
            whole = True
        if joined and not whole and _is_acted_on(text, start, end):
            whole = True
        if pointed and not definite and head not in plans["endings"] and WHICH.match(text, end):
            whole = True  # "den biblioteksplan som fullmäktige antog"
        if not whole and (not definite or (strict and head in plans["weak"])):
            continue
        scope = bisect_right(scopes, start)
        found.append(
            _Found(Span(start, end), " ".join(text[start:end].split()), head, definite, whole, scope)
        )
    return found


def _is_acted_on(text: str, start: int, end: int) -> bool:
    """Is what is named here adopted, revised or repealed in the same sentence?"""
    before = max(0, start - 60)
    if ACTS_ON.search(text, before, start):
        return True
    return (
        OPENS_ITS_SENTENCE.search(text, before, start) is not None and ACTED_ON.match(text, end) is not None
    )


def _beginnings(text: str) -> list[int]:
    """Where the words begin that end like a plan, with what a hyphen joins to them."""
    found = []
    for at in places_where(text, lambda word: word.endswith(_endings())):
        while at and (text[at - 1] == "-" or text[at - 1].isalnum() or text[at - 1] == "_"):
            at -= 1
        found.append(at)
    return found


@cache
def _formal() -> tuple[str, ...]:
    """Heads of which a body has one: "reglemente för krisledningsnämnden" is a name in any case."""
    return tuple(facts("references")["plans"]["formal"])


@cache
def _endings() -> tuple[str, ...]:
    plans = facts("references")["plans"]
    return (*plans["endings"], *plans["definite"], *(f"{form}s" for form in plans["definite"]))


def _next(breaks: Sequence[int], at: int, end: int) -> int:
    i = bisect_right(breaks, at)
    return breaks[i] if i < len(breaks) else end


def _extent(text: str, end: int, limit: int, definite: bool, place: bool) -> tuple[int, bool]:
    """How far a name goes on behind its head: "för ...", "mot ...", up to a verb or the end of the clause.

    `place`: the name tells a place, and prepositions belong to it ("vid Storgatan inom stadsdelen Heden").
    """
    joiner = _joiner(definite).match(text, end, min(limit, end + 210))
    if not joiner or FOR_WHOM.match(text, joiner.start()) or COMING.match(text, joiner.start()):
        return end, False
    stop = _stop(place).search(text, joiner.end(), min(limit, joiner.end() + 200))
    to = stop.start() if stop else min(limit, joiner.end() + 200)
    for match in re.finditer(r"\S+", text[joiner.end() : to]):
        if VERB_FORM.search(match.group()) and match.start() > 0:
            before = text[joiner.end() : joiner.end() + match.start()].split()
            if before and before[-1] not in ("att", "och"):
                to = joiner.end() + match.start()
                break
    for match in THEN.finditer(text, joiner.end(), to):
        if match["word"] in _infinitives():
            to = match.start()
            break
    piece = re.sub(
        r"(?:\s+(?:och|samt|eller|att|för|till|av|i|på|med|som|inom|den|det|en|ett))+$",
        "",
        text[end:to].rstrip(" ,\n\t\r\f\v-–"),
    )
    return (end + len(piece), True) if len(piece.split()) >= 2 else (end, False)


def _meant(plan: _Found, before: Sequence[_Found]) -> str:
    """The fullest name that a word stands for, if all names before it may be names of one plan.

    Where they differ by their years only, it is the name without years.
    """
    fitting = [f for f in before if f.head.endswith(plan.head) or plan.head.endswith(f.head)]
    if not fitting and plan.head in ("plan", "program", "policy", "strategi"):
        fitting = list(before)
    if not fitting:
        return plan.name
    longest = max((f.name for f in fitting), key=lambda name: len(_without_years(name)))
    if not all(_may_be_one(longest, f.name) for f in fitting):
        return plan.name
    years = {tuple(re.findall(r"\b(?:19|20)\d{2}\b", f.name)) for f in fitting} - {()}
    return _without_years(longest) if len(years) > 1 else longest


def _without_years(name: str) -> str:
    return re.sub(r",?\s(?:(?:för\s)?(?:åren|år)\s)?(?:19|20)\d{2}\b.*$", "", name)


def _may_be_one(a: str, b: str) -> bool:
    """May two names be names of one plan? One says no more than the other, or they say nearly the same."""
    first, second = _stems(a), _stems(b)
    common = len(first & second)
    return common >= min(len(first), len(second)) or common / max(1, len(first | second)) >= 0.5


@lru_cache(maxsize=2048)
def _stems(name: str) -> frozenset[str]:
    """What a name is about: its words without owner, head, years, cut to their first letters."""
    words = [w.strip(".,()-–").lower() for w in name.split()]
    return frozenset(
        w[:6] for w in words if w and w not in NO_STEM and not w[0].isdigit() and not _pattern().fullmatch(w)
        and not w.endswith(("stads", "kommuns"))
    ) - {"stockh", "götebo"}  # fmt: skip


def _base(word: str) -> str:
    """The head without its definite ending: handlingsplanens -> handlingsplan."""
    plans = facts("references")["plans"]
    for ending, definite in zip(_bases(), plans["definite"], strict=True):
        for form in (definite, definite + "s"):
            if word.endswith(form):
                return word[: -len(form)] + ending
    return word


@cache
def _bases() -> tuple[str, ...]:
    """The base forms in the order of the definite ones."""
    definite = facts("references")["plans"]["definite"]
    strip = {"planen": "plan", "programmet": "program", "policyn": "policy", "riktlinjen": "riktlinje",
             "riktlinjerna": "riktlinjer", "strategin": "strategi", "reglementet": "reglemente",
             "reglerna": "regler", "ordningsföreskrifterna": "ordningsföreskrifter",
             "ägardirektivet": "ägardirektiv"}  # fmt: skip
    return tuple(strip.get(form, form.removesuffix("en")) for form in definite)


@cache
def _pattern() -> re.Pattern[str]:
    """A plan's head: "biblioteksplan", "programmet"."""
    plans = facts("references")["plans"]
    definite = "|".join(sorted(plans["definite"], key=len, reverse=True))
    bare = "|".join(sorted(plans["endings"], key=len, reverse=True))
    return re.compile(
        rf"(?<![\w-])(?:[a-zåäöé]{{2,24}}-?)??(?:(?P<definite>(?:{definite})s?)|(?:{bare}))(?![\w-])",
        re.IGNORECASE,
    )


# what may stand before a head: an owner ("Göteborgs Stads", "stadens", "Kommunstyrelsens") and adjectives
OWNER = re.compile(
    rf"""(?<![\w-])
    (?: [A-ZÅÄÖ][a-zåäöé-]+{GAP}(?:[Ss]tads|[Kk]ommuns) | [Rr]egion{GAP}[A-ZÅÄÖ][a-zåäö]+s
      | (?:[Ss]tadens|[Kk]ommunens|[Rr]egionens)
      | [A-ZÅÄÖa-zåäö-]*(?:styrelsens|nämndens|fullmäktiges|utskottets) ){GAP}
    (?:(?:[A-ZÅÄÖa-zåäö][a-zåäö]*(?:sk[at]?|d[ea]?|ga|ala?|sam|nde|-)|och|samt|ny[att]?){GAP}){{0,4}}$""",
    re.VERBOSE,
)


@cache
def _joiner(definite: bool) -> re.Pattern[str]:
    words = "|".join(facts("references")["plans"]["definite_joiners" if definite else "joiners"])
    return re.compile(rf"{GAP}(?:{words}){GAP}(?=\S)")


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(facts("verbs")["verbs"]) | {"återkomma", "rapportera", "fortsätta", "arbeta"}


@cache
def _stop(place: bool) -> re.Pattern[str]:
    passive = {
        form
        for forms in facts("verbs")["verbs"].values()
        for form in forms
        if len(form) > 5 and form[-1] == "s"
    }
    stops = (set(facts("references")["plans"]["stops"]) | passive) - (PLACES if place else {"med"})
    words = "|".join(sorted(stops, key=len, reverse=True))
    with_ = "" if place else r" | (?<!\barbetet\s)(?<!\barbete\s)(?<!\bsamverkan\s)\bmed\b"
    return re.compile(
        rf"""[;?!”"“()•] | ,\s(?:ta|att|ge|få|göra|se)\b
          | \.(?!\w) | :(?!\d) | \s[-–]\s | (?<!för)\s+att\b | \bi\s+enlighet\b
          | ,(?!\s(?:[a-zåäö-]+\s){{0,3}}[a-zåäö-]+\s(?:och|samt)\s)
          | \b(?:och|eller)\s(?:att|om|gäller|den|det)\b
          | (?<!\w)(?:{words})(?!\w){with_} | \b(?:19|20)\d{{2}}\b""",
        re.VERBOSE,
    )
