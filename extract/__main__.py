"""`python -m extract`: page lines of `python -m ocr` on stdin, one record a document on stdout."""

from __future__ import annotations

import sys

import msgspec

from extract import extract, to_json
from ocr.errors import BadArguments, BadInput, KlubbatError
from ocr.page import readings_from_json

USAGE = "python -m ocr FILE... | python -m extract prints one record a document as JSON"


def main(arguments: list[str]) -> int:
    """Read pages, print records; returns the exit code."""
    if arguments:
        asked = arguments[0] in ("-h", "--help")
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else BadArguments.exit_code
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
    sys.exit(main(sys.argv[1:]))
