"""Votes told by name: "Ja-röster: Bo Ek (S), ...", "... röstar Ja (7).", tables with a cross in a column.

Names count only in an unbroken row: nothing but commas, "och", offices and line ends stands between them and
what they vote. So "den som bifaller Eva Linds förslag röstar nej" is nobody's vote. A table of crosses whose
columns were lost tells totals at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.facts import words
from extract.headings import heading_of
from extract.layout import Line
from extract.parties import letters_behind_a_name, party_of
from extract.people import Named, People
from extract.record import Ballot
from extract.vote_counts import Count
from ocr.spans import Span

Side = Literal["yes", "no", "abstain", "absent"]
# "... röstar Ja (7).", "röstade nej (5)", "avstår från att rösta (1)"
BEHIND = re.compile(  # in small letters: "Avstår" at the start of a line is a label
    r"""(?:\bröst(?:ar|ade)\s(?P<side>[Jj][Aa]|[Nn][Ee][Jj])\b|\bavst(?:år|od)\b(?:\sfrån\satt\srösta)?)
        \s?(?:\((?P<n>\d{1,3})\))?\s?\.?(?!\s?:)""",
    re.VERBOSE,
)
# "Ja röstar: ...", "Följande röstar nej: ...", "6 ledamöter röstar ja: ...", "9 röster för JA: ...",
# "Ja-röster (7) avges av ..."
AHEAD = re.compile(
    r"""(?:^|(?<=[\n.:;,]))[^\S\n]*(?:följande\s(?:ledamöter\s|personer\s)?|\d{1,3}\s(?:ledam\w+\s|röst(?:er)?\s(?:för|på)\s)?|(?:en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton)\sledam\w+\s)?
        (?: (?P<side>ja|nej)(?P<form>[\s-]?röst(?:er|ar|ade|at)?)?
          | röst(?:ar|ade)\s(?P<vote>ja|nej)
          | (?P<none>avst(?:år|od|ående))(?:\sfrån\satt\srösta)? | frånvarande )
        (?:\s(?:avges|avgavs|lämnas|lämnades|gör|gjorde)(?:\sav)?)?
        \s?(?:\((?P<n>\d{1,3})(?:\sst)?\))?\s?(?P<colon>[:–]|(?=\n)|(?=\s[A-ZÅÄÖ]))""",
    re.VERBOSE | re.IGNORECASE,
)
# what may stand between two names of a row, or a name and its verb
BETWEEN = re.compile(
    r"""(?:[\s,;•·–-]|\b(?:och|samt|ordförande[n]?|vice|[12]:[ea]|förste|första|andre|andra|tj(?:g|änstg\w*)\.?
          |ersättare[n]?|ledamot(?:en)?|ledamöterna|som|m\.?\s?fl\.?)\b|\d{1,2}[.)]|\([^()]{1,40}\))*""",
    re.VERBOSE | re.IGNORECASE,
)
SIDES: dict[str, Side] = {"ja": "yes", "nej": "no", "avst": "abstain", "frånv": "absent", "kvitt": "absent"}
NAME = r"[A-ZÅÄÖÉ][\wåäöéüèïøæñç'’.-]*(?:\s(?:von|af|de|ben|bin|al|el|[A-ZÅÄÖÉ][\wåäöéüèïøæñç'’-]*)){1,4}"
OFFICE = (
    r"(?:,?\s(?:Ordförande|Ledamot|Ersättare|Tj[.\s]?\s?[Ee]rs\w*|[12]:[ea]\sv(?:ice)?[\s.]+[Oo]rdf\w*))?"
)
# a row of a table: name, party, office, a seat, and what was voted or a cross
ROW = re.compile(
    rf"""^(?:\d{{1,3}}[.)]?\s+)?(?P<name>{NAME}?)
        (?:\s{{2,}}[A-ZÅÄÖ][\wåäöé-]+(?:\s[\wåäöé-]+)?(?=\s{{2}}))?
        \s+(?:\((?P<in>[A-ZÅÄÖa-zåäö]{{1,4}}|-)\)|(?P<party>[A-ZÅÄÖ]{{1,4}}|Fi|-)){OFFICE}
        (?:\s+\d{{1,3}})?{OFFICE}\s+(?:(?P<vote>Ja|Nej|Avst(?:år|od)?|Frånv\w*|Kvitt\w*|JA|NEJ|AVSTÅR)|(?P<cross>[XxJ✓✔]|[Xx]{{2}}))$""",
    re.VERBOSE,
)
# a row of such a table that lost its cross, or the place of its columns: "Bo Ek S", "Bo Ek Vikasjö S x"
BARE_ROW = re.compile(
    rf"^(?:\d{{1,3}}[.)]?\s+)?(?P<name>{NAME}?)\s+(?:\((?P<in>[A-ZÅÄÖ]{{1,4}}|Fi)\)|(?P<party>[A-ZÅÄÖ]{{1,4}}|Fi))(?:\s+[XxJ✓✔]{{1,2}})?$"
)
# the head of a table of votes with parties, and with a column between the names and these
PARTY_COLUMN = re.compile(
    r"\b(?P<place>Kommun|Ort|Medlem|Region)?\s*Par[tl]?i(?:beteckning)?\b", re.IGNORECASE
)
CROSSES = ("X", "x", "J", "✓", "✔", "-")
ALONE = re.compile(rf"^{NAME}$")
NAMED = re.compile(rf"^{NAME}\s+(?:\([A-ZÅÄÖa-zåäö]{{1,4}}\)|[A-ZÅÄÖ]{{1,4}}|Fi){OFFICE}$")
ROW_ENDS = (
    "X",
    "x",
    "J",
    "✓",
    "✔",
    "Ja",
    "JA",
    "Nej",
    "NEJ",
    "står",
    "STÅR",
    "stod",
    "rande",
    "Frånv",
    "Kvitt",
)
HEAD = re.compile(r"\bJa\b.*\bNej\b", re.IGNORECASE)
WIDEST, WIDEST_ROW = 300, 70  # letters: longer lines are no head and no row of a table
COLUMN = re.compile(r"\b(?:Ja|Nej|Avst\w*|Frånv\w*)\b", re.IGNORECASE)
SUM = re.compile(  # "Summa  3  2  0", as it is read too: "Summa 3.2 #0", "Summa 3 2 O"
    r"^(?:Summa|Totalt|Antal|Resultat)\b[^\d\n]{0,20}(?P<numbers>\d{1,3}(?:\.\d{1,3})?(?:\s+#?(?:\d{1,3}|O)){1,3})$",
    re.IGNORECASE,
)
CELL = re.compile(r"^(?:Ja|Nej|Avst(?:år|od)?|Frånv\w*|Kvitt\w*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tally:
    """A vote by name, with the totals printed behind its lists where there are any."""

    count: Count
    by: tuple[Ballot, ...]


def side_of(word: str | None) -> Side:
    low = (word or "").lower()
    return next((side for start, side in SIDES.items() if low.startswith(start)), "abstain")


def tallies_in(text: str, lines: Sequence[Line], start: int, end: int, people: People) -> list[Tally]:
    """The votes by name in a stretch of text, in order."""
    table = _table(text, [line for line in lines if start <= line.start < end])
    if table:
        return [table]
    return list(_grouped(sorted(_lists(text, start, end, people), key=lambda part: part[0].start)))


Part = tuple[Span, Side, int, tuple[Ballot, ...]]  # a list: its place, side, total and names


def _lists(text: str, start: int, end: int, people: People) -> Iterator[Part]:
    """Each list of names with what they vote: those ahead of their verb, then those behind a label."""
    taken: list[Span] = []
    for match in BEHIND.finditer(text, start, end):
        row = _row_before(text, people, taken[-1].end if taken else start, match.start())
        if row:
            span = Span(row[0].span.start, len(text[: match.end()].rstrip()))
            taken.append(span)
            yield _part(span, side_of(match["side"]), match["n"], row)
    for match in AHEAD.finditer(text, start, end):
        row = _row_after(text, people, match.end(), end)
        if not row or any(span.overlaps(Span(match.start(), row[-1].whole.end)) for span in taken):
            continue
        word = match["side"] or match["vote"] or match["none"] or "frånvarande"
        bare = match["side"] and not match["form"] and match["colon"] not in (":", "–")
        if bare and "\n" not in text[match.end() : row[0].span.start]:
            continue  # "Ja Bo Ek"
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        yield _part(Span(begin, row[-1].whole.end), side_of(word), match["n"], row)


def _part(span: Span, side: Side, total: str | None, row: Sequence[Named]) -> Part:
    ballots = tuple(Ballot(named.name, named.party, side) for named in row)
    return span, side, int(total) if total else len(row), ballots


def _row_before(text: str, people: People, start: int, end: int) -> list[Named]:
    """The unbroken row of names that ends where the verb begins."""
    row: list[Named] = []
    at = end
    for named in reversed(people.within(start, end)):
        if not BETWEEN.fullmatch(text, named.whole.end, at):
            break
        row.insert(0, named)
        at = named.span.start
    return row


def _row_after(text: str, people: People, start: int, end: int) -> list[Named]:
    """The unbroken row of names that begins behind a label."""
    row: list[Named] = []
    at = start
    for named in people.within(start, min(end, start + 6000)):
        if not BETWEEN.fullmatch(text, at, named.span.start):
            break
        row.append(named)
        at = named.whole.end
    return row


def _grouped(parts: Sequence[Part]) -> Iterator[Tally]:
    """Lists put together into votes: a second list of one side opens the next vote."""
    group: list[Part] = []
    for part in parts:
        if any(side == part[1] for _, side, _, _ in group):
            if tally := _tally(group):
                yield tally
            group = []
        group.append(part)
    if tally := _tally(group):
        yield tally


def _tally(group: Sequence[Part]) -> Tally | None:
    totals = {side: total for _, side, total, _ in group}
    if "yes" not in totals and "no" not in totals:
        return None
    span = Span(group[0][0].start, max(span.end for span, _, _, _ in group))
    count = Count(span, *(totals.get(side, 0) for side in ("yes", "no", "abstain", "absent")))
    return Tally(count, tuple(ballot for _, _, _, ballots in group for ballot in ballots))


def _table(text: str, lines: Sequence[Line]) -> Tally | None:
    """A table of votes, a row a line; None where there is none, or neither rows nor sums tell the sides."""
    columns: list[tuple[float, Side]] = []
    rows: list[tuple[Line, Ballot]] = []
    crossed = 0
    sums: list[int] = []
    first: Line | None = None
    for line in _whole_rows(lines):
        if not rows and not crossed and _is_head(line.text):
            begin = text.rfind("\n", 0, line.start) + 1
            columns = [
                (line.start - begin + (m.start() + m.end()) / 2, side_of(m.group()))
                for m in COLUMN.finditer(line.text)
            ]
            first = line
        elif match := ROW.match(line.text):
            first = first or line
            side = side_of(match["vote"]) if match["vote"] else _under(text, line, match, columns)
            crossed += match["cross"] is not None
            if side:
                party = letters_behind_a_name(match["in"] or match["party"])
                rows.append((line, Ballot(" ".join(match["name"].split()), party, side)))
        elif columns and (match := SUM.match(line.text)):
            sums = [int(n) for n in re.split(r"[\s.#]+", match["numbers"].upper().replace("O", "0"))]
    if first is None or (len(rows) < 2 and not sums):
        return None
    if crossed and crossed > sum(1 for _ in rows):
        rows = []  # the columns of some are lost: then no name is sure
    counts = Counter(ballot.vote for _, ballot in rows)
    if sums and len(sums) == len(columns):
        counts = Counter({side: n for (_, side), n in zip(columns, sums, strict=True)})
    if not counts["yes"] and not counts["no"]:
        return None
    last = rows[-1][0] if rows else first
    count = Count(
        Span(first.start, last.end), counts["yes"], counts["no"], counts["abstain"], counts["absent"]
    )
    return Tally(count, tuple(ballot for _, ballot in rows))


def _is_head(text: str) -> bool:
    """The line above a table of votes: "Ledamot   Parti   Ja   Nej   Avstår"."""
    return len(text) <= WIDEST and not text.endswith(".") and HEAD.search(text) is not None


def people_in_rows(lines: Sequence[Line]) -> list[Named]:
    """The people of tables of votes, whose parties stand in a column and not in parentheses."""
    rows = [
        (line, m, False) for line in lines if line.text.endswith(ROW_ENDS) and (m := ROW.match(line.text))
    ]
    rows = [*(rows if len(rows) > 1 else ()), *_rows_below_heads(lines)]
    found = list({line.start: _in_row(line, row, placed) for line, row, placed in rows}.values())
    for i in _cell_rows(lines):
        value, party = " ".join(lines[i].text.split()), party_of(lines[i + 1].text)
        whole = Span(lines[i].start, lines[i + 1].end)
        found.append(Named(value, party, lines[i].span, whole, False, None, True))
    return found


def _rows_below_heads(lines: Sequence[Line]) -> Iterator[tuple[Line, re.Match[str], bool]]:
    """The rows below the head of a table, whatever is left of their crosses; and does the place of each
    member stand between name and party?"""
    column: re.Match[str] | None = None
    for line in lines:
        if _is_head(line.text):
            column = PARTY_COLUMN.search(line.text)
        elif column and (row := BARE_ROW.match(line.text)):
            yield line, row, bool(column["place"])
        elif column and (len(line.text) > WIDEST_ROW or line.text.endswith(".") or heading_of(line.text)):
            column = None


def _in_row(line: Line, row: re.Match[str], placed: bool) -> Named:
    party = letters_behind_a_name(row["in"] or row["party"])
    value = row["name"]
    if placed and len(value.split()) > 2:
        value = value[: value.rindex(value.split()[-1])].rstrip()
    start = line.start + row.start("name")
    name = Span(start, start + len(value))
    end = line.start + max(row.end("in") + 1, row.end("party"))
    return Named(" ".join(value.split()), party, name, Span(name.start, end), False, None, party is not None)


def _cell_rows(lines: Sequence[Line]) -> list[int]:
    """The names below which their party stands, as the cells of a table's rows come out of some PDFs.

    A list in which each party stands above its members begins with a party, and one below its names only
    now and then.
    """
    found: list[int] = []
    run: list[int] = []
    for i, line in enumerate((*lines, None)):
        if line is not None and (CELL.match(line.text) or line.text in CROSSES):
            continue
        if line is not None and (_is_party(line.text) or _is_name(line.text)):
            run.append(i)
            continue
        names = [at for at in run if _is_name(lines[at].text)]
        if len(names) > 1 and run[0] == names[0]:
            rows = [at for at in names if at + 1 < len(lines) and _is_party(lines[at + 1].text)]
            found += rows if len(rows) == len(names) else []
        run = []
    return found


def _is_party(text: str) -> bool:
    return len(text) <= 3 and party_of(text) is not None


def _is_name(text: str) -> bool:
    if len(text) > 45 or not text[0].isupper() or text.split()[0] not in words("first_names"):
        return False
    return ALONE.match(text) is not None


def _whole_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with a vote that has a line of its own put behind the name above it.

    Where such a cell stands above the first name, it is a label with its names below.
    """
    first = next((line for line in lines if CELL.match(line.text) or NAMED.match(line.text)), None)
    joined = first is not None and not CELL.match(first.text)
    i, rows = 0, frozenset(_cell_rows(lines))
    while i < len(lines):
        line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
        if i in rows:
            last = i + 2 if i + 2 < len(lines) and CELL.match(lines[i + 2].text) else i + 1
            cells = " ".join(cell.text for cell in lines[i : last + 1])
            yield Line(line.start, lines[last].end, cells, line.gap)
            i = last
        elif joined and below and CELL.match(below.text) and NAMED.match(line.text):
            yield Line(line.start, below.end, f"{line.text} {below.text}", line.gap)
            i += 1
        else:
            yield line
        i += 1


def _under(text: str, line: Line, match: re.Match[str], columns: Sequence[tuple[float, Side]]) -> Side | None:
    """The column under whose head a cross stands, where the page's spacing was kept."""
    if len(columns) < 2 or not re.search(r"\s{2,}$", line.text[: match.start("cross")]):
        return None
    at = line.start - (text.rfind("\n", 0, line.start) + 1) + match.start("cross") + 0.5
    near = sorted((abs(at - place), side) for place, side in columns)
    return near[0][1] if near[1][0] - near[0][0] >= 2 else None
