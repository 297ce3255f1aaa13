"""What stands in a form that no Swedish text has: doubts about figures, signs and scraps.

Channel and tagger weigh words. What remains wrong on a ruined page is for the larger part something else: an
"r" that was "är", a case number cut in two ("201 8/53"), an amount that lost its blank among others that have
theirs, letters glued to figures, a mark of quotation of another kind than its partner, and scraps of rules
and logos. What is true the text cannot tell, but that it is odd: each such form gets the chance that it is
wrong, as counted on pages that were made to measure on. A scrap is doubted more among others: in a line of
which every third word is odd hardly anything short is right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ocr.ledger import Change
from ocr.lexicon import Lexicon
from ocr.spans import Span


class _Form(NamedTuple):
    """The chances that a form is wrong, by itself and in a line of odd words, and the reason given."""

    alone: float
    among: float
    why: str


_FORMS = {
    "letter": _Form(0.8, 0.95, "a letter that stands for no word"),
    "short": _Form(0.4, 0.97, "no known word, and too short to be made of others"),
    "unlisted": _Form(0.25, 0.9, "no known word"),
    "capitals": _Form(0.2, 0.9, "capitals that stand for nothing known"),
    "glued": _Form(0.75, 0.9, "letters and figures in one"),
    "twice": _Form(0.95, 0.95, "no abbreviation and no word"),
    "shut": _Form(0.7, 0.9, "figures beside a bracket that nothing opens"),
    "amount": _Form(0.85, 0.85, "figures without the blank that others here have"),
    "quote": _Form(0.75, 0.75, "a mark of quotation unlike the others"),
    "comma": _Form(0.5, 0.5, "a comma where a sentence ends"),
    "point": _Form(0.9, 0.9, "a comma behind the number of a point"),
    "year": _Form(0.95, 0.95, "a year cut in two"),
}
_LETTERS = ("letter", "short", "unlisted", "capitals")
_SCRAPS = (*_LETTERS, "glued", "twice")
_ODD_LINE = 0.3  # the share of a line's other words that are odd, from which on nothing short is believed
_ODD = 0.3  # the risk of a word of the ledger that makes it odd
_RARE, _FEW = 20, 200  # times that a short word was counted
_JOINING = 2000  # ... and one like "det", with which sentences begin
_ABBREVIATED = ("fl", "ex", "bl", "fr")  # with single letters
_LONGEST = 5  # letters of a scrap

_RUN = re.compile(r"\S+")
_COMMA = re.compile(r",[^\S\n]+[^\W\d_a-zåäö]")  # "arendet, Det"
_Line = tuple[float, Change]
_EDGES = ".,;:!?()\"”“'’…-–—/"
_BROKEN = "-\xad\u2010"
_ADDRESS = re.compile(r"@|://|www|\.(?:se|com|org|net|eu|nu|pdf)\b")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3} \d{3}(?![\d.,])")  # "1 203"
_POINT = re.compile(r"\d{1,2},")  # "1, Nämnden får i uppdrag"
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_CUT_YEAR = re.compile(r"(?<!\S)(?:19|20)\d \d[/:-]\d\S*")  # "201 1/293-251"
# "3i", "nrs5", "NR69", "9S", "a3", "7I"; no "4G", "A4", "30cm", "5a"
_GLUED = re.compile(r"\d[iIlSOBZg]|[a-zåäö]\d{1,3}|[A-Za-zåäöÅÄÖ]{2,}\d{1,3}|\d{2,}[A-ZÅÄÖ]")
_TWICE = re.compile(r"([A-ZÅÄÖ])(?!\1)(?i:\1)|\([A-ZÅÄÖ]l\)[,.;:]?")  # "Vv", "(Fl)"
_SHUT = re.compile(r"\d+(?:[.,]\d+)?\)")  # "35)"
_PAGED = re.compile(r"\d+\(\d+[.,)]*")  # "95(95)"


class _Run(NamedTuple):
    """What stands between blanks, its form, and whether another doubt about it makes its line odd."""

    start: int
    end: int
    text: str
    form: str
    odd: bool


def odd_forms(
    page: str, stretches: Sequence[Span], lines: Sequence[_Line], words: Lexicon
) -> Iterator[_Line]:
    """The doubts about forms in damaged stretches of a page, each with the chance that it is wrong.

    `lines` are what else the ledger says of them, in order of place; nothing is said twice of one word.
    """
    starts = [change.start for _, change in lines]
    grouped = len(_GROUPED.findall(page)) > 1
    paired = 0 < page.count("”") + page.count("“") >= page.count('"')
    for stretch in stretches:
        at, last = stretch.start, "\n"  # where the line begins, and what stood before it
        for text in page[stretch.start : stretch.end].split("\n"):
            if _may_be_odd(text, at, lines, starts, words, paired=paired):
                line = list(_runs(page, Span(at, at + len(text)), lines, starts, words, last))
                yield from _of_line(page, line, words, grouped=grouped, paired=paired)
            at += len(text) + 1
            last = text.rstrip()[-1:] or last
        for match in _CUT_YEAR.finditer(page, stretch.start, stretch.end):
            year = match.group()
            why, risk = _FORMS["year"].why, _FORMS["year"].alone
            yield _doubt(match.start(), year, why, risk, year.replace(" ", ""))


def _may_be_odd(
    line: str, at: int, lines: Sequence[_Line], starts: Sequence[int], words: Lexicon, *, paired: bool
) -> bool:
    """Whether anything on a line that begins at `at` may be doubted; most lines are done with here."""
    if _COMMA.search(line) or (paired and '"' in line):
        return True
    if not any(_form(run, words) for run in line.split()):
        return False
    return any(
        _form(match.group(), words) and _said(lines, starts, at + match.start(), at + match.end()) is None
        for match in _RUN.finditer(line)
    )


def _said(lines: Sequence[_Line], starts: Sequence[int], start: int, end: int) -> _Line | None:
    """What the ledger says of what stands at a place."""
    i = bisect_left(starts, end) - 1
    return lines[i] if i >= 0 and lines[i][1].end > start else None


def _runs(
    page: str, place: Span, lines: Sequence[_Line], starts: Sequence[int], words: Lexicon, last: str
) -> Iterator[_Run]:
    """What stands between the blanks of a line that comes after `last`."""
    for match in _RUN.finditer(page, *place):
        start, end = match.span()
        text = match.group()
        if said := _said(lines, starts, start, end):
            risk, change = said
            yield _Run(start, end, text, "", change.state != "applied" and risk >= _ODD)
        else:
            form = _form(text, words)
            if form in _LETTERS and last in _BROKEN:
                form = ""  # the rest of a word that was broken
            yield _Run(start, end, text, form, False)
        last = text[-1]


@lru_cache(maxsize=1 << 16)
def _form(run: str, words: Lexicon) -> str:
    """The form of what stands between blanks; "" where nothing is odd."""
    core = run.strip(_EDGES)
    if core.isalpha():
        return _of_letters(run, core, words)
    if not core or _ADDRESS.search(run):
        return ""
    if _GLUED.fullmatch(core) or _PAGED.fullmatch(run):
        return "glued"
    if _SHUT.fullmatch(run):
        return "shut"
    if core.isdigit() and 4 <= len(core) <= 7 and not _YEAR.fullmatch(core):
        return "amount"
    return ""


def _of_letters(run: str, core: str, words: Lexicon) -> str:
    small, length = core.islower(), len(core)
    if length > _LONGEST or run[-1] in _BROKEN or "/" in run:
        return ""
    if length == 1:
        return "letter" if (small and core not in "iåö" and run == core) or core == "T" else ""
    if _TWICE.fullmatch(run):
        return "twice"
    counts = words.words.get(core.lower())
    seen = counts.lower + counts.capital + counts.opening if counts else 0
    if small and length <= 3:
        return "short" if seen < _RARE else ""
    if small:
        return "unlisted" if not seen and core not in words.parts else ""
    return "capitals" if seen < (_FEW if core.isupper() else length <= 3) else ""


def _of_line(
    page: str, line: Sequence[_Run], words: Lexicon, *, grouped: bool, paired: bool
) -> Iterator[tuple[float, Change]]:
    """The doubts about the runs of one line."""
    forms = [_fitting(page, line, k, words, grouped=grouped, paired=paired) for k in range(len(line))]
    odd = [run.odd or form in _SCRAPS for run, form in zip(line, forms, strict=True)]
    for run, form, is_odd in zip(line, forms, odd, strict=True):
        if form:
            among = len(line) > 1 and (sum(odd) - is_odd) / (len(line) - 1) >= _ODD_LINE
            risk = _FORMS[form].among if among else _FORMS[form].alone
            yield _doubt(run.start, run.text, _FORMS[form].why, risk, _grouped(run.text, form))


def _fitting(page: str, line: Sequence[_Run], k: int, words: Lexicon, *, grouped: bool, paired: bool) -> str:
    """The form of a run, if it is odd in its place."""
    run = line[k]
    form, before = run.form, line[k - 1].text if k else ""
    after = line[k + 1].text if k + 1 < len(line) else ""
    if not k and after[:1].isupper() and _POINT.fullmatch(run.text):
        return "point"
    if form == "amount":
        return form if grouped else ""
    if form == "capitals":
        return "" if page.count(run.text) > 1 else form  # what stands twice is no scrap
    if form == "shut":
        return "" if not k or _is_open(page[line[0].start : run.start]) else form
    if form in ("letter", "short") and _is_abbreviated(before, after):
        return ""
    if form == "letter" and run.text[-1] == "T":
        return form if after[:1].islower() else ""  # "I", not a name's initial
    if not form and paired and run.text.lstrip("([").startswith('"'):
        return "quote"
    ends = run.text[-1] == "," and run.text[0].islower()
    if not form and ends and after and _opens(after, words):
        return "comma"
    return form


def _is_abbreviated(before: str, after: str) -> bool:
    """Whether something short between these is a part of "t o m", "2 a §", "t ex", and no piece of a word."""
    before, after = before.strip(_EDGES), after.strip(_EDGES)
    single = len(before) == 1 or len(after) == 1 or before[-1:].isdigit()
    return single or before in _ABBREVIATED or after in _ABBREVIATED


def _is_open(text: str) -> bool:
    return text.count("(") > text.count(")")


def _opens(word: str, words: Lexicon) -> bool:
    """Whether a word in capitals is one with which only sentences begin: "Det"."""
    if not word[0].isupper():
        return False
    counts = words.words.get(word.lower())
    return counts is not None and counts.lower >= _JOINING and counts.lower > 20 * counts.capital


def _grouped(text: str, form: str) -> str:
    """What may have stood there: "12 345" for "12345"."""
    return re.sub(r"(?<=\d)(\d{3})(?!\d)", r" \1", text) if form == "amount" else text


def _doubt(start: int, text: str, why: str, risk: float, after: str) -> tuple[float, Change]:
    """A line of the ledger about a form; what is proposed instead is as likely as the form is wrong."""
    confidence = round(risk if after != text else 1 - risk, 4)
    found = ((after, confidence),) if after != text else ()
    return risk, Change(start, start + len(text), text, after, confidence, "channel", "review", found, why)
