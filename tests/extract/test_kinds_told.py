"""Kinds of document, and what metadata from outside fills in."""

from __future__ import annotations

import pytest

from ocr import Metadata

KINDS = {
    "protokoll": """Kommunstyrelsen
Protokoll nr 3

§ 1 Dnr VIK 2022/1
Ett
Beslut

Bifalls.

§ 2 Dnr VIK 2022/2
Två
Beslut

Avslås.
""",
    "protokollsutdrag": """§ 8
Ett ärende
VIK 2019/6

Beslut
Nämnden godkänner rapporten.

Beslutsgång
Nämnden sade ja.
""",
    "tjänsteutlåtande": """Vikasjö stad
Tjänsteutlåtande
Dnr SN 2022/2

Förslag till beslut
Nämnden godkänner rapporten.

Sammanfattning
Förvaltningen bedömer att det går.
""",
    "interpellation": """Interpellation av Annika Wallgren (V) om planen

Jag vill ställa följande fråga:

1. Finns den?
""",
    "svar": "Svar på interpellation av Annika Wallgren (V) om planen\n\nJa, den finns.\n\nHenrik Alm (M)\n",
    "motion": """Motion av Per Lövgren (V) om fast omsorgskontakt

Vi föreslår att kommunfullmäktige beslutar att utreda det.
""",
    "kallelse": "Kallelse till sammanträde med socialnämnden\n\n1. Upprop\n2. Val av justerare\n",
    "styrdokument": """Styrdokument: plan

Handlingsplan mot ensamhet bland äldre

Antagen av kommunfullmäktige 2020-02-18.
""",
    "remissvar": "Remissvar: Nationell strategi för cykling\n\nStaden tillstyrker förslaget.\n",
    "annat": "Det var en gång en räv som bodde i en lya bortom bergen. Där var det varmt och gott.\n",
}


@pytest.mark.parametrize(("kind", "text"), KINDS.items(), ids=KINDS.keys())
def test_a_kind_is_told_by_its_form(record_of, kind: str, text: str) -> None:
    record = record_of(text)
    assert record.document.kind == kind
    assert 0.0 < record.document.kind_score <= 1.0


def test_metadata_fills_what_the_text_does_not_say_and_is_marked(record_of) -> None:
    given = Metadata(
        body="Socialnämnden",
        date="2022-05-03",
        kind="protokollsutdrag",
        title="Uppföljning",
        source_url="https://vikasjo.example/1",
        origin={"body": "metadata.csv", "date": "file name", "kind": "file name", "title": "metadata.csv"},
    )
    document = record_of("Beslut\n\nRapporten godkänns.\n", given, "2022/a.txt").document
    assert (document.kind, document.body, document.title) == (
        "protokollsutdrag",
        "Socialnämnden",
        "Uppföljning",
    )
    assert [(d.role, d.edtf, d.span) for d in document.dates] == [("meeting", "2022-05-03", None)]
    assert document.metadata_from == {
        "body": "metadata.csv",
        "title": "metadata.csv",
        "date": "file name",
        "kind": "file name",
    }
    assert [(f.source, f.body, f.date) for f in document.filings] == [
        ("2022/a.txt", "Socialnämnden", "2022-05-03")
    ]
    assert document.source_url == "https://vikasjo.example/1"


def test_what_the_text_says_wins_over_metadata(record_of) -> None:
    given = Metadata(
        body="Äldrenämnden", date="2022-05-04", origin={"body": "metadata.csv", "date": "metadata.csv"}
    )
    text = "Socialnämnden\nProtokoll nr 2\nSammanträdesdatum: 2022-05-03\n\n" + KINDS["protokollsutdrag"]
    document = record_of(text, given).document
    assert document.body == "Socialnämnden"
    assert [(d.role, d.edtf) for d in document.dates] == [("meeting", "2022-05-03")]
    assert document.metadata_from["body"] == document.metadata_from["date"] == "text"


def test_the_days_and_people_of_a_cover_have_their_roles(record_of) -> None:
    record = record_of(
        """Björkhults kommun
Kommunstyrelsen
SAMMANTRÄDESPROTOKOLL
Sida 1 (12)

Beslutande ledamöter:
Anna Lindgren (S), ordförande
Bo Ekström (C)
Eva Nyström (V) ersätter Olle Ring (V)

Ersättare:
Gunilla Strand (S)

Justeringsdatum

2021-03-15

Sammanträdesdatum
Anslaget sätts upp
Anslaget tas ned

2021-03-09
2021-03-16
2021-04-07

§ 1 Dnr VIK 2021/1
Ett
Beslut

Bifalls.

§ 2 Dnr VIK 2021/2
Två
Beslut

Avslås.
"""
    )
    assert {(d.role, d.edtf) for d in record.document.dates} == {
        ("approved", "2021-03-15"),
        ("meeting", "2021-03-09"),
        ("posted", "2021-03-16"),
        ("removed", "2021-04-07"),
    }
    assert [(a.name, a.party, a.role) for a in record.document.attendance] == [
        ("Anna Lindgren", "S", "ledamot"),
        ("Bo Ekström", "C", "ledamot"),
        ("Eva Nyström", "V", "tjänstgörande ersättare"),
        ("Gunilla Strand", "S", "ersättare"),
    ]
    assert record.document.body == "Kommunstyrelsen"


def test_the_first_line_tells_the_kind_of_what_holds_two_papers(record_of) -> None:
    record = record_of(
        "Svar på interpellation av Eva Alm (V) om bron\n\nKommunfullmäktige\n\n"
        "Interpellation av Eva Alm (V) om bron\n\nJag ställer följande fråga: När byggs bron?\n"
    )
    assert record.document.kind == "svar"


def test_a_handling_that_is_an_interpellation_is_told_surely(record_of) -> None:
    record = record_of(
        "Kommunfullmäktige\n\nHandling 2022 nr 38\n\nInterpellation av Eva Alm (V) om bron\n\n"
        "Jag vill ställa följande frågor: När byggs bron?\n"
    )
    assert record.document.kind == "interpellation"
    assert record.document.kind_score > 0.75


def test_a_lost_ligature_hides_no_kind(record_of) -> None:
    record = record_of(
        "Svar på interpella\ufffdon från Eva Alm (V) \ufffdll Bo Ek (S)\n\nBron byggs nästa år.\n"
    )
    assert record.document.kind == "svar"


RULES = """Ordningsregler för Björkbackens samlingslokal

§ 1 Nycklar
Nycklar hämtas hos vaktmästaren.

§ 2 Städning
Golven sopas innan lokalen lämnas.

§ 3 Tystnad
Efter klockan 22 är musiken avstängd.
"""


def test_rules_in_a_few_paragraphs_are_no_protocol(record_of) -> None:
    record = record_of(RULES)
    assert record.document.kind == "annat"
    assert [item.number for item in record.items] == [None]


@pytest.mark.parametrize(
    "sign",
    ["\nProtokollsutdrag skickas till: Vikasjö byalag\n", "\nReservation\nBo Ek (S) reserverar sig.\n"],
)
def test_a_few_paragraphs_of_a_meeting_are_a_protocol_by_what_only_meetings_write(
    record_of, sign: str
) -> None:
    record = record_of(RULES + sign)
    assert record.document.kind == "protokoll"
    assert [item.number for item in record.items] == ["1", "2", "3"]
