"""Chains: a protocol counts its paragraphs, so its headings are the best rising chain of numbers.

A line that only looks like a heading (a wrapped reference, a rule of law) seldom fits between its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout import Line
from extract.misread import NUMBERED, Form, form_of, misread_heads, signless_heads

# what a line of a contents page ends with: leader dots, some read as letters perhaps, and the page
LEADERS = re.compile(r"(?:[.…·_]\s?){4,}[a-z.]*\s*[\dIl]{0,4}\s*$")
# leader dots as a wrong model reads them: "cseesseeseseeeseses", "ccccccccsccsscesscesscesseess"
READ_LEADERS = re.compile(
    r"(?<!\w)(?:[ceso.]*[ce]{2}[ceso.]*(?<=[ceso.]{12})|(?=[eosrut.]*(?:c[eosrut.]*){3})[cesorut.]{14})"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible heading: its first line, the line and place where what follows the number begins."""

    line: int
    start: int
    rest_line: int
    rest: int
    number: int
    printed: str
    score: float
    body: str | None
    misread: bool = False  # its sign is a digit or an S
    treated: bool = False  # a matter is treated below it


def leads_to_a_page(text: str) -> bool:
    """A line of a contents page: it ends in leader dots, or in what a wrong model took them for."""
    return LEADERS.search(text) is not None or READ_LEADERS.search(text) is not None


def best_chain(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The chain of rising numbers with the highest score; steps of one count most.

    `best[n]` is the best chain so far that ends in number n, so each candidate looks at a few numbers only.
    """
    best: dict[int, tuple[float, int]] = {}  # number -> score, index of the candidate it ends in
    back: list[int | None] = []
    total: list[float] = []
    for i, candidate in enumerate(candidates):
        score, previous = candidate.score, None
        for step in range(1, 13):
            if (before := best.get(candidate.number - step)) and before[1] != i:
                reward = before[0] + candidate.score + (1.0 if step == 1 else -0.3 * step)
                if reward > score:
                    score, previous = reward, before[1]
        back.append(previous)
        total.append(score)
        if candidate.number not in best or score > best[candidate.number][0]:
            best[candidate.number] = (score, i)
    if not candidates:
        return []
    at: int | None = max(range(len(candidates)), key=lambda i: total[i])
    if at is None or (total[at] < 1.0):
        return []
    chain: list[Candidate] = []
    while at is not None:
        chain.append(candidates[at])
        at = back[at]
    return chain[::-1]


MOST_LACKING = 5  # numbers between two headings; more were left out, not misread


def with_lacking(chain: Sequence[Candidate], lines: Sequence[Line]) -> list[Candidate]:
    """The chain with the headings whose numbers were misread ("§ 7l" between § 70 and § 72).

    What stands before the first of them or behind the last must be the next number without a doubt.
    """
    if not chain:
        return []
    filled: list[Candidate] = []
    forms = {form for head in chain if (form := form_of(lines[head.line].text))}
    for above, below in pairwise((None, *chain, None)):
        if above:
            filled.append(above)
        if above and below and not 0 < below.number - above.number - 1 <= MOST_LACKING:
            continue
        begin = above.rest_line + 1 if above else 0
        between = [
            (i, lines[i].text)
            for i in range(begin, below.line if below else len(lines))
            if not any(leads_to_a_page(line.text[-120:]) for line in lines[i : i + 2])
        ]
        first = above.number + 1 if above else chain[0].number - MOST_LACKING
        last = below.number if below else chain[-1].number + MOST_LACKING
        if not above or not below:
            start, step = (chain[0].number, -1) if below else (first - 1, 1)
            found = _next_to(between, start, step, forms)
        else:
            found = misread_heads(between, range(first, last), forms)
            lost = [number for number in range(first, last) if number not in found.values()]
            found |= dict(zip(signless_heads(between[2:], len(lost)), lost, strict=False))
        for i, number in sorted(found.items()):
            if not filled or number > filled[-1].number:
                filled.append(_head(i, lines[i], number))
    return filled


def _head(i: int, line: Line, number: int) -> Candidate:
    """The heading that a line is, whose number is told by the others."""
    head = NUMBERED.match(line.text)
    sign, rest = (head.start("sign"), head.start("rest")) if head else (0, 0)
    body = head["body"].strip() if head and head["body"] else None
    return Candidate(i, line.start + sign, i, line.start + rest, number, str(number), 1.0, body)


def _next_to(
    texts: Sequence[tuple[int, str]], number: int, step: int, forms: Collection[Form]
) -> dict[int, int]:
    """The headings that count on from the first of a chain to the front, or from its last to the end."""
    found: dict[int, int] = {}
    while number + step > 0 and (one := misread_heads(texts, [number + step], forms, surely=True)):
        ((at, number),) = one.items()
        found[at] = number
        texts = [(i, text) for i, text in texts if (i < at if step < 0 else i > at)]
    return found
