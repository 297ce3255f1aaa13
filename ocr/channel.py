"""The noisy channel: which Swedish words a damaged word may have been, and how the damage was done.

The search walks through a word as it was read and, wherever the table of confusions says that something
else may have stood there ("d" for "ä", "éd" for "ä", "1" for "l"), tries that as well, as long as some word
of the lexicon begins so. What comes out does not depend on the page; how likely each confusion is on a page
does, and is learned from the page itself (`Damage.learned`), because the mix follows the typeface.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ocr.lexicon import NEVER, Lexicon

CHANNEL_FILE = "channel.tsv"
MARKED = "åäö"
_PRIOR_WEIGHT = 25.0  # letters' worth of trust in the shipped table, against what the page shows
_UNSEEN = 2e-5  # the chance of a confusion that the table lists but the page has not shown
_AS_CAPITAL = 0.05  # how much of a small letter's rarer readings its capital shows
_CAME_THROUGH = 0.002  # the chance that an å, ä or ö was read as what it is
_MOST_COMPOUNDS = 40
_MOST_PATHS = 400  # a search that runs wild is cut short: nothing is found rather than nothing finished


class Edit(NamedTuple):
    """At `at` of the word as read, `read` stands for `truth`; a small truth under a capital was one."""

    at: int
    read: str
    truth: str


class Spelling(NamedTuple):
    """A word that may have stood there, in lower case, its parts if it is a compound, and the damage."""

    word: str
    parts: tuple[str, ...]
    edits: tuple[Edit, ...]


Options = Mapping[str, tuple[tuple[str, str], ...]]  # first letter read -> (all that was read, truth)


@dataclass(frozen=True, slots=True)
class Damage:
    """How likely each letter comes out as something else: `log_chance[truth, read]`."""

    log_chance: Mapping[tuple[str, str], float]

    def log_damage(self, keys: Iterable[tuple[str, str]]) -> float:
        """The chance of all these (truth, read) together."""
        chances = self.log_chance
        total = 0.0
        for key in keys:
            total += chances.get(key, NEVER)
        return total

    def learned(self, seen: Mapping[tuple[str, str], float]) -> Damage:
        """The table moved towards what a page has shown: (truth, read) with how often."""
        totals: dict[str, float] = defaultdict(float)
        for (truth, _), n in seen.items():
            totals[truth] += n
        chances = dict(self.log_chance)
        for key, prior in self.log_chance.items():
            truth = key[0]
            if totals[truth]:
                share = (seen.get(key, 0.0) + _PRIOR_WEIGHT * math.exp(prior)) / (
                    totals[truth] + _PRIOR_WEIGHT
                )
                chances[key] = math.log(max(share, _UNSEEN))
        return Damage(chances)


@cache
def damage() -> Damage:
    """The shipped table of confusions."""
    rows = (files("ocr") / "data" / CHANNEL_FILE).read_text(encoding="utf-8").splitlines()[1:]
    chances: dict[tuple[str, str], float] = {}
    for row in rows:
        truth, read, count, of = row.split("\t")
        chances[truth, read] = float(count) / float(of)
    # Capitals are seldom on the pages that were counted: they take after their small letters.
    for (truth, read), share in list(chances.items()):
        if truth in MARKED and (read.isalnum() or read == "&"):
            chances.setdefault((truth.upper(), read.upper()), share * _AS_CAPITAL)
    for letter in MARKED + MARKED.upper():
        chances[letter, letter] = _CAME_THROUGH
    return Damage({key: math.log(share) for key, share in chances.items()})


@cache
def _options(*, rare: bool) -> Options:
    """What may have stood where something is read; `rare` adds consonants and letters that were lost."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for truth, read in damage().log_chance:
        marked = truth.lower() in MARKED
        if truth != read and read and (rare or marked or not read.isalpha()):
            found[read[0]].append((read, truth))
    return {first: tuple(options) for first, options in found.items()}


