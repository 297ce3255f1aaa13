"""Lists of what is decided, what closes them, and headings in the words of a house that speaks plainly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract import Record
from extract.case_numbers import case_numbers_in
from extract.headings import heading_of
from extract.sentences import sentences

Read = Callable[..., Record]

PAPER = """Vikasjö kommun                   Protokoll
Tekniska nämnden                 2024-02-08

§ 3  Taxa för avfall

{text}

§ 4  Rapporter

Tekniska nämnden beslutar
att lägga rapporterna till handlingarna.
"""


def first(record_of: Read, text: str) -> tuple[list[str], list[tuple[str | None, str | None]]]:
    """What the first item decides, and who says something in it."""
    record = record_of(PAPER.format(text=text))
    item = record.items[0]
    decided = [" ".join(record.text[d.span.start : d.span.end].split()) for d in item.decisions]
    return decided, [(m.name, m.party) for said in item.statements for m in said.by]


def test_clauses_that_hang_before_a_column_are_points_without_a_comma_between(record_of: Read) -> None:
    text = (
        "Tekniska nämnden beslutar\n"
        "att     godkänna taxan och överlämna den till kommunfullmäktige för fastställande\n"
        "att     uppdra åt förvaltningen att informera alla fastighetsägare om den nya taxan\n"
        "att     följa upp taxan."
    )
    decided, _ = first(record_of, text)
    assert [d.split()[1] for d in decided] == ["godkänna", "uppdra", "följa"]


@pytest.mark.parametrize("marks", ["ABC", "abc", "123"])
def test_points_may_be_counted_by_capitals(record_of: Read, marks: str) -> None:
    one, two, three = marks
    text = (
        "Nämndens beslut\n"
        f"{one}. Taxan antas.\n{two}. Förvaltningen ska informera alla.\n"
        f"{three}. Beslutet anmäls till fullmäktige."
    )
    decided, _ = first(record_of, text)
    assert [d[3:] for d in decided] == [
        "Taxan antas.",
        "Förvaltningen ska informera alla.",
        "Beslutet anmäls till fullmäktige.",
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Eva Alm (S) anmäler jäv och ersätts av Bo Ek (S).",
        "Eva Alm (S) lämnar sammanträdet.",
        "Eva Alm (S) och Bo Ek (M), båda från Vikasjö, reserverar sig mot beslutet.",
    ],
)
def test_what_a_member_does_below_a_list_is_no_part_of_its_last_point(record_of: Read, told: str) -> None:
    decided, _ = first(
        record_of, f"Tekniska nämnden beslutar\natt anta taxan, samt\natt taxan gäller genast.\n\n{told}"
    )
    assert decided == ["att anta taxan", "att taxan gäller genast."]


@pytest.mark.parametrize(
    ("said", "makers"),
    [
        ("Eva Alm och Bo Ek reserverade sig mot beslutet.", [("Eva Alm", None), ("Bo Ek", None)]),
        ("Eva Alm (S), Vikasjö, reserverar sig mot beslutet.", [("Eva Alm", "S")]),
        ("Eva Alm (S) lämnar följande anteckning till protokollet: Taxan är hög.", [("Eva Alm", "S")]),
    ],
)
def test_who_objects_below_a_decision_is_read_without_a_heading(
    record_of: Read, said: str, makers: list[tuple[str | None, str | None]]
) -> None:
    _, by = first(record_of, f"Nämndens beslut\nTaxan antas.\n\n{said}")
    assert by == makers


@pytest.mark.parametrize(
    ("decided", "status"),
    [
        (
            "Nämnden beslöt hemställa, att fullmäktige måtte\n\ndels   antaga taxan,\n\ndels   upphäva den.",
            2,
        ),
        ("Nämndens beslut\natt hemställa att kommunfullmäktige antar taxan", 1),
    ],
)
def test_what_is_asked_of_a_higher_body_is_a_proposal(record_of: Read, decided: str, status: int) -> None:
    item = record_of(PAPER.format(text=decided)).items[0]
    assert [d.status for d in item.decisions] == ["proposal_to_higher_body"] * status


def test_what_is_told_below_a_list_ends_it_whatever_stands_further_down(record_of: Read) -> None:
    text = (
        "Nämndens beslut\n•  Avtalet godkänns.\n•  Direktören bemyndigas teckna avtalet.\n\n"
        "Bolaget har åtagit sig att betala 6 miljoner kronor.\n\n"
        "Eva Alm (S) anmäler jäv och deltar inte i handläggningen."
    )
    decided, _ = first(record_of, text)
    assert decided == ["Avtalet godkänns.", "Direktören bemyndigas teckna avtalet."]


@pytest.mark.parametrize(
    "fee",
    [
        "Avgiften för bygglovet är 18 740 kronor.",
        "Byggsanktionsavgift tas ut med 24 150 kr.",
        "Vitet uppgår till 5 000 kr.",
    ],
)
def test_what_is_charged_is_decided(record_of: Read, fee: str) -> None:
    decided, _ = first(
        record_of, f"Nämndens beslut\n\nBygglov beviljas.\n\n{fee}\n\nÖverklagande\n\nSe bilaga."
    )
    assert decided == ["Bygglov beviljas.", fee]


def test_plain_words_decide_under_a_plain_heading(record_of: Read) -> None:
    decided, _ = first(
        record_of, "Det här beslutade vi\nBiblioteket har öppet alla dagar.\n\nBakgrund\nFler ska läsa."
    )
    assert decided == ["Biblioteket har öppet alla dagar."]


@pytest.mark.parametrize(
    "told",
    [
        "Ja-röster är 9. Nej-röster är 4.",
        "För Bo Eks yrkande röstar 9 ledamöter, för Eva Alms yrkande röstar 4 ledamöter.",
        "För bifall avges 9 röster och för avslag 4 röster.",
    ],
)
def test_a_vote_is_told_in_other_words(record_of: Read, told: str) -> None:
    text = f"Nämndens beslut\nTaxan antas.\n\nBeslutsgång\nVotering begärs. {told}"
    (vote,) = record_of(PAPER.format(text=text)).items[0].votes
    assert (vote.yes, vote.no) == (9, 4)


@pytest.mark.parametrize("day", ["den 21 jan. 1974", "den 9/1 1974", "9/1 1974", "den 21 januari 1974"])
def test_a_dated_paper_may_shorten_its_month(record_of: Read, day: str) -> None:
    record = record_of(
        PAPER.format(text=f"Skolstyrelsen har i skrivelse {day} begärt medel.\n\nÄrendet bordläggs.")
    )
    (paper,) = [r for r in record.mentions.references if r.kind == "document"]
    assert (record.text[paper.span.start : paper.span.end], paper.edtf[:7]) == (f"skrivelse {day}", "1974-01")


@pytest.mark.parametrize("name", ["Åsa-Maria Tovhult", "Per-Arvid Hög", "Karl-Åke Sten"])
def test_two_first_names_in_one_are_a_first_name(record_of: Read, name: str) -> None:
    record = record_of(PAPER.format(text=f"Verksamhetschef {name} föredrar ärendet.\n\nÄrendet bordläggs."))
    assert [person.name for person in record.mentions.people] == [name]


def test_the_board_of_a_firm_is_named_by_its_meeting(record_of: Read) -> None:
    head = "Protokoll fört vid styrelsesammanträde med Vikasjö Hus AB"
    text = f"{head}\n\n§ 1 Val\nStyrelsen beslöt att välja Bo Ek.\n"
    assert record_of(text).document.body == "Styrelsen"


def test_a_bullet_stands_before_who_reserves(record_of: Read) -> None:
    _, by = first(
        record_of,
        "Nämndens beslut\nTaxan antas.\n\n"
        "Reservation\n• Mot beslutet reserverar sig Eva Alm (S) och Bo Ek (V).",
    )
    assert by == [("Eva Alm", "S"), ("Bo Ek", "V")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Det här beslutade vi", "decision"),
        ("Så beslutade politikerna", "decision"),
        ("Vårt beslut", "decision"),
        ("Så gick omröstningen till", "vote"),
        ("Vi som inte håller med", "reservation"),
        ("Ledamöter som tyckte annorlunda", "reservation"),
        ("Den här ledamoten var inte med", "recusal"),
        ("Papper som hör till ärendet", "papers"),
        ("Handlingar som ingår i beslutet", "papers"),
        ("De här får veta vad vi beslutat", "distribution"),
        ("Arbetsutskottets förslag till socialnämnden", "proposal"),
        ("Nämndens förslag till kommunstyrelsen och kommunfullmäktige", "proposal"),
        ("Tekniska utskottets förslag till beslut i tekniska nämnden", "proposal"),
        ("Förslag och beslutsgång", "deliberation"),
    ],
)
def test_a_heading_is_known_by_its_form(line: str, kind: str) -> None:
    heading = heading_of(line)
    assert heading is not None and heading.kind == kind


@pytest.mark.parametrize(
    "line", ["Vi beslutade att åka hem", "Det här tyckte vi", "De här får plats", "Ett förslag till nämnden"]
)
def test_what_only_sounds_like_one_is_none(line: str) -> None:
    assert heading_of(line) is None


@pytest.mark.parametrize(
    "wish", ["Ja till nämndens förslag.", "Nej till förslaget.", "Bifall till motionen."]
)
def test_a_wish_behind_a_colon_is_a_yrkande(record_of: Read, wish: str) -> None:
    text = f"Nämndens beslut\nTaxan antas.\n\nFörslag under sammanträdet\nEva Alm (S): {wish}"
    (moved,) = record_of(PAPER.format(text=text)).items[0].yrkanden
    assert [(maker.name, maker.party) for maker in moved.by] == [("Eva Alm", "S")]


def test_a_capital_behind_the_word_for_a_point_ends_a_sentence() -> None:
    text = "Bo Ek (M) föreslår avslag på punkt A. Eva Alm (S) föreslår bifall. B. Alm talar."
    assert [text[s.start : s.end] for s in sentences(text, 0, len(text))] == [
        "Bo Ek (M) föreslår avslag på punkt A.",
        "Eva Alm (S) föreslår bifall.",
        "B. Alm talar.",
    ]


def test_a_case_number_below_the_title_closes_it(record_of: Read) -> None:
    text = PAPER.replace(
        "§ 3  Taxa för avfall",
        "§ 3  Taxa för avfall\n     Ärendenummer TN 2024/12\n     Arbetsutskottet 2024-01-14, § 8",
    )
    item = record_of(text.format(text="Nämndens beslut\nTaxan antas.")).items[0]
    assert (item.title, [c.value for c in item.case_numbers]) == ("Taxa för avfall", ["TN 2024/12"])


@pytest.mark.parametrize(
    "law", ["26 kap. 9 och 14 §§ miljöbalken", "9 kap. 30 § PBL", "2 kap. 1 § kommunallagen (2017:725)"]
)
def test_the_law_of_a_decision_leads_in_to_its_clauses(record_of: Read, law: str) -> None:
    lead = f"Tekniska nämnden beslutar med stöd av {law}"
    text = f"Beslut\n\n{lead}\n\natt anta taxan, samt\n\natt ta ut en avgift."
    decided, _ = first(record_of, text)
    assert decided == ["att anta taxan", "att ta ut en avgift."]


@pytest.mark.parametrize(
    ("said", "makers"),
    [
        (
            "Eva Alm m.fl. (S) och (V) samt Bo Ek (C) reserverar sig.",
            {("Eva Alm", "S"), (None, "V"), ("Bo Ek", "C")},
        ),
        ("Eva Alm (M) m.fl. (KD) och (L) reserverar sig.", {("Eva Alm", "M"), (None, "KD"), (None, "L")}),
        ("Mot beslutet reserverade sig SD:s ledamöter.", {(None, "SD")}),
    ],
)
def test_the_group_of_another_party_makes_it_too(
    record_of: Read, said: str, makers: set[tuple[str | None, str | None]]
) -> None:
    _, by = first(record_of, f"Nämndens beslut\nTaxan antas.\n\nReservation\n{said}")
    assert set(by) == makers


def test_an_address_is_no_end_of_a_sentence_that_begins_with_a_heading(record_of: Read) -> None:
    text = "Nämndens beslut\nTaxan antas.\n\nBeslutet skickas till\nbyggnad@vikasjo.example"
    assert first(record_of, text)[0] == ["Taxan antas."]


TYPED = """Protokoll, hållet vid sammanträde med kommunalfullmäktige i Torps kommun
i Folkets hus, Torp, fredagen den 28 mars 1958.

