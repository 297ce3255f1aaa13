"""Statements: reservations, särskilda uttalanden and yttranden, ersättaryttranden, protokollsanteckningar.

The kind is the heading's. A sentence in which a maker reserves, notes or declares opens an entry; what
follows belongs to it. Where the words themselves are quoted, the quotation is the statement and the sentence
before it leads in; a reservation keeps its sentence, since that is the act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.layout import BULLETS, DASHES, Layout, Line
from extract.makers import BARE, makers_in
from extract.people import People
from extract.quotations import outside, quotations
from extract.record import Maker, StatementKind
from extract.sections import Section, sentences_of
from extract.sentences import sentences
from ocr.spans import Span

KINDS: dict[str, StatementKind] = {
    "special_statement": "särskilt uttalande",
    "special_opinion": "särskilt yttrande",
    "reservation": "reservation",
    "substitute_statement": "ersättaryttrande",
    "note": "protokollsanteckning",
    "abstaining": "protokollsanteckning",
    "dissent": "reservation",
    "statement": "yttrande",
}
# What a maker does: "reserverar sig", "lät anteckna", "deltar inte i beslutet", "instämde i uttalandet"
ACTS = re.compile(
    r"""\b(?: reserver(?:ar|ade|at)\ssig | reservation(?:er)?
          | (?:lät|låter|vill\slåta|får|fick),?\s
            (?:(?:för\s[A-ZÅÄÖ][^.:;,]{3,60}|till\sprotokollet),?\s|få\s)*anteckna
          | (?:medges|medgavs|tillåts|tilläts)\s(?:att\s)?(?:lämna|göra|avge)
          | anteckna(?:r|de|s|t) | anmäl(?:er|de|des|s|t) | del(?:tar|tog|tagit)\s(?:inte|ej|icke)
          | (?:inte|ej)\sdel(?:tar|tog|tagit) | avst(?:år|od) | inst[aä]m(?:mer|de|mde|t) | lämna(?:r|de|t)
          | vill\s(?:till\sprotokollet\s)?(?:anföra|framföra|anmäla|tillägga|påpeka|uttala)
          | in(?:ger|gav|kommer|kom|lämnar|lämnade) | av(?:ger|gav|lägger|lade) | avser | önskar
          | begär(?:de)?\satt\sfå | biläggs | bifogas | noteras | gör | gjorde | uttala(?:r|de)
          | meddela(?:r|de) | hänvisa(?:r|de) | framför(?:de)? | anför(?:de|des|ts|t)?
          | gjordes | avgavs | lämnades | ingavs )\b""",
    re.VERBOSE,
)
# kinds of which the words alone are the statement, and how the sentence that leads in to them ends
WORDS_ONLY = ("särskilt uttalande", "särskilt yttrande", "ersättaryttrande")
FOLLOWS = re.compile(r"\b(?:(?:följande|nedanstående)(?:\s\S+){0,3}|enligt\s(?:nedan|följande))[.:]$")
# a colon that ends the line, or stands before a quotation: what is said stands behind it
SAID_BEHIND = re.compile(
    r":(?=[ \t]*(?:\r?\n|[”\"“„»«]))"
    r"|(?:\bföljande(?:\s[a-zåäö]+){0,3}|\benligt\s(?:nedan|följande)):(?=\s+[A-ZÅÄÖ])"
)
LED = re.compile(rf"{FOLLOWS.pattern}|:$")
SAID_TO_BE: tuple[tuple[str, StatementKind], ...] = (
    ("reserver", "reservation"),
    ("reservation", "reservation"),
    ("avvikande", "reservation"),
    ("skiljaktig", "reservation"),
    ("särskilt yttrande", "särskilt yttrande"),
    ("särskilda yttrande", "särskilt yttrande"),
    ("särskilt uttalande", "särskilt uttalande"),
    ("ersättaryttrande", "ersättaryttrande"),
    ("anteckn", "protokollsanteckning"),
    ("deltar", "protokollsanteckning"),
    ("deltog", "protokollsanteckning"),
)
JOINS = re.compile(
    r"^I\s(?:\S+\s){0,3}(?:instämmer|instämde|instämmde)\b"
    r"|^(?:Anteckningen|Reservationen|Yttrandet|Uttalandet)\s"
    r"|^[A-ZÅÄÖ][^.:;]{3,200}?\sinstäm(?:mer|de)\si\s(?:[\w-]+\s){0,2}?(?:[\w-]+s\s)?(?:protokolls)?"
    r"(?:anteckning(?:en)?|reservation(?:en)?|yttrandet?|uttalandet?)\.?$"
)
NOTES_BY_WORD = re.compile(r"\santeckna(?:r|de)\b|\s(?:lät|låter)\santeckna\b")
# behind a reservation, by one of those who made it: "Bo Ek anför:", "Eva Alm (V) anförde följande."
GOES_ON = re.compile(
    r"[^.:;]{3,60}?\s(?:anför|anförde|motiverar|motiverade|(?:ingav|inger)\sföljande)\b[^.:]{0,80}[.:]"
)
# behind these words stands whose wish it is, and not who acts: "till förmån för Bo Eks (S) yrkande"
NOT_THE_MAKER = re.compile(
    r"\b(?:till\s[fF]örmån\sför|med\shänvisning\still|i\senlighet\smed|enligt|som|att)\b"
)
NOTED = re.compile(r"(?:Det\s(?:antecknas|noteras)|Till\sprotokollet\santecknas)\b")
# "Till protokollet antecknas följande särskilda yttrande från Bo Ek (S)"
WHOSE = re.compile(r"\b(?:yttrande|uttalande|anteckning|reservation)\w*\s(?:från|av)\s+")
OPENS = re.compile(r"^[”\"“„»«]")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as found, before it gets its id."""

    kind: StatementKind
    span: Span
    by: tuple[Maker, ...]


