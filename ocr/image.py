"""Pictures of pages: PNG, JPEG and TIFF files, also of many pages, opened with limits.

A picture that unfolds to more pixels than any scanner makes is refused before it is unfolded. The pixels of
the file are never changed here; what Tesseract gets is a grey copy, turned as the camera says.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any, BinaryIO, NamedTuple

from PIL import Image, ImageDraw, UnidentifiedImageError

from ocr.errors import BadInput
from ocr.source import Data, file_of

Picture = Image.Image  # what the other modules call a picture; Pillow is known here only

USUAL_DPI = 300.0  # where a file does not say; most scans of text are made so
_LEAST_DPI, _MOST_DPI = 60.0, 2400.0
_MOST_READ = 40_000_000  # pixels that Tesseract gets: A4 at 450 dpi has 20 million
# Read finer than so many dpi a page takes three times as long and may lose dots; where it has fewer pixels
# than A4 has then, the file may say more than is true.
_FINE, _A4_SO_FINE = 400.0, 15_500_000
_LARGE = 20_000_000  # pixels of a page that is worth opening by itself
_BAND = 256  # rows that are worked on at once, where a whole page more would be too much
_TOO_MANY = 2_000  # pages
_COLOURS = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
_COARSE = 16  # pixels across of a picture that are one, where only its greys are asked for
_SNIPPET = 44  # pixels; the height of a word's picture
_SHADES = 15  # of grey that a small picture keeps
_ORIENTATION = 0x0112  # the EXIF tag
_TURNED = {1: 0, 6: 90, 3: 180, 8: 270}  # by its value; the others are mirrored
_UPRIGHT = {  # what makes a page upright, also a mirrored one
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = (5, 6, 7, 8)  # those of pages that lie on a side
_COMPRESSION, _PHOTOMETRIC, _FILL_ORDER, _STRIPS, _STRIP_SIZES = 259, 262, 266, 273, 279  # tags of a TIFF
_GROUP_4 = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """An image file that is open; its pages are counted from 0."""

    image: Image.Image
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in grey and upright, its pixels square, as large as reading it needs. `dpi` is the picture's;
    `width` and `height` are the page's own pixels."""

    picture: Picture
    dpi: float
    width: int
    height: int

    @property
    def scale(self) -> tuple[float, float]:
        """How many pixels of the page one of the picture stands for, across and down."""
        return self.width / self.picture.width, self.height / self.picture.height


@contextmanager
def opened(data: Data) -> Iterator[Opened]:
    """An image file, open as long as the block runs.

    Raises BadInput: `damaged`, `too_large` (more than about 179 million pixels), `too_many_pages`.
    """
    with file_of(data) as file, _image(file) as image:
        found = Opened(image, file)
        with _refusing():
            count(found)  # which looks through the whole file
        if count(found) > _TOO_MANY:
            raise BadInput(
                f"the image file has {count(found)} pages",
                code="too_many_pages",
                remedy=f"Part it into files of at most {_TOO_MANY} pages.",
            )
        yield found


