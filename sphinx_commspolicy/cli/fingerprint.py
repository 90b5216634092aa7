"""``commspolicy fingerprint``: keep the facts of today, to compare with later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.practice_file import find_practice_file
from sphinx_commspolicy.cli.problems import Refusal
from sphinx_commspolicy.cli.schema import replace_file
from sphinx_commspolicy.cli.versions import add_day_and_language, day_of
from sphinx_commspolicy.cli.wording import kept_by, settings_folder, spoken, wording

if TYPE_CHECKING:
    import argparse


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "fingerprint",
        run,
        summary="keep the facts of today in a file, to compare with later",
        description=(
            "Saves the facts of the handbook in SRC, and the words of its scripts, in a file.\n"
            "“commspolicy diff” and the directive “policy-changes” compare with it later, and\n"
            "“commspolicy scripts” says which recordings no longer hold. A script that names the\n"
            "same day of recording as before keeps the words of that day."
        ),
        examples={
            "commspolicy fingerprint handbook": "writes handbook/policy-fingerprint.json",
            "commspolicy fingerprint handbook -o v3.json": "keeps one for each version",
        },
        statuses={
            0: "the file was written",
            1: "the files hold a problem, or the file is something else",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument(
        "source",
        metavar="SRC",
        nargs="?",
        type=path,
        default=path("."),
        help="folder of the handbook, or its YAML file (default: the current folder)",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=path,
        help="the file (default: policy-fingerprint.json beside the YAML)",
    )
    add_day_and_language(command)


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    from sphinx_commspolicy.fingerprint import DEFAULT_NAME, digest_of, read_fingerprint, take
    from sphinx_commspolicy.loading import load
    from sphinx_commspolicy.render.follow_up import recorded

    file = find_practice_file(options.source)
    source = load(file)
    target = options.output or file.parent / DEFAULT_NAME
    if target.suffix != ".json":
        message = f"The name of a fingerprint ends in .json; {target} does not."
        raise Refusal(message, "Choose another name.")
    before = None
    earlier = target if target.is_file() else file.parent / DEFAULT_NAME
    if earlier.is_file():
        before = read_fingerprint(earlier)  # refuses to replace another kind of file
    today = day_of(options)
    folder = settings_folder(options.source, file)
    words = wording(options, source, folder)
    scripts = recorded(spoken(source, today, words, folder).scripts)
    if before is not None:
        before = replace(before, scripts=kept_by(before, earlier, source, today))
    saved = take(source, today, scripts, before, words.language)
    replace_file(target, saved.to_json())
    print(f"Wrote {target} (facts {digest_of(saved.tree)}, {len(saved.scripts)} scripts)")
    return 0
