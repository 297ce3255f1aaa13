"""Work on many inputs at once, and be there on Monday.

A worker that dies takes the jobs of a whole process pool with it, and nobody knows which job did it. So each
worker here is a pool of one: what it was at when it died is known, only its own place is rebuilt, and a job
that kills or hangs its worker twice is set aside with an error while the others go on. A worker is hung when
it gives no sign of life (`alive`, called for each page) for a while; how long a document takes in all is no
measure, since documents have between one page and thousands.

Workers are started with `spawn`, everywhere alike: Windows knows nothing else, and a fork of a process with
threads is a gamble. They ignore Ctrl-C, which is the parent's to handle, and end themselves when the parent
is gone, so that kill -9 leaves none behind.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from ctypes import c_ulonglong
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait as wait_for_end
from typing import Any, Generic, TypeVar

from klubbat import interrupts
from ocr.errors import KlubbatError

T = TypeVar("T")
R = TypeVar("R")

_START = 60.0  # seconds that a process may take to start and import, on the busiest machine
_TICK = 0.2  # seconds between looks at the workers' signs of life


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take: seconds without a sign of life, and `page_s` more for each that it has given
    at this job (a document of thousands of pages is repaired as a whole after they are read); bytes of
    memory (where the system can hold it to that), and how often a job is tried that ends its worker."""

    silent_s: float = 300.0
    page_s: float = 1.0
    memory: int = 4 * 2**30
    tries: int = 2


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T, R]):
    """What came of one input: a value, or an error."""

    given: T
    value: R | None = None
    error: KlubbatError | None = None


def run(
    task: Callable[[T], R],
    inputs: Iterable[T],
    *,
    workers: int,
    limits: Limits | None = None,
    on_alive: Callable[[int], None] | None = None,
) -> Iterator[Outcome[T, R]]:
    """Do a task on each input and yield the outcomes as they come, in no certain order.

    `task` must be a function of a module, its inputs and values picklable. With `workers` 0 all is done in
    this process, one after the other, without protection. `on_alive` is told how many pages are done in all.
    What the loop adds to a deque of inputs as it runs is done as well. Leaving the loop early, also by
    Ctrl-C, ends the workers.
    """
    left = _Taken(inputs) if isinstance(inputs, deque) else iter(inputs)
    if workers < 1:
        yield from _run_here(task, left, on_alive)
        return
    crew = _Crew(task, workers, limits or Limits())
    try:
        yield from crew.outcomes(left, on_alive)
    finally:
        crew.dismiss()


_BEATS, _PAGES = 0, 1  # what the two numbers count that a worker shares with its parent
_shared: Any = None  # those of this process


def alive(is_page: bool = True) -> None:
    """Give a sign of life. A task calls this as often as it has done something; most often that is a page."""
    if _shared is not None:
        _shared[_BEATS] += 1
        _shared[_PAGES] += is_page


def _run_here(
    task: Callable[[T], R], inputs: Iterable[T], on_alive: Callable[[int], None] | None
) -> Iterator[Outcome[T, R]]:
    global _shared
    before, _shared = _shared, [0, 0]
    try:
        for given in inputs:
            yield _outcome(given, partial(task, given))
            if on_alive:
                on_alive(_shared[_PAGES])
    finally:
        _shared = before


def _outcome(given: T, result: Callable[[], R]) -> Outcome[T, R]:
    try:
        return Outcome(given, value=result())
    except KlubbatError as error:
        return Outcome(given, error=error)
    except BrokenProcessPool:
        raise
    except MemoryError:
        return Outcome(given, error=_too_much_memory())
    # This is the one place that survives a file which hits a mistake of ours: it is set aside and named.
    except Exception as error:
        return Outcome(
            given,
            error=KlubbatError(
                f"an unexpected error: {type(error).__name__}: {error}",
                code="unexpected",
                remedy="This is a mistake in Klubbat; report it with this line.",
            ),
        )


@dataclass(slots=True)
class _Job(Generic[T]):
    given: T
    tries: int = 0


class _Worker(Generic[T, R]):
    """One place in the crew: a process, what it is at, and when it last showed life."""

    def __init__(self, task: Callable[[T], R], limits: Limits) -> None:
        self._task, self._limits = task, limits
        self.job: _Job[T] | None = None
        self.future: Future[R] | None = None
        self._gone = [0, 0]  # what processes counted that are gone
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._shared = context.RawArray(c_ulonglong, 2)
        self._executor = ProcessPoolExecutor(
            1, mp_context=context, initializer=_begin, initargs=(self._shared, self._limits.memory)
        )
        before = set(multiprocessing.active_children())
        with _unseen_main(), interrupts.unseen():
            self._arrived = self._executor.submit(_arrive, self._task)  # starts the process
            self._processes = [p for p in multiprocessing.active_children() if p not in before]
        self._seen, self._seen_at = 0, time.monotonic()
        self._started_at = self._seen_at
        self._beats_before = 0

    @property
    def counted(self) -> list[int]:
        """Its signs of life, and the pages that it has done."""
        return [before + int(now) for before, now in zip(self._gone, self._shared, strict=True)]

    def give(self, job: _Job[T]) -> None:
        job.tries += 1
        self.job = job
        self._seen_at = time.monotonic()
        self._beats_before = self.counted[_BEATS]
        self.future = self._executor.submit(self._task, job.given)

    def take(self) -> Outcome[T, R]:
        """The outcome of a finished job. Raises BrokenProcessPool where the process died of it."""
        assert self.job is not None and self.future is not None
        future, given = self.future, self.job.given
        outcome: Outcome[T, R] = _outcome(given, future.result)
        self.job = self.future = None
        return outcome

    def is_silent(self) -> bool:
        now = time.monotonic()
        starting = not self._arrived.done() and now - self._started_at < _START
        beats = self.counted[_BEATS]
        if beats != self._seen or starting:
            self._seen, self._seen_at = beats, now
        return now - self._seen_at > self._limits.silent_s + self._limits.page_s * (
            beats - self._beats_before
        )

    def rebuild(self) -> _Job[T]:
        """Begin anew with a fresh process; returns the job that the old one was at."""
        assert self.job is not None
        job, self.job, self.future = self.job, None, None
        self._gone = self.counted
        self.end()
        self._start()
        return job

    def end(self, *, wait: bool = False) -> None:
        """End the process, whatever it is at, also where it has not come so far as to be at anything."""
        for process in self._processes:
            if process.pid is not None and process.is_alive():
                _kill(process.pid)
        self._executor.shutdown(wait=wait, cancel_futures=True)


