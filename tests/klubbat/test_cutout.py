import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from klubbat import batch, cutout
from klubbat.cli import code_of
from klubbat.inputs import walk
from klubbat.reviewing import doubts, entries_of


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_the_word_is_framed_in_its_line(
    kind: str,
    out: Path,
    scanned: bytes,
    make_picture: Callable[..., Any],
    make_file: Callable[..., bytes],
) -> None:
    png = make_file(make_picture(["Nämnden tackar Per Ahigren"]))
    (out.parent / "in" / f"scan.{kind}").write_bytes(scanned if kind == "pdf" else png)
    batch.clean(walk([out.parent / "in"]), out, workers=0)
    entry = entries_of(out)[f"scan.{kind}"]
    (doubt,) = doubts(out, [entry])
    assert cutout.told(out, entry, doubt) == f"The picture is {out / cutout.NAME}, until you quit."
    with Image.open(io.BytesIO((out / cutout.NAME).read_bytes())) as picture:
        assert picture.width > 1000
        assert picture.height < picture.width / 4
        colours = picture.getcolors(picture.width * picture.height) or []
        assert (200, 0, 0) in [colour for _, colour in colours]
    cutout.forget(out)
    assert not (out / cutout.NAME).exists()


def test_a_text_has_no_picture_and_says_so(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("p\nq\n"))
    assert code_of(["review", str(out)]) == 0
    assert "the document is a text" in capsys.readouterr().out
