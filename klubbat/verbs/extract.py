"""`klubbat extract`: documents in, a record each out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from extract import Record, extract, to_json
from klubbat import pool
from klubbat.files import read_passwords
from klubbat.inputs import Input, walk
from klubbat.options import Json, PasswordFile, Paths, Workers
from klubbat.progress import progress
from klubbat.readings import reading_of
from klubbat.settings import workers_for
from klubbat.show import record_lines, tell_failure
from ocr.errors import batch_exit_code


def run(
    paths: Paths, as_json: Json = False, workers: Workers = None, password_file: PasswordFile = None
) -> int:
    """Say what documents hold: decisions, statements, questions, dates, people, references.

    A folder that was cleaned gives its documents as they are there, with the answers of a review.

    Example: klubbat extract protokoll/ --json > records.jsonl
    """
    inputs = walk(paths, cleaned=True)
    task = partial(record_of, passwords=read_passwords(password_file) if password_file else ())
    codes = []
    waiting: dict[str, Record | None] = {}
    left = [given.name for given in inputs][::-1]
    with progress("extracting", len(inputs)) as step:
        for outcome in pool.run(task, inputs, workers=workers_for(inputs, workers)):
            waiting[outcome.given.name] = outcome.value
            if outcome.error is not None:
                codes.append(outcome.error.exit_code)
                tell_failure(outcome.given.name, outcome.error)
            step()
            while left and left[-1] in waiting:  # in the order of the inputs, whoever was quicker
                record = waiting.pop(left.pop())
                if record is not None:
                    _print(record, as_json)
    return batch_exit_code(codes)


def record_of(given: Input, passwords: Sequence[str] = ()) -> Record:
    """Read one input and extract its record."""
    return extract(reading_of(given, passwords))


def _print(record: Record, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(to_json(record).decode() + "\n")
    else:
        print("\n".join(record_lines(record)), end="\n\n")
