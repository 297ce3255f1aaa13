"""People: a name with its party, one person over all forms in a document.

A name behind which a party stands is sure. Other capitalised words are a person where the document names
that person elsewhere, or where the first word is a first name; streets, funds, schools and firms are not.
The party is carried over to mentions that leave it out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.facts import facts, words
from extract.headings import heading_of
from extract.offices import is_office, office_of, titles
from extract.parties import letters_behind_a_name, party_of
from extract.record import PersonMention
from ocr.spans import Span

LOWER = "a-zåäöéèüïëøæçñáíóúãžšćč"
UPPER = "A-ZÅÄÖÉÜØÁÍÓŽŠĆČ"
WORD = rf"[{UPPER}](?:[{LOWER}'’]+|\.(?=\s))?(?:[{UPPER}][{LOWER}]+)*(?:-[{UPPER}{LOWER}][{LOWER}]+)*"
PARTICLE = f"(?:{'|'.join(facts('people')['particles'])})"
SPACE = r"(?:[ \t\u00a0]{1,2}|[ \t\u00a0]{0,4}\r?\n[ \t\u00a0]{0,4}|\x1f[\x1f\n]{0,400})"
# a run of capitalised words: "Maria Almquist", "Mona ben Salim Ekfors", "Bo\nEk"
RUN = re.compile(rf"(?<![\w-]){WORD}(?:{SPACE}(?:{PARTICLE}{SPACE}){{0,2}}{WORD}){{1,5}}(?![\w])")
# what follows a name that has its party: " m.fl. (V)", "(M)", ", (S)"
# "m.fl." may be read as "ml." or "mål."
OTHERS = rf"{SPACE}m\.?\s?fl\.?|{SPACE}med{SPACE}flera|{SPACE}m\w{{0,2}}l\.(?=\s?[({{\[])"
PARTY_NAME = r"[A-ZÅÄÖ][a-zåäö]+(?:[ -][a-zåäö]+)?(?:partiet|erna|listan)(?:\sde\sgröna)?"
PARTY = re.compile(
    rf"(?P<others>{OTHERS})?,?{SPACE}?[({{\[]\s?(?:(?:alla|samtliga|båda)\s)?(?P<party>[A-ZÅÄÖa-zåäö]{{1,4}}|{PARTY_NAME}|-|–|[58])(?:,\s[A-ZÅÄÖ][a-zåäö]{{2,15}})?\s?[)}}\]](?P<more>{OTHERS})?"
)
# the party behind a comma: "Anna Ek, s, yrkar", "Bo Ek, Centerpartiet"
BEHIND_COMMA = re.compile(
    rf"""(?P<others>{OTHERS})?,{SPACE}
        (?P<party>[A-ZÅÄÖa-zåäö]{{1,3}}|[A-ZÅÄÖ][a-zåäö]{{5,}}(?:partiet|erna)(?:\sde\sgröna)?)
        (?=\s*[,;:]|\s*$|\s*\n|[ \t]+[a-zåäö]|\.(?:\s|$))(?!\.?\s*(?:v\.?\s)?ordf)(?P<more>{OTHERS})?""",
    re.VERBOSE,
)
# what somebody does, behind a name that ends in s: "Bengt Ås föredrar ärendet"
DOES = re.compile(
    r"\w+erar|är|har|får|ger|anför|redogör|föredrar|föredrog|berättar|svarar|deltar|anmäler|yrkar|lämnar"
)
# the word right behind a name, in its line or in the next: "Anna Ahlgrens donationsfond"
BEHIND = re.compile(r"(?:[^\S\n]|-){0,3}(?P<above>\n[^\S\n]?)?(?P<word>[\wåäö]+)(?!-)")
FULL_LINE = 60  # letters, at the least, before a word that found no room
# what nobody owns, behind a name: "förelägger Bo Ås att"
NO_OWNED = ("att", "i", "på", "till", "från", "som", "med", "för", "vid", "under", "mot")
THROUGH = re.compile(r"(?P<party>[A-ZÅÄÖ][a-zåäö]+)\s{1,3}genom\s{1,3}$")


@dataclass(frozen=True, slots=True)
class Named:
    """One place where a person is named. `span` is the name, `whole` has party and "m.fl." too."""

    name: str
    party: str | None
    span: Span
    whole: Span
    others: bool
    role: str | None
    stated: bool  # the party stands here


@dataclass(frozen=True, slots=True)
class People:
    """All people of a document, in order of place; `local`: the party letters that stand behind names."""

    named: tuple[Named, ...]
    local: frozenset[str]

    def within(self, start: int, end: int) -> list[Named]:
        """Those whose names stand in `[start, end)`."""
        first = bisect_left(self.named, start, key=lambda n: n.span.start)
        last = bisect_left(self.named, end, key=lambda n: n.span.start)
        return [n for n in self.named[first:last] if n.span.end <= end]

    def mentions(self) -> tuple[PersonMention, ...]:
        return tuple(PersonMention(n.span, n.name, n.party, n.role) for n in self.named)


def joined(people: People, others: Sequence[Named]) -> People:
    """People with others who were found in another way, and who stand where they stand."""
    if not others:
        return people
    taken = [named.span for named in others]
    starts = [span.start for span in taken]
    kept = [
        named
        for named in people.named
        if not any(
            named.span.overlaps(span) for span in taken[max(0, bisect_left(starts, named.span.end) - 2) :][:3]
        )
    ]
    parties = {named.party for named in others if named.party}
    return People(tuple(sorted([*kept, *others], key=lambda n: n.span)), people.local | parties)


def people_in(text: str) -> People:
    """Everybody who is named in a text."""
    runs = [match.span() for match in RUN.finditer(text)]
    stated = {start: named for start, end in runs if (named := _with_party(text, start, end))}
    stated |= _in_one_bracket(text, runs, stated)
    sure = _nominative(text, stated | {named.span.start: named for named in _in_capitals(text)})
    votes: dict[str, Counter[str]] = {}
    for named in sure.values():
        if named.party:
            votes.setdefault(_key(named.name), Counter())[named.party] += 1
    parties = {key: counts.most_common(1)[0][0] for key, counts in votes.items()}
    known = {_key(named.name): named.name for named in sure.values()}
    found = list(sure.values())
    for start, end in runs:
        own = sure.get(start)  # at the end of its run
        for named in _without_party(text, start, end, known, parties):
            if own is None or not named.span.overlaps(own.span):
                found.append(named)
    local = frozenset(named.party for named in sure.values() if named.party)
    return People(tuple(sorted(found, key=lambda named: named.span)), local)


# "Bo Ek, Eva Alm och Per Rask (alla M)": what joins the names that one bracket is for
ALL = re.compile(r"[({\[]\s?(?:alla|samtliga|(?P<two>båda))\s")
JOINED = re.compile(rf",?{SPACE}(?:(?:och|samt){SPACE})?")


def _in_one_bracket(text: str, runs: list[tuple[int, int]], stated: dict[int, Named]) -> dict[int, Named]:
    """Those who share the party behind the last of them, right before it without a party of their own."""
    found = {}
    for i, (start, _) in enumerate(runs):
        last = stated.get(start)
        if not (last and (every := ALL.search(text, last.span.end, last.whole.end))):
            continue
        for begin, end in reversed(runs[i - 1 : i] if every["two"] else runs[:i]):
            if begin in stated or not JOINED.fullmatch(text, end, start):
                break
            if span := _trim(text, begin, end):
                found[begin] = Named(_name(text, span), last.party, span, span, False, None, True)
            start = begin
    return found


# "EFTER BO EK (M)", in a title that is set in capitals
CAPITALS = re.compile(rf"(?<![\w-])[{UPPER}][{UPPER}-]+(?:{SPACE}[{UPPER}][{UPPER}-]+){{1,9}}(?=\s\()")


def _in_capitals(text: str) -> Iterator[Named]:
    """People whose names stand in capitals, from a first name on to the party behind."""
    for match in CAPITALS.finditer(text):
        after = PARTY.match(text, match.end(), match.end() + 60)
        party = party_of(after["party"]) if after else None
        parts = [(m.group().title(), m.start()) for m in re.finditer(r"\S+", match.group())][-3:-1]
        first = next((at for word, at in parts if word in words("first_names")), None)
        if after and party and first is not None:
            span = Span(match.start() + first, match.end())
            name = _name(text, span).title()
            if any(_is_thing(word) for word in name.lower().split()):
                continue  # "MARTIN LUTHERS TORG (M)"
            yield Named(name, party, span, Span(span.start, after.end()), False, None, True)


def _nominative(text: str, sure: dict[int, Named]) -> dict[int, Named]:
    """ "Bo Eks (D) yrkande" is Bo Ek's: so where the document names him, or what is his stands behind."""
    names = {(_key(named.name), named.party) for named in sure.values()}
    by_itself = {_key(n.name) for n in sure.values() if not _owns().match(text, n.whole.end)}
    found = {}
    for start, named in sure.items():
        stem = named.name[:-1]
        genitive = named.name.endswith("s") and not named.name.endswith("ss")
        if genitive and ((_key(stem), named.party) in names or _key(named.name) not in by_itself):
            named = replace(named, name=stem, span=Span(named.span.start, named.span.end - 1))
        found[start] = named
    return found


