"""Headings that nobody has seen: what is lost of the decisions where a house has a word of its own for them?

Each known heading of decisions in a protocol is put in another word, which no list of headings holds, and
what is decided then is compared with what is decided in the protocol as it is: same item, words and status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.scoring import reading_of
from benchmarks.truth import Truth
from extract import extract
from extract.headings import heading_of

WORDS = ("Utfall", "Styrelsens hållning")


def hidden(text: str, word: str) -> str:
    """The text with this word for each heading of decisions, columns as they were."""
    out = []
    for line in text.split("\n"):
        told = line.strip()
        heading = heading_of(told) if told else None
        if heading and heading.kind == "decision":
            rest = told[heading.length :]
            before = line[: len(line) - len(line.lstrip())] + word
            line = before + rest.rjust(len(line) - len(before)) if rest.strip() else before
        out.append(line)
    return "\n".join(out)


def decisions(text: str) -> Counter[tuple[str | None, str, str]]:
    record = extract(reading_of("unseen", text))
    return Counter(
        (item.number, d.status, " ".join(text[d.span.start : d.span.end].split()))
        for item in record.items
        for d in item.decisions
    )


def measure(sets: dict[str, Iterable[Truth]]) -> None:
    """Hide, extract, compare and print."""
    for name, texts in sets.items():
        known = [(one.text, decisions(one.text)) for one in texts]
        for word in WORDS if known else ():
            right = wanted = extra = 0
            for text, before in known:
                after = decisions(hidden(text, word))
                right += (after & before).total()
                wanted += before.total()
                extra += (after - before).total()
            print(f'{name}, "{word}": {right} of {wanted} decisions are the same, {extra} others')
