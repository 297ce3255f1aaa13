"""The samples are what their README and their expectations say, before anything is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from klubbat.inputs import walk
from klubbat.metadata import read_list

MAX_BYTES = 3_000_000


def flat(text: str) -> str:
    return " ".join(text.split())


def texts_in(value: Any) -> Iterator[str]:
    """Every text, beginning and end that the expectations quote from one document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "starts", "ends", "title") and isinstance(inner, str):
                yield inner
            else:
                yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def test_every_document_of_the_archive_is_expected(archive: Path, expected: dict[str, Any]) -> None:
    found = {given.name for given in walk([archive])}
    assert found == set(expected["documents"]) | set(expected["duplicate"]["copies"])


def test_every_expected_text_stands_in_its_document(
    expected: dict[str, Any], true_text: Callable[[str], str]
) -> None:
    missing = [
        (source, text)
        for source, document in expected["documents"].items()
        for text in [*texts_in(document), *document.get("dates", {}).values()]
        if flat(text) not in flat(true_text(source))
    ]
    assert missing == []


def test_every_expected_link_quotes_its_document(
    expected: dict[str, Any], true_text: Callable[[str], str]
) -> None:
    claims = [
        {"from": expected["contradiction"]["source"], "quote": q} for q in expected["contradiction"]["claims"]
    ]
    missing = [
        link
        for link in [*expected["links"], *claims]
        if flat(link["quote"]) not in flat(true_text(link["from"]))
    ]
    assert missing == []


def test_the_copy_has_the_same_bytes(archive: Path, expected: dict[str, Any]) -> None:
    original = (archive / expected["duplicate"]["source"]).read_bytes()
    assert [(archive / c).read_bytes() == original for c in expected["duplicate"]["copies"]] == [True]


def test_the_list_of_metadata_is_read_as_excel_wrote_it(archive: Path) -> None:
    path = archive / "metadata.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfpath;body;date;")
    assert read_list(path)["granhyttan/utdrag-ks-44-46.txt"].date == "2022-05-03"


def test_a_file_name_with_a_paragraph_sign_tells_board_day_and_item(archive: Path) -> None:
    known = {given.name: given.metadata for given in walk([archive])}
    scan = known["socialnamnden/SN 2022-04-19 § 8 Protokollsutdrag.pdf"]
    assert (scan.body, scan.date, scan.item, scan.kind) == (
        "Socialnämnden",
        "2022-04-19",
        "8",
        "protokollsutdrag",
    )


def test_the_samples_stay_small(archive: Path) -> None:
    assert sum(p.stat().st_size for p in archive.parent.rglob("*") if p.is_file()) < MAX_BYTES
