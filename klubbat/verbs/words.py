"""`klubbat words`: the own words of an output folder, and what a person says about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from klubbat.options import Json
from klubbat.own_words import Row, decide, load_learned, rows
from klubbat.reviewing import entries_of
from klubbat.show import number_of


def run(
    out: Annotated[Path, typer.Argument(help="The folder that `klubbat clean` wrote to.")],
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="WORD", help="Vouch for a word or a name.")
    ] = None,
    forget: Annotated[
        list[str] | None, typer.Option("--forget", metavar="WORD", help="Never use this word again.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what repair has learned from an archive's good pages.

    They mend its damaged pages on the next `klubbat clean`. Answers of `klubbat review` are among them.
    Words are kept in the folder and go nowhere else.

    Example: klubbat words cleaned/ --add Gråbohöljan --forget Grabohöljan
    """
    entries_of(out)
    decide(out, add or (), "add")
    decide(out, forget or (), "forget")
    found = rows(out, load_learned(out))
    if as_json:
        for row in found:
            print(msgspec.json.encode(row).decode())
        return
    width = max((len(row.word) for row in found), default=0)
    for row in found:
        print(f"{row.word:{width}}  {_origin(row)}")
    used = sum(row.decision != "forget" for row in found)
    forgotten = len(found) - used
    print(f"{number_of(used, 'word')} in use, {forgotten} forgotten")
    if add or forget:
        print("The next `klubbat clean` uses them; with --redo also on what is finished.")


def _origin(row: Row) -> str:
    if row.decision:
        return {"add": "a person vouches for it", "forget": "forgotten"}[row.decision]
    return f"{row.count} times" + (f" in {row.municipality}" if row.municipality else "")
