"""Pictures of pages: PNG, JPEG and TIFF files, also of many pages, opened with limits.

A picture that unfolds to more pixels than any scanner makes is refused before it is unfolded. The pixels of
the file are never changed here; what Tesseract gets is a grey copy, turned as the camera says.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from ocr.errors import BadInput

Picture = Image.Image  # what the other modules call a picture; Pillow is known here only

USUAL_DPI = 300.0  # where a file does not say; most scans of text are made so
_LEAST_DPI, _MOST_DPI = 60.0, 2400.0
_MOST_READ = 40_000_000  # pixels that Tesseract gets: A4 at 450 dpi has 20 million
_TOO_MANY = 2_000  # pages
_COLOURS = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_SNIPPET = 44  # pixels; the height of a word's picture
_SHADES = 15  # of grey that a small picture keeps
_ORIENTATION = 0x0112  # the EXIF tag
_TURNED = {1: 0, 6: 90, 3: 180, 8: 270}  # by its value; the others are mirrored


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """An image file, open as long as the block runs.

    Raises BadInput: `damaged`, `too_large` (more than about 179 million pixels), `too_many_pages`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # twice as much is the limit
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except Image.DecompressionBombError as error:
        raise BadInput(
            "the image has more pixels than any scan of a page",
            code="too_large",
            remedy="Scan the page at 300 dpi, or scale the image down.",
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _damaged(error) from error
    with image:
        if count(image) > _TOO_MANY:
            raise BadInput(
                f"the image file has {count(image)} pages",
                code="too_many_pages",
                remedy=f"Part it into files of at most {_TOO_MANY} pages.",
            )
        yield image


def count(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1))


def picture(image: Image.Image, index: int) -> tuple[Image.Image, float]:
    """One page in grey and upright, and its dots per inch.

    Raises BadInput `damaged` where the pixels cannot be had.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image.seek(index)
            lies = image.getexif().get(_ORIENTATION, 1) != 1  # a copy more takes 140 MB at 1200 dpi
            grey = (ImageOps.exif_transpose(image) if lies else image).convert("L")
            grey.info = {}  # how the file was packed is no business of whoever writes the copy
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _damaged(error) from error
    return grey, dpi_of(image)


def shrunk(picture: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """The picture, made smaller where it has more pixels than reading needs; and its dots per inch then."""
    scale = (_MOST_READ / (picture.width * picture.height)) ** 0.5
    if scale >= 1:
        return picture, dpi
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS), dpi * scale


def upside_down(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_180)


def is_blank(picture: Image.Image) -> bool:
    """Whether there is nothing on a page: not a speck darker than paper that anybody could read."""
    small = picture.reduce(max(1, min(picture.size) // 400))
    levels = [level for level, pixels in enumerate(small.histogram()) if pixels]
    return levels[-1] - levels[0] < 40


def paper(picture: Image.Image) -> int:
    """The grey of a picture's paper: the commonest of the light ones."""
    light = picture.histogram()[128:]
    return 128 + max(range(128), key=light.__getitem__) if any(light) else 255


def blank(size: tuple[int, int], grey: int) -> Image.Image:
    """An empty picture of one grey."""
    return Image.new("L", size, grey)


def dpi_of(image: Image.Image) -> float:
    """What the file says of itself, where that is believable; else what its size on A4 paper would be."""
    said = image.info.get("dpi")
    if isinstance(said, tuple) and len(said) == 2:
        dpi = float(said[1])
        if _LEAST_DPI < dpi <= _MOST_DPI and dpi not in (72.0, 96.0):  # screens', not scanners'
            return dpi
    long_side = max(image.size)
    guessed = long_side / 11.7
    return guessed if 90 <= guessed <= 650 else USUAL_DPI


def strip(picture: Image.Image, box: tuple[float, float, float, float]) -> bytes:
    """A PNG of the lines around a box, as wide as the page, with a frame around it; the box in pixels."""
    left, top, right, bottom = box
    air = max(bottom - top, 8.0)
    upper, lower = max(0, int(top - 2 * air)), min(picture.height, int(bottom + 2 * air))
    cut = picture.crop((0, upper, picture.width, max(lower, upper + 1))).convert("RGB")
    edge = air / 6
    frame = (left - edge, top - upper - edge, max(right, left) + edge, bottom - upper + edge)
    ImageDraw.Draw(cut).rectangle(frame, outline=(200, 0, 0), width=max(2, int(air / 12)))
    out = io.BytesIO()
    cut.save(out, format="PNG")
    return out.getvalue()


def snippet(picture: Picture, box: tuple[float, float, float, float]) -> bytes:
    """A small PNG of a word with a little of what stands around it, underlined; the box is in pixels."""
    left, top, right, bottom = box
    high = min(max(bottom - top, 6.0), picture.height / 4)
    x0, x1 = max(0, int(left - 2 * high)), min(picture.width, int(right + 2 * high))
    y0, y1 = max(0, int(top - high / 2)), min(picture.height, int(bottom + high / 2))
    cut = picture.crop((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))).convert("L")
    if cut.height > _SNIPPET:
        cut = cut.resize((max(1, round(cut.width * _SNIPPET / cut.height)), _SNIPPET))
    shrunk_by = cut.height / max(y1 - y0, 1)
    under = min(cut.height - 2, (bottom + high / 8 - y0) * shrunk_by)
    ends = (left - x0) * shrunk_by, (right - x0) * shrunk_by
    marked = cut.quantize(_SHADES).convert("RGB")
    ImageDraw.Draw(marked).line((ends[0], under, ends[1], under), fill=(200, 0, 0), width=2)
    out = io.BytesIO()
    marked.quantize(_SHADES + 1).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _damaged(error: Exception) -> BadInput:
    return BadInput(
        f"the image is damaged: {error}",
        code="damaged",
        remedy="Open it in an image viewer; if that fails as well, scan or fetch it anew.",
    )


@dataclass(frozen=True, slots=True)
class Embedded:
    """A page's pixels as a PDF holds them: a JPEG's own bytes, or the bare samples, row by row.

    `turned` says how many degrees clockwise the page is to be turned to be upright, `is_inverted` that 0 is
    full ink, as in some JPEGs for print.
    """

    data: bytes
    width: int
    height: int
    colours: str
    bits: int
    dpi: float
    is_jpeg: bool = False
    is_inverted: bool = False
    turned: int = 0


def embedded(image: Image.Image, index: int, data: bytes) -> Embedded:
    """A page of an image file for a PDF, without loss; `data` is the whole file's bytes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image.seek(index)
        dpi = dpi_of(image)
        turned = _TURNED.get(image.getexif().get(_ORIENTATION, 1))
        if image.format == "JPEG" and turned is not None and image.mode in _COLOURS:
            inverted = image.mode == "CMYK" and "adobe" in image.info
            colours = _COLOURS[image.mode]
            return Embedded(data, image.width, image.height, colours, 8, dpi, True, inverted, turned)
        upright = ImageOps.exif_transpose(image)
        if upright.mode == "1":
            return Embedded(upright.tobytes(), *upright.size, "DeviceGray", 1, dpi)
        if upright.has_transparency_data:
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA")).convert("RGB")
        elif upright.mode not in _COLOURS:
            upright = upright.convert("L" if upright.mode.startswith("I") else "RGB")
        return Embedded(upright.tobytes(), *upright.size, _COLOURS[upright.mode], 8, dpi)
