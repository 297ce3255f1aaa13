"""Letters that went through another code page come back, and signs of the text's own stay."""

from __future__ import annotations

import html.entities
import quopri
import re
from collections.abc import Iterable

import pytest

from ocr.decode import decode
from ocr.ledger import undo
from ocr.repair import repair

TEXT = """Socialnämnden beslutade den 3 maj att föreslå en ny riktlinje för boendestöd. Frågan har
behandlats i nämnden tidigare, och förvaltningen har fått i uppdrag att följa upp kostnaderna. Ordföranden
ställer proposition på förslaget och finner att nämnden beslutar enligt detta. Ärendet ska redovisas till
kommunstyrelsen före sommaren, så att åtgärderna kan börja gälla nästa år. Är frågan väl utredd? Åsa Öberg
(S) yrkar återremiss. Övriga instämmer.
"""


def read_as(read: Iterable[str], text: str = TEXT) -> str:
    """Each of å, ä, ö, Å, Ä and Ö as one sign of `read`."""
    return "".join(dict(zip("åäöÅÄÖ", read, strict=True)).get(letter, letter) for letter in text)


def escaped(form: str, text: str = TEXT) -> str:
    """Each of å, ä and ö as a program writes it: `form` with its number in Latin-1, or its name in HTML."""
    names = html.entities.codepoint2name
    return re.sub("[åäöÅÄÖ]", lambda match: form.format(ord(match[0]), name=names[ord(match[0])]), text)


TEX = dict(zip("åäöÅÄÖ", ("{\\aa}", '{\\"a}', '{\\"o}', "{\\AA}", '{\\"A}', '{\\"O}'), strict=True))

READINGS = {
    "mail": quopri.encodestring(TEXT.encode("latin-1")).decode(),
    "mail, with Windows's line ends": quopri.encodestring(TEXT.encode("latin-1"))
    .decode()
    .replace("=\n", "=\r\n"),
    "mail, in small hex": escaped("={:02x}"),
    "mail in UTF-8": quopri.encodestring(TEXT.encode()).decode(),
    "an address's signs": escaped("%{:02X}"),
    "an address's signs in UTF-8": re.sub(
        "[åäöÅÄÖ]", lambda match: "".join(f"%{byte:02x}" for byte in match[0].encode()), TEXT
    ),
    "HTML's names": escaped("&{name};"),
    "HTML's names without their signs": escaped("{name};"),
    "HTML's names without their ends": escaped("&{name}"),
    "HTML's numbers": escaped("&#{};"),
    "HTML's numbers in hex": escaped("&#x{:x};"),
    "HTML's names written again": escaped("&amp;{name};"),
    "RTF": escaped("\\'{:02x}"),
    "JSON within JSON": escaped("\\\\u{:04x}"),
    "UTF-8 read as Russian": TEXT.encode().decode("cp1251"),
    "UTF-8 read as Unix's Russian": TEXT.encode().decode("koi8-r"),
    "JSON": escaped("\\u{:04x}"),
    "UTF-7": TEXT.encode("utf-7").decode(),
    "TeX": re.sub("[åäöÅÄÖ]", lambda match: TEX[match[0]], TEXT),
    "UTF-8 read as Windows twice": TEXT.encode()
    .decode("cp1252", "ignore")
    .encode()
    .decode("cp1252", "ignore"),
    "UTF-8 read as DOS": TEXT.encode().decode("cp437"),
    "UTF-8 read as Latin-1": TEXT.encode().decode("latin-1"),
    "UTF-8 read as Mac Roman": TEXT.encode().decode("mac_roman"),
    "Mac Roman read as Windows": decode(TEXT.encode("mac_roman")).text,
    "Windows read as Mac Roman": TEXT.encode("cp1252").decode("mac_roman"),
    "DOS read as Windows": decode(TEXT.encode("cp850")).text,
    "DOS read as Latin-1": TEXT.encode("cp850").decode("latin-1"),
    "Windows read as DOS": TEXT.encode("cp1252").decode("cp850"),
    "the Swedish seven-bit code": read_as("}{|][\\"),
    "a font's private codes": read_as("\uf0e5\uf0e4\uf0f6\uf0c5\uf0c4\uf0d6"),
    "bytes that are none of UTF-8": read_as("\uf7e5\uf7e4\uf7f6\uf7c5\uf7c4\uf7d6"),
    "a sign for what cannot be shown": read_as("\ufffd" * 6),
    "question marks": read_as("?" * 6),
    "two question marks": read_as(["??"] * 6),
}


