"""A folder that was cleaned and reviewed is read as it is there: what a person answered is what is found."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from corpus import Archive
from klubbat import answers, batch
from klubbat.applying import apply_reviews
from klubbat.cli import code_of
from klubbat.indexing import index
from klubbat.inputs import walk
from klubbat.report import html
from ocr.review import Answer


def said(out: Path, word: str, decision: str) -> None:
    answers.keep(out, [Answer(word, (decision,), decision, "2026-11-22T01:00:00Z")])
    apply_reviews(out)


def records(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, object]]:
    code_of(["extract", *arguments, "--json"])
    lines = capsys.readouterr().out.splitlines()
    return {record["document"]["source"]: record for record in map(json.loads, lines)}


def words(db: Path) -> set[str]:
    """All words that the archive holds."""
    with Archive.open(db) as archive:
        readings = [archive.reading(document) for document in archive.documents()]
    return {word.strip(".,") for reading in readings if reading for word in reading.text.split()}


def test_records_of_a_cleaned_folder_are_those_of_the_originals_with_the_answers(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(out, "Ahigren", "Ahlgren")
    originals, cleaned = records(capsys, str(out.parent / "in")), records(capsys, str(out))
    assert cleaned.keys() == originals.keys() == {"a.txt", "c.txt", "2019/b.txt"}
    for name in cleaned:
        assert cleaned[name]["document"]["id"] == originals[name]["document"]["id"]  # type: ignore[index]
    assert "Ahlgren" in str(cleaned["a.txt"]["text"])
    assert "Ahigren" not in str(cleaned["a.txt"]["text"])


def test_the_archive_finds_what_was_answered_whenever_that_was(out: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    index([out.parent / "in"], db, workers=0)
    assert words(db) & {"Ahigren", "Ahlgren"} == {"Ahigren"}
    said(out, "Ahigren", "Ahlgren")
    index([out], db, workers=0)  # takes the place of the originals, which are the same documents
    assert words(db) & {"Ahigren", "Ahlgren", "Par", "Pär"} == {"Ahlgren", "Par"}
    assert index([out], db, workers=0).counts == {"unchanged": 3}
    said(out, "Par", "Pär")
    assert index([out], db, workers=0).counts == {"changed": 2, "unchanged": 1}
    assert words(db) & {"Ahigren", "Ahlgren", "Par", "Pär"} == {"Ahlgren", "Pär"}
    assert index([out.parent / "in"], db, workers=0).counts == {"unchanged": 3}
    assert words(db) & {"Ahigren", "Ahlgren", "Par", "Pär"} == {"Ahlgren", "Pär"}


def test_what_a_list_said_beside_the_originals_is_known_of_the_cleaned(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "path,body,date\nc.txt,Äldrenämnden,2019-03-05\n"
    (out.parent / "in" / "metadata.csv").write_text(rows, encoding="utf-8")
    summary = batch.clean(walk([out.parent / "in"]), out, workers=0)
    assert summary.worked_on == 0
    assert "c.txt" in html(summary)
    document = records(capsys, str(out))["c.txt"]["document"]
    assert document["body"] == "Äldrenämnden"  # type: ignore[index]
    assert document["metadata_from"]["body"] == "metadata.csv"  # type: ignore[index]


def test_duplicates_are_filed_and_what_failed_is_told_again(out: Path, tmp_path: Path) -> None:
    folder = out.parent / "in"
    (folder / "d.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "tom.pdf").write_bytes(b"")
    (folder / "tom.txt").write_bytes(b"")
    batch.clean(walk([folder]), out, workers=0)
    summary = index([out], tmp_path / "a.db", workers=0)
    assert summary.counts == {"new": 3, "duplicate": 1, "failed": 2}
    assert [(name, error.code) for name, error in summary.failures] == [
        ("tom.pdf", "empty"),
        ("tom.txt", "empty"),
    ]


def test_a_manifest_of_some_other_program_makes_no_cleaned_folder(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"files": 3}\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("Text.\n", encoding="utf-8")
    assert [i.name for i in walk([tmp_path], cleaned=True)] == ["a.txt", "manifest.jsonl"]


def test_several_cleaned_folders_lie_under_their_names(out: Path) -> None:
    other = out.with_name("annat")
    other.mkdir()
    (other / "a.txt").write_text("Text.\n", encoding="utf-8")
    names = [i.name for i in walk([out, other], cleaned=True)]
    assert names == ["out/2019/b.txt", "out/a.txt", "out/c.txt", "annat/a.txt"]


def test_a_cleaned_file_alone_is_its_document_and_comes_once(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = records(capsys, str(out))
    given = [str(path) for path in (out / "a.txt", out / "a.txt.json", out / "2019" / "b.txt")]
    assert records(capsys, *given) == {name: whole[name] for name in ("a.txt", "2019/b.txt")}
    assert len(walk([Path(path) for path in given], cleaned=True)) == 2


def test_a_cleaned_file_that_was_changed_by_hand_is_read_as_it_is(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "a.txt").write_text("Anna Berg (S) yrkar bifall.\n", encoding="utf-8")
    assert records(capsys, str(out / "a.txt"))["a.txt"]["text"] == "Anna Berg (S) yrkar bifall.\n"


@pytest.mark.parametrize("verb", ["extract", "index"])
def test_locked_pdfs_are_opened_with_a_password_by_other_verbs_too(
    verb: str, tmp_path: Path, make_pdf: Callable[..., bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    with pikepdf.open(io.BytesIO(make_pdf([[(60, 100, "Nämnden beslutar att bifalla.")]]))) as opened:
        opened.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))
    (tmp_path / "ord.txt").write_text("hemligt\n", encoding="utf-8")
    command = [
        verb,
        str(tmp_path / "a.pdf"),
        "-j",
        "1",
        *(["--db", str(tmp_path / "a.db")] * (verb == "index")),
    ]
    assert code_of(command) == 8
    assert code_of([*command, "--password-file", str(tmp_path / "ord.txt")]) == 0
    assert "hemligt" not in capsys.readouterr().out
