"""One output folder, more than one run: at the same time, one after the other, and by choice once more."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from klubbat import lock, manifest
from klubbat.applying import apply_reviews
from klubbat.batch import Progress, Summary, clean
from klubbat.cli import code_of
from klubbat.inputs import walk
from klubbat.manifest import Entry
from klubbat.redo import is_wanted
from ocr.errors import BadArguments, FileAccess

TEXT = "Nämnden beslutar att bifalla förslaget till handlingsplan för äldre.\n"
HOLD = """
import sys
from pathlib import Path
from klubbat import lock
with lock.held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, out: Path, redo: str = "") -> Summary:
    return clean(walk([folder]), out, workers=0, redo=redo)


def sources(out: Path) -> list[str]:
    return list(manifest.load(out))


def holder(out: Path) -> subprocess.Popen[str]:
    running = subprocess.Popen(
        [sys.executable, "-c", HOLD, out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "held\n"
    return running


def test_a_second_run_waits_for_nobody_and_says_who_is_there(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "in", a=TEXT), tmp_path / "out"
    run(folder, out)
    with holder(out) as running:
        for attempt in (lambda: run(folder, out), lambda: apply_reviews(out)):
            with pytest.raises(FileAccess) as caught:
                attempt()
            assert caught.value.code == "in_use"
            assert f"process {running.pid}" in caught.value.message
        running.kill()
        running.wait()
        assert (out / lock.NAME).exists()
    assert run(folder, out).exit_code == 0  # the dead hold nothing
    assert not (out / lock.NAME).exists()


@pytest.mark.parametrize("there", [True, False])
def test_where_a_disk_knows_no_locks_the_file_is_believed_while_its_process_lives(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_lock", lambda file: False)
    with holder(tmp_path) as running:
        if not there:
            running.kill()
            running.wait()
        try:
            with lock.held(tmp_path):
                assert not there
        except FileAccess as error:
            assert there and error.code == "in_use"


def test_a_batch_leaves_the_lines_of_others_alone(tmp_path: Path) -> None:
    first, second = written(tmp_path / "x", a=TEXT), written(tmp_path / "y", b="Något annat.\n", c=TEXT)
    out = tmp_path / "out"
    run(first, out)
    summary = run(second, out)
    assert sources(out) == ["a.txt", "b.txt", "c.txt"]
    assert [e.source for e in summary.entries] == ["b.txt", "c.txt"]
    assert [e.source for e in summary.others] == ["a.txt"]
    assert manifest.load(out)["c.txt"].duplicate_of == "a.txt"
    assert run(first, out).worked_on == run(second, out).worked_on == 0
    (out / "a.txt.json").unlink()
    assert run(second, out).worked_on == 1  # nothing to be a copy of any more


def test_another_document_of_the_same_name_is_refused_while_the_first_exists(tmp_path: Path) -> None:
    first, second = written(tmp_path / "x", a=TEXT), written(tmp_path / "y", a="Något annat.\n", b="b\n")
    out = tmp_path / "out"
    run(first, out)
    before = {p: p.read_bytes() for p in out.iterdir()}
    with pytest.raises(BadArguments) as caught:
        run(second, out)
    assert caught.value.code == "name_taken"
    assert {p: p.read_bytes() for p in out.iterdir()} == before
    first.rename(tmp_path / "moved")
    assert run(tmp_path / "moved", out).worked_on == 0
    (tmp_path / "moved" / "a.txt").unlink()
    run(second, out)
    assert (out / "a.txt").read_text(encoding="utf-8") == "Något annat.\n"


def test_a_result_never_lands_on_that_of_an_earlier_batch(
    tmp_path: Path, make_pdf: Callable[..., bytes]
) -> None:
    first, second, out = tmp_path / "x", tmp_path / "y", tmp_path / "out"
    first.mkdir()
    (first / "a.pdf").write_bytes(make_pdf([[(60, 100, "Nämnden beslutar.")]]))
    run(first, out)
    second.mkdir()
    (second / "a.pdf.txt").write_text(TEXT, encoding="utf-8")
    run(second, out)
    assert (out / "a.pdf.txt").read_text(encoding="utf-8") == "Nämnden beslutar."
    assert manifest.load(out)["a.pdf.txt"].outputs[0] == "a.pdf (2).txt"
    assert run(second, out).worked_on == run(first, out).worked_on == 0


def test_what_failed_and_was_taken_away_is_told_no_more(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "in", a="", b=TEXT), tmp_path / "out"
    assert run(folder, out).exit_code == 2
    (folder / "a.txt").unlink()
    assert run(folder, out).exit_code == 0
    assert sources(out) == ["b.txt"]
    (folder / "b.txt").unlink()
    run(folder, out)
    assert sources(out) == ["b.txt"]  # what came of it is still there


@pytest.mark.parametrize(
    ("redo", "again"),
    [
        ("", []),
        ("all", ["read", "repaired", "kept"]),
        ("read", ["read"]),
        ("repair", ["repaired"]),
        ("aaaaaaaa", ["kept"]),
        ("klubbat 0.1.0", ["read", "repaired", "kept"]),
    ],
)
def test_what_is_done_again_is_chosen_by_stage_or_by_engine(redo: str, again: list[str]) -> None:
    entries = [
        Entry("read", "", "cleaned", read=1, engine="klubbat 0.1.0 / model bbbbbbbb"),
        Entry("repaired", "", "cleaned", repaired=3, engine="klubbat 0.1.0 / model bbbbbbbb"),
        Entry("kept", "", "kept", engine="klubbat 0.1.0 / model aaaaaaaa"),
    ]
    assert [entry.source for entry in entries if is_wanted(redo, entry)] == again


@pytest.mark.parametrize(
    ("arguments", "code", "worked_on"),
    [
        (["--redo"], 0, 2),
        (["--redo", "all"], 0, 2),
        (["--redo=repair"], 0, 1),
        (["--redo", "read"], 0, 0),
        (["--redo", "--json"], 0, 2),
        (["--redo", "ffffffff"], 1, 0),
        (["--redo=allt"], 1, 0),
    ],
)
def test_redo_on_the_command_line(
    arguments: list[str], code: int, worked_on: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruined = "Socialndmnden beslutar att godkanna forslaget till handlingsplan for aldre.\n"
    folder, out = written(tmp_path / "in", a=TEXT, b=ruined), tmp_path / "out"
    run(folder, out)
    stamps = {p: p.stat().st_mtime_ns for p in out.glob("*.txt")}
    for p in stamps:
        os.utime(p, ns=(0, 0))
    assert code_of(["clean", *arguments, str(folder), "-o", str(out)]) == code
    assert sum(p.stat().st_mtime_ns != 0 for p in stamps) == worked_on
    assert capsys.readouterr().err.count("\n") == (code != 0)


def test_a_file_that_changes_meanwhile_is_told_and_done_the_next_time(
    tmp_path: Path, make_pdf: Callable[..., bytes]
) -> None:
    folder, out = written(tmp_path / "in", a=TEXT, b="Hälften.\n", c="c\n"), tmp_path / "out"

    def meanwhile(at: Progress) -> None:
        if at.entry is None:
            return  # it has only looked at what is there
        (folder / "b.txt").write_text("Hälften. Resten.\n", encoding="utf-8")
        (folder / "c.txt").unlink(missing_ok=True)

    summary = clean(walk([folder]), out, workers=0, on_progress=meanwhile)
    found = {e.source: (e.state, e.code, e.exit_code) for e in summary.entries}
    assert found == {
        "a.txt": ("kept", "", 0),
        "b.txt": ("failed", "changed", 5),
        "c.txt": ("failed", "not_readable", 5),
    }
    assert not (out / "b.txt").exists()
    assert run(folder, out).exit_code == 0
    assert sources(out) == ["a.txt", "b.txt"]


FULL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
from klubbat.cli import code_of
sys.exit(code_of(["clean", sys.argv[1], "-o", sys.argv[2], "-j", "1"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit that plays the full disk is POSIX")
def test_where_there_is_no_room_left_the_others_are_done_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "in", a=TEXT, b=TEXT * 1000, c="c\n"), tmp_path / "out"
    command = [sys.executable, "-c", FULL, folder, out, "20000"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ended.returncode == 5, ended.stderr
    entries = manifest.load(out)
    assert {name: e.code for name, e in entries.items()} == {
        "a.txt": "",
        "b.txt": "not_writable",
        "c.txt": "",
    }
    assert "room" in entries["b.txt"].remedy
    assert not list(out.glob(".klubbat-*"))
    assert run(folder, out).worked_on == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the limit that plays the full disk is POSIX")
def test_where_there_is_no_room_for_the_manifest_one_line_says_so_and_the_next_run_goes_on(
    tmp_path: Path,
) -> None:
    folder, out = written(tmp_path / "in", a=TEXT, b=TEXT), tmp_path / "out"
    command = [sys.executable, "-c", FULL, folder, out, "300"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ended.returncode == 5, ended.stderr
    assert str(out / manifest.NAME) in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert run(folder, out).exit_code == 0
    assert sources(out) == ["a.txt", "b.txt"]


def test_the_manifest_says_where_the_original_lies(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "in", a=TEXT), tmp_path / "out"
    run(folder, out)
    (line,) = (out / manifest.NAME).read_bytes().splitlines()
    assert msgspec.json.decode(line)["original"] == str((folder / "a.txt").resolve())
