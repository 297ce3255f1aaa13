"""The archive: documents, what was found in them, and what people decided, in one SQLite file.

This file alone knows the database driver. A document goes in whole or not at all (one transaction), under
the hash of its bytes: the same bytes filed twice are one document with two filings, and what has not changed
needs no work. Everything but the reviews and verdicts of people is derived and can be built again.

The file is in WAL mode: many may read while one writes, and a process that is killed while it writes loses
the document in its hands and nothing else. WAL needs a local disk. On a network share (SMB, NFS) two machines
do not see each other's locks, so an archive belongs on a local disk, or is copied there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import msgspec

from corpus.cases import case_key
from corpus.edtf import days
from corpus.happenings import Facts, facts
from corpus.tokens import folded
from corpus.units import Unit, maker_name, units
from extract.record import DateRole, Filing, Record, from_json, to_json
from ocr.errors import BadInput, FileAccess
from ocr.ledger import Change
from ocr.page import PAGE_BREAK, Page, Reading, Word
from ocr.source import Metadata
from ocr.spans import Span

SCHEMA = 1
APPLICATION = 0x4B6C7562  # "Klub": tells an archive from other SQLite files
PATIENCE = 10.0  # seconds to wait for another writer

DATE_ROLES: tuple[DateRole, ...] = ("meeting", "dated", "signed", "approved", "posted")

Row = tuple[Any, ...]
PlanRow = tuple[str, str, str]  # id, name, JSON
LinkRow = tuple[
    str, str, str, str, str | None, str | None, int, str
]  # id, document, kind, state, plan, target, place, JSON
ClaimRow = tuple[str, str, int, str]  # document, verdict, place, JSON


@dataclass(frozen=True, slots=True)
class State:
    """What the archive knows of a filed name: the hash of its bytes and the engine that read them."""

    document: str
    engine: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored. Made without the database, so a worker can make it."""

    reading: Reading
    record: Record
    units: tuple[Unit, ...]
    facts: Facts
    engine: str


def prepare(reading: Reading, record: Record, *, engine: str = "") -> Prepared:
    """Analyse a document for the archive; the costly half of `Archive.put`.

    Raises ValueError where the record was not made from this reading.
    """
    if record.document.id != reading.id or record.text != reading.text:
        raise ValueError(f"{reading.source}: the record belongs to another reading")
    return Prepared(reading, record, tuple(units(record, reading.offsets)), facts(record), engine)


