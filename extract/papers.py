"""Attachments: the papers that an item lists (Handlingar, Beslutsunderlag, Bilagor)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.layout import BULLETS, DASHES, Layout
from extract.record import Attachment
from extract.sections import Section
from ocr.spans import Span, trimmed

# "1. ", "- ", "• ", a bullet of a symbol font
MARK = re.compile(rf"^[{BULLETS}]$|^(?:\d{{1,2}}[.)]|[{BULLETS}{DASHES}])\s+|^\uf0b7\s*")
# how an entry begins where no mark shows it
BEGINS = re.compile(
    r"""^(?: (?P<number>[A-ZÅÄÖ]{1,6}[\s-]\d{4}[/-]\d+) | \d{4}[\s-]nr\s | KF\sHandling | \d{4}-\d{2}-\d{2}
          | (?:[A-ZÅÄÖ][\wåäö-]*s\s)?(?:[Tt]jänste(?:utlåtande|skrivelse)|[Pp]rotokollsutdrag|[Ss]krivelse
             |[Yy]ttrande|[Yy]rkande|[Tt]illäggsyrkande|[Åå]terremissyrkande|[Mm]otion|[Bb]ilaga|[Ff]örslag
             |[Ii]nterpellation|[Rr]emiss|[Pp]rotokoll|[Kk]arta|[Aa]vtal)\b )""",
    re.VERBOSE,
)


def attachments_in(layout: Layout, section: Section) -> Iterator[Attachment]:
    """The entries of one list of papers, each with its title."""
    text = layout.prose
    start: int | None = None
    end = 0
    if not section.lines:
        return
    marked = [_sort(line.text) for line in section.lines]
    one_sort = marked[0] if marked[0] in ("mark", "number") and marked.count(marked[0]) > 1 else None
    for i, line in enumerate(section.lines):
        above = section.lines[i - 1].text if i else ""
        if above and MARK.fullmatch(above):  # the mark has a line of its own
            end = line.end
            continue
        begins = (
            start is None
            or marked[i] is not None
            or (line.gap and _closed(above))
            or above.endswith(".")
            or (line.text[0].isupper() and layout.breaks_by_choice(section.lines[i - 1], line))
        )
        if one_sort and start is not None:  # every entry of this list opens in the same way
            begins = marked[i] == one_sort
        if begins and start is not None:
            yield from _entry(text, start, end)
        if begins:
            start = line.start
        end = line.end
    if start is not None:
        yield from _entry(text, start, end)


def _sort(text: str) -> str | None:
    """How a line opens an entry: with a mark, a number of a document, or its kind; None if it does not."""
    if MARK.match(text):
        return "mark"
    match = BEGINS.match(text)
    if match is None:
        return None
    return "number" if match.group()[:1].isdigit() or match["number"] else "kind"


def _closed(text: str) -> bool:
    return not text.endswith((",", "-", "–"))


def _entry(text: str, start: int, end: int) -> Iterator[Attachment]:
    mark = MARK.match(text[start:end])
    span = trimmed(text, start + (mark.end() if mark else 0), end)
    title = " ".join(text[span.start : span.end].split()).rstrip(".")
    if title and len(title) < 400 and not (mark and title[0].islower()):
        yield Attachment(title, Span(span.start, span.end))
