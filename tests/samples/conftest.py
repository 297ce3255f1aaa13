"""The sample documents, what a careful reader finds in them, and what Klubbat makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract import Record, extract
from klubbat.inputs import load, walk
from ocr import Reading, read

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ARCHIVE = SAMPLES / "archive"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
CP1252 = {"granhyttan/utdrag-ks-44-46.txt"}
SCANS = {
    "socialnamnden/SN 2022-04-19 § 8 Protokollsutdrag.pdf",
    "socialnamnden/tjansteutlatande-SN-2020-118.pdf",
}
IMAGE = "socialnamnden/SN 2020-02-18 § 11 Protokollsutdrag.jpg"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a `source`, a `scan` or a `clean` document runs once for each of them."""
    documents = EXPECTED["documents"]
    for name, values in {
        "source": list(documents),
        "scan": sorted(SCANS),
        "clean": [s for s in documents if s not in SCANS and s != IMAGE],
    }.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, values)


@pytest.fixture(scope="session")
def archive() -> Path:
    return ARCHIVE


@pytest.fixture(scope="session")
def image() -> str:
    return IMAGE


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    return EXPECTED


@pytest.fixture(scope="session")
def true_text() -> Callable[[str], str]:
    """The text that a document has when nothing is wrong with it; pages are parted by form feeds."""

    def of(source: str) -> str:
        truth = (SAMPLES / "text" / source).with_suffix(".txt")
        if truth.exists():
            return truth.read_text(encoding="utf-8")
        encoding = "cp1252" if source in CP1252 else "utf-8"
        return (ARCHIVE / source).read_bytes().decode(encoding)

    return of


@pytest.fixture(scope="session")
def readings() -> dict[str, Reading]:
    """Every sample as the stage `ocr` hands it on, by its path below the archive."""
    return {given.name: read(load(given)) for given in walk([ARCHIVE])}


@pytest.fixture(scope="session")
def records(readings: dict[str, Reading]) -> dict[str, Record]:
    """Every sample as the stage `extract` hands it on, by its path below the archive."""
    return {source: extract(reading) for source, reading in readings.items()}
