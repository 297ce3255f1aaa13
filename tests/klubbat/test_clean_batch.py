import io
import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from klubbat import batch, manifest
from klubbat.batch import Progress, Summary, clean, refuse_overlap
from klubbat.files import put
from klubbat.inputs import walk
from klubbat.manifest import Entry
from ocr import tesseract
from ocr.errors import BadArguments, BadConfiguration, FileAccess
from ocr.source import Data

BORN = [(60, 100, "Sammanträde i Vikasjö kommun"), (60, 120, "Nämnden beslutar att bifalla förslaget.")]
TEXT = "Nämnden beslutar att bifalla förslaget till handlingsplan för äldre.\n"
RUINED = (
    "Sammantrade i Vikasj6 kommun den 4 april\n"
    "Socialndmnden beslutar att godkénna férvaltningens férslag till handlingsplan fér aldre.\n"
    "Namnden éverlamnar arendet till kommunstyrelsen fér kannedom, och framhaller att\n"
    "biståndshandlaggarna maste fa battre forutsattningar for sitt arbete under aret.\n"
).replace("å", "a")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "2019").mkdir(parents=True)
    return folder


def run(folder: Path, **options: Any) -> tuple[Summary, dict[str, Entry], Path]:
    out = folder.parent / "out"
    summary = clean(walk([folder], out), out, **{"workers": 0, **options})
    return summary, {entry.source: entry for entry in summary.entries}, out


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def manifest_lines(out: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in (out / manifest.NAME).read_bytes().splitlines()]


def test_clean_files_come_through_byte_for_byte(archive: Path, make_pdf: Callable[..., bytes]) -> None:
    (archive / "a.txt").write_text(TEXT, encoding="utf-8")
    (archive / "2019/b.pdf").write_bytes(make_pdf([BORN, BORN]))
    before = tree(archive)
    summary, entries, out = run(archive)
    assert summary.exit_code == 0
    assert {e.state for e in entries.values()} == {"kept"}
    assert (out / "a.txt").read_bytes() == before["a.txt"]
    assert (out / "2019/b.pdf").read_bytes() == before["2019/b.pdf"]
    assert "Nämnden beslutar" in (out / "2019/b.pdf.txt").read_text(encoding="utf-8")
    assert len((out / "2019/b.pdf.json").read_bytes().splitlines()) == 2
    assert entries["2019/b.pdf"].pages == 2
    assert tree(archive) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_ruined_text_is_repaired_in_its_own_encoding(archive: Path, encoding: str) -> None:
    (archive / "a.txt").write_bytes(RUINED.encode(encoding))
    _, entries, out = run(archive)
    entry = entries["a.txt"]
    assert entry.state == "cleaned"
    assert entry.repaired > 5
    assert "Socialnämnden beslutar att godkänna" in (out / "a.txt").read_bytes().decode(encoding)
    assert entry.examples and entry.examples[0].before != entry.examples[0].after
    assert [p.code for p in entry.problems] == ([] if encoding == "utf-8" else ["encoding"])


