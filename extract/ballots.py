"""Ballot lists: the appendices of a protocol that say how each member voted.

They stand behind the last paragraph, "Bilaga 6" and below it a table of names, and belong to no paragraph:
the text of a vote points to its list ("Hur var och en röstar framgår av bilaga 6"). A list is taken for a
vote only where it counts to the same totals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from extract.layout import Layout
from extract.parties import letters_behind_a_name
from extract.record import Ballot, Vote

Side = Literal["yes", "no", "abstain", "absent"]
SIDES: dict[str, Side] = {
    "ja": "yes",
    "nej": "no",
    "avstår": "abstain",
    "avst": "abstain",
    "frånv": "absent",
    "kvitt": "absent",
}
APPENDIX = re.compile(r"^Bilaga\s?(?P<number>\d{1,3})$")
# what the head of a table of votes or of attendance says
TABLE = re.compile(
    r"^(?:Antal\s(?:Ja|Nej)\b|Namn$|Parti$|Plats$|Ledamot$|Voteringslista|Omröstningslista|Närvarolista)",
    re.IGNORECASE,
)
NAME = r"[A-ZÅÄÖÉ][\wåäöéüèïøæñç'’-]+(?:\s+(?:von|af|de|ben|bin|al|el|[A-ZÅÄÖÉ][\wåäöéüèïøæñç'’-]*)){0,4}"
HEAD = ("Namn", "Parti", "Plats", "Funktion", "Resultat", "Röst")  # cells of the table's head
# one row, a cell a line: name, party, seat, office, what was voted
ROW = re.compile(
    rf"""(?P<name>{NAME})\s+(?P<party>[A-ZÅÄÖ]{{1,4}}|Fi|-)\s+(?P<seat>\d{{1,3}})\s+
        (?:(?:Ledamot|Ersättare|Ordförande|Tj[.\s]?ers\w*|\d:[ea]\sv(?:ice)?[\s.]+[Oo]rdf\w*)\s+)?
        (?P<vote>Ja|Nej|Avst(?:år)?|Frånv\w*|Kvitt\w*)\b""",
    re.VERBOSE,
)
POINTS_TO = re.compile(r"\bbilaga\s+(?P<number>\d{1,3})\b")
NEAR = 12  # lines from "Bilaga 6" to the head of its table


def lists_begin(layout: Layout, after: int) -> int | None:
    """Where the lists begin behind the last paragraph, whose heading stands at `after`."""
    lines = layout.lines_in(after, len(layout.text))
    for i, line in enumerate(lines):
        if APPENDIX.match(line.text) and any(TABLE.match(below.text) for below in lines[i + 1 : i + NEAR]):
            return line.start
    return None


def ballot_lists(layout: Layout, start: int) -> dict[str, tuple[Ballot, ...]]:
    """The lists by the number of their appendix."""
    found: dict[str, list[Ballot]] = {}
    heads = [
        (line, m["number"])
        for line in layout.lines_in(start, len(layout.text))
        if (m := APPENDIX.match(line.text))
    ]
    for i, (line, number) in enumerate(heads):
        end = heads[i + 1][0].start if i + 1 < len(heads) else len(layout.text)
        for row in ROW.finditer(layout.prose, line.end, end):
            side = next(side for word, side in SIDES.items() if row["vote"].lower().startswith(word))
            name = " ".join(word for word in row["name"].split() if word not in HEAD)
            found.setdefault(number, []).append(Ballot(name, letters_behind_a_name(row["party"]), side))
    return {number: tuple(ballots) for number, ballots in found.items()}


def list_of(layout: Layout, vote: Vote, lists: Mapping[str, Sequence[Ballot]]) -> tuple[Ballot, ...]:
    """The list that the text behind a vote points to, if it counts to the vote's totals."""
    match = POINTS_TO.search(layout.prose, vote.span.end, vote.span.end + 160)
    ballots = lists.get(match["number"], ()) if match else ()
    counts = Counter(ballot.vote for ballot in ballots)
    return tuple(ballots) if (counts["yes"], counts["no"]) == (vote.yes, vote.no) else ()
