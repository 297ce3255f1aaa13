"""What holds of every record, whatever the text: places, ids, and that it comes out at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extract import Record, extract, from_json, to_json
from ocr import Metadata, Page, Reading, repair, undo
from ocr.ledger import Change, State
from ocr.spans import Span

WORDS = (
    "§ 4", "§ 5", "§", "Dnr VIK 2022/7", "Beslut", "Beslutsgång", "Yrkanden", "Reservation", "Omröstning",
    "Jäv", "Handlingar", "Särskilt uttalande", "Protokollsanteckning", "Kommunstyrelsen", "beslutar",
    "föreslår", "kommunfullmäktige", "att", "1.", "2.", "a.", "- ", "• ", ":", ".", ",", "?", "”", '"', "(S)",
    "(V),(S)", "m.fl.", "Anna Ek", "Bo Ek (M)", "yrkar", "reserverar sig", "lät anteckna följande.",
    "43 Ja mot 38 Nej", "röstar Ja (7).", "den 5 maj 2020", "i maj", "2020-2022", "handlingsplanen",
    "Vikasjö stads plan för trygghet 2020-2024", "antogs", "reviderades i samma nämnder", "Sida 2 (4)",
    "Justerandes signatur", "\n", "\n\n", "\f", " ", "  ", "bilaga 2", "SOU 2020:9", "1,1 mnkr",
    "följande frågor:", "föreslås", "nämnden", "socialnämnden", "Förslag till beslut", "Interpellation av",
    "Justerat 2020-05-05",
)  # fmt: skip

documents = st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)
anything = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=400)


def spans(value: Any, path: str = "") -> Iterator[tuple[str, list[int], list[int] | None]]:
    if isinstance(value, dict):
        if "span" in value:
            yield path, value["span"], value.get("raw_span")
        for key, inner in value.items():
            yield from spans(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner, f"{path}[]")


def reading_of(text: str) -> Reading:
    pages = tuple(Page(i, p, p, "good") for i, p in enumerate(text.split("\f"), 1))
    return Reading("a" * 64, "text.txt", Metadata(), pages)


def check(record: Record) -> None:
    line = json.loads(to_json(record))
    text = record.text
    for path, (start, end), raw in spans(line):
        assert 0 <= start < end <= len(text), path
        if path not in (".pages[]", ".items[]"):
            assert text[start:end] == text[start:end].strip(), path
        assert raw is not None or path == ".pages[]", path
    previous = 0
    for item in record.items:
        assert item.span.start >= previous
        previous = item.span.end
        placed = [*item.decisions, *item.yrkanden, *item.statements, *item.votes, *item.attachments]
        for finding in placed:
            assert finding.span.within(item.span)
        for one, two in zip(item.decisions, item.decisions[1:], strict=False):
            assert one.span.end <= two.span.start
    ids = [x.id for i in record.items for x in (i, *i.decisions, *i.yrkanden, *i.statements)]
    ids += [x.id for q in record.questions for x in (q, *q.parts)]
    assert len(ids) == len(set(ids))
    assert from_json(to_json(record)) == record


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
@example("§ 4\nBeslut\n\nKommunstyrelsen beslutar\natt\n")
@example("Beslut\n1. ")
@example("”\n”")
def test_a_document_of_any_shape_has_lawful_places(text: str) -> None:
    check(extract(reading_of(text)))


@settings(max_examples=200, deadline=None)
@given(anything)
def test_any_text_gives_a_record(text: str) -> None:
    check(extract(reading_of(text)))


DAMAGED = """Socialndmndens beslut

1. Socialndmnden godkénner rapporten dver arbetet.
2. Némnden uppdrar till forvaltningen att 4terkomma.

Beslutsordning
Némnden stillde sig bakom forvaltningens forslag.

Sarskilt uttalande
Kristina Akerberg (S) och Per Lovgren (V) ldmnade ett uttalande.

