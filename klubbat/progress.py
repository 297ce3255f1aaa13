"""A bar on stderr where something takes longer than a second, and nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column

_WIDE = 100  # columns that have room for a bar beside the figures of a weekend
PATIENCE = 1.0  # seconds before the bar appears


class Step:
    """Call it for each thing done; `of` says how many there are."""

    def __init__(self, bar: Progress | None, task: TaskID | None) -> None:
        self._bar, self._task, self._begun = bar, task, time.monotonic()

    def of(self, total: int) -> None:
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=total)

    def __call__(self) -> None:
        self._update(advance=1)

    def to(self, done: int, note: str = "") -> None:
        """Say how many are done, and something about them."""
        self._update(completed=done, note=note)

    def _update(self, **values: Any) -> None:
        if self._bar and self._task is not None:
            with suppress(OSError):  # the terminal may be gone before the signal that says so has come
                if not self._bar.live.is_started and time.monotonic() - self._begun > PATIENCE:
                    self._bar.start()
                self._bar.update(self._task, **values)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Step]:
    """Show how far something has come, e.g. `indexing ━━━━━ 12/40 0:00:07`."""
    if not sys.stderr.isatty():
        yield Step(None, None)
        return
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        *([BarColumn()] if console.width >= _WIDE else []),  # figures say more than a bar of some dashes
        MofNCompleteColumn(table_column=Column(no_wrap=True)),
        TimeRemainingColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.fields[note]}", table_column=Column(no_wrap=True, overflow="ellipsis")),
        console=console,
        transient=True,
    )
    try:
        yield Step(bar, bar.add_task(what, total=total, note=""))
    finally:
        with suppress(OSError):
            bar.stop()
