"""The people of a damaged text: one name for each, out of all the places where it was read.

What a single place leaves in doubt ("Grafnas": Grafnäs or Grafnas?) the others may settle, since the protocol
names its people again and again. So readings of one name are brought together, and for each of its words
that form is taken which explains all of them best: what repair thought of it in each place, and what stands
in the others. Where two are about as likely, each place keeps what was read. None of this is done to a text
that was not damaged, where two names that differ in a letter are two people; nor to two names of one list.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from extract.facts import folded, words
from extract.name_readings import Options, Place, best_forms, log_read_as, merged
from extract.parties import party_of
from extract.people import Named, People
from extract.surnames import (
    first_name_meant,
    is_common_word,
    is_name,
    is_surname,
    made_as_surname,
    surname_meant,
)
from extract.torn_names import whole_names
from ocr.lexicon import NEVER
from ocr.page import Reading
from ocr.spans import Span

OFTEN = 3  # times that the right form stands there for each time that one stands that differs in any letter
SURE = 0.97  # how likely a word that repair was not asked about is what it says
USUAL = 5.0  # times as likely a surname is that ends as others do
ONE_LETTER = {"O": "Ö", "0": "Ö", "A": "Å"}  # surnames of one letter, as they are read before a party
LONG_ENOUGH = 5  # letters of a surname of which a letter may have been misread
NEAR = 300  # letters in which two names of a list stand
# what shows no sign of damage: "Wiik", not "Strém", "SkGld"; several with hyphens
PLAIN = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)*")
DOUBLED = re.compile(r"(.)\1")
FIGURE = re.compile("[60&]")
STRANGE = frozenset("éèáàíóúë60&189|")  # what stands for å, ä and ö beside their plain letters
FAR_LESS = math.log(100)
SELDOM = math.log(0.002)  # how likely other letters are read, at the least, where they look right
MAY_BE = math.log(0.005)  # how likely letters are read for an å, ä or ö that bring two names together
# what may stand between two names of one list: commas, parties, offices
LISTED = re.compile(
    r"(?:[\s,;/–-]|\([^()]{1,6}\)|\b(?:och|samt|ordförande|vice|ledamot|ersättare|[A-ZÅÄÖ][\w’'-]*)\b)*"
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of the repaired text: what was read, and what may have stood there, and how likely."""

    span: Span
    read: str
    candidates: tuple[tuple[str, float], ...]


def doubts_of(reading: Reading) -> tuple[Doubt, ...]:
    """What the repair of a document weighed, in order of place."""
    offsets = reading.offsets
    found = [
        Doubt(offsets.to_text(Span(change.start, change.end)), change.before, change.candidates)
        for change in reading.ledger
        if change.candidates and change.state != "rejected" and change.maker != "person"
    ]
    return tuple(sorted(found, key=lambda doubt: doubt.span))


def one_name_each(people: People, text: str, doubts: Sequence[Doubt] = ()) -> People:
    """The people of a damaged text, each under one name, with the party that any of its places states.

    Letters of no known party that stand once, one letter from the party of the other places, are that party:
    "Bo Ek (XD)" where he is of "(KD)" elsewhere.
    """
    people = replace(people, named=tuple(_within_its_cell(named) for named in people.named))
    starts = [doubt.span.start for doubt in doubts]
    places = [_place(named, text, doubts, starts) for named in people.named]
    renamed = list(people.named)
    for group in _groups(people.named, places, text):
        name = best_forms([places[i] for i in group])
        parties = Counter(named.party for i in group if (named := people.named[i]).party)
        party = parties.most_common(1)[0][0] if parties else None
        for i in group:
            own = " ".join(
                best or word for best, word in zip(name, people.named[i].name.split(), strict=True)
            )
            stated = people.named[i].party
            if stated and party and parties[stated] == 1 < parties[party] and _is_misread(stated, party):
                stated = party
            renamed[i] = replace(people.named[i], name=own, party=stated or party)
    return replace(people, named=tuple(whole_names(renamed, text)))


