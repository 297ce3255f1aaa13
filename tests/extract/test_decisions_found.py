"""Decisions: points, lead-ins and their status, att-clauses, and what decides nothing."""

from __future__ import annotations

import pytest

from extract import Record
from extract.record import Decision
from ocr.spans import Span


def quoted(record: Record, span: Span) -> str:
    return " ".join(record.text[span.start : span.end].split())


def decisions(record: Record) -> list[tuple[str | None, str, str]]:
    return [(d.number, d.status, quoted(record, d.span)) for item in record.items for d in item.decisions]


def only(record: Record) -> Decision:
    (item,) = record.items
    (decision,) = item.decisions
    return decision


HEAD = "Kommunstyrelsen\nProtokoll nr 3\n\n§ 4 Dnr VIK 2022/7\nEtt ärende\n\n"


def test_numbered_points_are_decisions_without_their_lead_in(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut

Enligt förslag från Bo Ek (S):
1. Avtalet med Granhyttans kommun godkänns.
2. Socialnämnden får i uppdrag att följa upp avtalet,
a. med brukarna,
b. med personalen.

Handlingar
Avtalet.
"""
    )
    assert decisions(record) == [
        ("1", "decision", "1. Avtalet med Granhyttans kommun godkänns."),
        (
            "2",
            "decision",
            "2. Socialnämnden får i uppdrag att följa upp avtalet, a. med brukarna, b. med personalen.",
        ),
    ]
    assert record.items[0].decisions[1].recipients == ("Socialnämnden",)
    assert record.items[0].decisions[1].verbs == ("få i uppdrag",)
    assert [d.id[-6:] for d in record.items[0].decisions] == ["/§4/b1", "/§4/b2"]


def test_a_proposal_to_fullmaktige_and_an_own_decision_stand_side_by_side(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut

Kommunstyrelsen tillstyrker socialnämndens förslag och föreslår
att kommunfullmäktige beslutar:
1. Riktlinjen antas.
2. Den gamla riktlinjen upphör att gälla.
Enligt socialnämndens förslag:
Rapporten antecknas.
"""
    )
    assert [(n, status) for n, status, _ in decisions(record)] == [
        ("1", "proposal_to_higher_body"),
        ("2", "proposal_to_higher_body"),
        (None, "decision"),
    ]
    assert [d.body for d in record.items[0].decisions] == ["Kommunfullmäktige"] * 2 + ["Kommunstyrelsen"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ärendet återremitteras till tekniska nämnden för ny beräkning.", "referral"),
        ("Ärendet hänskjuts till kommunstyrelsen för avgörande.", "referral"),
        ("Motionen avslås.", "decision"),
        ("Ärendet bordläggs till nästa sammanträde.", "decision"),
        (
            "Kommunstyrelsen föreslår kommunfullmäktige besluta att avtalet sägs upp.",
            "proposal_to_higher_body",
        ),
        ("Kommunstyrelsen beslutar att avtalet sägs upp.", "decision"),
    ],
)
def test_the_status_is_read_from_what_is_done(record_of, text: str, status: str) -> None:
    decision = only(record_of(f"{HEAD}Beslut\n\n{text}\n\nÄrende\n\nMer text."))
    assert decision.status == status


def test_a_lead_in_may_end_in_a_stop(record_of) -> None:
    record = record_of(
        HEAD + "Beslut\n\nKommunstyrelsen föreslår kommunfullmäktige fatta följande beslut.\n"
        "Kommunen ska ingå avtal med Tallköpings kommun.\n"
    )
    assert decisions(record) == [
        (None, "proposal_to_higher_body", "Kommunen ska ingå avtal med Tallköpings kommun.")
    ]


def test_att_clauses_are_points(record_of) -> None:
    record = record_of(
        HEAD + "Kommunstyrelsen beslutar\n\natt godkänna avtalet,\natt avsätta 150 000 kronor, samt\n"
        "att ge kommunchefen i uppdrag att underteckna det.\n\nÄrendebeskrivning\nText.\n"
    )
    assert [text for _, _, text in decisions(record)] == [
        "att godkänna avtalet",
        "att avsätta 150 000 kronor",
        "att ge kommunchefen i uppdrag att underteckna det.",
    ]


