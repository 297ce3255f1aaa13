"""How well single places of good pages are mended: blanks lost and put in, dots set apart, words hurt.

    python -m benchmarks.places

First the hurt places of real text layers that were read by hand (`places_read.tsv` holds where they stand and
hashes of what they should read): 313 that the rules were made on, 212 of other layers, contents pages for the
most part, of which 27 % came back when they were first seen, and 58, 31 and 17 of layers that are good but
for a sign or two, of which a third did. What was learned from them is general, but they are no longer unseen.

Clean pages of `../shared/data/dev` (protocols of Göteborg, and other municipalities' PDFs as "papers") are
hurt in one way each, as real text layers are, with chance seeded by the page; what stood there is the truth.
Words are counted as a bag. The confusions are drawn from a list of this module's own, not from the one that
repair looks at, though both describe what letters look like.
"""

from __future__ import annotations

import hashlib
import random
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import sheets
from benchmarks.words import Counts, broken, counted, share, total
from ocr.familiar import FLAT
from ocr.ledger import Offsets
from ocr.repair import Repaired, repair
from ocr.spans import Span

LAYERS = sheets.DEV / "ocr" / "rsa_text_layers.tar.xz"
READ = Path(__file__).with_name("places_read.tsv")
PAGE = 2500  # characters
MOST_PAGES = 120
WORD = re.compile(r"[^\W\d_]{5,}")
LAW = re.compile(r"(kap\.? \d{1,2}) §(?= [a-zåäö])")
# What print looks like when it is worn: truth, read.
LOOKS = (
    ("m", "rn"), ("m", "in"), ("nn", "m"), ("rn", "m"), ("r", "t"), ("t", "r"), ("l", "I"), ("l", "1"),
    ("i", "l"), ("h", "b"), ("b", "h"), ("e", "c"), ("n", "u"), ("å", "ä"), ("ä", "å"), ("f", "t"),
    ("t", "l"), ("n", "ri"),
)  # fmt: skip
# What programs without Swedish, or with poor eyes, make of letters; each page gets a mix of its own.
READINGS: Mapping[str, str] = {
    "å": "i d A ci 6 fr it n e ti a &", "ä": "ii ti d ri ci a 5 <t it tl", "ö": "ii ti ci 6 tl ri o <t d it",
    "Å": "A Ä i", "Ä": "A Å ii", "Ö": "O 6 ii",
}  # fmt: skip
OTHER_LETTERS = (
    ("m", "rn"), ("m", "in"), ("n", "ri"), ("h", "li"), ("tt", "ft"), ("ll", "Il"), ("l", "1"), ("e", "c"),
    ("c", "e"), ("t", "f"), ("f", "t"), ("u", "ii"), ("d", "cl"), ("g", "q"), ("k", "lc"), ("v", "r"),
    ("s", "5"), ("o", "0"), ("b", "h"), ("h", "b"),
)  # fmt: skip

Hurt = Callable[[str, random.Random], str]


