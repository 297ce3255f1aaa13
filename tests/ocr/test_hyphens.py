"""Words that a line's hyphen broke within a line are whole again, and parts left out stay so."""

from __future__ import annotations

import pytest

from ocr.ledger import undo
from ocr.repair import repair

GOOD = "Nämnden beslutar att godkänna förslaget och överlämnar det till styrelsen för yttrande."
HURT = (
    "Nämnden före- slår att verksam- heten ska påver- kas, och att social- nämnden får ta del av "
    "kundnöjdhetsunder- sökningar inom barn- och ungdomsvården.\n"
)


RUINED = "Namnden beslutar att folja upp arbetet och fragan om boendestod.\n"
MENDED = "Nämnden beslutar att följa upp arbetet och frågan om boendestöd.\n"


def test_broken_words_are_whole_again_where_a_page_has_other_damage() -> None:
    result = repair(f"{RUINED}{HURT}{RUINED}")
    whole = HURT
    for part in ("före- slår", "verksam- heten", "påver- kas", "social- nämnden", "under- sökningar"):
        whole = whole.replace(part, part.replace("- ", ""))
    assert result.text == f"{MENDED}{whole}{MENDED}"
    assert undo(result.text, result.ledger) == f"{RUINED}{HURT}{RUINED}"


def test_a_page_without_other_damage_is_not_touched() -> None:
    text = f"{GOOD}\n{HURT}{GOOD}\n"
    assert repair(text).text == text


# What a part that is left out leaves behind; some of it would be a word: "in- för", "där- med".
PARTS_LEFT_OUT = [
    "Barn- och ungdom, in- och utflyttning, skol- samt fritidsmiljö, för- grund- och gymnasieskola.",
    "Goda arbetsmarknads- som konjunkturskäl, syd- mot nordsidan, lång- eller korttid.",
    "In- för utflyttning, där- med plan, skol- i stället för musikmiljö, ut- av inflyttning.",
]


@pytest.mark.parametrize("text", PARTS_LEFT_OUT)
def test_a_part_that_is_left_out_stays_so_beside_words_that_are_put_together(text: str) -> None:
    result = repair(f"{RUINED}{HURT}{text}\n{RUINED}").text
    assert "påverkas" in result
    assert text in result


def test_a_single_one_is_put_together_on_a_page_that_lost_its_dots() -> None:
    raw = "Namnden beslutar att folja upp verksam- heten och fragan om boendestod.\n"
    assert repair(raw).text == "Nämnden beslutar att följa upp verksamheten och frågan om boendestöd.\n"


def test_a_name_in_capitals_keeps_its_hyphen() -> None:
    raw = "Namnden beslutar att folja upp verksam- heten och ADEL- reformen.\n"
    assert repair(raw).text.endswith("verksamheten och ADEL- reformen.\n")
