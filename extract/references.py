"""References to items, cases and documents: what a text points to outside itself.

An item is a date with a § ("den 2 maj 2020, § 93") or a paragraf of the same meeting ("paragraferna 5-9"). A
document is named by its number, by its kind with a date or a maker, or is a law. Plans have their own room.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from extract.bodies import bodies_in
from extract.facts import facts
from extract.parties import JOINED
from extract.record import DateMention, Event, Reference, Value
from extract.words import WORD, places, places_where, tried_at, tried_near
from ocr.spans import Span, trimmed

GAP = r"\s{1,200}"
# short for a body in small letters, "ks", "ksau", "bun", "tn": no vowels but these, so that "och" is none
SHORT_BODY = r"(?!jfr?\s|nr\s|st\s|kl\s)[bdfghjklmnprstv]{0,3}(?:au|un|[fnsv])"
# behind a date: ", § 93", " § 4 punkt 2", "§ 10,\npunkt 1"; ", AU § 12"; misread ", 8 93."
SECTION_BEHIND = re.compile(
    rf"""\s{{0,3}},?(?:\s{{1,200}}\(?|(?=§))(?:vid\s|under\s|i\s)?
        (?:(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{{1,4}}|{SHORT_BODY})\s(?=§))?
        (?:§{{1,2}}|paragraf|(?<=,\s)[8J](?=\s\d{{1,4}}(?:[.,;)]|$|\n)))
        \s{{0,200}}(?P<item>\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?)
        (?:,?\s{{1,200}}(?:punkt(?:en|erna)?|p\.?)\s{{1,200}}(?P<point>\d{{1,3}}[a-z]?))?""",
    re.VERBOSE,
)
# before a date: "§ 93, den 2 maj 2020", "§ 120/2019"
SECTION_BEFORE = re.compile(r"§{1,2}\s?(?P<item>\d{1,4})\s?,?\s{1,3}(?:den\s)?$")
SECTION_YEAR = re.compile(r"§\s?(?P<item>\d{1,4})/(?P<year>(?:19|20)\d{2})\b")
# "paragraf 4", "§§ 5-9", "det tagna beslutet § 41"
INTERNAL = re.compile(
    r"(?:\b[Pp]aragraf(?:en|erna)?\s{1,200}|(?<![§\d]\s)(?<![§\d])§§\s?|\b[Bb]eslut(?:et)?,?\s§\s?)(?P<item>\d{1,4}(?:\s?[-–]\s?\d{1,4})?)"
)
# KF Handling 2020 nr 5, H 2020 nr 6, handling 2020 nr 10, 2020 nr 7
NO_PAPER = re.compile(r"(?:begäran|hemställan|initiativ|remiss)\b", re.I)
HANDLING = re.compile(
    r"(?:\b(?:KF\s)?[Hh]andling(?:en)?\s{1,200}|\bH\s)?(?<![\d-])(?:19|20)\d{2}\s{1,200}nr\s{1,200}\d{1,4}\b"
)
# "Skrivelser" above the first day of a list
HEADS_LIST = re.compile(r"[A-ZÅÄÖ][a-zåäö]+\s*\n\s*\d{4}-\d{2}-\d{2}")
REPORT = re.compile(
    r"\b(?:SOU|Ds)\s(?:19|20)\d{2}:\d{1,4}\b|\b(?:[Pp]rop|[Bb]et)\.\s(?:19|20)\d{2}/\d{2}:[A-Za-zÅÄÖåäö]{0,4}\d{1,4}\b"
)
# "Dom i Kammarrätten i Vikasjö, mål nr 3042-17", "Förvaltningsrättens dom den 9 maj 2018 i mål 221-18"
RULING = re.compile(
    r"""\b(?: (?:[Dd]om|[Bb]eslut)(?:en|et)?\s(?:i|från|av|meddelad\sav)\s[A-ZÅÄÖ]\S*(?:rätten|domstolen)
          | [A-ZÅÄÖ]\S*(?:rätten|domstolen)s(?:\si\s\S+)?\s(?:dom|beslut) )
        [^.;:\n]{0,60}?\bmål(?:\s?nr\.?|nummer:?)?\s[A-ZÅÄÖ]{0,3}\s?\d{1,6}-\d{2}\b""",
    re.VERBOSE,
)
# "11 § MBL", "9 kap. 30 § PBL": a law by its letters
SHORT_LAW = re.compile(
    r"(?:\d{1,3}\s(?:[a-z]\s)?kap\.?\s)?\d{1,3}(?:\s[a-z])?(?:\s?[-–]\s?\d{1,3}(?:\s[a-z])?)?\s?§{1,2}\s"
    r"(?:(?:första|andra|tredje)\sstycket\s|p(?:unkt)?\.?\s\d{1,2}\s){0,2}(?:i\s)?"
    r"(?P<law>[A-ZÅÄÖ][A-ZÅÄÖa-z]{0,3}[A-ZÅÄÖ])\b"
)
# bilaga 2 till stadsledningskontorets tjänsteutlåtande, bilagan till X, bilaga 1 i yrkande från S, bilaga 3
ATTACHMENT = re.compile(
    rf"""\b[Bb]ilag(?:a|an|or|orna)\b
        (?:{GAP}(?P<id>(?<=[Bb]ilaga[ ])§[ ]\d{{1,3}}|\d{{1,3}}[a-z]?|[A-Z](?:-[A-Z])?)\b
            (?:\s{{0,3}}(?:,|och|samt|-|–)\s{{0,3}}\d{{1,3}}\b(?!\.\s))*)?
        (?:{GAP}(?:till|i|av){GAP}(?P<of>(?:[a-zåäöA-ZÅÄÖ-]+(?:s|kontoret){GAP}|(?:detta|denna){GAP})?(?:kallelsen|protokoll(?!\w)|tjänste?utlåtande[t]?|tjänsteskrivelse[n]?|yrkande[t]?|tilläggsyrkande[t]?|skrivelse[n]?|förslag(?:et)?|protokollet|rapporten|ärendet|yttrande[t]?|handling(?:en|arna)?)))?
    """,
    re.VERBOSE,
)
LAW_NUMBER = re.compile(
    r"(?:\b[Ll]ag(?:en)?|\b[Ff]örordning(?:en)?)(?:\s{1,200}(?:\((?:18|19|20)\d{2}:\d{1,4}\)|om|med))?(?:\s{1,3}[a-zåäö-]+){0,6}?\s{0,3}\((?:18|19|20)\d{2}:\d{1,4}\)"
)
# "9 kap. 7 § lag om handel med varor", "27 § lag (2010:1) om varor"
LAW_OF = re.compile(
    r"(?:\d{1,3}\s(?:[a-z]\s)?kap\.?\s)?\d{1,3}(?:\s[a-z])?\s?§{1,2}\s(?:[Ll]ag|[Ff]örordning)(?:en)?\s"
    r"(?:\(\d{4}:\d{1,4}\)\s)?om\s[a-zåäö-]+(?:\s(?:mot|för|av|i|med|och)\s[a-zåäö-]+|\s[a-zåäö-]+){0,4}"
)
# "§5 i nämndernas reglemente", "punkten 7 i delegationsordningen"
RULE = re.compile(
    r"(?:§\s?\d{1,3}|\d{1,3}\s§|\bpunkt(?:en)?\s\d{1,3})\s{1,20}i\s{1,20}(?:[a-zåäöA-ZÅÄÖ-]+s\s{1,20})?(?:reglemente|reglementet|delegationsordning|delegationsordningen|arbetsordning|arbetsordningen)\b"
)
# "Stadsledningskontorets tjänsteutlåtande": whose it is
OWNER = re.compile(r"(?<![\w-])[A-ZÅÄÖa-zåäö-]+s\s{1,40}$")
# "5 kap. 50 § första stycket punkt 2 i ..." before the name of a law
CHAPTER = re.compile(
    r"(?:\d{1,3}\s(?:[a-z]\s)?(?:kap\.?|kapitlet)\s{1,200})?"
    r"(?:\d{1,3}(?:\s?[a-z])?(?:\s?[-–]\s?\d{1,3})?\s?§{1,2}\s{1,200})?"
    r"(?:(?:första|andra|tredje)\sstycket\s{1,200})?(?:(?:punkt|p\.?)\s\d{1,2}\s{1,200})?"
    r"(?:i\s{1,200})?(?:nya\s{1,200})?$"
)


def item_references(
    text: str, dates: Sequence[DateMention], body: str | None, meeting: str | None, heads: Sequence[int] = ()
) -> Iterator[Reference]:
    """References to paragraphs of protocols. `body` and `meeting` are this document's own, `heads` the places
    of its own paragraphs' headings, which are no references."""
    spans: list[Span] = []
    own = frozenset(heads)
    for date in dates:
        if len(date.edtf) != 10:
            continue
        match = SECTION_BEHIND.match(text, date.span.end, min(len(text), date.span.end + 420))
        if match and bisect_left(heads, match.end()) > bisect_left(heads, match.start()):
            continue
        if match:
            span = Span(date.span.start, match.end())
        elif before := SECTION_BEFORE.search(text, max(0, date.span.start - 20), date.span.start):
            match, span = before, Span(before.start(), date.span.end)
        else:
            continue
        item = " ".join(match["item"].split())
        who = _body_before(text, span.start) or body
        spans.append(span)
        yield Reference(
            span,
            "item",
            f"{date.edtf} § {item}",
            item=item,
            body=who,
            edtf=date.edtf,
            event=_event_before(text, span.start),
        )
    for match in SECTION_YEAR.finditer(text):
        if match.start() not in own and not any(s.overlaps(Span(*match.span())) for s in spans):
            who = _body_before(text, match.start()) or body
            yield Reference(
                Span(*match.span()), "item", match.group(), item=match["item"], body=who, edtf=match["year"]
            )
    first = heads[0] if heads and text.startswith("§", heads[0]) else len(text)
    for match in INTERNAL.finditer(text):
        span = Span(*match.span())
        if text.startswith("§§", span.start) and span.start < first:
            continue  # on a cover, and where there are no paragraphs of its own
        law = re.match(
            r"(?:\s[a-z])?\s(?:(?:i|av)\s)?(?:[a-zåäö]*(?:lag|lagen|balken|förordningen|reglementet|avtalet|stadgarna|ordningen)\b)|\sLSS|\sKL",
            text[match.end() : match.end() + 30],
        )
        if not law and span.start not in own and not any(s.overlaps(span) for s in spans):
            yield Reference(
                span, "item", match.group(), item=match["item"].replace(" ", ""), body=body, edtf=meeting
            )


