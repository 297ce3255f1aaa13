"""What a ruined word looks like: the known words that any worn letters may have been.

`ocr/scattered.py` mends a word one small misreading away from a common one, on any page. Where a layer shows
by other signs that it was read badly, more can be known: any letters may have been read as any others, a
letter may be lost or stand twice, and blanks may have come into the word. So a ruined word is held against
all common words of about its length and those of its own document, by how print is worn (`ocr/worn.py`).
The word as it stands is weighed by how Swedish runs letter by letter: "särbafhiter" is nothing that anyone
would write, "Dryvén" may be a name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.process import cdist

from ocr.familiar import FLAT, Familiar, regular
from ocr.letters import letters
from ocr.lexicon import NEVER, UNKNOWN_WORD
from ocr.worn import NOWHERE, Edits, Learned, aligned, plain

_FOLDED = tuple(zip("åäöéèüáà01456€$§|!([{<", "aaoeeuaaolasgessllcccc", strict=True))
_LEAST, _LONGEST = 4, 40  # letters
_SELDOM = 8  # times that a word was counted that others are held against
_WIDER = 3  # letters by which a word may be shorter or longer than what was read
_FAR = 0.45  # of its letters, how many may differ
_MOST_COMPARED = 14  # words, nearest first
_MOST_HALVES = 2  # longest first
_ONE_FURTHER = 5.0  # nats that a word must be likelier to be compared before one that is a letter nearer
_HURT = math.log(0.03)  # how likely a word of such a page is hurt
_HURT_BEFORE_LEADERS = math.log(0.3)
_BLANK = -2.5  # ... and each blank within it
_IRREGULAR = -6.0  # how seldom capitals stand so in print
_OWN = 0.3  # of the words that may come again, how many stand in the document already
_LEAST_OWN = 60  # words that a document counts for at the least
_AT_END = -4.0  # another ending is another form of a word
_LOST = -5.0  # more, for a letter that is lost or put in within a word that looks whole
_ALIKE, _ALIKE_WHOLE = 0.6, 0.75  # of an answer's letters, how many must stand there at the least
_OLD = ("e", "ä")  # "helsa" is no misreading
_TORN, _TORN_WILDLY = -6.0, -16.0  # what edits may cost in a word that blanks cut, and in one in odd capitals
# Noise in letters: how likely each is, of those that dots are read as, and others.
_DOTTY, _DOT, _OTHER = frozenset("esrnakmoESRNAKM"), -1.8, -3.2
_NOISE = math.log(0.01)
_DOTS = -1.0  # for a word of the document without its dots
_MOST_LOST = 3  # letters that were none at all, but for those that stand twice
_COMPOUND = -17.0  # a compound that is not seen
_KNOWN = 20  # times that its tail was counted
_REMEMBERED, _AT_ONCE = 5_000, 256  # readings
_Nearest = tuple[tuple[str, int], ...]  # words, nearest first, and by how many letters each differs
_Rows = npt.NDArray[np.uint8]
HEADS_FILE = "heads.tsv"
# Of the words of a list of contents, how many are such as stand in others, or as follow a word there.
_HEADS, _IN_HEADS = math.log(0.4), 4.0
# What of its letters may differ from those of a word of such a list.
_FAR_HEAD = 0.7


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a word may have been, in small letters; by how many nats that is likelier than all else; and what
    was read as what, or of several words how each was read."""

    word: str
    gain: float
    edits: Edits


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """The words that stand in a document, with their counts, and what it was seen to read as what."""

    counts: Mapping[str, int]
    keys: tuple[str, ...] = ()
    total: int = 0
    learned: Learned = ()

    @classmethod
    def of(cls, counts: Mapping[str, int], learned: Learned = ()) -> Own:
        return cls(counts, tuple(map(folded, counts)), max(_LEAST_OWN, sum(counts.values())), learned)


