import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from klubbat import batch, manifest
from klubbat.cli import code_of
from klubbat.inputs import walk
from ocr.write_pdf import unlocked

SECRET = "hemligt lösenord"


@pytest.fixture
def folder(tmp_path: Path, make_pdf: Callable[..., bytes]) -> Path:
    """Two PDFs that want a password, one that wants none and forbids printing, and one that is open."""
    whole = make_pdf([[(60, 100, "Nämnden beslutar att bifalla förslaget.")]])
    archive = tmp_path / "in"
    archive.mkdir()
    (archive / "open.pdf").write_bytes(whole)
    locks = {
        "new.pdf": pikepdf.Encryption(user=SECRET, owner="ägare", R=6),
        "old.pdf": pikepdf.Encryption(user="gåta", owner="ägare", R=4),
        "free.pdf": pikepdf.Encryption(user="", owner="ägare", R=6),
    }
    for name, lock in locks.items():
        with pikepdf.open(io.BytesIO(whole)) as opened:
            opened.save(archive / name, encryption=lock)
    return archive


def states(out: Path) -> dict[str, tuple[str, str]]:
    return {name: (entry.state, entry.code) for name, entry in manifest.load(out).items()}


def test_a_locked_pdf_is_read_with_one_of_the_passwords(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    out, passwords = folder.parent / "out", folder.parent / "passwords.txt"
    passwords.write_text(f"fel\r\n\r\n{SECRET}\r\ngåta", encoding="utf-8")
    assert code_of(["clean", str(folder), "-o", str(out), "-j", "1"]) == 8
    assert states(out)["new.pdf"] == states(out)["old.pdf"] == ("encrypted", "encrypted")
    assert code_of(["clean", str(folder), "-o", str(out), "-j", "1", "--password-file", str(passwords)]) == 0
    assert set(states(out).values()) == {("kept", "")}
    for name in ("new.pdf", "old.pdf"):
        with pikepdf.open(out / name) as copy:
            assert not copy.is_encrypted
        assert "Nämnden beslutar" in (out / f"{name}.txt").read_text(encoding="utf-8")
        entry = manifest.load(out)[name]
        assert [problem.code for problem in entry.problems] == ["unlocked"]
        assert f'"document":"{entry.sha256}"' in (out / f"{name}.json").read_text(encoding="utf-8")
    assert (out / "free.pdf").read_bytes() == before["free.pdf"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    summary = batch.clean(walk([folder]), out, workers=0, passwords=[SECRET, "gåta"])
    assert summary.worked_on == 0


def test_no_password_is_ever_written_or_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, passwords = folder.parent / "out", folder.parent / "passwords.txt"
    passwords.write_text(SECRET, encoding="utf-8")
    command = ["clean", str(folder), "-o", str(out), "-j", "1", "--json", "--password-file", str(passwords)]
    assert code_of(command) == 8
    said = capsys.readouterr()
    assert "none of the passwords opens it" in said.err
    assert "--password-file" in said.err
    assert SECRET not in said.out + said.err
    assert not any(SECRET.encode() in path.read_bytes() for path in out.rglob("*") if path.is_file())


@pytest.mark.parametrize(("content", "code"), [(None, 5), (b"", 2), (bytes(range(256)), 2)])
def test_a_bad_password_file_is_one_line(
    content: bytes | None, code: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passwords = folder.parent / "passwords.txt"
    if content is not None:
        passwords.write_bytes(content)
    command = ["clean", str(folder), "-o", str(folder.parent / "out"), "--password-file", str(passwords)]
    assert code_of(command) == code
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_no_pdf_or_broken_comes_back_as_it_was() -> None:
    for data in (b"", b"%PDF-1.7 /Encrypt", b"/Encrypt" * 100):
        assert unlocked(data, ["a"]) is data


def test_what_is_locked_and_signed_keeps_its_original_as_it_is(folder: Path) -> None:
    with pikepdf.open(folder / "open.pdf") as opened:
        opened.Root["/AcroForm"] = pikepdf.Dictionary(SigFlags=3)
        opened.save(folder / "signed.pdf", encryption=pikepdf.Encryption(user=SECRET, owner="ägare"))
    out = folder.parent / "out"
    batch.clean(walk([folder / "signed.pdf"]), out, workers=0, passwords=[SECRET])
    entry = manifest.load(out)["signed.pdf"]
    assert [problem.code for problem in entry.problems] == ["unlocked", "unsigned"]
    assert entry.outputs == ("signed.pdf", "signed.pdf.original.pdf", "signed.pdf.txt", "signed.pdf.json")
    assert (out / entry.outputs[1]).read_bytes() == (folder / "signed.pdf").read_bytes()
