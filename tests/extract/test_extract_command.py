"""`python -m ocr FILE | python -m extract`: pages in, records out, one line for anything else."""

from __future__ import annotations

import json
import subprocess
import sys

from ocr import Metadata, Page, Reading
from ocr.page import page_to_json

TEXT = "§ 8\nEtt ärende\nVIK 2019/619\n\nBeslut\nNämnden godkänner rapporten.\n"


def run(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extract", *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def test_pages_become_a_record() -> None:
    page = Page(1, TEXT, TEXT, "good")
    reading = Reading("b" * 64, "a.txt", Metadata(), (page,))
    done = run(page_to_json(reading, page, reading.page_spans[0]) + b"\n")
    assert done.returncode == 0
    record = json.loads(done.stdout)
    assert record["document"]["source"] == "a.txt"
    assert record["items"][0]["id"] == "b" * 12 + "/§8"
    assert record["items"][0]["decisions"][0]["status"] == "decision"


def test_what_is_no_page_is_one_plain_line() -> None:
    done = run(b'{"no": "page"}\n')
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_nothing_in_gives_nothing_out() -> None:
    done = run(b"")
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_file_that_is_named_is_not_passed_over_in_silence() -> None:
    done = run(b"", "protokoll.pdf")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"python -m ocr FILE" in done.stderr


def test_the_usage_is_told_to_who_asks() -> None:
    done = run(b"", "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"python -m ocr FILE" in done.stdout
