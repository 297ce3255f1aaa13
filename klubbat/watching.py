"""A watched folder: what is laid into it is cleaned by itself.

The folder is looked through again and again; network shares, where scanners put their files, tell nobody what
happens on them. A file is taken when it has not changed for a while, since half a copied protocol looks like
a whole one. What is taken goes through the same batch as ever, so the manifest, the lock and the answers of a
review are those of any run, and a watch that was ended goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from klubbat.inputs import Input, walk
from ocr.errors import FileAccess

# What programs call a file that is still coming, and rename when it is whole.
COMING = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp")
POLL = 5.0  # seconds between looks
STILL = 10.0  # seconds without a change before a file is taken

Mark = tuple[int, int]  # a file's size and time


@dataclass(slots=True)
class Watch:
    """What is known of the files of some folders: what each looked like, since when, and what was taken."""

    paths: Sequence[Path]
    out: Path
    still: float = STILL
    _seen: dict[str, tuple[Mark, float]] = field(default_factory=dict)
    _taken: dict[str, Mark] = field(default_factory=dict)

    def ready(self, now: float) -> list[Input]:
        """The files that are new or other than when they were taken, and have been still for long enough.

        One whose name says that it is still coming is left until it has another name.

        `now` is in seconds of any clock that only goes forward. Raises FileAccess where a folder is away.
        """
        found: list[Input] = []
        there: dict[str, tuple[Mark, float]] = {}
        for given in walk(self.paths, exclude=self.out):
            mark = _mark(given.path)
            if mark is None or given.path.suffix.lower() in COMING:
                continue
            before, since = self._seen.get(given.name, (mark, now))
            there[given.name] = (mark, since if before == mark else now)
            if now - there[given.name][1] >= self.still and self._taken.get(given.name) != mark:
                found.append(given)
        self._seen = there
        return found

    def take(self, inputs: Sequence[Input]) -> None:
        """Note that files are being worked on as they were when they were last looked at."""
        self._taken |= {given.name: self._seen[given.name][0] for given in inputs}


def watch(
    watched: Watch,
    clean: Callable[[Sequence[Input]], None],
    on_trouble: Callable[[FileAccess], None],
    *,
    poll: float = POLL,
    sleep: Callable[[float], None] = time.sleep,
) -> NoReturn:
    """Give what lands in the folders to `clean` until somebody ends it, which is by Ctrl-C.

    A folder that is away for a while, or an output folder that another run holds, is told to `on_trouble`
    once, and tried again.
    """
    told = ""
    while True:
        try:
            if inputs := watched.ready(time.monotonic()):
                clean(inputs)
                watched.take(inputs)
            told = ""
        except FileAccess as error:
            if error.message != told:
                told = error.message
                on_trouble(error)
        sleep(poll)


def _mark(path: Path) -> Mark | None:
    """None for a file that vanished between listing and looking."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
