"""Words that repair let pass and that no list knows: names, rare compounds, and misreadings of either.

The text alone cannot tell "Alta" from "Älta" or "sit" from "sitt". Where the page's image is at hand, looking
is cheap, so these words are pointed out here for it. Nothing is said of them in the ledger unless the image
says otherwise than the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ocr.channel import compounded
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.protect import protected
from ocr.repair import Repaired

_WORD = re.compile(r"[^\W\d_]+")  # "Alta", "tll", "Bée"
_MISREADABLE = re.compile(r"[adoiéstGASO]")
_BAR = re.compile(r"(?:^|(?<=[.!?:]\ )|(?<=\n))\|(?=\ [^\W\d_])")  # "| dag", "i maj. | Sverige"
_LEAST = 3  # letters; shorter unknown words are abbreviations as a rule
_CAPITALS = 3  # letters; longer words in capitals are left to repair
_COMMON = 50  # how often a word was counted that short capitals may be
_MARKED = {"a": "åä", "o": "ö"}
_SHARE = 0.5  # how likely such a word stands right, as far as the text tells


def strangers(repair: Repaired, settled: Collection[str]) -> Iterator[Change]:
    """The unknown words of a damaged page that its ledger does not speak of, as doubts about themselves.

    `settled` are words that the image has shown to be right elsewhere in the document.
    """
    if repair.verdict != "damaged":
        return
    words = lexicon()
    taken = sorted((c.start, c.end) for c in repair.ledger)
    taken += protected(repair.raw, 0, len(repair.raw))
    taken.sort()
    k = 0
    for match in _WORD.finditer(repair.raw):
        word = match[0]
        while k < len(taken) and taken[k][1] <= match.start():
            k += 1
        if k < len(taken) and taken[k][0] < match.end():
            continue
        if word.isupper() and len(word) <= _CAPITALS and _had_marks(word):
            yield _doubt(match)
            continue
        if (
            len(word) < _LEAST
            or word.isupper()
            or word in settled
            or word.lower() in words.words
            or not _MISREADABLE.search(word)
            or _is_compound(word)
        ):
            continue
        yield _doubt(match)


def bars(repair: Repaired) -> Iterator[Change]:
    """Strokes at the head of a sentence that may be the word "I", as doubts about themselves."""
    if repair.verdict == "damaged":
        told = {at for c in repair.ledger if c.state == "applied" for at in range(c.start, c.end)}
        yield from (_doubt(match) for match in _BAR.finditer(repair.raw) if match.start() not in told)


def _doubt(match: re.Match[str]) -> Change:
    word = match[0]
    return Change(*match.span(), word, word, _SHARE, "channel", "left", ((word, _SHARE),), "unknown")


def _had_marks(word: str) -> bool:
    """Whether short capitals may be a word whose marks are lost: "PA" for På, "JAV" for JÄV, and not "VA"."""
    low, known = word.lower(), lexicon().words
    meant = (low[:i] + mark + low[i + 1 :] for i, c in enumerate(low) for mark in _MARKED.get(c, ""))
    return any(text in known and known[text].lower > _COMMON for text in meant)


def _is_compound(word: str) -> bool:
    """Whether a small word is made of known parts as it stands, which few misread words are."""
    return word.islower() and any(not spelling.edits for spelling in compounded(word, lexicon()))
