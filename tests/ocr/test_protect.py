"""Which pieces of a damaged stretch may be changed, and which never."""

from __future__ import annotations

import re
from html.entities import codepoint2name

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.ledger import undo
from ocr.protect import PROTECTED, may_be_word, may_change, pieces, protected
from ocr.repair import repair


def words(text: str) -> list[str]:
    return [piece.word for piece in pieces(text, 0, len(text))]


@pytest.mark.parametrize(
    "protected",
    [
        "anna.ek@vikasjo.se",
        "www.vikasjo.se/for/ar",
        "https://vikasjo.se/namnden",
        "om/arsberattelse-2022/for-aret-",
        "bilder/arets-namnd.html",
        "nya-tjanster/bilaga-2---forteckning-over-arendena",
        "forteckning-over-arenden-och-",
        "protokoll_2021.pdf",
        "KS 2019/1046",
        "SN-2021-00146:4",
        "2021-05-18",
        "16.46",
        "Socialn=E4mnden",
        "f=C3=B6lja",
        "Vikasj=F6",
        "v%C3%A4gen_arets-namnd_2.pdf",
        "p%C3%A5g%c3%a5r",
        "f%F6lja",
        "sammantr\\'e4dde",
        "\\'c5terkomma",
        "&Aring;terkomma",
        "f&ouml;rskolorna",
        "n&#228;mnd",
        "p&#xe5;g&#xE5;r",
    ],
)
def test_addresses_and_numbers_are_no_pieces(protected: str) -> None:
    assert words(f"se {protected} och") == ["se", "och"]


SCRAPS = st.sampled_from(
    [
        *"aeKSÅ019 \n\t-./@:_%~+\u00a0",
        "www.",
        "https://",
        ".se",
        ".pdf",
        "KS 2019/12",
        "ny-b-ab-",
        "a@b.nu",
        "=E4",
        "\\'e4",
        "%C3%A4",
        "&auml;",
    ]
)


@given(st.lists(SCRAPS, max_size=40), st.integers(0, 5), st.integers(0, 5))
def test_what_is_protected_is_found_as_by_looking_everywhere(scraps: list[str], skip: int, cut: int) -> None:
    text = "".join(scraps)
    start, end = min(skip, len(text)), max(len(text) - cut, 0)
    assert protected(text, start, end) == [m.span() for m in PROTECTED.finditer(text, start, end)]


WAYS_TO_ESCAPE = {
    "quoted-printable of Latin-1": lambda c: f"={ord(c):02X}",
    "quoted-printable of UTF-8": lambda c: "".join(f"={byte:02X}" for byte in c.encode()),
    "percent": lambda c: "".join(f"%{byte:02X}" for byte in c.encode()),
    "RTF": lambda c: f"\\'{ord(c):02x}",
    "HTML by name": lambda c: f"&{codepoint2name[ord(c)]};",
    "HTML by number": lambda c: f"&#{ord(c)};",
    "HTML by hexadecimal number": lambda c: f"&#x{ord(c):x};",
}
LETTERS_TO_ESCAPE = [
    *["Socialnämnden", "följa", "får", "återkomma", "Vikasjö", "sammanträdde", "åtgärderna", "Ärendet"],
    *["förvaltningen", "årsredovisningen", "överläggningen", "huvudmännen", "före", "på"],
]


@given(
    st.sampled_from(sorted(WAYS_TO_ESCAPE)),
    st.lists(st.sampled_from(LETTERS_TO_ESCAPE), min_size=1, max_size=9),
)
def test_words_whose_letters_are_escaped_come_back_where_several_do_and_else_stay(
    how: str, words: list[str]
) -> None:
    escaped = [re.sub("[åäöÅÄÖ]", lambda c: WAYS_TO_ESCAPE[how](c[0]), word) for word in words]
    raw = "\n".join(f"Namnden foreslar att {word} folja upp atgarderna for aldre." for word in escaped)
    result = repair(raw)
    several = len({word.lower() for word in words} - {"vikasjö"}) > 2
    assert [line.split()[3] for line in result.text.splitlines()] == (words if several else escaped)
    assert undo(result.text, result.ledger) == raw


@pytest.mark.parametrize("word", ["f6r", "16n", "n6jd", "&ren", "4r", "for", "Arendet", "SAMMANTRADE"])
def test_may_be_a_misread_word(word: str) -> None:
    assert may_be_word(word, among_capitals=False)


@pytest.mark.parametrize("word", ["2019", "V", "LSS", "KFKS", "A4", "4G", "3b", "25a", "B2B"])
def test_is_never_a_misread_word(word: str) -> None:
    assert not may_be_word(word, among_capitals=False)


def test_short_capitals_may_change_among_capitals_only() -> None:
    heading = list(pieces("PLAN FOR SOCIALNAMNDEN", 0, 22))
    assert may_change("PLAN FOR SOCIALNAMNDEN", heading, 1)
    crowded = list(pieces("STADS RAD FOR DEN NATIONELLA", 0, 28))
    assert may_change("STADS RAD FOR DEN NATIONELLA", crowded, 2)
    assert not may_change("kommunens FOR", list(pieces("kommunens FOR", 0, 13)), 1)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("arbetar 1 enlighet med", True),
        ("arbetar\n1 enlighet med", True),
        ("arbetar.\n\n1 enlighet med", False),
        ("punkt 1, enlighet", False),
        ("A 1 enlighet", False),
        ("beslutet.\nFraga 1\nAnna Ek staller", False),
        ("finns samt 1\nVikasjo och", True),
    ],
)
def test_a_lone_1_may_change_between_small_words_only(text: str, may: bool) -> None:
    found = list(pieces(text, 0, len(text)))
    at = next(i for i, piece in enumerate(found) if piece.word == "1")
    assert may_change(text, found, at) == may


@pytest.mark.parametrize(
    ("text", "may"), [("planen r ett stöd", True), ("Ek (M) r en", False), ("t r m", False)]
)
def test_a_lone_r_may_change_between_small_words_only(text: str, may: bool) -> None:
    found = list(pieces(text, 0, len(text)))
    at = next(i for i, piece in enumerate(found) if piece.word == "r")
    assert may_change(text, found, at) == may


def test_a_word_broken_at_a_line_end_is_one_piece_with_its_break() -> None:
    [piece] = pieces("Social-\r\nndmnden", 0, 16)
    assert (piece.word, piece.broken, piece.break_at) == ("Socialndmnden", "-\r\n", 6)


def test_a_capital_says_nothing_where_a_sentence_or_heading_begins() -> None:
    text = "Beslut\nArendet har beretts av Arne. Over tiden har Arendet vilat."
    said = [piece.opens for piece in pieces(text, 0, len(text)) if piece.word[0].isupper()]
    assert said == [True, True, False, True, False]


@pytest.mark.parametrize(
    "piece", ["a@", "a.", "a/", "a-", "1.", "&a", "KS 2019/", "www.", "a" * 50, "a-a/", "a=E4", "&auml;"]
)
def test_a_line_without_end_is_looked_through_once(piece: str) -> None:
    """Would not come back in an hour if it were looked through again from each of its places."""
    assert sum(1 for _ in pieces(piece * 20_000, 0, 20_000 * len(piece))) <= 40_000