def test_every_bad_input_has_its_line_and_the_good_ones_are_done(
    archive: Path,
    make_pdf: Callable[..., bytes],
    make_picture: Callable[..., Any],
    make_file: Callable[..., bytes],
) -> None:
    whole = make_pdf([BORN, BORN])
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(user="hemligt", owner="hemligt"))
    (archive / "good.txt").write_text(TEXT, encoding="utf-8")
    (archive / "empty.pdf").write_bytes(b"")
    (archive / "really-a.pdf").write_bytes(make_file(make_picture(["Nämnden"]), "JPEG"))
    (archive / "locked.pdf").write_bytes(locked.getvalue())
    (archive / "noise.bin").write_bytes(os.urandom(20_000))
    (archive / "noise.txt").write_bytes(os.urandom(20_000))
    (archive / "cut.pdf").write_bytes(whole[: len(whole) // 2])
    (archive / "minutes.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    (archive / "sums.xlsx").write_bytes(b"PK\x03\x04" + bytes(99))
    before = tree(archive)
    summary, entries, out = run(archive)
    assert {name: (e.state, e.code) for name, e in entries.items()} == {
        "good.txt": ("kept", ""),
        "empty.pdf": ("failed", "empty"),
        "really-a.pdf": ("failed", "wrong_type"),
        "locked.pdf": ("encrypted", "encrypted"),
        "noise.bin": ("failed", "not_text"),
        "noise.txt": ("failed", "not_text"),
        "cut.pdf": ("failed", "truncated"),
        "minutes.docx": ("failed", "damaged"),
        "sums.xlsx": ("unsupported", "unsupported"),
    }
    assert summary.exit_code == 15
    assert all(e.message and e.remedy and "\n" not in e.message for e in summary.failures)
    assert sorted(p.name for p in out.iterdir()) == ["good.txt", "good.txt.json", "manifest.jsonl"]
    assert [line["source"] for line in manifest_lines(out)] == sorted(before)
    assert tree(archive) == before


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["empty.txt"], 2),
        (["empty.txt", "empty.pdf"], 2),
        (["unread.xlsx"], 2),
        (["unread.xlsx", "good.txt"], 0),
        (["good.txt"], 0),
        ([], 0),
    ],
)
def test_the_exit_code_is_that_of_the_failures(archive: Path, names: list[str], code: int) -> None:
    for name in names:
        data = TEXT.encode() if "good" in name else b"PK\x03\x04" if "unread" in name else b""
        (archive / name).write_bytes(data)
    assert run(archive)[0].exit_code == code


def test_the_second_run_does_nothing_again(archive: Path, make_pdf: Callable[..., bytes]) -> None:
    (archive / "a.txt").write_text(TEXT, encoding="utf-8")
    (archive / "b.txt").write_text(TEXT, encoding="utf-8")
    (archive / "empty.pdf").write_bytes(b"")
    (archive / "c.pdf").write_bytes(make_pdf([BORN]))
    first, _, out = run(archive)
    assert first.worked_on == 4
    stamps = {p: p.stat().st_mtime_ns for p in out.rglob("*.json")}
    second, _, _ = run(archive)
    assert second.worked_on == 0
    assert second.entries == first.entries
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.json")} == stamps
    assert second.exit_code == first.exit_code == 2


def test_only_what_is_new_changed_or_lost_is_worked_on(archive: Path) -> None:
    for name in ("a", "b", "c"):
        (archive / f"{name}.txt").write_text(f"{name} {TEXT}", encoding="utf-8")
    _, _, out = run(archive)
    (archive / "a.txt").write_text("Nu något annat.\n", encoding="utf-8")
    (archive / "d.txt").write_text("Något nytt.\n", encoding="utf-8")
    (out / "b.txt.json").unlink()
    worked: list[str] = []

    def note(progress: Progress) -> None:
        if progress.entry:
            worked.append(progress.entry.source)

    summary, _, _ = run(archive, on_progress=note)
    assert sorted(worked) == ["a.txt", "b.txt", "d.txt"]
    assert len(summary.entries) == 4


