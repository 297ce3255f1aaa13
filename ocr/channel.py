"""The noisy channel: which Swedish words a damaged word may have been, and how the damage was done.

The search walks through a word as it was read and, wherever the table of confusions says that something
else may have stood there ("d" for "ä", "éd" for "ä", "1" for "l"), tries that as well, as long as some word
of the lexicon begins so. What comes out does not depend on the page; how likely each confusion is on a page
does, and is learned from the page itself (`Damage.learned`), because the mix follows the typeface.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ocr.lexicon import NEVER, Lexicon

CHANNEL_FILE = "channel.tsv"
MARKED = "åäö"
_PRIOR_WEIGHT = 25.0  # letters' worth of trust in the shipped table, against what the page shows
_UNSEEN = 2e-5  # the chance of a confusion that the table lists but the page has not shown
_MOST_PATHS = 400  # a search that runs wild is cut short: nothing is found rather than nothing finished


class Edit(NamedTuple):
    """At `at` of the word as read, `read` stands for `truth` (both lower-case keys of the table)."""

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
    letters: Mapping[tuple[str, str], float]  # the counts behind it

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
        return Damage(chances, self.letters)


@cache
def damage() -> Damage:
    """The shipped table of confusions."""
    rows = (files("ocr") / "data" / CHANNEL_FILE).read_text(encoding="utf-8").splitlines()[1:]
    chances: dict[tuple[str, str], float] = defaultdict(float)
    letters: dict[tuple[str, str], float] = {}
    for row in rows:
        truth, read, count, of = row.split("\t")
        letters[truth, read] = float(count)
        if truth.isupper() and (truth.lower() in MARKED):
            truth, read = truth.lower(), read.lower()  # capitals are looked up in lower case
            if (truth, read) in chances:
                continue
        chances[truth, read] = max(chances[truth, read], float(count) / float(of))
    for letter in MARKED:
        chances[letter, letter] = max(chances[letter, letter], 0.002)  # one that came through whole
    return Damage({key: math.log(share) for key, share in chances.items()}, letters)


@cache
def _options(*, rare: bool) -> Options:
    """What may have stood where something is read; `rare` adds consonants and letters that were lost."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for truth, read in damage().log_chance:
        if truth != read and read and (rare or truth in MARKED or not read.isalpha()):
            found[read[0]].append((read, truth))
    return {first: tuple(options) for first, options in found.items()}


def spelt(read: str, lexicon: Lexicon, *, capitals: bool = False, rare: bool = False) -> list[Spelling]:
    """The words of the lexicon that `read` may have been, itself among them if it is one."""
    return [
        Spelling(word, (word,), edits)
        for _, word, edits in _walk(
            read, 0, lexicon.words, lexicon.beginnings, _keys(read, capitals), rare, whole=True
        )
    ]


def compounded(read: str, lexicon: Lexicon, *, capitals: bool = False, depth: int = 3) -> list[Spelling]:
    """The compounds of known parts that `read` may have been: "bistånds" + "bedömare"."""
    keys = _keys(read, capitals)
    tails: dict[int, list[tuple[str, tuple[Edit, ...]]]] = {}

    def rest(start: int, left: int) -> Iterator[tuple[tuple[str, ...], tuple[Edit, ...]]]:
        if start and len(read) - start >= 3:
            if start not in tails:
                tails[start] = [
                    (word, edits)
                    for _, word, edits in _walk(
                        read, start, lexicon.words, lexicon.beginnings, keys, False, whole=True
                    )
                    if len(word) >= 3 and (len(word) > 4 or lexicon.words[word].tail)
                ]
            for word, edits in tails[start]:
                yield (word,), edits
        if left > 1 and len(read) - start >= 6:
            for end, part, edits in _walk(
                read, start, lexicon.parts, lexicon.part_beginnings, keys, False, whole=False
            ):
                if end <= len(read) - 3:
                    for parts, more in rest(end, left - 1):
                        yield (part, *parts), edits + more

    found: list[Spelling] = []
    for parts, edits in rest(0, depth):
        found.append(Spelling("".join(parts), parts, edits))
        if len(found) >= 40:
            break
    return found


def _keys(read: str, capitals: bool) -> str:
    """The letters as the table knows them: a capital inside a lower-case word is itself a misreading."""
    if capitals or read.islower():
        return read.lower()
    return read[:1].lower() + read[1:]


def _walk(
    read: str,
    start: int,
    words: Mapping[str, object],
    beginnings: frozenset[str],
    keys: str,
    rare: bool,
    *,
    whole: bool,
) -> Iterator[tuple[int, str, tuple[Edit, ...]]]:
    """Paths through `words`: where each ends in `read`, the word, and the damage it supposes.

    `whole` asks for paths that use up `read`; else every word on the way is given. At most one edit that
    is none of å, ä, ö is supposed.
    """
    options = _options(rare=rare)
    lost = MARKED if rare else ""
    plain = read.lower()
    if len(plain) != len(read):
        return
    n = len(read)
    paths: list[tuple[int, str, tuple[Edit, ...], bool]] = [(start, "", (), False)]
    budget = _MOST_PATHS
    while paths:
        at, prefix, edits, strained = paths.pop()
        budget -= 1
        if budget < 0:
            return
        while True:
            if prefix and prefix not in beginnings:
                break
            if not whole and len(prefix) >= 3 and prefix in words:
                yield at, prefix, edits
            if at == n:
                if whole and prefix in words:
                    yield at, prefix, edits
                break
            if lost and not strained and len(edits) < 3:
                for truth in lost:
                    if prefix + truth in beginnings:
                        paths.append((at, prefix + truth, (*edits, Edit(at, "", truth)), True))
            for seen, truth in _at(options, read, keys, at):
                if len(seen) > 1 and not keys.startswith(seen, at):
                    continue
                unusual = truth not in MARKED and seen.isalpha()
                if unusual and strained:
                    continue
                longer = prefix + truth
                if longer in beginnings:
                    paths.append(
                        (at + len(seen), longer, (*edits, Edit(at, seen, truth)), strained or unusual)
                    )
            letter = plain[at]
            if letter in MARKED:
                edits = (*edits, Edit(at, letter, letter))
            prefix += letter
            at += 1


def _at(options: Options, read: str, keys: str, at: int) -> Sequence[tuple[str, str]]:
    """What may have stood at `at`; a capital that opens a word may be one, or a small letter misread."""
    found = options.get(keys[at], ())
    if at == 0 and read[0] != keys[0]:
        return (*found, *((seen, truth) for seen, truth in options.get(read[0], ()) if len(seen) == 1))
    return found


def written(read: str, edits: Iterable[Edit], *, capitals: bool, first: bool) -> str:
    """The word as read with the damage undone; `first` writes a mended first letter large.

    >>> written("Ndmnden", [Edit(1, "d", "ä")], capitals=False, first=True)
    'Nämnden'
    """
    out: list[str] = []
    at = 0
    for edit in edits:
        if edit.read == edit.truth:
            continue
        large = capitals or (edit.at == 0 and first)
        out += (read[at : edit.at], edit.truth.upper() if large else edit.truth)
        at = edit.at + len(edit.read)
    out.append(read[at:])
    return "".join(out)
