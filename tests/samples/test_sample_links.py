"""What the samples refer to is found in the archive, or said to be missing; the contradiction is reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus import Archive, search
from corpus.links import Link
from corpus.plans import Plan
from corpus.relink import claims, links, plans, relink
from extract import Record
from ocr import Reading


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def samples(
    tmp_path_factory: pytest.TempPathFactory, readings: dict[str, Reading], records: dict[str, Record]
) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("samples") / "archive.db", create=True) as archive:
        for source, reading in readings.items():
            if archive.filings(reading.id):
                archive.file(reading.id, source, reading.metadata)
            else:
                archive.put(reading, records[source])
        relink(archive)
        yield archive


@pytest.fixture(scope="module")
def found(samples: Archive) -> list[Link]:
    return links(samples)


@pytest.fixture(scope="module")
def ids(readings: dict[str, Reading]) -> dict[str, str]:
    """The id of the document that is filed under a name; two filings of the same bytes are one document."""
    return {source: reading.id for source, reading in readings.items()}


def of(found: list[Link], wanted: dict[str, Any], ids: dict[str, str]) -> list[Link]:
    """The links whose words lie in the wanted quotation, or hold it."""
    quote = flat(wanted["quote"])
    return [
        link
        for link in found
        if link.kind == "refers_to"
        and link.source.document == ids[wanted["from"]]
        and (flat(link.source.quote) in quote or quote in flat(link.source.quote))
    ]


def test_references_lead_to_the_item_that_decided(
    found: list[Link], expected: dict[str, Any], ids: dict[str, str]
) -> None:
    for wanted in expected["links"]:
        if wanted["to"] is None:
            continue
        targets = {
            (link.to.place.source, link.to.place.item)
            for link in of(found, wanted, ids)
            if link.state == "linked" and link.to
        }
        assert targets == {(wanted["to"]["source"], wanted["to"]["item"])}, wanted


def test_each_verdict_of_the_evidence_is_given(
    found: list[Link], expected: dict[str, Any], ids: dict[str, str]
) -> None:
    for wanted in expected["links"]:
        for link in of(found, wanted, ids):
            for name, verdict in wanted.get("evidence", {}).items():
                assert getattr(link.evidence, name) == verdict, (wanted, link.evidence)


def test_what_the_archive_does_not_hold_is_not_linked(
    found: list[Link], expected: dict[str, Any], ids: dict[str, str]
) -> None:
    for wanted in expected["links"]:
        if wanted["to"] is None:
            states = [link.state for link in of(found, wanted, ids)]
            assert states, wanted
            assert set(states) == {"unresolved"}, wanted


def test_a_quotation_is_where_the_link_says(
    found: list[Link], records: dict[str, Record], readings: dict[str, Reading]
) -> None:
    assert found
    for link in found:
        source = link.source
        words = flat(records[source.source].text[slice(*source.span)])
        assert words.startswith(flat(source.quote).rstrip("… "))
        assert source.raw_span == readings[source.source].offsets.to_raw(source.span)


def test_the_interpellation_is_linked_with_the_item_that_answers_it(
    found: list[Link], expected: dict[str, Any], ids: dict[str, str]
) -> None:
    asked = expected["contradiction"]["source"]
    kinds = {
        link.kind: (link.to.place.source, link.to.place.item)
        for link in found
        if link.source.document == ids[asked] and link.kind != "refers_to" and link.to
    }
    answered = ("kommunfullmaktige/kf-2022-10-13.txt", "132")
    assert kinds == {"treated_in": answered, "answered_by": answered}


def test_one_plan_with_its_names_and_timeline(samples: Archive, expected: dict[str, Any]) -> None:
    wanted = expected["plan"]
    mine = [p for p in plans(samples) if wanted["name_holds"] in p.name]
    assert len(mine) == 1
    plan: Plan = mine[0]
    for variant in wanted["variants_hold"]:
        assert any(variant in v for v in plan.variants)
    decided = [
        [e.event, e.date, e.place.source, e.place.item] for e in plan.events if e.standing == "decided"
    ]
    assert decided == wanted["events"]


def test_the_contradiction_is_reported_with_both_its_places(
    samples: Archive, expected: dict[str, Any], ids: dict[str, str]
) -> None:
    wanted = expected["contradiction"]
    sides = [
        {flat(side.place.quote) for side in (claim.claim, claim.other) if side}
        for claim in claims(samples)
        if claim.document == ids[wanted["source"]] and claim.verdict == "inconsistent within the document"
    ]
    assert len(sides) == 1
    for quote in wanted["claims"]:
        assert any(flat(quote) in side for side in sides[0])


def test_a_month_that_the_record_does_not_hold_is_not_linked(
    found: list[Link], expected: dict[str, Any], ids: dict[str, str]
) -> None:
    wanted = expected["contradiction"]
    may = of(found, {"from": wanted["source"], "quote": wanted["claims"][1]}, ids)
    assert [link.state for link in may] == ["unresolved"]
    assert [c.evidence.basis for c in may[0].candidates] == [f"the record says {wanted['record']['edtf']}"]


def test_plans_of_other_matters_stay_apart(samples: Archive, expected: dict[str, Any]) -> None:
    names = [p.name for p in plans(samples)]
    for other in expected["plan"]["others"]:
        assert sum(flat(other.partition(" 20")[0]) in name for name in names) == 1, names


def test_the_copy_is_one_document_with_two_filings(samples: Archive, expected: dict[str, Any]) -> None:
    source, copies = expected["duplicate"]["source"], expected["duplicate"]["copies"]
    ident = samples.find(source)
    assert ident is not None
    assert {f.source for f in samples.filings(ident)} == {source, *copies}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("undersköterskor önskelista", "socialnamnden/SN 2022-04-19 § 8 Protokollsutdrag.pdf"),
        ("onskelista", "socialnamnden/SN 2022-04-19 § 8 Protokollsutdrag.pdf"),
        ("KS 2022/58", "granhyttan/utdrag-ks-44-46.txt"),
        ("cykelplan", "kommunfullmaktige/kf-2022-06-09.txt"),
    ],
)
def test_a_search_finds_the_repaired_words(samples: Archive, query: str, first: str) -> None:
    hits = search(samples, query)
    assert hits
    assert hits[0].source == first


def test_no_reference_is_left_out_silently(
    found: list[Link], expected: dict[str, Any], ids: dict[str, str]
) -> None:
    assert [w for w in expected["links"] if not of(found, w, ids)] == []