def statements_in(layout: Layout, section: Section, people: People) -> Iterator[Said]:
    """The statements of one section whose heading announces such."""
    kind = KINDS[section.kind]
    lines = section.lines
    if not lines or section.start >= section.end:
        return
    text = layout.prose
    speaking = [_speaks(text, lines, i, section.end, people) for i in range(len(lines))]
    quoted = quotations(lines, lambda i: speaking[i])
    entries = _entries(text, section, quoted, people)
    if not entries:
        yield from _headed(text, section, people, kind, quoted)
        return
    for start, sentence_end, end in entries:
        if (
            section.heading
            and section.heading.name.startswith("deltar")
            and CONFLICT.search(text, start, end)
        ):
            continue  # who steps back for jäv says nothing by it
        quotes = [q for q in quoted if start <= q.start < end]
        whole = Span(start, len(text[:end].rstrip()) if end < len(text) else end)
        behind = SAID_BEHIND.search(text, start, sentence_end)
        if behind:
            sentence_end = behind.end()
        by = _by(text, people, start, min(sentence_end, quotes[0].start if quotes else sentence_end))
        sentence = " ".join(text[start:sentence_end].split())
        own = _kind_of(sentence) if section.kind == "dissent" else kind
        if own == "reservation" and NOTES_BY_WORD.search(sentence) and "reserv" not in sentence.lower():
            own = "protokollsanteckning"  # its own heading is lacking
        if quotes and own != "reservation":
            yield Said(own, Span(quotes[0].start, quotes[-1].end), by)
        elif own in WORDS_ONLY and LED.search(sentence) and text[sentence_end : whole.end].strip():
            yield Said(own, _trimmed(text, sentence_end, whole.end), by)
        else:
            yield Said(own, _trimmed(text, whole.start, whole.end), by)


def _by(text: str, people: People, start: int, end: int) -> tuple[Maker, ...]:
    """Who makes it; nobody where it is only noted ("Det antecknas att ...")."""
    if NOTED.match(text, start, end):
        whose = WHOSE.search(text, start, end)
        return makers_in(text, people, whose.end(), end) if whose else ()
    limit = NOT_THE_MAKER.search(text, start, end)
    before = makers_in(text, people, start, limit.start()) if limit else ()
    return before or makers_in(text, people, start, end)


def _kind_of(sentence: str, otherwise: StatementKind = "reservation") -> StatementKind:
    """The kind of one entry under a heading for several, or under none."""
    for word, kind in SAID_TO_BE:
        if word in sentence.lower():
            return kind
    return otherwise


