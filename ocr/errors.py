"""What can go wrong, with the exit code and the words a person gets.

A bad document in a batch is caught in one place and becomes a line of the manifest; anywhere else the
error ends the command. Either way its text is one plain line, its `remedy` says what to do next, and its
`code` is a stable word for programs.

    KlubbatError (15)
    ├── BadArguments (1)
    ├── BadInput (2)
    ├── MissingDependency (3)
    ├── InvalidOutput (4)
    ├── FileAccess (5)
    ├── OutsideProgram (7)
    ├── EncryptedInput (8)
    └── BadConfiguration (9)
"""

from __future__ import annotations

from collections.abc import Iterable

INTERRUPTED = 130


class KlubbatError(Exception):
    """An error with a stable `code`, one line of text and, where there is one, a `remedy`."""

    exit_code = 15

    def __init__(self, message: str, *, code: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).__name__
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process, keywords included."""
        return _rebuild, (type(self), self.message, self.code, self.remedy)


def _rebuild(kind: type[KlubbatError], message: str, code: str, remedy: str) -> KlubbatError:
    return kind(message, code=code, remedy=remedy)


class BadArguments(KlubbatError):
    exit_code = 1


class BadInput(KlubbatError):
    exit_code = 2


class MissingDependency(KlubbatError):
    exit_code = 3


class InvalidOutput(KlubbatError):
    exit_code = 4


class FileAccess(KlubbatError):
    exit_code = 5


class OutsideProgram(KlubbatError):
    exit_code = 7


class EncryptedInput(KlubbatError):
    exit_code = 8


class BadConfiguration(KlubbatError):
    exit_code = 9


def batch_exit_code(codes: Iterable[int]) -> int:
    """The exit code of a batch from those of its failures: theirs if all are alike, else 15; 0 for none.

    >>> batch_exit_code([5, 5]), batch_exit_code([5, 2]), batch_exit_code([])
    (5, 15, 0)
    """
    different = set(codes)
    return different.pop() if len(different) == 1 else KlubbatError.exit_code if different else 0
