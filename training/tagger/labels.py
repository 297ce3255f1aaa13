"""What the tagger is taught to do with each character, found by aligning a reading with the truth.

A label is a template for what the character becomes, with "·" for the character itself: "·" keep, ""
delete, "ä" replace, "å·" put å before it, "·ö" put ö after it. Edits stay inside a token, so that a word's
labels alone make its reading. What cannot be mended in letters (digits, stamps, quotes) is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

KEEP = "·"
Block = tuple[int, int, int, int]  # [start, end) in the reading, [start, end) in the truth
SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


def collapsed(text: str) -> tuple[str, list[int]]:
    """The text with each run of white space as one blank, and where each character came from."""
    out: list[str] = []
    places: list[int] = []
    for i, c in enumerate(text):
        if c.isspace():
            if out and out[-1] == " ":
                continue
            c = " "
        out.append(c)
        places.append(i)
    return "".join(out).translate(SAME), places


def blocks(reading: str, truth: str) -> Iterator[Block]:
    """Where two collapsed texts differ; touching differences are one block."""
    open_block: Block | None = None
    for op in Levenshtein.opcodes(reading, truth):
        if op.tag == "equal":
            if open_block:
                yield open_block
            open_block = None
        elif open_block:
            open_block = (open_block[0], op.src_end, open_block[2], op.dest_end)
        else:
            open_block = (op.src_start, op.src_end, op.dest_start, op.dest_end)
    if open_block:
        yield open_block


def labels(ocr: str, truth: str) -> list[str]:
    """One template for each character of `ocr`."""
    out = [KEEP] * len(ocr)
    reading, places = collapsed(ocr)
    target, _ = collapsed(truth)
    for start, end, a, b in blocks(reading, target):
        for place, template in _edits(reading, start, end, target[a:b]):
            if ocr[places[place]] != "\n":
                out[places[place]] = template
    return out


def _edits(reading: str, start: int, end: int, piece: str) -> Iterator[tuple[int, str]]:
    if not all(c.isalpha() or c == " " for c in piece):
        return
    if start == end:
        if start < len(reading) and reading[start] != " ":
            yield start, piece + KEEP
        elif start and reading[start - 1] != " " and " " not in piece:
            yield start - 1, KEEP + piece
        return
    read = reading[start:end]
    if (" " in read and read != " ") or (" " in piece and piece != " "):
        return  # words fell together or apart with other damage: too loose to learn from
    if read == " " and piece:
        return
    for k in range(end - start):
        last = k == end - start - 1
        yield start + k, piece[k:] if last else piece[k : k + 1]


def mended(ocr: str, templates: list[str]) -> str:
    """The text that the templates make."""
    return "".join(t.replace(KEEP, c) for c, t in zip(ocr, templates, strict=True))
