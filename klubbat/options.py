"""Options that several verbs share, so that they read and mean the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WHAT = "PDFs, images, Word documents (DOCX), texts, or folders of them."

Paths = Annotated[list[Path], typer.Argument(help=WHAT)]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help="Passwords to try on locked PDFs, one a line; not kept."),
]
Words = Annotated[
    Path | None,
    typer.Option("--words", metavar="OUT", help="Use the names that `clean` has learned in this folder."),
]
Db = Annotated[Path, typer.Option("--db", help="The archive, one SQLite file.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Workers = Annotated[
    int | None, typer.Option("--workers", "-j", min=1, help="Processes at a time; default: one a core.")
]
Body = Annotated[str | None, typer.Option("--body", help="Only this board, e.g. Socialnämnden or SN.")]
Party = Annotated[str | None, typer.Option("--party", help="Only this party, e.g. V.")]
Kind = Annotated[str | None, typer.Option("--kind", help="Only this kind, e.g. protokoll or reservation.")]
Since = Annotated[str | None, typer.Option("--since", help="From this date on.")]
Until = Annotated[str | None, typer.Option("--until", help="Up to and including this date.")]
Case = Annotated[str | None, typer.Option("--case", help="Only this case number.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most this many.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Leave out the first.")]
