"""Attachments: the papers that an item lists (Handlingar, Beslutsunderlag, Bilagor)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.layout import BULLETS, DASHES, Layout, Line, is_word
from extract.offices import is_office
from extract.record import Attachment
from extract.sections import Section
from ocr.spans import Span, trimmed

# "1. ", "- ", "• ", "o ", a bullet of a symbol font; "1." and "•" may have a line of their own
MARK = re.compile(rf"^(?:[{BULLETS}]|\d{{1,2}}[.)])$|^(?:\d{{1,2}}[.)]|[{BULLETS}o{DASHES}])\s+|^\uf0b7\s*")
# who signs, below the list: "Eva Ek", and in the next line what she is
SIGNS = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+){1,3}")
# "Dnr VIK 2021/4": not a paper, but what stands in a page's head
CASE = re.compile(r"(?:Dnr|Diarienummer):? [A-ZÅÄÖ]{0,6} ?\d{1,4}[/-]\d{1,5}")
# how an entry begins where no mark shows it
BEGINS = re.compile(
    r"""^(?: (?P<number>[A-ZÅÄÖ]{1,6}[\s-]\d{4}[/-]\d+) | \d{4}[\s-]nr\s | KF\sHandling | \d{4}-\d{2}-\d{2}
          | https?:// | \d{1,3}\s(?:kap\.?\s|§)
          | (?:[A-ZÅÄÖ][\wåäö-]*s\s)?(?:[Tt]jänste(?:utlåtande|skrivelse)|[Pp]rotokollsutdrag|[Ss]krivelse
             |[Yy]ttrande|[Yy]rkande|[Tt]illäggsyrkande|[Åå]terremissyrkande|[Mm]otion|[Bb]ilaga|[Ff]örslag
             |[Ii]nterpellation|[Rr]emiss|[Pp]rotokoll|[Kk]arta|[Aa]vtal)\b )""",
    re.VERBOSE,
)


def attachments_in(layout: Layout, section: Section) -> Iterator[Attachment]:
    """The entries of one list of papers, each with its title.

    In a damaged text lines are torn, and their ends read elsewhere in the list ("e den 7 maj 2021"): for each
    such end one entry that breaks off in the middle of a word is none.
    """
    entries = [entry for entry in _entries(layout, section) if not CASE.fullmatch(entry.title)]
    lines = section.lines if layout.damaged else ()
    small = [i for i, line in enumerate(lines) if line.text[0].islower()]
    ends = sum(not i or not _breaks_off(lines[i - 1].text) for i in small if 2 * len(small) <= len(lines))
    for entry in entries:
        if ends and _breaks_off(entry.title):
            ends -= 1
        else:
            yield entry


def _breaks_off(title: str) -> bool:
    """Does a title end in the middle of a word, or in a stroke that was read for the rest of one?"""
    last = title.split()[-1]
    return (
        title[0].isupper()
        and not any(letter.isdecimal() for letter in title)
        and (
            title.endswith(":")
            or (last[-1].isalpha() and (last.islower() or last == title) and not is_word(last))
        )
    )


def _entries(layout: Layout, section: Section) -> Iterator[Attachment]:
    text = layout.prose
    start: int | None = None
    end = 0
    if not section.lines:
        return
    marked = [_sort(line.text) for line in section.lines]
    apart = MARK.fullmatch(section.lines[0].text)  # the marks stand above the entries
    one_sort = marked[0] if marked[0] in ("mark", "number") and marked.count(marked[0]) > 1 else None
    one_sort = None if apart else one_sort
    for i, line in enumerate(section.lines):
        if start is not None and _is_signed(section.lines[i : i + 2]):
            break
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
    counted = match.group()[:1].isdigit() and not match.group().endswith(("§", "kap ", "kap. "))
    return "number" if counted or match["number"] else "kind"


def _is_signed(lines: Sequence[Line]) -> bool:
    """A name, and below it an office."""
    if len(lines) < 2 or not (lines[0].gap and SIGNS.fullmatch(lines[0].text)):
        return False
    return is_office(lines[1].text.split()[0].lower())


def _closed(text: str) -> bool:
    return not text.endswith((",", "-", "–"))


def _entry(text: str, start: int, end: int) -> Iterator[Attachment]:
    mark = None
    while found := MARK.match(text[start:end].partition("\n")[0]):
        mark, start = found, start + found.end()
        start += len(text[start:end]) - len(text[start:end].lstrip())
    span = trimmed(text, start, end)
    title = " ".join(text[span.start : span.end].split()).rstrip(".").rstrip()
    if title and len(title) < 400 and not (mark and title[0].islower()):
        yield Attachment(title, Span(span.start, span.end))
