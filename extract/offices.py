"""Offices: what somebody is, before the name ("ordföranden Bo Ek") or behind it ("Bo Ek (S), ledamot")."""

from __future__ import annotations

import re
from functools import cache

from extract.facts import facts

BEFORE = re.compile(
    r"""(?P<role>(?:(?:tjänstgörande|förste|första|andre|andra|tredje|vice|2:e|1:e)\s){0,3}
        (?:ordförande|ledamot|ersättare|kommunalråd|[a-zåäö-]*borgarråd|oppositionsråd|regionråd|
           sekreterare|[a-zåäö-]*direktör|[a-zåäö-]*chef|gruppledare))(?P<definite>n|en|et)?\s$""",
    re.VERBOSE | re.IGNORECASE,
)
ENDS = tuple(  # how a text ends that BEFORE finds something in: looked at first
    f"{office}{form} "
    for office in (
        "ordförande",
        "ledamot",
        "ersättare",
        "råd",
        "sekreterare",
        "direktör",
        "chef",
        "gruppledare",
    )
    for form in ("", "n", "en", "et")
)
BEHIND = re.compile(
    r",[ \t]{0,3}(?P<role>(?:(?:förste|första|andre|andra|vice|[12]:[ea])\s){0,3}"
    r"(?:ordförande|ledamot|ersättare))\b",
    re.IGNORECASE,
)


def office_of(text: str, start: int, end: int) -> str | None:
    """The office that stands before a name ("ordföranden Bo Ek"), or behind it ("Bo Ek (S), ordförande")."""
    before = text[max(0, start - 50) : start]
    ahead = " ".join(before.split()) + " "
    match = BEFORE.search(ahead) if ahead.lower().endswith(ENDS) else None
    if match and ("\n" not in before[len(before.rstrip()) :] or match["definite"]):
        return " ".join(match["role"].lower().split())
    behind = BEHIND.match(text, end)
    return " ".join(behind["role"].lower().split()) if behind else None


def is_office(word: str) -> bool:
    """Does a word in small letters name an office or a title, as it may stand before a name?"""
    return word in titles() or word.endswith(_ends())


@cache
def titles() -> frozenset[str]:
    """The words that stand before a name and are no part of it."""
    return frozenset(facts("people")["titles"])


@cache
def _ends() -> tuple[str, ...]:
    return tuple(facts("people")["office_ends"])
