"""How programs write letters in plain signs: "=E4" in mail, "%C3%A4" in addresses, "&auml;" in HTML, "\\'e4".

Each is a table from what stands in a text to the letter that it was, for `ocr/code_pages.py`, which believes
it where words come of it. Letters beyond ASCII that Latin-1 has, and the signs that the way itself needs
("=3D", "&amp;"), are all in the table; a table is as whole as what wrote it, so that "§" comes back as well.
"""

from __future__ import annotations

import base64
import html.entities
import unicodedata
from collections.abc import Callable, Iterator, Mapping

# What Latin-1 has beyond ASCII, and what Windows puts beside it.
_WRITTEN = "".join(map(chr, range(0xA0, 0x100))) + "–—‘’“”„•…€"
_ACCENTS = {"\u0308": '"', "\u0301": "'", "\u0300": "`", "\u0302": "^", "\u0303": "~"}
_RINGED = {"å": "aa", "Å": "AA"}
# At the end of a line of mail that goes on below, also where it was quoted.
_SOFT_BREAKS = ("=\n", "=\r\n", "=\n> ", "=\r\n> ")


def tables() -> Iterator[Mapping[str, str]]:
    """The ways to write letters, each from what stands to what it was; case does not count in hex.

    >>> [table["=C3=A4"] for table in tables() if "=C3=A4" in table]
    ['ä']
    """
    for encoding in ("cp1252", "utf-8"):
        hexed = [(letter, letter.encode(encoding, "ignore").hex()) for letter in _WRITTEN]
        pairs = [
            (letter, [code[i : i + 2] for i in range(0, len(code), 2)]) for letter, code in hexed if code
        ]
        mail = {
            cut.join(f"={byte}" for byte in (code if small else map(str.upper, code))): letter
            for letter, code in pairs
            for cut in ("", *_SOFT_BREAKS)
            for small in (False, True)
        }
        yield {**mail, "=3D": "=", "=20": " ", "=09": "\t", **dict.fromkeys(_SOFT_BREAKS, "")}
        yield _either_case(lambda byte: f"%{byte}", pairs)
        yield _either_case(lambda byte: f"\\'{byte}", pairs)
        yield _either_case(lambda byte: f"\\x{byte}", pairs)
    names = {
        f"&{name}": sign for name, sign in html.entities.html5.items() if sign in _WRITTEN and name[-1] == ";"
    }
    numbers = {f"&#{ord(letter)};": letter for letter in _WRITTEN}
    hexes = {f"&#x{ord(letter):{form}};": letter for letter in _WRITTEN for form in ("x", "X")}
    plain = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
    yield {**names, **numbers, **hexes, **plain}
    yield {f"&amp;{seen[1:]}": letter for seen, letter in (names | numbers).items()}  # written so twice
    letters = {name: letter for name, letter in names.items() if letter.isalpha() or letter == "§"}
    yield {name[:-1]: letter for name, letter in names.items() if letter.isalpha()}
    yield {name[1:]: letter for name, letter in letters.items() if len(name) > 4}  # the "&" was lost
    for slash in ("\\", "\\\\"):
        yield {f"{slash}u{ord(letter):04{form}}": letter for letter in _WRITTEN for form in ("x", "X")}
    yield {f"\\u{ord(letter)}?": letter for letter in _WRITTEN}  # RTF
    yield {f"+{_base64(letter)}{end}": letter for letter in _WRITTEN for end in ("-", "")}
    yield dict(_tex())


def _either_case(written: Callable[[str], str], pairs: list[tuple[str, list[str]]]) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for letter, code in pairs:
        table["".join(map(written, code))] = letter
        table["".join(map(written, code)).upper().replace("\\X", "\\x")] = letter
    return table


def _base64(letter: str) -> str:
    return base64.b64encode(letter.encode("utf-16-be")).decode().rstrip("=")


def _tex() -> Iterator[tuple[str, str]]:
    """As TeX has them: `{\\"a}`, `\\"{a}`, `\\"a`, `{\\aa}`, `\\aa{}`."""
    for letter in filter(str.isalpha, _WRITTEN):
        base, mark = unicodedata.normalize("NFD", letter)[:1], unicodedata.normalize("NFD", letter)[1:]
        if mark in _ACCENTS:
            accent = _ACCENTS[mark]
            for form in (f"{{\\{accent}{base}}}", f"\\{accent}{{{base}}}", f"\\{accent}{base}"):
                yield form, letter
    for letter, name in _RINGED.items():
        yield from ((form, letter) for form in (f"{{\\{name}}}", f"\\{name}{{}}", f"\\{name} "))


__all__ = ["tables"]
