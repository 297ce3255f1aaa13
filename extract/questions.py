"""Questions of an interpellation or a fråga: numbered, with parts under bullets or letters.

They stand after the words that announce them ("ställa följande frågor"), mostly as a list, sometimes as plain
sentences that end in a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.layout import Layout, Line
from extract.leads import BULLET
from extract.record import Question, QuestionPart
from extract.sentences import sentences
from ocr.spans import Span, trimmed

LETTER = re.compile(r"^\(?[a-zåäö]\s?[.)]\s")  # "a) ", "b. "
# "följande frågor", "Frågorna:", "Jag vill därför fråga", "undrar", "Min fråga", "fråga till ordföranden"
ANNOUNCED = re.compile(
    r"""\b(?:följande|nedanstående)\s(?:\S+\s){0,3}?fråg(?:a|or)\b
      | \bfråg(?:a|or)(?:na)?\s?: | \bfrågar\sjag\b | \bundrar\b | \bfråg(?:a|or)\still\b
      | \bvill\s(?:jag|vi)\s(?:därför\s)?(?:fråga|ställa)
      | \b(?:jag|vi)\svill\s(?:\S+\s){0,3}?(?:fråga|ställa) | \bMin(?:a)?\sfråg(?:a|or)\b""",
    re.VERBOSE | re.IGNORECASE,
)


# "1. Finns planen?" at the start of a line, or behind the end of a sentence in one
MARK = re.compile(r"(?:(?<=[.:;?!\n])|\A)\s*(?=\(?(?P<number>\d{1,2})\s?[.)]\s+[A-ZÅÄÖ0-9”\"(])")
WITHIN = 6000  # letters between a question and the next of its list
# where the question that a paper answers is printed behind the answer
ASKED = re.compile(r"^(?:Interpellation|(?:Enkel\s|Skriftlig\s)?[Ff]råga)\s(?:av|från|till)\b", re.MULTILINE)


def questions_in(layout: Layout, document: str, *, answer: bool = False) -> tuple[Question, ...]:
    """The questions that a document asks. `document` is its id of twelve letters.

    `answer`: the document answers questions, and may print them behind.
    """
    begin = 0
    if answer:
        asked = list(ASKED.finditer(layout.prose))
        if not asked or asked[-1].start() < 200:
            return ()
        begin = asked[-1].start()
    found = _listed(layout, begin) or _plain(layout.prose, begin)
    made = []
    for number, span, parts in found:
        made.append(
            Question(
                id=f"{document}/q{number}",
                number=number,
                span=span,
                parts=tuple(
                    QuestionPart(f"{document}/q{number}{_letter(i)}", f"{number}{_letter(i)}", part)
                    for i, part in enumerate(parts)
                ),
            )
        )
    return tuple(made)


def _letter(i: int) -> str:
    return chr(ord("a") + i) if i < 26 else f"z{i - 25}"


Found = tuple[str, Span, list[Span]]


def _listed(layout: Layout, begin: int) -> list[Found]:
    """A numbered list that asks: the last one in the text in which a question mark stands."""
    text = layout.prose
    lists: list[list[int]] = []
    for match in MARK.finditer(text, begin):
        number = int(match["number"])
        if number == 1:
            lists.append([match.end()])
        elif lists and number == len(lists[-1]) + 1 and match.end() - lists[-1][-1] < WITHIN:
            lists[-1].append(match.end())
    for marks in reversed(lists):
        announced = ANNOUNCED.search(text, max(0, marks[0] - 700), marks[0] + 1)
        if (announced or len(marks) > 1) and "?" in text[marks[0] : _end(layout, marks[-1])]:
            return _cut(layout, marks)
    return []


def _cut(layout: Layout, marks: Sequence[int]) -> list[Found]:
    text = layout.prose
    found = []
    for i, start in enumerate(marks):
        end = marks[i + 1] if i + 1 < len(marks) else _end(layout, start)
        span = trimmed(text, start, end)
        found.append((str(i + 1), span, _parts(layout.lines_in(span.start, span.end), span)))
    return found


def _end(layout: Layout, start: int) -> int:
    """The last question ends with its last question mark, before date and signature."""
    text = layout.prose
    first = text.find("\n", start, start + WITHIN)
    end = first if first != -1 else min(len(text), start + WITHIN)
    for line in layout.lines_in(end, min(len(text), start + 4000)):
        new = line.gap and not BULLET.match(line.text) and "?" not in line.text
        goes_on = line.text[0].islower() and text.find("?", line.start, line.start + 300) != -1
        if new and not goes_on and "?" in text[start:end]:
            break
        end = line.end
    last = text.rfind("?", start, end)
    return last + 1 if last != -1 else end


def _parts(lines: Sequence[Line], question: Span) -> list[Span]:
    """Points under bullets or letters, from their words to the next."""
    marks = [
        (line.start, m.end())
        for line in lines[1:]
        if (m := BULLET.match(line.text) or LETTER.match(line.text))
    ]
    found = []
    for i, (at, skip) in enumerate(marks):
        end = marks[i + 1][0] if i + 1 < len(marks) else question.end
        piece = [line for line in lines if at <= line.start < end]
        found.append(Span(at + skip, min(piece[-1].end, question.end)))
    return found


def _plain(text: str, begin: int) -> list[Found]:
    """No numbers: the sentences with a question mark behind the announcement."""
    announced = list(ANNOUNCED.finditer(text, begin))
    if not announced:
        return []
    start = announced[-1].start()
    colon = text.find(":", announced[-1].end() - 1, announced[-1].end() + 120)
    if colon != -1 and "?" not in text[start:colon]:
        start = colon + 1
    found: list[Found] = []
    for span in sentences(text, start, min(len(text), start + 4000)):
        if text[span.start : span.end].rstrip("”\"').").endswith("?"):
            mark = BULLET.match(text[span.start : span.end])
            span = Span(span.start + (mark.end() if mark else 0), span.end)
            found.append((str(len(found) + 1), span, []))
    return found