class Archive:
    """An open archive; close it, or use it in a `with`. One thread, one Archive."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False) -> Archive:
        """Open an archive; `create` makes it where there is none.

        Raises FileAccess where the file is missing or may not be opened, BadInput where it is no archive or
        one of a newer program.
        """
        path = Path(path)
        if not path.exists() and not create:
            raise FileAccess(
                f"there is no archive at {path}",
                code="no_archive",
                remedy="Make it with `klubbat index PATH --db DB`.",
            )
        with _errors(path):
            connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            with _errors(path):
                _settle(connection, path, create=create)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What is there --------------------------------------------------------------------------------------

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query; how the rest of the stage reads, without knowing the driver."""
        with _errors(self.path):
            return self._db.execute(sql, values).fetchall()

    def state(self, source: str) -> State | None:
        """What is filed under a name; None where nothing is."""
        found = self.rows(
            "SELECT d.id, d.engine FROM filings f JOIN documents d ON d.id = f.document WHERE f.source = ?",
            (source,),
        )
        return State(*found[0]) if found else None

    def states(self) -> dict[str, State]:
        """All that is filed, by name."""
        return {
            source: State(document, engine)
            for source, document, engine in self.rows(
                "SELECT f.source, d.id, d.engine FROM filings f JOIN documents d ON d.id = f.document"
            )
        }

    def find(self, document: str) -> str | None:
        """The full id of the one document that an id, the beginning of one, or a filed name means."""
        rows = self.rows(
            "SELECT id FROM documents WHERE id = ?1 OR (length(?1) >= 6 AND substr(id, 1, length(?1)) = ?1)"
            " UNION SELECT document FROM filings WHERE source = ?1 LIMIT 2",
            (document,),
        )
        return rows[0][0] if len(rows) == 1 else None

    def documents(self) -> list[str]:
        """The ids of all documents, in the order of their dates."""
        return [
            row[0]
            for row in self.rows(
                "SELECT d.id FROM documents d ORDER BY"
                " coalesce(d.date, (SELECT min(f.date) FROM filings f WHERE f.document = d.id), ''), d.id"
            )
        ]

    def filings(self, document: str) -> tuple[Filing, ...]:
        """Where a document is filed, the earliest first."""
        return tuple(
            Filing(*row)
            for row in self.rows(
                "SELECT source, body, date, item FROM filings WHERE document = ?"
                " ORDER BY coalesce(since, '9'), source",
                (document,),
            )
        )

    def text(self, document: str) -> str:
        """A document's repaired text."""
        rows = self.rows("SELECT text FROM pages WHERE document = ? ORDER BY number", (document,))
        return PAGE_BREAK.join(text for (text,) in rows)

    def record(self, document: str) -> Record | None:
        """A document's record, with all its filings; None where there is no such document."""
        found = self.rows("SELECT record FROM documents WHERE id = ?", (document,))
        if not found:
            return None
        record = from_json(found[0][0])
        filed = self.filings(document)
        about = replace(record.document, filings=filed, source=filed[0].source)
        return replace(record, document=about, text=self.text(document))

    def reading(self, document: str) -> Reading | None:
        """A document as it was read, pages and ledgers included; None where there is no such document."""
        found = self.rows("SELECT encoding FROM documents WHERE id = ?", (document,))
        if not found:
            return None
        pages = tuple(
            _page_from(row)
            for row in self.rows(
                "SELECT number, raw, text, verdict, ledger, layout FROM pages WHERE document = ?"
                " ORDER BY number",
                (document,),
            )
        )
        first = self.filings(document)[0]
        return Reading(
            document,
            first.source,
            Metadata(first.body, first.date, item=first.item),
            pages,
            encoding=found[0][0],
        )

    def facts(self) -> list[Facts]:
        """What all documents say of plans and matters, the earliest filed first."""
        filed: dict[str, list[Filing]] = {}
        for document, *filing in self.rows(
            "SELECT document, source, body, date, item FROM filings ORDER BY coalesce(since, '9'), source"
        ):
            filed.setdefault(document, []).append(Filing(*filing))
        found = [
            msgspec.json.decode(row, type=Facts)
            for (row,) in self.rows(
                "SELECT f.facts FROM facts f JOIN documents d ON d.id = f.document"
                " ORDER BY coalesce(d.date, ''), d.id"
            )
        ]
        return [
            replace(f, source=filed[f.document][0].source, filings=tuple(filed[f.document])) for f in found
        ]

    # What goes in ---------------------------------------------------------------------------------------

    def put(self, reading: Reading, record: Record, *, engine: str = "") -> None:
        """Store a document, or store it anew; one transaction."""
        self.store(prepare(reading, record, engine=engine))

    def store(self, prepared: Prepared) -> None:
        """Store what `prepare` made; one transaction. Other filings of the same bytes stay."""
        reading, record = prepared.reading, prepared.record
        with self._writing() as db:
            kept = db.execute(
                "SELECT source, document, body, date, item, since, until, source_url FROM filings"
                " WHERE document = ? AND source <> ?",
                (reading.id, reading.source),
            ).fetchall()
            _drop(db, [reading.id])
            _insert_document(db, prepared)
            db.executemany("INSERT INTO filings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
            filing = next(
                (f for f in record.document.filings if f.source == reading.source),
                Filing(reading.source, reading.metadata.body, reading.metadata.date, reading.metadata.item),
            )
            _file(db, reading.id, filing, _date(record), reading.metadata.source_url)
            _drop_unfiled(db)

    def file(self, document: str, source: str, metadata: Metadata | None = None) -> None:
        """Note that bytes which the archive holds are filed under one more name."""
        known = metadata or Metadata()
        with self._writing() as db:
            date = db.execute("SELECT date FROM documents WHERE id = ?", (document,)).fetchone()
            if date is None:
                raise ValueError(f"{document} is not in the archive")
            _file(db, document, Filing(source, known.body, known.date, known.item), date[0], known.source_url)
            _drop_unfiled(db)

    def forget(self, sources: Iterable[str]) -> int:
        """Remove filings that are gone, and the documents that are filed nowhere any more.

        Returns how many documents went.
        """
        with self._writing() as db:
            db.executemany("DELETE FROM filings WHERE source = ?", ((source,) for source in sources))
            return _drop_unfiled(db)

    def replace_derived(
        self, plans: Iterable[PlanRow], links: Iterable[LinkRow], claims: Iterable[ClaimRow] = ()
    ) -> None:
        """Put new plans, links and claims in the place of all that were there; one transaction."""
        with self._writing() as db:
            for table in ("plans", "links", "claims"):
                db.execute(f"DELETE FROM {table}")
            db.executemany("INSERT INTO plans VALUES (?, ?, ?)", plans)
            db.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)", links)
            db.executemany("INSERT INTO claims VALUES (NULL, ?, ?, ?, ?)", claims)

    def remember(self, key: str, value: str) -> None:
        """Keep a word about the archive itself, such as what its links were made from."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def recall(self, key: str) -> str | None:
        found = self.rows("SELECT value FROM about WHERE key = ?", (key,))
        return found[0][0] if found else None

    # What people decide ---------------------------------------------------------------------------------

    def judge(self, link: str, state: Literal["confirmed", "rejected"], *, by: str | None = None) -> None:
        """Note what a person says of a link. It survives every rebuild."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)", (link, state, by, _now()))

    def verdicts(self) -> dict[str, Literal["confirmed", "rejected"]]:
        """What people said of links, by the link's id."""
        return dict(self.rows("SELECT link, state FROM verdicts"))

    def review(self, document: str, change: Change, *, by: str | None = None) -> None:
        """Note a person's answer to a doubtful change (state applied or rejected); it survives a rebuild."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (document, change.start, change.end, change.before, change.after, change.state, by, _now()),
            )

    def reviews(self, document: str) -> list[Change]:
        """The answers that people gave on a document's changes, as changes of maker person."""
        return [
            Change(start, end, before, after, 1.0, "person", state)
            for start, end, before, after, state in self.rows(
                "SELECT first, last, before, after, state FROM reviews WHERE document = ? ORDER BY first",
                (document,),
            )
        ]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _errors(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


# The file -----------------------------------------------------------------------------------------------


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
            for statement in _statements(files("corpus").joinpath("schema.sql").read_text(encoding="utf-8")):
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute("COMMIT")
    elif application != APPLICATION:
        raise _no_archive(path)
    elif version != SCHEMA:
        raise BadInput(
            f"{path} was made by another version of the program (schema {version}, this one has {SCHEMA})",
            code="schema",
            remedy="Use the program that made it, or index the sources into a new file.",
        )
    db.execute("PRAGMA synchronous = NORMAL")  # with WAL: a killed process loses nothing that was committed
    db.execute("PRAGMA cache_size = -65536")


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
def _errors(path: Path) -> Iterator[None]:
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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# Rows ---------------------------------------------------------------------------------------------------


def _drop(db: sqlite3.Connection, documents: Iterable[str]) -> None:
    for document in documents:
        db.execute(
            "DELETE FROM terms WHERE rowid IN (SELECT rowid FROM units WHERE document = ?)", (document,)
        )
        db.execute("DELETE FROM documents WHERE id = ?", (document,))


def _drop_unfiled(db: sqlite3.Connection) -> int:
    gone = [
        row[0]
        for row in db.execute(
            "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM filings)"
        ).fetchall()
    ]
    _drop(db, gone)
    return len(gone)


def _file(db: sqlite3.Connection, document: str, filing: Filing, date: str | None, url: str | None) -> None:
    bounds = days(filing.date) or days(date)
    db.execute(
        "INSERT OR REPLACE INTO filings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            filing.source, document, filing.body, filing.date, filing.item,
            bounds.first if bounds else None, bounds.last if bounds else None, url,
        ),
    )  # fmt: skip


