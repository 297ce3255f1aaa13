"""Plans: one for each that the archive speaks of, with its names, editions and what became of it.

Names are gathered over all documents and put together where they are one plan's (names.py). A short form
("planen mot hemlöshet") joins a plan only where it can be no other; a bare "handlingsplanen" is the plan that
its document last named. Editions differ by their years and stay apart; an extended edition keeps its
beginning and stays the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from corpus.edtf import Days
from corpus.happenings import Facts, Happening, Mention
from corpus.names import YEARS, PlanName, compatible, plan_name, same, short_for
from corpus.timeline import Edition, PlanEvent, editions_of, timeline
from ocr.spans import Span

NEAR = 2500  # code points within which a bare "handlingsplanen" means the plan that was named last
WHEN = re.compile(r"(?:\s+(?:för|till|fram|och|med|år|åren|perioden))+\s*$")  # avfallstaxa| för år (2025)
REPRESENTATIVES = 12  # names of a plan that another name is compared with


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan or one of its kin, over all its editions."""

    id: str
    name: str
    kind: str
    owner: str | None
    variants: tuple[str, ...]
    editions: tuple[Edition, ...]
    events: tuple[PlanEvent, ...]
    mentions: int = 0


@dataclass(slots=True)
class _Group:
    """The names that are one plan's, while they are gathered."""

    names: Counter[PlanName]
    printed: Counter[str]

    def takes(self, name: PlanName) -> bool:
        some = [other for other, _ in self.names.most_common(REPRESENTATIVES)]
        agreeing = sum(same(name, other) for other in some)
        return same(name, some[0]) or agreeing * 2 > len(some)

    def shortens_to(self, name: PlanName) -> bool:
        return any(short_for(name, other) for other, _ in self.names.most_common(REPRESENTATIVES))


@dataclass(frozen=True, slots=True)
class Known:
    """All plans, and which plan each mention speaks of (by its place)."""

    plans: tuple[Plan, ...]
    meant: dict[tuple[str, Span], str]
    candidates: dict[tuple[str, Span], tuple[str, ...]]

    def plan(self, ident: str) -> Plan:
        return next(p for p in self.plans if p.id == ident)


def gather(documents: Sequence[Facts]) -> Known:
    """Put the plans of all documents together."""
    groups = _groups(documents)
    of_name = {name: at for at, group in enumerate(groups) for name in group.names}
    unsure = _unsure(documents, groups, of_name)
    meant: dict[tuple[str, Span], int] = {}
    for document in documents:
        meant.update(_meant(document, of_name))
    happenings: dict[int, list[Happening]] = defaultdict(list)
    for document in documents:
        for mention in document.mentions:
            if mention.name.says_which:
                groups[of_name[_bare(mention.name)]].printed[_without_years(mention.name.printed)] += 1
        for happening in document.happenings:
            at = of_name.get(_bare(happening.name))
            if at is None:
                at = meant.get((happening.place.document, happening.place.span))
            if at is not None:
                happenings[at].append(happening)
                printed = _without_years(happening.name.printed)
                if happening.name.says_which and printed not in groups[at].printed:
                    groups[at].printed[printed] = 1
    years = _years_of(documents, meant)
    plans = _each_its_id([_plan(group, happenings[at], years[at]) for at, group in enumerate(groups)])
    return Known(
        tuple(plans),
        {place: plans[at].id for place, at in meant.items()},
        {place: tuple(plans[at].id for at in ats) for place, ats in unsure.items()},
    )


def _bare(name: PlanName) -> PlanName:
    """A name without its years and printed form, so that equal names are counted as one."""
    return replace(name, printed="", head="", plural=False, years=None, open_end=False)


def _groups(documents: Sequence[Facts]) -> list[_Group]:
    """Names put together, the commonest and fullest first."""
    counts: Counter[PlanName] = Counter()
    for document in documents:
        counts.update(_bare(m.name) for m in document.mentions if m.name.says_which)
        counts.update(_bare(h.name) for h in document.happenings if h.name.says_which)
    groups: list[_Group] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for name, count in sorted(counts.items(), key=lambda nc: (-len(nc[0].words), -nc[1], str(nc[0]))):
        near = _near(name, by_word)
        at = next((i for i in near if groups[i].takes(name)), None)
        if at is None:
            fits = [i for i in near if groups[i].shortens_to(name)]
            at = fits[0] if len(fits) == 1 else None
        if at is None:
            at = len(groups)
            groups.append(_Group(Counter(), Counter()))
        groups[at].names[name] += count
        for key in _keys(name):
            if at not in by_word[key]:
                by_word[key].append(at)
    return groups


def _keys(name: PlanName) -> set[str]:
    """What two names of one plan share at least one of: a lemma, a part of a compound, a beginning."""
    found = {name.kind} if not name.says_which else set()
    for word in name.words:
        if word.weight == 1.0:
            found |= {word.lemma, word.lemma[:5], *word.parts}
    return found


def _near(name: PlanName, by_word: dict[str, list[int]]) -> list[int]:
    found: Counter[int] = Counter(at for key in _keys(name) for at in by_word.get(key, ()))
    return [at for at, _ in found.most_common(60)]


def _unsure(
    documents: Sequence[Facts], groups: Sequence[_Group], of_name: dict[PlanName, int]
) -> dict[tuple[str, Span], tuple[int, ...]]:
    """Mentions by a short form that several plans share."""
    several: dict[PlanName, tuple[int, ...]] = {}
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        for key in {key for name in group.names for key in _keys(name)}:
            by_word[key].append(at)
    found: dict[tuple[str, Span], tuple[int, ...]] = {}
    for document in documents:
        for mention in document.mentions:
            name = _bare(mention.name)
            if not name.says_which:
                continue
            if name not in several:
                own = of_name[name]
                fits = [i for i in _near(name, by_word) if i != own and groups[i].shortens_to(name)]
                several[name] = (own, *fits) if fits else ()
            if several[name]:
                found[mention.place.document, mention.place.span] = several[name]
    return found


