"""Triage: which lines of a page were read by a wrong model, and which must not be touched.

A bare share of å, ä and ö misleads on name lists, tables and quotations, so each word gives evidence of its
own: "för" speaks for a good line, "fér" and "namnden" for a damaged one, "och" for neither, and "the" or
"ikke" for another language, which is left alone as well. The evidence is the logarithm of a likelihood
ratio. A path through the lines of a document that changes its mind reluctantly then says which stretches
are damaged: a ruined block in a good file is found, a single odd word changes nothing.

Other models ruin less than the English one: German knows ä and ö, Norwegian å and ö, French some ä. On such
a page one of the three letters never stands, as on no page of Swedish; then the others say little.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from ocr.channel import MARKED, Damage, Ways, damage, spelt
from ocr.foreign import foreign_words
from ocr.letters import letters
from ocr.lexicon import NEVER, UNKNOWN_WORD, Case, Lexicon, log_unknown
from ocr.protect import NOISE, PROTECTED, ends_in_dots
from ocr.spans import Span
from ocr.unlisted import unlisted

ADDRESS_MARK = re.compile(r"@|://|www|\.(?:se|com|org|net|eu|nu|pdf)\b")
WORD = re.compile(r"[^\W_]+(?:[&@<][^\W_]+)*(?:(?<=[a-zåäö])&(?![^\s.,:;)]))?|&[^\W_]+")

# Evidence in nats, positive for damage.
_MARKED_WORD = -5.0  # a word with å, ä or ö that came through
_MARKED_SILENT = -0.5  # ... on a page on which one of the three never stands
_MARKS, _LEAST_SHARE = 15, 0.06  # of so many å, ä and ö each has this share at least
_FOREIGN_WORD = 3.0
_FOREIGN_UNKNOWN = 0.3
_UNEXPLAINED_WORD = 0.0, _FOREIGN_UNKNOWN, False
_MOST = 7.0  # no single word says more
_MOST_UNKNOWN = 4.5  # ... and one that is no word either way says less
# Words that are none either way, before other confusions are looked for: on a page, and for each other word.
_LEAST_UNEXPLAINED, _UNEXPLAINED = 8, 0.06
# Of so many lower-case words of damaged lines more than this share is Swedish in no way, and more than damage
# explains or only Swedish has: another language.
_LEAST_TOLD, _STRANGE = 6, 1 / 3
# Small words that neither its neighbours nor a reader without å, ä and ö have: hardly a line of Swedish that
# is ruined past knowing lacks them all. In another language not one word in so many is such a one.
_SWEDISH_ALONE, _SELDOM = frozenset(("och", "att", "inte", "ska", "enligt")), 100
_FOREIGN, _DAMAGED = 1, 2  # what a line may be beside good
_START = 5.0  # a document is good until shown otherwise
_CHANGE = 10.0  # what it takes to change one's mind between two lines
_LONG_LINE = 1000  # characters: a text without line breaks may be good here and damaged there
_REMEMBERED = 100_000  # words


@dataclass(frozen=True, slots=True)
class Triage:
    """One page's verdict: for each of `lines_of` whether it is damaged, or in another language, and the
    evidence for damage in nats.

    `stretches` are the damaged lines, those that follow each other as one, and `settled` those that are in
    another language, where nothing is looked at any more.
    """

    damaged: tuple[bool, ...]
    foreign: tuple[bool, ...]
    score: float
    reason: str
    stretches: tuple[Span, ...] = ()
    settled: tuple[Span, ...] = ()


class Evidence:
    """Weighs words, remembering each it has seen; holds for one lexicon."""

    __slots__ = ("_lexicon", "_ready", "_seen", "_seen_silent", "_table", "_ways")

    def __init__(
        self,
        lexicon: Lexicon,
        ready: Callable[[str], tuple[float, float] | None] | None = None,
        ways: Ways = (),
    ) -> None:
        """`ready` knows what some words weigh: `ocr/beforehand.py`; `ways` are a document's own."""
        self._lexicon = lexicon
        self._ready = ready or (lambda word: None)
        self._table: Damage = damage().beside(ways)
        self._ways = ways
        self._seen: dict[str, tuple[float, float, bool]] = {}
        self._seen_silent: dict[str, tuple[float, float, bool]] = {}

    def of(self, word: str, *, silent: bool = False) -> tuple[float, float, bool]:
        """(for damage, for another language) of one word, and whether it is dots or a stamp, no word.

        On a page that is `silent` a letter of å, ä and ö is missing throughout, and the others say little.
        """
        seen = self._seen_silent if silent else self._seen
        found = seen.get(word)
        if found is None:
            if len(seen) > _REMEMBERED:
                seen.clear()
            ready = None if silent else self._ready(word)
            noise = ready is None and len(word) > 5 and bool(NOISE.search(word))
            weights = ready or ((0.0, 0.0) if noise else self._weighed(word, silent=silent))
            found = seen[word] = *weights, noise
        return found

    def seen(self, *, silent: bool) -> Mapping[str, tuple[float, float, bool]]:
        """The words that were weighed, on pages that are `silent` or on others."""
        return self._seen_silent if silent else self._seen

    def _weighed(self, word: str, *, silent: bool) -> tuple[float, float]:
        low = word.lower()
        foreign = _FOREIGN_WORD if low in foreign_words() else 0.0
        marked = any(c in MARKED for c in low)
        if marked and not silent:
            return _MARKED_WORD, foreign
        if (
            len(word) < 2
            or low.isdigit()
            or (word.isupper() and len(word) < 4)
            or sum(map(str.isdigit, word)) > 2
            or sum(map(str.isalpha, word)) < 2  # "a1", "6f": codes of a table as soon as words
        ):
            return 0.0, foreign
        case: Case = "heading" if word[0].isupper() else "small"
        clean = self._lexicon.log_word(low, case)
        known = clean > NEVER
        if marked and known:
            return _MARKED_SILENT, foreign
        if not known:
            clean = log_unknown(low)
        best = NEVER
        for spelling in spelt(word, self._lexicon, ways=self._ways):
            harm = [(e.truth, e.read) for e in spelling.edits if e.truth != e.read]
            if harm:
                chance = self._lexicon.log_word(spelling.word, case)
                best = max(best, chance + self._table.log_damage(harm))
        if best <= NEVER / 2:
            if known and low not in foreign_words():
                foreign = -1.0 - (len(low) < 5)
            return 0.0, foreign or _FOREIGN_UNKNOWN
        # Damaged, the word is either; undamaged, it is only itself.
        weight = math.log1p(math.exp(min(best - clean, 50.0)))
        weight = min(weight, _MOST if known else _MOST_UNKNOWN + (len(low) > 5))
        # "for" is English as much as it is damage.
        return weight, max(foreign, weight) if foreign else 0.0

    def taught(self, pages: Sequence[Sequence[Sequence[str]]]) -> Evidence | None:
        """The same for a document with confusions of its own, if many of its words are none either way: those
        of each line of each page."""
        seen = self._seen
        counts: Counter[str] = Counter()
        for lines in pages:
            words = Counter(chain.from_iterable(lines))
            small = [word for word in words if word.islower()]
            odd = sum([words[w] for w in small if (seen.get(w) or self.of(w)) == _UNEXPLAINED_WORD])
            if odd >= max(_LEAST_UNEXPLAINED, _UNEXPLAINED * words.total()):
                counts += words
        if not counts:
            return None
        known = {
            word: math.exp(UNKNOWN_WORD + letters().log_word(word))
            for word in counts
            if word.islower() and self.of(word) == _UNEXPLAINED_WORD
        }
        ways = tuple(way for way in unlisted(counts, known, self._lexicon) if way[0] in MARKED)
        return Evidence(self._lexicon, ways=ways) if ways else None


