"""What the user pointed at, as a list of inputs with names that stay.

A folder is walked without following linked folders, so a loop of links cannot catch us. An input's name is
its path below the folder that was given: the content of one folder lies directly in the result, that of
several under their names. Lists of metadata, and litter that operating systems leave, are no documents.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from klubbat import manifest
from klubbat.filenames import from_name
from klubbat.files import read_bytes
from klubbat.manifest import Entry
from klubbat.metadata import FILE_NAME, merged, read_list
from ocr.errors import BadConfiguration, FileAccess
from ocr.source import Metadata, Source

LITTER = {".ds_store", "thumbs.db", "desktop.ini", FILE_NAME}
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One document to work on: where it is, what it is called, what is known about it from outside. `entry`
    is its line of the manifest where it was cleaned before; `path` is then that of its pages."""

    path: Path
    name: str
    metadata: Metadata
    entry: Entry | None = None


def walk(paths: Sequence[Path], exclude: Path | None = None, *, cleaned: bool = False) -> list[Input]:
    """The documents below `paths`, in a stable order; nothing below `exclude` (the output) is among them.

    With `cleaned`, a folder that `klubbat clean` wrote stands for the documents that were cleaned into it.

    Raises FileAccess for a path that does not exist or a folder that cannot be listed, and BadConfiguration
    for a `metadata.csv` that cannot be understood.
    """
    out = exclude.resolve() if exclude else None
    found: list[Input] = []
    lists: dict[Path, dict[str, Metadata]] = {}
    taken: set[str] = set()
    for path in paths:
        if str(path) == STDIN:
            found.append(Input(path, STDIN, Metadata()))
        elif path.is_dir():
            label = _unused(written(path.resolve().name), taken) if len(paths) > 1 else ""
            entries = _manifest_of(path) if cleaned else None
            found += _below(path, label, out, lists) if entries is None else _cleaned(path, label, entries)
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


def _cleaned(folder: Path, label: str, entries: dict[str, Entry]) -> Iterator[Input]:
    for source, entry in sorted(entries.items()):
        path = folder / (entry.outputs[-1] if entry.outputs else manifest.NAME)
        known = merged(entry.metadata or Metadata(), from_name(source))
        yield Input(path, f"{label}/{source}" if label else source, known, entry)


def _below(
    folder: Path, label: str, out: Path | None, lists: dict[Path, dict[str, Metadata]]
) -> Iterator[Input]:
    def refused(error: OSError) -> None:
        raise FileAccess(
            f"{error.filename}: cannot be listed: {error.strerror}",
            code="not_readable",
            remedy="Ask for the right to read this folder.",
        )

    for at, dirs, names in os.walk(folder, onerror=refused):
        here = Path(at)
        dirs[:] = sorted(d for d in dirs if not d.startswith(".") and (here / d).resolve() != out)
        _list_of(here, lists)
        for name in sorted(names):
            path = here / name
            if path.exists() and not path.is_file():
                continue  # a pipe, a socket, a device: opening it may wait for ever
            if name.lower() in LITTER or name.startswith(("~$", "._")) or path.resolve() == out:
                continue
            relative = PurePosixPath(written(path.relative_to(folder).as_posix()))
            yield _input(path, f"{label}/{relative}" if label else str(relative), relative, lists, folder)


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
    """Read an input's bytes, once. Raises FileAccess where that cannot be done."""
    return Source(given.name, read_bytes(given.path), given.metadata)
