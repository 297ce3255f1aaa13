"""Lead-ins: the words before a list of decisions that say whose they are ("Kommunstyrelsen beslutar:").

A section is cut at its lead-ins into groups; a lead-in gives its group the status. It may end in a colon, a
stop ("... fatta följande beslut.") or nothing, and two in a row are one. A sentence that decides by itself
before its bullets ("Ärendet återremitteras med följande uppdrag:") is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.bodies import DEFINITE, is_body, named_body
from extract.layout import BULLETS, DASHES, Layout, Line
from extract.sections import Section, by_votes, leads_in
from extract.verbs import decides, is_infinitive
from ocr.spans import Span, trimmed

# "1. ", "2) ", "(3) ", "4b. " at the start of a line or after a stop
POINT = re.compile(r"^\(?(?P<number>\d{1,2}(?P<also>[b-e])?)\s?[.)]\s+(?=\S)")
NO_STOP = re.compile(r"^1\s+att\s")  # "1 att godkänna", the first of a list
BULLET = re.compile(rf"^(?:[{BULLETS}]|[eo¢«»©°+](?=\s)|[{DASHES}](?=\s))\s*")
# "a) godkänna rapporten," where the whole list counts by letters
LETTER = re.compile(r"^\(?(?P<letter>[a-o]|[A-H](?=[.)]\s+[A-ZÅÄÖ][a-zåäö]))\s?[.)]\s+(?=\S)")
THAT = re.compile(r"^(?:dels\s)?att(?:\s|$)|^dels\s", re.IGNORECASE)
# a lead-in with a condition, before a list: "... beslutar för egen del, under förutsättning av ...,"
CONDITION = re.compile(r"\b(?:beslutar|beslutade|beslöt|besluta)\b(?:(?!\batt\b)[^:]){0,200},$")
# how a lead-in ends: "beslutar:", "fatta följande beslut.", "enligt följande:", "förslag:"
LEAD_END = re.compile(
    rf"""(?: \b(?:beslutar|beslutade|beslöt|besluta|besluts?|föreslår|föreslås|följande|nedan|följer|del
               |hemställer|att)
            (?:\s(?:att|följande|enligt\sföljande|för\segen\sdel|per\scapsulam))*
          | \b(?:beslutar|beslutade|beslöt)\s(?:därmed\s|således\s)?
            [^.:;\s]*{DEFINITE}(?:,?\satt)?
          | \b(?:föreslår|föreslå|föreslog|rekommenderar|rekommendera|hemställa\shos|hemställer\shos)\s
            [^.:;\s]*{DEFINITE}(?:\si\s[^.:;]{{3,80}}?)?(?:,?\satt)?
          | \bföljande\s(?:beslut|förslag|yttrande)
          | ^(?:Enligt|På\sförs?lag\sav|I\senlighet\smed|Med\s(?:bifall|stöd|ändring|anledning)|Efter
               |Utifrån|I)\b
            .{{1,600}} )
        \s*(?P<end>[:.]|$)$""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# a lead-in closed by a stop: "Enligt stadsledningskontorets förslag."
