"""Pages that were scanned upside down.

Tesseract finds out by itself that text runs up or down a page, and does not notice when it is upside down:
then it reads noise, and is sure of nothing. So a page of which it is sure of nothing is turned and read once
more, and the better reading is kept. A page that lies on its side needs no more than that.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from ocr import tesseract
from ocr.image import Picture, upside_down
from ocr.sheet import Box
from ocr.tesseract import PageRead

_DOUBTFUL = 0.5  # the middle certainty of a page's words: upright ones have 0.9, worn ones 0.7, noise 0.35
_LEAST_WORDS = 8  # that make a page worth turning
_BETTER = 0.2  # by how much surer the other reading must be


def read_picture(picture: Picture, dpi: float) -> tuple[PageRead, Picture, bool]:
    """What stands in a picture, the picture as it was read, and whether that was turned by 180 degrees.

    Raises what `tesseract.read_picture` raises.
    """
    found = tesseract.read_picture(picture, dpi)
    if len(found.words) < _LEAST_WORDS or _certainty(found) >= _DOUBTFUL:
        return found, picture, False
    turned = upside_down(picture)
    other = tesseract.read_picture(turned, dpi)
    if _certainty(other) < _certainty(found) + _BETTER:
        return found, picture, False
    return other, turned, True


def turned_back(found: PageRead, picture: Picture) -> PageRead:
    """A reading of a turned picture with its boxes where they are on the page as it lies."""
    return replace(found, words=tuple(replace(word, box=_turned(word.box, picture)) for word in found.words))


def _turned(box: Box, picture: Picture) -> Box:
    x0, y0, x1, y1 = box
    return picture.width - x1, picture.height - y1, picture.width - x0, picture.height - y0


def _certainty(found: PageRead) -> float:
    return median(word.confidence for word in found.words) if found.words else 0.0
