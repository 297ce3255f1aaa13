"""Names of plans: what is printed, taken apart so that two names can be compared.

One plan has many names (handlingsplanen för att förbättra arbetssituationen för biståndshandläggare;
handlingsplanen för förbättrad arbetsmiljö för biståndsbedömare), and many plans have nearly one name (the
next edition; the plan of one department; the plan for a programme). A name is therefore read as: class of
document, owner, words that say what it is about, years. Words are compared softly, class and owner strictly,
years apart from both: they tell editions, not plans.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import OSA

from corpus.reach import is_finite, is_infinitive
from corpus.tokens import Terms, terms_of, tokens
from corpus.words import stopwords

YEARS = re.compile(
    r"""
    (?:\båren\s+)? \b(?P<first>(?:19|20)\d\d) \s*
    (?: [-–—/] | \btill\b(?:\s+och\s+med)? | \boch\b ) \s* (?P<last>(?:19|20)?\d\d\b)?
    | \b(?P<only>(?:19|20)\d\d)\b                     # 2015; 2024-2027; 2020–22; åren 2015 till 2018
    """,
    re.VERBOSE,
)
IN_PLACE = re.compile(
    r"\s(?:i|inom|för)\s(?P<place>[A-ZÅÄÖ][\wåäöé-]+)\s(?:[Ss]tad|[Kk]ommun)$"
)  # i Vikasjö kommun
NEVER_BEFORE = frozenset(
    {"finns", "antar", "godkänner", "fastställer", "gäller", "bilaga", "antagande", "revidering"}
)
SAME = 0.8  # of both names' words must be found in the other
SHORT = 0.85  # of a short form's words must be found in the full name
FULL = 0.3  # and at least so much of the full name in the short form


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("corpus").joinpath("data", "plan_words.toml").read_text(encoding="utf-8"))


@cache
def _class_of() -> dict[str, str]:
    return {word: kind for kind, words in _data()["classes"].items() for word in words}


@cache
def _generic() -> frozenset[str]:
    return frozenset(_data()["generic"]["words"])


@cache
def _qualities() -> frozenset[str]:
    return frozenset(_data()["qualities"]["words"])


@cache
def _twins() -> dict[str, frozenset[str]]:
    return {word: frozenset(group) for group in _data()["equivalents"]["groups"] for word in group}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: its lemma and the parts of a compound."""

    lemma: str
    parts: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        return 0.1 if self.lemma in _generic() else 0.35 if self.lemma in _qualities() else 1.0


@dataclass(frozen=True, slots=True)
class PlanName:
    """A printed name, taken apart.

    `head` is the word that names a document, as printed. `place` is the municipality where it is named,
    `owner` a part of one ("socialförvaltning") whose own plan it is. A name without `words`
    ("handlingsplanen") stands for a plan that was named before.
    """

    printed: str
    head: str
    kind: str
    words: tuple[Word, ...]
    years: tuple[int, int] | None = None
    place: str | None = None
    owner: str | None = None
    plural: bool = False
    open_end: bool = False

    @property
    def says_which(self) -> bool:
        return any(word.weight == 1.0 for word in self.words)


