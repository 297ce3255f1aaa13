"""Which version of which stage did the work, so that a batch knows what to do again.

A number that somebody must remember to raise is forgotten sooner or later; this one is made from the stages'
own code and resources, so any change to either counts.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

NOT_RESOURCES = {".pyc", ".md"}


@cache
def engine(*stages: str) -> str:
    """The engine that the given stages make, e.g. `klubbat 0.1.0 / model 3f9a2c41`."""
    digest = sha256()
    for stage in stages:
        root = Path(__file__).resolve().parents[1] / stage
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in NOT_RESOURCES:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"klubbat {version('klubbat')} / model {digest.hexdigest()[:8]}"
