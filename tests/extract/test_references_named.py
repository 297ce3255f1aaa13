"""References: items, documents, and plans with what became of them."""

from __future__ import annotations

import pytest

from extract.record import Reference

PAPER = """Sammanfattning
{text}
Bakgrund
Mer text.
"""


def plans(record) -> list[Reference]:
    return [r for r in record.mentions.references if r.kind == "plan"]


def quoted(record, reference: Reference) -> str:
    return " ".join(record.text[reference.span.start : reference.span.end].split())


STORY = """2022:41 Interpellation av Annika Wallgren (V) om vad som hänt med
handlingsplanen för biståndshandläggare och undersköterskor

Handlingsplanen antogs i socialnämnden och äldrenämnden i februari 2020 och
reviderades i samma nämnder i april 2022.
I samband med revideringen av handlingsplanen beslutade nämnderna att föreslå
kommunfullmäktige att handlingsplanen skulle förlängas till och med år 2025. Jag ser
inget om en förlängning av handlingsplanen i enlighet med besluten i socialnämnden
och äldrenämnden i maj 2022.

Jag vill ställa följande frågor till kommunstyrelsens ordförande:

1. Finns planen kvar?
2. Hur länge gäller den?
"""


def test_each_event_of_a_plan_is_a_reference_with_date_and_bodies(record_of) -> None:
    record = record_of(STORY)
    both = ("Socialnämnden", "Äldrenämnden")
    told = [(r.event, r.edtf, r.bodies) for r in plans(record) if r.event]
    assert told == [
        ("adopted", "2020-02", both),
        ("revised", "2022-04", both),
        ("revised", None, both),
        ("extended", None, ()),
        ("extended", "2022-05", both),
    ]
    revised = plans(record)[2]
    assert quoted(record, revised) == "reviderades i samma nämnder i april 2022"


def test_a_word_stands_for_the_plan_named_before(record_of) -> None:
    record = record_of(STORY)
    name = "handlingsplanen för biståndshandläggare och undersköterskor"
    assert {r.value for r in plans(record)} == {name}


def test_a_word_that_may_mean_two_plans_is_left_as_it_is(record_of) -> None:
    text = (
        "Vikasjö stads handlingsplan mot ensamhet bland äldre och Vikasjö stads handlingsplan\n"
        "för ett klimatneutralt byggande följs upp. Handlingsplanen reviderades i maj 2022."
    )
    record = record_of(PAPER.format(text=text))
    last = [r for r in plans(record) if r.event == "revised"]
    assert [(r.value, r.edtf) for r in last] == [("Handlingsplanen", "2022-05")]


def test_two_bodies_that_share_their_end_are_two(record_of) -> None:
    text = "Vikasjö stads cykelplan antogs i äldre- respektive socialnämnden i februari 2016."
    (reference,) = plans(record_of(PAPER.format(text=text)))
    assert reference.bodies == ("Äldrenämnden", "Socialnämnden")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Vikasjö stads program för en jämlik stad 2018-2026 som antogs",
            "Vikasjö stads program för en jämlik stad 2018-2026",
        ),
        (
            "Vikasjö stads miljö- och klimatprogram 2021–2030",
            "Vikasjö stads miljö- och klimatprogram 2021–2030",
        ),
        ("Vikasjö stads riktlinje för sponsring ska", "Vikasjö stads riktlinje för sponsring"),
        ("Kommunstyrelsens lokalbehovsplan 2025", "Kommunstyrelsens lokalbehovsplan 2025"),
        ("detaljplan för bostäder vid Storgatan", "detaljplan för bostäder vid Storgatan"),
    ],
)
def test_a_plan_is_named_with_owner_and_years(record_of, text: str, name: str) -> None:
    record = record_of(f"§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\nNämnden noterar {text} gälla.\n")
    assert quoted(record, plans(record)[0]).startswith(name.split(" vid ")[0])


