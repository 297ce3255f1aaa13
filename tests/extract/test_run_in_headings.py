"""Texts in which each line is a whole paragraph: headings and points stand in front of what they open."""

import pytest

from benchmarks.scoring import reading_of
from extract import Record, extract
from extract.record import Item

EXTRACT = f"""Parknämnden

Utdrag ur protokoll Sammanträdesdatum: 2021-03-23

§ 14, diarienummer 0931/21 Svar på remiss om en hundrastgård vid Sjövägen som stängs om natten

Beslut 1. Parknämnden avstyrker motionen. 2. Parknämnden översänder{
    " förvaltningens tjänsteutlåtande som eget"
} yttrande till kommunstyrelsen.

Handlingar 1. Tjänsteutlåtande daterat 2021-02-07 2. Motion från Bo Ek (S) om hundrastgårdar 3.{
    " Vikasjö kommuns riktlinje för lekplatser"
}

Yrkanden Eva Alm (V) yrkar bifall till motionen.

Bo Ek (S) yrkar i egenskap av gruppledare bifall till det som kontoret föreslår.

Parknämnden

Utdrag ur protokoll Sammanträdesdatum: 2021-03-23 Omröstning Godkänd voteringsproposition:

Fyra ledamöter röstar Ja: Bo Ek (S), Gun Berg (S), Liv Ask (C) och Ali Lind (MP).

Tre ledamöter röstar Nej: Eva Alm (V), Per Rask (V) och Stig Ro (M).

Reservation Eva Alm (V) och Per Rask (V) reserverar sig mot beslutet. ___________ Expedieras Kommunstyrelsen

Dag för justering 2021-03-25
"""


def read(text: str) -> Record:
    return extract(reading_of("made up", text))


@pytest.fixture(scope="module")
def record() -> Record:
    return read(EXTRACT)


@pytest.fixture(scope="module")
def item(record: Record) -> Item:
    (item,) = record.items
    return item


def words(record: Record, findings: object) -> list[str]:
    return [record.text[x.span.start : x.span.end] for x in findings]  # type: ignore[attr-defined]


def test_a_number_behind_a_comma_is_the_items_case(item: Item) -> None:
    assert item.number == "14" and item.title and item.title.startswith("Svar på remiss")
    assert [case.value for case in item.case_numbers] == ["0931/21"]


def test_points_of_one_line_are_decisions_of_their_own(record: Record, item: Item) -> None:
    first, second = words(record, item.decisions)
    assert first == "1. Parknämnden avstyrker motionen."
    assert second.startswith("2. Parknämnden översänder") and second.endswith("kommunstyrelsen.")


def test_papers_of_one_line_are_papers_of_their_own(item: Item) -> None:
    assert [paper.title for paper in item.attachments] == [
        "Tjänsteutlåtande daterat 2021-02-07",
        "Motion från Bo Ek (S) om hundrastgårdar",
        "Vikasjö kommuns riktlinje för lekplatser",
    ]


def test_yrkanden_votes_and_reservations_stand_below_their_headings(record: Record, item: Item) -> None:
    assert [[maker.name for maker in y.by] for y in item.yrkanden] == [["Eva Alm"], ["Bo Ek"]]
    assert [(vote.yes, vote.no) for vote in item.votes] == [(4, 3)]
    (said,) = item.statements
    assert [maker.name for maker in said.by] == ["Eva Alm", "Per Rask"]
    assert words(record, [said])[0].endswith("reserverar sig mot beslutet.")


def test_every_place_stays(record: Record) -> None:
    assert record.text == EXTRACT
    for item in record.items:
        for found in (*item.decisions, *item.yrkanden, *item.statements):
            words = record.text[found.span.start : found.span.end]
            assert words == words.strip() and "\n\n" not in words


