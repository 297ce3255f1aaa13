"""The database driver, and nothing else: opening the file, transactions, and its errors in our words.

This file alone imports `sqlite3`. The archive's file is in WAL mode: many may read while one writes, and a
process that is killed while it writes loses the document in its hands and nothing else. WAL needs a local
disk. On a network share (SMB, NFS) two machines do not see each other's locks, so an archive belongs on a
local disk, or is copied there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from ocr.errors import BadInput, FileAccess

Connection = sqlite3.Connection

SCHEMA = 2
APPLICATION = 0x4B6C7562  # "Klub": tells an archive from other SQLite files
PATIENCE = 10.0  # seconds to wait for another writer


def connect(path: Path, *, create: bool) -> Connection:
    """Open the file, and make it an archive where it is new and `create` says so.

    Raises FileAccess where it may not be opened, BadInput where it is no archive or of another version.
    """
    with errors(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        with errors(path):
            _settle(connection, path, create=create)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def writing(db: Connection, path: Path) -> Iterator[Connection]:
    """One transaction: all of it or nothing."""
    with errors(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def _settle(db: sqlite3.Connection, path: Path, *, create: bool) -> None:
    """Check that the file is an archive, or make it one where it is new."""
    db.execute("PRAGMA foreign_keys = ON")
    application, version = (
        db.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version")
    )
    empty = not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if empty and create:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        if not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():  # nobody was quicker
            for statement in _schema():
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute("COMMIT")
    elif application != APPLICATION:
        raise _no_archive(path)
    elif version == 1:
        _add_protocols(db)
    elif version != SCHEMA:
        raise BadInput(
            f"{path} was made by another version of the program (schema {version}, this one has {SCHEMA})",
            code="schema",
            remedy="Use the program that made it, or index the sources into a new file.",
        )
    db.execute("PRAGMA synchronous = NORMAL")  # with WAL: a killed process loses nothing that was committed
    db.execute("PRAGMA cache_size = -65536")


def _add_protocols(db: sqlite3.Connection) -> None:
    """Give an archive of version 1 what version 2 has more; what people decided stays where it is."""
    db.execute("BEGIN IMMEDIATE")
    if db.execute("PRAGMA user_version").fetchone()[0] == 1:  # nobody was quicker
        db.execute(next(s for s in _schema() if "CREATE TABLE protocols" in s))
        db.execute("ALTER TABLE cases ADD COLUMN first INTEGER")
        db.execute(f"PRAGMA user_version = {SCHEMA}")
    db.execute("COMMIT")


def _schema() -> list[str]:
    return list(_statements(files("corpus").joinpath("schema.sql").read_text(encoding="utf-8")))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; unlike `executescript` this leaves the transaction to the caller."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _no_archive(path: Path) -> BadInput:
    return BadInput(
        f"{path} is not an archive of Klubbat",
        code="not_an_archive",
        remedy="Give the file that `klubbat index --db` made, or a name where there is no file yet.",
    )


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        words = str(error)
        if "locked" in words or "busy" in words:
            raise FileAccess(
                f"{path} is in use by another program that writes to it",
                code="locked",
                remedy="Wait until the other run has ended. An archive on a network share is not safe:"
                " keep it on a local disk.",
            ) from error
        if "unable to open" in words or "readonly" in words or "disk" in words or "full" in words:
            raise FileAccess(
                f"{path} can't be opened or written: {words}",
                code="file_access",
                remedy="Check the folder, the permissions and the space on the disk.",
            ) from error
        raise
    except sqlite3.DatabaseError as error:
        if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)):
            raise  # a fault of this program, not of the file
        if "not a database" in str(error):
            raise _no_archive(path) from error
        raise BadInput(
            f"{path} is damaged: {error}",
            code="damaged_archive",
            remedy="Index the sources into a new file. What people decided stands in the tables reviews and"
            " verdicts.",
        ) from error
