"""Truth to score extraction on: hand-made gold, annotations kept as spans, and papers of made-up houses.

Four kinds, one form (that of the gold):

- `gold`: JSON files with a folder of texts, where they are at hand.
- `annotated`: real protocols may not be copied, so only numbers are kept here: spans, kinds, party letters,
  dates. A name is a span, and its letters are read from the text when it is scored. A text that is
  not letter for letter the one that was annotated (SHA-256) is not scored, and said to be missing.
- `first_sight` and `extracts`: the same of items that were drawn at random (`docs/extraction.md`): of
  protocols of those two municipalities, and of other bodies' minutes, stretches of the papers of a council.
- `real`: protocols of which there is a PDF, whole. What is found in the clean text is taken for true, so that
  these say what damage loses and nothing of how right the rules are.
- `houses`: made-up protocols of made-up municipalities in the forms of many houses, text and truth in one
  TOML file. Places are given by quotation, in the order of the text: "first words … last words", and where
  the words stand twice, "words before >> words".
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.scoring import KINDS, reading_of
from extract import Record, extract
from extract.record import Item, Mentions

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
GOLD = SHARED / "gold" / "extract"
DATA = SHARED / "data" / "dev"
ANNOTATED = HERE / "annotated"
FIRST_SIGHT = HERE / "first_sight"
EXTRACTS = FIRST_SIGHT / "extracts"
HOUSES = HERE.parent / "tests" / "extract" / "houses"
LISTS = ("decisions", "proposals", "statements", "recusals", "dates", "people", "parties", "references")
REFERENCES = {"cases": "dnr", "items": "paragraph", "documents": "document", "plans": "plan"}


@dataclass(frozen=True, slots=True)
class Truth:
    """One text and what is in it, in the form of the gold."""

    name: str
    text: str
    gold: dict[str, Any]


def gold(folder: Path = GOLD) -> Iterator[Truth]:
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "text" / truth["file"]).read_bytes().decode("utf-8")
        yield Truth(truth["file"], text, truth)


def annotated(data: Path = DATA, folder: Path = ANNOTATED) -> Iterator[Truth]:
    """The annotated items whose texts are at hand, letter for letter."""
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        text = _text_of(truth, data)
        if text is None or sha256(text.encode()).hexdigest() != truth["sha256"]:
            continue
        for item in truth["paragraphs"]:
            _fill(item, text)
        yield Truth(truth["file"], text, truth | {"partial": "stretch" not in truth})


def first_sight() -> Iterator[Truth]:
    return annotated(folder=FIRST_SIGHT)


def extracts() -> Iterator[Truth]:
    return annotated(folder=EXTRACTS)


def _text_of(truth: dict[str, Any], data: Path) -> str | None:
    if "archive" in truth:
        path = data / truth["archive"]
        if not path.is_file():
            return None
        if "stretch" not in truth:
            return _members(path, "/protokoll").get(truth["member"])
        start, end = truth["stretch"]
        return _members(path, "/handlingar").get(truth["member"], "")[start:end]
    path = data / truth["pdf"]
    if not path.is_file():
        return None
    try:  # the layout that was annotated is that of poppler's plain text
        done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8")


@cache
def _members(path: Path, folder: str) -> dict[str, str]:
    """The texts of one folder of an archive, by file name."""
    with tarfile.open(path) as archive:
        files = [m for m in archive if m.isfile() and folder in m.name and m.name.endswith(".txt")]
        return {
            Path(m.name).name: stream.read().decode("utf-8")
            for m in files
            if (stream := archive.extractfile(m)) is not None
        }


def _fill(item: dict[str, Any], text: str) -> None:
    """Put the words in the place of the spans."""

    def words(span: list[int] | None) -> str | None:
        return " ".join(text[span[0] : span[1]].split()) if span else None

    for name in LISTS:
        item.setdefault(name, [])
    item.setdefault("vote", None)
    item["recusals"] = [words(span) for span in item["recusals"]]
    for entry in [*item["people"], *(b for s in item["proposals"] + item["statements"] for b in s["by"])]:
        entry["name"] = words(entry["name"])
    for reference in item["references"]:
        reference.setdefault("value", words([reference["start"], reference["end"]]))


def real(folder: Path = DATA / "nacka_2018") -> Iterator[Truth]:
    """The protocols in a folder of PDFs, with the record of their clean text."""
    for path in sorted(folder.glob("*Protokoll*.pdf")):
        if text := _text_of({"pdf": path.relative_to(DATA)}, DATA):
            yield Truth(path.stem, text, as_truth(extract(reading_of(path.stem, text))))


def as_truth(record: Record) -> dict[str, Any]:
    """A record in the form of the gold."""
    starts = [item.span.start for item in record.items]
    ends = [*starts[1:], len(record.text)]
    items = zip(record.items, starts, ends, strict=True)
    return {"paragraphs": [_as_paragraph(record.mentions, *one) for one in items]}


def _as_paragraph(mentions: Mentions, item: Item, start: int, end: int) -> dict[str, Any]:
    def spans(found: Iterable[Any], **more: Callable[[Any], Any]) -> list[dict[str, Any]]:
        return [
            {"start": one.span.start, "end": one.span.end} | {name: of(one) for name, of in more.items()}
            for one in found
            if start <= one.span.start < end
        ]

    def makers(one: Any) -> list[dict[str, Any]]:
        return [{"name": maker.name, "party": maker.party} for maker in one.by]

    names: dict[str, str | None] = {}
    for person in mentions.people:
        if start <= person.span.start < end:
            names[person.name] = names.get(person.name) or person.party
    parties = {one.party for one in mentions.parties if start <= one.span.start < end}
    vote = next((vote for vote in item.votes if vote.main), None)
    kinds = {mention: kind for kind, mention in KINDS.items()}
    return {
        "number": item.number,
        "start": start,
        "end": item.span.end,
        "end_to_next": end,
        "title": item.title,
        "decisions": spans(item.decisions, status=lambda one: one.status),
        "proposals": spans(item.yrkanden, by=makers),
        "statements": spans(item.statements, by=makers, kind=lambda one: one.kind),
        "vote": {"ja": vote.yes, "nej": vote.no} if vote else None,
        "recusals": [one.name for one in item.recusals],
        "dates": spans(mentions.dates, edtf=lambda one: one.edtf),
        "people": [{"name": name, "party": party} for name, party in names.items()],
        "parties": sorted(parties | {party for party in names.values() if party}),
        "references": spans(
            mentions.references, kind=lambda one: kinds[one.kind], value=lambda one: one.value
        ),
    }


def houses(folder: Path = HOUSES, form: Callable[[str], str] = str) -> Iterator[Truth]:
    """The papers of made-up houses; `form` sets a text in another way, with its words as they are."""
    for path in sorted(folder.glob("*.toml")):
        house = tomllib.loads(path.read_text(encoding="utf-8"))
        house["text"] = form(house["text"])
        yield Truth(path.stem, house["text"], _placed(house, path.stem))


def _placed(house: dict[str, Any], name: str) -> dict[str, Any]:
    """The truth of one house with its quotations placed."""
    text = house["text"]
    items: list[dict[str, Any]] = []
    start = 0
    for entry in house["item"]:
        start = _find(text, entry["heading"], start, len(text), name)[0]
        items.append({"number": entry["number"], "start": start, "entry": entry})
        start += 1
    for i, item in enumerate(items):
        item["end_to_next"] = items[i + 1]["start"] if i + 1 < len(items) else len(text)
        item["end"] = item["start"] + len(text[item["start"] : item["end_to_next"]].rstrip())
        item |= _entries(text, item.pop("entry"), item["start"], item["end_to_next"], name)
        item["dates"] += [
            {"start": m.start(), "end": m.end(), "edtf": date, "in_furniture": True}
            for date in house.get("head_dates", [])
            for m in re.compile(rf"(?<=\s){date}").finditer(text, item["start"], item["end_to_next"])
        ]
    return {"file": name, "body": house.get("body"), "paragraphs": items}


def _entries(text: str, entry: dict[str, Any], start: int, end: int, name: str) -> dict[str, Any]:
    def places(quotes: list[str]) -> Iterator[tuple[int, int]]:
        at = start
        for quote in quotes:
            found = _find(text, quote, at, end, name)
            at = found[0] + 1
            yield found

    def spans(quotes: list[str], **more: Any) -> list[dict[str, Any]]:
        return [{"start": a, "end": b, **more} for a, b in places(quotes)]

    def made(rows: list[list[str]]) -> list[dict[str, Any]]:
        found = spans([row[-1] for row in rows])
        return [f | {"by": _makers(row[-2])} for f, row in zip(found, rows, strict=True)]

    decided = entry.get("decisions", [])
    said = entry.get("statements", [])
    dated = [row.rsplit("=", 1) for row in entry.get("dates", [])]
    loose = [row.rsplit("=", 1) for row in entry.get("dates_optional", [])]
    people = _makers(entry.get("people", ""))
    vote = entry.get("vote")
    return {
        **({"title": entry["title"]} if "title" in entry else {}),
        "decisions": [
            s | {"status": row[0]}
            for s, row in zip(spans([r[1] for r in decided]), decided, strict=True)
        ],
        "decisions_optional": spans(entry.get("no_matter", [])),
        "proposals": made(entry.get("yrkanden", [])),
        "proposals_optional": spans(entry.get("yrkanden_optional", [])),
        "statements": [s | {"kind": row[0]} for s, row in zip(made(said), said, strict=True)],
        "vote": {"ja": vote[0], "nej": vote[1]} if vote else None,
        "recusals": entry.get("recusals", []),
        "dates": [
            s | {"edtf": row[1]} for s, row in zip(spans([r[0] for r in dated]), dated, strict=True)
        ],
        "dates_optional": [
            s | {"edtf": row[1]} for s, row in zip(spans([r[0] for r in loose]), loose, strict=True)
        ],
        "people": people,
        "parties": sorted({p["party"] for p in people if p["party"]} | set(entry.get("parties", "").split())),
        "references": [
            r | {"value": " ".join(text[r["start"] : r["end"]].split())}
            for field, kind in REFERENCES.items()
            for r in [
                *spans(entry.get(field, []), kind=kind),
                *spans(entry.get(f"{field}_optional", []), kind=kind, optional=True),
            ]
        ],
    }  # fmt: skip


def _makers(listed: str) -> list[dict[str, str | None]]:
    """ "Bo Ek (S); V" -> a person with a party, a party. A person of no party: "Bo Ek (-)"."""
    found: list[dict[str, str | None]] = []
    for one in filter(None, (part.strip() for part in listed.split(";"))):
        match = re.fullmatch(r"(?P<name>.+) \((?P<party>\S+)\)", one)
        party = match["party"] if match else one
        found.append({"name": match["name"] if match else None, "party": None if party == "-" else party})
    return found


def _find(text: str, quote: str, start: int, end: int, name: str) -> tuple[int, int]:
    anchor, _, quote = quote.rpartition(" >> ")
    if anchor:
        start = _find(text, anchor, start, end, name)[1]
    first, _, last = quote.partition("…")
    begun = re.compile(_loose(first)).search(text, start, end)
    done = begun and re.compile(_loose(last)).search(text, begun.end() if last else begun.start(), end)
    if begun is None or done is None:
        raise ValueError(f"{name}: the truth quotes what the text does not say there: {quote!r}")
    return begun.start(), done.end() if last else begun.end()


def _loose(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())
