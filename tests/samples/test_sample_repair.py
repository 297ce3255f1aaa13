"""The scanned samples come out as their true text, the clean ones as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from ocr import Reading, undo
from ocr.decode import encode

DAMAGED = 0.20  # at least this share of a scan's words is wrong before repair
REPAIRED = 0.02  # at most this share after it
READ = 0.03  # at most this share of the words read from a bare image


def word_error(truth: str, text: str) -> float:
    wanted = truth.split()
    return Levenshtein.distance(wanted, text.split()) / len(wanted)


def test_a_scan_comes_damaged(
    scan: str, readings: dict[str, Reading], true_text: Callable[[str], str]
) -> None:
    assert word_error(true_text(scan), readings[scan].raw) >= DAMAGED


def test_a_scan_is_repaired_to_its_true_text(
    scan: str, readings: dict[str, Reading], true_text: Callable[[str], str]
) -> None:
    assert word_error(true_text(scan), readings[scan].text) <= REPAIRED


def test_undo_gives_the_text_layer_back(scan: str, readings: dict[str, Reading]) -> None:
    reading = readings[scan]
    assert reading.ledger
    assert undo(reading.text, reading.ledger) == reading.raw


def test_a_repaired_scan_keeps_every_number(
    scan: str, readings: dict[str, Reading], true_text: Callable[[str], str]
) -> None:
    def numbers(text: str) -> list[str]:
        return sorted(re.findall(r"\b\d+\b", text))

    assert numbers(readings[scan].text) == numbers(true_text(scan))


def test_a_page_without_a_text_layer_is_read_from_its_image(
    image: str, readings: dict[str, Reading], true_text: Callable[[str], str]
) -> None:
    assert readings[image].pages[0].verdict == "absent"
    assert word_error(true_text(image), readings[image].text) <= READ


def test_a_clean_document_is_unchanged(
    clean: str, readings: dict[str, Reading], true_text: Callable[[str], str]
) -> None:
    reading = readings[clean]
    assert reading.text == reading.raw
    assert [c for c in reading.ledger if c.state == "applied"] == []
    assert reading.text.split() == true_text(clean).split()


def test_a_text_in_cp1252_is_read_and_its_bytes_come_back(
    archive: Path, readings: dict[str, Reading]
) -> None:
    source = "granhyttan/utdrag-ks-44-46.txt"
    reading = readings[source]
    assert reading.encoding == "cp1252"
    assert [p.code for p in reading.problems]
    assert encode(undo(reading.text, reading.ledger), "cp1252") == (archive / source).read_bytes()
