"""Pages to learn and measure with: clean text set in a typeface, printed, scanned and misread.

A page of known text is drawn with Pillow in a typeface, size and resolution of its own, worn a little
(blur, noise, a tilt, JPEG), and read with Tesseract under the wrong language. What comes out is a pair of
texts: what the page says and what the wrong model made of it. The channel's table of confusions
(`training/channel.py`) is counted from such pairs, and the benchmark measures on pairs set in typefaces
that the counting never saw.

    python -m training.pages TEXT.txt... --out pairs.jsonl --count 200 --fonts train --seed 1

Texts are files in which a line `<<<DOC name>>>` opens each document. The typefaces are Debian's free ones;
those that are missing are passed over.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from training import printing
from training.printing import A4

DOCUMENT = re.compile(r"^<<<DOC (.+)>>>$", re.MULTILINE)

# File names under /usr/share/fonts. The second list is for measuring only.
TRAIN_FONTS = [
    "LiberationSerif-Regular",
    "LiberationSerif-Italic",
    "LiberationSerif-Bold",
    "LiberationSans-Regular",
    "LiberationSans-Bold",
    "LiberationSans-Italic",
    "LiberationSansNarrow-Regular",
    "Carlito-Regular",
    "Carlito-Bold",
    "Caladea-Regular",
    "Caladea-Italic",
    "OpenSans-Regular",
    "OpenSans-Light",
    "Lato-Regular",
    "Lato-Light",
    "GilliusADF-Regular",
    "GilliusADF-Bold",
    "GilliusADFNo2-Regular",
    "texgyrepagella-regular",
    "texgyrepagella-italic",
    "texgyretermes-regular",
    "texgyreheros-regular",
    "texgyreheros-bold",
    "texgyrebonum-regular",
    "texgyreschola-regular",
    "texgyreadventor-regular",
    "DejaVuSans",
    "DejaVuSerif",
    "LinLibertine_R",
    "LinBiolinum_R",
    "NotoSans-Regular",
    "NotoSerif-Regular",
    "EBGaramond12-Italic",
]
MEASURE_FONTS = [
    "EBGaramond12-Regular",
    "GFSDidot",
    "Roboto-Regular",
    "RobotoCondensed-Regular",
    "Cantarell-Regular",
    "FreeSerif",
    "texgyrecursor-regular",
    "GilliusADF-Italic",
    "texgyretermes-italic",
    "LinLibertine_RB",
]


def font_files(names: list[str]) -> list[Path]:
    found = {p.stem: p for p in Path("/usr/share/fonts").rglob("*") if p.suffix in {".ttf", ".otf"}}
    return [found[name] for name in names if name in found]


def documents(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """(name, text) of each document in the files."""
    for path in paths:
        parts = DOCUMENT.split(path.read_text(encoding="utf-8"))
        if len(parts) == 1:
            yield path.stem, parts[0]
        yield from zip(parts[1::2], parts[2::2], strict=True)


def page_text(text: str, chance: random.Random) -> list[str]:
    """Some forty paragraphs' worth of lines from one place in a document, some of them as headings."""
    paragraphs = [" ".join(p.split()) for p in text.split("\n") if p.strip()]
    at = chance.randrange(max(1, len(paragraphs) - 10))
    taken: list[str] = []
    size = 0
    for paragraph in paragraphs[at:]:
        if chance.random() < 0.06 and len(paragraph) < 60:
            paragraph = paragraph.upper()
        taken.append(paragraph[:1500])
        size += len(paragraph)
        if size > 2200:
            break
    return taken


def drawn(
    paragraphs: list[str], font_path: Path, dpi: int, points: float, bold: Path | None
) -> tuple[Image.Image, str]:
    """The page as an image, and the text that stands on it."""
    width, height = (int(side * dpi) for side in A4)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(font_path), max(8, int(points / 72 * dpi)))
    head = ImageFont.truetype(str(bold or font_path), max(9, int(points * 1.25 / 72 * dpi)))
    margin, leading = int(0.9 * dpi), points / 72 * dpi * 1.32
    y, out = float(margin), []
    for paragraph in paragraphs:
        face = head if len(paragraph) < 60 and not paragraph.endswith(".") else font
        line = ""
        for word in [*paragraph.split(), None]:
            longer = f"{line} {word}".strip() if word else ""
            if word and draw.textlength(longer, font=face) < width - 2 * margin:
                line = longer
                continue
            if y > height - margin - leading:
                return image, "\n".join(out)
            draw.text((margin, y), line, font=face, fill=15)
            out.append(line)
            y += leading * (1.2 if face is head else 1.0)
            line = word or ""
        y += leading * 0.5
        out.append("")
    return image, "\n".join(out)


def worn(image: Image.Image, chance: random.Random) -> Image.Image:
    """The page as a scanner gives it back: a tilt, a blur, an ink that is not black, JPEG."""
    if chance.random() < 0.5:
        image = printing.tilted(image, chance.uniform(-0.4, 0.4))
    if chance.random() < 0.6:
        image = printing.blurred(image, chance.uniform(0.2, 0.9))
    if chance.random() < 0.5:
        image = printing.grainy(image, chance.uniform(4, 30), chance.uniform(0.02, 0.12))
    if chance.random() < 0.6:
        image = printing.hasty(image, chance.randint(30, 85))
    return image


def pairs(texts: list[Path], fonts: list[Path], count: int, seed: int) -> Iterator[dict[str, str]]:
    chance = random.Random(seed)
    files = [[d for d in documents([path]) if len(d[1]) > 1500] for path in texts]
    files = [documents_of for documents_of in files if documents_of]
    for _ in range(count):
        name, text = chance.choice(chance.choice(files))
        font, dpi = chance.choice(fonts), chance.choice([150, 150, 200, 200, 300])
        points = chance.uniform(9.5, 12.5)
        image, truth = drawn(
            page_text(text, chance), font, dpi, points, chance.choice([None, chance.choice(fonts)])
        )
        if len(truth) > 300:
            ocr = printing.read_wrongly(worn(image, chance), dpi)
            yield {"doc": name, "config": f"{font.stem} {dpi}", "ocr": ocr, "truth": truth}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--fonts", choices=["train", "measure"], default="train")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    fonts = font_files(TRAIN_FONTS if args.fonts == "train" else MEASURE_FONTS)
    with args.out.open("w", encoding="utf-8") as out:
        for pair in pairs(args.texts, fonts, args.count, args.seed):
            out.write(json.dumps(pair, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