Närvarande: samtliga ledamöter.

§ 1.
Föredrogs kommunalnämndens förslag om inköp av fastigheten Torp 2:19.

Hr Valter Ahlén yrkade avslag å förslaget. Hr Sixten Boberg tillstyrkte förslaget.

Fullmäktige beslöto alltså att inköpa fastigheten.

§ 2.
Till ledamot i byggnadsnämnden valdes fru Alva Sundgren.

§ 3.
Bordlades frågan om brandstation till nästa sammanträde.
"""


def test_text_stands_right_below_a_number_with_a_stop(record_of: Read) -> None:
    record = record_of(TYPED)
    assert [(item.number, item.title) for item in record.items] == [("1", None), ("2", None), ("3", None)]
    assert [[record.text[d.span.start : d.span.end] for d in item.decisions] for item in record.items] == [
        ["Fullmäktige beslöto alltså att inköpa fastigheten."],
        ["Till ledamot i byggnadsnämnden valdes fru Alva Sundgren."],
        ["Bordlades frågan om brandstation till nästa sammanträde."],
    ]
    assert [y.by[0].name for y in record.items[0].yrkanden] == ["Valter Ahlén", "Sixten Boberg"]


def test_a_title_stands_below_a_bare_number(record_of: Read) -> None:
    text = "Tekniska nämnden   Protokoll   2024-02-08\n\n§ 3\nTaxa för avfall.\n\nBeslut\nTaxan antas.\n"
    assert record_of(text).items[0].title == "Taxa för avfall"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Dnr 2020KS0312", ["2020KS0312"]),
        ("Remiss Fi2020/00706/K", ["Fi2020/00706/K"]),
        ("departementets dnr S2019/04567", ["S2019/04567"]),
        ("Dispens, avslag         EL\n2020-622   2020-12-21    Torp 9:3", []),
        ("enligt KFKS\n2015/71 den", ["KFKS 2015/71"]),
        ("år 2020 och 2021", []),
        ("Dnr TN/2015:88-512", ["TN/2015:88-512"]),
        ("KS/2020:145 och Ks/2021:0211-041", ["KS/2020:145", "Ks/2021:0211-041"]),
    ],
)
def test_case_numbers_of_ministries_and_of_no_table(text: str, values: list[str]) -> None:
    assert [value.value for value in case_numbers_in(text, 0)] == values
