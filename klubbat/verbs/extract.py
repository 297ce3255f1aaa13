"""`klubbat extract`: documents in, a record each out."""

from __future__ import annotations

import sys

from extract import Record, extract, to_json
from klubbat import pool
from klubbat.inputs import Input, load, walk
from klubbat.options import Json, Paths, Workers
from klubbat.progress import progress
from klubbat.settings import workers_for
from klubbat.show import record_lines, tell_failure
from ocr.errors import batch_exit_code
from ocr.read import read


def run(paths: Paths, as_json: Json = False, workers: Workers = None) -> int:
    """Say what documents hold: decisions, statements, questions, dates, people, references.

    Example: klubbat extract protokoll/ --json > records.jsonl
    """
    inputs = walk(paths)
    codes = []
    waiting: dict[str, Record | None] = {}
    left = [given.name for given in inputs][::-1]
    with progress("extracting", len(inputs)) as step:
        for outcome in pool.run(record_of, inputs, workers=workers_for(inputs, workers)):
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


def record_of(given: Input) -> Record:
    """Read one input and extract its record."""
    return extract(read(load(given), on_page=pool.alive))


def _print(record: Record, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(to_json(record).decode() + "\n")
    else:
        print("\n".join(record_lines(record)), end="\n\n")