def _within_its_cell(named: Named) -> Named:
    """A name without a common word at its end, which begins the next cell: "Moa Frank Samtycke till"."""
    name, _, last = named.name.rpartition(" ")
    if " " not in name or named.stated or not is_common_word(last.lower()):
        return named
    span = Span(named.span.start, named.span.end - len(last) - 1)
    return replace(named, name=name, span=span, whole=span)


def _is_misread(stated: str, party: str) -> bool:
    """Whether letters that are no known party's may have been those of another."""
    return party_of(stated) is None and party_of(party) == party and Levenshtein.distance(stated, party) == 1


def _place(named: Named, text: str, doubts: Sequence[Doubt], starts: Sequence[int]) -> Place:
    """What each word of a name may be where it stands."""
    found: list[Options] = []
    first = max(0, bisect_left(starts, named.span.start) - 1)
    near = [d for d in doubts[first : bisect_left(starts, named.span.end)] if d.span.overlaps(named.span)]
    spans = [m.span() for m in re.finditer(r"\S+", text[named.span.start : named.span.end])]
    for word, (a, b) in zip(named.name.split(), spans, strict=True):
        start, end = named.span.start + a, named.span.start + b
        read = word
        options: Mapping[str, float] = {word: SURE}
        for doubt in near:
            if start <= doubt.span.start < end and (weighed := _weighed(doubt, text, start, end)):
                read, options = _in_place(doubt, doubt.read, text, start, end) or word, weighed
        if found and named.stated and read in ONE_LETTER:
            options = {ONE_LETTER[read]: SURE, read: 1 - SURE}
        elif found:
            options = _as_surname(_more_so(read, {**options, **_marked(read, options)}))
        found.append((read, options))
    return (_first(*found[0], found[-1][1]), *found[1:])


def _first(read: str, options: Mapping[str, float], surname: Mapping[str, float]) -> Options:
    """A first name as it may be, likelier where many are called so: "Hakan" before a surname made as Swedish
    ones are is Håkan."""
    meant = first_name_meant(read, surname)
    if meant:
        return read, {read: 1 - SURE, meant: SURE}
    known = words("first_names")
    return read, {name: chance * (USUAL if name in known else 1) for name, chance in options.items()}


def _marked(read: str, options: Mapping[str, float]) -> Mapping[str, float]:
    """What repair did not think of, or thought little of: the surname that a word is with its marks."""
    meant = surname_meant(read) or _with_ö(read)
    if meant is None:
        return {}
    likeliest = max(options.values())
    return {meant: likeliest if any(folded(name) == folded(read) for name in options) else 2 * likeliest}


def _with_ö(read: str) -> str | None:
    """The surname that a word is with an ö for its é, as which it is mostly read ("Léwgren")."""
    meant = read.replace("é", "ö", 1)
    return meant if meant != read and is_surname(meant.lower()) and not is_surname(read.lower()) else None


def _more_so(read: str, weighed: Mapping[str, float]) -> Mapping[str, float]:
    """The candidates of what was read without a sign of damage ("Gimdal", "Wiik"): itself with any marks, and
    with other letters only what is more of a surname ("Lindbick": Lindbäck) or had its ö read as d."""
    if not PLAIN.fullmatch(read):
        return _letter_for_letter(read, weighed) if FIGURE.search(read) else weighed
    usual = made_as_surname(read.lower())
    kept = {
        name: chance
        for name, chance in weighed.items()
        if (made_as_surname(name.lower()) > usual and log_read_as(name, read) >= SELDOM)
        or _has_read_as_d(read, name)
        or (folded(name) == folded(read) and (name == read or not is_common_word(name.lower())))
    }
    return kept or {read: SURE}


