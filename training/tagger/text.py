"""Swedish text for training: documents, what is held out, and how text lies on a page.

The training files hold running text; a scanned record holds lines. So a piece of text is laid out before it
is damaged: wrapped at a page's width, words broken at line ends, a heading in capitals now and then, a list
of names in between. What is held out is chosen by a hash of the document's name, so that every run, on
every machine, holds out the same documents.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.tagger import made_names

DOCUMENT = re.compile(r"^<<<DOC (?P<name>.+)>>>$", re.MULTILINE)
PARAGRAPHS = re.compile(r"\n\s*\n")
NAME_AND_PARTY = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäöé]+ (?:[A-ZÅÄÖ][a-zåäöé]+-?)+)\s\((S|M|V|MP|C|L|KD|SD|FP|Fi|D)\)"
)  # "Eva Alm (V)"
CHUNK = 8000  # characters: a file without document marks is cut into pieces of about this size
HELD_OUT_ONE_IN = 40
RENAMED, ROSTERS, TABLES = 0.35, 0.06, 0.2  # shares of pages
ROLES = ("ordförande", "vice ordförande", "ledamot", "ersättare", "tjänstgörande ersättare", "sekreterare")


@dataclass(frozen=True, slots=True)
class Document:
    """A training document; `held_out` ones are never trained on."""

    name: str
    text: str
    held_out: bool


def documents(path: Path) -> Iterator[Document]:
    """The documents of one training file (UTF-8 text, `<<<DOC name>>>` before each, or no marks at all)."""
    text = path.read_text(encoding="utf-8")
    marks = list(DOCUMENT.finditer(text))
    if marks:
        ends = [m.start() for m in marks[1:]] + [len(text)]
        pieces = [(m["name"], text[m.end() : end]) for m, end in zip(marks, ends, strict=True)]
    else:
        pieces = [(f"{path.stem}/{i}", piece) for i, piece in enumerate(_chunks(text))]
    for name, piece in pieces:
        clean = cleaned(piece)
        if is_swedish(clean):
            yield Document(name, clean, zlib.crc32(name.encode()) % HELD_OUT_ONE_IN == 0)


def _chunks(text: str) -> Iterator[str]:
    piece = ""
    for paragraph in PARAGRAPHS.split(text):
        piece += paragraph + "\n\n"
        if len(piece) >= CHUNK:
            yield piece
            piece = ""
    if piece:
        yield piece


def cleaned(text: str) -> str:
    """NFC, no soft hyphens, no odd blanks."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\ufeff", "")
    return re.sub(r"[^\S\n]+", " ", text).strip()


def is_swedish(text: str) -> bool:
    """Whether å, ä and ö have the share among the letters that they have in sound Swedish text."""
    letters = sum(c.isalpha() for c in text)
    return letters >= 200 and sum(c in "åäöÅÄÖ" for c in text) >= 0.03 * letters


def names(texts: Iterator[str], limit: int = 4000) -> list[str]:
    """Elected people with their party, as public records print them: material for lists of names."""
    found: dict[str, None] = {}
    for text in texts:
        for match in NAME_AND_PARTY.finditer(text):
            found[f"{match[1]} ({match[2]})"] = None
        if len(found) >= limit:
            break
    return list(found)


@dataclass(frozen=True, slots=True)
class People:
    """Elected people with their party, and first names where a list of them is at hand."""

    elected: list[str]
    first: made_names.FirstNames | None = None


def page(document: Document, people: People, rng: Random, size: int) -> str:
    """About `size` characters of a document, laid out as the lines of a page."""
    start = rng.randrange(max(1, len(document.text) - size))
    start = document.text.find("\n", start, start + 300) + 1 or start
    width = rng.choice((40, 55, 65, 70, 80, 80, 90, 100, 110))
    hyphenate = rng.choice((0.0, 0.0, 0.15, 0.5))
    gap = rng.choice(("\n", "\n\n", "\n\n"))
    text = document.text[start : start + size]
    if people.first and rng.random() < RENAMED:
        text = made_names.renamed(text, rng.choice((0.2, 0.5, 0.9)), rng)
    paragraphs = [p for p in re.split(r"\n+", text) if p.strip()]
    if people.elected and rng.random() < ROSTERS:
        paragraphs.insert(rng.randrange(len(paragraphs) + 1), roster(people.elected, rng))
    if people.first and rng.random() < TABLES:
        paragraphs.insert(rng.randrange(len(paragraphs) + 1), made_names.table(people.first, rng))
    lines = []
    for paragraph in paragraphs:
        words = paragraph.split(" ")
        if len(paragraph) < 70 and rng.random() < 0.3:
            words = paragraph.upper().split(" ")
        lines.append("\n".join(wrapped(words, width, hyphenate, rng)))
    return gap.join(lines)


def roster(people: list[str], rng: Random) -> str:
    """A list of those present."""
    rows = [rng.choice(people) for _ in range(rng.randint(3, 12))]
    if rng.random() < 0.5:
        rows = [f"{row}, {rng.choice(ROLES)}" for row in rows]
    return rng.choice(("\n", ", ")).join(rows)


def wrapped(words: list[str], width: int, hyphenate: float, rng: Random) -> Iterator[str]:
    """Lines of at most `width` characters; a word that overflows is sometimes broken with a hyphen."""
    line = ""
    for whole in words:
        word = whole
        room = width - len(line) - 2
        if len(line) + len(word) >= width and line:
            cut = break_point(word, room) if rng.random() < hyphenate else 0
            if cut:
                line += word[:cut] + "-"
                word = word[cut:]
            yield line.rstrip()
            line = ""
        line += word + " "
    if line.strip():
        yield line.rstrip()


def break_point(word: str, room: int) -> int:
    """Where to break a word, three letters or more from its ends, before consonant and vowel; 0: nowhere."""
    vowels = "aeiouyåäöAEIOUYÅÄÖ"
    for cut in range(min(room, len(word) - 3), 2, -1):
        if word[: cut + 2].isalpha() and word[cut] not in vowels and word[cut + 1] in vowels:
            return cut
    return 0