def _date(record: Record) -> str | None:
    """The date that a document goes by: of the meeting, else the day it is dated, signed or approved."""
    dates = record.document.dates
    return next((d.edtf for role in DATE_ROLES for d in dates if d.role == role), None)


def _insert_document(db: sqlite3.Connection, prepared: Prepared) -> None:
    reading, record = prepared.reading, prepared.record
    about, text = record.document, record.text
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reading.id, about.kind, about.body, about.title, _date(record), prepared.facts.minutes,
            prepared.engine, reading.encoding,
            sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest(),
            to_json(replace(record, text="")).decode(),
        ),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                reading.id, page.number, page.verdict, None if page.raw == page.text else page.raw, page.text,
                msgspec.json.encode(page.ledger).decode(),
                msgspec.json.encode([page.width, page.height, page.unit, page.words]).decode(),
            )
            for page in reading.pages
        ),
    )  # fmt: skip
    db.execute("INSERT INTO facts VALUES (?, ?)", (reading.id, msgspec.json.encode(prepared.facts).decode()))
    _insert_findings(db, record)
    _insert_units(db, reading.id, prepared.units)


def _insert_findings(db: sqlite3.Connection, record: Record) -> None:
    document, text = record.document.id, record.text

    def words(span: Span) -> str:
        return text[span.start : span.end]

    for item in record.items:
        db.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)",
            (item.id, document, item.number, item.title, *item.span),
        )
        db.executemany(
            "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    d.id,
                    document,
                    item.number,
                    d.number,
                    d.status,
                    d.body,
                    ", ".join(d.verbs),
                    words(d.span),
                    *d.span,
                )
                for d in item.decisions
            ),
        )
        db.executemany(
            "INSERT OR REPLACE INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    s.id,
                    document,
                    item.number,
                    s.kind,
                    "; ".join(map(maker_name, s.by)),
                    words(s.span),
                    *s.span,
                )
                for s in item.statements
            ),
        )
    for question in record.questions:
        rows: list[tuple[str, str, str | None, Span]] = [(question.id, question.number, None, question.span)]
        rows += [(part.id, part.number, question.number, part.span) for part in question.parts]
        db.executemany(
            "INSERT OR REPLACE INTO questions VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((ident, document, number, part_of, words(span), *span) for ident, number, part_of, span in rows),
        )
    db.executemany("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", sorted(_cases(record), key=str))
    db.executemany(
        "INSERT INTO refs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (document, r.kind, r.value, r.item, r.body, r.edtf, r.event, *r.span)
            for r in record.mentions.references
        ),
    )


