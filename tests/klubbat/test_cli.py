import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from klubbat import progress
from klubbat.cli import VERBS, code_of
from ocr.repair import repair

DAMAGED = (
    "Socialndmndens beslut\n\n"
    "1. Socialnémnden godkdnner rapporten om arbetet med handlingsplanen for battre\n"
    "arbetsmiljo for socialsekreterare och bistandshandldggare.\n"
    "2. Ndmnden 6verlamnar drendet till kommunstyrelsen, som fattar beslut om fortsattningen\n"
    "efter att forvaltningen har aterkommit med forslag som ocksa ar forankrade i namnden.\n"
)
CLEAN = (
    "Kommunstyrelsen beslutar att godkänna förslaget till handlingsplan för äldreomsorgen i Vikasjö.\n"
    "Ärendet överlämnas till socialnämnden, som också får i uppdrag att återkomma före årsskiftet.\n"
)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of([verb, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"Example: klubbat {verb}" in text
    assert max(map(len, text.splitlines())) <= 80


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"  {verb} " in text for verb in VERBS)
    assert "..." not in text.partition("Commands:")[2]  # nothing is cut off in a terminal of 80 columns


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["fly"], 1, "fly"),
        (["repair", "--loud"], 1, "--loud"),
        (["search"], 1, "klubbat search --help"),
        (["search", "plan", "--db", "nowhere.db"], 5, "klubbat index"),
        (["repari"], 1, "'repair'? See `klubbat --help`"),
        (["repair", "nowhere.txt"], 5, "nowhere.txt"),
        (["repair", __file__, "--ledger", __file__], 1, "the input itself"),
        (["undo", __file__, "--ledger", __file__], 2, f"{__file__}:1: this is not a ledger line"),
        (["repair", __file__, "--ledger", "-"], 1, "standard output takes the text"),
        (["repair", __file__, "--ledger", "."], 5, "."),
        (["clean", "nowhere", "-o", "out"], 5, "nowhere"),
        (["extract", "nowhere", "--json"], 5, "nowhere"),
        (["index", "nowhere", "--db", "new.db"], 5, "nowhere"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_code(
    arguments: list[str],
    code: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert code_of(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert message in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [DAMAGED, CLEAN], ids=["damaged", "clean"])
def test_undo_gives_the_bytes_back(
    text: str, newline: str, encoding: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    raw = text.replace("\n", newline).encode(encoding)
    (tmp_path / "raw").write_bytes(raw)
    ledger = str(tmp_path / "ledger")
    assert code_of(["repair", str(tmp_path / "raw"), "--ledger", ledger]) == 0
    repaired = capfdbinary.readouterr().out
    assert (repaired == raw) == (text == CLEAN)
    (tmp_path / "repaired").write_bytes(repaired)
    assert code_of(["undo", str(tmp_path / "repaired"), "--ledger", ledger]) == 0
    assert capfdbinary.readouterr().out == raw


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_text_is_repaired_and_undone_piece_by_piece(
    encoding: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["ocr.repair"], "MOST", 600)
    monkeypatch.setattr("klubbat.files._CHUNK", 64)
    raw = (DAMAGED * 5).encode(encoding)
    (tmp_path / "raw").write_bytes(raw)
    ledger = tmp_path / "ledger"
    assert code_of(["repair", str(tmp_path / "raw"), "--ledger", str(ledger), "--explain"]) == 0
    done = capfdbinary.readouterr()
    assert done.out.decode(encoding) == repair(DAMAGED * 5).text
    lines = (DAMAGED * 5).splitlines()
    last = max(int(n) for n in re.findall(r"(?m)^line (\d+) +Socialndmndens", done.err.decode()))
    assert "Socialndmndens" in lines[last - 1]
    assert last > len(lines) - len(DAMAGED.splitlines())
    starts = [json.loads(line)["start"] for line in ledger.read_text(encoding="utf-8").splitlines()]
    assert starts == sorted(starts)
    (tmp_path / "repaired").write_bytes(done.out)
    assert code_of(["undo", str(tmp_path / "repaired"), "--ledger", str(ledger)]) == 0
    assert capfdbinary.readouterr().out == raw


def test_a_ledger_out_of_order_is_undone_all_the_same(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "raw").write_text(DAMAGED, encoding="utf-8")
    ledger = tmp_path / "ledger"
    assert code_of(["repair", str(tmp_path / "raw"), "--ledger", str(ledger)]) == 0
    (tmp_path / "repaired").write_bytes(capfdbinary.readouterr().out)
    ledger.write_bytes(b"".join(reversed(ledger.read_bytes().splitlines(keepends=True))))
    assert code_of(["undo", str(tmp_path / "repaired"), "--ledger", str(ledger)]) == 0
    assert capfdbinary.readouterr().out.decode() == DAMAGED


def test_repair_is_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "klubbat", "repair"], input=DAMAGED.encode(), capture_output=True, check=True
    )
    assert "Socialnämndens beslut" in done.stdout.decode()


def test_explain_tells_the_reason_of_each_change(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    assert code_of(["repair", str(tmp_path / "a.txt"), "--explain"]) == 0
    assert "Socialndmndens -> Socialnämndens: changed" in capsys.readouterr().err


def test_undo_with_another_ledger_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Vikasjö", encoding="utf-8")
    line = {
        "start": 0,
        "end": 1,
        "before": "x",
        "after": "y",
        "confidence": 1,
        "maker": "person",
        "state": "applied",
    }
    (tmp_path / "ledger").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert code_of(["undo", str(tmp_path / "a.txt"), "--ledger", str(tmp_path / "ledger")]) == 2
    assert "does not belong to this text" in capsys.readouterr().err


def test_doctor_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(["doctor", "--json"]) in (0, 3)
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"python", "tesseract", "sqlite fts5"} <= {f["name"] for f in findings}
    assert all(f["remedy"] for f in findings if not f["ok"])


def test_without_arguments_the_help_is_shown_and_the_code_is_that_of_bad_arguments(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert code_of([]) == 1
    assert capsys.readouterr().out.startswith("Usage: klubbat")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_read_as_a_file_is_and_a_ledger_goes_through_one(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name in ("text", "ledger"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "raw").write_text(DAMAGED, encoding="utf-8")
    with (
        subprocess.Popen(["cp", tmp_path / "raw", tmp_path / "text"]),
        subprocess.Popen(["cat", tmp_path / "ledger"], stdout=subprocess.PIPE) as reader,
    ):
        assert code_of(["repair", str(tmp_path / "text"), "--ledger", str(tmp_path / "ledger")]) == 0
        ledger = reader.communicate()[0]
    assert capfdbinary.readouterr().out.decode() == repair(DAMAGED).text
    assert len(ledger.splitlines()) == len(repair(DAMAGED).ledger)
    assert (tmp_path / "ledger").is_fifo()


def test_a_ledger_is_written_to_where_a_link_leads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    assert code_of(["repair", str(tmp_path / "a.txt"), "--ledger", str(tmp_path / "link")]) == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "kept").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_standard_output_is_one_line_and_a_code(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAMAGED, encoding="utf-8")
    command = [sys.executable, "-m", "klubbat", "repair", str(tmp_path / "a.txt")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 5
    assert done.stderr.startswith("klubbat: standard output: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_mistake_of_ours_is_one_line_and_no_code_that_means_something_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klubbat.verbs.doctor.PACKAGES", (None,))
    assert code_of(["doctor"]) == 15
    told = capsys.readouterr().err
    assert told.startswith("klubbat: an unexpected error: ")
    assert len(told.splitlines()) == 1


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN * 2000, encoding="utf-8")
    for arguments in (["repair", "a.txt"], ["extract", "a.txt", "--json"], ["doctor"]):
        command = [sys.executable, "-m", "klubbat", *arguments]
        with subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            assert running.stdout and running.stderr
            running.stdout.close()
            told = running.stderr.read()
        assert (running.returncode, told) == (0, b"")


@pytest.mark.parametrize(
    ("closed", "verb", "code", "told"),
    [
        ("0<&-", "repair", 5, "klubbat: standard input is closed. Give a file, or pipe a text in.\n"),
        (">&-", "repair a.txt", 5, "klubbat: standard output is closed. "),
        ("", "repair .", 5, "klubbat: .: cannot be read: Is a directory. This takes a file; "),
        ("2>&-", "repair a.txt", 0, ""),
    ],
)
def test_a_closed_stream_and_a_folder_are_told_in_a_line(
    closed: str, verb: str, code: int, told: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + CLEAN.encode())
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m klubbat {verb} {closed}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code
    assert done.stderr.startswith(told)
    assert done.stdout in ("", f"\ufeff{CLEAN}")


class Gone(io.StringIO):
    """A terminal that was closed."""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


def test_a_terminal_that_is_closed_ends_a_run_as_ctrl_c_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> None:
        with progress.progress("cleaning", 2) as step:
            step()
            raise KeyboardInterrupt

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr("klubbat.verbs.doctor.run", run)
    monkeypatch.setattr(sys, "stderr", Gone())
    assert code_of(["doctor"]) == 130
