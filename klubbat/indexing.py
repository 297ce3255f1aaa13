"""Everything into the archive; only what is new, changed or gone is worked on.

Workers read and extract; this one process writes. What a file held the last time is told by its size, its
time and what is known about it from outside, so that an unchanged archive is not even read again. Names are
remembered under the path that was given: indexing a second folder takes nothing of the first away.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from corpus import Archive, Prepared, prepare
from corpus.relink import relink
from extract import extract
from klubbat import own_words, pool
from klubbat.engine import engine
from klubbat.inputs import Input, digest, load, walk
from klubbat.readings import read_source, reading_of, unlocked
from klubbat.settings import workers_for
from ocr.errors import BadArguments, KlubbatError
from ocr.learn import read_or_put_off, taught_by
from ocr.own_words import Counted, OwnWords

STAGES = ("ocr", "extract", "corpus")
_OWN = "own words"  # under which the archive remembers them
_ROOT = "root "  # what the archive remembers of a given path begins with this

Done = Literal["new", "changed", "unchanged", "duplicate", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One input to look at. `anew` is set where it must be read again even if its bytes are known; without
    `own`, the words of the archive, what is damaged is put off."""

    given: Input
    db: Path
    engine: str
    anew: bool
    own: OwnWords | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What came of it: the document's id, the document itself unless the archive holds it already, and what
    its good pages teach. It may be `put_off` until the words of the archive are known."""

    document: str
    prepared: Prepared | None
    learned: Counted | None = None
    put_off: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: how many inputs had which fate, and which could not be read and why."""

    counts: Counter[Done] = field(default_factory=Counter)
    failures: tuple[tuple[str, KlubbatError], ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """Under one given path: the mark that each name had the last time, and has now."""

    root: str
    before: dict[str, str]
    now: dict[str, str]


def index(
    paths: Sequence[Path],
    db: Path,
    *,
    workers: int | None = None,
    passwords: Sequence[str] = (),
    on_start: Callable[[int], None] | None = None,
    on_done: Callable[[str, Done], None] | None = None,
) -> Summary:
    """Bring an archive up to date with the documents below `paths`; it is made where there is none.

    A folder that was cleaned gives its documents as they are there, under their names and ids. `passwords`
    are tried on locked PDFs. `on_start` is told how many inputs must be looked at, `on_done` what became of
    each. Raises FileAccess, BadConfiguration and BadArguments before anything is done; an input that cannot
    be read is a failure in the summary, and what the archive held under its name stays.
    """
    inputs = walk(paths, cleaned=True)
    counts: Counter[Done] = Counter()

    def tell(name: str, done: Done) -> None:
        counts[done] += 1
        if on_done:
            on_done(name, done)

    with Archive.open(db, create=True) as archive:
        known = _known(archive, paths, inputs)
        before = {name: mark for k in known for name, mark in k.before.items()}
        now = {name: mark for k in known for name, mark in k.now.items()}
        jobs = []
        states = archive.states()
        ours = engine(*STAGES)
        for given in inputs:
            state, old, new = states.get(given.name), before.get(given.name, ""), now[given.name]
            if state and state.engine == ours and old == new:
                tell(given.name, "unchanged")
            else:
                anew = given.entry is not None or (bool(old) and _outside(old) != _outside(new))
                jobs.append(Job(given, db, ours, anew, passwords=tuple(passwords)))
        for k in known:  # so that a run that is cut off knows its own the next time
            archive.remember(_ROOT + k.root, json.dumps(dict.fromkeys(k.now, "") | k.before))
        if on_start:
            on_start(len(jobs))
        failures = _work(archive, jobs, workers, tell)
        now |= dict.fromkeys(failures, "")  # to be tried again; what the archive holds under the name stays
        gone = [name for name in before if name not in {i.name for i in inputs}]
        archive.forget(gone)
        for name in gone:
            tell(name, "gone")
        for k in known:
            archive.remember(_ROOT + k.root, json.dumps({name: now[name] for name in k.now}))
        if jobs or gone:
            relink(archive)
    return Summary(counts, tuple(sorted(failures.items())))


def _work(
    archive: Archive, jobs: Sequence[Job], workers: int | None, tell: Callable[[str, Done], None]
) -> dict[str, KlubbatError]:
    """Read and store what the jobs ask for, each bytes once; returns what could not be read, and why."""
    first, copies = _parted(jobs)
    failures: dict[str, KlubbatError] = {}
    ids: dict[str, str] = {}
    taught: dict[str, Counted | None] = {}

    def work(now: Sequence[Job], own: OwnWords | None) -> list[Job]:
        """Returns what was put off."""
        later = []
        now = [replace(job, own=own) for job in now]
        for outcome in pool.run(index_one, now, workers=workers_for([j.given for j in now], workers)):
            name, done = outcome.given.given.name, outcome.value
            if done is None:
                failures[name] = outcome.error or KlubbatError("nothing came of it")
                tell(name, "failed")
                continue
            if done.prepared or done.put_off:
                taught[done.document] = done.learned
            if done.put_off:
                later.append(outcome.given)
            else:
                ids[name] = done.document
                tell(name, _store(archive, outcome.given, done))
        return later

    own_words.good_first(work, first, lambda waits: _own_words(archive, taught, all_of_it=waits))
    for job, of in copies:
        if of in ids:
            tell(job.given.name, _store(archive, job, Indexed(ids[of], None)))
        else:
            failures[job.given.name] = failures[of]
            tell(job.given.name, "failed")
    return failures


def _own_words(archive: Archive, taught: Mapping[str, Counted | None], *, all_of_it: bool) -> OwnWords:
    """The words of the archive after what documents taught just now, by id.

    `all_of_it` looks into the archive's documents for those that a run which was cut off did not count.
    """
    before = own_words.from_json(said.encode()) if (said := archive.recall(_OWN)) else own_words.Learned()
    now = before.after(taught)
    left = (d for d in archive.documents() if d not in now.documents) if all_of_it else ()
    now = now.after(
        {
            document: taught_by(page.text for page in reading.pages if page.verdict == "good")
            for document in left
            if (reading := archive.reading(document))
        }
    )
    if now.documents != before.documents:
        archive.remember(_OWN, own_words.to_json(now).decode())
    return OwnWords.of(now.by_town)


def index_one(job: Job) -> Indexed:
    """Read one input and make it ready for the archive, unless its bytes are there already."""
    if job.given.entry is not None:
        reading = reading_of(job.given)
        good = taught_by(page.text for page in reading.pages if page.verdict == "good")
        return Indexed(reading.id, prepare(reading, extract(reading), engine=job.engine), good)
    source = load(job.given)
    if not job.anew:
        with Archive.open(job.db) as archive:
            filed = archive.filings(source.id)
            state = archive.state(filed[0].source) if filed else None
        if state and state.engine == job.engine:
            return Indexed(source.id, None)
    opened = unlocked(source, job.passwords)
    found, learned = read_or_put_off(
        lambda heard: read_source(source, opened, job.passwords, own=job.own, on_layers=heard), job.own
    )
    if found is None:
        return Indexed(source.id, None, learned, put_off=True)
    return Indexed(source.id, prepare(found, extract(found), engine=job.engine), learned)


def _parted(jobs: Sequence[Job]) -> tuple[list[Job], list[tuple[Job, str]]]:
    """The jobs to do, and those that only repeat the bytes of one of them, with its name."""
    first: dict[str, Job] = {}
    copies = []
    for job in jobs:
        entry = job.given.entry
        try:
            bytes_hash = digest(job.given) if entry is None else entry.sha256 or job.given.name
        except KlubbatError:  # standard input, gone since, or no file; reading it will tell
            bytes_hash = job.given.name
        if first.setdefault(bytes_hash, job) is not job:
            copies.append((job, first[bytes_hash].given.name))
    return list(first.values()), copies


def _store(archive: Archive, job: Job, indexed: Indexed) -> Done:
    given = job.given
    before = archive.state(given.name)
    if indexed.prepared is not None:
        archive.store(indexed.prepared)
        return "changed" if before else "new"
    if before and before.document == indexed.document and not job.anew:
        return "unchanged"
    archive.file(indexed.document, given.name, given.metadata)
    return "duplicate"


def _known(archive: Archive, paths: Sequence[Path], inputs: Sequence[Input]) -> list[_Known]:
    """What is remembered of each given path. A name that another path has taken is refused."""
    marks = {given.name: _mark(given) for given in inputs}
    known = []
    for path in dict.fromkeys(p.resolve() for p in paths):
        names = [i.name for i in inputs if (full := i.path.resolve()) == path or path in full.parents]
        before = json.loads(archive.recall(_ROOT + str(path)) or "{}")
        known.append(_Known(str(path), before, {name: marks[name] for name in names}))
    ours = {name for k in known for name in k.before}
    taken = [
        given
        for given in inputs
        if given.name not in ours
        and (state := archive.state(given.name))
        and (given.entry is None or given.entry.sha256 != state.document)  # the same one, cleaned
    ]
    if taken:
        raise BadArguments(
            f"{archive.path} holds another {taken[0].name}, from another folder",
            code="name_taken",
            remedy="Index both folders in one command, so that each lies under its name.",
        )
    return known


def _mark(given: Input) -> str:
    """What tells that a file is the one it was: its size and time, and what is known from outside."""
    outside = sha256(msgspec.json.encode(given.metadata)).hexdigest()[:16]
    try:
        status = given.path.stat()
    except OSError:  # standard input, or gone since; reading it will tell
        return f"- {outside}"
    return f"{status.st_size}:{status.st_mtime_ns} {outside}"


def _outside(mark: str) -> str:
    return mark.rpartition(" ")[2]
