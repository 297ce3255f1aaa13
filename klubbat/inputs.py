"""What the user pointed at, as a list of inputs with names that stay.

A folder is walked without following linked folders, so a loop of links cannot catch us. An input's name is
its path below the folder that was given: the content of one folder lies directly in the result, that of
several under their names. Lists of metadata, and litter that operating systems leave, are no documents. What
cannot be one, a linked folder, one that may not be listed, a pipe, is an input all the same: reading it says
so, and nothing that lies in a folder is passed over in silence.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from klubbat import manifest
from klubbat.filenames import from_name
from klubbat.files import copy, folder_in, hash_of, read_bytes
from klubbat.manifest import Entry
from klubbat.metadata import FILE_NAME, merged, read_list
from ocr.errors import BadConfiguration, BadInput, FileAccess, KlubbatError
from ocr.source import Metadata, Source

LITTER = {".ds_store", "thumbs.db", "desktop.ini", FILE_NAME}
STDIN = "-"
LARGE = 24 * 2**20  # bytes of a document that are held in memory
_NOT_IN_MEMORY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II", b"MM")


@dataclass(frozen=True, slots=True)
class Input:
    """One document to work on: where it is, what it is called, what is known about it from outside. `entry`
    is its line of the manifest where it was cleaned before; `path` is then that of its pages."""

    path: Path
    name: str
    metadata: Metadata
    entry: Entry | None = None


_Written = dict[str, tuple[Input, str]]  # by the name of a file: its document, and its SHA-256


def walk(paths: Sequence[Path], exclude: Path | None = None, *, cleaned: bool = False) -> list[Input]:
    """The documents below `paths`, in a stable order; nothing below `exclude` (the output) is among them.

    With `cleaned`, a folder that `klubbat clean` wrote stands for the documents that were cleaned into it,
    and a file in it for its document, if nobody changed the file since.

    Raises FileAccess for a path that does not exist or cannot be listed, and BadConfiguration for a
    `metadata.csv` that cannot be understood.
    """
    out = exclude.resolve() if exclude else None
    found: list[Input] = []
    lists: dict[Path, dict[str, Metadata]] = {}
    taken: set[str] = set()
    folders: dict[Path, _Written | None] = {}
    for path in paths:
        if str(path) == STDIN:
            found.append(Input(path, STDIN, Metadata()))
        elif path.is_dir():
            label = _unused(written(path.resolve().name), taken) if len(paths) > 1 else ""
            entries = _manifest_of(path) if cleaned else None
            found += _below(path, label, out, lists) if entries is None else _cleaned(path, label, entries)
        elif cleaned and (known := _cleaned_file(path, folders)):
            found += [known] if known not in found else []
        elif path.exists():
            name = _unused(written(path.name), taken)
            _list_of(path.parent, lists)
            found.append(_input(path, name, PurePosixPath(path.name), lists))
        else:
            raise FileAccess(
                f"{path}: there is no such file or folder",
                code="not_found",
                remedy="Check the spelling of the path.",
            )
    return _told_apart(found)


def _told_apart(found: list[Input]) -> list[Input]:
    """The inputs, each with a name of its own, also where a disk's bytes became the letters of another."""
    counts = Counter(given.name for given in found)
    taken = {name.casefold() for name, n in counts.items() if n == 1}
    return [
        given if counts[given.name] == 1 else replace(given, name=_unused(given.name, taken))
        for given in found
    ]


def written(name: str) -> str:
    """A name in letters. Old disks and ZIP files hold names that are no UTF-8: those are read as Latin-1."""
    try:
        name.encode("utf-8")
        return name
    except UnicodeEncodeError:
        return os.fsencode(name).decode("latin-1")


def _manifest_of(folder: Path) -> dict[str, Entry] | None:
    """The lines of a folder's manifest; None where it has none of ours."""
    if not any((folder / name).is_file() for name in (manifest.NAME, manifest.JOURNAL)):
        return None
    try:
        return manifest.load(folder)
    except BadConfiguration:  # some other program's
        return None


def _cleaned_file(path: Path, folders: dict[Path, _Written | None]) -> Input | None:
    """The document that a file was cleaned from, with its ledger; None for a file of any other kind, and for
    one that was changed by hand. `folders` are the manifests that were read."""
    if not path.is_file():
        return None
    whole = path.absolute()
    for folder in whole.parents:
        if folder not in folders:
            folders[folder] = _written_below(folder)
        if (files := folders[folder]) is not None:
            found, sha256 = files.get(whole.relative_to(folder).as_posix(), (None, ""))
            return found if found and sha256 == hash_of(path) else None
    return None


def _written_below(folder: Path) -> _Written | None:
    """The files that were cleaned into a folder; None where its manifest is none of ours."""
    entries = _manifest_of(folder)
    if entries is None:
        return None
    return {
        name: (given, sha256)
        for given in _cleaned(folder, "", entries)
        if given.entry
        for name, sha256 in zip(given.entry.outputs, given.entry.sha256_out, strict=False)
        if sha256
    }


