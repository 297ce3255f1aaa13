"""References find the decision that they speak of, or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus.archive import Archive
from corpus.links import Link, link_to_json
from corpus.plans import plan_to_json
from corpus.relink import links, plans, relink
from ocr.errors import BadArguments

Papers = Callable[..., Any]
Archives = Callable[..., Archive]

FULL = "Vikasjö kommuns plan för arbetet mot ensamhet 2021-2024"
ADOPTED = f"""Kommunfullmäktige

§ 14
{FULL}
VSK-2020-00311
Beslut
1. {FULL}, i enlighet med bilaga 2, antas.

§ 15
Reglemente för gåvor
Beslut
Ärendet bordläggs.
"""
ENDORSED = f"""Kommunstyrelsen

§ 40
{FULL}
Beslut
Kommunstyrelsen föreslår att kommunfullmäktige beslutar: {FULL} antas.
"""
LATER = """Kommunfullmäktige

§ 31
Vikasjö kommuns plan för arbetet mot ensamhet 2025-2028
Beslut
Vikasjö kommuns plan för arbetet mot ensamhet 2025-2028 antas.
"""


def protocol(paper: Papers, name: str, text: str, body: str, day: str, items: list[tuple[str, str]],
             decisions: list[tuple[str, str]], plan: str) -> Any:  # fmt: skip
    start = text.index("Beslut")
    return paper(
        name, text, "protokoll", body, day, items=items, decisions=decisions,
        references=[(plan, {}), (plan, {"after": start})],
        cases=["VSK-2020-00311"] if "VSK" in text else [],
    )  # fmt: skip


@pytest.fixture
def protocols(paper: Papers) -> list[Any]:
    return [
        protocol(
            paper, "kf-2021-03-04.txt", ADOPTED, "Kommunfullmäktige", "2021-03-04",
            [("14", FULL), ("15", "Reglemente för gåvor")],
            [(f"1. {FULL}, i enlighet med bilaga 2, antas.", "decision"), ("Ärendet bordläggs.", "decision")],
            FULL,
        ),
        protocol(
            paper, "ks-2021-02-10.txt", ENDORSED, "Kommunstyrelsen", "2021-02-10", [("40", FULL)],
            [(f"{FULL} antas.", "proposal_to_higher_body")], FULL,
        ),
        protocol(
            paper, "kf-2025-02-06.txt", LATER, "Kommunfullmäktige", "2025-02-06",
            [("31", "Vikasjö kommuns plan för arbetet mot ensamhet 2025-2028")],
            [("Vikasjö kommuns plan för arbetet mot ensamhet 2025-2028 antas.", "decision")],
            "Vikasjö kommuns plan för arbetet mot ensamhet 2025-2028",
        ),
    ]  # fmt: skip


def asked(paper: Papers, words: str, day: str = "2022-05-05", **fields: Any) -> Any:
    return paper(
        "fråga.txt", f"Interpellation\n\nJag frågar om {words}. Vad har hänt sedan dess?\n", "interpellation",
        dates=[("dated", day)], references=[(words, fields)],
    )  # fmt: skip


def link_of(archive: Archive) -> Link:
    relink(archive)
    (link,) = links(archive, document="fråga.txt")
    return link


LINKED = [
    ("planen mot ensamhet", {}, "kf-2021-03-04.txt", "14"),
    (FULL, {}, "kf-2021-03-04.txt", "14"),
    ("plan mot ensamhet 2021-2024", {"event": "adopted", "edtf": "2021-03", "bodies": ("Kommunfullmäktige",)},
     "kf-2021-03-04.txt", "14"),
    ("planen mot ensamhet", {"event": "adopted", "edtf": "2021-03-04", "item": "14"},
     "kf-2021-03-04.txt", "14"),
    ("plan för arbetet mot ensamhet 2025-2028", {}, "kf-2025-02-06.txt", "31"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "fields", "source", "item"), LINKED, ids=[f"{w} {f}" for w, f, *_ in LINKED]
)
def test_a_reference_leads_to_the_item_that_decided(
    archive_of: Archives,
    paper: Papers,
    protocols: list[Any],
    words: str,
    fields: dict[str, Any],
    source: str,
    item: str,
) -> None:
    link = link_of(archive_of(*protocols, asked(paper, words, **fields)))
    assert link.state == "linked" and link.to is not None
    assert (link.to.place.source, link.to.place.item, link.event) == (source, item, "adopted")
    assert link.evidence.name == "agrees" and not link.evidence.against


UNRESOLVED = [
    ("plan mot ensamhet", {"event": "adopted", "edtf": "2020-06", "bodies": ("Kommunfullmäktige",)}),
    ("plan mot ensamhet", {"event": "adopted", "edtf": "2021-03-04", "bodies": ("Socialnämnden",)}),
    ("plan mot ensamhet", {"event": "adopted", "edtf": "2021-03-04", "item": "99"}),
    ("plan mot ensamhet", {"event": "revised", "edtf": "2023-05"}),
    ("plan mot ensamhet 2017-2020", {}),
    ("Vikasjö kommuns program mot ensamhet", {}),
    ("socialförvaltningens plan mot ensamhet", {}),
    ("Norrbruks kommuns plan mot ensamhet", {}),
    ("planen mot vandalisering", {}),
]


@pytest.mark.parametrize(("words", "fields"), UNRESOLVED, ids=[f"{w} {f}" for w, f in UNRESOLVED])
def test_what_the_record_does_not_hold_is_not_linked(
    archive_of: Archives, paper: Papers, protocols: list[Any], words: str, fields: dict[str, Any]
) -> None:
    link = link_of(archive_of(*protocols, asked(paper, words, **fields)))
    assert link.state == "unresolved" and link.to is None


def test_a_date_that_differs_is_told_in_factual_words(
    archive_of: Archives, paper: Papers, protocols: list[Any]
) -> None:
    link = link_of(
        archive_of(*protocols, asked(paper, "planen mot ensamhet", event="adopted", edtf="2020-06"))
    )
    (candidate, *_) = [c for c in link.candidates if c.place.item == "14"]
    assert (candidate.evidence.date, candidate.evidence.basis) == ("differs", "the record says 2021-03-04")


def test_before_it_was_adopted_a_plan_is_not_in_force(
    archive_of: Archives, paper: Papers, protocols: list[Any]
) -> None:
    archive = archive_of(*protocols, asked(paper, "planen mot ensamhet", day="2019-01-01"))
    assert link_of(archive).state == "unresolved"


def test_a_later_document_means_the_later_edition(
    archive_of: Archives, paper: Papers, protocols: list[Any]
) -> None:
    link = link_of(archive_of(*protocols, asked(paper, "planen mot ensamhet", day="2026-01-01")))
    assert link.to is not None and link.to.place.item == "31"


def test_two_items_that_fit_leave_it_open(archive_of: Archives, paper: Papers, protocols: list[Any]) -> None:
    twin = protocol(
        paper, "sn-2021-03-04.txt", ADOPTED.replace("§ 14", "§ 7"), "Socialnämnden", "2021-03-04",
        [("7", FULL)], [(f"1. {FULL}, i enlighet med bilaga 2, antas.", "decision")], FULL,
    )  # fmt: skip
    link = link_of(archive_of(*protocols, twin, asked(paper, "plan mot ensamhet 2021-2024")))
    assert link.state == "ambiguous" and link.to is None
    assert {c.place.item for c in link.candidates} == {"14", "7"}


REVISION = """1. Socialnämnden respektive äldrenämnden godkänner revideringen av handlingsplanen.

