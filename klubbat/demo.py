"""The main job on the sample documents, for somebody who sees Klubbat for the first time.

    python -m klubbat.demo [--archive samples/archive] [--out demo-out]

It cleans the documents, puts them into an archive, and shows what the three people want to see: the clerk
what was repaired and what waits for her, the researcher who decided what and who objected, the political
secretary what her interpellation refers to and whether it agrees with the record. Nothing is done here that
the verbs do not do; the last lines say which of them shows more. A second run finds its work done.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from corpus import Archive, Claim, Link, Plan
from corpus.happenings import Place
from corpus.relink import claims, links, plans
from extract.record import Item, Maker, Record
from klubbat import batch, report
from klubbat.indexing import index
from klubbat.inputs import walk
from klubbat.progress import progress
from ocr.errors import FileAccess, KlubbatError
from ocr.spans import Span

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "archive"
WIDTH = 80
LABEL = 20  # columns: "protokollsanteckning"
MOST_NAMES = 4
MOST_WORKERS = 2  # a dozen documents: more processes would only take longer to start


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; returns the exit code."""
    given = _arguments(arguments)
    console = Console(width=WIDTH, highlight=False)
    try:
        cleaned, db = prepare(given.archive, given.out)
        with Archive.open(db) as archive:
            show_cleaned(console, cleaned, given.out)
            show_decisions(console, archive)
            show_references(console, archive)
        show_commands(console, given.archive, given.out)
    except KlubbatError as error:
        print(f"klubbat: {error.message}. {error.remedy}".strip(), file=sys.stderr)
        return error.exit_code
    return cleaned.exit_code


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m klubbat.demo", description="The main job on the samples."
    )
    parser.add_argument("--archive", type=Path, default=_shortest(SAMPLES), help="a folder of documents")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="where the results go")
    return parser.parse_args(arguments)