BY_PROPOSAL = re.compile(r"^(?:Enligt|I enlighet med)\s[^.:,]{3,80}(?:förslag|yrkande)\.$")
PROPOSES = re.compile(
    r"\b(?:föreslår?|föreslås|föreslog|hemställer|rekommenderar|tillstyrker|tillstyrkte)\b", re.I
)
# "Styrelsen för Vikasjöbostäder AB:"
BOARD = re.compile(r"[Ss]tyrelsen\sför\s[A-ZÅÄÖ][^.:]{2,60}:")
# "Förbundsstyrelsen överlämnar till medlemskommunernas kommunfullmäktige att besluta:"
HANDS_ON = re.compile(r"\b(?:överlämnar|översänder)\still\s[^:]{3,200}\satt\s(?:besluta|fatta)\b[^:]{0,40}:$")
# the lead-in goes on: "... föreslår / att kommunfullmäktige beslutar:"
TO_A_BODY = re.compile(
    r"^att\s(?:(?!\batt\b)[^.:;]){3,80}\b(?:beslutar|besluta|fattar|fatta)\b", re.IGNORECASE
)
# nothing is decided by these
NO_DECISION = re.compile(
    r"""^(?: Ing[ae]t?\b | Det\sfanns\sing | (?:\S+\s){0,4}förekom\b | Beslutet\sfattas\smed\sstöd
          | .{0,60}\banmäl(?:er|de)\sjäv\b
          | (?-i:Han|Hon|Jag|Du)\s
          | (?-i:[A-ZÅÄÖ]\S+\s[A-ZÅÄÖ]\S+\s)
            (?:informerar|ger|redogör|redovisar|rapporterar|berättar|påminner)\b
          | (?-i:(?!(?i:\S*(?:nämnd|styrels|utskott|fullmäktige|direktion)))[A-ZÅÄÖ][a-zåäö]+
            (?:\s[A-ZÅÄÖ]\S+){0,4}\s
            (?:informerar|redogör|rapporterar|berättar|påminner|tackar|önskar|hälsar)\b) )""",
    re.VERBOSE | re.IGNORECASE,
)
# a list of what came in follows; nothing of it is decided
TELLS = re.compile(
    r"^Vid\sbehandling(?:en)?\sav\särendet\s|\bhar\s(?:följande|nedanstående)\b|\b[Ff]öljande\b.{0,80}\b(?:inkommit|anmälts|anmäls|redovisas|förelåg)\b"
)
# "Bo Ek lämnade mötet."
ABOUT_A_MEMBER = re.compile(
    r"[A-ZÅÄÖ][^.]{3,60}?\s(?:lämna(?:r|de)|ansl(?:uter|öt))\s(?:sig\s)?(?:till\s)?(?:mötet|sammanträdet|salen|lokalen)\b"
)
# "Ersättaren Bo Ek (S) anmälde jäv", "Votering begärs och verkställs", "Vid omröstningen avgavs"
TOLD_BESIDE = re.compile(
    r"""[A-ZÅÄÖ][^.:;]{3,160}?\s(?:anmäl(?:er|de|t)\s(?:sig\s)?jäv|del(?:tar|tog)\s(?:inte|ej)\si|på\sgrund\sav\sjäv)\b
      | (?:Votering|Omröstning)\w*\s(?:begär|verkställ|genomför|utfall|utföll)
      | Vid\s(?:om)?röstning | Vid\s(?:votering|upprop)
      | Beslutet\s(?:fattas|fattades|har\sfattats|är\sfattat)\s(?:med\sstöd|enligt|i\senlighet|på\sdelegation)
      | \S+\sär\s(?:därmed|härmed|med\sdetta)\s(?:färdigbehandla|slutbehandla|avsluta|hantera)(?:d|t)\.?$
      | Ärendet\s(?:behandlas|tas\supp|återkommer)\s
      | Ordföranden\s(?:tackar|önskar|hälsar|informerar|påminner|avslutar)\b""",
    re.VERBOSE,
)
# names below the last point, in lines of their own: "Lars-Erik Sundin / Förvaltningschef"
SIGNED = re.compile(
    r"(?<=[.\w])[ \t]*\n\s*[A-ZÅÄÖ][a-zåäöé-]+(?:[ \t]+[A-ZÅÄÖ][A-Za-zåäöé-]+){1,3}[ \t]*"
    r"(?:[ \t]{2,}[^\n]*)?\n"
    r"\s*(?:[A-ZÅÄÖ][a-zåäö]*(?:chef|direktör|ordförande|sekreterare|rektor|handläggare|ledare)\b)"
)
RULED = re.compile(r"\s[-_]{4,}(?:\s|$)")  # a rule across the page, below the last point
# a line without a stop above running text: "Extra sammanträde den 5 mars 2018 / Ordföranden meddelar att"
UNDER_HEADING = re.compile(
    r"(?<=\n)(?!Uppdrag|Motionen|Ärendet)[A-ZÅÄÖ][^\n.:;,]{9,60}(?<![-–])\n(?=[A-ZÅÄÖ][^\n]{40})"
)
# "Informationen antecknas", behind what was told
NOTED = re.compile(
    r"(?:Informatio|Rapport|Redogörels|Redovisning|Anmäl|Meddeland)\w*\s(?:\S+\s){0,6}"
    r"(?:antecknas|noteras|godkänns|läggs)\b"
)
# "samt beslutar för egen del", "För egen del:", between two lists
AND_ITSELF = re.compile(
    r"^(?:(?:samt|och)\s(?:att\s)?(?:besluta[rd]?e?\s)?för|För)\segen\sdel(?:\sbesluta[rd]?e?)?(?:\satt)?\s?:?$"
)
# "A." alone on its line, or before a lead-in: groups of decisions
GROUP = re.compile(r"^[A-H]\s?[.),](?:\s+(?=[A-ZÅÄÖ][a-zåäö]+(?:\s\S+){0,6}\s(?:beslutar|föreslår)\b)|$)")


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one lead-in."""

    lead: Span | None
    start: int
    lines: tuple[Line, ...]


def groups(layout: Layout, section: Section) -> list[Group]:
    """Cut a section at its lead-ins."""
    lines = list(section.lines)
    if not lines:
        return []
    found: list[Group] = []
    lead: Span | None = None
    begin, i = 0, 0
    start = section.start
    while i < len(lines):
        group = GROUP.match(lines[i].text)
        if group:
            if i > begin:
                found.append(Group(lead, start, tuple(lines[begin:i])))
            rest = lines[i].text[group.end() :]
            lead, begin = None, i if rest else i + 1
            start = (
                lines[i].start + group.end()
                if rest
                else lines[begin].start
                if begin < len(lines)
                else section.end
            )
            if not rest:
                i += 1
                continue
            lines[i] = lines[i]._replace(start=start, text=rest)
        taken = _lead_at(layout.prose, lines, i, start if i == 0 else lines[i].start)
        if not taken:
            i += 1
            continue
        count, span = taken
        if i > begin:
            found.append(Group(lead, start, tuple(lines[begin:i])))
        elif lead is not None:
            span = Span(lead.start, span.end)  # two lead-ins in a row are one
        lead, begin = span, i + count
        i = begin
        same_line = i > 0 and span.end < lines[i - 1].end
        if same_line:
            begin = i - 1
        start = trimmed(layout.prose, span.end, section.end).start
    if begin < len(lines):
        found.append(Group(lead, max(start, lines[begin].start), tuple(lines[begin:])))
    return found


def _lead_at(text: str, lines: Sequence[Line], i: int, start: int) -> tuple[int, Span] | None:
    """A lead-in that begins with line `i`: how many lines it takes, and its span."""
    first = lines[i].text
    if AND_ITSELF.match(first):
        return 1, Span(start, lines[i].end)
    if not first[:1].isupper() or POINT.match(first) or NO_DECISION.match(first):
        return None
    if i and not lines[i].gap and not lines[i - 1].text.rstrip().endswith((".", ":")):
        listed = i + 1 < len(lines) and _is_listed(lines[i + 1].text)
        if not (listed and leads_in(first)):
            return None
    for count in range(1, 7):
        if i + count > len(lines):
            return None
        line = lines[i + count - 1]
        if count > 1 and (POINT.match(line.text) or BULLET.match(line.text)):
            return None
        end = line.end
        piece = " ".join(text[start:end].split())
        after = lines[i + count].text if i + count < len(lines) else ""
        if (
            piece.endswith(":")
            and (LEAD_END.search(piece) or named_body(piece) or BOARD.fullmatch(piece) or leads_in(piece))
            and not _is_points_own(piece)
        ):
            return count, Span(start, end)
        if piece.endswith(".") and LEAD_END.search(piece) and "följande" in piece[-40:] and after:
            return count, Span(start, end)
        if (
            (LEAD_END.search(piece) or leads_in(piece))
            and (piece[-1].isalpha() or (piece[-1] == ")" and leads_in(piece)))
            and (_is_listed(after) or (count == 1 and after[:1].isupper() and leads_in(piece)))
            and not piece.startswith("Enligt")
            and not TO_A_BODY.match(after)
        ):
            return count, Span(start, end)
        if piece.endswith(" att") and leads_in(piece) and is_infinitive(after.partition(" ")[0]):
            return count, Span(start, end)
        if THAT.match(after) and (CONDITION.search(piece) or by_votes(piece)) and not THAT.match(line.text):
            return count, Span(start, end)
        inline = re.search(r":\s+(?=\(?\d{1,2}[.)]\s)", text[start:end])
        if inline and LEAD_END.search(" ".join(text[start : start + inline.start() + 1].split())):
            return count, Span(start, start + inline.start() + 1)
        if BY_PROPOSAL.match(piece) or (BULLET.match(after) and is_body(piece)):
            return count, Span(start, end)
        if re.search(r"[.;]$", piece):
            return None
    return None


def _is_points_own(piece: str) -> bool:
    """ "Ärendet återremitteras med följande uppdrag:" is itself the decision; its bullets are inside it."""
    return (
        bool(decides(piece))
        and not PROPOSES.search(piece)
        and not HANDS_ON.search(piece)
        and not re.match(r"(?:Enligt|På förslag|I enlighet|Med )|.*\b(?:beslutar|beslutade|beslöt)\b", piece)
    )


def _is_listed(text: str) -> bool:
    letter = LETTER.match(text)
    first = letter is not None and letter["letter"] == "a"
    return first or bool(POINT.match(text) or THAT.match(text) or BULLET.match(text) or NO_STOP.match(text))
