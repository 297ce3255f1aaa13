"""What a run of characters between two blanks shows by itself, wherever it stands.

Its form, its letters and figures, how often it was counted and how its letters run: what the trees of
`ocr/doubts.py` ask for. The same runs come again and again, so what each shows is remembered.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from ocr.letters import letters
from ocr.lexicon import Lexicon
from ocr.odd_forms import BROKEN, EDGES, LETTERS, form

# What the trees may ask of a run as it is, in the order of `seen`.
TRAITS = (
    "strange", "worst", "counted", "counted_so", "part", "length", "digits", "capitals", "signs", "smaller",
    "ending", "shape",
)  # fmt: skip
SHAPES = ("none", "small", "capital", "capitals", "mixed", "figures", "glued", "signs", "joined")
RANKS = {shape: float(i) for i, shape in enumerate(SHAPES)}
_COMMON = 10  # times that a word was counted in its capitals which nothing is asked of
_KNOWN = 200  # ... and how its letters run says nothing
_RARE, _SCARCE = 3, 5  # times: words so rare make a line odd

_SIGN = re.compile(r"[|=©¢®«»{}<>~\\‘'’\[\]_*^¦€£¥°@&%$+#]")
_WORD = re.compile(r"[^\W\d_]+")
_PATTERN = str.maketrans("0123456789", "9999999999")
_ENDINGS = {".": 1, ",": 2, ":": 3, ";": 3, ")": 4, "-": 5, '"': 6, "”": 6}


class Traits(NamedTuple):
    """What a run shows at a glance: its form, and what is asked of its neighbours.

    `plain`: a common word in order; `quiet`: one without a mark that may be wrong; `calm`: figures or
    capitals in order, which say nothing in a line of words; `odd`: how odd it makes its line; `pattern`: what
    figures and letters it has, where it has few.
    """

    form: str
    shape: str
    plain: bool
    quiet: bool
    calm: bool
    odd: float
    pattern: str


@lru_cache(maxsize=1 << 16)
def traits(run: str, words: Lexicon) -> Traits:
    """What a run shows by itself."""
    core = run.strip(EDGES)
    digits = 0 if core.isalpha() else sum(map(str.isdigit, core))
    shape = _shape(core, digits)
    counted, own, *_ = _counted(core.lower(), shape, words)
    found = form(run, words)
    odd = _oddness(shape, core, counted, found)
    plain = shape in ("small", "capital") and own >= _COMMON and not found
    if found in LETTERS and run[-1] in BROKEN:
        found = ""
    calm = not found and (shape == "figures" or (shape == "capitals" and own >= _COMMON))
    pattern = _pattern(core) if digits or len(core) <= 3 else ""
    quiet = plain and run[0] != '"' and run[-1] != ","
    return Traits(found, shape, plain, quiet, calm, odd, pattern)


@lru_cache(maxsize=1 << 14)
def seen(run: str, words: Lexicon) -> tuple[float, ...]:
    """What the trees ask of a run as it is, which most runs in plain sight are never asked: `TRAITS`."""
    core, shape = run.strip(EDGES), traits(run, words).shape
    low = core.lower()
    counted, own, small, big = _counted(low, shape, words)
    strange = worst = 0.0
    if counted < _KNOWN and shape != "glued":
        for part in _WORD.findall(low):
            logs = letters().logs(part)
            strange, worst = min(strange, sum(logs) / len(logs)), min(worst, min(logs))
    return (
        strange,
        worst,
        math.log1p(counted),
        math.log1p(own),
        float(low in words.parts),
        float(len(core)),
        float(sum(map(str.isdigit, core))),
        float(sum(map(str.isupper, core))),
        float(len(_SIGN.findall(run))),
        math.log((small + 1) / (big + 1)) if core[:1].isupper() else 0.0,
        float(_ENDINGS.get(run[-1], 0)),
        RANKS[shape],
    )


def _counted(low: str, shape: str, words: Lexicon) -> tuple[int, int, int, int]:
    """How often a word was counted, how often in its own capitals, in small letters and as a name."""
    if shape in ("small", "capital", "capitals", "mixed") and (counts := words.words.get(low)):
        small, big = counts.lower, counts.capital
        counted = small + big + counts.opening
        return counted, small if shape == "small" else big if shape == "capital" else counted, small, big
    return 0, 0, 0, 0


def _shape(core: str, digits: int) -> str:
    if core.isalpha():
        if core.islower():
            return "small"
        return "capitals" if core.isupper() else "capital" if core[1:].islower() else "mixed"
    if not any(map(str.isalpha, core)):
        return "figures" if digits else "signs"
    return "glued" if digits else "signs" if _SIGN.search(core) else "joined"


def _oddness(shape: str, core: str, counted: int, found: str) -> float:
    """How odd a line is for holding such a run."""
    if shape == "signs" or (found and found not in ("capitals", "shut", "amount")):
        return 1.0
    if shape in ("small", "mixed") and counted < _RARE:
        return 1.0
    if shape == "glued":
        return 0.7
    return 0.5 if shape in ("capitals", "capital") and counted < _SCARCE and len(core) > 1 else 0.0


def _pattern(core: str) -> str:
    """What figures and letters a run has, whatever they are.

    >>> _pattern("14,5"), _pattern("S"), _pattern("8(a)")
    ('99,9', 'A', '9(a)')
    """
    return "".join("A" if c.isupper() else "a" if c.isalpha() else c for c in core.translate(_PATTERN))
