"""Names made up for training: people, places, streets and the lines of tables that hold them.

Running text holds few names, and the tagger then learns them one by one. Here they are made of the parts
that Swedish names are made of (Sjö + ström, Grav + näs, Vitsippe + vägen), so that it learns the parts, with
some of the lexicon's between. First names are drawn as often as people bear them.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from random import Random

from ocr.lexicon import ENDINGS_FILE, PARTS_FILE, lexicon

# "i Grafnäs", "och Vera Ek": a capitalised word within a sentence, at least five letters long.
WITHIN = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäö]{4,}\b")

NAME_PARTS = Path(__file__).with_name("name_parts.txt")
GOODS = ("Summa", "Intäkter", "Avgifter", "Bidrag", "Lokaler", "Övrigt", "Årets resultat", "Förändring")


@dataclass(frozen=True, slots=True)
class FirstNames:
    """First names and how many bear them, added up."""

    names: tuple[str, ...]
    sums: tuple[int, ...]

    def draw(self, rng: Random) -> str:
        if rng.random() < 0.3:  # the rare ones as well
            return rng.choice(self.names)
        return self.names[bisect(self.sums, rng.random() * self.sums[-1])]


def first_names(folder: Path) -> FirstNames:
    """From the tables of Statistics Sweden: `name,persons` a line."""
    bearers: dict[str, int] = {}
    for path in sorted(folder.glob("tilltalsnamn-*.csv")):
        for row in csv.DictReader(path.open(encoding="utf-8")):
            if int(row["persons"]) >= 50:
                bearers[row["name"]] = int(row["persons"])
    return FirstNames(tuple(bearers), tuple(accumulate(bearers.values())))


@cache
def _parts() -> dict[str, tuple[str, ...]]:
    """The parts of names by their kind: "first", "last", "father", "street"."""
    found: dict[str, tuple[str, ...]] = {}
    for line in NAME_PARTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *parts = line.split()
            found[kind] = (*found.get(kind, ()), *parts)
    return found


@cache
def _place_parts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First parts as compounds have them, and last parts of place names."""
    data = files("ocr") / "data"
    rows = (data / PARTS_FILE).read_text(encoding="utf-8").splitlines()
    firsts = [
        part for row in rows if 3 <= len(part := row.split("\t")[0]) <= 9 and int(row.split("\t")[1]) >= 4
    ]
    lines = (data / ENDINGS_FILE).read_text(encoding="utf-8").splitlines()
    lasts = [word for line in lines if not line.startswith("#") for word in line.split()]
    return tuple(firsts), tuple(lasts)


@cache
def _listed() -> tuple[str, ...]:
    """What stands as a name in the lexicon, and hardly ever as a word."""
    return tuple(
        word.capitalize()
        for word, n in lexicon().words.items()
        if n.capital > 1 and n.lower * 5 < n.capital and len(word) > 3
    )


def surname(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.15:
        return rng.choice(_parts()["father"]) + "sson"
    if kind < 0.3:
        return rng.choice(_listed())
    first, last = rng.choice(_parts()["first"]), rng.choice(_parts()["last"])
    return first + last if first[-1] != last[0] else first + last[1:]


def place(rng: Random) -> str:
    """ "Grafnäs", "Vitsippevägen", "Saltsjö-Duvnäs"."""
    firsts, lasts = _place_parts()
    kind = rng.random()
    if kind < 0.2:
        return rng.choice(_listed())
    first = rng.choice(_parts()["first"]) if kind < 0.5 else rng.choice(firsts).capitalize()
    if kind > 0.85:
        first += rng.choice(lasts)
    if rng.random() < 0.08 and first[-1] != "s":
        first += "s"
    name = first + (rng.choice(_parts()["street"]) if rng.random() < 0.2 else rng.choice(lasts))
    if rng.random() < 0.05:
        name = rng.choice(_listed()) + "-" + name
    return name


def renamed(text: str, share: float, rng: Random) -> str:
    """The text with other names in the place of some capitalised words."""

    def other(match: re.Match[str]) -> str:
        if rng.random() > share:
            return match.group()
        name = place(rng) if rng.random() < 0.6 else surname(rng)
        return name + "s" if match.group()[-1] == "s" and name[-1] != "s" and rng.random() < 0.6 else name

    return WITHIN.sub(other, text)


def table(first: FirstNames, rng: Random) -> str:
    """A few rows: names with figures, addresses, persons with what they are."""
    kind = rng.random()
    rows = []
    for _ in range(rng.randint(3, 10)):
        if kind < 0.4:
            rows.append(f"{first.draw(rng)} {surname(rng)}")
        elif kind < 0.6:
            rows.append(f"{place(rng)} {rng.randint(1, 120)}{rng.choice(('', '', ' A', ':2'))}")
        else:
            label = rng.choice(GOODS) if rng.random() < 0.3 else place(rng)
            figures = (f"{rng.randint(-99, 9999)}" for _ in range(rng.randint(1, 5)))
            rows.append("  ".join((label, *figures)))
    return "\n".join(rows)
