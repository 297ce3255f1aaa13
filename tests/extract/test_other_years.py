"""How the clerks of other years and houses write what the rules know in another form."""

from __future__ import annotations

import pytest

from extract import Record

HEAD = "Kommunstyrelsen\nProtokoll nr 3\n\n§ 4 Dnr VIK 2016/7\nEtt ärende\n\n"


def quoted(record: Record, found) -> str:
    return " ".join(record.text[found.span.start : found.span.end].split())


def decided(record: Record) -> list[tuple[str, str]]:
    return [(d.status, quoted(record, d)) for item in record.items for d in item.decisions]


def said(record: Record) -> list[tuple[str, list[tuple[str | None, str | None]]]]:
    return [(s.kind, [(m.name, m.party) for m in s.by]) for item in record.items for s in item.statements]


def referred(record: Record, kind: str) -> list[str]:
    return [quoted(record, r) for r in record.mentions.references if r.kind == kind]


DECIDED = {
    "a verb that befalls the matter, below a body that decides": (
        "Nämnden beslöt\n\nÄrendet bordläggs.\n",
        [("decision", "Ärendet bordläggs.")],
    ),
    "below what was moved": (
        (
            "Yrkanden\nSten Lund (M) yrkar att ärendet bordläggs.\n\n"
            "Ordföranden finner att nämnden beslutar så.\n\nNämnden beslöt\nÄrendet bordläggs.\n"
        ),
        [("decision", "Ärendet bordläggs.")],
    ),
    "what was sent out before": (
        (
            "Nämnden beslutar i enlighet med utsänt beslutsunderlag\n\n"
            "att godkänna förslaget\natt uppdra åt förvaltningen att genomföra det.\n"
        ),
        [
            ("decision", "att godkänna förslaget"),
            ("decision", "att uppdra åt förvaltningen att genomföra det."),
        ],
    ),
    "a lead-in with words between": (
        "Nämnden beslutade efter omröstning:\n1. Avgiften slopas.\n2. Kostnaden belastar nämndens budget.\n",
        [("decision", "1. Avgiften slopas."), ("decision", "2. Kostnaden belastar nämndens budget.")],
    ),
    "nothing to object": (
        "Beslut\nNämnden har inget att erinra mot förslaget.\n",
        [("decision", "Nämnden har inget att erinra mot förslaget.")],
    ),
    "a noun": ("Beslut\nÅterremiss.\n", [("referral", "Återremiss.")]),
    "a lead-in with a slip": (
        (
            "Beslut\nEnligt punkt 1 i förslaget:\nDelårsrapporten godkänns.\nPå förlag av Sten Lund (M):\n"
            "Punkterna 2–4 bordläggs.\n"
        ),
        [("decision", "Delårsrapporten godkänns."), ("decision", "Punkterna 2–4 bordläggs.")],
    ),
    "to the budget": (
        (
            "Beslut\n1. Frågan om kommunbidrag överlämnas för ställningstagande i ordinarie budgetprocess.\n"
            "2. Rapporten överlämnas till revisorerna för kännedom.\n"
        ),
        [
            (
                "referral",
                "1. Frågan om kommunbidrag överlämnas för ställningstagande i ordinarie budgetprocess.",
            ),
            ("decision", "2. Rapporten överlämnas till revisorerna för kännedom."),
        ],
    ),
    "its own decision below what it proposes": (
        (
            "Beslut\nKommunstyrelsen beslutar föreslå kommunfullmäktige att besluta följande.\n"
            "Kommunfullmäktige antar riktlinjen.\n"
            "Kommunstyrelsen beslutar för egen del att ge stadsdirektören i uppdrag att följa den.\n"
        ),
        [
            ("proposal_to_higher_body", "Kommunfullmäktige antar riktlinjen."),
            (
                "decision",
                "Kommunstyrelsen beslutar för egen del att ge stadsdirektören i uppdrag att följa den.",
            ),
        ],
    ),
    "who steps back is no point": (
        (
            "Beslut\nEnligt kontorets förslag:\nTaxan fastställs.\n\n"
            "Ersättaren Eva Ström (S) anmälde jäv och deltog inte i handläggningen av ärendet.\n"
        ),
        [("decision", "Taxan fastställs.")],
    ),
    "how it was voted is told": (
        (
            "Beslut\nTaxan fastställs.\n\nVotering begärs och verkställs.\n"
            "Resultat: 3 ja-röster, 2 nej-röster.\n"
        ),
        [("decision", "Taxan fastställs.")],
    ),
    "who left": (
        "Beslut\nTaxan fastställs.\n\nUnder behandlingen lämnade Nils Hag (S) salen på grund av jäv.\n",
        [("decision", "Taxan fastställs.")],
    ),
    "what to do": (
        "Beslut\nAnta taxan.\nUpphäva taxa från 2012.\n",
        [("decision", "Anta taxan."), ("decision", "Upphäva taxa från 2012.")],
    ),
    "an office tells, and the body decides": (
        "Beslut\nEkonomichefen redogör för prognosen. Kommunstyrelsen noterar informationen.\n",
        [("decision", "Kommunstyrelsen noterar informationen.")],
    ),
    "a sentence that a line parts": (
        (
            "Beslut\nKommunstyrelsen beslutar att kommunen tar bort locken till muggarna i huset och\n"
            "att de anställda ska få information.\n"
        ),
        [
            (
                "decision",
                (
                    "Kommunstyrelsen beslutar att kommunen tar bort locken till muggarna i huset och "
                    "att de anställda ska få information."
                ),
            )
        ],
    ),
    "for itself, behind a list for others": (
        (
            "Beslut\nKommunstyrelsen hemställer att kommunfullmäktige beslutar\n- att anta planen\n"
            "samt beslutar för egen del\n- att ge kontoret i uppdrag att informera om planen.\n"
        ),
        [
            ("proposal_to_higher_body", "att anta planen"),
            ("decision", "att ge kontoret i uppdrag att informera om planen."),
        ],
    ),
    "a meeting": (
        "Beslut\nSammanträdet den 3 maj 2017 ställs in.\n",
        [("decision", "Sammanträdet den 3 maj 2017 ställs in.")],
    ),
    "what a body hands on without a word": (
        "Beslut\nKommunstyrelsen överlämnar ärendet till kommunfullmäktige utan eget förslag.\n",
        [("referral", "Kommunstyrelsen överlämnar ärendet till kommunfullmäktige utan eget förslag.")],
    ),
    "to whom it is proposed, before the verb": (
        "Beslut\nKommunfullmäktige föreslås besluta\natt anta planen.\n",
        [("proposal_to_higher_body", "att anta planen.")],
    ),
    "below a heading that proposes, for itself": (
        "Beslut\nFörslag till kommunfullmäktige\nAnta planen.\n\nFör egen del\nInformera nämnderna.\n",
        [("proposal_to_higher_body", "Anta planen."), ("decision", "Informera nämnderna.")],
    ),
    "what others decided is only listed": (
        "Beslut\nAnmälan läggs till handlingarna.\n\nAnmälda beslut\n1. Bygglov beviljas för Ek 1:2.\n",
        [("decision", "Anmälan läggs till handlingarna.")],
    ),
    "thanks": (
        "Beslut\nKontoret får i uppdrag att skicka inbjudan. Ordföranden tackar för intresset.\n",
        [("decision", "Kontoret får i uppdrag att skicka inbjudan.")],
    ),
    "no views": (
        "Beslut\nKommunstyrelsen har inga synpunkter på förslaget.\n",
        [("decision", "Kommunstyrelsen har inga synpunkter på förslaget.")],
    ),
    "how a matter is closed": (
        "Beslut\nMotionen avslås. Ärendet är därmed avslutat.\n",
        [("decision", "Motionen avslås.")],
    ),
    "on what ground": (
        "Beslut\nYttrandet antas.\nBeslutet fattades med stöd av punkt 4 i nämndens reglemente.\n",
        [("decision", "Yttrandet antas.")],
    ),
    "when it comes up": (
        "Beslut\nÄrendet bordläggs. Ärendet behandlas på sammanträdet den 5 mars 2018.\n",
        [("decision", "Ärendet bordläggs.")],
    ),
    "the same body once more": (
        "Beslut\nKommunstyrelsen avslår förslaget i motionen. Kommunstyrelsen noterar att arbetet pågår.\n",
        [
            ("decision", "Kommunstyrelsen avslår förslaget i motionen."),
            ("decision", "Kommunstyrelsen noterar att arbetet pågår."),
        ],
    ),
    "who answered is told": ("Beslut\nAnförandet besvaras av ordföranden Nils Hag (S).\n", []),
}


