"""`klubbat claims`: what documents say became of plans, held against themselves and against the record."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus import Archive, claim_to_json
from corpus.relink import claims
from klubbat.options import Db, Json
from klubbat.show import claim_lines

CONTRADICTIONS = ("differs", "inconsistent within the document")


def run(
    db: Db,
    document: Annotated[
        str | None, typer.Option("--document", help="Only of this document: an id, or its name.")
    ] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="Also what agrees with the record.")] = False,
    as_json: Json = False,
) -> None:
    """Show where a document differs from the record, or from itself.

    Which side is right is not for a program to say; both are quoted. JSON holds every verdict.

    Example: klubbat claims --db archive.db --document interpellation.txt
    """
    with Archive.open(db) as archive:
        found = claims(archive, document)
    told = [c for c in found if as_json or all_of_them or c.verdict in CONTRADICTIONS]
    for claim in told:
        print(claim_to_json(claim).decode() if as_json else "\n".join(claim_lines(claim)) + "\n")
    if not told:
        print("klubbat: no contradictions found in this archive", file=sys.stderr)
