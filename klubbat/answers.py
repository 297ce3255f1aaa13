"""`reviews.jsonl`: the answers of a review, kept beside the files that they are about.

One line an answer, added to the end and on disk before the next question is asked, so neither Ctrl-C nor a
power cut loses one. Lines are never changed: who takes an answer back adds a line that says so. The file is
the person's work and survives any cleaning anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from klubbat.files import decoded, read_bytes
from ocr.errors import BadInput, FileAccess
from ocr.review import Answer

NAME = "reviews.jsonl"
_REMEDY = (
    'No answer was kept. A line is {"word": "...", "decision": "..."}; '
    "`klubbat review OUT --json` prints what is asked."
)


class _Given(msgspec.Struct, forbid_unknown_fields=True):
    """An answer as other programs may write it. Without candidates it is for the word whatever it may be."""

    word: str
    decision: str
    candidates: tuple[str, ...] | None = None
    when: str = ""


def load(out: Path) -> list[Answer]:
    """The answers kept in an output folder, in the order in which they were given.

    Raises BadInput where a line is none; half a line at the end is what a power cut leaves, and is nothing.
    """
    path = out / NAME
    if not path.exists():
        return []
    data = read_bytes(path)
    whole, _, half = data.rpartition(b"\n")
    lines = whole.splitlines() + ([half] if _is_answer(half) else [])
    return [_decoded(path, n, line) for n, line in enumerate(lines, 1)]


def keep(out: Path, answers: Iterable[Answer]) -> None:
    """Add answers to those that are kept, all of them or none, and see them onto the disk."""
    data = b"".join(msgspec.json.encode(answer) + b"\n" for answer in answers)
    path = out / NAME
    try:
        _mend(path)
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FileAccess(
            f"{path}: cannot be written: {error.strerror or error}",
            code="not_writable",
            remedy="Check that the disk has room and that you may write there.",
        ) from error


def _mend(path: Path) -> None:
    """Make the file end with a whole line, so that the next one stands alone."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        whole, newline, half = file.read().rpartition(b"\n")
        if _is_answer(half):
            file.write(b"\n")
        elif half:
            file.truncate(len(whole + newline))


def _is_answer(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=Answer)
    except msgspec.DecodeError:
        return False
    return True


def _decoded(path: Path, number: int, line: bytes) -> Answer:
    remedy = "Mend or remove that line; the others are whole."
    return decoded(path, number, line, Answer, what="answer of a review", code="bad_reviews", remedy=remedy)


def given(path: Path, questions: Iterable[tuple[str, tuple[str, ...]]]) -> list[Answer]:
    """The answers in a file, or on standard input for `-`: lines with `word` and `decision`.

    `questions` are those that there are. Raises BadInput for the first line that is no answer to any.
    """
    asked: dict[str, list[tuple[str, ...]]] = {}
    for word, candidates in questions:
        asked.setdefault(word, []).append(candidates)
    answers: list[Answer] = []
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        if not line.strip():
            continue
        said = decoded(path, number, line, _Given, what="answer", code="bad_answer", remedy=_REMEDY)
        wanted = None if said.candidates is None else tuple(sorted(said.candidates))
        alike = [c for c in asked.get(said.word, ()) if wanted in (None, c)]
        if not alike:
            raise _nonsense(path, number, f"nobody asked about {said.word!r} with these candidates")
        if why := unfit(said.decision):
            raise _nonsense(path, number, why)
        answers += (Answer(said.word, c, said.decision, said.when or now()) for c in alike)
    return answers


def _nonsense(path: Path, number: int, why: str) -> BadInput:
    return BadInput(
        f"{path}:{number}: {why}",
        code="bad_answer",
        remedy=_REMEDY,
    )


def unfit(decision: str) -> str:
    """Why a decision cannot stand in a text, or nothing."""
    if not decision.strip():
        return "the word is empty"
    if decision != decision.strip() or not decision.isprintable():
        return "the word holds line ends, other signs that do not show, or blanks at its ends"
    return ""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
