"""What repair does boldly on a page that shows elsewhere that it was read badly, and what it leaves there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.badly_read import REASON, certainty
from ocr.ledger import undo
from ocr.lookalikes import Likeness
from ocr.repair import repair

# Signs, capitals and dots that a machine misread: the page is good at large, and was read badly.
BADLY = """Vikasjö kommun
Sekretess enligt 18 kap. 13 8 offentlighets- och sekretesslagen
Antagen av kommunstyrelsen 2021-10-08 $ 154
E-post vikasjo.kommunQvikasjo.se
Innehåll
1. Kommunens geografiska OMråde .......ssesssersrsrsrrnsrser rn 4
2. Kommunens bOlaC och mål ssessssserssssrrsrsrsrsrrsrsr RAR 7
3. Arbetsprocess OCh metod .....sesmsuasemessemmass 9
"""
# Words that ran together on a page, each plain by itself.
RUN_ON = """Den har enligtlagstiftningenettutökatansvarattförebygga olyckor
Gäller riskeroch hot samt analysav kommunens beredskap
"""
# The same page as it should be, with nothing that shows damage.
WELL = """Vikasjö kommun
Sekretess enligt 18 kap. 13 § offentlighets- och sekretesslagen
Innehåll
1. Kommunens geografiska område ............................ 4
"""
FILLING = "Kommunen ska analysera vilka händelser som kan påverka den egna verksamheten.\n" * 25


def mended(line: str, page: str = BADLY) -> str:
    """A line amid a page, after repair of both."""
    result = repair(f"{page}\n{line}\nKommunens beredskap bygger på ansvar.\n")
    assert undo(result.text, result.ledger) == result.raw
    return result.text.split("\n")[-3]


HURT = {
    "4. Säkerheischef och beredskap": "4. Säkerhetschef och beredskap",
    "Identifierade särbarheter och riskbedömriing": "Identifierade sårbarheter och riskbedömning",
    "5. AVGTÄNSNINGAR": "5. AVGRÄNSNINGAR",
    "6. SamManNfattNiNG .......ssesssersrsrsrrnsrser 12": "6. Sammanfattning .......ssesssersrsrsrrnsrser 12",
    "Kommunens sä rba rh etsa n a lys 2021": "Kommunens sårbarhetsanalys 2021",
    "7. SEKreteS5 .......ssesssersrsrsrrnsrser 12": "7. Sekretess .......ssesssersrsrsrrnsrser 12",
    "8. Kommunens uppgift€l .......ssesssersrsrsrrnsrser 12": (
        "8. Kommunens uppgifter .......ssesssersrsrsrrnsrser 12"
    ),
}


# Heads as lists of contents have them, that leader dots left little of.
HEADS = {
    "4. INIeC NING oorosesereensrererrorrerererrroe sne ror rr 4": "4. Inledning",
    "4. INIeCNiNOosossersrsrersrsrererrsrererer 4": "4. Inledningosossersrsr",
    "Arbetsprocess och tmetOC ..ssesssersrsrsrrnsrser 9": "Arbetsprocess och metod ..",
    "Begrepp och teflMel ..ssesssersrsrsrrnsrser 9": "Begrepp och termer ..",
    "SaMMANfattNINO sees ser rer sees ere rer reser rr 22": "Sammanfattning sees",
    "Begrepp och termef = ss 12": "Begrepp och termer =",
    "dess geografiska OMFÅCe ss 12": "dess geografiska område ss",
}


@pytest.mark.parametrize("line", HEADS)
def test_a_list_of_contents_is_read_as_such_lists_run(line: str) -> None:
    assert mended(line).startswith(HEADS[line])


@pytest.mark.parametrize(
    "line",
    [
        "Kommunen och dess geografiskaHembygd ssssssersrsrsrrnsrser 7",  # no word of it may go
        "Utlåtande om Kronhjort ssssssersrsrsrrnsrser 7",
        "Kommunen, kap. [MSE] och [IVO] 12",
        "2.1 KOMMUNALA UPPGIFTER OCH RÅD s orrsrrr",
    ],
)
def test_what_no_list_has_is_left_in_a_list_of_contents(line: str) -> None:
    assert mended(line) == line


@pytest.mark.parametrize("line", HURT)
def test_ruined_words_are_read_beside_other_damage(line: str) -> None:
    assert mended(line) == HURT[line]


@pytest.mark.parametrize("line", ["Kommunens Säkerheischef svarar", "Kommunens sä rba rh etsa n a lys 2021"])
def test_the_same_words_are_left_on_a_page_without_damage(line: str) -> None:
    assert REASON not in {c.reason for c in repair(f"{WELL}\n{line}\nAnsvar.\n").ledger}


def test_what_stands_far_from_all_damage_is_left() -> None:
    assert mended("Säkerheischef och beredskap", BADLY + FILLING) == "Säkerheischef och beredskap"


RAN_TOGETHER = {
    "Kommunensansvarsområde och uppgifter": "Kommunens ansvarsområde och uppgifter",
    "Dokumentetgäller för alla": "Dokumentet gäller för alla",
    "Samhälisviktigverksamhet i Vikasjö": "Samhällsviktig verksamhet i Vikasjö",
    "Alla namnderochforvaltningar i Vikasjö": "Alla nämnder och förvaltningar i Vikasjö",
    "En risk-ochsärbarhetsanalys": "En risk- och sårbarhetsanalys",
    "Sveriges KommunerochLandsting": "Sveriges Kommuner och Landsting",
}


@pytest.mark.parametrize("line", RAN_TOGETHER)
def test_words_run_together_beside_others_are_parted_and_mended(line: str) -> None:
    assert mended(line, RUN_ON) == RAN_TOGETHER[line]


def test_words_that_are_no_known_compound_are_parted_where_blanks_were_lost_throughout() -> None:
    page = (
        RUN_ON
        + """Verksamhetensomfattning ochmål samt planenför beredskap
