"""Count what letters are read as in words that leader dots follow, from contents pages made for it.

    python -m training.lookalikes pages TEXT.txt... --fonts FONT... --out contents.jsonl --count 90
    python -m training.lookalikes count contents.jsonl... --out ocr/data/lookalikes.tsv
    python -m training.lookalikes heads LAYERS.tar.xz --out ocr/data/heads.tsv

Tesseract measures a line that ends in a row of dots by the dots: capitals come into the words before them,
letters stand twice, d is read as C, and the dots as letters. No text layer needs to be read by hand for that:
headings of public papers are set as contents pages, worn as scans are and read with the Swedish model.

What stands in lists of contents is counted from good text layers: the words and the pairs of words that come
again in the reports of three makers or more, as laws prescribe them and custom has them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from ocr.familiar import familiar
from ocr.lexicon import lexicon
from training import printing
from training.pages import worn

LINES = 45  # of a page
LONGEST_RUN = 3  # letters
LEAST_PAGES = 2  # on which a reading must have been seen
FARTHEST = 0.45  # of its letters, how many of a word may be read otherwise
LEAST_OF = 20  # letters that a share is counted of
LEAST_MAKERS = 3  # in whose lists of contents a word must stand
LEAST_LINES, MOST_ODD = 4, 0.06  # of a list; the share of odd words in a good layer
WORD = re.compile(r"[^\W\d_]+")
CONTENTS = re.compile(
    r"""
    ^ [\t\ ]* (?: \d+ [.\d]* \s+ )?
    ( [A-ZÅÄÖ] [^\d\n]{2,80}? ) [\t\ ]?
    (?: (?: [.…] [\t\ ]? ){4,} | [\t\ ]+ ) \d{1,3} [\t\ ]* $  # "1.2 Syfte och mål ...... 4"
    """,
    re.VERBOSE | re.MULTILINE,
)
MARKS = '.,:;()"”!?'
Edit = tuple[str, str]  # what was read, what it was


def headings(texts: Sequence[Path]) -> list[str]:
    """Lines of some texts that look like headings."""
    lines = {line.strip() for text in texts for line in text.read_text(encoding="utf-8").splitlines()}
    return sorted(line for line in lines if _is_heading(line))


def _is_heading(line: str) -> bool:
    """Whether a line may be one.

    >>> [_is_heading(line) for line in ("Syfte och mål", "Syftet är gott.", "12 kr")]
    [True, False, False]
    """
    plain = 8 < len(line) < 70 and line[0].isupper() and line[-1].isalpha() and len(line.split()) < 9
    return plain and not re.search(r"\d|[;:@/]|   ", line) and sum(map(str.islower, line)) > 5


def contents(
    lines: Sequence[str], font: str, dpi: int, chance: random.Random
) -> tuple[Image.Image, list[str]]:
    """A contents page, and its headings."""
    width, height = (int(side * dpi) for side in printing.A4)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    points = chance.uniform(9.5, 12.5)
    face = ImageFont.truetype(font, max(8, int(points / 72 * dpi)))
    margin, step = int(0.9 * dpi), points / 72 * dpi * chance.choice([1.2, 1.35, 1.5])
    dot, numbered = chance.choice([".", ".", ".", " ."]), chance.random() < 0.6
    y, number, truth = float(margin), 1, list[str]()
    while y < height - margin and len(truth) < LINES:
        heading = chance.choice(lines)
        heading = heading.upper() if chance.random() < 0.06 else heading
        line = f"{number}.{chance.randint(1, 5)} {heading}" if numbered else heading
        number += chance.random() < 0.3
        x, page = margin + chance.choice([0, 0, int(0.2 * dpi)]), f" {chance.randint(2, 60)}"
        if draw.textlength(line + page, font=face) > width - margin - x:
            continue
        truth.append(line)
        while draw.textlength(line + page, font=face) < width - margin - x:
            line += dot
        draw.text((x, y), line + page, font=face, fill=15)
        y += step
    return worn(image, chance), truth


def pages(texts: Sequence[Path], fonts: Sequence[str], count: int, seed: int) -> Iterator[dict[str, object]]:
    chance, lines = random.Random(seed), headings(texts)
    for _ in range(count):
        font, dpi = chance.choice(fonts), chance.choice([150, 200, 200, 300, 300])
        image, truth = contents(lines, font, dpi, chance)
        yield {"font": Path(font).stem, "truth": truth, "ocr": printing.read_wrongly(image, dpi, "swe")}


def hurt_words(page: dict[str, list[str] | str]) -> Iterator[tuple[str, str]]:
    """The words of a page that were read otherwise: (as read, in small letters)."""
    lines = [line for line in str(page["ocr"]).splitlines() if line.strip()]
    for heading in page["truth"]:
        far = [Levenshtein.distance(heading.lower(), line[: len(heading)].lower()) for line in lines]
        if not far or min(far) > len(heading) / 2:
            continue
        read = lines[far.index(min(far))].split()
        for one, other in zip(read, heading.split(), strict=False):
            word, truth = re.sub(r"[.:\-=]{2,}.*", "", one).strip(MARKS), other.strip(MARKS)
            if len(truth) > 2 and truth.isalpha() and word and word != truth:
                word = word.lower() if word.isupper() else word
                if word[0].lower() == truth[0].lower():
                    word = truth[0].lower() + word[1:]
                if Levenshtein.distance(word.lower(), truth.lower()) <= FARTHEST * len(truth):
                    yield word, truth.lower()


def edits(read: str, truth: str) -> Iterator[Edit]:
    """The runs of letters that were read otherwise, capitals aside.

    >>> list(edits("bOlaC", "bolag"))
    [('C', 'g')]
    """
    runs: list[list[int]] = []
    for op in Levenshtein.opcodes(read.lower(), truth):
        if op.tag != "equal":
            if runs and runs[-1][1::2] == [op.src_start, op.dest_start]:
                runs[-1][1], runs[-1][3] = op.src_end, op.dest_end
            else:
                runs.append([op.src_start, op.src_end, op.dest_start, op.dest_end])
    for a, b, c, d in runs:
        if max(b - a, d - c) <= LONGEST_RUN:
            yield read[a:b], truth[c:d]


def counted(files: Sequence[Path]) -> Iterator[tuple[Edit, int, float]]:
    """How often letters were read as others, and their share of such letters in hurt words; by how often."""
    seen: Counter[Edit] = Counter()
    where: dict[Edit, set[int]] = defaultdict(set)
    stood: Counter[str] = Counter()
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    for number, page in enumerate(rows):
        for read, truth in hurt_words(page):
            stood[""] += len(truth)
            stood.update(
                truth[i : i + n] for n in range(1, LONGEST_RUN + 1) for i in range(len(truth) - n + 1)
            )
            for edit in edits(read, truth):
                seen[edit] += 1
                where[edit].add(number)
    for edit, times in seen.most_common():
        if len(where[edit]) >= LEAST_PAGES:
            yield edit, times, times / max(stood[edit[1]], LEAST_OF)


def heads(layers: Path) -> Iterator[tuple[str, str, int]]:
    """Words of the lists of contents in good layers: the word before or nothing, the word, and in how many
    makers' reports; a file is named by its maker and the year."""
    makers: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = familiar(lexicon())
    with tarfile.open(layers) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is None:
                continue
            text = file.read().decode("utf-8")
            words = [word for word in WORD.findall(text) if len(word) > 2]
            odd = known.odd(words)
            lines = [match[1] for match in CONTENTS.finditer(text)]
            if len(lines) < LEAST_LINES or sum(word in odd for word in words) > MOST_ODD * len(words):
                continue
            maker = re.split(r" \d", Path(member.name).stem)[0]
            for line in lines:
                low = [word.lower() for word in WORD.findall(line)]
                for before, word in (*(("", word) for word in low), *pairwise(low)):
                    makers[before, word].add(maker)
    counts = {pair: len(some) for pair, some in makers.items() if len(some) >= LEAST_MAKERS}
    for (before, word), times in sorted(counts.items(), key=lambda row: (bool(row[0][0]), -row[1], row[0])):
        yield before, word, times


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    for name in ("pages", "count", "heads"):
        step = steps.add_parser(name)
        step.add_argument("files", nargs="+", type=Path)
        step.add_argument("--out", type=Path, required=True)
        if name == "pages":
            step.add_argument("--fonts", nargs="+", required=True)
            step.add_argument("--count", type=int, default=90)
            step.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as out:
        if args.step == "pages":
            for page in pages(args.files, args.fonts, args.count, args.seed):
                out.write(json.dumps(page, ensure_ascii=False) + "\n")
                out.flush()
        elif args.step == "heads":
            out.write(
                "# Words of lists of contents: the word before or nothing, the word, and in the reports of\n"
                "# how many makers it stands so. Counted by `training/lookalikes.py`.\n"
            )
            for layers in args.files:
                out.writelines(f"{before}\t{word}\t{times}\n" for before, word, times in heads(layers))
        else:
            out.write(
                "# What letters are read as in words that leader dots follow: read, truth, share in words\n"
                "# that were hurt. Counted by `training/lookalikes.py`.\n"
            )
            for (read, truth), times, share in counted(args.files):
                out.write(f"{read}\t{truth}\t{share:.4f}\n")
                print(f"{read or 'nothing'} for {truth or 'nothing'}: {times}", file=sys.stderr)


if __name__ == "__main__":
    main()
