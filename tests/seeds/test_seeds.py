"""The documents that the project started from, where they are at hand: what must hold of them, and no more.

Nothing of their text stands here. The words of the damaged protocol are known by two bytes of a hash each,
which is enough to count the wrong ones and too little to read them.
"""

from __future__ import annotations

from hashlib import blake2s
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from extract import Record, extract
from extract.record import Item, Maker
from klubbat.inputs import Input, load
from ocr import Metadata, Reading, read, undo

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
WORD_HASHES = Path(__file__).with_name("protocol_word_hashes.txt")

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")

INTERPELLATION, PROTOCOL, REVISION, STAFFING, PARAGRAPH = "000", "001", "002", "003", "004"
CLEAN = (INTERPELLATION, REVISION, STAFFING, PARAGRAPH)


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {
        path.name[:3]: read(load(Input(path, path.name, Metadata()))) for path in sorted(SEEDS.glob("*.txt"))
    }


@pytest.fixture(scope="module")
def records(readings: dict[str, Reading]) -> dict[str, Record]:
    return {number: extract(reading) for number, reading in readings.items()}


def item_of(record: Record) -> Item:
    (item,) = record.items
    return item


def parties(makers: tuple[Maker, ...]) -> set[str | None]:
    return {maker.party for maker in makers}


@pytest.mark.parametrize("number", CLEAN)
def test_a_clean_seed_is_unchanged(number: str, readings: dict[str, Reading]) -> None:
    (path,) = SEEDS.glob(f"{number}*")
    assert readings[number].text.encode() == path.read_bytes()


def test_at_most_8_of_the_791_words_are_wrong_after_repair(readings: dict[str, Reading]) -> None:
    wanted = WORD_HASHES.read_text(encoding="ascii").split()
    found = [blake2s(w.encode(), digest_size=2).hexdigest() for w in readings[PROTOCOL].text.split()]
    before = [blake2s(w.encode(), digest_size=2).hexdigest() for w in readings[PROTOCOL].raw.split()]
    assert Levenshtein.distance(wanted, before) == 238
    assert Levenshtein.distance(wanted, found) <= 8


def test_undo_gives_the_damaged_protocol_back(readings: dict[str, Reading]) -> None:
    reading = readings[PROTOCOL]
    (path,) = SEEDS.glob(f"{PROTOCOL}*")
    assert undo(reading.text, reading.ledger).encode() == path.read_bytes()


def test_the_interpellation_has_five_questions_the_second_in_three_parts(records: dict[str, Record]) -> None:
    record = records[INTERPELLATION]
    assert record.document.kind == "interpellation"
    assert [(q.number, len(q.parts)) for q in record.questions] == [
        ("1", 0), ("2", 3), ("3", 0), ("4", 0), ("5", 0)
    ]  # fmt: skip
    assert parties(record.document.authors) == {"V"}
    assert ("dated", "2019-02-27") in {(d.role, d.edtf) for d in record.document.dates}


def test_the_protocol_has_three_decisions_and_statements_by_three_parties(records: dict[str, Record]) -> None:
    item = item_of(records[PROTOCOL])
    assert [(d.number, d.status) for d in item.decisions] == [
        ("1", "decision"), ("2", "decision"), ("3", "decision")
    ]  # fmt: skip
    assert [(s.kind, parties(s.by)) for s in item.statements] == [
        ("särskilt uttalande", {"V", "S"}),
        ("ersättaryttrande", {"Fi"}),
    ]
    assert all(m.others for m in item.statements[0].by)
    assert item.procedure is not None


def test_the_protocol_was_approved_on_24_april_2019(records: dict[str, Record]) -> None:
    dates = {(d.role, d.edtf) for d in records[PROTOCOL].document.dates}
    assert ("approved", "2019-04-24") in dates


def test_a_tjänsteutlåtande_holds_proposals_not_decisions(records: dict[str, Record]) -> None:
    for number, least in ((REVISION, 2), (STAFFING, 0)):
        record = records[number]
        assert record.document.kind == "tjänsteutlåtande"
        found = [d.status for i in record.items for d in i.decisions]
        assert set(found) <= {"proposal"}
        assert len(found) >= least


def test_the_paragraph_has_an_unnumbered_decision_a_procedure_and_a_joint_statement(
    records: dict[str, Record],
) -> None:
    record = records[PARAGRAPH]
    item = item_of(record)
    assert item.number == "8"
    assert [(d.number, d.status) for d in item.decisions] == [(None, "decision")]
    assert item.procedure is not None
    assert [(s.kind, parties(s.by)) for s in item.statements] == [("särskilt uttalande", {"V", "S"})]
    assert "HL 2019/619" in {c.value for c in (*item.case_numbers, *record.document.case_numbers)}
    assert "2019-12-19" in {d.edtf for d in record.mentions.dates}
