"""Whole papers in the forms of several houses: what one reads off them at a glance must come out."""

from __future__ import annotations

from extract import Record
from ocr.spans import Span

COUNTRY_TOWN = """Björkhults kommun                                             SAMMANTRÄDESPROTOKOLL
Kommunstyrelsen                                               2021-03-09                      Sida 3 (12)

Ks § 24       Dnr 2021/123

Köp av fastigheten Björkhult 3:14

Kommunstyrelsens förslag till kommunfullmäktige
1. Köpeavtalet för fastigheten Björkhult 3:14 godkänns.
2. Köpeskillingen 1 250 000 kronor finansieras ur investeringsbudgeten 2021.

Kommunstyrelsens beslut för egen del
Kommunchefen får i uppdrag att underteckna avtalet.

Reservation
Dan Holm (SD) reserverar sig mot beslutet till förmån för eget yrkande.

Sammanfattning av ärendet
Fastigheten ligger vid infarten. Arbetsutskottet behandlade ärendet den 23 februari 2021, § 18.

Yrkanden
Bo Ekström (C) yrkar bifall till arbetsutskottets förslag.
Dan Holm (SD) yrkar avslag.

Beslutsgång
Ordföranden ställer förslagen mot varandra och finner att kommunstyrelsen bifaller förslaget.

Omröstningsresultat
5 ja och 1 nej. Kommunstyrelsen bifaller därmed arbetsutskottets förslag.

Justerandes sign                         Utdragsbestyrkande
Björkhults kommun                                             SAMMANTRÄDESPROTOKOLL
Kommunstyrelsen                                               2021-03-09                      Sida 4 (12)

Ks § 25       Dnr 2020/877

Motion från Vänsterpartiet om fria bussresor för skolungdom

Arbetsutskottets förslag till kommunstyrelsen
Motionen avslås.

Beslut
Kommunstyrelsen beslutar att återremittera ärendet till tekniska utskottet.

Jäv
Fredrik Åberg (KD) deltar inte på grund av jäv.

Ks § 26

Övriga frågor

Inga övriga frågor anmäldes.

Justerandes sign                         Utdragsbestyrkande
"""

HARBOUR_CITY = """Lindviks stad
Kommunstyrelsen
Protokoll
Sammanträdestid 2021-05-05 kl. 13:00

§ 151 Remiss från Socialdepartementet - Framtidens socialtjänst
LVS-2021-123
Sammanfattning
Departementet har remitterat ett betänkande till Lindviks stad.
Beslut
Kommunstyrelsen beslutar

1. Kommunstyrelsen godkänner förslaget till yttrande och översänder det till Socialdepartementet.
2. Kommunstyrelsen förklarar paragrafen omedelbart justerad.

Reservationer och särskilda yttranden
Torbjörn Ask (M), Helena Borg (M) och Lotta Ceder (C) reserverar sig mot beslutet till förmån för
eget yrkande.
Magnus Dahl (SD) avser lämna in ett särskilt yttrande, bilaga 3.

Yrkanden
Torbjörn Ask (M), instämmande av Helena Borg (M), yrkar avslag på punkt 1.
Ordföranden yrkar bifall till förslaget.

Beslutsunderlag
• Förslag till beslut KSAU 210419 § 246
• Förslag till yttrande

§ 152 Anmälan av inkomna skrivelser
LVS-2021-8
Beslut
Kommunstyrelsen lägger anmälan till handlingarna.
"""

UNIVERSITY_TOWN = """Kommunfullmäktige
Protokoll
Sammanträdesdatum 2019-06-10

§ 103
Svar på motion om fossilfri stad från Jonas Berg (V) m.fl.
KSN-2018-3330

Beslut
Kommunfullmäktige beslutar
att anse motionen besvarad.

Reservationer
Mot beslutet reserverar sig samtliga ledamöter från (V) till förmån för bifall till motionen.
Mot beslutet reserverar sig (M), (KD) och (C) skriftligt:
"Vi hade velat se ett avslag."

Kommunstyrelsens förslag till beslut
Kommunfullmäktige föreslås besluta
att anse motionen besvarad.

Yrkanden
Jonas Berg (V) yrkar bifall till motionen.

Beslutsgång
Ordföranden finner bifall till kommunstyrelsens förslag. Votering begärs.
Ja-röst för bifall till kommunstyrelsens förslag, nej-röst för bifall till motionen.
Med 71 ja-röster mot 8 nej-röster och 2 som avstår bifalles kommunstyrelsens förslag.

§ 104
Frågestund
KSN-2019-12

Beslut
Frågorna får ställas och antecknas.
"""

