"""Council papers with what surrounds their text: crest, head and foot, tables, rolls and lists of contents.

Running text set as paragraphs (`training/pages.py`) goes wrong in its words. What remains wrong on a real
page after repair is for the larger part something else: a crest read as letters, figures in narrow cells,
the dots of a list of contents, a signature. Here pages are set that have all that, with text between that
the lexicon has not seen, so that what remains wrong can be counted on them (`training/doubts.py`).

    python -m training.papers TEXTS PAIRS.jsonl --names NAMES [--fonts FOLDER...] [--count 300] [--seed 21]

TEXTS is a folder of `*.txt.xz` as in `training/lexicon.py`, of which the documents held out are set; NAMES
has tables of first names. Names, places and figures are made up. A crest and its word are a picture: the
text of such a page does not hold them, as the text layer of a paper born digital does not.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from training import calibration, printing
from training import pages as setting
from training.printing import A4
from training.tagger.made_names import GOODS, FirstNames, first_names, place, surname
from training.tagger.scans import COMMON, HELD_OUT_FAMILIES
from training.tagger.text import ROLES, wrapped

_KINDS = ("SAMMANTRÄDESPROTOKOLL", "PROTOKOLLSUTDRAG", "TJÄNSTESKRIVELSE", "Protokoll", "Tjänsteutlåtande")
_BODIES = ("Kommunstyrelsen", "Kommunfullmäktige", "Socialnämnden", "Byggnadsnämnden", "Utbildningsnämnden",
           "Kommunstyrelsens arbetsutskott", "Miljö- och hälsoskyddsnämnden")  # fmt: skip
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip
_HEADS = ("Beslut", "Ärendet", "Handlingar i ärendet", "Yrkanden", "Beslutsgång", "Reservationer", "Bakgrund",
          "Sammanfattning", "Protokollsanteckningar", "Tidigare behandling")  # fmt: skip
_FEET = ("Ordförandes signatur", "Justerandes signatur", "Utdragsbestyrkande")
_COLUMNS = ("Utfall", "Budget", "Avvikelse", "Prognos", "Bokslut", "Intäkter", "Kostnader", "Netto", "Antal")
_PARTIES = ("S", "M", "V", "MP", "C", "L", "KD", "SD", "D")
_WITH_PARTY = re.compile(r"\((?:S|M|V|MP|C|L|KD|SD)\)")
_BOLD = re.compile(r"(?i)bold|bd|RB$")
_SHARE_IN_LAYER = 0.3  # of the crests, how often their word is text
_SHARES = (0.0, 0.0, 0.1, 0.3)  # of a page's blocks that are no paragraphs
_SMALL = 0.75  # of the letters of the text


@dataclass(slots=True)
class Sheet:
    """A page while it is set: its image, what is written on it, and how far down it is full."""

    chance: Random
    dpi: int
    points: float
    font: Path
    bold: Path
    image: Image.Image
    y: float
    letters: str = "KS"  # of the board, in its case numbers
    lines: list[str] = field(default_factory=list)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    @property
    def margin(self) -> int:
        return int(0.8 * self.dpi)

    @property
    def step(self) -> float:
        return self.points / 72 * self.dpi * 1.32

    def face(self, scale: float = 1.0, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        size = max(8, int(self.points * scale / 72 * self.dpi))
        return _loaded(str(self.bold if bold else self.font), size)

    def full(self) -> bool:
        return self.y > self.image.height - 1.6 * self.dpi

    def row(self, cells: Sequence[tuple[float, str]], scale: float = 1.0, *, bold: bool = False) -> None:
        """One line: what stands at each share of the page's width."""
        face = self.face(scale, bold=bold)
        for x, text in cells:
            self.pen.text((x * self.image.width, self.y), text, font=face, fill=15)
        self.lines.append(" ".join(text for _, text in cells))
        self.y += self.step * max(scale, 0.8)

    def text(self, text: str, scale: float = 1.0, *, bold: bool = False, indent: float = 0.0) -> None:
        """Some text in lines of the page's width."""
        face = self.face(scale, bold=bold)
        left = self.margin / self.image.width + indent
        width = int((1 - left) * self.image.width - self.margin) / face.getlength("nämndens") * 8
        breaks = self.chance.choice((0.0, 0.0, 0.3))
        for line in wrapped(text.split(), int(width), breaks, self.chance):
            if self.full():
                return
            self.row([(left, line)], scale, bold=bold)


