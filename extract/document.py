"""What a document says about itself: body, title, dates by their role, author, addressee.

The text wins where it says it clearly; what the source gives (metadata.csv, a file's name) fills the rest and
is marked in `metadata_from`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract.bodies import bodies_in, canonical, is_generic, named_body
from extract.dates import dates_in
from extract.facts import facts, folded, folded_places
from extract.headings import heading_of
from extract.heads import is_head
from extract.items import FoundItem
from extract.layout import Layout, Line
from extract.makers import makers_in
from extract.meeting_day import meeting_day
from extract.people import People
from extract.questions import ASKED
from extract.record import DateMention, DateRole, Maker, RoleDate, Value
from extract.sections import Section, leads_in
from ocr.spans import Span

OPENING = 300  # letters of a protocol in which it says who met
# "Protokoll fört vid årsstämma med aktieägaren i Vikasjö Energi AB"
STAMMA = re.compile(
    r"\b[Pp]rotokoll\s[^.:;]{0,40}\bvid\s(?:ordinarie\s|extra\s)?(?P<name>(?:års|bolags|ägar|förenings)stämma)\b"
)
# "Protokoll fört vid styrelsesammanträde med Vikasjö Bostäder AB"
BOARD = re.compile(
    r"\b(?:[Pp]rotokoll|PROTOKOLL)\s[^.:;]{0,40}\b(?:vid|från)\s(?:\w+\s){0,2}?styrelse(?:sammanträde|möte)\b"
)
HELD = re.compile(r"\b(?:[Ss]ammanträde|[Mm]öte)t?\smed\b|\b[Pp]rotokoll\s(?:fört|från|vid)\b")
LIST_MARK = re.compile(r"^\d{1,2}[.)]\s")
# "Stockholm den 27 februari 2019": a place before the date, on its own line
PLACE = re.compile(r"(?:^|\n)\s*[A-ZÅÄÖ][a-zåäö]{2,20}(?:\sden)?\W{0,3}$")
# "frågor till finansborgarrådet, i egenskap av"; "Interpellation av Bo Ek (S) till X om"
ADDRESSEE = re.compile(
    r"""\bfr[aå]g(?:a|or)\s+till\s+(?P<to>[a-zåäöA-ZÅÄÖ-]+(?:\s+[a-zåäö-]+){0,3}?)
          (?=[,.:?\s]+(?:i\s|om\s|ang|med\s|\d|$|[A-ZÅÄÖ])|[,.:?])
      | \b[Ii]nterpellation\s+(?:av\s.{3,80}?\s)?till\s+(?P<head>[^.\n]{4,90}?)\s+(?:om|ang[aå]ende|med\s)""",
    re.DOTALL | re.VERBOSE,
)


def role_dates(layout: Layout, running: Sequence[DateMention], *, protocol: bool) -> tuple[RoleDate, ...]:
    """Dates that the document has by its form, each with its role.

    `running` are the dates of running text; those of page heads and feet are read here.
    """
    text = layout.text
    dates = sorted([*running, *_furniture_dates(layout)], key=lambda d: d.span)
    found: list[RoleDate] = []
    for date in dates:
        if len(date.edtf) == 10 and "X" not in date.edtf and (role := _role(text, date, protocol)):
            found.append(RoleDate(role, date.edtf, date.span, date.inferred))
    found += _column_dates(layout, dates)
    if protocol and not any(d.role == "meeting" for d in found):
        taken = {d.span for d in found}
        day = meeting_day(layout, [d for d in dates if d.span not in taken])
        found += [day] if day else []
    if protocol and not any(d.role == "meeting" for d in found):  # "Datum: 2021-05-11" on the cover
        found = [replace(d, role="meeting") if d.role == "dated" else d for d in found]
    return _distinct(found)


def _role(text: str, date: DateMention, protocol: bool) -> DateRole | None:
    """The role of a date by the label before it, or as the date of a letter."""
    before = text[max(0, date.span.start - 60) : date.span.start]
    ahead = folded_places(before)
    for role, label in _labels_before().items():
        match = label.search(ahead)
        if match and (role != "meeting" or before[match.start() :].lstrip()[:1].isupper()):
            return role  # not "sammanträde den 2 maj" at the start of a wrapped line: that is told
    if protocol or not _is_letter_date(text, date):
        return None
    alone = date.span.start < 900 and not before.rpartition("\n")[2].strip()  # a line of the letterhead
    return "dated" if PLACE.search(before) or alone else None


def _furniture_dates(layout: Layout) -> Iterator[DateMention]:
    """Dates in page heads, each line read once however often it stands."""
    read: dict[str, list[DateMention]] = {}
    for line in layout.furniture:
        if line.text not in read:
            read[line.text] = dates_in(line.text)
        for date in read[line.text]:
            yield DateMention(date.span.shifted(line.start), date.edtf, date.inferred)


def _is_letter_date(text: str, date: DateMention) -> bool:
    """ "Stockholm den 27 februari 2019" on a line of its own, or "Datum 2023-08-31"."""
    behind = text[date.span.end : date.span.end + 60].partition("\n")[0].strip()
    ahead = text[max(0, date.span.start - 60) : date.span.start].rpartition("\n")[2].strip()
    return len(behind) < 40 and len(ahead) < 30 and not behind[:1].islower()


def _column_dates(layout: Layout, dates: Sequence[DateMention]) -> Iterator[RoleDate]:
    """Labels in one column, dates in the next: the first label has the first date."""
    lines = sorted((*layout.lines, *layout.furniture))[:220]
    labels: list[DateRole] = []
    by_line = {d.span.start: d for d in dates}
    i = 0
    while i < len(lines):
        role = _roles_by_label().get(folded(lines[i].text).rstrip(" :"))
        if role:
            labels.append(role)
        elif labels and lines[i].start in by_line and by_line[lines[i].start].span.end >= lines[i].end - 1:
            date = by_line[lines[i].start]
            yield RoleDate(labels.pop(0), date.edtf, date.span, date.inferred)
        elif labels and len(labels) == 1 and len(lines[i].text.split()) > 4:
            labels = []
        i += 1


def _distinct(found: Sequence[RoleDate]) -> tuple[RoleDate, ...]:
    seen: dict[tuple[str, str], RoleDate] = {}
    for date in sorted(found, key=lambda d: d.span or Span(0, 0)):
        seen.setdefault((date.role, date.edtf), date)
    return tuple(seen.values())


def meeting_body(layout: Layout, sections: Sequence[Section], items: Sequence[FoundItem]) -> str | None:
    """The body that meets: the one that its paragraphs or page heads name, else the one that decides."""
    before = Counter(
        item.body for item in items if item.body and item.body.lower() in facts("bodies")["short"]
    )
    if before:
        return canonical(before.most_common(1)[0][0])
    # where nothing is decided, heads further down are those of papers that are attached
    furniture = [line for line in layout.furniture if items or line.start < OPENING]
    heads = Counter(body for line in furniture if (body := _whole_body(line.text)) is not None)
    heads = heads or Counter(body for line in furniture if (body := _body_of_head(line.text)))
    if heads:
        return heads.most_common(1)[0][0]
    before_items = items[0].start if items else len(layout.text)
    for line in layout.lines[:25]:
        if line.start < before_items and (body := _body_of_head(line.text)):
            return body
        if line.start < before_items and (body := _whole_body(line.text)) and heading_of(line.text) is None:
            return body
    opening = layout.prose[:OPENING]
    if stamma := STAMMA.search(opening):
        return stamma["name"].capitalize() + "n"
    if BOARD.search(opening):
        return "Styrelsen"
    if HELD.search(opening) and (met := [name for name, _, _ in bodies_in(opening) if not is_generic(name)]):
        return met[0]
    for section in sections:
        owner = section.heading.owner if section.heading else None
        if section.kind == "decision" and owner and (body := named_body(owner.removesuffix("s"))):
            return body
    for section in sections:
        opening = layout.prose[section.start : section.start + 200].lstrip("1. ")
        if section.kind == "decision" and (body := named_body(opening, at_start=True)):
            return body
    for line in layout.lines:
        if leads_in(line.text) and (body := named_body(line.text, at_start=True)):
            return body
    return None


CAPITALS = re.compile(r"[A-ZÅÄÖ]{3}[A-ZÅÄÖ-]*")


def _small(line: str) -> str:
    """A line with what it sets in capitals in small letters: "BARN- OCH UTBILDNINGSNÄMNDEN"."""
    return CAPITALS.sub(lambda m: m.group().lower() if m.start() else m.group().capitalize(), line)


def _body_of_head(line: str) -> str | None:
    """The one body that a page head names beside day, page and kind of paper."""
    found = [name for name, _, _ in bodies_in(_small(line)) if not is_generic(name)] if is_head(line) else []
    return found[0] if len(found) == 1 else None


DAY = re.compile(r"^\s+(?:\d{4}-\d{2}-\d{2}|(?:den\s)?\d{1,2}\s[a-zåäö]+\s\d{4})$")


def _whole_body(line: str) -> str | None:
    """A line that names a body and nothing else, or one behind "Göteborgs Stad"."""
    line = _small(line)
    found = bodies_in(line)
    if len(found) == 1 and not is_generic(found[0][0]):
        name, start, end = found[0]
        rest = (line[:start] + DAY.sub("", line[end:])).strip(" ,-–")
        if not rest or re.fullmatch(
            r"(?:[A-ZÅÄÖ][a-zåäö]+s?\s(?:[Ss]tad|[Kk]ommun)|[Pp]rotokoll|,|\s)+", rest
        ):
            return canonical(name)
    return None


# lines of a head that are no title: letterhead, kind, case number, date, official in charge, addressee
NO_TITLE = re.compile(
    r"""^(?: .{0,40}\b(?:stad|kommun|region)$
          | (?:[\wåäö-]+\s){0,3}[\wåäö-]*
            (?:förvaltningen|kontoret|nämnden|styrelsen|fullmäktige|avdelningen|enheten)$
          | (?:protokollsutdrag|protokoll|tjänsteutlåtande|tjänsteskrivelse|svar\spå\s(?:interpellation|fråga)
              |interpellation|motion|skrivelse|yrkande|kallelse|styrdokument.*|bilaga\s?\d*)$
          | (?:dnr|diarienummer|ärendenummer|datum|handläggare|till\s|telefon|e-post|sida|dokumenttyp|utfärdat
              |beslutad|version)\b.*
          | (?:kf\s)?handling\s\d{4}\snr\s\d+
          | [\d\s:/().-]{4,} )""",
    re.VERBOSE | re.IGNORECASE,
)


# whom it is addressed to, in the line of its title: "Ny biblioteksplan Till Vikasjös kommunfullmäktige"
ADDRESSED = re.compile(r"\sTill\s[A-ZÅÄÖ]\S+\s(?:kommunfullmäktige|kommunstyrelsen)$")


def title_of(layout: Layout, items: Sequence[FoundItem]) -> str | None:
    """The document's own title: the first lines of its head that are one, or a single item's title."""
    if items:
        only = items[0].title if len(items) == 1 else None
        return " ".join(layout.prose[only.start : only.end].split()) if only else None
    lines: list[Line] = []
    for line in layout.lines[:16]:
        if not lines and NO_TITLE.match(line.text[:120]):
            continue
        if (
            heading_of(line.text)
            or LIST_MARK.match(line.text)
            or (lines and (line.gap or NO_TITLE.match(line.text[:120])))
        ):
            break
        if not lines and len(line.text) > 95 and (line.text.endswith(".") or len(line.text) > 320):
            return None
        lines.append(line)
    if not lines or len(lines) > 5 or lines[-1].text.endswith((".", ",")):
        return None
    return ADDRESSED.sub("", " ".join(" ".join(line.text for line in lines).split()))


def authors_of(layout: Layout, people: People, kind: str) -> tuple[Maker, ...]:
    """Who wrote it: named in the title ("Interpellation av Bo Ek (S)"), else who signs at the end."""
    if kind not in ("interpellation", "fråga", "motion", "skrivelse", "svar"):
        return ()
    head_end = layout.lines[min(6, len(layout.lines)) - 1].end if layout.lines else 0
    match = re.search(r"\b(?:av|från)\s+(?=[A-ZÅÄÖ])", layout.prose[:head_end])
    if match and kind != "svar":  # an answer names in its title who asked
        stop = re.compile(r"\s(?:om|till|angående|med)\s").search(layout.prose, match.end(), head_end)
        found = makers_in(layout.prose, people, match.end(), stop.start() if stop else head_end)
        if found:
            return found
    asked = [m.start() for m in ASKED.finditer(layout.prose) if m.start() > 200] if kind == "svar" else []
    own = layout.lines_in(0, asked[-1]) if asked else layout.lines
    for line in reversed(own[-6:]):
        found = makers_in(layout.prose, people, line.start, line.end)
        if found and len(line.text) < 80:
            return found
    return ()


def addressee_of(layout: Layout, kind: str) -> Value | None:
    if kind not in ("interpellation", "fråga"):
        return None
    for match in ADDRESSEE.finditer(layout.prose):
        group = "to" if match["to"] else "head"
        value = " ".join(match[group].split())
        if value and not value.startswith(("att", "den ", "det ")):
            return Value(value, Span(match.start(group), match.start(group) + len(match[group].rstrip())))
    return None


@cache
def _roles_by_label() -> dict[str, DateRole]:
    roles: dict[DateRole, list[str]] = facts("roles")["dates"]
    return {label: role for role, labels in roles.items() if role != "dated" for label in labels}


@cache
def _labels_before() -> dict[DateRole, re.Pattern[str]]:
    """Patterns for the words right before a date; those of meeting and dated open their line."""
    roles: dict[DateRole, list[str]] = facts("roles")["dates"]
    found = {}
    for role, labels in roles.items():
        words = "|".join(sorted(labels, key=len, reverse=True))
        opens = r"(?:^|\n|[^\S\n]{2})[^\w\n]{0,3}" if role in ("meeting", "dated") else r"\b"
        place = r"(?:[^\n\d]{0,40}?)" if role == "approved" else ""
        found[role] = re.compile(rf"{opens}(?:{words})[^\w\n]{{0,4}}{place}(?:den\s)?$")
    return found
