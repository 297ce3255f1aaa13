import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.page import Page
from ocr.sensitive import flagged, is_stamped, masked, personal_numbers

# Made-up numbers only: Tolvan Tolvansson's, and such as Skatteverket keeps for tests (birth numbers 98x).
PERSONAL = [
    "19121212-1212",
    "121212-1212",
    "121212+1212",
    "191212121212",
    "19121212 - 1212",
    "121212–1212",
    "18900101-9802",
    "121272-1219",
    "19121272-1219",
]
OTHER = [
    "121212-1213",  # the check digit is wrong
    "121312-1211",  # no such month
    "120230-1212",  # no such day
    "1212121212",  # ten digits in a row
    "212000-0142",  # a municipality
    "556012-5790",  # a company
    "08-508 250 00",
    "070-121 21 21",
    "tel. 121212-1212",
    "Telefon: 121212-1212",
    "mobil 121212-1212",
    "Dnr SN 121212-1212",
    "Diarienummer: 121212-1212",
    "KS 2019/1212",
    "SN 2012/121212-1212",
    "bg 121212-1212",
    "3121212-1212",
    "121212-12123",
    "2019-12-12-1212",
    "12 121212-1212",
    "121212-XXXX",
    "21212 1212",
]


@pytest.mark.parametrize("number", PERSONAL)
@pytest.mark.parametrize("around", ["{}", "Tolvan Tolvansson ({}), Vikasjö", "pnr:\n{}.", "Född {}, bifall"])
def test_a_personal_number_is_found_whole(number: str, around: str) -> None:
    text = around.format(number)
    assert [text[s.start : s.end] for s in personal_numbers(text)] == [number]


@pytest.mark.parametrize("number", OTHER)
def test_other_numbers_are_none(number: str) -> None:
    assert personal_numbers(f"Ärendet gäller {number} i Vikasjö") == []


def slowly_checked(digits: str) -> bool:
    total = 0
    for n, digit in enumerate(digits):
        doubled = str(int(digit) * 2) if n in (0, 2, 4, 6, 8) else digit
        total += sum(int(d) for d in doubled)
    return total % 10 == 0


@given(st.dates(), st.integers(0, 9999))
def test_exactly_those_with_the_right_check_digit_are_found(day: object, last: int) -> None:
    digits = f"{str(day)[2:4]}{str(day)[5:7]}{str(day)[8:10]}"
    found = bool(personal_numbers(f"{digits}-{last:04}"))
    assert found == slowly_checked(f"{digits}{last:04}")


@pytest.mark.parametrize(
    "text",
    [
        "SEKRETESS",
        "Vikasjö kommun   SEKRETESS   Sida 1 (2)",
        "SEKRETESS ENLIGT OSL 26 KAP. 1 §",
        "Rubrik\nSEKRETESSMARKERAD\nBrödtext",
        "SEKRETESSBELAGD HANDLING",
        "Sekretess enligt OSL 26 kap. 1 §",
        "  Sekretess enl. 26 kap. 1 § OSL",
        "Sekretess: OSL 25:1",
        "Sekretess enligt offentlighets- och sekretesslagen (2009:400)",
        "Sekretess 26:1",
        "Bilaga 2\nSekretessmarkerad\n",
        "Sekretessbelagd handling",
    ],
)
def test_a_stamp_is_seen(text: str) -> None:
    assert is_stamped(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nämnden prövade frågan om sekretess enligt OSL och fann att den inte gäller.",
        "SEKRETESS OCH TYSTNADSPLIKT",
        "RIKTLINJER FÖR SEKRETESS",
        "Sekretess och tystnadsplikt gäller alla förtroendevalda.",
        "Enheten har ansvar för offentlighets- och sekretesslagen.",
        "Sekretessmarkerade personuppgifter hanteras av två handläggare",
        "sekretessavtal",
        "SEKRETESSAVTAL",
    ],
)
def test_a_text_about_secrecy_is_no_stamp(text: str) -> None:
    assert not is_stamped(text)


def test_the_problem_names_the_page_and_never_the_number() -> None:
    texts = ["Inget här.", "Tolvan 121212-1212 och 18900101-9802", "SEKRETESS\n19121212-1212"]
    problems = list(flagged([Page(n, t, t, "good") for n, t in enumerate(texts, 1)]))
    assert [(p.code, p.page) for p in problems] == [
        ("personnummer", 2),
        ("personnummer", 3),
        ("sekretess", 3),
    ]
    assert not any("1212" in p.message or "9802" in p.message for p in problems)
    assert "2 personal" in problems[0].message


def test_masked_text_is_as_long_and_holds_no_number() -> None:
    text = "Tolvan 19121212-1212, tel. 070-121 21 21, Trettan 121212+1212"
    hidden = masked(text)
    assert hidden == "Tolvan XXXXXXXX-XXXX, tel. 070-121 21 21, Trettan XXXXXX+XXXX"
    assert personal_numbers(hidden) == []
