"""Asking a person about doubtful words in a terminal, one question after the other.

What may be answered is read by `understood`, which knows no terminal; `Session` holds the order of the
questions and hands each answer on as it is given, so that whoever leaves has lost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from klubbat.answers import now, unfit
from klubbat.reviewing import Doubt, alike, unanswered
from klubbat.show import number_of
from ocr.review import Answer, Answers, Question

WIDTH = 78
_SHOWN = 3  # places of one question

HELP = (
    "A number takes that word, k keeps the word as it stands; either settles all\n"
    "places alike. =word puts your own spelling there. An h before any of these:\n"
    "only here. Enter or s leaves the word open and goes on, u takes the last answer\n"
    "back, q quits. Each answer is kept at once.\n"
    "p cuts the first place out of the page's picture."
)

Act = Literal["decide", "skip", "undo", "quit", "help", "picture"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person typed. `decision` is the word for `decide`; `error` says what was not understood."""

    act: Act = "help"
    decision: str = ""
    only_here: bool = False
    error: str = ""


def understood(typed: str, word: str, candidates: Sequence[str]) -> Reply:
    """What was typed, as an answer to the question which of `candidates` `word` is.

    >>> understood("2", "ar", ["är", "år"])
    Reply(act='decide', decision='år', only_here=False, error='')
    """
    typed = typed.strip()
    plain: dict[str, Act] = {"": "skip", "s": "skip", "u": "undo", "q": "quit", "?": "help", "p": "picture"}
    if typed.lower() in plain:
        return Reply(plain[typed.lower()])
    only_here = typed[:1].lower() == "h"
    said = typed[1:].strip() if only_here else typed
    if said.startswith("="):
        own = said[1:].strip()
        return Reply(error=why) if (why := unfit(own)) else Reply("decide", own, only_here)
    if said.lower() == "k" or not said:
        return Reply("decide", word, only_here)
    if said.isdecimal() and 1 <= int(said) <= len(candidates):
        return Reply("decide", candidates[int(said) - 1], only_here)
    return Reply(error=f"{typed!r} is no answer here.")


class Session:
    """A walk through the queue. `note` is given each answer, to keep it, before the next question."""

    def __init__(self, doubts: Sequence[Doubt], answers: Answers, note: Callable[[Answer], None]) -> None:
        self._doubts, self._answers, self._note = doubts, answers, note
        self._skipped: set[Question] = set()
        self.given = 0
        self._groups = alike(unanswered(doubts, answers))[::-1]

    @property
    def left(self) -> int:
        """How many places wait for an answer, skipped ones too."""
        return len(unanswered(self._doubts, self._answers))

    @property
    def ahead(self) -> str:
        """How much there is to ask yet: "12 questions (340 places) left"."""
        count, places = len(self._groups), sum(map(len, self._groups))
        return f"{number_of(count, 'question')} ({number_of(places, 'place')}) left"

    @property
    def current(self) -> list[Doubt]:
        """The places of the question that is to be asked; empty where there is none."""
        return self._groups[-1] if self._groups else []

    def decide(self, decision: str, only_here: bool) -> None:
        """Settle the current question, or its first place only."""
        first = self.current[0]
        place = first.place if only_here else None
        self._kept(Answer(first.question.word, first.question.candidates, decision, now(), place))
        self.given += 1
        self._groups[-1] = self.current[1:] if only_here else []
        if not self.current:
            self._groups.pop()

    def skip(self) -> None:
        self._skipped.add(self._groups.pop()[0].question)

    def undo(self) -> str | None:
        """Take the latest answer back and ask again; the word that it was about, None where there is none."""
        last = self._answers.last
        if last is None:
            return None
        self._kept(Answer(last.word, last.candidates, None, now(), last.place))
        self.given = max(0, self.given - 1)
        again = Question(last.word, last.candidates)
        groups = alike(unanswered(self._doubts, self._answers))[::-1]
        groups = [g for g in groups if g[0].question == again or g[0].question not in self._skipped]
        self._groups = sorted(groups, key=lambda g: g[0].question == again)  # stable: it comes last, is next
        return last.word

    def _kept(self, answer: Answer) -> None:
        self._note(answer)
        self._answers.add(answer)