def _shortest(path: Path) -> Path:
    """The path as a person in this folder would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def prepare(archive: Path, out: Path) -> tuple[batch.Summary, Path]:
    """Clean and index; both do only what an earlier run has not done."""
    if not archive.is_dir():
        raise FileAccess(
            f"{archive}: there is no such folder.",
            code="not_found",
            remedy="Run this in a checkout of the project, or name a folder with --archive.",
        )
    batch.refuse_overlap([archive], out)
    inputs = walk([archive], exclude=out)
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    with progress("cleaning", len(inputs)) as step:
        cleaned = batch.clean(
            inputs,
            out / "cleaned",
            workers=workers,
            on_progress=lambda at: step.to(at.done, f"{at.pages} pages"),
        )
    report.write(cleaned, out / "cleaned")
    db = out / "archive.db"
    with progress("indexing") as step:
        index([archive], db, workers=workers, on_start=step.of, on_done=lambda name, done: step())
    return cleaned, db


# What was cleaned ----------------------------------------------------------------------------------------


def show_cleaned(console: Console, cleaned: batch.Summary, out: Path) -> None:
    """For the clerk: each document, what was repaired, what waits for her."""
    _heading(console, "1. For the clerk: what was cleaned")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("document", no_wrap=True, width=40)
    for name in ("words", "repaired", "to review"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for entry in cleaned.entries:
        table.add_row(
            escape(_short(Path(entry.source).name, 40)),
            *(str(n) if n else "·" for n in (entry.words, entry.repaired, entry.review)),
            entry.state,
        )
    console.print(table)
    worst = max(cleaned.entries, key=lambda e: e.repaired)
    console.print(f"\n[bold]{escape(Path(worst.source).name)}[/], before and after:")
    for example in worst.examples:
        console.print(f"  [red]- {escape(example.before.strip())}[/]")
        console.print(f"  [green]+ {escape(example.after.strip())}[/]")
    console.print("\nThe originals are untouched. The cleaned files lie beside this report:")
    console.print(f"  {escape(str(out / 'cleaned' / report.FILE_NAME))}", soft_wrap=True)


# Who decided what ----------------------------------------------------------------------------------------


def show_decisions(console: Console, archive: Archive) -> None:
    """For the researcher: the contested items, with who objected."""
    _heading(console, "2. For the researcher: who decided what, and who objected")
    shown = decided = 0
    for ident in archive.documents():
        record = archive.record(ident)
        if record is None or record.document.kind not in ("protokoll", "protokollsutdrag"):
            continue
        for item in record.items:
            decided += len(item.decisions)
            if item.decisions and item.statements:
                shown += len(item.decisions)
                _item(console, record, item)
    console.print(f"Shown: {shown} of the {decided} decisions, those of items that somebody objected to.")


def _item(console: Console, record: Record, item: Item) -> None:
    meeting = next((d.edtf for d in record.document.dates if d.role == "meeting"), "")
    place = " ".join(filter(None, [meeting, record.document.body, f"§ {item.number}" if item.number else ""]))
    title = _short(_flat(item.title or ""), WIDTH - len(place) - 2)
    console.print(f"[bold]{escape(place)}[/]  {escape(title)}")
    for decision in item.decisions:
        sign = {"decision": "decided", "referral": "referred"}.get(decision.status, "proposes")
        _row(console, sign, _words(record, decision.span), "cyan")
    for vote in item.votes:
        _row(console, "vote", f"{vote.yes} yes, {vote.no} no, {vote.abstain} abstained", "cyan")
    for statement in item.statements:
        _row(console, statement.kind, "; ".join(map(_maker, statement.by)), "yellow")
    console.print()


def _maker(maker: Maker) -> str:
    name = maker.name or "the members"
    return f"{name}{' m.fl.' if maker.others else ''}" + (f" ({maker.party})" if maker.party else "")


# What was asked, and what the record says ---------------------------------------------------------------


def show_references(console: Console, archive: Archive) -> None:
    """For the political secretary: what the interpellation speaks of, and whether the record agrees."""
    for ident in archive.documents():
        record = archive.record(ident)
        if record is None or record.document.kind != "interpellation":
            continue
        _heading(console, "3. For the political secretary: the interpellation against the record")
        by = "; ".join(map(_maker, record.document.authors))
        console.print(f"[bold]{escape(record.document.source)}[/]")
        console.print(f"{by}, {len(record.questions)} questions\n")
        found = links(archive, document=ident)
        references = [link for link in found if link.kind == "refers_to"]
        telling = [link for link in references if link.evidence.date != "open" or link.state == "ambiguous"]
        for link in telling:
            _link(console, link)
        if more := len(references) - len(telling):
            console.print(f"  {more} more only name a plan, without saying when it was decided.\n")
        for link in found:
            if link.kind == "answered_by" and link.to:
                _row(console, "answered", f"in {_where(link.to.place)}", "green")
                console.print()
        for claim in claims(archive, document=ident):
            _claim(console, claim)
        for plan in plans(archive):
            if plan.name in {link.plan for link in telling if link.to}:
                _plan(console, plan)


def _claim(console: Console, claim: Claim) -> None:
    """A contradiction: both places in their own words, and what is factual about them."""
    if claim.other is None or claim.verdict not in ("differs", "inconsistent within the document"):
        return
    console.print(f"[bold red]{claim.verdict}[/]")
    _row(console, claim.claim.says, f"”{_flat(claim.claim.place.quote)}”", "red")
    _row(
        console,
        "" if claim.verdict == "differs" else claim.other.says,
        f"”{_flat(claim.other.place.quote)}”",
        "red",
    )
    _row(console, "", claim.words, "dim")
    console.print()


def _link(console: Console, link: Link) -> None:
    colour = {"linked": "green", "confirmed": "green", "ambiguous": "yellow"}.get(link.state, "red")
    _row(console, link.state, f"”{_flat(link.source.quote)}”", colour)
    targets = [link.to] if link.to else list(link.candidates)
    for target in targets:
        _row(console, "", f"→ {_where(target.place)}, {target.event or 'named there'}", "dim")
        _row(console, "", f"  ”{_short(_flat(target.place.quote), 110)}”", "dim")
        verdicts = {k: getattr(target.evidence, k) for k in ("name", "date", "body", "case_number")}
        told = [f"{k.replace('_', ' ')} {v.replace('_', ' ')}" for k, v in verdicts.items() if v != "open"]
        _row(console, "", "  " + "; ".join([*told, *filter(None, [target.evidence.basis])]), "dim")
    if not targets:
        _row(console, "", "no document of this archive holds it", "dim")
    console.print()


def _plan(console: Console, plan: Plan) -> None:
    """A plan's names and what became of it, without what is only told elsewhere."""
    console.print(f"[bold]{escape(_short(plan.name, WIDTH))}[/]")
    names = {variant.lower() for variant in plan.variants} - {plan.name.lower()}
    for name in sorted(names, key=len)[:MOST_NAMES]:
        _row(console, "also called", name, "dim")
    for event in plan.events:
        if event.standing != "told":
            when = event.date or (event.about.first[:7] if event.about else "")
            what = event.event.replace("_", " ")
            proposed = "proposed to be " if event.standing == "proposed" else ""
            _row(console, when, f"{proposed}{what}, {_where(event.place)}", "cyan")
    console.print()


def _where(place: Place) -> str:
    return Path(place.source).name + (f", § {place.item}" if place.item else "")


# The commands --------------------------------------------------------------------------------------------


def show_commands(console: Console, archive: Path, out: Path) -> None:
    """What to type to see more."""
    _heading(console, "4. See for yourself")
    db = out / "archive.db"
    for line in (
        f'search "delade turer" --party S --db {db}',
        f"links --db {db}",
        f"claims --db {db}",
        f"plans --db {db}",
        f"questions --db {db}",
        f"extract {archive} --json",
    ):
        console.print(f"  {_command()} {escape(line)}", soft_wrap=True)


def _command() -> str:
    """What to type for the command: its place, where it is not on the path yet."""
    beside = Path(sys.executable).with_name("klubbat")
    if shutil.which("klubbat") or not beside.exists():
        return "klubbat"
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)


# Words ---------------------------------------------------------------------------------------------------


def _heading(console: Console, text: str) -> None:
    console.print()
    console.rule(f"[bold]{escape(text)}[/]", align="left", style="dim")
    console.print()


def _row(console: Console, label: str, text: str, style: str) -> None:
    """A label and, beside it, a text that wraps."""
    first, *rest = textwrap.wrap(text, WIDTH - LABEL - 4) or [""]
    console.print(f"  [{style}]{escape(label):<{LABEL}}[/]  {escape(first)}")
    for line in rest:
        console.print(f"  {'':<{LABEL}}  {escape(line)}")


def _words(record: Record, span: Span) -> str:
    return _flat(record.text[span.start : span.end])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(0, most - 1)].rstrip() + "…"


if __name__ == "__main__":
    sys.exit(main())
