"""The record's JSON: places that are not known are left out, and a record survives the way there and back."""

import json

from extract.placing import located
from extract.record import Document, Item, Maker, Record, RoleDate, from_json, to_json
from ocr.ledger import Change, Offsets
from ocr.spans import Span

TEXT = "Socialnämnden i Vikasjö"
RECORD = Record(
    document=Document(
        id="ab" * 32,
        source="sn.txt",
        kind="annat",
        kind_score=0.5,
        dates=(RoleDate("meeting", "2022-04-19"),),
        authors=(Maker("Ylva Björk", "MP"), Maker("Per Lövgren", "V", span=Span(0, 13))),
    ),
    text=TEXT,
    pages=(),
    items=(Item("abab/0", None, None, Span(0, len(TEXT))),),
)


def test_a_place_that_is_not_known_is_left_out() -> None:
    document = json.loads(to_json(RECORD))["document"]
    assert document["dates"] == [{"role": "meeting", "edtf": "2022-04-19", "inferred": False}]
    assert "span" not in document["authors"][0]
    assert document["authors"][1]["span"] == [0, 13]


def test_a_record_survives_json() -> None:
    assert from_json(to_json(RECORD)) == RECORD


def test_every_span_is_given_its_place_in_the_raw_text() -> None:
    offsets = Offsets([Change(0, 14, "Socialnéamnden", "Socialnämnden", 1.0, "channel", "applied")])
    placed = located(RECORD, offsets)
    assert placed.document.authors[1].raw_span == Span(0, 14)
    assert placed.document.dates[0].raw_span is None
    assert placed.items[0].raw_span == Span(0, len(TEXT) + 1)