def _body_before(text: str, at: int) -> str | None:
    """The body whose decision it is: "kommunfullmäktiges uppdrag 2022-01-27 § 15"."""
    window = text[max(0, at - 90) : at]
    window = re.split(r"[.;:](?=\s)|\n\s*\n|\boch\b(?=\sden\s)", window)[-1]
    found = bodies_in(window)
    return found[-1][0] if found else None


def _event_before(text: str, at: int) -> Event | None:
    """What was done with the matter there: tabled or referred back."""
    window = text[max(0, at - 400) : at]
    window = re.split(r"[.:;](?=\s)|\n\s*\n", window)[-1].lower()
    marks: list[tuple[int, Event]] = [
        (m.start(), event) for event, pattern in _done().items() for m in pattern.finditer(window)
    ]
    return max(marks)[1] if marks else None


@cache
def _done() -> dict[Event, re.Pattern[str]]:
    """What may be said of a matter before date and paragraph: "bordlagt den 2 maj 2020, § 93"."""
    words = facts("references")["events"]
    events: tuple[Event, ...] = (
        "tabled",
        "referred_back",
        "adopted",
        "revised",
        "extended",
        "mandated",
        "repealed",
    )
    return {event: re.compile(rf"\b(?:{'|'.join(words[event])})\b") for event in events}


