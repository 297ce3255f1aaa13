"""Clean many documents: each once, whatever happens, and every one accounted for.

The order of work: hash what is there, leave out what an earlier run has done, let the workers clean the rest,
file duplicates of what is done, and write the manifest. The plug may be pulled at any moment; the next run
goes on from the last finished document and ends with the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from klubbat import manifest, own_words, pool
from klubbat.clean import Job, clean_one
from klubbat.engine import engine
from klubbat.files import hash_of
from klubbat.inputs import Input
from klubbat.manifest import Entry, Journal
from klubbat.names import Outputs, plan
from klubbat.settings import workers_for
from ocr.errors import BadArguments, FileAccess, batch_exit_code
from ocr.own_words import Counted, OwnWords, together

TEMPORARY = ".klubbat-"  # how the names of what a killed run may leave begin
_BY_NAME = ("wrong_type", "unsupported")  # failures of a name, which another name for the bytes may not have


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. `entry` is the input that was just finished, None where only pages were."""

    done: int
    total: int
    pages: int
    repaired: int
    failed: int
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch: every input's line, and how many of them this run worked on."""

    entries: tuple[Entry, ...]
    worked_on: int

    @property
    def counts(self) -> dict[str, int]:
        """How many inputs are in each state; those that there are."""
        states = [entry.state for entry in self.entries]
        return {state: states.count(state) for state in sorted(set(states))}

    @property
    def failures(self) -> tuple[Entry, ...]:
        """The lines that need somebody: errors, and what is unsupported where there is nothing else."""
        supported = [entry for entry in self.entries if entry.state != "unsupported"]
        return tuple(entry for entry in (supported or self.entries) if entry.exit_code)

    @property
    def exit_code(self) -> int:
        """The contract's: the failures' common code, or 15 where their causes differ."""
        return batch_exit_code(entry.exit_code for entry in self.failures)


