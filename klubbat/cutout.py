"""The picture of a doubtful word, cut out of its page: what was printed says more than what was read.

It lies in the output folder as long as the review runs, under one name that each picture takes over from the
one before, and is gone afterwards: a page may hold what nobody else should see.
"""

from __future__ import annotations

from pathlib import Path

from klubbat.files import write_atomically
from klubbat.manifest import Entry
from klubbat.reviewing import Doubt
from ocr import image, pdf
from ocr.errors import KlubbatError
from ocr.sheet import POINTS_PER_INCH, Box, scaled
from ocr.sniff import sniff
from ocr.source import Data

NAME = "review.png"
_DPI = 150.0  # enough to read on a screen


def told(out: Path, entry: Entry, doubt: Doubt) -> str:
    """Cut a place out and say where the picture lies, or why there is none."""
    if doubt.box is None:
        return "There is no picture of this place: the document is a text."
    try:
        write_atomically(out / NAME, cut(out / entry.outputs[0], doubt, doubt.box))
    except KlubbatError as error:
        return f"There is no picture of this place: {error.message}."
    return f"The picture is {out / NAME}, until you quit."


def cut(data: Data, doubt: Doubt, box: Box) -> bytes:
    """A PNG of the lines around a doubtful word's box, from its PDF or image file.

    Raises BadInput where the page cannot be drawn.
    """
    if sniff(data, doubt.source) == "pdf":
        with pdf.opened(data) as document:
            drawn, dpi = pdf.picture(document, doubt.page - 1, _DPI)
            shown = scaled(box, dpi / POINTS_PER_INCH)
    else:
        with image.opened(data) as opened:
            page = image.picture(opened, doubt.page - 1)
            across, down = page.scale
            drawn, shown = page.picture, scaled(box, 1 / across, 1 / down)
    return image.strip(drawn, shown)


def forget(out: Path) -> None:
    """Take the last picture away."""
    (out / NAME).unlink(missing_ok=True)