def document_references(text: str, dates: Sequence[DateMention], lists: Sequence[Span]) -> list[Reference]:
    """References to documents. `lists`: the entries of lists of papers, each of which is one."""
    taken = sorted(lists)
    for pattern, matches in _searched(text):
        for match in matches:
            start, end = match.span()
            if pattern is ATTACHMENT and not _is_attachment(match):
                continue
            if pattern is SHORT_LAW and match["law"].lower() not in facts("references")["laws"]["short"]:
                continue  # "12 § AU", beside a law
            if pattern is _laws():
                chapter = CHAPTER.search(text, max(0, start - 120), start)
                start = chapter.start() if chapter else start
            if pattern is _dated():
                if not _has_date_behind(dates, match.start("tail"), end):
                    continue
                if NO_PAPER.match(match.group()) and SECTION_BEHIND.match(text, end):
                    continue  # "sin begäran den 4 mars 2021, § 17" is an item
                if HEADS_LIST.fullmatch(match.group()):
                    continue
                owner = OWNER.search(text, max(0, start - 60), start)
                start = owner.start() if owner else start
            span = trimmed(text, start, end)
            at = bisect_left(taken, span)
            if not any(span.overlaps(other) for other in taken[max(0, at - 1) : at + 1]):
                taken.insert(at, span)
    return [_document(text, span, dates) for span in taken]


def _searched(text: str) -> Iterator[tuple[re.Pattern[str], Iterator[re.Match[str]]]]:
    """Each pattern of a document with its matches: tried where a word of it stands."""
    yield HANDLING, tried_near(HANDLING, text, places(text, ["nr"]), 430, 210)
    yield REPORT, tried_at(REPORT, text, places(text, ["sou", "ds", "prop", "bet"]))
    laws = places(text, facts("references")["laws"]["short"])
    yield SHORT_LAW, tried_near(SHORT_LAW, text, laws, 60, 10)
    yield RULING, tried_near(RULING, text, places(text, ["mål", "målnummer"]), 160, 30)
    yield ATTACHMENT, tried_at(ATTACHMENT, text, places_where(text, lambda w: w.startswith("bilag")))
    law = places(text, ["lag", "lagen", "förordning", "förordningen"])
    yield LAW_NUMBER, tried_at(LAW_NUMBER, text, law)
    yield LAW_OF, tried_near(LAW_OF, text, law, 30, 120)
    rules = places_where(text, lambda w: w.startswith(("reglemente", "delegationsordning", "arbetsordning")))
    yield RULE, tried_near(RULE, text, rules, 120, 30)
    names = facts("references")["laws"]["names"]
    named = {*places(text, _openings(names)), *places_where(text, _is_law)}
    yield _laws(), tried_at(_laws(), text, sorted(named))
    kinds = facts("references")["documents"]["dated"]
    yield _dated(), tried_at(_dated(), text, places(text, _openings(kinds)))


