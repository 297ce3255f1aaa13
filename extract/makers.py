"""Makers: who stands behind a statement or a proposal.

People with their parties; else the parties, when it is "Representanterna från S och V" or "Vänsterpartiet"
that acts. "m.fl." and speaking for a group both mean that there are others.
"""

from __future__ import annotations

import re

from extract.parties import parties_in, party_names_in, party_of
from extract.people import People
from extract.record import Maker
from ocr.spans import Span

# "för Socialdemokraternas kommunstyrelsegrupp", "för Moderaterna"
FOR_GROUP = re.compile(
    r"\bför\s[A-ZÅÄÖ][\w\s-]{2,40}?(?:grupp|gruppen)\b|\bför\s(?:sin|hela)\sgrupp", re.IGNORECASE
)
# "Ledamöterna från S och Bo Ek (M)", "Vänsterpartiets ledamöter samt Bo Ek (M)": a group, and one besides
GROUP_FIRST = re.compile(
    r"(?:[^.:;]{3,60}?\s)?(?:[Ll]edamöter(?:na)?|[Rr]epresentanter(?:na)?|\w{1,4}-grupp(?:en)?|\w+s\sgrupp)\b[^.:;]{0,80}?\s(?:och|samt)\s+$"
)

# nothing but names above what they are against: "Bo Ek (M) och ledamöterna från SD mot beslutet."
BARE = re.compile(
    r"""(?:(?:[A-ZÅÄÖ(][^\s.:;]*|och|samt|från|för|i|ledam\w+|representant\w+|[Tt]jänstgörande|ersättar\w+
        |m\.\s?fl\.)\s+)+?(?=mot\sbeslut|till\sförmån\sför\b)""",
    re.VERBOSE,
)
# "Ledamöterna i gruppen för kd och m", in the small letters of the day
SMALL = re.compile(
    r"(?:[Ll]edamöter(?:na)?|[Rr]epresentanter(?:na)?|[Gg]ruppe[nr](?:na)?)\s(?:[a-zåäö]+\s){0,2}?(?:för|från)\s"
    r"(?P<letters>[a-zåäö]{1,3}(?:(?:,|\soch|\ssamt)\s[a-zåäö]{1,3})*)(?!\w)"
)
# "SD:s ledamöter"
GROUP_OF = re.compile(r"\b(?P<letters>[A-ZÅÄÖ]{1,3}):s\s(?:ledam|grupp|representant|ersättar)")


def makers_in(text: str, people: People, start: int, end: int) -> tuple[Maker, ...]:
    """The makers named in `text[start:end]`: people, or parties where there are none."""
    named = people.within(start, end)
    if named:
        group = FOR_GROUP.search(" ".join(text[start:end].split())) is not None
        found = [
            Maker(n.name, n.party, n.others or group, Span(n.span.start, min(n.span.end, end))) for n in named
        ]
        found += [maker for n in named for maker in _beside(text, people, n.whole.end, end)]
        before = named[0].span.start
        group_first = GROUP_FIRST.match(text, start, before)
        return tuple(_once([*(_parties(text, people, start, before) if group_first else ()), *found]))
    return _parties(text, people, start, end)


# "Eva Alm m.fl. (S) och (V)": the group of another party besides
BESIDE = re.compile(r"(?:(?:,|\s+och|\s+samt)?\s+\([A-ZÅÄÖ][A-Za-zåäö]{0,3}\))+(?!\s*-)")


def _beside(text: str, people: People, start: int, end: int) -> tuple[Maker, ...]:
    """The parties in parentheses right behind a person and his party."""
    match = BESIDE.match(text, start, end)
    return _parties(text, people, match.start(), match.end()) if match else ()


def _parties(text: str, people: People, start: int, end: int) -> tuple[Maker, ...]:
    piece = text[start:end]
    parties = [
        Maker(None, p.party, False, Span(p.span.start + start, p.span.end + start))
        for p in parties_in(piece, people.local)
    ]
    if not parties:
        parties = [Maker(None, p, False, Span(a + start, b + start)) for p, a, b in party_names_in(piece)]
    if not parties and (group := GROUP_OF.search(piece)) and (letter := party_of(group["letters"])):
        parties = [Maker(None, letter, False, Span(*group.span("letters")).shifted(start))]
    if not parties and (small := SMALL.search(piece)):
        letters = [(m.group(), m.span()) for m in re.finditer(r"(?!och\b|samt\b)\w+", small["letters"])]
        read = [
            (party_of(letter), Span(*at).shifted(start + small.start("letters"))) for letter, at in letters
        ]
        if all(party for party, _ in read):
            parties = [Maker(None, party, False, span) for party, span in read]
    return tuple(_once(parties))


def _once(makers: list[Maker]) -> list[Maker]:
    seen: dict[tuple[str | None, str | None], Maker] = {}
    for maker in makers:
        seen.setdefault((maker.name, maker.party), maker)
    return list(seen.values())
