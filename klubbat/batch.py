"""Clean many documents: each once, whatever happens, and every one accounted for.

The order of work: hash what is there, leave out what an earlier run has done, let the workers clean the rest,
file duplicates of what is done, and write the manifest. The plug may be pulled at any moment; the next run
goes on from the last finished document and ends with the same files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import rmtree

from klubbat import ahead, lock, manifest, own_words, pool
from klubbat.clean import Job, clean_one
from klubbat.engine import engine
from klubbat.files import TEMPORARY
from klubbat.inputs import STDIN, Input, digest, real, written
from klubbat.manifest import Entry, Journal
from klubbat.metadata import FILE_NAME
from klubbat.names import Outputs, plan
from klubbat.redo import checked, is_wanted
from klubbat.settings import workers_for
from klubbat.shares import Shares
from ocr.errors import BadArguments, KlubbatError, batch_exit_code
from ocr.own_words import Counted, OwnWords
from ocr.sniff import Kind

KINDS: tuple[Kind, ...] = ("text", "pdf", "png")  # that differ in what is made of them
_BY_NAME = ("wrong_type", "unsupported")  # failures of a name, which another name for the bytes may not have


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. `entry` is the input that was just finished, None where only pages were; `looked`
    counts the inputs that were compared with what earlier runs have done, which comes first; `waiting` those
    that are damaged and wait for the words of the good ones; `to_read` the pages of long documents that are
    yet to be read from their image."""

    done: int
    total: int
    pages: int
    repaired: int
    failed: int
    entry: Entry | None = None
    looked: int = 0
    waiting: int = 0
    to_read: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch: every input's line, and how many of them this run worked on. `others` are the
    lines of earlier batches into the same folder."""

    entries: tuple[Entry, ...]
    worked_on: int
    others: tuple[Entry, ...] = ()

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
    redo: bool | str = False,
    passwords: Sequence[str] = (),
    limits: pool.Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Clean documents into the folder `out` and write its manifest.

    `workers` is the number of processes; None takes what the machine has, 0 works in this process. `redo`
    cleans anew what an earlier run has finished, as `klubbat.redo` says; True is all. `passwords` are tried
    on locked PDFs, those of earlier runs too, and written nowhere. Lines of earlier batches stay.

    Raises BadArguments where an output would overwrite an input or the result of another one, FileAccess
    where `out` cannot be written to or another run is at it.
    """
    wanted = "all" if redo is True else redo or ""
    with lock.held(out):
        before = manifest.load(out)
        names = {given.name for given in inputs}
        others = {name: entry for name, entry in before.items() if name not in names and _still_tells(entry)}
        outputs = plan(
            [given.name for given in inputs], {name for e in others.values() for name in e.outputs}
        )
        _refuse_overwriting(inputs, outputs, out)
        _refuse_mixing(inputs, before)
        checked(wanted, {entry.engine for entry in before.values()})
        _tidy(out)
        entries = {name: entry for name, entry in before.items() if name in names}
        manifest.save(out, (*others.values(), *entries.values()))
        journal = Journal(out)
        run = _Run(out, entries, others, journal, on_progress, len(inputs), tuple(passwords))
        try:
            jobs, copies = run.sorted_out(inputs, outputs, wanted)
            work = partial(run.work, workers, limits)
            own = own_words.good_first(
                work, jobs, lambda waits: run.own_words(inputs if waits else (), workers, limits)
            )
            work(list(run.filed(copies)), own)
            again = [e for e in (*others.values(), *run.entries.values()) if not e.is_final]
            ahead.forget_others(out, {ahead.folder_of(out, e.sha256, e.engine) for e in again})
        finally:
            journal.close()
            manifest.save(out, (*others.values(), *run.entries.values()))
        done, earlier = (tuple(sorted(e.values(), key=lambda e: e.source)) for e in (run.entries, others))
        return Summary(done, run.worked_on, earlier)


