"""`metadata.csv`: what a person knows about the files of a folder and the files do not say.

Columns `path,body,date,kind,title,source_url` (and `item`), the path relative to the list itself. Excel's
semicolons, its byte order mark and cp1252 are read as well. What stands here goes before what a file's name
says.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import get_args

from extract.record import DocumentKind
from ocr.decode import decode
from ocr.errors import BadConfiguration, KlubbatError
from ocr.source import Metadata

FILE_NAME = "metadata.csv"
FIELDS = ("body", "date", "kind", "title", "item", "source_url")
EDTF_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")  # 2019, 2019-04, 2019-04-16


def read_list(path: Path) -> dict[str, Metadata]:
    """The rows of a `metadata.csv` by path (with `/`, NFC) relative to its folder.

    Raises BadConfiguration, naming the line, where a row cannot be understood: a date or kind that is
    silently dropped would be wrong in every record that follows.
    """
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise BadConfiguration(f"{path}: cannot be read: {error.strerror}", code="metadata_csv") from error
    except KlubbatError as error:
        raise BadConfiguration(
            f"{path}: {error.message}", code="metadata_csv", remedy=error.remedy
        ) from error
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = [(c or "").strip().lower() for c in rows.fieldnames or ()]
    if "path" not in columns:
        raise BadConfiguration(
            f"{path}: the first line has no column 'path'",
            code="metadata_csv",
            remedy=f"Let the first line read path,{','.join(FIELDS)}",
        )
    rows.fieldnames = columns
    found: dict[str, Metadata] = {}
    for row in rows:
        values = {f: (row.get(f) or "").strip() or None for f in FIELDS}
        if row["path"]:
            found[_key(row["path"])] = _checked(values, path, rows.line_num)
    return found


def _checked(values: dict[str, str | None], path: Path, line: int) -> Metadata:
    date, kind = values["date"], values["kind"]
    if date is not None and not EDTF_DAY.fullmatch(date):
        raise BadConfiguration(
            f"{path}, line {line}: {date!r} is no date", code="metadata_csv", remedy="Write it as 2019-04-16."
        )
    if kind is not None and kind.lower() not in get_args(DocumentKind):
        raise BadConfiguration(
            f"{path}, line {line}: {kind!r} is no kind of document",
            code="metadata_csv",
            remedy=f"One of: {', '.join(get_args(DocumentKind))}.",
        )
    values["kind"] = kind.lower() if kind else None
    return Metadata(
        **values,
        origin={k: FILE_NAME for k, v in values.items() if v},
    )


def merged(first: Metadata, second: Metadata) -> Metadata:
    """`first`, filled up from `second` where it says nothing."""
    gaps = {f: getattr(second, f) for f in FIELDS if getattr(first, f) is None and getattr(second, f)}
    origin = {**{f: second.origin[f] for f in gaps if f in second.origin}, **first.origin}
    return replace(first, **gaps, origin=origin)


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(";,\t", key=head.count)


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", PureWindowsPath(path.strip()).as_posix()).removeprefix("./")
