"""Pictures of words in the report."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from klubbat import batch, manifest, pictures
from klubbat.inputs import walk
from klubbat.pictures import Picture
from klubbat.report import html, write
from ocr import image


def cleaned(out: Path, name: str, data: bytes) -> dict[str, manifest.Entry]:
    (out.parent / "in" / name).write_bytes(data)
    batch.clean(walk([out.parent / "in"]), out, workers=0)
    return manifest.load(out)


@pytest.mark.slow
def test_a_doubtful_word_of_a_scan_is_shown_as_printed_and_one_of_a_text_in_its_line(
    out: Path, scanned: bytes
) -> None:
    entries = list(cleaned(out, "scan.pdf", scanned).values())
    shown = pictures.pictures(entries, out)
    found = {(p.source, p.before): p for p in shown["review"]}
    assert found["a.txt", "Ahigren"].line == ("Nämnden hor ", "Ahigren", ".\r")
    assert found["a.txt", "Ahigren"].after == ("Ahlgren",)
    assert not found["a.txt", "Ahigren"].png
    (repaired,) = shown["repaired"]
    assert (repaired.source, repaired.before, repaired.after) == ("scan.pdf", "Ndmnden", ("Nämnden",))
    for shown in (found["scan.pdf", "Ahigren"], repaired):
        with Image.open(io.BytesIO(shown.png)) as picture:
            assert picture.height <= 44 < picture.width
            assert (200, 0, 0) in [c for _, c in picture.convert("RGB").getcolors(10_000) or []]
            assert len(shown.png) < 6_000


def test_a_page_of_secrets_gives_no_picture_and_no_line(out: Path) -> None:
    entries = cleaned(out, "d.txt", "SEKRETESS\n\nPar Ahigren\f811228-9874 Par\fPar i det öppna\n".encode())
    job = pictures.Job(out, entries["d.txt"], "review")
    assert [(p.before, p.page) for p in pictures.pictures_of(job)] == [("Par", 3)]


def test_nearly_all_in_doubt_has_a_cap(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MOST_OF_A_FILE", 1)
    monkeypatch.setattr(pictures, "_MOST_FILES", 1)
    (only,) = pictures.pictures(list(manifest.load(out).values()), out)["review"]
    assert (only.source, only.before) == ("a.txt", "Ahigren")  # what stands most often, where most stands


def test_a_document_whose_pages_are_gone_does_not_spoil_the_report(out: Path) -> None:
    entries = tuple(manifest.load(out).values())
    (out / "a.txt.json").unlink()
    write(batch.Summary(entries, 0), out)
    assert "Ahigren" in (out / "report.html").read_text(encoding="utf-8")  # of the other file


def test_words_in_the_report_are_text_and_their_pictures_lie_in_it() -> None:
    nasty = '"><script>alert(1)</script>'
    page = html(
        batch.Summary((), 0, (manifest.Entry("a.pdf", "", "kept", pages=1),)),
        [Picture(nasty, 1, "review", nasty, (nasty,), (nasty, nasty, nasty), b"\x89PNG")],
        [Picture(nasty, 1, "repaired", nasty, (nasty,), (nasty, nasty, nasty))],
    )
    assert "<script" not in page
    assert 'src="data:image/png;base64,iVBORw=="' in page
    assert page.count("src=") == 1


@pytest.mark.parametrize("box", [(0, 0, 5, 5), (90, 90, 200, 200), (50, 50, 50, 50), (-5, -5, 500, 3)])
def test_a_box_at_the_edge_gives_a_picture_too(box: Any) -> None:
    with Image.open(io.BytesIO(image.snippet(Image.new("L", (100, 100), 255), box))) as cut:
        assert cut.width >= 1 and cut.height >= 1
