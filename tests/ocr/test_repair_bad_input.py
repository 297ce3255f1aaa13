"""What is no damaged Swedish comes through repair as it was: nothing is invented in it, and nothing lost.

Each text is tried alone, and in the middle of a page of damaged Swedish, where repair is at its boldest.
"""

from __future__ import annotations

import random
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.ledger import undo
from ocr.repair import Repaired, repair

DAMAGED = """Socialndmnden gav forvaltningen i uppdrag att folja upp arbetet med boendestod under varen.
Det ar viktigt att alla far det stod som de behover, och att verksamheten ar trygg for de aldre.
Namnden anser att forslaget ar val genomarbetat och att fragan maste losas fore sommaren.
"""
MENDED = """Socialnämnden gav förvaltningen i uppdrag att följa upp arbetet med boendestöd under våren.
Det är viktigt att alla får det stöd som de behöver, och att verksamheten är trygg för de äldre.
Nämnden anser att förslaget är väl genomarbetat och att frågan måste lösas före sommaren.
"""

OTHER_LANGUAGES = {
    "Finnish": """Kaupunginhallitus päätti hyväksyä esityksen ja toteaa, että asia on käsiteltävä ennen kesää.
Lautakunta on saanut selvityksen siitä, miten kaupungin palvelut toimivat.
""",
    "Finnish read by the wrong model": """Kaupunginhallitus paatti hyvaksya esityksen ja toteaa, etta asia on
kasiteltava ennen kesaa. Lautakunta on saanut selvityksen siita, miten kaupungin palvelut toimivat.
Jos koulut ovat kiinni, on myos iltapaivatoiminta kiinni, mutta kirjasto on auki kuin ennenkin.
""",
    "Norwegian": """Kommunestyret har vedtatt å gi støtte til barn og unge, og rådmannen følger opp saken.
Det er viktig at alle får den hjelpen de trenger, slik at ingen blir stående alene.
""",
    "Norwegian read by the wrong model": """Kommunestyret har vedtatt a gi stotte til barn og unge i kommunen.
Det er viktig at alle far den hjelpen de trenger, og at ingen av dem blir staende alene nar skolen er slutt.
Vi ma ogsa se pa hvordan skolene kan bli bedre til a ta imot barn som ikke snakker norsk hjemme.
""",
    "Danish": """Byrådet har besluttet at give støtte til børn og unge, og forvaltningen følger op på sagen.
Det er vigtigt, at borgerne bliver hørt, før der træffes en endelig beslutning om skolerne.
""",
    "Danish read by the wrong model": """Byradet har besluttet at give stotte til born og unge.
Det er vigtigt, at borgerne bliver hort, inden der traffes en endelig beslutning, og at skolerne far den tid,
de skal bruge til at planlegge arbejdet. Borgmesteren oplyste, at kommunen ogsa har faet penge fra staten.
""",
    "English": """The board approved the plan for the coming year and asked the administration to report back.
It is important that all children are safe at school, and that their parents are heard in time.
""",
    "German": """Der Ausschuss hat den Plan für das kommende Jahr genehmigt und gebeten, im Frühjahr
zu berichten. Es ist wichtig, dass alle Kinder in der Schule sicher sind.
""",
    "French": """Le conseil a approuvé le plan pour l'année à venir et demande un rapport avant l'été.
Il est important que tous les enfants soient en sécurité dans les écoles de la ville.
""",
}
FINNISH = """Kaupunginhallitus päätti kokouksessaan hyväksyä esityksen ja antoi asian lautakunnalle.
Lautakunta käsitteli asian ja päätti yksimielisesti, että talousarvio hyväksytään sellaisenaan.
"""
OLD_SPELLING = """Hvad beträffar frågan om skolans ordnande hafva komiterade funnit, att undervisningen af
barnen bör öfverlemnas åt församlingen, hvilken äfven skall svara för kostnaden derför.
"""
NAMES = {
    "Swedish": "Anna Andersson\nBo Ek\nEva Lind\nKarl Berg\nMikael Sand\nJohan Ask\nMaria Holm\nPer Dahl\n",
    "Norwegian and Finnish": "Kristian Bakken\nAnders Nielsen\nOle Jensen\nPekka Virtanen\nMatti Korhonen\n",
    "with parties": "Anna Holm (S), Bo Ek (M), Eva Lind (V), Karl Berg (C), Maria Ask (L), Johan Dahl (KD)\n",
}
NUMBERS = """1 234 567    45 600    -12 300    0    1    1,5
2018-05-02 10:15    12,5 %    2019/1046    16:4    1-11
111    1 1 1    0,01    1:a
"""
ADDRESSES = """www.vikasjo.se/namnden/arenden   info@vikasjo.se   namnd.kansli@vikasjo.se
https://www.vikasjo.se/sok?q=for+ar+bocker   ftp.vikasjo.se   bo.oberg@vikasjo.se   vikasjo.se/forskola
"""
UNTOUCHED = {
    **OTHER_LANGUAGES,
    "old spelling": OLD_SPELLING,
    **{f"names, {kind}": text for kind, text in NAMES.items()},
    "numbers": NUMBERS,
    "addresses": ADDRESSES,
}


