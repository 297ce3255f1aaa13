"""What an official proposes is never a decision, wherever it stands."""

from __future__ import annotations

HEAD = """Vikasjö stad
Socialförvaltningen
Tjänsteutlåtande
Dnr SN 2022/214
2022-03-22
Handläggare: Monica Ahlgren
Till socialnämnden

Uppföljning av handlingsplanen
"""


def statuses(record) -> list[str]:
    return [d.status for item in record.items for d in item.decisions]


def test_points_under_the_heading_are_proposals(record_of) -> None:
    record = record_of(
        HEAD + "Förslag till beslut\n1. Socialnämnden godkänner uppföljningen.\n"
        "2. Socialnämnden överlämnar den till kommunstyrelsen.\n\n"
        "Sammanfattning\nPlanen följs upp varje år.\n"
    )
    assert record.document.kind == "tjänsteutlåtande"
    assert statuses(record) == ["proposal", "proposal"]
    assert [d.status for d in record.items[0].decisions] == ["proposal"] * 2
    assert record.document.title == "Uppföljning av handlingsplanen"
    assert [(d.role, d.edtf) for d in record.document.dates] == [("dated", "2022-03-22")]


def test_the_opening_list_is_a_proposal_although_its_heading_is_lost(record_of) -> None:
    record = record_of(
        """1. Socialnämnden respektive äldrenämnden godkänner revideringen.

2. Socialnämnden respektive äldrenämnden överlämnar ärendet till kommunstyrelsen.

Lars-Erik Sundin   Birgitta Öberg

Förvaltningschef   Förvaltningschef

Sammanfattning

Förvaltningen föreslår att nämnderna godkänner revideringen av planen.

Bilagor

1. Planen
"""
    )
    assert statuses(record) == ["proposal", "proposal"]
    last = record.items[0].decisions[-1].span
    assert record.text[last.start : last.end].endswith("till kommunstyrelsen.")


def test_where_there_is_no_list_the_sentence_that_proposes_is_it(record_of) -> None:
    record = record_of(
        """Sammanfattning
Förvaltningen är positiv till satsningen.
Förvaltningens synpunkter och förslag
Frågan bereds på annat håll.
Förvaltningen föreslår att socialnämnden hänvisar till detta tjänsteutlåtande som svar
på skrivelsen.
Bilagor
1. Skrivelsen
"""
    )
    (item,) = record.items
    assert [(d.status, d.body, d.verbs) for d in item.decisions] == [
        ("proposal", "Socialnämnden", ("hänvisa",))
    ]
