"""What is changed and what waits for a person: certainty asked of a change, and the queue of doubts.

A change has to be more certain the less is known of the word that it makes: one of the lexicon is believed
soonest, then compounds and names made of known parts; what is only likely by its letters has to be all but
certain, and to take the place of a word that may have been meant a little more than likely. Whatever stands
afterwards may be wrong, and a person has little time: the words of a page are ranked by the chance that they
are, and the likeliest errors fill the queue up to a small share of the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ocr.candidates import Guess
from ocr.decide import Verdict
from ocr.ledger import Change
from ocr.lexicon import UNKNOWN_WORD, lexicon

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

# The chance that a word that was left as it is is wrong, against what channel and tagger say together: odds,
# rounded from counts on the pages of development. Both know least of words that are in no list.
_ODDS_MADE, _ODDS_UNKNOWN, _ODDS_WORD, _ODDS_NAME = 8.0, 4.0, 4.0, 1.0

# ... and that one that nobody knows is none, in small letters and as a name, where the mean logarithm of its
# letters' shares is below.
_STRANGE = ((-3.75, 0.85, 0.4), (-2.75, 0.3, 0.12))

_QUEUE = 0.03  # of a page's words wait ...
_GRAVE, _SURE = 0.3, 0.9  # ... and all words this likely to be wrong, and signs as good as surely
LEAST_RISK = 0.05  # no doubt is worth a look below


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
    if capital and verdict.guess.meant and _is_name(verdict.piece.word) and _is_name(best.word):
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


def _is_name(word: str) -> bool:
    """Whether a word is a name sooner than anything else as it stands: "Jonsson", which may be "Jönsson"."""
    counts = lexicon().words.get(word.lower())
    return counts is not None and counts.capital > counts.lower


def risk_of(verdict: Verdict, stands: str) -> float:
    """The chance that a word is wrong that is left as it stands."""
    guess, capital = verdict.guess, verdict.piece.word[0].isupper()
    if guess.unknown:
        odds = _ODDS_NAME if capital else _ODDS_UNKNOWN
    else:
        odds = _ODDS_MADE if guess.made else _ODDS_WORD
    right = sum([share for text, share in verdict.answers if text == stands])
    wrong = (1 - right) * odds
    risk = wrong / (wrong + right) if wrong else 0.0
    return 1 - (1 - risk) * (1 - _strangeness(guess, capital=capital)) if guess.unknown else risk


def _strangeness(guess: Guess, *, capital: bool) -> float:
    """The chance that a word that nobody knows is none, by how its letters run."""
    stands = next(c for c in guess.candidates if not c.changes)
    mean = (stands.fit - UNKNOWN_WORD) / (len(stands.word) + 1)
    small, name = next((risks for least, *risks in _STRANGE if mean < least), (0.0, 0.0))
    return name if capital else small


def waiting(
    lines: Sequence[tuple[float, Change]], words: int, forms: Sequence[tuple[float, Change]] = ()
) -> tuple[Change, ...]:
    """The ledger of a page of so many words: of the doubts, each with its risk, the likeliest errors stay.

    `lines` are about words, `forms` about signs and figures, of which a person can mend fewer.
    """
    doubts = [(risk, _GRAVE, change) for risk, change in lines if change.state == "review"]
    doubts += [(risk, _SURE, change) for risk, change in forms]
    doubts.sort(key=lambda doubt: -doubt[0])
    room = math.ceil(_QUEUE * words)
    kept = [
        change
        for rank, (risk, beyond, change) in enumerate(doubts)
        if risk >= (LEAST_RISK if rank < room else beyond)
    ]
    kept += (change for _, change in lines if change.state != "review")
    return tuple(sorted(kept, key=lambda change: change.start))