@lru_cache(maxsize=100_000)
def plan_name(printed: str) -> PlanName | None:
    """Take a printed name apart; None where no word in it names a plan or one of its kin.

    >>> name = plan_name("Vikasjö kommuns klimatanpassningsplan 2024–2026")
    >>> name.kind, name.place, name.years, name.words[0].lemma
    ('plan', 'vikasjö', (2024, 2026), 'klimatanpassning')
    """
    years, open_end, rest = _years(" ".join(printed.split()))
    tail = IN_PLACE.search(rest)
    rest = rest[: tail.start()] if tail else rest
    found = [(t.terms, rest[t.start : t.end]) for t in tokens(rest)]
    heads = [(i, head) for i, (word, _) in enumerate(found) if (head := _head(word))]
    # "budgeten om en förlängning av handlingsplanen": a budget has no name of its own to go on with
    at = next((i for i, found_head in heads if found_head[0] != "budget"), None)
    if at is None:
        return None
    begin = _beginning(found, at)
    terms, as_printed = found[at]
    if terms.lemma in _data()["places"]["words"]:
        return None
    kind, modifier = _head(terms) or ("", ())
    place, owner, adjectives = _before(found[begin:at])
    place = place or (_place(tail["place"]) if tail else None)
    after, named_in = _after(found[at + 1 :])
    place = place or named_in
    words = [Word(m) if not terms_of(m).parts else Word(m, terms_of(m).parts) for m in modifier]
    words += [
        Word(t.lemma, t.parts)
        for t in (*adjectives, *after)
        if t.exact[0].isalpha()
        and t.exact not in stopwords()
        and t.lemma not in stopwords()
        and t.exact != place
    ]
    plural = not years and as_printed.endswith(("planer", "policyer", "strategier"))
    printed = printed[max(0, printed.find(found[begin][1])) :] if begin else printed
    return PlanName(
        printed, as_printed, kind, tuple(dict.fromkeys(words)), years, place, owner, plural, open_end
    )


def names_budget(printed: str) -> bool:
    """Whether the only plan that a text names is a budget or one of its kin, which are nobody's plan here."""
    heads = [head for token in tokens(printed) if (head := _head(token.terms))]
    return bool(heads) and all(kind == "budget" for kind, _ in heads)


def _years(text: str) -> tuple[tuple[int, int] | None, bool, str]:
    """The years of a name, whether their end is missing (cut off at a line's end), and the name without."""
    best: tuple[tuple[int, int], bool] | None = None
    for match in YEARS.finditer(text):
        if match["only"]:
            year = int(match["only"])
            best = best or ((year, year), False)
            continue
        first = int(match["first"])
        last = match["last"]
        if last is None:
            best = ((first, first), True)
        else:
            end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
            if first <= end <= first + 40:
                best = ((first, end), False)
                break
    rest = " ".join(YEARS.sub(" ", text).split())
    return (best[0], best[1], rest) if best else (None, False, rest)


def _head(terms: Terms) -> tuple[str, tuple[str, ...]] | None:
    """The class that a word names, and what stands before it in a compound (klimatanpassnings-plan)."""
    classes = _class_of()
    if terms.lemma in classes:
        return classes[terms.lemma], ()
    if terms.parts and terms.parts[-1] in classes:
        return classes[terms.parts[-1]], terms.parts[:-1]
    last = terms.lemma.rpartition("-")[2]
    if last != terms.lemma and last in classes:  # hbtq-planen
        return classes[last], (terms.lemma[: -len(last) - 1],)
    return None


def _beginning(found: list[tuple[Terms, str]], at: int) -> int:
    """Where a name begins: with the owner and the adjectives right before its head.

    "Finns handlingsplanen", "en förlängning av handlingsplanen": neither word is the name's.
    """
    whole = _data()["owners"]["whole"]
    for i in range(at - 1, 0, -1):  # "Antog fullmäktige även Vikasjö kommuns plan": it begins with the place
        if found[i][0].lemma in whole and found[i][1].lower().endswith("s") and found[i - 1][1][:1].isupper():
            return i - 1
    begin = at
    while begin > 0:
        terms, printed = found[begin - 1]
        if terms.exact.isdigit():  # "10. Nytt reglemente ...": the number of a list
            break
        joins = terms.exact in ("och", "samt") and begin > 1 and begin < at
        if not joins and (terms.exact in stopwords() or terms.exact in NEVER_BEFORE or printed == "§"):
            break
        if is_infinitive(terms.exact) or is_finite(terms.exact):
            break
        begin -= 1
    while begin < at and found[begin][0].exact in ("och", "samt"):
        begin += 1
    return begin


