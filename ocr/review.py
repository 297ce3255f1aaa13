"""Review: what a person says about the words that were left in doubt.

A doubtful word is a line of the ledger in state `review`. The same raw word with the same candidates is the
same question wherever it stands, and one answer settles all such places; an answer for one place only goes
before it. An answer becomes a line of maker `person` that remembers what it answers, so it can be taken back:
a page with its answers is made from the questions each time, and answering twice alike changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.ledger import Change, apply
from ocr.page import Page, Word, WordState
from ocr.sheet import placed
from ocr.spans import Span


@dataclass(frozen=True, slots=True)
class Question:
    """A doubtful word and what it may be; `candidates` are sorted and do not hold the word itself."""

    word: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a doubtful word stands: `start` counts in the page's raw text."""

    document: str
    page: int
    start: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said. `decision` is the word that shall stand there: `word` itself to keep it, None to
    take an earlier answer back. Without a `place` it is for all places alike. `when` is ISO 8601."""

    word: str
    candidates: tuple[str, ...]
    decision: str | None
    when: str
    place: Place | None = None


class Answers:
    """The answers that are in force: a later one to the same question goes before an earlier one."""

    __slots__ = ("_in_force",)

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._in_force: dict[tuple[Question, Place | None], Answer] = {}
        for answer in answers:
            self.add(answer)

    def __len__(self) -> int:
        return len(self._in_force)

    def add(self, answer: Answer) -> None:
        key = (Question(answer.word, answer.candidates), answer.place)
        self._in_force.pop(key, None)
        if answer.decision is not None:
            self._in_force[key] = answer

    def questions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Words and candidates that somebody has said something about."""
        return ((question.word, question.candidates) for question, _ in self._in_force)

    def decisions(self) -> Iterator[str]:
        """What somebody said shall stand, for all places or for one."""
        return (answer.decision for answer in self._in_force.values() if answer.decision is not None)

    @property
    def last(self) -> Answer | None:
        """The latest answer that was not taken back."""
        return next(reversed(self._in_force.values()), None)

    def to(self, question: Question, place: Place) -> str | None:
        """What shall stand there, or None where nobody has said."""
        found = self._in_force.get((question, place)) or self._in_force.get((question, None))
        return found.decision if found else None


def question_of(change: Change) -> Question:
    """What a line in review asks."""
    words = {word for word, _ in change.candidates} | {change.after}
    return Question(change.before, tuple(sorted(words - {change.before})))


def reviewed(page: Page, document: str, answers: Answers) -> Page:
    """The page as the answers want it; the same page where they say nothing new.

    A question stays open where its answer would overlap another change: such a ledger has no meaning.
    """
    ledger = _settled(page, document, answers)
    if ledger == page.ledger:
        return page
    text = apply(page.raw, ledger)
    words = placed(page.words, text, list(_delta(page, ledger)))
    return replace(page, text=text, ledger=ledger, words=_marked(words, ledger, page.verdict == "absent"))


def _settled(page: Page, document: str, answers: Answers) -> tuple[Change, ...]:
    taken = _Taken(c for c in page.ledger if c.state == "applied" and c.asked is None)
    ledger: list[Change] = []
    for change in page.ledger:
        question = change.asked or change
        if question.state == "review":
            place = Place(document, page.number, question.start)
            change = answered(question, answers.to(question_of(question), place))
            if change.state == "applied" and not taken.take(change):
                change = question
        ledger.append(change)
    return tuple(ledger)


class _Taken:
    """The pieces of a raw text that are changed; no two of them overlap."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, changes: Iterable[Change]) -> None:
        pieces = sorted((change.start, change.end) for change in changes)
        self._starts = [start for start, _ in pieces]
        self._ends = [end for _, end in pieces]

    def take(self, change: Change) -> bool:
        """Take the piece of a change, unless some of it is taken."""
        at = bisect_right(self._ends, change.start)
        if at < len(self._starts) and self._starts[at] < change.end:
            return False
        self._starts.insert(at, change.start)
        self._ends.insert(at, change.end)
        return True


def answered(question: Change, decision: str | None) -> Change:
    """The line that an answer makes of a question; the question itself where there is none."""
    if decision is None:
        return question
    said = replace(question, maker="person", asked=question, reason="a person said so")
    if decision == question.before:
        return replace(said, state="rejected", confidence=0.0)
    return replace(said, state="applied", after=decision, confidence=1.0)


def _delta(page: Page, ledger: Sequence[Change]) -> Iterator[Change]:
    """What leads from the page's text as it is to the one that `ledger` makes."""
    spans = in_text(page.ledger)
    for old, new, span in zip(page.ledger, ledger, spans, strict=True):
        before = page.text[span.start : span.end]
        after = new.after if new.state == "applied" else new.before
        if old != new and before != after:
            yield Change(span.start, span.end, before, after, 1.0, "person", "applied")


def in_text(ledger: Sequence[Change]) -> list[Span]:
    """Where each line of a ledger stands in the repaired text, in the order of the ledger."""
    spans = [Span(0, 0)] * len(ledger)
    grown = 0
    for n in sorted(range(len(ledger)), key=lambda n: (ledger[n].start, ledger[n].end)):
        change = ledger[n]
        length = len(change.after) if change.state == "applied" else change.end - change.start
        spans[n] = Span(change.start + grown, change.start + grown + length)
        grown += length - (change.end - change.start)
    return spans


def _marked(words: Sequence[Word], ledger: Sequence[Change], was_read: bool) -> tuple[Word, ...]:
    """The words, those with an answer or an open question in the state that it gives them."""
    kept: WordState = "read" if was_read else "kept"
    told = sorted(
        (span, change)
        for span, change in zip(in_text(ledger), range(len(ledger)), strict=True)
        if ledger[change].maker != "normal" and ledger[change].state in ("applied", "review", "rejected")
    )
    out: list[Word] = []
    at = 0
    for word in sorted(words, key=lambda word: word.span):
        while at < len(told) and told[at][0].end <= word.span.start:
            at += 1
        here: list[Change] = []
        for span, n in told[at:]:
            if span.start >= word.span.end:
                break
            here.append(ledger[n])
        out.append(_as_told(word, here, kept))
    return tuple(out)


def _as_told(word: Word, here: Sequence[Change], kept: WordState) -> Word:
    states = {change.state for change in here}
    if "applied" in states:
        sure = min(change.confidence for change in here if change.state == "applied")
        return replace(word, state="repaired", confidence=sure)
    if "review" in states:
        doubt = min(change.confidence for change in here if change.state == "review")
        return replace(word, state="review", confidence=1.0 - doubt)
    return replace(word, state=kept, confidence=1.0) if here else word