@cache
def _loaded(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def faces(folders: Sequence[Path]) -> list[Path]:
    """Upright typefaces: what offices print in, and those that the tagger did not learn from."""
    found = [p for folder in folders for p in sorted(folder.rglob("*")) if p.suffix in {".ttf", ".otf"}]
    odd = ("Italic", "italic", "Oblique", "Math", "Condensed", "Mono", "Narrow", "BI", "RI", "RZ")
    wanted = (*COMMON, *HELD_OUT_FAMILIES)
    return [p for p in found if p.stem.startswith(wanted) and not any(word in p.stem for word in odd)]


def set_page(
    paragraphs: Sequence[str], first: FirstNames, font: Path, bold: Path, dpi: int, chance: Random
) -> tuple[Image.Image, str]:
    """A page with head, foot and blocks of several kinds, and the text that stands on it."""
    width, height = (int(side * dpi) for side in A4)
    image = Image.new("L", (width, height), 255)
    sheet = Sheet(chance, dpi, chance.uniform(9.5, 12), font, bold, image, 0.5 * dpi, _capitals(chance))
    local = (*_PARTIES, _capitals(chance)[:3])  # a party of the place has letters that no list has
    paragraphs = [_WITH_PARTY.sub(lambda m: f"({chance.choice(local)})", p) for p in paragraphs]
    _head(sheet)
    rest = list(paragraphs)
    kinds = chance.choices(_BLOCKS, weights=_WEIGHTS, k=2)  # a page has few kinds of things on it
    blocks = chance.choice(_SHARES)
    while rest and not sheet.full():
        sheet.y += 0.4 * sheet.step
        if chance.random() < blocks:
            chance.choice(kinds)(sheet, rest, first)
        else:
            _paragraph(sheet, rest, first)
        sheet.lines.append("")
    _foot(sheet)
    return image, "\n".join(sheet.lines)


def _capitals(chance: Random) -> str:
    """Two to four capitals that stand for something: "KFKS", "BUN"."""
    return "".join(chance.choices("KSNFBUTMVALH", k=chance.randint(2, 4)))


def _head(sheet: Sheet) -> None:
    chance, top = sheet.chance, sheet.y
    if chance.random() < 0.6:
        _crest(sheet)
    sheet.y = top
    number, last = sorted(chance.sample(range(1, 99), 2))
    page = chance.choice((f"{number} ({last})", f"{number}({last})", f"Sida {number}", str(number)))
    date = f"{chance.randint(1, 30)} {chance.choice(_MONTHS)} {chance.randint(1995, 2026)}"
    for line in chance.sample(
        [page, date, chance.choice(_KINDS), chance.choice(_BODIES)], chance.randint(1, 4)
    ):
        sheet.row([(chance.choice((0.45, 0.45, 0.6)), line)])
    sheet.y = max(sheet.y, top + 0.9 * sheet.dpi)


def _crest(sheet: Sheet) -> None:
    """A shield with something on it, and the name of the house in letters of its own."""
    chance, dpi = sheet.chance, sheet.dpi
    x, y, size = sheet.margin, sheet.y, chance.uniform(0.3, 0.7) * dpi
    kind = chance.random()
    if kind < 0.7:
        box = (x, y, x + size * 0.8, y + size)
        chance.choice((sheet.pen.ellipse, sheet.pen.rectangle))(box, outline=40, width=max(2, dpi // 60))
        for _ in range(chance.randint(1, 4)):
            _stroke(sheet, x + size * 0.1, y + size * 0.2, size * 0.6, size * 0.6)
    if kind > 0.2:
        name = place(chance)
        face = sheet.face(chance.uniform(0.9, 2.2), bold=chance.random() < 0.6)
        lines = [name.upper() if chance.random() < 0.6 else name, chance.choice(("KOMMUN", "kommun", "stad"))]
        at = (x + size, y) if chance.random() < 0.6 else (x, y + size)
        for i, line in enumerate(lines[: chance.randint(1, 2)]):
            sheet.pen.text((at[0], at[1] + i * face.size), line, font=face, fill=chance.randint(20, 120))
            if chance.random() < _SHARE_IN_LAYER:
                sheet.lines.append(line)


def _stroke(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A line as a pen draws it, round and round."""
    chance = sheet.chance
    turns, tilt = chance.uniform(1, 6), chance.uniform(-0.5, 0.5)
    points = [
        (
            x + width * (t / 60) + 0.15 * width * math.sin(turns * t / 9),
            y + height * (0.5 + 0.4 * math.sin(turns * t / 10 + 1) + tilt * (t / 60 - 0.5)),
        )
        for t in range(60)
    ]
    sheet.pen.line(points, fill=30, width=max(2, sheet.dpi // 90), joint="curve")


def _foot(sheet: Sheet) -> None:
    chance = sheet.chance
    sheet.y = sheet.image.height - 1.2 * sheet.dpi
    if chance.random() < 0.2:
        for n in range(1, chance.randint(2, 3)):
            sheet.row(
                [(0.1, f"{n} {place(chance)} {chance.randint(1990, 2025)}, s. {chance.randint(2, 90)}.")],
                _SMALL,
            )
    if chance.random() < 0.5:
        sheet.pen.line((sheet.margin, sheet.y, sheet.image.width - sheet.margin, sheet.y), fill=40, width=2)
        sheet.row([(x, text) for x, text in zip((0.1, 0.4, 0.7), _FEET, strict=True)], _SMALL)
        for x in (0.1, 0.4):
            if chance.random() < 0.5:
                _stroke(sheet, x * sheet.image.width, sheet.y, 0.1 * sheet.image.width, 0.3 * sheet.dpi)
    elif chance.random() < 0.4:
        sheet.row(
            [(0.1, f"{place(chance)} kommun, Box {chance.randint(1, 999)}, www.{place(chance).lower()}.se")],
            _SMALL,
        )


def _paragraph(sheet: Sheet, rest: list[str], first: FirstNames) -> None:
    """A paragraph as it is, or as a heading, a point of a list, in quotes or in capitals."""
    chance, text = sheet.chance, rest.pop(0)
    kind = chance.random()
    if kind < 0.1:
        sheet.row([(0.1, chance.choice(_HEADS))], 1.15, bold=True)
    elif kind < 0.18:
        year, number = chance.randint(1998, 2025), chance.randint(1, 1400)
        case = (
            f"{sheet.letters} {year}/{number}"
            if chance.random() < 0.7
            else f"{sheet.letters}-{year}-{number:05}"
        )
        sheet.row([(0.1, f"§ {chance.randint(1, 400)}"), (0.7, f"Dnr {case}")], 1.1, bold=True)
        text = " ".join(text.split()[:8]).rstrip(",;")
    elif kind < 0.26:
        for i, line in enumerate((text, *rest[:2])):
            mark = chance.choice(("•", "•", "-")) if kind < 0.22 else f"{i + 1}."
            sheet.text(f"{mark} {_sentences(line, 200)}", indent=0.03)
        del rest[:2]
        return
    elif kind < 0.32:
        text = f"”{_sentences(text, 400)}”"
    elif kind < 0.36 and len(text) < 90:
        text = text.upper()
    sheet.text(_sentences(text, 1200), bold=kind > 0.97)


def _sentences(text: str, most: int) -> str:
    """The beginning of a text, to the end of a sentence: a page whose points end in commas teaches nothing.

    >>> _sentences("Nämnden godkänner planen. Kommunens revisorer, som", 40)
    'Nämnden godkänner planen.'
    """
    if len(text) <= most:
        return text
    return text[: text.rfind(". ", 0, most) + 1] or text[:most].rpartition(" ")[0].rstrip(",;")


def _figures(sheet: Sheet, rest: list[str], first: FirstNames) -> None:
    """A table of figures, with rules or without."""
    chance = sheet.chance
    columns = chance.randint(2, 5)
    start = chance.uniform(0.38, 0.5)
    places = [start + i * (0.9 - start) / columns for i in range(columns)]
    scale = chance.choice((_SMALL, _SMALL, 0.9, 1.0))
    form = chance.choice((_thousands, _thousands, _percent, _compared))
    top = sheet.y
    sheet.row([(0.1, "tkr"), *zip(places, chance.sample(_COLUMNS, columns), strict=True)], scale, bold=True)
    for _ in range(chance.randint(4, 14)):
        if sheet.full():
            break
        label = chance.choice((chance.choice(GOODS), place(chance), " ".join(rest[0].split()[:3])[:34]))
        sheet.row([(0.1, label), *((x, form(chance)) for x in places)], scale)
    if chance.random() < 0.5:
        right = 0.92 * sheet.image.width
        for x in (0.09, *(p - 0.01 for p in places)):
            sheet.pen.line((x * sheet.image.width, top, x * sheet.image.width, sheet.y), fill=60, width=1)
        y = top
        while y <= sheet.y + 1:
            sheet.pen.line((0.09 * sheet.image.width, y, right, y), fill=60, width=1)
            y += sheet.step * max(scale, 0.8)


def _thousands(chance: Random) -> str:
    n = int(10 ** chance.uniform(1, 6)) * chance.choice((1, 1, -1))
    return f"{n:,}".replace(",", " ")


def _percent(chance: Random) -> str:
    return f"{chance.uniform(0, 100):.{chance.randint(0, 1)}f}".replace(".", ",") + chance.choice(("", " %"))


def _compared(chance: Random) -> str:
    return f"{chance.randint(1, 99)} ({chance.randint(1, 99)})"


def _person(chance: Random, first: FirstNames) -> str:
    return f"{first.draw(chance)} {surname(chance)}"


def _votes(sheet: Sheet, rest: list[str], first: FirstNames) -> None:
    """A roll of who voted how."""
    chance = sheet.chance
    for i in range(chance.randint(5, 25)):
        if sheet.full():
            return
        vote = chance.choice(("Ja", "Ja", "Nej", "Avstår"))
        cells = [(0.1, _person(chance, first)), (0.45, chance.choice(_PARTIES)), (0.52, str(i + 1))]
        sheet.row([*cells, (0.6, chance.choice(("Ledamot", "Ersättare"))), (0.78, vote)], _SMALL)


def _present(sheet: Sheet, rest: list[str], first: FirstNames) -> None:
    """Those present, one a line or all in a row."""
    chance = sheet.chance
    people = [f"{_person(chance, first)} ({chance.choice(_PARTIES)})" for _ in range(chance.randint(4, 14))]
    if chance.random() < 0.4:
        sheet.text(", ".join(people))
        return
    for person in people:
        if not sheet.full():
            sheet.row([(0.1, f"{person}{chance.choice(('', ', ' + chance.choice(ROLES)))}")])


def _contents(sheet: Sheet, rest: list[str], first: FirstNames) -> None:
    """A list of contents, its dots leading to the pages."""
    chance, face, page = sheet.chance, sheet.face(), 2
    for i in range(chance.randint(4, 12)):
        if sheet.full() or not rest:
            return
        title = " ".join(rest[i % len(rest)].split()[: chance.randint(1, 7)])[:60].rstrip(",;")
        head = f"§ {i + 1} {title}" if chance.random() < 0.5 else title
        page += chance.randint(0, 4)
        left, right = 0.1 * sheet.image.width, 0.88 * sheet.image.width
        dots = "." * max(3, int((right - left - face.getlength(head)) / face.getlength(".")))
        sheet.pen.text((left, sheet.y), head + dots, font=face, fill=15)
        sheet.pen.text((right, sheet.y), str(page), font=face, fill=15)
        sheet.lines.append(f"{head}{dots} {page}")
        sheet.y += sheet.step


_Block = Callable[[Sheet, list[str], FirstNames], None]
_BLOCKS: tuple[_Block, ...] = (_figures, _votes, _present, _contents)
_WEIGHTS = (10, 4, 4, 1)


def made(texts: Path, names: Path, folders: Sequence[Path], out: Path, count: int, seed: int) -> None:
    """Write lines `{"doc", "config", "ocr", "truth"}`."""
    chance = Random(seed)
    by_file, first, fonts = list(calibration.texts(texts)), first_names(names), faces(folders)
    upright = [p for p in fonts if not _BOLD.search(p.stem)] or fonts
    with out.open("a", encoding="utf-8") as file:
        for _ in range(count):
            name, text = chance.choice(chance.choice(by_file))
            font, bold, dpi = chance.choice(upright), chance.choice(fonts), chance.choice((150, 200, 300))
            paragraphs = [" ".join(p.split()) for p in text.split("\n") if p.strip()]
            at = chance.randrange(max(1, len(paragraphs) - 10))
            image, truth = set_page(paragraphs[at:], first, font, bold, dpi, chance)
            ocr = printing.read_wrongly(setting.worn(image, chance), dpi)
            line = {"doc": name, "config": f"{font.stem} {dpi}", "ocr": ocr, "truth": truth}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=21)
    args = parser.parse_args()
    made(args.texts, args.names, [Path("/usr/share/fonts"), *args.fonts], args.pairs, args.count, args.seed)


if __name__ == "__main__":
    main()
