"""The noisy channel: which Swedish words a damaged word may have been, and how the damage was done.

The search walks through a word as it was read and, wherever the table of confusions says that something
else may have stood there ("d" for "ä", "éd" for "ä", "1" for "l"), tries that as well, as long as some word
of the lexicon begins so. What comes out does not depend on the page; how likely each confusion is on a page
does, and is learned from the page itself (`ocr/weighing.py`), because the mix follows the typeface.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from importlib.resources import files
from typing import Literal, NamedTuple, get_args

from ocr.letters import END, Letters, Run
from ocr.lexicon import NEVER, Lexicon
from ocr.tree import Branch, Tree

CHANNEL_FILE = "channel.tsv"
MARKED = "åäö"
_USUAL = math.log(8e-4)  # rarer confusions are tried only where the usual ones find nothing
_AS_CAPITAL = 0.05  # how much of a small letter's rarer readings its capital shows
_CAME_THROUGH = 0.002  # the chance that an å, ä or ö was read as what it is
_MOST_COMPOUNDS = 40
_MOST_LOST = 1  # a word has at most one letter more than were read
_PATHS_SOUNDED, _KEPT_SOUNDED = 8, 5  # in a search without a list of words
_REMEMBERED = 20_000  # pairs of letters
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


class Option(NamedTuple):
    """What may have stood where `read` is read: `truth`, and the same small, as the lexicon has it.

    `unusual` marks a confusion of other letters than å, ä, ö; a word is supposed to have one at most. `rank`
    is the place in the table, `log` how likely the confusion is.
    """

    rank: int
    read: str
    truth: str
    small: str
    unusual: bool
    log: float


class Options(dict[str, tuple[Option, ...]]):
    """The options where two letters are read (one, at the end of a word), which are looked up once."""

    __slots__ = ("_by_first",)

    def __init__(self, options: Iterable[Option]) -> None:
        self._by_first: dict[str, list[Option]] = defaultdict(list)
        for option in options:
            self._by_first[option.read[0]].append(option)

    def __missing__(self, two: str) -> tuple[Option, ...]:
        found = tuple([o for o in self._by_first.get(two[0], ()) if two.startswith(o.read)])
        if len(self) < _REMEMBERED:
            self[two] = found
        return found


Reach = Literal["usual", "lost", "rare"]  # how far a search goes: lost letters too, rare confusions too
Ways = tuple[tuple[str, str, float], ...]  # confusions of one document alone: truth, read, how likely
Place = Literal["inside", "head", "capitals"]  # at the head of a word a capital may be one, or a small letter
_Part = tuple[int, str, tuple[Edit, ...]]  # of a compound: where it ends, the word, and the damage
_First = tuple[tuple[str, ...], tuple[Edit, ...]]  # the first parts of a name, and their damage
_Trail = tuple["_Trail", int, str, str] | tuple[()]  # what came before, and an edit


@dataclass(frozen=True, slots=True, eq=False)
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

    def beside(self, ways: Ways) -> Damage:
        """The table with the confusions of one document beside it."""
        return Damage({**self.log_chance, **{way[:2]: way[2] for way in ways}}) if ways else self


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


@lru_cache(maxsize=8)
def places(table: Damage | None = None) -> Mapping[tuple[str, str], int]:
    """The place of each confusion where a table is a list: (truth, read). The first place is for no damage,
    and the second for what the table does not hold."""
    return {key: place for place, key in enumerate((table or damage()).log_chance, start=2)}


class _Rules(NamedTuple):
    """What a search goes by: the options, without the unusual ones in a word that is strained already, and
    by the last letter read how a word may end."""

    options: tuple[Options, Options]
    endings: Mapping[str, frozenset[str]]


@lru_cache(maxsize=64)
def _rules(place: Place, rare: bool = False, ways: Ways = ()) -> _Rules:
    found = [*_options(place, rare), *_own_options(place, ways)]
    return _Rules((Options(found), Options(o for o in found if not o.unusual)), _endings(rare, ways))


@lru_cache(maxsize=64)
def _endings(rare: bool, ways: Ways = ()) -> Mapping[str, frozenset[str]]:
    """By the last letter read, how a word may end."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in get_args(Place):
        for option in (*_options(place, rare), *_own_options(place, ways)):
            found[option.read[-1]].add(option.small[-1])
    return {last: frozenset(small) for last, small in found.items()}


@cache
def _options(place: Place, rare: bool) -> tuple[Option, ...]:
    """What may have stood where something is read, in the order of the table."""
    return tuple(_listed(place, rare))