def _meant(document: Facts, of_name: dict[PlanName, int]) -> Iterator[tuple[tuple[str, Span], int]]:
    """Which plan each mention of a document speaks of; a bare word stands for the one named before it."""
    last: list[tuple[Mention, int]] = []
    for mention in sorted(document.mentions, key=lambda m: m.place.span):
        key = (mention.place.document, mention.place.span)
        if mention.name.says_which:
            at = of_name[_bare(mention.name)]
            last.append((mention, at))
            yield key, at
        else:
            found = _named_before(mention, last)
            if found is not None:
                yield key, found


def _named_before(mention: Mention, last: Sequence[tuple[Mention, int]]) -> int | None:
    """The plan that a bare word means: the last of its kind in this item, or the only one of the document."""
    fitting = [(m, at) for m, at in last if compatible(mention.name, m.name)]
    inside = [(m, at) for m, at in fitting if m.place.home == mention.place.home]
    if not inside:
        return None
    if len({at for _, at in inside}) == 1:
        return inside[0][1]
    nearest, at = inside[-1]
    return at if mention.place.span.start - nearest.place.span.end <= NEAR else None


def _years_of(
    documents: Sequence[Facts], meant: dict[tuple[str, Span], int]
) -> dict[int, Counter[tuple[int, int]]]:
    found: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    for document in documents:
        for mention in document.mentions:
            at = meant.get((mention.place.document, mention.place.span))
            years = mention.name.years
            if at is not None and years and not mention.name.open_end and years[0] < years[1]:
                found[at][years] += 1
    return found


def _plan(group: _Group, happenings: Sequence[Happening], years: Counter[tuple[int, int]]) -> Plan:
    years = years.copy()
    for happening in happenings:
        pair = happening.name.years
        if pair and pair[0] < pair[1] and not happening.name.open_end:
            years[pair] += 1
    adopted = [
        h.name.years for h in happenings if h.event == "adopted" and h.standing == "decided" and h.name.years
    ]
    editions = editions_of(years, adopted)
    full = max(group.names, key=lambda n: (group.names[n] * bool(n.place), group.names[n], len(n.words)))
    variants = tuple(text for text, _ in sorted(group.printed.items(), key=lambda tc: (-tc[1], tc[0])))
    name = next((v for v in variants if _bare_of(v) == full), variants[0] if variants else _spoken(full))
    owner = full.owner or next((n.place for n, _ in group.names.most_common() if n.place), None)
    return Plan(
        id=sha256(f"{full.kind}|{owner or ''}|{name.lower()}".encode()).hexdigest()[:12],
        name=name[:1].upper() + name[1:],
        kind=full.kind,
        owner=owner,
        variants=variants,
        editions=editions,
        events=timeline(happenings, editions),
        mentions=group.printed.total(),
    )


def _each_its_id(plans: Sequence[Plan]) -> list[Plan]:
    """The plans; of those of one kind, owner and printed name each but the first gets an id of its own."""
    met: Counter[str] = Counter()
    found: list[Plan] = []
    for plan in plans:
        met[plan.id] += 1
        if (count := met[plan.id]) > 1:
            plan = replace(plan, id=sha256(f"{plan.id}|{count}".encode()).hexdigest()[:12])
        found.append(plan)
    return found


def _bare_of(printed: str) -> PlanName | None:
    name = plan_name(printed)
    return _bare(name) if name else None


def _without_years(printed: str) -> str:
    """A name that holds for all editions: "avfallstaxa" of "avfallstaxa för år 2025"."""
    bare = YEARS.sub(" ", " ".join(printed.split()))
    if bare != printed:
        bare = WHEN.sub("", bare)
    return " ".join(bare.split()).rstrip(" ,-–")


def _spoken(name: PlanName) -> str:
    return f"{name.kind} {' '.join(w.lemma for w in name.words)}"


def plan_to_json(plan: Plan) -> bytes:
    """A plan as one JSON line: names, editions, events."""
    return msgspec.json.encode(
        {
            "id": plan.id,
            "name": plan.name,
            "kind": plan.kind,
            "owner": plan.owner,
            "variants": plan.variants,
            "mentions": plan.mentions,
            "editions": [
                {
                    "years": e.edtf,
                    "formerly": [
                        f"{first}/{last}" for first, last in e.formerly if (first, last) != (e.first, e.last)
                    ],
                }
                for e in plan.editions
            ],
            "events": [
                {
                    "event": e.event,
                    "standing": e.standing,
                    "date": e.date or (_about(e.about) if e.about else None),
                    "date_stated": e.date is not None,
                    "body": e.bodies[0] if e.bodies else None,
                    "bodies": e.bodies,
                    "section": e.section,
                    "case_numbers": e.cases,
                    "edition": e.edition.edtf if e.edition else None,
                    "document": e.place.document,
                    "source": e.place.source,
                    "item": e.place.item,
                    "span": e.place.span,
                    "raw_span": e.place.raw_span,
                    "quote": e.place.quote,
                    "told_by": e.told_by,
                }
                for e in plan.events
            ],
        }
    )


def _about(about: Days) -> str:
    """Days as EDTF: one day, a month where all lie in it, else an interval."""
    if about.first == about.last:
        return about.first
    return about.first[:7] if about.first[:7] == about.last[:7] else f"{about.first}/{about.last}"