def _cleaned(folder: Path, label: str, entries: dict[str, Entry]) -> Iterator[Input]:
    for source, entry in sorted(entries.items()):
        path = folder / (entry.outputs[-1] if entry.outputs else manifest.NAME)
        known = merged(entry.metadata or Metadata(), from_name(source))
        yield Input(path, f"{label}/{source}" if label else source, known, entry)


def _below(
    folder: Path, label: str, out: Path | None, lists: dict[Path, dict[str, Metadata]]
) -> Iterator[Input]:
    unlisted: list[str] = []

    def refused(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise FileAccess(
                f"{folder}: cannot be listed: {error.strerror}",
                code="not_readable",
                remedy="Ask for the right to read this folder.",
            )
        unlisted.append(error.filename)

    def called(path: Path) -> Input:
        relative = PurePosixPath(written(path.relative_to(folder).as_posix()))
        return _input(path, f"{label}/{relative}" if label else str(relative), relative, lists, folder)

    for at, dirs, names in os.walk(folder, onerror=refused):
        here = Path(at)
        dirs[:] = sorted(d for d in dirs if not d.startswith(".") and real(here / d) != out)
        linked = [d for d in dirs if (here / d).is_symlink()]  # which are not gone into
        _list_of(here, lists)
        for name in sorted((*names, *linked)):
            if name.lower() in LITTER or name.startswith(("~$", "._")) or real(here / name) == out:
                continue
            yield called(here / name)
    yield from (called(Path(path)) for path in unlisted)


def real(path: Path) -> Path:
    """Where a path leads, links followed; a link that leads round in a circle leads nowhere but to itself."""
    return Path(os.path.realpath(path))


def _list_of(folder: Path, lists: dict[Path, dict[str, Metadata]]) -> None:
    """Read the folder's list of metadata into `lists`, once; a folder without one has an empty list."""
    if folder not in lists:
        path = folder / FILE_NAME
        lists[folder] = read_list(path) if path.is_file() else {}


def _input(
    path: Path,
    name: str,
    relative: PurePosixPath,
    lists: dict[Path, dict[str, Metadata]],
    root: Path | None = None,
) -> Input:
    """An input with what the nearest list of metadata and its own name say about it."""
    known = Metadata()
    for folder in path.parents:
        if folder in lists:
            key = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            known = merged(known, lists[folder].get(key, Metadata()))
        if folder == (root or path.parent):
            break
    return Input(path, name, merged(known, from_name(str(relative))))


def _unused(name: str, taken: set[str]) -> str:
    """`name`, or the first of `name (2)`, `name (3)` ... that is free; two inputs never share a name."""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    free, n = name, 1
    while free.casefold() in taken:
        n += 1
        free = f"{stem} ({n}){suffix}"
    taken.add(free.casefold())
    return free


def load(given: Input) -> Source:
    """Read an input's bytes, once. Raises FileAccess where that cannot be done, BadInput where it is none."""
    _refuse_what_is_no_file(given)
    return Source(given.name, read_bytes(given.path), given.metadata)


@contextmanager
def held(given: Input, out: Path) -> Iterator[Source]:
    """An input's bytes; those of a large PDF or image in a copy below `out` as long as the block runs.

    Raises what `load` raises, and FileAccess where there is no room for the copy.
    """
    if not _is_large(given):
        yield load(given)
        return
    with folder_in(out) as folder:
        copy(given.path, folder / "source")
        yield Source(given.name, folder / "source", given.metadata)


def _is_large(given: Input) -> bool:
    """Whether a file is more than memory should hold, and of a kind that need not be held there."""
    if given.name == STDIN:
        return False
    try:
        _refuse_what_is_no_file(given)
        with given.path.open("rb") as file:
            head = file.read(4)
            return os.fstat(file.fileno()).st_size > LARGE and head.startswith(_NOT_IN_MEMORY)
    except (KlubbatError, OSError):  # reading it will tell
        return False


def digest(given: Input) -> str:
    """The SHA-256 of an input's bytes. Raises what `load` raises."""
    _refuse_what_is_no_file(given)
    return hash_of(given.path)


def _refuse_what_is_no_file(given: Input) -> None:
    """Raise an error for a folder, and for a pipe or a device: opening one may wait for ever."""
    if given.name == STDIN:
        return
    try:
        mode = given.path.stat().st_mode
    except OSError:
        return  # opening it will tell
    if stat.S_ISDIR(mode) and given.path.is_symlink():
        raise BadInput(
            "this is a link to a folder, and links are not followed",
            code="linked_folder",
            remedy="Name that folder itself on the command line, if its documents are wanted.",
        )
    if stat.S_ISDIR(mode):
        raise FileAccess(
            "the folder cannot be listed",
            code="not_listed",
            remedy="Ask for the right to read this folder, and run the same command again.",
        )
    if not stat.S_ISREG(mode):
        raise BadInput(
            "this is a pipe, a socket or a device and no file",
            code="no_file",
            remedy="Nothing, unless a document was meant to lie there: save it as a file then.",
        )