def test_a_list_without_marks_is_one_point_a_line_that_says_what_to_do(record_of) -> None:
    record = record_of(
        HEAD + "Beslut\n\nNämnden beslutar att\ngodkänna avtalet med den förening som\nsköter badet, och\n"
        "avsätta 150 000 kronor.\n\nÄrendebeskrivning\nText.\n"
    )
    assert [text for _, _, text in decisions(record)] == [
        "godkänna avtalet med den förening som sköter badet",
        "avsätta 150 000 kronor.",
    ]


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("Nämnden beslutade således att godkänna rapporten.", 1),
        ("Nämnden beslutade lägga rapporten till handlingarna.", 1),
        ("Nämnden beslutade samma dag.", 0),
        ("Nämnden ställde frågor som besvarades av Bo Ek.", 0),
        ("Dagordningen fastställdes som den skickats ut.", 1),
        ("Att jämte ordföranden justera dagens protokoll utsågs Bo Ek.", 1),
        ("Nämnden godkände rapporten.", 1),
        ("Nämnden godkände den förra rapporten 2019.", 0),
        ("Nämnden enas om att lämna följande synpunkter.", 1),
        ("Nämnden beslutade enligt förvaltningens förslag.", 1),
        ("a) Brev från skolan\nb) Avtal om bad\n\nInformationen antecknas.", 1),
    ],
)
def test_what_is_decided_in_running_text_needs_what_to_do(record_of, told: str, count: int) -> None:
    record = record_of(f"Socialnämnden\nProtokoll 2023-03-08\n\n§ 4. Rapport\n\n{told}\n")
    assert len(decisions(record)) == count


def test_groups_under_letters_have_their_own_lead_ins(record_of) -> None:
    record = record_of(
        HEAD
        + """Beslut

A.
Kommunstyrelsen föreslår kommunfullmäktige fatta följande beslut.
1. Lånetaket höjs till 90 miljoner kronor.
2. Räntan fastställs till 2 procent.
B.
Kommunstyrelsen beslutar för egen del att delegera utlåningen till ekonomichefen.

Ärende
"""
    )
    assert [status for _, status, _ in decisions(record)] == [
        "proposal_to_higher_body",
        "proposal_to_higher_body",
        "decision",
    ]


def test_sentences_that_decide_different_things_are_two(record_of) -> None:
    record = record_of(
        HEAD
        + "Beslut\n\nMotionerna under paragraferna 5–9 bordläggs.\nAnmälan under paragraf 11 antecknas.\n"
    )
    assert len(decisions(record)) == 2


def test_a_sentence_that_fills_out_the_first_stays_with_it(record_of) -> None:
    record = record_of(
        HEAD
        + "Beslut\n\nFörvaltningen får i uppdrag att utreda frågan. Uppdraget ska redovisas i maj 2023.\n"
    )
    assert len(decisions(record)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Beslut\n\nInga anmälningar förekom.",
        "Beslut\n\nDet fanns inga övriga frågor.",
        "Beslut\n\nBo Ek (S) anmäler jäv under paragraf 9: Bidrag till föreningar.",
        "Ärende\n\nNämnden beslutade den 3 maj 2021 att godkänna planen.",
        "Tidigare behandling\n\nBeslut i arbetsutskottet den 2 maj 2022 § 9\nUtskottet föreslog bifall.",
        "Propositionsordning\n\nKommunstyrelsen beslutar först att bifalla förslaget.",
    ],
)
def test_what_decides_nothing_is_no_decision(record_of, text: str) -> None:
    assert decisions(record_of(HEAD + text + "\n")) == []


