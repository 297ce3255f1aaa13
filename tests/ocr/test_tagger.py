"""The tagger reads damaged words from their surroundings, keeps sound ones, and survives odd text."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr import glyphs, networks, tagger
from ocr.errors import MissingDependency
from ocr.spans import Span

pytestmark = pytest.mark.skipif(not tagger.available(), reason="onnxruntime is not installed")

SOUND = """Vikasjö kommun
Sammanträdesprotokoll för socialnämnden den 14 mars 2024

§ 12 Handlingsplan för trygga äldreboenden
Socialnämnden beslutar att godkänna förvaltningens förslag till handlingsplan och att överlämna den till
kommunstyrelsen. Förvaltningen får i uppdrag att återkomma med en redovisning av åtgärderna senast i
september. Ordföranden Åsa Fjällgren (S) yrkar bifall till förslaget. Örjan Hök (M) yrkar att ärendet
återremitteras med motiveringen att kostnaderna inte är redovisade. Nämnden avslår yrkandet om återremiss.
"""

DAMAGED = """Vikasj6 kommun
Sammantrddesprotokoll for socialnamnden den 14 mars 2024

§ 12 Handlingsplan for trygga aldreboenden
Socialndmnden beslutar att godkanna forvaltningens forslag till handlingsplan och att 6verlamna den till
kommunstyrelsen. Forvaltningen far i uppdrag att aterkomma med en redovisning av atgarderna senast i
september. Ordféranden Asa Fjallgren (S) yrkar bifall till forslaget. Orjan H6k (M) yrkar att arendet
aterremitteras med motiveringen att kostnaderna inte ar redovisade. Namnden avslar yrkandet om &terremiss.
"""

RUINED = [  # (text, word as it stands, what it should read)
    ("Namnden far i uppdrag att folja upp fragan om boendestod for aldre.", "folja", "följa"),
    ("Namnden far i uppdrag att folja upp fragan om boendestod for aldre.", "fragan", "frågan"),
    ("Namnden far i uppdrag att folja upp fragan om boendestod for aldre.", "aldre.", "äldre."),
    ("Kommunstyrelsen foreslar att fullmaktige antar planen.", "foreslar", "föreslår"),
    ("Kommunstyrelsen foreslar att fullmaktige antar planen.", "fullmaktige", "fullmäktige"),
    (
        "Arendet behandlas ocksa av miljé- och byggnadsnamnden i Vikasj6.",
        "byggnadsnamnden",
        "byggnadsnämnden",
    ),
    ("Social-\nndmnden beslutade att avsla fors1aget och ga vidare.", "Social-\nndmnden", "Social-\nnämnden"),
    ("SARSKILT UTTALANDE FRAN LEDAMOTERNA\nVi anser att fragan bor utredas.", "SARSKILT", "SÄRSKILT"),
    ("Forslaget innebar att avgifterna hojs och att beslutet galler fran arsskiftet.", "hojs", "höjs"),
    ("Det ar viktigt att aven de som bor pa landsbygden far del av stodet.", "ar", "är"),
    ("Det ar viktigt att aven de som bor pa landsbygden far del av stodet.", "bor", "bor"),
]


def opinion_of(text: str, word: str) -> tagger.Opinion:
    start = text.index(word)
    (opinion,) = tagger.opinions(text, [Span(start, start + len(word))])
    return opinion


def read(text: str, least: float = 0.5) -> list[str]:
    spans = tagger.words(text)
    pairs = zip(spans, tagger.opinions(text, spans), strict=True)
    return [o.reading if o.probability > least else text[s.start : s.end] for s, o in pairs]


def test_sound_text_is_kept() -> None:
    assert read(SOUND) == [SOUND[s.start : s.end] for s in tagger.words(SOUND)]


def test_a_damaged_page_comes_right_but_for_a_name_or_two() -> None:
    truth = [SOUND[s.start : s.end] for s in tagger.words(SOUND)]
    wrong = [(a, b) for a, b in zip(read(DAMAGED), truth, strict=True) if a != b]
    assert len(wrong) <= 2, wrong


def test_what_it_is_sure_of_on_a_damaged_page_is_right() -> None:
    truth = [SOUND[s.start : s.end] for s in tagger.words(SOUND)]
    spans = tagger.words(DAMAGED)
    sure = [
        (o, t) for o, t in zip(tagger.opinions(DAMAGED, spans), truth, strict=True) if o.probability > 0.98
    ]
    assert len(sure) > len(truth) / 2
    assert [(o.reading, t) for o, t in sure if o.reading != t] == []


@pytest.mark.parametrize(("text", "word", "truth"), RUINED)
def test_a_damaged_word_is_read_from_its_sentence(text: str, word: str, truth: str) -> None:
    assert opinion_of(text, word).reading == truth


def test_the_sentence_decides_between_two_words() -> None:
    text = "Namnden far i uppdrag att se over stodet. Hon ar mor eller far till barnet och bor i Vikasjo."
    first, second = (Span(text.index(w), text.index(w) + 3) for w in ("far i", "far till"))
    here, there = (likely for _, likely in tagger.considered(text, [first, second], [["far", "får"]] * 2))
    assert here["får"] / here["far"] > there["får"] / there["far"]


def test_likelihoods_of_all_answers_are_shares_of_one() -> None:
    text = "Socialndmnden beslutar att folja planen for aldre."
    span = Span(27, 32)
    [(_, likely)] = tagger.considered(text, [span], [["folja", "följa", "foljä", "uppdrag"]])
    assert likely["följa"] > 0.5 > likely["folja"] > likely["uppdrag"]
    assert sum(likely.values()) < 1.001
    assert likely["uppdrag"] == pytest.approx(1e-9)


def test_opinions_come_in_the_order_of_the_spans_and_twice_if_asked_twice() -> None:
    spans = tagger.words(DAMAGED)
    mixed = [spans[9], spans[2], spans[9], spans[30]]
    given_back = tagger.opinions(DAMAGED, mixed)
    assert given_back[0] == given_back[2]
    assert [o.reading for o in given_back] == [tagger.opinions(DAMAGED, [s])[0].reading for s in mixed]


def test_the_same_question_gets_the_same_answer() -> None:
    spans = tagger.words(DAMAGED)
    assert tagger.opinions(DAMAGED, spans) == tagger.opinions(DAMAGED, spans)


def test_a_long_text_is_read_in_blocks_with_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SOUND + DAMAGED) * 4
    spans = tagger.words(text)
    whole = tagger.opinions(text, spans)
    monkeypatch.setattr(tagger, "BLOCK", 1500)
    assert tagger.opinions(text, spans) == whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "a",
        "å",
        "😀",
        "\ud800",
        "e\u0308",
        "x" * 5000,
        "\x00\x01",
        "\U0010ffff" * 40,
        "ö 😀 &r\r\nä\u030a",
    ],
    ids=ascii,
)
def test_odd_text_survives(text: str) -> None:
    spans = [*tagger.words(text), Span(0, len(text)), Span(0, 0)]
    for span, opinion in zip(spans, tagger.opinions(text, spans), strict=True):
        assert 0 <= opinion.probability <= 1
        if not 0 < span.end - span.start <= tagger.LONGEST:
            assert opinion == tagger.Opinion(text[span.start : span.end], 0.0)
    some = list(dict.fromkeys(spans))
    for span, (_, likely) in zip(some, tagger.considered(text, some, [["ö"]] * len(some)), strict=True):
        assert text[span.start : span.end] or likely == {"ö": 1.0, "": 1.0}
        assert all(0 < share <= 1.001 for share in likely.values())


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_gets_an_opinion_on_each_word(text: str) -> None:
    spans = tagger.words(text)
    opinions = tagger.opinions(text, spans)
    assert len(opinions) == len(spans)
    assert all(0 <= o.probability <= 1 and not math.isnan(o.probability) for o in opinions)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="aåäöd é&61il-\nnN", max_size=120))
def test_what_is_seen_of_a_text_has_its_length_and_fits_the_tables(text: str) -> None:
    seen = glyphs.seen(text)
    tables = ((seen.glyphs, glyphs.GLYPHS), (seen.trigrams, glyphs.TRIGRAMS),
              (seen.fivegrams, glyphs.FIVEGRAMS), (seen.words, glyphs.WORDS))  # fmt: skip
    for column, size in tables:
        assert len(column) == len(text)
        assert column.dtype == np.int32
        assert not len(column) or 0 <= column.min() <= column.max() < size


def test_readings_of_one_word_are_one_word_to_the_tagger() -> None:
    forms = ["nämnden", "ndmnden", "namnden", "néamnden", "Nämnden,", "näm-\nnden"]
    assert len({int(glyphs.seen(form).words[0]) for form in forms}) == 1
    assert glyphs.seen("nämnder").words[0] != glyphs.seen("nämnden").words[0]


@given(
    st.lists(
        st.sampled_from(["Social-\nndmnden", "aaéa", " ", "\n", "-\n", ", ", "x" * 90, "k6per"]), max_size=60
    ),
    st.lists(st.integers(0, 900), min_size=1, max_size=4),
)
def test_an_excerpt_shows_of_each_letter_what_the_page_does(pieces: list[str], places: list[int]) -> None:
    text = "".join(pieces) + "."
    windows = [
        Span(at - tagger.MARGIN, at + 5 + tagger.MARGIN)
        for at in sorted({min(p, len(text) - 1) for p in places})
    ]
    excerpt, shifts = tagger._excerpt(text, windows)
    whole, part = glyphs.seen(text), glyphs.seen(excerpt)
    for (start, end), by in zip(windows, shifts, strict=True):
        inside = slice(max(0, start), min(end, len(text)))
        there = slice(inside.start + by, inside.stop + by)
        for name in glyphs.COLUMNS:
            assert getattr(whole, name)[inside].tolist() == getattr(part, name)[there].tolist()


def test_a_page_says_how_it_is_damaged() -> None:
    sound, damaged = (glyphs.surroundings(text, [Span(0, 50)])[0] for text in (SOUND, DAMAGED))
    diacritics = [glyphs.WATCHED.index(c) for c in "åäö"]
    assert sound[diacritics].sum() > 0.5
    assert damaged[diacritics].sum() == 0


def test_without_its_model_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger._model.cache_clear()
    networks.is_there.cache_clear()
    monkeypatch.setattr(tagger, "MODEL", "not-there.onnx")
    assert not tagger.available()
    with pytest.raises(MissingDependency, match="onnxruntime"):
        tagger.opinions("text", [Span(0, 4)])
    tagger._model.cache_clear()
    networks.is_there.cache_clear()


def test_who_never_asks_does_not_load_the_network() -> None:
    code = "import sys, ocr, ocr.tagger; assert 'onnxruntime' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