def test_a_list_behind_its_lead_in_is_taken_apart() -> None:
    text = (
        "Vikasjöbostäder AB\n\nProtokoll styrelsemöte Sammanträdesdatum: 2021-06-14\n\n"
        "§ 11 Ny vd\n\nBeslut Styrelsen beslutade att 1. Tillsätta Bo Ek som vd från den 31 juli 2021. "
        "2. Bolagets firma ska tecknas av Eva Alm. 3. Vd har rätt att teckna firman.\n\n"
        "§ 12 Rapport\n\nBeslut Styrelsen antecknade rapporten. Gun Berg lämnade mötet.\n"
    )
    record = read(text)
    first, second = record.items
    assert [words(record, [d])[0][:14] for d in first.decisions] == [
        "1. Tillsätta B", "2. Bolagets fi", "3. Vd har rätt",
    ]  # fmt: skip
    assert words(record, second.decisions) == ["Styrelsen antecknade rapporten."]


COMPANY = (
    "Vikasjöbostäder AB\n\n§ 4 Bokslut (dnr 12/24) Chefen presenterade bokslutet för årets första"
    " månader och för det som återstår av året enligt underlag.\n\n"
    "Beslut •   Styrelsen godkänner bokslutet. •   Styrelsen antecknar prognosen.\n\n"
    "Handlingar Kontorets tjänsteutlåtande den 2 maj 2023. Yrkande från S den 9 maj 2023."
    " Motion av Bo Ek (S).\n\n"
    "Signature reference: 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 § 5 Delprojekt (dnr 13/24)\n\n"
    "Beslut Styrelsen för Vikasjöbostäder AB: •   Styrelsen antar planen."
    " •   Ärendet återremitteras i övrigt.\n\n"
    "§ 6 Rapport\n\nBeslut Styrelsen antecknar rapporten. Notering: 2023-11-27 beslutades något annat.\n"
)


def test_bullets_of_one_line_are_decisions_of_their_own() -> None:
    record = read(COMPANY)
    assert [item.number for item in record.items] == ["4", "5", "6"]
    assert [words(record, item.decisions) for item in record.items] == [
        ["Styrelsen godkänner bokslutet.", "Styrelsen antecknar prognosen."],
        ["Styrelsen antar planen.", "Ärendet återremitteras i övrigt."],
        ["Styrelsen antecknar rapporten."],
    ]


def test_papers_one_behind_the_other_are_papers_of_their_own() -> None:
    assert [paper.title for paper in read(COMPANY).items[0].attachments] == [
        "Kontorets tjänsteutlåtande den 2 maj 2023",
        "Yrkande från S den 9 maj 2023",
        "Motion av Bo Ek (S)",
    ]


def test_what_was_moved_before_is_no_proposal_of_a_handling() -> None:
    text = (
        "Kommunfullmäktige\n\nHandling 2021 nr 924\n\nYttrande över motion av Bo Ek (S) om hundar\n\n"
        "Till Vikasjös kommunfullmäktige\n\nKommunstyrelsens förslag Kommunstyrelsen föreslår att"
        " kommunfullmäktige beslutar:\n\n"
        "1. Den av Bo Ek väckta motionen avslås. 2. Frågan prövas 2025. ----\n\n"
        "Vid behandling i kommunstyrelsen:\n\n"
        "Eva Alm (V) yrkade att motionen skulle bifallas enligt yrkande från V den 17 november 2021,"
        " och Per Rask (M) instämde i detta vid kommunstyrelsens sammanträde.\n"
    )
    record = read(text)
    proposed = [d for item in record.items for d in item.decisions]
    assert words(record, proposed) == ["1. Den av Bo Ek väckta motionen avslås.", "2. Frågan prövas 2025."]


def test_a_heading_behind_a_list_ends_it() -> None:
    text = (
        "Parknämnden\n\nYrkande från S\n\nFörslag till beslut 1. Bifalla förslaget om en park."
        " 2. Avslå motionen. Yttrande Vid sammanträdet i våras framkom det att"
        " parken behövs och att många vill ha den kvar, och förvaltningen har undersökt saken.\n"
    )
    record = read(text)
    (item,) = record.items
    assert words(record, item.decisions)[-1] == "2. Avslå motionen."


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\t"])
def test_a_heading_behind_a_list_ends_it_whatever_blank_follows(blank: str) -> None:
    text = (
        "Parknämnden\n\nYrkande från S\n\nFörslag till beslut 1. Bifalla förslaget om en park med träd och"
        f" bänkar och en damm. 2. Avslå motionen. Yttrande{blank}Vid{blank}mötet{blank}framkom mer.\n"
    )
    (item,) = read(text).items
    assert words(read(text), item.decisions)[-1] == "2. Avslå motionen."


