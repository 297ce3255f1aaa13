"""Layers that were read badly: what is done boldly where a page has shown its damage nearby.

A word that is none may be its writer's, and on a page without damage it is left. But where § came out as 8,
dots as letters, or capitals in the midst of words, a machine read the page that did not see well, and an odd
word beside them is its doing sooner than the writer's. The more such places stand near, the less is asked of
an answer (`ocr/lookalikes.py`, `ocr/run_ons.py`). Lines that a wrong model ruined are for `ocr/decide.py`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ocr.blanks import MANY
from ocr.false_blanks import GAPS
from ocr.familiar import LONE, Familiar, may_be_name, regular
from ocr.ledger import Change
from ocr.lookalikes import Likeness, Own, best_of, likeness, log_stands, look_ahead
from ocr.run_ons import parted, run_on
from ocr.spans import Span
from ocr.triage import lines_of

REASON = "looks like this word; no word as it stands, on a page that was read badly"
# Letters, and single signs or figures among them that were letters: "M(tOC", "uppgift€l", "SEKLeteS5".
_RUN = re.compile(
    r"""
    [^\W\d_]+
    (?: (?: [€$!|~^*`´'’°\d] | [\[{(](?![A-ZÅÄÖ]{2}) ) [^\W\d_]+ )*  # no abbreviation in brackets
    (?: [€5](?!\w) )?
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]++) *$")
_LEADER = re.compile(r"[.…]{3}|(?:\. ){3}")
# What stands at the end of such a line where no long noise does.
_TOKEN, _PAGE_NUMBER = re.compile(r"\S+"), re.compile(r"\d{1,3}[).!]?")
_SIGNS, _DOTTY = re.compile(r"[=«»~]|[^\w\s]{2,}"), re.compile(r"[esrnoakmuc]{2,8}[.,]?")
_COMMON = 500  # times that a word was counted
_BRAND = re.compile(r"[A-ZÅÄÖ]{3,}[a-zåäö]{3,}")  # "RISKportal"
_MOST_PIECES, _MANY = 8, 6
_SHORT = 3  # letters of a piece that may be one though it is a word
_LEAST, _LEAST_REGULAR = 4, 5  # letters
_MOSTLY_LETTERS = 0.7
_NEAR = 1500  # characters
# Gains that are asked of an answer, by how many places near it show damage of its kind.
_ASKED = (math.inf, 7.0, 5.0, 4.0, 2.5)
_ASKED_APART = (math.inf, 12.0, 8.0, 6.0, 4.0)  # ... of words that ran together
_ASKED_BEFORE_LEADERS = 2.0
_LIKELY = 3.0  # the gain of an answer that speaks for others
# More is asked where less than this share of the odd words near is known to be hurt.
_HALF, _AS_GOOD = 0.4, 2.0
_LEAST_SURE, _SURER, _MOST_SURE = 0.85, 0.012, 0.97
_AS_NAME = 3.0  # more, where capitals may be those of a name
_LONG = 8  # letters of a word that others are less easily taken for
Kind = Literal["letters", "blanks", "cut", "odd"]
# The changes that show how a page was read, by how their reasons end.
_TELLING: Mapping[Kind, tuple[str, ...]] = {
    "letters": (
        "capitals that leader dots brought into a word",
        "no word as it stands",
        "only § can stand",
        "only @ can stand",
        "read as letters",
    ),
    "blanks": ("the whole is none", "as in the words around"),
    "cut": ("its parts are none",),
}
# Signs that stand alone in no text, specks and rules that were read; and how many tell.
_STRAY = re.compile(r"(?:^|(?<=\s))(?:[~^¢£¥«¬¦\\]|[|)(\]\[;:,'][^\S\n]*$)(?=\s|$)", re.MULTILINE)
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Letters at `start:end` of a page, in pieces if blanks are among them; `led`: leader dots follow, or
    do at the end of its line, where it is `listed`."""

    start: int
    end: int
    pieces: tuple[str, ...]
    odd: tuple[bool, ...]
    line: Span
    led: bool
    listed: bool

    @property
    def word(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Found:
    """A run, and what it may have been."""

    run: Run
    answer: Likeness


@dataclass(frozen=True, slots=True)
class Shown:
    """The places of a page that show how it was read: where, and what stood there; and its odd words."""

    places: Mapping[Kind, Sequence[tuple[int, str]]]

    def near(self, kind: Kind, at: int) -> set[str]:
        """What stands near a place and shows this."""
        places = self.places[kind]
        first, end = bisect_left(places, (at - _NEAR, "")), bisect_left(places, (at + _NEAR, ""))
        return {word for _, word in places[first:end]}

    def any_near(self, at: int) -> bool:
        """Whether anything near a place shows how the page was read."""
        low, high = (at - _NEAR, ""), (at + _NEAR, "")
        return any(
            bisect_left(self.places[kind], low) < bisect_left(self.places[kind], high) for kind in _TELLING
        )


def shown(text: str, changes: Iterable[tuple[int, Change]], familiar: Familiar) -> Shown | None:
    """What the changes of a page, each with its place in `text`, show; None if nothing."""
    found: dict[Kind, list[tuple[int, str]]] = {kind: [] for kind in (*_TELLING, "odd")}
    for at, change in changes:
        for kind, reasons in _TELLING.items():
            if change.reason.endswith(reasons):
                found[kind].append((at, change.before.lower()))
    stray = [match.start() for match in _STRAY.finditer(text)]
    found["letters"] += [(at, f"{text[at]} at {at}") for at in stray[_SEVERAL - 1 :: _SEVERAL]]
    if not any(found.values()):
        return None
    words = [(match.start(), match.group()) for match in _WORD.finditer(text)]
    odd = familiar.odd(word for _, word in words)
    found["odd"] = [(at, word.lower()) for at, word in words if word in odd and len(word) >= _LEAST]
    return Shown({kind: sorted(places) for kind, places in found.items()})


def candidates(
    page: str, held: Callable[[Span], Sequence[Span]], noisy: Sequence[Span], familiar: Familiar, here: Shown
) -> Iterator[Run]:
    """The runs of a page that may be looked up: none touches what is `held` in its line, or stands behind
    leader dots there, or behind what is `noisy`."""
    noises = sorted(span.start for span in noisy)
    for line in lines_of(page):
        if not (here.any_near(line.start) or here.any_near(line.end)):
            continue
        leader = _LEADER.search(page, *line)
        noise = noises[bisect_left(noises, line.start) :][:1]
        stop = min(line.end, *([leader.start()] if leader else []), *noise, _tail(page, line, familiar))
        runs = list(_runs(page, line, stop, familiar))
        if any(run.odd[0] for run in runs):
            spans = held(line)
            free = [run for run in runs if not any(s.start < run.end and run.start < s.end for s in spans)]
            yield from _windows(page, free, stop if stop < line.end else None, here)


def _tail(page: str, line: Span, familiar: Familiar) -> int:
    """Where what is left of leader dots begins before the page number of a line: "Inledhing = sc 30"; its end
    where there is none."""
    runs, stop = list(_TOKEN.finditer(page, *line)), line.end
    if not runs or not _PAGE_NUMBER.fullmatch(runs.pop().group()):
        return stop
    known = familiar.lexicon.words
    for run in reversed(runs):
        word = run.group()
        counts = known.get(word.lower())
        if not (
            _SIGNS.fullmatch(word) or (_DOTTY.fullmatch(word) and not (counts and counts.lower > _COMMON))
        ):
            break
        stop = run.start()
    return stop


def _runs(page: str, line: Span, stop: int, familiar: Familiar) -> Iterator[Run]:
    """The runs of a line up to a place, each in one piece."""
    matches = list(_RUN.finditer(page, line.start, stop))
    odd = familiar.odd(word for match in matches if (word := match.group()).isalpha())
    for match in matches:
        word = match.group()
        is_odd = word in odd if word.isalpha() else _is_mostly_letters(page, match)
        yield Run(*match.span(), (word,), (is_odd,), line, led=False, listed=False)


def _is_mostly_letters(page: str, match: re.Match[str]) -> bool:
    word = match.group()
    return page[match.end() : match.end() + 1] != ")" and sum(map(str.isalpha, word)) > _MOSTLY_LETTERS * len(
        word
    )


def _windows(page: str, runs: Sequence[Run], stop: int | None, here: Shown) -> Iterator[Run]:
    """The odd runs of a line, and those side by side that may be pieces of one word."""
    for i, first in enumerate(runs):
        any_odd = False
        for end in range(i + 1, min(len(runs), i + _MOST_PIECES) + 1):
            last = runs[end - 1]
            if end > i + 1 and page[runs[end - 2].end : last.start] not in GAPS:
                break
            any_odd = any_odd or last.odd[0]
            if not any_odd:
                continue
            pieces = tuple(run.pieces[0] for run in runs[i:end])
            odd = tuple(run.odd[0] for run in runs[i:end])
            led = stop is not None and end == len(runs)
            brand = not led and end == i + 1 and _BRAND.fullmatch(pieces[0])
            if not brand and _may_be_one(page, first.start, pieces, odd, here, led=led):
                yield Run(first.start, last.end, pieces, odd, first.line, led, stop is not None)


def _may_be_one(
    page: str, start: int, pieces: Sequence[str], odd: Sequence[bool], here: Shown, *, led: bool
) -> bool:
    """Whether pieces may be one word: hardly any is one itself, and none of these is at either end of few."""
    word = "".join(pieces)
    if len(pieces) == 1:
        return len(word) >= (_LEAST_REGULAR if regular(word) else _LEAST) and not may_be_name(
            page, start, word
        )
    if len(word) < _LEAST:
        return False
    if _is_letter_beside(pieces):
        return len(here.near("cut", start)) > 1  # letters were torn off their words: "kommune n"
    known = [piece for piece, is_odd in zip(pieces, odd, strict=True) if not is_odd]
    if any(len(piece) > _SHORT + led or piece.lower() in LONE for piece in known):
        return False
    few = len(known) <= len(pieces) // (3 if len(pieces) < _MANY else 2) or (
        len(known) == 1 and not all(map(regular, pieces))
    )
    return few and (len(pieces) > _SHORT or (odd[0] and (odd[-1] or led)))


def _is_letter_beside(pieces: Sequence[str]) -> bool:
    return len(pieces) == 2 and min(map(len, pieces)) == 1


def settled(page: str, runs: Iterable[Run], own: Own, familiar: Familiar, here: Shown) -> list[Found]:
    """The runs of a page whose answers are likely enough, and others like them; none touches another."""
    found: list[Found] = []
    ends: dict[int, tuple[float, str]] = {}  # what was found to end at a place
    runs = list(runs)
    look_ahead([run.word for run in runs], familiar)
    for run in runs:
        if answer := _answer(run, own, familiar, here, _word_before(page, run, ends) if run.listed else None):
            found.append(Found(run, answer))
            ends[run.end] = max(ends.get(run.end, (0.0, "")), (answer.gain, answer.word))
    likely = [one for one in found if one.answer.gain >= _LIKELY]
    done: list[Found] = []
    for one in sorted(found, key=lambda one: -one.answer.gain):
        start, end, word = one.run.start, one.run.end, one.run.word.lower()
        near = [o for o in likely if abs(o.run.start - start) < _NEAR and o.run.word.lower() != word]
        free = all(end <= other.run.start or start >= other.run.end for other in done)
        same = any((o.run.word, o.answer.word) == (one.run.word, one.answer.word) for o in done)
        if free and (same or one.answer.gain >= asked(one, here, near)):
            done.append(one)
    return sorted(done, key=lambda one: one.run.start)


def _word_before(page: str, run: Run, ends: Mapping[int, tuple[float, str]]) -> str:
    """The word before a run in its line, as it is read by now; empty where there is none."""
    match = _LAST_WORD.search(page, run.line.start, run.start)
    if not match:
        return ""
    return ends.get(match.end(1), (0.0, match[1]))[1].lower()


def _answer(run: Run, own: Own, familiar: Familiar, here: Shown, after: str | None) -> Likeness | None:
    """What a run may have been: another word, or several that ran together; in a list of contents, `after`
    another."""
    answer = likeness(run.pieces, own, familiar, led=run.led, after=after)
    if len(run.pieces) == 1:
        apart = _apart(run.word, own, familiar, len(here.near("blanks", run.start)))
        if apart and (answer is None or apart.gain > answer.gain):
            return apart
        return answer if answer and answer.word != run.word.lower() else None
    return None if answer and answer.edits and _is_letter_beside(run.pieces) else answer


def _apart(word: str, own: Own, familiar: Familiar, near: int) -> Likeness | None:
    """The words that a run of letters is; some of them hurt, where several runs `near` it are such."""
    if way := parted(word, familiar, throughout=near > MANY):
        return Likeness(way[1], way[0], ())
    if near > 1 and (hurt := run_on(word, own, familiar)):
        found = [(hurt[0], " ".join(truth for _, truth in hurt[1]), hurt[1])]
        return best_of(found, log_stands((word,), familiar))
    return None


def asked(found: Found, here: Shown, near: Sequence[Found]) -> float:
    """The gain that is asked of an answer; the likely ones `near` it speak for it."""
    run, word, at = found.run, found.run.word, found.run.start
    apart = {other.run.word.lower() for other in near if " " in other.answer.word}
    others = {other.run.word.lower() for other in near} - apart
    letters = len(here.near("letters", at)) + len(others) // 2
    blanks = len(here.near("blanks", at)) + len(apart)
    if " " in found.answer.word:
        return _by_places(_ASKED_APART, blanks + (letters > 1))
    if len(run.pieces) > 1 and not found.answer.edits:
        return _by_places(_ASKED, letters + len(here.near("cut", at)))
    least = _by_places(_ASKED, letters + blanks // 2)
    if run.led and letters:
        return min(least, _ASKED_BEFORE_LEADERS + (len(word) < _LONG))
    hurt = (letters + 1) / (letters + len(here.near("odd", at)) + 1)
    name = word.isalpha() and (word.istitle() or (word.isupper() and len(word) < _LONG))
    return least + _AS_NAME * name + _AS_GOOD * max(0.0, math.log(_HALF / hurt))


def certainty(answer: Likeness) -> float:
    """How often such an answer is right: of 175 on contents pages made for it 159 were."""
    return round(min(_MOST_SURE, _LEAST_SURE + _SURER * answer.gain), 4)


def _by_places(gains: Sequence[float], places: int) -> float:
    return gains[min(places, len(gains) - 1)]


def written(page: str, found: Found) -> str:
    """The answer in the capitals that its place asks for."""
    run, word, answer = found.run, found.run.word, found.answer
    if " " in answer.word:
        return " ".join(_parts(word, answer))
    before = _WORD.findall(page, run.line.start, run.start)
    if word.isupper() and not (run.listed and _is_small(page, run, before)):
        return answer.word.upper()
    if regular(word) and not word.isupper():
        return answer.word.capitalize() if word[0].isupper() else answer.word
    return answer.word if before else answer.word.capitalize()


def _is_small(page: str, run: Run, before: Sequence[str]) -> bool:
    """Whether a head stands in small letters, so that its capitals came from leader dots: where other words
    do, in its line or else around it."""
    if not before:
        before = [
            word for word in _WORD.findall(page, max(0, run.start - _NEAR), run.end + _NEAR) if word[2:]
        ]
    known = [word for word in before if regular(word)]
    return 2 * sum(map(str.isupper, known)) < len(known)


def _parts(word: str, answer: Likeness) -> Iterator[str]:
    """The words that a run was, in its capitals."""
    at = 0
    for read, truth in answer.edits or [(part, part) for part in answer.word.split()]:
        stood = word[at : at + len(read)]
        at += len(read)
        if read == truth:
            yield stood
        else:
            yield truth.upper() if stood.isupper() else truth.capitalize() if stood[0].isupper() else truth


__all__ = [
    "REASON",
    "Found",
    "Run",
    "Shown",
    "asked",
    "candidates",
    "certainty",
    "settled",
    "shown",
    "written",
]