def triage(pages: Sequence[str], evidence: Evidence) -> list[Triage]:
    """Judge the pages of one document together."""
    lines = [_texts(page) for page in pages]
    words = [[WORD.findall(line) for line in page] for page in lines]
    evidence = evidence.taught(words) or evidence
    weights = [
        [_line(*line, evidence, silent=mute) for line in zip(some, found, strict=True)]
        for some, found, mute in zip(lines, words, map(is_silent, pages), strict=True)
    ]
    states = _path([w for page in weights for w in page])
    out: list[Triage] = []
    at = 0
    for page, some, found, page_weights in zip(pages, lines, words, weights, strict=True):
        here = _without_strangers(some, found, states[at : at + len(page_weights)], evidence)
        at += len(page_weights)
        score = sum([d for d, _ in page_weights])
        damaged = tuple([state == _DAMAGED for state in here])
        foreign = tuple([state == _FOREIGN for state in here])
        stretches = tuple(_stretches(page, damaged)) if any(damaged) else ()
        settled = tuple(_stretches(page, foreign)) if any(foreign) else ()
        out.append(Triage(damaged, foreign, score, _reason(damaged, score), stretches, settled))
    return out


def _without_strangers(
    lines: Sequence[str], words: Sequence[Sequence[str]], states: Sequence[int], evidence: Evidence
) -> list[int]:
    """The states of a page's lines; damaged lines in a row are in another language where a third
    of their words are none of Swedish, whole or damaged, and "och" and its like are not among them. Usual
    damage leaves hardly one such word in ten; where consonants are hurt as well there may be seven.
    """
    if _DAMAGED not in states:
        return list(states)
    runs = [(state, len(list(run))) for state, run in groupby(states)]
    around = [0, *(state for state, _ in runs), 0]
    out: list[int] = []
    for i, (state, length) in enumerate(runs):
        here = slice(len(out), len(out) + length)
        beside = _FOREIGN in (around[i], around[i + 2])
        strange = state == _DAMAGED and _is_strange(lines[here], words[here], evidence, beside=beside)
        out += [_FOREIGN if strange else state] * length
    return out


