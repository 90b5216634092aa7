"""Mending files where only one change is right.

Every change is checked against the file as it was read: where something else stands now, the file is
left alone. A file is written beside the old one and put in its place, so that no reader ever meets
half of it.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.context import split_lines
from sphinx_commspolicy.diagnostics import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_commspolicy.checks.context import Files
    from sphinx_commspolicy.checks.rule import Finding, Fix

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""May stand at the beginning of a file, before its first line."""
_NO_END = "\n\\ No newline at end of file\n"
"""How a diff says that the line above it ends with the file."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file."""

    file: str
    before: bytes
    """The whole file, as it was read."""
    after: bytes
    fixed: tuple[Finding, ...]
    """Findings that the change mends."""
    skipped: tuple[Finding, ...]
    """Findings whose change overlaps another one's: run again to mend them."""

    def diff(self) -> str:
        """Return the change as a unified diff."""
        old = _with_ends(self.before.decode("utf-8", "replace"))
        new = _with_ends(self.after.decode("utf-8", "replace"))
        file = self.file
        if Path(file).is_symlink():  # a patch is made to the file, not to a link
            file = shown_path(Path(os.path.realpath(file)))
        lines = difflib.unified_diff(old, new, f"a/{file}", f"b/{file}")
        return "".join(line if line.endswith("\n") else line + _NO_END for line in lines)

    @property
    def is_protected(self) -> bool:
        """Whether somebody has taken the right to write the file away."""
        path = Path(self.file)
        try:
            return not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK))
        except OSError:
            return False  # it is gone: writing will tell

    def write(self) -> bool:
        """Put the new content in the file's place; False where the file has changed meanwhile."""
        path = Path(os.path.realpath(self.file))  # a link goes on leading to the file
        try:
            if path.read_bytes() != self.before:
                return False
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            return False
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.after)
            Path(beside).chmod(mode)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        return True


def _with_ends(text: str) -> list[str]:
    """Return the lines of *text* as programs that apply diffs count them."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def changes(found: Iterable[Finding], files: Files) -> tuple[Change, ...]:
    """Return the changes that mend *found*, a file each; findings without a fix are left out."""
    by_file: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.fix is not None:
            by_file.setdefault(finding.fix.place.file, []).append(finding)
    made = (_change(file, findings, files.bytes(file)) for file, findings in by_file.items())
    return tuple(change for change in made if change is not None)


def _change(file: str, found: list[Finding], before: bytes) -> Change | None:
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        return None
    starts = _line_starts(text)
    fixed: list[Finding] = []
    skipped: list[Finding] = []
    parts: list[str] = []
    at = 0
    spans = [(span, finding) for finding in found if (span := _span(finding.fix, starts, text))]
    for (start, end), finding in sorted(spans, key=lambda pair: pair[0]):
        assert finding.fix is not None
        if start < at:
            skipped.append(finding)
            continue
        parts += [text[at:start], finding.fix.replacement]
        fixed.append(finding)
        at = end
    if not fixed:
        return None
    after = "".join([*parts, text[at:]]).encode()
    return Change(file, before, after, tuple(fixed), tuple(skipped))


def _line_starts(text: str) -> list[int]:
    """Return the index at which each line of *text* begins, its mark of byte order left out."""
    starts = []
    at = len(_MARK) if text.startswith(_MARK) else 0
    for line in split_lines(text[at:]):
        starts.append(at)
        at += len(line)
        at += 2 if text.startswith("\r\n", at) else 1
    return starts


def _span(fix: Fix | None, starts: list[int], text: str) -> tuple[int, int] | None:
    """Return the indexes between which *fix* replaces; None where something else stands there."""
    assert fix is not None
    place = fix.place
    if not 0 < place.line <= place.end_line <= len(starts) or place.column < 1:
        return None
    start = starts[place.line - 1] + place.column - 1
    end = starts[place.end_line - 1] + place.end_column - 1
    return (start, end) if start <= end and text[start:end] == fix.before else None
