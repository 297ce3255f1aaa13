"""`klubbat search`: a question in, the places of the archive that answer it out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus import Archive, Filters, hit_to_json, search
from klubbat.options import Body, Case, Db, Json, Kind, Limit, Offset, Party, Since, Until
from klubbat.show import hit_lines


def run(
    query: Annotated[str, typer.Argument(help='Words; "..." for a phrase.')],
    db: Db,
    body: Body = None,
    party: Party = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
    case: Case = None,
    limit: Limit = 20,
    offset: Offset = 0,
    as_json: Json = False,
) -> None:
    """Search decisions, statements, questions, items and pages.

    Example: klubbat search "handlingsplan revidering" --db archive.db --party V
    """
    filters = Filters(
        body=body, party=party, kind=kind, since=since, until=until, case=case, limit=limit, offset=offset
    )
    with Archive.open(db) as archive:
        hits = search(archive, query, filters)
    for hit in hits:
        if as_json:
            print(hit_to_json(hit).decode())
        else:
            print("\n".join(hit_lines(hit)), end="\n\n")
    if not hits:
        print("klubbat: nothing found in this archive", file=sys.stderr)
