"""What repair does with damage in single places of a page that is otherwise good, on made-up text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ocr.ledger import apply, undo
from ocr.repair import repair

GOOD = """Vikasjö kommun
Risk- och sårbarhetsanalys

Förord
Kommunen ska analysera vilka extraordinära händelser som kan inträffa och hur de kan påverka den egna
verksamheten. Resultatet av arbetet ska värderas och sammanställas i en risk- och sårbarhetsanalys.
"""


def mended(line: str) -> str:
    """A line below the good page, after repair of both."""
    result = repair(f"{GOOD}\n{line}\n")
    assert undo(result.text, result.ledger) == result.raw
    assert result.text.startswith(GOOD)
    return result.text[len(GOOD) + 1 : -1]


HURT = {
    # a word in a heading, hurt as a wrong model, a worn print or FineReader hurts it
    "Risk- och sarbarhetsanalys 2021": "Risk- och sårbarhetsanalys 2021",
    "Risk- och särbarhetsanalys för kommunen": "Risk- och sårbarhetsanalys för kommunen",
    "Övergripande besktivning av geogtafiska områden": "Övergripande beskrivning av geografiska områden",
    "Gäller nämnder i kornmunen och komrnuners bolag": "Gäller nämnder i kommunen och kommuners bolag",
    "SamhälIsbyggnadskontoret svarar för planen": "Samhällsbyggnadskontoret svarar för planen",
    "Kommundirektor och forvaltningar": "Kommundirektör och förvaltningar",
    "Innehål1sförteckning": "Innehållsförteckning",
    # words run together
    "Den har enligtlagstiftningenettutökatansvarattförebygga olyckor": (
        "Den har enligt lagstiftningen ett utökat ansvar att förebygga olyckor"
    ),
    "omkommunersochlandstings arbete ochvid extraordinärahändelseri fredstid": (
        "om kommuners och landstings arbete och vid extraordinära händelser i fredstid"
    ),
    "Risk-och hotbilden omfattasav sekretess.Detta gäller ochså analysav riskeroch hot": (
        "Risk- och hotbilden omfattas av sekretess. Detta gäller ochså analys av risker och hot"
    ),
    "Svar omfattasav sekretess ochså frånSD samt analysav AnnaEk i maj2024 om riskeroch hot": (
        "Svar omfattas av sekretess ochså från SD samt analys av Anna Ek i maj 2024 om risker och hot"
    ),
    # a word cut in two, and its dots set apart
    "Kommunens syn på krisbere dskap bygger på": "Kommunens syn på krisberedskap bygger på",
    "Faststa ä lld av: Kommunstyrelsen": "Fastställd av: Kommunstyrelsen",
    "Ansvarig tja ä nsteman för sa å rbarhetsanalysen": "Ansvarig tjänsteman för sårbarhetsanalysen",
    # signs that no model of Swedish has
    "Sekretess enligt 18 kap. 13 8 offentlighets- och sekretesslagen": (
        "Sekretess enligt 18 kap. 13 § offentlighets- och sekretesslagen"
    ),
    "Enligt 18 Kap 138 offentlighets- och sekretesslag": "Enligt 18 Kap 13 § offentlighets- och sekretesslag",
    "Antagen av kommunstyrelsen 2021-10-08 $ 154": "Antagen av kommunstyrelsen 2021-10-08 § 154",
    "Tidigare beslut: KS 8 195/2015": "Tidigare beslut: KS § 195/2015",
    "E-post vikasjo.kommunQvikasjo.se": "E-post vikasjo.kommun@vikasjo.se",
    "E-post raddningstjansten(Qvikasjo.se": "E-post raddningstjansten@vikasjo.se",
    # capitals that leader dots brought into the word before them
    "1. Kommunens geografiska OMråde .......ssesssersrsrsrrnsrser rn 4": (
        "1. Kommunens geografiska område .......ssesssersrsrsrrnsrser rn 4"
    ),
    "Kommunens ansvar och UPPgiffel ....sssesesesrsrssrserosesese 6": (
        "Kommunens ansvar och uppgifter ....sssesesesrsrssrserosesese 6"
    ),
    "Kommunens bOlaC OCH mål ssessssserssssrrsrsrsrsrrsrsr RAR 7": (
        "Kommunens bolag och mål ssessssserssssrrsrsrsrsrrsrsr RAR 7"
    ),
    "1.4 INIedNiNG sossessssonsnvsrsssnnsons rna 8": "1.4 Inledning sossessssonsnvsrsssnnsons rna 8",
    "Beskrivning av arbetsprocess och mMetOC.....sesmsuasemessemmass 9": (
        "Beskrivning av arbetsprocess och metod.....sesmsuasemessemmass 9"
    ),
    "Ansvaret för krisberedskapenN s..ssssssssessesssrssrssns 3": (
        "Ansvaret för krisberedskapen s..ssssssssessesssrssrssns 3"
    ),
    "Kommunens uppgift€r och råd": "Kommunens uppgifter och råd",
    "med stöd av offentlighets= och sekretesslagen": "med stöd av offentlighets- och sekretesslagen",
    "1.3 Metod\n1,4 Gränser\n1.5. Urval\n1.6, Källor": "1.3 Metod\n1.4 Gränser\n1.5. Urval\n1.6. Källor",
    "2. Syfte OCh mål ssssrsersrsrrssrsrsrnr nn ARR 5": "2. Syfte och mål ssssrsersrsrrssrsrsrnr nn ARR 5",
}


@pytest.mark.parametrize("hurt", HURT)
def test_a_place_that_is_hurt_in_a_good_page_is_mended(hurt: str) -> None:
    assert mended(hurt) == HURT[hurt]


LEFT = (
    "Nämnden antog ett Pro memoria om frågan, se pro memoria och beslut de facto, pro forma och ad hoc",
    # compounds that no list holds, and names
    "Politikerutbildning, screeninginstrument och förbrukningstaxa",
    "Depositionsavgift, depositionsavgiften, otrygghetsfaktorer, inomhustelefoni och bredbandsleverantören",
    "Råvattenförsörjningen, ett kulturhuvudstadsår, personkretsutredning och realiserandet av planen",
    "SMHI förutspår att vattenföringen i älven ökar, och att medelvattenföringen ökar med 3 %",
    "Iordningställer parkeringen vid motet och Säkerhetsskyddsansvarige",
    "Sammanlänkande dalakommunerna, inkomsttagarna, projekter, intuition och interimsregeringen",
    "Backström, Katsikiotis, Loberg och H. Hassel",
    "Arbetsskadelagstiftningen, trafikskadeförsäkringen, personskadeärenden och kompensationsstödsområdet",
    "Synergiska effekter om en laga kraftvunnen plan för säkringsredovisning",
    # words in pieces that may be more than one
    "en återupptagen planering för höj d beredskap, eller inför höj d beredskap enligt beslut enlig t 3 §",
    # words that a hyphen breaks, and addresses
    "det politiska beslutsfat -\ntandet och socialförsäkringsären-den på olika nivåer",
    "Skriv till bo.palsson@stadsbyggnad. eller kretsloppochvatten@vikasjo",
    "Se https://vikasjo.se/orsakerna-bakom-flytten-var -\nfor-fler-manniskor-flyttar för mer",
    "infor\u00admationen om rehabilite- ringslagstiftningen",
    "inkomst och tillgäng-\nlighet för alla",
    "Bilder/alltastraket-cykelsatsning-sodertorn/ och ovriga-atgarder-for-cykel",
    "Anna-Sara Hållqvister och Perslow bor vid Hjällboågatan",
    # the writer's own slips and habits
    "Se bilaga fr o m maj, giltig t.o.m. juni, m fl, d v s alla",
    "Detta är alltså en enkel mening medett slarvfel",
    "kostnader i projektet t o m mars och fr o m maj",
    "för s k särskilda ärenden, punkt a och b",
    "Fornlänningsvården och fornlänningsarbetet fortsätter som förut",
    "En planbestämmelse n prövas före beslut a eller beslut b om hälsa o säkerhet",
    # numbers that only look like a §
    "Priset är $ 12 eller 8 150 kronor den 2019-11-27",
    "13 8 21",
    "Enligt 2 kap 18 § lagen (1991:900) och 2 kap. 18 och 19 §§",
    "Enligt 6 kap 38 kommunallagen (2017:725) och 2 kap 18 lag (2006:544)",  # the § may as well be left out
    "1,2 Meter\n3,4 Meter\n1.1 Meter",
    "x= och y",
    "Berg & Dal, R&D",
    # capitals of its own
    "McDonalds, iPhone, RSAn, GöteborgsLokaler",
    "Anslaget sitter i A-huset, grupp B",
    "RiskKlara och VisKraft ................ 4",
    "Förklaring av UmeLex ssessssserssssrrsrsrsrsrrsrsr RAR 7",
    # leader dots that were read as dots
    "1. Inledning ................................ 4",
    "Kommunstyrelseförvaltningen (KSF)........... 5",
)


@pytest.mark.parametrize("line", LEFT)
def test_what_may_be_right_is_left_alone(line: str) -> None:
    assert mended(line) == line


NOISE = {
    "Bakgrund .......ssessssrsrersrrsernrrrr RAR ARR KRKA 3": ".......ssessssrsrersrrsernrrrr RAR ARR KRKA",
    "Syfte oossoossersesreresrrerreresrr rer reser ene 3": "oossoossersesreresrrerreresrr rer reser ene",
    "Metod ....mmmsmmssemmsumsmmmmm 12": "....mmmsmmssemmsumsmmmmm",
    "Syfte och mål soo oss sees ere rer ers s rer rss r ss 7": "soo oss sees ere rer ers s rer rss r ss",
    "Bakgrundesssossssseresr enrrsr 7": "esssossssseresr enrrsr",
    "Bakgrund ooersererererererersrsrsrreser enes rr 5": "ooersererererererersrsrsrreser enes rr",
}


@pytest.mark.parametrize("line", NOISE)
def test_leader_dots_read_as_letters_are_marked_and_never_made_into_words(line: str) -> None:
    result = repair(f"{GOOD}\n{line}\n")
    assert result.text == result.raw
    (mark,) = (c for c in result.ledger if c.state == "left")
    assert (mark.before, mark.after, mark.reason.partition(":")[0]) == (NOISE[line], NOISE[line], "noise")


def test_a_page_with_noise_only_stays_good() -> None:
    assert repair(GOOD + "\n" + next(iter(NOISE))).verdict == "good"


def test_leader_dots_in_short_words_are_no_damage_of_a_wrong_model() -> None:
    page = """Innehåll