_NONE = Own({})


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The common words of one length, and the keys they are found by."""

    words: tuple[str, ...]
    keys: tuple[str, ...]


def folded(word: str) -> str:
    """A word by its shapes: small, without dots.

    >>> folded("OMråÅ1")
    'omraal'
    """
    word = word.lower()
    for sign, shape in _FOLDED:  # of many words at once a table of signs is twenty times as slow
        word = word.replace(sign, shape)
    return word


@cache
def _heads() -> Mapping[tuple[str, str], float]:
    """How likely a word of a list of contents is this one, and where it follows another (logarithms)."""
    lines = (files("ocr") / "data" / HEADS_FILE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    counts = {(first, word): int(times) for first, word, times in rows}
    total = sum(times for (first, _), times in counts.items() if not first)
    found = {}
    for (first, word), times in counts.items():
        of = counts["", first] + _IN_HEADS if first else total
        found[first, word] = _HEADS + math.log(times / of)
    return found


@cache
def _head_shelf() -> _Shelf:
    return _shelf([word for first, word in _heads() if not first and len(word) >= _LEAST - 1])


@lru_cache(maxsize=2)
def _shelves(familiar: Familiar) -> Mapping[int, _Shelf]:
    found: dict[int, list[str]] = {}
    for word, counts in familiar.lexicon.words.items():
        common = counts.lower + counts.opening >= _SELDOM and 20 * counts.lower > counts.capital
        if common and len(word) >= _LEAST - 1:
            found.setdefault(len(word), []).append(word)
    return {n: _shelf(words) for n, words in found.items()}


def _shelf(words: Sequence[str]) -> _Shelf:
    """Words with their keys, which are found for all at once."""
    return _Shelf(tuple(words), tuple(folded(" ".join(words)).split(" ")))


_Way = tuple[float, str, Edits]


def likeness(
    pieces: Sequence[str], own: Own, familiar: Familiar, *, led: bool = False, after: str | None = None
) -> Likeness | None:
    """What some pieces of a line were together, if one answer is likelier than they are as they stand.

    `led` says that leader dots follow; in a list of contents `after` is the word before, or empty.
    """
    read = "".join(pieces)
    if not _LEAST <= len(read) <= _LONGEST:
        return None
    found = _ways(pieces, own, familiar, led, after)
    return best_of(found, log_stands(pieces, familiar))


def best_of(found: Sequence[_Way], stands: float) -> Likeness | None:
    """The likeliest of some answers, and how much likelier it is than the rest and than what stands."""
    if not found:
        return None
    (first, word, edits), *others = sorted(found, reverse=True)
    rest = [stands, *(other for other, *_ in others)]
    against = max(rest) + math.log(sum(math.exp(other - max(rest)) for other in rest))
    return Likeness(word, first - against, edits) if first > against else None


def log_stands(pieces: Sequence[str], familiar: Familiar) -> float:
    """The logarithm of the chance that pieces are right as they stand, or noise."""
    noise = _NOISE + sum(_DOT if c in _DOTTY else _OTHER for piece in pieces for c in piece)
    return max(noise, sum(_log_stands(piece, familiar) for piece in pieces))


def looks_like(read: str, own: Own, familiar: Familiar) -> list[_Way]:
    """The known words that a part of a run may have been, likeliest first."""
    return sorted(_ways((read,), own, familiar, False, None), reverse=True)


def _ways(pieces: Sequence[str], own: Own, familiar: Familiar, led: bool, after: str | None) -> list[_Way]:
    read = "".join(pieces)
    price = (_HURT_BEFORE_LEADERS if led else _HURT) + _BLANK * (len(pieces) - 1)
    torn = _TORN if all(map(regular, pieces)) else _TORN_WILDLY
    whole = len(pieces) == 1 and regular(read) and not led
    least = _ALIKE_WHOLE if whole else _ALIKE
    once = len(read) - sum(a == b for a, b in pairwise(read.lower()))
    found: list[_Way] = []
    low, key = plain(read), folded(read)
    for word in _near(read, own, familiar, after):
        if once > len(word) + _MOST_LOST or LCSseq.similarity(key, folded(word)) < least * len(word):
            continue  # whatever the way, too few letters stand there
        cost, edits = aligned(low, word, own.learned, led=led)
        if cost <= NOWHERE:
            continue
        if len(pieces) > 1 and (cost < torn or _loses(read, edits)):
            continue
        if word in own.counts and key == folded(word):
            cost = max(cost, _DOTS)
        if whole and any(len(one) - len(other) > 1 or (one, other) == _OLD for one, other in edits):
            continue
        if whole:
            cost += _LOST * sum(not one or not other for one, other in edits)
            if edits and read.lower()[-1] != word[-1]:
                cost += _AT_END
        if _alike(word, edits) >= least:
            found.append((_log_known(word, own, familiar, after) + price + cost, word, edits))
    return found


def _alike(word: str, edits: Edits) -> float:
    """The share of an answer's letters that stand there, with or without dots."""
    other = sum(len(truth) for read, truth in edits if folded(read) != folded(truth))
    return 1 - other / len(word)


