import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from klubbat import pool
from klubbat.pool import Limits, Outcome, run
from ocr.errors import BadInput, EncryptedInput


def double(n: int) -> int:
    return 2 * n


def moody(n: int) -> int:
    """Refuses 3, stumbles over 4, takes its process down at 5, stands still at 6."""
    if n == 3:
        raise EncryptedInput("locked", code="encrypted", remedy="unlock it")
    if n == 4:
        raise ZeroDivisionError("oh")
    if n == 5:
        os._exit(9)
    if n == 6:
        time.sleep(600)
    return n


def dies_once(marker: str) -> str:
    path = Path(marker)
    if not path.exists():
        path.write_text("", encoding="utf-8")
        os._exit(1)
    return "done"


def slow_but_alive(n: int) -> int:
    for _ in range(8):
        time.sleep(0.25)
        pool.alive()
    return n


def pid(_: int) -> int:
    return os.getpid()


def by_input(outcomes: list[Outcome[int, int]]) -> dict[int, Outcome[int, int]]:
    return {outcome.given: outcome for outcome in outcomes}


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_every_input_has_its_outcome(workers: int) -> None:
    outcomes = by_input(list(run(double, range(7), workers=workers)))
    assert {n: o.value for n, o in outcomes.items()} == {n: 2 * n for n in range(7)}


@pytest.mark.slow
def test_what_fails_dies_or_hangs_is_set_aside_and_the_others_go_on() -> None:
    outcomes = by_input(list(run(moody, range(12), workers=2, limits=Limits(silent_s=2))))
    codes = {n: o.error.code for n, o in outcomes.items() if o.error}
    assert codes == {3: "encrypted", 4: "unexpected", 5: "worker_died", 6: "worker_hung"}
    assert outcomes[3].error is not None and outcomes[3].error.remedy == "unlock it"
    assert isinstance(outcomes[3].error, EncryptedInput)
    assert sorted(o.value for o in outcomes.values() if o.value is not None) == [0, 1, 2, 7, 8, 9, 10, 11]


def test_a_job_that_ended_its_worker_is_tried_again(tmp_path: Path) -> None:
    (outcome,) = run(dies_once, [str(tmp_path / "marker")], workers=1)
    assert outcome.value == "done"


@pytest.mark.slow
def test_who_shows_life_may_take_long() -> None:
    seen: list[int] = []
    (outcome,) = run(slow_but_alive, [1], workers=1, limits=Limits(silent_s=1.5), on_alive=seen.append)
    assert outcome.value == 1
    assert seen[-1] == 8


def test_errors_come_back_whole_in_this_process_too() -> None:
    def refuse(_: int) -> int:
        raise BadInput("no", code="empty", remedy="yes")

    (outcome,) = run(refuse, [1], workers=0)
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.exit_code) == ("empty", 2)


def test_a_script_needs_no_guard_and_may_come_through_a_pipe() -> None:
    script = "from math import sqrt\nfrom klubbat.pool import run\n"
    script += "print(sorted(o.value for o in run(sqrt, [4, 9], workers=2)))\n"
    ran = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, encoding="utf-8", timeout=300
    )
    assert ran.stdout == "[2.0, 3.0]\n"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="looks for processes the POSIX way")
def test_leaving_early_ends_the_workers() -> None:
    running = run(pid, range(1000), workers=2)
    workers = {next(running).value, next(running).value}
    running.close()
    deadline = time.monotonic() + 20
    left = {p for p in workers if p is not None}
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {p for p in left if _is_running(p)}
    assert not left


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_that_are_only_starting_are_ended_too() -> None:
    def inputs() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        list(run(pid, inputs(), workers=3))
    assert set(multiprocessing.active_children()) <= before


def test_no_more_workers_are_started_than_there_is_work() -> None:
    before = set(multiprocessing.active_children())
    running = run(double, iter([1]), workers=3)
    assert next(running).value == 2
    assert len(set(multiprocessing.active_children()) - before) == 1
    running.close()


INTERRUPTED = """
import faulthandler, signal, sys
from klubbat import pool
from test_pool import double

faulthandler.dump_traceback_later(60, exit=True)
signal.signal(signal.SIGINT, signal.default_int_handler)
lines, at = 0, int(sys.argv[1])


def count(frame, event, _):
    global lines
    if event == "line":
        lines += 1
        if lines == at:
            signal.raise_signal(signal.SIGINT)
    return count


LOCKING = {"__enter__", "__exit__", "wait"}  # of the futures, when all of them are locked for a moment
is_locking = lambda code: code.co_name in LOCKING and code.co_filename.endswith("_base.py")
sys.settrace(lambda frame, *_: count if is_locking(frame.f_code) else None)
try:
    print("done", len(list(pool.run(double, range(6), workers=2))))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.slow
def test_an_interrupt_in_the_midst_of_the_queues_ends_the_work_and_does_not_hang() -> None:
    def run_until(line: int) -> str:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
        command = [sys.executable, "-c", INTERRUPTED, str(line)]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=90)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    points = range(1, 90, 8)  # of the first times that it waits
    assert [run_until(line) for line in points] == ["interrupted\n"] * len(points)
