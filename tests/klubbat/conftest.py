"""An output folder with doubtful words that are the same whatever the engine thinks of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import klubbat.readings
from klubbat import batch
from klubbat.inputs import walk
from ocr import ledger as ledgers
from ocr.from_image import from_image
from ocr.ledger import Change
from ocr.page import Page, Reading, Word
from ocr.read import read
from ocr.source import Source
from ocr.spans import Span

DOUBTS = {"Ahigren": "Ahlgren", "Par": "Pär", "Ndmnden": "Nämnden"}
SURE = {"Ndmnden"}
WORD = re.compile(r"\w+")
TEXTS = {
    "a.txt": b"Ndmnden hor Ahigren.\r\nNdmnden tackar Par Ahigren.\fAhigren tackar.\n",
    "2019/b.txt": b"Par Ahigren, Vikasj\xf6\n",
    "c.txt": b"Inget att granska.\n",
}


def doubtful(source: Source, **options: Any) -> Reading:
    """Reads as `ocr.read` does, and is in doubt about known words only."""
    reading = read(source, **options)
    return replace(reading, pages=tuple(_in_doubt(page, reading.encoding) for page in reading.pages))


def _in_doubt(page: Page, encoding: str | None) -> Page:
    ledger = tuple(
        Change(
            *m.span(),
            m[0],
            DOUBTS[m[0]],
            0.8,
            "channel",
            "applied" if m[0] in SURE else "review",
            ((DOUBTS[m[0]], 0.8), (m[0], 0.2)),
            encoding=None if encoding == "utf-8" else encoding,
        )
        for m in WORD.finditer(page.raw)
        if m[0] in DOUBTS
    )
    text = ledgers.apply(page.raw, ledger)
    spans = [Span(*m.span()) for m in re.finditer(r"\S+", text)]
    words = tuple(replace(word, span=span) for word, span in zip(page.words, spans, strict=False))
    verdict = page.verdict if page.verdict == "absent" else "damaged"
    return replace(page, ledger=ledger, text=text, words=words, verdict=verdict)


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder with four places of Ahigren and two of Par."""
    monkeypatch.setattr(klubbat.readings, "read", doubtful)
    for name, data in TEXTS.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    batch.clean(walk([tmp_path / "in"]), tmp_path / "out", workers=0)
    return tmp_path / "out"


@pytest.fixture(scope="session")
def scanned(make_picture: Callable[..., Any], make_file: Callable[..., bytes]) -> bytes:
    """A scan in a PDF, with a text layer that says Ndmnden and Ahigren."""
    png = make_file(make_picture(["Ndmnden tackar Per Ahigren"]))
    raw = "Ndmnden tackar Per Ahigren"
    words = tuple(
        Word(Span(*m.span()), (170.0 + 15 * m.start(), 200.0, 170.0 + 15 * m.end(), 225.0), 1.0, "read")
        for m in re.finditer(r"\S+", raw)
    )
    return from_image(png, [Page(1, raw, raw, "absent", (), words, 1654.0, 2339.0, "px")], "Tack")[0]
