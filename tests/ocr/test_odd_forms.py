"""What stands in a form that no Swedish text has waits for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.odd_forms import odd_forms
from ocr.repair import repair
from ocr.spans import Span

RUINED = "Socialnamnden i Vikasjo beslutar att godkanna forvaltningens forslag till atgarder."


def doubts(text: str, *lines: tuple[float, Change]) -> list[tuple[float, Change]]:
    return sorted(odd_forms(text, [Span(0, len(text))], lines, lexicon()), key=lambda line: line[1].start)


def waiting(text: str) -> list[str]:
    return [change.before for _, change in doubts(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("planen r ett stöd", ["r"]),
        ("T det ursprungliga, och ”T en plan; Eva T Ek", ["T", "”T"]),
        ("för tiden t o m 2026; Bo Ek m fl; 2 a § och a) planen, t ex bl a en", []),
        ("Bo Ek (Fl), Eva Alm (Fi) och Per Ek (C) röstade, Vv nej", ["(Fl),", "Vv"]),
        ("ZX ORPQ QTX avslag", ["ORPQ", "QTX"]),
        ("enligt mål 3i planen och nrs5.", ["3i", "nrs5."]),
        ("i A4 med 4G för 50-plusare mot covid-19", []),
        ("12 500 och 1 203 men 4703", ["4703"]),
        ("Samlat 4703 kronor under 2018", []),
        ("mål (ingen 35) och 36) samt 95(95)", ["36)", "95(95)"]),
        ("Dnr KS 201 8/53 och 2018/54", ["201 8/53"]),
        ('”stöd” och "plan', ['"plan']),
        ('"stöd" och "plan"', []),
        ("en plan, Det är bra, Ek sade; MP, S och Plan, Det", ["plan,"]),
        ("1, Nämnden får\n12, Planen, 3, antas\n4, antas", ["1,", "12,"]),
        ("pro-\ngram och sty- relser", []),
        ("skriv till lf3@vikasjo.se", []),
    ],
)
def test_odd_forms_are_pointed_out(text: str, found: list[str]) -> None:
    assert [word for word in waiting(text) if word != "ZX"] == found


def test_a_scrap_is_doubted_more_among_others() -> None:
    [alone] = doubts("Nämnden beslutar prt att godkänna förslaget")
    among = {change.before: risk for risk, change in doubts("prt cre qve")}
    assert among["prt"] > alone[0]


def test_nothing_is_said_twice_of_a_word() -> None:
    said = (0.5, Change(7, 8, "r", "är", 0.5, "channel", "review"))
    assert doubts("planen r ett stöd", said) == []


def test_a_year_cut_in_two_is_one_doubt_with_the_year_put_together() -> None:
    [(risk, change)] = doubts("Dnr KS 201 8/53")
    assert (change.before, change.after, change.state) == ("201 8/53", "2018/53", "review")
    assert risk > 0.9


def test_an_amount_that_lost_its_blank_is_proposed_with_it() -> None:
    [(_, change)] = doubts("1 203 12 500 -14703")
    assert change.after == "-14 703"


def test_they_wait_and_stay_as_they_are() -> None:
    repaired = repair(f"{RUINED}\nMeddelandet r ett av flera som namnden far. Dnr KS 201 8/53.")
    states = {change.before: change.state for change in repaired.ledger}
    assert states["201 8/53."] == "review"
    assert "201 8/53." in repaired.text


def test_good_text_is_not_looked_through() -> None:
    assert repair("Nämnden beslutar att godkänna förslaget. Det r ett ärende. Dnr KS 201 8/53.").ledger == ()


@given(st.text('ab(V)12 38/’"”,.\n-', max_size=60))
def test_what_is_pointed_out_stands_there(text: str) -> None:
    last = 0
    for risk, change in doubts(text):
        assert text[change.start : change.end] == change.before
        assert last <= change.start
        assert 0 < risk < 1
        last = change.end
