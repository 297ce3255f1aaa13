"""A program of our own in the place of an outside one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ocr import tesseract


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a program of our own in Tesseract's place."""

    def put(script: str) -> None:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv(tesseract.PROGRAM_VARIABLE, str(program))

    tesseract._asked.cache_clear()
    yield put
    tesseract._asked.cache_clear()
