"""What a file's name says about the document: board, date, kind, item.

The patterns, abbreviations and their examples are data (`data/filenames.toml`); this module only reads them.
A name that matches none says nothing, which is the usual case and no fault.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from ocr.source import Metadata

SEPARATOR = r"[\s._-]*"
DATE = r"(?P<year>(?:19|20)?\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)"  # 2019-04-16, 20190416, 190416
ORIGIN = "file name"


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    kind: str | None


@cache
def _patterns() -> tuple[tuple[_Pattern, ...], dict[str, str], dict[str, str]]:
    """The compiled patterns, and the abbreviations of bodies and kinds with what they stand for."""
    data = tomllib.loads((files("klubbat") / "data" / "filenames.toml").read_text(encoding="utf-8"))
    bodies = {short: name for name, shorts in data["bodies"].items() for short in shorts}
    kinds = {short: name for name, shorts in data["kinds"].items() for short in shorts}
    pieces = {
        "{sep}": SEPARATOR,
        "{date}": DATE,
        "{body}": rf"(?P<body>{_any_of(bodies)})",
        "{kind}": rf"(?P<kind>{_any_of(kinds)})",
    }
    patterns = []
    for entry in data["pattern"]:
        regex = entry["regex"]
        for name, piece in pieces.items():
            regex = regex.replace(name, piece)
        patterns.append(_Pattern(re.compile(regex, re.IGNORECASE), entry.get("kind")))
    return tuple(patterns), bodies, kinds


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def from_name(name: str) -> Metadata:
    """Metadata from a path below the input folder, e.g. `SN 2019-04-16 § 8 Protokollsutdrag.pdf`."""
    stem = unicodedata.normalize("NFC", str(PurePosixPath(name).with_suffix("")))
    patterns, bodies, kinds = _patterns()
    for pattern in patterns:
        match = pattern.regex.fullmatch(stem)
        if match is None:
            continue
        parts = match.groupdict()
        day = _date(parts["year"], parts["month"], parts["day"])
        if day is None:
            continue
        body = parts.get("body")
        kind = parts.get("kind")
        found = {
            "body": bodies[body.lower()] if body else None,
            "date": day,
            "kind": kinds[kind.lower()] if kind else pattern.kind,
            "item": parts.get("item"),
        }
        return Metadata(
            **found,
            origin={k: ORIGIN for k, v in found.items() if v},
        )
    return Metadata()


def _date(year: str, month: str, day: str) -> str | None:
    """An ISO date, or None where there is no such day. Two digits for the year are 1950-2049."""
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 50 else 2000)
    try:
        return date(full, int(month), int(day)).isoformat()
    except ValueError:
        return None