Stödtillnämnden ochstyrelsen attanvända medelenligt planen
"""
    )
    line = "Övningar skaparförutsättningar"
    assert mended(line, page) == "Övningar skapar förutsättningar"
    assert mended(line, RUN_ON) == line


def test_a_name_without_its_dots_is_the_one_that_the_document_has_with_them() -> None:
    page = BADLY + "Forskarna i Häckebo kommun\nHackebo kommuns plan\nHackebo kommun och Häckebo by\n"
    assert "Hackebo" not in repair(page + "Häckebo kommun\n").text


SWEDISH = (
    "Per Dryvén, Anna Rislund och Petra Gelstrand har deltagit",  # names
    "Joulén",
    "En säkerhetsstrateg och en trygghetsstrateg i kommunledningsförvaltningen",  # compounds in no list
    "Dokumenttyp, beslutsparagraf och organisationsnr",
    "Med 197 skärgårdsöar och skärgårdsbor",
    "Råvattenkvalitet, bottenfaunaundersökning och sedimentprovtagningar",
    "Påträffande, omformulering och vattenföringen i ån",
    "Sundhet, helsovård och menniskor",
    "Länken till www.vikasjo.se och anna.ek@vikasjo.se, tel 0123-45 67 89",
    "KS 2021/504 AVH-2 B12 x86 §§ 3-5",
    "risk(er) och plan(er), och/eller",
)
FOREIGN = (
    "Security Solution Scandinavia and the Ambassador of Norway",
    "Der Ausschuss hat den Plan genehmigt und gebeten zu berichten",
    "Kaupunginhallitus päätti hyväksyä esityksen ennen kesää",
)


@pytest.mark.parametrize("page", [BADLY, RUN_ON], ids=["letters", "blanks"])
@pytest.mark.parametrize("line", SWEDISH + FOREIGN)
def test_what_is_right_stays_right_beside_damage(line: str, page: str) -> None:
    assert mended(line, page) == line


def test_what_a_document_confuses_throughout_is_learned_from_it() -> None:
    page = """Nämnden har fått en fråga öm hur bölagen arbetar i Vikasjö.
Bölagets köstnader för transpörter och förvaltningens ekönömi redövisas i rappörten.
Förvaltningen återkömmer med införmatiön öm pröduktiönen under våren.
"""
    text = repair(BADLY + page).text
    assert "information" in text
    assert "produktionen" in text


def test_the_noise_of_leader_dots_is_made_into_no_words() -> None:
    noise = "9. Bakgrund ssersrsr RAR R ARR nen SANN RNA rens rer A KNA ARA n nr 7"
    assert mended(noise) == noise


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*HURT, *RAN_TOGETHER, *SWEDISH, *BADLY.splitlines()]), max_size=12))
def test_repaired_text_is_left_when_it_comes_again_and_undone_byte_for_byte(lines: list[str]) -> None:
    result = repair("\r\n".join([*lines, BADLY, RUN_ON]))
    assert undo(result.text, result.ledger) == result.raw
    assert repair(result.text).text == result.text


def test_a_page_that_a_wrong_model_ruined_is_mended_as_boldly_as_when_it_comes_again() -> None:
    page = """Socialnamnden far i uppdrag att folja upp arbetet med boendestod och aterkomma till namnden.
Namnden beslutar att godkanna forvaltningens forslag till atgarder for aldre i kommunen.
Arendelista ccsssccessccsseesscssseessccssssesscs 4
Avyeckling av gamla lokaler csssccessccssseesscssseessccssssesscs 10
Verksamhetsplan ssccsseesscsssssessccssssesscs 12
"""
    result = repair(page)
    assert "Avveckling av gamla lokaler" in result.text
    assert repair(result.text).text == result.text


def test_an_answer_that_gains_more_is_surer_and_none_is_certain() -> None:
    sure = [certainty(Likeness("ansvar", gain, ())) for gain in (0.0, 5.0, 10.0, 20.0, 1000.0)]
    assert sure == sorted(sure)
    assert 0.5 < sure[0] < sure[1] < sure[-1] < 1


def test_letters_without_sense_take_no_time_of_their_own() -> None:
    junk = "".join(chr(97 + i * i % 26) + (" " if i % 7 == 0 else "") for i in range(60_000))
    assert repair(BADLY + junk).text.startswith("Vikasjö")
