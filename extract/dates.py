"""Dates of Swedish official prose, with values in EDTF.

An own grammar: general date readers fail on "i maj 2018" and invent dates out of "på 1500". A number in a
case number, a law, a sum or a clock time is no date. A day or month without its year takes it from the dates
around it and is marked as inferred; where nothing near tells the year, the value says so (`XXXX-04-11`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import isleap, monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from extract.facts import facts
from extract.record import DateMention
from extract.words import places_where, tried_at
from ocr.spans import Span

YEAR = r"(?:19|20)\d{2}"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
GAP = r"\s{1,200}"  # white space, a line end, blanked page furniture
NEAR = r"\s{0,200}"  # the same, or lost: "den 1maj 2018"
TO = (
    r"(?:\s{0,200}[-–—/]\s{0,200}"
    r"|\s{1,200}(?:till|t\.?o\.?m\.?|t\so\sm|och)(?:\s{1,200}(?:och|med|den)){0,3}\s{1,200})"
)
THROUGH = r"(?:\s{0,3}[-–—]\s{0,200}|\s{1,200}(?:till|t\.o\.m\.)(?:\s{1,200}och\s{1,200}med)?\s{1,200})"
LONGEST = 30  # years between two of which the second has two digits
LAST = 40  # of years in two digits that are of this century
WEEKDAY = r"(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?,?\s{1,200})?"


# how a date can begin: looked at first, so that other words cost little
BEGINS = (
    r"\d|den[\s\d]|(?:mån|tis|ons|tors|fre|lör|sön)dag|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
    r"|vår|höst|sommar|vinter|vt|ht|läs|verks|spel|kv|q[1-4]|terti|år"
    r"|(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|[a-zåäö]+(?:tte|onde|fte|gonde))\s"
    r"|(?:i|under|från|till|sedan|senast|början|slutet)\s"
)


@cache
def _grammar() -> re.Pattern[str]:
    months = "|".join(sorted(facts("calendar")["months"], key=len, reverse=True))
    short = "|".join(
        word
        for word in facts("calendar")["months"]
        if len(word) < 5 and word not in ("mars", "maj", "juni", "juli")
    )
    seasons = "|".join(sorted(facts("calendar")["seasons"], key=len, reverse=True))
    ordinals = "|".join(facts("calendar")["ordinals"])
    quarters = "|".join(facts("calendar")["quarters"]["words"])
    in_words = "|".join(facts("calendar")["days"]["words"])
    month = rf"(?:(?:{short})\.?(?=[\s/–-])|(?:{months})s?(?:\s{{1,200}}månad)?\b)"
    return re.compile(
        rf"""(?:(?<![\w/:.-])|(?<=\d--))(?={BEGINS})(?:
        # 2024-10-23, 2024/10/23, 2024.10.23, 2024_10_23; 2024-10- 23, broken at a line's end
          (?P<iso>(?P<iy>{YEAR})(?P<sep>[-–/._])(?:(?<=[-–])\s)?(?P<im>0[1-9]|1[0-2])(?P=sep)(?:(?<=[-–])\s)?
              (?P<id>0[1-9]|[12]\d|3[01])(?![\d]))
        # 21-12-16
        | (?P<short>(?P<cy>\d{{2}})-(?P<cm>0[1-9]|1[0-2])-(?P<cd>0[1-9]|[12]\d|3[01])
              (?![\w:/-]|[.,]\d|\s\d\d\b(?!:)))
        # 14.06.2023
        | (?P<dotted>(?P<pd>{DAY})\.(?P<pm>0?[1-9]|1[0-2])\.(?P<py>{YEAR})(?![\w/-]|[.:]\d))
        # 180131, behind the word for a paper or a meeting
        | (?P<digits>(?P<gy>\d\d)(?P<gm>0[1-9]|1[0-2])(?P<gd>0[1-9]|[12]\d|3[01])(?![\w:/-]|[.,]\d))
        # den 5 mars till den 11 april 2018, 11 april den 2 maj 2018
        | (?P<between>(?<!§\s)(?<!§){WEEKDAY}(?:den{NEAR})?(?P<b1>{DAY})
              (?:{NEAR}(?P<bm1>{month})(?:{GAP}(?P<by1>{YEAR}))?(?:{TO}(?:den{NEAR})?|{GAP}den{GAP})|{TO}(?:den{NEAR})?)(?P<b2>{DAY}){NEAR}(?P<bm2>{month}),?{GAP}(?P<by2>{YEAR})\b)
        # tisdagen den 7 maj 2024, den första juli 2016
        | (?P<full>{WEEKDAY}(?:den{NEAR})?(?:(?P<fd>{DAY})(?::e|:a|\.)?{NEAR}|(?P<fw>{in_words}){GAP})
              (?P<fm>{month}),?{GAP}(?:år{GAP})?(?P<fy>{YEAR})\b)
        # 23/10 2024; den 23/10-24
        | (?P<slash>(?P<sd>{DAY})/(?P<sm>0?[1-9]|1[0-2])(?:{GAP}|-|/)(?P<sy>{YEAR})\b)
        | (?P<slashed>den{GAP}(?P<ed>{DAY})/(?P<em>0?[1-9]|1[0-2])\s?[-–’'](?P<ey>\d\d)(?![\w/:-]))
        # januari till mars 2018, januari–mars 2018, jan/febr 2020
        | (?P<months>(?P<m1>{month})(?:{GAP}(?P<my1>{YEAR}))?
              (?:\s{{0,3}}[-–—/]\s{{0,200}}|{GAP}(?:till|t\.o\.m\.)(?:{GAP}och{GAP}med)?{GAP})(?P<m2>{month}),?{GAP}(?P<my>{YEAR})\b)
        # februari 2016
        | (?P<month>(?P<mm>{month}),?{GAP}(?:år{GAP})?(?P<mmy>{YEAR})\b)
        # våren 2016, hösten år 2017
        | (?P<season>(?P<s>{seasons})[.]?{GAP}(?:år{GAP})?(?P<ssy>{YEAR})\b(?!(?:--|–)\d))
        # vt-24, HT 2023
        | (?P<term>(?P<tw>[vh]t)[\s-]?(?P<tsy>{YEAR}|[0-4]\d)(?![\w/:-]|[.,]\d))
        # läsåret 2015-16, läsåret 2015/2016, läsåret 23/24
        | (?P<school>(?:läsår(?:et|en)?|verksamhetsåret|spelåret){GAP}
              (?P<ly>{YEAR}|\d\d(?=/))\s?[-–/]\s?(?P<ly2>\d{{2}}(?:\d{{2}})?)\b)
        # kvartal 2, 2019; kv 3 2023; andra kvartalet 2019; Q2 2019; 2019-Q2, 2019 kv 2
        | (?P<quarter>(?:(?:{quarters}){GAP}(?P<q>[1-4])|(?P<qo>{ordinals}){GAP}kvartalet|q(?P<q2>[1-4]))
              ,?{GAP}(?:år{GAP})?(?P<qy>{YEAR})\b(?!:\d))
        | (?P<quarterly>(?P<qly>{YEAR})[\s-]{{0,2}}(?:q|(?:{quarters})\s?)(?P<q3>[1-4])(?![\w/:-]))
        # tertial 1 2018, Tertialbokslut 1 2018
        | (?P<third>(?:tertial\w*{GAP}(?P<t>[1-3])|(?P<to>{ordinals}){GAP}tertialet),?{GAP}(?P<ty>{YEAR})\b)
        # åren 2016 till 2019, 2026–2027, 2016-<line end>2018; 20162018, whose hyphen the line's end took
        | (?P<years>(?:(?:åren|år){GAP})?(?P<y1>{YEAR})(?:{THROUGH}|(?=20))(?P<y2>{YEAR})
              (?![\w/-]|:\s?\d|:\S|\s?nr\b))
        # åren 2008-12, perioden 2019-23
        | (?P<told>(?:åren{GAP}|(?<=perioden\s)(?=\d{{4}}-(?:1[3-9]|[2-9])))(?P<ty1>{YEAR})
              (?:--|[-–])(?P<ty2>\d\d)(?![\w/:-]))
        # 2023--24, 2023–24; no time of day, number of a telephone or sum
        | (?P<cut>(?<!\bkl\.\s)(?<!\bkl\s)(?P<ky1>{YEAR})(?:--|–)(?P<ky2>1[3-9]|[2-9]\d)
              (?![\w/:-]|[.,]\d|\s?nr\b|\s?[%\d]|\s(?:[mt]?kr|mnkr|procent|personer|platser)\b))
        # 2021/2022, a school year
        | (?P<joined>(?P<jy1>{YEAR})/(?P<jy2>{YEAR})(?![\w:/-]))
        # 2018-03
        | (?P<yearmonth>(?P<ymy>{YEAR})-(?P<ymm>0[1-9]|1[0-2])(?![\w/:-]))
        # 1990-talet
        | (?P<decade>(?P<dy>{YEAR})-tal(?:et|ets)?\b)
        # den 11 april, 26 januari
        | (?P<day>{WEEKDAY}(?:den{NEAR})?(?P<dd>{DAY})(?::e|:a)?{NEAR}(?P<dm>{month}))
        # år 2025, 2025
        | (?P<year>(?:(?:år|åren|årets){GAP})?(?P<yy>{YEAR})
              (?![\w/]|:\s?\d|:\S|-\w|[.,]\d|\s?nr\b|\s\d{{3}}\b))
        # i mars månad, under hösten
        | (?P<bare>(?:i|under|från|till|sedan|senast|början{GAP}av|slutet{GAP}av){GAP}
              (?P<bm>{month})(?!\s{{1,200}}(?:månad\s{{1,200}})?(?:år\s{{1,200}})?{YEAR}
              |(?:\s?[-–—/]\s?|{GAP}(?:till|t\.o\.m\.)(?:{GAP}och{GAP}med)?{GAP})(?:{month}),?\s{{1,200}}{YEAR}))
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


UNIT = re.compile(r"\s{1,3}(\w+|%)")
BEFORE = 60  # letters before a number in which the word stands that tells what it is
# "v. 20–22 2025": the number before the year is a week
WEEK = re.compile(r"\b(?:v\.?|veck(?:a|orna))\s?\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s{1,3}$", re.IGNORECASE)


@cache
def _context(name: str) -> re.Pattern[str]:
    return re.compile(facts("calendar")["context"][name], re.IGNORECASE | re.VERBOSE)


def _stands_behind(name: str, text: str, start: int) -> bool:
    """Does something of that list stand right before this place?"""
    return _context(name).search(text, max(0, start - BEFORE), start) is not None


def dates_in(text: str, taken: Sequence[Span] = ()) -> list[DateMention]:
    """The dates of a text, in order. `taken`: places that are something else (case numbers)."""
    starts = [span.start for span in taken]
    found: list[DateMention] = []
    for match in _matches(text):
        if _inside(taken, starts, match.start(), match.end()):
            continue
        value = _value(match, text)
        if value is None:
            continue
        if match["between"] and "/" in value and (both := _two_days(match, value)):
            found += both
            continue
        if "XXXX" in value:
            found.append(_with_year(match, value, found))
            continue
        if match["month"]:
            found += _months_before(text, match, found)
        found.append(DateMention(_span(match), value, inferred=bool(match["short"] or match["digits"])))
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Where the grammar fits, tried at the words with which a date can begin."""
    return tried_at(_grammar(), text, places_where(text, lambda word: _begins().match(f"{word} ")))


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(BEGINS)


def _span(match: re.Match[str]) -> Span:
    start = match.start("bm") if match["bare"] else match.start()
    piece = match.string[start : match.end()].rstrip()
    return Span(start, start + len(piece))


AND = re.compile(r"\soch\s(?!med\b)")
BETWEEN = re.compile(r"\b(?:mellan|tiden|perioden)\s+$", re.IGNORECASE)


def _two_days(match: re.Match[str], value: str) -> list[DateMention]:
    """The days of "den 3 juni och den 19 augusti 2021", which are two and no stretch of time; nothing for
    "mellan den 3 juni och den 19 augusti 2021"."""
    text = match.string
    joined = AND.search(text, match.start(), match.end())
    if joined is None or BETWEEN.search(text, max(0, match.start() - 40), match.start()):
        return []
    first, last = value.split("/")
    spans = (Span(match.start(), joined.start()), Span(joined.end(), _span(match).end))
    return [DateMention(spans[0], first, inferred=not match["by1"]), DateMention(spans[1], last)]


def _value(match: re.Match[str], text: str) -> str | None:
    """The EDTF value of one match; None where it is no date after all."""
    g = match.group
    if g("iso"):
        return _day(g("iy"), int(g("im")), g("id"))
    if g("short"):  # but not "nr 12-04-30"
        if _stands_behind("no_year", text, match.start()):
            return None
        return _day(_in_full(g("cy")), int(g("cm")), g("cd"))
    if g("dotted"):
        return _day(g("py"), int(g("pm")), g("pd"))
    if g("digits"):
        year = _in_full(g("gy"))
        told = _stands_behind("dated", text, match.start())
        told = told or (_stands_behind("done", text, match.start()) and year in text)
        if not told or _counts(match, text):
            return None
        return _day(year, int(g("gm")), g("gd"))
    if g("full"):
        day = g("fd") or facts("calendar")["days"]["words"][g("fw").lower()]
        return _day(g("fy"), _month(g("fm")), day)
    if g("between"):
        first = _day(g("by1") or g("by2"), _month(g("bm1") or g("bm2")), g("b1"))
        second = _day(g("by2"), _month(g("bm2")), g("b2"))
        return f"{first}/{second}" if first and second else second
    if g("slash"):
        return _day(g("sy"), int(g("sm")), g("sd"))
    if g("slashed"):
        return _day(_in_full(g("ey")), int(g("em")), g("ed"))
    if g("months"):
        return f"{g('my1') or g('my')}-{_month(g('m1')):02d}/{g('my')}-{_month(g('m2')):02d}"
    if g("month"):
        return f"{g('mmy')}-{_month(g('mm')):02d}"
    if g("season"):
        return f"{g('ssy')}-{facts('calendar')['seasons'][g('s').lower()]}"
    if g("term"):
        if _counts(match, text):  # "HT 12 platser"
            return None
        return f"{_in_full(g('tsy'))}-{facts('calendar')['seasons'][g('tw').lower()]}"
    if g("school"):
        first = _in_full(g("ly"))
        return f"{first}/{g('ly2') if len(g('ly2')) == 4 else first[:2] + g('ly2')}"
    if g("quarter") or g("quarterly"):
        year = g("qy") or g("qly")
        quarter = int(g("q") or g("q2") or g("q3") or facts("calendar")["ordinals"][g("qo").lower()])
        return f"{year}-{quarter * 3 - 2:02d}/{year}-{quarter * 3:02d}"
    if g("third"):
        third = int(g("t") or facts("calendar")["ordinals"][g("to").lower()])
        return f"{g('ty')}-{third * 4 - 3:02d}/{g('ty')}-{third * 4:02d}" if third < 4 else None
    return _loose_value(match, text)


def _loose_value(match: re.Match[str], text: str) -> str | None:
    """Years and days that are dates only if nothing around says otherwise."""
    g = match.group
    if g("years"):
        number = g("years").isdigit() and _stands_behind("number", text, match.start())
        return f"{g('y1')}/{g('y2')}" if g("y1") <= g("y2") and not number else None
    if g("cut") or g("told"):
        first, end = (g("ky1"), g("ky2")) if g("cut") else (g("ty1"), g("ty2"))
        last = int(first[:2] + end)
        return f"{first}/{last}" if 0 < last - int(first) < LONGEST else str(first)
    if g("joined"):
        return f"{g('jy1')}/{g('jy2')}" if int(g("jy2")) == int(g("jy1")) + 1 else None
    if g("yearmonth"):
        return f"{g('ymy')}-{g('ymm')}"
    if g("decade"):
        return f"{g('dy')[:3]}X" if g("dy")[3] == "0" else None
    if g("day") and g("dd") == "1" and match.group().lower().endswith("månad"):
        return f"XXXX-{_month(g('dm')):02d}"  # "i oktober månad", misread
    if g("day"):
        return _day("XXXX", _month(g("dm")), g("dd"))
    if g("bare") and g("bm").istitle():
        return None  # "från Jan Ek"
    if g("bare"):
        return f"XXXX-{_month(g('bm')):02d}"
    if _counts(match, text):
        return None
    week = WEEK.search(text, max(0, match.start() - 20), match.start())
    return None if not week and _stands_behind("no_year", text, match.start()) else str(g("yy"))


def _counts(match: re.Match[str], text: str) -> bool:
    """Is it a number of something ("2000 kronor")?"""
    unit = UNIT.match(text, match.end())
    return unit is not None and unit.group(1).lower() in facts("calendar")["units"]["words"]


def _in_full(year: str) -> str:
    """A year of two digits in four: "23" is 2023, "87" is 1987."""
    return year if len(year) == 4 else f"{'19' if int(year) > LAST else '20'}{year}"


def _day(year: str, month: int, day: str) -> str | None:
    """A day that there is; of a year that is not known, one that may be."""
    _, longest = monthrange(int(year) if year.isdigit() else 2000, month)
    return f"{year}-{month:02d}-{int(day):02d}" if int(day) <= longest else None


def _month(word: str) -> int:
    name = word.split()[0].lower().rstrip(".")
    months: dict[str, int] = facts("calendar")["months"]
    return months.get(name) or months[name.rstrip("s")]


STOP = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
NEW_ITEM = re.compile(r"\n[^\S\n]*§")  # below the heading of an item the usual year of the text is meant


def _with_year(match: re.Match[str], value: str, before: Sequence[DateMention]) -> DateMention:
    """A day without its year takes that of a date shortly before, in running text.

    In a table it stands alone in its line, and the year in some other cell: the value leaves it open.
    """
    last = next((d for d in reversed(before[-3:]) if match.start() - d.span.end < 250), None)
    near = last.edtf[:4] if last else None
    if last and len(value) == 7 and STOP.search(match.string, last.span.end, match.start()):
        near = None  # "under september månad" need not be of the year of another sentence's date
    if last and NEW_ITEM.search(match.string, last.span.end, match.start()):
        near = Counter(d.edtf[:4] for d in before).most_common(1)[0][0]
    if near is None or stands_in_a_table(match.string, match.start(), match.end()):
        return DateMention(_span(match), value, inferred=True)
    if value.endswith("02-29") and near.isdigit() and not isleap(int(near)):
        near = "XXXX"
    return DateMention(_span(match), value.replace("XXXX", near), inferred=True)


@cache
def _told_with() -> frozenset[str]:
    """Words that lead up to a date in running text."""
    return frozenset(("senast", "före", "till", "från", "efter", "sedan", "under", "och", "den"))


def stands_in_a_table(text: str, start: int, end: int) -> bool:
    """Does a date stand in a line by itself, as in a table of meeting days?"""
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    behind = text[end : end + 40].partition("\n")[0]
    months = facts("calendar")["months"]
    words = [w for w in re.findall(r"[^\W\d_]{3,}", f"{before} {behind}".lower()) if w not in months]
    told = not _told_with().isdisjoint(words)  # a sentence that only wraps there
    return not told and (len((before + behind).strip()) < 15 or not words)


@cache
def _before() -> re.Pattern[str]:
    months = "|".join(sorted(facts("calendar")["months"], key=len, reverse=True))
    return re.compile(
        rf"\b(?P<m>{months})\s{{0,200}}(?:,?\s{{0,200}}\b(?:samt|och)\b|,)\s{{0,200}}$", re.IGNORECASE
    )


def _months_before(text: str, match: re.Match[str], found: list[DateMention]) -> Iterator[DateMention]:
    """In "juni, samt augusti och september 2017" the first two take the year of the last."""
    at = match.start()
    earlier: list[DateMention] = []
    while before := _before().search(text, max(0, at - 60), at):
        span = Span(before.start("m"), before.end("m"))
        if re.search(r"\d{1,2}\s{1,3}$", text[max(0, span.start - 5) : span.start]):
            break
        earlier.append(DateMention(span, f"{match['mmy']}-{_month(before['m']):02d}", inferred=True))
        at = span.start
    for mention in earlier:  # a bare "i juni" may have been noted already, with another year
        for old in [d for d in found[-4:] if d.span.overlaps(mention.span)]:
            found.remove(old)
    return iter(reversed(earlier))


def _inside(taken: Sequence[Span], starts: Sequence[int], start: int, end: int) -> bool:
    i = bisect_left(starts, end)
    return any(span.start < end and start < span.end for span in taken[max(0, i - 2) : i])
