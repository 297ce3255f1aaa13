"""What became of a plan, in the words beside its name: adopted, revised, extended ..., when, and by whom.

An event belongs to the plan of its sentence that stands nearest before it, else to the first behind it. Its
date and its bodies are those of its own clause; "samma nämnder" and "nämnderna" are the bodies last spoken
of. "till och med 2021" says how long, not when.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract.bodies import bodies_in
from extract.facts import facts
from extract.plans import NamedPlan
from extract.record import DateMention, Event, Reference
from ocr.spans import Span

# "social- respektive äldrenämnden", "äldre- och socialnämnden": two bodies that share their end
SHARED = re.compile(
    r"\b(?P<first>[a-zåäö]+)-\s{1,200}(?:respektive|och|samt)\s{1,200}(?P<second>[a-zåäö]+?)(?P<end>nämnden|styrelsen)\b",
    re.IGNORECASE,
)
SAME = re.compile(r"\bsamma\s+nämnder\b|(?<!\w)nämnderna\b|\b(?:båda|de\s+två)\s+nämnderna\b", re.IGNORECASE)
HOW_LONG = re.compile(
    r"(?:\btill\s+och\s+med|\bt\.?o\.?m\.?|\btill|\bfram\s+till|\bunder|\bför|\bi\s+budget)\s+(?:år\s+|den\s+)?$",
    re.IGNORECASE,
)
QUIET = ("proposed", "reported")
FAR = 160  # letters between a verb and its date or its plan
LONGEST = 260  # letters of a clause that tells an event


def plan_references(
    text: str,
    plans: Sequence[NamedPlan],
    dates: Sequence[DateMention],
    bounds: Sequence[Span],
    *,
    strict: bool = False,
) -> Iterator[Reference]:
    """One reference an event that is told of a plan; one without an event where none is told.

    `bounds` are the sentences of the text. `strict`: one reference a place and no more, as in a protocol,
    where further events carry their own paragraphs and are references to those.
    """
    bodies: tuple[str, ...] = ()
    starts = [plan.span.start for plan in plans]
    for sentence in bounds:
        here = plans[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if here:
            told = list(_told(text, sentence, here, dates, bodies))
            yield from _first_each(told, here) if strict else told
        bodies = bodies_of(text[sentence.start : sentence.end], bodies) or bodies


def _told(
    text: str,
    sentence: Span,
    plans: Sequence[NamedPlan],
    dates: Sequence[DateMention],
    bodies: tuple[str, ...],
) -> Iterator[Reference]:
    verbs = [
        m for m in _verbs().finditer(text, sentence.start, sentence.end)
        if not any(p.span.start <= m.start() < p.span.end for p in plans)
    ]  # fmt: skip
    first = bisect_left(dates, sentence.start, key=lambda d: d.span.start)
    near = [
        d for d in dates[first : first + 40]
        if d.span.start < sentence.end
        and not any(d.span.overlaps(p.span) for p in plans)
        and not HOW_LONG.search(text, max(0, d.span.start - 30), d.span.start)
    ]  # fmt: skip
    told: dict[int, list[Reference]] = {}
    for i, verb in enumerate(verbs):
        event = _event_of()[verb.group().lower()]
        if event in QUIET:
            continue
        owner = _plan_of(verb, plans)
        until = verbs[i + 1].start() if i + 1 < len(verbs) else sentence.end
        date = _date_of(verb, near, until, verbs[i - 1].end() if i else sentence.start)
        near = [d for d in near if d is not date]  # a date is told once
        found = bodies_of(text[verb.start() : until], bodies)
        if not found and date is not None and i == 0:
            found = bodies_of(text[sentence.start : verb.start()], ())
        bodies = found or bodies
        plan = plans[owner]
        if date is None and (
            abs(plan.span.start - verb.start()) > FAR or told.get(owner) or not _is_close(text, plan, verb)
        ):
            continue
        place = Span(verb.start(), max(verb.end(), date.span.end if date else 0))
        if not told.get(owner):
            both = Span(min(place.start, plan.span.start), max(place.end, plan.span.end))
            place = both if both.end - both.start <= LONGEST else plan.span
        told.setdefault(owner, []).append(
            Reference(place, "plan", plan.value, edtf=date.edtf if date else None, bodies=found, event=event)
        )
    for i, plan in enumerate(plans):
        yield from told.get(i) or [Reference(plan.span, "plan", plan.value)]


def _first_each(told: Sequence[Reference], plans: Sequence[NamedPlan]) -> Iterator[Reference]:
    """One reference a place where a plan is named, with the first event told of it there."""
    for plan in plans:
        here = [r for r in told if r.value == plan.value and r.span.overlaps(plan.span)]
        first = here[0] if here else Reference(plan.span, "plan", plan.value)
        yield replace(first, span=plan.span)


def _plan_of(verb: re.Match[str], plans: Sequence[NamedPlan]) -> int:
    before = [i for i, plan in enumerate(plans) if plan.span.end <= verb.start()]
    behind = [i for i, plan in enumerate(plans) if plan.span.start >= verb.end()]
    if before and behind and plans[behind[0]].span.start - verb.end() < 12:
        return behind[0]  # "förlängning av handlingsplanen"
    return before[-1] if before else behind[0] if behind else 0


def _date_of(verb: re.Match[str], near: Sequence[DateMention], until: int, since: int) -> DateMention | None:
    """The date of a verb's clause: the first behind it, else the last before it."""
    behind = [d for d in near if verb.end() <= d.span.start < until and d.span.start - verb.end() < FAR]
    before = [
        d
        for d in near
        if since <= d.span.start and d.span.end <= verb.start() and verb.start() - d.span.end < 40
    ]
    return behind[0] if behind else before[-1] if before else None


def _is_close(text: str, plan: NamedPlan, verb: re.Match[str]) -> bool:
    """Without a date an event counts only right beside the plan: "revideringen av handlingsplanen"."""
    low, high = sorted((plan.span, Span(*verb.span())))
    between = text[low.end : high.start].split()
    return len(between) <= 4 and not any(word.endswith((".", ",", ":")) for word in between)


def bodies_of(piece: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies that act in a clause; "samma nämnder" are those spoken of before."""
    found: list[str] = []
    for match in SHARED.finditer(piece) if "-" in piece else ():
        found += [
            f"{match['first']}{match['end']}".capitalize(),
            f"{match['second']}{match['end']}".capitalize(),
        ]
    if not found:
        found = [name for name, _, _ in bodies_in(piece)]
    if not found and "ämnder" in piece and SAME.search(piece):
        return before
    return tuple(dict.fromkeys(found))


@cache
def _verbs() -> re.Pattern[str]:
    words = "|".join(sorted(set(_event_of()) - {"beslutade"}, key=len, reverse=True))
    decided = r"beslutade(?=\s(?:den\s\d{1,2}\s\w+\s\d{4}\s)?om\s)"  # "beslutade den 4 maj 2022 om en plan"
    return re.compile(rf"\b(?:{decided}|(?:{words})\b)", re.IGNORECASE)


@cache
def _event_of() -> dict[str, Event]:
    """The event that each word tells."""
    events: dict[Event, list[str]] = facts("references")["events"]
    return {word: event for event, words in events.items() for word in words} | {"beslutade": "adopted"}
