from collections.abc import Callable
from pathlib import Path

import pytest

from klubbat.cli import code_of

RUINED = (
    "Socialndmnden beslutar att godkénna férvaltningens férslag till handlingsplan fér aldre.\n"
    "Namnden éverlamnar arendet till kommunstyrelsen fér kannedom, Tolvan 19121212-1212 ar har.\n"
    "Forvaltningen far i uppdrag att aterkomma med forslag som ocksa ar forankrade i namnden.\n"
)


def test_pages_for_the_eye_are_told_and_their_content_is_not(
    tmp_path: Path, make_pdf: Callable[..., bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(RUINED, encoding="utf-8")
    (folder / "b.pdf").write_bytes(
        make_pdf(
            [
                [(60, 100, "Nämnden beslutar att bifalla förslaget.")],
                [(60, 60, "SEKRETESS"), (60, 100, "Nämnden beslutar att avslå ansökan.")],
            ]
        )
    )
    (folder / "c.txt").write_text("SEKRETESS\n" + RUINED, encoding="utf-8")
    assert code_of(["clean", str(folder), "-o", str(out), "-j", "1"]) == 0
    assert "3 hold personal numbers or stamps of secrecy" in capsys.readouterr().out
    told = (out / "manifest.jsonl").read_text(encoding="utf-8") + (out / "report.html").read_text(
        encoding="utf-8"
    )
    assert '"code":"personnummer"' in told
    assert '"code":"sekretess"' in told
    assert "Sidan innehåller personnummer." in told
    assert "Sidan är sekretesstämplad." in told
    assert "Tolvan XXXXXXXX-XXXX" in told
    assert "1212-1212" not in told
    assert "19121212-1212" in (out / "a.txt").read_text(encoding="utf-8")


def test_a_pipe_has_no_name_to_write_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(["clean", "-", "-o", str(tmp_path / "out")]) == 1
    assert "takes files and folders and no pipe" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
