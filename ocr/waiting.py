"""What is changed and what waits for a person: certainty asked of a change, and the queue of doubts.

A change has to be more certain the less is known of the word that it makes: one of the lexicon is believed
soonest, then compounds and names made of known parts; what is only likely by its letters has to be all but
certain, and to take the place of a word that may have been meant a little more than likely. Whatever stands
afterwards may be wrong, and a person has little time: what stands in a document is ranked by the chance that
it is (`ocr/doubts.py`), and the likeliest errors fill the queue up to a small share of its words. Pages with
few leave room to those with many.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ocr.decide import Verdict
from ocr.doubts import Asked, Line, asked, chances
from ocr.ledger import Change
from ocr.lexicon import Lexicon, lexicon
from ocr.odd_forms import pointed_out
from ocr.smudges import smudges
from ocr.spans import Span

_APPLY = 0.5
_APPLY_MEANT = 0.55  # another word than the one that stands
_APPLY_TWIN = 0.9  # ... and that is a name
_APPLY_MADE = 0.8  # a compound that no text has shown, and that the tagger reads otherwise
_APPLY_MADE_NAME = 0.7  # ... or that begins like a name
_APPLY_MADE_MEANT = 0.95  # ... or that takes the place of one that stands
_APPLY_SOUNDED = 0.86  # what is likely by its letters only
_APPLY_SOUNDED_NAME = 0.944  # ... of a name more: 0.95 is the most there is
_APPLY_RUINED, _NO_WORD = 0.7, 0.01  # ... where what stands has this share at most
_AGREED = 0.3  # the tagger's certainty of such a name
_NEVER = 2.0
_DIFFERS = 0.5  # the tagger's share for what it reads otherwise is below

_QUEUE, _SHORT = 0.03, 10  # of what stands in a document waits, or so many words of a short one ...
_GRAVE = 0.75  # ... and all that is this likely to be wrong
_LEAST = 0.2  # no doubt is worth a look below: nine in ten of them are about what is right


class Settled(NamedTuple):
    """A page on which every word is decided: its text, where it is damaged, and the lines of its ledger."""

    text: str
    stretches: Sequence[Span]
    lines: Sequence[Line]


class _Doubtful(NamedTuple):
    """What may be wrong on a page: runs, the chance of each, and odd signs; and how many runs there are."""

    asked: list[Asked]
    chances: list[float]
    signs: list[Span]
    runs: int


def certainty_asked(verdict: Verdict) -> float:
    """The share that the likeliest answer must have to be put in place; more than 1 if none will do."""
    capital = verdict.piece.word[0].isupper()
    best = verdict.candidate
    if best is None or not best.known:
        return _asked_of_no_word(verdict, capital=capital)
    if best.made and verdict.guess.meant:
        return _APPLY_MADE_MEANT
    if best.made == "compound":
        if verdict.agreed < _DIFFERS:
            return _APPLY_MADE
        return _APPLY_MADE_NAME if capital else _APPLY
    if best.made == "name":
        return _APPLY_MADE_NAME
    if capital and verdict.guess.meant and is_name(verdict.piece.word) and is_name(best.word):
        return _APPLY_TWIN
    return _APPLY_MEANT if verdict.guess.meant else _APPLY


def _asked_of_no_word(verdict: Verdict, *, capital: bool) -> float:
    """The same for an answer that is in no list: less where what stands is plainly no word either."""
    best, unknown = verdict.candidate, verdict.guess.unknown
    if capital:
        return _APPLY_SOUNDED_NAME if best and unknown and verdict.agreed >= _AGREED else _NEVER
    stands = sum(answer.share for answer in verdict.answers if answer.text == verdict.piece.word)
    if stands < _NO_WORD and (best or unknown):
        return _APPLY_RUINED
    return _APPLY_SOUNDED if best and unknown else _NEVER


def is_name(word: str) -> bool:
    """Whether a word is a name sooner than anything else as it stands: "Jonsson", which may be "Jönsson"."""
    counts = lexicon().words.get(word.lower())
    return counts is not None and counts.capital > counts.lower


def queues(pages: Sequence[Settled], known: Lexicon) -> list[list[Change]]:
    """What waits on each of a document's pages: of words, signs and odd forms the likeliest errors."""
    doubtful = [_doubtful(page, known) for page in pages]
    places = [(n, i) for n, page in enumerate(doubtful) for i in range(len(page.chances))]
    found: list[list[Change]] = [[] for _ in pages]
    risks = [risk for page in doubtful for risk in page.chances]
    for place in waiting(risks, sum([page.runs for page in doubtful])):
        n, i = places[place]
        found[n] += _asking(pages[n].text, doubtful[n], i)
    return found


def waiting(chances: Sequence[float], runs: int) -> list[int]:
    """Which of the doubts wait in a document that holds so many words: the likeliest errors."""
    room = max(_SHORT, math.ceil(_QUEUE * runs))
    ranked = sorted(range(len(chances)), key=lambda i: -chances[i])
    return [i for rank, i in enumerate(ranked) if chances[i] >= (_LEAST if rank < room else _GRAVE)]


def _doubtful(page: Settled, known: Lexicon) -> _Doubtful:
    text, stretches, lines = page
    signs = [sign for span in stretches for sign in smudges(text, *span)]
    if signs:
        starts = [change.start for _, change in lines]
        signs = [sign for sign in signs if not _touched(sign.start, starts, lines)]
    doubts = asked(text, stretches, lines, signs, known)
    return _Doubtful(doubts.asked, chances(doubts.rows), signs, doubts.runs)


def _touched(at: int, starts: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether one of these lines is about a place; `starts` are where they begin."""
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < lines[before][1].end


def _asking(page: str, doubtful: _Doubtful, i: int) -> Iterator[Change]:
    """The lines about something that is likely wrong: what else is said of it, or that it is odd."""
    one, risk = doubtful.asked[i], doubtful.chances[i]
    start, end = one.start, one.start + len(one.text)
    here = [_as_sure(change, risk) for _, change in one.lines]
    signs = doubtful.signs[bisect_left(doubtful.signs, (start,)) : bisect_left(doubtful.signs, (end,))]
    here += [pointed_out(at, page[at:to], "sign", risk) for at, to in signs]
    yield from here or [pointed_out(start, one.text, one.form, risk)]


def _as_sure(change: Change, risk: float) -> Change:
    """A line that proposes nothing is as sure as what stands is likely right."""
    return replace(change, confidence=round(1 - risk, 4)) if change.after == change.before else change
