"""The facts of a practice as they were on a day, kept in a file.

A fingerprint answers two questions that the facts of today cannot: what has changed since clients
signed, and which recordings say what no longer holds. For the second it keeps the words of every
script as they read on the day of its recording: as long as the YAML names the same day, saving
again keeps the old words.

The file holds what the practice's YAML holds, without what is marked internal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.diagnostics import Code, Diagnostic, Location, PolicyError, shown_path
from sphinx_commspolicy.yamltree import MAX_BYTES, MAX_DEPTH, Mapping, Scalar, Sequence, plain

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_commspolicy.effective import PolicySource, Scope
    from sphinx_commspolicy.yamltree import Node

FORM = 1
"""Number of the file's form; raised when an older program could not read it."""
DEFAULT_NAME = "policy-fingerprint.json"
"""Name of the file, beside the practice's main file."""


@dataclass(frozen=True)
class Recorded:
    """A script as it was recorded."""

    recorded_on: dt.date | None
    """Day that the YAML named when the words were kept."""
    words: str


@dataclass(frozen=True)
class Fingerprint:
    """Facts of a day."""

    saved_on: dt.date
    tree: Mapping
    """The practice's data, as if they had been written in one file."""
    scripts: dict[str, Recorded] = field(default_factory=dict)
    """For each script by the word of `script_key`: how it was recorded."""
    language: str = ""
    """Language of the scripts; empty for that of the handbook."""

    def source(self, path: Path) -> PolicySource:
        """Return the policy of that day. Raises PolicyError where this version cannot read it."""
        from sphinx_commspolicy.effective import PolicySource

        source = PolicySource(self.tree, (path,))
        problems = source.read()
        if problems:
            raise PolicyError(problems)
        return source

    def to_json(self) -> str:
        """Return the file's text; the same facts give the same text."""
        data = {
            "commspolicy": FORM,
            "saved_on": self.saved_on.isoformat(),
            "facts_digest": digest_of(self.tree),
            "language": self.language,
            "scripts": {
                key: {
                    "recorded_on": script.recorded_on.isoformat() if script.recorded_on else None,
                    "words": script.words,
                }
                for key, script in sorted(self.scripts.items())
            },
            "facts": plain(self.tree),
        }
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def digest_of(tree: Mapping) -> str:
    """Return a short text that changes when any fact of *tree* does, whatever their order."""
    text = json.dumps(plain(tree), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def script_key(scope: Scope, name: str) -> str:
    """Return the word under which a script of *scope* is kept."""
    return "/".join(part for part in (scope.kind, scope.name, name) if part)


def is_fingerprint(path: Path) -> bool:
    """Return whether *path* is the name of such a file."""
    return path.suffix == ".json"


def read_fingerprint(path: Path) -> Fingerprint:
    """Return the fingerprint in the file *path*.

    Raises PolicyError where there is none, and OSError where it cannot be read.
    """
    shown = shown_path(path)
    if path.stat().st_size > 2 * MAX_BYTES:
        raise _refused(shown, "is far larger than any fingerprint")
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        raise _refused(shown, "is not a fingerprint: it holds no JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("facts"), dict):
        raise _refused(shown, "is not a fingerprint that “commspolicy fingerprint” saved")
    if data.get("commspolicy") != FORM:
        raise _refused(shown, "was saved by another version of commspolicy; save it again")
    try:
        tree = _tree(data["facts"], Location(shown, 0, 0))
        scripts = {str(key): _recorded(entry) for key, entry in data.get("scripts", {}).items()}
        saved_on = dt.date.fromisoformat(data["saved_on"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _refused(shown, "is damaged: save the fingerprint again") from None
    assert isinstance(tree, Mapping)
    return Fingerprint(saved_on, tree, scripts, str(data.get("language") or ""))


def take(
    source: PolicySource,
    today: dt.date,
    said: dict[str, Recorded],
    before: Fingerprint | None = None,
    language: str = "",
) -> Fingerprint:
    """Return the fingerprint of *source* today; *said* is each script as it reads today.

    A script whose day of recording is the same as *before*, in the same language, keeps its words
    of that time: nobody has recorded it again.
    """
    kept = before.scripts if before is not None and before.language in {"", language} else {}
    scripts = {
        key: kept[key]
        if key in kept and kept[key].recorded_on == script.recorded_on is not None
        else script
        for key, script in said.items()
    }
    return Fingerprint(today, source.root, scripts, language)


def _recorded(entry: Any) -> Recorded:
    day = entry["recorded_on"]
    words = entry["words"]
    if not isinstance(words, str):
        raise TypeError(words)
    return Recorded(dt.date.fromisoformat(day) if day else None, words)


def _tree(value: Any, place: Location, depth: int = 0) -> Node:
    if depth > MAX_DEPTH:
        raise ValueError(depth)
    if isinstance(value, dict):
        entries = {str(key): _tree(inner, place, depth + 1) for key, inner in value.items()}
        return Mapping(place, entries, dict.fromkeys(entries, place))
    if isinstance(value, list):
        return Sequence(place, [_tree(inner, place, depth + 1) for inner in value])
    if value is None:
        return Scalar("", place, empty=True)
    if isinstance(value, str):
        return Scalar(value, place)
    raise TypeError(value)


def _refused(shown: str, why: str) -> PolicyError:
    place = Location(shown, 0, 0)
    return PolicyError([Diagnostic(Code.file_unreadable, place, f"The file {why}.")])