@pytest.mark.parametrize("how", READINGS)
def test_letters_come_back_and_go_again(how: str) -> None:
    result = repair(READINGS[how])
    assert result.text == TEXT
    assert undo(result.text, result.ledger) == READINGS[how]


def test_a_lost_letter_that_stays_in_doubt_stays_as_it_was() -> None:
    result = repair(read_as("\ufffd" * 6) + "Firman Zq\ufffdx i Kl\ufffd\ufffd\ufffdrp har svarat.\n")
    assert "Zq\ufffdx" in result.text
    assert "é" not in result.text


def test_words_without_a_lost_letter_stay() -> None:
    result = repair("N?mnden f?resl?r en ny plan f?r ?ldreomsorgen. Har fr?gan beretts? Han far resa.\n")
    assert result.text == "Nämnden föreslår en ny plan för äldreomsorgen. Har frågan beretts? Han far resa.\n"


LEFT_ALONE = [
    "Är frågan utredd?Vem svarar för kostnaden?När blir det klart?Vad gör nämnden?",
    "Namn|Adress|Telefon\nEk|Vikasjö|12 34\nAlm|Storsund|56 78\nö|ä|å\n",
    "Om {år} och {nämnd} saknas [se bilaga] skrivs f{n} | g[n] i stället.",
    "Milica Šimić, Žarko Đorđević och Ana Œuvre från São Paulo får ordet; de talar för föreningen.",
    "https://vikasjo.se/sok?q=namnd&ar=2019?sida=2 www.vikasjo.se/a|b|c",
    "Märkningen &auml; är kod för ä, liksom Ã¤ i en fil som lästs fel.",
    "Nämnden f\ufffdr yttra sig.",
    "Se G%C3%B6ta+f%C3%B6rslag_n%C3%A4mnd_%C3%A5r_f%C3%B6r%C3%A4ldrar och skriv =E4 för ä i brevet.",
    "https://vikasjo.se/f%C3%B6rslag/n%C3%A4mnden/%C3%A5rsredovisning/f%C3%B6r%C3%A4ldrar/v%C3%A5rd.html",
    "Besökare* och miljoner** räknas, liksom platser*, boende* och anläggningar*; se noten nedan*.",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_signs_of_a_texts_own_and_single_ones_stay(text: str) -> None:
    assert repair(text).text == text


MIXED = [
    ("mac_roman", "cp1252", "Žarko Šimić och Ana Œuvre får ordet för 20 €."),
    ("cp1252", "mac_roman", "Kostnaden är 5 ‰, och Ângela får 10 ÷ 2 kronor."),
    ("cp850", "cp1252", "Žarko säger: „Det är bra” och frågar vidare."),
    ("cp1252", "cp850", "Õnne och João får ordet. 10 ÷ 2 är fem.\n──────────────"),
]


@pytest.mark.parametrize(("written", "read", "good"), MIXED)
def test_where_some_letters_came_through_a_texts_own_signs_stay(written: str, read: str, good: str) -> None:
    between = TEXT.encode(written).decode(read, "ignore")
    result = repair(f"{good}\n{between}{good}\n")
    assert result.text.startswith(f"{good}\nSocialnämnden")
    assert result.text.endswith(f"{good}\n")


def test_the_capitals_of_utf_8_read_as_latin_1_come_back_in_a_text_with_few() -> None:
    text = "Ärendet avser frågan om nämnden får följa upp förslaget.\n"
    assert repair(text.encode().decode("latin-1")).text == text


@pytest.mark.parametrize("how", ["mail", "an address's signs", "HTML's names"])
def test_escaped_letters_come_back_beside_an_address_that_keeps_its_own(how: str) -> None:
    address = "Se https://vikasjo.se/f%C3%B6rslag/n%C3%A4mnden/ om mer.\n"
    result = repair(f"{address}{READINGS[how]}")
    assert result.text == f"{address}{TEXT}"


def test_the_parts_of_a_path_stay_apart_in_seven_bit_text() -> None:
    assert repair(read_as("}{|][\\") + "Se C:\\skola\\beslut.\n").text == TEXT + "Se C:\\skola\\beslut.\n"


def test_a_mark_before_a_letter_is_not_taken_for_the_letter_before() -> None:
    text = "N¨asta ˚ar ska n¨amnden f˚a ett f¨orslag som ¨ar klart. ˚Asa ¨Oberg (S) l¨amnar m¨otet."
    truth = "Nästa år ska nämnden få ett förslag som är klart. Åsa Öberg (S) lämnar mötet."
    assert repair(text).text == truth


def test_a_name_without_its_sign_is_none_behind_the_sign() -> None:
    raw = "Den f&aring;r komma f&ouml;re Vikasj&ouml;."
    assert repair(raw).text == raw
