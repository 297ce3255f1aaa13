"""Lines of a program within a text, and names as programs have them: `for i in range(3):`, `namnd_lista`.

An appendix may hold a script, a query or a table's fields. Their names are Swedish without å, ä and ö because
the language of the program has none, and change with one letter what they mean.
"""

from __future__ import annotations

import re

from ocr.spans import Span

# Each line of a program stands among some of the first, each name has the last.
_TELLING = ("=", "{", "}", "):", ");", "]:")
_SIGNS = (*_TELLING, "_")
_LONGEST = 200  # characters of a line
_LINE = re.compile(
    r"""
      for\ \w+(?:,\ ?\w+)*\ in\ \S.*:                  # for i in range(3):
    | (?:if|elif|while|with)\ .*[()\[\]=<>].*:          # if namnd == 2:
    | (?:def|class)\ \w.*:
    | (?:return|import|print|var|let|const)\b.*[()\[\]=._].*
    | [a-zA-Z_][\w.\[\]"'-]*\ ?[-+*/|:]?=\ ?            # namnd = "skola"
      (?:\S+|["'\[({].*|\w\S*\ [-+*/%<>&|].*)
    | .*[\w)\]]\(.*[;{]                                # f(x);
    | .*=.*;
    | [{}][,;]?
    """,
    re.VERBOSE,
)
_ENDS, _BEGINS = (":", ";", "{", "}", ","), ("return", "import", "print", "var", "let", "const")
_WITHIN_NAME = re.compile(r"(?<=[a-z\d])_(?=[a-z\d])")
_NAME_BEFORE, _NAME_AFTER = re.compile(r"\w+$"), re.compile(r"\w+")


def of_program(text: str, start: int, end: int) -> list[Span]:
    """The lines and names of a program in `text[start:end]`.

    >>> text = "for i in set(namnder):\\nNamnden har lista_ar for andra (se bilaga).\\n"
    >>> [text[slice(*span)] for span in of_program(text, 0, len(text))]
    ['for i in set(namnder):', 'lista_ar']
    """
    if not any(text.find(sign, start, end) >= 0 for sign in _SIGNS):
        return []
    found = set(lines_of_program(text, start, end))
    for match in _WITHIN_NAME.finditer(text, start, end):
        before = _NAME_BEFORE.search(text, max(start, match.start() - _LONGEST), match.start())
        after = _NAME_AFTER.match(text, match.end(), min(end, match.end() + _LONGEST))
        found.add(Span(before.start() if before else match.start(), after.end() if after else match.end()))
    return sorted(found)


def lines_of_program(text: str, start: int, end: int) -> list[Span]:
    """The lines of a program in `text[start:end]`."""
    found: list[Span] = []
    if not any(text.find(sign, start, end) >= 0 for sign in _TELLING):
        return found
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip()
        if (
            len(line) <= _LONGEST
            and (bare.endswith(_ENDS) or "=" in bare or bare.startswith(_BEGINS))
            and _LINE.fullmatch(bare)
        ):
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found


__all__ = ["lines_of_program", "of_program"]
