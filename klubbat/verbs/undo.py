"""`klubbat undo`: a repaired text and its ledger in, the raw text out, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from klubbat.files import chunks_of, encoding_in, opened, write_all_or_nothing
from ocr import ledger as ledgers
from ocr.decode import decoded, encoded
from ocr.errors import BadInput
from ocr.ledger import Change


def run(
    file: Annotated[Path, typer.Argument(help="The repaired text, or - for standard input.")],
    ledger: Annotated[Path, typer.Option(help="The ledger that `repair --ledger` wrote.")],
) -> None:
    """Give back the text as it was before repair, byte for byte.

    Example: klubbat undo repaired.txt --ledger scan.ledger > scan.txt
    """
    with opened(ledger) as lines, opened(file) as source:
        encoding, ordered = _looked_through(ledger, lines)
        if encoding is None:
            encoding = encoding_in(file, source)
        changes: Iterable[Change] = (c for c in _changes(ledger, lines) if c.state == "applied")
        if not ordered:
            changes = ledgers.applied(changes)
        raw = ledgers.undone(decoded(chunks_of(source), encoding), changes)
        write_all_or_nothing(encoded(raw, encoding))


def _changes(ledger: Path, lines: BinaryIO) -> Iterator[Change]:
    lines.seek(0)
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield ledgers.from_json(line)
        except BadInput as error:
            told = f"{ledger}:{number}: {error.message}"
            raise BadInput(told, code=error.code, remedy=error.remedy) from error


def _looked_through(ledger: Path, lines: BinaryIO) -> tuple[str | None, bool]:
    """The encoding that a ledger names, and whether its applied lines follow each other as in the text.

    What repair writes does, and can be undone as it is read; another ledger has to be sorted.
    """
    encoding = None
    ordered = True
    end = 0
    for change in _changes(ledger, lines):
        encoding = encoding or change.encoding
        if change.state == "applied":
            ordered = ordered and change.start >= end
            end = change.end
    return encoding, ordered
