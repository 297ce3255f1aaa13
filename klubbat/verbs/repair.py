"""`klubbat repair`: a text with OCR damage in, the repaired text out.

A text of any size is repaired in stretches (`ocr/stretches.py`); what is done with one is written before the
next is looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from klubbat.files import chunks_of, encoding_in, opened, writing_to
from klubbat.options import Words
from ocr import ledger as ledgers
from ocr.decode import decoded, encoded, told
from ocr.own_words import OwnWords
from ocr.repair import Repaired, repaired


def run(
    file: Annotated[Path, typer.Argument(help="A text file, or - for standard input.")] = Path("-"),
    ledger: Annotated[
        Path | None, typer.Option(help="Write one JSON line a change here; `undo` needs it.")
    ] = None,
    explain: Annotated[
        bool, typer.Option(help="Print each change, its line and its reason to stderr.")
    ] = False,
    words: Words = None,
) -> None:
    """Repair Swedish text that a wrong OCR model ruined.

    The text comes out in the encoding that it came in; clean text comes out as it was.

    Example: klubbat repair scan.txt --ledger scan.ledger > repaired.txt
    """
    own = _own_words(words).lexicon if words else None
    with opened(file) as source, writing_to(ledger, beside=file) if ledger else nullcontext() as write:
        encoding = encoding_in(file, source)
        if encoding != "utf-8":
            print(f"klubbat: note: the text is {told(encoding)}, and is written so", file=sys.stderr)
        parts = repaired(decoded(chunks_of(source), encoding), lexicon=own)
        if write:
            parts = _noted(parts, encoding, write)
        if explain:
            parts = _explained(parts)
        for data in encoded((part.text for part in parts), encoding):
            sys.stdout.buffer.write(data)


def _own_words(out: Path) -> OwnWords:
    from klubbat.own_words import own_words_of  # only who asks waits for it

    return own_words_of(out)


def _noted(parts: Iterable[Repaired], encoding: str, write: Callable[[bytes], None]) -> Iterator[Repaired]:
    """Writes the ledger as the stretches of a text come by."""
    at = 0
    named = None if encoding == "utf-8" else encoding
    for part in parts:
        changes = (replace(change, encoding=named) if named else change for change in part.ledger)
        write(b"".join(ledgers.to_json(change.shifted(at)) + b"\n" for change in changes))
        at += len(part.raw)
        yield part


def _explained(parts: Iterable[Repaired]) -> Iterator[Repaired]:
    """Tells the reasons as the stretches of a text come by."""
    from klubbat.explain import explained, line_starts  # only who asks waits for it

    above = 0
    for part in parts:
        for line in explained(part, above=above):
            print(line, file=sys.stderr)
        above += len(line_starts(part.raw)) - 1
        yield part
