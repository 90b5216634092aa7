"""``commspolicy diff``: what changed between two versions, in words, and what follows from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command
from sphinx_commspolicy.cli.documents import documents_of, files_of
from sphinx_commspolicy.cli.problems import plain
from sphinx_commspolicy.cli.scripts import title
from sphinx_commspolicy.cli.versions import (
    add_day_and_language,
    day_of,
    read_version,
)
from sphinx_commspolicy.cli.wording import as_saved, kept_by, spoken, wording

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
            "to be recorded or copied again; and which documents to make and hand out again,\n"
            "with the PDFs that conf.py names for them.\n"
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
    from sphinx_commspolicy.phrases.catalogue import load_phrases
    from sphinx_commspolicy.render.changes import differences
    from sphinx_commspolicy.render.follow_up import (
        DOCUMENTS,
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
    today = day_of(options)
    folder = _handbook(options.new) or _handbook(options.old)
    words = wording(options, after.source, folder)
    new = Facts(after.source, today, translate=words.translate)
    old = with_ids_of(Facts(before.source, today, translate=words.translate), new)
    found = differences(old, new, words.phrases)
    said = spoken(after.source, today, words, folder)
    if before.fingerprint:
        kept = kept_by(before.fingerprint, Path(options.old), after.source, today)
        said_now = as_saved(before.fingerprint, said, after.source, today, words, folder)
    else:
        kept = recorded(scripts_now(old, words.phrases))
        said_now = scripts_now(new, words.phrases)
    again, copies = (
        [title(one, after.source) for one in find(kept, said_now)]
        for find in (outdated, outdated_copies)
    )
    # what the practice itself is told is English
    english = load_phrases("en")
    ctx = headless_context(Facts(after.source, today), english)
    sign = signers(ctx, found)
    pdfs = documents_of(folder, frozenset(DOCUMENTS)) if folder is not None else []
    upload, files = [], []
    for made in documents(old, new, english):
        named = files_of(made, pdfs, folder) if folder is not None else []
        files += named
        upload.append(f"{made.name}{': ' if named else ''}{', '.join(named)} ({made.whose})")
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
            "files_again": list(dict.fromkeys(files)),
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


def _handbook(name: str) -> Path | None:
    """Return the folder of the handbook that a version names; None for what is no folder."""
    path = Path(name)
    folder = path if path.is_dir() else path.parent
    return folder if path.exists() and (folder / "conf.py").is_file() else None


def _print(head: str, lines: Iterable[str]) -> None:
    print(f"{head}:")
    for line in lines:
        print(f"  * {plain(line)}")
