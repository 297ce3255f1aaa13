"""Repair of Swedish text that a wrong OCR model ruined.

A page goes through triage (`ocr/triage.py`), which leaves good stretches alone; the damaged ones are cut
into pieces that may be words (`ocr/protect.py`); each gets candidates with probabilities
(`ocr/candidates.py`); and what is certain enough is changed, every change with its line in the ledger. A word
that is none as it stands is mended sooner than one that may have been meant. What stays in doubt is left as
it was and waits in review.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.candidates import Candidate, Guesses, learned, lifted, shares
from ocr.channel import Damage, Edit, written
from ocr.context import BOUNDARY, COMMA, NAME, NUMBER, UNKNOWN, contexts
from ocr.ledger import Change, State, apply
from ocr.lexicon import Lexicon
from ocr.lexicon import lexicon as shipped
from ocr.page import PAGE_BREAK, Verdict
from ocr.protect import SHORT_CAPITALS, Piece, may_be_word, pieces
from ocr.triage import Evidence, Triage, triage

_SURE = 0.9999  # nothing around a word can change what it is
_APPLY_TO_NONE = 0.5  # the certainty asked before something that is no word is made one
_APPLY_TO_WORD = 0.7  # ... and before a Swedish word is made another
_REVIEW = 0.03  # another answer this likely is worth a look
_SHOWN = 5  # candidates in a ledger line
_CONTEXT_ROUNDS = 2

_LINE = 80
_LONE_ONE = "1"
_GAP = re.compile(r"[^\W_]+|[.:;!?,•|=*]|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text before and after. `raw` with the applied lines of `ledger` is `text`."""

    raw: str
    text: str
    ledger: tuple[Change, ...]
    verdict: Verdict
    score: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Kit:
    """What repair remembers between calls, for one lexicon."""

    guesses: Guesses
    evidence: Evidence


@lru_cache(maxsize=4)
def _kit(words: Lexicon) -> _Kit:
    return _Kit(Guesses(words), Evidence(words))


def repair_pages(pages: Sequence[str], *, lexicon: Lexicon | None = None) -> list[Repaired]:
    """Repair the pages of one document together: its confusions are learned from all of them.

    `lexicon` takes the place of the shipped one: `ocr.lexicon.lexicon().with_words({"Vikasjö": 12})`.
    """
    kit = _kit(lexicon or shipped())
    judged = triage(pages, kit.evidence)
    found = [_pieces(page, verdict) for page, verdict in zip(pages, judged, strict=True)]
    if not any(found):
        return [_untouched(page, verdict) for page, verdict in zip(pages, judged, strict=True)]
    words = Counter(
        (piece.word, _opens(page, piece)) for page, here in zip(pages, found, strict=True) for piece in here
    )
    table = learned(words, kit.guesses)
    known: dict[tuple[str, bool], _Known] = {}
    return [
        _repaired(page, verdict, here, table, kit.guesses, known)
        for page, verdict, here in zip(pages, judged, found, strict=True)
    ]


def repair(text: str, *, lexicon: Lexicon | None = None) -> Repaired:
    """Repair a text; form feeds in it are page breaks.

    >>> repair("Socialnamnden fér i uppdrag att félja upp arbetet med boendestéd och aterkomma.").text
    'Socialnämnden får i uppdrag att följa upp arbetet med boendestöd och återkomma.'
    """
    pages = repair_pages(text.split(PAGE_BREAK), lexicon=lexicon)
    ledger: list[Change] = []
    at = 0
    for page in pages:
        ledger += (change.shifted(at) for change in page.ledger)
        at += len(page.raw) + len(PAGE_BREAK)
    verdicts = {page.verdict for page in pages}
    verdict: Verdict = "damaged" if "damaged" in verdicts else "good" if "good" in verdicts else "absent"
    worst = max(pages, key=lambda page: page.score)
    return Repaired(
        text, PAGE_BREAK.join(p.text for p in pages), tuple(ledger), verdict, worst.score, worst.reason
    )


def _untouched(page: str, verdict: Triage) -> Repaired:
    return Repaired(page, page, (), "good" if page.strip() else "absent", verdict.score, verdict.reason)


