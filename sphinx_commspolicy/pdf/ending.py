"""How a build ends that cannot make a PDF: in words, with places, and without a traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx_commspolicy.pdf.diagnostics import Problem

logger = logging.getLogger(__name__)

EXIT_STATUS = 2
"""What the command ends with; the same as Sphinx's own after an error."""


class GivenUp(SystemExit):
    """A document, or all of them, cannot be made: every reason has been logged, and Sphinx ends.

    It is no Exception, for Sphinx shows a traceback and asks for a bug report after any of those.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(EXIT_STATUS)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return every reason, a line each."""
        return "\n".join(map(str, self.problems))


def give_up(problems: Sequence[Problem]) -> GivenUp:
    """Log every reason where it stands, and return what ends the build."""
    for problem in problems:
        logger.error(
            "%s", problem.message, location=problem.place or None, type="typst", subtype="failed"
        )
    return GivenUp(problems)


def line_of_setting(confdir: Path, name: str) -> int:
    """Return the number of the line of ``conf.py`` that sets *name*; 1 where none does."""
    try:
        lines = (confdir / "conf.py").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    sets = re.compile(rf"{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if sets.match(line)), 1)
