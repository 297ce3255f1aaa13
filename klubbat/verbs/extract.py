"""`klubbat extract`: documents in, a record each out.

As in a batch of `clean`, the good documents of a run teach the names that its damaged ones are mended with
(decision 012), so these come last where there are several. With `--words` a cleaned folder has taught them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from extract import Record, extract, to_json
from klubbat import pool
from klubbat.files import read_passwords
from klubbat.inputs import Input, walk
from klubbat.options import Json, PasswordFile, Paths, Words, Workers
from klubbat.own_words import good_first, own_words_of
from klubbat.progress import Step, progress
from klubbat.readings import reading_of
from klubbat.settings import workers_for
from klubbat.show import record_lines, tell_failure
from ocr.errors import batch_exit_code
from ocr.learn import read_or_put_off
from ocr.own_words import Counted, OwnWords, together


@dataclass(frozen=True, slots=True)
class Extracted:
    """The record of an input, None where it is damaged and put off; and what its good pages teach."""

    record: Record | None
    learned: Counted | None = None


def run(
    paths: Paths,
    as_json: Json = False,
    words: Words = None,
    workers: Workers = None,
    password_file: PasswordFile = None,
) -> int:
    """Say what documents hold: decisions, statements, people, days.

    A folder that was cleaned gives its documents as they are there, with the answers of a review. Damaged
    ones are mended with the names that the good ones hold, and come behind them.

    Example: klubbat extract protokoll/ --json > records.jsonl
    """
    inputs = walk(paths, cleaned=True)
    passwords = read_passwords(password_file) if password_file else ()
    own = own_words_of(words) if words else None if len(inputs) > 1 else OwnWords.of({})
    codes: list[int] = []
    taught: list[Counted] = []

    def work(step: Step, now: Sequence[Input], own: OwnWords | None) -> list[Input]:
        """Prints the records in the order of the inputs; returns what was put off."""
        later = []
        task = partial(extracted, passwords=passwords, own=own)
        outcomes = pool.run(task, now, workers=workers_for(now, workers))
        for outcome in _in_order(now, outcomes):
            done = outcome.value
            if done and done.learned:
                taught.append(done.learned)
            if outcome.error is not None:
                codes.append(outcome.error.exit_code)
                tell_failure(outcome.given.name, outcome.error)
            if done and done.record is None:
                later.append(outcome.given)
                continue
            step()
            if done and done.record:
                _print(done.record, as_json)
        return later

    with progress("extracting", len(inputs)) as step:
        if own is not None:
            work(step, inputs, own)
        else:
            good_first(partial(work, step), inputs, lambda waits: OwnWords.of(together(taught)))
    return batch_exit_code(codes)


Outcome = pool.Outcome[Input, Extracted]


def _in_order(inputs: Sequence[Input], outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Outcomes in the order of the inputs, whoever was quicker."""
    waiting: dict[str, Outcome] = {}
    left = [given.name for given in inputs][::-1]
    for outcome in outcomes:
        waiting[outcome.given.name] = outcome
        while left and left[-1] in waiting:
            yield waiting.pop(left.pop())


def extracted(given: Input, passwords: Sequence[str] = (), own: OwnWords | None = None) -> Extracted:
    """Read one input and extract its record. Without `own`, what is damaged is put off."""
    reading, learned = read_or_put_off(
        lambda heard: reading_of(given, passwords, own=own, on_layers=heard), own
    )
    return Extracted(extract(reading) if reading else None, learned)


def _print(record: Record, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(to_json(record).decode() + "\n")
    else:
        print("\n".join(record_lines(record)), end="\n\n")
