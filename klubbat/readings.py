"""What an input holds: read from the document itself, or taken from where it was cleaned before.

A folder that `klubbat clean` wrote holds each document's pages as they are now, a person's answers included.
Whoever reads such a folder gets these pages, under the original's name and id; nothing is read, repaired or
guessed anew, so what was reviewed is what is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from klubbat import pool
from klubbat.inputs import Input, load
from klubbat.reviewing import reading_at
from ocr import write_pdf
from ocr.errors import BadInput, EncryptedInput
from ocr.own_words import OwnWords
from ocr.page import Reading
from ocr.read import Listening, read
from ocr.sheet import Known, ReadBefore
from ocr.sniff import sniff
from ocr.source import Source, head_of


def reading_of(
    given: Input,
    passwords: Sequence[str] = (),
    *,
    own: OwnWords | None = None,
    on_layers: Listening | None = None,
) -> Reading:
    """Read an input, or take it as it was cleaned. Raises what `ocr.read` raises, and FileAccess."""
    if given.entry is not None:
        return _as_cleaned(given)
    source = load(given)
    return read_source(source, unlocked(source, passwords), passwords, own=own, on_layers=on_layers)


def _as_cleaned(given: Input) -> Reading:
    entry = given.entry
    assert entry is not None
    if not entry.outputs:
        raise BadInput(
            f"it was not cleaned: {entry.message}",
            code=entry.code,
            remedy=entry.remedy or "Clean its folder again.",
        )
    return replace(
        reading_at(given.path), source=given.name, metadata=given.metadata, problems=entry.problems
    )


def unlocked(source: Source, passwords: Sequence[str]) -> Source:
    """The document without its password, if it is a PDF that one of these opens; else the document itself."""
    if not passwords or sniff(source.data, source.name) != "pdf":
        return source
    data = write_pdf.unlocked(source.data, passwords)
    return source if data is source.data else replace(source, data=data)


def read_source(
    source: Source,
    opened: Source,
    passwords: Sequence[str],
    *,
    own: OwnWords | None = None,
    on_layers: Listening | None = None,
    read_before: ReadBefore | None = None,
) -> Reading:
    """Read a document that was `opened` with a password, if it wanted one, under its own id.

    The pages that `read_before` knows were done before, and are no more than signs of life.
    """
    known: Known = {}

    def before(pages: Sequence[int]) -> Known:
        nonlocal known
        known = read_before(pages) if read_before else {}
        return known

    def seen(page: int | None) -> None:
        pool.alive(page is not None and page not in known)

    try:
        reading = read(opened, own=own, on_page=seen, on_layers=on_layers, read_before=before)
    except EncryptedInput as error:
        if head_of(source.data, 5) != b"%PDF-":
            raise  # only PDFs can be unlocked here
        raise EncryptedInput(
            "the PDF is encrypted, and none of the passwords opens it" if passwords else error.message,
            code=error.code,
            remedy="Run again with its password in a --password-file, or save a copy without, if you may.",
        ) from error
    return replace(reading, id=source.id)
