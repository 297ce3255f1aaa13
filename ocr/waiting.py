"""What is changed and what waits for a person: certainty asked of a change, and the queue of doubts.

A change has to be more certain the less is known of the word that it makes: one of the lexicon is believed
soonest, then compounds and names made of known parts; what is only likely by its letters has to be all but
certain, and to take the place of a word that may have been meant a little more than likely. Whatever stands
afterwards may be wrong, and a person has little time: what stands on a page is ranked by the chance that it
is (`ocr/doubts.py`), and the likeliest errors fill the queue up to a small share of the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ocr.decide import Verdict
from ocr.lexicon import lexicon

_APPLY = 0.5
_APPLY_MEANT = 0.55  # another word than the one that stands
_APPLY_TWIN = 0.9  # ... and that is a name
_APPLY_MADE = 0.8  # a compound that no text has shown, and that the tagger reads otherwise
_APPLY_MADE_NAME = 0.7  # ... or that begins like a name
_APPLY_SOUNDED = 0.86  # what is likely by its letters only
_APPLY_SOUNDED_NAME = 0.944  # ... of a name more: 0.95 is the most there is
_APPLY_RUINED, _NO_WORD = 0.7, 0.01  # ... where what stands has this share at most
_AGREED = 0.3  # the tagger's certainty of such a name
_NEVER = 2.0
_DIFFERS = 0.5  # the tagger's share for what it reads otherwise is below

_QUEUE = 0.03  # of what stands on a page waits ...
_GRAVE = 0.8  # ... and all that is this likely to be wrong
_LEAST = 0.15  # no doubt is worth a look below


def certainty_asked(verdict: Verdict) -> float:
    """The share that the likeliest answer must have to be put in place; more than 1 if none will do."""
    capital = verdict.piece.word[0].isupper()
    best = verdict.candidate
    if best is None or not best.known:
        return _asked_of_no_word(verdict, capital=capital)
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


def waiting(chances: Sequence[float], runs: int) -> list[int]:
    """Which of the doubts wait on a page on which so many words stand: the likeliest errors."""
    room = math.ceil(_QUEUE * runs)
    ranked = sorted(range(len(chances)), key=lambda i: -chances[i])
    return [i for rank, i in enumerate(ranked) if chances[i] >= (_LEAST if rank < room else _GRAVE)]
