"""A folder into which files are laid while it is watched. Time is a number here; nobody waits for it."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from klubbat import lock, manifest
from klubbat.inputs import Input
from klubbat.watching import Watch, watch
from ocr.errors import BadArguments, FileAccess

TEXT = "Nämnden beslutar att bifalla förslaget.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


def laid(folder: Path, name: str, text: str = TEXT) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def names(inputs: Sequence[Input]) -> list[str]:
    return [given.name for given in inputs]


def test_a_file_is_taken_when_it_has_been_still_and_once(folder: Path) -> None:
    watched = Watch([folder], folder.parent / "out", still=10)
    laid(folder, "a.txt")
    assert watched.ready(0) == watched.ready(9) == []
    taken = watched.ready(10)
    assert names(taken) == ["a.txt"]
    watched.take(taken)
    assert watched.ready(1000) == []


def test_a_file_that_grows_is_not_taken_before_it_is_done(folder: Path) -> None:
    watched = Watch([folder], folder.parent / "out", still=10)
    for second in range(0, 40, 8):
        laid(folder, "a.txt", TEXT * (second + 1))
        assert watched.ready(second) == []
    assert names(watched.ready(42)) == ["a.txt"]


def test_a_file_that_is_still_coming_by_its_name_is_left_until_it_is_renamed(folder: Path) -> None:
    watched = Watch([folder], folder.parent / "out", still=1)
    laid(folder, "a.txt.part")
    assert watched.ready(0) == watched.ready(100) == []
    (folder / "a.txt.part").rename(folder / "a.txt")
    watched.ready(101)
    assert names(watched.ready(102)) == ["a.txt"]


def test_a_file_that_was_taken_and_changes_is_taken_again(folder: Path) -> None:
    watched = Watch([folder], folder.parent / "out", still=1)
    laid(folder, "a.txt")
    watched.ready(0)
    watched.take(watched.ready(1))
    laid(folder, "a.txt", TEXT * 2)
    laid(folder, "b.txt")
    assert watched.ready(2) == []
    assert names(watched.ready(3)) == ["a.txt", "b.txt"]


def test_trouble_is_told_once_and_the_watch_goes_on(folder: Path) -> None:
    watched = Watch([folder], folder.parent / "out", still=0)
    moved = folder.with_name("borta")
    cleaned: list[list[str]] = []
    troubles: list[str] = []
    looks = 0

    def sleep(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            folder.rename(moved)
        elif looks == 4:
            moved.rename(folder)
            laid(folder, "a.txt")
        elif looks == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(
            watched,
            lambda inputs: cleaned.append(names(inputs)),
            lambda error: troubles.append(error.code),
            sleep=sleep,
        )
    assert cleaned == [["a.txt"]]
    assert troubles == ["not_found"]


def test_what_could_not_be_cleaned_while_another_run_is_there_is_tried_again(folder: Path) -> None:
    laid(folder, "a.txt")
    tries: list[list[str]] = []

    def clean(inputs: Sequence[Input]) -> None:
        tries.append(names(inputs))
        if len(tries) < 3:
            raise FileAccess("another run", code="in_use")
        raise BadArguments("enough")  # what is wrong for good ends the watch

    with pytest.raises(BadArguments):
        watch(Watch([folder], folder.parent / "out", still=0), clean, lambda e: None, sleep=lambda s: None)
    assert tries == [["a.txt"]] * 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C comes another way there")
def test_the_command_cleans_what_comes_and_ends_with_ctrl_c(folder: Path) -> None:
    out = folder.parent / "out"
    laid(folder, "a.txt")
    command = ["clean", folder, "-o", out, "--watch", "--poll", "0.05", "--still", "0", "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "klubbat", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # "&" has it ignored
    ) as running:
        assert running.stdout is not None
        assert '"source":"a.txt"' in running.stdout.readline()
        laid(folder, "b.txt", TEXT * 2)
        assert '"source":"b.txt"' in running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=300)
    assert running.returncode == 130
    assert "watching" in said and "Traceback" not in said
    assert {e.state for e in manifest.load(out).values()} == {"kept"}
    assert sorted(manifest.load(out)) == ["a.txt", "b.txt"]
    assert (out / "report.html").is_file()
    assert not (out / lock.NAME).exists()