CAPITAL = """Utdrag ur protokoll fört vid socialnämndens sammanträde den 14 mars 2017

§ 11
Handlingsplan för ökad trygghet
Dnr 1.2.1-110/2017

Beslut
1. Socialnämnden godkänner handlingsplanen.
2. Socialnämnden anser därmed skrivelsen besvarad.

Förslag till beslut
Ordföranden Åsa Lind m.fl. (MP), vice ordföranden Andréa Hed m.fl. (M) föreslog att
nämnden beslutar enligt förvaltningens förslag.
Ledamoten Inger Stark (KD) föreslog att ärendet återremitteras.

Beslutsgång
Ordföranden fann att nämnden beslutat enligt förvaltningens förslag.

Reservation
Reservation anfördes av ledamoten Inger Stark (KD) med hänvisning till sitt förslag.

Särskilt uttalande
Särskilt uttalande gjordes av ledamoten Isabel Ek m.fl. (L) enligt följande.
Vi välkomnar planen men saknar pengar.
Den behöver följas upp.

Ersättaryttrande
Ersättaren Anki Dal (Fi) lämnade ett ersättaryttrande enligt följande.
Om jag hade haft rösträtt hade jag röstat för planen.

Justerat den 20 mars 2017
"""


def quoted(record: Record, span: Span) -> str:
    return " ".join(record.text[span.start : span.end].split())


def makers(finding) -> list[tuple[str | None, str | None]]:
    return [(m.name, m.party) for m in finding.by]


def test_a_country_town_is_read_as_it_writes(record_of) -> None:
    record = record_of(COUNTRY_TOWN)
    first, second, third = record.items
    assert record.document.body == "Kommunstyrelsen"
    assert [(i.number, [c.value for c in i.case_numbers]) for i in record.items] == [
        ("24", ["2021/123"]),
        ("25", ["2020/877"]),
        ("26", []),
    ]
    assert [d.status for d in first.decisions] == ["proposal_to_higher_body"] * 2 + ["decision"]
    assert [d.status for d in second.decisions] == ["referral"]
    assert third.decisions == ()
    assert [makers(y) for y in first.yrkanden] == [[("Bo Ekström", "C")], [("Dan Holm", "SD")]]
    assert [(s.kind, makers(s)) for s in first.statements] == [("reservation", [("Dan Holm", "SD")])]
    assert [(v.yes, v.no) for v in first.votes] == [(5, 1)]
    assert [r.name for r in second.recusals] == ["Fredrik Åberg"]
    assert [(r.edtf, r.item, r.body) for r in record.mentions.references if r.kind == "item"] == [
        ("2021-02-23", "18", "Arbetsutskottet")
    ]


def test_a_harbour_city_is_read_as_it_writes(record_of) -> None:
    record = record_of(HARBOUR_CITY)
    first, second = record.items
    assert [(d.role, d.edtf) for d in record.document.dates] == [("meeting", "2021-05-05")]
    assert [d.number for d in first.decisions] == ["1", "2"]
    assert [(s.kind, [m.party for m in s.by]) for s in first.statements] == [
        ("reservation", ["M", "M", "C"]),
        ("särskilt yttrande", ["SD"]),
    ]
    assert [makers(y) for y in first.yrkanden] == [[("Torbjörn Ask", "M")], []]
    assert [a.title for a in first.attachments] == [
        "Förslag till beslut KSAU 210419 § 246",
        "Förslag till yttrande",
    ]
    assert [c.value for c in second.case_numbers] == ["LVS-2021-8"]
    assert [d.verbs for d in second.decisions] == [("lägga till handlingarna",)]


def test_a_university_town_is_read_as_it_writes(record_of) -> None:
    record = record_of(UNIVERSITY_TOWN)
    first, second = record.items
    assert first.title == "Svar på motion om fossilfri stad från Jonas Berg (V) m.fl."
    assert [(d.status, d.verbs) for d in first.decisions] == [("decision", ("anse",))]
    assert [makers(s) for s in first.statements] == [[(None, "V")], [(None, "M"), (None, "KD"), (None, "C")]]
    assert [(v.yes, v.no, v.abstain, v.outcome) for v in first.votes] == [(71, 8, 2, "yes")]
    assert len(second.decisions) == 1


def test_a_capital_is_read_as_it_writes(record_of) -> None:
    record = record_of(CAPITAL)
    (item,) = record.items
    assert (record.document.kind, record.document.body) == ("protokollsutdrag", "Socialnämnden")
    assert [d.number for d in item.decisions] == ["1", "2"]
    assert [makers(y) for y in item.yrkanden] == [
        [("Åsa Lind", "MP"), ("Andréa Hed", "M")],
        [("Inger Stark", "KD")],
    ]
    assert [(s.kind, makers(s), quoted(record, s.span)) for s in item.statements][1:] == [
        (
            "särskilt uttalande",
            [("Isabel Ek", "L")],
            "Vi välkomnar planen men saknar pengar. Den behöver följas upp.",
        ),
        (
            "ersättaryttrande",
            [("Anki Dal", "Fi")],
            "Om jag hade haft rösträtt hade jag röstat för planen.",
        ),
    ]
    assert makers(item.statements[0]) == [("Inger Stark", "KD")]
    assert [(d.role, d.edtf) for d in record.document.dates] == [
        ("meeting", "2017-03-14"),
        ("approved", "2017-03-20"),
    ]
