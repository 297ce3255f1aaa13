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

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from extract.facts import folded, words
from extract.parties import party_of
from extract.people import Named, People
from extract.surnames import first_name_meant, is_common_word, is_name, made_as_surname, surname_meant
from ocr.page import Reading
from ocr.spans import Span

OFTEN = 3  # times that the right form stands there for each time that one stands that differs in any letter
SURE = 0.97  # how likely a word that repair was not asked about is what it says
FLOOR = 0.02  # the same of a form that nobody thought of in a place
CLEARLY = 1.4  # times as likely as the next
USUAL = 5.0  # times as likely a surname is that ends as others do
LONG_ENOUGH = 5  # letters of a surname of which a letter may have been misread
NEAR = 300  # letters in which two names of a list stand
# what shows no sign of damage: "Wiik", not "Strém", "SkGld"; several with hyphens
PLAIN = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)*")
DOUBLED = re.compile(r"(.)\1")
STRANGE = frozenset("éèáàíóúë60&189|")  # what stands for å, ä and ö beside their plain letters
READ_AS = {"ö": "oóé60d", "å": "aá", "ä": "aád", "é": "e"}  # what different readings of one letter say
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


Options = tuple[str, Mapping[str, float]]  # how a word of a name was read in one place, and what it may be
Place = tuple[Options, ...]  # the words of a name


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
        name = _best([places[i] for i in group])
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
    return replace(people, named=tuple(renamed))


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
        if found:
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
    meant = surname_meant(read)
    if meant is None:
        return {}
    likeliest = max(options.values())
    return {meant: likeliest if any(folded(name) == folded(read) for name in options) else 2 * likeliest}


def _more_so(read: str, weighed: Mapping[str, float]) -> Mapping[str, float]:
    """The candidates of what was read without a sign of damage ("Gimdal", "Wiik"): itself with any marks, and
    with other letters only what is more of a surname ("Lindbick": Lindbäck) or had its ö read as d."""
    if not PLAIN.fullmatch(read):
        return weighed
    usual = made_as_surname(read.lower())
    kept = {
        name: chance
        for name, chance in weighed.items()
        if made_as_surname(name.lower()) > usual
        or _has_read_as_d(read, name)
        or (folded(name) == folded(read) and (name == read or not is_common_word(name.lower())))
    }
    return kept or {read: SURE}


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
        if groups[one] is groups[other] or not (
            _alike(one, other, *times) or _read_alike(read, places[one], places[other])
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
        and all(_confused(x, y) or _merged((x, y)) is not None for x, y in zip(a, b, strict=True))
        for a in one
        for b in other
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


def _best(places: Sequence[Place]) -> list[str | None]:
    """For each word the form that explains all places best, or what was read in all of them; None where that
    is as likely and they were read in several ways."""
    return [_likeliest([place[k] for place in places]) for k in range(len(places[0]))]


def _likeliest(options: Sequence[Options]) -> str | None:
    """The form that explains all readings best. What was read alike many times says no more than once, since
    it was misread alike."""
    by_reading: dict[str, list[Mapping[str, float]]] = {}
    for read, weighed in options:
        by_reading.setdefault(read, []).append(weighed)
    forms = {form for _, weighed in options for form in weighed}
    if (merged := _merged(list(by_reading))) is not None:
        return merged
    scores = sorted((sum(_weight(form, each) for each in by_reading.values()), form) for form in forms)[::-1]
    near = [form for score, form in scores[1:] if scores[0][0] - score < math.log(CLEARLY)]
    if not any(form in by_reading for form in near):
        return scores[0][1]
    return next(iter(by_reading)) if len(by_reading) == 1 else None


def _merged(readings: Sequence[str]) -> str | None:
    """What readings of a word say together that differ in one letter or more, read for an å, ä or ö.

    >>> _merged(["Kroe", "Kr6e", "Kre"]), _merged(["Larso", "Larsé"]), _merged(["Berg", "Borg"])
    ('Kröe', 'Larsö', None)
    >>> _merged(["Ames", "Arnes"]), _merged(["Renée", "Renee"])
    ('Arnes', 'Renée')
    """
    if len(readings) > 1 and len({reading.replace("rn", "m") for reading in readings}) == 1:
        return max(readings, key=len)  # an m is read for rn, and hardly ever the other way
    (length, times), *_ = Counter(map(len, readings)).most_common(1)
    if times < 2:
        return None
    word = ""
    for letters in map(set, zip(*(r for r in readings if len(r) == length), strict=True)):
        if len(letters) == 1:
            word += letters.pop()
            continue
        meant = [letter for letter, read in READ_AS.items() if letters <= {letter, *read}]
        if len(meant) != 1:
            return None
        word += meant[0]
    return word


def _weight(form: str, places: Sequence[Mapping[str, float]]) -> float:
    """The logarithm of how well a form explains the places with one reading; of those that repair was not
    asked about, each says the same anew."""
    mean = sum(math.log(max(weighed.get(form, 0.0), FLOOR)) for weighed in places) / len(places)
    asked = len(places) - sum(len(weighed) == 1 for weighed in places)
    return mean * (1 if asked else 1 + math.log(len(places)))