def test_another_engine_does_it_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (archive / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run(archive)[0].worked_on == 1
    monkeypatch.setattr(batch, "engine", lambda *stages: "klubbat 99")
    assert run(archive)[0].worked_on == 1
    assert run(archive)[0].worked_on == 0
    assert run(archive, redo=True)[0].worked_on == 1


def test_a_missing_program_is_tried_again_and_bad_bytes_are_not(
    archive: Path,
    make_picture: Callable[..., Any],
    make_file: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(tesseract.PROGRAM_VARIABLE, "/nowhere/tesseract")
    (archive / "scan.png").write_bytes(make_file(make_picture(["Nämnden"])))
    (archive / "empty.txt").write_bytes(b"")
    first, entries, _ = run(archive)
    assert (entries["scan.png"].state, entries["scan.png"].exit_code) == ("failed", 3)
    assert first.exit_code == 15
    assert run(archive)[0].worked_on == 1


def test_a_page_left_unread_is_not_called_success(
    archive: Path,
    make_pdf: Callable[..., bytes],
    make_picture: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(tesseract.PROGRAM_VARIABLE, "/nowhere/tesseract")
    scan, out = io.BytesIO(), io.BytesIO()
    make_picture(["Nämnden"]).save(scan, format="PDF")
    with pikepdf.open(io.BytesIO(make_pdf([BORN]))) as first, pikepdf.open(scan) as second:
        first.pages.extend(second.pages)
        first.save(out)
    (archive / "a.pdf").write_bytes(out.getvalue())
    summary, entries, _ = run(archive)
    entry = entries["a.pdf"]
    assert (entry.state, entry.code, entry.exit_code) == ("kept", "tesseract_missing", 3)
    assert "page 2" in entry.message
    assert summary.exit_code == 3


def test_the_same_bytes_are_done_once_and_filed_twice(archive: Path, make_pdf: Callable[..., bytes]) -> None:
    data = make_pdf([BORN])
    for name in ("a.pdf", "2019/b.pdf"):
        (archive / name).write_bytes(data)
    _, entries, out = run(archive)
    first, copy = entries["2019/b.pdf"], entries["a.pdf"]
    if first.state == "duplicate":
        first, copy = copy, first
    assert (first.state, copy.state, copy.duplicate_of) == ("kept", "duplicate", first.source)
    assert (out / "a.pdf.txt").read_bytes() == (out / "2019/b.pdf.txt").read_bytes()
    for name in ("a.pdf", "2019/b.pdf"):
        page = msgspec.json.decode((out / f"{name}.json").read_bytes().splitlines()[0])
        assert page["source"] == name


def test_the_same_bytes_under_a_wrong_name_are_refused_there_only(
    archive: Path, make_pdf: Callable[..., bytes]
) -> None:
    data = make_pdf([BORN])
    for name in ("a.txt", "b.pdf", "c.txt"):
        (archive / name).write_bytes(data)
    _, entries, _ = run(archive)
    assert run(archive)[0].worked_on == 0
    assert {n: e.code for n, e in entries.items()} == {
        "a.txt": "wrong_type",
        "b.pdf": "",
        "c.txt": "wrong_type",
    }


def test_names_in_either_unicode_form_are_kept(archive: Path) -> None:
    name = unicodedata.normalize("NFD", "Årsmöte å ä ö.txt")
    (archive / name).write_text(TEXT, encoding="utf-8")
    _, entries, out = run(archive)
    assert list(entries) == [name]
    assert (out / name).is_file()


def test_nothing_is_written_over_an_input(archive: Path) -> None:
    (archive / "a.txt").write_text(RUINED, encoding="utf-8")
    before = tree(archive)
    with pytest.raises(BadArguments):
        clean(walk([archive]), archive, workers=0)
    with pytest.raises(BadArguments):
        refuse_overlap([archive], archive / "out")
    refuse_overlap([archive, archive / "a.txt"], archive.parent / "out")
    assert tree(archive) == before


def test_a_full_disk_fails_what_it_must_and_the_next_run_goes_on(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (archive / name).write_text(name + TEXT, encoding="utf-8")

    def full(path: Path, data: Data) -> None:
        if path.name.startswith("b"):
            raise FileAccess(f"{path}: No space left on device", code="not_writable", remedy="Make room.")
        put(path, data)

    monkeypatch.setattr("klubbat.clean.put", full)
    first, entries, _ = run(archive)
    assert (first.exit_code, entries["b.txt"].code, entries["a.txt"].state) == (5, "not_writable", "kept")
    monkeypatch.undo()
    second, _, _ = run(archive)
    assert (second.exit_code, second.worked_on) == (0, 1)


def test_a_strange_manifest_stops_before_anything_is_written(archive: Path) -> None:
    (archive / "a.txt").write_text(TEXT, encoding="utf-8")
    out = archive.parent / "out"
    out.mkdir()
    (out / manifest.NAME).write_text("något annat\n", encoding="utf-8")
    with pytest.raises(BadConfiguration):
        clean(walk([archive]), out, workers=0)
    assert [p.name for p in out.iterdir()] == [manifest.NAME]


def test_progress_counts_up_to_the_end(archive: Path, make_pdf: Callable[..., bytes]) -> None:
    (archive / "a.pdf").write_bytes(make_pdf([BORN] * 3))
    (archive / "b.txt").write_text(TEXT, encoding="utf-8")
    seen: list[Progress] = []
    run(archive, on_progress=seen.append)
    assert (seen[-1].done, seen[-1].total, seen[-1].failed) == (2, 2, 0)
    assert max(p.pages for p in seen) >= 3


def test_a_half_written_journal_line_costs_that_line_only(tmp_path: Path) -> None:
    journal = manifest.Journal(tmp_path)
    journal.note(Entry("a.txt", "00", "kept"))
    journal.note(Entry("b.txt", "00", "kept"))
    journal.close()
    path = tmp_path / manifest.JOURNAL
    path.write_bytes(path.read_bytes()[:-20])
    assert list(manifest.load(tmp_path)) == ["a.txt"]


@pytest.mark.slow
def test_many_workers_give_the_same_files(archive: Path, make_pdf: Callable[..., bytes]) -> None:
    for n in range(6):
        (archive / f"{n}.pdf").write_bytes(make_pdf([BORN, [(60, 100, f"Sida {n}")]]))
        (archive / f"{n}.txt").write_text(f"{n}\n{RUINED}", encoding="utf-8")
    _, _, out = run(archive, workers=2)
    with_two = tree(out)
    run(archive, workers=0, redo=True)
    assert tree(out) == with_two


def test_a_word_document_stays_and_gets_its_text_and_pages(archive: Path) -> None:
    out = io.BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in RUINED.splitlines())
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", f"<w:document {space}><w:body>{lines}</w:body></w:document>")
    for name in ("a.docx", "b.docx"):
        (archive / name).write_bytes(out.getvalue())
    _, entries, folder = run(archive)
    assert entries["a.docx"].outputs == ("a.docx", "a.docx.txt", "a.docx.json")
    assert (entries["a.docx"].state, entries["b.docx"].state) == ("cleaned", "duplicate")
    assert [p.code for p in entries["a.docx"].problems] == ["typed_text"]
    assert (folder / "a.docx").read_bytes() == out.getvalue()
    assert "Socialnämnden beslutar att godkänna" in (folder / "b.docx.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["x" * 246 + ".pdf", "å" * 123 + ".pdf", "å" * 83 + ".pdf"])
def test_a_name_of_250_letters_or_bytes_is_cleaned_and_its_companions_shortened(
    name: str, archive: Path, make_pdf: Callable[..., bytes]
) -> None:
    form = "NFD" if len(name) < 100 else "NFC"
    (archive / unicodedata.normalize(form, name)).write_bytes(make_pdf([BORN]))
    _, entries, out = run(archive)
    ((source, entry),) = entries.items()
    assert (entry.state, entry.outputs[0]) == ("kept", source)
    assert len(source.encode()) >= 250 - 2
    assert all(len(made.encode()) <= 255 and (out / made).is_file() for made in entry.outputs)
    assert run(archive)[0].worked_on == 0


def test_names_that_differ_in_case_only_have_results_of_their_own(archive: Path) -> None:
    for name in ("Bilaga.txt", "bilaga.txt"):
        (archive / name).write_text(f"{name}\n", encoding="utf-8")
    _, entries, out = run(archive)
    if len(entries) == 1:
        pytest.skip("this disk takes A for a")
    assert entries["Bilaga.txt"].outputs[0] == "Bilaga.txt"
    assert entries["bilaga.txt"].outputs[0] == "bilaga (2).txt"
    assert (out / "bilaga (2).txt").read_text(encoding="utf-8") == "bilaga.txt\n"