def _is_strange(
    lines: Sequence[str], words: Sequence[Sequence[str]], evidence: Evidence, *, beside: bool
) -> bool:
    """Whether damaged lines are in another language, as those `beside` them may be."""
    seen = evidence.seen(silent=False)
    weights = {
        word: seen.get(word) or evidence.of(word)
        for word in set(chain.from_iterable(words))
        if len(word) > 2 and word.islower()
    }
    strange = {word for word, (one, other, _) in weights.items() if not one and other > 0}
    if sum(map(strange.__contains__, chain.from_iterable(words))) <= _STRANGE * _LEAST_TOLD:
        return False
    alone = sum(word in _SWEDISH_ALONE for found in words for word in found)
    if alone * _SELDOM >= sum(map(len, words)):
        return False
    told = strangers = harmed = swedish = 0
    for line, found in zip(lines, words, strict=True):
        small = [weights[word] for word in found if word in weights]
        if line.rstrip()[-1:].isdigit() or any(noise for _, _, noise in small):
            continue  # leader dots, a page number behind them, and stamps are no language
        told += len(small)
        strangers += sum([not one and other > 0 for one, other, _ in small])
        harmed += sum([one > 1 for one, _, _ in small])
        swedish += sum([not one and other < 0 for one, other, _ in small])
    others = swedish if beside else max(harmed, swedish)
    return told >= _LEAST_TOLD and strangers > max(_STRANGE * told, others)


def _stretches(page: str, damaged: Sequence[bool]) -> Iterator[Span]:
    """The damaged lines, each stretch to the beginning of the next line."""
    begin: int | None = None
    for (start, _), is_damaged in zip(lines_of(page), damaged, strict=True):
        if is_damaged and begin is None:
            begin = start
        elif not is_damaged and begin is not None:
            yield Span(begin, start)
            begin = None
    if begin is not None:
        yield Span(begin, len(page))