def test_a_list_inside_a_decision_stays_inside(record_of) -> None:
    record = record_of(
        HEAD + "Beslut\n\nÄrendet återremitteras till exploateringsnämnden med följande uppdrag:\n•\n•\n\n"
        "Utreda frågan om statsstöd.\nTa fram en analys.\n\nHandling\n\nSkrivelsen.\n"
    )
    assert [(status, text.endswith("analys.")) for _, status, text in decisions(record)] == [
        ("referral", True)
    ]


def test_a_page_head_between_two_points_is_no_part_of_the_list(record_of) -> None:
    record = record_of(
        "Vikasjö stad\nSocialnämndens beslut\n\n1. Rapporten godkänns.\n\nVikasjö\nstad\n\nSida 2 (3)\n\n"
        "2. Rapporten skickas till äldrenämnden.\n\nBeslutsgång\nNämnden sade ja.\n\nJusterat 2022-05-03\n"
    )
    assert [(n, text) for n, _, text in decisions(record)] == [
        ("1", "1. Rapporten godkänns."),
        ("2", "2. Rapporten skickas till äldrenämnden."),
    ]


def test_the_standpoint_of_the_body_that_meets_is_decided_where_nothing_else_is(record_of) -> None:
    def paper(heading: str, more: str = "") -> str:
        return (
            f"Socialnämnden\nProtokoll 2023-03-08\n\n§ 4. Rapport\n\n{heading}\nRapporten godkänns.\n{more}"
        )

    assert len(decisions(record_of(paper("Socialnämndens ställningstagande")))) == 1
    assert decisions(record_of(paper("Förvaltningens ställningstagande"))) == []
    both = paper("Socialnämndens ställningstagande", "\nBeslut\nPlanen antas.\n")
    assert [text for _, _, text in decisions(record_of(both))] == ["Planen antas."]


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        ("Socialnämnden beslutade enligt förslaget om taxan.", 1),
        ("Socialnämnden beslutade enligt förslaget förra gången om taxan.", 0),
        ("Socialnämnden antog planen förra året.", 0),
    ],
)
def test_what_was_decided_before_is_told_and_not_decided(record_of, told: str, decided: int) -> None:
    record = record_of(
        f"Socialnämnden\nProtokoll 2023-03-08\n\n§ 4 Taxa\n{told}\n\n§ 5 Val\nBeslut\nBo Ek väljs.\n"
    )
    assert len(record.items[0].decisions) == decided


def test_a_point_that_came_later_has_the_number_before_it_and_a_letter(record_of) -> None:
    item = record_of(
        "§ 5\n\nBeslut\nKommunstyrelsen beslutar:\n1. Planen antas.\n1b. Bolaget ges i uppdrag att bygga.\n"
        "2. Taxan upphävs."
    ).items[0]
    assert [d.number for d in item.decisions] == ["1", "1b", "2"]


def test_a_board_decides_per_capsulam(record_of) -> None:
    item = record_of(
        "Vikasjö Hamn AB\nStyrelsen\nProtokoll 2021-03-04\n\n§ 3\n\nTillskott\n\n"
        "Styrelsen beslutade per capsulam\n\n1 att godkänna tillskottet.\n\n2. att avsluta målet."
    ).items[0]
    assert [d.number for d in item.decisions] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "status", "points"),
    [
        # two lead-ins in a row are one: what is proposed to a higher body is not decided
        (
            """Kommunstyrelsen föreslår kommunfullmäktige besluta följande:
Kommunfullmäktige beslutar att
1. anta planen.
2. överlämna ärendet till nämnden.""",
            "proposal_to_higher_body",
            ["1. anta planen.", "2. överlämna ärendet till nämnden."],
        ),
        # the lead-in and its points share a line
        (
            "Kommunstyrelsen beslutar följande: 1. Planen antas\noch gäller till 2024.\n2. Ärendet avslutas.",
            "decision",
            ["1. Planen antas och gäller till 2024.", "2. Ärendet avslutas."],
        ),
    ],
    ids=["two lead-ins", "in the line of the first point"],
)
def test_points_are_found_behind_their_lead_in(record_of, text: str, status: str, points: list[str]) -> None:
    found = decisions(record_of(f"{HEAD}Beslut\n\n{text}\n"))
    assert [(s, said) for _, s, said in found] == [(status, point) for point in points]


