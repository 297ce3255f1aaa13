"""Pictures of pages: PNG, JPEG and TIFF files, also of many pages, opened with limits.

A picture that unfolds to more pixels than any scanner makes is refused before it is unfolded. The pixels of
the file are never changed here; what Tesseract gets is a grey copy, turned as the camera says.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, UnidentifiedImageError

from ocr.errors import BadInput

Picture = Image.Image  # what the other modules call a picture; Pillow is known here only

USUAL_DPI = 300.0  # where a file does not say; most scans of text are made so
_LEAST_DPI, _MOST_DPI = 60.0, 2400.0
_MOST_READ = 40_000_000  # pixels that Tesseract gets: A4 at 450 dpi has 20 million
_TOO_MANY = 2_000  # pages


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
            grey = ImageOps.exif_transpose(image).convert("L")
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


def is_blank(picture: Image.Image) -> bool:
    """Whether there is nothing on a page: not a speck darker than paper that anybody could read."""
    small = picture.reduce(max(1, min(picture.size) // 400))
    levels = [level for level, pixels in enumerate(small.histogram()) if pixels]
    return levels[-1] - levels[0] < 40


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


def _damaged(error: Exception) -> BadInput:
    return BadInput(
        f"the image is damaged: {error}",
        code="damaged",
        remedy="Open it in an image viewer; if that fails as well, scan or fetch it anew.",
    )
