"""`klubbat index`: everything into the archive; only what is new, changed or gone is worked on."""

from __future__ import annotations

import json

from klubbat.files import read_passwords
from klubbat.indexing import index
from klubbat.options import Db, Json, PasswordFile, Paths, Workers
from klubbat.progress import progress
from klubbat.show import tell_failure
from ocr.errors import batch_exit_code


def run(
    paths: Paths,
    db: Db,
    workers: Workers = None,
    password_file: PasswordFile = None,
    as_json: Json = False,
) -> int:
    """Put documents into the archive, to be searched and linked.

    A folder that was cleaned gives its documents as they are there, with the answers of a review.

    Example: klubbat index protokoll/ --db archive.db
    """
    with progress("indexing") as step:
        summary = index(
            paths,
            db,
            workers=workers,
            passwords=read_passwords(password_file) if password_file else (),
            on_start=step.of,
            on_done=lambda name, done: None if done in ("unchanged", "gone") else step(),
        )
    for name, error in summary.failures:
        tell_failure(name, error)
    if as_json:
        print(json.dumps(summary.counts))
    else:
        told = [f"{n} {done}" for done, n in summary.counts.items()]
        print(f"{db}: {', '.join(told) or 'nothing to do'}")
    return batch_exit_code(error.exit_code for _, error in summary.failures)
