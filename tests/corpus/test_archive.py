"""The archive keeps what it is given, whole, through changes, rebuilds and sudden death."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from ocr.errors import BadInput, FileAccess
from ocr.ledger import Change
from ocr.page import Page, Word
from ocr.source import Metadata
from ocr.spans import Span

Papers = Callable[..., Any]
Archives = Callable[..., Archive]

PROTOCOL = (
    "Protokoll\n\n§ 4\nPlan för vintercykling\nVSK 2021/17\nBeslut\nNämnden antar planen för vintercykling.\n"
    "\n§ 5\nAnmälningar\nBeslut\nAnmälningarna läggs till handlingarna.\n"
)


@pytest.fixture
def protocol(paper: Papers) -> Any:
    return paper(
        "tn/2021-05-04.txt", PROTOCOL, "protokoll", "Tekniska nämnden", "2021-05-04",
        items=[("4", "Plan för vintercykling"), ("5", "Anmälningar")],
        cases=["VSK 2021/17"],
        decisions=[("Nämnden antar planen för vintercykling.", "decision")],
    )  # fmt: skip


def test_what_goes_in_comes_out(archive_of: Archives, protocol: Any) -> None:
    reading, record = protocol.made()
    archive = archive_of(protocol)
    assert archive.record(reading.id) == record
    assert archive.text(reading.id) == reading.text
    again = archive.reading(reading.id)
    assert again is not None and again.pages == reading.pages and again.encoding == "utf-8"


def test_a_repaired_page_keeps_its_raw_text_its_ledger_and_its_boxes(
    archive_of: Archives, paper: Papers
) -> None:
    change = Change(0, 7, "Ndmnden", "Nämnden", 0.99, "channel", "applied", (("Nämnden", 0.99),), "nd")
    word = Word(Span(0, 7), (72.0, 90.5, 120.0, 101.0), 0.99, "repaired")
    page = Page(1, "Ndmnden antar.", "Nämnden antar.", "damaged", (change,), (word,), 595.0, 842.0, "pt")
    made = paper("a.pdf", "Nämnden antar.", pages=[page])
    archive = archive_of(made)
    kept = archive.reading(made.made()[0].id)
    assert kept is not None and kept.pages == (page,)
    assert kept.raw == "Ndmnden antar."


def test_the_same_bytes_filed_twice_are_one_document(archive_of: Archives, protocol: Any) -> None:
    archive = archive_of(protocol)
    ident = protocol.made()[0].id
    archive.file(ident, "kopia/samma.txt", Metadata(date="2021-06-01"))
    assert archive.documents() == [ident]
    record = archive.record(ident)
    assert record is not None
    assert [f.source for f in record.document.filings] == ["tn/2021-05-04.txt", "kopia/samma.txt"]
    assert archive.forget(["tn/2021-05-04.txt"]) == 0
    assert archive.forget(["kopia/samma.txt"]) == 1
    assert archive.documents() == []


def test_a_document_that_goes_leaves_nothing_behind(archive_of: Archives, protocol: Any) -> None:
    archive = archive_of(protocol)
    archive.forget(["tn/2021-05-04.txt"])
    for table in ("documents", "filings", "pages", "items", "decisions", "cases", "units", "places", "terms"):
        assert archive.rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_state_tells_what_has_changed(archive_of: Archives, paper: Papers) -> None:
    old, new = paper("a.txt", "Förslag till plan."), paper("a.txt", "Ändrat förslag till plan.")
    archive = archive_of(old)
    state = archive.state("a.txt")
    assert state is not None and (state.document, state.engine) == (old.made()[0].id, "test")
    archive.put(*new.made(), engine="newer")
    assert archive.states()["a.txt"].document == new.made()[0].id
    assert archive.documents() == [new.made()[0].id]
    assert archive.state("b.txt") is None


def test_storing_again_changes_nothing(archive_of: Archives, protocol: Any) -> None:
    archive = archive_of(protocol)
    tables = ("documents", "filings", "pages", "items", "decisions", "cases", "units", "terms")
    before = [archive.rows(f"SELECT count(*) FROM {t}") for t in tables]
    archive.put(*protocol.made(), engine="test")
    assert [archive.rows(f"SELECT count(*) FROM {t}") for t in tables] == before


def test_what_people_decide_survives_a_rebuild(archive_of: Archives, protocol: Any) -> None:
    archive = archive_of(protocol)
    ident = protocol.made()[0].id
    archive.judge("link-1", "rejected", by="AE")
    archive.review(ident, Change(3, 6, "ndm", "näm", 1.0, "person", "applied"), by="AE")
    archive.forget(["tn/2021-05-04.txt"])
    archive.put(*protocol.made(), engine="test")
    assert archive.verdicts() == {"link-1": "rejected"}
    assert [c.after for c in archive.reviews(ident)] == ["näm"]


def test_a_record_of_another_reading_is_refused(archive_of: Archives, paper: Papers) -> None:
    archive = archive_of()
    reading, _ = paper("a.txt", "En text.").made()
    _, record = paper("b.txt", "En annan text.").made()
    with pytest.raises(ValueError, match="another reading"):
        archive.put(reading, record)


def test_a_document_that_fails_leaves_the_archive_as_it_was(
    archive_of: Archives, protocol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(protocol)
    monkeypatch.setattr("corpus.rows._insert_units", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        archive.put(*protocol.made(), engine="broken")
    state = archive.state("tn/2021-05-04.txt")
    assert state is not None and state.engine == "test"
    assert archive.rows("SELECT count(*) FROM items") == [(2,)]


@pytest.mark.parametrize(
    ("content", "error", "code"),
    [
        (b"This is a letter, not a database. " * 40, BadInput, "not_an_archive"),
        (None, FileAccess, "no_archive"),
    ],
    ids=["a text file", "no file"],
)
def test_what_is_no_archive_is_named_as_such(
    tmp_path: Path, content: bytes | None, error: type[Exception], code: str
) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error) as caught:
        Archive.open(path)
    assert caught.value.code == code  # type: ignore[attr-defined]
    if content is not None:
        assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(BadInput, match="not an archive"):
        Archive.open(path, create=True)


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Archive.open(path, create=True).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(BadInput, match="another version"):
        Archive.open(path)


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(FileAccess):
        Archive.open(tmp_path)


def test_a_locked_archive_says_so(
    archive_of: Archives, protocol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.database.PATIENCE", 0.05)
    archive = archive_of(protocol)
    with sqlite3.connect(archive.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileAccess) as caught:
            archive.forget(["tn/2021-05-04.txt"])
        other.execute("ROLLBACK")
    other.close()
    assert caught.value.code == "locked"
    assert "network share" in caught.value.remedy


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from conftest import Paper
from corpus.archive import Archive
archive = Archive.open({path!r}, create=True)
for n in range(100000):
    archive.put(*Paper(f"{{n}}.txt", f"Ärende {{n}} om vintercykling. " * 40).made(), engine="test")
    print(n, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    code = WRITER.format(tests=str(Path(__file__).parent), path=str(path))
    for _ in range(2):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                if int(line) >= 20:
                    time.sleep(0.003)
                    writer.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
                    break
            stored = int(line)
        with Archive.open(path) as archive:
            assert len(archive.documents()) >= stored + 1
            assert archive.rows("PRAGMA integrity_check") == [("ok",)]
            units, terms = (archive.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("units", "terms"))
            assert units == terms
            assert archive.rows(
                "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document FROM pages)"
            ) == [(0,)]
