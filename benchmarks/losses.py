"""What each field loses when the same protocols are damaged and repaired, and why.

Every truth that is found in the clean text and not in a damaged one has a cause: its words were `not read` at
all, or were `misread` and repair did not mend them, or they stand there right and the `form` around them was
lost (a heading, a line, the order of columns). The bar is a loss of three points on any field.
"""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks import known_names
from benchmarks.carried import Carried
from benchmarks.damaged import TYPEFACES, Drawing, can_damage, damaged, pdf_of
from benchmarks.scoring import Board, Error, Field, low, reading_of, score
from benchmarks.truth import Truth
from extract import Record, extract
from extract.facts import folded
from ocr.read import read
from ocr.source import Source

HEAD = 12  # letters of a heading: where its sign and number were misread, the truth begins somewhere in it
TITLES = 0.9  # of a title's letters must be right where the text is damaged; the other fields are places
SERIF, SANS, HUMANIST = TYPEFACES
EVERY = tuple((face, dpi) for face in TYPEFACES for dpi in (200, 300))
BY_TURNS = tuple(((TYPEFACES[i], 200), (TYPEFACES[(i + 1) % 3], 300)) for i in range(3))
SMALL = ((SERIF, 200), (SANS, 300), (HUMANIST, 200))
BAR = 0.03


@dataclass
class Group:
    """Drawings that are counted together: the clean scores beside the damaged ones."""

    clean: dict[str, Field] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    causes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lost: list[str] = field(default_factory=list)
    known: dict[str, Field] = field(default_factory=dict)  # people and makers whose names lists know


def measure(
    sets: Mapping[str, Sequence[Truth]], errors: int, only: str | None, *, ledger: bool = True
) -> None:
    """Score all texts clean and damaged, and print what is lost; without the `ledger`, what is lost by a
    text that was repaired before it is read."""
    if not can_damage():
        print("Tesseract or typefaces lack (fonts-liberation, fonts-crosextra-carlito): nothing measured")
        return
    groups: dict[str, Group] = {}
    for name, texts in sets.items():
        turns = 0
        for one in texts:
            drawn = EVERY if name == "gold" else SMALL if name == "houses" else BY_TURNS[turns % 3]
            turns += pdf_of(one) is None
            if name in ("annotated", "real") and pdf_of(one):
                drawn = ()
            clean = clean_fields(one)
            for drawing in damaged(one, drawn=drawn):
                title = "real pages, scanned" if drawing.real else f"{name}, drawn"
                given = drawing if ledger else repaired_before(drawing)
                weigh(one, given, groups.setdefault(title, Group()), clean)
    for title, group in groups.items():
        print(f"\n{title}")
        show(group, errors, only)


def repaired_before(drawing: Drawing) -> Drawing:
    """A drawing whose repaired text was kept, and nothing else."""
    again = read(Source(f"{drawing.reading.source}.txt", drawing.reading.text.encode()))
    moved = Carried([drawing.reading.text], [again.text]).gold(drawing.gold)
    return replace(drawing, reading=again, gold=_kept_before(moved, drawing.gold))


def _kept_before(moved: Any, gold: Any) -> Any:
    """A gold file that was moved twice, with the places that it had before either."""
    if isinstance(moved, list):
        return [_kept_before(a, b) for a, b in zip(moved, gold, strict=True)]
    if not isinstance(moved, dict):
        return moved
    kept = {key: _kept_before(value, gold[key]) for key, value in moved.items() if key in gold}
    return kept | {"before": gold["before"]} if "before" in gold else kept


def weigh(one: Truth, drawing: Drawing, group: Group, clean: dict[str, Field] | None = None) -> None:
    """Score one drawing beside the clean text, whose fields may be given, and add it to a group."""
    if clean is None:
        clean = clean_fields(one)
    record, alone = extract(drawing.reading), dict[str, Field]()
    label = f"{Path(one.name).stem}, {drawing.label}"
    gold, named = known_names.of_known_names(drawing.gold, record)
    of_known = dict[str, Field]()
    score(gold, named, Board(record.text, label, of_known), alike=TITLES, apart=HEAD)
    for key in known_names.FIELDS:
        _add(group.known, key, of_known.get(key, Field()))
    score(drawing.gold, record, Board(record.text, label, alone), alike=TITLES, apart=HEAD)
    for key, entry in alone.items():
        _add(group.fields, key, entry)
        _add(group.clean, key, clean[key])
        known = {error.key for error in clean[key].missed}
        for error in entry.missed:
            if error.key not in known:
                why, told = cause(error, one, drawing, record)
                group.causes[key][why] += 1
                group.lost.append(f"{key} {why}: {error}{told}")
        known = {error.key for error in clean[key].extra}
        group.lost += [f"{key} extra: {error}" for error in entry.extra if error.key not in known]


def clean_fields(one: Truth) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    score(one.gold, extract(reading_of(one.name, one.text)), Board(one.text, one.name, fields))
    return fields


def _add(fields: dict[str, Field], key: str, entry: Field) -> None:
    whole = fields.setdefault(key, Field())
    whole.hits += entry.hits
    whole.extra += entry.extra
    whole.missed += entry.missed


def cause(error: Error, one: Truth, drawing: Drawing, record: Record) -> tuple[str, str]:
    """Why a truth was not found in a drawing, and what stands there instead."""
    if error.before and error.place:
        if error.place[0] < 0:
            return "not read", f" [{_line(one.text[slice(*error.before)])}]"
        was, now = one.text[slice(*error.before)], record.text[slice(*error.place)]
        return ("form", "") if _words(was) == _words(now) else ("misread", f" [{_line(was)}]")
    item = next((g for g in drawing.gold["paragraphs"] if g["number"] == error.item), None)
    text = low(record.text[item["start"] : item["end_to_next"]]) if item else ""
    name = _value(error.words)
    if name in text:
        return "form", ""
    near = fuzz.partial_ratio_alignment(name, text, score_cutoff=60)
    return ("misread", f" [{text[near.dest_start : near.dest_end]}]") if near else ("not read", "")


def _value(words: str) -> str:
    """The name in "('bo ek', 'S')"; anything else as it is."""
    try:
        value = ast.literal_eval(words)
    except (SyntaxError, ValueError):
        return low(words)
    return low(str(value[0] or value[1]) if isinstance(value, tuple) else words)


def _words(text: str) -> list[str]:
    return folded(text).split()


def _line(text: str) -> str:
    return " ".join(text.split())[:110]


def show(group: Group, errors: int, only: str | None) -> None:
    """Print what each field loses, and so many of the losses."""
    head = f"{'field':20}{'clean':>6}{'F1':>7}{'loss':>7}{'right':>6}{'extra':>6}{'missed':>7}"
    print(f"{head}{'misread':>8}{'not read':>9}{'form':>5}")
    for key, entry in group.fields.items():
        before, after, why = group.clean[key].scores[2], entry.scores[2], group.causes[key]
        counts = f"{entry.hits:6}{len(entry.extra):6}{len(entry.missed):7}"
        causes = f"{why['misread']:8}{why['not read']:9}{why['form']:5}"
        mark = " *" if before - after > BAR else ""
        print(f"{key:20}{before:6.3f}{after:7.3f}{before - after:7.3f}{counts}{causes}{mark}")
    print("* more than three points")
    for key, entry in group.known.items():
        print(f"{key:20} of names in lists: F1 {entry.scores[2]:.3f}, {len(entry.missed)} missed")
    told: Counter[str] = Counter()
    for line in group.lost:
        key = line.split(" ", 1)[0]
        told[key] += 1
        if told[key] <= errors and only in (None, key):
            print(line)