def refuse_overlap(paths: Sequence[Path], out: Path) -> None:
    """Raise BadArguments where the output lies in an input folder or holds one: nothing is written there."""
    target = out.resolve()
    for path in paths:
        folder = path.resolve()
        if folder.is_dir() and (target.is_relative_to(folder) or folder.is_relative_to(target)):
            lies = "lies in" if target.is_relative_to(folder) else "holds"
            raise BadArguments(
                f"{out}: the output folder {lies} the input folder {path}",
                code="output_in_input",
                remedy="Choose an output folder beside it.",
            )


class _Run:
    """One run over a batch: the lines so far, and whom to tell."""

    def __init__(
        self,
        out: Path,
        entries: dict[str, Entry],
        others: dict[str, Entry],
        journal: Journal,
        on_progress: Callable[[Progress], None] | None,
        total: int,
        passwords: tuple[str, ...],
    ) -> None:
        self.out, self.entries, self.journal = out, entries, journal
        self._passwords = passwords
        self._on_progress, self._total = on_progress, total
        self._digests: dict[str, str] = {}
        self._given: dict[str, Input] = {}
        self._held = {e.sha256: e for e in others.values() if not e.exit_code and self._is_there(e)}
        self._taught: dict[str, Counted | None] = {}
        self._shares = Shares()
        self._done = self._pages = self._repaired = self._failed = self._looked = self._waiting = 0
        self.worked_on = 0

    def sorted_out(
        self, inputs: Sequence[Input], outputs: dict[str, Outputs], redo: str
    ) -> tuple[list[Job], list[Job]]:
        """The jobs that are left to do, and those that only repeat the bytes of another input."""
        jobs: list[Job] = []
        copies: list[Job] = []
        first_of: dict[str, Job] = {}
        for self._looked, given in enumerate(inputs, 1):
            self._tell(None)
            self._given[given.name] = given
            try:
                sha256 = self._digests[given.name] = digest(given)
            except KlubbatError as error:
                self.note(manifest.failed(given.name, "", error, engine("ocr")))
                continue
            job = Job(
                given, outputs[given.name], self.out, engine("ocr"), passwords=self._passwords, sha256=sha256
            )
            first = first_of.setdefault(sha256, job)
            if self._is_done(job, sha256, first.given.name, redo):
                self.entries[given.name] = _with_origin(self.entries[given.name], given)
                self._count(self.entries[given.name])
                continue
            self.entries.pop(given.name, None)
            (copies if first is not job or (not redo and sha256 in self._held) else jobs).append(job)
        return jobs, copies

    def own_words(self, inputs: Sequence[Input], workers: int | None, limits: pool.Limits | None) -> OwnWords:
        """The words of the archive that damaged documents have waited for.

        All of `inputs` have taught by then what they can, those that an earlier run finished too; so it does
        not matter which came first, and whoever goes on after a kill has the same words.
        """
        before = own_words.load_learned(self.out)
        now = before.after(self._taught)
        known = now.documents
        left = {
            sha256: given
            for given in inputs
            if (sha256 := self._digests.get(given.name)) and sha256 not in known
        }
        now += own_words.learn_from(left, workers=workers, limits=limits)
        if now.by_town and now.documents != before.documents:
            own_words.save_learned(self.out, now)
        return own_words.own_words(self.out, now)

    def _is_done(self, job: Job, sha256: str, first: str, redo: str) -> bool:
        """Whether an earlier run has left what this one would."""
        entry = self.entries.get(job.given.name)
        if entry is None or entry.sha256 != sha256 or entry.engine != job.engine or not entry.is_final:
            return False
        if is_wanted(redo, entry):
            return False
        held = self._held[sha256].source if sha256 in self._held else None
        if entry.duplicate_of not in (None, first, held) or (entry.code == "encrypted" and self._passwords):
            return False
        names = {job.outputs.original, *(n for k in KINDS for n in job.outputs.made(k))}
        return all(name in names for name in entry.outputs) and self._is_there(entry)

    def _is_there(self, entry: Entry) -> bool:
        """Whether what this engine made of a document still lies where it was put."""
        return entry.engine == engine("ocr") and all((self.out / name).is_file() for name in entry.outputs)

    def work(
        self, workers: int | None, limits: pool.Limits | None, jobs: Sequence[Job], own: OwnWords | None
    ) -> list[Job]:
        """Clean documents and note what came of each; returns what was put off."""
        queue = deque(replace(job, own=own) for job in _longest_first(jobs))
        put_off: list[Job] = []
        base, self._waiting = self._pages, 0
        for done in pool.run(
            clean_one,
            queue,
            workers=workers_for([job.given for job in jobs], workers),
            limits=limits,
            on_alive=lambda pages: self._seen(base + pages),
        ):
            if (outcome := self._shares.after(done, queue)) is None:
                self._tell(None)
                continue
            name = outcome.given.given.name
            if outcome.value is not None and outcome.given.first is None:
                self._taught[self._digests[name]] = outcome.value.learned
            if outcome.error is not None:
                self.note(manifest.failed(name, self._digests[name], outcome.error, engine("ocr")))
            elif outcome.value is None or outcome.value.entry is None:
                put_off.append(outcome.given)
                self._waiting = len(put_off)
                self._tell(None)
                continue
            else:
                self.note(outcome.value.entry)
            self.worked_on += 1
        return put_off

    def filed(self, copies: Sequence[Job]) -> Iterator[Job]:
        """The jobs of duplicates whose first is done. Where it failed so do they, unless its name was why."""
        ours = [*self.entries.values(), *self._held.values()]
        firsts = [entry for entry in ours if entry.duplicate_of is None]
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
        entry = _with_origin(entry, self._given[entry.source])
        self.entries[entry.source] = entry
        self.journal.note(entry)
        if entry.is_final:
            ahead.forget(ahead.folder_of(self.out, entry.sha256, entry.engine))
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
        return Progress(
            self._done,
            self._total,
            self._pages,
            self._repaired,
            self._failed,
            entry,
            self._looked,
            self._waiting,
            self._shares.left,
        )