@pytest.mark.parametrize(
    "text",
    [
        "tidplanen",
        "platser på fordonsprogrammet",
        "en handlingsplan för ökad trivsel",
        "planen",
        "revisionen",
        "ett bra program",
    ],
)
def test_in_a_protocol_a_plan_to_come_is_none(record_of, text: str) -> None:
    record = record_of(
        f"§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\nNämnden får i uppdrag att ta fram {text}.\n"
    )
    assert plans(record) == []


@pytest.mark.parametrize(
    ("text", "value", "event", "edtf"),
    [
        (
            "Den biblioteksplan som nämnden antog den 5 juni 2019 har löpt ut.",
            "biblioteksplan",
            "adopted",
            "2019-06-05",
        ),
        (
            "Nämnden antog 2021 den plan mot våld i hemmet som gäller nu.",
            "plan mot våld i hemmet",
            "adopted",
            "2021",
        ),
        (
            "Styrelsen beslutade den 4 maj 2022 om en handlingsplan mot hemlöshet som gäller 2023-2026.",
            "handlingsplan mot hemlöshet",
            "adopted",
            "2022-05-04",
        ),
    ],
)
def test_a_plan_is_pointed_at_by_what_became_of_it(
    record_of, text: str, value: str, event: str, edtf: str
) -> None:
    found = plans(record_of(PAPER.format(text=text)))
    assert [(r.value, r.event, r.edtf) for r in found] == [(value, event, edtf)]


@pytest.mark.parametrize(
    "name",
    ["reglemente för krisledningsnämnden", "Riktlinjer för sponsring", "handlingsplan mot vräkning av barn"],
)
def test_in_a_protocol_a_plan_needs_no_article(record_of, name: str) -> None:
    record = record_of(f"§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\n1. {name} antas.\n")
    assert [quoted(record, r) for r in plans(record)] == [name]


def items(record) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(r.edtf, r.item, r.body, r.event) for r in record.mentions.references if r.kind == "item"]


def test_items_are_found_by_date_and_paragraph(record_of) -> None:
    record = record_of(
        """Kommunstyrelsen
Protokoll nr 3
Sammanträdesdatum: 2022-10-23

§ 4 Dnr VIK 2022/7
Ett ärende
Beslut

Redovisning av kommunfullmäktiges uppdrag 2022-01-27 § 15 punkt 2 antecknas.
Beslutet i § 31, 2022-03-04 gäller, liksom § 32 den 5 april 2022.
Motionerna under paragraferna 5–9 bordläggs.

Tidigare behandling

Bordlagt den 11 september 2022, § 683 och
den 9 oktober 2022, §
792.

§ 5 Dnr VIK 2022/8
Ett annat
Beslut

Antecknas.
"""
    )
    assert items(record) == [
        ("2022-01-27", "15", "Kommunfullmäktige", "mandated"),
        ("2022-03-04", "31", "Kommunstyrelsen", None),
        ("2022-04-05", "32", "Kommunstyrelsen", None),
        ("2022-10-23", "5–9", "Kommunstyrelsen", None),
        ("2022-09-11", "683", "Kommunstyrelsen", "tabled"),
        ("2022-10-09", "792", "Kommunstyrelsen", "tabled"),
    ]


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("ks", True),
        (", ksau", True),
        ("bun", True),
        ("AU", True),
        ("och", False),
        ("samt", False),
        ("jfr", False),
    ],
)
def test_only_what_is_short_for_a_body_joins_a_date_and_a_paragraph(
    record_of, between: str, found: bool
) -> None:
    record = record_of(
        f"Nämnden enades den 2 maj 2020 {between} § 93 i reglementet gäller.".replace(" ,", ",")
    )
    assert bool(items(record)) is found


