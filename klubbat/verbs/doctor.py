"""`klubbat doctor`: what is installed, what is missing, and the remedy."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import msgspec
import typer

from corpus.archive import Archive
from ocr import in_process, tesseract
from ocr.errors import KlubbatError, MissingDependency

PACKAGES = (
    "pdfplumber", "pypdfium2", "pikepdf", "pytesseract", "pillow", "spacy", "rapidfuzz", "simplemma",
    "onnxruntime",
)  # fmt: skip
LEAST_PYTHON = (3, 11)


class Finding(msgspec.Struct):
    """One thing that was looked at. `needed_for` says what does not work without it."""

    name: str
    ok: bool
    found: str
    needed_for: str
    remedy: str = ""


def run(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """Look at what is installed, what is missing, and the remedy.

    Example: klubbat doctor
    """
    findings = [_python(), *map(_package, PACKAGES), _tesseract(), _search()]
    for f in findings:
        if as_json:
            print(msgspec.json.encode(f).decode())
        else:
            print(f"{'ok     ' if f.ok else 'MISSING'}  {f.name:<12} {f.found}")
            if not f.ok:
                print(f"         needed for {f.needed_for}. {f.remedy}")
    missing = [f.name for f in findings if not f.ok]
    if not as_json:
        print("Something is missing; see above." if missing else "All is there.")
    return MissingDependency.exit_code if missing else 0


def _python() -> Finding:
    found = platform.python_version()
    ok = tuple(map(int, platform.python_version_tuple()[:2])) >= LEAST_PYTHON
    return Finding("python", ok, found, "everything", "Install Python 3.11 or later.")


def _package(name: str) -> Finding:
    remedy = "Run `make test`, or `pip install klubbat`, again."
    try:
        return Finding(name, True, version(name), "everything", remedy)
    except PackageNotFoundError:
        return Finding(name, False, "", "everything", remedy)


def _tesseract() -> Finding:
    purpose = "scanned pages without a text layer"
    try:
        installed = tesseract.require()
    except KlubbatError as error:
        return Finding("tesseract", False, error.message, purpose, error.remedy)
    found = f"{installed.version}, languages {', '.join(installed.languages)}"
    if in_process.is_there():
        found += "; tesserocr reads in this process"
    return Finding("tesseract", True, found, purpose)


def _search() -> Finding:
    remedy = "Use a Python whose sqlite3 was built with FTS5; the one from python.org is."
    purpose = "the archive and its search"
    try:
        Archive.open(":memory:", create=True).close()
    except KlubbatError as error:
        return Finding("sqlite fts5", False, error.message, purpose, remedy)
    return Finding("sqlite fts5", True, "in order", purpose)