@cache
def _owns() -> re.Pattern[str]:
    """What is somebody's, right behind the name: "yrkande", "m fl förslag", "avsägelse"."""
    things = "|".join(facts("people")["owned"])
    return re.compile(
        rf"{SPACE}(?:m\.?\s?fl\.?{SPACE})?(?:(?:skriftliga|egna?|andra){SPACE})?\w*(?:{things})(?:et|n|en|na)?\b"
    )


def _with_party(text: str, start: int, end: int) -> Named | None:
    """The person at the end of a run that a party follows."""
    after = PARTY.match(text, end, min(len(text), end + 60)) or _party_behind_comma(text, start, end)
    if not after:
        return None
    party = letters_behind_a_name(_letters(after["party"], text)) or _local(after["party"], text)
    if party is None and after["party"] not in "-–":
        return None
    span = _trim(text, start, end)
    if span is None:
        return None
    name = _name(text, span)
    if party_of(after["party"]) is None and name.split()[0] not in words("first_names"):
        return None  # "Riksdagens Ombudsmän (JO)"
    others = bool(after["others"] or after["more"])
    return Named(
        name,
        party,
        span,
        Span(span.start, after.end()),
        others,
        office_of(text, span.start, after.end()),
        party is not None,
    )


# "... särskilt yttrande C." at the end of a line: a party, no initial of the name below
PARTY_CLOSES = re.compile(r"[a-zåäö,]\s[A-ZÅÄÖ]\.\s*\n\s*$")
# letters in parentheses that are no party's: "Bo Ek (ers)"
NO_LETTERS = ("tjg", "ers", "led", "bil", "kl", "sek", "vd", "nr", "tf", "ord")