def spelt(read: str, lexicon: Lexicon, *, rare: bool = False) -> list[Spelling]:
    """The words of the lexicon that `read` may have been, itself among them if it is one."""
    walk = _walk(read, 0, lexicon.words, lexicon.beginnings, rare=rare, whole=True)
    return [Spelling(word, (word,), edits) for _, word, edits in walk]


def compounded(read: str, lexicon: Lexicon, *, depth: int = 3) -> list[Spelling]:
    """The compounds of known parts that `read` may have been: "bistånds" + "bedömare"."""
    tails: dict[int, list[tuple[str, tuple[Edit, ...]]]] = {}
    words, parts = lexicon.words, lexicon.parts

    def rest(start: int, left: int) -> Iterator[tuple[tuple[str, ...], tuple[Edit, ...]]]:
        if start and len(read) - start >= 3:
            if start not in tails:
                tails[start] = [
                    (word, edits)
                    for _, word, edits in _walk(read, start, words, lexicon.beginnings, whole=True)
                    if len(word) >= 3 and words[word].lower and (len(word) > 4 or words[word].tail)
                ]
            for word, edits in tails[start]:
                yield (word,), edits
        if left > 1 and len(read) - start >= 6:
            for end, part, edits in _walk(read, start, parts, lexicon.part_beginnings, whole=False):
                if end <= len(read) - 3:
                    for more, further in rest(end, left - 1):
                        yield (part, *more), edits + further

    found: list[Spelling] = []
    for some, edits in rest(0, depth):
        found.append(Spelling("".join(some), some, edits))
        if len(found) >= _MOST_COMPOUNDS:
            break
    return found


def _walk(
    read: str,
    start: int,
    words: Mapping[str, object],
    beginnings: frozenset[str],
    *,
    rare: bool = False,
    whole: bool,
) -> Iterator[tuple[int, str, tuple[Edit, ...]]]:
    """Paths through `words`: where each ends in `read`, the word, and the damage it supposes.

    `whole` asks for paths that use up `read`; else every word on the way is given. At most one edit that
    is none of å, ä, ö is supposed, or one letter that was lost.
    """
    plain = read.lower()
    n = len(read)
    if len(plain) != n:
        return
    options = _options(rare=rare)
    capitals = n > 1 and read.isupper()
    paths: list[tuple[int, str, tuple[Edit, ...], bool]] = [(start, "", (), False)]
    budget = _MOST_PATHS
    while paths:
        at, prefix, edits, strained = paths.pop()
        budget -= 1
        if budget < 0:
            return
        while not prefix or prefix in beginnings:
            if not whole and len(prefix) >= 3 and prefix in words:
                yield at, prefix, edits
            if at == n:
                if whole and prefix in words:
                    yield at, prefix, edits
                break
            if rare and not strained:
                for truth in MARKED:
                    if prefix + truth in beginnings:
                        lost = Edit(at, "", truth.upper() if capitals else truth)
                        paths.append((at, prefix + truth, (*edits, lost), True))
            for seen, truth in options.get(read[at], ()):
                large = truth.isupper()
                if large != capitals and (at or not large):
                    continue  # a capital stands at the head of a word, or among capitals
                if len(seen) > 1 and not read.startswith(seen, at):
                    continue
                unusual = seen.isalpha() and truth.lower() not in MARKED
                longer = prefix + truth.lower()
                if longer in beginnings and not (unusual and strained):
                    edit = Edit(at, seen, truth)
                    paths.append((at + len(seen), longer, (*edits, edit), strained or unusual))
            letter = plain[at]
            if letter in MARKED:
                edits = (*edits, Edit(at, read[at], read[at]))
            prefix += letter
            at += 1


def written(read: str, edits: Iterable[Edit]) -> str:
    """The word as read with the damage undone.

    >>> written("Ndmnden", [Edit(1, "d", "ä")])
    'Nämnden'
    """
    out: list[str] = []
    at = 0
    for edit in edits:
        if edit.read != edit.truth:
            out += (read[at : edit.at], edit.truth)
            at = edit.at + len(edit.read)
    out.append(read[at:])
    return "".join(out)