def _pieces(page: str, verdict: Triage) -> list[Piece]:
    """The pieces of the damaged lines that may be changed."""
    if not any(verdict.damaged):
        return []
    found: list[Piece] = []
    start = at = 0
    open_ = False
    for line, damaged in zip(page.split("\n"), verdict.damaged, strict=True):
        if damaged and not open_:
            start, open_ = at, True
        elif not damaged and open_:
            found += pieces(page, start, at)
            open_ = False
        at += len(line) + 1
    if open_:
        found += pieces(page, start, len(page))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """A distinct word of the document: its candidates and their shares before context."""

    candidates: tuple[Candidate, ...]
    shares: tuple[float, ...]
    settled: bool  # context cannot change it, and it stays as it is
    doubtful: bool


def _known(candidates: tuple[Candidate, ...], table: Damage) -> _Known:
    if len(candidates) == 1:
        return _Known(candidates, (1.0,), settled=True, doubtful=False)
    found = shares(candidates, table)
    top = max(range(len(found)), key=found.__getitem__)
    sure = found[top] >= _SURE
    return _Known(candidates, tuple(found), settled=sure and not candidates[top].changes, doubtful=not sure)


def _repaired(
    page: str,
    verdict: Triage,
    found: list[Piece],
    table: Damage,
    guesses: Guesses,
    known: dict[tuple[str, bool], _Known],
) -> Repaired:
    if not found:
        return _untouched(page, verdict)
    found = [part for piece in found for part in _parted(piece, guesses)]
    about: list[_Known] = []
    for piece in found:
        key = (piece.word, _opens(page, piece))
        facts = known.get(key)
        if facts is None:
            facts = known[key] = _known(guesses.of(piece.word, opens=key[1]), table)
        about.append(facts)
    decided = _decided(page, found, about, table, guesses.lexicon)
    ledger = [
        change
        for i, piece in enumerate(found)
        if not about[i].settled and (change := _change(page, found, i, about[i], decided[i], guesses.lexicon))
    ]
    return Repaired(page, apply(page, ledger), tuple(ledger), "damaged", verdict.score, verdict.reason)


def _parted(piece: Piece, guesses: Guesses) -> Sequence[Piece]:
    """A word broken over two lines stays one only if its parts make a word together."""
    if not piece.broken or any(c.known for c in guesses.of(piece.word)):
        return (piece,)
    cut = piece.start + piece.break_at
    return (
        Piece(piece.start, cut, piece.word[: piece.break_at]),
        Piece(cut + len(piece.broken), piece.end, piece.word[piece.break_at :]),
    )


def _decided(
    page: str, found: Sequence[Piece], about: Sequence[_Known], table: Damage, words: Lexicon
) -> list[tuple[float, ...]]:
    """The shares of each piece's candidates in its place."""
    decided = [facts.shares for facts in about]
    doubtful = [i for i, facts in enumerate(about) if facts.doubtful]
    if not doubtful:
        return decided
    company = contexts()
    for _ in range(_CONTEXT_ROUNDS):
        for i in doubtful:
            left = _neighbour(page, found, about, decided, i, -1, words)
            right = _neighbour(page, found, about, decided, i, 1, words)
            lifts = lifted(about[i].candidates, left, right, company, words)
            decided[i] = tuple(shares(about[i].candidates, table, lifts))
    return decided


def _neighbour(
    page: str,
    found: Sequence[Piece],
    about: Sequence[_Known],
    decided: Sequence[tuple[float, ...]],
    i: int,
    step: int,
    words: Lexicon,
) -> str:
    """What stands beside piece `i`, as the table of contexts writes it."""
    j = i + step
    if 0 <= j < len(found):
        gap = page[found[j].end : found[i].start] if step < 0 else page[found[i].end : found[j].start]
    else:
        gap = page[max(0, found[i].start - 20) : found[i].start] if step < 0 else page[found[i].end :][:20]
    between = _GAP.findall(gap)
    if between:
        mark: str = between[-1 if step < 0 else 0]
        return (
            NUMBER
            if mark.isdigit()
            else COMMA
            if mark == COMMA
            else UNKNOWN
            if mark[0].isalnum()
            else BOUNDARY
        )
    if not 0 <= j < len(found):
        return BOUNDARY
    top = max(range(len(decided[j])), key=decided[j].__getitem__)
    word = about[j].candidates[top].word
    if word.isdigit():
        return NUMBER
    counts = words.words.get(word)
    raw = found[j].word
    if counts and counts.lower and (raw[0].islower() or counts.lower >= counts.capital):
        return word
    return NAME if raw[0].isupper() else UNKNOWN