def _entries(text: str, section: Section, quoted: list[Span], people: People) -> list[tuple[int, int, int]]:
    """Where entries stand: start, end of their opening sentence, end."""
    starts: list[tuple[int, int]] = []
    for begin, stop in outside(section.start, section.end, quoted):
        for span in sentences(text, begin, stop):
            sentence = " ".join(text[span.start : span.end].split())
            if JOINS.match(sentence):
                continue
            if starts and GOES_ON.match(sentence) and _again(text, people, starts[-1], span):
                continue
            bare = section.kind == "reservation" and BARE.match(text, span.start, span.end)
            named = bare and makers_in(text, people, span.start, bare.end())
            if named or (_acts(sentence) and _has_maker(text, people, span.start, span.end, sentence)):
                starts.append((span.start, span.end))
    return [
        (start, end, starts[i + 1][0] if i + 1 < len(starts) else section.end)
        for i, (start, end) in enumerate(starts)
    ]


def _again(text: str, people: People, opening: tuple[int, int], span: Span) -> bool:
    """Does one of those who opened the entry speak on in this sentence ("Bo Ek anför:")?"""
    first = {m.name for m in makers_in(text, people, *opening) if m.name}
    return bool(first) and {m.name for m in makers_in(text, people, span.start, span.end)} <= first


def _acts(sentence: str) -> bool:
    return ACTS.search(sentence[:420]) is not None


def _has_maker(text: str, people: People, start: int, end: int, sentence: str) -> bool:
    """A maker acts in this sentence: one named before the verb, or right behind it; or nobody by intent."""
    if NOTED.match(sentence):
        return True
    act = ACTS.search(text, start, end)
    if act is None:
        return False
    if makers_in(text, people, start, act.start()):
        return True
    behind = makers_in(text, people, act.end(), min(end, act.end() + 160))
    return (
        bool(behind)
        and re.match(
            rf"(?:[{BULLETS}{DASHES}]\s+)?(?:Mot\sbeslutet|Till\sförmån|Reservation|Härvid|Vid|Emot|Följande|Särskil|Ersättar|Protokoll|Skriftlig)",
            sentence,
        )
        is not None
    )


def _speaks(text: str, lines: tuple[Line, ...], i: int, end: int, people: People) -> bool:
    """A new maker begins with this line."""
    line = lines[i]
    if OPENS.match(line.text) or not line.text[:1].isupper():
        return False
    if i and not lines[i - 1].text.rstrip("-–_ ").endswith((".", "”", '"', "“", "!", "?", ")")):
        return False
    stop = min(end, line.start + 400)
    act = ACTS.search(text, line.start, stop)
    if act is None or re.search(
        r"[.!?:][”\"]?\s", text[line.start : act.start()].replace("m.fl. ", "").replace("m. fl. ", "")
    ):
        return False
    first = people.within(line.start, act.start())
    return (bool(first) and first[0].span.start - line.start < 45) or bool(
        re.match(r"(?:Representanterna|Ledamöterna|Det antecknas)", line.text)
    )


def _headed(
    text: str, section: Section, people: People, kind: StatementKind, quoted: list[Span]
) -> Iterator[Said]:
    """No sentence says that anybody makes it: the makers stand above, the statement below."""
    if quoted:
        by = makers_in(text, people, section.start, quoted[0].start)
        yield Said(kind, Span(quoted[0].start, quoted[-1].end), by)
        return
    opening = _names_at_start(text, people, section.start, section.end)
    if opening:  # "Bo Ek (S) anser att taxan är för låg", or nothing but names
        yield Said(kind, _trimmed(text, section.start, section.end), opening)
        return
    listed = [i for i, line in enumerate(section.lines) if _says_behind(text, line, people)]
    if listed and listed[0] == 0:
        ends = [section.lines[i - 1].end for i in listed[1:]] + [section.end]
        for i, end in zip(listed, ends, strict=True):
            line = section.lines[i]
            yield Said(kind, _trimmed(text, line.start, end), makers_in(text, people, line.start, line.end))
        return
    count = 0
    for line in section.lines:
        makers = makers_in(text, people, line.start, line.end)
        if not makers or len(line.text) > 110 or line.text.endswith("."):
            break
        count += 1
    if count == 0:
        makers = makers_in(text, people, section.start, section.end)
        signed = section.lines[-1]
        if makers and makers_in(text, people, signed.start, signed.end) and len(section.lines) > 1:
            yield Said(kind, _trimmed(text, section.start, section.end), makers)
        return
    by = makers_in(text, people, section.start, section.lines[count - 1].end)
    start = section.lines[count].start if count < len(section.lines) else section.start
    yield Said(kind, _trimmed(text, start, section.end), by)


