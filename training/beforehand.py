"""Find out what the commonest damaged words may have been, so that repair need not.

    python -m training.beforehand [--out ocr/data]

Asked for are the words that are likeliest to be read: those of the lexicon as often as they were counted,
in small letters, with a capital and now and then in capitals, times the chance that the shipped table gives
each way in which their å, ä and ö may come out. By that table hardly one comes through; other models know
one or two of the three, and amid damage stand lines that are whole, so words are asked about as they stand
as well. Takes half a minute; has to be done again whenever one of the other tables changes, or the search
does (`tests/ocr/test_beforehand.py` says so).
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ocr.beforehand import ANSWERS_FILE, WORDS_FILE, packed, written
from ocr.candidates import Guesses
from ocr.channel import MARKED, damage
from ocr.evidence import Evidence
from ocr.lexicon import Lexicon, lexicon

MOST = 45_000  # words: eight in ten of those of a page that are damaged words of the lexicon, or whole ones
CAME_THROUGH = 0.1  # of the å, ä and ö on damaged pages, thought of all models
CAPITALS = 0.01  # of the times that a word stands, those in a heading of capitals
LEAST = 3.0  # times that a word is thought to be read, in as much text as the lexicon was counted from
Readings = Mapping[str, Sequence[tuple[str, float]]]  # of each å, ä and ö, with their chances


def readings() -> Readings:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (truth, read), log in damage().log_chance.items():
        if truth.lower() in MARKED and read:
            found[truth].append((read, CAME_THROUGH if truth == read else math.exp(log)))
    return found


def read_as(word: str, times: float, table: Readings) -> Iterator[tuple[str, float]]:
    """What a word is read as, and how often, if it stands there so many times."""
    found = [("", times)]
    for letter in word:
        found = [
            (head + read, n * chance)
            for head, n in found
            for read, chance in table.get(letter, ((letter, 1.0),))
            if n * chance >= LEAST
        ]
    return iter(found)


def commonest(words: Lexicon) -> list[str]:
    """The words that are likeliest to be read."""
    table = readings()
    times: Counter[str] = Counter()
    for word, counts in words.words.items():
        for form, n in (
            (word, counts.lower),
            (word.capitalize(), counts.capital + counts.opening),
            (word.upper(), CAPITALS * (counts.lower + counts.capital)),
        ):
            for read, expected in read_as(form, n, table):
                times[read] += expected  # type: ignore[assignment]  # a share of a count
    return [word for word, _ in times.most_common(MOST)]


def answers(words: Lexicon) -> dict[str, bytes]:
    """The answers for the commonest words; one that is no word, but dots or a stamp, has none."""
    guesses, evidence = Guesses(words), Evidence(words)
    found: dict[str, bytes] = {}
    for word in commonest(words):
        for_damage, for_foreign, noise = evidence.of(word)
        if not noise:
            places = (False, True) if word[0].isupper() else (True,)
            some = [guesses.of(word, opens=opens).candidates for opens in places]
            found[word] = packed((for_damage, for_foreign), some)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--out", type=Path, default=Path("ocr/data"))
    args = parser.parse_args()
    found = answers(lexicon())
    trie, some = written(found)
    (args.out / WORDS_FILE).write_bytes(trie)
    (args.out / ANSWERS_FILE).write_bytes(some)
    print(f"{len(found)} words, {(len(trie) + len(some)) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
