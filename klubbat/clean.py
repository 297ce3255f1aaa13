"""Clean one document: read and repair it, and write what came of it. This is what a worker does.

Nothing of a document is written before all of it is done, each file is there whole or not at all, and the
same bytes in give the same bytes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import msgspec

from klubbat import ahead
from klubbat.files import copy, put, read_bytes, write_atomically
from klubbat.inputs import Input, held
from klubbat.manifest import Entry, Example
from klubbat.names import Outputs
from klubbat.readings import read_source, unlocked
from ocr import searchable, sensitive, tesseract, write_pdf
from ocr.decode import encode
from ocr.errors import BadInput, FileAccess, KlubbatError, MissingDependency, OutsideProgram
from ocr.from_image import from_image
from ocr.learn import read_or_put_off
from ocr.own_words import Counted, OwnWords
from ocr.page import Problem, Reading, page_to_json
from ocr.sniff import Kind, sniff
from ocr.source import Data, Source, hash_of

_EXAMPLES = 3  # lines kept in the manifest to show what was done
_LONGEST_EXAMPLE = 200  # characters
_UNREAD: dict[str, type[KlubbatError]] = {
    "tesseract_missing": MissingDependency,
    "language_missing": MissingDependency,
    "tesseract_failed": OutsideProgram,
    "tesseract_timeout": OutsideProgram,
    "damaged": BadInput,
    "damaged_page": BadInput,
    "worker_died": KlubbatError,
    "worker_hung": KlubbatError,
    "out_of_memory": KlubbatError,
}
_REMEDY: dict[type[KlubbatError], str] = {
    MissingDependency: f"Install it and run again: {tesseract.how_to_install()}",
    OutsideProgram: "Look at the page, and run again.",
    BadInput: "Open the file in a viewer and save it anew, or fetch it again.",
    KlubbatError: "Look at the page: scan it anew, or open the file in a viewer and save it anew.",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One document to clean: where from, where to, and by which version of the engine. `first` is the line
    of a document of the same bytes that is done already; `sha256` is what the batch found its bytes to be,
    empty where nobody looked; `passwords` are tried on a locked PDF, in turn;
    `own` are the words of the archive that it lies in; without, what is damaged is put off.

    With `pages` these are read ahead and kept, and nothing else is done; `failed` are those that cannot be.
    """

    given: Input
    outputs: Outputs
    out: Path
    engine: str
    first: Entry | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)
    sha256: str = ""
    own: OwnWords | None = field(default=None, repr=False)
    pages: tuple[int, ...] = ()
    failed: Mapping[int, KlubbatError] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What came of a document: its line of the manifest, None where it is put off until the own words of the
    archive are known; and what its good pages teach, None where nothing was looked at.

    `to_read` are its pages where they are so many that all workers should read them; `failed` are pages of a
    share that cannot be read.
    """

    entry: Entry | None
    learned: Counted | None
    to_read: tuple[int, ...] = ()
    failed: Mapping[int, KlubbatError] = field(default_factory=dict)


def clean_one(job: Job) -> Cleaned:
    """Clean a document. Raises KlubbatError where it cannot be done."""
    pages = ahead.folder_of(job.out, job.sha256, job.engine)
    with ahead.source(job.given, pages) or held(job.given, job.out) as source:
        return _clean(job, source, pages)


def _clean(job: Job, source: Source, pages: Path) -> Cleaned:
    if job.sha256 not in ("", source.id):
        raise FileAccess(
            "the file changed while the batch was running: perhaps it is still being copied",
            code="changed",
            remedy="Run the same command again when it is whole.",
        )
    kind = sniff(source.data, source.name)
    if job.first is not None and job.first.sha256 == source.id:
        return Cleaned(_as_duplicate(job, job.first, kind), None)
    opened = unlocked(source, job.passwords)
    if job.pages:
        return Cleaned(None, None, failed=ahead.read_ahead(opened.data, kind, job.pages, pages))
    try:
        reading, learned = read_or_put_off(
            lambda heard: read_source(
                source,
                opened,
                job.passwords,
                own=job.own,
                on_layers=heard,
                read_before=lambda to_read: ahead.known(pages, to_read, job.failed),
            ),
            job.own,
        )
    except ahead.Shared as shared:
        if opened is source:  # what was locked is unlocked by each share in a copy of its own
            ahead.keep(source.data, pages)
        return Cleaned(None, None, to_read=shared.pages)
    if reading is None:
        return Cleaned(None, learned)
    files, problems = _files(job.outputs, kind, opened, reading)
    if opened is not source:
        problems += (Problem("unlocked", "the original is locked with a password; this copy is not"),)
        if write_pdf.is_signed(opened.data) and write_pdf.LOST_SIGNATURE not in problems:
            problems += (write_pdf.LOST_SIGNATURE,)
    if write_pdf.LOST_SIGNATURE in problems:
        main = files.pop(job.outputs.main)
        files = {job.outputs.main: main, job.outputs.original: source.data, **files}
    entry = _entry(job, reading, files, problems)
    _write(job.out, files)
    return Cleaned(entry, learned)


def _files(
    outputs: Outputs, kind: Kind, source: Source, reading: Reading
) -> tuple[dict[str, Data], tuple[Problem, ...]]:
    """The files of a document by name, and what a person should know about them."""
    problems: tuple[Problem, ...] = ()
    files: dict[str, Data] = {outputs.main: source.data}
    match kind:
        case "text":
            if reading.text != reading.raw:
                files[outputs.main] = encode(reading.text, reading.encoding or "utf-8")
        case "pdf":
            files[outputs.main], problems = searchable.with_text(source.data, reading.pages, _title(reading))
        case "docx":
            if reading.text != reading.raw:
                problems = (Problem("typed_text", "the damaged text is typed: the Word document keeps it"),)
        case _:
            files[outputs.pdf], problems = from_image(source.data, reading.pages, _title(reading))
    if kind != "text":
        files[outputs.text] = reading.text.encode("utf-8")
    files[outputs.pages] = b"".join(
        page_to_json(reading, page, span) + b"\n"
        for page, span in zip(reading.pages, reading.page_spans, strict=True)
    )
    return files, problems


def _title(reading: Reading) -> str:
    return reading.metadata.title or PurePosixPath(reading.source).stem


def _entry(job: Job, reading: Reading, files: Mapping[str, Data], problems: tuple[Problem, ...]) -> Entry:
    line = Entry(
        job.given.name,
        reading.id,
        "kept",
        outputs=tuple(files),
        engine=job.engine,
        problems=(*reading.problems, *sensitive.flagged(reading.pages), *problems),
    )
    entry = counted(line, reading, files)
    unread = [problem for problem in reading.problems if problem.code in _UNREAD]
    return _with_unread(entry, unread) if unread else entry


def counted(entry: Entry, reading: Reading, files: Mapping[str, Data]) -> Entry:
    """The line with what there is to count in a document, and the hashes of its files."""
    was_read = any(page.verdict == "absent" and page.words for page in reading.pages)
    ledger = reading.ledger
    return replace(
        entry,
        state="cleaned" if was_read or reading.text != reading.raw else "kept",
        sha256_out=_hashes(files),
        pages=len(reading.pages),
        words=sum(len(page.text.split()) for page in reading.pages),
        repaired=sum(c.state == "applied" and c.maker != "normal" for c in ledger),
        review=sum(c.state == "review" for c in ledger),
        read=sum(page.verdict == "absent" and bool(page.words) for page in reading.pages),
        answered=sum(c.asked is not None for c in ledger),
        examples=tuple(_examples(reading)),
    )


def _with_unread(entry: Entry, unread: list[Problem]) -> Entry:
    """The line of a document of which some pages could not be read: it was done, and not all of it."""
    first, kind = unread[0], _UNREAD[unread[0].code]
    pages = ", ".join(str(problem.page) for problem in unread)
    return replace(
        entry,
        code=first.code,
        message=f"not read: page {pages}: {first.message}",
        remedy=_REMEDY[kind],
        exit_code=kind.exit_code,
    )


def _examples(reading: Reading) -> Iterator[Example]:
    """The lines with most repairs, first of all those of the first page, before and after.

    They are read by more people than the page is: nothing of a secret page, no personal number.
    """
    found: list[tuple[int, int, Example]] = []
    for page in reading.pages:
        before, after = page.raw.splitlines(), page.text.splitlines()
        if len(before) == len(after) and not sensitive.is_stamped(page.text):
            found += (
                (-_differing(old, new), page.number, _example(old, new))
                for old, new in zip(before, after, strict=True)
                if old != new
            )
    found.sort(key=lambda f: f[:2])
    return (example for _, _, example in found[:_EXAMPLES])


def _example(before: str, after: str) -> Example:
    return Example(_short(sensitive.masked(before)), _short(sensitive.masked(after)))


def _differing(before: str, after: str) -> int:
    """How many words of two lines differ."""
    return sum(a != b for a, b in zip(before.split(), after.split(), strict=False))


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _LONGEST_EXAMPLE else line[: _LONGEST_EXAMPLE - 1] + "…"


def _as_duplicate(job: Job, first: Entry, kind: Kind) -> Entry:
    """File the result of the same bytes under this name too; in its pages it has its own."""
    hashes: list[str] = []
    is_signed = len(first.outputs) > len(job.outputs.made(kind))
    names = job.outputs.made(kind, signed=is_signed)
    for name, other in zip(names, first.outputs, strict=True):
        if name == job.outputs.pages:
            write_atomically(job.out / name, _renamed(read_bytes(job.out / other), job.given.name))
        else:
            copy(job.out / other, job.out / name)
        hashes.append(hash_of(job.out / name))
    return replace(
        first,
        source=job.given.name,
        state="duplicate",
        outputs=names,
        sha256_out=tuple(hashes),
        duplicate_of=first.source,
        examples=(),
    )


def _renamed(pages: bytes, source: str) -> bytes:
    out: list[bytes] = []
    for line in pages.splitlines():
        page = msgspec.json.decode(line)
        page["source"] = source
        out.append(msgspec.json.encode(page) + b"\n")
    return b"".join(out)


def _write(out: Path, files: Mapping[str, Data]) -> None:
    for name, data in files.items():
        put(out / name, data)


def _hashes(files: Mapping[str, Data]) -> tuple[str, ...]:
    return tuple(hash_of(data) for data in files.values())
