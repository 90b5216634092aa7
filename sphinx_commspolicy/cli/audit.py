"""``commspolicy audit``: what is wrong with an existing policy, before there is any YAML."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.build_day import day_of_build
from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.countries import COUNTRIES
from sphinx_commspolicy.cli.problems import Refusal, plain, print_refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx_commspolicy.audit.draft import Draft
    from sphinx_commspolicy.audit.report import Audit
    from sphinx_commspolicy.checks.runner import Report


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
            audits.append(audit(read(file), day_of_build(), country, sample=options.sample))
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
    import pycountry

    from sphinx_commspolicy.cli.reports import as_text

    lines = {name: list(text) for audit in audits for name, text in audit.source.lines.items()}
    as_text(_report(audits), day_of_build(), sys.stdout, lines)
    print()
    for audit in audits:
        _print_missing(audit)
        _print_unread(audit)
    found = pycountry.countries.get(alpha_2=country)
    name = found.name if found else country
    print(f"Read as the policy of a practice in this country: {name}; --country names another.")


def _report(audits: Sequence[Audit]) -> Report:
    from sphinx_commspolicy.checks.runner import Report

    return Report(tuple(finding for audit in audits for finding in audit.findings), ())


def _print_unread(audit: Audit) -> None:
    if audit.source.unread:
        print(f"{plain(audit.source.file)}: this could not be read, and may say more:")
        for words in audit.source.unread:
            print(f"  - {plain(words)}")
        print()


def _print_missing(audit: Audit) -> None:
    if not audit.missing:
        print(f"{plain(audit.source.file)}: every part of a policy was found.\n")
        return
    print(f"{plain(audit.source.file)}: these parts of a policy were not found. It does not say:")
    for element in audit.missing:
        print(f"  - {element.asks}")
    print()


def _print_json(audits: Sequence[Audit], country: str, done: Draft | None) -> None:
    from sphinx_commspolicy import __version__
    from sphinx_commspolicy.checks.rule import Severity
    from sphinx_commspolicy.cli.reports import as_object

    found = _report(audits).findings
    document: dict[str, Any] = {
        "tool": "commspolicy",
        "version": __version__,
        "today": day_of_build().isoformat(),
        "country": country,
        "summary": {
            severity.value: sum(finding.severity is severity for finding in found)
            for severity in Severity
        },
        "files": [
            {
                "file": audit.source.file,
                "places_count": f"{audit.source.place}s",
                "findings": [as_object(finding) for finding in audit.findings],
                "not_read": list(audit.source.unread),
                "not_found": [
                    {"name": element.name, "what": element.asks} for element in audit.missing
                ],
            }
            for audit in audits
        ],
    }
    if done is not None:
        document["draft"] = {
            "values": [
                {"path": ".".join(value.path), "value": value.text, "from": value.place}
                for value in done.values
            ],
            "left_out": list(done.left_out),
        }
    print(json.dumps(document, ensure_ascii=False, indent=2))
