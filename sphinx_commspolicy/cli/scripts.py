"""``commspolicy scripts``: what machines say, to be copied, and what has to be recorded again."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.practice_file import find_practice_file
from sphinx_commspolicy.cli.problems import Refusal, plain
from sphinx_commspolicy.cli.versions import add_day_and_language, day_of
from sphinx_commspolicy.cli.wording import as_saved, kept_by, settings_folder, spoken, wording

if TYPE_CHECKING:
    import argparse

    from sphinx_commspolicy.effective import PolicySource, Scope
    from sphinx_commspolicy.render.scripts import Said


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "scripts",
        run,
        summary="print greetings and automatic replies, and which to record again",
        description=(
            "Prints what the voicemail, the automatic replies and the signatures of the handbook\n"
            "in SRC say, each to be copied. Where the YAML holds no words, they are put together\n"
            "from the facts. With a saved fingerprint (see “commspolicy fingerprint”) it says\n"
            "which of them have to be recorded or set again, because a fact in them has changed.\n"
            "Of those that the YAML does not hold it cannot know whether you copied them.\n"
            "What is to be copied is in one language, which “--language” names; what the command\n"
            "says of it is English."
        ),
        examples={
            "commspolicy scripts handbook": "everything that machines say",
            "commspolicy scripts handbook --clinician rivera": "what Rivera's machines say",
            "commspolicy scripts handbook --again": "only what has to be recorded again",
        },
        statuses={
            0: "the scripts were printed; with --again: none has to be recorded again",
            1: "the files hold a problem; with --again: a script has to be recorded again",
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
    command.add_argument("--clinician", metavar="ID", help="only this clinician's machines")
    command.add_argument(
        "--again", action="store_true", help="only those that have to be recorded or set again"
    )
    command.add_argument(
        "--since",
        metavar="FILE",
        type=path,
        help="the saved fingerprint (default: policy-fingerprint.json beside the YAML)",
    )
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )
    add_day_and_language(command)


def run(options: argparse.Namespace) -> int:
    """Print the scripts."""
    from sphinx_commspolicy.fingerprint import DEFAULT_NAME, read_fingerprint, script_key
    from sphinx_commspolicy.loading import load
    from sphinx_commspolicy.render.follow_up import outdated, outdated_copies

    file = find_practice_file(options.source)
    source = load(file)
    folder = settings_folder(options.source, file)
    today = day_of(options)
    words = wording(options, source, folder)
    said = spoken(source, today, words, folder)
    saved = options.since or file.parent / DEFAULT_NAME
    before = read_fingerprint(saved) if options.since or saved.is_file() else None
    if before is None and options.again:
        message = f"There is no saved fingerprint {saved}, so it is not known what was recorded."
        raise Refusal(message, "Save one on the day you record: “commspolicy fingerprint”.")
    scope = _scope(source, options.clinician)
    wanted = {key: one for key, one in said.scripts.items() if scope in {None, one.scope}}
    kept = kept_by(before, saved, source, today) if before else {}
    # what was saved is compared in its own language
    compared = as_saved(before, said, source, today, words, folder)
    stale, copies = (
        {script_key(one.scope, one.name) for one in find(kept, compared)} & wanted.keys()
        for find in (outdated, outdated_copies)
    )
    shown = {
        key: said for key, said in wanted.items() if key in stale | copies or not options.again
    }
    if options.format == "json":
        _print_json(shown, stale, copies, known=before is not None)
    else:
        _print_text(shown, stale, copies, said.untranslated, source)
        lacking = plain("; ".join(said.lacking(shown)))
        if lacking:
            print(
                f"commspolicy: these words of the YAML have no translation into "
                f"{words.language}, and are said as they are: {lacking}",
                file=sys.stderr,
            )
        if before is None:
            print(
                "commspolicy: no fingerprint is saved, so nobody knows which recordings are out of "
                "date; save one with “commspolicy fingerprint” when you record",
                file=sys.stderr,
            )
        elif not shown and options.again:
            print("Nothing has to be recorded again.")
        if not shown and not options.again:
            print(f"There are no scripts{_for_whom(source, scope)}.")
    return 1 if options.again and stale else 0


def _scope(source: PolicySource, clinician: str | None) -> Scope | None:
    from sphinx_commspolicy.diagnostics import did_you_mean, quote
    from sphinx_commspolicy.effective import Scope

    if clinician is None:
        return None
    scope = Scope("clinician", clinician)
    if not source.knows(scope):
        known = [other.name for other in source.scopes() if other.kind == "clinician"]
        message = f"There is no clinician {quote(clinician)}."
        raise Refusal(message, did_you_mean(clinician, known))
    return scope


def _for_whom(source: PolicySource, scope: Scope | None) -> str:
    return plain(f" for {source.policy().clinicians[scope.name].name}") if scope else ""


def _print_text(
    scripts: dict[str, Said],
    stale: set[str],
    copies: set[str],
    untranslated: set[str],
    source: PolicySource,
) -> None:
    for index, (key, said) in enumerate(scripts.items()):
        if index:
            print()
        print(f"# {title(said, source)}")
        for note in notes(said):
            print(f"# {note}")
        if key in untranslated:
            print("# Nobody has translated it: it is in the language of the YAML.")
        if key in stale:
            print("# RECORD IT AGAIN: a fact in it has changed since it was recorded.")
        if key in copies:
            print("# IF YOU COPIED IT, COPY IT AGAIN: a fact in it has changed.")
        print()
        for line in said.words.split("\n"):
            print(plain(line))


def title(said: Said, source: PolicySource) -> str:
    """Return what a script is, where, and whose."""
    from sphinx_commspolicy.effective import PRACTICE
    from sphinx_commspolicy.phrases.catalogue import EnglishPhrases
    from sphinx_commspolicy.phrases.values import value_words

    policy = source.policy(said.scope)
    method = policy.methods.get(said.method)
    people = source.policy(PRACTICE).clinicians
    whose = people[said.scope.name].name if said.scope.kind == "clinician" else policy.practice.name
    on = f": {method.name}" if method is not None else ""
    return plain(f"{value_words(EnglishPhrases(), 'kind', said.kind)}{on} ({whose}) [{said.name}]")


def notes(said: Said) -> list[str]:
    """Return how long a script is, and where its words come from."""
    from sphinx_commspolicy.phrases.catalogue import EnglishPhrases
    from sphinx_commspolicy.render.scripts import length_sentences

    found = length_sentences(EnglishPhrases(), said)
    if said.composed:
        found.append("Put together from the facts.")
    if said.recorded_on is not None:
        found.append(f"Recorded on {said.recorded_on}.")
    return found


def _print_json(
    scripts: dict[str, Said], stale: set[str], copies: set[str], *, known: bool
) -> None:
    from sphinx_commspolicy.sms import segments
    from sphinx_commspolicy.speaking import seconds_to_say

    found = []
    for key, said in scripts.items():
        entry: dict[str, Any] = {
            "id": said.name,
            "kind": said.kind,
            "method": said.method or None,
            "clinician": said.scope.name or None,
            "words": said.words,
            "from_facts": said.composed,
            "recorded_on": said.recorded_on.isoformat() if said.recorded_on else None,
            "record_again": (key in stale) if known else None,
            "copy_again": (key in copies) if known else None,
        }
        if said.kind == "voicemail_greeting":
            entry["seconds"] = seconds_to_say(said.words)
        if said.kind == "text_auto_reply":
            sent = segments(said.words)
            entry["messages"], entry["encoding"] = sent.messages, sent.encoding
        found.append(entry)
    print(json.dumps(found, indent=2, ensure_ascii=False))