@pytest.mark.parametrize(
    "text",
    [
        "yrkande från S, V och MP den 18 oktober 2022",
        "bilaga 2 till förvaltningens tjänsteutlåtande",
        "bilagan till stadsledningskontorets\ntjänsteutlåtande",
        "KF Handling 2022 nr 197",
        "2022 nr 70",
        "SOU 2022:41",
        "11 kap.\nmiljöbalken",
        "9 kap. 7 § lag om handel med varor",
        "tilläggsyrkandena från S och V den 2 juni 2022",
        "politikerinitiativ den 19 februari 2022",
        "bilaga till kallelsen",
        "kommunallagen",
        "lagen (2016:1145) om offentlig upphandling",
        "skrivelse från den 22 oktober 2022",
    ],
)
def test_documents_are_found_by_number_date_and_kind(record_of, text: str) -> None:
    record = record_of(
        f"§ 4 Dnr VIK 2022/7\nEtt ärende\n\nBeslut\n\nNämnden hänvisar till {text}, heter det.\n"
    )
    documents = [quoted(record, r) for r in record.mentions.references if r.kind == "document"]
    assert len(documents) == 1
    assert documents[0] in " ".join(text.split()) or " ".join(text.split()) in documents[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "skrivelse från Vikasjö idrottsförening den 2/3 1958 om bidrag",
            ["skrivelse från Vikasjö idrottsförening den 2/3 1958"],
        ),
        ("Bo Eks skriftliga reservation, bilaga § 95", ["bilaga § 95"]),
        ("hans skriftliga reservation, se bilaga\n§ 95 Taxa", []),
        ("en skrivelse från grannar vid sjön. Mötet den 2 mars 2021", []),
        ("skrivelse från Vikasjö och mötet hölls sedan i skolan den 2 mars 2021", []),
    ],
)
def test_a_letter_has_who_sent_it_and_its_day_and_an_appendix_its_paragraph(
    record_of, text: str, found: list[str]
) -> None:
    record = record_of(PAPER.format(text=f"Nämnden läste {text}."))
    assert [quoted(record, r) for r in record.mentions.references if r.kind == "document"] == found


def test_a_law_by_its_letters_is_none_of_a_body_beside_it(record_of) -> None:
    record = record_of(PAPER.format(text="Förhandling enligt 11 § MBL samt 12 § AU har skett."))
    found = [quoted(record, r) for r in record.mentions.references if r.kind == "document"]
    assert found == ["11 § MBL"]


def test_each_paper_of_a_list_is_a_document_and_an_attachment(record_of) -> None:
    record = record_of(
        """§ 4 Dnr VIK 2022/7
Ett ärende
Beslut

Antecknas.

Handlingar

Stadsledningskontorets tjänsteutlåtande den 25 september 2022, reviderat
den 2 oktober 2022.
Yttrande från S, MP och V den 22 oktober 2022.
"""
    )
    assert [a.title for a in record.items[0].attachments] == [
        "Stadsledningskontorets tjänsteutlåtande den 25 september 2022, reviderat den 2 oktober 2022",
        "Yttrande från S, MP och V den 22 oktober 2022",
    ]


def test_the_decision_of_a_paragraph_is_an_item(record_of) -> None:
    record = record_of("§ 48\n\nÖvriga frågor\n\nFrågan gäller det tagna beslutet § 41 och hur det delas.")
    assert [r.item for r in record.mentions.references if r.kind == "item"] == ["41"]


def test_papers_under_bullets_and_numbers_are_papers_of_their_own(record_of) -> None:
    (item,) = record_of(
        "§ 5\n\nAvtal\n\nBeslut\nAvtalet antas.\n\nHandlingar i ärendet\nTjänsteskrivelse den 2 maj 2018\n"
        "Avtal inklusive följande bilagor\no Bilaga 1:1: Karta över sjön\no Bilaga 1:2: Betalplan\n"
        "Förslag till yttrande\n"
    ).items
    titles = [a.title for a in item.attachments]
    assert titles[-3:] == ["Bilaga 1:1: Karta över sjön", "Bilaga 1:2: Betalplan", "Förslag till yttrande"]


def test_who_signs_below_a_list_of_papers_is_none(record_of) -> None:
    (item,) = record_of(
        "TJÄNSTESKRIVELSE\nVIK 2018/7\n\nFörslag till beslut\n\nPlanen antas.\n\nBilagor\n1.\n2.\n\n"
        "Styrkort 2017-2019\n\nFritidshemmens arbete\n\nEva Ek\nProduktionsdirektör\n"
    ).items
    assert [a.title for a in item.attachments] == ["Styrkort 2017-2019", "Fritidshemmens arbete"]
