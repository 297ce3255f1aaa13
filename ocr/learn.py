"""What can be learned from a document before any of it is repaired: the own words of its good pages.

Only a text layer or a text file teaches, and only pages that the gate calls good and that hold å, ä and ö as
Swedish does. What Tesseract read from an image has mistakes of its own and teaches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ocr.judge import Judged
from ocr.own_words import Counted, OwnWords, counted, plainly_good
from ocr.page import Reading


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the pages of a document teach, if anything, and whether some of them are damaged."""

    learned: Counted | None
    damaged: bool


def lesson(pages: Sequence[Judged]) -> Lesson:
    """What is to be learned from the texts that the pages of one document hold themselves."""
    good = (page.text for page in pages if page.verdict == "good")
    return Lesson(taught_by(good), any(page.verdict == "damaged" for page in pages))


def taught_by(pages: Iterable[str]) -> Counted | None:
    """What pages teach that the gate called good; None where none of them is plainly so."""
    good = [page for page in pages if plainly_good(page)]
    return counted(good) if good else None


class PutOff(Exception):
    """A document is damaged, and the words of its archive are not known yet."""

    def __init__(self, learned: Counted | None) -> None:
        self.learned = learned
        super().__init__("damaged, and put off")


@dataclass(slots=True)
class Listener:
    """Given to `read` as `on_layers`: learns from the pages before they are repaired. Where `waits`, it
    raises PutOff on damage, before any work is done on it."""

    waits: bool
    learned: Counted | None = None

    def __call__(self, pages: Sequence[Judged]) -> None:
        heard = lesson(pages)
        self.learned = heard.learned
        if self.waits and heard.damaged:
            raise PutOff(heard.learned)


def read_or_put_off(
    read: Callable[[Listener], Reading], own: OwnWords | None
) -> tuple[Reading | None, Counted | None]:
    """What `read` makes of a document, and what its good pages teach; no reading where it is damaged and the
    words of its archive, `own`, are not known yet."""
    listener = Listener(waits=own is None)
    try:
        return read(listener), listener.learned
    except PutOff as later:
        return None, later.learned