# what joins the names of makers, and what stands before the first
BETWEEN_NAMES = re.compile(r"[\s,]*(?:(?:och|samt|[a-zåäö]*ersättaren?|ledamot(?:en)?)\s+)*")
BEFORE_NAMES = re.compile(
    r"(?:(?:[Tt]jänstgörande|[Oo]rdförande[n]?|[Ll]edamot(?:en)?|[Ee]rsättare[n]?)\s+)*"
)
# a verb behind the last name, or nothing; "Bo Ek (S) till förmån för eget yrkande."
HOLDS = re.compile(r"\s+[a-zåäö]+(?:r|de|te)\s|\s*\.?\s*$|,?\s+(?:till\sförmån|mot\sbeslutet)\b")


def _names_at_start(text: str, people: People, start: int, end: int) -> tuple[Maker, ...]:
    """The makers with whose names a text begins, where a verb or nothing follows them."""
    named = people.within(start, end)
    before = BEFORE_NAMES.match(text, start, end)
    if not named or before is None or before.end() != named[0].span.start:
        return ()
    last = named[0]
    for one in named[1:]:
        between = BETWEEN_NAMES.match(text, last.whole.end, end)
        if between is None or between.end() != one.span.start:
            break
        last = one
    if not HOLDS.match(text, last.whole.end, end):
        return ()
    return makers_in(text, people, start, last.whole.end)


def _says_behind(text: str, line: Line, people: People) -> bool:
    """A line of a list: who, a dash or a colon, and what ("Bo Ek (S) – till förmån för eget yrkande")."""
    named = people.within(line.start, line.end)
    if not named or named[0].span.start - line.start > 20:
        return False
    rest = text[named[-1].whole.end : line.end] if len(named) < 3 else text[named[0].whole.end : line.end]
    return re.match(r"\s?(?:[–—-]\s|:\s)\S|\s?:\s*$", rest) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


# "Reserverar sig mot beslutet gör Bo Ek (S)", "Mot beslutet reserverar sig ...", "Bo Ek (S) reserverar sig"
RESERVES = re.compile(
    r"""^(?: (?:Följande\s(?:ledamöter\s)?r|R)eserver(?:ar|ade)\ssig\b
          | (?:Mot\sbeslutet|Häremot)\s(?:reservera(?:r|de)|anmäl(?:er|des?))\b
          | [A-ZÅÄÖ][^.:;]{3,200}?\)(?:,\s[^.:;()]{3,60},)?\s(?:och\s\S+\s\S+\s\S+\s)?
            reserver(?:ar|ade)\ssig\b
          | [A-ZÅÄÖ]\S+\s[A-ZÅÄÖ][^.:;()]{2,160}?\sreserver(?:ar|ade)\ssig\s(?:skriftligt\s|muntligt\s)?
            (?:mot\sbeslut|till\sförmån)
          | [A-ZÅÄÖ][^.:;]{3,200}?\)\s(?:anmäl|avg|lämna|ing)\w+\s(?:\w+\s){0,4}?reservation(?:er)?\b
          | [A-ZÅÄÖ][^.:;]{3,200}?\s(?:anmäl|anför|har)\w*\s(?:en\s)?(?:avvikande|skiljaktig)\s
            (?:mening|åsikt|uppfattning)\b
          | Reservation\s(?:från|av)\s[A-ZÅÄÖ][^.:;]{3,60}?\),\s
          | (?:\w+lig[at]?\s)?[Rr]eservation(?:er)?\s(?:(?:mot|till)\s[^.:;]{3,60}\s)?
            (?:anmäl|anför|gör|gjord|avg|lämna|inläm|ing)\w+\s[^.:;]{0,20}\b[A-ZÅÄÖ] )""",
    re.VERBOSE,
)
# "Bo Ek (S) deltar inte i beslutet", "Bo Ek (S) begär att få följande antecknat till protokollet:"
NOTES = re.compile(
    r"""^(?:[A-ZÅÄÖ][^.:;]{3,200}?\)|(?:Ledamöterna|Representanterna)\s(?:från|för)\s[^.:;]{1,90}?)\s
        (?: del(?:tar|tog)\s(?:inte|ej|icke)\si\s(?:själva\s)?besluten?t?\b
          | (?:(?:meddelar|anmäler|uppger|meddelade|anmälde)\satt\s(?:han|hon|hen|de|partiet)\s)?
            avst(?:år|od)\sfrån\satt\sdelta\si\sbeslut
          | (?:begär(?:de)?|önskar|ville?)\s(?:att\s)?få\s[^.:]{0,40}\bantecknat\b
          | (?:lät|låter)\s[^.:]{0,30}\banteckna\b | antecknar\s[^.:]{0,30}\btill\sprotokollet\b
          | (?:anmäl|lämna|avge|avgav|inkommer\smed|inger)\S*\s(?:ett\s|en\s)?
            (?:särskilt\s(?:yttrande|uttalande)|(?:följande\s)?(?:protokolls)?anteckning) )""",
    re.VERBOSE,
)
# what nobody says: "De politiska ledamöterna deltar inte i beslutet", "Det antecknas att Bo Ek inte ..."
NOBODYS = re.compile(
    r"""^(?: De\s[^.:;]{3,60}?(?:ledamöterna|representanterna|ersättarna)\sdel(?:tar|tog)\s(?:inte|ej)
          | (?:Det|Till\sprotokollet)\s(?:antecknas|noteras)\s(?:till\sprotokollet\s)?att\s[^.]{3,160}?\s
            (?:(?:inte|ej)\sdel(?:tar|tog)|del(?:tar|tog)\s(?:inte|ej)) )\si\sbeslut(?:et)?\b""",
    re.VERBOSE,
)
TELLS_OF_THE_MEETING = (
    "decision",
    "procedure",
    "deliberation",
    "vote",
    "motion",
    "proposal",
    "matter",
    "recusal",
    "distribution",
)