@pytest.mark.parametrize("case", DECIDED)
def test_what_is_decided_is_known_in_other_forms(record_of, case: str) -> None:
    text, wanted = DECIDED[case]
    assert decided(record_of(HEAD + text)) == wanted


def test_a_reservation_without_a_verb_is_one(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
Taxan fastställs.

Reservationer
Per Viklund (M), Ulla Bergdahl (L) och ersättaren Gunnar Sand (KD) mot beslutet.
Ledamöterna från SD till förmån för eget yrkande.
Lars Gren (V) antecknade som yttrande en skrivelse från den 21 mars 2017.
"""
    )
    assert said(record) == [
        ("reservation", [("Per Viklund", "M"), ("Ulla Bergdahl", "L"), ("Gunnar Sand", "KD")]),
        ("reservation", [(None, "SD")]),
        ("protokollsanteckning", [("Lars Gren", "V")]),
    ]


def test_a_party_that_closes_a_line_is_no_initial_of_the_next(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
Taxan fastställs.

Protokollsanteckningar
Ulla Bergdahl (C) antecknar till protokollet att hon bifaller yrkandet från S, V och C.
Lars Gren (V) antecknar som yttrande en skrivelse från den 21 mars 2017.
"""
    )
    assert said(record) == [
        ("protokollsanteckning", [("Ulla Bergdahl", "C")]),
        ("protokollsanteckning", [("Lars Gren", "V")]),
    ]
    assert {p.name for p in record.mentions.people} == {"Ulla Bergdahl", "Lars Gren"}