def changed(result: Repaired) -> list[tuple[str, str]]:
    return [(c.before, c.after) for c in result.ledger if c.state == "applied"]


@pytest.mark.parametrize("kind", UNTOUCHED)
def test_what_is_no_damaged_swedish_is_left_alone(kind: str) -> None:
    result = repair(UNTOUCHED[kind])
    assert changed(result) == []
    assert result.text == UNTOUCHED[kind]


@pytest.mark.parametrize("text", [FINNISH, f"{MENDED}{4 * FINNISH}{MENDED}"], ids=["alone", "beside Swedish"])
def test_another_language_with_few_letters_over_and_over_is_no_noise(text: str) -> None:
    assert repair(text).ledger == ()


@pytest.mark.parametrize("kind", [kind for kind in UNTOUCHED if not kind.startswith("names")])
def test_it_is_left_alone_within_a_damaged_page_too(kind: str) -> None:
    foreign = UNTOUCHED[kind]
    result = repair(f"{DAMAGED}\n{foreign}\n{DAMAGED}")
    assert result.text == f"{MENDED}\n{foreign}\n{MENDED}"


# Languages some of whose words look like damaged Swedish ones.
LIKE_DAMAGE = {
    "Norwegian": """Formannskapet vedtok å legge saken frem for kommunestyret med følgende
innstilling: Kommunen skal for
årene fremover øke bevilgningen til skolene. Rådmannen får i oppdrag å følge opp arbeidet og komme tilbake
før sommeren. Det ble stemt over forslaget, og det falt mot tre stemmer. Navnet på gaten er ikke endret.
""",
    "Norwegian read by the wrong model": """Vedlegg 2: Avtale mellom kommunene om felles brannvern
Partene er enige om at samarbeidet skal gjelde fra forste januar. Kostnadene fordeles etter folketall.
Over tid skal ordningen vurderes pa nytt. For store hendelser gjelder egne regler.
Leder for brannvesenet har ansvar for opplaering og ovelser. Avtalen kan sies opp med ett ars varsel.
""",
    "Danish read by the wrong model": """Okonomiudvalget indstiller, at byradet godkender budgettet
for naste ar.
Udvalget droftede sagen i marts, hvor forvaltningen fremlagde et notat om udgifterne til aldreomradet.
Der var enighed om at fortsatte forhandlingerne over sommeren. Et mindretal kunne ikke tiltrade
indstillingen.
""",
    "Dutch": """De gemeenteraad heeft het voorstel voor de begroting aangenomen. De wethouder gaf
een toelichting over de
kosten van het project. Over een jaar wordt de regeling opnieuw bekeken. Er waren geen vragen.
""",
    "Polish": """Rada miasta przyjęła uchwałę w sprawie budżetu. Burmistrz przedstawił sprawozdanie
za rok ubiegły.
Nad wnioskiem głosowano jawnie. Obrady zamknięto o godzinie piętnastej.
""",
    "Somali": """Degmada waxay go'aansatay in la taageero dugsiyada. Fadlan la xidhiidh haddii aad
qabto su'aalo.
Warqaddan waxaa ku qoran macluumaad muhiim ah oo ku saabsan ilmahaaga iyo dugsiga.
""",
}


@pytest.mark.parametrize("kind", LIKE_DAMAGE)
def test_another_language_is_not_taken_for_damage(kind: str) -> None:
    text = LIKE_DAMAGE[kind]
    assert repair(text).text == text
    assert repair(f"{MENDED}{text}{MENDED}").text == f"{MENDED}{text}{MENDED}"


QUOTED = {
    'Se "A report for the board on young people at risk" från 2017.': 'Se "A report for the board on young '
    'people at risk" fran 2017.',
    "Artikel 12 i Convention on the Rights of the Child är svensk lag, och gäller för alla.": (
        "Artikel 12 i Convention on the Rights of the Child ar svensk lag, och galler for alla."
    ),
    "Märkningen &auml; och &#228; är kod, liksom <b>för</b>.": (
        "Markningen &auml; och &#228; ar kod, liksom <b>for</b>."
    ),
}


@pytest.mark.parametrize("line", QUOTED)
def test_the_quotation_in_a_damaged_line_stays_and_the_line_is_mended(line: str) -> None:
    assert repair(f"{DAMAGED}\n{QUOTED[line]}\n{DAMAGED}").text == f"{MENDED}\n{line}\n{MENDED}"


PLACED = {
    # the cells of a table keep their capitals
    "Ar   Arenden   Overklagade   Aterstar": "Är   Ärenden   Överklagade   Återstår",
    # the number of a note stays, a letter comes back
    "Se not1 for detaljer, nar namnden skal1 besluta om forslaget1.": (
        "Se not1 för detaljer, när nämnden skall besluta om förslaget1."
    ),
    # a capital I was read as l or 1 where a sentence begins
    "Fragan ar utredd. lnnan beslutet fattas i namnden ska alla horas.": (
        "Frågan är utredd. Innan beslutet fattas i nämnden ska alla höras."
    ),
}


