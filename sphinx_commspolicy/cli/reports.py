"""What ``commspolicy check`` found, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote as quote_url

from sphinx_commspolicy import __version__
from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.rule import Severity
from sphinx_commspolicy.cli.problems import plain, print_quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from sphinx_commspolicy.checks.rule import Finding, Fix, Place
    from sphinx_commspolicy.checks.runner import Report

MOST_NAMED = 3
"""Scopes that a message names; of more, it gives the number."""
_SARIF_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "note"}
_GITHUB_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "notice"}


def words_of(finding: Finding) -> str:
    """Return the message, and whose facts break the rule."""
    if not finding.scopes:
        return finding.message
    named = ", ".join(finding.scopes[:MOST_NAMED])
    more = len(finding.scopes) - MOST_NAMED
    return f"{finding.message} (for {named}{f' and {more} more' if more > 0 else ''})"


# ---- for people


def as_text(
    report: Report, today: dt.date, output: TextIO, lines: dict[str, list[str]] | None = None
) -> None:
    """Print each finding with its line quoted, the place marked, the reason and the remedy.

    *lines* are those of files that cannot be read as text, by name.
    """
    del today
    files = dict(lines or {})
    explained: set[str] = set()
    for finding in report.findings:
        message = plain(words_of(finding))
        print(
            f"{plain(str(finding.place))}: {finding.severity}: {message} [{finding.rule}]",
            file=output,
        )
        print_quoted(finding.place.location, files, output, _length(finding.place))
        if finding.rule not in explained and finding.rule in registry.names():
            explained.add(finding.rule)
            print(f"  why: {plain(registry.rule(finding.rule).reason)}", file=output)
        if finding.remedy:
            print(f"  help: {plain(finding.remedy)}", file=output)
        if finding.fix:
            print("  fix: “commspolicy check --fix” can do it.", file=output)
        for other, words in finding.related:
            print(f"{plain(str(other))}: note: {plain(words)}", file=output)
            print_quoted(other.location, files, output, _length(other))
        print(file=output)
    print(summary(report), file=output)


def _length(place: Place) -> int:
    """Return how many characters of the first line *place* covers."""
    if place.end_line == place.line:
        return max(place.end_column - place.column, 1)
    return 1 if not place.end_line else 10_000


def summary(report: Report) -> str:
    """Return how much was found, in one line."""
    counts = Counter(finding.severity for finding in report.findings)
    said = [_counted(counts[severity], severity.value) for severity in Severity if counts[severity]]
    if "info" in "".join(said):
        said[-1] = said[-1].replace("infos", "remarks").replace("info", "remark")
    line = f"{', '.join(said)} found." if said else "Nothing found."
    if report.silenced:
        line += f" {_counted(len(report.silenced), 'finding')} silenced, with a reason."
    return line


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


# ---- for programs


def as_json(report: Report, today: dt.date, output: TextIO) -> None:
    """Print everything as one JSON document."""
    counts = Counter(finding.severity for finding in report.findings)
    document = {
        "tool": "commspolicy",
        "version": __version__,
        "today": today.isoformat(),
        "summary": {severity.value: counts[severity] for severity in Severity},
        "findings": [as_object(finding) for finding in report.findings],
        "silenced": [
            {
                **as_object(finding),
                "reason": finding.silence,
                "silenced_at": str(finding.silenced_at),
            }
            for finding in report.silenced
        ],
    }
    print(json.dumps(document, indent=2, ensure_ascii=False), file=output)


def as_object(finding: Finding) -> dict[str, Any]:
    """Return *finding* as JSON has it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        **finding.place._asdict(),
        "message": finding.message,
        "remedy": finding.remedy,
        "text": finding.text,
        "for": list(finding.scopes),
        "related": [{**place._asdict(), "message": words} for place, words in finding.related],
        "fix": _fix_as_object(finding.fix) if finding.fix else None,
    }


def _fix_as_object(fix: Fix) -> dict[str, Any]:
    return {**fix.place._asdict(), "before": fix.before, "replacement": fix.replacement}


def as_sarif(report: Report, today: dt.date, output: TextIO) -> None:
    """Print a log in the format SARIF 2.1.0, which code hosts and editors read."""
    del today
    named = dict.fromkeys(finding.rule for finding in (*report.findings, *report.silenced))
    rules = [name for name in registry.names() if name in named]
    others = [name for name in named if name not in rules]
    index = {name: number for number, name in enumerate((*rules, *others))}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "commspolicy",
                        "semanticVersion": __version__,
                        "rules": [
                            *(_sarif_rule(name) for name in rules),
                            *({"id": name} for name in others),
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _sarif_result(finding, index)
                    for finding in (*report.findings, *report.silenced)
                ],
            }
        ],
    }
    print(json.dumps(log, indent=2, ensure_ascii=False), file=output)


def _sarif_rule(name: str) -> dict[str, Any]:
    rule = registry.rule(name)
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.reason}"},
        "help": {"text": f"{rule.mending} Source: {rule.source}"},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _sarif_result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": f"{words_of(finding)} {finding.remedy}".strip()},
        "locations": [{"physicalLocation": _sarif_place(finding.place)}],
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _sarif_place(place), "message": {"text": words}}
            for number, (place, words) in enumerate(finding.related)
        ]
    if finding.fix:
        result["fixes"] = [
            {
                "description": {"text": finding.remedy},
                "artifactChanges": [
                    {
                        "artifactLocation": _sarif_place(finding.fix.place)["artifactLocation"],
                        "replacements": [
                            {
                                "deletedRegion": _sarif_place(finding.fix.place)["region"],
                                "insertedContent": {"text": finding.fix.replacement},
                            }
                        ],
                    }
                ],
            }
        ]
    if finding.silence is not None:
        at = finding.silenced_at
        kind = "inSource" if at and at.file == finding.place.file else "external"
        result["suppressions"] = [{"kind": kind, "justification": finding.silence}]
    return result


def _sarif_place(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "artifactLocation": {"uri": quote_url(PurePath(place.file).as_posix())}
    }
    if place.line:
        region = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
        if place.end_line and place.end_column:
            region.update(endLine=place.end_line, endColumn=place.end_column)
        found["region"] = region
    return found


def as_github(report: Report, today: dt.date, output: TextIO) -> None:
    """Print a line for each finding that GitHub shows beside the line of the file."""
    del today
    for finding in report.findings:
        place = finding.place
        where = {"file": PurePath(place.file).as_posix()}
        if place.line:
            where["line"] = str(place.line)
        if place.column:
            where["col"] = str(place.column)
        if place.end_line and place.end_column:
            where.update(endLine=str(place.end_line), endColumn=str(place.end_column))
        where["title"] = finding.rule
        parts = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in where.items())
        words = f"{words_of(finding)} {finding.remedy}".strip()
        print(f"::{_GITHUB_LEVELS[finding.severity]} {parts}::{_escaped(words)}", file=output)


def _escaped(text: str, also: Iterable[str] = "") -> str:
    """Return *text* as GitHub's commands take it."""
    for char in ("%", "\r", "\n", *also):
        text = text.replace(char, f"%{ord(char):02X}")
    return text


FORMATS: dict[str, Callable[[Report, dt.date, TextIO], None]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""Every form in which findings can be had, by its name."""
