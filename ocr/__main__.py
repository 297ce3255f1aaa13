"""`python -m ocr FILE...`: read and repair documents; one page a line, as JSON, to stdout.

`-` stands for standard input. What `python -m extract` reads.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ocr.errors import BadArguments, FileAccess, KlubbatError
from ocr.page import page_to_json
from ocr.read import read
from ocr.source import Source

USAGE = "python -m ocr FILE... prints one page a line as JSON; - is standard input"


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        print(USAGE, file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else BadArguments.exit_code
    for name in arguments:
        try:
            reading = read(Source(Path(name).name, _bytes(name)))
        except KlubbatError as error:
            print(f"{name}: {error.message}. {error.remedy}", file=sys.stderr)
            return error.exit_code
        for problem in reading.problems:
            print(f"{name}: {problem.message}", file=sys.stderr)
        for page, span in zip(reading.pages, reading.page_spans, strict=True):
            sys.stdout.buffer.write(page_to_json(reading, page, span) + b"\n")
    return 0


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise FileAccess(
            f"cannot be read: {error.strerror}", code="not_readable", remedy="Check the path and your rights."
        ) from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
