"""The plug is pulled in the middle of a batch: nothing is lost, nothing is half, nothing is done twice."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from klubbat import manifest
from klubbat.batch import clean
from klubbat.inputs import walk

BATCH = """
import sys
from pathlib import Path
from klubbat.batch import clean
from klubbat.inputs import walk

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
clean(walk([folder], out), out, workers=2, on_progress=lambda at: at.entry and print(at.done, flush=True))
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def archive(folder: Path, make_pdf: Callable[..., bytes], count: int) -> None:
    folder.mkdir()
    for n in range(count):
        line = f"Nämnden beslutar i ärende {n} att bifalla förslaget."
        (folder / f"{n:03}.pdf").write_bytes(make_pdf([[(60, 100, line)], [(60, 100, "Sida 2")]]))
        (folder / f"{n:03}.txt").write_text(
            f"Namnden beslutar i arende {n} fér aldre.\n" * 5, encoding="utf-8"
        )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX thing")
def test_after_kill_9_the_next_runs_end_with_the_same_files(
    tmp_path: Path, make_pdf: Callable[..., bytes]
) -> None:
    folder, undisturbed, out = tmp_path / "in", tmp_path / "undisturbed", tmp_path / "out"
    archive(folder, make_pdf, 30)
    clean(walk([folder]), undisturbed, workers=0)
    for finished in (1, 20, 45):
        running = subprocess.Popen(
            [sys.executable, "-c", BATCH, folder, out], stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert running.stdout is not None
        for line in running.stdout:
            if int(line) >= finished:
                break
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        before = manifest.load(out)
        assert len(before) >= finished - 1
        untouched = {name: (out / name).stat().st_mtime_ns for e in before.values() for name in e.outputs}
    summary = clean(walk([folder]), out, workers=2)
    assert summary.exit_code == 0
    assert summary.worked_on <= 60 - len(before)
    assert {name: (out / name).stat().st_mtime_ns for name in untouched} == untouched
    assert tree(out) == tree(undisturbed)
    assert clean(walk([folder]), out).worked_on == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C comes another way there")
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_who_ends_it_keeps_what_is_finished(tmp_path: Path, make_pdf: Callable[..., bytes], how: str) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    archive(folder, make_pdf, 30)
    running = subprocess.Popen(
        [sys.executable, "-m", "klubbat", "clean", folder, "-o", out, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(getattr(signal, how), signal.SIG_DFL),  # nohup and "&" ignore some
    )
    assert running.stdout is not None
    running.stdout.readline()
    running.send_signal(getattr(signal, how))
    _, told = running.communicate(timeout=300)
    assert running.returncode == 130
    assert told == "klubbat: interrupted; what was finished is kept, run the same command to go on\n"
    lines = (out / manifest.NAME).read_bytes().splitlines()
    assert 1 <= len(lines) < 60
    assert not (out / manifest.JOURNAL).exists()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_kill_9_leaves_no_workers_behind(tmp_path: Path, make_pdf: Callable[..., bytes]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    archive(folder, make_pdf, 10)
    running = subprocess.Popen(
        [sys.executable, "-c", BATCH, folder, out], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert running.stdout is not None
    running.stdout.readline()
    workers = children_of(running.pid)
    assert workers
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    deadline = time.monotonic() + 30
    while (left := [pid for pid in workers if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left


def children_of(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