class _Taken(Iterator[T]):
    """What is in a queue, also what comes into it later."""

    def __init__(self, queue: deque[T]) -> None:
        self._queue = queue

    def __next__(self) -> T:
        if not self._queue:
            raise StopIteration
        return self._queue.popleft()


class _Crew(Generic[T, R]):
    """All workers, and the work that is left."""

    def __init__(self, task: Callable[[T], R], workers: int, limits: Limits) -> None:
        self._task, self._most, self._limits = task, workers, limits
        self._workers: list[_Worker[T, R]] = []
        self._again: deque[_Job[T]] = deque()

    def outcomes(self, left: Iterator[T], on_alive: Callable[[int], None] | None) -> Iterator[Outcome[T, R]]:
        while True:
            with interrupts.held_back():
                self._hand_out(left)
                busy = [worker for worker in self._workers if worker.future is not None]
                wait((w.future for w in busy if w.future), timeout=_TICK, return_when=FIRST_COMPLETED)
                found = [outcome for worker in busy if (outcome := self._looked_after(worker)) is not None]
            yield from found
            if not busy:
                return
            if on_alive:
                on_alive(sum(worker.counted[_PAGES] for worker in self._workers))

    def _hand_out(self, left: Iterator[T]) -> None:
        for n in range(self._most):
            if n == len(self._workers) or self._workers[n].future is None:
                job = self._again.popleft() if self._again else next((_Job(given) for given in left), None)
                if job is None:
                    return
                if n == len(self._workers):
                    self._workers.append(_Worker(self._task, self._limits))
                worker = self._workers[n]
                try:
                    worker.give(job)
                except BrokenProcessPool:  # it died idle, which is not this job's doing
                    job.tries -= 1
                    worker.rebuild()
                    self._again.append(job)

    def _looked_after(self, worker: _Worker[T, R]) -> Outcome[T, R] | None:
        assert worker.future is not None
        if worker.future.done():
            try:
                return worker.take()
            except BrokenProcessPool:
                return self._again_or_aside(worker.rebuild(), _died())
        if worker.is_silent():
            return self._again_or_aside(worker.rebuild(), _hung(self._limits.silent_s))
        return None

    def _again_or_aside(self, job: _Job[T], error: KlubbatError) -> Outcome[T, R] | None:
        if job.tries < self._limits.tries:
            self._again.append(job)
            return None
        return Outcome(job.given, error=error)

    def dismiss(self) -> None:
        with interrupts.held_back():
            for worker in self._workers:
                worker.end(wait=True)  # else it is waited for at the very end, perhaps in vain


@contextlib.contextmanager
def _unseen_main() -> Iterator[None]:
    """Keep a new process from running the main script again, which `spawn` does in search of the task.

    Tasks are functions of modules. So a script needs no guard around its own lines, and one that came through
    a pipe, which no process could find again, works too.
    """
    main = sys.modules["__main__"]
    hidden: dict[str, Any] = {
        name: main.__dict__.pop(name) for name in ("__file__", "__spec__") if name in main.__dict__
    }
    main.__dict__["__spec__"] = None
    try:
        yield
    finally:
        main.__dict__.update(hidden)


def _arrive(task: object) -> None:
    """What a worker is asked first, to be there and to import what the task needs."""


def _begin(shared: Any, memory: int) -> None:
    """What a worker does first."""
    global _shared
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupts.seen()
    logging.getLogger().addHandler(logging.NullHandler())  # parsers' remarks are nothing to read,
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nor are those of the libraries below them
    if hasattr(os, "setpgid"):  # so that what it starts can be ended with it
        os.setpgid(0, 0)
    try:
        import resource  # absent on Windows
    except ImportError:
        pass
    else:
        with contextlib.suppress(ValueError, OSError):  # a tighter limit is set already
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for_end([parent.sentinel])
        _kill(os.getpid())


def _kill(pid: int) -> None:
    """End a worker and, where the system has process groups, what it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if not hasattr(os, "killpg"):
            os.kill(pid, signal.SIGTERM)
            return
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:  # it has not come so far as to have a group of its own
            os.kill(pid, signal.SIGKILL)


def _died() -> KlubbatError:
    return KlubbatError(
        "the process that worked on it died, more than once",
        code="worker_died",
        remedy="The file may be damaged: open it in a viewer and save it anew.",
    )


def _hung(seconds: float) -> KlubbatError:
    return KlubbatError(
        f"the process that worked on it stood still for {seconds:.0f} seconds, more than once",
        code="worker_hung",
        remedy="The file may be damaged: open it in a viewer and save it anew.",
    )


def _too_much_memory() -> KlubbatError:
    return KlubbatError(
        "it takes more memory than a worker may have",
        code="out_of_memory",
        remedy="Part the file into smaller ones, or scan it at 300 dpi.",
    )
