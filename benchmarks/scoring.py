"""Findings held against hand-made truth, field by field, with the place of each error.

A finding is right where its span overlaps that of the truth enough and its value is the same, by the
conventions of the gold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from extract import Record
from extract.record import Maker
from ocr.page import PAGE_BREAK, Page, Reading
from ocr.source import Metadata
from ocr.spans import Span

KINDS = {"dnr": "case", "paragraph": "item", "document": "document", "plan": "plan"}


class Error(NamedTuple):
    """A finding that is not in the truth, or a truth that was not found. `place` is where it stands in the
    text; `before`, where it stood in the text that was annotated, if that is another."""

    document: str
    item: str
    words: str
    place: tuple[int, int] | None = None
    before: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.document} § {self.item}: {self.words}"

    @property
    def key(self) -> tuple[str, object]:
        """What tells it from others, in whatever drawing of its document."""
        return self.item, self.before or self.words


@dataclass
class Field:
    """Counts and errors of one field."""

    hits: int = 0
    extra: list[Error] = field(default_factory=list)
    missed: list[Error] = field(default_factory=list)

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
                place = g["start"], g["end"]
                words = f"{self._quote(*place)}  {g.get('edtf', '')}"
                entry.missed.append(Error(self.name, item, words, place, g.get("before", place)))
                continue
            left.remove(hit)
            pairs.append((g, hit))
            entry.hits += 1
        optional = list(optional)
        for x in left:
            if not any(same(o, x) for o in optional):
                value = getattr(x, "edtf", None) or ""
                entry.extra.append(Error(self.name, item, f"{self._quote(*x.span)}  {value}", tuple(x.span)))
        return pairs

    def compare(self, name: str, item: str, gold: set[Any], found: set[Any]) -> None:
        entry = self.fields.setdefault(name, Field())
        entry.hits += len(gold & found)
        entry.extra += [Error(self.name, item, x) for x in sorted(map(str, found - gold))]
        entry.missed += [Error(self.name, item, x) for x in sorted(map(str, gold - found))]


def low(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()


def score(gold: dict[str, Any], record: Record, board: Board, *, alike: float = 1.0, apart: int = 3) -> None:
    """Compare one record with one gold file, by the conventions of the gold.

    `alike`: how much of a title must be the same (0 to 1); `apart`: letters between the starts of an item.
    """
    pairs = board.match(
        "items",
        "",
        gold["paragraphs"],
        _annotated_items(gold, record, apart),
        lambda g, p: p.number == g["number"] and abs(p.span.start - g["start"]) <= apart,
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


def _annotated_items(gold: dict[str, Any], record: Record, apart: int) -> list[Any]:
    """The items to score: all, or those that begin where a protocol annotated in part has truth."""
    if not gold.get("partial"):
        return list(record.items)
    stretches = [(g["start"] - apart, g["end_to_next"] - apart) for g in gold["paragraphs"]]
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
