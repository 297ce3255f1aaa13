"""Triage: what is damaged, what is good, and what is simply another kind of text."""

from __future__ import annotations

from textwrap import wrap

import pytest

from ocr.evidence import Evidence
from ocr.lexicon import lexicon
from ocr.triage import lines_of, triage

LEFT_ALONE = {
    "a list of names": "Anna Karlsson\nErik Svensson\nLars Persson\nKarin Nilsson\nMats Olsson\nMaria Berg\n"
    * 3,
    "a table of figures": "2019 1 046 231 12,5 %\n2020 998 114 11,8 %\nSumma 2 044 345\n" * 8,
    "a quotation in English": (
        "The committee notes that the plan for social services has not been revised since it was adopted, "
        "and that the number of cases for each officer is far too high. For this reason the board asks for a "
        "new report before the end of the year, with measures to be taken in the coming period.\n" * 3
    ),
    "Norwegian": (
        "Formannskapet har vedtatt at kommunen skal legge til rette for flere boliger. Det er viktig for de "
        "som ikke har noe sted å bo, og for barna deres. Saken skal behandles av styret til våren.\n" * 3
    ),
    "Finnish names": "Matti Nieminen\nPekka Virtanen\nAino Korhonen\nJukka Laine\nEero Heikkinen\n" * 4,
    "old spelling": "Hvad angår de fattiges vård, hafva nämndens ledamöter af denna dag öfverenskommit.\n"
    * 3,
    "addresses": "anna.ek@vikasjo.se\nwww.vikasjo.se/socialnamnden\nhttps://vikasjo.se/for/ar/fran\n" * 5,
    "digits": "0123456789 " * 60,
    "leader dots read as letters": "Inledning ssssesrssrsse ar ran rna 3\nMetod rnnnrnrrsn ara een Pa 5\n"
    * 4,
    "codes of a plan": (
        "GATA2 a1 b3 e11 e14 (b 1 e 17 +2,1 A1) T2 1t 2 a1 T A 2 e\n(b1 b5 e17) e1 e7 e16 f1 l1 6f\n" * 4
    ),
    "a signing service": (
        "Document emailed to bo.ek@vikasjo.se for signature\n"
        "Signer bo.ek@vikasjo.se entered name at signing as Bo Ek\n" * 6
    ),
    "an address on two lines": "https://vikasjo.se/orsakerna-bakom-var -\nfor-migrerar-manniskor .\n" * 4,
    "good Swedish": "Nämnden har för avsikt att följa upp arbetet även nästa år, då fler får stöd.\n" * 3,
}

DAMAGED = {
    "flat": "Namnden har for avsikt att folja upp arbetet aven nasta ar, da fler far stod.\n",
    "one line": "Socialndmnden godkdnner forvaltningens rapport dver arbetet.",
    "a heading and a line": "SOCIALNAMNDEN\n\nArendet bordlades till ndsta sammantrdde.\n",
}


def verdicts(text: str) -> tuple[bool, ...]:
    return triage([text], Evidence(lexicon()))[0].damaged


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_is_left_alone(text: str) -> None:
    assert not any(verdicts(text))


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_is_found_damaged(text: str) -> None:
    assert any(verdicts(text))


def test_only_the_ruined_block_of_a_page_is_damaged() -> None:
    good = LEFT_ALONE["good Swedish"]
    lines = verdicts(good + "\n" + DAMAGED["flat"] * 3 + "\n" + good)
    assert not any(lines[:3])
    assert all(lines[4:7])
    assert not any(lines[8:])


def test_one_odd_word_in_good_text_changes_nothing() -> None:
    good = LEFT_ALONE["good Swedish"]
    assert not any(verdicts(good + "Socialnamnden har beslutat.\n" + good))


def test_a_page_without_evidence_goes_with_its_document() -> None:
    names = LEFT_ALONE["a list of names"]
    pages = triage([DAMAGED["flat"] * 5, names], Evidence(lexicon()))
    assert all(pages[1].damaged)


def test_the_verdict_says_why() -> None:
    [page] = triage([DAMAGED["flat"]], Evidence(lexicon()))
    assert page.score > 0
    assert "wrong OCR model" in page.reason


