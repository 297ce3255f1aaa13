"""`klubbat review`: the doubtful words of an output folder, and a person's answers to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from klubbat import answers as kept
from klubbat import cutout
from klubbat.asking import Session, ask
from klubbat.manifest import Entry
from klubbat.options import Json
from klubbat.progress import progress
from klubbat.reviewing import Doubt, doubts, entries_of, to_json, unanswered
from klubbat.show import number_of
from ocr.errors import BadArguments
from ocr.review import Answers


def run(
    out: Annotated[Path, typer.Argument(help="The folder that `klubbat clean` wrote to.")],
    given: Annotated[
        Path | None,
        typer.Option("--answers", help="Take answers from a file, or - for a pipe, and ask nothing."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Go through the words in doubt; one answer settles all alike.

    Answers are kept in reviews.jsonl at once; stop when you like. `klubbat clean --apply-reviews OUT`
    then writes them into the files. With --json the open questions are printed and nothing is asked.

    Example: klubbat review cleaned/
    """
    if as_json and given:
        raise BadArguments("--json and --answers do not go together", remedy="Give one of them.")
    entries = entries_of(out)
    answers = Answers(kept.load(out))
    found: list[Doubt] = []
    with progress("looking for words in doubt", len(entries)) as step:
        for entry in entries.values():
            found += doubts(out, [entry])
            step()
    if as_json:
        for doubt in unanswered(found, answers):
            print(to_json(doubt).decode())
    elif given:
        _take(out, given, found, answers)
    else:
        _ask(out, entries, found, answers)


def _take(out: Path, given: Path, found: list[Doubt], answers: Answers) -> None:
    questions = {(d.question.word, d.question.candidates) for d in found} | set(answers.questions())
    taken = kept.given(given, sorted(questions))
    kept.keep(out, taken)
    for answer in taken:
        answers.add(answer)
    _tell(out, len(taken), len(unanswered(found, answers)))


def _ask(out: Path, entries: dict[str, Entry], found: list[Doubt], answers: Answers) -> None:
    session = Session(found, answers, lambda answer: kept.keep(out, [answer]))
    if session.current:
        try:
            ask(
                session,
                lambda: input("answer: "),
                print,
                lambda doubt: cutout.told(out, entries[doubt.source], doubt),
                bold=sys.stdout.isatty(),
            )
        finally:
            cutout.forget(out)
    _tell(out, session.given, session.left)


def _tell(out: Path, given: int, left: int) -> None:
    print(f"{number_of(given, 'answer')} kept, {number_of(left, 'place')} left to review")
    if given:
        print(f"`klubbat clean --apply-reviews {out}` writes them into the files")
