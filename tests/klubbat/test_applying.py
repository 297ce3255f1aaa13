import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from klubbat import answers as kept
from klubbat import batch, manifest
from klubbat.applying import apply_reviews
from klubbat.cli import code_of
from klubbat.inputs import walk
from ocr import ledger as ledgers
from ocr import pdf
from ocr.page import readings_from_json
from ocr.review import Answer

A = Answer("Ahigren", ("Ahlgren",), "Ahlgren", "2026-01-02T03:04:05Z")
PAR = Answer("Par", ("Pär",), "Par", "2026-01-02T03:04:05Z")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def line_of(out: Path, source: str) -> manifest.Entry:
    return manifest.load(out)[source]


def text_of(data: bytes) -> str:
    with pdf.opened(data) as opened:
        return pdf.sheet(opened, 0).text


def assert_hashes_hold(out: Path) -> None:
    for entry in manifest.load(out).values():
        hashes = [sha256((out / name).read_bytes()).hexdigest() for name in entry.outputs]
        assert list(entry.sha256_out) == hashes


def test_answers_are_written_into_texts_pages_and_manifest(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = tree(out.parent / "in")
    before = tree(out)
    kept.keep(out, [A, PAR])
    assert code_of(["clean", "--apply-reviews", str(out)]) == 0
    assert "2 documents written anew\n6 places with a person's answer, 0 wait" in capsys.readouterr().out
    after = tree(out)
    text = "Nämnden hor Ahlgren.\r\nNämnden tackar Par Ahlgren.\fAhlgren tackar.\n"
    assert after["a.txt"].decode() == text
    assert after["2019/b.txt"].decode("cp1252") == "Par Ahlgren, Vikasjö\n"
    assert after["c.txt.json"] == before["c.txt.json"]
    line = line_of(out, "a.txt")
    assert (line.state, line.repaired, line.review, line.answered) == ("cleaned", 5, 0, 4)
    assert "Ahlgren" in (out / "report.html").read_text(encoding="utf-8")
    assert_hashes_hold(out)
    assert tree(out.parent / "in") == inputs


def test_what_was_reviewed_still_gives_its_raw_bytes(out: Path) -> None:
    kept.keep(out, [A, PAR])
    apply_reviews(out)
    for name in ("a.txt", "2019/b.txt"):
        (reading,) = readings_from_json((out / f"{name}.json").read_bytes().splitlines())
        encoding = reading.ledger[0].encoding or "utf-8"
        text = (out / name).read_bytes().decode(encoding)
        assert ledgers.undo(text, reading.ledger).encode(encoding) == (out.parent / "in" / name).read_bytes()


def test_applying_twice_changes_nothing_and_taking_back_restores_all(out: Path) -> None:
    assert code_of(["clean", "--apply-reviews", str(out)]) == 0
    before = tree(out)
    kept.keep(out, [A, PAR])
    apply_reviews(out)
    once = tree(out)
    assert apply_reviews(out).written == ()
    assert tree(out) == once
    kept.keep(out, [Answer(a.word, a.candidates, None, a.when) for a in (A, PAR)])
    apply_reviews(out)
    restored = tree(out)
    assert {name for name in restored if restored[name] != before.get(name)} <= {
        "reviews.jsonl",
        "report.html",
    }


def test_a_cleaning_that_goes_on_leaves_reviewed_files_alone(out: Path) -> None:
    kept.keep(out, [A])
    apply_reviews(out)
    once = tree(out)
    summary = batch.clean(walk([out.parent / "in"]), out, workers=0)
    assert summary.worked_on == 0
    assert tree(out) == once


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_a_scan_is_found_under_the_words_of_the_answer(
    kind: str,
    out: Path,
    scanned: bytes,
    make_picture: Callable[..., Any],
    make_file: Callable[..., bytes],
) -> None:
    name = f"scan.{kind}"
    png = make_file(make_picture(["Nämnden tackar Per Ahigren"]))
    for place in (name, f"2019/{name}"):
        (out.parent / "in" / place).write_bytes(scanned if kind == "pdf" else png)
    batch.clean(walk([out.parent / "in"]), out, workers=0)
    searchable = name if kind == "pdf" else f"{name}.pdf"
    assert "Ahigren" in text_of((out / searchable).read_bytes())
    kept.keep(out, [A])
    apply_reviews(out)
    for place in (searchable, f"2019/{searchable}"):
        found = text_of((out / place).read_bytes())
        assert "Per Ahlgren" in found
        assert "Ahigren" not in found
        assert "Nämnden tackar" in found
    assert "Per Ahlgren" in (out / f"{name}.txt").read_text(encoding="utf-8")
    assert line_of(out, f"2019/{name}").state == "duplicate"
    assert_hashes_hold(out)


def test_a_text_that_somebody_edited_is_not_overwritten(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.keep(out, [A])
    (out / "a.txt").write_text("min egen version", encoding="utf-8")
    assert code_of(["clean", "--apply-reviews", str(out), "--json"]) == 2
    said = capsys.readouterr()
    assert [json.loads(line)["source"] for line in said.out.splitlines()] == ["2019/b.txt"]
    assert len(said.err.splitlines()) == 1
    assert "a.txt" in said.err
    assert (out / "a.txt").read_text(encoding="utf-8") == "min egen version"


def test_a_word_that_the_encoding_lacks_is_told_and_the_others_are_done(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.keep(out, [Answer("Ahigren", ("Ahlgren",), "Ahłgren", "")])
    assert code_of(["clean", "--apply-reviews", str(out)]) == 4
    assert "2019/b.txt" in capsys.readouterr().err
    assert "Ahłgren" in (out / "a.txt").read_text(encoding="utf-8")


def test_a_kill_between_two_files_is_made_good_by_the_next_run(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(out, [A])
    monkeypatch.setattr("klubbat.manifest.save", lambda *given: None)
    apply_reviews(out)
    monkeypatch.undo()
    assert line_of(out, "a.txt").review == 4
    apply_reviews(out)
    assert line_of(out, "a.txt").review == 1
    assert_hashes_hold(out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--apply-reviews", "nowhere"], 5),
        (["--apply-reviews", "."], 2),
        (["--apply-reviews", ".", "-o", "x"], 1),
        (["in", "--apply-reviews", "."], 1),
        (["in"], 1),
        (["-o", "x"], 1),
    ],
)
def test_what_is_wrong_with_the_arguments_is_one_line(
    arguments: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert code_of(["clean", *arguments]) == code
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_about_a_word_document_is_in_its_text_and_pages(out: Path) -> None:
    made = io.BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(made, "w") as word:
        line = "<w:p><w:r><w:t>Ahigren tackar.</w:t></w:r></w:p>"
        word.writestr("word/document.xml", f"<w:document {space}><w:body>{line}</w:body></w:document>")
    (out.parent / "in" / "brev.docx").write_bytes(made.getvalue())
    batch.clean(walk([out.parent / "in"]), out, workers=0)
    kept.keep(out, [A])
    assert code_of(["clean", "--apply-reviews", str(out)]) == 0
    assert (out / "brev.docx").read_bytes() == made.getvalue()
    assert (out / "brev.docx.txt").read_text(encoding="utf-8") == "Ahlgren tackar."
    assert line_of(out, "brev.docx").answered == 1
    assert_hashes_hold(out)
