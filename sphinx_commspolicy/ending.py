"""How a build ends whose data or settings cannot be used: in words, and with nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_commspolicy.diagnostics import Code, Diagnostic, Location, shown_path
from sphinx_commspolicy.pdf.ending import line_of_setting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)

EXIT_STATUS = 2
"""What a command ends with whose build was given up; the same as Sphinx's own."""


class PracticeDataError(SystemExit):
    """The practice's data cannot be used: every problem has been logged, and Sphinx ends.

    It is no Exception, for Sphinx shows a traceback and asks for a bug report after any of those.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(EXIT_STATUS)
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        """Return every problem, a line each."""
        return "\n".join(str(diagnostic) for diagnostic in self.diagnostics)


def give_up(diagnostics: Sequence[Diagnostic]) -> PracticeDataError:
    """Log every problem where it stands, and return what ends the build."""
    for diagnostic in diagnostics:
        logger.error(
            "%s",
            diagnostic.text(),
            location=logged(diagnostic.location),
            type="commspolicy",
            subtype=diagnostic.code,
        )
    count = len(diagnostics)
    found = "1 problem" if count == 1 else f"{count} problems"
    settings = all(diagnostic.code is Code.bad_option for diagnostic in diagnostics)
    where = "The settings have" if settings else "The practice's data has"
    logger.error("%s %s; nothing was written.", where, found)
    return PracticeDataError(diagnostics)


def logged(location: Location) -> str | None:
    """Return *location* for Sphinx's log, which takes a text without a colon for a page's name."""
    text = str(location)
    return text if ":" in text else f"{text}:1" if text else None


def line_of(confdir: Path, setting: str) -> Location:
    """Return the line of ``conf.py`` that sets *setting*; its first line where none does."""
    return Location(shown_path(confdir / "conf.py"), line_of_setting(confdir, setting), 0)