def _letter_for_letter(read: str, weighed: Mapping[str, float]) -> Mapping[str, float]:
    """The candidates of what was read with a figure in it ("B6e"): those that keep the letters beside it
    ("Böe", not "Bör"), if there are any, and with other letters only what is more of a surname."""
    shown = {name: log_read_as(name, read) for name in weighed if name != read}
    kept = {name for name, log in shown.items() if log > NEVER and log > max(shown.values()) - FAR_LESS}
    usual = max((made_as_surname(name.lower()) for name in kept), default=-1)
    return {n: c for n, c in weighed.items() if n in kept or made_as_surname(n.lower()) > usual}


def _has_read_as_d(read: str, name: str) -> bool:
    """Is a name what was read but for its ö, of which a d was read: "Skdld"?"""
    return "d" in read and folded(name.replace("ö", "d")) == folded(read)


def _as_surname(weighed: Mapping[str, float]) -> Mapping[str, float]:
    """The candidates where a surname stands, likelier the more they are made as surnames are."""
    return {name: chance * USUAL ** made_as_surname(name.lower()) for name, chance in weighed.items()}


def _weighed(doubt: Doubt, text: str, start: int, end: int) -> Mapping[str, float]:
    """The candidates of a doubt in the place of a word, which is that of a name: "Jens åker" is Jens Åker."""
    found: dict[str, float] = {}
    for candidate, chance in doubt.candidates:
        if word := _in_place(doubt, candidate, text, start, end):
            name = word[0].upper() + word[1:] if text[start].isupper() else word
            found[name] = found.get(name, 0.0) + chance
    return found


def _in_place(doubt: Doubt, candidate: str, text: str, start: int, end: int) -> str | None:
    """A candidate in the place of a word, which may stand in it without its genitive."""
    beyond = doubt.span.end - end
    if beyond > 0:
        if beyond > 1 or not candidate.endswith("s"):
            return None
        candidate = candidate[:-1]
    word = text[start : doubt.span.start] + candidate + text[min(end, doubt.span.end) : end]
    return None if not word or any(c.isspace() for c in word) else word


def _groups(named: Sequence[Named], read: Sequence[Place], text: str) -> list[list[int]]:
    """The places of each person, by their number."""
    places: dict[str, list[int]] = {}
    for i, person in enumerate(named):
        places.setdefault(person.name, []).append(i)
    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in places}
    for one, other in _near_pairs(list(places)):
        times = len(places[one]), len(places[other])
        if groups[one] is groups[other] or _is_slip(one.split(), other.split()):
            continue
        if not (
            _alike(one, other, *times)
            or _read_alike(read, places[one], places[other])
            or _read_for(read, places[one], places[other])
        ):
            continue
        mine, yours = ([i for name in groups[n] for i in places[name]] for n in (one, other))
        if _agree(named, mine, yours) and not _listed_together(named, mine, yours, text):
            both = groups[one] + groups[other]
            groups |= dict.fromkeys(both, both)
    return [sorted(i for name in group for i in places[name]) for group in dict.fromkeys(groups.values())]


def _near_pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of names, in order, whose first words are so near that both may be readings of one name.

    Of some thousand names nearly all pairs differ in their first words, and there are few of these.
    """
    by_first: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        by_first.setdefault(folded(name.partition(" ")[0]), []).append(i)
    firsts = list(by_first)
    near = {
        first: [
            other
            for other, *_ in process.extract(first, firsts, scorer=OSA.distance, score_cutoff=2, limit=None)
        ]
        for first in by_first
    }
    for i, name in enumerate(names):
        first = folded(name.partition(" ")[0])
        for j in sorted(j for other in near[first] for j in by_first[other] if j > i):
            yield name, names[j]


def _alike(one: str, other: str, times: int, often: int) -> bool:
    """May both be readings of one name? A difference in other letters asks for one that is far commoner."""
    if abs(len(one) - len(other)) > 2:
        return False
    mine, yours = one.split(), other.split()
    if len(mine) != len(yours):
        return False
    if all(_confused(a, b) for a, b in zip(mine, yours, strict=True)):
        return True
    if one.replace("rn", "m") == other.replace("rn", "m"):
        return True
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if mine[0] != yours[0] and {mine[0], yours[0]} <= words("first_names"):
        return False
    return max(times, often) >= OFTEN * min(times, often) or _only_one_is_known(mine, yours)


def _is_slip(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Is a name written in two ways, as people write and nothing is misread: an s behind a first name, and a
    letter once or twice where both are names ("Carlson", "Carlsson")?"""
    if len(mine) != len(yours):
        return False
    if f"{mine[0]}s" == yours[0] or f"{yours[0]}s" == mine[0]:
        return True
    differing = [(a.lower(), b.lower()) for a, b in zip(mine, yours, strict=True) if a != b]
    return bool(differing) and all(
        DOUBLED.sub(r"\1", a) == DOUBLED.sub(r"\1", b) and is_name(a) and is_name(b) for a, b in differing
    )


