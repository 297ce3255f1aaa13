"""What is found in the samples is what a careful reader finds (`samples/expected.json`)."""

from __future__ import annotations

from typing import Any

from rapidfuzz import fuzz

from extract import Record
from extract.record import Item, Maker
from ocr import Reading
from ocr.spans import Span

ALIKE = 96.0  # a text of a scan may be off by a letter or two; a clean one is the same


def flat(text: str) -> str:
    return " ".join(text.split())


def same(found: str, wanted: str) -> bool:
    """Equal but for white space, a number left out, and a stroke or two of a scan."""
    found, wanted = flat(found), flat(wanted)
    return found == wanted or wanted.endswith(found) or fuzz.ratio(found, wanted) >= ALIKE


def bounded(found: str, wanted: dict[str, Any]) -> bool:
    """Whether a text is the wanted one, or begins and ends as the wanted one does."""
    if "text" in wanted:
        return same(found, wanted["text"])
    found = flat(found)
    starts, ends = wanted.get("starts", ""), wanted.get("ends", "")
    return same(found[: len(starts)], starts) and same(found[-len(ends) :] if ends else "", ends)


def makers(found: tuple[Maker, ...]) -> set[tuple[str | None, str | None, bool]]:
    return {(m.name, m.party, m.others) for m in found}


def wanted_makers(by: list[dict[str, Any]]) -> set[tuple[str | None, str | None, bool]]:
    return {(m["name"], m["party"], m.get("others", False)) for m in by}


