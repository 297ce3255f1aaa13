"""How far a plan's name goes on behind its first word.

"handlingsplanen för förbättrad arbetsmiljö för biståndshandläggare och återkomma till nämnden": the name ends
before the second thing that somebody shall do. Names run over line ends, and over blank lines in texts
that are set with double spacing; they end with a verb, a relative, a new phrase, or the end of the sentence.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.lemmas import lemma
from corpus.tokens import terms_of
from corpus.words import name_ends

FARTHEST = 260  # code points
WORD = re.compile(r"[^\W\d_]+(?:[-–/&][^\W_]+)*-?|\d+(?:\s?[-–/]\s?\d+)*|[^\w\s]")
NEW_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*(?=[^a-zåäö\s])|\n\s*(?=[-•*\uf0b7]|\d+[.)]\s)|\f")
STARTERS = frozenset(
    {"för", "mot", "avseende", "gällande", "kring", "om", "inom", "till", "i", "vid", "av", "åren", "år"}
)
JOINERS = frozenset((
    "för", "mot", "i", "inom", "med", "till", "av", "på", "om", "kring", "mellan", "utan", "bland", "hos",
    "vid",
))  # fmt: skip
CALLED = frozenset({"stadsdelen", "kvarteret", "fastigheten", "området"})  # before the name of a place
PAIRING = frozenset({"och", "samt", "eller"})
GOES_ON = JOINERS | PAIRING | {"att"}
BODY = re.compile(
    r"(?:nämnden|nämnderna|nämnd|styrelsen|fullmäktige|förvaltningen|förvaltningarna|utskottet|kontoret"
    r"|staden|kommunen)$"
)
ANOTHERS = re.compile(
    r"[A-ZÅÄÖ][\wåäöé-]+(?:s|\s+(?:[Ss]tads|[Kk]ommuns))\b"
)  # ... och Vikasjö kommuns program
YEAR = re.compile(r"(?:19|20)\d\d")
FINITE = ("ar", "er", "ade", "de", "te", "des", "tes", "ades", "as", "es", "år")


def name_at(text: str, start: int, head_end: int) -> tuple[str, int]:
    """The name that begins at `start` and whose head ends at `head_end`: its words and where it ends.

    >>> name_at("planen mot hemlöshet 2020-2022 antogs", 0, 6)
    ('planen mot hemlöshet 2020-2022', 30)
    """
    ends = NEW_PARAGRAPH.search(text, head_end, head_end + FARTHEST)
    limit = ends.start() if ends else min(len(text), head_end + FARTHEST)
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text, head_end, limit)]
    end, purpose = head_end, False
    for at, ((word, _, stop), following) in enumerate(pairwise([*words, ("", limit, limit)])):
        low = word.lower()
        if YEAR.match(low):
            end = stop + (text[stop : stop + 1] in ("-", "–"))  # 2024-, the end lost at a line's end
            if following[0].lower() not in ("för", "mot", "om", "till", "och", "-", "–"):
                break
            continue
        if at == 0 and low not in STARTERS:
            break
        if low == "att":
            before = words[at - 1][0].lower()
            purpose = before == "för" or (purpose and before in ("och", "samt"))
            if not purpose or not is_infinitive(following[0].lower()):
                break
        elif (
            (low in PAIRING and ANOTHERS.match(text, following[1]))
            or _ends(low, following[0], purpose, first=at == 0)
            or _begins_anew(word, words[at - 1][0] if at else "")
        ):
            break
        if low not in GOES_ON and low not in ("åren", "år", ","):
            end = stop
    return " ".join(text[start:end].split()), end


ADJECTIVES = re.compile(
    r"(?:[a-zåäöé-]+(?:ande|ende|iska)\s+(?:och\s+)?){1,3}$"  # trygghetsskapande och brottsförebyggande
)


def adjectives_before(text: str, start: int) -> int:
    """Where the adjectives begin that tell which plan "programmet" is; `start` where there are none."""
    match = ADJECTIVES.search(text, max(0, start - 120), start)
    if match is None or not any(terms_of(word).parts for word in match.group().split()):
        return start
    return match.start()


def _ends(word: str, following: str, purpose: bool, *, first: bool) -> bool:
    """Whether a name ends before this word."""
    after = following.lower()
    if word == ",":
        return not after.isalpha() or after in name_ends() or after in GOES_ON or is_infinitive(after)
    if not word[0].isalpha():
        return True
    if word in name_ends() and not (first and word in STARTERS):
        return True
    if BODY.search(word) and not first:
        return True
    if word in GOES_ON and (BODY.search(after) or after in name_ends()):
        return True
    if word in PAIRING:
        return is_finite(after) or (is_infinitive(after) and not purpose)
    return is_finite(word)


def _begins_anew(word: str, before: str) -> bool:
    """A capital in the middle of a name is a place's, behind a preposition, "stadsdelen" or another capital;
    else it opens a heading or another name."""
    if not word[0].isupper():
        return False
    return before.lower() not in GOES_ON | CALLED and not before[:1].isupper()


def is_finite(word: str) -> bool:
    """A verb in the present or past: its base form ends in -a or -å, and its own ending is a verb's."""
    if not word.isalpha():
        return False
    base = terms_of(word).lemma
    if word.endswith("s") and base in (word[:-1], word[:-1] + "a") and base.endswith(("a", "å")):
        return True  # the passive: antas, översänds
    if not word.endswith(FINITE) or word.endswith(("or", "ande", "ende")):
        return False
    return base != word and base.endswith(("a", "å")) and _is_verb(base)


def is_infinitive(word: str) -> bool:
    return word.endswith("a") and lemma(word) == word and lemma(word + "s") == word and _is_verb(word)


def _is_verb(base: str) -> bool:
    """Whether a base form has a verb's forms: motverkande, antar."""
    return lemma(base + "nde") is not None or lemma(base + "r") == base
