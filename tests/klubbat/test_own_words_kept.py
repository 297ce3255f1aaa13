"""The own words of an output folder: learned before they are needed, kept, added to and forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from klubbat import answers, batch
from klubbat.cli import code_of
from klubbat.inputs import walk
from klubbat.own_words import DECIDED, NAME, answered, decide, load_learned, own_words
from ocr.errors import BadInput
from ocr.review import Answer

GOOD = (
    "Nämnden har besökt Gråbohöljans förskola i Vikasjö kommun. Förskolechefen Görel Sköldåker berättar.\n"
    "Ledamoten Görel Sköldåker (V) yrkar bifall. Gråbohöljans förskola får nya lokaler nästa år.\n"
) * 4
FLAT = GOOD.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A damaged document, which comes first by its name, and a good one."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(FLAT, encoding="utf-8")
    (folder / "z.txt").write_text(GOOD, encoding="utf-8")
    return folder


def cleaned(folder: Path, out: Path, *, redo: bool = False) -> str:
    batch.clean(walk([folder]), out, workers=0, redo=redo)
    return (out / "a.txt").read_text(encoding="utf-8")


def test_a_document_is_mended_by_one_that_comes_after_it(folder: Path, tmp_path: Path) -> None:
    assert cleaned(folder, tmp_path / "out") == GOOD


def test_alone_it_is_not_mended_whole(folder: Path, tmp_path: Path) -> None:
    (folder / "z.txt").unlink()
    assert cleaned(folder, tmp_path / "out") != GOOD


def test_words_are_kept_for_the_next_batch(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "a.txt").rename(tmp_path / "a.txt")
    batch.clean(walk([folder]), out, workers=0)
    batch.clean(walk([tmp_path / "a.txt"]), out, workers=0)
    assert (out / "a.txt").read_text(encoding="utf-8") == GOOD


def test_a_document_teaches_once_however_often_it_is_cleaned(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    before = (out / NAME).read_bytes()
    cleaned(folder, out, redo=True)
    assert (out / NAME).read_bytes() == before


def test_what_an_interrupted_run_did_not_keep_is_learned_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    undisturbed = (out / NAME).read_bytes()
    (out / NAME).unlink()
    (out / "a.txt").unlink()  # so that it is cleaned anew, while z.txt is finished
    assert cleaned(folder, out) == GOOD
    assert (out / NAME).read_bytes() == undisturbed


def test_a_forgotten_name_is_not_put_in_place_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    decide(out, ["Gråbohöljans"], "forget")
    assert "Gråbohöljans" not in cleaned(folder, out, redo=True)
    decide(out, ["Gråbohöljans"], "add")
    assert cleaned(folder, out, redo=True) == GOOD


def test_what_a_reviewer_puts_in_place_is_an_own_word(tmp_path: Path) -> None:
    answers.keep(
        tmp_path,
        [
            Answer("Skoldaker,", ("Sköldåker,",), "Sköldåker,", "2026-01-01T00:00:00Z"),
            Answer("12", (), "1 2", "2026-01-01T00:00:00Z"),
        ],
    )
    assert answered(tmp_path) == {"Sköldåker"}
    assert "Sköldåker" in own_words(tmp_path, load_learned(tmp_path)).by_town[""]


def test_what_is_no_word_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no word"):
        decide(tmp_path, ["Ek", "två ord"], "add")
    assert not (tmp_path / DECIDED).exists()


@pytest.mark.parametrize("name", [NAME, DECIDED])
def test_a_broken_file_is_named(folder: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    (out / name).write_text("{", encoding="utf-8")
    assert code_of(["words", str(out)]) == 2


def test_the_command_shows_words_and_takes_decisions(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    assert code_of(["words", str(out), "--forget", "Görel", "--add", "Åkerblåby"]) == 0
    said = capsys.readouterr().out
    lines = [line.split(maxsplit=1) for line in said.splitlines()]
    assert ["Sköldåker", "8 times in Vikasjö"] in lines
    assert ["Görel", "forgotten"] in lines
    assert lines[-3] == ["Åkerblåby", "a person vouches for it"]
    assert "5 words in use, 1 forgotten" in said


def test_the_pipe_can_use_the_words_of_an_output_folder(
    folder: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    assert code_of(["repair", str(folder / "a.txt")]) == 0
    assert capfdbinary.readouterr().out.decode() != GOOD
    assert code_of(["repair", str(folder / "a.txt"), "--words", str(out)]) == 0
    assert capfdbinary.readouterr().out.decode() == GOOD
    assert code_of(["repair", str(folder / "a.txt"), "--words", str(folder)]) == 2


def texts(said: str) -> dict[str, str]:
    """The repaired texts of records, by their documents, in the order in which these came."""
    records = [json.loads(line) for line in said.splitlines()]
    return {record["document"]["source"]: record["text"] for record in records}


def test_a_record_has_the_names_that_the_other_documents_hold(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(["extract", str(folder / "a.txt"), "--json"]) == 0
    assert texts(capsys.readouterr().out) != {"a.txt": GOOD}
    assert code_of(["extract", str(folder), "--json"]) == 0
    said = texts(capsys.readouterr().out)
    assert said == {"a.txt": GOOD, "z.txt": GOOD}
    assert list(said) == ["z.txt", "a.txt"]


def test_a_record_can_use_the_words_of_an_output_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    cleaned(folder, out)
    assert code_of(["extract", str(folder / "a.txt"), "--words", str(out), "--json"]) == 0
    assert texts(capsys.readouterr().out) == {"a.txt": GOOD}
