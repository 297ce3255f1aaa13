"""report.html: what a batch did, for the person who answers for the archive.

One file that opens without a network, in Swedish, with English a click away. It shows what needs somebody
first and what went well last. It runs no script, and whatever stands in a document is text in it, never
markup. It holds no time of day, so the same batch makes the same report.
"""

from __future__ import annotations

import tomllib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import jinja2

from klubbat.batch import Summary
from klubbat.files import write_atomically
from klubbat.manifest import Entry
from klubbat.pictures import Picture, pictures
from ocr import sensitive
from ocr.page import Problem

FILE_NAME = "report.html"

_MOST_EXAMPLES = 20
_MOST_REVIEWS = 100  # files whose queue is told; the others stand in the list of all
_FEW_ROWS = 50  # of a list that is shown open
_FEW = 5  # files, of which more than one line is shown

Both = tuple[str, str]  # Swedish and English
Marked = list[tuple[str, bool]]  # words of a line, and whether each was changed


@dataclass(frozen=True, slots=True)
class Row:
    """One input as the report shows it."""

    source: str
    state: str
    called: Both
    cause: Both
    remedy: Both
    review: int
    link: str
    duplicate_of: str | None
    numbers: tuple[tuple[int, Both], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark and the files that it is made on, each with the pages that it is about."""

    code: str
    says: Both
    files: tuple[tuple[str, str], ...]


def write(summary: Summary, out: Path) -> None:
    """Write the report of a batch into its output folder."""
    entries = (*summary.entries, *summary.others)
    seen = pictures(entries, out)
    write_atomically(out / FILE_NAME, html(summary, seen["review"], seen["repaired"]).encode("utf-8"))


def html(summary: Summary, doubtful: Sequence[Picture] = (), repaired: Sequence[Picture] = ()) -> str:
    """The report as one page of HTML, with pictures of words in doubt and of words that were repaired."""
    words = _texts()["words"]
    entries = tuple(sorted((*summary.entries, *summary.others), key=lambda entry: entry.source))
    failed = {entry.source for entry in replace(summary, entries=entries).failures}
    rows = [_row(entry) for entry in entries]
    problems = _problems(entries)
    reviews = sorted((row for row in rows if row.review), key=lambda row: -row.review)
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            w=words,
            sums=[
                (len(entries), words["documents"], ""),
                (sum(e.pages for e in entries), words["pages"], ""),
                (sum(e.words for e in entries), words["words"], ""),
                (sum(e.repaired for e in entries), words["repaired"], "good"),
                (sum(e.review for e in entries), words["review"], "note"),
                (len(failed), words["failures"], "bad" if failed else ""),
            ],
            rows=rows,
            failures=[row for row, entry in zip(rows, entries, strict=True) if entry.source in failed],
            reviews=reviews[:_MOST_REVIEWS],
            more_reviews=max(0, len(reviews) - _MOST_REVIEWS),
            flags=[p for p in problems if p.code in sensitive.CODES],
            problems=[p for p in problems if p.code not in sensitive.CODES],
            doubtful=_cards(doubtful),
            repaired=_cards(repaired),
            examples=list(_examples(entries)),
            few=_FEW_ROWS,
            engine=next((entry.engine for entry in entries), ""),
        )
    )


def _row(entry: Entry) -> Row:
    words = _texts()["words"]
    cause, remedy = _texts()["cause"].get(entry.code, (entry.message, entry.remedy))
    counted = (
        (entry.pages, words["pages"]),
        (entry.words, words["words"]),
        (entry.repaired, words["repaired"]),
        (entry.review, words["review"]),
    )
    return Row(
        entry.source,
        entry.state,
        _texts()["state"][entry.state],
        (cause, entry.message),
        (remedy, entry.remedy),
        entry.review,
        quote(entry.outputs[0]) if entry.outputs else "",
        entry.duplicate_of,
        counted if entry.pages else (),
    )


def _problems(entries: tuple[Entry, ...]) -> list[Note]:
    """What is good to know: what is not read here, and remarks on what is done, the rarest first, since what
    is said of thousands of files hides what is said of one. What Swedish says in the same words is one
    remark, though English knows more. Failures are told apart."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    english: dict[tuple[str, str], dict[str, None]] = {}

    def note(code: str, message: str, source: str) -> list[int]:
        key = code, _texts()["cause"].get(code, (message, ""))[0]
        english.setdefault(key, {})[message] = None
        return found.setdefault(key, {}).setdefault(source, [])

    for entry in entries:
        if entry.state == "unsupported":
            note(entry.code, entry.message, entry.source)
        for problem in entry.problems:
            if problem.code != entry.code:
                pages = note(problem.code, _one(problem), entry.source)
                pages += [] if problem.page is None else [problem.page]
    notes = [
        Note(
            code,
            (swedish, " / ".join(list(english[code, swedish])[:_FEW])),
            tuple((source, ranges(pages)) for source, pages in files.items()),
        )
        for (code, swedish), files in found.items()
    ]
    return sorted(notes, key=lambda note: len(note.files))


def _one(problem: Problem) -> str:
    """What a problem says. Of personal numbers the report does not tell how many a page holds."""
    return _texts()["cause"][problem.code][1] if problem.code in sensitive.CODES else problem.message


def ranges(pages: Sequence[int]) -> str:
    """Numbers of pages, those in a row as one.

    >>> ranges([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9–10'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _cards(found: Sequence[Picture]) -> list[tuple[str, list[tuple[Picture, str]]]]:
    """The pictures by file, each with its data as a URI; empty for a text."""
    cards: dict[str, list[tuple[Picture, str]]] = {}
    for picture in found:
        uri = f"data:image/png;base64,{b64encode(picture.png).decode()}" if picture.png else ""
        cards.setdefault(picture.source, []).append((picture, uri))
    return list(cards.items())


def _examples(entries: tuple[Entry, ...]) -> Iterator[tuple[str, list[tuple[Marked, Marked]]]]:
    """Lines of the most repaired files; only one of each where there are many."""
    repaired = sorted((e for e in entries if e.examples), key=lambda e: -e.repaired)[:_MOST_EXAMPLES]
    each = None if len(repaired) <= _FEW else 1
    for entry in repaired:
        yield entry.source, [marked(example.before, example.after) for example in entry.examples[:each]]


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Two lines word by word, those that differ marked.

    >>> marked("det ar klart", "det är klart")[1]
    [('det', False), ('är', True), ('klart', False)]
    """
    old, new = before.split(), after.split()
    left: Marked = []
    right: Marked = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += ((word, kind != "equal") for word in old[a0:a1])
        right += ((word, kind != "equal") for word in new[b0:b1])
    return left, right


def _grouped(number: int) -> str:
    """A number as Swedish writes it: 12 345, with a narrow blank that does not break."""
    return f"{number:,}".replace(",", "\u202f")


@cache
def _texts() -> dict[str, dict[str, Both]]:
    data = files("klubbat").joinpath("data", "report.toml").read_text(encoding="utf-8")
    return {part: {k: (v[0], v[1]) for k, v in lines.items()} for part, lines in tomllib.loads(data).items()}


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("klubbat", "data"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["grouped"] = _grouped
    return environment
