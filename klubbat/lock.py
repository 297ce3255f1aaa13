"""One run at a time in an output folder.

Two runs on one folder would write each other's files and manifest away. So a run holds a lock on a small file
there, which also says who it is. The lock is the operating system's: it ends with the process that holds it,
however that ends, so a killed run leaves nothing that somebody must clear away. Where a disk knows no locks
(some network shares), the file's word is taken: a process of this machine that is gone holds nothing, and one
of another machine is believed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from ocr.errors import FileAccess

NAME = ".klubbat-lock"

_FAR = 2**30  # where Windows locks a byte: far from what others are to read
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class _Holder(msgspec.Struct):
    process: int
    machine: str


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Hold the output folder as long as the block runs; the folder is made where there is none.

    Raises FileAccess: `in_use` where another run holds it, `not_writable` where nothing can be written.
    """
    path = out / NAME
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = _taken(path)
    except OSError as error:
        raise FileAccess(
            f"{out}: cannot be written to: {error.strerror or error}",
            code="not_writable",
            remedy="Choose an output folder that you may write to.",
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                path.unlink()  # while it is still ours: who waits for it looks whether it is still there
            file.close()
            path.unlink(missing_ok=True)


def _taken(path: Path) -> IO[bytes]:
    """The lock's file, open and locked."""
    while True:
        file = path.open("a+b")
        try:
            believed = _lock(file)
        except BlockingIOError:
            holder = _holder(file)
            file.close()
            raise _in_use(path, holder) from None
        if not _is_there(path, file):  # its holder took it away between our opening and our locking
            file.close()
            continue
        holder = _holder(file)
        if not believed and holder is not None and _lives(holder):
            file.close()
            raise _in_use(path, holder)
        file.seek(0)
        file.truncate()
        file.write(msgspec.json.encode(_Holder(os.getpid(), socket.gethostname())))
        file.flush()
        return file


def _lock(file: IO[bytes]) -> bool:
    """Lock an open file; False where the disk knows no locks. Raises BlockingIOError where another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            raise BlockingIOError from error
        return False
    return True


def _is_there(path: Path, file: IO[bytes]) -> bool:
    try:
        now, ours = path.stat(), os.fstat(file.fileno())
    except OSError:
        return False
    return (now.st_dev, now.st_ino) == (ours.st_dev, ours.st_ino)


def _holder(file: IO[bytes]) -> _Holder | None:
    """Who the file says holds it; None where it says nothing that can be read."""
    try:
        file.seek(0)
        return msgspec.json.decode(file.read(), type=_Holder)
    except (OSError, msgspec.DecodeError):
        return None


def _lives(holder: _Holder) -> bool:
    if holder.machine != socket.gethostname():
        return True
    if sys.platform == "win32":
        return False  # a process cannot be asked there without ending it; Windows' own disks know locks
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _in_use(path: Path, holder: _Holder | None) -> FileAccess:
    who = f" (process {holder.process} on {holder.machine})" if holder else ""
    return FileAccess(
        f"{path.parent}: another run of Klubbat is writing there{who}",
        code="in_use",
        remedy=f"Wait until it is done. If there is none, remove {path} and run again.",
    )
