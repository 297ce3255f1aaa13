"""Stretches that are no words: leader dots, rules, stamps and handwriting that were read as letters.

A contents page that reads "OMråde ......ssssesssrsrrsen rena ARR 4" holds a word, dots and a number. What
stands between is marked as noise, so that nobody searches it for words, and it is never made into any. Such
readings go on and on with few letters ("sessssrersrsnrrer", "RAKA KARA ARR"), as no word does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ocr.familiar import Familiar
from ocr.spans import Span

_RUN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[\d()/]+[.,]?")  # what stands after the leader dots: "4", "(12)"
# The letters that dots are read as: "ssessrsrerne", "mmmssumum", "RAKARANA".
_DOTTY = re.compile(r"(?i)[esrnoakmucitvwöäå]+")
_DOTS = re.compile(r"[.:…·_=~-]{2}")
_DULL = re.compile(r"(?i)([a-zåäö])\1\1|[bcdfghjklmnpqrstvwxz]{7}")  # "sss", "rsrnrn"
# What may be a word before such: "Mål" of "Målesssossss"; and what no dot is read as.
_HEAD = re.compile(r"[^\W\d_]{3,30}?(?=[^\w\s]|[esrnomkai]{6})")
_NO_DOT = re.compile(r"^[A-ZÅÄÖ].*[a-zåäö]|[^\W\d_esrnomkaiESRNOMKAI].*[^\W\d_esrnomkaiESRNOMKAI]")
# Dots read as short words: "ere rer rr"; how many of them tell.
_PIECE = re.compile(r"[esr]{2,5}|[ESRNAK]{3,5}")
_PIECES = re.compile(
    r"""
    (?<!\S) (?: [.,:;«=_-]*+ [esrnoakmutciESRNAKO]{1,12}+ [.,:;=]*+ \ ++ ){3,}+
    (?: [^\s\w]+ | [esrnoatESRNA.]+ )?
    (?= \s* (?: \d{1,3} \s* )? $ )  # up to the page number
    """,
    re.VERBOSE,
)
_MANY, _COMMON = 5, 500
_LONGEST_LINE = 500  # characters of a line of a list of contents
_ENDING = 4  # letters of a word's end that dots are read as as well
_LEAST = 7  # letters
_LONGEST = 150  # letters: of more there is no word, nor a line of words run together
_SHORT = 5  # letters: what stands beside noise and is no longer than that may be noise as well
# The letters that noise has in all, at the least: with dots or in several runs, at a line's end, and else.
_ALONE, _ALONE_AT_END, _ALONE_WITHIN = 9, 13, 20
_FEW = 0.62  # of the letters of noise, how many may differ ...
_MOST_KINDS = 9  # ... at the most
_REPEATED = 2.2  # times that each letter of any other noise stands


def noise(page: str, lines: Iterable[Span], odd: frozenset[str], familiar: Familiar) -> Iterator[Span]:
    """The stretches of some lines that are no words; `odd` are the words that cannot stand as they are."""
    dulls = any(dull(word.lower(), familiar) for word in odd)
    pieces = any(map(_PIECE.fullmatch, odd))  # a quick look: such words are found further on
    for line in lines if dulls or pieces else ():
        text = page[line.start : line.end]
        found = list(_stretches(text, odd, familiar)) if dulls else []
        if pieces and not found and len(text) <= _LONGEST_LINE and (tail := _in_pieces(text, familiar)):
            found = [tail]
        for start, end in found:
            yield Span(line.start + start, line.start + end)


def _in_pieces(line: str, familiar: Familiar) -> tuple[int, int] | None:
    """Where dots were read as one short word after the other, to the end of a line: "susse rer rr rr 22"."""
    match = _PIECES.search(line)
    if not match:
        return None
    known = familiar.lexicon.words
    runs = [
        (
            run.start(),
            [(counts := known.get(word.lower())) is None or counts.lower < _COMMON for word in some],
        )
        for run in _RUN.finditer(match.group())
        if (some := _LETTERS.findall(run.group()))
    ]
    while runs and not any(runs[0][1]):
        del runs[0]
    tells = [tell for _, some in runs for tell in some]
    if len(tells) < _MANY or 2 * sum(tells) < len(tells):
        return None
    return match.start() + runs[0][0], match.start() + len(match.group().rstrip())


def _stretches(line: str, odd: frozenset[str], familiar: Familiar) -> Iterator[tuple[int, int]]:
    runs = [(m.start(), m.end(), m.group()) for m in _RUN.finditer(line)]
    loud = [_is_noise(run, odd, familiar) for _, _, run in runs]
    i = 0
    while i < len(runs):
        if not loud[i]:
            i += 1
            continue
        last = j = i
        while j + 1 < len(runs) and (loud[j + 1] or _may_be_noise(runs[j + 1][2], odd)):
            j += 1
            if loud[j]:
                last = j
        at_end = j + 1 == len(runs) or _NUMBER.fullmatch(runs[j + 1][2]) is not None
        if at_end:
            last = j  # what runs up to the page number is noise to its end
        start, end = runs[i][0] + _word_before(runs[i][2], familiar), runs[last][1]
        letters = sum(sum(map(str.isalpha, runs[k][2])) for k in range(i, last + 1) if loud[k])
        several = sum(loud[i : last + 1]) > 1 or _DOTS.search(line, start, end) is not None
        if letters >= (_ALONE if several else _ALONE_AT_END if at_end else _ALONE_WITHIN):
            yield start, end
        i = last + 1


def _is_noise(run: str, odd: frozenset[str], familiar: Familiar) -> bool:
    """Whether letters without blanks are plainly none: few kinds of letters over and over."""
    return any(word in odd and dull(word.lower(), familiar) for word in _LETTERS.findall(run))


@lru_cache(maxsize=20_000)
def dull(low: str, familiar: Familiar) -> bool:
    """Whether an odd word is none at all, not even a damaged one.

    >>> from ocr.lexicon import lexicon
    >>> [dull(word, Familiar(lexicon())) for word in ("sessrsrernrr", "identifietade", "annonsorna")]
    [True, False, False]
    """
    n, kinds = len(low), len(set(low))
    if n < _LEAST or _begins_like_a_word(low, familiar):
        return False
    if _DULL.search(low) or (n > _REPEATED * kinds and kinds < _MOST_KINDS):
        return True
    return kinds <= max(4.0, min(_FEW * n, _MOST_KINDS)) and _DOTTY.fullmatch(low) is not None


def _begins_like_a_word(low: str, familiar: Familiar) -> bool:
    """Whether half of a word, or a part of a compound and what follows it, is how some word begins, or its
    end is a word."""
    if len(low) > _LONGEST:
        return False
    lexicon = familiar.lexicon
    half = max(5, (len(low) + 1) // 2)
    tree = lexicon.tree
    if tree.follow(tree.root, 0, low[:half]) is not None:
        return True
    if any(low[cut:] in lexicon.words for cut in range(1, min(len(low) - 4, 1 + 2 * len(low) // 3))):
        return True
    return any(
        lexicon.parts.get(low[:cut], 0) > 1 and tree.follow(tree.root, 0, low[cut : cut + 5]) is not None
        for cut in range(4, len(low) - 4)
    )


def _may_be_noise(run: str, odd: frozenset[str]) -> bool:
    """Whether something beside noise may be noise as well: short, or no word."""
    words = _LETTERS.findall(run)
    return (bool(words) or not run[0].isdigit()) and all(
        word in odd or len(word) < 4 or (len(word) <= _SHORT and _DOTTY.fullmatch(word)) for word in words
    )


def _word_before(run: str, familiar: Familiar) -> int:
    """Where the noise begins in a run that opens with a word: "bolag.....ssssrs", "Målesssossss"."""
    match = _LETTERS.match(run)
    if not match or match.end() < 3:
        return 0
    if match.end() < len(run) and not dull(match.group().lower(), familiar):
        return match.end()
    head = _HEAD.match(run)
    if not head or not _NO_DOT.search(head.group()):
        return 0
    ends = range(head.end(), min(head.end() + _ENDING, len(run)) + 1)
    return max(ends, key=lambda end: familiar.lexicon.log_word(run[:end].lower(), "small"))