def _loses(read: str, edits: Edits) -> bool:
    """Whether letters are lost or put in, but for those that stand twice."""
    return any(not one or (not other and one.lower() * 2 not in read.lower()) for one, other in edits)


def _near(read: str, own: Own, familiar: Familiar, after: str | None) -> Sequence[str]:
    """The words that a reading is not too far from, nearest first."""
    low, key = read.lower(), folded(read)
    found = dict(_near_of_all(low, familiar))
    if own.keys:
        found.update(_distances(key, _Shelf(tuple(own.counts), own.keys), _most(key)))
    if after is not None:
        found.update(_distances(key, _head_shelf(), round(_FAR_HEAD * len(key))))
    return _nearest(found, own, familiar, after)


def _near_of_all(low: str, familiar: Familiar) -> _Nearest:
    """The same of the words that any document may hold, and how far each is. A document's own words come
    before others of theirs, and not behind."""
    known = _remembered(familiar)
    if low not in known:
        _look_up([low], familiar)
    return known[low]


@lru_cache(maxsize=2)
def _remembered(familiar: Familiar) -> dict[str, _Nearest]:
    """What readings were found to be near to."""
    return {}


def look_ahead(reads: Iterable[str], familiar: Familiar) -> None:
    """Find what some readings are near to, before `likeness` is asked of each: together they take a fifth of
    the time that they take one by one."""
    known = _remembered(familiar)
    if len(known) > _REMEMBERED:
        known.clear()
    lows = list(dict.fromkeys(read.lower() for read in reads if _LEAST <= len(read) <= _LONGEST))
    for at in range(0, len(lows), _AT_ONCE):
        _look_up(lows[at : at + _AT_ONCE], familiar)


def _look_up(lows: Iterable[str], familiar: Familiar) -> None:
    known = _remembered(familiar)
    if len(known) > 2 * _REMEMBERED:  # not what was just looked up ahead
        known.clear()
    keys = {low: folded(low) for low in lows if low not in known}
    found: dict[str, dict[str, int]] = {low: {} for low in keys}
    for length, shelf in _shelves(familiar).items():
        some = {low: key for low, key in keys.items() if abs(len(key) - length) <= _WIDER}
        if some:
            most = max(map(_most, some.values()))
            for (low, key), row in zip(some.items(), _rows([*some.values()], shelf, most), strict=True):
                found[low].update(_so_far(row, shelf, _most(key)))
    for low, words in found.items():
        for word, far in _compounds(keys[low], low, familiar):
            words.setdefault(word, far)
        known[low] = tuple([(word, words[word]) for word in _nearest(words, _NONE, familiar, None)])


def _most(key: str) -> int:
    """How many letters may differ."""
    return max(1, min(6, round(_FAR * len(key))))


def _nearest(found: Mapping[str, int], own: Own, familiar: Familiar, after: str | None) -> Sequence[str]:
    chances = {word: _log_known(word, own, familiar, after) for word in found}
    ranked = sorted(found, key=lambda word: (_ONE_FURTHER * found[word] - chances[word], word))
    return ranked[:_MOST_COMPARED]


