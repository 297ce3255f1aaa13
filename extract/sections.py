"""Sections: an item or a document cut at its headings.

What stands before the first heading is a section of kind `opening`. A section's `start` is where its text
begins, after the heading; one without text is kept, since a heading may stand right above another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extract.bodies import DEFINITE
from extract.facts import facts, folded
from extract.headings import LABEL, MAX_LENGTH, STATED, Heading, heading_of
from extract.layout import BULLETS, DASHES, Layout, Line
from extract.sentences import sentences
from extract.verbs import decides as decides_in
from ocr.spans import Span, trimmed

# "Kommunstyrelsen beslutar", "Nämnden beslutar följande:", "Utskottet beslutade att", alone on its line; or
# "Kommunstyrelsen föreslår kommunfullmäktige besluta"
DECIDES = re.compile(
    r"""^[A-ZÅÄÖ][^.:;]{1,70}?\s(?:beslutar|beslutade|beslöt|har\s(?:\w+\s)?beslutat|föreslår\s[^.:;]{4,60}?\s(?:besluta|beslutar))
        (?:\s(?:att\s)?(?:föreslå|hemställa(?:\shos|,?\satt)?|rekommendera|förorda)\s[^.:;]{4,60}?)?
        (?:\s(?:också|även|vidare|dessutom|således|därmed|därför))?(?:\s(?:följande|enligt\sföljande|för\segen\sdel|per\scapsulam|(?:i\senlighet\smed|enligt)\s[^.:;]{3,60}(?:förslag(?:et)?|yrkande(?:t)?|underlag(?:et)?|skrivelse(?:n)?)))?(?:,?\sunder\sförutsättning\s[^:;]{3,90}?)?
        (?:,?\smed\sstöd\sav\s(?:[^:;]|:\d){3,140}?(?:lagen|balken|förordningen|\b[A-ZÅÄÖ]{2,4}|\)))?(?:,?\satt,?)?\s?:?$""",
    re.VERBOSE,
)
# "Nämnden beslutade efter omröstning:", whatever stands between, but no day of another meeting
DECIDES_SO = re.compile(
    rf"^(?!.*\b(?:19|20)\d\d\b)(?=[A-ZÅÄÖ])[^.:;]{{0,70}}?(?i:{DEFINITE}|ige)\s(?:beslutar|beslutade|beslöt)\b[^.:;]{{0,90}}:$"
)
# "Med 5 ja-röster mot 4 nej-röster beslutar kommunstyrelsen", above the clauses of a list
DECIDED = re.compile(
    r"^(?:Med|Efter|Utifrån|I enlighet)\s[^.:;]{5,80}?\s(?:beslutar|beslutade|beslöt)\s"
    r"(?:därmed\s|således\s)?"
    rf"[^.:;\s]*{DEFINITE}(?:,?\satt)?\s?:?$"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an item under one heading."""

    kind: str
    heading: Heading | None
    heading_span: Span | None
    start: int
    end: int
    lines: tuple[Line, ...]


def sections_of(
    layout: Layout, start: int, end: int, *, decides: bool = False, own: Collection[str] = ()
) -> list[Section]:
    """Cut `[start, end)` at its headings. `decides`: a line "Nämnden beslutar" counts as one, too; `own` are
    the headings, folded, under which this house decides."""
    lines = layout.lines_in(start, end)
    if layout.damaged:
        lines = _whole_headings(lines)
    marks = _marks(lines, decides, own)
    if decides and not any(heading.kind == "decision" for _, heading in marks):
        marks = _marks(lines, decides, own, last=True)
    if decides and not any(heading.kind == "decision" for _, heading in marks):
        marks = [(at, _as_decision(heading)) for at, heading in marks]
    found: list[Section] = []
    first = marks[0][0] if marks else len(lines)
    if first:
        found.append(_section(lines[:first], "opening", None, None, lines[0].start))
    for i, (at, heading) in enumerate(marks):
        until = marks[i + 1][0] if i + 1 < len(marks) else len(lines)
        line = lines[at]
        if heading.kind == "decision" and heading.length == 0:  # the line is lead-in and heading in one
            found.append(_section(lines[at:until], "decision", heading, None, line.start))
            continue
        text_start = line.start + heading.length
        inside = text_start < line.end
        content = lines[at if inside else at + 1 : until]
        if inside:
            rest = line._replace(start=text_start, text=line.text[heading.length :], gap=True)
            content = (rest, *content[1:])
        begin = text_start if inside else (content[0].start if content else line.end)
        span = Span(line.start, min(line.end, text_start))
        found.append(_section(content, heading.kind, heading, span, begin))
    return found