def _cases(record: Record) -> set[tuple[str, str | None, str, str, int]]:
    found: set[tuple[str, str | None, str, str, int]] = set()

    def add(value: str, item: str | None, own: int) -> None:
        if key := case_key(value):
            found.add((record.document.id, item, value, str(key), own))

    for number in record.document.case_numbers:
        add(number.value, None, 1)
    for item in record.items:
        for number in item.case_numbers:
            add(number.value, item.number, 1)
    for reference in record.mentions.references:
        if reference.kind == "case":
            at = next((i.number for i in record.items if reference.span.within(i.span)), None)
            add(reference.value, at, 0)
    return found


def _insert_units(db: sqlite3.Connection, document: str, found: Iterable[Unit]) -> None:
    forms: set[str] = set()
    for unit in found:
        forms.update(form for form in unit.exact.split() if form[0].isalpha())
        rowid = db.execute(
            "INSERT INTO units (document, type, kind, parties) VALUES (?, ?, ?, ?)",
            (document, unit.type, unit.kind, f" {' '.join(unit.parties)} "),
        ).lastrowid
        db.execute(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                rowid,
                unit.part,
                unit.item,
                unit.page,
                unit.title,
                unit.body,
                *unit.span,
                *unit.raw_span,
                unit.length,
            ),
        )
        db.execute(
            "INSERT INTO terms (rowid, title, meta, exact, lemma, parts) VALUES (?, ?, ?, ?, ?, ?)",
            (rowid, unit.title_terms, unit.meta_terms, unit.exact, unit.lemma, unit.parts),
        )
    db.executemany("INSERT OR IGNORE INTO spellings VALUES (?, ?)", ((f, folded(f)) for f in sorted(forms)))


def _page_from(row: Row) -> Page:
    number, raw, text, verdict, ledger, layout = row
    width, height, unit, words = msgspec.json.decode(
        layout, type=tuple[float, float, Literal["pt", "px", "none"], tuple[Word, ...]]
    )
    changes = msgspec.json.decode(ledger, type=tuple[Change, ...])
    return Page(number, text if raw is None else raw, text, verdict, changes, words, width, height, unit)
