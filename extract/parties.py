"""Parties: registered letters, names in every inflection, local parties as the document writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extract.facts import facts
from extract.record import PartyMention
from extract.words import places, tried_at
from ocr.spans import Span

# "(S)", "(Fi)", "(s)", "(NL)", "(S, V, MP)", "(M och KD)"
PARENTHESIS = re.compile(
    r"\(\s?(?P<list>[A-ZÅÄÖa-zåäö]{1,4}(?:\s{0,3}(?:,|/|\+|&|\soch|\ssamt)\s{1,3}[A-ZÅÄÖa-zåäö]{1,4}){0,9})\s?\)"
)
# "SD-gruppen", "S- och V-ledamöterna"
GROUPED = re.compile(
    r"(?<![\w-])[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,3}-(?:(?:,\s[A-ZÅÄÖ]\w{0,3}-)*\s(?:och|samt)\s[A-ZÅÄÖ]\w{0,3}-)?"
    r"(?:grupp|ledam|politiker|represent)"
)
LETTERS = re.compile(r"[A-ZÅÄÖa-zåäö]{1,4}")
JOINED = r"(?:\s{0,3},\s{1,200}(?:och\s{1,200}|samt\s{1,200})?|\s{1,200}(?:och|samt|respektive)\s{1,200})"


def party_of(text: str | None) -> str | None:
    """The letter for a party as written: "S", "s", "Socialdemokraterna"; None where it is none known."""
    if not text:
        return None
    text = " ".join(text.split())
    letters = facts("parties")["letters"]
    spelled = facts("parties")["spelling"].get(text, text)
    if spelled in letters:
        return str(spelled)
    low = text.lower()
    return _names().get(low) or _names().get(low.removesuffix("s"))


def letters_behind_a_name(text: str) -> str | None:
    """The party in the parenthesis behind a name: a known letter, or a local one of capitals as written."""
    text = text.strip()
    known = party_of(text)
    if known:
        return known
    if re.fullmatch(r"[A-ZÅÄÖ][a-zåäö -]+(?:partiet|listan)", text):
        return " ".join(text.split())
    if text.upper() in facts("parties")["none"]["letters"]:
        return None  # "Vikasjö Energi (AB)"
    return text if re.fullmatch(r"[A-ZÅÄÖ]{1,4}|[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,3}", text) else None


def party_names_in(text: str) -> list[tuple[str, int, int]]:
    """Parties named in words, with their places: "Vänsterpartiet", "Socialdemokraternas"."""
    return [(_names()[_bare(m.group())], m.start(), m.end()) for m in _name_pattern().finditer(text)]


def _bare(name: str) -> str:
    low = " ".join(name.lower().split())
    return low if low in _names() else low.removesuffix("s")


def parties_in(text: str, local: Iterable[str] = ()) -> Iterator[PartyMention]:
    """Every place where party letters stand: "(S)", "från M, D, L och KD", "yrkande från SD".

    `local` are the letters of local parties that this document uses behind names.
    """
    known = frozenset(facts("parties")["national"]["letters"]) | frozenset(local)
    spans: set[tuple[int, int]] = set()
    for match in PARENTHESIS.finditer(text):
        letters = [
            (m.group(), m.start(), m.end())
            for m in LETTERS.finditer(match["list"])
            if m.group() not in ("och", "samt")
            and (m.group() in known or m.group() not in facts("parties")["none"]["letters"])
        ]
        written = [(party_of(word) or word, a, b) for word, a, b in letters]
        parties = [(party if party in known else None, a, b) for party, a, b in written]
        if len(parties) == 1 and _is_told_from(text, match):
            parties = [(p or word, a, b) for (p, a, b), (word, _, _) in zip(parties, written, strict=True)]
        if _is_mostly_known([p for p, _, _ in parties]):
            parties = [(p or word, a, b) for (p, a, b), (word, _, _) in zip(parties, written, strict=True)]
        if parties and all(p for p, _, _ in parties):
            for party, a, b in parties:
                start = match.start("list") + a
                spans.add((start, match.start("list") + b))
                yield PartyMention(Span(start, match.start("list") + b), party or "")
    for match in GROUPED.finditer(text):
        for part in re.finditer(r"\w{1,4}(?=-)", match.group()):
            if part.group() in known:
                start = match.start() + part.start()
                spans.add((start, start + len(part.group())))
                yield PartyMention(Span(start, start + len(part.group())), part.group())
    for match in tried_at(_lists(known), text, places(text, {letter.lower() for letter in known} | {"fi"})):
        listed = list(_letters(known).finditer(text, *match.span("list")))
        if len(listed) > 1 and _is_mostly_known([letter.group() for letter in listed]):
            places_known = {letter.start() for letter in listed}
            others = [m for m in ANY.finditer(text, *match.span("list")) if m.start() not in places_known]
            listed = sorted([*listed, *others], key=lambda letter: letter.start())
        if not _is_party_list(match, [letter.group() for letter in listed], text):
            continue
        for letter in listed:
            if letter.span() not in spans:
                yield PartyMention(Span(*letter.span()), party_of(letter.group()) or letter.group())


# "Yttrande från (Q)": whose that is stands in the parenthesis
FROM = re.compile(r"(?:yttrande|yrkande|reservation|anteckning|skrivelse)\w*\s(?:från|av)\s$", re.IGNORECASE)


def _is_told_from(text: str, parenthesis: re.Match[str]) -> bool:
    letters = parenthesis["list"]
    return (
        letters.isupper()
        and FROM.search(text, max(0, parenthesis.start() - 30), parenthesis.start()) is not None
    )


# a letter in a list of parties, with those of local ones
ANY = re.compile(r"(?<!\w)(?:[A-ZÅÄÖ]{1,3}|Fi)(?![\w&:-])")


def _is_mostly_known(parties: Sequence[str | None]) -> bool:
    """Is a list one of parties, though a letter of it is unknown: "(L, KD, D, M)"? Two are known, and one of
    them has two letters."""
    known = [party for party in parties if party]
    return len(known) > 1 and any(len(party) > 1 for party in known)


def _is_party_list(match: re.Match[str], letters: Sequence[str], text: str) -> bool:
    if len(letters) > 1:
        return len(letters) > 2 or any(len(x) > 1 for x in letters) or _is_announced(text, match.start())
    if letters[0] in facts("parties")["national"]["unmistakable"]:
        return True
    after = text[match.end() : match.end() + 12]
    if re.match(r"\s?[:.]\s?[a-zåäö]|\s?[-–]\w", after):
        return False
    return _is_announced(text, match.start())


def _is_announced(text: str, at: int) -> bool:
    """Does a word stand before it after which a single letter is a party ("yrkande från S")?"""
    before = text[max(0, at - 240) : at].split()
    return (
        bool(before)
        and before[-1].lower() in facts("parties")["context"]["before"]
        and text[at - 1].isspace()
    )


@cache
def _letters(known: frozenset[str]) -> re.Pattern[str]:
    """The letters of one party, or its name, where a local one is written out behind names."""
    letter = "|".join(map(re.escape, sorted(known | {"FI"}, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{letter})(?![\w&:-])")


@cache
def _lists(known: frozenset[str]) -> re.Pattern[str]:
    letter = _letters(known).pattern
    other = (
        rf"(?:{JOINED}[B-HJ-Z](?![\w&:.-])(?={JOINED}{letter}))?"  # a local one, between two that are known
    )
    return re.compile(rf"(?<![\w(&:-])(?P<list>{letter}(?:{other}{JOINED}{letter})*)")


@cache
def _names() -> dict[str, str]:
    return {name: letter for letter, names in facts("parties")["letters"].items() for name in names}


@cache
def _name_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"\b(?:{names})s?\b", re.IGNORECASE)