Syfte a a sa da anas nar dar san ars sa an aren sa da dan saa 51
Metod ar ars da ska ks Ks An RAN SAN KAN ar aren nar sa da or dar SKA NAN SAS SR 6
Begrepp ar da aren da san or asa ar nar an hans sa ars dar sa Ska ENA dar 3
Sammanfattning sa ser a sa sr a ser or ee dr si Ae sla da sed ar den ars 26
"""
    assert repair(page).text == page


def test_a_page_that_was_changed_in_one_place_is_damaged_and_says_so() -> None:
    result = repair(GOOD.replace("sårbarhetsanalys\n\n", "sarbarhetsanalys\n\n"))
    (change,) = result.ledger
    assert (change.before, change.after, change.state) == ("sarbarhetsanalys", "sårbarhetsanalys", "applied")
    assert result.verdict == "damaged"
    assert "single places" in result.reason


def test_a_single_slip_is_left_but_the_like_of_it_nearby_tells() -> None:
    assert mended("Planen gäller risker ochandra hot.") == "Planen gäller risker ochandra hot."
    assert mended("Den gäller risker ochandra hot ochhur de påverkar samhälletoch individen.") == (
        "Den gäller risker och andra hot och hur de påverkar samhället och individen."
    )


def test_which_of_two_spellings_is_a_name_is_what_stands_oftener() -> None:
    page = "Gråbohängare är en. En Gråbohängare till. Se Gråbohängare där.\n" + GOOD
    assert repair(page + "\nAlla Gräbohängare hängde.\n").text.endswith("Alla Gråbohängare hängde.\n")


def test_a_word_comes_back_where_it_stands_elsewhere_but_for_how_one_letter_was_read() -> None:
    page = GOOD + "\nBo Ek\n1\n{}\nJa\nEva Lind\n2\n{}\nJa\n"
    assert repair(page.format("Ersättare", "Ersdttare")).text == page.format("Ersättare", "Ersättare")
    for unlike in (page.format("Ledamot", "Ersdttare"), page.format("Ersättare", "Ersnttare")):
        assert repair(unlike).text == unlike


def test_a_name_comes_back_where_the_same_pages_have_it_right() -> None:
    page = "Gråbohöljan är en liten ort. I Gråbohöljan bor få.\n" + GOOD
    assert repair(page + "\nAntagen i Graboholjan.\n").text.endswith("Antagen i Gråbohöljan.\n")
    assert repair(GOOD + "\nAntagen i Graboholjan.\n").text.endswith("Antagen i Graboholjan.\n")


@pytest.mark.parametrize("hurt", HURT)
def test_repair_of_repaired_text_changes_nothing(hurt: str) -> None:
    fixed = repair(f"{GOOD}\n{hurt}\n").text
    assert repair(fixed).text == fixed


PIECES = (
    *HURT,
    *LEFT,
    *NOISE,
    "fo\u0308r",
    "f\u00a8or",
    "\n",
    "\f",
    "\r\n",
    "𝔖",
    "\u00ad",
    "\ufb01nns",
    "s om",
    "ä ",
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from((" ", "\n", "")))
@example(
    ["SamhälIsbyggnadskontoret svarar", "omkommunersochlandstings arbete ochvid händelseri fredstid"], " "
)
def test_any_mixture_can_be_undone(pieces: list[str], between: str) -> None:
    raw = GOOD + between.join(pieces)
    result = repair(raw)
    assert apply(raw, result.ledger) == result.text
    assert undo(result.text, result.ledger) == raw


def test_a_letter_torn_off_a_short_word_is_joined_where_a_wrong_model_ruined_the_page() -> None:
    ruined = "Ndmnden far i uppdrag att folja upp arbetet, och fragan bor provas pa nytt for de n som ar sen."
    good = "Nämnden får i uppdrag att följa upp arbetet, och frågan bör prövas på nytt för de n som är sen."
    assert "för den som är sen" in repair(ruined).text
    assert repair(good).text == good


def test_a_word_that_a_blank_without_a_break_cuts_is_joined() -> None:
    good = "Nämnden beslutar att godkänna förslaget och överlämnar det till styrelsen. "
    hurt = "Verksamh\u00a0eten och krisbere\u00a0dskapen samt an\u2009svariga får 20\u00a0000 kronor. "
    truth = "Verksamheten och krisberedskapen samt ansvariga får 20\u00a0000 kronor. "
    assert repair(good + hurt + good).text == good + truth + good


RUINED = (
    "Kommunstyrelsen fir i uppdrag att gå genom underlaget fiir året. Niimnden beslutar att fórslaget ska "
    "gälla. Ordfiiranden tackade ledamiiterna fiir deras arbete och férklarade mötet avslutat. Fórvaltningen "
    "iterkommer med en redovisning fiire sommaren. Miljóplanen ska vara klar till vAren.\n"
)


def test_on_a_ruined_page_one_run_tells_of_others() -> None:
    other = "Detta redovisastill nämnden och iökade kostnader"
    assert "redovisastill" in repair(RUINED + other).text
    assert "redovisas till" in repair(f"{RUINED}Alla beslut ochyrkanden gäller.\n{other}").text


@pytest.mark.parametrize("word", ["avfallstaxa", "Livsmedelsför-\nsörjning", "Metoder", "överdelen"])
def test_what_may_be_a_compound_stays_one_on_such_a_page(word: str) -> None:
    assert word in repair(f"{RUINED}Alla beslut ochyrkanden gäller.\nDetta om {word} i kommunen").text
