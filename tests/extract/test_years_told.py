"""A day without its year takes it from the document's own date, where the words tell before or after."""

from __future__ import annotations

import pytest

from extract.dates import dates_in
from extract.years import with_own_years

MEETING = "2021-09-14"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Kommittén föreslog den 30 augusti att taxan höjs.", "2021-08-30"),
        ("Motionen väcktes den 12 oktober i fullmäktige.", "2020-10-12"),
        ("Förvaltningen återrapporterar senast den 30 november.", "2021-11-30"),
        ("Taxan gäller till och med den 31 mars.", "2022-03-31"),
        ("Nämnden ska återkomma i maj med en plan.", "2022-05"),
    ],
)
def test_what_was_done_lies_before_the_meeting_and_what_shall_be_after(text: str, edtf: str) -> None:
    (date,) = with_own_years(text, dates_in(text), MEETING)
    assert (date.edtf, date.inferred) == (edtf, True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Badet har öppet den 30 augusti.", ["XXXX-08-30"]),  # neither past nor future
        ("Möte\n14 januari\n28 januari\n", ["XXXX-01-14", "XXXX-01-28"]),  # a table
    ],
)
def test_a_day_stays_open_where_the_words_tell_nothing(text: str, days: list[str]) -> None:
    assert [d.edtf for d in with_own_years(text, dates_in(text), MEETING)] == days


def test_a_date_of_its_own_sentence_goes_before_the_meeting() -> None:
    text = "Nämnden beslutade den 5 mars 2018 och den 7 juni att avvakta."
    assert [d.edtf for d in with_own_years(text, dates_in(text), MEETING)] == ["2018-03-05", "2018-06-07"]


def test_without_a_date_of_its_own_a_document_tells_no_years() -> None:
    text = "Kommittén föreslog den 30 augusti att taxan höjs."
    assert [d.edtf for d in with_own_years(text, dates_in(text), None)] == ["XXXX-08-30"]
