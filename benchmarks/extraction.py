"""How right and how fast extraction is: precision, recall and F1 a field on hand-made truth.

    python benchmarks/extraction.py [--set gold|annotated|houses|damaged|long] [--errors N] [--field NAME]

Three sets of truth (`truth.py`): gold protocols, further items of real protocols, and made-up papers
in the forms of many houses. Each is extracted and scored by overlap of span and by value, field by field, and
the errors are named; pages a second are measured on one core. Where a set's texts are not at hand it says so.
The fourth is the gold once more, made unreadable and repaired (`damaged.py`): what each field loses by it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import damaged
import truth
from rapidfuzz import fuzz

from extract import Record, extract
from extract.record import Maker
from ocr.page import PAGE_BREAK, Page, Reading
from ocr.source import Metadata
from ocr.spans import Span

PAGE_LETTERS = 2000  # a full page of running text
LONG = 1000  # pages of the long file
TITLES = 0.9  # of a title's letters must be right where the text is damaged; the other fields are places
KINDS = {"dnr": "case", "paragraph": "item", "document": "document", "plan": "plan"}


@dataclass
class Field:
    """Counts and errors of one field."""

    hits: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def scores(self) -> tuple[float, float, float]:
        found, wanted = self.hits + len(self.extra), self.hits + len(self.missed)
        precision = self.hits / found if found else 1.0
        recall = self.hits / wanted if wanted else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0


def reading_of(name: str, text: str) -> Reading:
    """The text of a file as a reading of untouched pages."""
    pages = tuple(Page(i, p, p, "good") for i, p in enumerate(text.split(PAGE_BREAK), 1))
    return Reading(sha256(text.encode()).hexdigest(), name, Metadata(), pages)


def overlap(gold: dict[str, Any], span: Span) -> float:
    """Intersection over union of a gold entry and a span."""
    inter = max(0, min(gold["end"], span.end) - max(gold["start"], span.start))
    return inter / max(1, gold["end"] - gold["start"] + span.end - span.start - inter)


class Board:
    """All fields, with the place where each error stands."""

    def __init__(self, text: str, name: str, fields: dict[str, Field]) -> None:
        self.text, self.name, self.fields = text, name, fields

    def _quote(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())[:110]

    def match(
        self,
        name: str,
        item: str,
        gold: Iterable[dict[str, Any]],
        found: Iterable[Any],
        same: Callable[[dict[str, Any], Any], bool],
        optional: Iterable[dict[str, Any]] = (),
    ) -> list[tuple[dict[str, Any], Any]]:
        """One to one, greedily; what only matches an optional entry counts for nothing."""
        left, pairs, entry = list(found), [], self.fields.setdefault(name, Field())
        for g in gold:
            hit = next((x for x in left if same(g, x)), None)
            if hit is None:
                entry.missed.append(
                    f"{self.name} § {item}: {self._quote(g['start'], g['end'])}  {g.get('edtf', '')}"
                )
                continue
            left.remove(hit)
            pairs.append((g, hit))
            entry.hits += 1
        optional = list(optional)
        for x in left:
            if not any(same(o, x) for o in optional):
                value = getattr(x, "edtf", None) or ""
                entry.extra.append(f"{self.name} § {item}: {self._quote(*x.span)}  {value}")
        return pairs

    def compare(self, name: str, item: str, gold: set[Any], found: set[Any]) -> None:
        entry = self.fields.setdefault(name, Field())
        entry.hits += len(gold & found)
        entry.extra += [f"{self.name} § {item}: {x}" for x in sorted(map(str, found - gold))]
        entry.missed += [f"{self.name} § {item}: {x}" for x in sorted(map(str, gold - found))]


def low(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()


def score(gold: dict[str, Any], record: Record, board: Board, *, alike: float = 1.0) -> None:
    """Compare one record with one gold file, by the conventions of the gold.

    `alike`: how much of a title must be the same (0 to 1).
    """
    pairs = board.match(
        "items",
        "",
        gold["paragraphs"],
        _annotated_items(gold, record),
        lambda g, p: p.number == g["number"] and abs(p.span.start - g["start"]) <= 3,
    )
    items = {g["number"]: p for g, p in pairs}
    for g in gold["paragraphs"]:
        number, item = g["number"], items.get(g["number"])
        near = _near
        if "title" in g:
            printed = {" ".join(t.split()) for t in (g["title"], g.get("title_corrected")) if t}
            read = item.title if item and item.title else ""
            right = read in printed or not (read or printed)
            right = right or any(fuzz.ratio(read, title) >= 100 * alike for title in printed)
            wanted = min(printed, default="")
            board.compare("titles", number, {wanted}, {wanted if right else read})
        decided = board.match(
            "decisions",
            number,
            g["decisions"],
            item.decisions if item else (),
            near,
            g.get("decisions_optional", ()),
        )
        for want, got in decided:
            right = got.status in (want["status"], *want.get("status_alt", ()))
            board.compare(
                "decision_status",
                number,
                {(want["status"], want["start"])},
                {(want["status"] if right else got.status, want["start"])},
            )
        moved = board.match(
            "yrkanden",
            number,
            g["proposals"],
            item.yrkanden if item else (),
            near,
            g.get("proposals_optional", ()),
        )
        for want, got in moved:
            board.compare(
                "yrkande_by",
                number,
                {(low(b["name"]), b["party"]) for b in want["by"]},
                {(low(b.name), b.party) for b in got.by},
            )
        once = {(s["start"], s["end"]): s for s in g["statements"]}
        board.match(
            "statements",
            number,
            once.values(),
            item.statements if item else (),
            lambda a, b: _near(a, b) or a["start"] <= b.span.start < a["end"],
        )
        board.compare(
            "statement_by", number,
            {(low(b.get("name")), b.get("party")) for s in g["statements"] for b in s["by"] or [{}]},
            {
                (low(b.name), b.party)
                for s in (item.statements if item else ())
                for b in s.by or (Maker(None),)
            },
        )  # fmt: skip
        main = next((v for v in item.votes if v.main), None) if item else None
        board.compare(
            "votes", number,
            {(g["vote"]["ja"], g["vote"]["nej"])} if g["vote"] else set(),
            {(main.yes, main.no)} if main else set(),
        )  # fmt: skip
        board.compare(
            "recusals",
            number,
            {low(n) for n in g["recusals"]},
            {low(r.name) for r in item.recusals} if item else set(),
        )
        _score_mentions(g, record, board)


def _annotated_items(gold: dict[str, Any], record: Record) -> list[Any]:
    """The items to score: all, or those that begin where a protocol annotated in part has truth."""
    if not gold.get("partial"):
        return list(record.items)
    stretches = [(g["start"] - 3, g["end_to_next"] - 3) for g in gold["paragraphs"]]
    return [item for item in record.items if any(a <= item.span.start < b for a, b in stretches)]


def _near(gold: dict[str, Any], found: Any) -> bool:
    return overlap(gold, found.span) >= 0.5


def _score_mentions(g: dict[str, Any], record: Record, board: Board) -> None:
    number, m = g["number"], record.mentions

    def inside(x: Any) -> bool:
        return bool(g["start"] <= x.span.start < g.get("end_to_next", g["end"]))

    def touches(a: dict[str, Any], b: Any) -> bool:
        return bool(min(a["end"], b.span.end) > max(a["start"], b.span.start))

    dates = [d for d in g["dates"] if not d.get("in_furniture")]
    loose = [d for d in g["dates"] if d.get("in_furniture")] + g.get("dates_optional", [])
    board.match(
        "dates", number, dates, [d for d in m.dates if inside(d) and d.span.start < g["end"]],
        lambda a, b: touches(a, b) and b.edtf in (a.get("edtf"), a.get("edtf_corrected"), a.get("edtf_alt")),
        loose,
    )  # fmt: skip
    found = {(low(p.name), p.party) for p in m.people if inside(p)}
    stated = {name for name, party in found if party}
    board.compare(
        "people",
        number,
        {(low(p["name"]), p["party"]) for p in g["people"]},
        {(n, p) for n, p in found if p or n not in stated},
    )
    parties = {p.party for p in m.parties if inside(p)} | {p.party for p in m.people if inside(p) and p.party}
    board.compare("parties", number, set(g["parties"]), parties)
    for kind in ("case", "item", "document", "plan"):
        want = [r for r in g["references"] if KINDS[r["kind"]] == kind]
        got = [r for r in m.references if r.kind == kind and inside(r)]
        if kind == "case":
            board.compare(
                "case_numbers",
                number,
                {r["value"].split(":")[0] for r in want if not r.get("optional")},
                {r.value.split(":")[0] for r in got},
            )
            continue
        board.match(
            f"{kind}_references",
            number,
            [r for r in want if not r.get("optional")],
            got,
            touches,
            [r for r in want if r.get("optional")],
        )


SETS: dict[str, Callable[[], Iterable[truth.Truth]]] = {
    "gold": truth.gold,
    "annotated": truth.annotated,
    "houses": truth.houses,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Score extraction against hand-made truth.")
    every = [*SETS, "damaged", "long"]
    parser.add_argument("--set", choices=every, action="append", help="score this set only (may be repeated)")
    parser.add_argument("--errors", type=int, default=6, metavar="N", help="name so many errors a field")
    parser.add_argument("--field", help="name the errors of this field only")
    chosen = parser.parse_args()
    for name in chosen.set or every:
        print(f"\n{name}")
        if name == "long":
            measure_long()
            continue
        if name == "damaged":
            measure_damaged(list(truth.gold()), chosen.errors, chosen.field)
            continue
        texts = list(SETS[name]())
        if texts:
            measure(texts, chosen.errors, chosen.field)
        else:
            print("its texts are not here: nothing measured")
    return 0


def measure(texts: Iterable[truth.Truth], errors: int, only: str | None) -> None:
    """Extract and score one set of texts, and print what came out."""
    fields: dict[str, Field] = {}
    letters, seconds = 0, 0.0
    texts = list(texts)
    extract(reading_of("first", texts[0].text[:9000]))  # lists and patterns are loaded before time is taken
    for one in texts:
        reading = reading_of(one.name, one.text)
        began = time.process_time()
        record = extract(reading)
        seconds += time.process_time() - began
        letters += len(one.text)
        score(one.gold, record, Board(one.text, Path(one.name).stem, fields))
    _print(fields, errors, only)
    pages = letters / PAGE_LETTERS
    print(
        f"{pages:.0f} pages in {seconds:.2f} s of processor time: {pages / seconds:.0f} pages/s on one core"
    )


def measure_long() -> None:
    """One file of a thousand pages, put together from what is at hand: its speed and its memory."""
    texts = [one.text for name in SETS for one in SETS[name]()]
    letters = sum(map(len, texts))
    if not letters:
        print("no texts here: nothing measured")
        return
    whole = PAGE_BREAK.join(texts * (1 + LONG * PAGE_LETTERS // letters))[: LONG * PAGE_LETTERS]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    record = extract(reading_of("long", whole))
    seconds = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{LONG} pages in one file, {len(record.items)} items: {LONG / seconds:.0f} pages/s on one core, "
        f"{after / 1024:.0f} MB at the peak ({(after - before) / 1024:.0f} MB above the files before)"
    )


def measure_damaged(texts: list[truth.Truth], errors: int, only: str | None) -> None:
    """What each field loses when the same texts are damaged and repaired."""
    if not texts or not damaged.can_damage():
        print("no gold, no Tesseract or no typefaces here: nothing measured")
        return
    clean: dict[str, Field] = {}
    fields: dict[str, Field] = {}
    worst: dict[str, tuple[float, str]] = {}
    for one in texts:
        score(one.gold, extract(reading_of(one.name, one.text)), Board(one.text, one.name, clean))
        for label, reading, moved in damaged.damaged(one):
            record, alone = extract(reading), dict[str, Field]()
            name = f"{Path(one.name).stem}, {label}"
            score(moved, record, Board(record.text, name, fields), alike=TITLES)
            score(moved, record, Board(record.text, name, alone), alike=TITLES)
            for key, entry in alone.items():
                worst[key] = min(worst.get(key, (1.0, "-")), (entry.scores[2], name))
    print(f"{'field':22}{'clean':>7}{'F1':>7}{'loss':>7}{'right':>7}{'extra':>7}{'missed':>8}  worst")
    for key, entry in fields.items():
        before, after = clean[key].scores[2], entry.scores[2]
        counts = f"{entry.hits:7}{len(entry.extra):7}{len(entry.missed):8}"
        print(
            f"{key:22}{before:7.3f}{after:7.3f}{before - after:7.3f}{counts}  {worst[key][0]:.2f} "
            + worst[key][1]
        )
    _print_errors(fields, errors, only)


def _print(fields: dict[str, Field], errors: int, only: str | None) -> None:
    print(f"{'field':22}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'extra':>7}{'missed':>8}")
    for name, entry in fields.items():
        if not entry.hits and not entry.extra and not entry.missed:
            continue
        p, r, f1 = entry.scores
        print(f"{name:22}{p:7.3f}{r:7.3f}{f1:7.3f}{entry.hits:7}{len(entry.extra):7}{len(entry.missed):8}")
    _print_errors(fields, errors, only)


def _print_errors(fields: dict[str, Field], errors: int, only: str | None) -> None:
    for name, entry in fields.items():
        if only and name != only:
            continue
        for word, listed in (("extra", entry.extra), ("missed", entry.missed)):
            for error in listed[:errors]:
                print(f"{name} {word}: {error}")


if __name__ == "__main__":
    sys.exit(main())
