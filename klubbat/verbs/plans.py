"""`klubbat plans`: each plan with its names, editions and what became of it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus import Archive, plan_to_json
from corpus.relink import plans
from klubbat.options import Db, Json
from klubbat.show import plan_lines


def run(
    db: Db,
    name: Annotated[str | None, typer.Argument(help="A plan's name, or some of its words.")] = None,
    as_json: Json = False,
) -> None:
    """Show plans with their names, editions and timeline.

    Example: klubbat plans "handlingsplan för socialsekreterare" --db archive.db
    """
    with Archive.open(db) as archive:
        found = plans(archive, name)
    for plan in found:
        print(plan_to_json(plan).decode() if as_json else "\n".join(plan_lines(plan)) + "\n")
    if not found:
        print("klubbat: no such plan found in this archive", file=sys.stderr)
