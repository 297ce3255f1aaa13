"""What can be learned from a document before any of it is repaired: the own words of its good pages.

Only a text layer or a text file teaches, and only pages that the gate calls good and that hold å, ä and ö as
Swedish does. What Tesseract read from an image has mistakes of its own and teaches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.own_words import Counted, counted, plainly_good
from ocr.repair import verdicts


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the pages of a document teach, if anything, and whether some of them are damaged."""

    learned: Counted | None
    damaged: bool


def lesson(pages: Sequence[str]) -> Lesson:
    """What is to be learned from the texts that the pages of one document hold themselves."""
    judged = verdicts(pages)
    good = [p for p, verdict in zip(pages, judged, strict=True) if verdict == "good" and plainly_good(p)]
    return Lesson(counted(good) if good else None, "damaged" in judged)
