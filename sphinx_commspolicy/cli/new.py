"""``commspolicy new``: a small handbook that builds at once, to be filled with the real facts."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.countries import COUNTRIES
from sphinx_commspolicy.cli.problems import Refusal
from sphinx_commspolicy.cli.questions import gather

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx_commspolicy.cli.questions import Answers

PAGES = ("index", "how-to-reach-us", "when-we-answer", "emergencies", "social-media")
"""Pages of every new handbook."""


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "new",
        run,
        summary="start a handbook",
        description=(
            "Writes a small handbook into the new folder DIR: its facts (practice.yaml), pages\n"
            "and its settings. It asks for what it has to know; an option answers in advance.\n"
            "Nothing that exists is ever changed."
        ),
        examples={
            "commspolicy new handbook": "answer a few questions",
            "commspolicy new handbook --yes": "begin with examples, marked REPLACE",
            "commspolicy new handbook --yes --country GB --group": "for a group in Britain",
        },
        statuses={
            0: "the handbook was written",
            1: "nothing was written: there is something in the way",
            2: "the command was not given as it has to be, or a fact is missing",
        },
    )
    command.add_argument("folder", metavar="DIR", type=path, help="folder to write; new or empty")
    command.add_argument(
        "--yes", action="store_true", help="ask nothing; take examples for what is not given"
    )
    command.add_argument("--name", metavar="NAME", help="what clients call the practice")
    command.add_argument("--country", metavar="CODE", help=f"one of {', '.join(COUNTRIES)}")
    command.add_argument("--region", metavar="CODE", help="part of the country, such as US-OR")
    command.add_argument("--time-zone", metavar="ZONE", help="such as America/Chicago")
    command.add_argument("--phone", metavar="NUMBER", help="number that clients call")
    command.add_argument("--email", metavar="ADDRESS", help="address that clients write to")
    size = command.add_mutually_exclusive_group()
    size.add_argument(
        "--solo", dest="group", action="store_false", help="one clinician (default)", default=None
    )
    size.add_argument(
        "--group", dest="group", action="store_true", help="several clinicians", default=None
    )


def run(options: argparse.Namespace) -> int:
    """Gather the facts and write the handbook."""
    folder: Path = options.folder
    _refuse_if_taken(folder)
    answers = gather(options)
    contents = handbook(answers)
    _write(folder, contents)
    print(f"Wrote {folder}: {len(contents)} files. Next:")
    print("  1. Open practice.yaml in your editor, and put your own facts in it.")
    print(f"  2. commspolicy build {_for_a_shell(folder)}")
    return 0


def handbook(answers: Answers) -> dict[str, str]:
    """Return the files of a handbook that begins with *answers*, by their names in its folder."""
    from sphinx_commspolicy import json_schema

    facts = _facts(answers)
    extra_pages = ("clinicians",) if answers.group else ()
    contents = {
        "practice.yaml": _starter("practice.yaml.template").substitute(facts),
        "practice.schema.json": json_schema.to_text(json_schema.policy_schema()),
        "conf.py": _starter("conf.py.template").substitute(facts),
        "README.txt": _starter("README.txt.template").substitute(facts),
    }
    for page in (*PAGES, *extra_pages):
        contents[f"{page}.rst"] = _starter(f"{page}.rst.template").substitute(facts)
    if answers.group:
        schema = json_schema.clinician_schema()
        contents["clinician.schema.json"] = json_schema.to_text(schema)
        for name in ("alex-sample", "sam-sample"):
            template = _starter(f"clinicians/{name}.yaml.template")
            contents[f"clinicians/{name}.yaml"] = template.substitute(facts)
    return contents


def _starter(name: str) -> Template:
    starter = files("sphinx_commspolicy.cli") / "starter"
    return Template(starter.joinpath(*name.split("/")).read_text("utf-8"))


# ---- what goes into the files


def _facts(answers: Answers) -> dict[str, str]:
    """Return the texts that the templates ask for, each quoted for the file that it goes into."""
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    emergency, crisis = _crisis_services(answers.country)
    jurisdictions = f"\n  jurisdictions: [{_yaml(answers.region)}]"
    return {
        "name": _line_of(answers, "name", "REPLACE: the name that clients know"),
        "country": _line_of(answers, "country", "REPLACE, if it is another"),
        "region": _yaml(answers.region),
        "jurisdictions": jurisdictions if answers.region != answers.country else "",
        "sample": _SAMPLE if answers.examples & {"phone", "email"} else "",
        "time_zone": _line_of(answers, "time_zone", "REPLACE, if it is another"),
        "phone": _line_of(answers, "phone", _phone_note(answers.country)),
        "email": _line_of(answers, "email", "REPLACE: an example; no mail arrives there"),
        "today": today,
        "reader": "front_desk" if answers.group else "clinician",
        "emergency": emergency,
        "crisis": f"\n    second: {crisis}" if crisis else "",
        "title": repr(answers.name),
        "pages": "".join(f"   {page}\n" for page in (*PAGES[1:], *_group_pages(answers))).rstrip(),
        "people": _starter("people.group" if answers.group else "people.solo")
        .substitute(region=_yaml(answers.region))
        .rstrip(),
    }


_SAMPLE = "\n  sample: yes  # REMOVE this line once no number and no address here is an example"
"""Keeps the checker quiet about examples for as long as they stand there."""


def _group_pages(answers: Answers) -> tuple[str, ...]:
    return ("clinicians",) if answers.group else ()


def _line_of(answers: Answers, key: str, note: str) -> str:
    value = _yaml(getattr(answers, key))
    return f"{value}  # {note}" if key in answers.examples else value


def _phone_note(country: str) -> str:
    if COUNTRIES[country].reserved:
        return "REPLACE: an example number; nobody answers it"
    return "REPLACE: not a real number; this country has none for examples"


def _yaml(text: str) -> str:
    """Return *text* as YAML writes it, in quotation marks where it needs them."""
    import yaml

    line = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=float("inf"))
    return line.strip()[1:-1]


def _crisis_services(country: str) -> tuple[str, str]:
    """Return the ids of the emergency services and of a crisis service for the whole country."""
    from sphinx_commspolicy.crisis_services import load_country

    known = load_country(country)
    services = known.services if known is not None else {}
    core = {
        name: service.kind
        for name, service in services.items()
        if service.core and not service.areas and service.status == "active"
    }
    first = {kind: name for name, kind in reversed(core.items())}
    return first["emergency"], first.get("crisis", "")


# ---- writing


def _refuse_if_taken(folder: Path) -> None:
    """Raise Refusal where *folder* holds anything, or is no folder."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        message = f"{folder} exists and is not a folder; nothing was written."
        raise Refusal(message, "Choose another name.")
    inside = sorted(entry.name for entry in folder.iterdir())
    if inside:
        named = ", ".join(inside[:5]) + (f" and {len(inside) - 5} more" if len(inside) > 5 else "")
        message = f"{folder} is not empty: it holds {named}. Nothing was written."
        raise Refusal(message, "Choose a new folder.")


def _write(folder: Path, contents: Mapping[str, str]) -> None:
    """Write *contents* into *folder*: all of it, or nothing."""
    exists = folder.is_dir()
    if not exists:
        folder.parent.mkdir(parents=True, exist_ok=True)
    # on the same disk as the folder, so that what is written can be moved in one step
    place = folder if exists else folder.parent
    draft = place / f".commspolicy-new-{secrets.token_hex(4)}"
    moved: list[Path] = []
    try:
        for name, text in contents.items():
            file = draft / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        _check(draft)
        if not exists:
            draft.rename(folder)
            return
        # somebody may stand in this folder, so it stays and its contents arrive
        for entry in sorted(draft.iterdir()):
            entry.rename(folder / entry.name)
            moved.append(folder / entry.name)
        moved.clear()
    finally:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        shutil.rmtree(draft, ignore_errors=True)


def _check(draft: Path) -> None:
    """Load what was written, so that a handbook that does not load is never left behind."""
    from sphinx_commspolicy.loading import load

    load(draft)


def _for_a_shell(folder: Path) -> str:
    import shlex

    return shlex.quote(str(folder)) if os.name == "posix" else f'"{folder}"'
