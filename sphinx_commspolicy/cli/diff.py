"""``commspolicy diff``: what changed between two versions, in words, and what follows from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command
from sphinx_commspolicy.cli.problems import plain
from sphinx_commspolicy.cli.scripts import title
from sphinx_commspolicy.cli.versions import (
    add_day_and_language,
    day_of,
    phrases_of,
    read_version,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "diff",
        run,
        summary="say in words what changed between two versions",
        description=(
            "Compares two versions of a practice's facts and says, in words for clients, what\n"
            "changed; whether clients relied on it, so that they sign again; which scripts have\n"
            "to be recorded or copied again; and which documents to make and hand out again.\n"
            "A version is the folder of a handbook, its YAML file, a fingerprint that\n"
            "“commspolicy fingerprint” saved, or a git revision: HEAD~1:handbook, git:v2.1."
        ),
        examples={
            "commspolicy diff git:HEAD .": "what you have changed since the last commit",
            "commspolicy diff HEAD~1:handbook handbook": "the same, with one more commit",
            "commspolicy diff v2.json handbook": "since the version that was saved",
        },
        statuses={
            0: "the versions were compared",
            1: "a version does not exist, or its files hold a problem",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument("old", metavar="OLD", help="the earlier version")
    command.add_argument("new", metavar="NEW", help="the later version")
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )
    add_day_and_language(command)


def run(options: argparse.Namespace) -> int:
    """Compare, and print."""
    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.render.changes import (
        differences,
        documents,
        outdated,
        outdated_copies,
        recorded,
        scripts_now,
        signers,
        whose_clients,
    )
    from sphinx_commspolicy.render.headless import headless_context
    from sphinx_commspolicy.render.same_ids import with_ids_of

    before = read_version(options.old, beside=options.new)
    after = read_version(options.new, beside=options.old)
    phrases = phrases_of(options, after.source)
    today = day_of(options)
    new = Facts(after.source, today)
    old = with_ids_of(Facts(before.source, today), new)
    found = differences(old, new, phrases)
    kept = before.fingerprint.scripts if before.fingerprint else recorded(scripts_now(old, phrases))
    now = scripts_now(new, phrases)
    again, copies = (
        [title(said, phrases, after.source) for said in find(kept, now)]
        for find in (outdated, outdated_copies)
    )
    ctx = headless_context(new, phrases)
    sign = signers(ctx, found)
    upload = [f"{name} ({whose})" for name, whose in documents(old, new, phrases)]
    if options.format == "json":
        changes = [
            {
                "words": one.words,
                "material": one.material,
                "section": one.section,
                "for": whose_clients(ctx, one.scopes),
            }
            for one in found
        ]
        report = {
            "changes": changes,
            "sign_again": sign or None,
            "record_again": again,
            "copy_again": copies,
            "make_again": upload,
        }
        print(json.dumps(report, indent=2, ensure_ascii=False))
        return 0
    if not (found or again or copies or upload):
        print("Nothing has changed that clients are told.")
        return 0
    told = []
    for one in found:
        mark = "; sign again" if one.material else ""
        told.append(f"{one.words} [{whose_clients(ctx, one.scopes)}{mark}]")
    _print("What changed, for clients", told or ["nothing"])
    _print("Who signs again", [sign] if sign else ["nobody"])
    _print("Record or set again", again or ["nothing"])
    if copies:
        _print("If you copied these, copy them again", copies)
    _print("Make and hand out again", upload or ["nothing"])
    return 0


def _print(head: str, lines: Iterable[str]) -> None:
    print(f"{head}:")
    for line in lines:
        print(f"  * {plain(line)}")
