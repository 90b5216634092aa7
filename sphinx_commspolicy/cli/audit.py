"""``commspolicy audit``: what is wrong with an existing policy, before there is any YAML."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.countries import COUNTRIES
from sphinx_commspolicy.cli.problems import Refusal, plain, print_refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx_commspolicy.audit.draft import Draft
    from sphinx_commspolicy.audit.report import Audit
    from sphinx_commspolicy.checks.rule import Finding

WIDTH = 96
"""Columns of a line that is quoted."""


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "audit",
        run,
        summary="look for what is wrong in a policy that you have already",
        description=(
            "Reads a policy in any of the forms that practices keep (.txt, .md, .rst, .html,\n"
            ".docx or .pdf), tells what the rules find in it, and which parts of a policy it\n"
            "lacks. With --draft it also writes down the facts that it could read, to begin a\n"
            "handbook with."
            " Nothing is sent anywhere. It reads English."
        ),
        examples={
            "commspolicy audit policy.docx": "what is wrong with it",
            "commspolicy audit --country GB policy.pdf": "a practice in Britain",
            "commspolicy audit --draft practice.yaml policy.md": "and a draft of the facts",
            "commspolicy audit --format json policy.txt": "for a program",
        },
        statuses={
            0: "nothing was found that is an error or a warning",
            1: "something was found, or a file cannot be read",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument("files", metavar="FILE", nargs="+", type=path, help="a file to read")
    command.add_argument(
        "--country",
        metavar="CODE",
        default="US",
        help=f"country of the practice: {', '.join(COUNTRIES)} or another (default: US)",
    )
    command.add_argument(
        "--draft", metavar="YAML", type=path, help="write the facts that were read to this new file"
    )
    command.add_argument(
        "--sample",
        action="store_true",
        help="the policy is invented: numbers kept free for examples are fine",
    )
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )


def run(options: argparse.Namespace) -> int:
    """Read the files, and print what was found."""
    from sphinx_commspolicy.audit.reading import read
    from sphinx_commspolicy.audit.report import audit
    from sphinx_commspolicy.checks.rule import Severity

    country = _country(options.country)
    if options.draft is not None:
        _refuse_if_taken(options.draft)
    audits: list[Audit] = []
    refused: list[Refusal] = []
    for file in options.files:
        try:
            audits.append(audit(read(file), _today(), country, sample=options.sample))
        except Refusal as refusal:
            refused.append(refusal)
        except OSError as error:
            refused.append(Refusal(f"{file}: {error.strerror or error}."))
    for reason in refused:
        print_refusal(reason, sys.stderr)
    done = _write_draft(audits, country, options.draft) if options.draft and audits else None
    if options.format == "json":
        _print_json(audits, country, done)
    elif audits:
        _print_text(audits, country)
        if done is not None:
            _print_draft(done, options.draft)
    heavy = {Severity.error, Severity.warning}
    found = any(finding.severity in heavy for one in audits for finding in one.findings)
    return 1 if found or refused else 0


def _country(code: str) -> str:
    import pycountry

    from sphinx_commspolicy.diagnostics import quote

    found = code.upper()
    if pycountry.countries.get(alpha_2=found) is None:
        hint = "Write United Kingdom as GB." if found == "UK" else "Write two letters, such as US."
        message = f"{quote(code)} is not the code of a country."
        raise Refusal(message, hint, status=2)
    return found


def _today() -> dt.date:
    """Return the day, which SOURCE_DATE_EPOCH can set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now().astimezone().date()


# ---- the draft


def _refuse_if_taken(target: Path) -> None:
    if os.path.lexists(target):
        message = f"{target} exists; nothing was written."
        raise Refusal(message, "Choose another name.")
    if not target.parent.is_dir():
        message = f"{target.parent} is not a folder; nothing was written."
        raise Refusal(message, "Make it first.")