def _longest_first(jobs: Sequence[Job]) -> list[Job]:
    """The largest files first: else one of them, taken last, keeps one worker busy and the others waiting."""

    def size(job: Job) -> int:
        try:
            return job.given.path.stat().st_size
        except OSError:  # reading it will tell
            return 0

    return sorted(jobs, key=lambda job: (-size(job), job.given.name))


def _refuse_overwriting(inputs: Sequence[Input], outputs: dict[str, Outputs], out: Path) -> None:
    target = out.resolve()
    given = {real(each.path) for each in inputs}
    for each in outputs.values():
        for name in (each.main, each.text, each.pages, each.pdf, each.original):
            if target / name in given:
                raise BadArguments(
                    f"{out}: the result would overwrite the input {name}",
                    code="output_in_input",
                    remedy="Choose another output folder.",
                )


def _refuse_mixing(inputs: Sequence[Input], before: dict[str, Entry]) -> None:
    """Raise BadArguments where another document of the same name lies in the result already, and its original
    still exists: one of them would write over the other. One that is gone has been moved or replaced."""
    for given in inputs:
        entry = before.get(given.name)
        if entry is None or not entry.outputs or entry.original in ("", _original(given)):
            continue
        if Path(entry.original).is_file() and _differs(given, entry):
            raise BadArguments(
                f"the output folder holds another {given.name}, from {entry.original}",
                code="name_taken",
                remedy="Clean both folders in one command, so that each lies under its name, "
                "or choose another output folder.",
            )


def _differs(given: Input, entry: Entry) -> bool:
    try:
        return digest(given) != entry.sha256
    except KlubbatError:  # the batch will tell
        return False


def _with_origin(entry: Entry, given: Input) -> Entry:
    """The line with where its input lies, and what a list there says about it."""
    listed = FILE_NAME in given.metadata.origin.values()
    return replace(entry, original=_original(given), metadata=given.metadata if listed else None)


def _original(given: Input) -> str:
    return "" if given.name == STDIN else written(str(real(given.path)))


def _still_tells(entry: Entry) -> bool:
    """Whether the line of an earlier batch is worth keeping: something came of it, or may yet."""
    return bool(entry.outputs) or not entry.original or Path(entry.original).exists()


def _tidy(out: Path) -> None:
    """Take away what a killed run left half-written."""
    for path in list(out.rglob(f"{TEMPORARY}*")):
        if path.name in (manifest.JOURNAL, lock.NAME, ahead.FOLDER):
            continue
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