@contextmanager
def _refusing() -> Iterator[None]:
    """What Pillow says of a damaged file is told as ours; what it only remarks on is nothing to read.

    Raises BadInput: `damaged`, `too_large`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of bombs too: twice as many pixels is the limit
            yield
    except Image.DecompressionBombError as error:
        raise BadInput(
            "the image has more pixels than any scan of a page",
            code="too_large",
            remedy="Scan the page at 300 dpi, or scale the image down.",
        ) from error
    except UnidentifiedImageError as error:  # whose words hold an address in memory, another one each time
        raise _damaged("it does not begin as one") from error
    except (OSError, EOFError, ValueError, SyntaxError, TypeError) as error:
        raise _damaged(error) from error


def _image(file: BinaryIO) -> Image.Image:
    with _refusing():
        return Image.open(file, formats=("PNG", "JPEG", "TIFF"))


def count(opened: Opened) -> int:
    return int(getattr(opened.image, "n_frames", 1))


@contextmanager
def _page(opened: Opened, index: int) -> Iterator[Image.Image]:
    """One page. A large one is opened by itself: what Pillow has unpacked it keeps until that is closed.

    Raises BadInput `damaged` where the pixels cannot be had.
    """
    with _refusing():
        opened.image.seek(index)
        if opened.image.width * opened.image.height < _LARGE:
            yield opened.image
            return
        opened.file.seek(0)
        with _image(opened.file) as alone:
            alone.seek(index)
            yield alone


def picture(opened: Opened, index: int) -> Shown:
    """One page as it is read. Raises BadInput `damaged` where the pixels cannot be had."""
    with _page(opened, index) as image:
        across, down = dpi_of(image)
        dpi = max(across, down)
        wide, high = image.width * dpi / across, image.height * dpi / down  # of a fax these differ
        fine = max(_FINE / dpi, (_A4_SO_FINE / (wide * high)) ** 0.5)
        scale = min(1.0, fine, (_MOST_READ / (wide * high)) ** 0.5)
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        width, height = image.size
        if scale < 1:
            image.draft("L", size)  # a JPEG need not be unpacked to its last pixel
        image.load()
        grey = _grey(image) if size == image.size else _resized(image, size)
        if (lies := image.getexif().get(_ORIENTATION)) in _UPRIGHT:  # a TIFF has been turned by Pillow
            grey = grey.transpose(_UPRIGHT[lies])
            if lies in _LYING:
                width, height = height, width
    grey.info = {}  # how the file was packed is no business of whoever writes the copy
    return Shown(grey, dpi * scale, width, height)


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The image in grey, in another size by bands: a whole copy more would take 140 MB at 1200 dpi."""
    out = Image.new("L", size)
    step = image.height / size[1]
    reach = ceil(3 * max(step, 1.0)) + 1  # rows beyond the band that the filter looks at
    for top in range(0, size[1], _BAND):
        bottom = min(top + _BAND, size[1])
        first, last = max(0, floor(top * step) - reach), min(image.height, ceil(bottom * step) + reach)
        band = _grey(image.crop((0, first, image.width, last)))
        wanted = (0, top * step - first, image.width, min(bottom * step - first, band.height))
        out.paste(band.resize((size[0], bottom - top), Image.Resampling.LANCZOS, box=wanted), (0, top))
    return out


def _grey(image: Image.Image) -> Image.Image:
    """A copy in 256 greys. Numbers that reach further are scaled; Pillow would cut them off."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.mode in ("I", "F"):
        high: Any = image.getextrema()[1]
        top = next((most for most in (1.0, 255.0, 65535.0) if high <= most), float(high) or 1.0)
        if image.mode == "I" and top == 1.0:
            top = 255.0
        return image.convert("F").point(lambda level: level * (255 / top)).convert("L")
    return image.getchannel("L") if image.mode == "LAB" else image.convert("L")


def upside_down(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_180)


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """The picture turned against the clock around its middle, as large as it was."""
    return picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=paper(picture))


def is_blank(picture: Image.Image) -> bool:
    """Whether there is nothing on a page: not a speck darker than paper that anybody could read."""
    small = picture.reduce(max(1, min(picture.size) // 400))
    levels = [level for level, pixels in enumerate(small.histogram()) if pixels]
    return levels[-1] - levels[0] < 40


def paper(picture: Image.Image) -> int:
    """The grey of a picture's paper: the commonest of the light ones."""
    light = picture.histogram()[128:]
    return 128 + max(range(128), key=light.__getitem__) if any(light) else 255


def is_light(picture: Picture) -> bool:
    """Whether more of a picture is light than dark, as paper is; a mask or a negative is not."""
    levels = picture.reduce(_COARSE).histogram()
    return sum(levels[128:]) > sum(levels[:128])


def blank(size: tuple[int, int], grey: int) -> Image.Image:
    """An empty picture of one grey."""
    return Image.new("L", size, grey)


def of_pixels(pixels: Any) -> Image.Image:
    """The grey picture that an array of numpy holds."""
    return Image.fromarray(pixels, "L")


def dpi_of(image: Image.Image) -> tuple[float, float]:
    """What the file says of itself, across and down (an old fax has 204 and 98), where that is believable;
    else what its size on A4 paper would be."""
    said = image.info.get("dpi")
    if isinstance(said, tuple) and len(said) == 2:
        across, down = float(said[0]), float(said[1])
        if _is_scanners(down):
            return (across if _is_scanners(across) else down), down
    long_side = max(image.size)
    guessed = long_side / 11.7
    dpi = guessed if 90 <= guessed <= 650 else USUAL_DPI
    return dpi, dpi


