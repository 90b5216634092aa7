"""Findings that somebody has looked at and let stand, each with a reason that is kept.

In YAML, ``# commspolicy: ignore[rule] reason`` on the line itself or the line above it; in
reStructuredText a comment, ``.. commspolicy: ignore[rule] reason``, and in Markdown
``% commspolicy: ignore[rule] reason``, above the paragraph; and ``commspolicy_silences`` in
``conf.py``. Several rules are written with commas.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.rule import Finding, Level, Place
from sphinx_commspolicy.diagnostics import did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_commspolicy.checks.context import Files

ALL = "all"
"""Stands for every rule where rules are selected, ignored or silenced."""
UNUSED = "silence-unused"
NO_REASON = "silence-no-reason"

_COMMENT = re.compile(
    r"(?P<mark>\#|^\s*\.\.|^\s*%)\s+(?P<whole>commspolicy:\s*ignore"
    r"(?:\[(?P<rules>[^\]]*)\])?[ \t]*(?P<reason>.*?))\s*$"
)
_NEXT_VALUE = re.compile(r"\s*(?:-\s|#|[\w-]+:(?:\s|$)|\"[^\"]+\":|$)")


@dataclass(frozen=True, slots=True)
class Silence:
    """One silence: which rules, where, and why."""

    rules: tuple[str, ...]
    reason: str
    place: Place
    """Where the silence itself stands."""
    file: str = ""
    """File, or a pattern of names of files, whose findings it silences; empty: every file."""
    first: int = 0
    """First line that it covers; 0: every line."""
    last: int = 0

    def named(self, finding: Finding) -> str | None:
        """Return the name by which it means the rule of *finding*; None where it does not."""
        return next((name for name in (finding.rule, ALL) if name in self.rules), None)

    def covers(self, finding: Finding) -> bool:
        """Return whether it silences *finding*."""
        if self.named(finding) is None:
            return False
        if self.first and not self.first <= finding.place.line <= self.last:
            return False
        file = finding.place.file
        return not self.file or file == self.file or _matches(file, self.file)


def _matches(file: str, pattern: str) -> bool:
    """Return whether *pattern* is *file*, or the end of its path, or a pattern of either."""
    # the whole path, for what is shown of it depends on the working folder
    path = PurePath(os.path.abspath(file)).as_posix()  # noqa: PTH100 - it follows no links
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}")


class Silences:
    """The silences of some files and of the configuration.

    *looked_at* holds the files and, for those of which it is known, the first lines of all comments.
    """

    def __init__(
        self,
        files: Files,
        looked_at: Mapping[str, frozenset[str] | None],
        configured: tuple[Silence, ...],
    ) -> None:
        self._silences = list(configured)
        for file, comments in looked_at.items():
            self._silences += read_silences(file, files.lines(file), comments)
        self._used: set[tuple[Silence, str]] = set()

    def apply(self, found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that are not silenced, and those that are, with the reasons."""
        heard, silenced = [], []
        for finding in found:
            covering = [one for one in self._silences if one.covers(finding)]
            self._used.update((one, one.named(finding) or "") for one in covering)
            with_reason = next((one for one in covering if one.reason), None)
            if with_reason is None:
                heard.append(finding)
            else:
                silenced.append(
                    replace(finding, silence=with_reason.reason, silenced_at=with_reason.place)
                )
        return heard, silenced

    def complaints(self, complete: frozenset[str]) -> list[Finding]:
        """Return what is wrong with the silences themselves.

        *complete* names the rules that have seen all that they look at: a silence of another may
        yet be of use.
        """
        return [
            finding for silence in self._silences for finding in self._complaints(silence, complete)
        ]

    def _complaints(self, silence: Silence, complete: frozenset[str]) -> list[Finding]:
        rule = registry.rule(NO_REASON)
        if not silence.rules:
            message = "This silence names no rule."
            remedy = "Write it as: commspolicy: ignore[rule-name] and the reason."
            return [Finding(UNUSED, rule.severity, silence.place, message, remedy)]
        found = []
        if not silence.reason:
            message = f"The silence of {_listed(silence.rules)} gives no reason, and is not heeded."
            found.append(Finding(NO_REASON, rule.severity, silence.place, message, rule.mending))
        rule = registry.rule(UNUSED)
        for name in silence.rules:
            if name not in registry.names() and name != ALL:
                message = f"There is no rule {quote(name)} to silence."
                hint = did_you_mean(name, registry.names()) or rule.mending
                found.append(Finding(UNUSED, rule.severity, silence.place, message, hint))
            elif _has_looked(name, complete) and (silence, name) not in self._used:
                message = f"The rule {quote(name)} finds nothing here that is to be silenced."
                found.append(Finding(UNUSED, rule.severity, silence.place, message, rule.mending))
        return found


def _has_looked(name: str, complete: frozenset[str]) -> bool:
    """Return whether the rule *name* has seen all that it looks at; for all rules, the pages."""
    if name != ALL:
        return name in complete
    return any(Level.prose in registry.rule(one).levels for one in complete)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(quote(name) for name in names)


def read_silences(
    file: str, lines: list[str], comments: frozenset[str] | None = None
) -> list[Silence]:
    """Return the silences that stand in comments of *file*.

    *comments* are the first lines of its comments; where they are not known, whatever looks like a
    comment is taken for one, also in an example of how to write it.
    """
    found = []
    is_yaml = PurePath(file).suffix in {".yaml", ".yml"}
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line) if "commspolicy:" in line else None
        if match is None or (match["mark"] == "#") != is_yaml:
            continue
        if comments is not None and match["whole"].strip() not in comments:
            continue
        start, end = match.span("whole")
        place = Place(file, number, start + 1, number, end + 1)
        rules = tuple(name.strip() for name in (match["rules"] or "").split(",") if name.strip())
        alone = not line[: match.start()].strip()
        first, last = _covered(lines, number, alone=alone, is_yaml=is_yaml)
        found.append(Silence(rules, match["reason"].strip(), place, file, first, last))
    return found


def _covered(lines: list[str], number: int, *, alone: bool, is_yaml: bool) -> tuple[int, int]:
    """Return the first and last line that a comment on line *number* covers."""
    if not is_yaml:
        at = number
        # a comment's own text may go on below it, indented
        while at < len(lines) and lines[at].startswith((" ", "\t")) and lines[at].strip():
            at += 1
        while at < len(lines) and not lines[at].strip():
            at += 1
        first = at + 1
        while at < len(lines) and lines[at].strip():
            at += 1
        return first, max(at, first)
    first = number
    if alone:
        first += 1
        while first <= len(lines) and lines[first - 1].strip().startswith("#"):
            first += 1
    last = first
    # a text that goes on over several lines
    while last < len(lines) and not _NEXT_VALUE.match(lines[last]):
        last += 1
    return first, last