def test_sentences_in_lines_of_their_own_that_begin_with_the_body_are_decisions_of_their_own(
    record_of,
) -> None:
    item = record_of(
        "§ 5\n\nBeslut\nKommunstyrelsen föreslår kommunfullmäktige fatta följande beslut.\n"
        "Kommunfullmäktige avslår förslagen.\n"
        "Kommunfullmäktige ställer sig bakom syftet att lyfta kunskap och kommer att delta i arbetet."
    ).items[0]
    assert len(item.decisions) == 2


def test_what_is_told_under_a_line_of_its_own_is_not_decided(record_of) -> None:
    text = (
        "§ 5\n\nBeslut\nAnmälningarna noteras till protokollet.\nExtra sammanträde den 5 mars 2018\n"
        "Kommunstyrelsens ordförande meddelar att han kallar till extra sammanträde den 5 mars 2018."
    )
    record = record_of(text)
    (decision,) = record.items[0].decisions
    span = decision.span
    assert record.text[span.start : span.end] == "Anmälningarna noteras till protokollet."


def test_a_rule_below_the_last_point_ends_it(record_of) -> None:
    record = record_of("§ 5\n\nBeslut\n1. Planen antas.\n2. Bo Ek utses till ledamot. _______ Vi ses i maj.")
    span = record.items[0].decisions[-1].span
    assert record.text[span.start : span.end] == "2. Bo Ek utses till ledamot."


def test_a_paragraph_that_ends_in_a_short_line_ends_what_is_decided(record_of) -> None:
    told = (
        "Ordföranden berättar om samtal med grannkommunerna och om den resa som nämnden har\n"
        "gjort till den nya hamnen under hösten, där också förvaltningens chef var med på båten.\n"
    )
    head = "§ 5\n\nAnmälningar\nBeslut\n"
    for first, whole in (
        ("Anmälningarna noteras till protokollet.", False),
        ("Nämnden antar förslaget med följande tillägg.", True),
    ):
        (decision,) = record_of(f"{head}{first}\n{told}\nÄrende\nMer om saken.\n").items[0].decisions
        assert (decision.span.end - decision.span.start > len(first)) == whole


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("Beslöts att avge yttrandet.", 1),
        ("Rektorn berättar om stämman. Beslöts att dela ut vinsten.", 0),  # what others resolved
        ("Beslöts att avslå förslaget vid mötet 2021.", 0),
        ("Det beslutades att fortsätta på den linjen då.", 0),
        ("Ett brev lästes upp. Efter överläggning beslöts att bevilja bidraget.", 1),
        ("Till att jämte ordföranden justera protokollet utsågs Bo Ek.", 1),
        ("Ett brev lästes upp. Efter överläggning beslöts att avslå det vid mötet 2021.", 0),
    ],
)
def test_what_was_resolved_by_nobody_named_needs_a_line_of_its_own(record_of, told: str, count: int) -> None:
    record = record_of(f"Socialnämnden\nProtokoll 2023-03-08\n\n§ 4. Rapport\n\n{told}\n")
    assert sum(len(item.decisions) for item in record.items) == count


def test_what_was_resolved_after_talk_behind_what_was_taken_up_is_no_title(record_of) -> None:
    record = record_of(
        "Protokoll fört vid sammanträde med kommunalnämnden i Vikasjö den 11 mars 1958.\n\n"
        "§ 14. Upptogs till behandling en skrivelse från idrottsföreningen om bidrag till omklädningsrum. "
        "Efter överläggning beslöts att bevilja föreningen ett bidrag av 1.200 kronor.\n\n"
        "§ 15. Föredrogs skrivelse från vägförvaltningen. Nämnden beslöt att lägga den till handlingarna.\n"
    )
    decided = [[record.text[d.span.start : d.span.end][:25] for d in item.decisions] for item in record.items]
    assert decided == [["Efter överläggning beslöt"], ["Nämnden beslöt att lägga "]]
