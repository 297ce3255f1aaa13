"""Signs that a model does not know: § read as 8, 5, $ or &, and @ read as Q.

Tesseract's Swedish model has neither sign. A number is never touched for looking odd; only where the law's
own grammar leaves no choice ("18 kap. 13 8 offentlighets- och sekretesslagen", "Antagen av kommunstyrelsen
2019-10-08 $ 154") does the sign come back, and an @ only inside what is otherwise an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ocr.ledger import Change
from ocr.spans import line_at

_PARAGRAPH = re.compile(
    r"""
      # "18 kap. 13 8", "18 kap, 13 $", "18 Kap 138"; not "5 kap. 13 8 §" nor "kap. 13 8-10"
      \b[Kk]ap[.,]?\s?\d{1,2}(?P<letter>\s?[a-f])?
          (?:\s?(?P<law>[$&])|\s(?P<law_number>[85])|(?<=\d\d)(?P<law_joined>8))
          (?![\w$&]|\s?[§%]|[-–/:,.]\d|\s\d)
      # "18:13 8 Offentlighets- och sekretesslagen"
    | \b18\s[Kk]ap[.,]?\s?13(?P<secrecy>[85])(?![\w§%,.:])  # the stamp of secrecy, "18 kap. 135"
    | \b\d{1,2}:\d{1,2}\s(?P<short>[8$&])(?=\s[Oo]ffentlighets)
      # "KS 8 195/2015", "Kommunstyrelsen $ 429/2019"
    | (?:\bK[SF]|[Kk]ommun(?:styrelsen|fullmäktige)|nämnden|utskottet)\s
          (?:(?P<organ>[8$&])\s?(?=\d{1,4}/(?:19|20)\d\d\b)
            |(?P<organ_sign>[8$&])\s(?=\d{1,3}[,.)]?[^\S\n]*(?:$|\n)))  # "KS 8 134" at a line's end
      # "kommunstyrelsen den 9 oktober 2019 & 116"
    | \b\d{1,2}\s(?:(?:jan|febr)uari|mars|april|maj|ju[nl]i|augusti|(?:septem|okto|novem|decem)ber)\s
          (?:19|20)\d\d,?\s(?P<day>[$&])\s?(?=\d{1,3}\b(?!\s?\d|[.,/]\d))
      # "enligt MSBFS 2015:5 4 $:"
    | \b(?:MSBFS|SFS|SOSFS)\s(?:19|20)\d\d:\d{1,4},?\s\d{1,2}\s(?P<code>[$&])(?!\w)
      # "2019-10-08 $ 154", "2019-09-02, $92 av Kommunstyrelsen", "2019-09-04 4$ 211"
    | \b(?:19|20)\d\d-\d\d-\d\d,?\s(?P<date>4?[$&])\s?(?=\d{1,4}\b(?!\s?\d|[.,/]\d))
      # "Antagen av Kommunstyrelsen 2019-11-27 8 150"
    | \b(?:[Aa]ntag|[Bb]eslut|[Ff]astställ|[Kk]ommun(?:styrelse|fullmäktige))[^\n]{0,60}\b
          (?:19|20)\d\d-\d\d-\d\d,?\s(?P<decided>8)(?=\s\d{1,3}(?:[.,]?\s*(?:$|\n)|\s+(?:av\b|[A-ZÅÄÖ][a-zåäö])))
      # a heading of a protocol: "$ 41 Uppföljning av planen"
    | ^(?P<item>[$&])(?=\s?\d{1,3}\s[A-ZÅÄÖ][a-zåäö])
      # "med stöd av 12 & förordningen", "13 $ lagen"
    | \b(?:enligt|av)\s\d{1,3}\s(?P<of_law>8)(?=\s(?:[a-zåäö]*lagen|förordningen)\s\()
    | \b(?:enligt|av|i|\d\skap\.)\s\d{1,3}\s(?P<of>[$&])(?=\s(?:[a-zåäö]*lagen|[a-zåäö]*förordningen)\b)
    """,
    re.VERBOSE | re.MULTILINE,
)

# "vellinge.kommunQvellinge.se", "info(Qsecurity.se", "kommunenQMvargarda.se", "per.jonsson(Mharnosand.se"
_AT = re.compile(
    r"\b[a-zåäö0-9][a-zåäö0-9._-]{1,63}(?P<at>\(?QM?|\(M)(?=(?:[a-zåäö0-9-]{1,63}\.){1,5}(?:se|com|nu|org|net|eu)\b)"
)

_HYPHEN = re.compile(r"(?<=[a-zåäö]{3})=(?=\s(?:och|eller)\s)")  # "offentlighets= och"
# The number of a section before its head: "4,2 Avgränsning", "4.4, Avgränsning".
_SECTION = re.compile(
    r"^[ \t]*(\d{1,2})([.,])(\d{1,2})([.,]?)(?=[ \t]+(?:[—–-][ \t]+)?[A-ZÅÄÖ][a-zåäöA-ZÅÄÖ])", re.MULTILINE
)
_NEAR = 400  # characters to the section before or after

# One of these stands in every text that the patterns above can change. What stands before is asked after the
# rarest of its characters, which is found at once: that is six times as fast.
_ANY = re.compile(
    r"""
    [$&Kk8Q(=] (?:
      (?<=[$&])
    | (?<=[Kk])ap[.,]?\s?\d
    | (?<=\d\s8)\s | (?<=\s8)\s\d | (?<=\sQ8)\s\d | (?<=:\d\s8) | (?<=:\d\d\s8)
    | (?<=[a-z]Q)[a-z] | (?<=[a-z]\(Q)[a-z] | (?<=[a-z]\()M[a-z] | (?<=Q)M
    | (?<=[a-z]=)\s
    )
    """,
    re.VERBOSE,
)
_BEFORE = 4  # characters of such, at the most, that stand before the one it is found by
_ANY_SECTION = re.compile(r"^[ \t]*\d{1,2}(?:,\d{1,2}[.,]?|\.\d{1,2},)[ \t]", re.MULTILINE)


def signs(page: str) -> Iterator[Change]:
    """The signs of a page that were read as something else.

    >>> [(c.before, c.after) for c in signs("Sekretess enligt 18 kap. 13 8 offentlighets- och ...")]
    [('8', '§')]
    """
    for begin, stop in _lines(page):
        yield from _signs(page, begin, stop)
    if _ANY_SECTION.search(page):
        yield from _sections(page)


def _lines(page: str) -> list[tuple[int, int]]:
    """The lines that may hold such a sign, each with the line before it; those that touch are one stretch."""
    found: list[tuple[int, int]] = []
    for match in _ANY.finditer(page):
        if found and match.end() <= found[-1][1]:
            continue  # in a line that is there already: a page may be one line of such signs
        line, end = line_at(page, max(0, match.start() - _BEFORE), match.end())
        start = page.rfind("\n", 0, max(0, line - 1)) + 1
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(end, found[-1][1])
            found.pop()
        found.append((start, end))
    return found


def _signs(page: str, begin: int, stop: int) -> Iterator[Change]:
    for match in _PARAGRAPH.finditer(page, begin, stop):
        name = match.lastgroup if match.lastgroup != "letter" else None
        start, end = match.span(name or 0)
        yield _change(
            page, start, end, _spaced(page, start, end, "§"), "where the law is cited, only § can stand"
        )
    yield from in_words(page, begin, stop)


def in_words(page: str, begin: int, stop: int) -> Iterator[Change]:
    """The @ of addresses, and the hyphens of what is left out, that were read as something else."""
    for match in _AT.finditer(page, begin, stop):
        yield _change(page, *match.span("at"), "@", "inside an address, only @ can stand")
    for match in _HYPHEN.finditer(page, begin, stop):
        yield _change(page, *match.span(), "-", "before what is left out, only a hyphen can stand")


def _sections(page: str) -> Iterator[Change]:
    """Commas in the numbers of sections that stand beside others with full stops: "4.3.", "4.4,", "4.5."."""
    found = list(_SECTION.finditer(page))
    for i, match in enumerate(found):
        if "," in match.group():
            beside = [other for other in found[max(0, i - 1) : i + 2] if _follows(match, other)]
            for group in (2, 4):
                if match[group] == "," and any(other[group] == "." for other in beside):
                    yield _change(
                        page, *match.span(group), ".", "in the number of a section, only . can stand"
                    )


def _follows(match: re.Match[str], other: re.Match[str]) -> bool:
    """Whether a section comes right before or after another, whose number has no comma."""
    near = abs(match.start() - other.start()) < _NEAR and match[1] == other[1]
    return near and "," not in other.group() and abs(int(match[3]) - int(other[3])) == 1


def _spaced(page: str, start: int, end: int, sign: str) -> str:
    """The sign with the blanks that print has on either side of it: "138" is "13 §"."""
    before = " " if page[start - 1 : start].isalnum() else ""
    after = " " if page[end : end + 1].isalnum() else ""
    return before + sign + after


def _change(page: str, start: int, end: int, after: str, reason: str) -> Change:
    before = page[start:end]
    return Change(start, end, before, after, 0.99, "channel", "applied", ((after, 0.99),), reason)
