"""Triage: which lines of a page were read by a wrong model, and which must not be touched.

A bare share of å, ä and ö misleads on name lists, tables and quotations, so each word gives evidence of its
own: "för" speaks for a good line, "fér" and "namnden" for a damaged one, "och" for neither, and "the" or
"ikke" for another language, which is left alone as well. The evidence is the logarithm of a likelihood
ratio. A path through the lines of a document that changes its mind reluctantly then says which stretches
are damaged: a ruined block in a good file is found, a single odd word changes nothing.

Other models ruin less than the English one: German knows ä and ö, Norwegian å and ö, French some ä. On such
a page one of the three letters never stands, as on no page of Swedish; then the others say little. A program
that knows Swedish, but sees poorly, reads "för" here and "fdr" in the next line: where words with å, ä and ö
stand among words that lost them, they say as little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

from ocr.channel import MARKED
from ocr.evidence import MARKED_SILENT, MARKED_WORD, Evidence
from ocr.protect import PROTECTED, ends_in_dots
from ocr.spans import Span

ADDRESS_MARK = re.compile(r"@|://|www|\.(?:se|com|org|net|eu|nu|pdf)\b")
WORD = re.compile(r"[^\W_]+(?:[&@<][^\W_]+)*(?:(?<=[a-zåäö])&(?![^\s.,:;)]))?|&[^\W_]+")
_PLAIN_WORD = re.compile(r"[^\W_]+")  # the same where none of these signs is, thrice as fast

_MARKS, _LEAST_SHARE = 15, 0.06  # of so many å, ä and ö each has this share at least
# Where some å, ä and ö came through, so many different words lost them, this share of all, and so surely.
_LEAST_HURT, _HURT_SHARE, _SURELY_HURT = 3, 0.05, 3.0
_LEAST_TELLING = 3  # letters
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


def triage(pages: Sequence[str], evidence: Evidence) -> list[Triage]:
    """Judge the pages of one document together."""
    lines = [_texts(page) for page in pages]
    words = [_words(page, some) for page, some in zip(pages, lines, strict=True)]
    evidence = evidence.taught(words) or evidence
    looks = _looks(words, evidence)
    patchy = _are_patchy([*chain.from_iterable(looks)])
    mute = [patchy or is_silent(page) or _are_patchy(some) for page, some in zip(pages, looks, strict=True)]
    weights = [
        [_line(*line, evidence, silent=silent) for line in zip(some, found, strict=True)]
        for some, found, silent in zip(lines, words, mute, strict=True)
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


class _Look(NamedTuple):
    """A line's small words: how many have their å, ä or ö; which lost them; and of how many more than are of
    Swedish alone nobody knows what they are."""

    whole: int
    hurt: list[str]
    strange: int


def _looks(pages: Sequence[Sequence[Sequence[str]]], evidence: Evidence) -> list[list[_Look]]:
    """The lines of each page, looked at where some å, ä and ö came through and others may not have."""
    words = set(chain.from_iterable(chain.from_iterable(pages)))
    some_came = any(map("".join(words).__contains__, MARKED))
    seen = evidence.seen(silent=False)
    if not some_came or (
        sum([(seen.get(word) or evidence.of(word))[0] >= _SURELY_HURT for word in words]) < _LEAST_HURT
    ):
        return [[] for _ in pages]
    return [[_look(line, evidence) for line in page if line] for page in pages]


def _look(words: Sequence[str], evidence: Evidence) -> _Look:
    whole = strange = 0
    hurt: list[str] = []
    for word in words:
        if len(word) > 1 and word.islower():
            one, other, _ = evidence.of(word)
            if one == MARKED_WORD and evidence.of(word, silent=True)[0] == MARKED_SILENT:
                whole += 1
            elif len(word) < _LEAST_TELLING:
                continue
            elif one >= _SURELY_HURT and not other:
                hurt.append(word)
            elif one <= 0:
                strange += -1 if other < 0 else word not in evidence.lexicon.words
    return _Look(whole, hurt, strange)


def _are_patchy(looks: Sequence[_Look]) -> bool:
    """Whether in the same lines of Swedish, or lines side by side, some å, ä and ö came through and others
    did not."""
    whole, hurt = sum([look.whole for look in looks]), sum([len(look.hurt) for look in looks])
    mixed: list[str] = []
    beside = 0  # words that came through in a line with some that did not
    for i, look in enumerate(looks):
        near = looks[max(0, i - 1) : i + 2] if look.hurt else []
        if any(other.whole for other in near) and sum([other.strange for other in near]) < 0:
            mixed += look.hurt
            beside += look.whole
    if len(set(mixed)) < _LEAST_HURT or hurt < _HURT_SHARE * (whole + hurt):
        return False
    return len(mixed) >= hurt / 2 or beside >= max(whole / 2, _LEAST_HURT)


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
    alone = sum(word in _SWEDISH_ALONE for found in words for word in found)
    if alone * _SELDOM >= sum(map(len, words)):
        return False
    seen = evidence.seen(silent=False)
    told = strangers = harmed = swedish = 0
    for line, found in zip(lines, words, strict=True):
        small = [seen.get(word) or evidence.of(word) for word in found if len(word) > 2 and word.islower()]
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
    if all(damaged):
        yield Span(0, len(page))
        return
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

    >>> is_silent("nämnden gär för att det är öppet när ärendet förs pä " * 3)
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


def _words(page: str, lines: Sequence[str]) -> list[list[str]]:
    """The words of each line, without those of addresses."""
    word = WORD if any(map(page.__contains__, "&@<")) else _PLAIN_WORD
    has_address = ADDRESS_MARK.search(page) is not None
    words = [word.findall(line) for line in lines]
    for i, line in enumerate(lines):
        if words[i] and (line.count("-") > 1 or (has_address and ADDRESS_MARK.search(line))):
            words[i] = WORD.findall(PROTECTED.sub(" ", line))
    return words


def _line(line: str, words: Sequence[str], evidence: Evidence, *, silent: bool) -> tuple[float, float]:
    for_damage = for_foreign = 0.0
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