@pytest.mark.parametrize("line", PLACED)
def test_a_word_comes_back_in_the_capitals_of_its_place(line: str) -> None:
    assert PLACED[line] in repair(f"{DAMAGED}\n{line}\n{DAMAGED}").text


@pytest.mark.parametrize("kind", NAMES)
def test_names_without_damage_stay_in_a_damaged_page(kind: str) -> None:
    names = NAMES[kind]
    result = repair(f"{DAMAGED}\n{names}\n{DAMAGED}")
    assert names in result.text


@pytest.mark.parametrize("text", [DAMAGED, *UNTOUCHED.values()], ids=["damaged", *UNTOUCHED])
def test_text_repaired_before_stays_as_it_is(text: str) -> None:
    once = repair(f"{DAMAGED}{text}").text
    twice = repair(once)
    assert (twice.text, changed(twice)) == (once, [])


def test_a_word_hurt_in_another_letter_is_mended_at_once_or_never() -> None:
    once = repair(DAMAGED.replace("Namnden anser", "Kommunstytelsen anser"))
    assert "Kommunstyrelsen anser" in once.text
    assert changed(repair(once.text)) == []


def test_repaired_text_beside_new_damage_stays_as_it_is() -> None:
    assert repair(f"{MENDED}\n{DAMAGED}").text == f"{MENDED}\n{MENDED}"


def noise(seed: int, size: int = 4000) -> str:
    """Bytes of no text, as a file that was taken for one gives them."""
    chance = random.Random(seed)
    return "".join(chr(chance.choice([*range(256), 0x300, 0xFFFD, 0x1F600, 0x10FFFF])) for _ in range(size))


@pytest.mark.parametrize("seed", range(4))
def test_binary_noise_is_left_alone(seed: int) -> None:
    raw = noise(seed)
    assert repair(raw).text == raw
    within = repair(f"{DAMAGED}\n{raw}\n{DAMAGED}")
    assert raw in within.text
    assert undo(within.text, within.ledger) == within.raw


@pytest.mark.parametrize(
    "word",
    [
        "1",
        "x",
        "x-",
        "0 1 ",
        "ar ",
        "é",
        "&",
        "6",
        "\u0308",
        "\x00",
        "\n",
        "\f",
        "-\n",
        ". ",
        "å\u0308ﬁ",
        '{"for": "ar"}\n',
    ],
)
def test_one_thing_over_and_over_is_survived_and_undone(word: str) -> None:
    raw = word * 5000
    result = repair(raw)
    assert undo(result.text, result.ledger) == raw


@pytest.mark.parametrize("word", ["\ufffd", "Ex1"])
def test_a_word_without_end_behind_ruined_lines_is_survived_and_undone(word: str) -> None:
    raw = f"{DAMAGED}Fr\ufffdgan f\ufffdr v\ufffdnta till v\ufffdren.\n{word * 50_000}"
    result = repair(raw)
    assert undo(result.text, result.ledger) == raw


PROTECTED = re.compile(r"\S*\d\S*\d\S*|\S+@\S+|www\.\S+")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["2018-05-02", "KS 2019/1046", "1 046 000", "info@vikasjo.se", "12:1",
                         "www.vikasjo.se/for", "a1b2", "§ 16", "0,5", "08-123 45 67"]),
        min_size=1, max_size=8,
    ),
    st.integers(0, 2),
)  # fmt: skip
def test_numbers_and_addresses_survive_anywhere_in_a_damaged_page(tokens: list[str], line: int) -> None:
    lines = DAMAGED.splitlines()
    words = lines[line].split()
    for i, token in enumerate(tokens):
        words.insert((3 * i + 2) % len(words), token)
    lines[line] = " ".join(words)
    raw = "\n".join(lines)
    result = repair(raw)
    assert PROTECTED.findall(result.text) == PROTECTED.findall(raw)
    assert len(result.text.split()) == len(raw.split())


def test_a_page_of_nothing_but_letters_and_their_marks_needs_no_multiple_of_memory() -> None:
    text = "a\u030a" * 20_000
    repair(text)
    tracemalloc.start()
    try:
        assert repair(text).text == text
        assert tracemalloc.get_traced_memory()[1] < 600 * len(text) / 2
    finally:
        tracemalloc.stop()


def test_a_damaged_list_of_names_is_no_other_language() -> None:
    text = """SAMMANTRADESPROTOKOLL
Kommunstyrelsens verksamhetsutskott
Plats och tid
Vikasjo kommunhus, sammantridesrummet Tallen kl 9.00
Ovriga deltagare
Utses att justera
Justeringsdatum 12 februari
BESLUTANDE ERSATTARE
Ylva Brimhog (M) Osten Tarnsj6 (L)
Bjorn larmsund (S) Gosta Ekel6v (C)
Lisa Dahlvik, Orjan kmarn, Anna B6rtz, Asa Storsj6
"""
    after = repair(text).text
    assert "SAMMANTRÄDESPROTOKOLL" in after and "sammanträdesrummet" in after and "ERSÄTTARE" in after
