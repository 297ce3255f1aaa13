"""What the bodies before did with a matter, and lines that only look like it."""

from __future__ import annotations

from collections.abc import Callable

from extract.record import Record

Read = Callable[..., Record]
HEAD = "Kommunfullmäktige    Sammanträdesprotokoll    2021-03-02\n\n§ 12 Dnr VIK 2021/123\n\nNy taxa\n\n"
BEFORE = "Kommunstyrelsen 2021-02-16 § 40\n\nYrkanden\nBo Alm (M) yrkar avslag.\n\n"
TODAY = "Yrkanden\nAnna Ek (S) yrkar bifall.\n\nKommunfullmäktiges beslut\nTaxan antas.\n"


def movers(record: Record) -> list[str | None]:
    return [maker.name for y in record.items[0].yrkanden for maker in y.by]


def test_what_was_moved_in_a_body_before_is_not_moved_today(record_of: Read) -> None:
    record = record_of(HEAD + BEFORE + "Kommunfullmäktige 2021-03-02 § 12\n\n" + TODAY)
    assert movers(record) == ["Anna Ek"]
    assert len(record.items[0].decisions) == 1


def test_where_nothing_gives_the_word_back_all_is_of_today(record_of: Read) -> None:
    assert movers(record_of(HEAD + BEFORE + TODAY)) == ["Bo Alm", "Anna Ek"]


def test_a_line_among_the_papers_is_an_entry(record_of: Read) -> None:
    papers = "Beslutsunderlag\nKommunstyrelsen 2021-02-16 § 40\nTjänsteskrivelse 2021-01-20\n\n"
    record = record_of(HEAD + papers + TODAY)
    assert len(record.items[0].attachments) == 2
    assert movers(record) == ["Anna Ek"]


def test_an_unknown_heading_above_running_text_ends_what_is_decided(record_of: Read) -> None:
    told = "Vad som hände sedan\n\nFullmäktige beviljar varje år ett bidrag till alla föreningar på torget.\n"
    record = record_of(HEAD + "Kommunfullmäktiges beslut\n\nTaxan antas.\n\n" + told)
    assert len(record.items[0].decisions) == 1