def candidates_of(doubt: Doubt) -> list[str]:
    """What to offer: the candidates without the word itself, the likeliest first."""
    return [word for word, _ in doubt.candidates if word != doubt.before]


def ask(
    session: Session,
    read: Callable[[], str],
    show: Callable[[str], None],
    cut_out: Callable[[Doubt], str],
    bold: bool = False,
) -> None:
    """Ask until the queue is empty or the person has had enough; the end of the input is that too.

    `cut_out` makes a picture of a place and returns what to say of it.
    """
    show(HELP)
    while session.current:
        group = session.current
        show("")
        for line in shown(group, session.ahead, bold):
            show(line)
        try:
            reply = understood(read(), group[0].before, candidates_of(group[0]))
        except EOFError:
            show("")
            return
        match reply.act:
            case "decide":
                show(_told(group, reply))
                session.decide(reply.decision, reply.only_here)
            case "skip":
                session.skip()
            case "undo":
                word = session.undo()
                show(f"The answer on {_plain(word)} is taken back." if word else "There is no answer yet.")
            case "picture":
                show(cut_out(group[0]))
            case "quit":
                return
            case "help":
                show(reply.error or HELP)


def _told(group: Sequence[Doubt], reply: Reply) -> str:
    """What an answer does, so that a slip of the finger is seen and taken back."""
    before = group[0].before
    count = 1 if reply.only_here else len(group)
    done = (
        f"{_plain(before)} stays"
        if reply.decision == before
        else f"{_plain(before)} > {_plain(reply.decision)}"
    )
    return f"  {done} in {number_of(count, 'place')}"


def shown(group: Sequence[Doubt], ahead: str, bold: bool) -> list[str]:
    """A question as the terminal shows it: places with their lines, and the numbered candidates."""
    first = group[0]
    places = number_of(len(group), "place") + (" alike" if len(group) > 1 else "")
    lines = [f"{_plain(first.before)}: {places}; {ahead}"]
    for doubt in group[:_SHOWN]:
        lines += [f"  {_plain(doubt.source)}, page {doubt.page}", f"    {_in_its_line(doubt, bold)}"]
    if len(group) > _SHOWN:
        lines.append(f"  and {len(group) - _SHOWN} more")
    offered = [f"{n} {_plain(word)}" for n, word in enumerate(candidates_of(first), 1)]
    return [*lines, *_in_rows([*offered, f"k keep {_plain(first.before)}", "? help"])]


def _in_rows(choices: Sequence[str]) -> list[str]:
    """Choices beside each other, in as many rows as they need; none is parted.

    >>> [len(row) for row in _in_rows(["1 " + "x" * 40, "2 " + "y" * 40, "? help"])]
    [44, 53]
    """
    rows: list[str] = []
    for choice in choices:
        if rows and len(rows[-1]) + 3 + len(choice) <= WIDTH:
            rows[-1] += "   " + choice
        else:
            rows.append("  " + choice)
    return rows


def _in_its_line(doubt: Doubt, bold: bool) -> str:
    start, end = doubt.marked
    word = _plain(doubt.line[start:end])
    room = max(10, (WIDTH - 8 - len(word)) // 2)
    before, after = _plain(doubt.line[:start]).lstrip(), _plain(doubt.line[end:]).rstrip()
    before = before if len(before) <= room else "…" + before[-room:]
    after = after if len(after) <= room else after[:room] + "…"
    return f"{before}\x1b[1m[{word}]\x1b[0m{after}" if bold else f"{before}[{word}]{after}"


def _plain(text: str | None) -> str:
    """Text that can do nothing to a terminal."""
    return "".join(c if c.isprintable() else " " for c in text or "")
