"""Several protocols in one file: each is read as if it stood alone."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from benchmarks.joined import about, findings, joined
from benchmarks.truth import houses
from extract.bound import protocols_of
from extract.record import Record
from ocr.page import PAGE_BREAK

Read = Callable[..., Record]
# "§ 14.   Inköp av": in a file of several papers nothing tells such paragraphs from those of rules
LIKE_RULES = "125_typed_board_of_1974"
TEXTS = {one.name: one.text for one in houses() if one.name < "57" and one.name != LIKE_RULES}

COVER = """VIKASJÖ KOMMUN
{body}
SAMMANTRÄDESPROTOKOLL
{day}

Plats och tid
Kommunhuset, sal Eken, kl. 13.00-14.30

Beslutande
Anna Ek (S), ordförande
{member}

Justerare
{member}
"""
PARAGRAPH = """
§ {n} Dnr VIK 2021/{n:03}

{title}

Beslut

{text}
"""


def protocol(
    day: str, first: int, count: int = 3, body: str = "Kommunstyrelsen", member: str = "Bo Alm (M)"
) -> str:
    """A protocol of Vikasjö with its cover; the last paragraph refers to the first."""
    texts = [f"{body} godkänner rapporten." for _ in range(count)]
    texts[-1] = f"Rapporten läggs till handlingarna med hänvisning till paragraf {first}."
    head = f"{body}    Sammanträdesprotokoll    {day}\n"
    pages = [
        head + PARAGRAPH.format(n=first + i, title=f"Rapport nummer {first + i}", text=text)
        for i, text in enumerate(texts)
    ]
    return PAGE_BREAK.join([COVER.format(body=body, day=day, member=member), *pages])


def days(record: Record) -> list[str]:
    parts = [part for part in record.document.parts if part.id]
    return [d.edtf for part in parts for d in part.dates if d.role == "meeting"]


@pytest.mark.parametrize("seed", [0, 1])
def test_made_up_houses_in_any_order_say_what_each_says_alone(record_of: Read, seed: int) -> None:
    order = Random(seed).sample(sorted(TEXTS), len(TEXTS))
    whole, starts = joined(TEXTS, order, PAGE_BREAK)
    record = record_of(whole)
    for name, start in starts.items():
        alone = record_of(TEXTS[name])
        assert findings(record, start, start + len(TEXTS[name])) == findings(alone), name
        assert about(record, start + alone.items[0].span.start) == about(alone, 0), name


def test_paragraphs_counted_through_the_year_keep_their_ids_and_get_their_own_day(record_of: Read) -> None:
    record = record_of(PAGE_BREAK.join([protocol("2021-01-12", 1), protocol("2021-02-09", 4)]))
    short = record.document.id[:12]
    assert [item.id for item in record.items] == [f"{short}/§{n}" for n in range(1, 7)]
    assert days(record) == ["2021-01-12", "2021-02-09"]
    assert [part.body for part in record.document.parts] == ["Kommunstyrelsen"] * 2


def test_a_count_that_falls_below_a_head_nobody_knows_begins_another_protocol(record_of: Read) -> None:
    other = protocol("2021-02-09", 64).partition(PAGE_BREAK)[2]
    other = other.replace("Kommunstyrelsen    Samm", "Omvårdnadsnämnden i Tranhult    Samm")
    record = record_of(PAGE_BREAK.join([protocol("2021-01-12", 77), other]))
    assert len(record.document.parts) == 2
    assert [item.number for item in record.items] == ["77", "78", "79", "64", "65", "66"]


def test_a_number_that_stands_twice_is_told_by_its_protocol(record_of: Read) -> None:
    record = record_of(
        PAGE_BREAK.join(
            [
                protocol("2021-01-12", 1, member="Bo Alm (M)"),
                protocol("2021-01-12", 1, body="Kommunstyrelsens arbetsutskott", member="Eva Ros (V)"),
            ]
        )
    )
    short = record.document.id[:12]
    assert [item.id for item in record.items][3:] == [f"{short}/2/§{n}" for n in (1, 2, 3)]
    assert record.items[3].decisions[0].id == f"{short}/2/§1/b1"
    assert record.items[3].decisions[0].body == "Kommunstyrelsens arbetsutskott"
    board, committee = record.document.parts
    assert [a.name for a in board.attendance] == ["Anna Ek", "Bo Alm"]
    assert [a.name for a in committee.attendance] == ["Anna Ek", "Eva Ros"]


def test_a_paragraph_of_the_same_meeting_is_that_of_its_own_protocol(record_of: Read) -> None:
    record = record_of(PAGE_BREAK.join([protocol("2021-01-12", 1), protocol("2021-02-09", 1)]))
    referred = [(r.item, r.edtf) for r in record.mentions.references if r.kind == "item"]
    assert referred == [("1", "2021-01-12"), ("1", "2021-02-09")]
    first, second = protocols_of(record)
    assert [item.number for item in second.items] == ["1", "2", "3"]
    assert second.items[0].span.start > first.items[-1].span.end


def test_a_case_of_two_meetings_is_one_of_the_file_and_of_both(record_of: Read) -> None:
    record = record_of(PAGE_BREAK.join([protocol("2021-01-12", 1), protocol("2021-02-09", 1)]))
    cases = [f"VIK 2021/{n:03}" for n in (1, 2, 3)]
    assert [c.value for c in record.document.case_numbers] == cases
    for one in protocols_of(record):
        assert [c.value for c in one.document.case_numbers] == cases
        assert all(c.span.within(one.document.parts[0].span) for c in one.document.case_numbers)


def test_a_head_with_a_day_that_no_calendar_has_is_no_head_of_another_day(record_of: Read) -> None:
    bare = [protocol("2021-02-29", 1), protocol("2021-03-30", 4)]
    record = record_of(PAGE_BREAK.join(one.partition(PAGE_BREAK)[2] for one in bare))
    assert [item.number for item in record.items] == ["1", "2", "3", "4", "5", "6"]


def test_a_count_that_begins_again_is_another_protocol_even_without_any_head(record_of: Read) -> None:
    bare = "".join(
        PARAGRAPH.format(n=n, title="Rapport", text="Rapporten godkänns.") for n in (1, 2, 3, 4) * 3
    )
    record = record_of(bare)
    assert len(record.items) == 12
    assert len({item.id for item in record.items}) == 12


def test_a_register_in_front_is_no_protocol(record_of: Read) -> None:
    register = "Vikasjö kommun\n\nRegister över det gångna året\n\nBadplatser\nBroar\nTorghandel\n"
    record = record_of(PAGE_BREAK.join([register, protocol("2021-01-12", 1), protocol("2021-02-09", 1)]))
    assert [part.kind for part in record.document.parts] == ["protokoll", "protokoll"]
    assert [item.number for item in record.items] == ["1", "2", "3", "1", "2", "3"]


RULES = "Reglemente för kommunstyrelsen i Vikasjö\n\n" + "\n\n".join(
    f"§ {n} Uppgifter\n\nStyrelsen ansvarar för det som anges i lag." for n in range(1, 9)
)
LISTED = "Protokoll från pensionärsrådet 2021-01-05\nProtokoll från Vikasjö Energi AB 2020-12-18\n"
ATTACHED = "Tekniska nämnden    Sammanträdesprotokoll    2020-12-01\n" + PARAGRAPH.format(
    n=2, title="Bidrag", text="Nämnden föreslår bidraget."
)
# a long protocol with heads on its first and its last page alone; in one paragraph a day stands in the column
# of a table, below the head of a page whose own day was not read
UNREAD = "\n".join(
    (f"{PAGE_BREAK}SAMMANTRÄDESPROTOKOLL\nKommunstyrelsen\nden\n18 januari 2020\n" if n == 6 else "")
    + PARAGRAPH.format(n=n, title="Rapport", text="Rapporten godkänns.")
    for n in range(4, 21)
)
AGAIN = """Kommunstyrelsen    Sammanträdesprotokoll    2021-01-12

