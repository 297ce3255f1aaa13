"""Words that ran together on a page whose letters are hurt as well: "sammantradetden25april2024".

Some readers put no blanks where letters stand close, and the same readers know no å, ä and ö. Then no part of
a run is a word as it stands. So the page and the lexicon are both looked at without marks, which tells where
one word ends and the next begins; which words they are is left to the steps behind this one. How runs are
told from compounds stands in `ocr/blanks.py`. Where two ways to part a run are about as likely, it is parted
where both do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add

from ocr.blanks import LONGEST, LONGEST_WORD, Token, are_clear, is_cut, parted, words_in
from ocr.familiar import FLAT, Familiar
from ocr.ledger import Change
from ocr.lexicon import Counts, Lexicon
from ocr.tree import Tree

# Where blanks were lost there are runs so long, and elsewhere few words are; where runs are so long on the
# mean (of characters), also shorter ones.
_LONG, _LONGER = (re.compile(rf"[a-zåäöéáàâãóòôõ]{{{least},}}") for least in (14, 22))
_MEAN = 10
_NEVER = LONGEST  # more words than there are in any
_PLAINLY = 22  # letters: a shorter run is parted only where it is no compound by its grammar
_MANY = 5  # different runs: where a page has more, blanks were lost beside figures and signs as well
_APART, _MARGIN = 5.0, 2.5  # nats by which words are likelier than one, and the best way than the next
# Words that one such run is, or nearly so many that as many runs are, before a page is looked at.
_SEVERAL = 4
_COMMON = 200  # times that a word was counted
_SHARE = 0.97  # of such runs that are parted as they should be
_REASON = "blanks are lost between the words"
_PLAIN = {**FLAT, **str.maketrans("éáàâãóòôõ", "aaaaaoooo")}
_RUN = re.compile(r"\S+")
_WORD = re.compile(r"[A-ZÅÄÖ]?[a-zåäöéáàâãóòôõ]+|[A-ZÅÄÖ]+(?![a-zåäö])")
_ADDRESS = re.compile(r"@|://|www|\.(?:se|com|org|net|eu|nu|html?|pdf|docx?)\b")
# Beside what is a part of a word: "organi-\nsationenfinns", "medarbetar-och".
_CUT_BEFORE, _CUT_AFTER = re.compile(r"-\s*\n\s*$"), re.compile(r"-")
_GLUED = re.compile(
    r"""
      (?<=[a-zåäö]{2})(?=[A-ZÅÄÖ])                                   # "frånSD"
    | (?<=[a-zåäö]{2}[.,;:])(?=[a-zåäöA-ZÅÄÖ]{2}) | (?<=\d,)(?=[a-zåäö]{2})  # "ledamöter,som"
    | (?<=[a-zåäö]{2})(?=\([A-ZÅÄÖ]) | (?<=\w\))(?=[a-zåäöA-ZÅÄÖ])           # "Ek(S)och"
    | (?<=[a-zåäö]{2})(?=\d\d|\d[a-z]{3}) | (?<=\d)(?=[a-zåäö]{3})   # "den25april2024"
    """,
    re.VERBOSE,
)


def lost_blanks(page: str, known: Familiar) -> list[Change]:
    """The blanks of a page that come back if it is ruined, a change for each run.

    >>> from ocr.lexicon import lexicon
    >>> page = "bedomningenskagorasenligtlagenochplanen, se nedan"
    >>> [change.after for change in lost_blanks(page, Familiar(lexicon()))]
    ['bedomningen ska goras enligt lagen och planen,']
    """
    blanks = page.count(" ") + page.count("\n") + 1
    long = (_LONG if len(page) > _MEAN * blanks else _LONGER).findall(page)
    telling = {
        word.translate(_PLAIN) for word in set(long) if len(word) <= LONGEST and not known.stands(word)
    }
    parts = [_parts(word, known) for word in telling]
    if max(parts, default=0) < _SEVERAL and sum(n == _SEVERAL - 1 for n in parts) < _SEVERAL - 1:
        return []
    familiar = _without_marks(known.lexicon)
    if not any(_cuts(word, familiar) for word in telling):
        return []
    runs = [run for run in _RUN.finditer(page) if not _ADDRESS.search(run.group())]
    tokens = [token for run in runs for token in _tokens(page, run)]
    odd = familiar.odd(token.word for token in tokens)
    plain = [
        run
        for run in parted(tokens, odd, familiar)
        if run.telling or are_clear(run.after.lower().split(), familiar)
    ]
    cuts = {mend.start + end for mend in plain for end in _ends(mend.after.split())}
    if len({mend.after for mend in plain}) > _MANY:
        cuts |= {match.start() for run in runs for match in _GLUED.finditer(page, *run.span())}
        some = (token for token in tokens if token.word in odd and len(token.word) <= LONGEST)
        cuts |= {token.start + end for token in some for end in _cuts(token.word.lower(), familiar)}
    found = ((run, [at for at in range(run.start() + 1, run.end()) if at in cuts]) for run in runs)
    return [_change(run, inside) for run, inside in found if inside]


def _parts(plain: str, known: Familiar) -> int:
    """A quick look at letters without marks: of how many words they are, at the least; 0 if of none."""
    if known.flat(plain):
        return 1
    words = known.lexicon.words
    least = [0] + [_NEVER] * len(plain)
    for end in range(2, len(plain) + 1):
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            if least[start] < least[end] - 1:
                word = plain[start:end]
                counts = words.get(word)
                if known.flat(word) if counts is None else counts.lower > _COMMON:
                    least[end] = least[start] + 1
    return least[-1] % _NEVER


def _tokens(page: str, run: re.Match[str]) -> Iterator[Token]:
    """The words of a run as capitals and signs part them, without marks, unless a hyphen cut them."""
    for match in _WORD.finditer(page, *run.span()):
        start, end = match.span()
        if not (_CUT_BEFORE.search(page, max(0, start - 4), start) or _CUT_AFTER.match(page, end)):
            yield Token(start, end, match.group().translate(_PLAIN))


@lru_cache(maxsize=1)
def _without_marks(lexicon: Lexicon) -> Familiar:
    """What a lexicon knows at a glance, å, ä and ö written as a and o."""
    words, parts = dict(lexicon.words), dict(lexicon.parts)
    for word, counts in lexicon.words.items():
        if not word.isascii():
            flat = word.translate(FLAT)
            words[flat] = Counts(*map(add, words.get(flat, (0, 0, 0, 0)), counts))
    for part, times in lexicon.parts.items():
        if not part.isascii():
            flat = part.translate(FLAT)
            parts[flat] = parts.get(flat, 0) + times
    none = Tree(())
    return Familiar(Lexicon(words, none, parts, none, frozenset(), none))


def _cuts(word: str, familiar: Familiar) -> set[int]:
    """Where a word is parted in each of the likeliest ways, and reads as no compound."""
    ways = words_in(word, familiar)
    if not ways or ways[0][0] - max(familiar.log_share(word), familiar.log_stands(word)) < _APART:
        return set()
    near = [words for chance, words in ways if ways[0][0] - chance < _MARGIN]
    if len(word) < _PLAINLY and not are_clear(near[0], familiar):
        return set()  # "ravattenkvalitet" may be a compound that no list holds
    return set[int].intersection(*(_plain_cuts(words, familiar) for words in near))


def _plain_cuts(words: Sequence[str], familiar: Familiar) -> set[int]:
    pairs = zip(_ends(words), pairwise(words), strict=True)
    return {end for end, (left, right) in pairs if is_cut(left, right, familiar)}


def _ends(words: Sequence[str]) -> Iterator[int]:
    """Where each of some words but the last ends, if they run together."""
    return accumulate(map(len, words[:-1]))


def _change(run: re.Match[str], cuts: Sequence[int]) -> Change:
    start, end = run.span()
    before = run.group()
    after = " ".join(before[a - start : b - start] for a, b in pairwise([start, *cuts, end]))
    return Change(start, end, before, after, _SHARE, "channel", "applied", ((after, _SHARE),), _REASON)


__all__ = ["lost_blanks"]
