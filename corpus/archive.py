"""The archive: documents, what was found in them, and what people decided, in one SQLite file.

A document goes in whole or not at all (one transaction), under the hash of its bytes: the same bytes filed
twice are one document with two filings, and what has not changed needs no work. Everything but the reviews
and verdicts of people is derived and can be built again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import msgspec

from corpus.database import Connection, connect, errors, writing
from corpus.happenings import Facts, filed_as
from corpus.prepared import Prepared, prepare
from corpus.rows import date_of, drop, drop_unfiled, file, insert_document, page_from
from extract.record import Filing, Record, from_json
from ocr.errors import FileAccess
from ocr.ledger import Change
from ocr.page import PAGE_BREAK, Reading
from ocr.source import Metadata

__all__ = ["Archive", "Prepared", "State", "prepare"]

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


class Archive:
    """An open archive; close it, or use it in a `with`. One thread, one Archive."""

    def __init__(self, connection: Connection, path: Path) -> None:
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
        return cls(connect(path, create=create), path)

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
        with errors(self.path):
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
            page_from(row)
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
        rows = [
            msgspec.json.decode(row, type=Facts | tuple[Facts, ...])
            for (row,) in self.rows(
                "SELECT f.facts FROM facts f JOIN documents d ON d.id = f.document"
                " ORDER BY coalesce(d.date, ''), d.id"
            )
        ]
        found = [one for row in rows for one in (row if isinstance(row, tuple) else (row,))]
        return [filed_as(f, tuple(filed[f.document])) for f in found]

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
            drop(db, [reading.id])
            insert_document(db, prepared)
            db.executemany("INSERT INTO filings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
            filing = next(
                (f for f in record.document.filings if f.source == reading.source),
                Filing(reading.source, reading.metadata.body, reading.metadata.date, reading.metadata.item),
            )
            file(db, reading.id, filing, date_of(record), reading.metadata.source_url)
            drop_unfiled(db)

    def file(self, document: str, source: str, metadata: Metadata | None = None) -> None:
        """Note that bytes which the archive holds are filed under one more name."""
        known = metadata or Metadata()
        with self._writing() as db:
            date = db.execute("SELECT date FROM documents WHERE id = ?", (document,)).fetchone()
            if date is None:
                raise ValueError(f"{document} is not in the archive")
            file(db, document, Filing(source, known.body, known.date, known.item), date[0], known.source_url)
            drop_unfiled(db)

    def forget(self, sources: Iterable[str]) -> int:
        """Remove filings that are gone, and the documents that are filed nowhere any more.

        Returns how many documents went.
        """
        with self._writing() as db:
            db.executemany("DELETE FROM filings WHERE source = ?", ((source,) for source in sources))
            return drop_unfiled(db)

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

    def _writing(self) -> AbstractContextManager[Connection]:
        return writing(self._db, self.path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
