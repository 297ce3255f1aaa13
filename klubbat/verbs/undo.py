"""`klubbat undo`: a repaired text and its ledger in, the raw text out, byte for byte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from klubbat.files import read_bytes, read_text
from ocr import ledger as ledgers
from ocr.decode import Decoded, decode_as, encode


def run(
    file: Annotated[Path, typer.Argument(help="The repaired text, or - for standard input.")],
    ledger: Annotated[Path, typer.Option(help="The ledger that `repair --ledger` wrote.")],
) -> None:
    """Give back the text as it was before repair, byte for byte.

    Example: klubbat undo repaired.txt --ledger scan.ledger > scan.txt
    """
    changes = [ledgers.from_json(line) for line in read_bytes(ledger).splitlines() if line.strip()]
    encoding = next((c.encoding for c in changes if c.encoding), None)
    text, encoding = Decoded(decode_as(read_bytes(file), encoding), encoding) if encoding else read_text(file)
    sys.stdout.buffer.write(encode(ledgers.undo(text, changes), encoding))
