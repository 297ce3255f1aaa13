"""A house's own word for what it decides is learned from its protocol; a word for anything else is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.truth import houses
from benchmarks.unseen import decisions, hidden
from extract.record import Record

Read = Callable[..., Record]

HEAD = "Vikasjö kommun\nKommunstyrelsen\nPROTOKOLL\nSammanträdesdatum 2021-03-02\n"


def protocol(*paragraphs: str) -> str:
    return HEAD + "".join(
        f"\n§ {n} Dnr VIK 2021/{n}\nÄrende nummer {n}\n\n{text}\n" for n, text in enumerate(paragraphs, 12)
    )


DECIDED = ("Taxan antas.", "Rapporten läggs till handlingarna.", "Ärendet bordläggs.")


def texts_of(record: Record) -> list[str]:
    return [record.text[d.span.start : d.span.end] for item in record.items for d in item.decisions]


@pytest.mark.parametrize("word", ["Utfall", "Styrelsens hållning", "UTFALL"])
def test_a_word_that_comes_again_above_what_is_decided_is_learned(record_of: Read, word: str) -> None:
    told = "Ärendet\nTaxan har varit densamma i tio år.\n"
    record = record_of(protocol(*(f"{word}\n{text}\n\n{told}" for text in DECIDED)))
    assert texts_of(record) == list(DECIDED)


def test_a_column_of_labels_is_read_the_same_way(record_of: Read) -> None:
    record = record_of(protocol(*(f"Utfall            {text}" for text in DECIDED)))
    assert texts_of(record) == list(DECIDED)


def test_it_is_no_part_of_the_title_above_it(record_of: Read) -> None:
    text = protocol(*DECIDED).replace("\n\nTaxan", "\nUtfall\n\nTaxan").replace("\n\nRap", "\nUtfall\n\nRap")
    record = record_of(text)
    assert [item.title for item in record.items] == [f"Ärende nummer {n}" for n in (12, 13, 14)]
    assert texts_of(record)[:2] == list(DECIDED[:2])


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param([f"Vad kontoret vill\n{text}" for text in DECIDED], id="what an office wants"),
        pytest.param([f"Det gångna\nNämnden har antagit {n} taxor." for n in range(3)], id="what was done"),
        pytest.param(["Utfall\nTaxan antas.", "Bron målas.", "Bron rivs."], id="a word that stands once"),
        pytest.param(
            [f"Utfall\n{text}\n\nLinje\n{text}" for text in DECIDED],
            id="two words that would do",
        ),
        pytest.param(
            [f"Utfall\n{text}" for text in ("Regn väntas.", "Taxan antas.", "Sol väntas.", "Taxan antas.")],
            id="a word that mostly stands above something else",
        ),
    ],
)
def test_other_words_are_not_learned(record_of: Read, paragraphs: list[str]) -> None:
    assert texts_of(record_of(protocol(*paragraphs))) == []


def test_where_the_known_heading_stands_no_other_is_learned(record_of: Read) -> None:
    record = record_of(protocol(*(f"Linje\nTaxan antas.\n\nBeslut\n{text}" for text in DECIDED)))
    assert texts_of(record) == list(DECIDED)


def test_most_made_up_houses_keep_their_decisions_under_a_heading_nobody_has_seen() -> None:
    kept = known = extra = 0
    for house in houses():
        before, after = decisions(house.text), decisions(hidden(house.text, "Utfall"))
        kept += (before & after).total()
        known += before.total()
        extra += (after - before).total()
    assert kept > 0.8 * known
    assert extra < 0.02 * known
