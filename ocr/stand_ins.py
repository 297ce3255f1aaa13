"""What stands for a letter throughout a document, learned from its words: "fÔr", "o\\"ppna", "lekƟon".

No list holds all that programs, typefaces and models of other languages put for å, ä and ö, for a letter or
for two that are set as one ("ti", "fi"). But a document does it alike throughout, so its words tell: a sign
is the letter by which most of the words with it become known, and several do. A sign for several of å, ä and
ö is told as such. Names are no witnesses, since they bring the letters of their own languages.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ocr.familiar import Familiar

_MARKS = "°º˚*'\"”:´`^~¨"  # behind a letter, in place of what stands above it
# What may stand for a letter: a letter and a mark, a sign twice or once, a digit between small letters. Signs
# that often stand in or beside words are none, nor what readers take for several letters (`channel.py`).
_NONE = r"\sA-Za-zåäöÅÄÖéÉèàáâãòóôõðæøü\d.,;:!?()/&@'’‘\"”“–—-"
SIGN = re.compile(
    rf"""
      <?[aoAO][{_MARKS}]{{1,2}}>? | [åäöÅÄÖ][°º˚¨´`^~]
    | (?P<sign>[^{_NONE}])(?P=sign)?
    | (?<=[a-zåäö])[2-5789](?=[a-zåäö])
    """,
    re.VERBOSE,
)
_WORD = re.compile(rf"(?:{SIGN.pattern.replace('sign', 'one')}|[^\W\d_])+", re.VERBOSE)
# One within a word, which is what a document is looked through for.
_WITHIN = (
    re.compile(rf"""[^{_NONE}](?<=[a-zåäöA-Z].)(?=[a-zåäö<"'´]|(.)\1)"""),
    re.compile(rf"[{_MARKS}](?<=[aoåäöAO].)[{_MARKS}>]?(?=[a-zåäö])"),
    re.compile(r"[2-5789](?<=[a-zåäö].)(?=[a-zåäö])"),
)
_DOTTED = "åäö"
_BY_MARK = {"a": "åä", "o": "ö", "å": "å", "ä": "ä", "ö": "ö"}
_FLAT = "ao"
_PLAIN = re.compile(r"[A-Za-zåäöÅÄÖé]+")
# Letters that typefaces set as one, beside the letters themselves.
LIGATURES = ("ti", "tt", "fi", "fl", "ff", "ft", "tf", "ffi")
_LETTERS = (*_DOTTED, *"abcdefghijklmnopqrstuvwxyz", "ss", *LIGATURES)
_LEAST, _SHARE = 3, 0.6  # different words that become known, and of all with the sign
# Letters of a word that tells; of a shorter one, which is common.
_LEAST_LONG, _LEAST_SHORT, _COMMON = 5, 2, 500
_ALSO = 0.1  # of the words with a sign, that say that it is another of å, ä and ö as well
_CLEAR, _CLEARLY = (
    2,
    12.0,
)  # times as many words as by any other letter; or nats by which its words are likelier
_UNKNOWN = -20.0  # nats of a word that nobody knows
_SURE, _SURE_SHARE = 4, 0.75  # ... where the sign is the letter in words that nobody knows as well
_MOST_WORDS, _MOST_PLACES = 40, 4000  # of a sign, of a document
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Learned:
    """What stands in a document, and the letter that it was; of these, signs for several of å, ä and ö
    (`lost`), those so sure that no word needs to be known (`sure`), and how many words became `known`."""

    table: dict[str, str]
    lost: frozenset[str]
    sure: frozenset[str]
    known: int


def learned(pages: Sequence[str], familiar: Familiar) -> Learned | None:
    """What stands for letters in a document; None where nothing does.

    >>> from ocr.lexicon import lexicon
    >>> learned(["NÎmnden frågar om Îldre, lÎrare, lÎkare och skÎlen."], Familiar(lexicon())).table
    {'Î': 'ä'}
    """
    within = (match for page in pages for some in _WITHIN for match in some.finditer(page))
    if len(list(islice(within, _LEAST))) < _LEAST:
        return None
    words = _words(pages)
    table: dict[str, str] = {}
    lost: set[str] = set()
    sure: set[str] = set()
    told: set[str] = set()
    for _ in range(_ROUNDS):
        before = len(table) + len(lost)
        for sign, some in _to_solve(words, table, lost):
            if found := _letter(sign, some, table, familiar):
                letter, known, alone = found
                told |= known
                if letter:
                    table[sign] = letter
                else:
                    lost.add(sign)
                if alone and len(known) >= _SURE and len(known) >= _SURE_SHARE * len(some):
                    sure.add(sign)
        if len(table) + len(lost) == before:
            break
    if not table and not lost:
        return None
    return Learned(_with_capitals(table, words), frozenset(lost), frozenset(sure), len(told))


def _words(pages: Sequence[str]) -> Counter[str]:
    places = (
        match.group() for page in pages for match in _WORD.finditer(page) if SIGN.search(page, *match.span())
    )
    return Counter(islice(places, _MOST_PLACES))


def _is_within(word: str, sign: str, table: Mapping[str, str]) -> bool:
    """Whether a sign that may open or end a quotation, or tell of a note, stands within a word."""
    return sign[0].isalpha() or sign in word[1:-1] or (len(table) > 1 and word.startswith(sign))


def _to_solve(
    words: Counter[str], table: Mapping[str, str], lost: set[str]
) -> Iterator[tuple[str, list[str]]]:
    """The signs that nobody knows yet, each with the words in which it is the only one."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        signs = {match.group() for match in SIGN.finditer(word)}
        left = signs - table.keys()
        sign = left.pop() if len(left) == 1 else ""
        if sign and not signs & lost and _tells(word) and _is_within(word, sign, table):
            found[sign].add(word)
    for sign, some in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        yield sign, sorted(some, key=lambda word: (-len(word), word))[:_MOST_WORDS]


def _tells(word: str) -> bool:
    """Whether a word is no name, in small letters or in capitals, and has no other odd letters."""
    letters = SIGN.sub("", word)
    return (
        len(word) >= _LEAST_SHORT
        and _PLAIN.fullmatch(letters) is not None
        and (letters == letters.lower() or letters == letters.upper())
    )


def _opens(sign: str, words: Sequence[str]) -> bool:
    """Whether a sign stands only at the head of words."""
    return all(word.startswith(sign) and word.count(sign) == 1 for word in words)


def _letter(
    sign: str, words: Sequence[str], table: Mapping[str, str], familiar: Familiar
) -> tuple[str, set[str], bool] | None:
    """The letter that a sign is, empty if it is several of å, ä and ö, the words that say so, and whether it
    is none but this."""
    known = _known(sign, words, table, familiar)
    likely = {
        letter: sum(max(_UNKNOWN, familiar.log_share(_read(word, table, sign, letter))) for word in words)
        for letter in known
        if known[letter]
    }
    if not likely:
        return None
    best, *others = sorted(likely, key=lambda letter: -likely[letter])
    clear = all(
        len(known[best]) >= _CLEAR * len(known[other]) or likely[best] - likely[other] >= _CLEARLY
        for other in others
    )
    asked = [
        word for word in words if len(word) >= _LEAST_LONG or any(word in some for some in known.values())
    ]
    enough = max(_LEAST if len(table) < 2 else 1, _SHARE * len(asked))
    kin = next((several for several in (_DOTTED, LIGATURES) if best in several), (best,))
    any_of = set().union(*(known[letter] for letter in kin if letter in known))
    alone = len(any_of - known[best]) < max(2, _ALSO * len(asked))
    if len(known[best]) >= enough and clear and alone:
        return best, known[best], True
    long = {letter: {word for word in some if len(word) >= _LEAST_LONG} for letter, some in known.items()}
    usual = max(LIGATURES, key=lambda letters: likely.get(letters, -math.inf))
    for several, answer in ((_DOTTED, ""), (LIGATURES, usual)):
        some = set().union(*(long[letter] for letter in several if letter in long))
        rest = max((len(long[letter]) for letter in long if letter not in several), default=0)
        if len(some) > max(_LEAST, _SHARE * sum(len(word) >= _LEAST_LONG for word in words), _CLEAR * rest):
            return answer, some, not answer
    return None


def _known(
    sign: str, words: Sequence[str], table: Mapping[str, str], familiar: Familiar
) -> dict[str, set[str]]:
    """By letter, the words that are known if the sign is this letter."""
    base = sign.strip("<>")[:1].lower()
    may_be = _BY_MARK.get(base, _LETTERS) if len(sign) > 1 else _LETTERS
    if len(table) > 1 and set(_DOTTED).issuperset(table.values()) and _opens(sign, words):
        may_be = _DOTTED  # the capital of one of them
    known: dict[str, set[str]] = {letter: set() for letter in may_be}
    for word in words:
        for letter, some in known.items():
            if _stands(_read(word, table, sign, letter), letter, familiar):
                some.add(word)
    return known


def _read(word: str, table: Mapping[str, str], sign: str, letter: str) -> str:
    return SIGN.sub(lambda match: letter if match[0] == sign else table.get(match[0], match[0]), word).lower()


def _stands(word: str, letter: str, familiar: Familiar) -> bool:
    """Whether a word with this letter is known, as one that lost its other å, ä and ö as well."""
    if len(word) < _LEAST_LONG:
        counts = familiar.lexicon.words.get(word)
        return counts is not None and counts.lower > _COMMON
    return word.isalpha() and (familiar.stands(word) or (letter not in _FLAT and familiar.flat(word)))


def _with_capitals(table: Mapping[str, str], words: Counter[str]) -> dict[str, str]:
    """The table with capitals for what stands only where they may: where another sign is the small letter,
    or the sign is a capital itself."""
    at_head: dict[str, bool] = {}
    times: Counter[str] = Counter()
    for word, n in words.items():
        for match in SIGN.finditer(word):
            before, after = word[: match.start()], word[match.end() :]
            among = (before + after)[:1].isupper() and not (before + after)[1:2].islower()
            head = among or (not before and len(after) > 1)
            at_head[match[0]] = at_head.get(match[0], True) and head
            times[match[0]] += n
    found = {sign.upper(): letter.upper() for sign, letter in table.items() if len(sign) > 1}
    found |= table
    for sign, letter in table.items():
        small = [other for other in table if other != sign and table[other] == letter]
        rarer = any(times[other] > times[sign] for other in small)
        if at_head.get(sign) and (sign[0].isupper() or rarer):
            found[sign] = letter.upper()
    return found


__all__ = ["LIGATURES", "SIGN", "Learned", "learned"]
