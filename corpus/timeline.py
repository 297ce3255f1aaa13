"""Editions of a plan, told apart by their years, and the events of its timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.edtf import Days, days
from corpus.happenings import Happening, Place, Standing
from extract.record import Event

STANDING: tuple[Standing, ...] = ("decided", "proposed", "told")


@dataclass(frozen=True, slots=True)
class Edition:
    """A plan for certain years. `formerly` are years that its name had before it was extended or delayed."""

    first: int
    last: int
    formerly: tuple[tuple[int, int], ...] = ()

    def holds(self, years: tuple[int, int]) -> bool:
        return years == (self.first, self.last) or years in self.formerly

    @property
    def edtf(self) -> str:
        return f"{self.first}/{self.last}" if self.first != self.last else str(self.first)


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One event of a plan's timeline, with the place that tells of it.

    `standing`: decided in this very item; proposed there; or only told there of another time and place.
    """

    event: Event
    standing: Standing
    date: str | None
    about: Days | None
    bodies: tuple[str, ...]
    section: str | None
    cases: tuple[str, ...]
    edition: Edition | None
    place: Place
    told_by: int = 1

    @property
    def when(self) -> Days | None:
        return days(self.date) or self.about


def editions_of(years: Counter[tuple[int, int]], adopted: Iterable[tuple[int, int]]) -> tuple[Edition, ...]:
    """The editions that a plan's years tell of.

    The same beginning with another end is an edition that was extended; a beginning one year off is one
    that was delayed or misnamed, unless both were adopted. Anything else is another edition.
    """
    settled = set(adopted)
    found: list[list[tuple[int, int]]] = []
    for pair in sorted(years, key=lambda p: (p not in settled, -years[p], p)):
        home = next((e for e in found if _one_edition(pair, e[0], settled)), None)
        if home is None:
            found.append([pair])
        else:
            home.append(pair)
    return tuple(
        Edition(e[0][0], max(last for first, last in e if first == e[0][0]), tuple(sorted({*e})))
        for e in sorted(found)
    )


def _one_edition(a: tuple[int, int], b: tuple[int, int], settled: set[tuple[int, int]]) -> bool:
    if a in settled and b in settled and a != b:
        return False
    if a[0] == b[0]:
        return True
    overlap = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return abs(a[0] - b[0]) == 1 and overlap * 2 >= min(a[1] - a[0], b[1] - b[0]) + 1


def timeline(happenings: Iterable[Happening], editions: Sequence[Edition]) -> tuple[PlanEvent, ...]:
    """What became of a plan, in order. What several documents tell is one event; what is told of an event
    that the archive holds is not repeated."""
    events: dict[tuple[object, ...], PlanEvent] = {}
    for happening in sorted(
        happenings, key=lambda h: (STANDING.index(h.standing), h.edtf or "9", h.place.document)
    ):
        event = _event(happening, editions)
        if happening.standing != "told":
            events.setdefault((event.event, event.standing, event.place.home), event)
            continue
        key, home = next(((k, e) for k, e in events.items() if _tells_of(event, e)), (None, None))
        if key is None or home is None:
            events[event.event, event.date, event.bodies, event.section] = event
        elif home.standing == "told":
            finer = event if len(event.date or "") > len(home.date or "") else home
            events[key] = replace(finer, told_by=home.told_by + 1, bodies=home.bodies or event.bodies)
        else:
            events[key] = replace(home, told_by=home.told_by + 1)
    return tuple(sorted(events.values(), key=lambda e: (e.when.first if e.when else "9", e.place.document)))


def _event(happening: Happening, editions: Sequence[Edition]) -> PlanEvent:
    years = happening.name.years
    edition = next((e for e in editions if years and e.holds(years)), None)
    return PlanEvent(
        happening.event,
        happening.standing,
        happening.edtf,
        happening.about,
        happening.bodies,
        happening.section,
        tuple(dict.fromkeys(str(c) for c in happening.cases)),
        edition,
        happening.place,
    )


def _tells_of(told: PlanEvent, event: PlanEvent) -> bool:
    """Whether what is told may be a known event: the same thing, on days that agree, by whom it says."""
    when, then = told.when, event.when
    if told.event != event.event or not when or not then or not when.overlaps(then):
        return False
    if event.standing == "proposed" or (told.section and event.section and told.section != event.section):
        return False
    return not told.bodies or not event.bodies or bool(bodies_key(told.bodies) & bodies_key(event.bodies))


def bodies_key(bodies: Iterable[str]) -> set[str]:
    """Bodies so that they compare: without case, in the definite form."""
    return {" ".join(b.lower().split()) for b in bodies}