def _texts(page: str) -> list[str]:
    """The texts of `lines_of`."""
    lines = page.split("\n")
    if max(map(len, lines)) <= _LONG_LINE:
        return lines
    return [page[start:end] for start, end in lines_of(page)]


def lines_of(page: str) -> list[Span]:
    """The lines of a page, without their ends; a line beyond all measure in parts, cut at blanks.

    >>> lines_of("en\\ntv\u00e5")
    [Span(start=0, end=2), Span(start=3, end=6)]
    """
    found: list[Span] = []
    at = 0
    for line in page.split("\n"):
        end = at + len(line)
        while end - at > _LONG_LINE:
            blank = page.rfind(" ", at + _LONG_LINE // 2, at + _LONG_LINE)
            cut = blank + 1 if blank >= 0 else at + _LONG_LINE
            found.append(Span(at, cut))
            at = cut
        found.append(Span(at, end))
        at = end + 1
    return found


def is_silent(page: str) -> bool:
    """Whether one of å, ä and ö is missing where the others stand: no page of Swedish is written so.

    >>> is_silent("frän ären när vi gär är för ett öppet möte pä väg över den första bäcken i ärendet")
    True
    """
    counts = [page.count(letter) + page.count(letter.upper()) for letter in MARKED]
    if sum(counts) < _MARKS or min(counts) >= _LEAST_SHARE * sum(counts):
        return False
    return page.count("ø") + page.count("æ") < _MARKS // 5  # Norwegian and Danish have å alone


def _reason(damaged: Sequence[bool], score: float) -> str:
    if not any(damaged):
        return f"words speak for a good text layer or for none ({score:+.0f})"
    part = "all" if all(damaged) else f"{sum(damaged)} of {len(damaged)}"
    return f"words speak for a wrong OCR model on {part} lines ({score:+.0f})"


def _line(line: str, words: Sequence[str], evidence: Evidence, *, silent: bool) -> tuple[float, float]:
    for_damage = for_foreign = 0.0
    if words and (ADDRESS_MARK.search(line) or line.count("-") > 1):
        words = WORD.findall(PROTECTED.sub(" ", line))
    seen = evidence.seen(silent=silent)  # looked into here: a call for each word takes as long as its work
    for word in words:
        one, other, noise = seen.get(word) or evidence.of(word, silent=silent)
        if noise:
            return 0.0, 0.0  # among leader dots and stamps read as letters, short words are none
        for_damage += one
        for_foreign += other
    if for_damage > 0 and ends_in_dots(line):
        return 0.0, 0.0
    return for_damage, for_foreign


def _path(weights: Sequence[tuple[float, float]]) -> list[int]:
    """The likeliest run of states over the lines: good (0), foreign or damaged."""
    good, foreign, damaged = 0.0, -_CHANGE, -_START
    back: list[tuple[int, int, int]] = []
    for for_damage, for_foreign in weights:
        from_good, from_foreign, from_damaged = good - _CHANGE, foreign - _CHANGE, damaged - _CHANGE
        # Whence each state is reached best; where two are equal, it is the first.
        to_good, to_foreign, to_damaged = 0, 1, 2
        if from_foreign > good:
            good, to_good = from_foreign, 1
        if from_damaged > good:
            good, to_good = from_damaged, 2
        if from_good >= foreign:
            foreign, to_foreign = from_good, 0
        if from_damaged > foreign:
            foreign, to_foreign = from_damaged, 2
        if from_foreign >= damaged:
            damaged, to_damaged = from_foreign, 1
        if from_good >= damaged:
            damaged, to_damaged = from_good, 0
        foreign += for_foreign
        damaged += for_damage
        back.append((to_good, to_foreign, to_damaged))
    scores = (good, foreign, damaged)
    state = scores.index(max(scores))
    out: list[int] = []
    for came3 in reversed(back):
        out.append(state)
        state = came3[state]
    return out[::-1]
