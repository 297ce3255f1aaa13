"""An archive's own words: names and compounds of its good pages, used on its damaged ones.

What repair cannot know from Swedish at large is mostly names (Jonsson or Jönsson, Staldal or Ståldal), and
the same names stand in the same archive's good documents. The words are plain counts: they can be kept,
looked at and forgotten.

    own = words_of(page.text for page in pages if page.verdict == "good")
    repair(text, lexicon=lexicon().with_words(own))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ocr.lexicon import lexicon

WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST = 2  # times a word stands before it is believed


def words_of(texts: Iterable[str]) -> dict[str, int]:
    """How often words stand in good texts: all names, and what the shipped lexicon does not hold.

    A word counts as a name where it never stands in small letters.
    """
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for word in WORD.findall(text):
            if word.islower():
                small[word] += 1
            elif word[1:].islower():
                large[word] += 1
    known = lexicon().words
    found = {word: n for word, n in large.items() if n >= _LEAST and word.lower() not in small}
    found |= {word: n for word, n in small.items() if n >= _LEAST and word not in known}
    return found
