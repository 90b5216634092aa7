"""Kinds of argument that several commands take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def add_command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    summary: str,
    description: str,
    examples: Mapping[str, str],
    statuses: Mapping[int, str],
) -> argparse.ArgumentParser:
    """Add the command *name* to *commands*, with help that shows how it is used.

    *examples* says what each example does; *statuses* what each exit status means.
    """
    width = max(len(example) for example in examples)
    shown = "\n".join(f"  {example:{width}}  {does}" for example, does in examples.items())
    meaning = "\n".join(f"  {status}  {meaning}" for status, meaning in statuses.items())
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=f"examples:\n{shown}\n\nexit status:\n{meaning}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def path(text: str) -> Path:
    """Read an argument that names a file or a folder."""
    if not text or "\0" in text:
        msg = "a name of a file or folder is needed"
        raise argparse.ArgumentTypeError(msg)
    return Path(text)
