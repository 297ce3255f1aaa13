"""Letters and signs of a damaged text that its own grammar settles, read letter for letter.

A figure inside a name is a letter, a dollar before a number the sign of a paragraph, and what stands twice in
a column of single letters stands there once. Every letter keeps its place, so that what is found here stands
in the text as it is. None of this is done to a text that was not damaged.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Hamming

from extract.facts import facts, folded, words
from extract.legible_days import days_legible
from extract.people import LOWER

# "L6f", "S6rman", "H&kansson", "DahIberg", "Lars6 (S)": a letter of a name that came out as a figure, a sign
# or a capital; a road is no name, nor a firm ("LinkedIn"), and "McIntyre" is one
FIGURE = re.compile(
    rf"""(?<!\w)(?!E6ans?\b)[A-ZÅÄÖ][{LOWER}]*
        (?: (?:(?:[60&1|]|(?<=[{LOWER}])I(?!n)(?=[{LOWER}]{{2}}))[{LOWER}]+)+
          | (?<=[{LOWER}]{{2}})6(?=\ \([A-ZÅÄÖ][A-Za-z]?\)))""",
    re.VERBOSE,
)
LETTER = str.maketrans("60&1|I", "öoälll")
# a word before a capital, with a letter that is one stroke: "lvar Ek", "Yiva Ström"
FIRST = re.compile(rf"(?<!\w)(?=\w{{0,11}}[lIi])[{LOWER}A-ZÅÄÖ][{LOWER}]{{1,11}}(?= [A-ZÅÄÖ])")
STEMS = {"l": "Ii", "i": "l", "I": "l"}  # what such a letter is read for
# "Jens åker (V)": a name in small letters before its party
SMALL = re.compile(
    rf"(?P<first>(?<!\w)[A-ZÅÄÖ][{LOWER}]{{1,11}} )(?P<name>[åäö][{LOWER}]{{1,14}})(?= \([A-ZÅÄÖ][A-Za-z]?\))"
)
# "... deltar ej. | hans ställe tjänstgör ...": an I that begins a sentence
STROKE = re.compile(rf"(?<=[.!?] )\|(?= [{LOWER}]{{2}})")
# "Tertialbokslut | 2018": a one between a word and a year
ONE = re.compile(rf"(?<=[{LOWER}] )\|(?= (?:19|20)\d\d(?!\d))")
# "tyansteskrivelse": the letters "tj", which no other word has before "änst"
SERVICE = re.compile(r"(?<=\b[Tt])y[aä](?=nst)")
# "PA förslag av": the word "På"
# "Bo Ek ($)", "Bo $jöö": an S, where no sum can stand
DOLLAR = re.compile(rf"(?<=[({{\[])\$(?=[)}}\]])|(?<!\w)\$(?=[{LOWER}]{{2}})")
# "Bo Ek (S) ]ämnar": an l, where no bracket was opened
BRACKET = re.compile(rf"(?<=[{LOWER})] )\](?=[{LOWER}]{{3}})")
# "§ 9 övertagande av beslutanderätt": the capital of a title
TITLE = re.compile(r"^(?P<head>§\s?\d{1,4}[.:]?\s)(?P<first>[åäö])(?=[a-zåäö]{2})", re.MULTILINE)
UPON = re.compile(rf"(?<!\w)PA(?= [{LOWER}]{{2}})")
# "*Vi vill ...", "‘Vi vill ...": the mark that opens a quotation, if the next one closes it at a line's end
OPENS = re.compile(r"^[*‘’'](?=[A-ZÅÄÖ][a-zåäö]* \w)", re.MULTILINE)
MARKS = re.compile(r"^[*‘’'”\"“„»«](?=\w)|[”\"“](?=[.)]?$)", re.MULTILINE)
# a letter alone in its column comes out twice: "Eva Alm Ss", "Bo Ek Vv"; "(S$)"
TWICE = re.compile(r"(?<![\w&])(?:Ss|Vv|Cc|Xx|S\$)(?![\w:.])")
# "den 2 maj 2020, $ 93", "2020-05-02, 8 93", "Ks$112 Au$ 98"; no sum of dollars has such a number behind it
PARAGRAPH = re.compile(
    r"""\$(?=\s?\d{1,4}(?![\d.,:]*\d))
      | (?:(?<=\d{4},\s)|(?<=-\d\d,\s)|(?<=-\d\d\s))[8&](?=\s\d{1,4}(?![\w:%]|\s(?:kr|procent|\d)|[.,]\d))""",
    re.VERBOSE,
)
# "Bo Ek (S) låt till protokollet anteckna", "1at"
LET = re.compile(r"(?<=\) )[l1][aå]t(?= (?:till (?:dagens )?protokoll|anteckna))")
# "5 mats 2018": a word between a day and a year; "12 mäts 19 mars": in a row of days
MONTH = re.compile(rf"(?<=\d )[{LOWER}]{{4,9}}(?= (?:19|20)\d\d\b| \d\d? [{LOWER}]{{3,9}}\b)")
# a word before a day, "den" or another
BEFORE = rf"\b(?P<before>[{LOWER}]+),? "
HABIT = 2  # days behind "den" for each that stands without, where a text writes them so
# "punkten 28 1 reglementet": the word "i"
WITHIN = re.compile(rf"(\bpunkt(?:en)?\s\d{{1,3}}\s)1(?=\s[{LOWER}]{{3}})")
# "Bo Ek m.fi. (S)": and others
OTHERS = re.compile(r"(?<=\bm\.)f[i1I](?=\.)|(?<=\bm\.\s)f[i1I](?=\.)|(?<=\bm )f[i1I](?=[. ])")


def legible(text: str) -> str:
    """The text letter for letter, with letters for the figures inside of names, and signs put right.

    >>> legible("Barbro L6vman (V), lvar Ek och Yiva Å bor i L6vgatan 6. | går kom Jens åker (V)")
    'Barbro Lövman (V), Ivar Ek och Ylva Å bor i Lövgatan 6. I går kom Jens Åker (V)'
    >>> legible("Bo McIntyre och Eva DahIberg")
    'Bo McIntyre och Eva Dahlberg'
    >>> legible("Bo DahIberg på LinkedIn (S) och Dag Lars6 (S) låt anteckna en avvikande mening")
    'Bo Dahlberg på LinkedIn (S) och Dag Larsö (S) lät anteckna en avvikande mening'
    >>> legible("den 5 mats 2018 om 5 mål 2018 enligt punkten 128 1 reglementet")
    'den 5 mars 2018 om 5 mål 2018 enligt punkten 128 i reglementet'
    >>> legible("*Vi vill mer.\\nMycket mer.”\\n*Taxa för skolan\\n*Taxa för badet\\n")
    '”Vi vill mer.\\nMycket mer.”\\n*Taxa för skolan\\n*Taxa för badet\\n'
    >>> legible("PA förslag av Bo Ek den IS mars och den Io april 2024 för PA AB")
    'På förslag av Bo Ek den 15 mars och den 10 april 2024 för PA AB'
    >>> legible("Mötet den 5 maj, den 7 maj, den 8 maj, den 9 maj och den 12 juni tog upp beslut 1 mars 2021")
    'Mötet den 5 maj, den 7 maj, den 8 maj, den 9 maj och den 12 juni tog upp beslut i mars 2021'
    >>> legible("§ 9 övertagande av beslutanderätt\\nBo Ek ($) och Eva $jöö ]ämnar $ 5,5 mot § 9 åter")
    '§ 9 Övertagande av beslutanderätt\\nBo Ek (S) och Eva Sjöö lämnar $ 5,5 mot § 9 åter'
    >>> legible("Delårsbokslut | 2018 och Bo Ek | 12")
    'Delårsbokslut 1 2018 och Bo Ek | 12'
    >>> legible("Nämnden den 2 maj 2020, $ 93, och 2020-06-02, 8 12. Bo Ek m.fi. (S$) yrkar avslag lmaj 2021")
    'Nämnden den 2 maj 2020, § 93, och 2020-06-02, § 12. Bo Ek m.fl. ( S) yrkar avslag 1maj 2021'
    """
    text = FIGURE.sub(lambda match: match.group().translate(LETTER), text)
    text = UPON.sub("På", days_legible(BRACKET.sub("l", DOLLAR.sub("S", text))))
    text = TITLE.sub(lambda match: match["head"] + match["first"].upper(), text)
    text = OPENS.sub(lambda match: _opening(text, match), text)
    text = TWICE.sub(lambda match: " " + match.group()[0], STROKE.sub("I", ONE.sub("1", text)))
    text = SERVICE.sub("jä", MONTH.sub(lambda match: _month(match.group()), text))
    text = _in_months(text)
    text = OTHERS.sub("fl", PARAGRAPH.sub("§", _first_of_month().sub("1", text)))
    text = WITHIN.sub(r"\1i", LET.sub("lät", text))
    text = FIRST.sub(lambda match: first_name_read(match.group()), text)
    return SMALL.sub(lambda match: match["first"] + match["name"].capitalize(), text)


def _opening(text: str, mark: re.Match[str]) -> str:
    """The mark at the head of a line, as it was meant."""
    following = MARKS.search(text, mark.end())
    return "”" if following and text[following.start() - 1] != "\n" else mark.group()


@cache
def _first_of_month() -> re.Pattern[str]:
    """The day in "lapril 2021", "den I maj"."""
    months = "|".join(word for word in facts("calendar")["months"] if len(word) > 3 or word == "maj")
    return re.compile(rf"(?<!\w)[lI|](?=(?:{months})\b)|(?<=\bden )[lI|](?= (?:{months})\b)")


def _in_months(text: str) -> str:
    """The word "i" in "beslut 1 december 2015", if the days of the text stand behind "den"."""
    days = [match for match in _day_behind_word().finditer(text) if not _is_first(match)]
    dens = sum(match["before"] == "den" for match in days)
    if dens < HABIT * (1 + sum(_of_days().fullmatch(match["before"]) is None for match in days)):
        return text
    return _day_behind_word().sub(
        lambda match: match.group()[:-1] + "i" if _is_first(match) else match.group(), text
    )


def _is_first(day: re.Match[str]) -> bool:
    """A 1 before a month and a year that no word announces as a day."""
    return day["day"] == "1" and day["year"] is not None and not _of_days().fullmatch(day["before"])


@cache
def _of_days() -> re.Pattern[str]:
    """A word that stands before days only ("från 1 maj 2021"), or tells of what begins on a first."""
    return re.compile(facts("calendar")["context"]["of_days"], re.VERBOSE)


@cache
def _day_behind_word() -> re.Pattern[str]:
    """A word before a day and a month: "den 3 maj", "beslut 1 maj 2021"."""
    months = "|".join(word for word in facts("calendar")["months"] if len(word) > 3 or word == "maj")
    year = r" (?:(?:19|20)\d\d|månad)\b(?!\s?[-–—]|\still\s)"
    return re.compile(rf"{BEFORE}(?P<day>\d{{1,2}})(?= (?:{months})\b(?P<year>{year})?)")


def _month(word: str) -> str:
    """A word between a day and a year: the one month that differs from it in a letter."""
    months = [month for month in facts("calendar")["months"] if len(month) == len(word)]
    near = [month for month in months if Hamming.distance(month, folded(word)) <= 1]
    return near[0] if len(near) == 1 else word


def first_name_read(word: str) -> str:
    """A word before a name: the first name that it is, if l and i stand for each other in it."""
    known = words("first_names")
    if word in known:
        return word
    meant = {
        word[:i] + letter + word[i + 1 :]
        for i, read in enumerate(word)
        for letter in STEMS.get(read, "")
        if letter.isupper() == (i == 0)
    } & known
    return meant.pop() if len(meant) == 1 else word
