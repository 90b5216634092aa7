"""A version of the facts, as the command line names it: a file, a git revision, a fingerprint."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.build_day import day_of_build
from sphinx_commspolicy.cli.practice_file import find_practice_file
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.fingerprint import Fingerprint

GIT_SECONDS = 60
"""Longest time that git is waited for."""

_REVISION = re.compile(r"[\w@{}~^./+-]+")
_AT_REVISION = re.compile(rf"(?P<revision>{_REVISION.pattern}):(?P<path>[^:]*)")


class Version(NamedTuple):
    """Facts, and what is known of how they were recorded."""

    source: PolicySource
    fingerprint: Fingerprint | None
    """Set where the version is a saved fingerprint."""


def read_version(name: str, beside: str = ".") -> Version:
    """Return the version *name*: a folder or file, ``REV:path``, ``git:REV`` or a fingerprint.

    ``git:REV`` means the files of *beside* as they were then. Raises Refusal or PolicyError.
    """
    from sphinx_commspolicy.diagnostics import quote
    from sphinx_commspolicy.fingerprint import is_fingerprint, read_fingerprint
    from sphinx_commspolicy.loading import load

    path = Path(name)
    if name and "\0" not in name and path.exists():
        if path.is_file() and is_fingerprint(path):
            saved = read_fingerprint(path)
            return Version(saved.source(path), saved)
        return Version(load(find_practice_file(path)), None)
    if name.startswith("git:"):
        revision, place = name.removeprefix("git:"), beside if Path(beside).exists() else "."
    else:
        match = _AT_REVISION.fullmatch(name)
        if match is None or len(match["revision"]) == 1:  # “C:\…” names a drive
            message = f"{quote(name)} does not exist."
            raise Refusal(message, "Name a file, a folder, or a git revision such as HEAD~1:.")
        revision, place = match["revision"], match["path"]
    if not _REVISION.fullmatch(revision) or revision.startswith("-"):
        message = f"{quote(revision)} is not a revision of git."
        raise Refusal(
            message, "Write one such as HEAD~1, a tag, or a date such as main@{2026-11-01}."
        )
    return Version(_load_at(revision, Path(place)), None)


def _load_at(revision: str, place: Path) -> PolicySource:
    """Return the facts at *place* as they were at *revision*."""
    from sphinx_commspolicy.loading import load

    folder = place if place.is_dir() or place.suffix not in {".yaml", ".yml"} else place.parent
    # a folder that is no longer there is still known to git, from one above it
    here = next(parent for parent in (folder, *folder.absolute().parents) if parent.is_dir())
    top = Path(os.fsdecode(_git(here, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    inside = os.path.relpath(os.path.realpath(folder), os.path.realpath(top))
    tree = revision if inside == "." else f"{revision}:{Path(inside).as_posix()}"
    archive = _git(top, "archive", "--format=tar", tree)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            for member in files:
                target = (root / member.name).resolve()
                content = files.extractfile(member) if member.isfile() else None
                # the facts, and the settings that name their file; links and all else stay out
                if content is None or target.suffix not in {".yaml", ".yml", ".py"}:
                    continue
                if target.is_relative_to(root):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content.read())
        file = root / place.name if place != folder else find_practice_file(root)
        if not file.is_file():
            message = f"There is no {place.name} at the revision {revision}."
            raise Refusal(message, "Check the name and the revision.")
        return load(file)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - the revision is checked, and no shell reads it
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the user uses
            capture_output=True,
            check=False,
            timeout=GIT_SECONDS,
        )
    except FileNotFoundError:
        message = "git is not installed, and a revision is asked for."
        raise Refusal(message, "Compare files or saved fingerprints.") from None
    except subprocess.TimeoutExpired:
        message = "git did not answer."
        raise Refusal(message, "Try it again.") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        message = f"git: {lines[0].removeprefix('fatal: ')}"
        raise Refusal(message, "Check the revision.")
    return done.stdout


# ---- what several commands take


def add_day_and_language(command: argparse.ArgumentParser) -> None:
    """Add the options that say for which day, and in which language, something is told."""
    command.add_argument(
        "--today", metavar="DATE", type=_day, help="as on this day (default: today)"
    )
    command.add_argument(
        "--language",
        metavar="LANG",
        default="",
        help="language of what clients read or hear, such as es (default: that of conf.py)",
    )


def day_of(options: argparse.Namespace) -> dt.date:
    """Return the day that a command works for."""
    if options.today:
        day: dt.date = options.today
        return day
    return day_of_build()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        msg = f"“{text}” is not a date: write 2026-12-24"
        raise argparse.ArgumentTypeError(msg) from None