def _listed(place: Place, rare: bool) -> Iterator[Option]:
    for rank, ((truth, read), chance) in enumerate(damage().log_chance.items()):
        small = truth.lower()
        if truth == read or not read:
            continue
        if truth.isupper() if place == "inside" else place == "capitals" and truth.islower():
            continue
        if place == "head" and truth.isupper() and not read[0].isupper():
            continue
        marked = small in MARKED
        if place == "head" and not marked and truth.islower() and read[0].isupper():
            continue  # only an å, ä or ö is read as a capital where a word begins
        if rare or (chance > _USUAL if marked else not read.isalpha()):
            yield Option(rank, read, truth, small, read.isalpha() and not marked, chance)


def usual() -> frozenset[tuple[str, str]]:
    """The confusions that are tried in any word of any document."""
    return frozenset((o.truth, o.read) for o in _options("inside", False))


def _own_options(place: Place, ways: Ways) -> Iterator[Option]:
    """The options of one document alone, which are none of its rare ones."""
    for truth, read, log in ways:
        if truth.isupper() == (place == "capitals"):
            yield Option(0, read, truth, truth.lower(), False, log)


@lru_cache(maxsize=60_000)
def spelt(read: str, lexicon: Lexicon, *, reach: Reach = "usual", ways: Ways = ()) -> tuple[Spelling, ...]:
    """The words of the lexicon that `read` may have been, itself among them if it is one."""
    walk = _walk(read, 0, lexicon.tree, reach=reach, whole=True, ways=ways)
    return tuple(Spelling(word, (word,), edits) for _, word, edits in walk)


def compounded(read: str, lexicon: Lexicon, *, depth: int = 3, ways: Ways = ()) -> list[Spelling]:
    """The compounds of known parts that `read` may have been: "bistånds" + "bedömare"."""
    found: list[Spelling] = []
    lasts: dict[int, list[_Part]] = {}
    firsts: dict[int, list[_Part]] = {}
    paths: list[tuple[int, tuple[str, ...], tuple[Edit, ...]]] = [(0, (), ())]
    while paths:
        start, parts, edits = paths.pop()
        left = len(read) - start
        if start and left >= (4 if start < 3 else 3):
            if start not in lasts:
                lasts[start] = list(_lasts(read, start, lexicon, ways))
            for _, word, more in lasts[start]:
                found.append(Spelling("".join(parts) + word, (*parts, word), edits + more))
                if len(found) >= _MOST_COMPOUNDS:
                    return found
        if len(parts) < depth - 1 and left >= 6:
            if start not in firsts:
                walk = _walk(read, start, lexicon.part_tree, whole=False, ways=ways)
                firsts[start] = [way for way in walk if way[0] <= len(read) - 3]
            paths += [(end, (*parts, part), edits + more) for end, part, more in reversed(firsts[start])]
    return found


def _lasts(read: str, start: int, lexicon: Lexicon, ways: Ways) -> Iterator[_Part]:
    """The words that the last part of a compound may have been."""
    words = lexicon.words
    shortest = 4 if read[0].isupper() and not read.isupper() else 3  # "nas", of "Grafnas", ends no name
    for end, word, edits in _walk(read, start, lexicon.tree, whole=True, ways=ways):
        if len(word) >= shortest and words[word].lower and (len(word) > 4 or words[word].tail):
            yield end, word, edits


def named(read: str, lexicon: Lexicon) -> list[Spelling]:
    """The place names that `read` may have been: an ending that such names have, after known parts."""
    found: list[Spelling] = []
    for cut in range(3, len(read)):
        firsts: list[_First] = []
        for _, ending, edits in _walk(read, cut, lexicon.ending_tree, whole=True):
            firsts = firsts or _firsts(read[:cut], lexicon)
            found += [
                Spelling("".join(first) + ending, (*first, ending), more + edits) for first, more in firsts
            ]
    return found


def _firsts(read: str, lexicon: Lexicon, *, joined: bool = True) -> list[_First]:
    """What a place name may begin with: a part, or a name ("salt" + "sjö")."""
    found: list[_First] = [
        ((part,), edits) for _, part, edits in _walk(read, 0, lexicon.part_tree, whole=True)
    ]
    if joined:
        for cut in range(3, len(read) - 2):
            for _, ending, edits in _walk(read, cut, lexicon.ending_tree, whole=True):
                found += [
                    ((*first, ending), more + edits)
                    for first, more in _firsts(read[:cut], lexicon, joined=False)
                ]
    return found


