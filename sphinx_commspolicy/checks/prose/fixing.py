"""How a fact that is typed by hand is put right: the role that shows it, in place of the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Fix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_commspolicy.checks.context import Passage, ProseContext
    from sphinx_commspolicy.checks.rule import Place

_HARD = re.compile(r"\b(?:next|following|same|the)\b", re.IGNORECASE)
"""Words of a time that a number cannot simply replace: “the end of the next business day”."""
_BEFORE = re.compile(r"(?:^|[\s\"'\u2018\u201c\u2013\u2014(/:-])$")
_AFTER = re.compile(r"(?:$|[\s\"'\u2019\u201d).,;:!?/\u2013\u2014-])")
"""What has to stand around a role."""


def by_role(
    seen: ProseContext, passage: Passage, place: Place, words: str, role: str
) -> tuple[str, Fix | None]:
    """Return what to do about *words* at *place*, and the change that does it.

    *role* is name and target, ``contact:office``; empty where no role shows the fact. No change is
    offered where it could not be made safely: in a text of the YAML, in a link with words of its
    own, in code, over two lines, or for words that a number cannot replace.
    """
    if not role:
        return "Let a directive show it, such as the block of its method.", None
    written = as_written(seen.file, role)
    remedy = f"Write {written} in its place."
    if passage.is_fact or _HARD.search(words):
        return remedy, None
    if not replaceable(seen.files.lines(place.file), place, words):
        return remedy, None
    return remedy, Fix(place, written, words)


def as_written(file: str, role: str) -> str:
    """Return *role* as the markup of *file* writes it."""
    name, _, target = role.partition(":")
    return f"{{{name}}}`{target}`" if file.endswith(".md") else f":{name}:`{target}`"


def replaceable(lines: Sequence[str], place: Place, words: str) -> bool:
    """Return whether *words* stand at *place*, on one line, where a role can stand."""
    if not place.end_column or place.line != place.end_line or not 0 < place.line <= len(lines):
        return False
    line = lines[place.line - 1]
    before, after = line[: place.column - 1], line[place.end_column - 1 :]
    if line[place.column - 1 : place.end_column - 1] != words:
        return False
    if before.count("`") % 2 or before.endswith(("](", "<", "[")):
        return False
    return _BEFORE.search(before) is not None and _AFTER.match(after) is not None