def _only_one_is_known(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Where two names differ in one word, is it a name in one of them alone ("Ahlmark", "Anlmark")?"""
    if mine[0] != yours[0]:
        return len({name[0] in words("first_names") for name in (mine, yours)}) > 1
    a, b = next((a, b) for a, b in zip(mine, yours, strict=True) if a != b)
    return min(len(a), len(b)) >= LONG_ENOUGH and is_name(a.lower()) != is_name(b.lower())


def _read_alike(read: Sequence[Place], mine: Sequence[int], yours: Sequence[int]) -> bool:
    """Were two names read as one, and repaired apart ("Kr6e": Krör, "Kroe": Kroe)?"""
    one, other = ({tuple(word for word, _ in read[i]) for i in group} for group in (mine, yours))
    return any(
        len(a) == len(b)
        and all(_confused(x, y) or merged((x, y)) is not None for x, y in zip(a, b, strict=True))
        for a in one
        for b in other
    )


def _read_for(read: Sequence[Place], mine: Sequence[int], yours: Sequence[int]) -> bool:
    """May one name be what was read of the other, as it is likeliest with its marks ("Nissén": Nässén)?"""
    first, second = ({tuple(w for w, _ in read[i]): read[i] for i in g}.values() for g in (mine, yours))
    return any(
        len(a) == len(b) and all(starmap(_may_be_read_for, zip(a, b, strict=True)))
        for one, other in ((first, second), (second, first))
        for a in one
        for b in other
    )


def _may_be_read_for(meant: Options, read: Options) -> bool:
    forms, likeliest = meant[1], max(meant[1].values())
    return read[0] == meant[0] or any(
        2 * forms[form] >= likeliest and not form.isascii() and log_read_as(form, read[0]) >= MAY_BE
        for form in forms
    )


def _confused(one: str, other: str) -> bool:
    """Do two words differ in nothing but what å, ä and ö are read as?"""
    if one == other or folded(one) == folded(other):
        return True
    if OSA.distance(one, other, score_cutoff=2) > 2:
        return False
    if DOUBLED.sub(r"\1", folded(one)) == DOUBLED.sub(r"\1", folded(other)):
        return True
    for op in Levenshtein.opcodes(one, other):
        a, b = one[op.src_start : op.src_end], other[op.dest_start : op.dest_end]
        if op.tag != "equal" and folded(a) != folded(b) and STRANGE.isdisjoint(a + b):
            return False
    return True


def _agree(named: Sequence[Named], mine: Sequence[int], yours: Sequence[int]) -> bool:
    """Their parties do not tell them apart."""
    one, other = ({named[i].party for i in group if named[i].party} for group in (mine, yours))
    return not one or not other or bool(one & other)


def _listed_together(named: Sequence[Named], mine: Sequence[int], yours: Sequence[int], text: str) -> bool:
    """Two names of one list are two people, however alike."""
    for i in mine:
        for j in yours:
            a, b = sorted((named[i].whole, named[j].whole))
            if b.start - a.end < NEAR and LISTED.fullmatch(text, a.end, b.start):
                return True
    return False
