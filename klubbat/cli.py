"""The command `klubbat`: finds the verb, runs it, and turns what went wrong into one line and an exit code.

Each verb lives in a module of `klubbat.verbs`, and only the one that is asked for is imported: a pipe through
`klubbat repair` must not wait for a search engine to load.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import typer
from typer.exceptions import TyperException

from klubbat import interrupts
from ocr.errors import INTERRUPTED, BadArguments, FileAccess, KlubbatError

VERBS = (
    "repair",
    "undo",
    "clean",
    "review",
    "words",
    "extract",
    "index",
    "search",
    "links",
    "plans",
    "claims",
    "questions",
    "doctor",
)


def build(verbs: tuple[str, ...] = VERBS) -> typer.Typer:
    """The command with the given verbs."""
    app = typer.Typer(
        name="klubbat",
        help="Makes Swedish council records readable, searchable and accountable.",
        epilog="Data goes to stdout, progress and messages to stderr. Nothing leaves this machine.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )

    @app.callback(invoke_without_command=True)
    def top(
        show_version: bool = typer.Option(False, "--version", help="Show the version and exit."),
    ) -> None:
        if show_version:
            typer.echo(f"klubbat {version('klubbat')}")
            raise typer.Exit

    for verb in verbs:
        app.command(verb)(import_module(f"klubbat.verbs.{verb}").run)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit with the contract's code. Who ends it (a service manager, a closed terminal)
    interrupts it, as Ctrl-C does."""
    for number in interrupts.numbers():
        if signal.getsignal(number) is signal.SIG_DFL:  # not where nohup says otherwise
            signal.signal(number, signal.default_int_handler)
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(code_of(given))


_REDO = re.compile(r"all|read|repair|.*\b[0-9a-f]{8}")  # what may follow `--redo`; alone it means all


def _with_values(arguments: list[str]) -> list[str]:
    """The arguments with the value that `--redo` has where it stands alone."""
    out = []
    for n, argument in enumerate(arguments):
        out.append(argument)
        follows = arguments[n + 1] if n + 1 < len(arguments) else ""
        if argument == "--redo" and not _REDO.fullmatch(follows):
            out.append("all")
    return out


def code_of(arguments: list[str]) -> int:
    """Run the command; what it returns is the exit code."""
    if sys.stderr is None:  # closed by a service; messages must not go among the data then
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stdout is None:
        remedy = "Let it go somewhere, to /dev/null if nobody wants it."
        return _said(FileAccess("standard output is closed", code="not_writable", remedy=remedy))
    if not arguments:
        return code_of(["--help"]) or BadArguments.exit_code
    verb = arguments[0] if arguments and arguments[0] in VERBS else None
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console and a pipe alike
    try:
        result = build((verb,) if verb else VERBS)(
            args=_with_values(arguments), prog_name="klubbat", standalone_mode=False
        )
        sys.stdout.flush()
        if result == INTERRUPTED:  # typer takes Ctrl-C itself, and tells it by its code only
            return _interrupted()
        return result if isinstance(result, int) else 0
    except TyperException as error:  # the arguments were wrong
        hint = f"klubbat {verb} --help" if verb else "klubbat --help"
        return _said(BadArguments(error.format_message(), remedy=f"See `{hint}`."))
    except KlubbatError as error:
        return _said(error)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except (
        BrokenPipeError,
        SystemExit,
    ):  # the reader of our output has seen enough; typer makes it the latter
        _let_go_of_stdout()
        return 0
    except OSError as error:  # standard output, on a full disk; files say themselves what is wrong
        _let_go_of_stdout()
        # typer could not begin a line on a closed terminal
        if isinstance(error.__context__, KeyboardInterrupt):
            return _interrupted()
        told = f"{error.filename or 'standard output'}: {error.strerror or error}"
        return _said(FileAccess(told, remedy="Check that the disk has room and that you may write there."))
    # The last place there is: a mistake of ours ends in its line and code as well, and not in bad arguments'.
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        told = (
            f"an unexpected error: {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
        )
        return _said(KlubbatError(told, remedy="This is a mistake in Klubbat; report it with this line."))


def _let_go_of_stdout() -> None:
    """Have what is still to be written go nowhere; the end of the process would stumble over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupted() -> int:
    begun = "\n" if sys.stderr.isatty() else ""  # where the terminal has written ^C
    told = "klubbat: interrupted; what was finished is kept, run the same command to go on"
    with suppress(OSError):  # the terminal may be what is gone
        print(begun + told, file=sys.stderr)
    return INTERRUPTED


def _said(error: KlubbatError) -> int:
    """Tell the error in one line, and what to do about it."""
    message = " ".join(error.message.split()).rstrip(".")
    end = "" if message.endswith("?") else "."
    with suppress(OSError):  # where nobody can be told any more, the code tells
        print(f"klubbat: {message}{end}" + (f" {error.remedy}" if error.remedy else ""), file=sys.stderr)
    return error.exit_code


if __name__ == "__main__":
    main()
