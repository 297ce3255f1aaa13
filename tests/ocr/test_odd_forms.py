"""What stands in a form that no Swedish text has."""

from __future__ import annotations

import pytest

from ocr.doubts import asked
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.odd_forms import pointed_out
from ocr.repair import repair
from ocr.spans import Span

RUINED = "Socialnamnden i Vikasjo beslutar att godkanna forvaltningens forslag till atgarder."


def odd(text: str, *lines: tuple[float, Change]) -> dict[str, str]:
    """What is of an odd form in a text, with the form."""
    found = asked(text, [Span(0, len(text))], lines, [], lexicon()).asked
    return {run.text: run.form for run in found if run.form}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("planen r ett stöd", ["r"]),
        ("T det ursprungliga, och ”T en plan; Eva T Ek", ["T", "”T"]),
        ("för tiden t o m 2026; Bo Ek m fl; 2 a § och a) planen, t ex bl a en", []),
        ("Bo Ek (Fl), Eva Alm (Fi) och Per Ek (C) röstade, Vv nej", ["(Fl),", "Vv"]),
        ("ORPQ och QTX avslag", ["ORPQ", "QTX"]),
        ("Dnr SNX 2019/0231, KSQU 2018-01-23 och KQ 2019:4. Enligt ORPQ 12", ["ORPQ"]),
        ("enligt mål 3i planen och nrs5.", ["3i", "nrs5."]),
        ("i A4 med 4G för 50-plusare mot covid-19", []),
        ("12 500 och 1 203 men 4703", ["4703"]),
        ("Samlat 4703 kronor under 2018", []),
        ("mål (ingen 35) och 36) samt 95(95)", ["36)", "95(95)"]),
        ('”stöd” och "plan', ['"plan']),
        ('"stöd" och "plan"', []),
        ("en plan, Det är bra, Ek sade; MP, S och Plan, Det", ["plan,"]),
        ("1, Nämnden får\n12, Planen, 3, antas\n4, antas", ["1,", "12,"]),
        ("pro-\ngram och sty- relser", []),
        ("skriv till lf3@vikasjo.se", []),
    ],
)
def test_odd_forms_are_known(text: str, found: list[str]) -> None:
    assert list(odd(text)) == found


def test_a_word_that_the_ledger_has_a_line_for_has_no_form() -> None:
    said = (0.5, Change(7, 8, "r", "är", 0.5, "channel", "review"))
    assert odd("planen r ett stöd", said) == {}


def test_an_amount_that_lost_its_blank_is_proposed_with_it() -> None:
    change = pointed_out(3, "-14703", "amount", 0.8)
    assert (change.start, change.after) == (3, "-14 703")
    assert change.candidates == ((change.after, change.confidence),)


def test_they_wait_and_stay_as_they_are() -> None:
    repaired = repair(f"{RUINED}\nMeddelandet r ett av flera som namnden far. Andel 3i planen.")
    states = {change.before: change.state for change in repaired.ledger}
    assert states["3i"] == "review"
    assert "Andel 3i planen" in repaired.text


def test_good_text_is_not_looked_through() -> None:
    assert repair("Nämnden beslutar att godkänna förslaget. Det r ett ärende. Andel 3i planen.").ledger == ()
