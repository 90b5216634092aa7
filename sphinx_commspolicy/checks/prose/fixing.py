"""How a fact that is typed by hand is put right: the role that shows it, in place of the words."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.checks.prose.places import end_of_block
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
    offered where it could not be made safely: in a text of the YAML, in a title, whose label and
    underline depend on it, in a link with words of its own, in other markup, in code, in a table that is drawn with characters, in an option of a
    directive, over two lines, or for words that a number cannot replace.
    """
    if not role:
        return "Let a directive show it, such as the block of its method.", None
    written = as_written(seen.file, role)
    remedy = f"Write {written} in its place."
    if passage.is_fact or passage.kind == "title" or _HARD.search(words):
        return remedy, None
    lines = seen.files.lines(place.file)
    if not replaceable(lines, place, words) or not _is_prose(lines, place):
        return remedy, None
    if passage.node is not None and not _is_plain(
        passage, lines, place, words, is_markdown=_is_markdown(seen.file)
    ):
        return remedy, None
    if passage.kind == "cell" and not _is_markdown(seen.file) and not _is_listed(lines, place):
        return remedy, None
    return remedy, Fix(place, written, words)


def as_written(file: str, role: str) -> str:
    """Return *role* as the markup of *file* writes it."""
    name, _, target = role.partition(":")
    return f"{{{name}}}`{target}`" if _is_markdown(file) else f":{name}:`{target}`"


def _is_markdown(file: str) -> bool:
    return PurePath(file).suffix.lower() in {".md", ".markdown", ".myst", ".mkd"}


_FIELD = re.compile(r"\s*:[^:`]+:(?=\s|$)")
_DIRECTIVE = re.compile(r"\s*(?:(?:\.\.|\|)\s.*::|(?:`{3,}|:{3,}|~{3,})\{)")
_SUBSTITUTION = re.compile(r"\s*\.\.\s+\|")
_FENCE = re.compile(r"\s*(?:`{3,}|:{3,}|~{3,})(.*)$")


def _is_prose(lines: Sequence[str], place: Place) -> bool:
    """Return whether *place* is in words, not in a field's name or an option of a directive."""
    line = lines[place.line - 1]
    field = _FIELD.match(line)
    if field and place.column <= field.end():
        return False
    if _SUBSTITUTION.match(line):
        return False
    if field:
        above = place.line - 1
        while above and _FIELD.match(lines[above - 1]):
            above -= 1
        if above and _DIRECTIVE.match(lines[above - 1]):
            return False
    # words that Markdown hands to the other markup
    for earlier in reversed(lines[: place.line - 1]):
        fence = _FENCE.match(earlier)
        if fence:
            return "eval-rst" not in fence[1]
    return True


def _is_plain(
    passage: Passage, lines: Sequence[str], place: Place, words: str, *, is_markdown: bool
) -> bool:
    """Return whether *words* stand in the passage's own text, and nowhere in markup inside it.

    In reStructuredText no role can stand in bold words or the like. Words that are found far from
    the passage come from elsewhere, such as a substitution.
    """
    if type(passage.node).__name__ == "field_name" or not _is_near(passage.node, lines, place):
        return False
    if is_markdown:
        return True
    parts = [(type(child).__name__, child.astext()) for child in passage.node.children]
    holding = {kind for kind, text in parts if words in text} - {"literal", "math"}
    return holding == {"Text"}


def _is_near(node: Any, lines: Sequence[str], place: Place) -> bool:
    """Return whether *place* is in the block of lines in which *node* stands."""
    while node is not None and not node.line:
        node = node.parent
    line = node.line if node is not None else 0
    return line - 2 <= place.line <= end_of_block(lines, line)


_DRAWN = re.compile(r"\s*(?:\+[-=+]|={2,}(?:\s|$)|\|)")
_LISTED = re.compile(r"\s*\.\.\s+(?:list-table|csv-table)::")


def _is_listed(lines: Sequence[str], place: Place) -> bool:
    """Return whether a cell is one of a table that is written as a list: it may be of any width."""
    for line in reversed(lines[: place.line]):
        if _LISTED.match(line):
            return True
        if _DRAWN.match(line):
            return False
    return False


def replaceable(lines: Sequence[str], place: Place, words: str) -> bool:
    """Return whether *words* stand at *place*, on one line, where a role can stand."""
    if not place.end_column or place.line != place.end_line or not 0 < place.line <= len(lines):
        return False
    line = lines[place.line - 1]
    before, after = line[: place.column - 1], line[place.end_column - 1 :]
    if line[place.column - 1 : place.end_column - 1] != words:
        return False
    if before.count("`") % 2 or before.count("``") % 2 or before.endswith(("](", "<", "[")):
        return False
    return _BEFORE.search(before) is not None and _AFTER.match(after) is not None
