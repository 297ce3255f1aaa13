"""Several readings of one name: which form of each of its words explains all of them best.

What repair thought of it in each place counts, and what reading does to letters (`ocr/channel.py`): "Nissén"
is how "Nässén" is read, and hardly the other way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import product

from extract.facts import folded
from ocr.channel import damage
from ocr.lexicon import NEVER

FLOOR = 0.02  # the same of a form that nobody thought of in a place
OFTEN = 3  # times that the right letters stand for each time that others do
RARELY = 0.004  # the same where letters would have been misread that hardly ever are
CLEARLY = 1.4  # times as likely as the next
READ_AS = {"ö": "oóé60d", "å": "aá", "ä": "aád", "é": "e"}  # what different readings of one letter say
STEPS = ((1, 1), (1, 2), (1, 3), (2, 1), (1, 0))  # letters of a name, and letters that are read for them

Options = tuple[str, Mapping[str, float]]  # how a word of a name was read in one place, and what it may be
Place = tuple[Options, ...]  # the words of a name


def best_forms(places: Sequence[Place]) -> list[str | None]:
    """For each word the form that explains all places best, or what was read in all of them; None where that
    is as likely and they were read in several ways."""
    return [_likeliest([place[k] for place in places]) for k in range(len(places[0]))]


def _likeliest(options: Sequence[Options]) -> str | None:
    """The form that explains all readings best. What was read alike many times says no more than once, since
    it was misread alike."""
    by_reading: dict[str, list[Mapping[str, float]]] = {}
    for read, weighed in options:
        by_reading.setdefault(read, []).append(weighed)
    forms = _of_the_commonest({form for _, weighed in options for form in weighed}, by_reading)
    if (together := merged(list(by_reading))) is not None:
        return together
    scores = sorted((sum(_weight(f, read, each) for read, each in by_reading.items()), f) for f in forms)[
        ::-1
    ]
    near = [form for score, form in scores[1:] if scores[0][0] - score < math.log(CLEARLY)]
    if not any(form in by_reading for form in near):
        return scores[0][1]
    return next(iter(by_reading)) if len(by_reading) == 1 else None


def _of_the_commonest(forms: Set[str], by_reading: Mapping[str, Sequence[object]]) -> Set[str]:
    """The forms of which what stands in most places may have been read, if others are few."""
    times = Counter[str]()
    for read, places in by_reading.items():
        times[folded(read)] += len(places)
    (letters, most), *others = times.most_common()
    if not others or most < OFTEN * others[0][1]:
        return forms
    usual = [read for read in by_reading if folded(read) == letters]
    return {
        form for form in forms if any(log_read_as(form, read) > math.log(RARELY) for read in usual)
    } or forms


def merged(readings: Sequence[str]) -> str | None:
    """What readings of a word say together that differ in one letter or more, read for an å, ä or ö.

    >>> merged(["Kroe", "Kr6e", "Kre"]), merged(["Larso", "Larsé"]), merged(["Berg", "Borg"])
    ('Kröe', 'Larsö', None)
    >>> merged(["Ames", "Arnes"]), merged(["Renée", "Renee"])
    ('Arnes', 'Renée')
    >>> merged(["Sjo6", "Sj66"])
    'Sjöö'
    """
    if len(readings) > 1 and len({reading.replace("rn", "m") for reading in readings}) == 1:
        return max(readings, key=len)  # an m is read for rn, and hardly ever the other way
    (length, times), *_ = Counter(map(len, readings)).most_common(1)
    if times < 2:
        return None
    word = ""
    for letters in map(set, zip(*(r for r in readings if len(r) == length), strict=True)):
        if len(letters) == 1 and not letters & {"6", "0"}:
            word += letters.pop()
            continue
        meant = [letter for letter, read in READ_AS.items() if letters <= {letter, *read}]
        if len(meant) != 1:
            return None
        word += meant[0]
    return word


def _weight(form: str, read: str, places: Sequence[Mapping[str, float]]) -> float:
    """The logarithm of how well a form explains the places with one reading; of those that repair was not
    asked about, each says the same anew."""
    least = FLOOR if folded(form) == folded(read) else max(RARELY, math.exp(log_read_as(form, read)))
    mean = sum(math.log(max(weighed.get(form, 0.0), least)) for weighed in places) / len(places)
    asked = len(places) - sum(len(weighed) == 1 for weighed in places)
    return mean * (1 if asked else 1 + math.log(len(places)))


@lru_cache(maxsize=16_384)
def log_read_as(form: str, read: str) -> float:
    """The logarithm of how likely the letters of a name are read as these, by what reading does to letters.

    >>> round(log_read_as("Böe", "B6e"), 1), log_read_as("Bör", "B6e") < -10, log_read_as("Ek", "Ek")
    (-2.8, True, 0.0)
    """
    true, seen, chances = form.lower(), read.lower(), damage().log_chance
    best = [[NEVER] * (len(seen) + 1) for _ in range(len(true) + 1)]
    best[0][0] = 0.0
    for i, j in product(range(len(true) + 1), range(len(seen) + 1)):
        if best[i][j] <= NEVER:
            continue
        for m, n in STEPS:
            was, came = true[i : i + m], seen[j : j + n]
            if len(was) < m or len(came) < n:
                continue
            log = 0.0 if was == came else chances.get((was, came), NEVER)
            best[i + m][j + n] = max(best[i + m][j + n], best[i][j] + log)
    return max(best[-1][-1], NEVER)
