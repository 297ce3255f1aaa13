"""Ctrl-C, and what counts as it, at moments that can bear it.

An exception that is raised in the midst of the standard library's queues and pools leaves their locks locked,
and who then ends the workers waits for ever. So what touches them is done with interrupts held back: one that
comes meanwhile is raised when it is done.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


def numbers() -> list[signal.Signals]:
    """The signals that end a command: Ctrl-C, a service manager's, a closed terminal's (not on Windows)."""
    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Do what is within to its end; an interrupt that comes meanwhile is raised behind it.

    Signals are the main thread's: nothing is done in another, nor to one that ends the process at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    before = {number: handler for number in numbers() if callable(handler := signal.getsignal(number))}
    try:
        for number in before:
            signal.signal(number, note)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """Keep interrupts from a process that is started within, until it says `seen`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def seen() -> None:
    """End, in a process that was started so, what `unseen` began."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers())
