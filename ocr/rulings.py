"""Rulings of a table that were read as signs of the words beside them: "642}", "Resultat|", "1922" for 922.

A cell's figures stand so close to its ruling that a model takes the line for a bracket, a stroke or a 1.
Where a word begins or ends with such a sign, the picture is asked whether a long upright line stands there.
A bracket beside one goes; a 1 goes only where the word, looked at anew, surely has the other figures and
nothing else. Pages without such words are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr import glance
from ocr.crops import Stance, framed
from ocr.errors import MissingDependency
from ocr.image import Picture
from ocr.ink import Mask, ink_of
from ocr.ledger import Change
from ocr.page import Word, lines_of
from ocr.sheet import POINTS_PER_INCH, Box, scaled
from ocr.unread import long_runs

_BRACKETS = r"[\[\]{}()|!_\\]"
# "[927", "642}", "Intäkter_|", "1922", "(13|", "lExempel"; not "(13)"
_WORD = re.compile(
    rf"(?P<left>{_BRACKETS}*+(?:l(?=[A-ZÅÄÖ][a-zåäö]))?)(?P<core>\S*?[^\W_][%.,:]?)(?P<right>{_BRACKETS}*+)"
)
_ONE_BEFORE = re.compile(r"1(?=[1-9]\d{0,5}$)")  # what is left is a number as it is written
_PAIRS = ("()", "[]", "{}")
_NUMBERED = re.compile(r"\d{1,2}\)")  # a point of a list, "1)"
_SURE, _SURE_OF_ONE = 0.97, 0.95
_DPI = 75.0
_DARKER = 35  # levels of grey, than the paper

# In points.
_LONG = 40.0  # a ruling at least
_NEAR = 3.0  # from the box of the word
_MOSTLY = 0.7  # of the word's height


def beside_rulings(
    picture: Picture, dpi: float, stance: Stance, text: str, words: Sequence[Word], scale: float
) -> tuple[Change, ...]:
    """The signs of a text that are rulings of its page, as ledger lines that take them away.

    `scale` says how many pixels of the picture the unit of the words' boxes has.
    """
    lines = ((text[line[0].span.start : line[-1].span.end], line) for line in lines_of(text, words))
    asked = [
        (word, parts)
        for shown, line in lines
        for word in line
        if (parts := _parts(text[slice(*word.span)], shown))
    ]
    if not asked:
        return ()
    ink, coarser = ink_of(picture, dpi, _DPI, _DARKER)
    point = dpi / coarser / POINTS_PER_INCH
    upright = long_runs(ink.T, round(_LONG * point)).T
    if not upright.any():
        return ()
    out: list[Change] = []
    ones: list[tuple[Word, Picture]] = []
    for word, (left, right, is_one) in asked:
        box = scaled(word.box, scale / coarser)
        before, after = _lines(upright, box, point)
        if left and before:
            out.append(_gone(text, word.span.start, word.span.start + left, _SURE))
        if right and after:
            out.append(_gone(text, word.span.end - right, word.span.end, _SURE))
        if is_one and before:
            ones.append((word, framed(picture, [word.box], stance, scale)))
    return (*out, *_misread_ones(text, ones))


def _parts(shown: str, line: str) -> tuple[int, int, bool] | None:
    """How many signs before and after a word may be rulings, and whether its first figure may be one.

    Brackets that belong together on their line are none, nor is a round one that a word has: it may belong
    to one on the next line. A point of a list and a call ("Obs!") keep their signs as well.
    """
    found = _WORD.fullmatch(shown)
    if found is None:
        return None
    left, right = found["left"], found["right"]
    is_word = not any(map(str.isdigit, found["core"]))
    is_own = is_word and ("!" in right or not {"(", ")"}.isdisjoint(left + right))
    if (
        is_own
        or _NUMBERED.fullmatch(shown)
        or any(
            line.count(pair[0]) == line.count(pair[1]) > 0
            for pair in _PAIRS
            if not set(pair).isdisjoint(left + right)
        )
    ):
        left = right = ""
    is_one = not left and _ONE_BEFORE.match(shown) is not None
    return (len(left), len(right), is_one) if left or right or is_one else None


def _lines(upright: Mask, box: Box, point: float) -> tuple[bool, bool]:
    """Whether a ruling stands before a word, and after it."""
    x0, y0, x1, y1 = box
    rows = slice(max(0, int(y0)), int(y1) + 1)
    sign = 0.5 * (y1 - y0)  # what was read as one is as narrow as that at most

    def is_ruled(left: float, right: float) -> bool:
        part = upright[rows, max(0, int(left)) : max(0, int(right) + 1)]
        return bool(part.size and part.any(axis=1).mean() > _MOSTLY)

    return is_ruled(x0 - _NEAR * point, x0 + sign), is_ruled(x1 - sign, x1 + _NEAR * point)


def _misread_ones(text: str, ones: Sequence[tuple[Word, Picture]]) -> Iterator[Change]:
    """The figures 1 that the picture does not have; none where onnxruntime is missing."""
    try:
        read = glance.read([cutting for _, cutting in ones], [()] * len(ones)) if ones else []
    except MissingDependency:
        return
    for (word, _), seen in zip(ones, read, strict=True):
        start, end = word.span
        if seen.text == text[start + 1 : end] and seen.words[0].confidence >= _SURE_OF_ONE:
            yield _gone(text, start, start + 1, seen.words[0].confidence)


def _gone(text: str, start: int, end: int, sure: float) -> Change:
    before = text[start:end]
    candidates = (("", sure), (before, round(1 - sure, 4)))
    return Change(start, end, before, "", sure, "image", "applied", candidates, "a ruling of the table")
