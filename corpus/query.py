"""What a person asks for: words, phrases, dates, case numbers, paragraphs and kinds of document.

A query is read as the clerk would read it: "interpellationer av Axel Ek juni 2024" holds a kind, a name and a
month, "§ 78" is a paragraph and "dnr 0497/23" a case, whichever way its number is printed. All of it is soft:
it ranks, and only a phrase in quotation marks must be there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.cases import CaseKey, cases_in
from corpus.edtf import Days, days
from corpus.spelling import Spelling
from corpus.tokens import Terms, terms_of, tokens
from corpus.words import stopwords, synonyms

PHRASE = re.compile(r"[\"“”„»]([^\"“”„»«]+)[\"“”«»]")  # "nära vård", ”nära vård”, »nära vård«
SECTION = re.compile(r"(?:§+|\bparagraf(?:en)?)\s*(\d{1,4})", re.IGNORECASE)  # § 78
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip
DAY = re.compile(
    rf"""
    \b(?: (?P<iso>(?:19|20)\d\d-\d\d-\d\d)                                             # 2024-02-29
    | (?:(?P<day>\d{{1,2}})\s+)? (?P<month>{"|".join(MONTHS)}) \s+ (?P<year>(?:19|20)\d\d)  # 29 februari 2024
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d)\b")  # 2024-2027
YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?![\d/-])")

# Lemmas that name a kind of document, of statement or of unit.
KINDS = {
    "interpellation": "interpellation", "motion": "motion", "protokoll": "protokoll",
    "tjänsteutlåtande": "tjänsteutlåtande", "skrivelse": "skrivelse", "kallelse": "kallelse",
    "remissvar": "remissvar", "styrdokument": "styrdokument", "fråga": "fråga", "svar": "svar",
    "reservation": "reservation", "protokollsanteckning": "protokollsanteckning", "beslut": "decision",
    "ersättaryttra": "ersättaryttrande", "ersättaryttrande": "ersättaryttrande",
}  # fmt: skip


STATEMENTS = {  # kinds of statement whose names are two words
    "särskilt uttalande": re.compile(r"\bsärskil\w+ uttalande", re.IGNORECASE),
    "särskilt yttrande": re.compile(r"\bsärskil\w+ yttrande", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to find a word: terms that must all be there, where to look, and how much that is worth."""

    terms: tuple[str, ...]
    columns: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """One word of the query with all the ways to find it, the best first."""

    word: str
    ways: tuple[Way, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood."""

    concepts: tuple[Concept, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    cases: tuple[CaseKey, ...] = ()
    sections: tuple[str, ...] = ()
    dates: tuple[Days, ...] = ()
    years: tuple[Days, ...] = ()  # a bare year may be a date, or stand in a plan's name
    kinds: frozenset[str] = frozenset()


def parse(text: str, widen: Callable[[str], Sequence[Spelling]] = lambda word: ()) -> Query:
    """Read a query; `widen` gives other spellings of a word (see spelling.py)."""
    phrases = tuple(
        words for phrase in PHRASE.findall(text) if (words := tuple(t.terms.exact for t in tokens(phrase)))
    )
    cases = tuple(cases_in(text))
    plain = PHRASE.sub(lambda m: f" {m[1]} ", text)
    dates = [found for match in DAY.finditer(plain) if (found := _date(match))]
    rest = DAY.sub(" ", plain)
    sections = tuple(SECTION.findall(rest))
    rest = SECTION.sub(" ", rest)
    years = [] if dates or cases else [d for y in YEAR.findall(PERIOD.sub(" ", rest)) if (d := days(y))]
    typed = [t.terms for t in tokens(rest) if t.terms.exact != "§"]
    kept = [w for w in typed if w.exact not in stopwords()] or typed
    if cases:
        kept = [w for w in kept if not _part_of_number(w, text)]
    concepts = [_concept(w, widen) for w in dict.fromkeys(kept)]
    kinds = frozenset(kind for w in kept if (kind := KINDS.get(w.lemma)))
    kinds |= {kind for kind, forms in STATEMENTS.items() if forms.search(rest)}
    return Query(tuple(concepts), phrases, cases, sections, tuple(dates), tuple(years), kinds)


def _date(match: re.Match[str]) -> Days | None:
    if match["iso"]:
        return days(match["iso"])
    month = MONTHS.index(match["month"].lower()) + 1
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return days(f"{match['year']}-{month:02}{day}")


def _part_of_number(word: Terms, text: str) -> bool:
    return (
        re.search(rf"(?i)\b{re.escape(word.exact)}[\s./-]*\d|\d[/-]{re.escape(word.exact)}\b", text)
        is not None
    )


TEXT = ("title", "meta", "lemma")


def _concept(word: Terms, widen: Callable[[str], Sequence[Spelling]]) -> Concept:
    ways = [*_ways(word, 1.0)]
    for form, weight in widen(word.exact):
        ways += _ways(terms_of(form), weight)
    for other in synonyms().get(word.lemma, ()):
        ways.append(Way((other,), TEXT, 0.7))
    is_number = word.exact[0].isdigit()
    return Concept(word.exact, tuple(ways), 0.7 if is_number else 1.0)


def _ways(word: Terms, weight: float) -> list[Way]:
    ways = [Way((word.lemma,), TEXT, weight)]
    if word.exact != word.lemma:
        ways.append(Way((word.exact,), ("exact",), weight))
    ways.append(Way((word.lemma,), ("parts",), 0.7 * weight))
    if word.parts:
        ways.append(Way(word.parts, (*TEXT, "parts"), 0.5 * weight))
        ways += (Way((part,), (*TEXT, "parts"), 0.25 * weight) for part in word.parts if len(word.parts) > 1)
    return ways
