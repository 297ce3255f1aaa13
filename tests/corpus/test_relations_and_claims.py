"""What was treated where, what answers what, and which claims do not hold together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corpus.archive import Archive
from corpus.index import Filters
from corpus.links import Link
from corpus.questions import question_to_json, questions
from corpus.relink import claims, links, relink
from ocr.source import Metadata

Papers = Callable[..., Any]
Archives = Callable[..., Archive]

MEETING = """Kommunfullmäktige

§ 3
Interpellation av Sixten Åkerblad (V) om snöröjning
VSK-2022-00045
Beslut
Interpellationen bordläggs.

§ 4
Anmälningar
Beslut
Anmälningarna antecknas.
"""
NEXT = """Kommunfullmäktige

§ 9
Interpellation av Sixten Åkerblad (V) om snöröjning
0045/22
Beslut
Kommunalrådet Maj Lindqvist besvarar interpellationen.
Tidigare behandling: bordlagt den 3 februari 2022, § 3 och den 9 december 2021, § 77.
"""
ASKED = """Interpellation av Sixten Åkerblad (V) om snöröjning
Dnr 0045/22

1. När plogas cykelbanorna?
2. Vem svarar för trapporna?
"""


@pytest.fixture
def archive(archive_of: Archives, paper: Papers) -> Archive:
    first = paper(
        "kf-2022-02-03.txt", MEETING, "protokoll", "Kommunfullmäktige", "2022-02-03",
        items=[("3", "Interpellation av Sixten Åkerblad (V) om snöröjning"), ("4", "Anmälningar")],
        decisions=[("Interpellationen bordläggs.", "decision"), ("Anmälningarna antecknas.", "decision")],
        cases=["VSK-2022-00045"],
    )  # fmt: skip
    then = paper(
        "kf-2022-03-03.txt", NEXT, "protokoll", "Kommunfullmäktige", "2022-03-03",
        items=[("9", "Interpellation av Sixten Åkerblad (V) om snöröjning")],
        decisions=[("Kommunalrådet Maj Lindqvist besvarar interpellationen.", "decision")], cases=["0045/22"],
        references=[
            ("den 3 februari 2022, § 3",
             {"kind": "item", "item": "3", "edtf": "2022-02-03", "body": "Kommunfullmäktige"}),
            ("den 9 december 2021, § 77",
             {"kind": "item", "item": "77", "edtf": "2021-12-09", "body": "Kommunfullmäktige"}),
        ],
    )  # fmt: skip
    asked = paper(
        "i.txt", ASKED, "interpellation", title="Interpellation om snöröjning",
        authors=[("Sixten Åkerblad", "V")],
        questions=["1. När plogas cykelbanorna?", "2. Vem svarar för trapporna?"], cases=["0045/22"],
    )  # fmt: skip
    other = paper(
        "j.txt", ASKED.replace("0045", "0046").replace("cykelbanorna", "torgen"), "interpellation",
        questions=["1. När plogas torgen?"], cases=["0046/22"], dates=[("dated", "2022-05-01")],
    )  # fmt: skip
    made = archive_of(first, then, asked, other)
    relink(made)
    return made


def leads(found: list[Link], kind: str) -> list[tuple[str, str | None]]:
    return sorted((x.to.place.source, x.to.place.item) for x in found if x.kind == kind and x.to)


def test_a_paper_is_treated_in_the_items_of_its_case(archive: Archive) -> None:
    found = links(archive, document="i.txt")
    assert leads(found, "treated_in") == [("kf-2022-02-03.txt", "3"), ("kf-2022-03-03.txt", "9")]
    assert leads(links(archive, document="j.txt"), "treated_in") == []


def test_only_the_item_that_says_so_answers(archive: Archive) -> None:
    assert leads(links(archive, document="i.txt"), "answered_by") == [("kf-2022-03-03.txt", "9")]


def test_a_filing_under_a_paragraph_leads_to_it(archive: Archive, paper: Papers) -> None:
    filed = paper("kf-2022-02-03-§4.txt", "Lista över anmälningar.", "bilaga")
    reading, record = filed.made()
    archive.put(reading, record)
    archive.file(reading.id, "kf-2022-02-03-§4.txt", Metadata("Kommunfullmäktige", "2022-02-03", item="4"))
    relink(archive)
    (link,) = links(archive, document=reading.id)
    assert link.to is not None and (link.to.place.item, link.evidence.date) == ("4", "agrees")


def test_a_date_with_a_paragraph_leads_to_that_item(archive: Archive) -> None:
    found = {x.source.quote: x for x in links(archive, document="kf-2022-03-03.txt") if x.kind == "refers_to"}
    held, missing = found["den 3 februari 2022, § 3"], found["den 9 december 2021, § 77"]
    assert held.state == "linked" and held.to is not None and held.to.place.item == "3"
    assert missing.state == "unresolved" and missing.evidence.date == "not_in_record"


def test_a_paragraph_that_a_meeting_does_not_hold_is_said_to_be_missing(
    archive: Archive, paper: Papers
) -> None:
    fields = {"kind": "item", "item": "25", "edtf": "2022-02-03", "body": "Kommunfullmäktige"}
    archive.put(
        *paper(
            "x.txt", "Se den 3 februari 2022, § 25.", references=[("den 3 februari 2022, § 25", fields)]
        ).made()
    )
    relink(archive)
    (link,) = links(archive, document="x.txt")
    assert (link.state, link.evidence.basis) == ("unresolved", "the record of 2022-02-03 holds no § 25")


def test_questions_have_an_answer_or_none_is_found(archive: Archive) -> None:
    told = {q.text: q for q in questions(archive)}
    assert told["1. När plogas cykelbanorna?"].answered == "answer found"
    answer = told["1. När plogas cykelbanorna?"].answer
    assert answer is not None and answer.place.item == "9"
    assert told["1. När plogas torgen?"].answered == "no answer found in this archive"
    assert told["1. När plogas cykelbanorna?"].asked_by == ("Sixten Åkerblad (V)",)
    assert question_to_json(told["1. När plogas torgen?"])


@pytest.mark.parametrize(
    ("filters", "count"),
    [({}, 3), ({"party": "V"}, 2), ({"party": "M"}, 0), ({"since": "2022-05"}, 1), ({"limit": 1}, 1)],
)
def test_questions_pass_the_filters(archive: Archive, filters: dict[str, Any], count: int) -> None:
    assert len(questions(archive, Filters(**{"limit": 100, **filters}))) == count


TWO_DATES = """Om planen