def _local(read: str, text: str) -> str | None:
    """A local party in small letters, where the document writes all parties so: "(sl)" beside "(s)"."""
    small = 2 <= len(read) <= 3 and read.islower() and read not in NO_LETTERS
    return read if small and ("(s)" in text or "(m)" in text) else None


def _party_behind_comma(text: str, start: int, end: int) -> re.Match[str] | None:
    """A party that stands behind a comma, and a name before it that begins with a first name."""
    after = BEHIND_COMMA.match(text, end, min(len(text), end + 60))
    if after is None or party_of(after["party"]) is None:
        return None
    return after if any(word in words("first_names") for word in text[start:end].split()[:-1]) else None


def _letters(read: str, text: str) -> str:
    """The letters behind a name as they were: S is read as 5 or 8, where others have an S."""
    return "S" if read in ("5", "8") and "(S)" in text else read


def _trim(text: str, start: int, end: int) -> Span | None:
    """Take titles, headings and what belongs to the line above off the front of a run."""
    parts = [(m.group(), m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    first = 0
    names = words("first_names")
    for i, (word, at, _) in enumerate(parts[:-1]):
        if word.lower() in titles():
            first = i + 1
        elif i and "\n" in text[parts[i - 1][2] : at]:
            line = text[text.rfind("\n", 0, parts[i - 1][2]) + 1 : parts[i - 1][2]].strip()
            whole_line_above = line == text[start : parts[i - 1][2]].split("\n")[-1].strip()
            closes = PARTY_CLOSES.search(text[max(0, at - 30) : at]) is not None and len(parts) - i >= 2
            if closes or heading_of(line) or (whole_line_above and word in names and len(parts) - i >= 2):
                first = i
    while len(parts) - first > 2 and parts[first][0] not in names and parts[first + 1][0] in names:
        first += 1
    left = parts[first:]
    if len(left) < 2 or len(left) > 6:
        return None
    return Span(left[0][1], end)


def _without_party(
    text: str, start: int, end: int, known: dict[str, str], parties: dict[str, str]
) -> Iterator[Named]:
    """People in a run of capitalised words behind which no party stands."""
    parts = [(m.group(), m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    i = behind = 0  # where the last name ended
    while i < len(parts) - 1:
        begins = i == behind or _may_begin(text, parts, i)
        taken = _known_at(parts, i, known) or (begins and _likely_at(text, parts, i))
        if not taken:
            i += 1
            continue
        length, name = taken
        last = parts[i + length - 1]
        genitive = _key(name) != _key(" ".join(p[0] for p in parts[i : i + length]))
        span = Span(parts[i][1], last[2] - (1 if genitive else 0))
        yield Named(
            name,
            parties.get(_key(name)) or _speaks_for(text, span.start),
            span,
            span,
            False,
            office_of(text, span.start, span.end),
            False,
        )
        behind = i = i + length


def _speaks_for(text: str, start: int) -> str | None:
    """The party in "Sverigedemokraterna genom Bo Ek"."""
    through = THROUGH.search(text, max(0, start - 60), start)
    return party_of(through["party"]) if through else None


def _known_at(parts: Sequence[tuple[str, int, int]], i: int, known: dict[str, str]) -> tuple[int, str] | None:
    for length in range(min(6, len(parts) - i), 1, -1):
        joined = " ".join(p[0] for p in parts[i : i + length])
        for form in (joined, joined.removesuffix("s"), joined.removesuffix("’s").removesuffix(":s")):
            if name := known.get(_key(form)):
                return length, name
    return None


def _may_begin(text: str, parts: Sequence[tuple[str, int, int]], i: int) -> bool:
    """A name begins a run or a line, or stands behind an office; "Morningside Marina Bay" names nobody."""
    if "\n" in text[parts[i - 1][2] : parts[i][1]]:
        return True
    before = parts[i - 1][0].lower()
    return is_office(before) or before[-1] in ".:"


def _likely_at(text: str, parts: Sequence[tuple[str, int, int]], i: int) -> tuple[int, str] | None:
    """A first name and one or two more capitalised words that are no place, firm or fund."""
    if not _is_first_name(parts[i][0]):
        return None
    length = 1
    for word, at, _ in parts[i + 1 : i + 4]:
        broken = "\n" in text[parts[i + length - 1][2] : at]
        if broken and not _goes_on_below(text, parts, i, length):
            break
        if _begins_another(parts, i + length) or _ends_name(word):
            break
        length += 1
    if length < 2:
        return None
    behind = BEHIND.match(text, parts[i + length - 1][2])
    around = [w[0].lower().strip(".") for w in parts[i : i + length]]
    if any(_is_thing(word) for word in around) or parts[i + 1][0].lower() in titles():
        return None
    if behind and (behind["above"] is None or behind["word"][0].islower()):
        if _is_thing(behind["word"].lower()):
            return None
    elif behind and behind["word"].lower() in facts("people")["not_people"]:
        return None  # "Gustaf Adolfs / Torg 1"; a body in the next line is another
    name = " ".join(p[0] for p in parts[i : i + length])
    if (
        name.endswith("s")
        and behind
        and behind["word"][0].islower()
        and not DOES.fullmatch(behind["word"])
        and behind["word"] not in NO_OWNED
        and not name.endswith(("ss", "is", "us", "as", "ers", "ars"))
    ):
        name = name[:-1]
    return length, name


def _is_first_name(word: str) -> bool:
    """A first name, or two that a hyphen joins, whoever bears both: "Åsa-Maria"."""
    names = words("first_names")
    return word in names or ("-" in word and all(part in names for part in word.split("-")))


def _ends_name(word: str) -> bool:
    """Is a word with a capital behind a name none of it: the next label ("Diarienummer"), or an office?"""
    low = word.lower()
    office = is_office(low) and low.endswith(("chef", "direktör", "sekreterare", "jurist"))
    return office or low in titles() or word in facts("people")["ends_name"]


def _goes_on_below(text: str, parts: Sequence[tuple[str, int, int]], i: int, length: int) -> bool:
    """Does a name that the line's end cuts go on below: "Bo / Ek", "Per Gunnar / Rosengren"?

    Where there is a surname already ("Klara Lund / Sandryd"), only one in a line by itself, made as surnames
    are, under a line that was full.
    """
    names = words("first_names")
    word, at, end = parts[i + length]
    if word in names:
        return False
    if length == 1:
        return True
    if is_office(word.lower()) or word.lower() in titles() or _is_thing(word.lower()) or heading_of(word):
        return False
    below = text.find("\n", end)
    line = text[text.rfind("\n", 0, at) + 1 : below if below >= 0 else len(text)]
    alone = line.strip(" \t,•") == word
    if all(part[0] in names for part in parts[i : i + length]):
        return alone or text[end : end + 1] == ","
    above = text[text.rfind("\n", 0, parts[i][1]) + 1 : parts[i + length - 1][2]]
    return alone and len(above) >= FULL_LINE and word.endswith(tuple(facts("people")["surname_ends"]))


def _begins_another(parts: Sequence[tuple[str, int, int]], at: int) -> bool:
    """Two people in one line, whose columns were lost: "Jon Ederud Lena Grane"."""
    names = words("first_names")
    return parts[at][0] in names and parts[at - 1][0] not in names and at + 1 < len(parts)


def _is_thing(word: str) -> bool:
    return word in facts("people")["not_people"] or word.endswith(tuple(facts("people")["not_people_ends"]))


def _name(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
