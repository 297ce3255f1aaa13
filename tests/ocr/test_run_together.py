"""Words that ran together where å, ä and ö are lost as well."""

import pytest

from ocr.familiar import familiar
from ocr.ledger import applied
from ocr.lexicon import lexicon
from ocr.repair import repair
from ocr.run_together import lost_blanks

SENTENCES = (
    "Socialnamnden foreslar att kommunfullmaktige antar riktlinjerna for arbetet med aldre personer.",
    "Forvaltningen far i uppdrag att folja upp hur medlen har anvants och aterkomma till namnden.",
    "Ordforanden lamnade en redogorelse for de atgarder som vidtagits under aret pa skolorna.",
    "Namnden anser att fragan bor provas i samband med det fortsatta arbetet med budgeten.",
)
MENDED = (
    "Socialnämnden föreslår att kommunfullmäktige antar riktlinjerna för arbetet med äldre personer.",
    "Förvaltningen får i uppdrag att följa upp hur medlen har använts och återkomma till nämnden.",
    "Ordföranden lämnade en redogörelse för de åtgärder som vidtagits under året på skolorna.",
    "Nämnden anser att frågan bör prövas i samband med det fortsatta arbetet med budgeten.",
)


def blanks_of(text: str) -> list[str]:
    return [change.after for change in lost_blanks(text, familiar(lexicon()))]


def without_blanks(sentence: str, every: int) -> str:
    """A sentence whose blanks are lost but for each so manieth."""
    words = sentence.split()
    return " ".join("".join(words[i : i + every]) for i in range(0, len(words), every))


@pytest.mark.parametrize(("every", "least"), [(3, 0.65), (4, 0.7), (6, 0.7)])
def test_a_page_that_lost_its_blanks_and_its_marks_comes_back(every: int, least: float) -> None:
    text = "\n".join(without_blanks(sentence, every) for sentence in SENTENCES)
    found = repair(text).text.split()
    wanted = " ".join(MENDED).split()
    assert len(set(wanted) & set(found)) > least * len(set(wanted))


def test_every_blank_is_in_the_ledger_and_goes_again() -> None:
    text = "\n".join(without_blanks(sentence, 4) for sentence in SENTENCES)
    repaired = repair(text)
    raw = repaired.text
    grown = 0
    for change in applied(repaired.ledger):
        start = change.start + grown
        assert raw[start : start + len(change.after)] == change.after
        raw = raw[:start] + change.before + raw[start + len(change.after) :]
    assert raw == text
    assert repair(repaired.text).text == repaired.text


def test_beside_figures_and_signs_blanks_come_back_where_many_are_lost() -> None:
    text = "\n".join([*(without_blanks(s, 4) for s in SENTENCES), *(without_blanks(s, 3) for s in SENTENCES)])
    text += "\nArendet bordlades den25april2024,ochBo Ek(S)foreslog sammantradet i maj."
    assert "den 25 april 2024, och" in repair(text).text


@pytest.mark.parametrize(
    "text",
    [
        "diskrimineringsombudsmannen och jamstalldhetsintegreringsstrategi",
        "Kommunstyrelsens stadsutvecklingsutskott och kommunfullmaktigeledamoter",
        "ccssccessscceesssssccccseeeessssccee 12",
        "www.vikasjo.se/narmareinformationomdetsomharhantattidensenaste",
        "informationsakerhetsklassificering",
    ],
)
def test_compounds_leader_dots_and_addresses_are_not_parted(text: str) -> None:
    assert blanks_of(text) == []


def test_where_two_ways_are_as_likely_a_run_is_parted_where_both_do() -> None:
    [after] = blanks_of("planenskaredovisasavdetforvaltningsomansvarar")
    assert after.split()[:3] == ["planen", "ska", "redovisas"]


def test_what_a_line_end_cuts_is_not_parted_in_its_rest() -> None:
    text = "hur organi-\nsationenfinns och bedomningenskagorasenligtlagenochplanen"
    assert blanks_of(text) == ["bedomningen ska goras enligt lagen och planen"]


@pytest.mark.parametrize(
    "line",
    [
        "Dokumenttyp, beslutsparagraf och organisationsnr",
        "Ravattenkvalitet och sedimentprovtagningar",
        "omformulering av vattenforingen och Torsforsens vattenkraftverk",
        "risk(er) och plan(er), och/eller en 5-arsplan",
        "www.vikasjo.se och bo.ek@vikasjo.se, KS 2021/504 AVH-2",
    ],
)
def test_beside_runs_compounds_and_signs_are_not_parted(line: str) -> None:
    runs = "\n".join(without_blanks(sentence, 4) for sentence in SENTENCES)
    lines = repair(f"{runs}\n{line}\n{runs}").text.split("\n")
    assert len(lines[len(SENTENCES)].split()) == len(line.split())


def test_a_run_beyond_all_measure_is_not_looked_at() -> None:
    run = "bedomningenskagorasenligtlagenochplanen"
    assert blanks_of(run) and blanks_of(run * 5) == []
