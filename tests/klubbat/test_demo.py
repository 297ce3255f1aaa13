"""`python -m klubbat.demo` shows the main job on the samples."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from klubbat import demo

ARCHIVE = Path(__file__).resolve().parents[2] / "samples" / "archive"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def said(out: Path) -> str:
    """What the first run says."""
    return _run(out)


def _run(out: Path) -> str:
    words = io.StringIO()
    with redirect_stdout(words):
        assert demo.main(["--archive", str(ARCHIVE), "--out", str(out)]) == 0
    return words.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_damaged_line_is_shown_before_and_after(said: str) -> None:
    before = [line.split("- ", 1)[1] for line in said.splitlines() if line.startswith("  - ")]
    after = [line.split("+ ", 1)[1] for line in said.splitlines() if line.startswith("  + ")]
    assert before
    assert len(before) == len(after)
    assert all(a != b for a, b in zip(after, before, strict=True))
    assert sum(c in "åäö" for line in after for c in line) > 10


def test_decisions_and_who_objected_are_shown(said: str) -> None:
    assert "decided 1. Socialnämnden godkänner revideringen av handlingsplanen" in flat(said)
    assert "särskilt uttalande Kristina Åkerberg m.fl. (S); Per Lövgren m.fl. (V)" in flat(said)
    assert "vote 28 yes, 31 no, 2 abstained" in flat(said)


def test_references_are_linked_and_what_is_missing_is_said(said: str) -> None:
    words = flat(said)
    linked = "linked ”reviderades i samma nämnder i april 2022” → SN 2022-04-19 § 8 Protokollsutdrag.pdf"
    assert linked in words
    assert "unresolved ”Programmet för en god arbetsmiljö i välfärden" in words


def test_the_contradiction_is_shown_with_both_its_places(said: str) -> None:
    _, _, after = flat(said).partition("inconsistent within the document")
    assert after.startswith(" 2022-04 ”reviderades i samma nämnder i april 2022” 2022-05 ”")
    assert "the record says 2022-04-19" in flat(said)


def test_the_report_that_it_names_is_there(said: str, out: Path) -> None:
    (named,) = [line.strip() for line in said.splitlines() if line.endswith("report.html")]
    assert Path(named) == out / "cleaned" / "report.html"
    assert Path(named).is_file()


def test_every_line_fits_a_terminal_of_80_columns(said: str) -> None:
    rest, _, commands = said.rpartition("See for yourself")
    assert [line for line in rest.splitlines() if len(line) > 80 and not line.endswith("report.html")] == []
    assert "klubbat search" in commands


def test_a_second_run_finds_its_work_done_and_says_the_same(said: str, out: Path) -> None:
    made = {p: p.stat().st_mtime_ns for p in (out / "cleaned").rglob("*.pdf")}
    assert _run(out) == said
    assert {p: p.stat().st_mtime_ns for p in (out / "cleaned").rglob("*.pdf")} == made


def test_a_missing_archive_is_one_line_and_an_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(["--archive", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 5
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()
