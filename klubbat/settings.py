"""What is chosen for the user where she chose nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence

from klubbat.inputs import STDIN, Input

FEW = 20  # so many small texts are done before a worker has started
SMALL = 2_000_000  # bytes
MOST = 8  # processes, unless the user wants more: each takes some hundred megabytes


def workers_for(inputs: Sequence[Input], wanted: int | None = None) -> int:
    """How many worker processes to start; 0 means to work in this one.

    A few small text files need no protection and no second process, and standard input is ours alone.
    Anything that is parsed goes to a worker, one a core; no more are started than there is work.
    """
    if any(given.name == STDIN for given in inputs) or (
        len(inputs) <= FEW and all(map(_is_small_text, inputs))
    ):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST) if wanted is None else wanted


def _is_small_text(given: Input) -> bool:
    try:
        return given.path.suffix.lower() == ".txt" and given.path.stat().st_size <= SMALL
    except OSError:  # reading it will tell
        return False