def test_a_new_reglemente_is_named_and_one_to_come_is_not(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
1. Namnändring och nytt reglemente för Vikby kulturnämnd antas.
2. Kontoret får i uppdrag att ta fram ett nytt reglemente för fritidsnämnden i Vikby.
"""
    )
    assert referred(record, "plan") == ["reglemente för Vikby kulturnämnd"]


def test_paragraphs_by_their_signs_are_items_and_those_of_a_law_are_not(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
1. Följande ärenden bordläggs: §§ 9–12.
2. Avgiften tas ut enligt §§ 5–6 i avtalet och 2 kap. 3–4 §§ kommunallagen.
"""
    )
    assert referred(record, "item") == ["§§ 9–12"]


def test_a_law_and_an_address_are_papers_of_their_own(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
Ramverket fastställs.

Handlingar i ärendet
Stadsledningskontorets tjänsteskrivelse den 9 januari 2018
17 kap 1 - 5 §§ lagen om offentlig upphandling
https://www.vikby.example/upphandling.pdf
"""
    )
    assert [a.title for a in record.items[0].attachments] == [
        "Stadsledningskontorets tjänsteskrivelse den 9 januari 2018",
        "17 kap 1 - 5 §§ lagen om offentlig upphandling",
        "https://www.vikby.example/upphandling.pdf",
    ]


def test_a_heading_above_the_days_of_a_list_is_no_document(record_of) -> None:
    record = record_of(
        HEAD + "Beslut\nAntecknas.\n\nSkrivelser\n2022-12-22\n\nLänsstyrelsens beslut om en brygga\n"
    )
    assert not [r for r in referred(record, "document") if r.startswith("Skrivelser")]


def test_a_heading_names_who_speaks_below_it(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
Taxan fastställs.

Handlingar
Tjänsteskrivelse den 3 mars 2017
Reservation från Sonja Åhl (V)

Reservation från Sonja Åhl (V) och Nils Hag (S)
”Taxan är för hög.”

Särskilt yttrande av Ulla Berg (L)
Taxan är bra. Den kan sänkas.
"""
    )
    assert said(record) == [
        ("reservation", [("Sonja Åhl", "V"), ("Nils Hag", "S")]),
        ("särskilt yttrande", [("Ulla Berg", "L")]),
    ]
    assert quoted(record, record.items[0].statements[1]) == "Taxan är bra. Den kan sänkas."


