"""References to plans, and what the text says became of them.

A plan is named in full ("Göteborgs Stads program för en jämlik stad 2018-2026", "handlingsplan för att förbättra
arbetssituationen för socialsekreterare och biståndshandläggare"), or by a word that stands for the one named
before ("handlingsplanen", "programmet"). A word stands for a name only where the document names exactly one
such plan before it, so that it cannot mean another.

Beside a plan, its sentence may tell an event ("antogs", "reviderades"), when, and by whom; "i samma nämnder"
and "nämnderna" are the bodies last spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.bodies import bodies_in
from extract.facts import facts
from extract.record import DateMention, Event, Reference
from extract.sentences import sentences
from ocr.spans import Span

GAP = r"\s{1,200}"
# "social- respektive äldrenämnden", "äldre- och socialnämnden": two bodies that share their end
SHARED = re.compile(
    r"\b(?P<first>[a-zåäö]+)-\s(?:respektive|och|samt)\s(?P<second>[a-zåäö]+?)(?P<end>nämnden|styrelsen)\b",
    re.IGNORECASE,
)
SAME = re.compile(r"\bsamma\snämnder\b|(?<!\w)nämnderna\b", re.IGNORECASE)
# where a name stops: a verb, a relative, an end of clause
STOP = re.compile(
    r"""[.;:?!”"()]|,(?!\s(?:[a-zåäö-]+\s){0,3}[a-zåäö-]+\s(?:och|samt)\s)|\s(?:[-–]\s)
      | \b(?:som|är|var|har|hade|ska|skall|kan|kommer|blev|bli|blir|antogs|antas|reviderades|revideras|fastställs|fastställdes|upphör|gäller|godkänns|antecknas|samt\satt|och\satt|i\senlighet|enligt|utifrån|där|vilket|vilken|under|inte|innehåll|finns|tas|togs|tog|omfattar|
            måste|bör|vid|när|om\satt|framför|respektive|med|utan|genom|åren|år|version|från|pågår|kvar|formellt|löper|egentligen|verkligen)\b""",
    re.VERBOSE,
)
YEARS = re.compile(
    r",?\s{1,200}(?:för\s)?(?:åren\s|år\s)?(?P<years>(?:19|20)\d{2}(?:\s?[-–]\s{0,200}|\s(?:till|och)\s)?(?:(?:19|20)\d{2})?)(?!\d|-\d)"
)


@dataclass(frozen=True, slots=True)
class _Named:
    span: Span
    name: str
    head: str
    definite: bool
    full: bool


def plan_references(text: str, dates: Sequence[DateMention]) -> list[Reference]:
    """The references to plans in a text, in order, anaphora resolved where only one plan can be meant."""
    named = _named(text)
    full = [n for n in named if n.full]
    found: list[Reference] = []
    bounds = [(s.start, s.end) for s in sentences(text, 0, len(text))] if named else []
    bodies: tuple[str, ...] = ()
    at = 0
    last_bodies: dict[int, tuple[str, ...]] = {}
    for n in named:
        while at < len(bounds) and bounds[at][1] <= n.span.start:
            bodies = _bodies(text, *bounds[at], bodies) or bodies
            last_bodies[at] = bodies
            at += 1
        value = n.name if n.full else _meant(n, full)
        if at < len(bounds):
            found += _told(text, Span(*bounds[at]), n, value, dates, bodies, named)
        else:
            found.append(Reference(n.span, "plan", value))
    return found


def _told(
    text: str,
    sentence: Span,
    n: _Named,
    value: str,
    dates: Sequence[DateMention],
    before: tuple[str, ...],
    named: Sequence[_Named],
) -> Iterator[Reference]:
    """One reference an event that the sentence tells of this plan; one without event if none."""
    others = [
        o.span.start
        for o in named
        if sentence.start <= o.span.start < sentence.end and o.span.start > n.span.start
    ]
    end = others[0] if others else sentence.end
    start = (
        n.span.start if any(sentence.start <= o.span.start < n.span.start for o in named) else sentence.start
    )
    told = _events(text, start, end, dates, before)
    if not told:
        yield Reference(n.span, "plan", value)
        return
    for event, edtf, bodies, place in told:
        span = (
            Span(min(n.span.start, place.start), max(n.span.end, place.end))
            if len(told) == 1
            else (n.span if place.start < n.span.end else place)
        )
        yield Reference(
            n.span if len(told) == 1 else span, "plan", value, edtf=edtf, bodies=bodies, event=event
        )


def _events(
    text: str, start: int, end: int, dates: Sequence[DateMention], before: tuple[str, ...]
) -> list[tuple[Event, str | None, tuple[str, ...], Span]]:
    """Events of one clause each: the verb, the date behind it and the bodies behind it."""
    verbs = list(_event_pattern().finditer(text, start, end))
    verbs = [
        v
        for v in verbs
        if v.lastgroup
        in (
            "adopted",
            "revised",
            "extended",
            "replaced",
            "repealed",
            "mandated",
            "referred_back",
            "tabled",
            "reported",
        )
    ]
    found: list[tuple[Event, str | None, tuple[str, ...], Span]] = []
    known = before
    for i, verb in enumerate(verbs):
        until = verbs[i + 1].start() if i + 1 < len(verbs) else end
        near = [d for d in dates if verb.start() <= d.span.start < until]
        if not near:
            continue
        bodies = _bodies(text, verb.start(), until, known)
        known = bodies or known
        event: Event = verb.lastgroup  # type: ignore[assignment]  # groups are named for events
        found.append((event, near[0].edtf, bodies, Span(verb.start(), near[0].span.end)))
    return found


def _bodies(text: str, start: int, end: int, before: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies that act in a clause; "samma nämnder" are those spoken of before."""
    piece = text[start:end]
    found: list[str] = []
    for match in SHARED.finditer(piece):
        found += [
            f"{match['first']}{match['end']}".capitalize(),
            f"{match['second']}{match['end']}".capitalize(),
        ]
    if not found:
        found = [name for name, _, _ in bodies_in(piece)]
    if not found and SAME.search(piece):
        return before
    return tuple(dict.fromkeys(found))


def _meant(n: _Named, full: Sequence[_Named]) -> str:
    """The full name that a word stands for: that of the only plan with such a head named before it."""
    names = {
        _same(f.name): f.name for f in full if f.span.start < n.span.start and _head_fits(f.head, n.head)
    }
    if len(names) == 1:
        longest = max(
            (f.name for f in full if f.span.start < n.span.start and _head_fits(f.head, n.head)), key=len
        )
        return longest
    return n.name


def _same(name: str) -> str:
    """Two names of one plan: compared without owner and years, by their first words."""
    bare = re.sub(r"\b(?:19|20)\d{2}\b.*", "", name.lower())
    bare = re.sub(r"^\S+s\s(?:stads\s|kommuns\s)?", "", bare)
    return " ".join(w[:6] for w in bare.split()[:5])


def _head_fits(head: str, word: str) -> bool:
    return head == word or head.endswith(word) or word.endswith(head)


def _named(text: str) -> list[_Named]:
    found: list[_Named] = []
    for match in _head_pattern().finditer(text):
        word = match["head"].lower()
        head, definite = _base(word)
        if head is None:
            continue
        if found and found[-1].span.end > match.start("head"):
            continue
        start = match.start()
        end, joined = _extent(text, match.end("head"))
        years = YEARS.match(text, end, min(len(text), end + 40))
        if (years and joined) or (
            years and (match["owner"] or head not in facts("references")["plans"]["weak"])
        ):
            end = years.end()
        full = (
            joined
            or bool(match["owner"] and (not definite or head != word))
            or (bool(years) and head not in ("plan",))
        )
        if not full and not definite:
            continue
        span = Span(start, end)
        found.append(
            _Named(
                span,
                " ".join(text[start:end].split()),
                head,
                definite,
                full and (joined or bool(match["owner"]) or bool(years)),
            )
        )
    return found


def _extent(text: str, end: int) -> tuple[int, bool]:
    """How far the name goes on behind its head: "för ...", "mot ...", up to a verb or the end of the clause."""
    joiners = "|".join(facts("references")["plans"]["joiners"])
    match = re.compile(rf"{GAP}(?:{joiners}){GAP}(?=\S)").match(text, end, min(len(text), end + 210))
    if not match:
        return end, False
    limit = min(len(text), match.end() + 220)
    stop = STOP.search(text, match.end(), limit)
    to = stop.start() if stop else limit
    gap = re.compile(r"\n\s*\n").search(text, match.end(), to)
    to = gap.start() if gap else to
    words = text[end:to].rstrip(" ,\n\t-–")
    words = re.sub(r"\s+(?:och|samt|eller|att|för|till|av|i|på)$", "", words)
    return (end + len(words), True) if len(words.split()) >= 2 else (end, False)


def _base(word: str) -> tuple[str | None, bool]:
    """The head of a plan's name, and whether the word is definite; None if it is no plan word."""
    forms = _forms()
    if word in forms:
        return forms[word]
    return None, False


@cache
def _forms() -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for head in facts("references")["plans"]["heads"]:
        found[head] = (head, False)
        for form in _definite(head):
            found[form] = (head, True)
            found[form + "s"] = (head, True)
    return found


def _definite(head: str) -> tuple[str, ...]:
    if head.endswith(("program", "direktiv", "dokument")):
        return (head + ("met" if head.endswith("program") else "et"),)
    if head.endswith(("e", "i")):
        return (head + "n", head + "t")
    if head.endswith(("riktlinjer", "regler")):
        return (head + "na",)
    if head.endswith("y"):
        return (head + "n",)
    if head.endswith("a"):
        return (head + "n",)
    return (head + "en",)


@cache
def _head_pattern() -> re.Pattern[str]:
    heads = "|".join(sorted((re.escape(f) for f in _forms()), key=len, reverse=True))
    return re.compile(
        rf"""(?P<owner>\b[A-ZÅÄÖ][a-zåäöé-]+s{GAP}(?:(?:[Ss]tads|[Kk]ommuns){GAP})?)?(?:(?:strategisk[ae]?|lokal[at]?|regional[at]?|reviderad[e]?|stadsövergripande|ny[at]?){GAP})?
            (?<![\w-])(?P<head>(?i:{heads}))(?![\w-])""",
        re.VERBOSE,
    )


@cache
def _event_pattern() -> re.Pattern[str]:
    groups = "|".join(
        rf"(?P<{event}>\b(?:{'|'.join(words)})\b)" for event, words in facts("references")["events"].items()
    )
    return re.compile(groups, re.IGNORECASE)
