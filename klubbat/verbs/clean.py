"""`klubbat clean`: a folder of scans in, the same tree of readable, searchable documents out."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer

from klubbat import answers, batch, watching
from klubbat.applying import apply_reviews
from klubbat.batch import Progress, Summary
from klubbat.files import read_passwords
from klubbat.inputs import STDIN, Input, walk
from klubbat.manifest import NAME, to_json
from klubbat.options import WHAT, Json, PasswordFile, Workers
from klubbat.progress import progress
from klubbat.redo import HELP as REDO
from klubbat.report import FILE_NAME as REPORT
from klubbat.report import write as write_report
from klubbat.show import failure_line, number_of, tell_failure
from klubbat.watching import Watch, watch
from ocr import sensitive
from ocr.errors import BadArguments


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help=WHAT),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder to write to; not an input.")
    ] = None,
    workers: Workers = None,
    redo: Annotated[str, typer.Option("--redo", metavar="WHAT", help=REDO)] = "",
    password_file: PasswordFile = None,
    watched: Annotated[
        bool,
        typer.Option("--watch", help="Go on and clean what is laid into the folders, until Ctrl-C."),
    ] = False,
    poll: Annotated[
        float, typer.Option("--poll", min=0.01, help="With --watch: seconds between looks.")
    ] = watching.POLL,
    still: Annotated[
        float, typer.Option("--still", min=0, help="With --watch: a file is taken when so long unchanged.")
    ] = watching.STILL,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--apply-reviews", metavar="OUT", help="Write the answers of `klubbat review` into these files."
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Clean a folder: repair what is damaged, read what has no text.

    The originals are not touched. Interrupt it when you like; the same command goes on where it was.

    Example: klubbat clean archive/ -o cleaned/
    """
    if reviewed is not None:
        if paths or out or redo or password_file or watched:
            raise BadArguments(
                "--apply-reviews stands alone with the folder that was cleaned to",
                remedy="Write `klubbat clean --apply-reviews OUT`.",
            )
        return _apply(reviewed, as_json)
    if not paths or out is None:
        raise BadArguments(
            f"{'what to clean' if not paths else 'where to write to'} is missing",
            remedy="Write `klubbat clean PATH... -o OUT`.",
        )
    if any(str(path) == STDIN for path in paths):
        raise BadArguments(
            "clean takes files and folders and no pipe: what it writes is named after them",
            remedy="Save it in a file first; `klubbat repair -` and `klubbat extract -` take a pipe.",
        )
    passwords = read_passwords(password_file) if password_file else ()
    batch.refuse_overlap(paths, out)
    if watched:
        _watch(Watch(paths, out, still), poll, workers, redo, passwords, as_json)
    return _clean(walk(paths, exclude=out), out, workers, redo, passwords, as_json)


def _watch(
    watched: Watch, poll: float, workers: int | None, redo: str, passwords: Sequence[str], as_json: bool
) -> NoReturn:
    where = ", ".join(map(str, watched.paths))
    print(f"klubbat: watching {where}; Ctrl-C ends it", file=sys.stderr)

    def clean(inputs: Sequence[Input]) -> None:
        if not as_json:
            print(f"{datetime.now():%Y-%m-%d %H:%M}: {len(inputs)} new or changed", flush=True)
        _clean(inputs, watched.out, workers, redo, passwords, as_json)
        sys.stdout.flush()

    watch(watched, clean, lambda error: tell_failure("waiting", error), poll=poll)


def _apply(out: Path, as_json: bool) -> int:
    with progress("writing answers") as step:

        def tell(done: int, of: int) -> None:
            step.of(of)
            step.to(done)

        applied = apply_reviews(out, tell)
    if applied.written:
        write_report(Summary(applied.entries, len(applied.written)), out)
    for source, error in applied.failures:
        tell_failure(source, error)
    if as_json:
        for entry in applied.written:
            print(to_json(entry).decode())
    else:
        answered = sum(entry.answered for entry in applied.entries)
        left = sum(entry.review for entry in applied.entries)
        print(f"{number_of(len(applied.written), 'document')} written anew")
        print(f"{number_of(answered, 'place')} with a person's answer, {_waiting(left)}")
    return applied.exit_code


def _clean(
    inputs: Sequence[Input],
    out: Path,
    workers: int | None,
    redo: str,
    passwords: Sequence[str],
    as_json: bool,
) -> int:
    begun = time.monotonic()
    with progress("cleaning", len(inputs)) as step:

        def tell(at: Progress) -> None:
            if not at.done and at.looked < len(inputs):
                step.to(0, f"{at.looked} looked at")
                return
            speed = at.pages / max(time.monotonic() - begun, 0.1)
            told = [f"{at.pages} pages ({speed:.1f}/s)"] if at.pages else []  # a text has none
            if at.to_read and at.pages:  # of a long document; the rest of a line of 80 is too short for more
                told.append(f"{at.to_read} to read in {timedelta(seconds=round(at.to_read / speed))}")
            else:
                told.append(f"{at.waiting} damaged come last" if at.waiting else f"{at.repaired} repaired")
            step.to(at.done, ", ".join([*told, f"{at.failed} failed"]))
            if as_json and at.entry is not None:
                print(msgspec.json.encode(at).decode(), flush=True)

        summary = batch.clean(inputs, out, workers=workers, redo=redo, passwords=passwords, on_progress=tell)
    for entry in summary.failures:
        print(failure_line(entry.source, entry.message, entry.remedy), file=sys.stderr)
    write_report(summary, out)
    if not as_json:
        print("\n".join(_lines(summary, out)))
    return summary.exit_code


def _lines(summary: Summary, out: Path) -> list[str]:
    counts = ", ".join(f"{n} {state}" for state, n in summary.counts.items())
    repaired = sum(entry.repaired for entry in summary.entries)
    review = sum(entry.review for entry in summary.entries)
    lines = [
        f"{number_of(len(summary.entries), 'document')}: {counts or 'nothing to do'}",
        f"{number_of(repaired, 'word')} repaired, {_waiting(review)}",
        f"Results and {NAME} are in {out}; {out / REPORT} tells it all.",
    ]
    if flagged := sum(any(p.code in sensitive.CODES for p in e.problems) for e in summary.entries):
        hold = "holds" if flagged == 1 else "hold"
        lines.append(f"{flagged} {hold} personal numbers or stamps of secrecy: look before publishing.")
    if review and (out / answers.NAME).exists():
        lines.append(
            f"Answers are kept in {answers.NAME}: `klubbat clean --apply-reviews {out}` writes them."
        )
    elif review:
        lines.append(f"`klubbat review {out}` shows them to you.")
    return lines


def _waiting(count: int) -> str:
    return f"{count} wait{'s' * (count == 1)} for a person's eye"
