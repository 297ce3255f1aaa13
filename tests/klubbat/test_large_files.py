"""Files that are larger than a worker's memory: they are worked on from the disk, and nobody can tell."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from klubbat import inputs
from klubbat.batch import clean
from klubbat.inputs import walk
from klubbat.pool import Limits
from ocr import from_image

LINES = ["Sammanträde i Vikasjö kommun den 4 april", "Nämnden beslutar att godkänna förslaget"]
PASSWORD = "hemligt"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def locked(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=PASSWORD, owner=PASSWORD))
    return out.getvalue()


def signed(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.Root.AcroForm = pikepdf.Dictionary(SigFlags=1, Fields=pikepdf.Array())
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def shown(data: bytes) -> list[tuple[bytes, bytes]]:
    """What is put on each page of a PDF, and the image that it shows."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        return [(p.Contents.read_bytes(), p.Resources.XObject.Scan.read_raw_bytes()) for p in opened.pages]


@pytest.mark.slow
def test_what_is_worked_on_from_the_disk_comes_out_the_same(
    tmp_path: Path,
    scanned: bytes,
    make_pdf: Callable[..., bytes],
    make_picture: Callable[..., Any],
    make_file: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = make_picture(LINES)
    several = io.BytesIO()
    page.save(several, "TIFF", dpi=(200, 200), save_all=True, append_images=[page.convert("1"), page] * 2)
    files = {
        "skannad.pdf": scanned,
        "kopia.pdf": scanned,
        "signerad.pdf": signed(scanned),
        "låst.pdf": locked(scanned),
        "född.pdf": make_pdf([[(60, 100, line)] for line in LINES] * 3),
        "avhuggen.pdf": scanned[: len(scanned) // 2],
        "utan lager.jpg": make_file(page, "JPEG"),
        "flera.tif": several.getvalue(),
        "avhuggen.tif": several.getvalue()[:-1000],
        "text.txt": "\n".join(LINES).encode(),
    }
    (tmp_path / "in").mkdir()
    for name, data in files.items():
        (tmp_path / "in" / name).write_bytes(data)
    for out in ("memory", "disk"):
        summary = clean(walk([tmp_path / "in"]), tmp_path / out, workers=0, passwords=(PASSWORD,))
        assert {entry.source for entry in summary.failures} == {"avhuggen.pdf", "avhuggen.tif"}
        monkeypatch.setattr(inputs, "LARGE", 0)
        monkeypatch.setattr(from_image, "_AT_ONCE", 30_000)
    memory, disk = (tree(tmp_path / out) for out in ("memory", "disk"))
    assert {name for name in memory if memory[name] != disk.get(name)} == {"flera.tif.pdf", "manifest.jsonl"}
    assert memory.keys() == disk.keys()
    assert shown(memory["flera.tif.pdf"]) == shown(disk["flera.tif.pdf"])  # its objects have other numbers


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the worker's memory cannot be limited elsewhere")
def test_a_file_of_many_grey_pages_needs_no_more_memory_than_some_of_them(tmp_path: Path) -> None:
    grain = Image.effect_noise((1240, 1754), 6)  # too faint to be read, and not to be packed
    pages = [grain.rotate(90 * (n % 4), expand=True).transpose(Image.Transpose(n % 2)) for n in range(100)]
    (tmp_path / "in").mkdir()
    pages[0].save(tmp_path / "in" / "a.tif", save_all=True, append_images=pages[1:])
    assert (tmp_path / "in" / "a.tif").stat().st_size > 200_000_000
    (entry,) = clean(
        walk([tmp_path / "in"]), tmp_path / "out", workers=1, limits=Limits(memory=300 * 2**20)
    ).entries
    assert (entry.state, entry.code, entry.pages) == ("kept", "", 100)
    with pikepdf.open(tmp_path / "out" / "a.tif.pdf") as made:
        assert len(made.pages) == 100