def sounded(read: str, letters: Letters, ways: Ways = ()) -> list[tuple[float, Spelling]]:
    """What a word that nobody knows may have been, by how Swedish runs: the likeliest few.

    With each stands the logarithm of its share among such words, whatever the damage.
    """
    plain = read.lower()
    n = len(read)
    if len(plain) != n:
        return []
    capitals = n > 1 and read.isupper()
    options = ahead = _rules("capitals" if capitals else "inside", ways=ways).options[0]
    if not capitals and read[0].isupper():
        ahead = _rules("head", ways=ways).options[0]
    # By how much of the word is read: with its damage how likely, alone how likely, what stands, the run
    # before its last letter, the damage.
    paths: list[list[tuple[float, float, str, Run, _Trail]]] = [[] for _ in range(n + 1)]
    paths[0].append((0.0, 0.0, "", letters.begin, ()))
    for at, letter in enumerate(plain):
        here = (options if at else ahead)[read[at : at + 2]]
        marked = letter in MARKED
        some = paths[at]
        if len(some) > _PATHS_SOUNDED:
            some = sorted(some, reverse=True)[:_PATHS_SOUNDED]
        for total, alone, word, run, trail in some:
            if word:
                run = run.after(word[-1])
            log = run[letter]
            kept = (trail, at, read[at], read[at]) if marked else trail
            paths[at + 1].append((total + log, alone + log, word + letter, run, kept))
            for _, seen, truth, small, _, chance in here:
                log = run[small]  # only a rare confusion has two letters
                further = trail, at, seen, truth
                paths[at + len(seen)].append((total + log + chance, alone + log, word + small, run, further))
        paths[at].clear()
    ends = [
        (total + (end_log := run.after(word[-1])[END]), alone + end_log, word, trail)
        for total, alone, word, run, trail in paths[n]
    ]
    return [
        (alone, Spelling(word, (), _edits(trail))) for _, alone, word, trail in nlargest(_KEPT_SOUNDED, ends)
    ]


def _walk(
    read: str, start: int, tree: Tree, *, reach: Reach = "usual", whole: bool, ways: Ways = ()
) -> Iterator[_Part]:
    """Paths through the words of `tree`: where each ends in `read`, the word, and the damage it supposes.

    `whole` asks for paths that use up `read`; else every word on the way is given. At most one edit that
    is none of å, ä, ö is supposed, or one letter that was lost.
    """
    plain = read.lower()
    n = len(read)
    if len(plain) != n:
        return
    capitals = n > 1 and read.isupper()
    rare = reach == "rare"
    rules = _rules("capitals" if capitals else "inside", rare, ways)
    options = ahead = rules.options
    if read[0].isupper() and not capitals:
        ahead = _rules("head", rare, ways).options
    lost = () if reach == "usual" else tuple((c, c.upper() if capitals else c) for c in MARKED)
    last, may_end = plain[-1], rules.endings.get(read[-1], frozenset[str]())
    # Where in `read`, how many letters of the word stand, what follows, the damage, and whether it is rare.
    paths: list[tuple[int, int, Branch | str, _Trail, bool]] = [(start, 0, tree.root, (), False)]
    budget = _MOST_PATHS
    while paths and budget:
        at, stands, node, trail, strained = paths.pop()
        budget -= 1
        while True:
            # What may come next: all letters of a branch, or the one letter of the only word.
            if isinstance(node, str):
                if whole:
                    if len(node) - stands > n - at + _MOST_LOST:
                        break
                    if node[-1] != last and node[-1] not in may_end:
                        break
                word = node if stands == len(node) else None
                follow: Mapping[str, Branch | str] = {} if word else {node[stands]: node}
            else:
                if not node:
                    tree.grow(node, stands)
                word = node.word
                follow = node
            if word and not whole and stands > 1:
                yield at, word, _edits(trail)
            if at == n:
                if whole and word:
                    yield at, word, _edits(trail)
                break
            if lost and not strained:
                for small, truth in lost:
                    if small in follow:
                        paths.append((at, stands + 1, follow[small], (trail, at, "", truth), True))
            for _, seen, truth, small, unusual, _ in (options if at else ahead)[strained][read[at : at + 2]]:
                if small[0] in follow:
                    onward = follow[small[0]]
                    if len(small) > 1:
                        farther = tree.follow(onward, stands + 1, small[1:])
                        if farther is None:
                            continue
                        onward = farther
                    further = trail, at, seen, truth
                    paths.append((at + len(seen), stands + len(small), onward, further, strained or unusual))
            letter = plain[at]
            if letter not in follow:
                break
            node = follow[letter]
            if letter in MARKED:
                trail = trail, at, read[at], read[at]
            stands += 1
            at += 1


def _edits(trail: _Trail) -> tuple[Edit, ...]:
    """The damage along a path, from its beginning."""
    found: list[Edit] = []
    while trail:
        trail, at, read, truth = trail
        found.append(Edit(at, read, truth))
    return tuple(reversed(found))


def written(read: str, edits: Iterable[Edit]) -> str:
    """The word as read with the damage undone; in capitals where all that is left of it stands in capitals.

    >>> written("Ndmnden", [Edit(1, "d", "ä")])
    'Nämnden'
    >>> written("NiiMNDEN", [Edit(1, "ii", "ä")])
    'NÄMNDEN'
    """
    out, left, done = "", "", 0
    for at, seen, truth in edits:
        if seen != truth:
            stays = read[done:at]
            out, left, done = out + stays + truth, left + stays, at + len(seen)
    left += read[done:]
    out += read[done:]
    return out.upper() if len(left) > 1 and left.isupper() else out
