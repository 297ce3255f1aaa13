"""Letters other than å, ä and ö that a program took for others: "0ch", "soin", "Lcdamot".

In one word of a page that is its writer's slip as soon as a misreading, and a person is asked. Where several
words of a document bear out the same confusion a program read it so, and each word that is none as it stands
is mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from ocr.candidates import Candidate
from ocr.channel import MARKED
from ocr.decide import Verdict
from ocr.lexicon import Lexicon

_ALL_BUT_CERTAIN = 0.999  # of an answer whose confusions nothing else bears out
_SURE = 0.95  # ... and of one whose confusions are borne out
_BORNE_OUT = 3  # different words
_COMMONER = 5  # times that a rival is
_VOWELS = frozenset("aeiouyåäöé")
Key = tuple[str, str]  # truth, read


def borne_out(verdicts: Iterable[Verdict]) -> frozenset[Key]:
    """The confusions that several words of a document show, none of which is a word as it stands."""
    words: dict[Key, set[str]] = defaultdict(set)
    # A word that is settled wherever it stands has one tuple of answers.
    for verdict in {id(verdict.answers): verdict for verdict in verdicts}.values():
        if verdict.best.share >= _SURE and (answer := _plain(verdict)):
            for key in _confusions(answer):
                words[key].add(verdict.piece.word.lower())
    return frozenset(key for key, some in words.items() if len(some) >= _BORNE_OUT and not _is_spelling(key))


def mends(verdict: Verdict, known: frozenset[Key], lexicon: Lexicon) -> bool:
    """Whether a word that is none becomes one of the lexicon, and no other is likely: at all, or where the
    document's `known` confusions explain it."""
    text, share = verdict.best
    answer = _plain(verdict) if share >= _SURE else None
    if answer is None or _has_rival(verdict.piece.word.lower(), answer, lexicon):
        return False
    return (share >= _ALL_BUT_CERTAIN and text.islower()) or all(key in known for key in _confusions(answer))


def _has_rival(low: str, answer: Candidate, lexicon: Lexicon) -> bool:
    """Whether a commoner word may have stood there, with an å, ä or ö that was read as nobody knows yet:
    "frnn" is no "fann", but "från"."""
    counts = lexicon.words.get(answer.word)
    if not counts:
        return False
    for at, n, mark in product(range(len(low)), (1, 2), MARKED):
        rival = lexicon.words.get(low[:at] + mark + low[at + n :])
        if rival and rival.lower > _COMMONER * counts.lower:
            return True
    return False


def _plain(verdict: Verdict) -> Candidate | None:
    """The likeliest answer, if it is a word or made of words, and what stands is none."""
    best = verdict.candidate
    plain = best is not None and best.known and best.made in ("", "compound") and not verdict.guess.meant
    return best if plain else None


def _confusions(answer: Candidate) -> list[Key]:
    """Those of an answer that are none of å, ä and ö."""
    return [(truth, read) for truth, read in answer.keys if truth != read and truth.lower() not in MARKED]


def _is_spelling(key: Key) -> bool:
    """Whether writers put one for the other as well: one vowel for another, as in "densamme"."""
    return all(letter.lower() in _VOWELS for letter in key)