§ 3 Dnr VIK 2021/003
Protokollsutdrag till
Skolan
"""
FIRST, LAST = protocol("2021-01-12", 1), protocol("2021-01-12", 4).partition(PAGE_BREAK)[2]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PAGE_BREAK.join([FIRST, RULES]), id="rules in paragraphs behind it"),
        pytest.param(FIRST + LISTED, id="protocols listed in its last paragraph"),
        pytest.param(PAGE_BREAK.join([FIRST, LISTED, LAST]), id="protocols listed on a page of its own"),
        pytest.param(
            PAGE_BREAK.join([FIRST, LAST.replace("2021-01-12", "2021-01-13")]),
            id="a meeting of two days",
        ),
        pytest.param(PAGE_BREAK.join([FIRST, ATTACHED, LAST]), id="an extract of another's between"),
        pytest.param(
            PAGE_BREAK.join([FIRST, AGAIN, LAST]),
            id="a paragraph whose number the next page repeats",
        ),
        pytest.param(
            PAGE_BREAK.join([FIRST, f"Förts § 3\n\nBeslut\n\nPlanen antas.\n{LAST}"]),
            id="a paragraph that goes on at the head of a page",
        ),
        pytest.param(
            FIRST + UNREAD + PAGE_BREAK + protocol("2021-01-12", 21).partition(PAGE_BREAK)[2],
            id="a day of a table below a head that lost its own",
        ),
    ],
)  # fmt: skip
def test_one_protocol_stays_one(record_of: Read, text: str) -> None:
    assert record_of(text).document.parts == ()


def meeting(first: int, day: str) -> str:
    """A council that does not say that its minutes are a protocol, and decides little."""
    return f"""Möte med pensionärsrådet i Vikasjö

Tid: {day} kl. 9.30
Plats: Lindgården
Närvarande:
Bo Ek (S), ordförande
Eva Alm, PRO

§ {first} Föregående protokoll
Protokollet läggs till handlingarna.

§ {first + 1} Nytt boende
Eva Alm frågar om hyrorna. Rådet tackar för informationen.
"""


def test_a_cover_at_the_head_of_a_page_begins_a_protocol_whatever_it_calls_itself(record_of: Read) -> None:
    text = PAGE_BREAK.join((meeting(4, "2023-02-08"), meeting(6, "2023-05-10")))
    first, second = record_of(text).document.parts
    assert [[d.edtf for d in part.dates if d.role == "meeting"] for part in (first, second)] == [
        ["2023-02-08"],
        ["2023-05-10"],
    ]


def test_a_head_is_known_however_wide_its_columns_stand(record_of: Read) -> None:
    def page(body: str, day: str) -> str:
        wide = " " * 60
        return (
            f"{body}{wide}SAMMANTRÄDESPROTOKOLL{wide}{day}\n\n§ 12\nRapport\n\nBeslut\nRapporten godkänns.\n"
        )

    text = PAGE_BREAK.join((page("KOMMUNSTYRELSEN", "2023-02-08"), page("SOCIALNÄMNDEN", "2023-05-10")))
    assert [part.body for part in record_of(text).document.parts] == ["Kommunstyrelsen", "Socialnämnden"]
