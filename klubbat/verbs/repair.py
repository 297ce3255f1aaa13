"""`klubbat repair`: a text with OCR damage in, the repaired text out."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from klubbat.files import read_text, write_atomically
from ocr import ledger as ledgers
from ocr.decode import encode
from ocr.repair import repair


def run(
    file: Annotated[Path, typer.Argument(help="A text file, or - for standard input.")] = Path("-"),
    ledger: Annotated[
        Path | None, typer.Option(help="Write one JSON line a change here; `undo` needs it.")
    ] = None,
    explain: Annotated[
        bool, typer.Option(help="Print each change, its line and its reason to stderr.")
    ] = False,
) -> None:
    """Repair Swedish text that a wrong OCR model ruined.

    The text comes out in the encoding that it came in; clean text comes out as it was.

    Example: klubbat repair scan.txt --ledger scan.ledger > repaired.txt
    """
    text, encoding = read_text(file)
    repaired = repair(text)
    changes = repaired.ledger
    if encoding != "utf-8":
        print(f"klubbat: note: the text is {encoding}, and is written so", file=sys.stderr)
        changes = tuple(replace(c, encoding=encoding) for c in changes)
    if ledger is not None:
        write_atomically(ledger, b"".join(ledgers.to_json(c) + b"\n" for c in changes))
    if explain:
        from klubbat.explain import explained  # only who asks waits for it

        for line in explained(repaired):
            print(line, file=sys.stderr)
    sys.stdout.buffer.write(encode(repaired.text, encoding))
