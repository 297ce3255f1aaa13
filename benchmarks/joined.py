"""Several protocols in one file: is what is found in it what is found in each of them alone?

All texts that have a truth, and all protocols that are at hand besides, are joined in random orders, as an
archive's scanner joins a year's, and the record of the file is compared with those of its protocols, finding
by finding: same place, same value. What a person sees is counted: items with their titles, what was decided,
moved, voted and said in them, dates with values, people with parties, references, and for each protocol its
body, its day and who was there.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

from benchmarks.scoring import reading_of
from extract import extract
from extract.record import Record
from ocr.page import PAGE_BREAK

ORDERS = 3
Finding = tuple[str, object]
FIELDS = (
    "items", "decisions", "yrkanden", "statements", "votes", "recusals", "dates", "people", "references",
)  # fmt: skip


def findings(record: Record, start: int = 0, end: int | None = None) -> Counter[Finding]:
    """What a record holds between two places, with places counted from the first of them."""
    found: Counter[Finding] = Counter()
    end = len(record.text) if end is None else end
    for item in record.items:
        if start <= item.span.start < end and item.number:
            found["items", (item.number, item.title, item.span.start - start)] += 1
            for name in ("decisions", "yrkanden", "statements", "votes", "recusals"):
                found.update((name, _plain(one, start)) for one in getattr(item, name))
    for name in ("dates", "people", "references"):
        for one in getattr(record.mentions, name):
            if start <= one.span.start < end:
                found[name, _plain(one, start)] += 1
    return found


def _plain(value: Any, start: int) -> object:
    """A finding as plain values, without its id, its places counted from `start`."""
    if not is_dataclass(value):
        return tuple(_plain(v, start) for v in value) if isinstance(value, tuple) else value
    told: list[object] = []
    for name in (f.name for f in fields(value)):
        if name == "span" and value.span:
            told.append((value.span.start - start, value.span.end - start))
        elif name not in ("id", "raw_span", "span"):
            told.append(_plain(getattr(value, name), start))
    return tuple(told)


def about(record: Record, at: int) -> tuple[object, ...]:
    """Body, days of meeting and people there, of the protocol that stands at a place."""
    here = next((p for p in record.document.parts if p.id and p.span.start <= at < p.span.end), None)
    told = here or record.document
    days = tuple(d.edtf for d in told.dates if d.role == "meeting")
    return told.body, days, tuple((a.name, a.party, a.role) for a in told.attendance)


def joined(texts: Mapping[str, str], order: Iterable[str], between: str) -> tuple[str, dict[str, int]]:
    """The texts in an order as one, and where each begins."""
    whole, starts = "", {}
    for name in order:
        whole += between if whole else ""
        starts[name] = len(whole)
        whole += texts[name]
    return whole, starts


def measure(texts: Mapping[str, str], errors: int, orders: int = ORDERS, between: str = PAGE_BREAK) -> None:
    """Join, extract, compare and print: how much of what each says alone is found, and what is too much."""
    alone = {name: extract(reading_of(name, text)) for name, text in texts.items()}
    wanted, right, extra = (Counter[str]() for _ in range(3))
    told: list[str] = []
    seconds = letters = 0.0
    for seed in range(orders):
        order = Random(seed).sample(sorted(texts), len(texts))
        whole, starts = joined(texts, order, between)
        began = time.process_time()
        record = extract(reading_of("joined", whole))
        seconds += time.process_time() - began
        letters += len(whole)
        for name, start in starts.items():
            for field, good, lost, more in _compared(alone[name], record, start, len(texts[name])):
                wanted[field] += good + lost
                right[field] += good
                extra[field] += more
                if lost or more:
                    told.append(f"{field}: {lost} lost and {more} more in {name}, order {seed}")
    print(f"{'field':22}{'alone':>7}{'same':>7}{'extra':>7}{'share':>8}")
    for field in (*FIELDS, "body", "day", "attendance"):
        share = right[field] / wanted[field] if wanted[field] else 1.0
        print(f"{field:22}{wanted[field]:7}{right[field]:7}{extra[field]:7}{share:8.4f}")
    print(f"{letters / 2000 / seconds:.0f} pages/s on one core")
    for line in told[:errors]:
        print(line)


def _compared(alone: Record, whole: Record, start: int, length: int) -> Iterator[tuple[str, int, int, int]]:
    own, here = findings(alone), findings(whole, start, start + length)
    for field in FIELDS:
        a, b = (Counter({k: n for k, n in of.items() if k[0] == field}) for of in (own, here))
        same = (a & b).total()
        yield field, same, a.total() - same, b.total() - same
    at = next((i.span.start for i in alone.items), 0) + start
    for field, mine, theirs in zip(
        ("body", "day", "attendance"), about(alone, 0), about(whole, at), strict=True
    ):
        yield field, int(mine == theirs), int(mine != theirs), 0