def test_a_name_below_a_party_that_closes_a_line_is_no_less_known(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
Taxan fastställs.

Protokollsanteckningar
Emmylie Bergdahl (C) antecknar till protokollet: Jag hade bifallit yrkandet från S, särskilt yttrande C.
Emmylie Bergdahl (C) antecknar som yttrande en skrivelse från den 21 mars 2017.
"""
    )
    assert said(record) == [("protokollsanteckning", [("Emmylie Bergdahl", "C")])] * 2
    assert {p.name for p in record.mentions.people} == {"Emmylie Bergdahl"}


def test_paragraphs_on_a_cover_are_no_references(record_of) -> None:
    record = record_of(
        "Kommunstyrelsen\nProtokoll 2017-03-14\nParagrafer §§ 4–9\n\n§ 4\nTaxa\n\nBeslut\nTaxan antas.\n"
    )
    assert referred(record, "item") == []


PLANS = {
    "Plan för arbetet med mål och ramar 2019-2021 fastställs.": [
        "Plan för arbetet med mål och ramar 2019-2021"
    ],
    "Affärsplan Nybergs skola 2019-2021 antas.": ["Affärsplan Nybergs skola 2019-2021"],
    "Vikby Stads Näringslivsstrategiska program 2023–2035 antas.": [
        "Vikby Stads Näringslivsstrategiska program 2023–2035"
    ],
    "Detaljplan för skola med idrottshall vid Storgatan antas.": [
        "Detaljplan för skola med idrottshall vid Storgatan"
    ],
    "Vikby Stads plan för arbetet med civil beredskap 2024–2027 antas.": [
        "Vikby Stads plan för arbetet med civil beredskap 2024–2027"
    ],
    "Reviderad riktlinje för representation, enligt bilaga 1, antas.": ["riktlinje för representation"],
    "Nämnden beslutar att anta reviderad policy för resor i Vikby.": ["policy för resor i Vikby"],
    "Kontoret får i uppdrag att ta fram en riktlinje för representation.": [],
    "Riktlinje för skolskjuts med ändringar enligt bilaga 2 antas.": ["Riktlinje för skolskjuts"],
}


@pytest.mark.parametrize("text", PLANS)
def test_a_plan_is_named_as_far_as_its_name_goes(record_of, text: str) -> None:
    assert referred(record_of(HEAD + f"Beslut\n{text}\n"), "plan") == PLANS[text]


def test_statements_are_told_apart_in_other_words(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut
Taxan fastställs.

Reservationer
Åke Lund (S) och Siv Norr (V) reserverade sig mot beslutet till förmån för sitt
yrkande. Åke Lund ingav följande.
”Taxan är för hög.”

Protokollsanteckningar
Mats Lind (M) lät anteckna följande.
”Vi är nöjda.
Taxan är bra.”
Per Ek (SD) lät, för Sverigedemokraternas kommunstyrelsegrupp, anteckna följande.
”Taxan är låg.”
Siv Norr (V) instämde i Per Eks protokollsanteckning.

Särskilda yttranden
Siv Norr (V):
Taxan borde sänkas.

Mats Lind (M):
Taxan borde höjas.
"""
    )
    assert said(record) == [
        ("reservation", [("Åke Lund", "S"), ("Siv Norr", "V")]),
        ("protokollsanteckning", [("Mats Lind", "M")]),
        ("protokollsanteckning", [("Per Ek", "SD")]),
        ("särskilt yttrande", [("Siv Norr", "V")]),
        ("särskilt yttrande", [("Mats Lind", "M")]),
    ]
    assert quoted(record, record.items[0].statements[1]) == "”Vi är nöjda. Taxan är bra.”"


def test_those_who_follow_reserve_themselves(record_of) -> None:
    record = record_of(
        HEAD
        + "Beslut\nTaxan fastställs.\n\nFöljande reserverar sig mot beslutet: Åke Lund (S), Siv Norr (V).\n"
    )
    assert said(record) == [("reservation", [("Åke Lund", "S"), ("Siv Norr", "V")])]
