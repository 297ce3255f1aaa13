"""Questions of an interpellation or a fråga: numbered, with parts under bullets or letters.

They stand after the words that announce them ("ställa följande frågor"), mostly as a list, sometimes as plain
sentences that end in a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.decisions import BULLET, INLINE_POINT, LETTER, POINT
from extract.layout import Layout, Line
from extract.record import Question, QuestionPart
from extract.sentences import sentences
from ocr.spans import Span, trimmed

# "följande frågor", "Frågorna:", "Jag vill därför fråga", "undrar", "Min fråga", "fråga till ordföranden"
ANNOUNCED = re.compile(
    r"""\b(?:följande|nedanstående)\s(?:\S+\s){0,3}?fråg(?:a|or)\b
      | \bfråg(?:a|or)(?:na)?\s?: | \bfrågar\sjag\b | \bundrar\b | \bfråg(?:a|or)\still\b
      | \bvill\s(?:jag|vi)\s(?:därför\s)?(?:fråga|ställa)
      | \b(?:jag|vi)\svill\s(?:\S+\s){0,3}?(?:fråga|ställa) | \bMin(?:a)?\sfråg(?:a|or)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def questions_in(layout: Layout, document: str) -> tuple[Question, ...]:
    """The questions that a document asks. `document` is its id of twelve letters."""
    text = layout.prose
    found = _listed(layout) or _plain(text)
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


def _listed(layout: Layout) -> list[Found]:
    """A numbered list that asks: the last one in the text in which a question mark stands."""
    best: list[tuple[str, int]] = []
    lists: list[list[tuple[str, int]]] = []
    for line in layout.lines:
        match = POINT.match(line.text)
        if match and match["number"] == "1":
            lists.append([("1", line.start)])
        elif match and lists and int(match["number"]) == len(lists[-1]) + 1:
            lists[-1].append((match["number"], line.start))
    text = layout.prose
    for marks in lists:
        end = _end(layout, marks[-1][1])
        if "?" in text[marks[0][1] : end] and (
            ANNOUNCED.search(text, max(0, marks[0][1] - 700), marks[0][1] + 1) or len(marks) > 1
        ):
            best = marks
    if not best:
        return _inline(layout)
    return _cut(layout, best)


def _inline(layout: Layout) -> list[Found]:
    """A list that runs on inside a line: "1. Hur många? 2. Varför?"."""
    text = layout.prose
    for announced in ANNOUNCED.finditer(text):
        marks: list[tuple[str, int]] = []
        for match in INLINE_POINT.finditer(text, announced.end(), min(len(text), announced.end() + 6000)):
            if int(match["number"]) == len(marks) + 1:
                marks.append((match["number"], match.end()))
        if marks and "?" in text[marks[0][1] : marks[0][1] + 1500]:
            return _cut(layout, marks)
    return []


def _cut(layout: Layout, marks: Sequence[tuple[str, int]]) -> list[Found]:
    text = layout.prose
    found = []
    for i, (number, start) in enumerate(marks):
        end = marks[i + 1][1] if i + 1 < len(marks) else _end(layout, start)
        span = trimmed(text, start, end)
        found.append((number, span, _parts(layout.lines_in(span.start, span.end), span)))
    return found


def _end(layout: Layout, start: int) -> int:
    """The last question ends with its last question mark, before date and signature."""
    text = layout.prose
    lines = layout.lines_in(start, min(len(text), start + 4000))
    end = lines[0].end if lines else start
    for i, line in enumerate(lines):
        if (
            i
            and line.gap
            and end > start
            and "?" in text[start:end]
            and "?" not in line.text
            and not BULLET.match(line.text)
        ):
            later = text.find("?", line.start, line.start + 300)
            if later == -1 or not text[line.start].islower():
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


def _plain(text: str) -> list[Found]:
    """No list: the sentences with a question mark after the announcement."""
    announced = list(ANNOUNCED.finditer(text))
    if not announced:
        return []
    asked = [
        span
        for span in sentences(text, announced[-1].start(), min(len(text), announced[-1].start() + 4000))
        if text[span.start : span.end].rstrip("”\"').").endswith("?")
    ]
    if not asked and len(announced) > 1:
        return []
    return [(str(i), span, []) for i, span in enumerate(asked, 1)]
