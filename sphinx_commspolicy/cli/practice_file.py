"""Finding the file that holds a handbook's facts, without running anything."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    from pathlib import Path

SETTING = "commspolicy_practice"
"""The setting in ``conf.py`` that names the file, relative to the folder of the handbook."""


class WorkedOutAtRunTime(Refusal):
    """``conf.py`` gives the name by way of a calculation, and is not run to learn its outcome."""


def find_practice_file(source: Path) -> Path:
    """Return the main file of the handbook in the folder *source*, or *source* if it is a file.

    Raises Refusal where there is none.
    """
    from sphinx_commspolicy.diagnostics import did_you_mean, quote
    from sphinx_commspolicy.loading import DEFAULT_NAME

    if not source.exists():
        message = f"{quote(str(source))} does not exist."
        raise Refusal(message, "Check its name and folder.")
    if not source.is_dir():
        return source
    named = _named_in_settings(source / "conf.py")
    file = source / (named or DEFAULT_NAME)
    if file.is_dir():
        file /= DEFAULT_NAME
    if file.is_file():
        return file
    if named:
        message = f"The setting {SETTING} in conf.py names {quote(named)}, which does not exist."
        raise Refusal(message, "Check its name; it counts from the folder of conf.py.")
    others = sorted(entry.name for entry in source.iterdir() if entry.suffix in {".yaml", ".yml"})
    message = f"There is no {DEFAULT_NAME} in {quote(str(source))}."
    begin = "Name the folder of a handbook, or begin one with “commspolicy new”."
    raise Refusal(message, did_you_mean(DEFAULT_NAME, others) or begin)


def _named_in_settings(conf: Path) -> str | None:
    """Return the name that *conf* gives as a plain text; None where it gives none."""
    value = setting(conf, SETTING)
    if value is None:
        return None
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        message = f"{conf} works out {SETTING} when it runs, and is not run here."
        raise WorkedOutAtRunTime(message, "Name the practice's file itself.")
    return value.value


def setting(conf: Path, name: str) -> ast.expr | None:
    """Return how *conf* gives the setting *name*, as it is written; None where it does not."""
    try:
        statements = ast.parse(conf.read_bytes()).body
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # Sphinx says what is wrong with it when it reads it
    value: ast.expr | None = None
    for statement in statements:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            value = statement.value
    return value


def texts_in(value: ast.expr | None) -> list[str]:
    """Return the plain texts of a setting that is one, or a list of them."""
    parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
    return [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