”Planen kom till for att nagon lyssnade.”
Justerat 2022-04-26
"""


def test_places_lead_back_through_the_repair_to_the_raw_text() -> None:
    repaired = repair(DAMAGED)
    assert repaired.text != repaired.raw
    page = Page(1, repaired.raw, repaired.text, repaired.verdict, repaired.ledger)
    record = extract(Reading("a" * 64, "text.txt", Metadata(), (page,)))
    check(record)
    first = record.items[0].decisions[0]
    raw = DAMAGED[first.raw_span.start : first.raw_span.end]
    assert raw == "1. Socialndmnden godkénner rapporten dver arbetet."


def test_damaged_text_is_read_even_without_repair() -> None:
    record = extract(reading_of(DAMAGED))
    (item,) = record.items
    assert [d.number for d in item.decisions] == ["1", "2"]
    assert item.procedure is not None
    assert [[m.party for m in s.by] for s in item.statements] == [["S", "V"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\n ", "empty"),
        ("Det var en gång en räv. Han bodde i skogen och tänkte på ingenting alls.\n" * 200, "no_structure"),
        (
            "MINUTES of the meeting\n\n1. The board decided to approve the report.\n2. Any other business.\n",
            "no_structure",
        ),
        ("a" * 100_000, "no_structure"),
    ],
)
def test_bad_input_is_an_honest_record(text: str, code: str) -> None:
    record = extract(reading_of(text))
    assert [p.code for p in record.problems] == [code]
    assert [d for i in record.items for d in i.decisions] == []
    assert [v for i in record.items for v in i.votes] == []


@pytest.mark.parametrize(
    "piece",
    [
        "a", " ", "\n", "Aa ", "§ ", "§ 1\n", "”\n", "(", "S, ", "S och ", "den 5 maj ", "- ", ". ", "A. ",
        "Beslut\n", "nämndens ", "1. a?\n", "plan för ", "Göteborgs Stads ", "43 ja ", "Anna Ek (S), ",
        "bilaga 2 till ", "Yrkanden\nAnna Ek (S) yrkar att\n", "följande frågor: ",
    ],
)  # fmt: skip
def test_a_long_line_of_anything_comes_out(piece: str) -> None:
    """Were any step worse than linear, these would not end."""
    check(extract(reading_of(piece * (100_000 // len(piece)))))


# what a reader makes of words, what repair made of them or weighed, and whether it changed them
MISREAD = (
    ("Bes1ut", "Beslut", True), ("Grafnas (V)", "Grafnäs (V)", False), ("Eva T6rn", "Eva Törn", False),
    ("Eva Torn (M)", "Eva Törn (M)", True), ("8 5 Dnr VIK 2022/7", "", False),
    ("85 Dnr VIK 2022/8", "", False),
    ("§= 6", "", False), ("Dnr VIK 2022/9", "", False), ("lvar Ek ml. (S)", "", False),
    ("7.6 mnkr avsdtts.", "", False), ("Arende Datum", "Ärende Datum", True), ("5 (14)\n\n", "", False),
    ("Kommunstyrelsen\n", "", False), ("e att", "att", False), ("ndmnden", "nämnden", True),
    ("(Fl)", "(Fi)", False),
)  # fmt: skip
pieces = st.sampled_from([(word, "", False) for word in WORDS] + [*MISREAD] * 4)


def damaged_reading(drawn: list[tuple[str, str, bool]]) -> Reading:
    """A damaged document of such pieces, a page for each form feed, with its ledger."""
    pages: list[Page] = []
    raw, text, ledger = "", "", []
    for read, meant, changed in [*drawn, ("\f", "", False)]:
        if read == "\f":
            pages.append(Page(len(pages) + 1, raw, text, "damaged", tuple(ledger)))
            raw, text, ledger = "", "", []
            continue
        if meant:
            chances = ((meant, 0.6), (read, 0.3))
            state: State = "applied" if changed else "review"
            ledger.append(Change(len(raw), len(raw) + len(read), read, meant, 0.6, "channel", state, chances))
        raw += read + " "
        text += (meant if changed else read) + " "
    return Reading("a" * 64, "text.txt", Metadata(), tuple(pages))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pieces, max_size=100))
@example([MISREAD[6], MISREAD[0], MISREAD[4], MISREAD[11], MISREAD[12], MISREAD[7], MISREAD[9]])
def test_places_of_a_damaged_document_survive_repair_and_undo(drawn: list[tuple[str, str, bool]]) -> None:
    reading = damaged_reading(drawn)
    record = extract(reading)
    check(record)
    assert undo(record.text, reading.ledger) == reading.raw
    for path, (start, end), raw in spans(json.loads(to_json(record))):
        if raw is None:
            continue
        assert 0 <= raw[0] <= raw[1] <= len(reading.raw), path
        back = reading.offsets.to_text(Span(*raw))
        assert back.start <= start and end <= back.end, path
