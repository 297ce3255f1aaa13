"""Signs that the Swedish model does not know, asked of the English one: § and party letters in brackets.

On a page that was read whole, "§ 99" comes out as "8 99", "$ 99", "& 99", and "(L)" as "(1)". What may be
such a sign is cut out with the number or name beside it and read with the English model, which knows § and
never saw an å. Only the sign is taken from there; the digits stay as the Swedish model read them. Where the
English model is missing, the rules of `ocr/misread.py` do what can be done without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ocr import tesseract
from ocr.crops import cut
from ocr.errors import KlubbatError
from ocr.image import Picture
from ocr.ledger import Change
from ocr.page import Word, lines_of
from ocr.tesseract import PageRead

Reader = Callable[[Sequence[Picture], float], Sequence[PageRead]]

_SURE = 0.99
_MOST = 80  # cuttings a page: a table of figures is not read twice

_SIGN = re.compile(r"\(?(?P<sign>\$\$?|&&?|88?|S|[569g])")  # "8", "$$", "(&"
_GLUED = re.compile(r"\(?(?P<sign>\$|&|[85S])(?P<digits>\d{1,3})[,.;:)]*")  # "845", "$12,"
_SURELY_GLUED = re.compile(r"\(?[$&]")
_YEAR = re.compile(r"(?:19|20)\d\d,?")  # "den 22 maj 2018 8 99"
_CHAPTER = re.compile(r"kap\.?", re.IGNORECASE)
_BRACKET = re.compile(r"\((?P<sign>[1!|I$]|9|95|\$S)\)[,.;:]?")  # "(1)" for (L), "(9)" for (S)

_PARAGRAPH = re.compile(r"\(?(?P<sign>§§?)(?P<gap>\ ?)(?P<digits>\d*)")  # what the English model has then
_AFTER_NUMBER = re.compile(r".*\d\ ?(?:[a-z]\ )?(?P<sign>§§?)\W*$")
_PARTY = re.compile(r".*\((?P<sign>[LS])\)\W*$")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word that may hold such a sign: where the sign stands, what is cut out, and what answers."""

    start: int
    end: int
    words: tuple[Word, ...]
    answer: re.Pattern[str]
    digits: str = ""


def english(pictures: Sequence[Picture], dpi: float) -> Sequence[PageRead]:
    return tesseract.read_lines(pictures, dpi, language="eng")


def signs(picture: Picture, dpi: float, read: PageRead, reader: Reader = english) -> tuple[Change, ...]:
    """The signs of a page that were misread, as ledger lines for its text; boxes count in the picture."""
    asked = list(_asked(read))
    if not asked or len(asked) > _MOST:
        return ()
    try:
        answers = reader([cut(picture, [w.box for w in one.words], 1.0) for one in asked], dpi)
    except KlubbatError:  # no English model, or it failed: the page is read all the same
        return ()
    return tuple(
        change
        for one, answer in zip(asked, answers, strict=True)
        if (change := _change(one, read.text, answer.text.strip()))
    )


def _asked(read: PageRead) -> Iterator[_Asked]:
    for line in lines_of(read.text, read.words):
        shown = [read.text[word.span.start : word.span.end] for word in line]
        for i, word in enumerate(line):
            start = word.span.start
            before, after = shown[i - 1] if i else "", shown[i + 1] if i + 1 < len(line) else ""
            if found := _SIGN.fullmatch(shown[i]):
                place = start + found.start("sign"), start + found.end("sign")
                is_odd = found["sign"][0] in "$&"
                if after[:1].isdigit() and (not i or is_odd or _YEAR.fullmatch(before)):
                    yield _Asked(*place, (word, line[i + 1]), _PARAGRAPH)
                elif before[-1:].isalnum() and (is_odd or any(map(_CHAPTER.fullmatch, shown[:i]))):
                    yield _Asked(*place, (line[i - 1], word), _AFTER_NUMBER)
            elif (found := _GLUED.fullmatch(shown[i])) and (not i or _SURELY_GLUED.match(shown[i])):
                place = start + found.start("sign"), start + found.end("sign")
                yield _Asked(*place, (word,), _PARAGRAPH, found["digits"])
            elif (found := _BRACKET.fullmatch(shown[i])) and before[:1].isupper():
                place = start + found.start("sign"), start + found.end("sign")
                yield _Asked(*place, (line[i - 1], word), _PARTY)


def _change(asked: _Asked, text: str, answer: str) -> Change | None:
    found = asked.answer.match(answer)
    if not found or (asked.digits and found["digits"] != asked.digits):
        return None
    before = text[asked.start : asked.end]
    after = found["sign"] + (found["gap"] if asked.digits else "")
    candidates = ((after, _SURE), (before, round(1 - _SURE, 4)))
    told = f"{after.strip()} read as {before}; the English model has it"
    return Change(asked.start, asked.end, before, after, _SURE, "image", "applied", candidates, told)
