"""How a page is printed, worn and misread: the steps that training and benchmarks put together.

What a page looks like is chosen where it is made, with chance of its own (`training/pages.py`,
`training/tagger/scans.py`, `benchmarks/sheets.py`, `benchmarks/damaged.py`). Here is how each step is done,
so that a tilt or a hasty JPEG is the same wherever pages are learned from and wherever they are measured on.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (8.27, 11.69)  # inches
_SECONDS = 180  # a page
Picture = Image.Image


def wrapped(line: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """A line as those it takes at this width in pixels.

    >>> wrapped("ett två tre", ImageFont.load_default(20), 80)
    ['ett två', 'tre']
    """
    out = [""]
    for word in line.split(" "):
        longer = f"{out[-1]} {word}" if out[-1] else word
        if out[-1] and face.getlength(longer) > width:
            out.append(word)
        else:
            out[-1] = longer
    return out


def printed(
    lines: Sequence[str],
    face: ImageFont.FreeTypeFont,
    *,
    size: tuple[int, int],
    margin: int,
    step: float,
    ink: int = 0,
) -> Picture:
    """Lines on white paper, `step` pixels from one to the next."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        draw.text((margin, margin + i * step), line, font=face, fill=ink)
    return image


def tilted(image: Picture, degrees: float) -> Picture:
    return image.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)


def blurred(image: Picture, radius: float) -> Picture:
    return image.filter(ImageFilter.GaussianBlur(radius))


def grainy(image: Picture, sigma: float, share: float) -> Picture:
    """The page with noise mixed in, of so many levels of grey and with this share."""
    return Image.blend(image, Image.effect_noise(image.size, sigma), share)


def hasty(image: Picture, quality: int) -> Picture:
    """The page saved as a JPEG of low quality."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("L")


def read_wrongly(image: Picture, dpi: int, language: str = "eng", *, psm: int | None = None) -> str:
    """What Tesseract makes of a page with the model of a language; `psm` is its page segmentation mode."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(dpi, dpi))
    mode = () if psm is None else ("--psm", str(psm))
    run = subprocess.run(
        ["tesseract", "-", "-", "-l", language, *mode, "--dpi", str(dpi)],
        input=buffer.getvalue(),
        capture_output=True,
        check=True,
        timeout=_SECONDS,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return run.stdout.decode("utf-8").rstrip("\f\n") + "\n"