@pytest.mark.parametrize("word", ["bilaga", "etapp", "punkt", "bilagorna 1 och"])
def test_a_number_that_belongs_to_a_word_opens_no_point(word: str) -> None:
    text = (
        f"Parknämnden\n\n§ 3 Taxa\n\nBeslut 1. Parknämnden antar taxan enligt {word} 2. Den gäller från maj"
        " 2021 och ersätter den som har gällt hittills. 2. Parknämnden avslår motionen.\n"
    )
    record = read(text)
    first, second = words(record, record.items[0].decisions)
    assert first.endswith("hittills.") and second == "2. Parknämnden avslår motionen."


def test_a_page_with_a_blank_line_below_each_line_keeps_its_sentences() -> None:
    text = (
        "Parknämnden\n\n§ 3 Hundrastgård vid\n\nsjön\n\nBeslut\n\nParknämnden antar taxan enligt det som\n\n"
        "förvaltningen föreslår.\n\nParknämnden" + " " * 120 + "Vikasjö\n"
    )
    (item,) = read(text).items
    assert item.title == "Hundrastgård vid sjön"


def test_who_was_there_stands_above_the_first_paragraph() -> None:
    text = (
        "Vikasjöhamnar AB\n\nProtokoll fört vid sammanträde 2023-10-25\n\n"
        "Närvarande Ledamöter Bo Ek     ledamot Eva Alm     ledamot Per Rask     ledamot\n\n"
        "Övriga Gun Berg, vd\n\n§ 67     Öppnande av mötet\n\nOrdföranden Bo Ek öppnade sammanträdet och"
        " hälsade"
        " alla välkomna. Det noterades att Liv Ask och Stig Ro anmält förhinder att delta i detta möte.\n\n"
        "§ 68     Rapport\n\nStyrelsen antecknade rapporten.\n"
    )
    present = {a.name: a.role for a in read(text).document.attendance}
    assert "Liv Ask" not in present and "Stig Ro" not in present
    assert present["Bo Ek"] == "ledamot" and present["Gun Berg"] == "övrig"


def test_a_page_with_lines_keeps_them() -> None:
    text = (
        "Parknämnden\nProtokoll 2021-03-23\n\n§ 3 Dnr PN 2021/4\nHundrastgård\n\nTidigare behandling\n"
        "Beslut Parknämnden fattade 2020-11-02 gäller tills vidare, och\nnämnden har inte ändrat det.\n\n"
        "Beslut\nParknämnden antar förslaget.\n"
    )
    record = read(text)
    assert words(record, record.items[0].decisions) == ["Parknämnden antar förslaget."]


def test_a_list_goes_on_in_the_lines_below() -> None:
    (item,) = read(
        "Parknämnden Utdrag ur protokoll Sammanträdesdatum: 2021-03-23\n\n§ 15 Dnr 0931/21 Hundrastgård\n\n"
        "Beslut 1. Parknämnden avstyrker motionen. 2. Förvaltningen ges i uppdrag att till nämnden lämna"
        " förslag om fler platser i parken vid Sjövägen.\n\n"
        "3. Hamnbolaget ges i uppdrag att pröva frågan. 4. Parkbolaget ges i uppdrag att föreslå;\n\n"
        "\uf0b7 Vilka som stängs. \uf0b7 Vilka som blir kvar. 5. Parkbolaget ges i uppdrag att bistå.\n"
    ).items
    assert [d.number for d in item.decisions] == ["1", "2", "3", "4", "5"]


def test_a_title_ends_where_the_board_decides() -> None:
    (item,) = read(
        "Vikasjö Hamn AB Utdrag ur protokoll Sammanträdesdatum: 2021-03-23\n\n§ 15 Justering Styrelsen"
        " beslutade att beslut vid dagens möte fattas genom att alla ledamöter"
        " undertecknar protokollet och att det anslås.\n"
    ).items
    assert (item.title, len(item.decisions)) == ("Justering", 1)
