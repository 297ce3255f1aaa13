"""What a decision does to a plan, and what a document tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corpus.decided import event_of
from corpus.facts import facts
from corpus.mentions import name_in

Papers = Callable[..., Any]

EVENTS = [
    ("1. Vikasjö kommuns plan mot ensamhet 2021-2024, i enlighet med bilaga 2, antas.", "adopted"),
    ("att anta handlingsplan för vintercykling", "adopted"),
    ("Nämnden fastställer planen.", "adopted"),
    ("Nämnden godkänner revideringen av handlingsplanen.", "revised"),
    ("Riktlinje för gåvor revideras i enlighet med bilaga 3.", "revised"),
    ("Planen kompletteras med ett avsnitt om skolan.", "revised"),
    ("Planen förlängs att gälla till och med 2024.", "extended"),
    ("Planen upphör att gälla.", "repealed"),
    ("Ärendet återremitteras till kommunstyrelsen för att planen ska revideras.", "referred_back"),
    ("Ärendet bordläggs till sammanträdet den 3 maj 2021.", "tabled"),
    ("Nämnden får i uppdrag att ta fram en ny plan mot ensamhet.", "mandated"),
    ("Nämnden får i uppdrag att följa upp planen.", None),
    ("Redovisning av uppdrag om planen antecknas och förklaras fullgjort.", "reported"),
    ("Nämnden godkänner rapporten över arbetet med planen.", "reported"),
    ("Medel fördelas enligt den antagna planen.", None),
    ("Nämnden beslutar att avsätta 150 000 kronor.", None),
]


@pytest.mark.parametrize(("decision", "event"), EVENTS, ids=[d for d, _ in EVENTS])
def test_a_decision_tells_an_event_by_its_verbs(decision: str, event: str | None) -> None:
    assert event_of(decision) == event


def test_a_plan_is_found_in_a_sentence() -> None:
    name = name_in("att anta Handlingsplan mot ensamhet bland äldre 2022–2024.")
    assert name is not None
    assert (name.years, [w.lemma for w in name.words]) == ((2022, 2024), ["ensamhet", "gammal"])


MEETING = """Kommunfullmäktige

§ 4
Vikasjö kommuns plan mot ensamhet 2021-2024
Beslut
Planen antas.
Tidigare behandling: bordlagt den 25 februari 2021, § 30.
"""


def made(paper: Papers, name: str, **fields: Any) -> Any:
    return facts(
        paper(
            name, MEETING, "protokoll", "Kommunfullmäktige", "2021-03-04",
            items=[("4", "Vikasjö kommuns plan mot ensamhet 2021-2024")],
            decisions=[("Planen antas.", "decision")],
            references=[
                ("den 25 februari 2021, § 30",
                 {"kind": "item", "item": "30", "edtf": "2021-02-25", "event": "tabled",
                  "body": "Kommunfullmäktige"}),
            ],
            **fields,
        ).made()[1]
    )  # fmt: skip


def test_an_item_is_about_the_plan_of_its_title(paper: Papers) -> None:
    adopted, tabled = made(paper, "kf-2021-03-04.txt").happenings
    assert (adopted.event, adopted.standing, adopted.edtf, adopted.name.years) == (
        "adopted", "decided", "2021-03-04", (2021, 2024)
    )  # fmt: skip
    assert (tabled.event, tabled.standing, tabled.edtf, tabled.section) == (
        "tabled",
        "told",
        "2021-02-25",
        "30",
    )


def test_minutes_bound_in_with_other_papers_decide_nothing_there(paper: Papers) -> None:
    from dataclasses import replace

    from extract.record import Filing

    _, record = paper(
        "kf-2021-05-06-§77.txt", MEETING, "protokoll", "Kommunfullmäktige", "2021-05-06",
        items=[("4", "Vikasjö kommuns plan mot ensamhet 2021-2024")],
        decisions=[("Planen antas.", "decision")],
    ).made()  # fmt: skip
    filing = Filing("kf-2021-05-06-§77.txt", "Kommunfullmäktige", "2021-05-06", "77")
    found = facts(replace(record, document=replace(record.document, filings=(filing,))))
    assert not found.minutes
    assert [h.standing for h in found.happenings] == ["proposed"]


UNDATED = "Förslag till beslut\nNämnden godkänner planen mot ensamhet. Rådet tog del av ärendet."


def test_an_undated_paper_is_placed_by_its_preparation(paper: Papers) -> None:
    from dataclasses import replace

    from extract.record import DateMention
    from ocr.spans import Span

    _, record = paper("x.txt", UNDATED).made()
    dates = tuple(
        DateMention(Span(0, 1), d) for d in ("2016-02-01", "2018", "2018-03-20", "2018-03-22", "2018-04-11")
    )
    found = facts(replace(record, mentions=replace(record.mentions, dates=dates)))
    assert (found.edtf, found.about) == (None, ("2018-03-20", "2018-04-11"))
