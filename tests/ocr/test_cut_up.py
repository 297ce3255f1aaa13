"""Words that blanks cut in two where letters are hurt as well."""

import random
import re

import pytest

from ocr.ledger import applied, undo
from ocr.repair import repair

RUINED = (
    "Kommunstyrelsen fir i uppdrag att gå genom underlaget fiir året. Niimnden beslutar att fórslaget ska "
    "gälla. Ordfiiranden tackade ledamiiterna fiir deras arbete och férklarade mötet avslutat."
)
MORE = (
    "Forvaltningen fick i uppdrag att redovisa kostnaderna fiir underhdllet av skolans idrottshallar. "
    "Miljdndmndens inspektiirer granskade verksamheterna under sommaren och konstaterade ndgra brister. "
    "Medborgarfiirslaget om belysning vid promenadvdgen besvaras med hdnvisning till kommunens budget. "
    "Revisorerna rekommenderar att fullmdktige faststdller riktlinjer fiir upphandling av konsulter."
)
CUT = " Represe ntanter för fullmiktige har granskat sty relsens arbete."


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("Planen fö r skolan antas", "Planen för skolan antas"),
        ("Sa mmantriidet avslutades", "Sammanträdet avslutades"),
        ("Stiid till led amiiterna", "Stöd till ledamöterna"),
        ("Medel till fér eni ngen", "Medel till föreningen"),
        ("Alla ha r samma ordning", "Alla har samma ordning"),
        ("(fér eningen) deltar", "(föreningen) deltar"),
    ],
)
def test_a_word_that_was_cut_and_hurt_comes_back(cut: str, whole: str) -> None:
    repaired = repair(f"{RUINED}{CUT}\n\n{cut}")
    assert repaired.text.endswith(whole)
    assert undo(repaired.text, repaired.ledger) == repaired.raw


@pytest.mark.parametrize(
    "text",
    [
        "barn omsorg och vård av äldre",  # perhaps "barnomsorg", and perhaps not
        "yrkande av S, L oc V ska avslås",
        "vi tar upp en del av det i dag",
        "se 2:e r i tabellen",
    ],
)
def test_what_may_be_two_words_stays_in_two(text: str) -> None:
    after = repair(f"{RUINED}{CUT}\n\n{text}").text.split("\n\n")[-1]
    assert len(after.split()) == len(text.split())


def test_without_others_like_it_only_a_plain_cut_is_joined() -> None:
    assert repair(f"{RUINED}\n\nStöd till led amiiterna").text.endswith("led amiiterna")
    assert repair(f"{RUINED}\n\nMedel till styr elsen").text.endswith("Medel till styrelsen")


def test_a_cut_is_one_change_with_what_was_misread() -> None:
    repaired = repair(f"{RUINED}{CUT}\n\nSa mmantriidet avslutades")
    [change] = [c for c in applied(repaired.ledger) if "mmantr" in c.before]
    assert (change.before, change.after) == ("Sa mmantriidet", "Sammanträdet")
    assert "one word" in change.reason and "ä read as ii" in change.reason


def test_cuts_all_over_a_page_come_back_and_are_undone() -> None:
    chance = random.Random(5)
    text = f"{RUINED} {MORE}"
    cut = re.sub(
        r"[^\W\d_]{8,}",
        lambda m: f"{m[0][:3]} {m[0][3:]}" if chance.random() < 0.3 else m[0],
        text,
    )
    repaired = repair(cut)
    assert undo(repaired.text, repaired.ledger) == cut
    wanted, before, after = (len(some.split()) for some in (repair(text).text, cut, repaired.text))
    assert before - wanted > 8
    assert after - wanted < 0.2 * (before - wanted)
    assert repair(repaired.text).text == repaired.text