Planen mot ensamhet antogs i kommunfullmäktige den 3 maj 2021.

Som alla vet antogs planen mot ensamhet i kommunfullmäktige i juni 2020.
"""


def test_two_dates_of_one_adoption_do_not_hold_together(archive_of: Archives, paper: Papers) -> None:
    at = ("Kommunfullmäktige",)
    archive = archive_of(
        paper("x.txt", TWO_DATES, references=[
            ("Planen mot ensamhet antogs i kommunfullmäktige den 3 maj 2021",
             {"event": "adopted", "edtf": "2021-05-03", "bodies": at, "value": "planen mot ensamhet"}),
            ("planen mot ensamhet i kommunfullmäktige i juni 2020",
             {"event": "adopted", "edtf": "2020-06", "bodies": at, "value": "planen mot ensamhet"}),
        ]),
    )  # fmt: skip
    relink(archive)
    (claim,) = [c for c in claims(archive, "x.txt") if c.verdict == "inconsistent within the document"]
    assert claim.words == "the document says 2021-05-03 here and 2020-06 there"
    assert claim.other is not None and "juni 2020" in claim.other.place.quote
    remarks = [r for x in links(archive, document="x.txt") for r in x.remarks]
    assert {r.verdict for r in remarks} == {"inconsistent within the document"}


def test_dates_of_different_events_are_no_contradiction(archive_of: Archives, paper: Papers) -> None:
    text = "Planen mot ensamhet antogs i maj 2018. Planen mot ensamhet reviderades i mars 2020."
    archive = archive_of(
        paper("x.txt", text, references=[
            ("Planen mot ensamhet antogs i maj 2018", {"event": "adopted", "edtf": "2018-05"}),
            ("Planen mot ensamhet reviderades i mars 2020", {"event": "revised", "edtf": "2020-03"}),
        ]),
    )  # fmt: skip
    relink(archive)
    assert {c.verdict for c in claims(archive)} == {"not in the record"}


def test_events_of_one_occasion_must_agree_in_date(archive_of: Archives, paper: Papers) -> None:
    text = (
        "Planen mot ensamhet reviderades i mars 2018.\n\nI samband med revideringen av planen beslutades att"
        " planen förlängs.\n\nPlanen mot ensamhet förlängdes i maj 2018."
    )
    archive = archive_of(
        paper("x.txt", text, references=[
            ("Planen mot ensamhet reviderades i mars 2018", {"event": "revised", "edtf": "2018-03"}),
            ("revideringen av planen", {"event": "revised", "value": "planen mot ensamhet"}),
            ("planen förlängs", {"event": "extended", "value": "planen mot ensamhet", "after": 90}),
            ("Planen mot ensamhet förlängdes i maj 2018", {"event": "extended", "edtf": "2018-05"}),
        ]),
    )  # fmt: skip
    relink(archive)
    (claim,) = [c for c in claims(archive) if c.verdict == "inconsistent within the document"]
    assert (
        "2018-03" in claim.words and "2018-05" in claim.words and "I samband med revideringen" in claim.words
    )


NO_CONTRADICTION = [
    # a plan without years that was adopted anew, years later
    ("Planen mot ensamhet antogs 2009-02-26.", "2009-02-26", "Planen mot ensamhet antogs 2022-05-19.",
     "2022-05-19"),
    # what is foreseen
    ("Planen mot ensamhet antogs 2021-05-03.", "2021-05-03",
     "Planen mot ensamhet kan antas senast i juni 2021.", "2021-06"),
    # a coarser date that holds the finer one
    ("Planen mot ensamhet antogs 2021-05-03.", "2021-05-03",
     "Planen mot ensamhet antogs våren 2021.", "2021-21"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "first", "two", "second"), NO_CONTRADICTION, ids=[c[2] for c in NO_CONTRADICTION]
)
def test_dates_that_may_both_be_right_are_left_alone(
    archive_of: Archives, paper: Papers, one: str, first: str, two: str, second: str
) -> None:
    archive = archive_of(
        paper("x.txt", f"{one}\n\n{two}", references=[
            (one[:-1], {"event": "adopted", "edtf": first}), (two[:-1], {"event": "adopted", "edtf": second}),
        ]),
    )  # fmt: skip
    relink(archive)
    assert not [c for c in claims(archive) if c.verdict == "inconsistent within the document"]


def test_an_answer_of_its_own_is_joined_to_the_question_of_its_case(archive: Archive, paper: Papers) -> None:
    archive.put(
        *paper("svar.txt", "Svar på interpellation\nDnr 0046/22\n\nTorgen plogas efter sju.", "svar",
               cases=["0046/22"]).made()
    )  # fmt: skip
    relink(archive)
    assert leads(links(archive, document="svar.txt"), "answers") == [("j.txt", None)]
    told = {q.text: q for q in questions(archive)}["1. När plogas torgen?"]
    assert told.answered == "answer found"
    assert told.answer is not None and told.answer.place.source == "svar.txt"


def test_a_paper_without_a_number_has_that_of_the_item_it_was_filed_under(
    archive: Archive, paper: Papers
) -> None:
    reading, record = paper("kf-2022-02-03-§3.txt", "Bakgrund om snöröjning.", "bilaga").made()
    archive.put(reading, record)
    archive.file(reading.id, "kf-2022-02-03-§3.txt", Metadata("Kommunfullmäktige", "2022-02-03", item="3"))
    relink(archive)
    found = links(archive, document=reading.id)
    assert leads(found, "treated_in") == [("kf-2022-02-03.txt", "3"), ("kf-2022-03-03.txt", "9")]
    assert leads(found, "answered_by") == []
