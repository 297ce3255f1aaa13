"""Swedish words become terms that find each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tokens import terms_of, tokens

WORDS = [
    ("Handlingsplanerna", "handlingsplan", ("handling", "plan")),
    ("kulturprogrammet", "kulturprogram", ("kultur", "program")),
    ("idrottspolitiska", "idrottspolitisk", ("idrott", "politisk")),
    ("biståndshandläggarnas", "biståndshandläggare", ("bistånd", "handläggare")),
    ("stadsbyggnadsnämndens", "stadsbyggnadsnämnd", ("stadsbyggnad", "nämnd")),
    ("nämnd", "nämnd", ()),
    ("nämnderna", "nämnd", ()),
    ("ärenden", "ärende", ()),
    ("antogs", "anta", ()),
    ("planera", "planera", ()),
    ("2024", "2024", ()),
]


@pytest.mark.parametrize(("word", "base", "parts"), WORDS)
def test_a_word_has_its_base_form_and_its_parts(word: str, base: str, parts: tuple[str, ...]) -> None:
    assert terms_of(word) == (word.lower(), base, parts)


def test_a_word_broken_over_two_lines_is_one_word() -> None:
    assert [t.terms.lemma for t in tokens("Social-\nnämnden beslutar")] == ["socialnämnd", "besluta"]


def test_the_first_half_of_a_pair_is_a_word() -> None:
    assert [t.terms.exact for t in tokens("barn- och ungkultur")] == ["barn", "och", "ungkultur"]


def test_accents_are_kept() -> None:
    assert terms_of("mål").exact != terms_of("mal").exact
    assert terms_of("a\u030alder").exact == "ålder"


@given(st.text())
def test_tokens_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        assert token.terms.exact and token.terms.lemma
        at = token.end


@given(st.text())
def test_a_term_never_holds_a_blank(text: str) -> None:
    for token in tokens(text):
        exact, lemma, parts = token.terms
        assert not any(term.split() != [term] for term in (exact, lemma, *parts))