def untitled_in(layout: Layout, section: Section, people: People, *, headed: bool = True) -> Iterator[Said]:
    """Reservations and notes that stand without a heading behind what is decided, voted or moved.

    `headed`: the item has a heading for what it decides, and what stands above all headings is history.
    """
    text = layout.prose
    told = TELLS_OF_THE_MEETING if headed else (*TELLS_OF_THE_MEETING, "opening")
    nobody = section.kind == "opening"  # above all headings: what is noted may stand there, too
    if not (section.kind in told or nobody) or not _SAYS_SOMEWHERE.search(text, section.start, section.end):
        return
    quoted = quotations(section.lines, lambda i: False)
    for span in sentences_of(text, section):
        sentence = " ".join(text[span.start : span.end].split())
        if NOBODYS.match(sentence) and not CONFLICT.search(sentence):
            yield Said("protokollsanteckning", span, ())
            continue
        if section.kind not in told:
            continue
        reserves, notes = RESERVES.match(sentence), NOTES.match(sentence)
        if not (reserves or notes) or CONFLICT.search(sentence):
            continue
        if section.kind == "matter" and "ade sig" in sentence:
            continue  # told of an earlier meeting
        quote = next(
            (q for q in quoted if span.start < q.start and not text[span.end : q.start].strip()), None
        )
        quote = quote or next((q for q in quoted if span.start < q.start < span.end), None)
        limit = quote.start if quote and quote.start < span.end else span.end
        if by := makers_in(text, people, span.start, limit):
            kind: StatementKind = "reservation" if reserves else _kind_of(sentence, "protokollsanteckning")
            yield Said(
                kind,
                quote if quote and notes else Span(span.start, max(span.end, quote.end if quote else 0)),
                by,
            )


CONFLICT = re.compile(r"\bjäv")
_SAYS_SOMEWHERE = re.compile(
    r"\b[Rr]eserver(?:ar|ade)\ssig\b|\b[Rr]eservation(?:er)?\b|\bi\s(?:själva\s)?beslut|\bantecknat?\b|\banteckning\b|\b(?:avvikande|skiljaktig)\s|\bsärskilt\s(?:yttrande|uttalande)\b"
)


def until_reserved(section: Section) -> Section:
    """A section without the reservation that closes it."""
    for i, line in enumerate(section.lines):
        said = " ".join(line.text.split())
        if RESERVES.match(said) or NOTES.match(said):
            end = section.lines[i - 1].end if i else section.start
            return replace(section, lines=section.lines[:i], end=end)
    return section