def _whole_headings(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a damaged text, with headings that were read as two lines in one: "Ärendets ti / digare
    behandling"."""
    whole: list[Line] = []
    for line in lines:
        above = whole[-1] if whole else None
        if above and line.text[0].islower() and above.text[0].isupper():
            length = line.end - above.start
            for text in (above.text + line.text, f"{above.text} {line.text}"):
                heading = heading_of(text) if len(text) <= MAX_LENGTH else None
                if heading and heading.length >= len(text) and not heading.formed:
                    whole[-1] = above._replace(end=line.end, text=text.ljust(length))
                    break
            else:
                whole.append(line)
        else:
            whole.append(line)
    return tuple(whole)


def _section(
    lines: Sequence[Line], kind: str, heading: Heading | None, span: Span | None, start: int
) -> Section:
    return Section(kind, heading, span, start, max(start, lines[-1].end) if lines else start, tuple(lines))


def _marks(
    lines: Sequence[Line], decides: bool, own: Collection[str], *, last: bool = False
) -> list[tuple[int, Heading]]:
    """The lines that are headings, with what they are.

    `last`: nothing else decides, so what is decided may close what is told of the meeting.
    """
    found: list[tuple[int, Heading]] = []
    kind, owned, begin = "opening", False, 0
    for i, line in enumerate(lines):
        heading = heading_of(line.text) or (_own(line.text, own) if own else None)
        leads = heading is None and decides and (leads_in(line.text) or (last and by_votes(line.text)))
        closes = kind in _MAY_CLOSE or (kind == "proposal" and owned and i > begin + 1)
        if leads and (kind not in _KEEPS or (last and closes and _opens_list(lines, i))):
            heading = Heading("decision", 0, "beslutar") if kind != "decision" else None
        if heading is None and decides and kind in _ENDED and _is_unknown(lines, i):
            heading = Heading("matter", len(line.text), "", formed=True)
        if heading is None or not _may_stand(lines, i, heading, kind):
            continue
        kind, owned, begin = heading.kind, heading.owner is not None, i
        found.append((i, heading))
    return found


def _as_decision(heading: Heading) -> Heading:
    """A heading under which the body that meets decides, where nothing else says that it does: "Nämndens
    ställningstagande"."""
    own = heading.owner is not None and re.search(f"{DEFINITE}s$", heading.owner, re.IGNORECASE) is not None
    return replace(heading, kind="decision") if own and heading.name in _else() else heading


@cache
def _else() -> frozenset[str]:
    return frozenset(folded(name) for name in facts("headings")["decision"]["else"])


def _own(text: str, own: Collection[str]) -> Heading | None:
    """A house's own word for what it decides, alone in its line or in a column of its own."""
    label = LABEL.match(text)
    name = folded(label["heading"] if label else text)
    return Heading("decision", label.start("rest") if label else len(text), name) if name in own else None


# what a heading ends that nobody has seen: what is told below it is neither decided nor jäv
_ENDED = frozenset(("decision", "recusal"))


def _is_unknown(lines: Sequence[Line], i: int) -> bool:
    """Does a line look like a heading, whatever it says: short, alone below the end of a sentence, without a
    stop or a verb that decides, above running text?"""
    if i == 0 or i + 1 == len(lines):
        return False
    text, above, below = lines[i].text, lines[i - 1].text, lines[i + 1].text
    words = text.split()
    return (
        lines[i].gap
        and len(text) <= 45
        and len(words) <= 5
        and above.endswith(".")
        and text[0].isupper()
        and _PLAIN.fullmatch(text) is not None
        and (len(words) == 1 or not all(word[0].isupper() for word in words))
        and below[0].isupper()
        and _is_prose(below)
        and not decides_in(text)
    )


_PLAIN = re.compile(r"[^\W\d_]+(?:[ -]+[^\W\d_]+)*")


def sentences_of(text: str, section: Section) -> Iterator[Span]:
    """The sentences of a section; a paragraph below a list without stops is one of its own."""
    breaks = [
        b.start for a, b in pairwise(section.lines) if b.gap and b.text[0].isupper() and not goes_on(a.text)
    ]
    for span in sentences(text, section.start, section.end):
        inside = [b for b in breaks if span.start < b < span.end]
        for start, end in pairwise((span.start, *inside, span.end)):
            yield trimmed(text, start, end)


def by_votes(text: str) -> bool:
    """ "Kommunfullmäktige beslutar således med 4 röster mot 3", above the clauses of a list."""
    return BY_VOTES.fullmatch(text[:130]) is not None


BY_VOTES = re.compile(
    r"[A-ZÅÄÖ][^.:;]{3,60}?\s(?:beslutar|beslutade|beslöt)\s(?:\w+\s)?med\s[^.:;]{1,12}\sröst[^.:;]{3,30}?(?:,?\satt)?:?"
)
OFFICES = ("ordforande", "sekreterare")
# Where "Nämnden beslutar" is quoted or told, not decided
_KEEPS = frozenset(
    ("earlier", "deliberation", "procedure", "papers", "matter", "proposal", "motion", "decision")
)
# where it may follow, in a paragraph of its own above a list, if nothing else is decided
_MAY_CLOSE = frozenset(("deliberation", "procedure", "motion", "matter", "papers"))
_IN_LIST = re.compile(rf"att(?:\s|$)|\(?\d{{1,2}}\s?[.)]\s|\(?[a-h](?:\)\s?|\.\s)|[{BULLETS}{DASHES}]\s?")
ADDRESS = re.compile(r"\S+@\S+")  # to whom an extract is sent
# what no sentence goes on with: a point of a list, or a letter that is no word ("s stadsutvecklingsutskott")
_NO_SENTENCE = re.compile(rf"{_IN_LIST.pattern}|[b-hj-zä]\s")


def _opens_list(lines: Sequence[Line], i: int) -> bool:
    begins = lines[i].gap or (i > 0 and lines[i - 1].text.endswith((".", ":")))
    if not begins or i + 1 == len(lines):
        return False
    below = lines[i + 1].text
    stands = lines[i].gap and below[0].isupper() and decides_in(below, operative=True)  # "Ärendet bordläggs."
    return stands or _IN_LIST.match(below) is not None


def _may_stand(lines: Sequence[Line], i: int, heading: Heading, kind: str) -> bool:
    """A word of a heading that only happens to stand alone on a line is none.

    It goes on from the line above, or on in the line below; or it is a name in a list of recipients.
    """
    line = lines[i]
    if i and not line.gap and goes_on(lines[i - 1].text) and heading.length >= len(line.text):
        return False
    below = lines[i + 1] if i + 1 < len(lines) else None
    if heading.formed and heading.kind == "matter" and not (line.gap and below and _is_prose(below.text)):
        return False  # "Planbeskrivning", among the papers
    alone = heading.length >= len(line.text)
    goes_on_below = below is not None and not below.gap and below.text[:1].islower()
    if (
        alone
        and below
        and goes_on_below
        and not (_NO_SENTENCE.match(below.text) or ADDRESS.match(below.text))
    ):
        return False
    if heading.kind == "abstaining":  # a row of a table of votes says no more than that
        return below is not None and "avstår från" in below.text
    if kind == "papers" and heading.name == "forslag till yttrande" and not line.gap:
        return False  # "Förslag till yttrande", one of them
    if kind in ("papers", "attachments") and not alone and heading.kind in STATED and not line.gap:
        return False  # "Särskilt yttrande från S", one of them
    if kind == "distribution" and heading.kind in ("meeting", "attendance"):
        return False
    if kind == "attendance" and i and heading.name in OFFICES and lines[i - 1].text.endswith(")"):
        return False  # the office of who is named above
    return not (kind == "contents" and heading.kind == "matter")


def _is_prose(text: str) -> bool:
    """A line of running text: long, or the end of a sentence."""
    return len(text) > 50 or (text.endswith(".") and len(text.split()) > 3)


# "Nämnden BESLUTAR"
BY_ITSELF = re.compile(r"\b(?:BESLUTAR|BESLUTADE|BESLÖT|FÖRESLÅR|BESLUTA)\b")


def leads_in(line: str) -> bool:
    """Is a line nothing but the words that lead in to decisions ("Kommunstyrelsen beslutar")?"""
    line = line[:130]
    if "besl" not in line and "BESL" not in line:
        return False
    if line.isupper():
        line = line.capitalize()
    elif "BESL" in line or "FÖRESLÅR" in line:
        line = BY_ITSELF.sub(lambda verb: verb.group().lower(), line)
    return any(form.match(line) for form in (DECIDES, DECIDES_SO, DECIDED))


def goes_on(text: str) -> bool:
    """The line ends in the middle of a sentence."""
    return text[-1:] in ",-–" or text.split()[-1].lower() in _OPEN_WORDS


_OPEN_WORDS = frozenset(
    [
        "och",
        "samt",
        "eller",
        "av",
        "till",
        "för",
        "i",
        "på",
        "med",
        "om",
        "från",
        "enligt",
        "att",
        "den",
        "det",
        "de",
        "en",
        "ett",
        "som",
        "vid",
        "under",
        "ej",
        "inte",
        "är",
    ]
)