Handlingsplanen för att förbättra arbetssituationen för skolkuratorer ses över. Rådet har tagit del av ärendet
den 20 mars 2018. Ärendet anmäls i utskottet den 11 april 2018.
"""
QUESTION = """Interpellation om handlingsplanen för skolkuratorer

Handlingsplanen för förbättrad arbetsmiljö för skolkuratorer antogs i socialnämnden och äldrenämnden i
februari 2016 och reviderades i samma nämnder i mars 2018.

I samband med revideringen av handlingsplanen beslutade nämnderna att föreslå att handlingsplanen förlängs.

Jag ser ingen förlängning av handlingsplanen i enlighet med besluten i socialnämnden och äldrenämnden i
maj 2018.
"""
BOTH = ("Socialnämnden", "Äldrenämnden")


@pytest.fixture
def revised(archive_of: Archives, paper: Papers) -> Archive:
    from extract.record import DateMention
    from ocr.spans import Span

    proposal = paper(
        "tjut.txt", REVISION, decisions=[(REVISION.splitlines()[0], "proposal")],
        references=[("handlingsplanen", {}),
                    ("Handlingsplanen för att förbättra arbetssituationen för skolkuratorer", {})],
    )  # fmt: skip
    value = "handlingsplanen för skolkuratorer"
    question = paper(
        "fråga.txt", QUESTION, "interpellation", dates=[("dated", "2019-02-27")],
        references=[
            ("handlingsplanen för skolkuratorer", {}),
            ("Handlingsplanen för förbättrad arbetsmiljö för skolkuratorer",
             {"event": "adopted", "edtf": "2016-02", "bodies": BOTH}),
            ("reviderades i samma nämnder i mars 2018",
             {"event": "revised", "edtf": "2018-03", "bodies": BOTH, "value": value}),
            ("revideringen av handlingsplanen", {"event": "revised", "value": value}),
            ("handlingsplanen förlängs", {"event": "extended", "value": value}),
            (QUESTION[QUESTION.index("förlängning av") : QUESTION.index(" 2018.\n", -9)] + " 2018",
             {"event": "extended", "edtf": "2018-05", "bodies": BOTH, "value": value}),
        ],
    )  # fmt: skip
    archive = archive_of(question)
    reading, record = proposal.made()
    days = [("20 mars 2018", "2018-03-20"), ("11 april 2018", "2018-04-11")]
    dates = tuple(DateMention(Span(at := record.text.index(w), at + len(w)), edtf) for w, edtf in days)
    from dataclasses import replace

    archive.put(reading, replace(record, mentions=replace(record.mentions, dates=dates)), engine="test")
    relink(archive)
    return archive


def test_a_revision_is_found_in_the_paper_that_prepares_it(revised: Archive) -> None:
    (link,) = [x for x in links(revised) if x.source.quote.startswith("reviderades")]
    assert link.state == "linked" and link.to is not None
    assert (link.to.place.source, link.event) == ("tjut.txt", "revised")
    assert (link.evidence.date, link.evidence.body) == ("agrees", "agrees")
    assert link.evidence.basis == "the record prepares the decision 2018-03-20 to 2018-04-11"


def test_names_that_differ_are_one_plan_with_one_timeline(revised: Archive) -> None:
    (plan,) = plans(revised)
    assert len(plan.variants) == 3
    assert [(e.event, e.standing, e.date) for e in plan.events] == [
        ("adopted", "told", "2016-02"),
        ("revised", "told", "2018-03"),
        ("revised", "proposed", None),
        ("extended", "told", "2018-05"),
    ]
    assert plans(revised, "handlingsplan för skolkuratorer") == [plan]
    assert plans(revised, "plan för badplatser") == []


def test_a_plan_as_json_says_which_dates_are_stated(revised: Archive) -> None:
    told = json.loads(plan_to_json(plans(revised)[0]))
    assert [(e["date"], e["date_stated"]) for e in told["events"]][2] == ("2018-03-20/2018-04-11", False)


def test_a_link_has_the_fields_of_the_contract(revised: Archive) -> None:
    found = links(revised)
    assert any(link.state == "linked" for link in found)
    for link in found:
        line = json.loads(link_to_json(link))
        assert {"from", "to", "kind", "score", "evidence", "state", "candidates"} <= line.keys()
        assert {"document", "source", "item", "span", "raw_span", "quote"} <= line["from"].keys()
        if link.state == "linked":
            assert line["to"]["document"] and line["to"]["span"] and line["to"]["raw_span"]


def test_what_a_person_says_of_a_link_stays(revised: Archive) -> None:
    link = next(x for x in links(revised) if x.state == "linked")
    revised.judge(link.id, "rejected")
    assert not relink(revised)
    relink(revised, force=True)
    assert [x.state for x in links(revised) if x.id == link.id] == ["rejected"]


def test_links_of_one_document_and_of_one_plan(revised: Archive) -> None:
    assert {x.source.source for x in links(revised, document="fråga.txt")} == {"fråga.txt"}
    assert links(revised, plan="handlingsplanen för skolkuratorer") != []
    assert links(revised, plan="planen för badplatser") == []
    with pytest.raises(BadArguments):
        links(revised, document="finns inte")


def test_relinking_is_work_only_where_documents_changed(revised: Archive, paper: Papers) -> None:
    assert not relink(revised)
    revised.put(*paper("ny.txt", "En ny text.").made(), engine="test")
    assert relink(revised)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("att planen mot ensamhet reviderades", "linked"),
        ("förslag till revidering av planen mot ensamhet", "unresolved"),
    ],
)
def test_an_undated_revision_is_linked_only_where_it_is_told_as_past(
    archive_of: Archives, paper: Papers, words: str, state: str
) -> None:
    text = "Kommunfullmäktige\n\n§ 8\nPlan mot ensamhet\nBeslut\nPlan mot ensamhet revideras.\n"
    revision = paper(
        "kf-2021-09-02.txt", text, "protokoll", "Kommunfullmäktige", "2021-09-02",
        items=[("8", "Plan mot ensamhet")], decisions=[("Plan mot ensamhet revideras.", "decision")],
        references=[("Plan mot ensamhet", {"after": text.index("Beslut")})],
    )  # fmt: skip
    archive = archive_of(revision, asked(paper, words, event="revised", value="planen mot ensamhet"))
    relink(archive)
    assert [x.state for x in links(archive, document="fråga.txt")] in (
        [state],
        [] if state != "linked" else None,
    )