def either(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


def pairs(record: Record, wanted: dict[str, Any]) -> list[tuple[Item, dict[str, Any]]]:
    return list(zip(record.items, wanted["items"], strict=True))


def test_kind_and_body_are_told(source: str, records: dict[str, Record], expected: dict[str, Any]) -> None:
    document, wanted = records[source].document, expected["documents"][source]
    assert document.kind in either(wanted["kind"])
    if "body" in wanted:
        assert document.body == wanted["body"]


def test_the_days_of_a_document_have_their_roles(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    found = {(d.role, d.edtf) for d in records[source].document.dates}
    assert set(expected["documents"][source].get("dates_of_document", {}).items()) <= found


def test_what_comes_from_outside_the_text_says_where_from(
    records: dict[str, Record], readings: dict[str, Reading]
) -> None:
    listed = records["granhyttan/utdrag-ks-44-46.txt"].document
    assert (listed.metadata_from["date"], listed.metadata_from["body"]) == ("metadata.csv", "text")
    asked = records["kommunfullmaktige/interpellation-2022-41.txt"].document
    assert (asked.body, asked.metadata_from["body"]) == ("Kommunfullmäktige", "metadata.csv")
    assert ("meeting", "2022-05-03") in {(d.role, d.edtf) for d in listed.dates}
    assert (
        readings["socialnamnden/SN 2020-02-18 § 11 Protokollsutdrag.jpg"].metadata.origin["item"]
        == "file name"
    )


def test_authors_and_addressee_are_named(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    document, wanted = records[source].document, expected["documents"][source]
    if "authors" in wanted:
        assert makers(document.authors) == wanted_makers(wanted["authors"])
    if "addressee" in wanted:
        assert document.addressee is not None
        assert wanted["addressee"] in document.addressee.value


def test_case_numbers_are_found_with_their_items(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    record, wanted = records[source], expected["documents"][source]
    assert set(wanted.get("case_numbers", [])) <= {c.value for c in record.document.case_numbers}
    for item, want in pairs(record, wanted):
        assert set(want.get("case_numbers", [])) <= {c.value for c in item.case_numbers}


def test_items_are_found_with_their_titles(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    record, wanted = records[source], expected["documents"][source]
    assert [i.number for i in record.items] == [i["number"] for i in wanted["items"]]
    titles = [(i.title or "", w["title"]) for i, w in pairs(record, wanted) if "title" in w]
    assert [(f, w) for f, w in titles if not same(f, w)] == []


def test_decisions_are_told_from_proposals(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    record = records[source]
    for item, want in pairs(record, expected["documents"][source]):
        texts = [record.text[slice(*d.span)] for d in item.decisions]
        wanted = want.get("decisions", [])
        assert len(texts) == len(wanted), (item.number, texts)
        for decision, text, w in zip(item.decisions, texts, wanted, strict=True):
            assert same(text, w["text"]) or flat(w["text"]) in flat(text), (text, w["text"])
            assert decision.status in w["status"], (text, decision.status)
            assert w["number"] is None or decision.number == w["number"]


def test_yrkanden_have_their_makers(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    record = records[source]
    for item, want in pairs(record, expected["documents"][source]):
        wanted = want.get("yrkanden", [])
        found = [(flat(record.text[slice(*y.span)]), makers(y.by)) for y in item.yrkanden]
        assert found == [(flat(w["text"]), wanted_makers(w["by"])) for w in wanted]


def test_procedure_votes_and_recusals_are_found(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    for item, want in pairs(records[source], expected["documents"][source]):
        assert (item.procedure is not None) == want.get("procedure", False), item.number
        assert [r.name for r in item.recusals] == want.get("recusals", [])
        main = [v for v in item.votes if v.main]
        if want.get("vote") is None:
            assert main == []
        else:
            found = {k: getattr(main[0], k) for k in ("yes", "no", "abstain", "outcome")}
            assert found == {k: want["vote"][k] for k in found}
            assert len(main[0].by) == want["vote"].get("ballots", len(main[0].by))


def test_statements_have_all_their_makers_and_parties(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    record = records[source]
    for item, want in pairs(record, expected["documents"][source]):
        wanted = want.get("statements", [])
        assert len(item.statements) == len(wanted), (item.number, item.statements)
        for statement, w in zip(item.statements, wanted, strict=True):
            assert statement.kind in w["kind"]
            assert makers(statement.by) == wanted_makers(w["by"])
            assert bounded(record.text[slice(*statement.span)], w)


def test_questions_have_their_parts(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    record = records[source]
    wanted = expected["documents"][source]["questions"]
    found = [(q.number, [p.number for p in q.parts]) for q in record.questions]
    assert found == [(w["number"], [p["number"] for p in w["parts"]]) for w in wanted]
    for question, w in zip(record.questions, wanted, strict=True):
        assert bounded(record.text[slice(*question.span)], w)
        for part, p in zip(question.parts, w["parts"], strict=True):
            assert flat(record.text[slice(*part.span)]).endswith(p["ends"])


def test_dates_people_and_amounts_are_found(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    mentions, wanted = records[source].mentions, expected["documents"][source]
    assert set(wanted.get("dates", {})) <= {d.edtf for d in mentions.dates}
    people = {(p.name, p.party) for p in mentions.people}
    assert {(p["name"], p["party"]) for p in wanted.get("people", [])} <= people
    assert set(wanted.get("amounts", [])) <= {a.value for a in mentions.amounts}


def test_references_to_items_of_other_meetings_are_found(
    source: str, records: dict[str, Record], expected: dict[str, Any]
) -> None:
    found = [r for r in records[source].mentions.references if r.kind == "item"]
    for wanted in expected["documents"][source].get("item_references", []):
        match = [r for r in found if (r.item, r.edtf) == (wanted["item"], wanted["edtf"])]
        assert match, wanted
        assert "body" not in wanted or match[0].body == wanted["body"]


def test_every_finding_leads_back_to_the_text_as_it_came(
    source: str, records: dict[str, Record], readings: dict[str, Reading]
) -> None:
    offsets = readings[source].offsets
    found: list[tuple[Span, Span]] = [
        (f.span, f.raw_span)
        for item in records[source].items
        for group in (item.decisions, item.statements, item.yrkanden)
        for f in group
    ]
    assert [s for s, raw in found if raw != offsets.to_raw(s)] == []
