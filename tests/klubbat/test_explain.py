"""`klubbat repair --explain` tells a person what was changed, where, how surely, and why."""

from __future__ import annotations

import pytest

from klubbat.explain import explained
from ocr import repair
from ocr.ledger import Change
from ocr.repair import Repaired

RAW = (
    "Socialndmnden gav forvaltningen i uppdrag att folja upp arbetet.\n"
    "Det ar viktigt att alla far det stod som de behover. Det ar bra.\n"
    "Det ar dver.\n"
)


def line(raw: str, before: str, after: str, confidence: float = 0.5, **more: object) -> Change:
    start = raw.index(before)
    told = {"maker": "channel", "state": "applied", "reason": "ä read as d"} | more
    return Change(start, start + len(before), before, after, confidence, **told)  # type: ignore[arg-type]


def told(raw: str, *ledger: Change, width: int = 80) -> list[str]:
    return list(explained(Repaired(raw, raw, ledger, "damaged", 1.0, "words speak for it"), width))


def test_a_change_is_told_with_its_line_its_place_and_its_reason() -> None:
    raw = "Ett.\nNu ndmnden i dag.\n"
    assert told(raw, line(raw, "ndmnden", "nämnden", 0.9951)) == [
        "line 2    ndmnden -> nämnden: changed, 99.5 % sure",
        "          Nu [ndmnden] i dag.",
        "          ä read as d",
        "",
        "5 words read; 1 changed. The text is damaged: words speak for it.",
    ]


def test_a_word_in_doubt_comes_with_what_else_was_thought_of() -> None:
    raw = "Eva Soderlind"
    doubt = line(
        raw, "Soderlind", "Söderling", 0.46, state="review", reason="ö read as o? not certain enough"
    )
    doubt = Change(
        doubt.start, doubt.end, doubt.before, doubt.after, 0.46, "channel", "review",
        (("Söderling", 0.46), ("Söderlund", 0.23), ("Soderlind", 0.2), ("Söderlind", 0.001)), doubt.reason,
    )  # fmt: skip
    lines = told(raw, doubt)
    assert lines[0] == "line 1    Soderlind -> Söderling?: waits for a person, 46 % likely"
    assert "          also thought of: Söderlund 23 %" in lines


def test_what_is_said_twice_is_told_once_with_its_other_lines() -> None:
    lines = list(explained(repair(RAW)))
    assert sum("ar -> är" in text for text in lines) == 1
    assert "          the same in lines 2, 3" in lines


def test_every_word_of_the_ledger_is_told_and_the_end_sums_up() -> None:
    repaired = repair(RAW)
    text = "\n".join(explained(repaired))
    assert repaired.ledger
    for change in repaired.ledger:
        assert f"{change.before} -> {change.after}" in text
    changed = sum(change.state == "applied" for change in repaired.ledger)
    assert f"{len(RAW.split())} words read; {changed} changed" in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_fit_the_terminal(width: int) -> None:
    raw = f"{'lång mening ' * 30}ndmnden {'och annat ' * 30}\n"
    for change in (line(raw, "ndmnden", "nämnden"), line(raw, "och annat", "och annat", state="review")):
        lines = told(raw, change, width=width)
        assert all(len(text) <= width for text in lines)
        assert any(f"[{change.before}]" in text for text in lines)


def test_a_word_broken_over_two_lines_is_told_in_one() -> None:
    raw = "Social-\nndmnden har ordet.\n"
    assert told(raw, line(raw, "Social-\nndmnden", "Social-\nnämnden"))[:2] == [
        "line 1    Social- ndmnden -> Social- nämnden: changed, 50 % sure",
        "          [Social- ndmnden] har ordet.",
    ]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", "There is no text."),
        ("Nämnden beslutar att godkänna planen för året.", "7 words read, none changed"),
    ],
)
def test_text_that_needs_nothing_says_so(text: str, end: str) -> None:
    assert " ".join(explained(repair(text))).startswith(end)


def test_nothing_is_called_a_hundred_per_cent_sure() -> None:
    raw = "ndmnden"
    assert "more than 99.9 % sure" in told(raw, line(raw, "ndmnden", "nämnden", 1.0))[0]
