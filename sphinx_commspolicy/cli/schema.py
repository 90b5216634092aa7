"""``commspolicy schema``: the JSON Schema with which an editor completes and checks the files."""

from __future__ import annotations

import contextlib
import secrets
import sys
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

LARGEST_SCHEMA = 8 * 1024 * 1024
"""Bytes; a larger file is not one of ours."""


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "schema",
        run,
        summary="print the JSON Schema of practice.yaml, for your editor",
        description=(
            "Prints the JSON Schema (draft 2020-12) of practice.yaml. An editor that knows it\n"
            "offers the keys as you type, explains them, and marks what is wrong. Tell it with\n"
            "this first line of practice.yaml:\n"
            "\n"
            "  # yaml-language-server: $schema=practice.schema.json"
        ),
        examples={
            "commspolicy schema -o practice.schema.json": "for practice.yaml",
            "commspolicy schema --clinician -o clinician.schema.json": "for clinicians/NAME.yaml",
        },
        statuses={
            0: "the schema was printed or written",
            1: "the file could not be written, or is not a schema of ours",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument(
        "--clinician", action="store_true", help="the schema of a clinician's own file"
    )
    command.add_argument(
        "-o", "--output", metavar="FILE", type=path, help="write to FILE instead of the terminal"
    )
    command.add_argument(
        "--force", action="store_true", help="replace FILE even if it holds something else"
    )


def run(options: argparse.Namespace) -> int:
    """Print or write the schema."""
    from sphinx_commspolicy import json_schema

    made = json_schema.clinician_schema() if options.clinician else json_schema.policy_schema()
    text = json_schema.to_text(made)
    if options.output is None:
        sys.stdout.write(text)
        return 0
    if not options.force:
        _refuse_to_replace(options.output)
    replace_file(options.output, text)
    print(f"Wrote {options.output}")
    return 0


def _refuse_to_replace(file: Path) -> None:
    """Raise Refusal if *file* exists and holds anything but a schema of ours."""
    from sphinx_commspolicy import json_schema

    if file.is_dir():
        message = f"{file} is a folder."
        raise Refusal(message, "Name a file in it.")
    if not file.exists():
        return
    if file.stat().st_size <= LARGEST_SCHEMA and json_schema.is_ours(
        file.read_bytes().decode("utf-8-sig", "replace")
    ):
        return
    message = f"{file} exists and is not a schema that this command wrote."
    raise Refusal(message, "Choose another name, or add --force to replace it.")


def replace_file(file: Path, text: str) -> None:
    """Write *text* to *file* in one step, so that no reader ever meets half of it."""
    target = file.resolve()
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(target)
    except OSError as error:
        # the message is about the file that was asked for
        error.filename, error.filename2 = str(file), None
        raise
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
