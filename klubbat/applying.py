"""Write a person's answers into the files of an output folder.

Everything that is needed lies in the folder: the pages beside each document hold the raw text and the ledger,
the PDFs and images are there. So neither the input nor Tesseract is asked for, and only documents for which
the answers say something new are written. The pages are written last: whoever is interrupted writes the same
document once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from klubbat import answers as kept
from klubbat import lock, manifest
from klubbat.clean import counted
from klubbat.files import read_bytes, write_atomically
from klubbat.manifest import Entry
from klubbat.reviewing import entries_of, reading_of
from ocr import searchable, write_pdf
from ocr.decode import encode
from ocr.errors import BadInput, KlubbatError, batch_exit_code
from ocr.from_image import from_image
from ocr.page import Reading, page_to_json
from ocr.review import Answers, reviewed
from ocr.sniff import sniff
from ocr.source import bytes_of


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it: the whole manifest, the lines of the documents that were written anew, and those
    that could not be."""

    entries: tuple[Entry, ...]
    written: tuple[Entry, ...]
    failures: tuple[tuple[str, KlubbatError], ...]

    @property
    def exit_code(self) -> int:
        return batch_exit_code(error.exit_code for _, error in self.failures)


def apply_reviews(out: Path, on_done: Callable[[int, int], None] | None = None) -> Applied:
    """Write the documents of `out` as the answers kept there want them, and the manifest with them.

    `on_done` is told how many documents were looked at, of how many.

    Raises FileAccess, BadInput or BadConfiguration where `out` is no output folder or its answers are none.
    """
    entries_of(out)  # so that a folder that is none is not given a lock
    with lock.held(out):
        return _apply(out, on_done)


def _apply(out: Path, on_done: Callable[[int, int], None] | None) -> Applied:
    entries = entries_of(out)
    answers = Answers(kept.load(out))
    written: list[Entry] = []
    failures: list[tuple[str, KlubbatError]] = []
    for n, (source, entry) in enumerate(sorted(entries.items())):
        if on_done:
            on_done(n, len(entries))
        if not entry.outputs or not (entry.review or entry.answered):
            continue
        try:
            now = _applied(out, entry, answers)
        except KlubbatError as error:  # this document stays as it was, the others go on
            failures.append((source, error))
            continue
        if now != entry:
            entries[source] = now
            written.append(now)
    if written:
        manifest.save(out, entries.values())
    return Applied(tuple(sorted(entries.values(), key=lambda e: e.source)), tuple(written), tuple(failures))


def _applied(out: Path, entry: Entry, answers: Answers) -> Entry:
    """A document with the answers in its files; its line of the manifest."""
    before = reading_of(out, entry)
    pages = tuple(reviewed(page, before.id, answers) for page in before.pages)
    after = replace(before, pages=pages)
    files = {name: read_bytes(out / name) for name in entry.outputs}
    if pages != before.pages:
        anew = _files(entry, files, before, after)
        _refuse_edited(out, entry, files, anew)
        for name, data in anew.items():
            if data != files[name]:
                write_atomically(out / name, data)
        files = anew
    elif entry.review == sum(c.state == "review" for page in pages for c in page.ledger):
        return entry
    line = counted(entry, after, files)
    return line if entry.duplicate_of is None else replace(line, state="duplicate", examples=())


def _files(entry: Entry, files: dict[str, bytes], before: Reading, after: Reading) -> dict[str, bytes]:
    """The files of a document by name, the pages last, with those that change made anew."""
    anew = dict(files)
    main, text = entry.outputs[0], _text_of(entry)
    match sniff(files[main], entry.source):
        case "text":
            encoding = next((c.encoding for c in after.ledger if c.encoding), "utf-8")
            anew[main] = encode(after.text, encoding)
        case "pdf":
            changed = [
                new for old, new in zip(before.pages, after.pages, strict=True) if old.text != new.text
            ]
            title = PurePosixPath(entry.source).stem
            anew[main] = bytes_of(searchable.with_text(files[main], changed, title)[0])
        case "docx":
            pass  # what was typed stays
        case _:
            pdf = entry.outputs[1]
            if before.text != after.text:
                title = write_pdf.title_of(files[pdf])
                anew[pdf] = bytes_of(from_image(files[main], after.pages, title)[0])
    if text != main:
        anew[text] = after.text.encode("utf-8")
    anew[entry.outputs[-1]] = b"".join(
        page_to_json(after, page, span) + b"\n"
        for page, span in zip(after.pages, after.page_spans, strict=True)
    )
    return anew


def _text_of(entry: Entry) -> str:
    """The name of the file that holds a document's text: the document itself, or the one before its pages."""
    return entry.outputs[0 if len(entry.outputs) == 2 else -2]


def _refuse_edited(out: Path, entry: Entry, files: dict[str, bytes], anew: dict[str, bytes]) -> None:
    """Raise BadInput where somebody edited a text after it was cleaned: their work is not overwritten."""
    text = _text_of(entry)
    was = dict(zip(entry.outputs, entry.sha256_out, strict=False)).get(text)
    if files[text] != anew[text] and was not in (None, sha256(files[text]).hexdigest()):
        raise BadInput(
            f"{out / text}: the text was edited after it was cleaned",
            code="edited",
            remedy="Keep a copy of it, run `klubbat clean` with --redo, and apply the reviews again.",
        )
