"""Unnumbered: what is decided in sentences, where no number, letter or bullet parts them.

Each sentence that decides is a point of its own; one that only fills out the one before belongs to it, and
what is told beside ("Votering begärs", "Bo Ek deltar inte i beslutet") belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.bodies import named_body
from extract.leads import ABOUT_A_MEMBER, BULLET, TELLS, TOLD_BESIDE, UNDER_HEADING
from extract.sentences import sentences
from extract.verbs import acts, decides, is_infinitive
from ocr.spans import Span, trimmed

# a paragraph below others that decides once more: "Nämnden beslutar vidare att upphäva taxan"
DECIDES_ON = re.compile(
    r"[A-ZÅÄÖ][^.:;,]{3,60}?(?:en|et|ott|ige|nd)\s+beslutar\s+(?:(?:vidare|också|även|dessutom|därutöver)\s+)?att\s"
)
FILLS_OUT = re.compile(
    r"^(?:Uppdrage[tn]|Avsägels|Beslutet|Detta|Dessa|Den|Det|Motionen är|Ärendet är|Analysen|Planen ska"
    r"|Protokollet)\b"
)


def unnumbered(
    text: str, start: int, end: int, breaks: Sequence[int] = ()
) -> Iterator[tuple[str | None, Span]]:
    """Sentences, joined where one only fills out the one before.

    `breaks`: where paragraphs begin; one that decides nothing ends what is decided.
    """
    found: list[Span] = []
    beside = False  # what is told beside has begun
    last = max((b for b in breaks if DECIDES_ON.match(text, b, end)), default=start)  # that decides
    for span in sentences(text, start, end):
        sentence = " ".join(text[span.start : span.end].split())
        first = None if found else next((b for b in breaks if span.start < b < span.end), None)
        if first is not None and _is_whole(text[span.start : first]):
            found.append(trimmed(text, span.start, first))
            if not DECIDES_ON.match(text, first, end):
                break
            span = trimmed(text, first, span.end)
            sentence = " ".join(text[span.start : span.end].split())
        if found and (TELLS.search(sentence) or ABOUT_A_MEMBER.match(sentence)):
            break
        told = bool(found) and TOLD_BESIDE.match(sentence) is not None
        beside = beside or told
        above = " ".join(text[found[-1].start : found[-1].end].split()) if found else ""
        listed = opens_with_infinitive(sentence) and (not above or opens_with_infinitive(above))
        decided = (
            listed or decides(sentence, operative=True) or DECIDES_ON.match(text, span.start, end) is not None
        )
        if told or (beside and not decided):
            continue
        if found and not decided and UNDER_HEADING.match(text, span.start, end):
            break
        body = body_that_acts(
            sentence
        )  # in a line of its own, or once more ("Nämnden avslår .... Nämnden noterar")
        own = body and ((span.start and text[span.start - 1] == "\n") or above.startswith(body))
        ends = found and span.start in breaks and last <= span.start
        if ends and not (decided or own or BULLET.match(sentence)):
            break
        whole = found and (decides(above) or opens_with_infinitive(above))
        joins = not (decided or own) or not whole
        if found and (FILLS_OUT.match(sentence) or joins or BULLET.match(sentence)):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    for span in found:
        yield None, span


def body_that_acts(sentence: str) -> str | None:
    """The body that a sentence begins with, where it decides ("Nämnden godkänner")."""
    body = named_body(sentence, at_start=True)
    if body is None:
        return None
    behind = sentence[len(body) :].split(maxsplit=1)[:1]
    return body if any(acts(word.rstrip(",.:")) for word in behind) else None


def opens_with_infinitive(sentence: str) -> bool:
    """ "Anta taxan.": what to do, without "att"."""
    return is_infinitive(sentence.partition(" ")[0].lower())


def _is_whole(text: str) -> bool:
    """The paragraph before a break ends a sentence by itself, without its stop perhaps."""
    return text.rstrip().endswith((".", "!", "?"))
