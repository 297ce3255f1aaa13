"""Ballot lists: the appendices of a protocol that say how each member voted.

They stand behind the last paragraph, "Bilaga 6" or "Omröstningslista § 12" and below it a table of names,
and belong to no paragraph. The text of a vote points to its list ("Hur var och en röstar framgår av bilaga
6"), or the list names its paragraph. A list is taken for a vote only where it counts to the same totals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.layout import Layout, Line
from extract.parties import letters_behind_a_name
from extract.record import Ballot, Vote
from extract.vote_names import ROW as LINE_ROW
from extract.vote_names import side_of

APPENDIX = re.compile(r"^Bilaga\s?(?P<number>\d{1,3})$")
# "Omröstningslista § 12", "Bilaga 1 Voteringslista", "Voteringsprotokoll ärende 4 (§ 45)"
LIST = re.compile(
    r"""^(?:Bilaga\s?(?P<number>\d{1,3})\s?[:.–-]?\s?)?
        (?:Omröstnings|Voterings)(?:lista|listor|protokoll|bilaga)\b[^§\n]{0,40}(?:§\s?(?P<item>\d{1,4}))?""",
    re.IGNORECASE | re.VERBOSE,
)
ITEM = re.compile(r"^(?:Ärende:?\s?|Paragraf:?\s?)?§\s?(?P<item>\d{1,4})\b")
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


@dataclass(frozen=True, slots=True)
class BallotList:
    """One list: the number of its appendix, the paragraph that it names, and who voted what."""

    number: str | None
    item: str | None
    ballots: tuple[Ballot, ...]


def lists_begin(layout: Layout, after: int) -> int | None:
    """Where the lists begin behind the last paragraph, whose heading stands at `after`."""
    lines = layout.lines_in(after, len(layout.text))
    for i, line in enumerate(lines):
        if APPENDIX.match(line.text) and any(TABLE.match(below.text) for below in lines[i + 1 : i + NEAR]):
            return line.start
        if (match := LIST.match(line.text)) and (match["number"] or match["item"]):
            above = lines[i - 1] if i else None
            return above.start if above and APPENDIX.match(above.text) else line.start
    return None


def ballot_lists(layout: Layout, start: int) -> tuple[BallotList, ...]:
    """The lists in the text from `start` on."""
    lines = layout.lines_in(start, len(layout.text))
    heads = [i for i in range(len(lines)) if _opens(lines, i)]
    return tuple(
        _list(layout, lines[at:until]) for at, until in zip(heads, [*heads[1:], len(lines)], strict=False)
    )


def _opens(lines: Sequence[Line], i: int) -> bool:
    """A list opens with this line; "Omröstningslista" under "Bilaga 1" belongs to that."""
    if APPENDIX.match(lines[i].text):
        return True
    return LIST.match(lines[i].text) is not None and not (i and APPENDIX.match(lines[i - 1].text))


def _list(layout: Layout, lines: Sequence[Line]) -> BallotList:
    head = APPENDIX.match(lines[0].text) or LIST.match(lines[0].text)
    named = (m for line in lines[:NEAR] for m in (LIST.match(line.text), ITEM.match(line.text)) if m)
    ballots = tuple(_by_line(lines)) or tuple(_by_cell(layout, lines))
    return BallotList(head["number"] if head else None, next((m["item"] for m in named), None), ballots)


def _by_line(lines: Sequence[Line]) -> Iterator[Ballot]:
    for line in lines:
        if (row := LINE_ROW.match(line.text)) and row["vote"]:
            party = letters_behind_a_name(row["in"] or row["party"])
            yield Ballot(" ".join(row["name"].split()), party, side_of(row["vote"]))


def _by_cell(layout: Layout, lines: Sequence[Line]) -> Iterator[Ballot]:
    for row in ROW.finditer(layout.prose, lines[0].end, lines[-1].end):
        name = " ".join(word for word in row["name"].split() if word not in HEAD)
        yield Ballot(name, letters_behind_a_name(row["party"]), side_of(row["vote"]))


def list_of(layout: Layout, vote: Vote, item: str | None, lists: Sequence[BallotList]) -> tuple[Ballot, ...]:
    """The list that the text behind a vote points to, or that names its paragraph, if it counts to it."""
    match = POINTS_TO.search(layout.prose, vote.span.end, vote.span.end + 160)
    own = [
        one.ballots
        for one in lists
        if (match and one.number == match["number"]) or (item is not None and one.item == item)
    ]
    fitting = {ballots for ballots in own if _counts_to(ballots, vote)}
    return fitting.pop() if len(fitting) == 1 else ()


def _counts_to(ballots: Sequence[Ballot], vote: Vote) -> bool:
    counts = Counter(ballot.vote for ballot in ballots)
    return (counts["yes"], counts["no"]) == (vote.yes, vote.no)