def _compounds(key: str, low: str, familiar: Familiar) -> Iterator[tuple[str, int]]:
    """Compounds of which one half stands as it was: "säkerheischef"."""
    lexicon = familiar.lexicon
    inner = range(_LEAST, len(low) - _LEAST + 1)
    heads = [cut for cut in reversed(inner) if lexicon.parts.get(low[:cut], 0) > 1]
    tails = [cut for cut in inner if (counts := lexicon.words.get(low[cut:])) and counts.tail > 1]
    for cut in heads[:_MOST_HALVES]:
        for tail, far in _within(key[cut:], _shelves(familiar)):
            if lexicon.words[tail].tail > 1:
                yield low[:cut] + tail, far
    for cut in tails[:_MOST_HALVES]:
        for head, far in _within(key[:cut], _parts(familiar)):
            yield head + low[cut:], far


def _within(key: str, shelves: Mapping[int, _Shelf]) -> Iterator[tuple[str, int]]:
    """The words that differ from half of a compound in a letter or two."""
    most = min(2, len(key) // 3)
    for n in range(len(key) - 1, len(key) + 2):
        if n in shelves:
            yield from _distances(key, shelves[n], most)


def _distances(key: str, shelf: _Shelf, most: int) -> Iterator[tuple[str, int]]:
    return _so_far(_rows([key], shelf, most)[0], shelf, most)


def _rows(keys: Sequence[str], shelf: _Shelf, most: int) -> _Rows:
    """How far all words of a shelf are from each key, exact up to `most`."""
    return cdist(keys, shelf.keys, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.uint8)


def _so_far(row: _Rows, shelf: _Shelf, most: int) -> Iterator[tuple[str, int]]:
    for i in np.flatnonzero(row <= most):
        yield shelf.words[i], int(row[i])


@lru_cache(maxsize=2)
def _parts(familiar: Familiar) -> Mapping[int, _Shelf]:
    found: dict[int, list[str]] = {}
    for word, times in familiar.lexicon.parts.items():
        if times > 4 and len(word) > 3:
            found.setdefault(len(word), []).append(word)
    return {n: _shelf(words) for n, words in found.items()}


def _log_known(word: str, own: Own, familiar: Familiar, after: str | None) -> float:
    lexicon = familiar.lexicon
    share = max(lexicon.log_word(word, "small"), lexicon.log_word(word, "heading"))
    if share <= NEVER:
        share = familiar.log_share(word)
    if times := own.counts.get(word):
        share = max(share, math.log(_OWN * times / own.total))
    if after is not None:
        share = max(share, *(_heads().get((first, word), NEVER) for first in ("", after)))
    return share


@lru_cache(maxsize=20_000)
def _log_stands(word: str, familiar: Familiar) -> float:
    """The logarithm of the chance that a running word is this one, right as it stands."""
    low = word.lower().removesuffix("nr")
    if low and familiar.stands(low) and regular(word):
        return familiar.log_share(low)
    low = word.lower()
    share = max(UNKNOWN_WORD + letters().log_word(low), familiar.log_stands(low))
    if regular(word) and _is_compound(low, familiar):
        share = max(share, _COMPOUND)
    return share + (0.0 if regular(word) else _IRREGULAR)


def _is_compound(low: str, familiar: Familiar) -> bool:
    """Whether an odd word is made of two that are known well: "dokumenttyp"."""
    words = familiar.lexicon.words
    for cut in range(4, len(low) - 2):
        tail, head = words.get(low[cut:]), low[:cut]
        if tail and tail.lower > _KNOWN and (head in words or familiar.lexicon.parts.get(head, 0) > 1):
            return True
    return False


def own_words(words: Iterable[str], odd: frozenset[str], learned: Learned = ()) -> Own:
    """The words that a document holds rightly: those that can stand, and names that come again."""
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for word in words:
        if len(word) > _LEAST and regular(word):
            if word not in odd:
                counts[word.lower()] += 1
            elif word[0].isupper():
                names[word.lower()] += 1
    dotted = {word.translate(FLAT) for word in counts if not word.isascii()}
    for word, times in names.items():
        if times > 1 and word not in counts and word not in dotted:
            counts[word] = times
            if word.endswith("s"):
                counts.setdefault(word[:-1], times)
    return Own.of(counts, learned)


__all__ = ["Likeness", "Own", "best_of", "likeness", "log_stands", "look_ahead", "looks_like", "own_words"]