def test_a_text_without_line_breaks_is_judged_part_by_part() -> None:
    good = "Nämnden beslutar att godkänna förslaget till handlingsplan för äldreomsorgen i Vikasjö. " * 40
    bad = "Ndmnden beslutar att godkdnna forslaget till handlingsplan for dldreomsorgen i Vikasjo. " * 40
    page = good + bad + good
    (found,) = triage([page], Evidence(lexicon()))
    lines = lines_of(page)
    assert "".join(page[start:end] for start, end in lines) == page
    damaged = [line for line, is_damaged in zip(lines, found.damaged, strict=True) if is_damaged]
    assert abs(damaged[0].start - len(good)) < 1000
    assert abs(damaged[-1].end - len(good + bad)) < 1000


def test_å_ä_ö_that_came_through_speak_for_good_lines_only_among_others_that_did() -> None:
    patchy = """Nämnden beslutar att godkdnna förslaget till plan för de kommande åren.
Fdrvaltningen får i uppdrag att folja upp den och att redovisa hur många elever som inte ndr målen.
Kostnaderna ska rymmas inom den ram som fullmdktige har fastställt och som gäller nasta år.
"""
    (found,) = triage([patchy], Evidence(lexicon()))
    assert all(found.damaged[:3])
    whole, ruined = LEFT_ALONE["good Swedish"], DAMAGED["flat"]
    (found,) = triage([whole * 3 + ruined * 3 + whole * 3], Evidence(lexicon()))
    first, last = found.damaged.index(True), len(found.damaged) - 1 - found.damaged[::-1].index(True)
    assert (first, last + 1) == (whole.count("\n") * 3, whole.count("\n") * 3 + ruined.count("\n") * 3)


SWEDISH = """Nämnden beslutar att godkänna förslaget till plan för de kommande åren och att följa upp den.
Förvaltningen får i uppdrag att ta fram en rapport som visar hur många elever som inte når målen, och vad
det beror på. Kostnaderna ska rymmas inom den ram som fullmäktige har fastställt. Ärendet har beretts av
utskottet, som ställer sig bakom det arbete som pågår i skolorna och på fritidshemmen i hela kommunen.
Ledamoten yrkar bifall till förslaget och anser att frågan är för viktig för att vänta längre.
"""


def test_confusions_of_a_document_of_small_pages_are_learned_from_all_of_them() -> None:
    ways = {"å": "cl", "ä": "it", "ö": "ti"}
    ruined = wrap("".join(ways.get(letter, letter) for letter in SWEDISH), 50)
    alone = [page.damaged[0] for line in ruined for page in triage([line], Evidence(lexicon()))]
    assert sum(alone) < len(ruined) / 2
    assert all(page.damaged[0] for page in triage(ruined, Evidence(lexicon())))


def test_a_line_that_came_through_for_the_most_part_is_damaged_on_a_ruined_page() -> None:
    ways = {"å": "a", "ä": "d", "ö": "o"}
    ruined = "".join(ways.get(letter, letter) for letter in SWEDISH)
    better = "Därför är det så att även de äldre får följa med när det gdller frdgan om fdrskolor.\n"
    (found,) = triage([ruined + better + ruined], Evidence(lexicon()))
    assert all(found.damaged[:-1])


RUINED = [
    {"r": "i"},
    {"e": "o"},
    {"n": "u"},
    {"t": "l"},
    {"s": "f", "k": "lc", "d": "cl"},
    {"m": "rn", "h": "li", "l": "1", "v": "y"},
    {"g": "q", "b": "h", "p": "o", "f": "t", "r": "i"},
    {"n": "", "r": ""},
]


@pytest.mark.parametrize("ways", RUINED, ids=lambda ways: " ".join(f"{a}-{b}" for a, b in ways.items()))
def test_swedish_ruined_past_knowing_is_damaged_and_no_other_language(ways: dict[str, str]) -> None:
    ways = ways | {"å": "a", "ä": "d", "ö": "o"}
    (found,) = triage(["".join(ways.get(letter, letter) for letter in SWEDISH)], Evidence(lexicon()))
    assert any(found.damaged)
    assert not any(found.foreign)