def _change(
    page: str, found: Sequence[Piece], i: int, facts: _Known, decided: Sequence[float], words: Lexicon
) -> Change | None:
    """The ledger line of one piece, or None where there is nothing to say."""
    piece = found[i]
    order = sorted(range(len(decided)), key=lambda k: -decided[k])
    best = facts.candidates[order[0]]
    meant = any(c.known and not c.changes for c in facts.candidates)
    if piece.word == _LONE_ONE:
        if not _between_lower_words(page, found, i):
            return None
    elif not may_be_word(piece.word, among_capitals=_among_capitals(found, i)):
        return None
    elif len(piece.word) <= 3 and piece.word[0].isupper() and page[piece.end : piece.end + 1] == ":":
        return None  # an abbreviation that heads a line: "Gr: ..."
    answers = [
        (text, decided[k])
        for k in order[:_SHOWN]
        if decided[k] > 0.0005 and (text := _text(piece, facts.candidates[k])) is not None
    ]
    if not answers:
        return None
    before = page[piece.start : piece.end]
    after, confidence = answers[0]
    state: State
    if after != before:
        state = "applied" if confidence >= (_APPLY_TO_WORD if meant else _APPLY_TO_NONE) else "review"
        reason = _because(best, meant, state)
    else:
        others = [answer for answer in answers if answer[0] != before]
        if not others or others[0][1] < _REVIEW:
            return None
        after, confidence = others[0]
        state, reason = "review", "stands as it was; another word may have been meant"
    return Change(
        piece.start,
        piece.end,
        before,
        after,
        round(confidence, 4),
        "channel",
        state,
        tuple((text, round(share, 4)) for text, share in answers),
        reason,
    )


def _text(piece: Piece, candidate: Candidate) -> str | None:
    """What the page would hold with this candidate; a line break within stays where it is."""
    if not piece.broken:
        return written(piece.word, candidate.edits)
    cut = piece.break_at
    if any(e.at < cut < e.at + len(e.read) for e in candidate.edits):
        return None
    head = written(piece.word[:cut], [e for e in candidate.edits if e.at < cut])
    tail = written(
        piece.word[cut:], [Edit(e.at - cut, e.read, e.truth) for e in candidate.edits if e.at >= cut]
    )
    return head + piece.broken + tail


def _opens(page: str, piece: Piece) -> bool:
    """Whether a capital at the head of a piece says nothing, since a sentence or heading begins there."""
    if not piece.word[0].isupper():
        return True
    before = page[max(0, piece.start - _LINE) : piece.start]
    text = before.rstrip()
    if not text or not (text[-1].islower() or text[-1] == ","):
        return True
    lines = before[len(text) :].count("\n")
    # The line above ends within a sentence if it is as long as lines of running text are.
    return lines > 1 or (lines == 1 and len(text) - text.rfind("\n") < _LINE // 2)


def _between_lower_words(page: str, found: Sequence[Piece], i: int) -> bool:
    """Whether a lone 1 stands where "i" may: small words on both sides and nothing else between."""
    piece = found[i]
    if not 0 < i < len(found) - 1:
        return False
    left, right = found[i - 1], found[i + 1]
    sides = (page[left.end : piece.start], page[piece.end : right.start])
    return (
        all(side.isspace() and side.count("\n") < 2 for side in sides)
        and len(left.word) > 1
        and left.word[-1].islower()
        and right.word[:1].isalpha()
    )


def _among_capitals(found: Sequence[Piece], i: int) -> bool:
    """Whether a short word in capitals stands in a heading of capitals, and is no abbreviation."""
    near = [found[j].word for j in (i - 1, i + 1) if 0 <= j < len(found)]
    return any(word.isupper() and len(word) > SHORT_CAPITALS for word in near)


def _because(candidate: Candidate, meant: bool, state: State) -> str:
    damage = ", ".join(f"{e.truth} read as {e.read}" for e in candidate.edits if e.read != e.truth)
    if state == "review":
        return f"{damage}? not certain enough"
    return (
        f"{damage}; fits here better than the word that stands"
        if meant
        else f"{damage}; no word as it stands"
    )


__all__ = ["Repaired", "repair", "repair_pages"]
