"""What verbs print for a person: nothing of a document can act on her terminal."""

from __future__ import annotations

import pytest

from corpus import Hit
from klubbat.show import failure_line, hit_lines
from ocr.spans import Span

NASTY = "Budget\x1b[2J\x1b]0;annat\x07\u202etxt.exe"


def test_a_document_cannot_command_the_terminal() -> None:
    hit = Hit(
        "1/§5", "item", "1", f"a{NASTY}.pdf", "5", 1, Span(0, 1), Span(0, 1), 1.0, NASTY, "Nämnden",
        "2020-01-02", "protokoll", (), f"<mark>{NASTY}</mark>", (f"b{NASTY}.pdf",),
    )  # fmt: skip
    for line in (*hit_lines(hit), failure_line(f"{NASTY}.pdf", "it cannot be read", "Look.")):
        assert not set("\x1b\x07\u202e") & set(line)


@pytest.mark.parametrize("text", ["Älta – § 5", "hand\u00adling", "½ ”x”"])
def test_what_is_only_words_is_shown_as_it_is(text: str) -> None:
    assert text in failure_line(text, "m", "R.")
