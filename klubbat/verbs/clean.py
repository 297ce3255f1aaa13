"""`klubbat clean`: a folder of scans in, the same tree of readable, searchable documents out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from klubbat import batch
from klubbat.batch import Progress, Summary
from klubbat.inputs import walk
from klubbat.manifest import NAME
from klubbat.options import Json, Paths, Workers
from klubbat.progress import progress
from klubbat.report import FILE_NAME as REPORT
from klubbat.report import write as write_report
from klubbat.show import failure_line


def run(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to; not an input.")],
    workers: Workers = None,
    redo: Annotated[bool, typer.Option("--redo", help="Do finished documents again.")] = False,
    as_json: Json = False,
) -> int:
    """Clean scans and texts: repair what is damaged, read what has no text, keep the rest.

    The originals are not touched. Interrupt it when you like; the same command goes on where it was.

    Example: klubbat clean archive/ -o cleaned/
    """
    batch.refuse_overlap(paths, out)
    inputs = walk(paths, exclude=out)

    with progress("cleaning", len(inputs)) as step:

        def tell(at: Progress) -> None:
            step.to(at.done, f"{at.pages} pages, {at.repaired} words repaired, {at.failed} failed")
            if as_json and at.entry is not None:
                print(msgspec.json.encode(at).decode(), flush=True)

        summary = batch.clean(inputs, out, workers=workers, redo=redo, on_progress=tell)
    write_report(summary, out)
    for entry in summary.failures:
        print(failure_line(entry.source, entry.message, entry.remedy), file=sys.stderr)
    if not as_json:
        print("\n".join(_lines(summary, out)))
    return summary.exit_code


def _lines(summary: Summary, out: Path) -> list[str]:
    counts = ", ".join(f"{n} {state}" for state, n in summary.counts.items())
    repaired = sum(entry.repaired for entry in summary.entries)
    review = sum(entry.review for entry in summary.entries)
    return [
        f"{len(summary.entries)} documents: {counts or 'nothing to do'}",
        f"{repaired} words repaired, {review} wait for a person's eye",
        f"Results and {NAME} are in {out}; {out / REPORT} tells it all.",
    ]