def _is_scanners(dpi: float) -> bool:
    return _LEAST_DPI < dpi <= _MOST_DPI and dpi not in (72.0, 96.0)  # those are screens'


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


def _damaged(error: Exception | str) -> BadInput:
    return BadInput(
        f"the image is damaged: {error}",
        code="damaged",
        remedy="Open it in an image viewer; if that fails as well, scan or fetch it anew.",
    )


@dataclass(frozen=True, slots=True)
class Embedded:
    """A page's pixels as a PDF holds them: the file's own bytes where a PDF may hold them, else the samples
    row by row, deflated.

    `dpi` counts across and down; `packed` is the PDF's name of the packing, `details` what it needs to know
    to unpack them; `turned` says how many degrees clockwise the page is to be turned to be upright,
    `is_inverted` that 0 is full ink, as in some JPEGs for print.
    """

    data: bytes
    width: int
    height: int
    colours: str
    bits: int
    dpi: tuple[float, float]
    packed: str = "FlateDecode"
    details: Mapping[str, int | bool] = field(default_factory=dict)
    is_inverted: bool = False
    turned: int = 0


def embedded(opened: Opened, index: int) -> Embedded:
    """A page of an image file for a PDF, without loss."""
    with _page(opened, index) as image:
        dpi = dpi_of(image)
        stored = image.getexif().get(_ORIENTATION, 1)
        turned = _TURNED.get(stored)
        if image.format == "JPEG" and turned is not None and image.mode in _COLOURS:
            inverted = image.mode == "CMYK" and "adobe" in image.info
            colours = _COLOURS[image.mode]
            opened.file.seek(0)
            data = opened.file.read()
            return Embedded(data, *image.size, colours, 8, dpi, "DCTDecode", {}, inverted, turned)
        if turned == 0 and (fax := _fax(image, opened.file)) is not None:
            details = {"K": -1, "Columns": image.width, "Rows": image.height, "BlackIs1": fax.black_is_1}
            return Embedded(fax.data, *image.size, "DeviceGray", 1, dpi, "CCITTFaxDecode", details)
        image.load()
        lies = image.getexif().get(_ORIENTATION)
        upright = image.transpose(_UPRIGHT[lies]) if lies in _UPRIGHT else image
        if upright.has_transparency_data:
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA")).convert("RGB")
        elif upright.mode in ("I", "F", "LAB"):
            upright = _grey(upright)
        elif upright.mode != "1" and not upright.mode.startswith("I;16") and upright.mode not in _COLOURS:
            upright = upright.convert("RGB")
        bits = {"1": 1}.get(upright.mode, 16 if upright.mode.startswith("I;16") else 8)
        dpi = dpi[::-1] if stored in _LYING else dpi
        return Embedded(
            _deflated(upright), *upright.size, _COLOURS.get(upright.mode, "DeviceGray"), bits, dpi
        )


def _deflated(image: Image.Image) -> bytes:
    """The samples row by row, packed in bands: all of them beside the image would be one copy more."""
    packer = zlib.compressobj()
    order = ("raw", "I;16B") if image.mode.startswith("I;16") else ()
    out: list[bytes] = []
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        out.append(packer.compress(band.tobytes(*order)))
    return b"".join([*out, packer.flush()])


class _Fax(NamedTuple):
    data: bytes
    black_is_1: bool


def _fax(image: Image.Image, file: BinaryIO) -> _Fax | None:
    """The bytes of a page packed as a fax is (Group 4), as scanners of black and white do; None where it is
    not, or in more pieces than one."""
    tags: Any = getattr(image, "tag_v2", None)
    if image.mode != "1" or tags is None or tags.get(_COMPRESSION) != _GROUP_4:
        return None
    starts, sizes = tags.get(_STRIPS, ()), tags.get(_STRIP_SIZES, ())
    if len(starts) != 1 or len(sizes) != 1 or tags.get(_FILL_ORDER, 1) != 1:
        return None
    file.seek(starts[0])
    return _Fax(file.read(sizes[0]), tags.get(_PHOTOMETRIC, 0) == 1)
