"""How right and how fast extraction is: precision, recall and F1 a field on hand-made truth.

    python benchmarks/extraction.py [--gold DIR] [--errors N]

Reads gold protocols and their texts where they are found (`../shared/gold/extract` by default), extracts
them, scores each field by overlap of span and by value, names the errors, and measures pages a second on one
core. Where there is no gold it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from extract import Record, extract
from extract.record import Maker
from ocr.page import PAGE_BREAK, Page, Reading
from ocr.source import Metadata
from ocr.spans import Span

GOLD = Path(__file__).resolve().parents[1].parent / "shared" / "gold" / "extract"
PAGE_LETTERS = 2000  # a full page of running text
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


def reading_of(path: Path, text: str) -> Reading:
    """The text of a file as a reading of untouched pages."""
    pages = tuple(Page(i, p, p, "good") for i, p in enumerate(text.split(PAGE_BREAK), 1))
    return Reading(sha256(text.encode()).hexdigest(), path.name, Metadata(), pages)


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


def score(gold: dict[str, Any], record: Record, board: Board) -> None:
    """Compare one record with one gold file, by the conventions of the gold."""
    pairs = board.match(
        "items",
        "",
        gold["paragraphs"],
        record.items,
        lambda g, p: p.number == g["number"] and abs(p.span.start - g["start"]) <= 3,
    )
    items = {g["number"]: p for g, p in pairs}
    for g in gold["paragraphs"]:
        number, item = g["number"], items.get(g["number"])
        near = _near
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


def gold_files(folder: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield gold, folder / "text" / gold["file"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Score extraction against hand-made truth.")
    parser.add_argument("--gold", type=Path, default=GOLD, help="a folder of gold files with text/ below it")
    parser.add_argument("--errors", type=int, default=6, metavar="N", help="name so many errors a field")
    parser.add_argument("--field", help="name the errors of this field only")
    chosen = parser.parse_args()
    if not chosen.gold.is_dir():
        print(f"no gold at {chosen.gold}: nothing measured")
        return 0
    fields: dict[str, Field] = {}
    letters, seconds = 0, 0.0
    for gold, path in gold_files(chosen.gold):
        text = path.read_bytes().decode("utf-8")
        reading = reading_of(path, text)
        began = time.perf_counter()
        record = extract(reading)
        seconds += time.perf_counter() - began
        letters += len(text)
        score(gold, record, Board(text, path.stem, fields))
    _print(fields, chosen.errors, chosen.field)
    pages = letters / PAGE_LETTERS
    print(f"\n{pages:.0f} pages in {seconds:.2f} s: {pages / seconds:.0f} pages/s on one core")
    return 0


def _print(fields: dict[str, Field], errors: int, only: str | None) -> None:
    print(f"{'field':22}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'extra':>7}{'missed':>8}")
    for name, entry in fields.items():
        p, r, f1 = entry.scores
        print(f"{name:22}{p:7.3f}{r:7.3f}{f1:7.3f}{entry.hits:7}{len(entry.extra):7}{len(entry.missed):8}")
    for name, entry in fields.items():
        if only and name != only:
            continue
        for word, listed in (("extra", entry.extra), ("missed", entry.missed)):
            for error in listed[:errors]:
                print(f"{name} {word}: {error}")


if __name__ == "__main__":
    sys.exit(main())
