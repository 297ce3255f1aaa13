"""`klubbat links`: what the archive's references lead to, with the evidence."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus import Archive, link_to_json
from corpus.relink import links
from klubbat.options import Db, Json
from klubbat.show import link_lines


def run(
    db: Db,
    document: Annotated[
        str | None, typer.Option("--document", help="Only from this document: an id, or its name.")
    ] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="Only to this plan.")] = None,
    as_json: Json = False,
) -> None:
    """Show which decision a reference means, and what agrees.

    A reference with several candidates is ambiguous, one with none unresolved; both are shown as such.

    Example: klubbat links --db archive.db --document interpellation.txt
    """
    with Archive.open(db) as archive:
        found = links(archive, document=document, plan=plan)
    for link in found:
        print(link_to_json(link).decode() if as_json else "\n".join(link_lines(link)) + "\n")
    if not found:
        print("klubbat: no links found in this archive", file=sys.stderr)
