"""`samples/make.py` makes the scans and the printed PDF of the samples again."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from PIL import ImageFont

from ocr import Metadata, Source, read

MAKE = Path(__file__).resolve().parents[2] / "samples" / "make.py"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("samples_make", MAKE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def has_typeface(name: str) -> bool:
    try:
        ImageFont.truetype(name, 10)
    except OSError:
        return False
    return True


def test_a_printed_document_says_its_true_text(make: ModuleType) -> None:
    (name,) = make.PRINTED
    reading = read(Source(name, make.printed(make.true_pages(name)), Metadata()))
    assert reading.text.split() == "\f".join(make.true_pages(name)).split()
    assert [page.verdict for page in reading.pages] == ["good", "good"]


def test_a_printed_document_has_the_same_bytes_each_time(make: ModuleType) -> None:
    pages = ["Å (ä) \\ ö – ”§ 4”"]
    assert make.printed(pages) == make.printed(pages)


@pytest.mark.skipif(not has_typeface("DejaVuSerif.ttf"), reason="the typeface DejaVu Serif is not installed")
def test_grain_and_tilt_come_from_the_seed(make: ModuleType) -> None:
    look = make.Look("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", 12, dpi=40)
    page = make.scanned("Beslut\n\nMotionen avslås.", look, 0)
    assert page == make.scanned("Beslut\n\nMotionen avslås.", look, 0)
    assert page != make.scanned("Beslut\n\nMotionen avslås.", replace(look, seed=2), 0)


def test_every_scan_has_a_true_text(make: ModuleType) -> None:
    assert all(make.true_pages(name)[0].startswith("Vikasjö stad") for name in (*make.SCANS, *make.PRINTED))