def _write_draft(audits: Sequence[Audit], country: str, target: Path) -> Draft:
    from sphinx_commspolicy.audit.draft import draft

    done = draft(audits, country)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(done.text)
    except FileExistsError:
        message = f"{target} exists; nothing was written."
        raise Refusal(message, "Choose another name.") from None
    return done


def _print_draft(done: Draft, target: Path) -> None:
    print(f"Wrote {plain(str(target))}: {len(done.values)} values. It holds nothing on:")
    for words in done.left_out:
        print(f"  - {plain(words)}")


# ---- what was found


def _print_text(audits: Sequence[Audit], country: str) -> None:
    for audit in audits:
        for finding in audit.findings:
            _print_finding(audit, finding)
        _print_missing(audit)
    counts = _counts(audits)
    total = sum(counts.values())
    shown = ", ".join(
        f"{count} {name}{'' if count == 1 or name == 'info' else 's'}"
        for name, count in counts.items()
        if count
    )
    print(f"{'1 finding' if total == 1 else f'{total} findings'}{f': {shown}' if shown else ''}.")
    import pycountry

    found = pycountry.countries.get(alpha_2=country)
    name = found.name if found else country
    print(f"Read as the policy of a practice in this country: {name}; --country names another.")


def _print_finding(audit: Audit, finding: Finding) -> None:
    place, message = plain(str(finding.place)), plain(finding.message)
    print(f"{place}: {finding.severity}: {message} [{finding.rule}]")
    lines = audit.source.lines.get(finding.place.file, [])
    if 0 < finding.place.line <= len(lines):
        _print_line(lines[finding.place.line - 1], finding)
    if finding.remedy:
        print(f"  help: {plain(finding.remedy)}")
    for related in finding.related:
        print(f"{plain(str(related.place))}: note: {plain(related.words)}")
    print()


def _print_line(line: str, finding: Finding) -> None:
    """Print the line of a finding, cut to a screen's width, with its place marked."""
    place = finding.place
    start = max(place.column - 1, 0)
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    cut = max(0, start - WIDTH // 3)
    shown = plain(line[cut : cut + WIDTH].expandtabs(1))
    before = "…" if cut else ""
    after = "…" if len(line) > cut + WIDTH else ""
    print(f"{place.line:5} | {before}{shown}{after}")
    if place.column:
        length = max(1, min(end, cut + WIDTH) - start)
        print(f"{'':5} | {' ' * (start - cut + len(before))}{'^' * length}")


def _print_missing(audit: Audit) -> None:
    if not audit.missing:
        print(f"{plain(audit.source.file)}: every part of a policy was found.\n")
        return
    print(f"{plain(audit.source.file)}: these parts of a policy were not found. It does not say:")
    for element in audit.missing:
        print(f"  - {element.asks}")
    print()


def _counts(audits: Sequence[Audit]) -> dict[str, int]:
    counts = {"error": 0, "warning": 0, "info": 0}
    for audit in audits:
        for finding in audit.findings:
            counts[finding.severity.value] += 1
    return counts


def _print_json(audits: Sequence[Audit], country: str, done: Draft | None) -> None:
    document = {
        "country": country,
        "files": [
            {
                "file": audit.source.file,
                "places_count": f"{audit.source.place}s",
                "findings": [_entry(finding) for finding in audit.findings],
                "not_found": [
                    {"name": element.name, "what": element.asks} for element in audit.missing
                ],
            }
            for audit in audits
        ],
        "counts": _counts(audits),
    }
    if done is not None:
        document["draft"] = {
            "values": [
                {"path": ".".join(value.path), "value": value.text, "from": value.place}
                for value in done.values
            ],
            "left_out": list(done.left_out),
        }
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _entry(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": finding.text,
        "message": finding.message,
        "remedy": finding.remedy,
        "related": [
            {"file": one.place.file, "line": one.place.line, "what": one.words}
            for one in finding.related
        ],
    }