def blanks_lost(share: float) -> Hurt:
    """Each blank between words is lost with this chance, in a stretch of a third of the page."""

    def hurt(page: str, chance: random.Random) -> str:
        start = chance.randrange(2 * len(page) // 3)
        end = start + len(page) // 3
        part = re.sub(r"(?<=\w) (?=\w)", lambda m: "" if chance.random() < share else " ", page[start:end])
        return page[:start] + part + page[end:]

    return hurt


def blanks_put_in(page: str, chance: random.Random) -> str:
    """One word in thirty is cut in two."""

    def cut(match: re.Match[str]) -> str:
        word = match.group()
        at = chance.randint(1, len(word) - 1)
        return f"{word[:at]} {word[at:]}" if chance.random() < 1 / 30 else word

    return WORD.sub(cut, page)


def dots_apart(page: str, chance: random.Random) -> str:
    """One å, ä or ö in ten stands as its flat letter, and once more by itself."""

    def apart(match: re.Match[str]) -> str:
        letter = match.group()
        return f"{letter.translate(FLAT)} {letter} " if chance.random() < 0.1 else letter

    return re.sub(r"(?<=[a-zåäö])[åäö](?=[a-zåäö])", apart, page)


def marks_apart(page: str, chance: random.Random) -> str:
    """Dots and rings as characters of their own, as some typesetting programs leave them."""
    before = chance.random() < 0.5
    for letter, flat, mark in (("å", "a", "\u02da"), ("ä", "a", "\u00a8"), ("ö", "o", "\u00a8")):
        page = page.replace(letter, mark + flat if before else flat + mark)
    return page


def words_hurt(page: str, chance: random.Random) -> str:
    """One word in twenty-five has a letter that looks like another."""

    def wear(match: re.Match[str]) -> str:
        word = match.group()
        ways = [(truth, read) for truth, read in LOOKS if truth in word[1:]]
        if not ways or chance.random() > 1 / 25:
            return word
        truth, read = chance.choice(ways)
        at = chance.choice([m.start() for m in re.finditer(truth, word) if m.start()])
        return word[:at] + read + word[at + len(truth) :]

    return WORD.sub(wear, page)


def flat_words(page: str, chance: random.Random) -> str:
    """Three words with å, ä or ö have lost them: a heading, a stamp."""
    words = [m for m in WORD.finditer(page) if m.group().translate(FLAT) != m.group()]
    for match in chance.sample(words, min(3, len(words))):
        page = page[: match.start()] + match.group().translate(FLAT) + page[match.end() :]
    return page


def signs_misread(page: str, chance: random.Random) -> str:
    """Every § after the chapter of a law is read as something else."""
    return LAW.sub(lambda m: f"{m[1]} {chance.choice('8$&5')}", page)


def another_program(least: float, most: float) -> Hurt:
    """Every å, ä and ö but a share between these is read as one of three others, and now and then letters of
    six other kinds; blanks are lost and put in."""

    def hurt(page: str, chance: random.Random) -> str:
        return _read_anew(page, chance, chance.uniform(least, most))

    return hurt


def _read_anew(page: str, chance: random.Random, kept: float) -> str:
    readings = {
        letter: chance.sample(some.split(), chance.randint(1, 3)) for letter, some in READINGS.items()
    }
    weights = {letter: [chance.random() + 0.1 for _ in some] for letter, some in readings.items()}
    worn = chance.uniform(0.002, 0.012)
    letters = chance.sample(OTHER_LETTERS, 6)
    out: list[str] = []
    at = 0
    while at < len(page):
        letter, read, length = page[at], page[at], 1
        others = [pair for pair in letters if page.startswith(pair[0], at)]
        if letter in readings and chance.random() > kept:
            [read] = chance.choices(readings[letter], weights[letter])
        elif others and chance.random() < 4 * worn:
            truth, read = chance.choice(others)
            length = len(truth)
        elif letter == " " and chance.random() < worn:
            read = ""
        elif page[at : at + 2].isalpha() and chance.random() < worn / 2:
            read = f"{letter} "
        out.append(read)
        at += length
    return "".join(out)


WAYS: Mapping[str, Hurt] = {
    "read by another program": another_program(0, 0.3),
    "... that knows half å, ä, ö": another_program(0.3, 0.7),
    "... that knows most å, ä, ö": another_program(0.7, 0.95),
    "blanks lost, every third": blanks_lost(0.33),
    "blanks lost, one in fifteen": blanks_lost(0.067),
    "blanks put in": blanks_put_in,
    "dots set apart": dots_apart,
    "marks of their own": marks_apart,
    "letters that look alike": words_hurt,
    "å, ä, ö lost in three words": flat_words,
    "§ in citations": signs_misread,
}


def pages(texts: Sequence[str]) -> Iterator[str]:
    """Pages cut at line ends, no more than are needed, from all over the texts."""
    whole = "\n".join(texts)
    step = max(PAGE, len(whole) // MOST_PAGES)
    for at in range(0, len(whole) - PAGE, step):
        begin = whole.find("\n", at) + 1
        page = whole[begin : whole.rfind("\n", begin, begin + PAGE)]
        if len(page) > PAGE // 2:
            yield page


def table(name: str, texts: Sequence[str]) -> None:
    print(f"\n{name:30s} words    hurt   mended, %   right words broken, %")
    for way, hurt in WAYS.items():
        found: list[Counts] = []
        for page in pages(texts):
            before = hurt(page, random.Random(f"{way} {page[:100]}"))
            if before != page:
                after = repair(before).text
                one, other = counted(page, before), counted(page, after)
                counts: Counts = Counter(words=one["words"], hurt=one["wrong"], left=other["wrong"])
                counts.update(broken(page, before, after))
                found.append(counts)
        counts = total(found)
        if counts["hurt"]:
            mended = 100 - share(counts, "left", "hurt")
            lost = share(counts, "broken", "right")
            print(f"  {way:28s} {counts['words']:5d} {counts['hurt']:7d} {mended:11.1f} {lost:22.3f}")


def read_by_hand(layers: Path) -> None:
    """Hurt places of real text layers that come back, by the round in which they were read."""
    with tarfile.open(layers) as tar:
        files = [file for member in tar if (file := tar.extractfile(member))]
        texts = {_hash(text): text for text in (file.read().decode("utf-8") for file in files)}
    places: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    repairs: dict[str, Repaired] = {}
    for line in READ.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            which, layer, start, end, truth = line.split("\t")
            repaired = repairs.setdefault(layer, repair(texts[layer]))
            after = Offsets(repaired.ledger).to_text(Span(int(start), int(end)))
            places[which] += 1
            mended[which] += _hash(" ".join(repaired.text[slice(*after)].split()).strip(" .…")) == truth
    for which, n in sorted(places.items()):
        share_back = 100 * mended[which] / n
        print(f"real layers, round {which}: {mended[which]} of {n} places come back, {share_back:.1f} %")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:10]


def main() -> None:
    if LAYERS.is_file():
        read_by_hand(LAYERS)
    else:
        print(f"left out: {LAYERS} is not here")
    if sheets.PROTOCOLS.is_file():
        table("protocols of Göteborg", [text for _, text in sheets.protocols(sheets.PROTOCOLS)])
        table("papers", ["\n".join(texts) for _, texts in sheets.papers()])
    else:
        print(f"left out: {sheets.PROTOCOLS} is not here")


if __name__ == "__main__":
    main()
