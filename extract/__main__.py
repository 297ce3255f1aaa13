"""`python -m extract`: page lines of `python -m ocr` on stdin, one record a document on stdout."""

from __future__ import annotations

import sys

import msgspec

from extract import extract, to_json
from ocr.errors import BadInput, KlubbatError
from ocr.page import readings_from_json


def main() -> int:
    """Read pages, print records; returns the exit code."""
    lines = [line for line in sys.stdin.buffer.read().splitlines() if line.strip()]
    try:
        try:
            readings = readings_from_json(lines)
        except msgspec.DecodeError as error:
            raise BadInput(
                f"this is no page line: {error}", remedy="Pipe in what `python -m ocr FILE` prints."
            ) from error
        for reading in readings:
            sys.stdout.buffer.write(to_json(extract(reading)) + b"\n")
    except KlubbatError as error:
        print(f"{error.message}. {error.remedy}".strip(), file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
