"""The command ``commspolicy``: one module for each of its commands.

A command's module declares its options in ``add_parser`` and does its work in ``run``, which
returns the exit status: 0 where all is well, 1 where something in the input has to be mended. Wrong
use ends with 2. What a command needs is imported when it runs, so that ``--help`` comes at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from sphinx_commspolicy import __version__
from sphinx_commspolicy.cli import (
    audit,
    build,
    check,
    diff,
    explain,
    fingerprint,
    new,
    schema,
    scripts,
    show,
)
from sphinx_commspolicy.cli.problems import Refusal, print_problems, print_refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (new, build, check, audit, explain, show, scripts, fingerprint, diff, schema)
"""The commands, in the order in which a practice meets them."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, by the custom of shells: 128 and the number of the signal."""
NOBODY_READS = 141
"""Exit status when the reader of the output has gone, as in ``commspolicy show | head -1``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line *argv* (the process's own by default) and return its exit status."""
    _show_every_character()
    try:
        status = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return NOBODY_READS
    return status


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="commspolicy",
        description="Write a practice's communications policy once, and build its client handbook.",
        epilog=(
            "examples:\n"
            "  commspolicy new handbook      start a handbook\n"
            "  commspolicy build handbook    make its pages\n"
            "\n"
            "exit status:\n"
            "  0  all is well\n"
            "  1  something in your files has to be mended; the message says where\n"
            "  2  the command was not given as it has to be\n"
            "\n"
            "“commspolicy COMMAND --help” explains a command."
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"commspolicy {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(commands)
    return top


def _run(argv: Sequence[str] | None) -> int:
    """Run *argv*; turn what can go wrong for reasons outside the program into a message."""
    from sphinx_commspolicy.build_day import VARIABLE, NoDayError
    from sphinx_commspolicy.diagnostics import PolicyError

    try:
        options = parser().parse_args(argv)
        status: int = options.run(options)
    except SystemExit as stop:  # argparse has printed help, the version, or what is wrong
        return stop.code if isinstance(stop.code, int) else 2
    except PolicyError as error:
        print_problems(error.diagnostics, sys.stderr)
        return 1
    except Refusal as refusal:
        print_refusal(refusal, sys.stderr)
        return refusal.status
    except NoDayError as error:
        print_refusal(Refusal(str(error), f"Set {VARIABLE} to seconds since 1970."), sys.stderr)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        print_refusal(Refusal(f"{where}{error.strerror or error}."), sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return INTERRUPTED
    return status


def _discard_output() -> None:
    """Send nowhere what is still buffered: Python would complain about it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a stream of a test has no file
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _show_every_character() -> None:
    """Let a terminal that lacks a character show a question mark, and no traceback."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    # “surrogateescape” is what Python takes where the language is “C”
    lenient = getattr(sys.stdout, "errors", "") not in {"strict", "surrogateescape"}
    if reconfigure is not None and not lenient:
        reconfigure(errors="replace")
