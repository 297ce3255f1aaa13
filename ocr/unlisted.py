"""Confusions that no table lists, learned from the words of one document that nobody knows.

The table of `ocr/channel.py` holds what one program was seen to do. Others read "fitr" or "ftlr" for "för",
"tvit" for "två", "clarför" for "därför", and no two documents agree, since the typeface decides. So every odd
word is held against the known words that differ from it in one place: "mitnga" may be "många" or "manga",
"pitgår" only "pågår". Which letters for which it was, the odd words of the document tell together, and what
several of them bear out is tried in all its words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice

from ocr.candidates import Guesses
from ocr.channel import MARKED, Ways, usual
from ocr.lexicon import Lexicon
from ocr.protect import NOISE
from ocr.tree import Branch
from ocr.weighing import Facts, Table, weighed

# Words that the table does not explain, before others are looked for: how many, and of the odd ones.
_LEAST_UNEXPLAINED, _UNEXPLAINED = 3, 0.12
_SURE = 0.9  # a known word so likely explains what stands
_LEAST, _LONGEST = 2, 30  # letters of a word that teaches
_LONGEST_READ = 2  # letters or signs that one letter is read as
_MOST_WORDS = 1000  # of a document
_ROUNDS, _LESSONS = 4, 3
_LIKELY = 0.6  # different words that a confusion explains before others are looked for beside it
_BORNE_OUT = 1.8  # ... and before it is believed
_SHARE, _SHARE_OTHER = 0.02, 0.005  # of the letters that are read so, at the least
# How likely a confusion is before anything is seen: of å, ä, ö and of other letters; and for how many letters
# that stands.
_FIRST, _FIRST_OTHER = 2e-3, 1e-4
_DOUBT = 10
_REMEMBERED = 20_000  # words
_OF_TEXT: Mapping[str, float] = {"å": 0.013, "ä": 0.018, "ö": 0.013}  # how often they stand in Swedish
# What other letters look like.
_SHAPES: Mapping[str, str] = {
    "a": "o 4 å ä", "b": "h 6 lo li l3", "c": "e", "d": "cl ol", "e": "c o", "f": "t l", "g": "q 9",
    "h": "li b", "i": "l 1 t j", "k": "lc l< h ic", "l": "1 i t", "m": "rn in ni nn ri", "n": "ri ii u m rt",
    "o": "0 e c ö", "r": "i f v t", "s": "5 8 e", "t": "f l i r", "u": "ii n li", "v": "r y", "y": "v",
}  # fmt: skip
Key = tuple[str, str]  # truth, read
Way = tuple[Key, Key, float]  # a confusion, another beside it, and how common the word is that they make
_NONE: Key = "", ""  # where a confusion stands alone


@cache
def _shapes() -> Mapping[str, tuple[str, ...]]:
    """The other letters that what is read may have been, by its shape."""
    found: dict[str, list[str]] = defaultdict(list)
    for truth, reads in _SHAPES.items():
        for read in reads.split():
            found[read].append(truth)
    return {read: tuple(truths) for read, truths in found.items()}


def taught(
    words: Mapping[tuple[str, bool], int], guesses: Guesses
) -> tuple[Guesses, Table, dict[tuple[str, bool], Facts]]:
    """What words may have been, weighed with the confusions that the document shows and no table lists.

    `words` are its damaged words, with whether a sentence may begin there, and how often each stands.
    """
    table, facts = weighed(words, guesses)
    odd = {
        word.lower(): fact
        for (word, _), fact in facts.items()
        if not fact.guess.meant and word[1:].islower() and len(word) > 1
    }
    unexplained = [fact for fact in odd.values() if not (fact.best.known and max(fact.shares) > _SURE)]
    if len(unexplained) >= max(_LEAST_UNEXPLAINED, _UNEXPLAINED * len(odd)):
        counts: Counter[str] = Counter()
        for (word, _), n in words.items():
            counts[word.lower()] += n
        known = {word: math.fsum(map(math.exp, fact.logs)) for word, fact in odd.items()}
        if ways := unlisted(counts, known, guesses.lexicon):
            own = guesses.taught(ways)
            return own, *weighed(words, own)
    return guesses, table, facts


def unlisted(words: Mapping[str, int], odd: Mapping[str, float], lexicon: Lexicon) -> Ways:
    """What a document with these `words` shows in those that are `odd`, with how likely each is.

    With each odd word stands how likely it is by what is known already.
    """
    some = {
        w: known
        for w, known in odd.items()
        if _LEAST <= len(w) <= _LONGEST and w.islower() and not NOISE.search(w)
    }
    some = dict(islice(some.items(), _MOST_WORDS))
    alone = {word: _ways(word, lexicon) for word in some}
    ways: Mapping[str, Sequence[Way]] = {word: found for word, found in alone.items() if found}
    counts = Counter("".join([word.lower() * n for word, n in words.items()]))
    chances = _Chances()
    borne: Mapping[Key, float] = {}
    for lesson in range(_LESSONS):
        for _ in range(_ROUNDS):
            chances, borne = _learned(ways, words, some, counts, chances)
        likely = [key for key, n in borne.items() if n >= _LIKELY]
        if not likely or lesson == _LESSONS - 1:
            break
        ways = {
            word: found for word in some if (found := [*alone[word], *_ways_beside(word, likely, lexicon)])
        }
    known = usual()
    return tuple(
        (truth, read, math.log(chances[truth, read]))
        for (truth, read), n in sorted(borne.items())
        if n >= _BORNE_OUT
        and (truth, read) not in known
        and chances[truth, read] >= (_SHARE if truth in MARKED else _SHARE_OTHER)
    )


class _Chances(dict[Key, float]):
    """How likely each confusion is; of one that was not seen yet as it is before anything is seen."""

    def __init__(self) -> None:
        self[_NONE] = 1.0

    def __missing__(self, key: Key) -> float:
        return _first(key)


def _learned(
    ways: Mapping[str, Sequence[Way]],
    words: Mapping[str, int],
    odd: Mapping[str, float],
    counts: Counter[str],
    chances: _Chances,
) -> tuple[_Chances, Mapping[Key, float]]:
    """How likely each confusion is, and how many different words bear it out, by how likely each was held."""
    seen: defaultdict[Key, float] = defaultdict(float)
    borne: defaultdict[Key, float] = defaultdict(float)
    for word, found in ways.items():
        weights = [chance * (chances[one] * chances[other]) for one, other, chance in found]
        times, whole = words[word], odd[word] + math.fsum(weights)
        for (one, other, _), weight in zip(found, weights, strict=True):
            seen[one] += times * weight / whole
            borne[one] += weight / whole
            if other is not _NONE:
                seen[other] += times * weight / whole
                borne[other] += weight / whole
    total = counts.total()
    now = _Chances()
    for key, n in seen.items():
        of = max(1.0, total * _OF_TEXT[key[0]]) if key[0] in _OF_TEXT else counts.get(key[0], 0) + n
        now[key] = min(0.9, (n + _DOUBT * _first(key)) / (of + _DOUBT))
    return now, borne


def _first(key: Key) -> float:
    return _FIRST if key[0] in MARKED else _FIRST_OTHER


@lru_cache(maxsize=_REMEMBERED)
def _ways(word: str, lexicon: Lexicon) -> tuple[Way, ...]:
    """What one confusion makes of a word: the confusion, and how common the word is that it makes."""
    words, tree, shapes = lexicon.words, lexicon.tree, _shapes()
    found: list[Way] = []
    node: Branch | str | None = tree.root  # what follows the letters before, which stand as they are
    for at in range(len(word)):
        if node is None:
            break
        next_letters = tree.next_letters(node, at)
        for end in range(at + 1, min(len(word), at + _LONGEST_READ) + 1):
            read = word[at:end]
            for truth in (*MARKED, *shapes.get(read, ())):
                if truth[0] in next_letters and truth not in read:
                    made = word[:at] + truth + word[end:]
                    if made in words:
                        found.append(((truth, read), _NONE, math.exp(lexicon.log_word(made, "small"))))
        node = tree.follow(node, at, word[at])
    return tuple(found)


def _ways_beside(word: str, likely: Sequence[Key], lexicon: Lexicon) -> Iterator[Way]:
    """What one confusion makes of a word beside a likely one."""
    for truth, read in likely:
        if read in word:
            at = word.index(read)
            made = word[:at] + truth + word[at + len(read) :]
            for other, _, chance in _ways(made, lexicon):
                if truth not in other[1]:
                    yield (truth, read), other, chance


__all__ = ["taught", "unlisted"]
