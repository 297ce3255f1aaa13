"""Forms that no Swedish text has: figures, signs and scraps that cannot be what stands on the page.

Channel and tagger weigh words. What remains wrong on a ruined page is for the larger part something else: an
"r" that was "är", an amount that lost its blank among others that have theirs, letters glued to figures, a
mark of quotation of another kind than its partner, and scraps of rules and logos. What is true the text
cannot tell, but that it is odd; how likely it is wrong in its place is for `ocr/doubts.py` to say.
"""

from __future__ import annotations

import re

from ocr.calibration import Candidates, as_sure
from ocr.figures import YEAR
from ocr.ledger import Change
from ocr.lexicon import Lexicon

# From what is least odd to what is most, and the reason given; "sign" is `ocr/smudges.py`'s.
FORMS = {
    "": "such words, standing so, are often misread",
    "capitals": "capitals that stand for nothing known",
    "unlisted": "no known word",
    "short": "no known word, and too short to be made of others",
    "comma": "a comma where a sentence ends",
    "shut": "figures beside a bracket that nothing opens",
    "glued": "letters and figures in one",
    "quote": "a mark of quotation unlike the others",
    "letter": "a letter that stands for no word",
    "amount": "figures without the blank that others here have",
    "point": "a comma behind the number of a point",
    "sign": "no such sign stands so in a Swedish text",
    "twice": "no abbreviation and no word",
}
LETTERS = ("letter", "short", "unlisted", "capitals")
_RARE, _FEW = 20, 200  # times that a short word was counted
_JOINING = 2000  # ... and one like "det", with which sentences begin
_ABBREVIATED = ("fl", "ex", "bl", "fr")  # with single letters
_LONGEST = 5  # letters of a scrap
BRACKETED = 1000  # characters before a bracket that closes, among which the one that opens is looked for

EDGES = ".,;:!?()\"”“'’…-–—/"
BROKEN = "-\xad\u2010"
_ADDRESS = re.compile(r"@|://|www|\.(?:se|com|org|net|eu|nu|pdf)\b")
_POINT = re.compile(r"\d{1,2},")  # "1, Nämnden får i uppdrag"
# "3i", "nrs5", "NR69", "9S", "a3", "7I"; no "4G", "A4", "30cm", "5a"
_GLUED = re.compile(r"\d[iIlSOBZg]|[a-zåäö]\d{1,3}|[A-Za-zåäöÅÄÖ]{2,}\d{1,3}|\d{2,}[A-ZÅÄÖ]")
_TWICE = re.compile(r"([A-ZÅÄÖ])(?!\1)(?i:\1)|\([A-ZÅÄÖ]l\)[,.;:]?")  # "Vv", "(Fl)"
_SHUT = re.compile(r"\d+(?:[.,]\d+)?\)")  # "35)"
_NUMBERED = re.compile(
    r"(?:19|20)\d\d[/:-]\d{1,5}(?:-\d\d)?[^\w]*"
)  # what follows "SN": "2018/114", "2018-02-26"
_PAGED = re.compile(r"\d+\(\d+[.,)]*")  # "95(95)"


def form(run: str, words: Lexicon) -> str:
    """The form of what stands between blanks; "" where nothing is odd.

    >>> from ocr.lexicon import lexicon
    >>> [form(run, lexicon()) for run in ("nämnden", "3i", "36)", "Vv", "qve")]
    ['', 'glued', 'shut', 'twice', 'short']
    """
    core = run.strip(EDGES)
    if core.isalpha():
        return _of_letters(run, core, words)
    if not core or _ADDRESS.search(run):
        return ""
    if _GLUED.fullmatch(core) or _PAGED.fullmatch(run):
        return "glued"
    if _SHUT.fullmatch(run):
        return "shut"
    if core.isdigit() and 4 <= len(core) <= 7 and not YEAR.fullmatch(core):
        return "amount"
    return ""


def _of_letters(run: str, core: str, words: Lexicon) -> str:
    small, length = core.islower(), len(core)
    if length > _LONGEST or run[-1] in BROKEN or "/" in run:
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


def fitting(run: str, found: str, line: str, before: str, after: str, words: Lexicon) -> str:
    """The form of a run, if it is odd between what stands `before` and `after` it on a line.

    `line` is what stands on its line before it, as far as it matters (`BRACKETED`). The form "amount" is odd
    only where others have their blank, "quote" where others have another mark: `GROUPED`, `paired`.
    """
    if not before and after[:1].isupper() and _POINT.fullmatch(run):
        return "point"
    if found == "shut":
        return "" if not before or line.count("(") > line.count(")") else found
    if found in ("letter", "short") and _is_abbreviated(before, after):
        return ""
    if found == "capitals" and run.isupper() and _NUMBERED.fullmatch(after):
        return ""  # whose a case or a meeting is
    if found == "letter" and run[-1] == "T":
        return found if after[:1].islower() else ""  # "I", not a name's initial
    if not found and run.lstrip("([").startswith('"'):
        return "quote"
    if not found and run[-1] == "," and run[0].islower() and after and _opens(after, words):
        return "comma"
    return found


def paired(page: str) -> bool:
    """Whether a page has its marks of quotation as Swedish print has them."""
    return 0 < page.count("”") + page.count("“") >= page.count('"')


def _is_abbreviated(before: str, after: str) -> bool:
    """Whether something short between these is a part of "t o m", "2 a §", "t ex", and no piece of a word."""
    before, after = before.strip(EDGES), after.strip(EDGES)
    single = len(before) == 1 or len(after) == 1 or before[-1:].isdigit()
    return single or before in _ABBREVIATED or after in _ABBREVIATED


def _opens(word: str, words: Lexicon) -> bool:
    """Whether a word in capitals is one with which only sentences begin: "Det"."""
    if not word[0].isupper():
        return False
    counts = words.words.get(word.lower())
    return counts is not None and counts.lower >= _JOINING and counts.lower > 20 * counts.capital


def pointed_out(start: int, run: str, form: str, risk: float) -> Change:
    """The line of the ledger about what stands in a form, with the chance that it is wrong."""
    after = re.sub(r"(?<=\d)(\d{3})(?!\d)", r" \1", run) if form == "amount" else run
    return doubt(start, run, risk, FORMS[form], after)


def doubt(start: int, text: str, risk: float, why: str, after: str) -> Change:
    """A line of the ledger; what is proposed instead is as sure as such lines have been right."""
    confidence = round(1 - risk, 4)
    found: Candidates = ()
    if after != text:
        confidence, found = as_sure("review", round(risk, 4), after, ((after, risk),))
    return Change(start, start + len(text), text, after, confidence, "channel", "review", found, why)
