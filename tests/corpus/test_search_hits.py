"""What a search finds, in which order, and what a hit says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.index import Filters
from corpus.query import parse
from corpus.search import hit_to_json, search, snippet
from ocr.errors import BadArguments
from ocr.ledger import Change
from ocr.page import Page
from ocr.source import Metadata

Papers = Callable[..., Any]
Archives = Callable[..., Archive]

RESERVATION = "Sixten Åkerblad (V) reserverar sig mot beslutet eftersom snöröjningen är för svag."
PROTOCOL = """Tekniska nämnden i Vikasjö

§ 4
Handlingsplan för vintercykling 2021-2024
VSK-2021-00017
Beslut
Tekniska nämnden antar handlingsplan för vintercykling 2021-2024.

Reservation
Sixten Åkerblad (V) reserverar sig mot beslutet eftersom snöröjningen är för svag.

§ 5
Belysning på gångvägar
0018/21
Beslut
Ärendet bordläggs.
"""

INTERPELLATION = """Interpellation av Sixten Åkerblad (V) om snöröjning

I handlingsplanen för vintercykling lovas plogning före klockan sju.

1. När plogas cykelbanorna?
Vikasjö den 3 februari 2022
"""


@pytest.fixture
def archive(archive_of: Archives, paper: Papers) -> Archive:
    protocol = paper(
        "tn-2021-05-04.txt", PROTOCOL, "protokoll", "Tekniska nämnden", "2021-05-04",
        items=[("4", "Handlingsplan för vintercykling 2021-2024"), ("5", "Belysning på gångvägar")],
        cases=["VSK-2021-00017", "0018/21"],
        decisions=[
            ("Tekniska nämnden antar handlingsplan för vintercykling 2021-2024.", "decision"),
            ("Ärendet bordläggs.", "decision"),
        ],
        statements=[("reservation", RESERVATION, "Sixten Åkerblad", "V")],
    )  # fmt: skip
    interpellation = paper(
        "kf-2022-02-17-§9.txt", INTERPELLATION, "interpellation", "Kommunfullmäktige", "2022-02-17",
        title="Interpellation av Sixten Åkerblad (V) om snöröjning",
        questions=["1. När plogas cykelbanorna?"], authors=[("Sixten Åkerblad", "V")],
    )  # fmt: skip
    plan = paper(
        "plan.txt", "Verksamhetsplan för biblioteket.\n\nBiblioteket har öppet till sju.", "styrdokument"
    )
    made = archive_of(protocol, interpellation, plan)
    made.file(
        interpellation.made()[0].id, "kf-2022-03-17-§4.txt", Metadata("Kommunfullmäktige", "2022-03-17")
    )
    return made


def first(archive: Archive, query: str, **filters: Any) -> tuple[str, str, str | None]:
    hit = search(archive, query, Filters(**filters))[0]
    return hit.source, hit.type, hit.item


FINDS = [
    ("handlingsplan vintercykling antas", ("tn-2021-05-04.txt", "decision", "4")),
    ("handlingsplanen för vintercykling", ("tn-2021-05-04.txt", "decision", "4")),
    ("vintercyklingsplan", ("tn-2021-05-04.txt", "decision", "4")),
    ("reservation snöröjning", ("tn-2021-05-04.txt", "statement", "4")),
    ("snorojning interpellation", ("kf-2022-02-17-§9.txt", "item", None)),
    ("plogning cykelbana", ("kf-2022-02-17-§9.txt", "item", None)),
    ("VSK-2021-00017", ("tn-2021-05-04.txt", "item", "4")),
    ("dnr 0017/21", ("tn-2021-05-04.txt", "item", "4")),
    ("vad bordlades om belysning", ("tn-2021-05-04.txt", "decision", "5")),
    ("§ 5 tekniska nämnden", ("tn-2021-05-04.txt", "item", "5")),
    ("biblioteksplan", ("plan.txt", "item", None)),
    ("bibloteket öppet", ("plan.txt", "item", None)),
]


@pytest.mark.parametrize(("query", "wanted"), FINDS, ids=[q for q, _ in FINDS])
def test_what_is_asked_for_comes_first(archive: Archive, query: str, wanted: tuple[str, str, str]) -> None:
    source, type_, item = first(archive, query)
    assert (source, item) == (wanted[0], wanted[2])
    assert type_ == wanted[1] or type_ in ("item", "decision", "question")


def test_a_kind_of_statement_is_understood() -> None:
    assert parse("Åkerblads särskilda uttalande om snö").kinds == {"särskilt uttalande"}
    assert parse("interpellationer och motioner").kinds == {"interpellation", "motion"}


def test_a_part_of_a_compound_finds_it(archive: Archive) -> None:
    assert {h.source for h in search(archive, "plan")} >= {"tn-2021-05-04.txt", "plan.txt"}


def test_an_accent_that_was_typed_is_meant(archive: Archive) -> None:
    assert search(archive, "oppet") != []
    assert search(archive, "öppnat") == [] or all("öppet" in h.snippet for h in search(archive, "öppnat"))
    assert search(archive, "snöröjning") != [] and search(archive, "snåröjning xyzzy") == []


def test_a_phrase_must_stand_there(archive: Archive) -> None:
    assert [h.item for h in search(archive, '"antar handlingsplan"')] == ["4"]
    assert search(archive, '"handlingsplan antar"') == []
    assert search(archive, "”antar handlingsplan” belysning")[0].item == "4"


FILTERS = [
    ({"body": "kommunfullmäktige"}, {"kf-2022-02-17-§9.txt"}),
    ({"body": "Tekniska nämnden"}, {"tn-2021-05-04.txt"}),
    ({"body": "socialnämnden"}, set()),
    ({"party": "V"}, {"kf-2022-02-17-§9.txt", "tn-2021-05-04.txt"}),
    ({"party": "M"}, set()),
    ({"kind": "interpellation"}, {"kf-2022-02-17-§9.txt"}),
    ({"kind": "reservation"}, {"tn-2021-05-04.txt"}),
    ({"since": "2022"}, {"kf-2022-02-17-§9.txt"}),
    ({"since": "2022-03"}, {"kf-2022-03-17-§4.txt"}),
    ({"until": "2021-12-31"}, {"tn-2021-05-04.txt"}),
    ({"case": "0017/21"}, {"tn-2021-05-04.txt"}),
    ({"case": "VSK-2020-00017"}, set()),
]


@pytest.mark.parametrize(("filters", "wanted"), FILTERS, ids=[str(f) for f, _ in FILTERS])
@pytest.mark.parametrize("query", ["vintercykling snöröjning Åkerblad", ""])
def test_filters_limit_what_is_found(
    archive: Archive, filters: dict[str, str], wanted: set[str], query: str
) -> None:
    assert {h.source for h in search(archive, query, Filters(**filters))} == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("filters", [{"since": "i går"}, {"until": "2022-02-30"}, {"case": "nio"}])
def test_a_filter_that_says_nothing_is_refused(archive: Archive, filters: dict[str, str]) -> None:
    with pytest.raises(BadArguments):
        search(archive, "plan", Filters(**filters))  # type: ignore[arg-type]


def test_limit_and_offset_walk_through_the_hits(archive: Archive) -> None:
    every = [h.id for h in search(archive, "vintercykling", Filters(limit=10))]
    assert len(every) >= 2
    assert [
        search(archive, "vintercykling", Filters(limit=1, offset=n))[0].id for n in range(len(every))
    ] == every


def test_the_same_bytes_are_one_hit_that_names_its_copies(archive: Archive) -> None:
    hits = search(archive, "plogning")
    assert [(h.source, h.copies) for h in hits] == [("kf-2022-02-17-§9.txt", ("kf-2022-03-17-§4.txt",))]


def test_the_same_text_in_other_bytes_is_one_hit(archive_of: Archives, paper: Papers) -> None:
    archive = archive_of(paper("a.txt", "Om skridskobanan."), paper("b.txt", "Om  skridskobanan.\n"))
    (hit,) = search(archive, "skridskobana")
    assert {hit.source, *hit.copies} == {"a.txt", "b.txt"}


def test_inside_a_protocol_the_item_is_always_set(archive: Archive) -> None:
    for query in ("tekniska nämnden Vikasjö", "beslut", "vintercykling", ""):
        hits = [h for h in search(archive, query) if h.kind == "protokoll"]
        assert hits and all(h.item for h in hits)


def test_a_hit_shows_where_it_stands_in_the_raw_text(archive_of: Archives, paper: Papers) -> None:
    raw, text = "Ndmnden plogar.", "Nämnden plogar."
    page = Page(1, "x" + raw, text, "damaged", (
        Change(0, 1, "x", "", 1.0, "person", "applied"),
        Change(1, 8, "Ndmnden", "Nämnden", 1.0, "channel", "applied"),
    ))  # fmt: skip
    hit = search(archive_of(paper("a.txt", text, pages=[page])), "nämnden")[0]
    assert hit.span == (0, len(text))
    assert hit.raw_span[1] == len(raw) + 1


def test_a_long_document_is_found_by_the_page_that_answers(archive_of: Archives, paper: Papers) -> None:
    filler = "Nämnden redogör för verksamheten under året. " * 120
    text = "\f".join([filler, filler, filler + "\n\nIsbrytaren Havsörnen tas ur drift.\n\n" + filler])
    hit = search(archive_of(paper("lång.txt", text)), "isbrytare tas ur drift")[0]
    assert (hit.type, hit.page) == ("page", 3)
    assert text[hit.span.start : hit.span.end].find("Havsörnen") >= 0
    assert hit.span.end - hit.span.start < 3000


def test_a_hit_has_the_fields_of_the_contract(archive: Archive) -> None:
    line = hit_to_json(search(archive, "vintercykling")[0])
    for name in ("id", "type", "document", "source", "item", "page", "span", "raw_span", "score", "copies"):
        assert f'"{name}":'.encode() in line


def test_the_snippet_marks_what_was_found() -> None:
    text = "Ord " * 200 + "om handlingsplanerna för vintercykling " + "ord " * 200
    shown = snippet(text, parse("handlingsplan vintercykling"))
    assert "<mark>handlingsplanerna</mark> för <mark>vintercykling</mark>" in shown
    assert len(shown) < 400


@given(st.text(max_size=60))
def test_no_query_is_too_odd(query: str) -> None:
    parse(query)


@pytest.mark.parametrize(
    "query", ['"', '""', "AND OR NOT", "plan*", "a:b", "(", "§", "title : x", "'; DROP", "\x00"]
)
def test_signs_of_the_engine_mean_nothing(archive: Archive, query: str) -> None:
    search(archive, query)
