"""Pages as a wrong OCR model reads them: text is set in a typeface, degraded as scans are, and read.

    python -m training.tagger.scans TEXT_DIR OUT.jsonl --pages 300 --fonts DIR [--seed 1] [--held-out]

Writes one line a page, `{"font", "setting", "ocr", "truth"}`. Such pages teach what the confusions of a
typeface really look like (training/tagger/channel.py draws its tables from them) and are trained on as they
are. With `--held-out` only held-out documents are set, in typefaces that training does not see: what the
tagger is calibrated on. Needs tesseract with the language `eng`, and Pillow.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import zlib
from pathlib import Path
from random import Random

from PIL import Image, ImageFilter, ImageFont

from training import printing
from training.tagger import text as texts
from training.tagger.made_names import first_names

# Families that are set, by the beginning of the font file's name; one in five is kept for calibration.
FAMILIES = (
    "Aerial", "Arimo", "C059", "Caladea", "Carlito", "Cantarell-Regular", "Cantarell-Bold", "Courier",
    "DejaVuSans", "DejaVuSerif", "DejaVuSansMono", "EBGaramond12", "FreeMono", "FreeSans", "FreeSerif",
    "GFSDidot", "Lato-Regular", "Lato-Bold", "Lato-Italic", "LiberationSans", "LiberationSerif",
    "LiberationMono", "LinBiolinum_R", "LinLibertine_R", "NimbusMonoPS", "NimbusRoman", "NimbusSans",
    "OpenSans-Regular", "OpenSans-Bold", "OpenSans-Semibold", "P052", "Roboto-Regular", "Roboto-Bold",
    "Roboto-Italic", "RobotoCondensed-Regular", "Tymes", "URWBookman", "URWGothic-Book", "Veranda",
    "lmroman10", "lmroman12", "lmsans10", "lmmono10", "texgyreadventor", "texgyrebonum", "texgyrecursor",
    "texgyreheros", "texgyrepagella", "texgyreschola", "texgyretermes",
)  # fmt: skip
HELD_OUT_FAMILIES = (
    "Carlito", "C059", "LinLibertine_R", "OpenSans-Regular", "OpenSans-Bold", "OpenSans-Semibold",
    "texgyrepagella", "P052", "NimbusMonoPS", "DejaVuSerif", "texgyreadventor", "URWGothic-Book",
)  # fmt: skip
COMMON = (
    "LiberationSans",
    "LiberationSerif",
    "Aerial",
    "Tymes",
    "NimbusRoman",
    "NimbusSans",
    "texgyretermes",
)


def fonts(folders: list[Path], *, held_out: bool) -> list[Path]:
    """The font files to set pages in; what clerks used most comes three times."""
    found = []
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".ttf", ".otf"}):
            name = path.name.replace(" ", "")
            if any(w in name for w in ("Mathematica", "Math", "caps", "Symbols", "Black", "Thin")):
                continue
            if not any(name.startswith(f) for f in FAMILIES):
                continue
            if any(name.startswith(f) for f in HELD_OUT_FAMILIES) == held_out:
                heavy = any(w in name for w in ("Bold", "bold", "Italic", "italic", "Obl", "It."))
                found += [path] * (1 if heavy else 4 if name.startswith(COMMON) else 2)
    return found


def rendered(page: str, font: Path, dpi: int, points: float, leading: float) -> Image.Image:
    """The lines of a page, black on white, with margins."""
    face = ImageFont.truetype(str(font), round(points * dpi / 72))
    step = round(points * leading * dpi / 72)
    lines = page.split("\n")
    margin = dpi // 2
    width = max((face.getlength(line) for line in lines), default=0)
    size = (int(width) + 2 * margin, step * len(lines) + 2 * margin)
    return printing.printed(lines, face, size=size, margin=margin, step=step)


def degraded(image: Image.Image, rng: Random) -> tuple[Image.Image, str]:
    """The page as a scanner, a fax or a hasty JPEG leaves it, and what was done to it."""
    done = []
    if rng.random() < 0.4:
        image = printing.tilted(image, rng.uniform(-0.6, 0.6))
        done.append("rotate")
    ink = rng.random()
    if ink < 0.12:
        image = image.filter(ImageFilter.MinFilter(3))
        done.append("bold")
    elif ink < 0.2:
        image = image.filter(ImageFilter.MaxFilter(3))
        done.append("thin")
    if rng.random() < 0.5:
        radius = rng.uniform(0.4, 1.4)
        image = printing.blurred(image, radius)
        done.append(f"blur{radius:.1f}")
    if rng.random() < 0.35:
        image = printing.grainy(image, rng.uniform(10, 45), rng.uniform(0.05, 0.25))
        done.append("noise")
    if rng.random() < 0.3:
        cut = rng.randint(110, 190)
        image = image.point(lambda v: 255 if v > cut else 0)
        done.append("bitonal")
    if rng.random() < 0.5:
        quality = rng.randint(20, 75)
        image = printing.hasty(image, quality)
        done.append(f"jpeg{quality}")
    return image, "+".join(done) or "clean"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")])
    parser.add_argument("--names", type=Path, help="a folder with tables of first names")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", default="eng")
    parser.add_argument("--held-out", action="store_true")
    args = parser.parse_args()
    rng = Random(args.seed)
    faces = fonts(args.fonts, held_out=args.held_out)
    by_file = {
        path: [d for d in texts.documents(path) if d.held_out == args.held_out]
        for path in sorted(args.texts.glob("*.txt"))
    }
    elected = texts.names(d.text for docs in by_file.values() for d in docs)
    people = texts.People(elected, first_names(args.names) if args.names else None)
    with args.out.open("a", encoding="utf-8") as out:
        for _ in range(args.pages):
            document = rng.choice(by_file[rng.choice(list(by_file))])
            page = texts.page(document, people, rng, rng.randint(900, 1800))
            font, dpi = rng.choice(faces), rng.choice((150, 200, 200, 300))
            points = rng.choice((8, 9, 10, 10.5, 11, 11, 12, 12, 14))
            image, done = degraded(rendered(page, font, dpi, points, rng.uniform(1.25, 1.6)), rng)
            try:
                ocr = printing.read_wrongly(image, dpi, args.language, psm=6).replace("\f", "").strip()
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                continue  # one page that tesseract gives up on is no loss
            setting = f"{dpi}dpi {points}pt {done}"
            line = {"font": font.stem, "setting": setting, "ocr": ocr, "truth": page}
            out.write(json.dumps(line | {"id": zlib.crc32(page.encode())}, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
