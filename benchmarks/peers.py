"""Spelling correctors that others would reach for, put beside our repair. None is needed to use Klubbat.

    pip install -e '.[bench]'        symspellpy, wordfreq, chunspell
    apt-get install hunspell-sv      the dictionary for hunspell

Each takes a page and gives it back with the words that it holds wrong replaced by its first suggestion;
blanks, punctuation, and pieces without a letter stay. A peer that is not installed is named and passed over.
"""

from __future__ import annotations

import importlib.util
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

WORD = re.compile(r"(?=\d*[^\W\d_])[^\W_]+")  # "Socialndmnden", "6verlaggning"; not "2018"
DISTANCE = 2  # edits that SymSpell looks as far as
DICTIONARIES = Path("/usr/share/hunspell")
Corrector = Callable[[str], str]


class OutOfTime(Exception):
    """The seconds given to a slow peer are spent."""


def missing() -> list[str]:
    """What is not there, each with how to get it."""
    out = [
        f"{peer}: {module} is not installed (pip install -e '.[bench]')"
        for peer, module in (("SymSpell", "symspellpy"), ("SymSpell", "wordfreq"), ("hunspell", "hunspell"))
        if importlib.util.find_spec(module) is None
    ]
    if not (DICTIONARIES / "sv_SE.dic").is_file():
        out.append("hunspell: the Swedish dictionary is not installed (apt-get install hunspell-sv)")
    return out


def symspell() -> Corrector | None:
    """SymSpell over the Swedish words of wordfreq, two edits away at most."""
    if any(line.startswith("SymSpell") for line in missing()):
        return None
    import wordfreq
    from symspellpy import SymSpell, Verbosity

    speller = SymSpell(max_dictionary_edit_distance=DISTANCE, prefix_length=7)
    for word, frequency in wordfreq.get_frequency_dict("sv", "best").items():
        speller.create_dictionary_entry(word, max(1, round(frequency * 1e9)))
    known: dict[str, str] = {}

    def corrected(word: str) -> str:
        if word not in known:
            found = speller.lookup(word.lower(), Verbosity.TOP, max_edit_distance=DISTANCE)
            known[word] = cased(found[0].term, word) if found else word
        return known[word]

    return lambda page: WORD.sub(lambda m: corrected(m[0]), page)


class Hunspell:
    """Hunspell with Debian's Swedish dictionary: the first suggestion for each word it does not know.

    It takes some 0.4 s to think of suggestions for one word, so they are kept in a file, and new ones are
    looked up for `seconds` only; then OutOfTime is raised, and the next set of pages has as long again.
    """

    def __init__(self, cache: Path, seconds: float) -> None:
        from hunspell import Hunspell as Speller

        self._speller = Speller("sv_SE", hunspell_data_dir=str(DICTIONARIES))
        self._cache = cache
        self._seconds = self._until = seconds
        self._known: dict[str, str] = json.loads(cache.read_text("utf-8")) if cache.is_file() else {}
        self.spent, self.looked_up = 0.0, 0

    def page(self, text: str) -> str:
        return WORD.sub(lambda m: self._corrected(m[0]), text)

    def per_word(self) -> float:
        return self.spent / max(1, self.looked_up)

    def save(self) -> None:
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        self._cache.write_text(json.dumps(self._known, ensure_ascii=False), "utf-8")

    def _corrected(self, word: str) -> str:
        if word not in self._known:
            if self._speller.spell(word):
                return word
            if self.spent > self._until:
                self._until = self.spent + self._seconds
                raise OutOfTime
            begun = time.process_time()
            found = self._speller.suggest(word)
            self.spent += time.process_time() - begun
            self.looked_up += 1
            self._known[word] = found[0] if found else word
        return self._known[word]


def cased(found: str, like: str) -> str:
    """The word as its model is written.

    >>> cased("nämnden", "Ndmnden"), cased("nämnden", "NDMNDEN")
    ('Nämnden', 'NÄMNDEN')
    """
    if like.isupper() and len(like) > 1:
        return found.upper()
    return found[:1].upper() + found[1:] if like[:1].isupper() else found
