"""Texts that only look like records yield no decision, no yrkande, no statement, and a problem is noted."""

from __future__ import annotations

import pytest

NOVEL = """Det var en gång en gammal man som bodde vid sjön. Han beslutade att gå till byn. "Jag yrkar på en
kaka", sade han. Kvinnan i butiken godkände hans val och antog erbjudandet.

§ 1

Kapitlet börjar här. Mannen reserverade sig mot kylan. Han antog att vintern skulle bli lång.

Beslut

Det var hans sista beslut. Han gick hem och lade sig.
"""
ENGLISH = """Minutes of the Municipal Council, held on Tuesday, March 5, 2019

Present: Mayor John Smith, Councillor Mary Jones

1. Approval of minutes
The Council decided to approve the minutes of the previous meeting.

§ 4 Planning permission
Decision: The application is granted. Motion carried 5-2.

3. Reservation
Councillor Mary Jones reserved her opinion.
"""
NEWS = """Kommunen bygger ny skola

Kommunstyrelsen beslutade i går att bygga en ny skola i Vikasjö. Beslutet togs efter en lång debatt.
– Det här är ett viktigt beslut, säger Anna Ek (S). Bo Alm (M) reserverade sig mot beslutet.
"""
LAW = """Kommunallag (2017:725)

5 kap. Fullmäktige

1 § Fullmäktige beslutar i ärenden av principiell beskaffenhet.
50 § Ett ärende ska återremitteras om det begärs av en tredjedel av ledamöterna.
"""


@pytest.mark.parametrize("text", [NOVEL, ENGLISH, NEWS, LAW, "Nämnden beslutar att godkänna planen. " * 900])
def test_nothing_is_decided_moved_or_said_where_no_body_meets(record_of, text: str) -> None:
    record = record_of(text)
    assert [d for item in record.items for d in item.decisions] == []
    assert [y for item in record.items for y in item.yrkanden] == []
    assert [s for item in record.items for s in item.statements] == []
    assert [v for item in record.items for v in item.votes] == []
    assert record.problems
