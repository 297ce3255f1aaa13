"""Which finished documents are to be done again.

What another version of the engine made is done again in any case, and so is what failed for a reason that may
have gone. Beyond that a person chooses: everything, what a stage worked on, or what one version made.
"""

from __future__ import annotations

from klubbat.manifest import Entry
from ocr.errors import BadArguments

STAGES = ("all", "read", "repair")
HELP = (
    "Do finished documents again: `all`, those with pages that were `read` from their image, those in which "
    "`repair` found something, or those that one engine made, by its name in the manifest."
)


def is_wanted(redo: str, entry: Entry) -> bool:
    """Whether a finished document is to be done again; `redo` is empty, a stage or an engine's name.

    >>> is_wanted("3f9a2c41", Entry("a.pdf", "", "kept", engine="klubbat 0.1.0 / model 3f9a2c41"))
    True
    """
    match redo:
        case "":
            return False
        case "all":
            return True
        case "read":
            return entry.read > 0
        case "repair":
            return entry.repaired + entry.review + entry.answered > 0
        case _:
            return redo in entry.engine


def checked(redo: str, engines: set[str]) -> str:
    """The choice, if it is one. Raises BadArguments where it is no stage and no engine made anything so."""
    if redo and redo not in STAGES and not any(redo in engine for engine in engines):
        made = ", ".join(sorted(engines)) or "nothing yet"
        raise BadArguments(
            f"--redo {redo}: this is no stage, and no engine of that name made anything there ({made})",
            remedy=f"Write one of {', '.join(STAGES)}, or the end of an engine's name.",
        )
    return redo
