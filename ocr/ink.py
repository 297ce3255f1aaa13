"""Where a page is inked, looked at coarsely: leader dots, its slant and unread lines are told by that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr import image
from ocr.image import Picture

Mask = NDArray[np.bool_]


def ink_of(picture: Picture, dpi: float, coarse: float, darker: int) -> tuple[Mask, int]:
    """The pixels that are so many levels of grey darker than the paper, at about `coarse` dots an inch; and
    how many of the picture's pixels one of them is across."""
    coarser = max(1, round(dpi / coarse))
    small = picture.reduce(coarser) if coarser > 1 else picture
    return np.asarray(small) < image.paper(small) - darker, coarser


def stretches(inked: Mask) -> list[tuple[int, int]]:
    """Where ink begins and ends along a line.

    >>> stretches(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    steps = np.diff(np.pad(inked.astype(np.int8), 1))
    return list(zip(np.nonzero(steps == 1)[0].tolist(), np.nonzero(steps == -1)[0].tolist(), strict=True))
