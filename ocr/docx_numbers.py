"""Numbers that Word counts itself: "1.", "a)", "§ 12", which no run of a DOCX holds as text.

A paragraph belongs to a list by its own properties or by its style's. A list has levels; each has a format, a
pattern ("§ %1", "%1.%2") and a number to begin with, and starts anew after a paragraph of a higher level.
Bullets are a hyphen here: what stands there is a sign of some symbol typeface.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

_PLACE = re.compile(r"%(\d)")  # "%1.%2"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9  # that a list may have
_MOST = 3999  # what Roman numerals can say


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers look, and the first of them."""

    look: str
    pattern: str
    first: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document by their id, and where each has come to."""

    lists: Mapping[str, tuple[str, Mapping[int, Level]]]  # the definition that lists share, and its levels
    styles: Mapping[str, tuple[str, str]]
    _at: dict[str, list[int | None]] = field(default_factory=dict)

    def next(self, style: str, number: str, level: str) -> str:
        """The number of the next paragraph; empty where it has none. `0` takes a paragraph out of a list."""
        styled, styled_level = self.styles.get(style, ("", ""))
        shared, levels = self.lists.get(number or styled, ("", {}))
        at = min(_whole(level or styled_level), _LEVELS - 1)
        if at not in levels:
            return ""
        counts = self._at.setdefault(shared, [None] * _LEVELS)
        before = counts[at]
        counts[at] = levels[at].first if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - 1 - at)
        return _shown(levels, counts, at)


def numbering(lists: bytes, styles: bytes) -> Numbering:
    """What a DOCX's `numbering.xml` and `styles.xml` say; empty bytes where there is none."""
    shared: dict[str, dict[int, Level]] = {}
    found: dict[str, tuple[str, dict[int, Level]]] = {}
    for element in ElementTree.fromstring(lists) if lists else ():
        if _tag(element) == "abstractNum":
            shared[_of(element, "abstractNumId")] = dict(map(_level, _children(element, "lvl")))
        elif _tag(element) == "num":
            name = next((_of(e, "val") for e in _children(element, "abstractNumId")), "")
            restarts = any(_children(o, "startOverride") for o in _children(element, "lvlOverride"))
            number = _of(element, "numId")
            found[number] = (f"{name} {number}" if restarts else name, shared.get(name, {}))
    return Numbering(found, _styled(styles))


def _styled(data: bytes) -> dict[str, tuple[str, str]]:
    """The list and level of each style; a style without goes by the one that it is based on."""
    own: dict[str, tuple[str, str]] = {}
    based: dict[str, str] = {}
    for element in ElementTree.fromstring(data) if data else ():
        name = _of(element, "styleId")
        based[name] = next((_of(e, "val") for e in _children(element, "basedOn")), "")
        for properties in _children(element, "pPr"):
            for about in _children(properties, "numPr"):
                values = {_tag(e): _of(e, "val") for e in about}
                own[name] = (values.get("numId", ""), values.get("ilvl", ""))
    return {name: found for name in based if (found := _inherited(name, own, based)) is not None}


def _inherited(
    name: str, own: Mapping[str, tuple[str, str]], based: Mapping[str, str]
) -> tuple[str, str] | None:
    for _ in range(20):  # no style stands on more; a ring of them does
        if name in own:
            return own[name]
        name = based.get(name, "")
    return None


def _level(element: ElementTree.Element) -> tuple[int, Level]:
    values = {_tag(child): _of(child, "val") for child in element}
    look = values.get("numFmt", "decimal")
    pattern = "-" if look == "bullet" else values.get("lvlText", "")
    return _whole(_of(element, "ilvl")), Level(look, pattern, _whole(values.get("start", "1")))


def _shown(levels: Mapping[int, Level], counts: list[int | None], at: int) -> str:
    def number(place: re.Match[str]) -> str:
        n = int(place[1]) - 1
        level = levels.get(n)
        if level is None or n > at:
            return ""
        count = counts[n]
        return _in_the_look(level.first if count is None else count, level.look)

    return _PLACE.sub(number, levels[at].pattern).strip()


def _in_the_look(number: int, look: str) -> str:
    """
    >>> [_in_the_look(28, look) for look in ("decimal", "lowerLetter", "upperRoman", "none")]
    ['28', 'bb', 'XXVIII', '']
    """
    match look:
        case "lowerLetter" | "upperLetter" if number > 0:
            text = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        case "lowerRoman" | "upperRoman" if 0 < number <= _MOST:
            text = ""
            for value, letters in _ROMAN:
                text += letters * (number // value)
                number %= value
        case "none":
            text = ""
        case "decimalZero":
            text = f"{number:02}"
        case _:
            text = str(number)
    return text.upper() if look.startswith("upper") else text


def _children(element: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [child for child in element if _tag(child) == tag]


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _of(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
