"""Questions: numbered, in parts, in running text."""

from __future__ import annotations

HEAD = """Interpellation av Annika Wallgren (V) om handlingsplanen

Planen är viktig.

"""


def test_questions_have_numbers_and_parts(record_of) -> None:
    record = record_of(
        HEAD
        + """Jag vill ställa följande frågor till finansborgarrådet, i egenskap av ansvarig:

1. Finns planen kvar?

2. Om planen finns kvar:

-  Hur länge gäller den?
- Omfattar den alla, och om så är fallet, gäller det

även vikarier?

- Vad kostar den?

3. När kommer svaret?
 Vikasjö den 15 september 2022
Annika Wallgren (V)
"""
    )
    assert record.document.kind == "interpellation"
    assert [(q.number, [p.number for p in q.parts]) for q in record.questions] == [
        ("1", []),
        ("2", ["2a", "2b", "2c"]),
        ("3", []),
    ]
    assert [q.id[-3:] for q in record.questions] == ["/q1", "/q2", "/q3"]
    part = record.questions[1].parts[1]
    assert " ".join(record.text[part.span.start : part.span.end].split()).endswith(
        "gäller det även vikarier?"
    )
    last = record.questions[2].span
    assert record.text[last.start : last.end] == "3. När kommer svaret?"
    assert [(a.name, a.party) for a in record.document.authors] == [("Annika Wallgren", "V")]
    assert record.document.addressee is not None
    assert record.document.addressee.value == "finansborgarrådet"
    assert [(d.role, d.edtf) for d in record.document.dates] == [("dated", "2022-09-15")]


def test_questions_may_run_on_in_one_line(record_of) -> None:
    record = record_of(
        HEAD + "Jag vill fråga följande: 1. Finns planen kvar? 2. Vad kostar den? 3. Vem bestämmer?\n"
    )
    assert [q.number for q in record.questions] == ["1", "2", "3"]


def test_a_question_without_a_list_is_its_sentence(record_of) -> None:
    record = record_of(
        HEAD + "Med anledning av detta är min fråga till nämndens ordförande:\n\nAvser du att agera?\n"
    )
    (question,) = record.questions
    assert record.text[question.span.start : question.span.end].endswith("Avser du att agera?")


def test_a_protocol_asks_nothing(record_of) -> None:
    record = record_of("§ 4 Dnr VIK 2022/7\nFråga\n\nBeslut\n\n1. Frågan får ställas?\n2. Den besvaras.\n")
    assert record.questions == ()