def _openings(names: Sequence[str]) -> set[str]:
    """The first words of names, in lower case: "plan" of "plan- och bygglagen"."""
    return {form for name in names for word in WORD.findall(name.lower())[:1] for form in (word, f"{word}s")}


def _is_attachment(match: re.Match[str]) -> bool:
    """Not the heading of a list: "Bilagor", and below it "1. Karta"."""
    behind = match.end()
    listed = "\n" in match.group() and match.string.startswith(". ", behind)
    listed = listed or (
        match.group().startswith("Bilagor") and match.string[behind : behind + 2] in (". ", ".\n")
    )
    return bool(match["id"] or match["of"]) and not listed


def _document(text: str, span: Span, dates: Sequence[DateMention]) -> Reference:
    i = bisect_left(dates, span.start, key=lambda d: d.span.start)
    date = dates[i].edtf if i < len(dates) and dates[i].span.end <= span.end else None
    return Reference(span, "document", " ".join(text[span.start : span.end].split()), edtf=date)


def _has_date_behind(dates: Sequence[DateMention], start: int, end: int) -> bool:
    """Is there a date in the tail of a match?"""
    i = bisect_right(dates, end, key=lambda d: d.span.start) - 1
    return i >= 0 and dates[i].span.end > start and dates[i].span.end <= end + 1


@cache
def _dated() -> re.Pattern[str]:
    """ "yrkande från S, V och MP den 18 oktober 2024", "tjänsteutlåtande daterat 2019-03-24"."""
    kinds = "|".join(sorted(facts("references")["documents"]["dated"], key=len, reverse=True))
    months = "|".join(facts("calendar")["months"])
    day = rf"(?:den{GAP})?\d{{1,2}}(?:{GAP}(?:{months})\.?|/\d{{1,2}}){GAP}\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    letters = rf"[A-ZÅÄÖ][A-Za-zåäö]{{0,3}}(?:{JOINED}[A-ZÅÄÖ][A-Za-zåäö]{{0,3}})*"
    return re.compile(
        rf"""\b(?i:{kinds})\b
            (?:{GAP}(?:från|av){GAP}{letters}|{GAP}från{GAP}[A-ZÅÄÖ][\w-]+(?:{GAP}(?!den\b)[^\W\d][\w-]*){{0,3}}(?={GAP}den\b))?(?:{GAP}{letters})?(?:{GAP}särskilt{GAP}yttrande{GAP}{letters})?
            (?:{GAP}(?:från|av|daterad|daterat|daterade|utfärda[dt]|upprätta[dt]|den|inkommen|inkommet|inlämnad|till)|,(?={GAP}(?:dat|ink|inl)))*
            (?P<tail>{GAP}(?:{day})(?:,?{GAP}(?:reviderat|reviderad|kompletterat|kompletterad){GAP}(?:{day}))?)""",
        re.VERBOSE,
    )


@cache
def _laws() -> re.Pattern[str]:
    names = "|".join(
        re.escape(n).replace(r"\ ", GAP)
        for n in sorted(facts("references")["laws"]["names"], key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![\w-])(?:{names}|(?:[a-zåäö]{{3,30}}-\soch\s)?[a-zåäö]{{3,30}}(?:lag|balk|förordning)en)s?(?![\w-])(?:\s{{1,3}}\((?:18|19|20)\d{{2}}:\d{{1,4}}\))?",
        re.IGNORECASE,
    )


def _is_law(word: str) -> bool:
    """Does a word end like the name of a law ("livsmedelslagen") and not like many bills, teams, firms?"""
    bare = word.removesuffix("s")
    return (
        bare.endswith(("lagen", "balken", "förordningen")) and not bare.endswith(_no_laws()) and len(bare) > 7
    )


@cache
def _no_laws() -> tuple[str, ...]:
    return tuple(facts("references")["laws"]["not_endings"])


def case_references(values: Sequence[Value]) -> list[Reference]:
    return [Reference(value.span, "case", value.value) for value in values]