def clean(
    inputs: Sequence[Input],
    out: Path,
    *,
    workers: int | None = None,
    redo: bool = False,
    passwords: Sequence[str] = (),
    limits: pool.Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Clean documents into the folder `out` and write its manifest.

    `workers` is the number of processes; None takes what the machine has, 0 works in this process. `redo`
    cleans anew what an earlier run has finished. `passwords` are tried on locked PDFs, those of earlier runs
    too, and written nowhere. Raises BadArguments where an output would overwrite an
    input, FileAccess where `out` cannot be written to.
    """
    outputs = plan([given.name for given in inputs])
    _refuse_overwriting(inputs, outputs, out)
    before = manifest.load(out)
    _tidy(out)
    names = {given.name for given in inputs}
    entries = {name: entry for name, entry in before.items() if name in names}
    manifest.save(out, entries.values())
    journal = Journal(out)
    run = _Run(out, entries, journal, on_progress, len(inputs), tuple(passwords))
    try:
        jobs, copies = run.sorted_out(inputs, outputs, redo)
        put_off = run.work(jobs, workers, limits)
        own = run.own_words(inputs if put_off else (), workers, limits)
        run.work([replace(job, own=own) for job in put_off], workers, limits)
        run.work([replace(job, own=own) for job in run.filed(copies)], workers, limits)
    finally:
        journal.close()
        manifest.save(out, run.entries.values())
    return Summary(tuple(sorted(run.entries.values(), key=lambda e: e.source)), run.worked_on)


def refuse_overlap(paths: Sequence[Path], out: Path) -> None:
    """Raise BadArguments where the output lies in an input folder or holds one: nothing is written there."""
    target = out.resolve()
    for path in paths:
        folder = path.resolve()
        if folder.is_dir() and (target == folder or target.is_relative_to(folder)):
            raise BadArguments(
                f"{out}: the output folder lies in the input folder {path}",
                code="output_in_input",
                remedy="Choose an output folder beside it.",
            )


class _Run:
    """One run over a batch: the lines so far, and whom to tell."""

    def __init__(
        self,
        out: Path,
        entries: dict[str, Entry],
        journal: Journal,
        on_progress: Callable[[Progress], None] | None,
        total: int,
        passwords: tuple[str, ...],
    ) -> None:
        self.out, self.entries, self.journal = out, entries, journal
        self._passwords = passwords
        self._on_progress, self._total = on_progress, total
        self._digests: dict[str, str] = {}
        self._taught: dict[str, Counted | None] = {}
        self._done = self._pages = self._repaired = self._failed = 0
        self.worked_on = 0

    def sorted_out(
        self, inputs: Sequence[Input], outputs: dict[str, Outputs], redo: bool
    ) -> tuple[list[Job], list[Job]]:
        """The jobs that are left to do, and those that only repeat the bytes of another input."""
        jobs: list[Job] = []
        copies: list[Job] = []
        first_of: dict[str, Job] = {}
        for given in inputs:
            job = Job(given, outputs[given.name], self.out, engine("ocr"), passwords=self._passwords)
            try:
                digest = self._digests[given.name] = hash_of(given.path)
            except FileAccess as error:
                self.note(manifest.failed(given.name, "", error, engine("ocr")))
                continue
            first = first_of.setdefault(digest, job)
            if not redo and self._is_done(job, digest, first.given.name):
                self._count(self.entries[given.name])
                continue
            self.entries.pop(given.name, None)
            (jobs if first is job else copies).append(job)
        return jobs, copies

    def own_words(self, inputs: Sequence[Input], workers: int | None, limits: pool.Limits | None) -> OwnWords:
        """The words of the archive that damaged documents have waited for.

        All of `inputs` have taught by then what they can, those that an earlier run finished too; so it does
        not matter which came first, and whoever goes on after a kill has the same words.
        """
        before = own_words.load_learned(self.out)
        new = {
            document: found for document, found in self._taught.items() if document not in before.documents
        }
        now = before + own_words.Learned(together(filter(None, new.values())), frozenset(new))
        left = {
            self._digests[given.name]: given
            for given in inputs
            if self._digests.get(given.name, "") not in now.documents | {""}
        }
        now += own_words.learn_from(left, workers=workers, limits=limits)
        if now.by_town and now.documents != before.documents:
            own_words.save_learned(self.out, now)
        return own_words.own_words(self.out, now)

    def _is_done(self, job: Job, digest: str, first: str) -> bool:
        """Whether an earlier run has left what this one would."""
        entry = self.entries.get(job.given.name)
        if entry is None or entry.sha256 != digest or entry.engine != job.engine or not entry.is_final:
            return False
        if entry.duplicate_of not in (None, first) or (entry.code == "encrypted" and self._passwords):
            return False
        names = set(job.outputs.made("text") + job.outputs.made("pdf") + job.outputs.made("png"))
        return all(name in names and (self.out / name).is_file() for name in entry.outputs)

    def work(self, jobs: Sequence[Job], workers: int | None, limits: pool.Limits | None) -> list[Job]:
        """Clean documents and note what came of each; returns what was put off."""
        put_off: list[Job] = []
        base = self._pages
        for outcome in pool.run(
            clean_one,
            jobs,
            workers=workers_for([job.given for job in jobs], workers),
            limits=limits,
            on_alive=lambda pages: self._seen(base + pages),
        ):
            name = outcome.given.given.name
            if outcome.value is not None and outcome.given.first is None:
                self._taught[self._digests[name]] = outcome.value.learned
            if outcome.error is not None:
                self.note(manifest.failed(name, self._digests[name], outcome.error, engine("ocr")))
            elif outcome.value is None or outcome.value.entry is None:
                put_off.append(outcome.given)
                continue
            else:
                self.note(outcome.value.entry)
            self.worked_on += 1
        return sorted(put_off, key=lambda job: job.given.name)

    def filed(self, copies: Sequence[Job]) -> Iterator[Job]:
        """The jobs of duplicates whose first is done. Where it failed so do they, unless its name was why."""
        firsts = [entry for entry in self.entries.values() if entry.duplicate_of is None]
        done = {entry.sha256: entry for entry in sorted(firsts, key=lambda entry: len(entry.outputs))}
        for copy in copies:
            first = done.get(self._digests[copy.given.name])
            if first is None or (first.code in _BY_NAME and not first.outputs):
                yield copy
            elif first.outputs:
                yield replace(copy, first=first)
            else:
                self.worked_on += 1
                self.note(replace(first, source=copy.given.name, duplicate_of=first.source))

    def note(self, entry: Entry) -> None:
        self.entries[entry.source] = entry
        self.journal.note(entry)
        self._count(entry)
        self._tell(entry)

    def _count(self, entry: Entry) -> None:
        self._done += 1
        self._repaired += entry.repaired
        self._failed += entry.exit_code != 0

    def _seen(self, pages: int) -> None:
        if pages != self._pages:
            self._pages = pages
            self._tell(None)

    def _tell(self, entry: Entry | None) -> None:
        if self._on_progress:
            self._on_progress(self._progress(entry))

    def _progress(self, entry: Entry | None) -> Progress:
        return Progress(self._done, self._total, self._pages, self._repaired, self._failed, entry)


def _refuse_overwriting(inputs: Sequence[Input], outputs: dict[str, Outputs], out: Path) -> None:
    target = out.resolve()
    given = {each.path.resolve() for each in inputs}
    for each in outputs.values():
        for name in (each.main, each.text, each.pages, each.pdf):
            if target / name in given:
                raise BadArguments(
                    f"{out}: the result would overwrite the input {name}",
                    code="output_in_input",
                    remedy="Choose another output folder.",
                )


def _tidy(out: Path) -> None:
    """Take away what a killed run left half-written."""
    if out.is_dir():
        for path in out.rglob(f"{TEMPORARY}*"):
            if path.name != manifest.JOURNAL:
                path.unlink(missing_ok=True)