def _before(words: list[tuple[Terms, str]]) -> tuple[str | None, str | None, list[Terms]]:
    """Place, owner and adjectives among the words before the head."""
    owners = _data()["owners"]
    place: str | None = None
    owner: str | None = None
    adjectives: list[Terms] = []
    for at, (terms, printed) in enumerate(words):
        last = terms.parts[-1] if terms.parts else terms.lemma
        if terms.lemma in owners["whole"] and printed.lower().endswith("s"):
            before = words[at - 1][1] if at else ""
            place = _place(before) if before[:1].isupper() else place
            adjectives = [a for a in adjectives if a.exact != before.lower()]
        elif last in owners["local"] and printed.lower().endswith("s"):
            owner = " ".join(t.lemma for t, _ in words[: at + 1])
            adjectives = []
        elif printed.lower().endswith("s") and printed[:1].isupper() and at + 1 == len(words) and at > 0:
            owner = terms.lemma
        else:
            adjectives.append(terms)
    return place, owner, adjectives


def _after(words: list[tuple[Terms, str]]) -> tuple[list[Terms], str | None]:
    """The words behind the head, without the municipality: "plan för Vikasjö kommuns arbete mot våld"."""
    whole = _data()["owners"]["whole"]
    for at, (terms, printed) in enumerate(words):
        before = words[at - 1][1] if at else ""
        if terms.lemma in whole and printed.lower().endswith("s") and before[:1].isupper():
            return [t for i, (t, _) in enumerate(words) if i not in (at - 1, at)], _place(before)
    return [terms for terms, _ in words], None


def _place(printed: str) -> str:
    name = printed.lower()
    return name[:-1] if name.endswith("s") and len(name) > 4 else name


def fold_place(place: str | None) -> str:
    """A place without its genitive s, which "Borås" and "Göteborg" can't be told apart by."""
    return (place or "").rstrip("s")


def compatible(a: PlanName, b: PlanName) -> bool:
    """Whether class and owner allow two names to be one plan's."""
    if a.kind != b.kind or a.owner != b.owner:
        return False
    return not a.place or not b.place or fold_place(a.place) == fold_place(b.place)


def found_in(a: PlanName, b: PlanName) -> float:
    """The share of a's words that b has, in one form or another (0-1)."""
    total = sum(word.weight for word in a.words)
    if not total:
        return 0.0
    return (
        sum(word.weight * max((_alike(word, other) for other in b.words), default=0.0) for word in a.words)
        / total
    )


def same(a: PlanName, b: PlanName) -> bool:
    """Whether two names are full names of one plan, years apart."""
    return compatible(a, b) and found_in(a, b) >= SAME and found_in(b, a) >= SAME


def short_for(a: PlanName, b: PlanName) -> bool:
    """Whether `a` may be a short form of the full name `b`."""
    return a.says_which and compatible(a, b) and found_in(a, b) >= SHORT and found_in(b, a) >= FULL


@lru_cache(maxsize=200_000)
def _alike(a: Word, b: Word) -> float:
    """How far two words may stand for one another (0-1)."""
    if a.lemma == b.lemma or b.lemma in _twins().get(a.lemma, ()):
        return 1.0
    if a.parts and b.parts and a.parts[0] == b.parts[0]:
        # biståndshandläggare and biståndsbedömare; arbetssituation and arbetsmiljö
        tail, other = a.parts[-1], b.parts[-1]
        if tail == other or other in _twins().get(tail, ()):
            return 0.95
    if a.lemma in b.parts or b.lemma in a.parts:
        return 0.6
    if min(len(a.lemma), len(b.lemma)) >= 6:
        if OSA.distance(a.lemma, b.lemma, score_cutoff=1) <= 1:
            return 0.9  # an error of print or reading
        if _stem(a.lemma) == _stem(b.lemma):
            return 0.9
    return 0.0


def _stem(word: str) -> str:
    """The word without the endings that turn a verb into a noun or an adjective."""
    for ending in ("ningen", "ning", "ande", "ende", "else", "het", "ad", "at", "a"):
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            return word[: -len(ending)]
    return word
