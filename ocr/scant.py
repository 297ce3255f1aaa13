"""Text layers that hold next to nothing of the page that they lie on.

A registry prints "Inkom 2019-04-16" across a scan that has no text; a program that read a page upside down
left noise under it. Such a page has a text, and whoever trusts it can neither search nor read the page. So
the layer of a scan is doubted where most lines of the page lie under none of its few words, or where hardly
one of its words is one. What reading the page finds then counts if it is far more; else the layer was right
about an empty page, a map, or another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from math import ceil

from ocr import pdf
from ocr.foreign import quoted_words
from ocr.lexicon import lexicon
from ocr.page import lines_of
from ocr.sheet import Sheet
from ocr.unread import shapes

_FEW = 60  # words of a layer that may have missed most of its page
_LINES = 8  # of print without a word, that make a page worth reading
_DPI = 100.0
_TOLD, _KNOWN = 20, 0.2  # words that tell something, and the share of them that are known at least
_MORE = 3  # times as many known words
_WORD = re.compile(r"[^\W\d_]{3,}")


def is_scant(document: pdf.Document, sheet: Sheet) -> bool:
    """Whether a page's text is not to be trusted to be that of its scan."""
    is_noise = _is_noise(sheet.text)
    if not is_noise and len(sheet.words) > _FEW:
        return False
    if pdf.pictured(document, sheet.number - 1)[0] <= pdf.COVERING:
        return False
    if is_noise:
        return True
    picture, dpi = pdf.picture(document, sheet.number - 1, _DPI)
    lines = len(list(lines_of(sheet.text, sheet.words)))
    return len(shapes(picture, dpi, [word.box for word in sheet.words])) >= max(_LINES, 2 * lines)


def is_more(read: Sheet, sheet: Sheet) -> bool:
    """Whether reading a page found far more of it than its layer holds."""
    found = sum(_known(read.text))
    return found >= max(_TOLD, _MORE * sum(_known(sheet.text)))


def _is_noise(text: str) -> bool:
    told = len(_WORD.findall(text))
    enough = ceil(_KNOWN * told)
    return told >= _TOLD and sum(islice(filter(None, _known(text)), enough)) < enough


def _known(text: str) -> Iterator[bool]:
    """Of each word of a text, whether it is in a list, of Swedish or of what is quoted in it."""
    swedish, quoted = lexicon().words, quoted_words()
    for word in _WORD.findall(text):
        low = word.lower()
        yield low in swedish or low in quoted
