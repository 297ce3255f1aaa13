"""A file with several protocols, in the archive: found, dated, filtered and linked protocol by protocol."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from corpus import Archive, Filters, search
from corpus.relink import links, relink
from extract import extract
from ocr.page import PAGE_BREAK, Page, Reading
from ocr.source import Metadata

HEAD = "{body}    Sammanträdesprotokoll    {day}\n"
PARAGRAPH = "\n§ {n} Dnr VIK 2021/{case:03}\n\n{title}\n\nBeslut\n\n{text}\n"


def protocol(body: str, day: str, matters: list[tuple[str, str]], first: int, case: int) -> str:
    head = HEAD.format(body=body, day=day)
    return PAGE_BREAK.join(
        head + PARAGRAPH.format(n=first + i, case=case + i, title=title, text=text)
        for i, (title, text) in enumerate(matters)
    )


BOARD = protocol(
    "Kommunstyrelsen", "2021-01-12", [("Badhus", "Badhuset godkänns."), ("Broar", "Bron målas.")], 1, 10
)
LATER = protocol(
    "Kommunstyrelsen",
    "2021-03-09",
    [("Torghandel", "Taxan för torghandel antas."), ("Fiske", "Fisket hyrs ut.")],
    1,
    20,
)
COMMITTEE = protocol(
    "Kommunstyrelsens arbetsutskott",
    "2021-03-09",
    [("Torghandel", "Utskottet tillstyrker taxan för torghandel.")],
    1,
    20,
)
REFERS = """Tjänsteutlåtande
2021-05-04

Ärendet

Kommunstyrelsen beslutade den 9 mars 2021, § 1, om en ny taxa, och den 12 januari 2021, § 1, om badhuset.
"""


def reading(text: str, source: str) -> Reading:
    pages = tuple(Page(i, p, p, "good") for i, p in enumerate(text.split(PAGE_BREAK), 1))
    return Reading(sha256(text.encode()).hexdigest(), source, Metadata(), pages)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "x.db", create=True)
    volume = PAGE_BREAK.join([BOARD, LATER, COMMITTEE])
    for text, source in ((volume, "ks/2021.txt"), (REFERS, "papper.txt")):
        archive.put(one := reading(text, source), extract(one))
    relink(archive)
    return archive


def test_each_protocols_paragraph_is_a_hit_of_its_own_with_its_day_and_body(archive: Archive) -> None:
    hits = search(archive, "torghandel")
    found = {(hit.item, hit.body, hit.date) for hit in hits}
    assert found == {
        ("1", "Kommunstyrelsen", "2021-03-09"),
        ("1", "Kommunstyrelsens arbetsutskott", "2021-03-09"),
    }
    assert len({hit.id for hit in hits}) == 2
    assert [hit.date for hit in search(archive, "badhuset") if hit.item] == ["2021-01-12"]


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        (Filters(until="2021-02"), {"2021-01-12"}),
        (Filters(since="2021-02", document="ks/2021.txt"), {"2021-03-09"}),
        (Filters(body="arbetsutskott"), {"2021-03-09"}),
        (Filters(case="VIK 2021/011"), {"2021-01-12"}),
    ],
)
def test_filters_choose_among_the_protocols_of_one_file(
    archive: Archive, filters: Filters, days: set[str]
) -> None:
    assert {hit.date for hit in search(archive, "", filters)} == days


def test_a_case_number_chooses_its_own_paragraph(archive: Archive) -> None:
    hits = search(archive, "", Filters(case="VIK 2021/010"))
    assert {(hit.item, hit.date) for hit in hits} == {("1", "2021-01-12")}


def test_a_day_and_a_number_lead_into_the_right_protocol(archive: Archive) -> None:
    found = links(archive, document="papper.txt")
    text = archive.text(found[0].to.place.document) if found[0].to else ""
    told = {link.source.quote[:18]: text[link.to.place.span.start :][:28] for link in found if link.to}
    assert told == {
        "den 9 mars 2021, §": "Taxan för torghandel antas.\n",
        "den 12 januari 202": "Badhuset godkänns.\n\x0cKommunst",
    }


def test_an_archive_of_the_first_version_takes_such_a_file(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    Archive.open(path, create=True).close()
    with sqlite3.connect(path) as db:
        db.executescript(
            "DROP TABLE protocols; DROP TABLE cases; CREATE TABLE cases (document, item, value, key, own);"
            "PRAGMA user_version = 1;"
        )
    db.close()
    one = reading(PAGE_BREAK.join([BOARD, LATER]), "ks/2021.txt")
    with Archive.open(path) as archive:
        archive.put(one, extract(one))
        assert {hit.date for hit in search(archive, "") if hit.item} == {"2021-01-12", "2021-03-09"}
