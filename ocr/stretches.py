"""Long texts in stretches, so that repair needs no more memory for a gigabyte than for a thick protocol.

A stretch is repaired as a document of its own: the confusions of its typeface are learned from it alone, and
a word that nobody knows is decided once for the stretch. Its bound is far beyond ordinary documents, so
those are one stretch. A text is cut at the last page break that fits, else after an empty line, a line, a
blank, and only then within a run of characters. Where it is cut follows from the text alone, never from the
pieces in which it came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ocr.page import PAGE_BREAK

MOST = 1_000_000  # characters: about 400 pages
_CUTS = (PAGE_BREAK, "\n\n", "\n", " ")  # the best first


def stretches(chunks: Iterable[str], most: int) -> Iterator[str]:
    """A text that comes in pieces, in stretches of at most `most` characters; "" if there is none.

    >>> list(stretches(["ett två tr", "e fyra"], most=9))
    ['ett två ', 'tre fyra']
    """
    held = ""
    given = False
    for chunk in chunks:
        held += chunk
        at = 0
        while len(held) - at > most:
            end = _cut(held, at, at + most)
            yield held[at:end]
            given = True
            at = end
        held = held[at:]
    if held or not given:
        yield held


def _cut(text: str, start: int, end: int) -> int:
    """Where the stretch from `start` ends, `end` at the latest. A page break may stand anywhere in it; any
    other place must lie in its second half."""
    middle = start + (end - start) // 2
    for mark in _CUTS:
        at = text.rfind(mark, start if mark == PAGE_BREAK else middle, end)
        if at >= 0:
            return at + len(mark)
    return end


def runs(pages: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """The pages of a document in runs of at most `most` characters; a longer page is a run of its own."""
    first = size = 0
    for i, page in enumerate(pages):
        size += len(page) + len(PAGE_BREAK)
        if size > most and i > first:
            yield pages[first:i]
            first, size = i, len(page) + len(PAGE_BREAK)
    yield pages[first:]
